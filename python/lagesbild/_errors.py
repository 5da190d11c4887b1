# SPDX-License-Identifier: GPL-3.0-or-later
"""How a command ends that does not end well. Texts are the command's own."""


class LagesbildError(Exception):
    """The command could not read, write or allocate (exit code 1), or it is not installed."""


class UsageError(LagesbildError):
    """Wrong usage (exit code 2)."""


class InputError(LagesbildError):
    """The input is not what it should be (exit code 3): file, row, what was found and expected."""


class LagesbildWarning(UserWarning):
    """What changes a figure or leaves out a row."""


class PublishWarning(LagesbildWarning):
    """Done, and something in the result must not be published (exit code 4)."""


BY_EXIT_CODE = {2: UsageError, 3: InputError}

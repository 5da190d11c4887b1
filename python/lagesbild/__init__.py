# SPDX-License-Identifier: GPL-3.0-or-later
"""Strategic crime maps from Python: one function for each command of lagesbild.

    import lagesbild
    shares = lagesbild.share(areas=[areas], events='handelser.csv', period=['year'])
    shares.attrs['units']['share']

The functions are made, with their help, from what the installed command says of itself
(`lagesbild describe --json`); nothing is computed here. Layers and tables are given as paths
("fil.gpkg|layername=lager") or as data frames of pandas and geopandas. A function whose command has a
main table returns it as a data frame; `attrs` has its units, what its columns mean, and the
provenance. With geometry=True, or the name of a layer, it is a GeoDataFrame, of commands that write
layers; legible(frame) is the table for people, shares per cent. Options are keywords, with _ for - (and
behind a word of Python's own: lambda_); files are written where an option of an output is given.
"""
from ._errors import InputError, LagesbildError, LagesbildWarning, PublishWarning, UsageError
from ._frames import legible
from ._functions import make_function
from ._program import describe_commands
from ._version import __version__

__all__ = ['InputError', 'LagesbildError', 'LagesbildWarning', 'PublishWarning', 'UsageError',
           '__version__', 'legible']


def __getattr__(name):
    """lagesbild.before_after is the command before-after."""
    command = None if name.startswith('_') else describe_commands().get(name.replace('_', '-'))
    if command is None:
        raise AttributeError('module lagesbild has no %r: no command of that name' % name)
    function = make_function(command)
    globals()[name] = function
    return function


def __dir__():
    return sorted([*__all__, *(name.replace('-', '_') for name in describe_commands())])

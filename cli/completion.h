/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scripts that complete words in a shell, made from the tables of commands. */
#ifndef LB_CLI_COMPLETION_H
#define LB_CLI_COMPLETION_H

/* Prints the script for "bash", "zsh" or "fish"; returns the exit code, that of wrong usage for
 * another shell. */
int completion_print(const char *shell);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a signal that ends the program leaves behind: nothing. */
#ifndef LB_CLI_SIGNALS_H
#define LB_CLI_SIGNALS_H

#include <lagesbild.h>

/* First of all in main, before any thread is started: INT, TERM and HUP, where they are not ignored
 * (nohup), remove what was begun and then end the program as they do; a file size limit (XFSZ) is
 * an error of writing and not the end. */
void signals_start(void);

/* The command whose temporary files are removed; borrowed until signals_unwatch. */
void signals_watch(const lb_command *command, const void *options);
void signals_unwatch(void);

#endif

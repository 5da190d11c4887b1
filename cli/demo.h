/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The made-up town of fixtures/town, embedded in the command at build time (tools/embed). */
#ifndef LB_CLI_DEMO_H
#define LB_CLI_DEMO_H

#include <lagesbild.h>

/* In the order in which the Makefile names them. */
extern const lb_file_content demo_files[];
extern const size_t demo_file_count;

#endif

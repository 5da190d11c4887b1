/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finished page of lines, surfaces and text: a map or a chart, before it is a file. */
#ifndef LAGESBILD_DRAWING_H
#define LAGESBILD_DRAWING_H

#include <lagesbild/status.h>

typedef struct lb_drawing lb_drawing;

LB_API void lb_drawing_free(lb_drawing *drawing); /* NULL is accepted */

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which class of municipality the cells of a support are in (docs/methods.md, Placebo areas). */
#ifndef LB_COMMANDS_PLACEBO_MUNICIPALITY_CLASSES_H
#define LB_COMMANDS_PLACEBO_MUNICIPALITY_CLASSES_H

#include "input/events/event_support.h"

/* (*class_of)[cells], freed by free(): the class of the municipality that a cell's centre is in, 0
 * where it is in none. zones: a source of municipalities. field: of their class; NULL: it is their
 * size, by the people of the grid in them: below 20 000, 50 000, 100 000, 200 000, and above.
 * LB_E_INPUT also: no cell is in a municipality. */
lb_status lb_municipality_classes_read(const char *zones, const char *field,
                                       const lb_event_support *support, const lb_job *job,
                                       size_t **class_of, lb_error *err);

#endif

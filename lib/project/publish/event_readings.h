/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What published counts of events are of, so that no two of them differ by a short time or a narrow
 * place (docs/methods.md, Coarsening, Events). */
#ifndef LB_PROJECT_PUBLISH_EVENT_READINGS_H
#define LB_PROJECT_PUBLISH_EVENT_READINGS_H

#include <lagesbild/period.h>
#include "command/option.h"
#include "text/json_read.h"

/* Why counts of events that come through a pipe are not published where the events are looked at
 * before. */
extern const char lb_event_pipe_reason[];

enum {
    LB_EVENT_DAYS_MIN = 181, /* fewest days of a sum or difference of counts: half a year */
    LB_EVENT_STRIP_MIN = 50  /* metres between two borders that events are counted within */
};

/* How the events of one source are read: an option and its value, as JSON in provenance. */
typedef struct lb_event_reading {
    char *source, *option, *value;
} lb_event_reading;

/* Zeroed memory is empty. */
typedef struct lb_event_readings {
    lb_periods periods;
    lb_event_reading *reading;
    size_t readings, capacity;
} lb_event_readings;

/* Why counts are not published beside those before them. */
typedef struct lb_event_conflict {
    const lb_option *option; /* by whose value; NULL: there is none */
    char value[120];         /* as provenance has it */
    char why[300];           /* the sentence of the warning */
} lb_event_conflict;

void lb_event_readings_clear(lb_event_readings *counts);

/* Adds what a step of the command counts, by the options of its provenance. With `conflict`, only
 * if it has none with what is there. LB_E_MEMORY. */
lb_status lb_event_readings_add(lb_event_readings *counts, const lb_command *command,
                                lb_json_value options, lb_event_conflict *conflict);

/* File and layer, without folders, that "SOURCE|layername=a|where=..." reads; to be freed. NULL: no
 * source, or out of memory. */
char *lb_event_source_name(const char *spec);

/* May two such names be of the same events? A file without a layer has each of its layers. */
bool lb_event_sources_meet(const char *a, const char *b);

/* Adds the steps of a publish/ folder, by their provenance; a publication that is no folder adds
 * nothing. LB_E_IO, LB_E_MEMORY. */
lb_status lb_event_readings_read(const char *folder, lb_event_readings *counts, lb_error *err);

#endif

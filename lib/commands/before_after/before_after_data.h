/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `before-after` reads and counts: which events are of the areas, of their controls and of the
 * rings round both, in which period (docs/methods.md, Before and after). */
#ifndef LB_COMMANDS_BEFORE_AFTER_BEFORE_AFTER_DATA_H
#define LB_COMMANDS_BEFORE_AFTER_BEFORE_AFTER_DATA_H

#include <lagesbild/before_after.h>
#include "commands/before_after/event_grounds.h"
#include "commands/placebo/placebo_places.h"
#include "kernel/statistics/displacement.h"

typedef enum lb_controls_kind {
    LB_CONTROLS_NONE,
    LB_CONTROLS_AREAS,
    LB_CONTROLS_PLACEBO
} lb_controls_kind;

/* All that the comparison and its panel are computed from; events keep the order of
 * located.points. */
typedef struct lb_before_after_data {
    const lb_before_after_options *options;
    const lb_job *job;
    lb_controls_kind controls_kind;
    lb_placebo_match match;
    lb_period before, after;
    double before_length; /* in lengths of after: months where both are whole ones, else days */
    lb_periods parts;     /* of before: whole years, halves, quarters or months, 3 at least */
    lb_period_kind parts_kind;
    lb_located_events_input source;
    lb_located_events located; /* events of either period; without a grid only their points */
    lb_area_layer layer;       /* the areas; without a grid only their shapes */
    lb_areas controls;         /* of LB_CONTROLS_AREAS */
    lb_placebo_places places;  /* with a grid */
    size_t *municipality_class;
    bool *compared; /* [areas]: takes part; an area without comparable places does not */
    lb_event_grounds grounds;
    uint8_t *ground;        /* [points]: LB_TREATED ..., LB_GROUNDS: none of them */
    double *control_weight; /* [points] of LB_CONTROLS_PLACEBO; else NULL */
    double ring_scale;      /* of LB_CONTROLS_PLACEBO: people of the ring over those of the areas */
} lb_before_after_data;

void lb_before_after_data_clear(lb_before_after_data *data);

/* Reads all; options, job and nothing else are set before. */
lb_status lb_before_after_data_read(lb_before_after_data *data, lb_error *err);

/* The periods and controls that the options mean; a part of the above, for checking options.
 * LB_E_USAGE. */
lb_status lb_before_after_options_parse(const lb_before_after_options *options,
                                        lb_before_after_data *data, lb_error *err);

/* Events by ground in a period. */
void lb_before_after_count(const lb_before_after_data *data, const lb_period *period,
                           lb_weighted_count count[LB_GROUNDS]);

/* How many whole calendar periods of a kind a period is, listed in *out; 0: it is not such. */
lb_status lb_whole_periods(const lb_period *period, lb_period_kind kind, lb_periods *out);

#endif

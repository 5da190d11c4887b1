/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of `hotspot` that are lists or words in a text, read; all return LB_E_USAGE where the
 * text is something else. */
#ifndef LB_COMMANDS_HOTSPOT_HOTSPOT_OPTIONS_H
#define LB_COMMANDS_HOTSPOT_HOTSPOT_OPTIONS_H

#include "commands/hotspot/hotspot_methods.h"
#include "kernel/hotspot/near_repeat.h"

enum { LB_HITS_MAX_AREAS = 20 };

/* Lower bounds of the bins of --near-repeat, in metres and days, ascending. */
typedef struct lb_bin_edges {
    double distance[LB_NEAR_REPEAT_EDGES], day[LB_NEAR_REPEAT_EDGES];
    int64_t days[LB_NEAR_REPEAT_EDGES];
    size_t distances, day_bins;
} lb_bin_edges;

/* "count,gi" as LB_HOTSPOT_... LB_E_USAGE. */
lb_status lb_hotspot_methods_parse(const char *text, unsigned *methods, lb_error *err);

/* Metres, 0 for auto. LB_E_USAGE. */
lb_status lb_hotspot_bandwidth_parse(const char *text, double *bandwidth, lb_error *err);

/* --distances and --days: ascending numbers from 0 on, at most LB_NEAR_REPEAT_EDGES. */
lb_status lb_hotspot_edges_parse(const lb_hotspot_options *options, lb_bin_edges *edges,
                                 lb_error *err);

/* --people, or else --area: the n per cents of area[LB_HITS_MAX_AREAS]. */
lb_status lb_hotspot_percents_parse(const lb_hotspot_options *options, double *area, size_t *n,
                                    lb_error *err);

/* All of them; with --hits also that its periods are there and can be read. */
lb_status lb_hotspot_texts_check(const lb_hotspot_options *options, lb_error *err);

#endif

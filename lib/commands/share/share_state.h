/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One set of areas with everything that events are counted into, and the work of one run. */
#ifndef LB_COMMANDS_SHARE_SHARE_STATE_H
#define LB_COMMANDS_SHARE_SHARE_STATE_H

#include <lagesbild/share.h>
#include <lagesbild/locate.h>
#include "input/events/events.h"
#include "input/areas/name_index.h"
#include "commands/share/border_curve.h"
#include "commands/share/denominators.h"
#include "commands/share/position_error.h"
#include "port/gdal/sha256.h"

/* More areas than this over one point are not told apart by category; none are known. */
enum { LB_SHARE_MAX_AREAS = 64 };

/* The areas that hold the events in hand, those without a place among them in none. */
typedef struct lb_event_areas {
    size_t count[LB_EVENTS_BATCH]; /* perhaps more than are listed */
    size_t at[LB_EVENTS_BATCH * LB_SHARE_MAX_AREAS];
} lb_event_areas;

typedef struct lb_share_set {
    lb_areas areas;
    lb_area_sizes sizes; /* of all areas, whenever they exist */
    lb_area_times times;
    lb_validity_periods epochs;
    lb_locator *locator;
    lb_name_index names;  /* of the areas, where events are tied to them */
    size_t *area_of_name; /* [names.count]: the first area of that name */
    lb_period_counts by_period;
    lb_position_error position;     /* sigma 0: not asked for */
    lb_border_curve curve;          /* count 0: not asked for */
    lb_boundary_index *near_border; /* of the areas; NULL: not asked for */
    lb_denominators grid;           /* epochs 0: not asked for */
    int64_t linked_outside, unmatched_links;
    int64_t first_day, last_day; /* of placed, dated events */
    int64_t before_area;         /* events in an area that is younger than they are */
    lb_event_areas event_areas;
} lb_share_set;

typedef struct lb_share_state {
    const lb_share_options *options;
    const lb_job *job;
    const char *crs;
    lb_period_rule *rule;
    size_t rules, sets;
    lb_share_set *set;
    lb_border_curve curve;          /* distances only */
    double sigma;                   /* of the position error; 0: none */
    lb_table near_border;           /* events close to a border */
    int64_t rows;                   /* events read */
    char events_hash[LB_HASH_SIZE]; /* "": not known */
} lb_share_state;

void lb_share_state_clear(lb_share_state *work);

/* Reads the sets of areas that the options name; rules, curve and sigma are there already. */
lb_status lb_share_sets_read(lb_share_state *work, lb_error *err);

#endif

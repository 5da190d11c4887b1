/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measure: the events close to a border, which decide the share (--edge-events): how far each is
 * from it, and with --position-error how likely it is inside (docs/methods.md, Boundary distance;
 * Position probability). A table of its own, in the order of the events. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <lagesbild/position_probability.h>
#include "base/array.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/share/share_measure.h"

/* An event near the border of an area. */
typedef struct border_event {
    int64_t index; /* of the event among all, for the order of rows */
    long line;
    int64_t day; /* of its date field, since 1970-01-01 */
    bool dated, month_only;
    size_t area;
    double distance;    /* metres to the border */
    double probability; /* of being inside, NaN without --position-error */
    bool inside;
} border_event;

typedef struct border_events {
    const lb_share_inputs *in;
    const lb_share_set *set;
    lb_boundary_index *border; /* of the areas */
    int64_t n_events;
    border_event *item; /* [count] */
    size_t count, capacity;
    lb_near_features near; /* the event at hand */
} border_events;

static bool is_list_wanted(const lb_share_options *options)
{
    return options->edge_events != NULL;
}

/* How close to a border an event decides, in metres: the position error, or else the farthest that
 * the border curve moves borders. */
static double border_reach(const lb_share_inputs *in)
{
    double reach = 0;
    if (in->options->position_error > 0)
        return in->options->position_error;
    for (size_t d = 0; d < in->n_distances; d++)
        reach = fmax(reach, fabs(in->distance[d]));
    return reach;
}

static lb_status init_list(const lb_share_inputs *in, size_t set, void **state, lb_error *err)
{
    border_events *m = calloc(1, sizeof *m);
    *state = m;
    if (!m)
        return lb_error_memory(err);
    *m = (border_events){.in = in, .set = &in->set[set]};
    if (!(border_reach(in) > 0)) /* --border-curve 0: no event is near */
        return LB_OK;
    lb_status status = lb_boundary_index_new(&m->set->areas.shapes, border_reach(in),
                                             in->job->threads, &m->border);
    return status == LB_OK
               ? LB_OK
               : lb_error_set(err, status, "%s: %s", m->set->areas.source, lb_status_text(status));
}

static void clear_list(void *state)
{
    border_events *m = state;
    lb_boundary_index_free(m->border);
    free(m->item);
    free(m->near.item);
    free(m);
}

/* One event near one border: distance in metres to it, whether the area holds the event, and with a
 * position error the probability that it lies inside (docs/methods.md, Position probability). */
static lb_status append_event(border_events *m, const lb_share_event *e,
                              const lb_feature_distance *near)
{
    const lb_event *event = e->event;
    const lb_shapes *shapes = &m->set->areas.shapes;
    if (!lb_array_reserve(&m->item, &m->capacity, m->count + 1, sizeof *m->item))
        return LB_E_MEMORY;
    border_event *b = &m->item[m->count];
    *b = (border_event){
        .index = m->n_events,
        .line = event->line,
        .area = near->feature,
        .distance = near->distance,
        .probability = (double)NAN,
        .inside = lb_shape_contains(shapes, near->feature, event->x, event->y),
        .day = event->start_day,
        .dated = e->dated,
        .month_only = event->month_only,
    };
    if (m->in->sigma > 0)
        LB_TRY(lb_shape_probability(shapes, b->area, event->x, event->y, m->in->sigma,
                                    &b->probability));
    m->count++;
    return LB_OK;
}

static lb_status add_to_list(void *state, const lb_share_event *event, size_t n)
{
    border_events *m = state;
    for (size_t i = 0; i < n; i++, m->n_events++) {
        const lb_event *e = event[i].event;
        if (!m->border || !e->placed || !lb_share_event_is_in_period(&m->in->periods, &event[i]))
            continue;
        LB_TRY(lb_boundary_index_find(m->border, e->x, e->y, &m->near));
        for (size_t k = 0; k < m->near.count; k++)
            if (lb_area_valid_on(&m->set->times, m->near.item[k].feature, event[i].dated, e->day))
                LB_TRY(append_event(m, &event[i], &m->near.item[k]));
    }
    return LB_OK;
}

/* The table -------------------------------------------------------------------------------------
 */

enum { LINE, DATE, SET, AREA, CATEGORY, DISTANCE, PROBABILITY, INSIDE };

/* distance_m is how far the border must move outwards for the event to be inside: negative for one
 * that is. */
static void append_list_row(lb_table *t, const border_events *m, const border_event *b)
{
    char date[64];
    int year, month, day;
    const lb_areas *areas = &m->set->areas;
    size_t row = lb_table_add_row(t);
    lb_civil_from_days(b->day, &year, &month, &day);
    snprintf(date, sizeof date, b->month_only ? "%04d-%02d" : "%04d-%02d-%02d", year, month, day);
    lb_table_set_integer(t, row, LINE, b->line);
    lb_table_set_text(t, row, DATE, b->dated ? date : NULL);
    lb_table_set_text(t, row, SET, areas->label);
    lb_table_set_text(t, row, AREA, areas->name[b->area]);
    if (areas->categories > 0)
        lb_table_set_text(t, row, CATEGORY, areas->category_name[areas->category[b->area]]);
    lb_table_set_real(t, row, DISTANCE, b->inside ? -b->distance : b->distance);
    lb_table_set_real(t, row, PROBABILITY, b->probability);
    lb_table_set_integer(t, row, INSIDE, b->inside);
}

/* Merges the lists of the sets by event: all rows of an event, in the order of the sets, are
 * together. */
static lb_status make_list_table(const lb_share_inputs *in, void *const *state, lb_table *out)
{
    size_t *at = calloc(in->n_sets, sizeof *at);
    if (!at)
        return LB_E_MEMORY;
    lb_add_described_columns(out, &lb_share_command, "edge-events");
    for (;;) {
        size_t next = SIZE_MAX;
        int64_t index = INT64_MAX;
        for (size_t s = 0; s < in->n_sets; s++) {
            const border_events *m = state[s];
            if (at[s] < m->count && m->item[at[s]].index < index) {
                next = s;
                index = m->item[at[s]].index;
            }
        }
        if (next == SIZE_MAX)
            break;
        append_list_row(out, state[next], &((border_events *)state[next])->item[at[next]++]);
    }
    free(at);
    return lb_table_status(out);
}

const lb_share_measure lb_measure_border_events = {.is_wanted = is_list_wanted,
                                                   .in_order = true,
                                                   .init = init_list,
                                                   .add = add_to_list,
                                                   .make_table = make_list_table,
                                                   .clear = clear_list};

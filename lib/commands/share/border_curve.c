/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "commands/share/border_curve.h"

void lb_share_curve_clear(lb_share_curve *curve)
{
    for (size_t d = 0; d < curve->count; d++)
        lb_share_tally_clear(&curve->tally[d]);
    *curve = (lb_share_curve){0};
}

static void insert(lb_share_curve *c, double distance)
{
    size_t at = c->count;
    for (size_t i = 0; i < c->count; i++)
        if (c->distance[i] == distance)
            return;
    for (; at > 0 && c->distance[at - 1] > distance; at--)
        c->distance[at] = c->distance[at - 1];
    c->distance[at] = distance;
    c->count++;
}

lb_status lb_share_curve_parse(const char *text, lb_share_curve *out, lb_error *err)
{
    lb_share_curve c = {.count = 1};
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, ",");
        double distance;
        if (!lb_number_parse(at, length, &distance) || !(distance >= -1e6 && distance <= 1e6) ||
            c.count == LB_CURVE_MOST)
            return lb_error_set(err, LB_E_USAGE,
                                "--border-curve: '%s' found, expected at most %d distances in "
                                "metres, as -100,-50,50,100",
                                text, LB_CURVE_MOST - 1);
        insert(&c, distance);
        at += length + (at[length] == ',');
    }
    *out = c;
    return LB_OK;
}

lb_status lb_share_curve_init(lb_share_curve *curve, const lb_period_rule *rule, size_t rules,
                              size_t categories, lb_overlap overlap)
{
    for (size_t d = 0; d < curve->count; d++)
        if (lb_share_tally_init(&curve->tally[d], rule, rules, categories + 1, overlap) != LB_OK)
            return LB_E_MEMORY;
    return LB_OK;
}

/* The categories of the features found; the last feature is the whole, which counts by itself only
 * where no category does. */
static size_t categories_of(size_t *at, size_t n, size_t whole, size_t tied)
{
    bool there = tied == SIZE_MAX;
    if (n > 0 && at[n - 1] == whole && n > 1)
        n--;
    for (size_t i = 0; i < n; i++)
        there = there || at[i] == tied;
    if (there)
        return n;
    if (n == 1 && at[0] == whole)
        n = 0;
    at[n] = tied;
    return n + 1;
}

lb_status lb_share_curve_add(lb_share_curve *curve, const lb_epoch *epoch, size_t tied,
                             const double xy[2], const lb_share_event *event)
{
    for (size_t d = 0; d < curve->count; d++) {
        size_t at[34], n = 0;
        lb_share_event moved = *event;
        if (event->placed && curve->distance[d] != 0) { /* at 0 the borders are as they are drawn */
            n = lb_locator_find(epoch->moved[d].locator, xy[0], xy[1], at, 32);
            moved.category = at;
            moved.n = categories_of(at, n < 32 ? n : 32, curve->tally[d].categories - 1, tied);
        }
        if (lb_share_tally_add(&curve->tally[d], &moved) != LB_OK)
            return LB_E_MEMORY;
    }
    return LB_OK;
}

lb_status lb_share_curve_merge(lb_share_curve *curve, const lb_share_curve *part)
{
    for (size_t d = 0; d < curve->count; d++)
        if (lb_share_tally_merge(&curve->tally[d], &part->tally[d]) != LB_OK)
            return LB_E_MEMORY;
    return LB_OK;
}

lb_status lb_share_curve_finish(lb_share_curve *curve)
{
    for (size_t d = 0; d < curve->count; d++)
        if (lb_share_tally_finish(&curve->tally[d]) != LB_OK)
            return LB_E_MEMORY;
    return LB_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "commands/share/border_curve.h"

void lb_border_curve_clear(lb_border_curve *curve)
{
    for (size_t d = 0; d < curve->count; d++)
        lb_period_counts_clear(&curve->by_period[d]);
    *curve = (lb_border_curve){0};
}

static void insert_distance(lb_border_curve *c, double distance)
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

lb_status lb_border_curve_parse(const char *text, lb_border_curve *out, lb_error *err)
{
    lb_border_curve c = {.count = 1};
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, ",");
        double distance;
        if (!lb_number_parse(at, length, &distance) || !(distance >= -1e6 && distance <= 1e6) ||
            c.count == LB_CURVE_MAX)
            return lb_error_set(err, LB_E_USAGE,
                                "--border-curve: '%s' found, expected at most %d distances in "
                                "metres, as -100,-50,50,100",
                                text, LB_CURVE_MAX - 1);
        insert_distance(&c, distance);
        at += length + (at[length] == ',');
    }
    *out = c;
    return LB_OK;
}

lb_status lb_border_curve_init(lb_border_curve *curve, const lb_period_rule *rule, size_t rules,
                               size_t categories, lb_overlap_rule overlap)
{
    for (size_t d = 0; d < curve->count; d++)
        if (lb_period_counts_init(&curve->by_period[d], rule, rules, categories + 1, overlap) !=
            LB_OK)
            return LB_E_MEMORY;
    return LB_OK;
}

/* The categories of the features found; the last feature is the whole, which counts by itself only
 * where no category does. */
static size_t hit_categories(size_t *at, size_t n, size_t whole, size_t tied)
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

lb_status lb_border_curve_add(lb_border_curve *curve, const lb_validity_period *epoch, size_t tied,
                              const double xy[2], const lb_share_event *event)
{
    for (size_t d = 0; d < curve->count; d++) {
        size_t at[34], n = 0;
        lb_share_event shifted = *event;
        if (event->placed && curve->distance[d] != 0) { /* at 0 the borders are as they are drawn */
            n = lb_locator_find(epoch->shifted[d].locator, xy[0], xy[1], at, 32);
            shifted.category = at;
            shifted.n =
                hit_categories(at, n < 32 ? n : 32, curve->by_period[d].categories - 1, tied);
        }
        if (lb_period_counts_add(&curve->by_period[d], &shifted) != LB_OK)
            return LB_E_MEMORY;
    }
    return LB_OK;
}

lb_status lb_border_curve_merge(lb_border_curve *curve, const lb_border_curve *part)
{
    for (size_t d = 0; d < curve->count; d++)
        if (lb_period_counts_merge(&curve->by_period[d], &part->by_period[d]) != LB_OK)
            return LB_E_MEMORY;
    return LB_OK;
}

lb_status lb_border_curve_finish(lb_border_curve *curve)
{
    for (size_t d = 0; d < curve->count; d++)
        if (lb_period_counts_finish(&curve->by_period[d]) != LB_OK)
            return LB_E_MEMORY;
    return LB_OK;
}

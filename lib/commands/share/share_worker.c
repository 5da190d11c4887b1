/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "commands/share/share_worker.h"

void lb_share_worker_clear(const lb_share_state *work, lb_share_worker *part)
{
    for (size_t i = 0; part->set && i < work->sets; i++) {
        lb_period_counts_clear(&part->set[i].by_period);
        lb_border_curve_clear(&part->set[i].curve);
    }
    free(part->set);
    *part = (lb_share_worker){.set = NULL};
}

static lb_status copy_set(const lb_share_state *work, const lb_share_set *set, lb_share_set *out)
{
    const lb_period_counts *t = &set->by_period;
    *out = *set;
    out->by_period = (lb_period_counts){.rule = NULL};
    out->curve = work->curve;
    out->linked_outside = out->unmatched_links = out->before_area = 0;
    out->first_day = 1; /* none yet: first after last */
    out->last_day = 0;
    lb_status status =
        lb_period_counts_init(&out->by_period, t->rule, t->rules, t->categories, t->overlap);
    return status == LB_OK
               ? lb_border_curve_init(&out->curve, t->rule, t->rules, t->categories, t->overlap)
               : status;
}

lb_status lb_share_worker_init(const lb_share_state *work, lb_share_worker *part)
{
    lb_status status = LB_OK;
    *part = (lb_share_worker){.set = calloc(work->sets + 1, sizeof *part->set)};
    if (!part->set)
        return LB_E_MEMORY;
    for (size_t i = 0; i < work->sets && status == LB_OK; i++)
        status = copy_set(work, &work->set[i], &part->set[i]);
    if (status != LB_OK)
        lb_share_worker_clear(work, part);
    return status;
}

static void merge_days(lb_share_set *all, const lb_share_set *part)
{
    if (part->first_day > part->last_day)
        return;
    bool first = all->first_day > all->last_day;
    if (first || part->first_day < all->first_day)
        all->first_day = part->first_day;
    if (first || part->last_day > all->last_day)
        all->last_day = part->last_day;
}

static lb_status merge_set(lb_share_set *all, const lb_share_set *part)
{
    all->linked_outside += part->linked_outside;
    all->unmatched_links += part->unmatched_links;
    all->before_area += part->before_area;
    merge_days(all, part);
    lb_status status = lb_period_counts_merge(&all->by_period, &part->by_period);
    return status == LB_OK ? lb_border_curve_merge(&all->curve, &part->curve) : status;
}

lb_status lb_share_worker_merge(const lb_share_state *work, lb_share_worker *all,
                                const lb_share_worker *part)
{
    lb_status status = LB_OK;
    if (part->implausible_dates > 0 &&
        (all->implausible_dates == 0 || part->first_implausible < all->first_implausible)) {
        all->first_implausible = part->first_implausible;
        all->implausible_year = part->implausible_year;
    }
    all->implausible_dates += part->implausible_dates;
    for (size_t i = 0; i < work->sets && status == LB_OK; i++)
        status = merge_set(&all->set[i], &part->set[i]);
    return status;
}

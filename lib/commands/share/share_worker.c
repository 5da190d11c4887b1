/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "commands/share/share_worker.h"

void lb_share_part_clear(const lb_share_work *work, lb_share_part *part)
{
    for (size_t i = 0; part->set && i < work->sets; i++) {
        lb_share_tally_clear(&part->set[i].tally);
        lb_share_curve_clear(&part->set[i].curve);
    }
    free(part->set);
    *part = (lb_share_part){.set = NULL};
}

static lb_status copy_set(const lb_share_work *work, const lb_share_set *set, lb_share_set *out)
{
    const lb_share_tally *t = &set->tally;
    *out = *set;
    out->tally = (lb_share_tally){.rule = NULL};
    out->curve = work->curve;
    out->linked_outside = out->unknown_links = out->ahead = 0;
    out->first_day = 1; /* none yet: first after last */
    out->last_day = 0;
    lb_status status =
        lb_share_tally_init(&out->tally, t->rule, t->rules, t->categories, t->overlap);
    return status == LB_OK
               ? lb_share_curve_init(&out->curve, t->rule, t->rules, t->categories, t->overlap)
               : status;
}

lb_status lb_share_part_init(const lb_share_work *work, lb_share_part *part)
{
    lb_status status = LB_OK;
    *part = (lb_share_part){.set = calloc(work->sets + 1, sizeof *part->set)};
    if (!part->set)
        return LB_E_MEMORY;
    for (size_t i = 0; i < work->sets && status == LB_OK; i++)
        status = copy_set(work, &work->set[i], &part->set[i]);
    if (status != LB_OK)
        lb_share_part_clear(work, part);
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
    all->unknown_links += part->unknown_links;
    all->ahead += part->ahead;
    merge_days(all, part);
    lb_status status = lb_share_tally_merge(&all->tally, &part->tally);
    return status == LB_OK ? lb_share_curve_merge(&all->curve, &part->curve) : status;
}

lb_status lb_share_part_merge(const lb_share_work *work, lb_share_part *all,
                              const lb_share_part *part)
{
    lb_status status = LB_OK;
    if (part->strays > 0 && (all->strays == 0 || part->first_stray < all->first_stray)) {
        all->first_stray = part->first_stray;
        all->stray_year = part->stray_year;
    }
    all->strays += part->strays;
    for (size_t i = 0; i < work->sets && status == LB_OK; i++)
        status = merge_set(&all->set[i], &part->set[i]);
    return status;
}

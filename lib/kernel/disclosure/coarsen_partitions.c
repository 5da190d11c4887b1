/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares that together are all of their denominator (docs/methods.md, Coarsening). Of 40 adults 15
 * and 22 are shown as 38 and 55 per cent, so that the 3 of the third level of education follow.
 * That they are all is seen by their counts: recipes do not say it. */
#include <math.h>

#include "kernel/disclosure/coarsening.h"

/* Of more shares of one denominator, the first ones are looked at. */
enum { MOST_SHARES = 12 };

/* A set of variables, shares of one denominator. */
typedef struct share_set {
    size_t variable[MOST_SHARES], count;
} share_set;

/* Part of the whole by which shares without counts, which come rounded, may miss it. */
static const double SHARE_ROUNDING = 0.01;

static bool is_share(const lb_coarsening *c, size_t v)
{
    return c->recipe->variable[v].kind == LB_KIND_SHARE;
}

/* Those of the denominator of share v, or of the people, without counts as v is; if it is the first
 * of them. */
static share_set shares_of_whole(const lb_coarsening *c, size_t v)
{
    share_set set = {.count = 0};
    for (size_t u = 0; u < c->recipe->variables; u++) {
        if (!is_share(c, u) || lb_coarsens_ratio(c, u) != lb_coarsens_ratio(c, v) ||
            !lb_coarsen_same_whole(c, u, v))
            continue;
        if (u < v)
            return (share_set){.count = 0};
        if (set.count < MOST_SHARES)
            set.variable[set.count++] = u;
    }
    return set;
}

/* The members of which `members` has a bit. */
static share_set chosen_shares(const share_set *set, unsigned members)
{
    share_set chosen = {.count = 0};
    for (size_t k = 0; k < set->count; k++)
        if (members & 1u << k)
            chosen.variable[chosen.count++] = set->variable[k];
    return chosen;
}

/* Do the counts make up the whole in each square whose figures are shown, to rounding? */
static bool is_partition(const lb_coarsening *c, const share_set *set)
{
    double rounding = lb_coarsens_ratio(c, set->variable[0]) ? 1e-6 : SHARE_ROUNDING;
    bool any = false;
    for (size_t i = 0; i < c->from->count; i++) {
        double sum = 0, whole = 0;
        if (!(c->from->population[i] >= c->base))
            continue;
        for (size_t k = 0; k < set->count; k++) {
            lb_square_share n = lb_coarsen_square_share(c, set->variable[k], i);
            sum += n.with;
            whole = n.whole;
        }
        if (isnan(sum) || isnan(whole))
            continue;
        if (fabs(sum - whole) > rounding * whole)
            return false;
        any |= whole > 0;
    }
    return any;
}

/* Is a count of square i few, and none all of the whole but few? Then those that are shown tell the
 * few. Where one is all but few, its rest is what the others are, and hidden as they are. */
static bool tells_few(const lb_coarsening *c, const share_set *set, size_t i)
{
    bool few = false;
    for (size_t k = 0; k < set->count; k++) {
        lb_square_share n = lb_coarsen_square_share(c, set->variable[k], i);
        if (n.whole > n.with && lb_is_few(c, n.whole - n.with))
            return false;
        few |= lb_is_few(c, n.with);
    }
    return few;
}

static void leave_out(lb_coarsening *c, const share_set *set, size_t i)
{
    for (size_t k = 0; k < set->count; k++) {
        size_t v = set->variable[k];
        if (c->recipe->variable[v].open)
            continue;
        c->made.squares.value[v][i] = NAN;
        c->made.variable[v].mark[i] = LB_MARK_LEFT_OUT;
    }
}

/* Two shares that are all are each other's rest, and shown alike. */
void lb_coarsen_partitions(lb_coarsening *c)
{
    for (size_t v = 0; v < c->recipe->variables; v++) {
        share_set all = is_share(c, v) ? shares_of_whole(c, v) : (share_set){.count = 0};
        for (unsigned members = 1; members < 1u << all.count; members++) {
            share_set set = chosen_shares(&all, members);
            if (set.count < 3 || !is_partition(c, &set))
                continue;
            for (size_t i = 0; i < c->from->count; i++)
                if (c->from->population[i] >= c->base && tells_few(c, &set, i))
                    leave_out(c, &set, i);
        }
    }
}

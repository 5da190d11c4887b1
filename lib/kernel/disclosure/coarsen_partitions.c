/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares that together are all of their denominator (docs/methods.md, Coarsening). Of 40 adults 15
 * and 22 are shown as 38 and 55 per cent, so that the 3 of the third level of education follow.
 * That they are all is seen by their counts: recipes do not say it. */
#include <math.h>
#include <stdlib.h>

#include "base/try.h"
#include "kernel/disclosure/coarsening.h"
#include "kernel/disclosure/share_sums.h"

/* Of up to so many shares of one denominator all choices are looked at, and of more all that the
 * counts allow, if no more than so many of them may be chosen freely; else the runs of those that
 * follow each other in the recipe, as groups of age do. */
enum { MOST_CHOSEN = 12 };

/* Squares one after another that say nothing new of which shares are all, after which no more are
 * looked at. */
enum { SQUARES_ENOUGH = 5000 };

/* Variables, in the order of the recipe, that are shares of one denominator. */
typedef struct share_set {
    size_t *variable; /* [count] */
    size_t count;
} share_set;

/* Part of the whole by which shares without counts, which come rounded, may miss it. */
static const double SHARE_ROUNDING = 0.01;

static bool is_share(const lb_coarsening *c, size_t v)
{
    return c->recipe->variable[v].kind == LB_KIND_SHARE;
}

/* Those of the denominator of share v, or of the people, without counts as v is, if it is the first
 * of them; else none. */
static void find_shares(const lb_coarsening *c, size_t v, share_set *out)
{
    out->count = 0;
    for (size_t u = is_share(c, v) ? 0 : c->recipe->variables; u < c->recipe->variables; u++) {
        if (!is_share(c, u) || lb_coarsens_ratio(c, u) != lb_coarsens_ratio(c, v) ||
            !lb_coarsen_same_whole(c, u, v))
            continue;
        if (u < v)
            return;
        out->variable[out->count++] = u;
    }
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

/* Does what is shown of square i reveal a count that is few? Not where another count is the whole
 * but for few: its rest is the others together, and is hidden as they are. */
static bool reveals_few(const lb_coarsening *c, const share_set *set, size_t i)
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
static void hide_partition(lb_coarsening *c, const share_set *set)
{
    if (set->count < 3 || !is_partition(c, set))
        return;
    for (size_t i = 0; i < c->from->count; i++)
        if (c->from->population[i] >= c->base && reveals_few(c, set, i))
            leave_out(c, set, i);
}

/* chosen: room for as many as all has. */
static void try_choices(lb_coarsening *c, const share_set *all, share_set *chosen)
{
    for (unsigned members = 1; members < 1u << all->count; members++) {
        chosen->count = 0;
        for (size_t k = 0; k < all->count; k++)
            if (members & 1u << k)
                chosen->variable[chosen->count++] = all->variable[k];
        hide_partition(c, chosen);
    }
}

static void try_runs(lb_coarsening *c, const share_set *all)
{
    for (size_t from = 0; from < all->count; from++)
        for (size_t to = from + 3; to <= all->count; to++)
            hide_partition(c, &(share_set){all->variable + from, to - from});
}

/* Equations of the squares of people enough whose counts are all known. with: [all->count]. */
static void add_squares(const lb_coarsening *c, const share_set *all, double *with,
                        lb_share_sums *sums)
{
    size_t idle = 0;
    for (size_t n = 0; n < c->from->count && sums->rank < all->count && idle < SQUARES_ENOUGH;
         n++) {
        size_t i = c->order[n];
        double whole = NAN;
        if (!(c->from->population[i] >= c->base))
            continue;
        for (size_t k = 0; k < all->count; k++) {
            lb_square_share share = lb_coarsen_square_share(c, all->variable[k], i);
            with[k] = share.with;
            whole = share.whole;
        }
        idle = lb_share_sums_add(sums, with, whole) ? 0 : idle + 1;
    }
    lb_share_sums_solve(sums);
}

static void try_solutions(lb_coarsening *c, const share_set *all, const lb_share_sums *sums,
                          bool *is_chosen, share_set *chosen)
{
    for (size_t at = 0; at < (size_t)1 << lb_share_sums_free(sums) && !sums->contradictory; at++) {
        if (!lb_share_sums_choice(sums, at, is_chosen))
            continue;
        chosen->count = 0;
        for (size_t k = 0; k < all->count; k++)
            if (is_chosen[k])
                chosen->variable[chosen->count++] = all->variable[k];
        hide_partition(c, chosen);
    }
}

/* Of more shares than all choices of which can be looked at. LB_E_MEMORY. */
static lb_status try_many(lb_coarsening *c, const share_set *all, share_set *chosen)
{
    lb_share_sums sums;
    LB_TRY(lb_share_sums_init(all->count, &sums));
    double *with = malloc((all->count + 1) * sizeof *with);
    bool *is_chosen = malloc((all->count + 1) * sizeof *is_chosen);
    lb_status status = with && is_chosen ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK) {
        add_squares(c, all, with, &sums);
        if (lb_share_sums_free(&sums) <= MOST_CHOSEN)
            try_solutions(c, all, &sums, is_chosen, chosen);
        else
            try_runs(c, all);
    }
    free(with);
    free(is_chosen);
    lb_share_sums_clear(&sums);
    return status;
}

lb_status lb_coarsen_partitions(lb_coarsening *c)
{
    size_t variables = c->recipe->variables;
    size_t *room = malloc((2 * variables + 1) * sizeof *room);
    lb_status status = room ? LB_OK : LB_E_MEMORY;
    share_set all = {room, 0}, chosen = {room ? room + variables : NULL, 0};
    for (size_t v = 0; v < variables && status == LB_OK; v++) {
        find_shares(c, v, &all);
        if (all.count <= MOST_CHOSEN)
            try_choices(c, &all, &chosen);
        else
            status = try_many(c, &all, &chosen);
    }
    free(room);
    return status;
}

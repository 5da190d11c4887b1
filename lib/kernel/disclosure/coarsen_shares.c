/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares in whole per cent (docs/methods.md, Coarsening). A share of which a count is few is given
 * as the mean of such counts over the people (times the usual part of the people that its
 * denominator is, since that is not shown). Where the counts are not delivered, a share is taken as
 * one of the people. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "base/try.h"
#include "kernel/disclosure/coarsening.h"
#include "kernel/disclosure/count_bins.h"

/* Which count of a share is few; of several the first. */
typedef enum few_count { FEW_NONE, FEW_WITH, FEW_WITHOUT, FEW_OUTSIDE, LEFT_OUT } few_count;

lb_square_share lb_coarsen_square_share(const lb_coarsening *c, size_t v, size_t i)
{
    const lb_squares *s = c->from;
    lb_square_share n = {.people = s->population[i], .share = s->value[v][i]};
    n.is_of_people = !lb_coarsens_ratio(c, v) || c->recipe->variable[v].per_population;
    n.whole = n.is_of_people ? n.people : s->denominator[v][i];
    n.with = lb_coarsens_ratio(c, v) ? fmin(s->numerator[v][i], n.whole) : n.share * n.people;
    return n;
}

/* None and all are shown as such. Else a share that is shown with few outside its whole reveals
 * `with`, and so that those outside are at most the rest of the people less few_below: that must
 * leave all of 1 .. few_below - 1. */
static few_count find_few(const lb_coarsening *c, const lb_square_share *n)
{
    double without = n->whole - n->with;
    bool both = lb_is_few(c, n->with) && lb_is_few(c, without);
    if (isnan(n->share) || !(n->people >= c->base) || !(n->whole > 0) || lb_is_few(c, n->whole) ||
        both || isnan(n->with))
        return LEFT_OUT;
    if (lb_is_few(c, n->with))
        return FEW_WITH;
    if (lb_is_few(c, without))
        return FEW_WITHOUT;
    if (n->with == 0 || without == 0 || n->is_of_people || !lb_is_few(c, n->people - n->whole))
        return FEW_NONE;
    return n->people - n->with < 2 * c->few_below - 1 ? LEFT_OUT : FEW_OUTSIDE;
}

static double whole_percent(double share)
{
    return nearbyint(fmin(fmax(share, 0), 1) * 100) / 100;
}

/* The part of the people that the denominator usually is, two decimals: over all squares of people
 * enough whose denominator is known; 1 where they are too few to hide one in. */
static double usual_part(const lb_coarsening *c, size_t v)
{
    lb_sum whole = {0}, people = {0};
    size_t squares = 0;
    for (size_t k = 0; k < c->from->count; k++) {
        lb_square_share n = lb_coarsen_square_share(c, v, c->order[k]);
        if (!(n.people >= c->base) || isnan(n.whole))
            continue;
        lb_sum_add(&whole, n.whole);
        lb_sum_add(&people, n.people);
        squares++;
    }
    double part = lb_sum_value(whole) / lb_sum_value(people);
    return squares >= LB_BIN_MIN && part > 0.005 ? nearbyint(part * 100) / 100 : 1;
}

static double hidden_of(const lb_square_share *n, few_count few)
{
    return few == FEW_WITH      ? n->with
           : few == FEW_WITHOUT ? n->whole - n->with
                                : n->people - n->whole;
}

/* The share of a square of which one count is below the least shown and stands as `mean`. */
static double share_with_mean(const lb_square_share *n, few_count few, double mean, double part)
{
    if (few == FEW_OUTSIDE)
        return n->with / (n->people - mean);
    return few == FEW_WITH ? mean / (n->people * part) : 1 - mean / (n->people * part);
}

/* All squares of share v that have one kind of few count. The mean is over all such counts, also of
 * shares that are left out or have another few count, so that it does not matter where each is. */
static void set_shares(lb_coarsening *c, size_t v, few_count few, double part,
                       lb_hidden_counts *hidden)
{
    hidden->count = 0;
    for (size_t k = 0; k < c->from->count; k++) {
        lb_square_share n = lb_coarsen_square_share(c, v, c->order[k]);
        double count = hidden_of(&n, few);
        if (n.people >= c->base && !isnan(n.share) && lb_is_few(c, count))
            hidden->item[hidden->count++] = (lb_hidden_count){.key = n.people,
                                                              .value = count,
                                                              .low = c->few_from,
                                                              .high = c->few_below - 1,
                                                              .at = c->order[k]};
    }
    lb_hidden_counts_means(hidden);
    for (size_t k = 0; k < hidden->count; k++) {
        size_t i = hidden->item[k].at;
        lb_square_share n = lb_coarsen_square_share(c, v, i);
        if (find_few(c, &n) != few)
            continue;
        c->made.squares.value[v][i] =
            whole_percent(share_with_mean(&n, few, hidden->item[k].used, part));
        c->made.variable[v].mark[i] = LB_MARK_ABOUT;
    }
}

/* Whole per cent where no count of the square is few; an open share as delivered. */
static void set_exact_shares(lb_coarsening *c, size_t v)
{
    bool is_open = c->recipe->variable[v].open;
    for (size_t i = 0; i < c->from->count; i++) {
        lb_square_share n = lb_coarsen_square_share(c, v, i);
        if (isnan(n.share) || !(is_open ? n.people >= c->base : find_few(c, &n) == FEW_NONE))
            continue;
        c->made.squares.value[v][i] = is_open ? n.share : whole_percent(n.share);
        c->made.variable[v].mark[i] = LB_MARK_EXACT;
    }
}

/* What the denominator is about, from figures that are shown: how far noise may move the share. */
static lb_status set_usual_whole(lb_coarsening *c, size_t v, double part)
{
    lb_squares *made = &c->made.squares;
    made->denominator[v] = malloc((c->from->count + 1) * sizeof *made->denominator[v]);
    if (!made->denominator[v])
        return LB_E_MEMORY;
    for (size_t i = 0; i < c->from->count; i++)
        made->denominator[v][i] = part * made->population[i];
    return LB_OK;
}

static bool is_share(const lb_coarsening *c, size_t v)
{
    return c->recipe->variable[v].kind == LB_KIND_SHARE;
}

/* By share: the usual denominator, then the squares with a few count by its kind, then those
 * that are shown exactly. */
lb_status lb_coarsen_shares(lb_coarsening *c)
{
    lb_hidden_counts hidden;
    lb_status status = LB_OK;
    LB_TRY(lb_hidden_counts_init(&hidden, c->from->count));
    for (size_t v = 0; v < c->recipe->variables && status == LB_OK; v++) {
        if (!is_share(c, v))
            continue;
        double part = c->recipe->variable[v].per_population ? 1 : usual_part(c, v);
        status = set_usual_whole(c, v, part);
        for (int few = FEW_WITH; few <= FEW_OUTSIDE && !c->recipe->variable[v].open; few++)
            set_shares(c, v, (few_count)few, part, &hidden);
        set_exact_shares(c, v);
    }
    lb_hidden_counts_clear(&hidden);
    return status;
}

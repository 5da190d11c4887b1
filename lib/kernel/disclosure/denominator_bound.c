/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least denominator that the shares shown of a square allow. Whole per cents can be inverted:
 * 37 % with no few counts is at least 7 of 19, so that 19 people or households (at least one person
 * each) are known to be there beside the young (docs/methods.md, Coarsening). */
#include <math.h>
#include <string.h>

#include "kernel/disclosure/coarsening.h"

/* Is there a count of `whole`, with neither it nor the rest few, that is shown as `percent`? */
static bool allows_percent(const lb_coarsening *c, double whole, double percent)
{
    double first = floor(whole * (percent - 0.5) / 100), last = whole * (percent + 0.5) / 100 + 1;
    for (double with = fmax(first, 0); with <= fmin(last, whole); with++)
        if (nearbyint(with / whole * 100) == percent && !lb_is_few(c, with) &&
            !lb_is_few(c, whole - with))
            return true;
    return false;
}

static bool same_names(const lb_names *a, const lb_names *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = strcmp(a->name[i], b->name[i]) == 0;
    return same;
}

bool lb_coarsen_same_whole(const lb_coarsening *c, size_t u, size_t v)
{
    const lb_variable *a = &c->recipe->variable[u], *b = &c->recipe->variable[v];
    return a->per_population == b->per_population &&
           (a->per_population || same_names(&a->denominator, &b->denominator));
}

/* A ratio to a denominator that is not all the people: those are shown anyway. */
static bool has_own_denominator(const lb_coarsening *c, size_t v)
{
    return lb_coarsens_ratio(c, v) && !c->recipe->variable[v].per_population;
}

static bool shares_allow(const lb_coarsening *c, size_t v, size_t i, double whole)
{
    const lb_variable *variable = c->recipe->variable;
    for (size_t u = 0; u < c->recipe->variables; u++)
        if (has_own_denominator(c, u) && variable[u].kind == LB_KIND_SHARE &&
            c->made.variable[u].mark[i] == LB_MARK_EXACT &&
            same_names(&variable[u].denominator, &variable[v].denominator) &&
            !allows_percent(c, whole, nearbyint(c->made.squares.value[u][i] * 100)))
            return false;
    return true;
}

/* By what share v of square i reveals: itself and, where it is exact, those of the same denominator
 * together. An open share, and a level of three digits, may be inverted without error: it reveals
 * its denominator. */
static double least_denominator(const lb_coarsening *c, size_t v, size_t i)
{
    double people = c->from->population[i], whole = c->from->denominator[v][i];
    uint8_t mark = c->made.variable[v].mark[i];
    if (mark == LB_MARK_LEFT_OUT || isnan(whole))
        return 0;
    if (c->recipe->variable[v].open || c->recipe->variable[v].kind != LB_KIND_SHARE)
        return whole;
    if (mark == LB_MARK_ABOUT) { /* room for few beside no few, or few people are outside */
        double with = fmin(c->from->numerator[v][i], whole);
        bool inside = lb_is_few(c, with) || lb_is_few(c, whole - with);
        return inside ? 2 * c->few_below - 1 : people - c->few_below + 1;
    }
    double least = c->few_below;
    while (least < whole && !shares_allow(c, v, i, least))
        least++;
    return least;
}

double lb_coarsen_denominator_min(const lb_coarsening *c, size_t i)
{
    double greatest = 0;
    for (size_t v = 0; v < c->recipe->variables; v++)
        if (has_own_denominator(c, v))
            greatest = fmax(greatest, least_denominator(c, v, i));
    return greatest;
}

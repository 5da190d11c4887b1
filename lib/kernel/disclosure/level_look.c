/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levels of a recipe that count people to all appearance, or are shares of them (docs/methods.md,
 * Coarsening): what a recipe does not say, or says wrongly, must not show three digits of few. */
#include <math.h>

#include "kernel/disclosure/coarsening.h"

/* Values up to it may be those of a scale (1 to 5, yes or no), which count no persons. */
static const double longest_scale = 10;

/* Most decimals that values are taken to be rounded to. */
enum { MOST_DECIMALS = 6 };

/* Chance that values which are no shares of people look so, below which they are taken for such. */
static const double LEAST_CHANCE = 1e-6;

/* Of the fractions between 0 and 1 with denominators up to n there are about so many times n^2:
 * 3 over the square of pi. */
static const double FRACTIONS = 0.304;

/* --- counts --- */

/* What the values of a level have in common with counts, over squares. */
typedef struct count_signs {
    bool none; /* a square with people and a value of 0: counts of thousands of squares have some */
    bool few, many;
    bool other; /* a value that cannot be a count of the square's people */
} count_signs;

/* Of squares of fewer than base people only a 0 says something: other values may stand for what
 * was not delivered. */
static void note_signs(double value, double people, double base, count_signs *signs)
{
    if (isnan(value) || !(people > 0))
        return;
    signs->none |= value == 0;
    if (people < base)
        return;
    signs->other |= value < 0 || value > people || value != floor(value);
    signs->few |= value > 0 && value < LB_MIN_CELL;
    signs->many |= value > longest_scale;
}

static bool is_count(const lb_squares *squares, size_t v, double base)
{
    count_signs signs = {0};
    for (size_t i = 0; i < squares->count && !signs.other; i++)
        note_signs(squares->value[v][i], squares->population[i], base, &signs);
    return signs.none && signs.few && signs.many && !signs.other;
}

/* --- ratios of two counts --- */

/* Of squares of base people and more, where both counts are known: is it nowhere above 1? */
static bool is_ratio_of_parts(const lb_squares *squares, size_t v, double base)
{
    bool any = false;
    for (size_t i = 0; i < squares->count; i++) {
        double with = squares->numerator[v][i], whole = squares->denominator[v][i];
        if (!(squares->population[i] >= base) || isnan(with) || isnan(whole))
            continue;
        if (with < 0 || with > whole || with != floor(with) || whole != floor(whole))
            return false;
        any |= whole > 0;
    }
    return any;
}

/* --- shares without counts --- */

/* The values of a variable where they say something. */
typedef struct column_values {
    const double *value, *people; /* [count] */
    size_t count;
    double base;
    double low, high; /* of all */
    double rounding;  /* by which a value may miss what it was made of: half of its last decimal */
} column_values;

static bool has_value(const column_values *c, size_t i)
{
    return c->people[i] >= c->base && !isnan(c->value[i]);
}

static bool has_decimals(double value, double power)
{
    double shifted = value * power;
    return fabs(shifted - nearbyint(shifted)) <= 1e-9 * fmax(1, fabs(shifted));
}

static column_values look_at_column(const lb_squares *squares, size_t v, double base)
{
    column_values c = {.value = squares->value[v],
                       .people = squares->population,
                       .count = squares->count,
                       .base = base,
                       .low = INFINITY,
                       .high = -INFINITY};
    double power = 1, most = pow(10, MOST_DECIMALS);
    for (size_t i = 0; i < c.count; i++) {
        if (!has_value(&c, i))
            continue;
        c.low = fmin(c.low, c.value[i]);
        c.high = fmax(c.high, c.value[i]);
        while (power < most && !has_decimals(c.value[i], power))
            power *= 10;
    }
    c.rounding = 0.5 / power;
    return c;
}

/* Is the share, known to `rounding`, one of a whole from least to most? */
static bool is_part(double share, double rounding, double least, double most)
{
    for (double whole = fmax(least, 1); whole <= most; whole++)
        if (fabs(share * whole - nearbyint(share * whole)) <= rounding * whole + 1e-9)
            return true;
    return false;
}

/* Is each value, of `unit`, a part of the people of its square (of_people), or of a number of
 * people that is not greater? *chance: of that, where values lie anywhere; 1: nothing lies between
 * 0 and unit. */
static bool are_parts(const column_values *c, double unit, bool of_people, double *chance)
{
    double rounding = c->rounding / unit;
    *chance = 1;
    for (size_t i = 0; i < c->count; i++) {
        if (!has_value(c, i) || c->value[i] == 0 || c->value[i] == unit)
            continue;
        double people = floor(c->people[i]);
        if (!is_part(c->value[i] / unit, rounding, of_people ? people : 1, people))
            return false;
        double fractions = of_people ? people : FRACTIONS * people * people;
        *chance *= fmin(2 * rounding * fractions, 1);
    }
    return true;
}

static lb_level_look look_of_column(const lb_squares *squares, size_t v, double base)
{
    column_values c = look_at_column(squares, v, base);
    double chance;
    bool whole = c.rounding == 0.5;
    if (c.low < 0 || !(c.high > 0) || c.high > 100 || (c.high <= 1 && whole))
        return LB_LOOKS_LEVEL;
    if (c.high <= 1)
        return are_parts(&c, 1, false, &chance) ? LB_LOOKS_SHARE : LB_LOOKS_LEVEL;
    bool parts = (are_parts(&c, 100, false, &chance) && chance < LEAST_CHANCE) ||
                 (are_parts(&c, 100, true, &chance) && chance < LEAST_CHANCE);
    return parts ? LB_LOOKS_PERCENT : LB_LOOKS_LEVEL;
}

lb_level_look lb_level_look_of(const lb_recipe *recipe, const lb_squares *squares, size_t v,
                               double base)
{
    const lb_variable *variable = &recipe->variable[v];
    if (variable->kind == LB_KIND_SHARE || variable->open)
        return LB_LOOKS_LEVEL;
    if (squares->numerator && squares->numerator[v] && squares->denominator[v])
        return is_ratio_of_parts(squares, v, base) ? LB_LOOKS_SHARE : LB_LOOKS_LEVEL;
    if (variable->kind != LB_KIND_LEVEL)
        return LB_LOOKS_LEVEL;
    return is_count(squares, v, base) ? LB_LOOKS_COUNT : look_of_column(squares, v, base);
}

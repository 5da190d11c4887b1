/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates, their intervals and leave-one-out means (docs/methods.md, Rates; Rate intervals). */
#include <math.h>
#include <stdint.h>

#include <lagesbild/rate.h>
#include "base/sum.h"
#include "kernel/disclosure/coarsened_sum.h"

static const double per_inhabitants = 1000;    /* inhabitants */
static const double rounding_tolerance = 1e-6; /* people */
static const double tie_tolerance =
    1e-12; /* two areas of as many people move their category equally */

static bool is_complete(const lb_rate_area *area)
{
    return area->count >= 0 && area->population >= 0;
}

static bool is_in_category(const lb_rate_area *area, size_t category)
{
    return category == SIZE_MAX || area->category == category;
}

/* Are so few people counted, or so many of them among few, that a rate to them says nothing? */
static bool is_vague(double population, double fewer, double more)
{
    const lb_coarsened_sum sum = {population, population - fewer, population + more};
    return lb_coarsened_sum_is_range(&sum, LB_PEOPLE_LIMIT);
}

/* Has enough people for a rate of its own. */
static bool is_rated(const lb_rate_area *area, const lb_rate_params *params)
{
    return is_complete(area) && area->population > 0 &&
           area->population >= params->minimum_population &&
           !is_vague(area->population, area->fewer, area->more);
}

/* Unknown is NaN, never 0; SIZE_MAX: no area is the most influential. */
static lb_rate_figures no_figures(void)
{
    return (lb_rate_figures){
        .reason = LB_RATE_NO_DATA,
        .count = NAN,
        .population = NAN,
        .rate = NAN,
        .interval = {NAN, NAN},
        .ratio = NAN,
        .ratio_interval = {NAN, NAN},
        .mean_of_area_rates = NAN,
        .most_influential = SIZE_MAX,
        .rate_without = NAN,
        .mean_without = NAN,
    };
}

/* Per 1,000 inhabitants, with the exact Poisson interval of the count scaled by the population. */
static void set_rate(lb_rate_figures *f, const lb_rate_params *params)
{
    f->reason = is_vague(f->population, f->fewer, f->more)   ? LB_RATE_SMALL_GROUP
                : f->population <= 0                         ? LB_RATE_NO_PEOPLE
                : f->population < params->minimum_population ? LB_RATE_FEW_PEOPLE
                                                             : LB_RATE_OK;
    if (f->reason != LB_RATE_OK)
        return;
    f->rate = per_inhabitants * f->count / f->population;
    f->interval = lb_interval_scale(lb_interval_poisson(f->count, params->confidence),
                                    per_inhabitants / f->population);
}

/* An area without a count or without people is in neither sum, so that the rate has both of the
 * same areas; SIZE_MAX as category stands for all areas. */
static void sum_areas(lb_rate_figures *f, const lb_rate_area *area, size_t areas, size_t category)
{
    lb_sum count = {0}, population = {0};
    for (size_t i = 0; i < areas; i++) {
        if (!is_in_category(&area[i], category))
            continue;
        if (!is_complete(&area[i])) {
            f->incomplete++;
            continue;
        }
        f->areas++;
        lb_sum_add(&count, area[i].count);
        lb_sum_add(&population, area[i].population);
        f->fewer += area[i].fewer;
        f->more += area[i].more;
    }
    if (f->areas > 0) {
        f->count = lb_sum_value(count);
        f->population = lb_sum_value(population);
    }
}

/* The mean of the areas' own rates, one of them (SIZE_MAX: none) left out. */
static double mean_of_rates(const lb_rate_area *area, size_t areas, size_t category,
                            size_t left_out, const lb_rate_params *params)
{
    lb_sum sum = {0};
    size_t n = 0;
    for (size_t i = 0; i < areas; i++) {
        if (i == left_out || !is_in_category(&area[i], category) || !is_rated(&area[i], params))
            continue;
        lb_sum_add(&sum, per_inhabitants * area[i].count / area[i].population);
        n++;
    }
    return n ? lb_sum_value(sum) / (double)n : (double)NAN;
}

/* Leave one out (footnote 20 of the report): which area moves its category most? */
static void find_most_influential(lb_rate_figures *f, const lb_rate_area *area, size_t areas,
                                  size_t category, const lb_rate_params *params)
{
    double farthest = 0;
    for (size_t i = 0; i < areas; i++) {
        double left = f->population - area[i].population;
        if (!is_in_category(&area[i], category) || !is_rated(&area[i], params) || !(left > 0) ||
            left < params->minimum_population)
            continue;
        double without = per_inhabitants * (f->count - area[i].count) / left;
        if (fabs(without - f->rate) > farthest * (1 + tie_tolerance)) {
            farthest = fabs(without - f->rate);
            f->most_influential = i;
            f->rate_without = without;
        }
    }
    if (f->most_influential != SIZE_MAX)
        f->mean_without = mean_of_rates(area, areas, category, f->most_influential, params);
}

/* Pooled rate per 1 000 inhabitants, the mean of areas' rates, the most influential area and the
 * ratio to the rest; the ratio is unknown where the rest's people are known only as too wide a
 * range (docs/methods.md, Rates). */
lb_rate_figures lb_rate_compute(const lb_rate_area *area, size_t areas, size_t category,
                                lb_rate_totals rest, const lb_rate_params *params)
{
    lb_rate_figures f = no_figures();
    sum_areas(&f, area, areas, category);
    if (f.areas == 0)
        return f;
    set_rate(&f, params);
    if (f.reason != LB_RATE_OK)
        return f;
    f.mean_of_area_rates = mean_of_rates(area, areas, category, SIZE_MAX, params);
    find_most_influential(&f, area, areas, category, params);
    if (rest.count >= 0 && rest.population > 0 &&
        !is_vague(rest.population, rest.fewer, rest.more)) {
        f.ratio = f.rate / (per_inhabitants * rest.count / rest.population);
        f.ratio_interval = lb_interval_rate_ratio(f.count, f.population, rest.count,
                                                  rest.population, params->confidence);
    }
    return f;
}

/* What is left can be less than nobody where the areas' people are coarsened: it is not. */
static void limit_to_people(lb_rate_totals *rest)
{
    double most = fmax(rest->population + rest->more, 0);
    if (rest->population < 0) {
        rest->population = 0;
        rest->more = most;
    }
    rest->fewer = fmin(rest->fewer, rest->population);
}

/* Country less all areas. What an area has more of is what the rest has fewer of, so the bounds
 * of hidden people change sides. A rest below 0 beyond rounding is LB_E_INPUT. */
lb_status lb_rate_rest(lb_rate_totals country, const lb_rate_area *area, size_t areas,
                       lb_rate_totals *out)
{
    lb_rate_figures all = no_figures();
    sum_areas(&all, area, areas, SIZE_MAX);
    lb_rate_totals rest = country;
    if (all.areas > 0) {
        rest.count -= all.count;
        rest.population -= all.population;
        rest.fewer += all.more;
        rest.more += all.fewer;
    }
    if (rest.count < 0 || rest.population + rest.more < -rounding_tolerance)
        return LB_E_INPUT;
    limit_to_people(&rest);
    *out = rest;
    return LB_OK;
}

/* Rate of the country without the areas; a count that is negative or NaN is one that is not
 * given. */
lb_rate_figures lb_rate_compute_rest(lb_rate_totals rest, const lb_rate_params *params)
{
    lb_rate_figures f = no_figures();
    f.reason = LB_RATE_NO_COUNTRY;
    if (!(rest.count >= 0 && rest.population >= 0))
        return f;
    f.count = rest.count;
    f.population = rest.population;
    f.fewer = rest.fewer;
    f.more = rest.more;
    set_rate(&f, params);
    return f;
}

static bool is_below_min_count(double count, const lb_rate_params *params)
{
    return count > 0 && count < params->minimum_count;
}

/* Of a row with too few events the population stays; all that is computed from events goes. */
static void suppress_row(lb_rate_figures *row, lb_rate_reason reason)
{
    lb_rate_figures f = no_figures();
    f.reason = reason;
    f.areas = row->areas;
    f.incomplete = row->incomplete;
    f.population = row->population;
    f.fewer = row->fewer;
    f.more = row->more;
    *row = f;
}

static void hide_leave_one_out(lb_rate_figures *row)
{
    row->most_influential = SIZE_MAX;
    row->rate_without = row->mean_without = NAN;
}

/* Rows with few events are hidden; one hidden alone would follow from the total, so the row with
 * the fewest events of the others is hidden with it. A rate without its most influential area is
 * hidden where that area, or what is left without it, is below the limit. */
void lb_rate_suppress_events(lb_rate_figures *row, size_t rows, const lb_rate_area *area,
                             const lb_rate_params *params)
{
    size_t n_suppressed = 0, fewest = SIZE_MAX;
    for (size_t i = 0; i < rows; i++) {
        size_t influential = row[i].most_influential;
        if (is_below_min_count(row[i].count, params)) {
            suppress_row(&row[i], LB_RATE_FEW_EVENTS);
            n_suppressed++;
        } else if (row[i].count > 0 && (fewest == SIZE_MAX || row[i].count < row[fewest].count)) {
            fewest = i;
        }
        if (influential != SIZE_MAX &&
            (is_below_min_count(area[influential].count, params) ||
             is_below_min_count(row[i].count - area[influential].count, params)))
            hide_leave_one_out(&row[i]);
    }
    if (n_suppressed == 1 && fewest != SIZE_MAX)
        suppress_row(&row[fewest], LB_RATE_TO_HIDE_OTHERS);
}

const char *lb_rate_reason_text(lb_rate_reason reason)
{
    static const char *const text[] = {
        "",
        "no area has both a count and a population",
        "no inhabitants",
        "too few inhabitants",
        "too few events to be shown",
        "not shown: another row could be computed from it",
        "the country's events or people are not given",
        "too few people to be shown",
    };
    return text[reason];
}

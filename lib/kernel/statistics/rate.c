/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdint.h>

#include <lagesbild/rate.h>
#include "base/sum.h"

static const double per = 1000;  /* inhabitants */
static const double tie = 1e-12; /* two areas of as many people move their category equally */

static bool is_complete(const lb_rate_area *area)
{
    return area->count >= 0 && area->population >= 0;
}

static bool is_in(const lb_rate_area *area, size_t category)
{
    return category == SIZE_MAX || area->category == category;
}

/* Has enough people for a rate of its own. */
static bool is_rated(const lb_rate_area *area, const lb_rate_terms *terms)
{
    return is_complete(area) && area->population > 0 &&
           area->population >= terms->minimum_population;
}

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
        .mean_of_areas = NAN,
        .most_influential = SIZE_MAX,
        .rate_without = NAN,
        .mean_without = NAN,
        .people_low = NAN,
        .people_high = NAN,
    };
}

static void set_rate(lb_rate_figures *f, const lb_rate_terms *terms)
{
    f->reason = f->population <= 0                          ? LB_RATE_NO_PEOPLE
                : f->population < terms->minimum_population ? LB_RATE_FEW_PEOPLE
                                                            : LB_RATE_GIVEN;
    if (f->reason != LB_RATE_GIVEN)
        return;
    f->rate = per * f->count / f->population;
    f->interval =
        lb_interval_times(lb_interval_poisson(f->count, terms->confidence), per / f->population);
}

static void add_up(lb_rate_figures *f, const lb_rate_area *area, size_t areas, size_t category)
{
    lb_sum count = {0}, population = {0};
    for (size_t i = 0; i < areas; i++) {
        if (!is_in(&area[i], category))
            continue;
        if (!is_complete(&area[i])) {
            f->incomplete++;
            continue;
        }
        f->areas++;
        lb_sum_add(&count, area[i].count);
        lb_sum_add(&population, area[i].population);
    }
    if (f->areas > 0) {
        f->count = lb_sum_value(count);
        f->population = lb_sum_value(population);
    }
}

/* The mean of the areas' own rates, one of them (SIZE_MAX: none) left out. */
static double mean_without(const lb_rate_area *area, size_t areas, size_t category, size_t left_out,
                           const lb_rate_terms *terms)
{
    lb_sum sum = {0};
    size_t n = 0;
    for (size_t i = 0; i < areas; i++) {
        if (i == left_out || !is_in(&area[i], category) || !is_rated(&area[i], terms))
            continue;
        lb_sum_add(&sum, per * area[i].count / area[i].population);
        n++;
    }
    return n ? lb_sum_value(sum) / (double)n : (double)NAN;
}

/* Leave one out (footnote 20 of the report): which area moves its category most? */
static void find_most_influential(lb_rate_figures *f, const lb_rate_area *area, size_t areas,
                                  size_t category, const lb_rate_terms *terms)
{
    double farthest = 0;
    for (size_t i = 0; i < areas; i++) {
        double left = f->population - area[i].population;
        if (!is_in(&area[i], category) || !is_rated(&area[i], terms) || !(left > 0) ||
            left < terms->minimum_population)
            continue;
        double without = per * (f->count - area[i].count) / left;
        if (fabs(without - f->rate) > farthest * (1 + tie)) {
            farthest = fabs(without - f->rate);
            f->most_influential = i;
            f->rate_without = without;
        }
    }
    if (f->most_influential != SIZE_MAX)
        f->mean_without = mean_without(area, areas, category, f->most_influential, terms);
}

lb_rate_figures lb_rate_of(const lb_rate_area *area, size_t areas, size_t category,
                           lb_rate_whole rest, const lb_rate_terms *terms)
{
    lb_rate_figures f = no_figures();
    add_up(&f, area, areas, category);
    if (f.areas == 0)
        return f;
    set_rate(&f, terms);
    if (f.reason != LB_RATE_GIVEN)
        return f;
    f.mean_of_areas = mean_without(area, areas, category, SIZE_MAX, terms);
    find_most_influential(&f, area, areas, category, terms);
    if (rest.count >= 0 && rest.population > 0) {
        f.ratio = f.rate / (per * rest.count / rest.population);
        f.ratio_interval = lb_interval_rate_ratio(f.count, f.population, rest.count,
                                                  rest.population, terms->confidence);
    }
    return f;
}

lb_status lb_rate_rest(lb_rate_whole country, const lb_rate_area *area, size_t areas,
                       lb_rate_whole *out)
{
    lb_rate_figures all = no_figures();
    add_up(&all, area, areas, SIZE_MAX);
    lb_rate_whole rest = country;
    if (all.areas > 0) {
        rest.count -= all.count;
        rest.population -= all.population;
    }
    if (rest.count < 0 || rest.population < 0)
        return LB_E_INPUT;
    *out = rest;
    return LB_OK;
}

lb_rate_figures lb_rate_of_rest(lb_rate_whole rest, const lb_rate_terms *terms)
{
    lb_rate_figures f = no_figures();
    f.reason = LB_RATE_NO_COUNTRY;
    if (!(rest.count >= 0 && rest.population >= 0))
        return f;
    f.count = rest.count;
    f.population = rest.population;
    set_rate(&f, terms);
    return f;
}

static bool is_few(double count, const lb_rate_terms *terms)
{
    return count > 0 && count < terms->minimum_count;
}

/* People are no secret; everything that tells of events is. */
static void empty(lb_rate_figures *row, lb_rate_reason reason)
{
    lb_rate_figures f = no_figures();
    f.reason = reason;
    f.areas = row->areas;
    f.incomplete = row->incomplete;
    f.population = row->population;
    *row = f;
}

static void hide_leave_one_out(lb_rate_figures *row)
{
    row->most_influential = SIZE_MAX;
    row->rate_without = row->mean_without = NAN;
}

void lb_rate_suppress(lb_rate_figures *row, size_t rows, const lb_rate_area *area,
                      const lb_rate_terms *terms)
{
    size_t emptied = 0, fewest = SIZE_MAX;
    for (size_t i = 0; i < rows; i++) {
        size_t most = row[i].most_influential;
        if (is_few(row[i].count, terms)) {
            empty(&row[i], LB_RATE_FEW_EVENTS);
            emptied++;
        } else if (row[i].count > 0 && (fewest == SIZE_MAX || row[i].count < row[fewest].count)) {
            fewest = i;
        }
        if (most != SIZE_MAX &&
            (is_few(area[most].count, terms) || is_few(row[i].count - area[most].count, terms)))
            hide_leave_one_out(&row[i]);
    }
    if (emptied == 1 && fewest != SIZE_MAX)
        empty(&row[fewest], LB_RATE_TO_HIDE_OTHERS);
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

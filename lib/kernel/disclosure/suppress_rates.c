/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suppression in tables of rates: populations below the minimum, and the rows from which they would
 * follow (docs/methods.md, Coarsening). Rows of categories and the rest add up to the country, so
 * that one suppressed row alone could be computed. */
#include <math.h>
#include <stdint.h>

#include <lagesbild/rate.h>

/* A population of more than none and fewer than the minimum. */
static bool is_below_min_cell(double people, const lb_rate_params *params)
{
    return people > 0 && people < params->min_cell;
}

/* Suppressed rows have a range of people. */
static bool is_hidden(const lb_rate_figures *row)
{
    return !isnan(row->people_high);
}

/* The rate without the most influential area. */
static void hide_leave_one_out(lb_rate_figures *row)
{
    row->most_influential = SIZE_MAX;
    row->rate_without = row->mean_without = NAN;
}

/* Suppresses everything of a row: events follow from rate and people, and the other way round. */
static void suppress_figures(lb_rate_figures *row, lb_rate_reason reason)
{
    row->reason = reason;
    row->rate = row->mean_of_area_rates = row->ratio = NAN;
    row->interval = row->ratio_interval = (lb_interval){NAN, NAN};
    hide_leave_one_out(row);
    row->people_low = row->people_high = 0;
}

/* Rows suppressed so far, and their people together. */
typedef struct hidden_total {
    size_t rows;
    double people;
} hidden_total;

static hidden_total count_hidden(const lb_rate_figures *row, size_t rows)
{
    hidden_total h = {0};
    for (size_t i = 0; i < rows; i++)
        if (is_hidden(&row[i])) {
            h.rows++;
            h.people += row[i].population;
        }
    return h;
}

/* The published row with the fewest people; SIZE_MAX: none. */
static size_t next_smallest(const lb_rate_figures *row, size_t rows)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < rows; i++)
        if (!is_hidden(&row[i]) && row[i].population > 0 &&
            (best == SIZE_MAX || row[i].population < row[best].population))
            best = i;
    return best;
}

/* The range of a row that is the country minus the published rows (known) minus small ones: wider
 * than the minimum n on both sides, and made from published figures alone. */
static void set_rest_range(lb_rate_figures *row, double known, double n)
{
    row->people_low = fmax(0, n * (floor((known - n) / n) - 1));
    row->people_high = n * (ceil(known / n) + 1) - (row->people_low == 0);
}

/* Ranges of people for suppressed rows. */
static void set_ranges(lb_rate_figures *row, size_t rows, double country,
                       const lb_rate_params *params)
{
    double shown = 0;
    for (size_t i = 0; i < rows; i++)
        shown += is_hidden(&row[i]) || isnan(row[i].population) ? 0 : row[i].population;
    for (size_t i = 0; i < rows; i++) {
        if (!is_hidden(&row[i]))
            continue;
        row[i].people_low = 0;
        row[i].people_high = params->min_cell - 1;
        if (!is_below_min_cell(row[i].population, params)) /* only where the country is known */
            set_rest_range(&row[i], country - shown, params->min_cell);
        row[i].population = NAN;
    }
}

/* Removes figures of a category that reveal a small area: a mean of area rates with such an area in
 * it, or a rate without one area that is small or leaves a small remainder. */
static void suppress_area_figures(lb_rate_figures *row, size_t category, const lb_rate_area *area,
                                  size_t areas, const lb_rate_params *params)
{
    size_t influential = row->most_influential;
    if (influential != SIZE_MAX &&
        (is_below_min_cell(area[influential].population, params) ||
         is_below_min_cell(row->population - area[influential].population, params)))
        hide_leave_one_out(row);
    for (size_t i = 0; i < areas; i++)
        if (area[i].category == category && is_below_min_cell(area[i].population, params) &&
            area[i].count >= 0)
            row->mean_of_area_rates = row->mean_without = NAN;
}

void lb_rate_suppress_people(lb_rate_figures *row, size_t rows, size_t rest,
                             const lb_rate_area *area, size_t areas, double country,
                             const lb_rate_params *params)
{
    for (size_t i = 0; i < rows; i++) {
        if (i != rest)
            suppress_area_figures(&row[i], i, area, areas, params);
        if (is_below_min_cell(row[i].population, params))
            suppress_figures(&row[i], LB_RATE_SMALL_GROUP);
    }
    for (hidden_total h = count_hidden(row, rows); h.rows > 0 && !isnan(country);
         h = count_hidden(row, rows)) {
        size_t next = next_smallest(row, rows);
        if (next == SIZE_MAX || (h.rows > 1 && !is_below_min_cell(h.people, params)))
            break;
        suppress_figures(&row[next], LB_RATE_TO_HIDE_OTHERS);
    }
    for (size_t i = 0; i < rows && rest != SIZE_MAX && is_hidden(&row[rest]); i++) {
        row[i].ratio = NAN;
        row[i].ratio_interval = (lb_interval){NAN, NAN};
    }
    set_ranges(row, rows, country, params);
}

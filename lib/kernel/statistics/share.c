/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of events by period and category under the three rules of overlaps, and the figures of one
 * row of share (docs/methods.md, Shares; Location quotient). Counts are integers of
 * 1/LB_SHARE_PARTS of an event: additions commute, so threads can count parts of the events and the
 * sum is the same to the last bit. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <lagesbild/share.h>

/* At least one, so that an empty array is not mistaken for a failure. */
static int64_t *new_zeros(size_t n)
{
    return calloc(n ? n : 1, sizeof(int64_t));
}

/* Counts in parts of an event by period and category, and by period for what is in any area, has
 * a place, and has none. Pieces of divided events get room when the first comes. */
lb_status lb_share_counts_init(lb_share_counts *counts, size_t periods, size_t categories,
                               lb_overlap_rule overlap)
{
    lb_share_counts result = {
        .periods = periods,
        .categories = categories,
        .overlap = overlap,
        .parts =
            categories && periods > SIZE_MAX / categories ? NULL : new_zeros(periods * categories),
        .inside = new_zeros(periods),
        .placed = new_zeros(periods),
        .unplaced = new_zeros(periods),
    };
    if (!result.parts || !result.inside || !result.placed || !result.unplaced) {
        lb_share_counts_clear(&result);
        return LB_E_MEMORY;
    }
    *counts = result;
    return LB_OK;
}

void lb_share_counts_clear(lb_share_counts *counts)
{
    free(counts->parts);
    free(counts->inside);
    free(counts->placed);
    free(counts->unplaced);
    free(counts->divided);
    *counts = (lb_share_counts){0};
}

/* LB_OVERLAP_PRIORITY: the category with the lowest number, the worst, has all of the event. */
static void add_worst(int64_t *parts, const size_t *category, size_t n)
{
    size_t worst = category[0];
    for (size_t i = 1; i < n; i++)
        worst = category[i] < worst ? category[i] : worst;
    parts[worst] += LB_SHARE_PARTS;
}

/* Is area i the first of its category? Categories are few, so the search ends soon where areas are
 * many. */
static bool is_first_of_category(const size_t *category, size_t i)
{
    size_t first = 0;
    while (category[first] != category[i])
        first++;
    return first == i;
}

/* LB_OVERLAP_SPLIT: what the areas of category `of`, of n, have of `whole`: equal parts to each
 * area. What does not divide evenly goes, a part each, to areas of the lowest categories, so that
 * the parts add up to the whole and do not depend on the order of areas, which is that of rows. */
static int64_t split_part(const size_t *category, size_t n, size_t of, int64_t whole)
{
    int64_t each = whole / (int64_t)n, left = whole % (int64_t)n, own = 0;
    for (size_t i = 0; i < n; i++) {
        own += category[i] == of;
        left -= category[i] < of;
    }
    return own * each + (left < 0 ? 0 : left < own ? left : own);
}

static void add_split(int64_t *parts, const size_t *category, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (LB_SHARE_PARTS % (int64_t)n == 0)
            parts[category[i]] += LB_SHARE_PARTS / (int64_t)n;
        else if (is_first_of_category(category, i))
            parts[category[i]] += split_part(category, n, category[i], LB_SHARE_PARTS);
}

/* LB_OVERLAP_BOTH: all of the event to each category, once however many of its areas have it. */
static void add_both(int64_t *parts, const size_t *category, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_first_of_category(category, i))
            parts[category[i]] += LB_SHARE_PARTS;
}

/* One event at a place in n areas, of these categories; in none of them it is only placed. */
void lb_share_counts_add(lb_share_counts *counts, size_t period, const size_t *category, size_t n)
{
    int64_t *parts = counts->parts + period * counts->categories;
    counts->placed[period]++;
    if (n == 0)
        return;
    counts->inside[period]++;
    if (counts->overlap == LB_OVERLAP_SPLIT)
        add_split(parts, category, n);
    else if (counts->overlap == LB_OVERLAP_BOTH)
        add_both(parts, category, n);
    else
        add_worst(parts, category, n);
}

void lb_share_counts_add_unplaced(lb_share_counts *counts, size_t period)
{
    counts->unplaced[period]++;
}

/* Pieces of events ------------------------------------------------------------------------------
 *
 * Whole numbers as the counts, so that no order of events changes a digit. */

enum { INSIDE, PLACED, UNPLACED, N_BESIDES }; /* behind the categories of `divided` */

lb_status lb_share_counts_allow_pieces(lb_share_counts *counts)
{
    size_t width = counts->categories + N_BESIDES;
    if (!counts->divided && counts->periods <= SIZE_MAX / width)
        counts->divided = calloc(counts->periods * width + 1, sizeof *counts->divided);
    return counts->divided ? LB_OK : LB_E_MEMORY;
}

static void add_piece(lb_share_sum *sum, int64_t piece)
{
    sum->part += piece;
    sum->whole += sum->part / LB_SHARE_WHOLE;
    sum->part %= LB_SHARE_WHOLE;
}

/* By the rule of overlaps, as add_split, add_both and add_worst. */
static void add_to_categories(lb_share_sum *sum, lb_overlap_rule overlap, const size_t *category,
                              size_t n, int64_t piece)
{
    size_t worst = category[0];
    for (size_t i = 0; i < n; i++) {
        worst = category[i] < worst ? category[i] : worst;
        if (overlap == LB_OVERLAP_PRIORITY || !is_first_of_category(category, i))
            continue;
        add_piece(&sum[category[i]], overlap == LB_OVERLAP_SPLIT
                                         ? split_part(category, n, category[i], piece)
                                         : piece);
    }
    if (overlap == LB_OVERLAP_PRIORITY)
        add_piece(&sum[worst], piece);
}

void lb_share_counts_add_piece(lb_share_counts *counts, size_t period, const size_t *category,
                               size_t n, int64_t piece)
{
    lb_share_sum *sum = counts->divided + period * (counts->categories + N_BESIDES);
    lb_share_sum *besides = sum + counts->categories;
    add_piece(&besides[PLACED], piece);
    if (n == 0)
        return;
    add_piece(&besides[INSIDE], piece);
    add_to_categories(sum, counts->overlap, category, n, piece);
}

void lb_share_counts_add_unplaced_piece(lb_share_counts *counts, size_t period, int64_t piece)
{
    size_t at = period * (counts->categories + N_BESIDES) + counts->categories + UNPLACED;
    add_piece(&counts->divided[at], piece);
}

/* The pieces of a category, or of what is behind the categories. */
static double pieces_of(const lb_share_counts *counts, size_t period, size_t at)
{
    if (!counts->divided)
        return 0;
    const lb_share_sum *sum = &counts->divided[period * (counts->categories + N_BESIDES) + at];
    return (double)sum->whole + (double)sum->part / (double)LB_SHARE_WHOLE;
}

/* Merging and sums ------------------------------------------------------------------------------
 */

static void add_counts(int64_t *to, const int64_t *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] += from[i];
}

/* Whole-number sums, so that the order in which threads are merged changes nothing. Pieces need
 * room in the target before, else LB_E_USAGE. */
lb_status lb_share_counts_merge(lb_share_counts *counts, const lb_share_counts *piece)
{
    size_t cells = counts->periods * (counts->categories + N_BESIDES);
    if (counts->periods != piece->periods || counts->categories != piece->categories ||
        counts->overlap != piece->overlap || (piece->divided && !counts->divided))
        return LB_E_USAGE;
    add_counts(counts->parts, piece->parts, counts->periods * counts->categories);
    add_counts(counts->inside, piece->inside, counts->periods);
    add_counts(counts->placed, piece->placed, counts->periods);
    add_counts(counts->unplaced, piece->unplaced, counts->periods);
    for (size_t i = 0; piece->divided && i < cells; i++) {
        counts->divided[i].whole += piece->divided[i].whole;
        add_piece(&counts->divided[i], piece->divided[i].part);
    }
    return LB_OK;
}

/* Above 2^53 parts are not doubles: whole events, which are, and the rest of one. */
double lb_share_events_of(int64_t parts)
{
    int64_t whole = parts > INT64_C(1) << 53 ? parts / LB_SHARE_PARTS : 0;
    return (double)whole + (double)(parts - whole * LB_SHARE_PARTS) / (double)LB_SHARE_PARTS;
}

double lb_share_events(const lb_share_counts *counts, size_t period, size_t category)
{
    return lb_share_events_of(counts->parts[period * counts->categories + category]) +
           pieces_of(counts, period, category);
}

double lb_share_total(const lb_share_counts *counts, size_t period)
{
    return (double)counts->inside[period] + pieces_of(counts, period, counts->categories + INSIDE);
}

double lb_share_placed(const lb_share_counts *counts, size_t period)
{
    return (double)counts->placed[period] + pieces_of(counts, period, counts->categories + PLACED);
}

double lb_share_unplaced(const lb_share_counts *counts, size_t period)
{
    return (double)counts->unplaced[period] +
           pieces_of(counts, period, counts->categories + UNPLACED);
}

double lb_share_outside(const lb_share_counts *counts, size_t period)
{
    return lb_share_placed(counts, period) - lb_share_total(counts, period);
}

/* Location quotient: the share of events over the share of area, its interval that of the share
 * times the same factor. Without an area there is none. */
lb_share_figures lb_share_figures_compute(double events, double events_total, double area_km2,
                                          const lb_share_params *params)
{
    lb_share_figures f = {.events = events, .events_total = events_total};
    f.share = events_total > 0 ? events / events_total : (double)NAN;
    f.interval = lb_interval_share(params->method, events, events_total, params->confidence);
    f.area_share = params->reference_km2 > 0 ? area_km2 / params->reference_km2 : (double)NAN;
    double times = f.area_share > 0 ? 1 / f.area_share : (double)NAN;
    f.location_quotient = f.share * times;
    f.quotient_interval = lb_interval_scale(f.interval, times);
    return f;
}

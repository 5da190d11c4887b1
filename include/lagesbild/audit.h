/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What published, rounded figures let one conclude about what they were computed from, and which of
 * them cannot be right (docs/methods.md, Audit).
 *
 * A rounded figure is a whole number of units in its last place: 27,1 is 271 with one decimal. It
 * stands for all values within half a unit; a value just halfway may have been rounded either way.
 */
#ifndef LAGESBILD_AUDIT_H
#define LAGESBILD_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lagesbild/interval.h>
#include <lagesbild/log.h>
#include <lagesbild/status.h>
#include <lagesbild/table.h>

/* A printed figure: units / 10^decimals. It stands for all that round to it, half a unit on both
 * sides. */
typedef struct lb_rounded_value {
    int64_t units;
    int decimals; /* 0..6 */
} lb_rounded_value;

/* "27,1", "27.1 %", "6": point or comma, spaces around, a per cent sign after; no exponent.
 * LB_E_INPUT: anything else, or more than 6 decimals or 12 digits. */
LB_API lb_status lb_rounded_parse(const char *text, lb_rounded_value *out);

/* The values it may stand for. */
LB_API lb_interval lb_rounded_range(lb_rounded_value rounded);

/* Whole numbers from low to high; empty when high < low. high INT64_MAX: no end. */
typedef struct lb_range {
    int64_t low, high;
} lb_range;

LB_API bool lb_range_is_empty(lb_range range);
LB_API bool lb_range_contains(lb_range range, int64_t value);

/* --- Counts with percentages of an unpublished total (Tabell 4) --- */

/* One row of a table of counts with percentages of a total that is not printed. */
typedef struct lb_audit_row {
    int64_t count;            /* >= 0 */
    lb_rounded_value percent; /* printed beside it */
    bool is_total;            /* the sum of the other rows */
} lb_audit_row;

/* The totals n with 100 count / n rounded to percent, n >= count. 83 and 27,1 %: 306 alone. */
LB_API lb_range lb_audit_totals(int64_t count, lb_rounded_value percent);

typedef enum lb_audit_verdict {
    LB_AUDIT_RIGHT,      /* agrees with the joint total */
    LB_AUDIT_IMPOSSIBLE, /* no total at all gives this percentage */
    LB_AUDIT_CONTRADICTS /* needs another total than the other rows of its table */
} lb_audit_verdict;

LB_API extern const char *const lb_audit_verdict_names[]; /* by lb_audit_verdict, NULL-ended */

/* The rows of one period. */
typedef struct lb_audit {
    lb_range total;    /* the totals that agree with most rows; the lowest run of them */
    size_t agree;      /* with how many */
    lb_range parts;    /* the same for rows that are no total */
    int64_t sum;       /* of the counts of the parts */
    bool sum_is_right; /* every total row has that count (true without one, or without parts) */
    bool sums_rounded; /* a total's percentage is the sum of the parts' rounded ones, and is not
                          what the total's own count gives for any total in `parts` */
} lb_audit;

/* Fills *out and verdict[rows]; a known total (from elsewhere) is held against instead when above
 * 0. LB_E_USAGE: no rows, or a negative count. LB_E_MEMORY. */
LB_API lb_status lb_audit_rows(const lb_audit_row *row, size_t rows, int64_t known_total,
                               lb_audit *out, lb_audit_verdict *verdict);

/* The percentage that a row should have had for total n. */
LB_API lb_rounded_value lb_audit_percent(int64_t count, int64_t n, int decimals);

/* --- Means and shares of an unpublished total (Tabell 9) --- */

/* `members` areas with this mean have this share (in per cent) of the total. */
typedef struct lb_audit_share {
    int64_t members; /* 0: not published */
    lb_rounded_value mean, percent;
} lb_audit_share;

/* The totals that agree with every row; {NaN, NaN} when none does. Tabell 9 with 22, 10 and 28
 * areas: 14 460 to 14 718 day-prints. */
LB_API lb_interval lb_audit_share_total(const lb_audit_share *row, size_t rows);

/* Like lb_audit_rows: the totals that agree with most of the rows whose members are published, the
 * lowest run of them, held against the totals each row alone allows (range[rows], {NaN, NaN}
 * without members). A row without members is impossible when no whole number of them gives its
 * share. A known total is held against instead when above 0. LB_E_USAGE: no row has members. */
LB_API lb_status lb_audit_share_rows(const lb_audit_share *row, size_t rows, double known_total,
                                     lb_interval *range, lb_interval *total,
                                     lb_audit_verdict *verdict);

/* How many members a row must have when the total lies in this interval. Tabell 9, others: from
 * 134.04 to 140.6. */
LB_API lb_interval lb_audit_share_members(lb_interval total, lb_rounded_value mean,
                                          lb_rounded_value percent);

/* --- Means of means (Tabell 2 and 3) --- */

/* The values that a mean of rounded means can have, weighted by whole numbers; a sum of weights
 * of 0 gives {NaN, NaN}. Right when it meets lb_rounded_range of what was printed. */
LB_API lb_interval lb_audit_weighted_mean(const lb_rounded_value *mean, const int64_t *weight,
                                          size_t n);

/* Do two ranges of values meet, ends included but for what rounding to binary may take? */
LB_API bool lb_audit_intervals_overlap(lb_interval a, lb_interval b);

enum { LB_AUDIT_MAX_PARTS = 8 };

/* Splits of `items` into `parts` positive numbers (2 .. LB_AUDIT_MAX_PARTS) such that in each of
 * `periods` the weighted mean of the parts' means agrees with the total. mean[periods x parts],
 * total[periods]; range[parts]: the smallest and largest number of each, empty when no split
 * agrees. Tries them all: items^(parts - 1) / (parts - 1)! . LB_E_USAGE: parts out of bounds. */
LB_API lb_status lb_audit_split(int64_t items, size_t parts, size_t periods,
                                const lb_rounded_value *mean, const lb_rounded_value *total,
                                lb_range *range);

/* --- Rates of areas and of the rest (Tabell 6-8) --- */

/* The share of all events that happens in areas with this part of the people (0..1), by the rates
 * there and in the rest: from the lowest rates to the highest. */
LB_API lb_interval lb_audit_rate_share(lb_interval rate, lb_interval rest, double people);

/* The command `audit` as a function: which totals published figures allow, which rows are wrong. */

typedef struct lb_audit_options {
    const char *table;        /* period, category, count, percent; or period, category, areas, mean,
                                 percent; or the latter without percent */
    const char *const *total; /* known totals, "N" of every period or "PERIOD=N" */
    size_t totals;
    const char *output, *provenance;
} lb_audit_options;

/* Every option at its default (see lagesbild-audit(1)). */
LB_API void lb_audit_options_init(lb_audit_options *options);

/* Of counts (Tabell 4): period, category, count, percent (as printed); row_low, row_high (the
 * totals the row alone allows), total_low, total_high (those that agree with most rows of the
 * period), verdict (right, impossible, contradicts, wrong sum), expected (the percentage of the
 * least such total, for rows that are not right), parts_low, parts_high (the totals that agree
 * with most rows that are no sum).
 *
 * Of means (Tabell 9; the table has a column `mean`): period, category, areas, mean, percent;
 * row_low, row_high, total_low, total_high, verdict as above, areas_low, areas_high (how many areas
 * the row must have for such a total). Where areas is missing, that is what is asked.
 *
 * Of means alone (Tabell 2 and 3): period, category, areas, mean; row_low, row_high (the values
 * that the printed one stands for); of a row of all areas parts_low, parts_high (the mean that its
 * parts allow, weighed by their areas); verdict (right, contradicts, wrong sum).
 *
 * What is wrong is also a warning with its line. */
LB_API lb_status lb_audit_run(const lb_audit_options *options, const lb_job *job, lb_table *out,
                              lb_error *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals of whole numbers from rounded figures (docs/methods.md, Audit). A percentage printed
 * with d decimals stands for all values within half a unit of its last digit, both ends included,
 * so a count and its percentage give the range of totals that the count may be part of. Bounds
 * of counts are computed in 64-bit integers, so that none depends on binary fractions. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/audit.h>

const char *const lb_audit_verdict_names[] = {[LB_AUDIT_RIGHT] = "right",
                                              [LB_AUDIT_IMPOSSIBLE] = "impossible",
                                              [LB_AUDIT_CONTRADICTS] = "contradicts",
                                              NULL};

enum { MAX_DECIMALS = 6, MAX_DIGITS = 12 };

static int64_t power_of_ten(int n)
{
    int64_t power = 1;
    while (n-- > 0)
        power *= 10;
    return power;
}

/* Digits at *text, which moves past them, appended to *units. */
static int read_digits(const char **text, int64_t *units)
{
    int n = 0;
    for (; **text >= '0' && **text <= '9'; ++*text, n++)
        if (n < MAX_DIGITS)
            *units = *units * 10 + (**text - '0');
    return n;
}

/* Past spaces, also no-break ones. */
static const char *skip_space(const char *text)
{
    for (;;) {
        if (*text == ' ' || *text == '\t')
            text++;
        else if (memcmp(text, "\xC2\xA0", *text ? 2 : 1) == 0)
            text += 2;
        else
            return text;
    }
}

/* Digits before and after the mark become one whole number of units of 10^-decimals, so that the
 * range it stands for is computed without rounding. A mark without digits after it is no number. */
lb_status lb_rounded_parse(const char *text, lb_rounded_value *out)
{
    lb_rounded_value read = {0};
    text = skip_space(text);
    bool negative = *text == '-';
    text += negative;
    int whole = read_digits(&text, &read.units);
    if (*text == ',' || *text == '.') {
        text++;
        read.decimals = read_digits(&text, &read.units);
        if (read.decimals == 0)
            return LB_E_INPUT;
    }
    text = skip_space(text);
    if (*text == '%')
        text = skip_space(text + 1);
    if (*text || whole == 0 || read.decimals > MAX_DECIMALS || whole + read.decimals > MAX_DIGITS)
        return LB_E_INPUT;
    if (negative)
        read.units = -read.units;
    *out = read;
    return LB_OK;
}

lb_interval lb_rounded_range(lb_rounded_value rounded)
{
    double scale = 2 * (double)power_of_ten(rounded.decimals);
    return (lb_interval){(double)(2 * rounded.units - 1) / scale,
                         (double)(2 * rounded.units + 1) / scale};
}

bool lb_range_is_empty(lb_range range)
{
    return range.high < range.low;
}

bool lb_range_contains(lb_range range, int64_t value)
{
    return value >= range.low && value <= range.high;
}

/* p units of 10^-d per cent: |100 x / n - p / 10^d| <= 1 / (2 10^d), or
 * (2p - 1) n <= 2 10^(d+2) x <= (2p + 1) n, in whole numbers. */
lb_range lb_audit_totals(int64_t count, lb_rounded_value percent)
{
    const lb_range empty = {1, 0};
    int64_t p = percent.units;
    if (count < 0 || p < 0 || count > INT64_MAX / (2 * power_of_ten(MAX_DECIMALS + 2)))
        return empty;
    int64_t x = 2 * power_of_ten(percent.decimals + 2) * count;
    lb_range range = {(x + 2 * p) / (2 * p + 1), p > 0 ? x / (2 * p - 1) : INT64_MAX};
    int64_t min_total = count > 0 ? count : 1;
    range.low = range.low < min_total ? min_total : range.low;
    return range.low > range.high ? empty : range;
}

static size_t count_ranges_with(const lb_range *range, size_t n, int64_t value)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += lb_range_contains(range[i], value);
    return count;
}

/* The lowest run of values in as many ranges as any: such a run begins where a range begins, and
 * lasts until one of those around it ends or another begins. */
static lb_range max_overlap_range(const lb_range *range, size_t n, size_t *agree)
{
    lb_range best = {1, 0};
    *agree = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t low = range[i].low;
        size_t count = lb_range_is_empty(range[i]) ? 0 : count_ranges_with(range, n, low);
        if (count < *agree || count == 0 || (count == *agree && low >= best.low))
            continue;
        *agree = count;
        best = (lb_range){low, INT64_MAX};
        for (size_t j = 0; j < n; j++)
            if (lb_range_contains(range[j], low) && range[j].high < best.high)
                best.high = range[j].high;
    }
    return best;
}

lb_rounded_value lb_audit_percent(int64_t count, int64_t n, int decimals)
{
    int64_t x = 2 * power_of_ten(decimals + 2) * count;
    return (lb_rounded_value){n > 0 ? (x + n) / (2 * n) : 0, decimals};
}

/* Is the percentage of a total row the sum of the rounded parts, and right for no total that the
 * parts allow? */
static bool is_sum_of_rounded(const lb_audit_row *row, size_t rows, size_t total, lb_range parts)
{
    int64_t sum = 0;
    for (size_t i = 0; i < rows; i++) {
        if (!row[i].is_total && row[i].percent.decimals != row[total].percent.decimals)
            return false;
        sum += row[i].is_total ? 0 : row[i].percent.units;
    }
    lb_range own = lb_audit_totals(row[total].count, row[total].percent);
    bool apart = own.high < parts.low || own.low > parts.high || lb_range_is_empty(own);
    return sum == row[total].percent.units && !lb_range_is_empty(parts) && apart;
}

/* The sum of the parts against every total row, in whole numbers; and whether the total's
 * percentage is the sum of the parts' rounded ones, which is an error of its own
 * (docs/methods.md, Audit). */
static void audit_sums(const lb_audit_row *row, size_t rows, lb_range among, lb_audit *audit)
{
    size_t parts = 0;
    for (size_t i = 0; i < rows; i++) {
        audit->sum += row[i].is_total ? 0 : row[i].count;
        parts += !row[i].is_total;
    }
    audit->sum_is_right = true;
    for (size_t i = 0; i < rows && parts > 0; i++) {
        if (!row[i].is_total)
            continue;
        audit->sum_is_right = audit->sum_is_right && row[i].count == audit->sum;
        audit->sums_rounded = audit->sums_rounded || is_sum_of_rounded(row, rows, i, among);
    }
}

static void set_verdicts(const lb_range *range, size_t rows, lb_range total,
                         lb_audit_verdict *verdict)
{
    for (size_t i = 0; i < rows; i++) {
        bool meets = range[i].low <= total.high && total.low <= range[i].high;
        verdict[i] = lb_range_is_empty(range[i]) ? LB_AUDIT_IMPOSSIBLE
                     : meets                     ? LB_AUDIT_RIGHT
                                                 : LB_AUDIT_CONTRADICTS;
    }
}

/* range[2 rows]: the rows' own, then those of the parts alone. */
static void audit_ranges(const lb_audit_row *row, size_t rows, int64_t known, lb_range *range,
                         lb_audit *out)
{
    lb_audit result = {0};
    size_t parts = 0, agree;
    for (size_t i = 0; i < rows; i++) {
        range[i] = lb_audit_totals(row[i].count, row[i].percent);
        if (!row[i].is_total)
            range[rows + parts++] = range[i];
    }
    result.parts = max_overlap_range(range + rows, parts, &agree);
    result.total = max_overlap_range(range, rows, &result.agree);
    if (known > 0) {
        result.total = (lb_range){known, known};
        result.agree = count_ranges_with(range, rows, known);
    }
    audit_sums(row, rows, known > 0 ? result.total : result.parts, &result);
    *out = result;
}

/* The second half of `range` is room for the ranges of the parts alone. */
lb_status lb_audit_rows(const lb_audit_row *row, size_t rows, int64_t known_total, lb_audit *out,
                        lb_audit_verdict *verdict)
{
    for (size_t i = 0; i < rows; i++)
        if (row[i].count < 0)
            return LB_E_USAGE;
    if (rows == 0)
        return LB_E_USAGE;
    lb_range *range = calloc(rows, 2 * sizeof *range);
    if (!range)
        return LB_E_MEMORY;
    audit_ranges(row, rows, known_total, range, out);
    set_verdicts(range, rows, out->total, verdict);
    free(range);
    return LB_OK;
}

static lb_interval divide_intervals(lb_interval above, lb_interval below)
{
    return (lb_interval){above.low / below.high, below.low > 0 ? above.high / below.low : HUGE_VAL};
}

/* The totals that one row allows. */
static lb_interval implied_total(const lb_audit_share *row)
{
    lb_interval sum = lb_interval_scale(lb_rounded_range(row->mean), (double)row->members);
    lb_interval share = lb_interval_scale(lb_rounded_range(row->percent), 0.01);
    return divide_intervals((lb_interval){fmax(0, sum.low), sum.high}, share);
}

lb_interval lb_audit_share_total(const lb_audit_share *row, size_t rows)
{
    lb_interval joint = {0, HUGE_VAL};
    for (size_t i = 0; i < rows; i++) {
        lb_interval total = implied_total(&row[i]);
        joint.low = fmax(joint.low, total.low);
        joint.high = fmin(joint.high, total.high);
    }
    return joint.low <= joint.high && rows > 0 ? joint : (lb_interval){NAN, NAN};
}

lb_interval lb_audit_share_members(lb_interval total, lb_rounded_value mean,
                                   lb_rounded_value percent)
{
    lb_interval share = lb_interval_scale(lb_rounded_range(percent), 0.01);
    lb_interval sum = {fmax(0, total.low * share.low), total.high * share.high};
    return divide_intervals(sum, lb_rounded_range(mean));
}

static size_t count_intervals_with(const lb_interval *range, size_t rows, double value)
{
    size_t n = 0;
    for (size_t i = 0; i < rows; i++)
        n += range[i].low <= value && value <= range[i].high;
    return n;
}

/* As best_run, of real values; NaN is in no range. */
static lb_interval max_overlap_interval(const lb_interval *range, size_t rows)
{
    lb_interval best = {NAN, NAN};
    size_t agree = 0;
    for (size_t i = 0; i < rows; i++) {
        size_t n = count_intervals_with(range, rows, range[i].low);
        if (n == 0 || n < agree || (n == agree && range[i].low >= best.low))
            continue;
        agree = n;
        best = (lb_interval){range[i].low, HUGE_VAL};
        for (size_t j = 0; j < rows; j++)
            if (range[j].low <= best.low && range[j].high >= best.low)
                best.high = fmin(best.high, range[j].high);
    }
    return best;
}

/* The total that the rows with members imply; a row whose members are not published is possible
 * when a whole number lies in what the total allows. No total at all is LB_E_USAGE. */
lb_status lb_audit_share_rows(const lb_audit_share *row, size_t rows, double known_total,
                              lb_interval *range, lb_interval *total, lb_audit_verdict *verdict)
{
    for (size_t i = 0; i < rows; i++)
        range[i] = row[i].members > 0 ? implied_total(&row[i]) : (lb_interval){NAN, NAN};
    lb_interval best = max_overlap_interval(range, rows);
    if (isnan(best.low))
        return LB_E_USAGE;
    *total = known_total > 0 ? (lb_interval){known_total, known_total} : best;
    for (size_t i = 0; i < rows; i++) {
        lb_interval members = lb_audit_share_members(*total, row[i].mean, row[i].percent);
        bool whole = floor(members.high) >= members.low;
        verdict[i] = row[i].members > 0
                         ? (lb_audit_intervals_overlap(range[i], *total) ? LB_AUDIT_RIGHT
                                                                         : LB_AUDIT_CONTRADICTS)
                         : (whole ? LB_AUDIT_RIGHT : LB_AUDIT_IMPOSSIBLE);
    }
    return LB_OK;
}

/* The range of the mean over all items when each part's mean is anywhere in what it was rounded
 * from. */
lb_interval lb_audit_weighted_mean(const lb_rounded_value *mean, const int64_t *weight, size_t n)
{
    double low = 0, high = 0, weights = 0;
    for (size_t i = 0; i < n; i++) {
        lb_interval range = lb_rounded_range(mean[i]);
        low += range.low * (double)weight[i];
        high += range.high * (double)weight[i];
        weights += (double)weight[i];
    }
    return (lb_interval){low / weights, high / weights};
}

bool lb_audit_intervals_overlap(lb_interval a, lb_interval b)
{
    const double slack = 1e-9;
    return a.low <= b.high + slack && b.low <= a.high + slack;
}

static bool split_agrees(const int64_t *split, size_t parts, size_t periods,
                         const lb_rounded_value *mean, const lb_rounded_value *total)
{
    for (size_t t = 0; t < periods; t++)
        if (!lb_audit_intervals_overlap(lb_audit_weighted_mean(mean + t * parts, split, parts),
                                        lb_rounded_range(total[t])))
            return false;
    return true;
}

/* The next way to put items into parts, each at least 1, the last taking what is left; false
 * after the last way. */
static bool next_split(int64_t *split, size_t parts, int64_t items)
{
    for (size_t i = parts - 1; i-- > 0;) {
        int64_t used = 0;
        split[i]++;
        for (size_t j = 0; j + 1 < parts; j++)
            used += split[j];
        if (used < items) {
            split[parts - 1] = items - used;
            return true;
        }
        split[i] = 1;
    }
    return false;
}

static void widen_range(lb_range *range, int64_t value, bool first)
{
    if (first || value < range->low)
        range->low = value;
    if (first || value > range->high)
        range->high = value;
}

/* Tries every split of the items into parts of at least 1; range[i] is least and greatest of
 * part i over the splits that agree with all periods, empty (1 to 0) when none does. */
lb_status lb_audit_split(int64_t items, size_t parts, size_t periods, const lb_rounded_value *mean,
                         const lb_rounded_value *total, lb_range *range)
{
    if (parts < 2 || parts > LB_AUDIT_MAX_PARTS || items < (int64_t)parts)
        return LB_E_USAGE;
    int64_t split[LB_AUDIT_MAX_PARTS];
    for (size_t i = 0; i < parts; i++) {
        split[i] = i + 1 < parts ? 1 : items - (int64_t)parts + 1;
        range[i] = (lb_range){1, 0};
    }
    do {
        if (!split_agrees(split, parts, periods, mean, total))
            continue;
        bool first = lb_range_is_empty(range[0]);
        for (size_t i = 0; i < parts; i++)
            widen_range(&range[i], split[i], first);
    } while (next_split(split, parts, items));
    return LB_OK;
}

static double rate_share(double rate, double rest, double people)
{
    return people * rate / (people * rate + (1 - people) * rest);
}

lb_interval lb_audit_rate_share(lb_interval rate, lb_interval rest, double people)
{
    return (lb_interval){rate_share(rate.low, rest.high, people),
                         rate_share(rate.high, rest.low, people)};
}

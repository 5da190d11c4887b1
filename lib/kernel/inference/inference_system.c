/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "kernel/inference/inference_system.h"

/* A fraction this near to a multiple of 1/scale is that multiple: what coordinates of seven digits
 * before the point leave uncertain of a cell. */
static const double fraction_error = 1e-11;

void lb_inference_system_clear(lb_inference_system *system)
{
    free(system->atom_of);
    free(system->size);
    free(system->low);
    free(system->high);
    free(system->first);
    free(system->atom);
    free(system->times);
    free(system->column_first);
    free(system->row);
    free(system->column_times);
    free(system->row_low);
    free(system->row_high);
    free(system->known);
    *system = (lb_inference_system){.scale = 0};
}

lb_wide lb_wide_floor(lb_wide a, lb_wide b)
{
    return a / b - (a % b != 0 && a < 0);
}

lb_wide lb_wide_ceil(lb_wide a, lb_wide b)
{
    return -lb_wide_floor(-a, b);
}

static int64_t scale_of(const lb_inference_input *in)
{
    for (size_t t = 0; t < in->first[in->rows]; t++)
        if (fabs(in->fraction[t] - round(in->fraction[t])) > fraction_error)
            return LB_INFERENCE_SCALE;
    return 1;
}

static bool is_hidden(const lb_inference_input *in, size_t unit)
{
    return in->low[unit] < in->high[unit];
}

static int64_t times_of(const lb_inference_input *in, int64_t scale, size_t term)
{
    return llround(in->fraction[term] * (double)scale);
}

/* The figures that each hidden square is part of, by square: the columns of the incidence. */
typedef struct incidence_columns {
    size_t *first, *row; /* [units + 1], [terms] */
    int64_t *times;      /* [terms] */
} incidence_columns;

static void clear_columns(incidence_columns *c)
{
    free(c->first);
    free(c->row);
    free(c->times);
}

/* Rows by unit from units by row, coefficients in whole multiples of 1/scale; those that round
 * to 0 are left out. */
static lb_status build_columns(const lb_inference_input *in, int64_t scale, incidence_columns *c)
{
    size_t terms = in->first[in->rows];
    c->first = calloc(in->units + 2, sizeof *c->first);
    c->row = malloc((terms + 1) * sizeof *c->row);
    c->times = malloc((terms + 1) * sizeof *c->times);
    if (!c->first || !c->row || !c->times)
        return LB_E_MEMORY;
    for (size_t t = 0; t < terms; t++)
        c->first[in->unit[t] + 2] += times_of(in, scale, t) > 0;
    for (size_t u = 0; u < in->units; u++)
        c->first[u + 2] += c->first[u + 1];
    for (size_t r = 0; r < in->rows; r++)
        for (size_t t = in->first[r]; t < in->first[r + 1]; t++) {
            int64_t times = times_of(in, scale, t);
            if (times == 0)
                continue;
            size_t at = c->first[in->unit[t] + 1]++;
            c->row[at] = r;
            c->times[at] = times;
        }
    return LB_OK;
}

static uint64_t column_hash(const incidence_columns *c, size_t unit)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t t = c->first[unit]; t < c->first[unit + 1]; t++) {
        hash = (hash ^ c->row[t]) * 1099511628211u;
        hash = (hash ^ (uint64_t)c->times[t]) * 1099511628211u;
    }
    return hash ^ hash >> 29;
}

static bool same_column(const incidence_columns *c, size_t a, size_t b)
{
    size_t n = c->first[a + 1] - c->first[a];
    return n == c->first[b + 1] - c->first[b] &&
           memcmp(c->row + c->first[a], c->row + c->first[b], n * sizeof *c->row) == 0 &&
           memcmp(c->times + c->first[a], c->times + c->first[b], n * sizeof *c->times) == 0;
}

/* Gives equal columns one atom, numbered in the order of their first squares; representative[atom]
 * is that square. */
static lb_status find_atoms(const lb_inference_input *in, const incidence_columns *c,
                            lb_inference_system *s, size_t *representative)
{
    size_t slots = 64;
    while (slots < 2 * in->units)
        slots *= 2;
    size_t *slot = calloc(slots, sizeof *slot); /* atom + 1; 0: free */
    if (!slot)
        return LB_E_MEMORY;
    for (size_t u = 0; u < in->units; u++) {
        s->atom_of[u] = SIZE_MAX;
        if (!is_hidden(in, u) || c->first[u] == c->first[u + 1])
            continue;
        size_t at = column_hash(c, u) & (slots - 1);
        while (slot[at] && !same_column(c, representative[slot[at] - 1], u))
            at = (at + 1) & (slots - 1);
        if (!slot[at]) {
            representative[s->atoms] = u;
            slot[at] = ++s->atoms;
        }
        s->atom_of[u] = slot[at] - 1;
    }
    free(slot);
    return LB_OK;
}

static int64_t bounded_sum(int64_t a, int64_t b)
{
    return a + b < LB_INFERENCE_UNBOUNDED ? a + b : LB_INFERENCE_UNBOUNDED;
}

/* Bounds of an atom are the sums of its units' bounds; an unbounded one makes the sum unbounded.
 * A unit in no row is in no atom. */
static lb_status sum_atoms(const lb_inference_input *in, lb_inference_system *s)
{
    s->size = calloc(s->atoms + 1, sizeof *s->size);
    s->low = calloc(s->atoms + 1, sizeof *s->low);
    s->high = calloc(s->atoms + 1, sizeof *s->high);
    if (!s->size || !s->low || !s->high)
        return LB_E_MEMORY;
    for (size_t u = 0; u < in->units; u++) {
        size_t a = s->atom_of[u];
        if (a == SIZE_MAX)
            continue;
        s->size[a]++;
        s->low[a] += in->low[u];
        s->high[a] = bounded_sum(s->high[a], in->high[u]);
    }
    return LB_OK;
}

/* The columns of the representatives, by atom and by row. */
static lb_status build_rows(const incidence_columns *c, const size_t *representative,
                            lb_inference_system *s)
{
    size_t terms = 0;
    for (size_t a = 0; a < s->atoms; a++)
        terms += c->first[representative[a] + 1] - c->first[representative[a]];
    s->column_first = calloc(s->atoms + 1, sizeof *s->column_first);
    s->row = malloc((terms + 1) * sizeof *s->row);
    s->column_times = malloc((terms + 1) * sizeof *s->column_times);
    s->first = calloc(s->rows + 2, sizeof *s->first);
    s->atom = malloc((terms + 1) * sizeof *s->atom);
    s->times = malloc((terms + 1) * sizeof *s->times);
    if (!s->column_first || !s->row || !s->column_times || !s->first || !s->atom || !s->times)
        return LB_E_MEMORY;
    terms = 0;
    for (size_t a = 0; a < s->atoms; a++) {
        for (size_t t = c->first[representative[a]]; t < c->first[representative[a] + 1]; t++) {
            s->row[terms] = c->row[t];
            s->column_times[terms++] = c->times[t];
            s->first[c->row[t] + 2]++;
        }
        s->column_first[a + 1] = terms;
    }
    for (size_t r = 0; r < s->rows; r++)
        s->first[r + 2] += s->first[r + 1];
    for (size_t a = 0; a < s->atoms; a++)
        for (size_t t = s->column_first[a]; t < s->column_first[a + 1]; t++) {
            size_t at = s->first[s->row[t] + 1]++;
            s->atom[at] = a;
            s->times[at] = s->column_times[t];
        }
    return LB_OK;
}

/* What rounding fractions to multiples of 1/scale may change of a row, in units of 1/scale: each
 * error times the most people the square can have, by its own bound and by the figure. */
static double rounding_error(const lb_inference_input *in, int64_t scale, size_t r, double rest)
{
    double error = 0;
    for (size_t t = in->first[r]; t < in->first[r + 1]; t++) {
        double exact = in->fraction[t] * (double)scale, off = fabs(exact - round(exact));
        if (!is_hidden(in, in->unit[t]) || off <= fraction_error * (double)scale)
            continue;
        double most = fmin((double)in->high[in->unit[t]], rest / in->fraction[t]);
        error += off * most;
    }
    return error;
}

/* Both ends of a row in units of 1/scale without the squares that are shown, rounded inwards to
 * whole numbers once what arithmetic may be wrong by is added outwards. */
static void bound_row(const lb_inference_input *in, lb_inference_system *s, size_t r)
{
    double scale = (double)s->scale, known = 0, carry = 0;
    for (size_t t = in->first[r]; t < in->first[r + 1]; t++)
        if (!is_hidden(in, in->unit[t])) {
            double term = in->fraction[t] * (double)in->low[in->unit[t]] - carry;
            double sum = known + term;
            carry = (sum - known) - term;
            known = sum;
        }
    bool whole = s->scale == 1;
    double noise = whole ? 1e-6 : fraction_error * scale * (1 + known);
    double rest = isfinite(in->row_high[r]) ? fmax(in->row_high[r] - known, 0) : INFINITY;
    double error = whole ? 0 : rounding_error(in, s->scale, r, rest);
    s->known[r] = (lb_wide)llroundl((long double)known * (long double)scale);
    s->row_low[r] = -LB_WIDE_UNBOUNDED;
    s->row_high[r] = LB_WIDE_UNBOUNDED;
    if (isfinite(in->row_low[r]) && isfinite(error))
        s->row_low[r] = (lb_wide)ceil((in->row_low[r] - known) * scale - error - noise);
    if (isfinite(in->row_high[r]))
        s->row_high[r] = (lb_wide)floor((in->row_high[r] - known) * scale + error + noise);
}

/* Units with the same coefficient in every row are one atom (docs/methods.md, Inference,
 * Unknowns). What rounding the fractions may change is added to the bounds of rows, in
 * bound_row. */
static lb_status build_system(const lb_inference_input *in, incidence_columns *c,
                              size_t *representative, lb_inference_system *s)
{
    s->scale = scale_of(in);
    s->units = in->units;
    s->rows = in->rows;
    s->atom_of = malloc((in->units + 1) * sizeof *s->atom_of);
    s->row_low = calloc(in->rows + 1, sizeof *s->row_low);
    s->row_high = calloc(in->rows + 1, sizeof *s->row_high);
    s->known = calloc(in->rows + 1, sizeof *s->known);
    if (!s->atom_of || !s->row_low || !s->row_high || !s->known)
        return LB_E_MEMORY;
    LB_TRY(build_columns(in, s->scale, c));
    LB_TRY(find_atoms(in, c, s, representative));
    LB_TRY(sum_atoms(in, s));
    LB_TRY(build_rows(c, representative, s));
    for (size_t r = 0; r < in->rows; r++)
        bound_row(in, s, r);
    return LB_OK;
}

/* *out is set on success only. */
lb_status lb_inference_system_build(const lb_inference_input *input, lb_inference_system *out)
{
    incidence_columns columns = {NULL, NULL, NULL};
    lb_inference_system system = {.scale = 0};
    size_t *representative = malloc((input->units + 1) * sizeof *representative);
    lb_status status =
        representative ? build_system(input, &columns, representative, &system) : LB_E_MEMORY;
    clear_columns(&columns);
    free(representative);
    LB_HAND_OVER(status, system, out, lb_inference_system_clear);
}

bool lb_inference_narrow(const lb_inference_row *r, int64_t *low, int64_t *high, bool *changed)
{
    lb_wide least = 0, most = 0;
    for (size_t t = 0; t < r->terms; t++) {
        least += (lb_wide)r->times[t] * low[r->atom[t]];
        most += (lb_wide)r->times[t] * high[r->atom[t]];
    }
    bool possible = least <= r->high && most >= r->low;
    bool implied = least >= r->low && most <= r->high;
    for (size_t t = 0; possible && !implied && t < r->terms; t++) {
        size_t a = r->atom[t];
        lb_wide times = r->times[t];
        lb_wide up = low[a] + lb_wide_floor(r->high - least, times);
        lb_wide down = high[a] - lb_wide_floor(most - r->low, times);
        if (up >= high[a] && down <= low[a])
            continue;
        if (up < high[a]) {
            most -= times * (high[a] - up);
            high[a] = (int64_t)up;
        }
        if (down > low[a]) {
            least += times * (down - low[a]);
            low[a] = (int64_t)down;
        }
        *changed = true;
        possible = low[a] <= high[a];
    }
    return possible;
}

/* Row by row to a fixpoint, at most 64 passes, since bounds may creep by ones. */
size_t lb_inference_propagate(const lb_inference_system *s, int64_t *low, int64_t *high)
{
    bool changed = true;
    for (int pass = 0; pass < 64 && changed; pass++) {
        changed = false;
        for (size_t r = 0; r < s->rows; r++) {
            size_t at = s->first[r];
            lb_inference_row row = {s->first[r + 1] - at, s->atom + at, s->times + at,
                                    s->row_low[r], s->row_high[r]};
            if (!lb_inference_narrow(&row, low, high, &changed))
                return r;
        }
    }
    return SIZE_MAX;
}

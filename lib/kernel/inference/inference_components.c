/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/try.h"
#include "base/union_find.h"
#include "kernel/inference/inference_components.h"

void lb_inference_components_clear(lb_inference_components *components)
{
    free(components->on);
    free(components->of);
    free(components->first);
    free(components->atom);
    *components = (lb_inference_components){.count = 0};
}

static int64_t greatest_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* In how many rows that are on an atom is. */
static size_t degree_of(const lb_inference_system *s, const bool *on, size_t atom)
{
    size_t degree = 0;
    for (size_t t = s->column_first[atom]; t < s->column_first[atom + 1]; t++)
        degree += on[s->row[t]];
    return degree;
}

/* Does the row say no more than the squares' own bounds do? */
static bool is_implied(const lb_inference_system *s, size_t r)
{
    lb_wide least = 0, most = 0;
    for (size_t t = s->first[r]; t < s->first[r + 1]; t++) {
        least += (lb_wide)s->times[t] * s->low[s->atom[t]];
        most += (lb_wide)s->times[t] * s->high[s->atom[t]];
    }
    return least >= s->row_low[r] &&
           (most <= s->row_high[r] || s->row_high[r] == LB_WIDE_UNBOUNDED);
}

/* Can private atoms that count g times, g dividing all factors of the row, fill it up whatever the
 * others are? Sums then move in steps of g, so that none is jumped over. */
static bool binds_nothing(const lb_inference_system *s, const bool *on, size_t r,
                          const int64_t *low, const int64_t *high, int64_t minimum)
{
    int64_t g = 0;
    lb_wide other_low = 0, other_high = 0, own_low = 0, own_high = 0;
    bool shared = false, fillable = false;
    for (size_t t = s->first[r]; t < s->first[r + 1]; t++)
        g = greatest_divisor(s->times[t], g);
    for (size_t t = s->first[r]; t < s->first[r + 1]; t++) {
        size_t a = s->atom[t];
        bool own = degree_of(s, on, a) == 1;
        if (own && low[a] < minimum)
            return false;
        shared |= !own;
        lb_wide least = (lb_wide)s->times[t] * low[a], most = (lb_wide)s->times[t] * high[a];
        if (own && s->times[t] == g) {
            own_low += least;
            own_high += most;
            fillable = true;
        } else {
            other_low += least;
            other_high += most;
        }
    }
    if (g == 0 || !shared || !fillable)
        return g == 0;
    lb_wide row_low = lb_wide_ceil(s->row_low[r], g) * g;
    lb_wide row_high = lb_wide_floor(s->row_high[r], g) * g;
    return row_low <= row_high && other_high + own_low <= row_high &&
           other_low + own_high >= row_low;
}

/* Components are numbered by their first atoms; atoms by component as in a compressed sparse row.
 * Counts are kept two places on, so that filling moves first[k + 1] to the start of the next. */
static lb_status number_components(const lb_inference_system *s, size_t *parent,
                                   lb_inference_components *c)
{
    c->count = lb_union_find_number(parent, s->atoms, c->of);
    c->first = calloc(c->count + 2, sizeof *c->first);
    c->atom = malloc((s->atoms + 1) * sizeof *c->atom);
    if (!c->first || !c->atom)
        return LB_E_MEMORY;
    for (size_t a = 0; a < s->atoms; a++)
        c->first[c->of[a] + 2]++;
    for (size_t k = 0; k < c->count; k++)
        c->first[k + 2] += c->first[k + 1];
    for (size_t a = 0; a < s->atoms; a++)
        c->atom[c->first[c->of[a] + 1]++] = a;
    return LB_OK;
}

/* Rows that the atoms' own bounds imply, or that bind nothing because private atoms make up for
 * the rest, join no atoms (docs/methods.md, Inference, Rows that bind nothing). */
lb_status lb_inference_components_find(const lb_inference_system *s, const int64_t *low,
                                       const int64_t *high, int64_t minimum,
                                       lb_inference_components *out)
{
    lb_inference_components c = {.count = 0};
    size_t *parent = malloc((s->atoms + 1) * sizeof *parent);
    c.on = malloc(s->rows + 1);
    c.of = malloc((s->atoms + 1) * sizeof *c.of);
    lb_status status = parent && c.on && c.of ? LB_OK : LB_E_MEMORY;
    for (size_t r = 0; status == LB_OK && r < s->rows; r++)
        c.on[r] = !is_implied(s, r);
    for (size_t r = 0; status == LB_OK && r < s->rows; r++)
        c.on[r] = c.on[r] && !binds_nothing(s, c.on, r, low, high, minimum);
    if (status == LB_OK)
        lb_union_find_init(parent, s->atoms);
    for (size_t r = 0; status == LB_OK && r < s->rows; r++)
        for (size_t t = s->first[r] + 1; c.on[r] && t < s->first[r + 1]; t++)
            lb_union_find_join(parent, s->atom[s->first[r]], s->atom[t]);
    if (status == LB_OK)
        status = number_components(s, parent, &c);
    free(parent);
    LB_HAND_OVER(status, c, out, lb_inference_components_clear);
}

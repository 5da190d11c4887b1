/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which groups of people are looked at: atoms, hidden rows, and what pairs of rows make of them. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/try.h"
#include "commands/inference/targets.h"

void lb_inference_targets_clear(lb_inference_targets *targets)
{
    for (size_t i = 0; i < targets->count; i++) {
        free(targets->target[i].atom);
        lb_buf_clear(&targets->target[i].certificate);
    }
    free(targets->target);
    *targets = (lb_inference_targets){.count = 0};
}

/* Targets as they are listed, each set of atoms once by its hash. */
typedef struct target_lister {
    const lb_inference_system *system;
    const int64_t *low;
    int64_t minimum;
    lb_inference_targets *out;
    int64_t *times_a, *times_b; /* [atoms]: those of two rows; 0: not in the row */
    size_t *stamp;              /* [rows]: the last row it was paired with, + 1 */
    size_t *set;                /* [atoms] */
    size_t *slot, slots;        /* hash of sets: target + 1 */
} target_lister;

static uint64_t hash_set(const size_t *atom, size_t n)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ atom[i]) * 1099511628211u;
    return hash ^ hash >> 29;
}

static bool is_set(const lb_inference_target *target, const size_t *atom, size_t n)
{
    return target->atoms == n && memcmp(target->atom, atom, n * sizeof *atom) == 0;
}

/* Twice as many slots, every target put in anew. */
static bool grow_slots(target_lister *l)
{
    size_t slots = l->slots ? 2 * l->slots : 1024;
    size_t *slot = calloc(slots, sizeof *slot);
    if (!slot)
        return false;
    for (size_t i = 0; i < l->out->count; i++) {
        size_t at = hash_set(l->out->target[i].atom, l->out->target[i].atoms) & (slots - 1);
        while (slot[at])
            at = (at + 1) & (slots - 1);
        slot[at] = i + 1;
    }
    free(l->slot);
    l->slot = slot;
    l->slots = slots;
    return true;
}

/* Adds the set l->set[0..n) unless it is there; `row` is noted with it. */
static lb_status add_set(target_lister *l, size_t n, size_t row)
{
    lb_inference_targets *out = l->out;
    if (2 * out->count >= l->slots && !grow_slots(l))
        return LB_E_MEMORY;
    size_t at = hash_set(l->set, n) & (l->slots - 1);
    while (l->slot[at] && !is_set(&out->target[l->slot[at] - 1], l->set, n))
        at = (at + 1) & (l->slots - 1);
    if (l->slot[at]) {
        lb_inference_target *old = &out->target[l->slot[at] - 1];
        old->row = old->row == SIZE_MAX ? row : old->row;
        return LB_OK;
    }
    if (!lb_array_reserve(&out->target, &out->capacity, out->count + 1, sizeof *out->target))
        return LB_E_MEMORY;
    size_t *atom = malloc(n * sizeof *atom);
    if (!atom)
        return LB_E_MEMORY;
    memcpy(atom, l->set, n * sizeof *atom);
    out->target[out->count] = (lb_inference_target){.atom = atom, .atoms = n, .row = row};
    l->slot[at] = ++out->count;
    return LB_OK;
}

static lb_status add_hidden_row(target_lister *l, size_t row)
{
    const lb_inference_system *s = l->system;
    size_t n = 0;
    for (size_t t = s->first[row]; t < s->first[row + 1]; t++) {
        if (s->times[t] != s->scale)
            return LB_OK; /* parts of squares: an estimate, not people */
        l->set[n++] = s->atom[t];
    }
    /* with squares that are shown in it, the rest of the row is a group without its name */
    return n > 0 ? add_set(l, n, s->known[row] == 0 ? row : SIZE_MAX) : LB_OK;
}

/* The whole atoms of row r that are whole in the other row too, or not in it at all. */
static lb_status add_pair_set(target_lister *l, size_t r, const int64_t *other, int64_t wanted)
{
    const lb_inference_system *s = l->system;
    size_t n = 0;
    int64_t people = 0;
    for (size_t t = s->first[r]; t < s->first[r + 1] && people < l->minimum; t++)
        if (s->times[t] == s->scale && other[s->atom[t]] == wanted) {
            l->set[n++] = s->atom[t];
            people += l->low[s->atom[t]];
        }
    return n > 1 && people < l->minimum ? add_set(l, n, SIZE_MAX) : LB_OK;
}

static void mark_row(const lb_inference_system *s, size_t row, int64_t *times, bool on)
{
    for (size_t t = s->first[row]; t < s->first[row + 1]; t++)
        times[s->atom[t]] = on ? s->times[t] : 0;
}

/* For each row r' > r that shares an atom with r: what both hold, r without r' and r' without r.
 * The stamp visits each pair once, however many atoms are common. */
static lb_status add_pairs_of(target_lister *l, size_t r)
{
    const lb_inference_system *s = l->system;
    lb_status status = LB_OK;
    mark_row(s, r, l->times_a, true);
    for (size_t t = s->first[r]; t < s->first[r + 1]; t++)
        for (size_t k = s->column_first[s->atom[t]]; k < s->column_first[s->atom[t] + 1]; k++) {
            size_t other = s->row[k];
            if (other <= r || l->stamp[other] == r + 1 || status != LB_OK)
                continue;
            l->stamp[other] = r + 1;
            mark_row(s, other, l->times_b, true);
            status = add_pair_set(l, r, l->times_b, 0);
            if (status == LB_OK)
                status = add_pair_set(l, r, l->times_b, s->scale);
            if (status == LB_OK)
                status = add_pair_set(l, other, l->times_a, 0);
            mark_row(s, other, l->times_b, false);
        }
    mark_row(s, r, l->times_a, false);
    return status;
}

/* Single atoms first, then hidden rows, then pairs of rows; sets already listed are found by their
 * hash. */
static lb_status list_targets(target_lister *l, const bool *hidden)
{
    const lb_inference_system *s = l->system;
    l->times_a = calloc(s->atoms + 1, sizeof *l->times_a);
    l->times_b = calloc(s->atoms + 1, sizeof *l->times_b);
    l->stamp = calloc(s->rows + 1, sizeof *l->stamp);
    l->set = malloc((s->atoms + 1) * sizeof *l->set);
    if (!l->times_a || !l->times_b || !l->stamp || !l->set)
        return LB_E_MEMORY;
    for (size_t a = 0; a < s->atoms; a++) {
        l->set[0] = a;
        LB_TRY(add_set(l, 1, SIZE_MAX));
    }
    for (size_t r = 0; r < s->rows; r++)
        if (hidden[r])
            LB_TRY(add_hidden_row(l, r));
    for (size_t r = 0; r < s->rows; r++)
        LB_TRY(add_pairs_of(l, r));
    return LB_OK;
}

lb_status lb_inference_targets_list(const lb_inference_system *system, const bool *hidden,
                                    const int64_t *low, int64_t minimum, lb_inference_targets *out)
{
    lb_inference_targets made = {.count = 0};
    target_lister l = {.system = system, .low = low, .minimum = minimum, .out = &made};
    lb_status status = list_targets(&l, hidden);
    free(l.times_a);
    free(l.times_b);
    free(l.stamp);
    free(l.set);
    free(l.slot);
    LB_HAND_OVER(status, made, out, lb_inference_targets_clear);
}

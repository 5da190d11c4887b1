/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/try.h"
#include "kernel/inference/inference_search.h"

void lb_inference_problem_clear(lb_inference_problem *problem)
{
    free(problem->row);
    free(problem->first);
    free(problem->term);
    free(problem->times);
    free(problem->row_low);
    free(problem->row_high);
    free(problem->low);
    free(problem->high);
    free(problem->own_low);
    free(problem->own_high);
    *problem = (lb_inference_problem){.atoms = 0};
}

/* One row more than there are, of up to `atoms` terms: the target. */
static lb_status allocate_problem(lb_inference_problem *p, size_t terms)
{
    p->first = calloc(p->rows + 2, sizeof *p->first);
    p->term = calloc(terms + p->atoms + 1, sizeof *p->term);
    p->times = calloc(terms + p->atoms + 1, sizeof *p->times);
    p->row_low = calloc(p->rows + 1, sizeof *p->row_low);
    p->row_high = calloc(p->rows + 1, sizeof *p->row_high);
    p->low = malloc((p->atoms + 1) * sizeof *p->low);
    p->high = malloc((p->atoms + 1) * sizeof *p->high);
    p->own_low = malloc((p->atoms + 1) * sizeof *p->own_low);
    p->own_high = malloc((p->atoms + 1) * sizeof *p->own_high);
    return p->first && p->term && p->times && p->row_low && p->row_high && p->low && p->high &&
                   p->own_low && p->own_high
               ? LB_OK
               : LB_E_MEMORY;
}

/* The rows that are on of the problem's atoms, ascending, each once. Returns their terms. */
static size_t list_rows(const lb_inference_system *s, const bool *on, lb_inference_problem *p)
{
    size_t found = 0, terms = 0, kept = 0;
    for (size_t i = 0; i < p->atoms; i++)
        for (size_t t = s->column_first[p->atom[i]]; t < s->column_first[p->atom[i] + 1]; t++)
            if (on[s->row[t]])
                p->row[found++] = s->row[t];
    qsort(p->row, found, sizeof *p->row, lb_compare_sizes);
    for (size_t i = 0; i < found; i++) {
        if (i > 0 && p->row[i] == p->row[i - 1])
            continue;
        terms += s->first[p->row[i] + 1] - s->first[p->row[i]];
        p->row[kept++] = p->row[i];
    }
    p->rows = kept;
    return terms;
}

/* Rows and atoms of one component with numbers of its own; low, high are propagated bounds,
 * own_low and own_high those that the figures state, on which certificates rest. */
static lb_status build_problem(const lb_inference_system *s, const bool *on, const int64_t *low,
                               const int64_t *high, lb_inference_problem *p)
{
    size_t room = 0, at = 0;
    for (size_t i = 0; i < p->atoms; i++)
        room += s->column_first[p->atom[i] + 1] - s->column_first[p->atom[i]];
    p->row = malloc((room + 1) * sizeof *p->row);
    if (!p->row)
        return LB_E_MEMORY;
    LB_TRY(allocate_problem(p, list_rows(s, on, p)));
    for (size_t i = 0; i < p->atoms; i++) {
        p->local[p->atom[i]] = i;
        p->low[i] = low[p->atom[i]];
        p->high[i] = high[p->atom[i]];
        p->own_low[i] = s->low[p->atom[i]];
        p->own_high[i] = s->high[p->atom[i]];
    }
    for (size_t k = 0; k < p->rows; k++) {
        size_t r = p->row[k];
        for (size_t t = s->first[r]; t < s->first[r + 1]; t++, at++) {
            p->term[at] = p->local[s->atom[t]];
            p->times[at] = s->times[t];
        }
        p->first[k + 1] = at;
        p->row_low[k] = s->row_low[r];
        p->row_high[k] = s->row_high[r];
    }
    return LB_OK;
}

/* `local` is room for numbers of all atoms, borrowed; the target starts empty. */
lb_status lb_inference_problem_init(const lb_inference_system *system,
                                    const lb_inference_components *components, size_t k,
                                    const int64_t *low, const int64_t *high, size_t *local,
                                    lb_inference_problem *out)
{
    lb_inference_problem p = {.atoms = components->first[k + 1] - components->first[k],
                              .atom = components->atom + components->first[k],
                              .scale = system->scale,
                              .local = local};
    lb_status status = build_problem(system, components->on, low, high, &p);
    if (status != LB_OK) {
        lb_inference_problem_clear(&p);
        return status;
    }
    lb_inference_problem_target(&p, NULL, NULL, 0);
    *out = p;
    return LB_OK;
}

void lb_inference_problem_target(lb_inference_problem *p, const size_t *atom, const int64_t *times,
                                 size_t n)
{
    size_t at = p->first[p->rows];
    for (size_t i = 0; i < n; i++, at++) {
        p->term[at] = atom[i];
        p->times[at] = times[i];
    }
    p->first[p->rows + 1] = at;
    p->row_low[p->rows] = -LB_WIDE_UNBOUNDED;
    p->row_high[p->rows] = LB_WIDE_UNBOUNDED;
}

static lb_wide row_sum(const lb_inference_problem *p, size_t k, const int64_t *values)
{
    lb_wide sum = 0;
    for (size_t t = p->first[k]; t < p->first[k + 1]; t++)
        sum += (lb_wide)p->times[t] * values[p->term[t]];
    return sum;
}

lb_wide lb_inference_problem_value(const lb_inference_problem *problem, const int64_t *values)
{
    return row_sum(problem, problem->rows, values);
}

bool lb_inference_problem_holds(const lb_inference_problem *p, const int64_t *values)
{
    for (size_t i = 0; i < p->atoms; i++)
        if (values[i] < p->low[i] || values[i] > p->high[i])
            return false;
    for (size_t k = 0; k < p->rows; k++) {
        lb_wide sum = row_sum(p, k, values);
        if (sum < p->row_low[k] || sum > p->row_high[k])
            return false;
    }
    return true;
}

/* Search --------------------------------------------------------------------------------------- */

/* work counts terms of rows looked at, not time, so that a verdict is the same on any machine. */
typedef struct search_state {
    const lb_inference_problem *problem;
    const int64_t *hint;
    uint64_t work, limit;
    int64_t *bounds; /* low[atoms], high[atoms] of each depth */
    size_t capacity;
    int64_t *solution; /* [atoms] */
} search_state;

enum { max_search_bytes = 64 << 20 };

/* Narrows low, high by all rows to a fixpoint (at most 64 passes). False: nothing is left. */
static bool propagate_bounds(search_state *s, int64_t *low, int64_t *high)
{
    const lb_inference_problem *p = s->problem;
    bool changed = true;
    for (int pass = 0; pass < 64 && changed; pass++) {
        changed = false;
        s->work += p->first[p->rows + 1] + 1;
        for (size_t k = 0; k <= p->rows; k++) {
            size_t at = p->first[k];
            lb_inference_row row = {p->first[k + 1] - at, p->term + at, p->times + at,
                                    p->row_low[k], p->row_high[k]};
            if (!lb_inference_narrow(&row, low, high, &changed))
                return false;
        }
    }
    return true;
}

/* The undecided atom with the fewest values left, the first of equals; atoms: none. */
static size_t choose_atom(const lb_inference_problem *p, const int64_t *low, const int64_t *high)
{
    size_t best = p->atoms;
    int64_t fewest = INT64_MAX;
    for (size_t i = 0; i < p->atoms; i++)
        if (high[i] > low[i] && high[i] - low[i] < fewest) {
            fewest = high[i] - low[i];
            best = i;
        }
    return best;
}

/* Room for the bounds of one more depth; NULL: out of memory. */
static int64_t *push_bounds(search_state *s, size_t depth)
{
    size_t n = 2 * s->problem->atoms;
    bool room = lb_array_reserve(&s->bounds, &s->capacity, (depth + 1) * n + 1, sizeof *s->bounds);
    return room ? s->bounds + depth * n : NULL;
}

typedef struct value_range {
    int64_t from, to; /* both included */
} value_range;

/* The parts of from..to in the order in which they are tried: a value that is hinted at, then what
 * lies below and above it; without one in there the nearer half, then the other, so that long
 * ranges are cut in few steps. Returns how many. */
static int split_range(int64_t from, int64_t to, int64_t hint, value_range part[3])
{
    int64_t middle = from + (to - from) / 2;
    int n = 0;
    if (hint < from || hint > to) {
        bool below = hint < from;
        part[!below] = (value_range){from, middle};
        part[below] = (value_range){middle + 1, to};
        return 2;
    }
    part[n++] = (value_range){hint, hint};
    if (hint > from)
        part[n++] = (value_range){from, hint - 1};
    if (hint < to)
        part[n++] = (value_range){hint + 1, to};
    return n;
}

static lb_search_result search_below(search_state *s, size_t depth);

/* The bounds of `depth` with atom a in from..to, one depth further. */
static lb_search_result search_part(search_state *s, size_t depth, size_t a, value_range range)
{
    size_t n = s->problem->atoms;
    if (s->work > s->limit || (depth + 2) * 2 * n * sizeof *s->bounds > max_search_bytes)
        return LB_SEARCH_LIMIT;
    int64_t *next = push_bounds(s, depth + 1);
    if (!next)
        return LB_SEARCH_MEMORY;
    memcpy(next, s->bounds + depth * 2 * n, 2 * n * sizeof *next);
    next[a] = range.from;
    next[n + a] = range.to;
    return search_below(s, depth + 1);
}

/* Propagates, then divides the range of one atom, nearest to the hint first. A leaf where every
 * atom has one value is held against all rows and the target's range. */
static lb_search_result search_below(search_state *s, size_t depth)
{
    const lb_inference_problem *p = s->problem;
    size_t n = p->atoms;
    int64_t *low = s->bounds + depth * 2 * n, *high = low + n;
    value_range part[3];
    if (!propagate_bounds(s, low, high))
        return LB_SEARCH_NONE;
    size_t a = choose_atom(p, low, high);
    if (a == n) {
        lb_wide value = lb_inference_problem_value(p, low);
        if (!lb_inference_problem_holds(p, low) || value < p->row_low[p->rows] ||
            value > p->row_high[p->rows])
            return LB_SEARCH_NONE;
        memcpy(s->solution, low, n * sizeof *low);
        return LB_SEARCH_FOUND;
    }
    int parts = split_range(low[a], high[a], s->hint ? s->hint[a] : low[a], part);
    for (int k = 0; k < parts; k++) {
        lb_search_result result = search_part(s, depth, a, part[k]);
        if (result != LB_SEARCH_NONE)
            return result;
    }
    return LB_SEARCH_NONE;
}

/* From the component's propagated bounds; LB_SEARCH_NONE is a proof that no whole numbers fit. */
lb_search_result lb_inference_search(const lb_inference_problem *problem, const int64_t *hint,
                                     uint64_t work, int64_t *solution)
{
    size_t n = problem->atoms;
    search_state s = {.problem = problem, .hint = hint, .limit = work, .solution = solution};
    lb_search_result result = LB_SEARCH_MEMORY;
    int64_t *start = push_bounds(&s, 0);
    if (start) {
        memcpy(start, problem->low, n * sizeof *start);
        memcpy(start + n, problem->high, n * sizeof *start);
        result = search_below(&s, 0);
    }
    free(s.bounds);
    return result;
}

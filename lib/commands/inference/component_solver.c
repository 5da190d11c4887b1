/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "commands/inference/component_solver.h"

/* Terms of rows that one search may look at: about a second, and a tenth of one in a component that
 * is not searched in fully; less once many searches of the component were not decided. */
enum { full_work = 200000000, short_work = 5000000, least_work = 200000, patience = 40 };

void lb_component_solver_clear(lb_component_solver *s)
{
    lb_inference_problem_clear(&s->problem);
    lb_linear_program_free(s->program);
    lb_inference_certificate_clear(&s->lower);
    lb_inference_certificate_clear(&s->upper);
    free(s->weight);
    free(s->solution);
    free(s->dual);
    free(s->rounded);
    free(s->known);
    *s = (lb_component_solver){.program = NULL};
}

static lb_status allocate_solver(lb_component_solver *s)
{
    size_t atoms = s->problem.atoms, rows = s->problem.rows;
    s->weight = calloc(atoms + 1, sizeof *s->weight);
    s->solution = calloc(atoms + 1, sizeof *s->solution);
    s->dual = calloc(rows + 1, sizeof *s->dual);
    s->rounded = calloc(atoms + 1, sizeof *s->rounded);
    s->known = malloc((LB_SOLUTIONS_KEPT * atoms + 1) * sizeof *s->known);
    if (!s->weight || !s->solution || !s->dual || !s->rounded || !s->known)
        return LB_E_MEMORY;
    LB_TRY(lb_inference_certificate_init(&s->problem, false, &s->lower));
    LB_TRY(lb_inference_certificate_init(&s->problem, true, &s->upper));
    for (size_t i = 0; i < atoms; i++)
        s->rounded[i] = s->problem.low[i];
    return LB_OK;
}

lb_status lb_component_solver_init(const lb_inference_solver *solver,
                                   const lb_inference_components *components, size_t k,
                                   const int64_t *low, const int64_t *high, size_t *local,
                                   lb_component_solver *out)
{
    lb_component_solver s = {.program = NULL};
    LB_TRY(lb_inference_problem_init(solver->system, components, k, low, high, local, &s.problem));
    s.is_small = s.problem.atoms <= solver->largest_search;
    lb_status status = allocate_solver(&s);
    LB_HAND_OVER(status, s, out, lb_component_solver_clear);
}

/* Linear program ------------------------------------------------------------------------------- */

static double open_end(lb_wide end, double scale)
{
    return end == LB_WIDE_UNBOUNDED    ? INFINITY
           : end == -LB_WIDE_UNBOUNDED ? -INFINITY
                                       : (double)end / scale;
}

typedef struct program_arrays {
    double *value, *row_low, *row_high, *low, *high;
} program_arrays;

/* Integer coefficients in units of 1/scale become reals; ends that bound nothing become infinite,
 * as GLPK expects of free rows. */
static lb_linear_program *fill_program(const lb_inference_problem *p, const program_arrays *a)
{
    double scale = (double)p->scale;
    for (size_t t = 0; t < p->first[p->rows]; t++)
        a->value[t] = (double)p->times[t] / scale;
    for (size_t k = 0; k < p->rows; k++) {
        a->row_low[k] = open_end(p->row_low[k], scale);
        a->row_high[k] = open_end(p->row_high[k], scale);
    }
    for (size_t i = 0; i < p->atoms; i++) {
        a->low[i] = (double)p->own_low[i];
        a->high[i] = p->own_high[i] < LB_INFERENCE_UNBOUNDED ? (double)p->own_high[i] : INFINITY;
    }
    return lb_linear_program_new(&(lb_linear_program_rows){.rows = p->rows,
                                                           .columns = p->atoms,
                                                           .first = p->first,
                                                           .column = p->term,
                                                           .value = a->value,
                                                           .row_low = a->row_low,
                                                           .row_high = a->row_high,
                                                           .low = a->low,
                                                           .high = a->high});
}

/* The component's linear program: the squares' own bounds, so that duals prove by what is shown. */
static lb_status make_program(lb_component_solver *s)
{
    const lb_inference_problem *p = &s->problem;
    size_t terms = p->first[p->rows];
    double *room = malloc((terms + 2 * p->rows + 2 * p->atoms + 1) * sizeof *room);
    if (!room)
        return LB_E_MEMORY;
    program_arrays a = {room, room + terms, room + terms + p->rows, room + terms + 2 * p->rows,
                        room + terms + 2 * p->rows + p->atoms};
    s->program = fill_program(p, &a);
    free(room);
    return s->program ? LB_OK : LB_E_MEMORY;
}

static void keep_solution(lb_component_solver *s, const int64_t *values)
{
    size_t n = s->problem.atoms, at = s->solutions++ % LB_SOLUTIONS_KEPT;
    memcpy(s->known + at * n, values, n * sizeof *values);
    s->kept = s->kept < LB_SOLUTIONS_KEPT ? s->kept + 1 : s->kept;
}

static void widen_attained(const lb_component_solver *s, const int64_t *values,
                           lb_target_bounds *bounds)
{
    lb_wide value = lb_inference_problem_value(&s->problem, values) / s->problem.scale;
    int64_t people = value < LB_INFERENCE_UNBOUNDED ? (int64_t)value : LB_INFERENCE_UNBOUNDED;
    lb_people_range *a = &bounds->attained;
    bool none = a->low > a->high;
    a->low = none || people < a->low ? people : a->low;
    a->high = none || people > a->high ? people : a->high;
}

/* The simplex optimum is floating point and proves nothing: `real` keeps it, rounded inwards by
 * 1e-6, and `proved` moves only by a certificate in integer arithmetic. When the optimum, rounded
 * to whole people, satisfies every row, it is a known solution too. */
lb_status lb_component_solver_relax(lb_component_solver *s, bool upper, lb_target_bounds *bounds)
{
    const lb_inference_problem *p = &s->problem;
    lb_inference_certificate *c = upper ? &s->upper : &s->lower;
    double value;
    c->proved = false;
    if (!s->program)
        LB_TRY(make_program(s));
    if (!lb_linear_program_optimise(s->program, s->weight, upper, &value, s->solution, s->dual))
        return LB_OK;
    for (size_t i = 0; i < p->atoms; i++)
        s->rounded[i] = llround(fmin(s->solution[i], (double)LB_INFERENCE_UNBOUNDED));
    if (lb_inference_problem_holds(p, s->rounded)) {
        keep_solution(s, s->rounded);
        widen_attained(s, s->rounded, bounds);
    }
    double inward = upper ? floor(value + 1e-6) : ceil(value - 1e-6);
    int64_t whole = fabs(inward) < (double)LB_INFERENCE_UNBOUNDED ? (int64_t)inward
                    : upper                                       ? LB_INFERENCE_UNBOUNDED
                                                                  : 0;
    lb_wide proved =
        lb_inference_certificate_fit(p, s->dual, (lb_wide)whole * p->scale, c) / p->scale;
    if (upper) {
        bounds->real.high = whole;
        if (c->proved && proved < bounds->proved.high)
            bounds->proved.high = (int64_t)proved;
    } else {
        bounds->real.low = whole;
        if (c->proved && proved > bounds->proved.low)
            bounds->proved.low = (int64_t)proved;
    }
    return LB_OK;
}

/* Whole numbers -------------------------------------------------------------------------------- */

static uint64_t work_of(const lb_component_solver *s)
{
    return s->limits > patience ? least_work : s->is_small ? full_work : short_work;
}

/* A solution with the target in low..high people: found, none, or not decided. */
static lb_search_result search_target(lb_component_solver *s, int64_t low, int64_t high,
                                      lb_target_bounds *bounds)
{
    lb_inference_problem *p = &s->problem;
    int64_t *found = malloc((p->atoms + 1) * sizeof *found);
    if (!found)
        return LB_SEARCH_MEMORY;
    p->row_low[p->rows] = (lb_wide)low * p->scale;
    p->row_high[p->rows] =
        high < LB_INFERENCE_UNBOUNDED ? (lb_wide)high * p->scale : LB_WIDE_UNBOUNDED;
    lb_search_result result = lb_inference_search(p, s->rounded, work_of(s), found);
    if (result == LB_SEARCH_FOUND) {
        keep_solution(s, found);
        widen_attained(s, found, bounds);
    }
    s->limits += result == LB_SEARCH_LIMIT;
    free(found);
    return result;
}

/* Moves the ends of what is proved and of what is attained towards each other: first the end that
 * is proved is tried, then the half of the gap next to it. */
static lb_search_result search_end(lb_component_solver *s, bool upper, lb_bounds_test enough,
                                   void *udata, lb_target_bounds *b)
{
    lb_search_result result = LB_SEARCH_FOUND;
    bool first = true;
    while ((upper ? b->proved.high > b->attained.high : b->proved.low < b->attained.low) &&
           !enough(udata, b)) {
        int64_t gap =
            upper ? b->proved.high - b->attained.high - 1 : b->attained.low - 1 - b->proved.low;
        int64_t step = first ? 0 : gap / 2;
        result = upper ? search_target(s, b->proved.high - step, b->proved.high, b)
                       : search_target(s, b->proved.low, b->proved.low + step, b);
        if (result == LB_SEARCH_LIMIT || result == LB_SEARCH_MEMORY)
            return result;
        if (result == LB_SEARCH_NONE && upper)
            b->proved.high -= step + 1;
        if (result == LB_SEARCH_NONE && !upper)
            b->proved.low += step + 1;
        first = false;
    }
    return result;
}

/* Coefficients of the target are the problem's scale, as those of its rows are, so that
 * certificates add up in one unit. Certificates of an earlier target no longer hold. */
lb_status lb_component_solver_target(lb_component_solver *s, const size_t *atom, size_t n)
{
    lb_inference_problem *p = &s->problem;
    size_t *local = malloc((n + 1) * sizeof *local);
    int64_t *times = malloc((n + 1) * sizeof *times);
    lb_status status = local && times ? LB_OK : LB_E_MEMORY;
    for (size_t i = 0; i < p->atoms; i++)
        s->weight[i] = 0;
    for (size_t i = 0; status == LB_OK && i < n; i++) {
        local[i] = p->local[atom[i]];
        times[i] = p->scale;
        s->weight[local[i]] = 1;
    }
    if (status == LB_OK)
        lb_inference_problem_target(p, local, times, n);
    free(local);
    free(times);
    s->lower.proved = s->upper.proved = false;
    return status;
}

static void start_bounds(const lb_component_solver *s, lb_target_bounds *b)
{
    const lb_inference_problem *p = &s->problem;
    *b = (lb_target_bounds){.attained = {1, 0}};
    for (size_t t = p->first[p->rows]; t < p->first[p->rows + 1]; t++) {
        b->proved.low += p->low[p->term[t]];
        b->proved.high += p->high[p->term[t]];
    }
    if (b->proved.high > LB_INFERENCE_UNBOUNDED)
        b->proved.high = LB_INFERENCE_UNBOUNDED;
    b->real = b->proved;
    for (size_t k = 0; k < s->kept; k++)
        widen_attained(s, s->known + k * p->atoms, b);
}

/* Steps from cheap to dear, each only while `enough` asks for more: the linear program at both
 * ends, a first solution in whole numbers, then the search from the lower and from the upper
 * end. */
lb_status lb_component_solver_bound(lb_component_solver *s, const size_t *atom, size_t n,
                                    lb_bounds_test enough, void *udata, lb_target_bounds *b)
{
    lb_search_result result = LB_SEARCH_FOUND;
    LB_TRY(lb_component_solver_target(s, atom, n));
    start_bounds(s, b);
    if (s->problem.rows == 0) { /* nothing but the bounds of the squares */
        b->attained = b->proved;
        return LB_OK;
    }
    if (enough(udata, b))
        return LB_OK;
    LB_TRY(lb_component_solver_relax(s, false, b));
    if (!enough(udata, b))
        LB_TRY(lb_component_solver_relax(s, true, b));
    if (b->attained.low > b->attained.high)
        result = search_target(s, b->proved.low, b->proved.high, b);
    s->is_impossible = result == LB_SEARCH_NONE;
    if (result == LB_SEARCH_FOUND)
        result = search_end(s, false, enough, udata, b);
    if (result == LB_SEARCH_FOUND || result == LB_SEARCH_NONE || result == LB_SEARCH_LIMIT) {
        if (b->attained.low <= b->attained.high)
            result = search_end(s, true, enough, udata, b);
    }
    return result == LB_SEARCH_MEMORY ? LB_E_MEMORY : LB_OK;
}

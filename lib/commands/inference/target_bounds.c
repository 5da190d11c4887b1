/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/try.h"
#include "commands/inference/component_solver.h"

const char *const lb_inference_verdict_names[] = {
    "safe", "exact", "narrow", "attribute", "safe only for real numbers", "undecided", NULL};

/* A range of this many or fewer numbers is narrow: as wide as what stands for 1 to 4 is not. */
static int64_t narrow_width(int64_t minimum)
{
    return minimum < 5 ? (minimum > 3 ? minimum - 2 : 1) : 3;
}

lb_inference_verdict lb_inference_judge(lb_people_range range, int64_t minimum)
{
    if (range.high <= 0 || range.low >= minimum)
        return LB_INFERENCE_SAFE;
    if (range.low == range.high)
        return LB_INFERENCE_EXACT;
    return range.high - range.low < narrow_width(minimum) ? LB_INFERENCE_NARROW : LB_INFERENCE_SAFE;
}

/* Nothing that is still unknown can make a finding of it. */
static bool is_safe_for_good(lb_people_range proved, lb_people_range attained, int64_t minimum)
{
    return proved.high <= 0 || proved.low >= minimum ||
           (attained.low <= attained.high && attained.high - attained.low >= narrow_width(minimum));
}

/* What the components of one variable share. low, high: [atoms] bounds in people; local: [atoms]
 * scratch, the place of an atom in its component. */
typedef struct target_solver {
    const lb_inference_solver *solver;
    const int64_t *low, *high;
    lb_inference_targets *targets;
    size_t *unit_first, *unit; /* [atoms + 1], [units]: the squares of each atom */
    size_t *local;
    lb_inference_components wide; /* with all rows, once it is needed */
    size_t *wide_local;
} target_solver;

/* One square of an atom, when the atom lies in `range`: what it is within its own bounds while the
 * others are within theirs. */
static lb_people_range square_range(const target_solver *t, size_t atom, size_t unit,
                                    lb_people_range range)
{
    const lb_inference_input *in = t->solver->input;
    const lb_inference_system *s = t->solver->system;
    lb_people_range own = {in->low[unit], in->high[unit]};
    if (range.low > range.high)
        return (lb_people_range){1, 0};
    int64_t down =
        s->high[atom] < LB_INFERENCE_UNBOUNDED ? range.low - (s->high[atom] - in->high[unit]) : 0;
    int64_t up = range.high - (s->low[atom] - in->low[unit]);
    own.low = down > own.low ? down : own.low;
    own.high = up < own.high ? up : own.high;
    return own;
}

/* What single squares of an atom allow to conclude, where the atom has several. */
typedef struct square_check {
    bool safe;                    /* every square is, for good */
    lb_inference_verdict verdict; /* of the worst by what is proved */
    lb_people_range range;        /* its range */
} square_check;

/* The squares of a target that is one atom of several. */
static square_check check_squares(const target_solver *t, const lb_inference_target *target,
                                  lb_people_range proved, lb_people_range attained)
{
    square_check check = {.safe = true, .verdict = LB_INFERENCE_SAFE};
    size_t a = target->atom[0];
    if (target->atoms != 1 || t->solver->system->size[a] < 2)
        return check;
    for (size_t k = t->unit_first[a]; k < t->unit_first[a + 1]; k++) {
        lb_people_range range = square_range(t, a, t->unit[k], proved);
        lb_inference_verdict verdict = lb_inference_judge(range, t->solver->minimum);
        if (!is_safe_for_good(range, square_range(t, a, t->unit[k], attained), t->solver->minimum))
            check.safe = false;
        if (verdict != LB_INFERENCE_SAFE && check.verdict == LB_INFERENCE_SAFE) {
            check.verdict = verdict;
            check.range = range;
        }
    }
    return check;
}

static void add_range(lb_people_range *sum, lb_people_range part)
{
    if (sum->low > sum->high || part.low > part.high) {
        *sum = (lb_people_range){1, 0};
        return;
    }
    sum->low += part.low;
    sum->high += part.high;
    if (sum->high > LB_INFERENCE_UNBOUNDED)
        sum->high = LB_INFERENCE_UNBOUNDED;
}

/* Is a part of the people proved to be no one or everyone, which is not shown? */
static bool is_attribute(const target_solver *t, const lb_inference_target *target,
                         lb_people_range proved)
{
    const lb_inference_solver *s = t->solver;
    lb_people_range shown = {0, 0}, people = {0, 0};
    if (!s->people_low || proved.low != proved.high)
        return false;
    for (size_t i = 0; i < target->atoms; i++) {
        size_t a = target->atom[i];
        for (size_t k = t->unit_first[a]; k < t->unit_first[a + 1]; k++) {
            size_t unit = t->unit[k];
            int64_t most = s->people_high[unit];
            most = most < LB_INFERENCE_UNBOUNDED ? most : LB_INFERENCE_UNBOUNDED;
            add_range(&shown, (lb_people_range){s->input->low[unit], s->input->high[unit]});
            add_range(&people, (lb_people_range){s->people_low[unit], most});
        }
    }
    return shown.low < shown.high && people.low > 0 &&
           (proved.high == 0 || proved.low >= people.high);
}

/* For is_enough: whose bounds are judged, and how far they must be known. */
typedef struct enough_test {
    const target_solver *t;
    const lb_inference_target *target;
    bool is_part;  /* of a target that lies in several components: both ends are needed */
    bool is_small; /* of the component: both ends are wanted while it may be found */
} enough_test;

static bool is_enough(void *udata, const lb_target_bounds *b)
{
    const enough_test *e = udata;
    int64_t minimum = e->t->solver->minimum;
    if (b->proved.low == b->attained.low && b->proved.high == b->attained.high)
        return true;
    if (e->is_part || (e->is_small && b->proved.low < minimum))
        return false;
    return is_safe_for_good(b->proved, b->attained, minimum) &&
           check_squares(e->t, e->target, b->proved, b->attained).safe;
}

/* Proofs --------------------------------------------------------------------------------------- */

static void append_proof(target_solver *t, lb_inference_target *target,
                         const lb_inference_problem *problem,
                         const lb_inference_certificate *certificate, bool upper, int64_t claim)
{
    if (target->certificate.length > 0)
        lb_buf_putc(&target->certificate, ',');
    t->solver->writer.write(t->solver->writer.udata, problem, target, certificate, upper, claim,
                            &target->certificate);
}

static bool proves_claim(const lb_inference_problem *problem, lb_inference_certificate *c,
                         int64_t claim)
{
    return c->proved &&
           lb_inference_certificate_verify(problem, c, (lb_wide)claim * problem->scale);
}

/* The same end in the component with all rows, those left out because they bind nothing included:
 * propagation may have used them. */
static lb_status prove_widely(target_solver *t, lb_inference_target *target, const size_t *atom,
                              size_t n, bool upper, int64_t claim)
{
    const lb_inference_system *s = t->solver->system;
    if (!t->wide.on) {
        LB_TRY(lb_inference_components_find(s, t->low, t->high, INT64_MAX, &t->wide));
        t->wide_local = calloc(s->atoms + 1, sizeof *t->wide_local);
        if (!t->wide_local)
            return LB_E_MEMORY;
    }
    lb_component_solver wide;
    lb_target_bounds bounds = {.proved = {0, LB_INFERENCE_UNBOUNDED}, .attained = {1, 0}};
    LB_TRY(lb_component_solver_init(t->solver, &t->wide, t->wide.of[atom[0]], t->low, t->high,
                                    t->wide_local, &wide));
    lb_status status = lb_component_solver_target(&wide, atom, n);
    if (status == LB_OK)
        status = lb_component_solver_relax(&wide, upper, &bounds);
    if (status == LB_OK) {
        lb_inference_certificate *c = upper ? &wide.upper : &wide.lower;
        append_proof(t, target, &wide.problem, proves_claim(&wide.problem, c, claim) ? c : NULL,
                     upper, claim);
    }
    lb_component_solver_clear(&wide);
    return status;
}

/* One proof for each end. Where no certificate of the component proves the claim, it is looked for
 * in the system with all rows. */
static lb_status write_proofs(target_solver *t, lb_component_solver *s, lb_inference_target *target,
                              const size_t *atom, size_t n, lb_people_range proved)
{
    for (int upper = 0; upper < 2; upper++) {
        lb_inference_certificate *c = upper ? &s->upper : &s->lower;
        int64_t claim = upper ? proved.high : proved.low;
        if (!c->proved && s->problem.rows > 0) {
            lb_target_bounds ignored = {.attained = {1, 0}};
            LB_TRY(lb_component_solver_relax(s, upper, &ignored));
        }
        if (proves_claim(&s->problem, c, claim))
            append_proof(t, target, &s->problem, c, upper, claim);
        else
            LB_TRY(prove_widely(t, target, atom, n, upper, claim));
    }
    return LB_OK;
}

/* Targets -------------------------------------------------------------------------------------- */

/* The part of a target in component k: atoms [from, from + n) of it are. */
static lb_status solve_part(target_solver *t, lb_component_solver *s, lb_inference_target *target,
                            const size_t *atom, size_t n)
{
    int64_t minimum = t->solver->minimum;
    bool is_part = n < target->atoms;
    enough_test test = {t, target, is_part, s->is_small};
    lb_target_bounds b;
    LB_TRY(lb_component_solver_bound(s, atom, n, is_enough, &test, &b));
    add_range(&target->proved, b.proved);
    add_range(&target->attained, b.attained);
    add_range(&target->real, b.real);
    lb_inference_verdict verdict = lb_inference_judge(b.proved, minimum);
    square_check squares = check_squares(t, target, b.proved, b.attained);
    bool is_narrow_part = is_part && b.proved.high - b.proved.low < narrow_width(minimum);
    if (verdict == LB_INFERENCE_SAFE && squares.verdict == LB_INFERENCE_SAFE && !is_narrow_part &&
        (is_part || !is_attribute(t, target, b.proved)))
        return LB_OK;
    return write_proofs(t, s, target, atom, n, b.proved);
}

/* The verdict once all parts are bounded. */
static void judge_target(const target_solver *t, lb_inference_target *target)
{
    int64_t minimum = t->solver->minimum;
    square_check squares = check_squares(t, target, target->proved, target->attained);
    bool safe = is_safe_for_good(target->proved, target->attained, minimum) ||
                (target->proved.low == target->attained.low &&
                 target->proved.high == target->attained.high);
    target->square = (lb_people_range){1, 0};
    target->verdict = lb_inference_judge(target->proved, minimum);
    if (target->verdict == LB_INFERENCE_SAFE && squares.verdict != LB_INFERENCE_SAFE) {
        target->verdict = squares.verdict;
        target->square = squares.range;
    } else if (target->verdict == LB_INFERENCE_SAFE && !(safe && squares.safe)) {
        bool wide = target->real.high - target->real.low >= narrow_width(minimum);
        target->verdict = wide ? LB_INFERENCE_REAL : LB_INFERENCE_UNDECIDED;
    }
    if (target->verdict == LB_INFERENCE_SAFE && target->certificate.length > 0 &&
        is_attribute(t, target, target->proved))
        target->verdict = LB_INFERENCE_ATTRIBUTE;
    if (target->verdict == LB_INFERENCE_SAFE)
        lb_buf_clear(&target->certificate);
}

/* Which parts of which targets lie in a component, by component, then target. */
typedef struct target_part {
    size_t component, target, first, count; /* atoms [first, first + count) of its own order */
} target_part;

typedef struct part_list {
    target_part *part;
    size_t *atom; /* atoms of all targets, by component within each */
    size_t count;
} part_list;

static int by_component(const void *a, const void *b)
{
    const target_part *x = a, *y = b;
    LB_COMPARE(x->component, y->component);
    return x->target < y->target ? -1 : x->target > y->target;
}

/* Atoms of all targets, sorted by component and then target; runs of equal pairs become one
 * part. */
static lb_status list_parts(const lb_inference_components *c, const lb_inference_targets *targets,
                            part_list *out)
{
    size_t atoms = 0, at = 0;
    for (size_t i = 0; i < targets->count; i++)
        atoms += targets->target[i].atoms;
    out->part = malloc((atoms + 1) * sizeof *out->part);
    out->atom = malloc((atoms + 1) * sizeof *out->atom);
    if (!out->part || !out->atom)
        return LB_E_MEMORY;
    for (size_t i = 0; i < targets->count; i++) {
        const lb_inference_target *t = &targets->target[i];
        for (size_t k = 0; k < t->atoms; k++)
            out->part[at + k] = (target_part){c->of[t->atom[k]], i, t->atom[k], 1};
        at += t->atoms;
    }
    qsort(out->part, atoms, sizeof *out->part, by_component);
    for (size_t k = 0; k < atoms; k++) {
        target_part *last = out->count ? &out->part[out->count - 1] : NULL;
        out->atom[k] = out->part[k].first;
        if (last && last->component == out->part[k].component &&
            last->target == out->part[k].target) {
            last->count++;
        } else {
            out->part[out->count] = out->part[k];
            out->part[out->count++].first = k;
        }
    }
    return LB_OK;
}

/* Without a solution the figures contradict each other; the component's first row stands for
 * them. */
static lb_status solve_component(target_solver *t, const lb_inference_components *c, size_t k,
                                 const target_part *part, size_t parts, size_t *atom,
                                 size_t *contradiction)
{
    lb_component_solver s;
    LB_TRY(lb_component_solver_init(t->solver, c, k, t->low, t->high, t->local, &s));
    lb_status status = LB_OK;
    for (size_t i = 0; i < parts && status == LB_OK; i++) {
        size_t *own = atom + part[i].first;
        /* qsort keeps no order of equal parts: the atoms of each are put in theirs */
        qsort(own, part[i].count, sizeof *own, lb_compare_sizes);
        status = solve_part(t, &s, &t->targets->target[part[i].target], own, part[i].count);
        if (s.is_impossible) {
            *contradiction = s.problem.row[0];
            break;
        }
    }
    lb_component_solver_clear(&s);
    return status;
}

/* Counting sort of squares by their atom; squares that are in no figure have none (SIZE_MAX). */
static lb_status list_squares(target_solver *t)
{
    const lb_inference_system *s = t->solver->system;
    t->unit_first = calloc(s->atoms + 2, sizeof *t->unit_first);
    t->unit = malloc((s->units + 1) * sizeof *t->unit);
    t->local = calloc(s->atoms + 1, sizeof *t->local);
    if (!t->unit_first || !t->unit || !t->local)
        return LB_E_MEMORY;
    for (size_t u = 0; u < s->units; u++)
        if (s->atom_of[u] != SIZE_MAX)
            t->unit_first[s->atom_of[u] + 2]++;
    for (size_t a = 0; a < s->atoms; a++)
        t->unit_first[a + 2] += t->unit_first[a + 1];
    for (size_t u = 0; u < s->units; u++)
        if (s->atom_of[u] != SIZE_MAX)
            t->unit[t->unit_first[s->atom_of[u] + 1]++] = u;
    return LB_OK;
}

/* Parts are visited in order of component. Judged only when all are done: a target in several
 * components is the sum of its parts. */
static lb_status solve_all(target_solver *t, lb_inference_components *c, part_list *parts,
                           size_t *contradiction)
{
    const lb_inference_solver *solver = t->solver;
    LB_TRY(list_squares(t));
    LB_TRY(lb_inference_components_find(solver->system, t->low, t->high, solver->minimum, c));
    LB_TRY(list_parts(c, t->targets, parts));
    for (size_t i = 0, n; i < parts->count && *contradiction == SIZE_MAX; i += n) {
        size_t k = parts->part[i].component;
        for (n = 1; i + n < parts->count && parts->part[i + n].component == k;)
            n++;
        LB_TRY(solve_component(t, c, k, parts->part + i, n, parts->atom, contradiction));
    }
    for (size_t i = 0; i < t->targets->count; i++) {
        if (t->targets->target[i].certificate.failed)
            return LB_E_MEMORY;
        judge_target(t, &t->targets->target[i]);
    }
    return LB_OK;
}

/* The problem splits into components of atoms that share rows; each is solved once for all targets
 * in it, so that its linear program and the solutions found are reused. */
lb_status lb_inference_targets_solve(const lb_inference_solver *solver, const int64_t *low,
                                     const int64_t *high, lb_inference_targets *targets,
                                     size_t *contradiction)
{
    target_solver t = {.solver = solver, .low = low, .high = high, .targets = targets};
    lb_inference_components components = {.count = 0};
    part_list parts = {.count = 0};
    *contradiction = SIZE_MAX;
    lb_status status = solve_all(&t, &components, &parts, contradiction);
    lb_inference_components_clear(&components);
    lb_inference_components_clear(&t.wide);
    free(parts.part);
    free(parts.atom);
    free(t.unit_first);
    free(t.unit);
    free(t.local);
    free(t.wide_local);
    lb_linear_programs_end();
    return status;
}

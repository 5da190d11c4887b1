/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounds of groups against all whole numbers tried, and proofs computed again with fractions. */
#include "tests/support/support.h"
#include "commands/inference/publications.h"
#include "commands/inference/targets.h"

enum { UNITS = 7, ROWS = 7, MINIMUM = 5 };

/* A world: people of squares, figures that sum some of them, and what is said of each. */
typedef struct world {
    int64_t low[UNITS], high[UNITS];
    double row_low[ROWS], row_high[ROWS], fraction[ROWS * UNITS];
    size_t first[ROWS + 1], unit[ROWS * UNITS];
    bool hidden[ROWS];
    lb_inference_input input;
} world;

static void finish_world(world *w, size_t units, size_t rows)
{
    w->input = (lb_inference_input){.units = units,
                                    .rows = rows,
                                    .low = w->low,
                                    .high = w->high,
                                    .first = w->first,
                                    .unit = w->unit,
                                    .fraction = w->fraction,
                                    .row_low = w->row_low,
                                    .row_high = w->row_high};
}

static void draw_world(world *w, lb_random *random)
{
    size_t units = 3 + (size_t)lb_random_below(random, 4), at = 0;
    size_t rows = 2 + (size_t)lb_random_below(random, 5);
    int people[UNITS];
    for (size_t u = 0; u < units; u++) {
        w->low[u] = lb_random_below(random, 2);
        w->high[u] = lb_random_below(random, 2) ? 4 : 6;
        people[u] = (int)w->low[u] + lb_random_below(random, (int)(w->high[u] - w->low[u]) + 1);
        if (lb_random_below(random, 6) == 0)
            w->low[u] = w->high[u] = people[u];
    }
    for (size_t r = 0; r < rows; r++) {
        double sum = 0, half = lb_random_below(random, 3) * 0.5;
        bool parts = lb_random_below(random, 5) == 0;
        for (size_t u = 0; u < units; u++) {
            if (lb_random_below(random, 2))
                continue;
            w->unit[at] = u;
            w->fraction[at] = parts && lb_random_below(random, 2) ? 0.25 : 1;
            sum += w->fraction[at++] * people[u];
        }
        w->first[r + 1] = at;
        w->hidden[r] = lb_random_below(random, 5) == 0;
        w->row_low[r] = w->hidden[r] ? -INFINITY : sum - half;
        w->row_high[r] = w->hidden[r] ? INFINITY : sum + half;
    }
    finish_world(w, units, rows);
}

/* Do the people fit all that is said? */
static bool fits_rows(const world *w, const int64_t *people)
{
    for (size_t r = 0; r < w->input.rows; r++) {
        double sum = 0;
        for (size_t t = w->first[r]; t < w->first[r + 1]; t++)
            sum += w->fraction[t] * (double)people[w->unit[t]];
        if (sum < w->row_low[r] - 1e-9 || sum > w->row_high[r] + 1e-9)
            return false;
    }
    return true;
}

static bool next_world(const world *w, int64_t *people)
{
    for (size_t u = 0; u < w->input.units; u++) {
        if (++people[u] <= w->high[u])
            return true;
        people[u] = w->low[u];
    }
    return false;
}

static int64_t sum_target(const lb_inference_system *s, const lb_inference_target *target,
                          const int64_t *people)
{
    int64_t sum = 0;
    for (size_t u = 0; u < s->units; u++)
        for (size_t i = 0; i < target->atoms; i++)
            sum += s->atom_of[u] == target->atom[i] ? people[u] : 0;
    return sum;
}

/* The bounds of all targets by trying all numbers; single squares: of each unit. */
static void try_all(const world *w, const lb_inference_system *s, const lb_inference_targets *t,
                    lb_people_range *of_target, lb_people_range *of_unit)
{
    int64_t people[UNITS];
    memcpy(people, w->low, sizeof people);
    for (size_t i = 0; i < t->count; i++)
        of_target[i] = (lb_people_range){INT64_MAX, -1};
    for (size_t u = 0; u < w->input.units; u++)
        of_unit[u] = (lb_people_range){INT64_MAX, -1};
    do {
        if (!fits_rows(w, people))
            continue;
        for (size_t i = 0; i < t->count; i++) {
            int64_t sum = sum_target(s, &t->target[i], people);
            of_target[i].low = sum < of_target[i].low ? sum : of_target[i].low;
            of_target[i].high = sum > of_target[i].high ? sum : of_target[i].high;
        }
        for (size_t u = 0; u < w->input.units; u++) {
            of_unit[u].low = people[u] < of_unit[u].low ? people[u] : of_unit[u].low;
            of_unit[u].high = people[u] > of_unit[u].high ? people[u] : of_unit[u].high;
        }
    } while (next_world(w, people));
}

/* Proofs --------------------------------------------------------------------------------------- */

typedef struct fraction {
    lb_wide a, b; /* b > 0 */
} fraction;

static fraction add_fractions(fraction x, fraction y)
{
    fraction sum = {x.a * y.b + y.a * x.b, x.b * y.b};
    lb_wide p = sum.a < 0 ? -sum.a : sum.a, q = sum.b;
    while (q != 0) {
        lb_wide rest = p % q;
        p = q;
        q = rest;
    }
    return p ? (fraction){sum.a / p, sum.b / p} : (fraction){0, 1};
}

/* The bound that multipliers prove, term by term from the figures and the squares' own bounds. */
static fraction proved_bound(const lb_inference_problem *p, const lb_inference_certificate *c)
{
    fraction bound = {0, 1};
    for (size_t k = 0; k < p->rows; k++) {
        int64_t y = c->multiplier[k];
        lb_wide end = (y > 0) == c->upper ? p->row_high[k] : p->row_low[k];
        if (y != 0)
            bound = add_fractions(bound, (fraction){y * end, (lb_wide)c->denominator * p->scale});
    }
    for (size_t i = 0; i < p->atoms; i++) {
        fraction rest = {0, 1};
        for (size_t k = 0; k <= p->rows; k++)
            for (size_t t = p->first[k]; t < p->first[k + 1]; t++)
                if (p->term[t] == i)
                    rest = add_fractions(
                        rest, k == p->rows ? (fraction){p->times[t], p->scale}
                                           : (fraction){-(lb_wide)c->multiplier[k] * p->times[t],
                                                        (lb_wide)c->denominator * p->scale});
        int64_t end = (rest.a > 0) == c->upper ? p->own_high[i] : p->own_low[i];
        bound = add_fractions(bound, (fraction){rest.a * end, rest.b});
    }
    return bound;
}

typedef struct proof_count {
    size_t certificates, searches;
} proof_count;

static void check_proof(void *udata, const lb_inference_problem *p,
                        const lb_inference_target *target, const lb_inference_certificate *c,
                        bool upper, int64_t claim, lb_buf *out)
{
    proof_count *count = udata;
    (void)target;
    lb_buf_putc(out, '!');
    if (!c) {
        count->searches++;
        return;
    }
    fraction bound = proved_bound(p, c);
    lb_wide whole = upper ? lb_wide_floor(bound.a, bound.b) : lb_wide_ceil(bound.a, bound.b);
    ck_assert_msg(upper ? whole <= claim : whole >= claim, "claim %lld is not proved",
                  (long long)claim);
    lb_inference_certificate again = *c;
    lb_wide less = (lb_wide)(claim + (upper ? -1 : 1)) * p->scale, full = (lb_wide)claim * p->scale;
    ck_assert(lb_inference_certificate_verify(p, &again, full));
    ck_assert(!lb_inference_certificate_verify(p, &again, less));
    for (size_t k = 0; k < p->rows; k++) {
        again = *c;
        again.multiplier[k] += 1;
        ck_assert(!lb_inference_certificate_verify(p, &again, full));
        again.multiplier[k] -= 1;
    }
    again = *c;
    ck_assert(lb_inference_certificate_verify(p, &again, full));
    count->certificates++;
}

/* Worlds --------------------------------------------------------------------------------------- */

typedef struct solved_world {
    lb_inference_system system;
    lb_inference_targets targets;
    int64_t low[UNITS * 4], high[UNITS * 4];
    proof_count proofs;
    size_t contradiction;
} solved_world;

static void solve_world(const world *w, size_t largest_search, solved_world *s)
{
    *s = (solved_world){.contradiction = SIZE_MAX};
    ck_assert_int_eq(lb_inference_system_build(&w->input, &s->system), LB_OK);
    for (size_t a = 0; a < s->system.atoms; a++) {
        s->low[a] = s->system.low[a];
        s->high[a] = s->system.high[a];
    }
    s->contradiction = lb_inference_propagate(&s->system, s->low, s->high);
    if (s->contradiction != SIZE_MAX)
        return;
    lb_inference_solver solver = {.system = &s->system,
                                  .input = &w->input,
                                  .minimum = MINIMUM,
                                  .largest_search = largest_search,
                                  .writer = {check_proof, &s->proofs}};
    ck_assert_int_eq(lb_inference_targets_list(&s->system, w->hidden, s->low, MINIMUM, &s->targets),
                     LB_OK);
    ck_assert_int_eq(
        lb_inference_targets_solve(&solver, s->low, s->high, &s->targets, &s->contradiction),
        LB_OK);
}

static void clear_world(solved_world *s)
{
    lb_inference_targets_clear(&s->targets);
    lb_inference_system_clear(&s->system);
}

/* The verdict by what trying all numbers gives: of the group, else of any of its squares. */
static bool is_found(const lb_inference_system *s, const lb_inference_target *t,
                     lb_people_range all, const lb_people_range *of_unit)
{
    bool found = lb_inference_judge(all, MINIMUM) != LB_INFERENCE_SAFE;
    for (size_t u = 0; u < s->units && t->atoms == 1; u++)
        if (s->atom_of[u] == t->atom[0] && s->size[t->atom[0]] > 1)
            found = found || lb_inference_judge(of_unit[u], MINIMUM) != LB_INFERENCE_SAFE;
    return found;
}

static void compare_world(const world *w, const solved_world *s)
{
    lb_people_range *all = calloc(s->targets.count + 1, sizeof *all), unit[UNITS];
    try_all(w, &s->system, &s->targets, all, unit);
    for (size_t i = 0; i < s->targets.count; i++) {
        const lb_inference_target *t = &s->targets.target[i];
        ck_assert_int_le(t->proved.low, all[i].low);
        ck_assert_int_ge(t->proved.high, all[i].high);
        if (t->proved.low < MINIMUM) {
            ck_assert_int_eq(t->proved.low, all[i].low);
            ck_assert_int_eq(t->proved.high, all[i].high);
        }
        ck_assert(t->verdict == LB_INFERENCE_SAFE || t->verdict == LB_INFERENCE_EXACT ||
                  t->verdict == LB_INFERENCE_NARROW);
        ck_assert_int_eq(t->verdict != LB_INFERENCE_SAFE, is_found(&s->system, t, all[i], unit));
        ck_assert_int_eq(t->verdict != LB_INFERENCE_SAFE, t->certificate.length > 0);
    }
    free(all);
}

START_TEST(integer_bounds_equal_all_numbers_tried)
{
    lb_random random = {20261130};
    proof_count proofs = {0, 0};
    for (int i = 0; i < 1000; i++) {
        world w = {.low = {0}};
        solved_world s;
        draw_world(&w, &random);
        solve_world(&w, 60, &s);
        ck_assert_uint_eq(s.contradiction, SIZE_MAX);
        compare_world(&w, &s);
        proofs.certificates += s.proofs.certificates;
        proofs.searches += s.proofs.searches;
        clear_world(&s);
    }
    ck_assert_uint_gt(proofs.certificates, 1000);
    ck_assert_uint_gt(proofs.searches, 0);
}
END_TEST

/* The squares of each row as text: "AB" are the first two. */
static void write_row(world *w, size_t row, const char *squares, double low, double high)
{
    size_t at = w->first[row];
    for (; *squares; squares++, at++) {
        w->unit[at] = (size_t)(*squares - 'A');
        w->fraction[at] = 1;
    }
    w->first[row + 1] = at;
    w->row_low[row] = low;
    w->row_high[row] = high;
}

static void open_squares(world *w, size_t units, int64_t low, int64_t high)
{
    for (size_t u = 0; u < units; u++) {
        w->low[u] = low;
        w->high[u] = high;
    }
}

START_TEST(difference_of_two_areas_is_found_with_its_proof)
{
    world w = {.low = {0}};
    solved_world s;
    open_squares(&w, 3, 0, LB_INFERENCE_UNBOUNDED);
    write_row(&w, 0, "ABC", 57, 57);
    write_row(&w, 1, "AB", 54, 54);
    finish_world(&w, 3, 2);
    solve_world(&w, 60, &s);
    ck_assert_uint_eq(s.system.atoms, 2);
    ck_assert_int_eq(s.targets.target[1].verdict, LB_INFERENCE_EXACT);
    ck_assert_int_eq(s.targets.target[1].proved.low, 3);
    ck_assert_uint_eq(s.proofs.certificates, 2);
    clear_world(&s);
}
END_TEST

/* A = C and 2 <= 2 A <= 3: A is 1, for real numbers up to 1.5; D likewise, so that G is 2, for real
 * numbers from 1 to 2. */
START_TEST(whole_numbers_decide_what_real_ones_leave_open)
{
    world w = {.low = {0}};
    solved_world s;
    static const char *const rows[] = {"AB", "BC", "AC", "DE", "EF", "DF", "ADG"};
    static const double least[] = {3, 3, 2, 3, 3, 2, 4}, most[] = {3, 3, 3, 3, 3, 3, 4};
    open_squares(&w, 7, 0, 4);
    for (size_t r = 0; r < 7; r++)
        write_row(&w, r, rows[r], least[r], most[r]);
    finish_world(&w, 7, 7);
    solve_world(&w, 60, &s);
    compare_world(&w, &s);
    ck_assert_int_eq(s.targets.target[6].real.low, 1);
    ck_assert_int_eq(s.targets.target[6].proved.low, 2);
    ck_assert_int_eq(s.targets.target[6].proved.high, 2);
    ck_assert_uint_gt(s.proofs.searches, 0);
    clear_world(&s);
}
END_TEST

START_TEST(single_squares_of_a_full_group_are_found)
{
    world w = {.low = {0}};
    solved_world s;
    open_squares(&w, 3, 1, 4);
    write_row(&w, 0, "ABC", 12, 12);
    finish_world(&w, 3, 1);
    solve_world(&w, 60, &s);
    ck_assert_uint_eq(s.targets.count, 1);
    ck_assert_int_eq(s.targets.target[0].verdict, LB_INFERENCE_EXACT);
    ck_assert_int_eq(s.targets.target[0].square.low, 4);
    ck_assert_int_eq(s.targets.target[0].square.high, 4);
    clear_world(&s);
}
END_TEST

START_TEST(total_does_not_tie_areas_together)
{
    enum { AREAS = 50, EACH = 3, N = AREAS * EACH + 40 };
    int64_t low[N], high[N];
    size_t first[AREAS + 2], unit[2 * N], at = 0;
    double part[2 * N], row_low[AREAS + 1], row_high[AREAS + 1];
    first[0] = 0;
    for (size_t u = 0; u < N; u++) {
        low[u] = 1;
        high[u] = 4;
    }
    for (size_t a = 0; a <= AREAS; a++) {
        for (size_t u = a < AREAS ? a * EACH : 0; u < (a < AREAS ? (a + 1) * EACH : N); u++) {
            unit[at] = u;
            part[at++] = 1;
        }
        first[a + 1] = at;
        row_low[a] = row_high[a] = a < AREAS ? 8 : N * 2.5;
    }
    lb_inference_input input = {N, AREAS + 1, low, high, first, unit, part, row_low, row_high};
    lb_inference_system s;
    lb_inference_components c;
    ck_assert_int_eq(lb_inference_system_build(&input, &s), LB_OK);
    ck_assert_uint_eq(s.atoms, AREAS + 1);
    memcpy(low, s.low, s.atoms * sizeof *low);
    memcpy(high, s.high, s.atoms * sizeof *high);
    ck_assert_uint_eq(lb_inference_propagate(&s, low, high), SIZE_MAX);
    ck_assert_int_eq(lb_inference_components_find(&s, low, high, MINIMUM, &c), LB_OK);
    ck_assert_uint_eq(c.count, AREAS + 1);
    lb_inference_components_clear(&c);
    ck_assert_int_eq(lb_inference_components_find(&s, low, high, INT64_MAX, &c), LB_OK);
    ck_assert_uint_eq(c.count, 1);
    lb_inference_components_clear(&c);
    lb_inference_system_clear(&s);
}
END_TEST

START_TEST(figures_that_nothing_fits_contradict)
{
    world w = {.low = {0}};
    solved_world s;
    open_squares(&w, 3, 0, 9);
    write_row(&w, 0, "AB", 3, 3);
    write_row(&w, 1, "BC", 3, 3);
    write_row(&w, 2, "AC", 3, 3);
    finish_world(&w, 3, 3);
    solve_world(&w, 60, &s);
    ck_assert_uint_ne(s.contradiction, SIZE_MAX); /* halves of 3: real numbers fit */
    clear_world(&s);
}
END_TEST

START_TEST(shown_values_are_ranges)
{
    double low, high;
    bool hidden;
    ck_assert(lb_published_range("57", 1, &low, &high, &hidden));
    ck_assert(!hidden && low == 56.5 && high == 57.5);
    ck_assert(lb_published_range("12,25", 1, &low, &high, &hidden));
    ck_near(low, 12.245, 1e-12);
    ck_assert(lb_published_range("<5", 1, &low, &high, &hidden));
    ck_assert(hidden && low == 1 && high == 4);
    ck_assert(lb_published_range("10\u201314", 1, &low, &high, &hidden));
    ck_assert(hidden && low == 10 && high == 14);
    ck_assert(lb_published_range("", 1, &low, &high, &hidden));
    ck_assert(hidden && low == 0 && isinf(high));
    ck_assert(lb_published_range("..", 1, &low, &high, &hidden));
    const char *bad[] = {"-3", "<", "<0", "<x", "14-10", "many", "5-", "<2.5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!lb_published_range(bad[i], 1, &low, &high, &hidden), "'%s' was read",
                      bad[i]);
}
END_TEST

LB_TEST_MAIN("inference", integer_bounds_equal_all_numbers_tried,
             difference_of_two_areas_is_found_with_its_proof,
             whole_numbers_decide_what_real_ones_leave_open,
             single_squares_of_a_full_group_are_found, total_does_not_tie_areas_together,
             figures_that_nothing_fits_contradict, shown_values_are_ranges)

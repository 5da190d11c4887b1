/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An attacker who knows the geometry and all that is printed takes figures from each other: every
 * pair, and from every whole every set of areas that lie apart inside it. No group of few people
 * may be known to fewer than `MINIMUM` whole numbers. */
#include "tests/support/support.h"

enum { CELLS = 14, AREAS = 9, MINIMUM = 5 };
static const double SAME = 1e-9;

/* A figure: what everyone knows it counts of each cell, and what is printed of it. */
typedef struct printed {
    double part[CELLS], low, high;
} printed;

typedef struct scene {
    const struct printed *figure; /* [figures]: what is printed */
    size_t figures;
    double fraction[AREAS][CELLS], joined[CELLS], people[CELLS], whole[CELLS];
    size_t square[CELLS];
    lb_cell_weight cell_weight[AREAS * CELLS], joined_share[CELLS];
    size_t first[AREAS + 1], joined_first[2];
    lb_profile profile, union_profile;
    bool overlaps;
} scene;

/* Some squares are of two cells, which share their people equally. */
static void draw_squares(scene *s, lb_random *random)
{
    static const double some[] = {0, 0, 1, 2, 3, 3, 4, 5, 6, 8, 20, 20, 100, 100, 1000};
    for (size_t c = 0, square = 0; c < CELLS; c++) {
        bool second = c > 0 && lb_random_below(random, 4) == 0;
        double people = some[lb_random_below(random, 15)];
        if (second && (c < 2 || s->square[c - 1] != s->square[c - 2])) {
            s->square[c] = s->square[c - 1];
            s->people[c] = s->people[c - 1] /= 2;
            s->whole[c] = s->whole[c - 1];
        } else {
            s->square[c] = square++;
            s->people[c] = s->whole[c] = people;
        }
    }
}

/* Small areas that share the cells out among them, wholes made of those, and the like of another
 * but for a cell. */
static void draw_areas(scene *s, lb_random *random)
{
    int leaves = 2 + lb_random_below(random, 4);
    bool all = lb_random_below(random, 2);
    for (size_t c = 0; c < CELLS; c++) {
        int to = lb_random_below(random, leaves + (all ? 0 : 2));
        int other = lb_random_below(random, leaves);
        double part = lb_random_below(random, 4) ? 1 : lb_random_below(random, 2) ? .5 : .3;
        if (to < leaves)
            s->fraction[to][c] += part;
        if (to < leaves && part < 1 && (all || lb_random_below(random, 2)))
            s->fraction[other][c] += 1 - part;
        if (to < leaves && s->fraction[to][c] > 1 - SAME)
            s->fraction[to][c] = 1;
    }
    for (int i = leaves; i < AREAS; i++) {
        int like = lb_random_below(random, i), kind = lb_random_below(random, 3);
        for (int k = 0; k < leaves; k++)
            for (size_t c = 0; kind == 0 && k % 2 == i % 2 && c < CELLS; c++)
                s->fraction[i][c] = fmin(1, s->fraction[i][c] + s->fraction[k][c]);
        for (size_t c = 0; kind > 0 && c < CELLS; c++)
            s->fraction[i][c] = s->fraction[like][c];
        if (kind > 0)
            s->fraction[i][lb_random_below(random, CELLS)] = kind == 1 ? 1 : 0;
        if (lb_random_below(random, 3) == 0)
            s->fraction[i][lb_random_below(random, CELLS)] = .5;
    }
}

static void make_profiles(scene *s)
{
    size_t n = 0, m = 0;
    for (size_t i = 0; i < AREAS; i++) {
        for (size_t c = 0; c < CELLS; c++)
            if (s->fraction[i][c] > 0)
                s->cell_weight[n++] = (lb_cell_weight){c, s->fraction[i][c]};
        s->first[i + 1] = n;
    }
    for (size_t c = 0; c < CELLS; c++) {
        double sum = 0;
        for (size_t i = 0; i < AREAS; i++) {
            s->joined[c] = fmax(s->joined[c], s->fraction[i][c]);
            sum += s->fraction[i][c];
        }
        s->overlaps |= sum > s->joined[c] + SAME;
        if (s->joined[c] > 0)
            s->joined_share[m++] = (lb_cell_weight){c, s->joined[c]};
    }
    s->joined_first[1] = m;
    s->profile = (lb_profile){.count = AREAS, .first = s->first, .cell_weight = s->cell_weight};
    s->union_profile =
        (lb_profile){.count = 1, .first = s->joined_first, .cell_weight = s->joined_share};
}

static double count_of(const scene *s, const double *part)
{
    double sum = 0;
    for (size_t c = 0; c < CELLS; c++)
        sum += part[c] * s->people[c];
    return sum;
}

static printed print(const scene *s, const double *part, const lb_figure_suppression *guarded)
{
    printed p;
    memcpy(p.part, part, sizeof p.part);
    p.low = p.high = count_of(s, part);
    if (guarded && guarded->reason != LB_SUPPRESS_NONE) {
        double true_count = p.low;
        p.low = guarded->high > 0 ? (double)guarded->low : 0;
        p.high = guarded->high > 0 ? (double)guarded->high + (guarded->low == 0) : INFINITY;
        ck_assert(p.low <= true_count + SAME && true_count <= p.high + SAME);
    }
    return p;
}

/* People of the squares that a difference rests on, and the greatest part it has of one. */
static double rests_on(const scene *s, const double *part, double *most)
{
    double people = 0, of[CELLS] = {0};
    *most = 0;
    for (size_t c = 0; c < CELLS; c++) {
        size_t square = s->square[c];
        if (fabs(part[c]) <= SAME || !(s->people[c] > 0))
            continue;
        people += of[square] > 0 ? 0 : s->whole[c];
        of[square] += fabs(part[c]) * s->people[c] / s->whole[c];
        *most = fmax(*most, of[square]);
    }
    return people;
}

/* The whole less a set of areas: false when they do not fit into it. */
static bool take_set(const scene *s, const printed *whole, unsigned set, printed *left)
{
    *left = *whole;
    for (size_t i = 0; i < AREAS; i++) {
        if (!(set >> i & 1) || &s->figure[i] == whole)
            continue;
        left->low -= s->figure[i].high;
        left->high -= s->figure[i].low;
        for (size_t c = 0; c < CELLS; c++)
            if ((left->part[c] -= s->figure[i].part[c]) < -SAME)
                return false;
    }
    return true;
}

/* Do shown figures of people who are not few, the group among them, set the same bound to it? What
 * a figure of 4 from a hundredth of 100 people and all of 3 tells of the 3 is the figure itself. */
static bool is_bound_anyway(const scene *s, const double *part, double sign, double high)
{
    for (size_t w = 0; w < s->figures; w++)
        for (unsigned set = 0; set < 1u << AREAS; set++) {
            printed left;
            double most;
            bool holds = take_set(s, &s->figure[w], set, &left) && left.low == left.high &&
                         left.high <= high + SAME;
            for (size_t c = 0; c < CELLS && holds; c++)
                holds = s->people[c] == 0 || left.part[c] >= sign * part[c] - SAME;
            if (holds && rests_on(s, left.part, &most) >= MINIMUM - SAME)
                return true;
        }
    return false;
}

static void is_not_known(const scene *s, const double *part, double low, double high,
                         const char *how)
{
    double most, people = rests_on(s, part, &most);
    bool above = true, below = true;
    if (!(people > SAME && people < MINIMUM - SAME))
        return;
    for (size_t c = 0; c < CELLS; c++) {
        above &= part[c] >= -SAME || s->people[c] == 0;
        below &= part[c] <= SAME || s->people[c] == 0;
    }
    low = above ? fmax(low, 0) : low;
    high = below ? fmin(high, 0) : high;
    if ((above && is_bound_anyway(s, part, 1, high)) ||
        (below && is_bound_anyway(s, part, -1, -low)))
        return;
    ck_assert_msg((high - low) / most + 1 >= MINIMUM - 1e-6, "%s: %g people are from %g to %g", how,
                  people, low, high);
}

static void attack_pairs(const scene *s)
{
    const printed *figure = s->figure;
    for (size_t i = 0; i < s->figures; i++) {
        is_not_known(s, figure[i].part, figure[i].low, figure[i].high, "a figure");
        for (size_t k = 0; k < i; k++) {
            double part[CELLS];
            for (size_t c = 0; c < CELLS; c++)
                part[c] = figure[i].part[c] - figure[k].part[c];
            is_not_known(s, part, figure[i].low - figure[k].high, figure[i].high - figure[k].low,
                         "a pair");
        }
    }
}

/* Every set of areas (the first AREAS figures) that fits into the whole. */
static void attack_whole(const scene *s, const printed *whole)
{
    for (unsigned set = 1; set < 1u << AREAS; set++) {
        printed left;
        if (take_set(s, whole, set, &left))
            is_not_known(s, left.part, left.low, left.high, "a whole less its parts");
    }
}

static size_t print_all(const scene *s, const lb_disclosure *g, printed *figure)
{
    size_t n = 0;
    for (int kind = 0; kind < 3; kind++)
        for (size_t i = 0; i < AREAS; i++) {
            double part[CELLS];
            const lb_figure_suppression *of = kind == 0 ? g->figure : kind == 1 ? g->high : g->low;
            for (size_t c = 0; c < CELLS; c++) {
                double f = s->fraction[i][c];
                part[c] = kind == 0 ? f : kind == 1 ? f > 0 : f == 1;
            }
            figure[n++] = print(s, part, g->count ? &of[i] : NULL);
        }
    double all[CELLS];
    for (size_t c = 0; c < CELLS; c++)
        all[c] = 1;
    figure[n++] = print(s, all, NULL);
    if (s->overlaps && !(g->count && g->suppress_sums))
        figure[n++] = print(s, s->joined, NULL);
    return n;
}

static void attack_overlaps(const scene *s, const lb_disclosure *g)
{
    double part[CELLS], count;
    if (!s->overlaps || (g->count && g->suppress_sums))
        return;
    for (size_t c = 0; c < CELLS; c++) {
        part[c] = -s->joined[c];
        for (size_t i = 0; i < AREAS; i++)
            part[c] += s->fraction[i][c];
    }
    count = count_of(s, part);
    is_not_known(s, part, count, count, "the sum less the union");
}

START_TEST(no_small_group_is_known_by_subtraction)
{
    lb_random random = {(unsigned)_i + 1};
    scene s = {.overlaps = false};
    printed figure[3 * AREAS + 2];
    lb_disclosure g;
    draw_squares(&s, &random);
    draw_areas(&s, &random);
    make_profiles(&s);
    lb_disclosure_input input = {&s.profile, CELLS, s.people, s.square, NULL, MINIMUM, true};
    if (s.overlaps)
        input.joined = &s.union_profile;
    ck_assert_int_eq(lb_disclosure_compute(&input, &g), LB_OK);
    s.figures = print_all(&s, &g, figure);
    s.figure = figure;
    attack_pairs(&s);
    for (size_t i = 0; i < s.figures; i++)
        attack_whole(&s, &figure[i]);
    attack_overlaps(&s, &g);
    lb_disclosure_clear(&g);
}
END_TEST

LB_PROPERTY_MAIN("guard", 500, no_small_group_is_known_by_subtraction)

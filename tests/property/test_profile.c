/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

enum { NCOL = 9, NROW = 7, CELLS = NCOL * NROW };

/* Everything an area has, said cell by cell: what the brute force looks at. */
typedef struct matrix {
    int n;
    double fraction[CELLS], value[CELLS], weight[CELLS];
} matrix;

typedef struct scene {
    lb_cover cover;
    lb_profile profile;
    size_t count;
    int64_t cell[CELLS];
    double value[CELLS], weight[CELLS];
} scene;

static scene random_scene(int seed)
{
    lb_random random = {(unsigned)seed};
    scene s = {.count = 0};
    lb_shapes shapes = {0};
    lb_grid grid = {0, NROW * 10, 10, 10, NCOL, NROW};
    for (int64_t i = 0; i < CELLS; i++)
        if (lb_random_below(&random, 3)) {
            s.cell[s.count] = i;
            s.value[s.count] = lb_random_below(&random, 8) ? lb_random_below(&random, 6) : NAN;
            s.weight[s.count++] = lb_random_below(&random, 4) * lb_random_real(&random);
        }
    for (int k = 0; k < 6; k++) {
        double x = 80 * lb_random_real(&random), y = 60 * lb_random_real(&random);
        double w = 8 + 45 * lb_random_real(&random), h = 8 + 45 * lb_random_real(&random);
        lb_test_polygon(&shapes, 1, RING(x, y, x + w, y + 3, x + w + 2, y + h, x - 1, y + h + 1));
    }
    ck_assert_int_eq(lb_cover_compute(&shapes, &grid, 1, &s.cover), LB_OK);
    lb_cell_list cells = {s.count, s.cell};
    ck_assert_int_eq(lb_profile_compute(&s.cover, &cells, 1, &s.profile), LB_OK);
    lb_shapes_clear(&shapes);
    return s;
}

static matrix look(const scene *s, size_t area, bool weighted)
{
    matrix m = {.n = 0};
    for (size_t i = 0; i < s->count; i++) {
        double f = lb_cover_fraction(&s->cover, area, (int32_t)(s->cell[i] / NCOL),
                                     (int32_t)(s->cell[i] % NCOL));
        double w = weighted ? s->weight[i] : 1;
        if (f > 0 && !isnan(s->value[i]) && w > 0) {
            m.fraction[m.n] = f;
            m.value[m.n] = s->value[i];
            m.weight[m.n++] = f * w;
        }
    }
    return m;
}

/* The weight of values that are below, or are, v. */
static double weight_up_to(const matrix *m, double v)
{
    double sum = 0;
    for (int i = 0; i < m->n; i++)
        sum += m->value[i] <= v ? m->weight[i] : 0;
    return sum;
}

static double plain_quantile(const matrix *m, double q)
{
    double total = weight_up_to(m, 99), answer = NAN;
    for (int v = 5; v >= 0; v--) {
        double own = weight_up_to(m, v) - weight_up_to(m, v - 1);
        if (own > 0 && weight_up_to(m, v) >= q * total)
            answer = v;
    }
    return answer;
}

static double plain_majority(const matrix *m)
{
    double best = -1, answer = NAN;
    for (int v = 0; v <= 5; v++) {
        double own = 0;
        for (int i = 0; i < m->n; i++)
            own += m->value[i] == v ? m->weight[i] : 0;
        if (own > 0 && own >= best) {
            best = own;
            answer = v;
        }
    }
    return answer;
}

static double plain_mean(const matrix *m)
{
    double sum = 0;
    for (int i = 0; i < m->n; i++)
        sum += m->weight[i] * m->value[i];
    return sum / weight_up_to(m, 99);
}

static double plain_stdev(const matrix *m)
{
    double sum = 0, mean = plain_mean(m);
    for (int i = 0; i < m->n; i++)
        sum += m->weight[i] * pow(m->value[i] - mean, 2);
    return sqrt(sum / weight_up_to(m, 99));
}

static void check(const scene *s, lb_stat stat, size_t area, double expected, bool weighted)
{
    double out[6];
    lb_stat_input input = {
        .value = s->value, .weight = weighted ? s->weight : NULL, .quantile = 0.3};
    ck_assert_int_eq(lb_profile_stat(&s->profile, stat, &input, 1 + (int)area % 3, out), LB_OK);
    if (isnan(expected))
        ck_assert_msg(isnan(out[area]), "%s is %g", lb_stat_names[stat], out[area]);
    else
        ck_near(out[area], expected, 1e-11);
}

START_TEST(statistics_agree_with_a_look_at_every_cell)
{
    scene s = random_scene(_i);
    for (size_t area = 0; area < 6; area++)
        for (int weighted = 0; weighted < 2; weighted++) {
            matrix m = look(&s, area, weighted);
            check(&s, LB_STAT_MEAN, area, plain_mean(&m), weighted);
            check(&s, LB_STAT_STDEV, area, plain_stdev(&m), weighted);
            check(&s, LB_STAT_QUANTILE, area, plain_quantile(&m, 0.3), weighted);
            check(&s, LB_STAT_MAJORITY, area, plain_majority(&m), weighted);
            double sum = 0, count = 0;
            for (int i = 0; i < m.n; i++) {
                sum += m.weight[i] * m.value[i];
                count += m.weight[i];
            }
            check(&s, LB_STAT_SUM, area, sum, weighted);
            check(&s, LB_STAT_COUNT, area, count, weighted);
        }
    lb_cover_clear(&s.cover);
    lb_profile_clear(&s.profile);
}
END_TEST

START_TEST(areas_with_data_without_and_outside_add_up)
{
    scene s = random_scene(_i);
    for (size_t i = 0; i < 6; i++)
        ck_near(s.profile.with_data[i] + s.profile.no_data[i] + s.profile.outside[i],
                s.cover.area[i], 1e-9);
    lb_cover_clear(&s.cover);
    lb_profile_clear(&s.profile);
}
END_TEST

LB_PROPERTY_MAIN("profile properties", 500, statistics_agree_with_a_look_at_every_cell,
                 areas_with_data_without_and_outside_add_up)

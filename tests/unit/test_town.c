/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow/demo_files.h"
#include "flow/town_records.h"
#include "tests/support/support.h"

static lb_town *town(void)
{
    lb_town *made;
    ck_assert_int_eq(lb_town_new(&made), LB_OK);
    return made;
}

static double surface(const lb_town_ring *ring)
{
    double twice = 0;
    for (size_t i = 0; i < ring->count; i++) {
        const double *a = ring->at[i], *b = ring->at[(i + 1) % ring->count];
        twice += a[0] * b[1] - b[0] * a[1];
    }
    return twice / 2;
}

START_TEST(zones_tile_the_municipality)
{
    lb_town *t = town();
    double sum = 0;
    for (size_t i = 0; i < LB_TOWN_ZONES; i++) {
        ck_assert_double_gt(surface(&t->zone[i].ring), 10000);
        ck_assert_uint_lt(t->zone[i].ring.count, LB_TOWN_RING_MOST);
        sum += surface(&t->zone[i].ring);
    }
    /* The border is cut at other places where zones meet it; a bend has that much in it. */
    ck_near(sum / surface(&t->border), 1, 0.002);
    for (double n = -8300; n < 8300; n += 371)
        for (double e = -8300; e < 8300; e += 371) {
            int in = 0;
            for (size_t i = 0; i < LB_TOWN_ZONES; i++)
                in += lb_town_ring_has(&t->zone[i].ring, LB_TOWN_E + e, LB_TOWN_N + n);
            ck_assert_int_le(in, 1);
            if (e * e + n * n < 7000.0 * 7000)
                ck_assert_int_eq(in, 1);
        }
    lb_town_free(t);
}
END_TEST

START_TEST(nobody_lives_in_water_and_everybody_in_a_zone)
{
    lb_town *t = town();
    int people[LB_TOWN_ZONES] = {0};
    for (size_t i = 0; i < t->squares; i++) {
        const lb_town_square *s = &t->square[i];
        for (size_t w = 0; w < LB_TOWN_WATERS; w++)
            ck_assert(!lb_town_ring_has(&t->water[w], s->e + s->size / 2.0, s->n + s->size / 2.0));
        people[s->zone] += s->people;
    }
    for (size_t i = 0; i < LB_TOWN_ZONES; i++)
        ck_assert_int_gt(people[i], 0);
    lb_town_free(t);
}
END_TEST

START_TEST(waters_are_simple_enough_to_have_a_surface)
{
    lb_town *t = town();
    for (size_t i = 0; i < LB_TOWN_WATERS; i++) {
        ck_assert_uint_lt(t->water[i].count, LB_TOWN_RING_MOST);
        ck_assert_double_gt(surface(&t->water[i]), 1e5); /* counter-clockwise */
    }
    lb_town_free(t);
}
END_TEST

START_TEST(three_of_all_the_answers_are_missing)
{
    int missing = 0;
    for (size_t a = 0; a < LB_TOWN_AREAS; a++)
        for (int y = 2020; y <= 2021; y++)
            for (int q = 1; q <= LB_TOWN_QUESTIONS; q++) {
                lb_town_answer answer = lb_town_answer_of(a, y, q);
                missing += answer.level == 0;
                ck_assert_int_le(answer.level, 5);
            }
    ck_assert_int_eq(missing, 3);
}
END_TEST

LB_TEST_MAIN("town", zones_tile_the_municipality, nobody_lives_in_water_and_everybody_in_a_zone,
             waters_are_simple_enough_to_have_a_surface, three_of_all_the_answers_are_missing)

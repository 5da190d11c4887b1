/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The expected events of share --position-error against drawing each event's true place. */
#include <unistd.h>

#include "tests/support/support.h"

enum { AREAS = 3, CORNERS = 12, EVENTS = 40, DRAWS = 4000 };

typedef struct scene {
    lb_shapes areas;
    double xy[EVENTS][2];
} scene;

static void make_scene(lb_random *random, scene *s)
{
    *s = (scene){.xy = {{0}}};
    for (int a = 0; a < AREAS; a++) {
        double x = 600000 + 600 * lb_random_real(random), ring[2 * CORNERS];
        double y = 6600000 + 600 * lb_random_real(random);
        for (int k = 0; k < CORNERS; k++) {
            double r = 400 * (0.2 + lb_random_real(random)), angle = 2 * acos(-1) * k / CORNERS;
            ring[2 * k] = x + r * cos(angle);
            ring[2 * k + 1] = y + r * sin(angle);
        }
        ck_assert_int_eq(lb_shapes_add_feature(&s->areas), LB_OK);
        ck_assert_int_eq(lb_shapes_add_part(&s->areas), LB_OK);
        ck_assert_int_eq(lb_shapes_add_ring(&s->areas, ring, CORNERS), LB_OK);
    }
    for (int e = 0; e < EVENTS; e++) {
        s->xy[e][0] = 599900 + 800 * lb_random_real(random);
        s->xy[e][1] = 6599900 + 800 * lb_random_real(random);
    }
}

/* The area numbered lowest is in the worst category: A, B, C. */
static void write_scene(const scene *s, const char *areas, const char *events)
{
    FILE *f = fopen(areas, "wb");
    ck_assert_ptr_nonnull(f);
    fputs("namn;kategori;wkt\n", f);
    for (size_t i = 0; i < AREAS; i++) {
        fprintf(f, "o%zu;%c;\"POLYGON((", i, (int)('A' + i));
        for (size_t v = s->areas.vertex[i]; v < s->areas.vertex[i + 1]; v++)
            fprintf(f, "%s%.17g %.17g", v > s->areas.vertex[i] ? "," : "", s->areas.xy[2 * v],
                    s->areas.xy[2 * v + 1]);
        fputs("))\"\n", f);
    }
    ck_assert_int_eq(fclose(f), 0);
    f = fopen(events, "wb");
    ck_assert_ptr_nonnull(f);
    fputs("datum;e;n\n", f);
    for (int e = 0; e < EVENTS; e++)
        fprintf(f, "2020-01-01;%.17g;%.17g\n", s->xy[e][0], s->xy[e][1]);
    ck_assert_int_eq(fclose(f), 0);
}

static lb_table share(int seed, const scene *s, double error)
{
    char areas[60], events[60];
    snprintf(areas, sizeof areas, "prop_pos_areas_%d.csv", seed);
    snprintf(events, sizeof events, "prop_pos_events_%d.csv", seed);
    write_scene(s, areas, events);
    const char *const sets[] = {areas};
    lb_job job = {.crs = "EPSG:3006"};
    lb_share_options o;
    lb_share_options_init(&o);
    o.areas = sets;
    o.area_sets = 1;
    o.events = events;
    o.position_error = error;
    o.draws = 10;
    o.overlap = LB_OVERLAP_PRIORITY;
    lb_table table = {0};
    lb_error err = {0};
    ck_assert_msg(lb_share_run(&o, &job, &table, &err) == LB_OK, "%s", err.text);
    unlink(areas);
    unlink(events);
    return table;
}

/* Box and Muller; the events drawn into each category, a worse one first, and their variance. */
static void draw(const scene *s, lb_random *random, double sigma, double mean[AREAS],
                 double variance[AREAS])
{
    for (int e = 0; e < EVENTS; e++) {
        int hits[AREAS] = {0};
        for (int d = 0; d < DRAWS; d++) {
            double r = sigma * sqrt(-2 * log(1 - lb_random_real(random)));
            double angle = 2 * acos(-1) * lb_random_real(random);
            double x = s->xy[e][0] + r * cos(angle), y = s->xy[e][1] + r * sin(angle);
            size_t a = 0;
            while (a < AREAS && !lb_shape_contains(&s->areas, a, x, y))
                a++;
            if (a < AREAS)
                hits[a]++;
        }
        for (int a = 0; a < AREAS; a++) {
            double p = (double)hits[a] / DRAWS;
            mean[a] += p;
            variance[a] += (p * (1 - p) + 1.0 / DRAWS) / DRAWS;
        }
    }
}

START_TEST(expected_events_are_those_of_drawn_places)
{
    scene s;
    lb_random random = {(unsigned)_i + 11};
    double mean[AREAS] = {0}, variance[AREAS] = {0}, error = 20 + 100 * lb_random_real(&random);
    make_scene(&random, &s);
    lb_table table = share(_i, &s, error);
    draw(&s, &random, lb_sigma_from_median_error(error), mean, variance);
    size_t column = lb_table_column(&table, "events_expected");
    ck_assert(column != SIZE_MAX);
    for (size_t a = 0; a < AREAS; a++) {
        const char category[] = {(char)('A' + a), '\0'};
        ck_assert_str_eq(lb_table_text(&table, a, lb_table_column(&table, "category")), category);
        ck_near(lb_table_real(&table, a, column), mean[a], 5 * sqrt(variance[a]));
    }
    lb_table_clear(&table);
    lb_shapes_clear(&s.areas);
}
END_TEST

LB_PROPERTY_MAIN("share_position", 25, expected_events_are_those_of_drawn_places)

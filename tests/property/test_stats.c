/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds of every count, whatever the data: totals close, order and cuts change nothing. */
#include "base/sum.h"
#include "tests/support/support.h"

enum { EVENTS = 200, PERIODS = 3, CATEGORIES = 4, AREAS = 12 };

typedef struct event {
    size_t period, category[20], n;
} event;

static event random_event(lb_random *random)
{
    event e = {.period = (size_t)lb_random_below(random, PERIODS),
               .n = (size_t)lb_random_below(random, lb_random_below(random, 10) ? 4 : 20)};
    for (size_t i = 0; i < e.n; i++)
        e.category[i] = (size_t)lb_random_below(random, CATEGORIES);
    return e;
}

static lb_share_counts counted(const event *e, size_t from, size_t step, lb_overlap_rule overlap)
{
    lb_share_counts c;
    ck_assert_int_eq(lb_share_counts_init(&c, PERIODS, CATEGORIES, overlap), LB_OK);
    for (size_t i = from; i < EVENTS; i += step)
        lb_share_counts_add(&c, e[i].period, e[i].category, e[i].n);
    return c;
}

START_TEST(categories_and_the_rest_add_up_to_the_placed_events)
{
    lb_random random = {(unsigned long long)_i};
    event e[EVENTS];
    for (size_t i = 0; i < EVENTS; i++)
        e[i] = random_event(&random);
    for (int o = 0; o < 3; o++) {
        lb_share_counts c = counted(e, 0, 1, (lb_overlap_rule)o);
        for (size_t p = 0; p < PERIODS; p++) {
            int64_t parts = 0;
            for (size_t k = 0; k < CATEGORIES; k++)
                parts += c.parts[p * CATEGORIES + k];
            int64_t inside = c.inside[p] * LB_SHARE_PARTS;
            ck_assert(o == LB_OVERLAP_BOTH ? parts >= inside : parts == inside);
            ck_assert(lb_share_total(&c, p) + lb_share_outside(&c, p) == (double)c.placed[p]);
        }
        lb_share_counts_clear(&c);
    }
}
END_TEST

START_TEST(events_counted_in_two_pieces_give_the_same_counts)
{
    lb_random random = {(unsigned long long)_i + 500};
    event e[EVENTS];
    for (size_t i = 0; i < EVENTS; i++)
        e[i] = random_event(&random);
    lb_share_counts all = counted(e, 0, 1, LB_OVERLAP_SPLIT);
    lb_share_counts odd = counted(e, 1, 2, LB_OVERLAP_SPLIT);
    lb_share_counts even = counted(e, 0, 2, LB_OVERLAP_SPLIT);
    ck_assert_int_eq(lb_share_counts_merge(&odd, &even), LB_OK);
    ck_assert(memcmp(all.parts, odd.parts, PERIODS * CATEGORIES * sizeof *all.parts) == 0);
    ck_assert(memcmp(all.inside, odd.inside, PERIODS * sizeof *all.inside) == 0);
    lb_share_counts_clear(&all);
    lb_share_counts_clear(&odd);
    lb_share_counts_clear(&even);
}
END_TEST

/* A circle cut by random areas, its shares at most 1. */
static size_t random_parts(lb_random *random, lb_footprint_part *part)
{
    size_t n = (size_t)lb_random_below(random, 4);
    double left = 1;
    for (size_t i = 0; i < n; i++) {
        part[i].area = (size_t)lb_random_below(random, AREAS / 4) + i * (AREAS / 4);
        part[i].share = left * lb_random_real(random);
        left -= part[i].share;
    }
    return n;
}

START_TEST(day_prints_add_up_to_active_phones_in_any_order)
{
    lb_random random = {(unsigned long long)_i + 1000};
    lb_footprint_part part[60][4];
    lb_footprint print[60];
    for (size_t i = 0; i < 60; i++)
        print[i] = (lb_footprint){part[i], random_parts(&random, part[i])};
    lb_footprints all, back;
    ck_assert_int_eq(lb_footprints_init(&all, AREAS), LB_OK);
    ck_assert_int_eq(lb_footprints_init(&back, AREAS), LB_OK);
    size_t start[20], k[20];
    for (size_t p = 0; p < 20; p++) {
        k[p] = 1 + (size_t)lb_random_below(&random, 7);
        start[p] = (size_t)lb_random_below(&random, 60 - (int)k[p]);
        lb_footprints_add_day(&all, p, print + start[p], k[p]);
    }
    for (size_t p = 20; p-- > 0;)
        lb_footprints_add_day(&back, p, print + start[p], k[p]);
    lb_sum sum = {lb_footprints_outside(&all), 0};
    for (size_t i = 0; i < AREAS; i++) {
        lb_sum_add(&sum, lb_footprints_in_area(&all, i));
        ck_assert(lb_footprints_in_area(&all, i) == lb_footprints_in_area(&back, i));
        ck_assert(all.phones[i] == back.phones[i]);
    }
    ck_near(lb_sum_value(sum), 20, 1e-12);
    ck_assert_uint_eq(back.n_phones, 20);
    lb_footprints_clear(&all);
    lb_footprints_clear(&back);
}
END_TEST

START_TEST(arrow_turned_around_points_the_other_way)
{
    lb_random random = {(unsigned long long)_i + 1500};
    lb_level a = {0, 70 + lb_random_below(&random, 11)}, b = {0, 70 + lb_random_below(&random, 11)};
    a.sum = 150 + lb_random_below(&random, 60);
    b.sum = 150 + lb_random_below(&random, 60);
    for (int r = 0; r < 3; r++) {
        lb_arrow there = lb_level_arrow(a, b, (lb_arrow_rule)r);
        lb_arrow back = lb_level_arrow(b, a, (lb_arrow_rule)r);
        ck_assert((there == LB_ARROW_UP) == (back == LB_ARROW_DOWN));
        ck_assert((there == LB_ARROW_STABLE) == (back == LB_ARROW_STABLE));
    }
    double difference = lb_level_mean(b) - lb_level_mean(a);
    if (fabs(fabs(difference) - 0.2) > 1e-9)
        ck_assert((lb_level_arrow(a, b, LB_ARROW_EXACT) == LB_ARROW_DOWN) == (difference > 0.2));
}
END_TEST

START_TEST(audit_finds_the_total_that_percentages_were_computed_from)
{
    lb_random random = {(unsigned long long)_i + 2000};
    lb_audit_row row[4] = {{0, {0, 0}, false}};
    lb_audit audit;
    lb_audit_verdict verdict[4];
    int64_t n = 0;
    for (int i = 0; i < 3; i++)
        n += row[i].count = lb_random_below(&random, 300);
    row[3] = (lb_audit_row){n, {0, 0}, true};
    n += 1 + lb_random_below(&random, 2000);
    for (int i = 0; i < 4; i++)
        row[i].percent = lb_audit_percent(row[i].count, n, 1);
    ck_assert_int_eq(lb_audit_rows(row, 4, 0, &audit, verdict), LB_OK);
    ck_assert(lb_range_contains(audit.total, n) && lb_range_contains(audit.parts, n));
    ck_assert_uint_eq(audit.agree, 4);
    ck_assert(audit.sum_is_right && !audit.sums_rounded);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(verdict[i], LB_AUDIT_RIGHT);
        ck_near((double)row[i].percent.units, (double)row[i].count / (double)n * 1000, 0.5 + 1e-9);
    }
}
END_TEST

START_TEST(every_area_is_in_one_change)
{
    lb_random random = {(unsigned long long)_i + 2500};
    size_t n = (size_t)lb_random_below(&random, 9), m = (size_t)lb_random_below(&random, 9);
    double before[9], after[9];
    lb_change_overlap overlap[81];
    size_t after_of[9], overlaps = 0, seen_before[9] = {0}, seen_after[9] = {0};
    for (size_t i = 0; i < 9; i++) {
        before[i] = 1 + lb_random_real(&random);
        after[i] = 1 + lb_random_real(&random);
        after_of[i] = i < m && lb_random_below(&random, 3) == 0 ? i : SIZE_MAX;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            if (lb_random_below(&random, 4) == 0)
                overlap[overlaps++] = (lb_change_overlap){i, j, lb_random_real(&random)};
    lb_changes c;
    lb_change_geometry g = {before, after, overlap, overlaps, 0};
    ck_assert_int_eq(lb_changes_find(after_of, n, m, &g, &c), LB_OK);
    for (size_t k = 0; k < c.count; k++) {
        if (c.item[k].before != SIZE_MAX)
            seen_before[c.item[k].before]++;
        if (c.item[k].after != SIZE_MAX)
            seen_after[c.item[k].after]++;
    }
    for (size_t i = 0; i < 9; i++) {
        ck_assert_uint_eq(seen_before[i], i < n);
        ck_assert_uint_eq(seen_after[i], i < m);
    }
    lb_changes_clear(&c);
}
END_TEST

LB_PROPERTY_MAIN("stats", 500, categories_and_the_rest_add_up_to_the_placed_events,
                 events_counted_in_two_pieces_give_the_same_counts,
                 day_prints_add_up_to_active_phones_in_any_order,
                 arrow_turned_around_points_the_other_way,
                 audit_finds_the_total_that_percentages_were_computed_from,
                 every_area_is_in_one_change)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/alloc/fail.h"

static const char *const before[] = {"Hulta/Hässlöholmen", "Söder", "Norrby"};
static const char *const after[] = {"Hässleholmen/Hulta", "Hisingsbacka", "Norrby", "Söder"};
static const char *const place[] = {"Borås", "Helsingborg", "Borås", "Helsingborg"};

static lb_status names(void)
{
    lb_aliases aliases = {0};
    size_t after_of[3] = {7, 7, 7}, groups = 7;
    lb_match_list b = {3, before, place}, a = {4, after, place};
    lb_status status = lb_aliases_add(&aliases, "Hässlöholmen", "Hässleholmen");
    if (status == LB_OK)
        status = lb_match_names(&b, &a, &aliases, after_of);
    ck_assert_uint_eq(after_of[0], status == LB_OK ? 0 : 7);
    if (status == LB_OK)
        status = lb_match_distinct(place, 4, &aliases, NULL, &groups);
    ck_assert_uint_eq(groups, status == LB_OK ? 2 : 7);
    lb_aliases_clear(&aliases);
    return status;
}

static lb_status changes(void)
{
    static const size_t after_of[] = {0, SIZE_MAX};
    static const double size[] = {4, 4};
    static const lb_change_overlap overlap[] = {{1, 1, 3}};
    const lb_change_geometry geometry = {size, size, overlap, 1, 0};
    lb_changes c = {.count = 99};
    lb_status status = lb_changes_find(after_of, 2, 2, &geometry, &c);
    ck_assert_uint_eq(c.count, status == LB_OK ? 2 : 99);
    if (status == LB_OK)
        lb_changes_clear(&c);
    return status;
}

static lb_status counts(void)
{
    lb_share_counts shares = {0};
    lb_footprints prints = {0};
    lb_periods periods = {0};
    const lb_period_rule month = {.kind = LB_PERIOD_MONTH};
    lb_status status = lb_share_counts_init(&shares, 3, 2, LB_OVERLAP_SPLIT);
    if (status == LB_OK)
        status = lb_footprints_init(&prints, 5);
    if (status == LB_OK)
        status = lb_periods_add(&periods, &month, 0, 2000);
    lb_share_counts_clear(&shares);
    lb_footprints_clear(&prints);
    lb_periods_clear(&periods);
    return status;
}

static lb_status audits(void)
{
    const lb_audit_row row[] = {{83, {271, 1}, false}};
    lb_audit audit = {.agree = 99};
    lb_audit_verdict verdict[1];
    lb_status status = lb_audit_rows(row, 1, 0, &audit, verdict);
    ck_assert_uint_eq(audit.agree, status == LB_OK ? 1 : 99);
    return status;
}

static lb_status categories(void)
{
    lb_categories c = {0};
    lb_status status = lb_categories_add(&c, "Utsatt område", NULL);
    if (status == LB_OK)
        status = lb_categories_add(&c, "Riskområde", NULL);
    lb_categories_clear(&c);
    return status;
}

START_TEST(each_failed_allocation_is_told_and_nothing_is_kept)
{
    fail_each(names);
    fail_each(changes);
    fail_each(counts);
    fail_each(audits);
    fail_each(categories);
}
END_TEST

LB_TEST_MAIN("alloc of stats", each_failed_allocation_is_told_and_nothing_is_kept)

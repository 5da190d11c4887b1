/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/alloc/fail.h"

static const char *const before[] = {"Hulta/Hässlöholmen", "Söder", "Norrby"};
static const char *const after[] = {"Hässleholmen/Hulta", "Hisingsbacka", "Norrby", "Söder"};
static const char *const place[] = {"Borås", "Helsingborg", "Borås", "Helsingborg"};

/* An output has its new value on success, and else the one it had. */
static void must_be(lb_status *status, size_t value, size_t made, size_t had)
{
    if (value != (*status == LB_OK ? made : had))
        *status = LB_E_INPUT;
}

static lb_status names(void)
{
    lb_aliases aliases = {0};
    size_t after_of[3] = {7, 7, 7}, groups = 7;
    lb_match_list b = {3, before, place}, a = {4, after, place};
    lb_status status = lb_aliases_add(&aliases, "Hässlöholmen", "Hässleholmen");
    if (status == LB_OK)
        status = lb_match_names(&b, &a, &aliases, after_of);
    must_be(&status, after_of[0], 0, 7);
    if (status == LB_OK)
        status = lb_match_distinct(place, 4, &aliases, NULL, &groups);
    must_be(&status, groups, 2, 7);
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
    bool made = status == LB_OK;
    must_be(&status, c.count, 2, 99);
    if (made)
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
    must_be(&status, audit.agree, 1, 99);
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

static lb_status normalised(void)
{
    const double value[] = {1, 5, 2, 5, 9};
    static const lb_normalise ways[] = {LB_NORMALISE_PERCENTILE, LB_NORMALISE_ROBUST_Z,
                                        LB_NORMALISE_QUANTILE};
    lb_status status = LB_OK;
    for (size_t i = 0; i < 3 && status == LB_OK; i++) {
        double score[5]; /* it is also worked in: undefined after a failure */
        lb_recipe recipe = {.normalise = ways[i], .classes = 5};
        status = lb_normalise_values(&recipe, 1, value, NULL, 5, score);
    }
    return status;
}

static lb_status same_names(void)
{
    bool same = false;
    lb_status status = lb_match_same("Hisingsbacka", "Hisings Backa", NULL, &same);
    must_be(&status, same, true, false);
    char *key = status == LB_OK ? lb_match_key("Söder (Helsingborg)", NULL) : NULL;
    if (status == LB_OK && !key)
        status = LB_E_MEMORY;
    free(key);
    return status;
}

static lb_status texts(void)
{
    lb_table table = {0};
    char *text = NULL, *cell = NULL;
    size_t name = lb_table_add_column(&table, "namn", LB_TEXT, LB_UNIT_NONE);
    size_t share = lb_table_add_column(&table, "andel", LB_REAL, LB_UNIT_SHARE);
    lb_text_options options = {.escape_formulas = true};
    for (size_t i = 0; i < 20 && lb_table_status(&table) == LB_OK; i++) {
        lb_table_add_row(&table);
        lb_table_set_text(&table, i, name, "=Öster");
        lb_table_set_real(&table, i, share, 0.25);
    }
    lb_status status = lb_table_status(&table);
    if (status == LB_OK)
        status = lb_table_to_text(&table, &options, &text);
    if (status == LB_OK && !(cell = lb_table_format_value(&table, 0, share, &options)))
        status = LB_E_MEMORY;
    free(cell);
    free(text);
    lb_table_clear(&table);
    return status;
}

START_TEST(each_failed_allocation_is_told_and_nothing_is_kept)
{
    fail_each("names", names, true);
    fail_each("changes", changes, true);
    fail_each("counts", counts, true);
    fail_each("audits", audits, true);
    fail_each("categories", categories, true);
    fail_each("normalised", normalised, true);
    fail_each("same names", same_names, true);
    fail_each("texts", texts, true);
}
END_TEST

LB_TEST_MAIN("alloc of stats", each_failed_allocation_is_told_and_nothing_is_kept)

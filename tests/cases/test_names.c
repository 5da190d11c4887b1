/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cases.h"
#include "tests/support/support.h"

START_TEST(names_are_the_same_area_or_not)
{
    lb_cases *c = lb_cases_read("names.txt", "names"), *a = lb_cases_read("names.txt", "aliases");
    lb_aliases aliases = {0};
    for (size_t i = 0; i < lb_cases_rows(a); i++)
        ck_assert_int_eq(
            lb_aliases_add(&aliases, lb_cases_text(a, i, "from"), lb_cases_text(a, i, "to")),
            LB_OK);
    for (size_t i = 0; i < lb_cases_rows(c); i++) {
        const lb_aliases *used = lb_cases_is(c, i, "alias", "yes") ? &aliases : NULL;
        const char *one = lb_cases_text(c, i, "one"), *other = lb_cases_text(c, i, "other");
        bool there = false, back = false;
        ck_assert_int_eq(lb_match_same(one, other, used, &there), LB_OK);
        ck_assert_int_eq(lb_match_same(other, one, used, &back), LB_OK);
        ck_assert_msg(there == lb_cases_is(c, i, "same", "yes"), "%s", lb_cases_where(c, i));
        ck_assert_int_eq(there, back);
    }
    lb_aliases_clear(&aliases);
    lb_cases_free(c);
    lb_cases_free(a);
}
END_TEST

LB_TEST_MAIN("names", names_are_the_same_area_or_not)

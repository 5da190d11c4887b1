/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cases.h"
#include "tests/support/support.h"

static lb_level level(const lb_cases *c, size_t row, const char *sum, const char *answers)
{
    return (lb_level){(long)lb_cases_real(c, row, sum), (long)lb_cases_real(c, row, answers)};
}

START_TEST(arrows_follow_each_rule)
{
    lb_cases *c = lb_cases_read("levels.txt", "arrows");
    const char *const rule[] = {"exact", "rounded", "totals"};
    for (size_t i = 0; i < lb_cases_rows(c); i++)
        for (int r = 0; r < 3; r++) {
            lb_level before = level(c, i, "sum before", "answers before");
            lb_level after = level(c, i, "sum", "answers");
            const char *name = lb_arrow_names[lb_level_arrow(before, after, (lb_arrow_rule)r)];
            const char *expected = lb_cases_text(c, i, rule[r]);
            ck_assert_msg(strcmp(name[0] ? name : "none", expected) == 0, "%s: %s gives '%s'",
                          lb_cases_where(c, i), rule[r], name);
        }
    lb_cases_free(c);
}
END_TEST

LB_TEST_MAIN("levels", arrows_follow_each_rule)

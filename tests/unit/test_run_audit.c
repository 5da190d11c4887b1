/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include "tests/support/support.h"

static const char tabell4[] =
    "period;category;count;percent\n2018;UO;22;7,2\n2018;RO;14;4,6\n2018;SUO;83;27,1\n"
    "2018;Totalt;119;38,9\n2020;UO;40;10,9\n2020;RO;18;4,9\n2020;SUO;72;19,7\n"
    "2020;Totalt;130;39,7 %\n";

START_TEST(tabell_4_gives_306_and_366_and_flags_39_7)
{
    lb_audit_options o = {.table = "ra.csv"};
    lb_table t = {0};
    lb_error err = {0};
    FILE *file = fopen("ra.csv", "wb");
    ck_assert_ptr_nonnull(file);
    fputs(tabell4, file);
    fclose(file);
    lb_status status = lb_audit_run(&o, &(lb_job){0}, &t, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
    ck_assert_uint_eq(t.rows, 8);
    for (size_t i = 0; i < 8; i++) {
        ck_assert(lb_table_real(&t, i, 6) == (i < 4 ? 306 : 366));
        ck_assert(lb_table_real(&t, i, 7) == (i < 4 ? 306 : 366));
        ck_assert_str_eq(lb_table_text(&t, i, 8), i == 7 ? "impossible" : "right");
    }
    ck_assert(lb_table_real(&t, 7, 9) == 35.5);
    lb_table_clear(&t);
    unlink("ra.csv");
}
END_TEST

LB_TEST_MAIN("run_audit", tabell_4_gives_306_and_366_and_flags_39_7)

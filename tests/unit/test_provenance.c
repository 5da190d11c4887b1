/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/provenance.h"
#include "tests/support/support.h"

static void add_option(lb_provenance *p, const char *key, const char *json)
{
    lb_buf value = {0};
    lb_buf_puts(&value, json);
    lb_provenance_option_json(p, key, &value);
    lb_buf_clear(&value);
}

static lb_provenance share(void)
{
    lb_provenance p = {0};
    lb_provenance_command(&p, "share");
    add_option(&p, "interval", "\"wilson\"");
    add_option(&p, "confidence", "0.95");
    add_option(&p, "strict", "true");
    lb_provenance_used_real(&p, "worst", 5);
    lb_provenance_input(&p, "/hem/anna/områden.gpkg", "ab12", 61);
    lb_provenance_input(&p, "skott.csv", "cd34", -1);
    lb_provenance_balance(&p, "events_total", 417);
    lb_provenance_topology(&p, "uo", &(lb_buf){0}, NULL, 0, 0);
    return p;
}

START_TEST(json_has_everything_in_order_and_no_folder)
{
    lb_provenance p = share();
    char *text = NULL;
    ck_assert_int_eq(lb_provenance_json(&p, &text, NULL), LB_OK);
    ck_assert_str_eq(text, "{\n"
                           "  \"program\": \"lagesbild\",\n"
                           "  \"version\": \"" LB_VERSION "\",\n"
                           "  \"command\": \"share\",\n"
                           "  \"options\": {\n"
                           "    \"interval\": \"wilson\",\n"
                           "    \"confidence\": 0.95,\n"
                           "    \"strict\": true\n"
                           "  },\n"
                           "  \"used\": {\n"
                           "    \"worst\": 5\n"
                           "  },\n"
                           "  \"recipe\": null,\n"
                           "  \"inputs\": [\n"
                           "    {\"name\": \"områden.gpkg\", \"sha256\": \"ab12\", \"rows\": 61},\n"
                           "    {\"name\": \"skott.csv\", \"sha256\": \"cd34\", \"rows\": null}\n"
                           "  ],\n"
                           "  \"balance\": {\n"
                           "    \"events_total\": 417\n"
                           "  },\n"
                           "  \"meetings\": [\n"
                           "    {\"areas\": \"uo\", \"overlaps\": [], \"gaps\": null}\n"
                           "  ]\n"
                           "}\n");
    free(text);
    lb_provenance_clear(&p);
}
END_TEST

START_TEST(empty_provenance_is_still_json)
{
    lb_provenance p = {0};
    char *text = NULL;
    ck_assert_int_eq(lb_provenance_json(&p, &text, NULL), LB_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"command\": null,\n  \"options\": {},"));
    ck_assert_ptr_nonnull(
        strstr(text, "\"inputs\": [],\n  \"balance\": {},\n  \"meetings\": []\n}\n"));
    free(text);
    lb_provenance_clear(&p);
}
END_TEST

START_TEST(file_name_in_latin_letters_of_old_is_made_utf8)
{
    lb_provenance p = {0};
    lb_provenance_input(&p,
                        "omr\xE5"
                        "den.csv",
                        "ab", 1);
    char *text = NULL;
    ck_assert_int_eq(lb_provenance_json(&p, &text, NULL), LB_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"områden.csv\""));
    free(text);
    lb_provenance_clear(&p);
}
END_TEST

START_TEST(first_input_that_cannot_be_read_is_remembered)
{
    lb_provenance p = {0};
    lb_error err = {0};
    char *text = NULL, **items = NULL;
    lb_provenance_source(&p, "no-such-zones.csv", NULL, 3);
    lb_provenance_source(&p, "no-such-counts.csv", NULL, 3);
    ck_assert_int_eq(lb_provenance_json(&p, &text, &err), LB_E_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "no-such-zones.csv"));
    ck_assert_int_eq(lb_provenance_items(&p, &items, NULL), LB_E_IO);
    ck_assert_ptr_null(text);
    ck_assert_ptr_null(items);
    lb_provenance_clear(&p);
}
END_TEST

START_TEST(inputs_are_not_read_where_no_file_is_written)
{
    lb_provenance p = {.unwritten = true};
    char *text = NULL;
    lb_provenance_source(&p, "no-such-zones.csv", NULL, 3);
    ck_assert_int_eq(lb_provenance_json(&p, &text, NULL), LB_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"inputs\": [],"));
    free(text);
    lb_provenance_clear(&p);
}
END_TEST

START_TEST(items_for_a_geotiff_are_pairs)
{
    lb_provenance p = share();
    char **items = NULL;
    ck_assert_int_eq(lb_provenance_items(&p, &items, NULL), LB_OK);
    ck_assert_str_eq(items[0], "LAGESBILD_VERSION");
    ck_assert_str_eq(items[1], LB_VERSION);
    ck_assert_str_eq(items[10], "LAGESBILD_BALANCE");
    ck_assert_str_eq(items[11], "{\n    \"events_total\": 417\n  }");
    ck_assert_ptr_null(items[12]);
    lb_provenance_items_free(items);
    lb_provenance_clear(&p);
}
END_TEST

LB_TEST_MAIN("provenance", json_has_everything_in_order_and_no_folder,
             empty_provenance_is_still_json, file_name_in_latin_letters_of_old_is_made_utf8,
             first_input_that_cannot_be_read_is_remembered,
             inputs_are_not_read_where_no_file_is_written, items_for_a_geotiff_are_pairs)

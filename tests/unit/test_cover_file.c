/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "port/sqlite/cover_file.h"
#include "tests/support/support.h"

static const char path[] = "test_cover_file.cover";
static lb_error err;

/* Two areas that overlap, with a text, a number and a whole number each. */
static lb_area_cover laid;
static lb_table attributes;

static void copy_cover(lb_cover *out, size_t n, const size_t *first, const lb_cell_span *span,
                       const double *area)
{
    *out = (lb_cover){.grid = {300000, 6400000, 250, 250, 10, 8},
                      .count = n,
                      .first = malloc((n + 1) * sizeof *first),
                      .span = malloc(first[n] * sizeof *span),
                      .area = malloc(n * sizeof *area),
                      .outside = calloc(n, sizeof *area)};
    memcpy(out->first, first, (n + 1) * sizeof *first);
    memcpy(out->span, span, first[n] * sizeof *span);
    memcpy(out->area, area, n * sizeof *area);
}

static void begin(void)
{
    static const lb_cell_span span[] = {{1, 2, 3, 1}, {2, 2, 1, 0.1}, {1, 4, 2, 0.5}};
    const size_t first[] = {0, 2, 3}, all[] = {0, 3};
    const lb_cell_span joined[] = {{1, 2, 3, 1}, {1, 5, 1, 0.5}, {2, 2, 1, 0.1}};
    copy_cover(&laid.cover, 2, first, span, (const double[]){193750, 62500});
    copy_cover(&laid.union_cover, 1, all, joined, (const double[]){225000});
    laid.true_m2 = malloc(2 * sizeof *laid.true_m2);
    laid.true_m2[0] = 193751.5;
    laid.true_m2[1] = 62500.25;
    laid.topology = (lb_topology_issues){.overlap = malloc(sizeof(lb_overlap_pair)),
                                         .overlaps = 1,
                                         .overlap_count = 1,
                                         .overlap_m2 = 31250,
                                         .gap = malloc(2 * sizeof(lb_gap)),
                                         .gaps = 2,
                                         .overlaps_checked = true,
                                         .gaps_checked = true};
    laid.topology.overlap[0] = (lb_overlap_pair){0, 1, 31250};
    laid.topology.gap[0] = (lb_gap){0, 1, 52.5, {300100, 6399000, 300110, 6399020}};
    laid.topology.gap[1] = (lb_gap){1, SIZE_MAX, 2, {300200, 6399000, 300201, 6399002}};
    lb_table_add_column(&attributes, "Namn", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&attributes, "namn", LB_REAL, LB_UNIT_NONE);
    lb_table_add_column(&attributes, "år", LB_INTEGER, LB_UNIT_NONE);
    lb_table_add_row(&attributes);
    lb_table_add_row(&attributes);
    lb_table_set_text(&attributes, 0, 0, "Söder; \"A\"");
    lb_table_set_real(&attributes, 0, 1, 0.1);
    lb_table_set_integer(&attributes, 1, 2, 2021);
    lb_cover_file file = {"sha256:ab", "EPSG:3006", &laid, &attributes};
    unlink(path);
    lb_status status = lb_cover_file_write(path, &file, &err);
    ck_assert_msg(status == LB_OK, "%s", err.text);
}

static void end(void)
{
    lb_area_cover_clear(&laid);
    lb_table_clear(&attributes);
    unlink(path);
}

static lb_status read_with(const char *areas, const char *crs)
{
    lb_area_cover again = {.true_m2 = NULL};
    lb_table table = {0};
    lb_status status =
        lb_cover_file_read(path, &(lb_cover_origin){areas, crs, 0}, &again, &table, &err);
    lb_area_cover_clear(&again);
    lb_table_clear(&table);
    return status;
}

/* rehash: as one who knows how would hide it. */
static void spoil(const char *sql, bool rehash)
{
    sqlite3 *db = NULL;
    char hex[LB_HASH_SIZE];
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s: %s", sql,
                  sqlite3_errmsg(db));
    if (rehash && lb_cover_file_hash(db, hex) == SQLITE_OK) {
        char *update = sqlite3_mprintf("UPDATE hash SET sha256 = %Q", hex);
        ck_assert_int_eq(sqlite3_exec(db, update, NULL, NULL, NULL), SQLITE_OK);
        sqlite3_free(update);
    }
    sqlite3_close(db);
}

START_TEST(what_was_written_is_read)
{
    lb_area_cover again = {.true_m2 = NULL};
    lb_table table = {0};
    begin();
    ck_assert_int_eq(lb_cover_file_read(path, &(lb_cover_origin){"sha256:ab", "EPSG:3006", 1},
                                        &again, &table, &err),
                     LB_OK);
    ck_assert_uint_eq(again.cover.count, 2);
    ck_assert_int_eq(again.cover.grid.ncol, 10);
    ck_assert_uint_eq(again.cover.first[2], 3);
    ck_near(lb_cover_fraction(&again.cover, 0, 2, 2), 0.1, 0);
    ck_near(lb_cover_fraction(&again.cover, 1, 1, 5), 0.5, 0);
    ck_near(again.cover.area[1], 62500, 0);
    ck_near(again.true_m2[0], 193751.5, 0);
    ck_assert_uint_eq(again.union_cover.count, 1);
    ck_near(again.union_cover.area[0], 225000, 0);
    const lb_topology_issues *m = &again.topology;
    ck_assert_uint_eq(m->overlaps, 1);
    ck_assert_uint_eq(m->overlap[0].j, 1);
    ck_near(m->overlap[0].area, 31250, 0);
    ck_assert(m->overlaps_checked && m->gaps_checked);
    ck_assert_uint_eq(m->gaps, 2);
    ck_assert_uint_eq(m->gap[0].j, 1);
    ck_near(m->gap[0].area, 52.5, 0);
    ck_near(m->gap[0].bbox.ymax, 6399020, 0);
    ck_assert_uint_eq(m->gap[1].j, SIZE_MAX);
    ck_assert_str_eq(table.column[0].name, "Namn");
    ck_assert_str_eq(lb_table_text(&table, 0, 0), "Söder; \"A\"");
    ck_assert(lb_table_text(&table, 1, 0) == NULL);
    ck_near(lb_table_real(&table, 0, 1), 0.1, 0);
    ck_assert_int_eq(table.column[2].data.integer[1], 2021);
    ck_assert(table.column[2].data.integer[0] == LB_INTEGER_NONE);
    lb_area_cover_clear(&again);
    lb_table_clear(&table);
    end();
}
END_TEST

START_TEST(other_areas_and_another_crs_are_refused)
{
    begin();
    ck_assert_int_eq(read_with("sha256:ac", "EPSG:3006"), LB_E_INPUT);
    ck_assert(strstr(err.text, "other areas"));
    ck_assert_int_eq(read_with("sha256:ab", "EPSG:3010"), LB_E_INPUT);
    ck_assert(strstr(err.text, "another CRS (EPSG:3006)"));
    end();
}
END_TEST

START_TEST(what_is_not_whole_is_refused)
{
    static const char *const spoiled[] = {
        "DELETE FROM grid",
        "UPDATE grid SET dx = 0",
        "UPDATE grid SET x0 = 1e300",
        "UPDATE grid SET nrow = -1",
        "UPDATE grid SET ncol = 3", /* runs reach further */
        "DELETE FROM areas WHERE id = 0",
        "UPDATE areas SET id = 7 WHERE id = 1",
        "UPDATE areas SET runs = x'00' WHERE id = 1",
        "UPDATE areas SET runs = runs || x'01' WHERE id = 0", /* half a span more */
        "UPDATE areas SET m2_outside = 1e9",
        "UPDATE areas SET m2_planar = 9e999",
        "UPDATE areas SET m2 = -1",
        "DELETE FROM joined",
        "DELETE FROM overlaps",
        "UPDATE overlaps SET b = 2",
        "UPDATE overlaps SET a = -1",
        "UPDATE gaps SET a = 2",
        "UPDATE gaps SET b = -3",
        "DROP TABLE gaps",
        "DELETE FROM attributes WHERE id = 1",
        "DELETE FROM fields WHERE position = 3",
        "UPDATE fields SET name = NULL",
        "DROP TABLE areas",
        "DROP TABLE attributes",
        "CREATE VIEW v AS SELECT 1",
        "PRAGMA user_version = 1",
        "PRAGMA application_id = 0",
    };
    for (size_t i = 0; i < sizeof spoiled / sizeof *spoiled; i++) {
        begin();
        spoil(spoiled[i], true);
        ck_assert_msg(read_with("sha256:ab", "EPSG:3006") == LB_E_INPUT, "%s", spoiled[i]);
        end();
    }
}
END_TEST

/* Values that are possible, but not those that were written. */
START_TEST(what_has_changed_is_refused)
{
    static const char *const changed[] = {
        "UPDATE areas SET m2 = m2 + 1 WHERE id = 1",
        "UPDATE areas SET m2 = NULL WHERE id = 1",
        "UPDATE grid SET x0 = x0 + dx",
        "UPDATE grid SET gaps_sought = 0",
        "UPDATE overlaps SET m2 = 31251",
        "UPDATE gaps SET xmin = xmin - 1",
        "UPDATE fields SET name = 'namn' WHERE position = 1",
        "UPDATE fields SET type = 'text' WHERE position = 2",
        "UPDATE attributes SET f1 = 'Norr' WHERE id = 0",
        "UPDATE attributes SET f2 = 0.1000001 WHERE id = 0",
        "UPDATE joined SET m2_planar = m2_planar - 0.0001",
        "DELETE FROM hash",
        "UPDATE hash SET sha256 = 'ab'",
        "DROP TABLE hash",
    };
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++) {
        begin();
        spoil(changed[i], false);
        ck_assert_msg(read_with("sha256:ab", "EPSG:3006") == LB_E_INPUT, "%s", changed[i]);
        ck_assert_msg(strstr(err.text, "--save-cover"), "%s", err.text);
        end();
    }
}
END_TEST

START_TEST(another_layout_says_what_to_do)
{
    begin();
    spoil("PRAGMA user_version = 3", true);
    ck_assert_int_eq(read_with("sha256:ab", "EPSG:3006"), LB_E_INPUT);
    ck_assert(strstr(err.text, "layout 3 found, expected layout 4; make it again"));
    end();
}
END_TEST

LB_TEST_MAIN("cover files", what_was_written_is_read, other_areas_and_another_crs_are_refused,
             what_is_not_whole_is_refused, what_has_changed_is_refused,
             another_layout_says_what_to_do)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/geometry/touched_cells.h"
#include "tests/support/support.h"

enum { ROWS = 40, COLS = 30, AREAS = 12 };

/* Spans of random places in the order of areas, rows and columns, as covers have them. */
static void fill_cover(unsigned seed, lb_cover *cover, bool touched[ROWS][COLS])
{
    uint64_t state = seed;
    size_t n = 0;
    *cover = (lb_cover){.grid = {0, 0, 10, 10, COLS, ROWS}, .count = AREAS};
    cover->first = calloc(AREAS + 1, sizeof *cover->first);
    cover->span = calloc((size_t)AREAS * ROWS * 2, sizeof *cover->span);
    ck_assert(cover->first && cover->span);
    memset(touched, 0, sizeof(bool[ROWS][COLS]));
    for (size_t i = 0; i < AREAS; i++) {
        for (int32_t row = 5; row < ROWS; row++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            int32_t col = (int32_t)(state >> 40) % COLS, length = (int32_t)(state >> 50) % 9;
            length = col + length > COLS ? COLS - col : length;
            if (length == 0 || (state >> 33) % 3 > 0)
                continue;
            cover->span[n++] = (lb_cell_span){row, col, length, 0.5};
            for (int32_t k = col; k < col + length; k++)
                touched[row][k] = true;
        }
        cover->first[i + 1] = n;
    }
}

static void check_cells(const lb_cover *made, bool touched[ROWS][COLS])
{
    int64_t cells = 0;
    for (int32_t row = 0; row < ROWS; row++)
        for (int32_t col = 0; col < COLS; col++) {
            size_t at = lb_touched_cells_find(made, row, col);
            const lb_cell_span *span = &made->span[at];
            bool found = at < made->first[1] && span->row == row && span->col <= col;
            ck_assert_int_eq(found, touched[row][col]);
            ck_near(lb_cover_fraction(made, 0, row, col), touched[row][col] ? 1 : 0, 0);
            cells += touched[row][col];
        }
    ck_assert_int_eq(lb_touched_cells_count(made), cells);
    ck_near(made->area[0], 100 * (double)cells, 1e-9);
}

START_TEST(each_cell_that_some_area_touches_is_there_once)
{
    static bool touched[ROWS][COLS];
    for (unsigned seed = 1; seed <= 50; seed++) {
        lb_cover cover, made;
        fill_cover(seed, &cover, touched);
        ck_assert_int_eq(lb_touched_cells_make(&cover, 1 + (int)seed % 2, &made), LB_OK);
        check_cells(&made, touched);
        for (size_t i = 1; i < made.first[1]; i++)
            ck_assert(made.span[i].row > made.span[i - 1].row ||
                      made.span[i].col > made.span[i - 1].col + made.span[i - 1].length);
        lb_cover_clear(&made);
        lb_cover_clear(&cover);
    }
}
END_TEST

START_TEST(areas_that_touch_nothing_have_no_cells)
{
    size_t first[3] = {0, 0, 0};
    lb_cover made, none = {.grid = {0, 0, 10, 10, COLS, ROWS}, .count = 2, .first = first};
    ck_assert_int_eq(lb_touched_cells_make(&none, 1, &made), LB_OK);
    ck_assert_int_eq(lb_touched_cells_count(&made), 0);
    ck_assert_uint_eq(lb_touched_cells_find(&made, 3, 3), 0);
    lb_cover_clear(&made);
}
END_TEST

LB_TEST_MAIN("touched_cells", each_cell_that_some_area_touches_is_there_once,
             areas_that_touch_nothing_have_no_cells)

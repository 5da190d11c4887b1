/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"

static const lb_grid grid = {600000, 6601000, 250, 250, 8, 4};

static bool cell_is(double x, double y, int32_t row, int32_t col)
{
    int32_t r = -1, c = -1;
    return lb_grid_cell_at(&grid, x, y, &r, &c) && r == row && c == col;
}

START_TEST(a_cell_owns_its_west_and_south_edges)
{
    int32_t row, col;
    ck_assert(cell_is(600125, 6600875, 0, 0));
    ck_assert(cell_is(600250, 6600875, 0, 1));
    ck_assert(cell_is(600125, 6600750, 0, 0));
    ck_assert(cell_is(600000, 6600000, 3, 0));
    ck_assert(!lb_grid_cell_at(&grid, 600125, 6601000, &row, &col));
    ck_assert(!lb_grid_cell_at(&grid, 602000, 6600875, &row, &col));
    ck_assert(!lb_grid_cell_at(&grid, 599999.9, 6600875, &row, &col));
    ck_assert(!lb_grid_cell_at(&grid, 600125, 6599999, &row, &col));
    ck_assert(!lb_grid_cell_at(&grid, (double)NAN, 6600875, &row, &col));
}
END_TEST

START_TEST(a_grid_around_a_box_is_on_the_lattice_and_holds_it)
{
    lb_grid g = {0};
    ck_assert_int_eq(lb_grid_around((lb_box){600001, 6600001, 600600, 6600250}, 250, &g), LB_OK);
    ck_assert(g.x0 == 600000 && g.y0 == 6600250 && g.ncol == 3 && g.nrow == 1);
    ck_assert_int_eq(lb_grid_around((lb_box){500, 500, 500, 500}, 250, &g), LB_OK);
    ck_assert(g.ncol == 1 && g.nrow == 1); /* a point lies in a cell */
    ck_assert_int_eq(lb_grid_around(lb_box_empty(), 250, &g), LB_OK);
    ck_assert(g.ncol == 0 && g.nrow == 0);
    ck_assert_int_eq(lb_grid_around((lb_box){0, 0, 1e308, 1}, 250, &g), LB_E_INPUT);
    ck_assert_int_eq(lb_grid_around((lb_box){0, 0, 1, 1}, 0, &g), LB_E_USAGE);
}
END_TEST

START_TEST(an_id_is_read_back_in_both_forms)
{
    const lb_square square = {250, 306250, 6361250};
    lb_square again;
    char id[LB_SQUARE_ID_SIZE];
    lb_square_id(square, id);
    ck_assert_str_eq(id, "3062506361250");
    ck_assert_int_eq(lb_square_parse(id, strlen(id), 250, &again), LB_ID_OK);
    ck_assert_int_eq(lb_square_compare(&square, &again), 0);
    const char *inspire = "SE_CRS3006RES250mN6361250E306250";
    ck_assert_int_eq(lb_square_parse(inspire, strlen(inspire), 0, &again), LB_ID_OK);
    ck_assert_int_eq(lb_square_compare(&square, &again), 0);
}
END_TEST

START_TEST(each_fault_of_an_id_has_its_words)
{
    static const struct {
        const char *id;
        int32_t size;
        lb_id_fault fault;
    } cases[] = {{"30625063612", 250, LB_ID_LENGTH},
                 {"63612501306250", 250, LB_ID_RT90},
                 {"306250636125x", 250, LB_ID_NOT_DIGITS},
                 {"CRS3035RES1000mN3000000E4000000", 1000, LB_ID_CRS},
                 {"3062516361250", 250, LB_ID_OFF_LATTICE},
                 {"SE_CRS3006RES250mN306250E6361250", 250, LB_ID_SWAPPED},
                 {"0002506361250", 250, LB_ID_RANGE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lb_square square;
        lb_id_fault fault =
            lb_square_parse(cases[i].id, strlen(cases[i].id), cases[i].size, &square);
        ck_assert_msg(fault == cases[i].fault, "%s: %s", cases[i].id, lb_id_fault_text(fault));
        ck_assert_int_gt(strlen(lb_id_fault_text(fault)), 5);
    }
}
END_TEST

/* Of each form of other countries the square; of ids of another CRS or form, why not. */
START_TEST(ids_of_other_countries_are_read_in_their_crs)
{
    static const struct {
        const char *id;
        int32_t epsg, size, made, e, n;
        lb_id_fault fault;
    } cases[] = {{"22620006649000", LB_EPSG_ETRS89_UTM33, 250, 250, 262000, 6649000, LB_ID_OK},
                 {"19225006649250", LB_EPSG_ETRS89_UTM33, 0, 0, -77500, 6649250, LB_ID_OK},
                 {"2620006649000", LB_EPSG_ETRS89_UTM33, 1000, 1000, 262000, 6649000, LB_ID_OK},
                 {"CRS3035RES1000mN3210000E4321000", LB_EPSG_ETRS89_LAEA, 0, 1000, 4321000, 3210000,
                  LB_ID_OK},
                 {"DE_CRS3035RES100mN2689100E4337000", LB_EPSG_ETRS89_LAEA, 0, 100, 4337000,
                  2689100, LB_ID_OK},
                 {"1kmN3210E4321", LB_EPSG_ETRS89_LAEA, 0, 1000, 4321000, 3210000, LB_ID_OK},
                 {"100mN26840E43341", LB_EPSG_ETRS89_LAEA, 0, 100, 4334100, 2684000, LB_ID_OK},
                 {"250mN667100E38425", LB_EPSG_ETRS_TM35FIN, 0, 250, 384250, 6671000, LB_ID_OK},
                 {"250mN6671250E384250", LB_EPSG_ETRS_TM35FIN, 0, 250, 384250, 6671250, LB_ID_OK},
                 {"E1181N4876", LB_EPSG_RD_NEW, 100, 100, 118100, 487600, LB_ID_OK},
                 {"E118100N487600", LB_EPSG_RD_NEW, 100, 100, 118100, 487600, LB_ID_OK},
                 {"E1181N4876", LB_EPSG_RD_NEW, 500, 500, 0, 0, LB_ID_OFF_LATTICE},
                 {"E1181N4876", LB_EPSG_ETRS89_LAEA, 100, 0, 0, 0, LB_ID_NOT_DIGITS},
                 {"SE_CRS3006RES250mN6361250E306250", LB_EPSG_ETRS89_LAEA, 0, 0, 0, 0, LB_ID_CRS},
                 {"1kmN3210E4321", LB_EPSG_SWEREF99_TM, 0, 0, 0, 0, LB_ID_CRS},
                 {"226200066490", LB_EPSG_ETRS89_UTM33, 250, 0, 0, 0, LB_ID_LENGTH},
                 {"0kmN3210E4321", LB_EPSG_ETRS89_LAEA, 0, 0, 0, 0, LB_ID_NOT_DIGITS},
                 {"1kmN3210E4321x", LB_EPSG_ETRS89_LAEA, 0, 0, 0, 0, LB_ID_NOT_DIGITS}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lb_square square = {0};
        char why[300];
        lb_id_fault fault = lb_square_parse_epsg(cases[i].id, strlen(cases[i].id), cases[i].size,
                                                 cases[i].epsg, &square);
        ck_assert_msg(fault == cases[i].fault, "%s: %d", cases[i].id, (int)fault);
        lb_square_id_explain(cases[i].id, fault, cases[i].epsg, why, sizeof why);
        ck_assert_int_gt(strlen(why), 5);
        if (fault != LB_ID_OK)
            continue;
        ck_assert_int_eq(square.size, cases[i].made);
        ck_assert_int_eq(square.e, cases[i].e);
        ck_assert_int_eq(square.n, cases[i].n);
    }
}
END_TEST

START_TEST(the_name_of_a_column_of_ids_may_end_in_the_size)
{
    ck_assert_int_eq(lb_square_size_of_name("SSBID250M"), 250);
    ck_assert_int_eq(lb_square_size_of_name("ssbid_1000"), 1000);
    ck_assert_int_eq(lb_square_size_of_name("Gitter_ID_1km"), 1000);
    ck_assert_int_eq(lb_square_size_of_name("c28992r100"), 100);
    ck_assert_int_eq(lb_square_size_of_name("rutid_2022"), 0);
    ck_assert_int_eq(lb_square_size_of_name("Ruta"), 0);
    ck_assert_int_eq(lb_square_size_of_name("m"), 0);
    ck_assert_int_eq(lb_square_size_of_name(""), 0);
}
END_TEST

START_TEST(squares_are_ordered_from_north_to_south_west_to_east_larger_first)
{
    enum { N = 2000 };
    static lb_square square[N];
    lb_random r = {5};
    for (size_t i = 0; i < N; i++)
        square[i] = (lb_square){250 << lb_random_below(&r, 3), 250 * (lb_random_below(&r, 30) - 9),
                                250 * (lb_random_below(&r, 30) - 9)};
    square[0] = (lb_square){1000, INT32_MIN, INT32_MAX};
    square[1] = (lb_square){1000, INT32_MAX, INT32_MIN};
    size_t *order = lb_square_order(square, N);
    ck_assert_ptr_nonnull(order);
    ck_assert_uint_eq(order[0], 0);
    ck_assert_uint_eq(order[N - 1], 1);
    for (size_t i = 1; i < N; i++) {
        int before = lb_square_compare(&square[order[i - 1]], &square[order[i]]);
        ck_assert(before < 0 || (before == 0 && order[i - 1] < order[i]));
    }
    free(order);
}
END_TEST

LB_TEST_MAIN("grid", squares_are_ordered_from_north_to_south_west_to_east_larger_first,
             a_cell_owns_its_west_and_south_edges,
             a_grid_around_a_box_is_on_the_lattice_and_holds_it, an_id_is_read_back_in_both_forms,
             each_fault_of_an_id_has_its_words, ids_of_other_countries_are_read_in_their_crs,
             the_name_of_a_column_of_ids_may_end_in_the_size)

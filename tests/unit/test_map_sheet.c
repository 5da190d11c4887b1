/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Maps read back, pixel by pixel. */
#include <cairo.h>

#include "commands/map/ring_set.h"
#include "port/cairo/cairo_render.h"
#include "render/map/map_layout.h"
#include "render/text/palette.h"
#include "tests/support/support.h"

static const double DPI = 100;

typedef struct picture {
    lb_drawing *drawing;
    lb_viewport frame;
    size_t left_out;
    lb_buf png;
    size_t at;
    cairo_surface_t *surface;
} picture;

static cairo_status_t give(void *closure, unsigned char *to, unsigned int length)
{
    picture *p = closure;
    if (p->at + length > p->png.length)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(to, p->png.text + p->at, length);
    p->at += length;
    return CAIRO_STATUS_SUCCESS;
}

static picture paint(const lb_map_model *plan)
{
    picture p = {.at = 0};
    lb_error err;
    lb_text_measurer *measurer;
    lb_measure measure;
    ck_assert_int_eq(lb_text_measurer_new(&measurer, &measure), LB_OK);
    ck_assert_int_eq(lb_map_layout(plan, &measure, &p.drawing, &p.frame, &p.left_out), LB_OK);
    ck_assert_int_eq(lb_cairo_render_png(p.drawing, DPI, &p.png, &err), LB_OK);
    lb_text_measurer_free(measurer);
    p.surface = cairo_image_surface_create_from_png_stream(give, &p);
    ck_assert_int_eq(cairo_surface_status(p.surface), CAIRO_STATUS_SUCCESS);
    return p;
}

static void clear(picture *p)
{
    cairo_surface_destroy(p->surface);
    lb_buf_clear(&p->png);
    lb_drawing_free(p->drawing);
}

/* The colour at a place of the map, 0xRRGGBB. */
static unsigned colour_at(const picture *p, double e, double n)
{
    int x = (int)(lb_viewport_x(&p->frame, e) * DPI / 72);
    int y = (int)(lb_viewport_y(&p->frame, n) * DPI / 72);
    const unsigned char *data = cairo_image_surface_get_data(p->surface);
    unsigned pixel;
    memcpy(&pixel, data + y * cairo_image_surface_get_stride(p->surface) + 4 * x, sizeof pixel);
    return pixel & 0xffffff;
}

/* Two rows of three cells: 5 5 1 / none - 3, the dash being a cell nobody lives in. */
static const int64_t cells[] = {0, 1, 2, 3, 5};
static const uint8_t classes[] = {5, 5, 1, 0, 3};
static const double low[] = {1, 20, 40, 60, 80}, high[] = {19, 39, 59, 79, 99};

static lb_map_model town(void)
{
    lb_map_model plan = {.width = 420,
                         .height = 595,
                         .box = {600000, 6600000, 600750, 6600500},
                         .title = "Prov",
                         .legend = "Klass",
                         .cells = {.grid = {600000, 6600500, 250, 250, 3, 2},
                                   .count = 5,
                                   .cell = cells,
                                   .class_of = classes},
                         .classes = {.count = 5, .low = low, .high = high, .decimals = 1}};
    lb_palette_classes(5, NULL, false, plan.classes.ink);
    return plan;
}

/* Points of the cell with its south-west corner at e, n, of 230 x 46, that have not its colour. */
static size_t count_lines(const picture *p, double e, double n, unsigned colour)
{
    size_t lines = 0;
    for (double x = 10; x < 240; x++)
        for (double y = 10; y < 240; y += 5)
            lines += colour_at(p, e + x, n + y) != colour;
    return lines;
}

/* In grey the palest class and cells without a class are nearly one: lines tell them apart, one way
 * where too few people live, both ways where figures are missing. */
START_TEST(too_few_people_and_no_figure_differ_by_their_lines)
{
    lb_map_model plan = town();
    static const bool few[] = {false, false, false, true, false}, none[5] = {false};
    plan.cells.few = few;
    picture p = paint(&plan);
    size_t one_way = count_lines(&p, 600000, 6600000, LB_INK_NO_CLASS >> 8);
    ck_assert_uint_eq(count_lines(&p, 600500, 6600250, 0xc9fab6), 0);
    clear(&p);
    plan.cells.few = none;
    p = paint(&plan);
    size_t both_ways = count_lines(&p, 600000, 6600000, LB_INK_NO_CLASS >> 8);
    clear(&p);
    ck_assert_uint_gt(one_way, 100);
    ck_assert_uint_gt(both_ways, one_way * 5 / 4);
}
END_TEST

START_TEST(each_cell_has_the_colour_of_its_class_and_no_data_is_told_apart)
{
    lb_map_model plan = town();
    picture p = paint(&plan);
    ck_assert_uint_eq(colour_at(&p, 600125, 6600375), 0xa11e21);
    ck_assert_uint_eq(colour_at(&p, 600375, 6600375), 0xa11e21);
    ck_assert_uint_eq(colour_at(&p, 600625, 6600375), 0xc9fab6);
    ck_assert_uint_eq(colour_at(&p, 600625, 6600125), 0xbf910d);
    size_t filled = 230 * 46 - count_lines(&p, 600000, 6600000, LB_INK_NO_CLASS >> 8);
    ck_assert_uint_gt(filled, 230 * 46 / 10);
    ck_assert_uint_eq(colour_at(&p, 600375, 6600125), 0xffffff);
    ck_assert_uint_eq(colour_at(&p, 600375, 6600600), 0xffffff);
    clear(&p);
}
END_TEST

START_TEST(no_seam_shows_between_cells_of_one_class_or_of_two)
{
    lb_map_model plan = town();
    picture p = paint(&plan);
    for (double e = 600005; e < 600745; e += 1) {
        unsigned colour = colour_at(&p, e, 6600375);
        ck_assert_msg(colour == 0xa11e21 || colour == 0xc9fab6, "%06x at %g", colour, e);
    }
    clear(&p);
}
END_TEST

START_TEST(wide_and_high_pages_both_show_all_of_the_box)
{
    lb_map_model plan = town();
    for (int turned = 0; turned < 2; turned++) {
        if (turned) {
            plan.width = 595;
            plan.height = 420;
        }
        picture p = paint(&plan);
        ck_assert(p.frame.box.xmin <= 600000 && p.frame.box.xmax >= 600750);
        ck_assert(p.frame.x > 0 && p.frame.x + p.frame.w < plan.width);
        ck_assert(p.frame.y > 0 && p.frame.y + p.frame.h < plan.height);
        ck_assert_uint_eq(colour_at(&p, 600125, 6600375), 0xa11e21);
        clear(&p);
    }
}
END_TEST

/* On 90 x 60 mm the column ran over the scale and the source. */
START_TEST(a_legend_higher_than_a_wide_page_stands_under_the_map)
{
    lb_map_model plan = town();
    plan.width = 255;
    plan.height = 155;
    picture beside = paint(&plan);
    plan.note = "Vad som står under klasserna kan ta många rader, som när rutor har slagits "
                "samman, osäkra klasser har streck och ringar står för fler än ett barn i rutan.";
    picture under = paint(&plan);
    ck_assert_double_lt(beside.frame.w, 255 - 2 * 28 * 0.62 - 150 * 0.62);
    ck_assert_double_eq_tol(under.frame.w, 255 - 2 * 28 * 0.62, 1e-9);
    ck_assert_double_gt(under.frame.scale, 0);
    clear(&beside);
    clear(&under);
}
END_TEST

/* The lower left corner: white, or what the map has there. */
START_TEST(a_part_of_the_grid_has_a_small_map_of_where_it_is)
{
    lb_map_model plan = town();
    picture whole = paint(&plan);
    lb_box corner = {whole.frame.box.xmin, whole.frame.box.ymin, 0, 0};
    ck_assert_uint_eq(
        colour_at(&whole, corner.xmin + 3 / whole.frame.scale, corner.ymin + 3 / whole.frame.scale),
        0xffffff);
    clear(&whole);
    plan.box = (lb_box){600010, 6600260, 600110, 6600360}; /* within the first red cell */
    picture part = paint(&plan);
    double x = part.frame.box.xmin, y = part.frame.box.ymin, point = 1 / part.frame.scale;
    ck_assert_uint_eq(colour_at(&part, x + 1.3 * point, y + 1.3 * point), 0xffffff);
    ck_assert_uint_eq(colour_at(&part, x + 5 * point, y + 8 * point), LB_INK_LINE >> 8);
    ck_assert_uint_eq(colour_at(&part, 600100, 6600300), 0xa11e21);
    clear(&part);
}
END_TEST

START_TEST(outlines_and_names_are_drawn_over_the_cells)
{
    lb_shapes shapes = {0};
    char name[] = "Öst";
    char *names[] = {name};
    const size_t category[] = {0};
    lb_map_model plan = town();
    lb_test_polygon(&shapes, 1,
                    RING(600100, 6600300, 600400, 6600300, 600400, 6600450, 600100, 6600450));
    plan.areas = (lb_map_areas){&shapes, names, category, 0, NULL, "omraden"};
    picture p = paint(&plan);
    ck_assert_uint_eq(p.left_out, 0);
    ck_assert_uint_eq(colour_at(&p, 600250, 6600300), 0x111111);
    ck_assert_uint_eq(colour_at(&p, 600250, 6600375), 0xa11e21);
    clear(&p);
    lb_shapes_clear(&shapes);
}
END_TEST

/* The radius of the widest ring. */
static double widest_circle(const lb_drawing *d)
{
    double widest = 0;
    for (size_t i = 0; i < d->marks; i++)
        if (d->mark[i].kind == LB_MARK_CIRCLE)
            widest = fmax(widest, d->mark[i].w);
    return widest;
}

START_TEST(the_surface_of_a_ring_follows_its_value)
{
    const double xy[] = {600125, 6600375, 600625, 6600125}, value[] = {400, 100};
    lb_map_model plan = town();
    plan.rings = (lb_map_rings){.count = 2, .xy = xy, .value = value, .side = 250, .title = "Barn"};
    picture p = paint(&plan);
    double widest = widest_circle(p.drawing);
    bool half = false;
    for (size_t i = 0; i < p.drawing->marks; i++)
        half |= p.drawing->mark[i].kind == LB_MARK_CIRCLE &&
                fabs(p.drawing->mark[i].w - widest / 2) < 1e-9;
    ck_assert(half);
    clear(&p);
}
END_TEST

static size_t circles(const lb_map_model *plan)
{
    picture p = paint(plan);
    size_t n = 0;
    for (size_t i = 0; i < p.drawing->marks; i++)
        n += p.drawing->mark[i].kind == LB_MARK_CIRCLE;
    clear(&p);
    return n;
}

/* Two rings on the map; 50, 10 and 2 beside them, of which 2 is no ring's where five is the least.
 */
START_TEST(the_legend_shows_no_ring_that_none_can_be)
{
    const double xy[] = {600125, 6600375, 600625, 6600125}, value[] = {50, 10};
    lb_map_model plan = town();
    plan.rings = (lb_map_rings){.count = 2, .xy = xy, .value = value, .side = 250, .title = "Barn"};
    ck_assert_uint_eq(circles(&plan), 7);
    plan.rings.min_value = 5;
    ck_assert_uint_eq(circles(&plan), 6);
    plan.rings.min_value = 1000; /* one at least says how large is how many */
    ck_assert_uint_eq(circles(&plan), 5);
}
END_TEST

static bool says(const lb_map_model *plan, const char *text)
{
    picture p = paint(plan);
    bool found = false;
    for (size_t i = 0; i < p.drawing->marks; i++)
        found |= p.drawing->mark[i].text && strstr(p.drawing->mark[i].text, text);
    clear(&p);
    return found;
}

START_TEST(the_legend_names_only_what_the_map_shows)
{
    static const bool few[] = {false, false, false, true, false};
    static const uint8_t classed[] = {5, 5, 1, 2, 3};
    static const int64_t three[] = {0, 1, 2};
    lb_map_model plan = town();
    ck_assert(says(&plan, "ingen uppgift") && !says(&plan, "för få invånare"));
    ck_assert(says(&plan, "obebott"));
    plan.cells.few = few;
    ck_assert(!says(&plan, "ingen uppgift") && says(&plan, "för få invånare"));
    plan.cells.class_of = classed;
    ck_assert(!says(&plan, "ingen uppgift") && !says(&plan, "för få invånare"));
    plan.cells = (lb_map_cells){.grid = {590000, 6610000, 10000, 20000, 3, 1},
                                .count = 3,
                                .cell = three,
                                .class_of = classes};
    ck_assert(!says(&plan, "obebott"));
}
END_TEST

/* Merging -------------------------------------------------------------------------------------- */

static lb_map_grid grid_of(const double *people)
{
    lb_map_grid g = {.cells = 5};
    g.values.grid = g.grid = (lb_grid){600000, 6600500, 250, 250, 3, 2};
    g.values.value = calloc(LB_MAP_COLUMNS, sizeof *g.values.value);
    g.values.value[LB_MAP_PEOPLE] = malloc(5 * sizeof(double));
    g.values.columns = LB_MAP_COLUMNS;
    g.cell = malloc(sizeof cells);
    g.class_of = malloc(sizeof classes);
    memcpy(g.cell, cells, sizeof cells);
    memcpy(g.class_of, classes, sizeof classes);
    memcpy(g.values.value[LB_MAP_PEOPLE], people, 5 * sizeof *people);
    return g;
}

START_TEST(merged_cells_have_the_mean_class_of_their_people)
{
    const double people[] = {100, 100, 300, 50, 10};
    lb_map_grid g = grid_of(people);
    ck_assert_int_eq(lb_map_grid_merge(&g, 0.001, 0.5), LB_OK);
    ck_near(g.merged, 500, 1e-9);
    ck_assert_uint_eq(g.cells, 2);
    ck_assert_uint_eq(g.class_of[0], 5); /* 5 and 5; the one without a class does not count */
    ck_assert_uint_eq(g.class_of[1], 1); /* (300 x 1 + 10 x 3) / 310 */
    lb_map_grid_clear(&g);
}
END_TEST

START_TEST(cells_that_can_be_seen_are_not_merged)
{
    const double people[] = {1, 1, 1, 1, 1};
    lb_map_grid g = grid_of(people);
    ck_assert_int_eq(lb_map_grid_merge(&g, 0.003, 0.75), LB_OK);
    ck_assert(g.merged == 0);
    ck_assert_uint_eq(g.cells, 5);
    lb_map_grid_clear(&g);
}
END_TEST

START_TEST(merged_rings_keep_every_child_and_stand_among_them)
{
    const double people[] = {1, 1, 1, 1, 1};
    lb_map_grid g = grid_of(people);
    lb_ring_set r = {
        .count = 3, .xy = malloc(6 * sizeof(double)), .value = malloc(3 * sizeof(double))};
    memcpy(r.xy, (const double[]){600625, 6600125, 600125, 6600375, 600375, 6600375},
           6 * sizeof(double));
    memcpy(r.value, (const double[]){7, 10, 30}, 3 * sizeof(double));
    ck_assert_int_eq(lb_ring_set_merge(&g, 0.001, 0.5, &r), LB_OK);
    ck_assert_uint_eq(r.count, 2);
    ck_near(r.value[0], 40, 1e-9);
    ck_near(r.xy[0], 600312.5, 1e-6);
    ck_near(r.value[1], 7, 1e-9);
    ck_near(r.side, 500, 1e-9);
    lb_ring_set_clear(&r);
    lb_map_grid_clear(&g);
}
END_TEST

LB_TEST_MAIN("map_sheet", each_cell_has_the_colour_of_its_class_and_no_data_is_told_apart,
             too_few_people_and_no_figure_differ_by_their_lines,
             no_seam_shows_between_cells_of_one_class_or_of_two,
             wide_and_high_pages_both_show_all_of_the_box,
             a_legend_higher_than_a_wide_page_stands_under_the_map,
             a_part_of_the_grid_has_a_small_map_of_where_it_is,
             outlines_and_names_are_drawn_over_the_cells, the_surface_of_a_ring_follows_its_value,
             the_legend_shows_no_ring_that_none_can_be, the_legend_names_only_what_the_map_shows,
             merged_cells_have_the_mean_class_of_their_people,
             cells_that_can_be_seen_are_not_merged,
             merged_rings_keep_every_child_and_stand_among_them)

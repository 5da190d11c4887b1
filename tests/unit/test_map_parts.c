/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/map/map_spec.h"
#include "model/map/map_viewport.h"
#include "render/text/text_layout.h"
#include "render/map/map_legend.h"
#include "render/text/palette.h"
#include "render/text/label_placement.h"
#include "render/text/nice_numbers.h"
#include "tests/support/support.h"

static lb_error err;

/* Every letter is half as wide as it is high. */
static double even_width(void *udata, const char *text, double size, bool bold)
{
    size_t letters = 0;
    (void)udata;
    (void)bold;
    for (const char *c = text; *c; c++)
        letters += ((unsigned char)*c & 0xc0) != 0x80;
    return size / 2 * (double)letters;
}

static const lb_measure even = {even_width, NULL};

/* Round numbers -------------------------------------------------------------------------------- */

START_TEST(a_scale_bar_has_a_round_length_and_round_parts)
{
    lb_scale_bar bar = lb_scale_bar_within(1999);
    ck_assert(bar.metres == 1000 && bar.segments == 2);
    bar = lb_scale_bar_within(2000);
    ck_assert(bar.metres == 2000 && bar.segments == 4);
    bar = lb_scale_bar_within(73);
    ck_assert(bar.metres == 50 && bar.segments == 5);
}
END_TEST

START_TEST(lengths_are_written_in_the_unit_of_the_whole_bar)
{
    char text[LB_LENGTH_SIZE];
    lb_length_text(500, 1000, 0, 0, text);
    ck_assert_str_eq(text, "0,5");
    lb_length_text(1000, 1000, 1, 0, text);
    ck_assert_str_eq(text, "1 km");
    lb_length_text(500, 1000, 0, 1, text);
    ck_assert_str_eq(text, "0.5");
    lb_length_text(200, 200, 1, 1, text);
    ck_assert_str_eq(text, "200 m");
}
END_TEST

START_TEST(axis_steps_are_1_2_or_5_and_never_too_many)
{
    ck_near(lb_nice_step(12, 6), 2, 1e-12);
    ck_near(lb_nice_step(12.1, 6), 5, 1e-12);
    ck_near(lb_nice_step(0.62, 6), 0.2, 1e-12);
    ck_near(lb_nice_step(400, 8), 50, 1e-12);
    ck_near(lb_nice_number_below(999), 500, 1e-12);
    ck_near(lb_nice_number_below(0.02), 0.02, 1e-12);
}
END_TEST

START_TEST(figures_are_written_as_people_of_the_language_do)
{
    char text[LB_FIGURE_SIZE];
    lb_figure_text(1234567.25, 1, false, text);
    ck_assert_str_eq(text, "1\xe2\x80\xaf"
                           "234\xe2\x80\xaf"
                           "567,3");
    lb_figure_text(-0.5, 1, true, text);
    ck_assert_str_eq(text, "\xe2\x88\x92"
                           "0.5");
    lb_figure_text(-0.01, 1, true, text);
    ck_assert_str_eq(text, "0.0");
}
END_TEST

/* Frame ---------------------------------------------------------------------------------------- */

START_TEST(a_frame_shows_the_whole_box_in_its_middle_north_up)
{
    lb_viewport f = lb_viewport_fit((lb_box){1000, 2000, 3000, 3000}, 10, 20, 200, 200);
    ck_near(f.scale, 0.1, 1e-12);
    ck_near(lb_viewport_x(&f, 1000), 10, 1e-9);
    ck_near(lb_viewport_x(&f, 3000), 210, 1e-9);
    ck_near(lb_viewport_y(&f, 2500), 120, 1e-9);
    ck_assert(lb_viewport_y(&f, 3000) < lb_viewport_y(&f, 2000));
    ck_near(f.box.ymax, 3500, 1e-9);
}
END_TEST

START_TEST(the_scale_of_a_frame_is_that_of_paper)
{
    lb_viewport f = lb_viewport_fit((lb_box){0, 0, 25.4, 25.4}, 0, 0, 72, 72);
    ck_near(lb_viewport_denominator(&f), 1000, 1e-9); /* 25,4 m on an inch */
}
END_TEST

START_TEST(a_round_scale_is_the_next_smaller_and_shows_the_box)
{
    const double metres[] = {100, 131, 1000, 3175, 20000, 254000, 300000};
    const double round[] = {4000, 6000, 40000, 150000, 800000, 10000000, 12000000};
    for (size_t i = 0; i < sizeof metres / sizeof *metres; i++) {
        lb_box box = {5, 5, 5 + metres[i], 5 + metres[i]};
        lb_viewport f = lb_viewport_fit_round(box, 10, 10, 72, 144); /* an inch wide */
        ck_near(lb_viewport_denominator(&f), round[i], 1e-6);
        ck_assert(f.box.xmin <= 5.001 && f.box.xmax >= box.xmax - 0.001);
        ck_near((f.box.xmin + f.box.xmax) / 2, 5 + metres[i] / 2, 1e-6);
        ck_near((f.box.xmax - f.box.xmin) * f.scale, 72, 1e-9);
    }
}
END_TEST

START_TEST(a_box_without_size_is_seen_with_a_kilometre_around_it)
{
    lb_viewport f = lb_viewport_fit((lb_box){500, 500, 500, 500}, 0, 0, 100, 100);
    ck_near(f.box.xmin, 0, 1e-9);
    ck_near(f.box.ymax, 1000, 1e-9);
}
END_TEST

/* Names ---------------------------------------------------------------------------------------- */

static bool collide(lb_box a, lb_box b)
{
    return a.xmin < b.xmax && b.xmin < a.xmax && a.ymin < b.ymax && b.ymin < a.ymax;
}

START_TEST(names_of_crowded_areas_do_not_collide_and_stay_in_the_frame)
{
    enum { N = 12 };
    lb_map_label named[N];
    lb_label_position placed[N];
    for (int i = 0; i < N; i++)
        named[i] = (lb_map_label){"Hammarkullen", {140.0 + i, 150, 146.0 + i, 156}};
    lb_label_options p = {&even, 8, {0, 0, 300, 300}, 0, NULL};
    ck_assert_int_eq(lb_place_labels(&p, named, N, placed), LB_OK);
    for (int i = 0; i < N; i++) {
        ck_assert(placed[i].placed);
        ck_assert(placed[i].box.xmin >= 0 && placed[i].box.xmax <= 300);
        for (int k = 0; k < i; k++)
            ck_assert(!collide(placed[i].box, placed[k].box));
    }
    ck_assert(!placed[0].needs_leader);
    ck_assert(placed[N - 1].needs_leader);
}
END_TEST

START_TEST(a_name_stands_to_the_east_of_a_lonely_area)
{
    lb_map_label named = {"Araby", {100, 100, 120, 120}};
    lb_label_position placed;
    lb_label_options p = {&even, 10, {0, 0, 300, 300}, 0, NULL};
    ck_assert_int_eq(lb_place_labels(&p, &named, 1, &placed), LB_OK);
    ck_near(placed.box.xmin, 123, 1e-9);
    ck_near((placed.box.ymin + placed.box.ymax) / 2, 110, 1e-9);
}
END_TEST

START_TEST(a_name_without_room_is_left_out)
{
    lb_map_label named[] = {{"Ett mycket långt namn", {5, 5, 10, 10}}, {NULL, {0, 0, 20, 20}}};
    lb_label_position placed[2];
    lb_label_options p = {&even, 10, {0, 0, 40, 40}, 0, NULL};
    ck_assert_int_eq(lb_place_labels(&p, named, 2, placed), LB_OK);
    ck_assert(!placed[0].placed && !placed[1].placed);
}
END_TEST

START_TEST(text_breaks_at_spaces_and_a_long_word_stands_alone)
{
    lb_text_block block = {&even, {.size = 10}, 50, 12}; /* ten letters a line */
    ck_near(lb_text_block_draw(NULL, &block, 0, 0, "ett två tre fyra"), 24, 1e-9);
    ck_near(lb_text_block_draw(NULL, &block, 0, 0, "omständighetskomplement"), 12, 1e-9);
    ck_near(lb_text_block_draw(NULL, &block, 0, 0, ""), 0, 1e-9);
}
END_TEST

START_TEST(a_text_is_cut_between_letters_not_within_one)
{
    char out[50];
    lb_text_fit(&even, 10, 25, "ÅÄÖÅÄÖÅÄÖ", out, sizeof out);
    ck_assert_str_eq(out, "ÅÄÖÅ…");
}
END_TEST

/* Legend and colours --------------------------------------------------------------------------- */

START_TEST(legend_tells_limits_and_which_end_is_worst)
{
    const double low[] = {1.04, 20, NAN}, high[] = {19.9, 48.25, NAN};
    char text[LB_CLASS_LABEL_SIZE];
    lb_map_model plan = {
        .classes = {.count = 3, .low = low, .high = high, .decimals = 1, .ranked = true}};
    lb_legend_class_label(&plan, 1, text);
    ck_assert_str_eq(text, "1 – bäst (1,0–19,9)");
    lb_legend_class_label(&plan, 2, text);
    ck_assert_str_eq(text, "2 (20,0–48,3)");
    lb_legend_class_label(&plan, 3, text);
    ck_assert_str_eq(text, "3 – sämst");
    plan.english = true;
    lb_legend_class_label(&plan, 1, text);
    ck_assert_str_eq(text, "1 – best (1.0–19.9)");
}
END_TEST

START_TEST(a_class_of_one_value_has_it_once_in_the_legend)
{
    const double low[] = {1, 0.2497}, high[] = {1, 0.2503};
    char text[LB_CLASS_LABEL_SIZE];
    lb_map_model plan = {.classes = {.count = 2, .low = low, .high = high}};
    lb_legend_class_label(&plan, 1, text);
    ck_assert_str_eq(text, "1 (1)");
    plan.classes.percent = true;
    lb_legend_class_label(&plan, 2, text);
    ck_assert_str_eq(text, "2 (25\u00a0%)");
}
END_TEST

START_TEST(colours_are_the_recipes_unless_colour_blind_is_asked_for)
{
    char a[] = "#000001", b[] = "#FF00aa";
    char *own[] = {a, b};
    lb_rgba ink[5];
    lb_palette_classes(2, own, false, ink);
    ck_assert_uint_eq(ink[0], 0x000001ff);
    ck_assert_uint_eq(ink[1], 0xff00aaff);
    lb_palette_classes(2, own, true, ink);
    ck_assert_uint_eq(ink[0], 0x2c7bb6ff);
    ck_assert_uint_eq(ink[1], 0xd7191cff);
    lb_palette_classes(5, NULL, false, ink);
    ck_assert_uint_eq(ink[1], 0xb4ca53ff);
    ck_assert(!lb_ink_parse("#12345g", ink) && !lb_ink_parse("red", ink));
}
END_TEST

/* Options -------------------------------------------------------------------------------------- */

START_TEST(pages_are_named_or_measured)
{
    double w, h;
    ck_assert_int_eq(lb_map_size_parse(NULL, true, &w, &h, &err), LB_OK);
    ck_near(w, 297 * 72 / 25.4, 1e-9);
    ck_assert_int_eq(lb_map_size_parse("a3-portrait", true, &w, &h, &err), LB_OK);
    ck_near(h, 420 * 72 / 25.4, 1e-9);
    ck_assert_int_eq(lb_map_size_parse("180x120,5", true, &w, &h, &err), LB_OK);
    ck_near(h, 120.5 * 72 / 25.4, 1e-9);
    ck_assert_int_eq(lb_map_size_parse("A4-sideways", true, &w, &h, &err), LB_E_USAGE);
    ck_assert_int_eq(lb_map_size_parse("10x10", true, &w, &h, &err), LB_E_USAGE);
}
END_TEST

START_TEST(a_condition_has_a_column_a_sign_and_a_figure)
{
    lb_condition c;
    ck_assert_int_eq(lb_condition_parse("trangboddhet>=0,4", &c, &err), LB_OK);
    ck_assert_str_eq(c.column, "trangboddhet");
    ck_assert(lb_condition_holds(&c, 0.4) && !lb_condition_holds(&c, 0.39));
    ck_assert(!lb_condition_holds(&c, NAN));
    ck_assert_int_eq(lb_condition_parse("rank<10", &c, &err), LB_OK);
    ck_assert(lb_condition_holds(&c, 9) && !lb_condition_holds(&c, 10));
    ck_assert_int_eq(lb_condition_parse("all", &c, &err), LB_OK);
    ck_assert(lb_condition_holds(&c, NAN));
    ck_assert_int_eq(lb_condition_parse(">=3", &c, &err), LB_E_USAGE);
    ck_assert_int_eq(lb_condition_parse("rank>=many", &c, &err), LB_E_USAGE);
}
END_TEST

START_TEST(options_of_context_stand_behind_a_source_with_commas_of_its_own)
{
    lb_context_spec c;
    ck_assert_int_eq(
        lb_context_parse("a,b.gpkg|layername=x,fill=#aabbcc,line=none,label=namn", &c, &err),
        LB_OK);
    ck_assert_str_eq(c.source, "a,b.gpkg|layername=x");
    ck_assert_str_eq(c.label, "namn");
    ck_assert_uint_eq(c.pen.fill, 0xaabbccff);
    ck_assert_uint_eq(c.pen.line, 0);
    ck_assert_int_eq(lb_context_parse("a.gpkg,colour=#aabbcc", &c, &err), LB_E_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "'colour=#aabbcc' found"));
}
END_TEST

LB_TEST_MAIN("map_parts", a_scale_bar_has_a_round_length_and_round_parts,
             lengths_are_written_in_the_unit_of_the_whole_bar,
             axis_steps_are_1_2_or_5_and_never_too_many,
             figures_are_written_as_people_of_the_language_do,
             a_frame_shows_the_whole_box_in_its_middle_north_up,
             the_scale_of_a_frame_is_that_of_paper,
             a_box_without_size_is_seen_with_a_kilometre_around_it,
             a_round_scale_is_the_next_smaller_and_shows_the_box,
             names_of_crowded_areas_do_not_collide_and_stay_in_the_frame,
             a_name_stands_to_the_east_of_a_lonely_area, a_name_without_room_is_left_out,
             text_breaks_at_spaces_and_a_long_word_stands_alone,
             a_text_is_cut_between_letters_not_within_one,
             legend_tells_limits_and_which_end_is_worst,
             a_class_of_one_value_has_it_once_in_the_legend,
             colours_are_the_recipes_unless_colour_blind_is_asked_for, pages_are_named_or_measured,
             a_condition_has_a_column_a_sign_and_a_figure,
             options_of_context_stand_behind_a_source_with_commas_of_its_own)

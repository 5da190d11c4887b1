/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <lagesbild/picture.h>
#include "model/map/drawing.h"
#include "port/cairo/cairo_postprocess.h"
#include "port/cairo/cairo_render.h"
#include "tests/support/support.h"

static lb_drawing *sign(void)
{
    lb_drawing *d = lb_drawing_new(144, 72, "Hällbo & Ö");
    lb_text_style style = {.size = 10, .ink = 0x000000ff, .halo = 0xffffffff, .halo_width = 1};
    lb_drawing_clip(d, 0, 0, 144, 72);
    lb_drawing_path(d, &(lb_pen){.fill = 0xd7191cff, .crisp = true});
    lb_drawing_box(d, 0, 0, 72, 72);
    lb_drawing_circle(d, &(lb_pen){.line = 0x0000ffff, .width = 1, .dash = {2, 1}}, 100, 36, 20);
    lb_drawing_text(d, &style, 80, 40, "Åäö");
    lb_drawing_unclip(d);
    ck_assert_int_eq(lb_drawing_status(d), LB_OK);
    return d;
}

static char *bytes_of(const lb_drawing *d, lb_picture_format format, const char *prefix,
                      size_t *length)
{
    lb_error err;
    char *bytes = NULL;
    ck_assert_int_eq(lb_picture_bytes(d, format, 72, prefix, &bytes, length, &err), LB_OK);
    return bytes;
}

static bool holds(const char *bytes, size_t length, const char *what)
{
    size_t n = strlen(what);
    for (size_t i = 0; i + n <= length; i++)
        if (memcmp(bytes + i, what, n) == 0)
            return true;
    return false;
}

START_TEST(the_same_drawing_gives_the_same_bytes_in_every_format)
{
    for (int f = LB_PICTURE_PNG; f <= LB_PICTURE_PDF; f++) {
        lb_drawing *d = sign();
        size_t n1, n2;
        char *first = bytes_of(d, (lb_picture_format)f, NULL, &n1);
        char *again = bytes_of(d, (lb_picture_format)f, NULL, &n2);
        ck_assert_uint_eq(n1, n2);
        ck_assert_mem_eq(first, again, n1);
        free(first);
        free(again);
        lb_drawing_free(d);
    }
}
END_TEST

START_TEST(a_png_tells_its_pixels_to_the_metre)
{
    lb_drawing *d = sign();
    size_t n;
    char *png = bytes_of(d, LB_PICTURE_PNG, NULL, &n);
    ck_assert_mem_eq(png + 1, "PNG", 3);
    ck_assert_mem_eq(png + 33, "\0\0\0\x09pHYs\0\0\x0b\x13\0\0\x0b\x13\x01", 17); /* 2835 a metre */
    free(png);
    lb_drawing_free(d);
}
END_TEST

START_TEST(every_id_of_an_svg_has_the_prefix)
{
    lb_drawing *d = sign();
    size_t n;
    char *svg = bytes_of(d, LB_PICTURE_SVG, "karta3-", &n);
    ck_assert(holds(svg, n, "<title>Hällbo &amp; Ö</title>"));
    ck_assert(holds(svg, n, "id=\"karta3-"));
    ck_assert(holds(svg, n, "href=\"#karta3-glyph"));
    for (const char *at = svg; (at = strstr(at, " id=\"")); at++)
        ck_assert_msg(strncmp(at, " id=\"karta3-", 12) == 0, "%.40s", at);
    free(svg);
    lb_drawing_free(d);
}
END_TEST

START_TEST(any_number_of_surfaces_of_an_svg_have_numbers_of_their_own)
{
    lb_buf svg = {0}, out = {0}, expected = {0};
    for (int i = 0; i < 100; i++) {
        lb_buf_printf(&svg, "<g id=\"surface%d\"/><use xlink:href=\"#surface%d\"/>\n", 7 * i + 3,
                      7 * i + 3);
        lb_buf_printf(&expected, "<g id=\"k-surface%d\"/><use xlink:href=\"#k-surface%d\"/>\n", i,
                      i);
    }
    lb_cairo_postprocess_svg(&svg, "k-", NULL, &out);
    ck_assert(!out.failed);
    ck_assert_str_eq(out.text, expected.text);
    lb_buf_clear(&svg);
    lb_buf_clear(&out);
    lb_buf_clear(&expected);
}
END_TEST

START_TEST(a_pdf_holds_no_clock)
{
    lb_drawing *d = sign();
    size_t n;
    char *pdf = bytes_of(d, LB_PICTURE_PDF, NULL, &n);
    ck_assert(holds(pdf, n, "lagesbild"));
    ck_assert(!holds(pdf, n, "(D:"));
    free(pdf);
    lb_drawing_free(d);
}
END_TEST

START_TEST(another_ending_is_wrong_usage)
{
    lb_error err;
    lb_job job = {0};
    lb_drawing *d = sign();
    ck_assert_int_eq(lb_picture_write(d, "karta.gif", 0, &job, &err), LB_E_USAGE);
    ck_assert_str_eq(err.text, "karta.gif: unknown picture type; use .png, .svg or .pdf");
    ck_assert_int_eq(lb_picture_write(d, "karta.png", 20, &job, &err), LB_E_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "expected 36 to 1200"));
    lb_drawing_free(d);
}
END_TEST

START_TEST(a_text_twice_as_large_is_twice_as_wide)
{
    lb_text_measurer *m;
    lb_measure measure;
    ck_assert_int_eq(lb_text_measurer_new(&m, &measure), LB_OK);
    double small = lb_measure_text(&measure, "Hammarkullen", 7, false);
    ck_assert(small > 40 && small < 65);
    ck_near(lb_measure_text(&measure, "Hammarkullen", 14, false), 2 * small, 0.01);
    ck_assert(lb_measure_text(&measure, "Hammarkullen", 7, true) > small);
    ck_assert(lb_measure_text(&measure, "", 7, true) == 0);
    lb_text_measurer_free(m);
}
END_TEST

LB_TEST_MAIN("picture", the_same_drawing_gives_the_same_bytes_in_every_format,
             a_png_tells_its_pixels_to_the_metre, every_id_of_an_svg_has_the_prefix,
             any_number_of_surfaces_of_an_svg_have_numbers_of_their_own, a_pdf_holds_no_clock,
             another_ending_is_wrong_usage, a_text_twice_as_large_is_twice_as_wide)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "render/qgis/qml_sld.h"
#include "tests/support/support.h"

static lb_style_options options(bool english)
{
    static char green[] = "#1a9641", yellow[] = "#ffffbf", red[] = "#d7191c";
    static char *colours[] = {green, yellow, red};
    static const double breaks[] = {33.25, 66.5};
    return (lb_style_options){.classes = 3,
                              .colours = colours,
                              .breaks = breaks,
                              .min = 1.5,
                              .max = 98.25,
                              .english = english};
}

START_TEST(each_class_has_its_colour_and_its_limits)
{
    lb_style_options o = options(false);
    char *qml = lb_style_vector_qml(&o);
    ck_assert_ptr_nonnull(strstr(qml, "label=\"3 – sämst livsvillkor (66,5–98,3)\""));
    ck_assert_ptr_nonnull(strstr(qml, "label=\"2 (33,3–66,5)\""));
    ck_assert_ptr_nonnull(strstr(qml, "value=\"215,25,28,255\""));
    ck_assert_ptr_nonnull(strstr(qml, "ingen uppgift"));
    free(qml);
}
END_TEST

START_TEST(limits_that_are_the_same_stand_once)
{
    lb_style_options o = options(false);
    o.min = 33.33;
    char *qml = lb_style_vector_qml(&o);
    ck_assert_ptr_nonnull(strstr(qml, "label=\"1 – bäst livsvillkor (33,3)\""));
    free(qml);
}
END_TEST

START_TEST(too_few_people_have_a_category_of_their_own)
{
    lb_style_options o = options(true);
    char *plain = lb_style_vector_qml(&o);
    ck_assert_ptr_nonnull(strstr(plain, "attr=\"class\""));
    ck_assert_ptr_null(strstr(plain, "LinePatternFill"));
    free(plain);
    o.lined = true;
    o.minimum = 20;
    char *qml = lb_style_vector_qml(&o);
    ck_assert_ptr_nonnull(strstr(qml, "CASE WHEN &quot;population&quot; &lt; 20 THEN 0"));
    ck_assert_ptr_nonnull(strstr(qml, "value=\"0\" symbol=\"4\" label=\"too few people\""));
    ck_assert_ptr_nonnull(strstr(qml, "value=\"\" symbol=\"0\" label=\"no figure\""));
    size_t lines = 0;
    for (const char *at = qml; (at = strstr(at, "LinePatternFill")); at++)
        lines++;
    ck_assert_uint_eq(lines, 3); /* two over no figure, one over too few */
    free(qml);
}
END_TEST

START_TEST(english_has_points_and_words)
{
    lb_style_options o = options(true);
    char *qml = lb_style_raster_qml(&o);
    ck_assert_ptr_nonnull(strstr(qml, "label=\"1 – best living conditions (1.5–33.3)\""));
    ck_assert_ptr_nonnull(strstr(qml, "band=\"2\""));
    free(qml);
}
END_TEST

START_TEST(a_class_without_squares_has_no_limits)
{
    lb_style_options o = options(true);
    o.breaks = (const double[]){NAN, 66.5};
    char *sld = lb_style_vector_sld(&o);
    ck_assert_ptr_nonnull(strstr(sld, "<se:Name>2</se:Name>"));
    free(sld);
}
END_TEST

START_TEST(too_few_people_and_no_figure_look_different_on_servers_too)
{
    lb_style_options o = options(true);
    o.minimum = 20;
    char *sld = lb_style_vector_sld(&o);
    ck_assert_ptr_nonnull(strstr(sld, "<se:Name>too few people</se:Name>"));
    ck_assert_ptr_nonnull(strstr(sld, "<se:WellKnownName>shape://backslash<"));
    ck_assert_ptr_nonnull(strstr(sld, "<se:WellKnownName>x<"));
    ck_assert_ptr_nonnull(strstr(sld, "<ogc:PropertyIsNull><ogc:PropertyName>population"));
    free(sld);
}
END_TEST

LB_TEST_MAIN("style", each_class_has_its_colour_and_its_limits, limits_that_are_the_same_stand_once,
             too_few_people_have_a_category_of_their_own, english_has_points_and_words,
             a_class_without_squares_has_no_limits,
             too_few_people_and_no_figure_look_different_on_servers_too)

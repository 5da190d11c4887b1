/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "render/qgis/qgis.h"
#include "tests/support/support.h"

/* A project of one shown and one hidden layer over a box of 20 by 10 km. */
static char *project_text(const lb_field_alias *alias, size_t aliases)
{
    lb_qgis_layer layer[] = {{.title = "områden",
                              .file = "a.gpkg",
                              .layer = "a",
                              .tip = "namn",
                              .label = "namn",
                              .alias = alias,
                              .aliases = aliases,
                              .pen = {.line = 0x000000ff, .width = 1},
                              .halo = true},
                             {.title = "Händelser",
                              .file = "a.gpkg",
                              .layer = "events",
                              .is_wgs84 = true,
                              .points = true,
                              .size = "sqrt(\"n\") * 2",
                              .diameter = 4,
                              .pen = {.line = 0x000000ff, .width = 0.4},
                              .hidden = true}};
    lb_qgis_project project = {.title = "Lindvik & \"nord\" [% 1 %]",
                               .source = "SCB",
                               .date = "2021",
                               .note = "",
                               .crs = "EPSG:3006",
                               .wkt = "PROJCRS[]",
                               .box = {600000, 6600000, 620000, 6610000},
                               .layer = layer,
                               .layers = 2};
    char *text = lb_qgis_text(&project);
    ck_assert_ptr_nonnull(text);
    return text;
}

static size_t occurrences(const char *text, const char *word)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, word)); at += strlen(word))
        n++;
    return n;
}

/* GeoJSON is in WGS 84, whatever the project is in: QGIS does not ask the file. */
START_TEST(a_layer_of_geojson_is_in_wgs84)
{
    char *text = project_text(NULL, 0);
    const char *first = strstr(text, "<maplayer"), *second = strstr(first + 1, "<maplayer");
    ck_assert_uint_eq(occurrences(second, "<srs><spatialrefsys><wkt>GEOGCRS"), 1);
    ck_assert_uint_eq(occurrences(second, "<authid>EPSG:4326</authid>"), 1);
    ck_assert_uint_eq(occurrences(text, "<authid>EPSG:4326</authid>"), 1);
    ck_assert_uint_eq(occurrences(text, "<srs><spatialrefsys><wkt>PROJCRS"), 1);
    free(text);
}
END_TEST

/* The day of printing is the one expression of the page to print. */
START_TEST(words_of_the_project_are_no_expression_of_the_layout)
{
    char *text = project_text(NULL, 0);
    const char *layout = strstr(text, "<Layouts>");
    ck_assert_ptr_nonnull(strstr(layout, "[\u2060% 1 %]"));
    ck_assert_uint_eq(occurrences(layout, "[%"), 1);
    free(text);
}
END_TEST

/* "[%" in a label would begin an expression of QGIS, and "%]" in a field's name end it. */
START_TEST(map_tips_are_safe_whatever_labels_and_fields_are_called)
{
    static const lb_field_alias alias[] = {{"andel", "Andel [%] <b>", LB_REAL, LB_UNIT_SHARE, true},
                                           {"n\"n", "Antal", LB_INTEGER, LB_UNIT_COUNT, true},
                                           {"x [%]", "Inte", LB_REAL, LB_UNIT_NONE, true},
                                           {"id", "Rutans id", LB_TEXT, LB_UNIT_NONE, false},
                                           {"kod", "kod", LB_TEXT, LB_UNIT_NONE, false}};
    char *text = project_text(alias, 5);
    const char *tip = strstr(text, "<mapTip>"), *end = strstr(text, "</mapTip>");
    ck_assert_ptr_nonnull(tip);
    ck_assert_ptr_nonnull(end);
    ck_assert_ptr_nonnull(strstr(tip, "Andel &amp;#91;%] &amp;lt;b&amp;gt;"));
    ck_assert_ptr_nonnull(strstr(tip, "format_number(100 * &quot;andel&quot;, 1) || &#39; %&#39;"));
    ck_assert_ptr_nonnull(strstr(tip, "format_number(&quot;n&quot;&quot;n&quot;, 0)"));
    ck_assert_ptr_null(strstr(tip, "Inte"));
    ck_assert_ptr_null(strstr(tip, "Rutans"));
    ck_assert_ptr_nonnull(strstr(text, "<alias field=\"id\" name=\"Rutans id\"/>"));
    ck_assert_ptr_null(strstr(text, "<alias field=\"kod\""));
    free(text);
}
END_TEST

/* 205 x 170 mm of paper for 20 x 10 km: the map is made higher, to 20 x 16.585 km. */
START_TEST(print_is_of_the_whole_box_in_the_shape_of_the_paper)
{
    char *text = project_text(NULL, 0);
    ck_assert_ptr_nonnull(strstr(text, "<Extent xmin=\"600000.000\" ymin=\"6596707.317\" "
                                       "xmax=\"620000.000\" ymax=\"6613292.683\"/>"));
    ck_assert_ptr_nonnull(strstr(text,
                                 "unitType=\"km\" unitLabel=\"km\" "
                                 "numMapUnitsPerScaleBarUnit=\"1\" "
                                 "numUnitsPerSegment=\"2.000\" segmentMillimeters=\"20.500\""));
    ck_assert_ptr_nonnull(
        strstr(text, "labelText=\"Lindvik &amp; &quot;nord&quot; [\u2060% 1 %]\""));
    ck_assert_ptr_nonnull(strstr(text, "Källa: SCB · 2021 · EPSG:3006 · lagesbild "));
    free(text);
}
END_TEST

START_TEST(hidden_layers_are_in_the_tree_and_not_in_the_legend)
{
    char *text = project_text(NULL, 0);
    ck_assert_uint_eq(occurrences(text, "<layer-tree-layer id="), 3);
    ck_assert_uint_eq(occurrences(text, "Qt::Unchecked"), 1);
    ck_assert_uint_eq(occurrences(text, "class=\"SimpleMarker\""), 2); /* a ring on a pale one */
    ck_assert_uint_eq(occurrences(text, "value=\"sqrt(&quot;n&quot;) * 2\""), 2);
    ck_assert_uint_eq(occurrences(text, "class=\"SimpleLine\""), 2); /* an outline on a white one */
    free(text);
}
END_TEST

LB_TEST_MAIN("qgis_project", a_layer_of_geojson_is_in_wgs84,
             words_of_the_project_are_no_expression_of_the_layout,
             map_tips_are_safe_whatever_labels_and_fields_are_called,
             print_is_of_the_whole_box_in_the_shape_of_the_paper,
             hidden_layers_are_in_the_tree_and_not_in_the_legend)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "render/text/html.h"
#include "render/page/page_json.h"
#include "render/page/page_number.h"
#include "render/page/glossary_values.h"
#include "tests/support/support.h"

static void has(const char *text, const char *wanted)
{
    ck_assert_msg(strstr(text, wanted) != NULL, "no '%s'", wanted);
}

static char *rendered(const lb_page *page)
{
    char *html = NULL;
    ck_assert_int_eq(lb_page_render(page, &html), LB_OK);
    return html;
}

START_TEST(an_empty_page_is_a_page_that_lets_nothing_in)
{
    char *html = rendered(&(lb_page){.title = {"Läge", NULL}});
    has(html, "<!DOCTYPE html>\n<html lang=\"sv\">");
    has(html, "content=\"default-src 'none'; style-src 'sha256-");
    char *space = strstr(html, "://"); /* the name of SVG's elements; nothing is asked of it */
    ck_assert_int_eq(strncmp(space, "://www.w3.org/2000/svg'", 23), 0);
    ck_assert_ptr_null(strstr(space + 1, "://"));
    free(html);
}
END_TEST

START_TEST(names_cannot_become_markup)
{
    lb_table table = {0};
    lb_table_add_column(&table, "<b>", LB_TEXT, LB_UNIT_NONE);
    lb_table_set_text(&table, lb_table_add_row(&table), 0, "</td><script>'\"&");
    const lb_page_table tables[] = {
        {.title = {"<i>", "<u>"}, .file = "\"><x>", .id = "\" onload=\"", .table = &table}};
    char *html = rendered(&(lb_page){.title = {"</title>", NULL}, .table = tables, .tables = 1});
    has(html,
        "<title data-sv=\"&lt;/title&gt;\" data-en=\"&lt;/title&gt;\">&lt;/title&gt;</title>");
    has(html, "&lt;/td&gt;&lt;script&gt;&#39;&quot;&amp;</th>");
    has(html, "<span lang=\"sv\">&lt;i&gt;</span><span lang=\"en\">&lt;u&gt;</span>");
    has(html, "data-file=\"&quot;&gt;&lt;x&gt;\"");
    has(html, "id=\"table-1\"");
    ck_assert_ptr_null(strstr(html, "<b>"));
    ck_assert_ptr_null(strstr(html, "onload"));
    free(html);
    lb_table_clear(&table);
}
END_TEST

START_TEST(map_data_cannot_end_its_script)
{
    lb_buf buf = {0};
    lb_html_script_json(&buf, "{\"name\":\"</script><!--\"}");
    ck_assert_str_eq(buf.text, "{\"name\":\"\\u003c/script>\\u003c!--\"}");
    lb_buf_clear(&buf);
}
END_TEST

static void shows(double value, lb_unit unit, const char *swedish, const char *english)
{
    lb_buf sv = {0}, en = {0};
    lb_page_number(&sv, value, unit, false);
    lb_page_number(&en, value, unit, true);
    ck_assert_str_eq(sv.text, swedish);
    ck_assert_str_eq(en.text, english);
    lb_buf_clear(&sv);
    lb_buf_clear(&en);
}

START_TEST(numbers_differ_in_their_decimal_sign_alone)
{
    shows(1070935, LB_UNIT_COUNT, "1\u202f070\u202f935", "1\u202f070\u202f935");
    shows(0.36813, LB_UNIT_SHARE, "36,8\u00a0%", "36.8\u00a0%");
    shows(-1.5, LB_UNIT_NONE, "−1,50", "−1.50");
    shows(43, LB_UNIT_NONE, "43", "43");
    shows(7.88e-5, LB_UNIT_NONE, "0,000079", "0.000079");
    shows(NAN, LB_UNIT_COUNT, "–", "–");
}
END_TEST

/* Two small squares beside each other over a large one, the second without a figure. */
START_TEST(squares_are_columns_of_steps)
{
    const lb_square square[] = {
        {250, 319000, 6400250}, {250, 319250, 6400250}, {1000, 319000, 6400000}};
    const double index[] = {63.25, NAN, 2};
    const int class_of[] = {5, 0, 1};
    const lb_page_value values[] = {{.name = "index", .unit = LB_UNIT_RATE, .of = index}};
    lb_page_map map = {
        .squares = {
            .count = 3, .square = square, .class_of = class_of, .value = values, .values = 1}};
    lb_buf buf = {0};
    ck_assert_int_eq(lb_page_json_write(&buf, &map), LB_OK);
    has(buf.text, "\"origin\":[319000,6400000],\"home\":[0,0,1000,1000]");
    has(buf.text, "\"unit\":250,\"e0\":319000,\"n0\":6400250,\"e\":\",1,-1\",\"n\":\",,-1\","
                  "\"size\":\"1,,3\",\"class\":\"501\"");
    has(buf.text, "\"of\":\"63.3,,2.0\"");
    lb_buf_clear(&buf);
}
END_TEST

START_TEST(outlines_are_whole_metres_and_lose_points_that_fall_together)
{
    lb_shapes shapes = {0};
    const char *const names[] = {"Å"};
    const char *const categories[] = {"Särskilt utsatta områden"};
    lb_test_polygon(&shapes, 1, RING(0, 0, 10, 0, 10.1, 0.1, 10, 20));
    const lb_page_areas sets[] = {{.shapes = &shapes, .name = names, .category = categories}};
    lb_page_map map = {.areas = sets, .area_sets = 1};
    lb_buf buf = {0};
    ck_assert_int_eq(lb_page_json_write(&buf, &map), LB_OK);
    has(buf.text, "\"rank\":0,\"rings\":\"0,0,10,0,0,20,-10,-20\"");
    lb_buf_clear(&buf);
    const char *const colours[] = {"#4a1486"};
    const lb_page_areas shaded[] = {{.shapes = &shapes, .name = names, .colour = colours}};
    map.areas = shaded;
    ck_assert_int_eq(lb_page_json_write(&buf, &map), LB_OK);
    has(buf.text, "\"named\":false,\"shaded\":true,");
    has(buf.text, "\"rank\":3,\"colour\":\"#4a1486\",\"rings\":");
    lb_buf_clear(&buf);
    const lb_page_areas nameless[] = {{.shapes = &shapes}};
    map.areas = nameless;
    ck_assert_int_eq(lb_page_json_write(&buf, &map), LB_E_USAGE);
    lb_buf_clear(&buf);
    lb_shapes_clear(&shapes);
}
END_TEST

static void is_headed(const lb_table *table, const char *column, const char *wanted)
{
    lb_buf buf = {0};
    lb_glossary_write_column(&buf, table, column);
    ck_assert_str_eq(buf.text, wanted);
    lb_buf_clear(&buf);
}

START_TEST(columns_of_a_further_grid_are_headed_by_its_name)
{
    lb_table table = {0};
    lb_table_add_column(&table, "namn", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&table, "population", LB_REAL, LB_UNIT_COUNT);
    is_headed(&table, "ny_2021_population",
              "<span lang=\"sv\">Invånare</span><span lang=\"en\">Inhabitants</span>, ny_2021");
    is_headed(&table, "min_area", "min_area");
    lb_table_clear(&table);
}
END_TEST

static lb_table rates(void)
{
    lb_table table = {0};
    lb_table_add_column(&table, "category", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&table, "share", LB_REAL, LB_UNIT_SHARE);
    size_t row = lb_table_add_row(&table);
    lb_table_set_text(&table, row, 0, "ovriga");
    lb_table_set_real(&table, row, 1, 0.3);
    lb_table_add_row(&table); /* without a figure: no bar */
    return table;
}

START_TEST(bars_are_as_long_as_their_share_of_the_axis)
{
    lb_table table = rates();
    const lb_page_table tables[] = {{.title = {"Andel", NULL},
                                     .table = &table,
                                     .chart = {.value = "share", .label = "category"}}};
    char *html = rendered(&(lb_page){.title = {"Läge", NULL}, .table = tables, .tables = 1});
    has(html, "width=\"100.00%\"/>");
    has(html, "<span lang=\"sv\">Övriga</span><span lang=\"en\">Elsewhere</span>");
    ck_assert_ptr_null(strstr(strstr(html, "<li>") + 1, "<li>"));
    free(html);
    lb_table_clear(&table);
}
END_TEST

START_TEST(a_chart_of_a_column_that_is_not_there_is_refused)
{
    char *html = NULL;
    lb_table table = rates();
    const lb_page_table tables[] = {{.table = &table, .chart = {.value = "rate"}}};
    const lb_page_table words[] = {{.table = &table, .chart = {.value = "category"}}};
    ck_assert_int_eq(lb_page_render(&(lb_page){.table = tables, .tables = 1}, &html), LB_E_USAGE);
    ck_assert_int_eq(lb_page_render(&(lb_page){.table = words, .tables = 1}, &html), LB_E_USAGE);
    ck_assert_ptr_null(html);
    lb_table_clear(&table);
}
END_TEST

START_TEST(pictures_stand_in_the_page)
{
    const lb_page_picture pictures[] = {
        {.title = {"Bild", NULL}, .type = "image/png", .bytes = "\x89PNG", .length = 4}};
    char *html = rendered(&(lb_page){.title = {"Läge", NULL}, .picture = pictures, .pictures = 1});
    has(html, "<img decoding=\"async\" src=\"data:image/png;base64,iVBORw==\" alt=\"Bild\">");
    free(html);
}
END_TEST

START_TEST(a_picture_can_stand_in_both_languages)
{
    const lb_page_picture pictures[] = {{.title = {"Bild", "Picture"},
                                         .type = "image/png",
                                         .bytes = "\x89PNG",
                                         .length = 4,
                                         .other = "\x89PNG2",
                                         .other_length = 5}};
    lb_page page = {.title = {"Läge", NULL}, .picture = pictures, .pictures = 1};
    char *html = rendered(&page);
    has(html, " lang=\"sv\" src=\"data:image/png;base64,iVBORw==\" alt=\"Bild\">");
    has(html, " lang=\"en\" src=\"data:image/png;base64,iVBORzI=\" alt=\"Picture\">");
    free(html);
    page.english = true;
    html = rendered(&page);
    has(html, " lang=\"en\" src=\"data:image/png;base64,iVBORw==\" alt=\"Picture\">");
    free(html);
}
END_TEST

START_TEST(rings_are_steps_from_one_middle_to_the_next)
{
    const double xy[] = {319125, 6400125, 319375, 6400625.4}, value[] = {12, 0.5};
    const lb_square square[] = {{250, 319000, 6400000}};
    const int class_of[] = {5};
    const lb_page_map map = {
        .squares = {.count = 1, .square = square, .class_of = class_of, .classes = 5},
        .rings = {.title = {"Barn", NULL}, .count = 2, .xy = xy, .value = value, .side = 250}};
    lb_buf buf = {0};
    ck_assert_int_eq(lb_page_json_write(&buf, &map), LB_OK);
    has(buf.text, "\"ringed\":{\"title\":{\"sv\":\"Barn\",\"en\":\"Barn\"},\"note\":null,"
                  "\"side\":250,\"at\":\"125,125,250,500\",\"of\":\"12,0.50\"}");
    lb_buf_clear(&buf);
}
END_TEST

START_TEST(a_map_opens_on_the_squares_that_have_a_class)
{
    const lb_square square[] = {{250, 319000, 6400000}, {1000, 250000, 6300000}};
    const int class_of[] = {5, 0}, none[] = {0, 0};
    lb_page_map map = {
        .squares = {.count = 2, .square = square, .class_of = class_of, .classes = 5}};
    lb_buf buf = {0};
    ck_assert_int_eq(lb_page_json_write(&buf, &map), LB_OK);
    has(buf.text, "\"origin\":[319000,6400000],\"home\":[0,0,250,250]");
    lb_buf_clear(&buf);
    map.squares.class_of = none;
    ck_assert_int_eq(lb_page_json_write(&buf, &map), LB_OK);
    has(buf.text, "\"origin\":[250000,6300000],\"home\":[0,0,69250,100250]");
    lb_buf_clear(&buf);
}
END_TEST

static void says(const char *column, const char *value, const char *wanted)
{
    lb_buf buf = {0};
    lb_glossary_write_value(&buf, column, value);
    ck_assert_str_eq(buf.text, wanted);
    ck_assert_int_eq(lb_glossary_knows_value(column, value), strcmp(value, wanted) != 0);
    lb_buf_clear(&buf);
}

START_TEST(a_word_means_what_its_column_says)
{
    says("category", "total",
         "<span lang=\"sv\">Alla kategorier</span><span lang=\"en\">All categories</span>");
    says("region", "total", "<span lang=\"sv\">Alla</span><span lang=\"en\">All</span>");
    says("namn", "new", "new");
    says("change", "new", "<span lang=\"sv\">nytt</span><span lang=\"en\">new</span>");
    says("rutor", "lästa ur b.csv",
         "<span lang=\"sv\">Lästa ur </span><span lang=\"en\">Read from </span>b.csv");
    says("rutor", "  klass 3",
         "<span lang=\"sv\">därav klass </span><span lang=\"en\">of which class </span>3");
    says("squares of", "  class 7, worst",
         "<span lang=\"sv\">därav klass </span><span lang=\"en\">of which class </span>7"
         "<span lang=\"sv\">, sämst</span><span lang=\"en\">, worst</span>");
    says("rutor", "lästa ur <b>, best",
         "<span lang=\"sv\">Lästa ur </span><span lang=\"en\">Read from </span>&lt;b&gt;"
         "<span lang=\"sv\">, bäst</span><span lang=\"en\">, best</span>");
    says("kategori", "Riskområde",
         "<span lang=\"sv\">Riskområde</span><span lang=\"en\">Risk area</span>");
}
END_TEST

START_TEST(a_column_means_what_its_table_says)
{
    lb_table matrix = {0}, levels = {0};
    lb_table_add_column(&matrix, "before", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&levels, "area", LB_TEXT, LB_UNIT_NONE);
    ck_assert_str_eq(lb_glossary_table_column(&matrix, "total")->label.sv, "Alla");
    ck_assert_str_eq(lb_glossary_table_column(&levels, "total")->label.sv, "Problemnivå");
    ck_assert_ptr_null(lb_glossary_table_column(&levels, "Shape_Leng"));
    lb_table_clear(&matrix);
    lb_table_clear(&levels);
}
END_TEST

START_TEST(columns_of_a_change_name_their_grid_or_variable)
{
    lb_table trend = {0}, other = {0};
    lb_table_add_column(&trend, "unit", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&other, "area", LB_TEXT, LB_UNIT_NONE);
    is_headed(&trend, "people_2019",
              "<span lang=\"sv\">Invånare, </span><span lang=\"en\">People, </span>2019");
    is_headed(&trend, "own_x",
              "<span lang=\"sv\">Del av förändringen: </span>"
              "<span lang=\"en\">Part of the change: </span>x");
    is_headed(&other, "own_x", "own_x");
    lb_table_clear(&trend);
    lb_table_clear(&other);
}
END_TEST

START_TEST(known_columns_have_labels_in_both_languages)
{
    ck_assert_str_eq(lb_glossary_find_column("class_5")->label.sv, "Klass 5 (sämst)");
    ck_assert_str_eq(lb_glossary_find_column("population_low")->label.en, "Inhabitants, least");
    ck_assert_ptr_null(lb_glossary_find_column("Shape_Leng"));
}
END_TEST

LB_TEST_MAIN("page", an_empty_page_is_a_page_that_lets_nothing_in, names_cannot_become_markup,
             map_data_cannot_end_its_script, numbers_differ_in_their_decimal_sign_alone,
             squares_are_columns_of_steps,
             outlines_are_whole_metres_and_lose_points_that_fall_together,
             bars_are_as_long_as_their_share_of_the_axis,
             a_chart_of_a_column_that_is_not_there_is_refused, pictures_stand_in_the_page,
             a_picture_can_stand_in_both_languages, rings_are_steps_from_one_middle_to_the_next,
             a_map_opens_on_the_squares_that_have_a_class, a_word_means_what_its_column_says,
             a_column_means_what_its_table_says, columns_of_a_further_grid_are_headed_by_its_name,
             columns_of_a_change_name_their_grid_or_variable,
             known_columns_have_labels_in_both_languages)

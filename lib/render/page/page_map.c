/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A map on the page: a canvas that the page's script draws, and around it what works without
 * script: legend with squares and people by class, layers, sources, the areas' figures as tables.
 * The data of the map (render/page/page_json) stands last, as a script element of JSON. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "render/text/html.h"
#include "render/page/page_json.h"
#include "render/page/page_map.h"
#include "render/page/page_table.h"
#include "render/page/page_number.h"

/* A title, or the usual one. */
static lb_page_text text_or_default(lb_page_text text, const char *sv, const char *en)
{
    return text.sv || text.en ? text : (lb_page_text){sv, en};
}

/* What the legend says of a class. */
typedef struct class_summary {
    size_t squares;
    lb_sum people;
    double low, high;
} class_summary;

/* Of squares without a class, why: too few people live there, or figures are missing. */
enum { FEW_PEOPLE = -1, NO_FIGURE = 0 };

static int class_of_square(const lb_page_squares *s, const lb_page_value *people, size_t i)
{
    int k = s->class_of ? s->class_of[i] : NO_FIGURE;
    return k == NO_FIGURE && people && people->of[i] < s->minimum ? FEW_PEOPLE : k;
}

/* Squares, people and bounds of class k, or of those without. The bounds are the grid's where they
 * are given: a page may show a part of the grid. */
static class_summary summarise_class(const lb_page_squares *s, int k)
{
    const lb_page_value *index = lb_page_squares_value(s, "index");
    const lb_page_value *people = lb_page_squares_value(s, "population");
    class_summary t = {.low = NAN, .high = NAN};
    for (size_t i = 0; i < s->count; i++) {
        if (class_of_square(s, people, i) != k)
            continue;
        t.squares++;
        if (people && isfinite(people->of[i]))
            lb_sum_add(&t.people, people->of[i]);
        t.low = index ? fmin(t.low, index->of[i]) : (double)NAN;
        t.high = index ? fmax(t.high, index->of[i]) : (double)NAN;
    }
    if (k > 0 && s->class_low && s->class_high) {
        t.low = s->class_low[k - 1];
        t.high = s->class_high[k - 1];
    }
    return t;
}

static void write_class_name(lb_buf *buf, int k, int classes)
{
    if (k <= 0) {
        lb_html_both(buf, k == FEW_PEOPLE ? "För få invånare" : "Uppgift saknas",
                     k == FEW_PEOPLE ? "Too few people" : "No figure");
        return;
    }
    lb_buf_printf(buf, "%d", k);
    if (k == classes)
        lb_html_both(buf, " sämst", " worst");
    else if (k == 1)
        lb_html_both(buf, " bäst", " best");
}

/* One row of the legend; none for squares without a class where there are none so. */
static void write_class(lb_buf *buf, const lb_page_squares *s, int k, bool english)
{
    class_summary t = summarise_class(s, k);
    if (k <= 0 && t.squares == 0)
        return;
    lb_buf_printf(buf,
                  "<tr><th scope=\"row\"><svg class=\"swatch\" width=\"16\" height=\"16\" "
                  "aria-hidden=\"true\"><rect width=\"16\" height=\"16\"%s fill=\"%s\"/>",
                  k > 0 ? "" : " class=\"no-class\"",
                  k > 0 ? lb_html_colour(s->colour ? s->colour[k - 1] : NULL) : "#d3d7da");
    if (k <= 0) /* the lines that the map has there */
        lb_buf_printf(buf, "<path class=\"gap\" d=\"M0 0L16 16M-8 0L8 16M8 0L24 16%s\"/>",
                      k == FEW_PEOPLE ? "" : "M16 0L0 16M8 0L-8 16M24 0L8 16");
    lb_buf_puts(buf, "</svg> ");
    write_class_name(buf, k, s->classes);
    lb_buf_puts(buf, "</th><td>");
    if (k > 0 && isfinite(t.low) && isfinite(t.high)) {
        lb_page_number_element(buf, t.low, LB_UNIT_RATE, english);
        lb_buf_puts(buf, "–");
        lb_page_number_element(buf, t.high, LB_UNIT_RATE, english);
    }
    lb_buf_puts(buf, "</td><td>");
    lb_page_number_element(buf, (double)t.squares, LB_UNIT_COUNT, english);
    lb_buf_puts(buf, "</td><td>");
    if (lb_page_squares_value(s, "population"))
        lb_page_number_element(buf, lb_sum_value(t.people), LB_UNIT_COUNT, english);
    lb_buf_puts(buf, "</td></tr>\n");
}

/* Classes with bounds, squares and people, the worst first. */
static void write_legend(lb_buf *buf, const lb_page_squares *s, bool english)
{
    if (s->count == 0)
        return;
    lb_buf_puts(buf, "<table class=\"legend\"><caption>");
    lb_html_bilingual(buf, text_or_default(s->title, "Livsvillkor", "Living conditions"));
    lb_buf_puts(buf, "</caption><thead><tr><th scope=\"col\">");
    lb_html_both(buf, "Klass", "Class");
    lb_buf_puts(buf, "</th><th scope=\"col\">Index</th><th scope=\"col\">");
    lb_html_both(buf, "Rutor", "Squares");
    lb_buf_puts(buf, "</th><th scope=\"col\">");
    lb_html_both(buf, "Invånare", "People");
    lb_buf_puts(buf, "</th></tr></thead><tbody>\n");
    for (int k = s->classes; k >= 1; k--)
        write_class(buf, s, k, english);
    write_class(buf, s, FEW_PEOPLE, english);
    write_class(buf, s, NO_FIGURE, english);
    lb_buf_puts(buf,
                "<tr class=\"no-square\"><th scope=\"row\" colspan=\"4\"><svg class=\"swatch\" "
                "width=\"16\" height=\"16\" aria-hidden=\"true\"><rect width=\"16\" height=\"16\" "
                "fill=\"#f4f5f2\"/></svg> ");
    lb_html_both(buf, "Ingen bor där, eller utanför rutnätet",
                 "Nobody lives there, or outside the grid");
    lb_buf_puts(buf, "</th></tr>\n</tbody></table>\n<div class=\"ramp\" hidden></div>\n"
                     "<p class=\"hint merged\"></p>\n");
}

/* A checkbox that the script ties to the layer WHAT NUMBER. */
static void write_layer(lb_buf *buf, const char *what, size_t number, lb_page_text title)
{
    lb_buf_printf(buf, "<label><input type=\"checkbox\" checked data-layer=\"%s%zu\"> ", what,
                  number);
    lb_html_bilingual(buf, title);
    lb_buf_puts(buf, "</label>\n");
}

/* By what can be hatched: the class, the change. */
static const lb_page_text hatch_titles[2][2] = {
    {{NULL, NULL},
     {"Streckad: förändring inte mer än brus", "Hatched: change not more than noise"}},
    {{"Streckad: osäker klass", "Hatched: class not firm"},
     {"Streckad: osäker klass, eller förändring inte mer än brus",
      "Hatched: class not firm, or change not more than noise"}}};

/* Which layers the map has, back to front. */
static void write_layers(lb_buf *buf, const lb_page_map *map)
{
    lb_buf_puts(buf, "<fieldset class=\"layers\"><legend>");
    lb_html_both(buf, "Visa", "Show");
    lb_buf_puts(buf, "</legend>\n");
    if (map->squares.count > 0)
        write_layer(buf, "squares", 0,
                    text_or_default(map->squares.title, "Rutor: livsvillkor",
                                    "Squares: living conditions"));
    bool firm = lb_page_squares_value(&map->squares, "class_firm") != NULL;
    bool change = lb_page_squares_value(&map->squares, "change_q") != NULL;
    if (map->squares.count > 0 && (firm || change))
        write_layer(buf, "firm", 0, hatch_titles[firm][change]);
    if (map->rings.count > 0) {
        write_layer(buf, "rings", 0, map->rings.title);
        lb_buf_puts(buf, "<div class=\"ring-key\"></div>\n");
    }
    for (int areas = 0; areas <= 1; areas++)
        for (size_t i = 0; i < map->area_sets; i++)
            if (map->areas[i].context != (areas == 1))
                write_layer(buf, "set", i, map->areas[i].title);
    if (map->area_sets > 0)
        write_layer(buf, "names", 0, (lb_page_text){"Namn", "Names"});
    lb_buf_puts(buf, "</fieldset>\n");
}

/* A list that the script fills. */
static void write_choice(lb_buf *buf, const char *what, size_t number, lb_page_text label)
{
    lb_buf_printf(buf, "<p><label for=\"map-%zu-%s\">", number, what);
    lb_html_bilingual(buf, label);
    lb_buf_printf(buf, "</label> <select id=\"map-%zu-%s\" class=\"%s\"></select></p>\n", number,
                  what, what);
}

static void write_choices(lb_buf *buf, const lb_page_map *map, size_t number)
{
    lb_buf_puts(buf, "<div class=\"choices\">\n");
    if (map->squares.count > 0 && map->squares.values > 0)
        write_choice(buf, "colour", number,
                     (lb_page_text){"Färga rutorna efter", "Colour squares by"});
    if (map->area_sets > 0)
        write_choice(buf, "go", number, (lb_page_text){"Gå till område", "Go to an area"});
    lb_buf_puts(buf, "</div>\n");
}

/* The canvas with its buttons, and how it is used by mouse and keyboard. */
static void write_stage(lb_buf *buf, size_t number)
{
    lb_buf_printf(buf,
                  "<div class=\"stage\"><canvas tabindex=\"0\" role=\"application\" "
                  "aria-labelledby=\"map-%zu-title\" aria-describedby=\"map-%zu-help\"></canvas>\n"
                  "<div class=\"zoom\"><button type=\"button\" data-do=\"in\">+</button>"
                  "<button type=\"button\" data-do=\"out\">−</button>"
                  "<button type=\"button\" data-do=\"home\">⌂</button></div>\n"
                  "<noscript><p>",
                  number, number);
    lb_html_both(buf, "Kartan behöver JavaScript; tabellerna gör det inte.",
                 "The map needs JavaScript; the tables do not.");
    lb_buf_printf(buf, "</p></noscript></div>\n<p class=\"hint\" id=\"map-%zu-help\">", number);
    lb_html_both(
        buf,
        "Peka på en ruta eller ett område för dess siffror, klicka för att hålla dem kvar. Dra för "
        "att flytta. Med fingrar: tryck för siffror, två fingrar flyttar och zoomar, ett rullar "
        "sidan. Med tangentbord: piltangenter flyttar, + och − zoomar, Enter håller kvar, 0 visar "
        "allt. Rullhjulet zoomar när kartan är vald.",
        "Point at a square or an area for its figures, click to keep them. Drag to move. By touch: "
        "tap for figures, two fingers move and zoom, one scrolls the page. By keyboard: arrow keys "
        "move, + and − zoom, Enter keeps, 0 shows all. The wheel zooms once the map is chosen.");
    lb_buf_puts(buf, "</p>\n");
}

/* The map in words: the areas' figures as tables. */
static void write_alternative(lb_buf *buf, const lb_page_map *map, bool english)
{
    for (size_t i = 0; i < map->area_sets; i++) {
        if (!map->areas[i].figures || map->areas[i].context)
            continue;
        lb_buf_puts(buf, "<details class=\"how\"><summary>");
        lb_html_both(buf, "Kartans områden som tabell: ", "The map's areas as a table: ");
        lb_html_bilingual(buf, map->areas[i].title);
        lb_buf_puts(buf, "</summary>\n");
        const lb_page_table table = {.title = map->areas[i].title, .table = map->areas[i].figures};
        lb_page_table_write_grid(buf, &table, english);
        lb_buf_puts(buf, "</details>\n");
    }
}

static void write_notes(lb_buf *buf, const lb_page_map *map)
{
    if (map->notice.sv) {
        lb_buf_puts(buf, "<p class=\"notice\">");
        lb_html_bilingual(buf, map->notice);
        lb_buf_puts(buf, "</p>\n");
    }
    lb_buf_puts(buf, "<p class=\"source\">");
    lb_html_bilingual(buf, map->attribution);
    if (map->crs) {
        lb_buf_puts(buf, map->attribution.sv || map->attribution.en ? " · " : "");
        lb_html_text(buf, map->crs);
    }
    lb_buf_puts(buf, "</p>\n");
    if (!map->note.sv && !map->note.en)
        return;
    lb_buf_puts(buf, "<details class=\"how\"><summary>");
    lb_html_both(buf, "Så gjordes kartan", "How the map was made");
    lb_buf_puts(buf, "</summary><p>");
    lb_html_bilingual(buf, map->note);
    lb_buf_puts(buf, "</p></details>\n");
}

/* docs/formats.md, Page data. */
static lb_status write_data(lb_buf *buf, const lb_page_map *map)
{
    lb_buf json = {0};
    lb_status status = lb_page_json_write(&json, map);
    if (json.failed)
        buf->failed = true;
    lb_buf_puts(buf, "<script type=\"application/json\">");
    if (status == LB_OK && !json.failed)
        lb_html_script_json(buf, json.text);
    lb_buf_puts(buf, "</script>\n");
    lb_buf_clear(&json);
    return status;
}

/* The figures of the map's areas follow as tables too, for those who cannot see or point. */
lb_status lb_page_map_write(lb_buf *buf, const lb_page_map *map, size_t number, bool english)
{
    lb_buf_printf(buf, "<article class=\"card map\" id=\"map-%zu\">\n<h3 id=\"map-%zu-title\">",
                  number, number);
    lb_html_bilingual(buf, text_or_default(map->title, "Karta", "Map"));
    lb_buf_puts(buf, "</h3>\n");
    write_choices(buf, map, number);
    lb_buf_puts(buf, "<div class=\"two\"><div>\n");
    write_stage(buf, number);
    lb_buf_puts(buf, "</div><aside>\n");
    write_legend(buf, &map->squares, english);
    write_layers(buf, map);
    lb_buf_puts(buf, "<div class=\"figures\" role=\"status\" aria-live=\"polite\"></div>\n"
                     "</aside></div>\n");
    write_notes(buf, map);
    write_alternative(buf, map, english);
    lb_status status = write_data(buf, map);
    lb_buf_puts(buf, "</article>\n");
    return status;
}

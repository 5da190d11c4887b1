/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blocks of a printed map's legend: classes, areas, rings, scale with north arrow. Each draws
 * from y downwards within a width in points, and returns where the next may begin; y itself where
 * it has nothing to show. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/swedish_text.h"
#include "render/text/text_layout.h"
#include "render/map/map_legend.h"
#include "render/text/palette.h"
#include "render/text/nice_numbers.h"

enum { LEGEND_RINGS = 3 };

static const char *localised_text(const lb_map_canvas *m, const char *swedish, const char *english)
{
    return m->model->english ? english : swedish;
}

/* size: points on A4. */
static lb_text_style legend_text_style(const lb_map_canvas *m, double size, bool bold, lb_rgba ink)
{
    return (lb_text_style){.size = size * m->unit, .bold = bold, .ink = ink};
}

/* A heading from y downwards; returns where what is under it begins. */
static double draw_heading(const lb_map_canvas *m, double x, double y, double width,
                           const char *text)
{
    double u = m->unit;
    lb_text_block block = {m->measure, legend_text_style(m, 8, true, LB_INK_TEXT), width, 10.5 * u};
    return lb_text_block_draw(m->drawing, &block, x, y + 8 * u * LB_CAP_HEIGHT, text) -
           8 * u * LB_CAP_HEIGHT + 3 * u;
}

/* A label beside a symbol whose middle is at y; returns the bottom of its lines. */
static double draw_label(const lb_map_canvas *m, double x, double y, double width, const char *text)
{
    double u = m->unit, size = 7.5 * u;
    lb_text_block block = {m->measure, legend_text_style(m, 7.5, false, LB_INK_TEXT), width,
                           9.5 * u};
    return lb_text_block_draw(m->drawing, &block, x, y + size * LB_CAP_HEIGHT / 2, text) - 9.5 * u +
           size * LB_CAP_HEIGHT / 2;
}

/* Quiet lines under a block; returns where the next block may begin. */
static double draw_note(const lb_map_canvas *m, double x, double y, double width, const char *text)
{
    double u = m->unit;
    lb_text_block block = {m->measure, legend_text_style(m, 6.5, false, LB_INK_QUIET), width,
                           8.2 * u};
    return lb_text_block_draw(m->drawing, &block, x, y + 6.5 * u * LB_CAP_HEIGHT + 2 * u, text) -
           4 * u;
}

/* Class number, word for the ends where there is a worse, and least and greatest value in the
 * class, once where they are the same; no values where the class is empty. */
void lb_legend_class_label(const lb_map_model *model, int k, char text[LB_CLASS_LABEL_SIZE])
{
    const lb_map_classes *c = &model->classes;
    char low[LB_FIGURE_SIZE], high[LB_FIGURE_SIZE];
    const char *word = !c->ranked      ? ""
                       : k == c->count ? (model->english ? " – worst" : " – sämst")
                       : k == 1        ? (model->english ? " – best" : " – bäst")
                                       : "";
    if (c->label) {
        lb_text_print(text, LB_CLASS_LABEL_SIZE, "%s", c->label[k - 1]);
        return;
    }
    if (isnan(c->low[k - 1])) {
        snprintf(text, LB_CLASS_LABEL_SIZE, "%d%s", k, word);
        return;
    }
    double times = c->percent ? 100 : 1;
    lb_figure_text(times * c->low[k - 1], c->decimals, model->english, low);
    lb_figure_text(times * c->high[k - 1], c->decimals, model->english, high);
    bool one = strcmp(low, high) == 0;
    snprintf(text, LB_CLASS_LABEL_SIZE, "%d%s (%s%s%s%s)", k, word, low, one ? "" : "–",
             one ? "" : high, c->percent ? "\u00a0%" : "");
}

/* A swatch of a class, or of a hatch over it, and what it is called; returns where the next begins.
 */
static double draw_swatch(const lb_map_canvas *m, lb_box at, lb_rgba fill,
                          const lb_map_hatch *hatch, const char *label)
{
    double u = m->unit, w = 16 * u, h = 9 * u, x = at.xmin, y = at.ymin;
    lb_pen pen = {.fill = fill, .line = LB_INK_LINE, .width = 0.4 * u};
    lb_drawing_path(m->drawing, &pen);
    lb_drawing_box(m->drawing, x, y, w, h);
    if (hatch) {
        pen = lb_map_hatch_pen(m, *hatch);
        lb_drawing_path(m->drawing, &pen);
        lb_map_hatch_box(m, *hatch, (lb_box){x, y, x + w, y + h});
    }
    double bottom = draw_label(m, x + w + 5 * u, y + h / 2, at.xmax - x - w - 5 * u, label);
    return fmax(y + h, bottom) + 2.6 * u;
}

static lb_box cell_box(const lb_map_cells *cells, size_t i)
{
    int64_t columns = cells->grid.ncol, at = cells->cell[i];
    return lb_grid_cell_box(&cells->grid, (int32_t)(at / columns), (int32_t)(at % columns));
}

/* Is a cell within the frame hatched so? */
static bool shows_hatch(const lb_map_canvas *m, lb_map_hatch hatch)
{
    const lb_map_cells *cells = &m->model->cells;
    for (size_t i = 0; i < cells->count; i++)
        if (lb_map_is_hatched(cells, i, hatch) &&
            lb_box_intersects(cell_box(cells, i), m->frame->box))
            return true;
    return false;
}

/* Is there ground within the frame that no cell covers? Square metres of cells that lie on no other
 * against those of the frame. */
static bool shows_ground(const lb_map_canvas *m)
{
    const lb_map_cells *cells = &m->model->cells;
    lb_box view = m->frame->box;
    double covered = 0;
    for (size_t i = 0; i < cells->count; i++) {
        lb_box c = cell_box(cells, i);
        double width = fmin(c.xmax, view.xmax) - fmax(c.xmin, view.xmin);
        double height = fmin(c.ymax, view.ymax) - fmax(c.ymin, view.ymin);
        covered += fmax(width, 0) * fmax(height, 0);
    }
    return covered < (1 - 1e-6) * (view.xmax - view.xmin) * (view.ymax - view.ymin);
}

/* Cells without a class, by why, what noise could change, and ground without cells: those in view.
 */
static double draw_hatch_keys(const lb_map_canvas *m, double x, double y, double width)
{
    const char *const text[] = {
        [LB_HATCH_UNSURE] = m->model->hatch,
        [LB_HATCH_FEW] = localised_text(m, "för få invånare", "too few people"),
        [LB_HATCH_NO_FIGURE] = localised_text(m, "ingen uppgift", "no figure")};
    static const lb_map_hatch order[] = {LB_HATCH_FEW, LB_HATCH_NO_FIGURE, LB_HATCH_UNSURE};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        lb_rgba fill = order[i] == LB_HATCH_UNSURE ? 0 : LB_INK_NO_CLASS;
        if (shows_hatch(m, order[i]))
            y = draw_swatch(m, (lb_box){x, y, x + width, y}, fill, &order[i], text[order[i]]);
    }
    if (!shows_ground(m))
        return y;
    return draw_swatch(
        m, (lb_box){x, y, x + width, y}, LB_INK_WHITE, NULL,
        localised_text(m, "obebott eller utanför rutnätet", "no residents, or outside the grid"));
}

/* The worst class first, as the eye reads a ranking; cells without a class last. */
double lb_legend_classes(const lb_map_canvas *m, double x, double y, double width)
{
    char label[LB_CLASS_LABEL_SIZE];
    y = draw_heading(m, x, y, width, m->model->legend);
    for (int k = m->model->classes.count; k > 0; k--) {
        lb_legend_class_label(m->model, k, label);
        y = draw_swatch(m, (lb_box){x, y, x + width, y}, m->model->classes.ink[k - 1], NULL, label);
    }
    y = draw_hatch_keys(m, x, y, width);
    if (m->model->note)
        y = draw_note(m, x, y, width, m->model->note);
    return y;
}

/* A box or, of a cluster, a circle of each kind that is there. */
static double draw_hotspots(const lb_map_canvas *m, double x, double y, double width)
{
    const lb_map_hotspots *s = &m->model->hotspots;
    double u = m->unit, w = 20 * u, h = 9 * u;
    if (!s->shapes || s->shapes->count == 0)
        return y;
    y = draw_heading(m, x, y, width, localised_text(m, "Händelser", "Events"));
    for (size_t k = 0; k < s->kinds; k++) {
        lb_pen pen = lb_palette_hotspot(k, u);
        size_t i = 0;
        while (i < s->shapes->count && s->kind[i] != k)
            i++;
        if (i == s->shapes->count)
            continue;
        lb_drawing_path(m->drawing, &pen);
        if (pen.fill)
            lb_drawing_box(m->drawing, x, y, w, h);
        else
            lb_drawing_circle(m->drawing, &pen, x + w / 2, y + h / 2, h / 2);
        double bottom = draw_label(m, x + w + 5 * u, y + h / 2, width - w - 5 * u, s->kind_name[k]);
        y = fmax(y + h, bottom) + 2.6 * u;
    }
    return y;
}

/* Does the map show an area of the category, or any where there are none? */
static bool is_in_view(const lb_map_canvas *m, size_t category)
{
    const lb_map_areas *a = &m->model->areas;
    for (size_t i = 0; i < a->shapes->count; i++)
        if ((!a->categories || a->category[i] == category) &&
            lb_box_intersects(lb_shapes_box(a->shapes, i), m->frame->box))
            return true;
    return false;
}

static bool any_in_view(const lb_map_canvas *m)
{
    size_t n = m->model->areas.categories ? m->model->areas.categories : 1, c = 0;
    while (c < n && !is_in_view(m, c))
        c++;
    return c < n;
}

/* One line a category in view, the worst first; one line without categories. Then what events are.
 */
double lb_legend_areas(const lb_map_canvas *m, double x, double y, double width)
{
    const lb_map_areas *a = &m->model->areas;
    double u = m->unit, w = 20 * u, h = 9 * u;
    if (!a->shapes || !any_in_view(m))
        return draw_hotspots(m, x, y, width);
    y = draw_heading(m, x, y, width, localised_text(m, "Områden", "Areas"));
    for (size_t c = 0; c < (a->categories ? a->categories : 1); c++) {
        if (!is_in_view(m, c))
            continue;
        lb_pen pen = lb_palette_outline(c, u);
        lb_drawing_path(m->drawing, &pen);
        lb_drawing_segment(m->drawing, x, y + h / 2, x + w, y + h / 2);
        double bottom = draw_label(m, x + w + 5 * u, y + h / 2, width - w - 5 * u,
                                   a->categories ? a->category_name[c] : a->label);
        y = fmax(y + h, bottom) + 2.6 * u;
    }
    return m->model->hotspots.shapes ? draw_hotspots(m, x, y + 6 * u, width) : y;
}

/* Three rings of round values: near the largest in view, a quarter and a twentieth of it, as long
 * as they stand for someone. */
double lb_legend_rings(const lb_map_canvas *m, double x, double y, double width)
{
    static const double part[LEGEND_RINGS] = {1, 4, 20};
    double u = m->unit, largest = lb_map_ring_largest(m);
    if (m->model->rings.count == 0 || !(largest > 0))
        return y;
    double top = lb_nice_number_below(largest), widest = lb_map_ring_radius(m, top);
    lb_pen pen = lb_map_ring_pen(m);
    y = draw_heading(m, x, y, width, m->model->rings.title);
    for (int i = 0; i < LEGEND_RINGS; i++) {
        char label[LB_FIGURE_SIZE];
        double value = lb_nice_number_below(top / part[i]), radius = lb_map_ring_radius(m, value);
        double h = fmax(2 * radius + 1.5 * u, 9.5 * u);
        if (value < 1 || (i > 0 && value < m->model->rings.min_value))
            break;
        lb_figure_text(value, value < 10 && value != floor(value) ? 1 : 0, m->model->english,
                       label);
        lb_drawing_circle(m->drawing, &pen, x + fmax(widest, 8 * u), y + h / 2, radius);
        draw_label(m, x + 2 * fmax(widest, 8 * u) + 5 * u, y + h / 2, width, label);
        y += h + 1.5 * u;
    }
    return m->model->rings.note ? draw_note(m, x, y, width, m->model->rings.note) : y;
}

/* Scale and north ------------------------------------------------------------------------------ */

/* The bar with its figures at 0, in the middle and at the end; with five segments the middle is no
 * boundary and has no figure. */
static void draw_scale_bar(const lb_map_canvas *m, lb_scale_bar bar, double x, double y)
{
    double u = m->unit, length = bar.metres * m->frame->scale, h = 3.6 * u;
    lb_text_style style = legend_text_style(m, 7, false, LB_INK_TEXT);
    style.anchor = LB_ANCHOR_MIDDLE;
    for (int i = 0; i < bar.segments; i++) {
        lb_pen pen = {
            .fill = i % 2 ? LB_INK_WHITE : LB_INK_TEXT, .line = LB_INK_TEXT, .width = 0.5 * u};
        lb_drawing_path(m->drawing, &pen);
        lb_drawing_box(m->drawing, x + length * i / bar.segments, y, length / bar.segments, h);
    }
    for (int half = 0; half < 3; half++) {
        char text[LB_LENGTH_SIZE];
        if (half == 1 && bar.segments == 5)
            continue;
        lb_length_text(bar.metres * half / 2, bar.metres, half == 2, m->model->english, text);
        lb_drawing_text(m->drawing, &style, x + length * half / 2, y + h + 8 * u, text);
    }
}

/* North is up on every map: the CRS is projected and the page is not turned. */
static void draw_north_arrow(const lb_map_canvas *m, double x, double y)
{
    double u = m->unit, top = y + 8 * u, h = 18 * u, w = 4.5 * u;
    lb_text_style style = legend_text_style(m, 8, true, LB_INK_TEXT);
    style.anchor = LB_ANCHOR_MIDDLE;
    lb_drawing_text(m->drawing, &style, x, y + 8 * u * LB_CAP_HEIGHT, "N");
    const double left[] = {x, top, x - w, top + h, x, top + 0.72 * h};
    const double right[] = {x, top, x + w, top + h, x, top + 0.72 * h};
    lb_pen pen = {.fill = LB_INK_TEXT, .line = LB_INK_TEXT, .width = 0.5 * u};
    lb_drawing_path(m->drawing, &pen);
    lb_drawing_line(m->drawing, left, 3, true);
    pen.fill = LB_INK_WHITE;
    lb_drawing_path(m->drawing, &pen);
    lb_drawing_line(m->drawing, right, 3, true);
}

/* Scale in words (two digits: paper shrinks), bar of a round length, and north. */
double lb_legend_scale(const lb_map_canvas *m, double x, double y, double width)
{
    double u = m->unit;
    char text[LB_FIGURE_SIZE + 8], number[LB_FIGURE_SIZE];
    lb_scale_bar bar = lb_scale_bar_within((width - 40 * u) / m->frame->scale);
    double denominator = lb_viewport_denominator(m->frame);
    double round = pow(10, floor(log10(denominator)) - 1); /* two digits: paper shrinks */
    lb_text_style style = legend_text_style(m, 7, false, LB_INK_QUIET);
    lb_figure_text(lround(denominator / round) * round, 0, m->model->english, number);
    snprintf(text, sizeof text, "%s 1:%s", localised_text(m, "Skala", "Scale"), number);
    draw_north_arrow(m, x + width - 6 * u, y);
    lb_drawing_text(m->drawing, &style, x, y + 7 * u * LB_CAP_HEIGHT, text);
    draw_scale_bar(m, bar, x + 3 * u, y + 12 * u);
    return y + 27 * u;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layers of a printed map, back to front: fills of context, cells, lines of context, outlines
 * of areas, rings, names. Input is lb_map_model in metres of one CRS; lb_viewport turns them into
 * points on the page. What lies outside the viewport's box is skipped before it is drawn. */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/try.h"
#include "model/name_order.h"
#include "render/map/map_layers.h"
#include "render/text/palette.h"
#include "render/text/label_placement.h"

static const double CLASS_OVERLAP = 0.05; /* points a class reaches over its neighbours */

/* Cells ---------------------------------------------------------------------------------------- */

/* Equal cells that make a rectangle, in rows and columns of the grid. */
typedef struct cell_rect {
    int32_t row, rows, col, cols;
    uint8_t class_of;
} cell_rect;

typedef struct cell_rects {
    cell_rect *at;
    size_t count, capacity;
    size_t above, here; /* the first that may end in the row above; of this row */
    bool failed;
} cell_rects;

/* Takes the place of the rectangle above it when it is as wide and of the class. */
static void add_cell_run(cell_rects *r, cell_rect run)
{
    for (; r->above < r->here && r->at[r->above].col < run.col; r->above++)
        ;
    if (r->above < r->here) {
        cell_rect *up = &r->at[r->above];
        if (up->col == run.col && up->cols == run.cols && up->class_of == run.class_of &&
            up->row + up->rows == run.row) {
            run.row = up->row;
            run.rows = up->rows + 1;
            up->rows = 0;
        }
    }
    r->failed |= !lb_array_reserve(&r->at, &r->capacity, r->count + 1, sizeof *r->at);
    if (!r->failed)
        r->at[r->count++] = run;
}

/* The cells [from, to) of one row as runs of one class, from west to east. */
static void add_cell_row(cell_rects *r, const lb_map_cells *c, size_t from, size_t to)
{
    r->above = r->here;
    r->here = r->count;
    while (from < to && !r->failed) {
        size_t end = from + 1;
        while (end < to && c->cell[end] == c->cell[end - 1] + 1 &&
               c->class_of[end] == c->class_of[from])
            end++;
        int64_t ncol = c->grid.ncol;
        add_cell_run(r, (cell_rect){(int32_t)(c->cell[from] / ncol), 1,
                                    (int32_t)(c->cell[from] % ncol), (int32_t)(end - from),
                                    c->class_of[from]});
        from = end;
    }
}

/* All cells as few rectangles: runs of a row, joined downwards. A map of 100,000 cells becomes some
 * thousand shapes, which PDF viewers draw at once. */
static void find_rects(cell_rects *r, const lb_map_cells *c)
{
    for (size_t i = 0; i < c->count && !r->failed;) {
        int64_t row = c->cell[i] / c->grid.ncol;
        size_t end = i;
        while (end < c->count && c->cell[end] / c->grid.ncol == row)
            end++;
        add_cell_row(r, c, i, end);
        i = end;
    }
}

static lb_box rect_box(const lb_grid *g, const cell_rect *q)
{
    return (lb_box){g->x0 + q->col * g->dx, g->y0 - (q->row + q->rows) * g->dy,
                    g->x0 + (q->col + q->cols) * g->dx, g->y0 - q->row * g->dy};
}

/* All rectangles of a class as one path, each CLASS_OVERLAP larger, so that no white line shows
 * between classes in viewers that smooth edges. */
static void draw_class(const lb_map_canvas *m, const cell_rects *r, uint8_t class_of, lb_rgba ink)
{
    const lb_grid *g = &m->model->cells.grid;
    lb_drawing_path(m->drawing, &(lb_pen){.fill = ink, .crisp = true});
    for (size_t i = 0; i < r->count; i++) {
        const cell_rect *q = &r->at[i];
        lb_box box = rect_box(g, q);
        if (q->rows == 0 || q->class_of != class_of || !lb_box_intersects(box, m->frame->box))
            continue;
        box = lb_viewport_box(m->frame, box);
        lb_drawing_box(m->drawing, box.xmin - CLASS_OVERLAP, box.ymin - CLASS_OVERLAP,
                       box.xmax - box.xmin + 2 * CLASS_OVERLAP,
                       box.ymax - box.ymin + 2 * CLASS_OVERLAP);
    }
}

lb_pen lb_map_hatch_pen(const lb_map_canvas *m, lb_map_hatch hatch)
{
    return hatch == LB_HATCH_UNSURE ? (lb_pen){.line = 0x1c1c1cb0, .width = 0.45 * m->unit}
                                    : (lb_pen){.line = 0x8f8f8fff, .width = 0.3 * m->unit};
}

/* The lines x + sign y = a multiple of the spacing, cut at the box, so that they go on from one box
 * to the next; points of the page. */
static void draw_parallels(const lb_map_canvas *m, double spacing, double sign, lb_box b)
{
    double low = sign > 0 ? b.ymin : -b.ymax, high = sign > 0 ? b.ymax : -b.ymin;
    double from = ceil((b.xmin + low) / spacing), to = (b.xmax + high) / spacing;
    for (double k = from; k < to; k++) {
        double sum = k * spacing;
        double x1 = fmax(b.xmin, sum - high), x2 = fmin(b.xmax, sum - low);
        lb_drawing_segment(m->drawing, x1, sign * (sum - x1), x2, sign * (sum - x2));
    }
}

void lb_map_hatch_box(const lb_map_canvas *m, lb_map_hatch hatch, lb_box box)
{
    double spacing = (hatch == LB_HATCH_UNSURE ? 1 : 1.5) * LB_HATCH_SPACING * m->unit;
    if (hatch != LB_HATCH_FEW)
        draw_parallels(m, spacing, 1, box);
    if (hatch != LB_HATCH_UNSURE)
        draw_parallels(m, spacing, -1, box);
}

bool lb_map_is_hatched(const lb_map_cells *c, size_t i, lb_map_hatch hatch)
{
    bool few = c->few && c->few[i];
    return hatch == LB_HATCH_UNSURE ? c->hatched && c->hatched[i]
           : c->class_of[i] > 0     ? false
                                    : few == (hatch == LB_HATCH_FEW);
}

/* Over the colours of cells. */
static void draw_hatches(const lb_map_canvas *m, lb_map_hatch hatch)
{
    const lb_map_cells *all = &m->model->cells;
    lb_map_cells cells = *all;
    cell_rects r = {0};
    lb_pen pen = lb_map_hatch_pen(m, hatch);
    uint8_t *hatched = malloc(all->count + 1);
    for (size_t i = 0; hatched && i < all->count; i++)
        hatched[i] = lb_map_is_hatched(all, i, hatch);
    cells.class_of = hatched;
    if (hatched)
        find_rects(&r, &cells);
    if (!hatched || r.failed)
        m->drawing->failed = true;
    lb_drawing_path(m->drawing, &pen);
    for (size_t i = 0; i < r.count && !r.failed; i++) {
        lb_box box = rect_box(&all->grid, &r.at[i]);
        if (r.at[i].rows > 0 && r.at[i].class_of && lb_box_intersects(box, m->frame->box))
            lb_map_hatch_box(m, hatch, lb_viewport_box(m->frame, box));
    }
    free(hatched);
    free(r.at);
}

void lb_map_cells_draw(const lb_map_canvas *m)
{
    cell_rects r = {0};
    find_rects(&r, &m->model->cells);
    if (r.failed)
        m->drawing->failed = true;
    for (int k = 0; k <= m->model->classes.count && !r.failed; k++)
        draw_class(m, &r, (uint8_t)k, k ? m->model->classes.ink[k - 1] : LB_INK_NO_CLASS);
    free(r.at);
    for (int hatch = LB_HATCH_UNSURE; hatch <= LB_HATCH_NO_FIGURE; hatch++)
        draw_hatches(m, (lb_map_hatch)hatch);
}

/* Shapes --------------------------------------------------------------------------------------- */

/* Points on the page; those that move less than a tenth of a point are left out. */
static void draw_line(const lb_map_canvas *m, const double *from, size_t count, bool closed)
{
    size_t n = 0;
    double *xy = malloc((count + 1) * 2 * sizeof *xy);
    if (!xy) {
        m->drawing->failed = true;
        return;
    }
    for (size_t v = 0; v < count; v++) {
        double x = lb_viewport_x(m->frame, from[2 * v]),
               y = lb_viewport_y(m->frame, from[2 * v + 1]);
        if (n > 0 && v + 1 < count && fabs(x - xy[2 * n - 2]) < 0.1 &&
            fabs(y - xy[2 * n - 1]) < 0.1)
            continue;
        xy[2 * n] = x;
        xy[2 * n + 1] = y;
        n++;
    }
    lb_drawing_line(m->drawing, xy, n, closed);
    free(xy);
}

/* All rings of an area into the path that has begun. */
static void draw_feature(const lb_map_canvas *m, const lb_shapes *s, size_t feature)
{
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++)
        draw_line(m, s->xy + 2 * s->vertex[r], s->vertex[r + 1] - s->vertex[r] - 1, true);
}

static bool is_seen(const lb_map_canvas *m, const lb_shapes *s, size_t feature)
{
    return lb_box_intersects(lb_shapes_box(s, feature), m->frame->box);
}

/* One path a feature, so that holes of a lake stay empty. */
static void draw_linework(const lb_map_canvas *m, const lb_linework *s, const lb_pen *pen)
{
    for (size_t i = 0; i < s->count; i++) {
        if (!lb_box_intersects(s->feature[i].box, m->frame->box))
            continue;
        lb_drawing_path(m->drawing, pen);
        for (size_t l = s->feature[i].first; l < s->feature[i].first + s->feature[i].lines; l++)
            draw_line(m, s->xy + 2 * s->line[l].first, s->line[l].count, s->line[l].closed);
    }
}

void lb_map_backdrop_fills_draw(const lb_map_canvas *m)
{
    for (size_t b = 0; b < m->model->backdrops; b++)
        if (m->model->backdrop[b].pen.fill)
            draw_linework(m, m->model->backdrop[b].strokes,
                          &(lb_pen){.fill = m->model->backdrop[b].pen.fill});
}

void lb_map_backdrop_lines_draw(const lb_map_canvas *m)
{
    for (size_t b = 0; b < m->model->backdrops; b++) {
        lb_pen pen = m->model->backdrop[b].pen;
        pen.fill = 0;
        pen.width *= m->unit;
        if (pen.line)
            draw_linework(m, m->model->backdrop[b].strokes, &pen);
    }
}

/* The outlines of one category's areas (0: of all, without categories), in that order. */
static void draw_outlines(const lb_map_canvas *m, const size_t *order, size_t category,
                          const lb_pen *pen)
{
    const lb_map_areas *a = &m->model->areas;
    for (size_t k = 0; k < a->shapes->count; k++) {
        size_t i = order[k];
        if ((a->category && a->categories ? a->category[i] : 0) != category ||
            !is_seen(m, a->shapes, i))
            continue;
        lb_drawing_path(m->drawing, pen);
        draw_feature(m, a->shapes, i);
    }
}

/* The worst category last, on top; each on a white line, so that it shows on every colour. */
void lb_map_outlines_draw(const lb_map_canvas *m)
{
    const lb_map_areas *a = &m->model->areas;
    size_t categories = a->categories ? a->categories : 1;
    if (!a->shapes)
        return;
    size_t *order = malloc((a->shapes->count + 1) * sizeof *order);
    if (!order || lb_order_by_name(a->shapes, (const char *const *)a->name, order) != LB_OK) {
        m->drawing->failed = true;
        free(order);
        return;
    }
    for (size_t c = categories; c-- > 0;) {
        lb_pen pen = lb_palette_outline(c, m->unit);
        draw_outlines(m, order, c,
                      &(lb_pen){.line = 0xffffffe0, .width = pen.width + 1.5 * m->unit});
    }
    for (size_t c = categories; c-- > 0;) {
        lb_pen pen = lb_palette_outline(c, m->unit);
        draw_outlines(m, order, c, &pen);
    }
    free(order);
}

void lb_map_hotspots_draw(const lb_map_canvas *m)
{
    const lb_map_hotspots *h = &m->model->hotspots;
    for (size_t n = h->shapes ? h->kinds : 0; n-- > 0;) {
        size_t k = n == 0 ? h->kinds - 1 : n - 1; /* clusters, the last kind, on top */
        lb_pen pen = lb_palette_hotspot(k, m->unit);
        for (size_t i = 0; i < h->shapes->count; i++) {
            if (h->kind[i] != k || !is_seen(m, h->shapes, i))
                continue;
            if (!pen.fill) { /* a white line under it, so that it shows on every colour */
                lb_drawing_path(m->drawing, &(lb_pen){.line = 0xffffffe0, .width = 2 * pen.width});
                draw_feature(m, h->shapes, i);
            }
            lb_drawing_path(m->drawing, &pen);
            draw_feature(m, h->shapes, i);
        }
    }
}

/* Rings ---------------------------------------------------------------------------------------- */

/* Is its centre within the map's frame? */
static bool ring_is_seen(const lb_map_canvas *m, size_t i)
{
    const double *xy = m->model->rings.xy + 2 * i;
    return lb_box_intersects((lb_box){xy[0], xy[1], xy[0], xy[1]}, m->frame->box);
}

double lb_map_ring_largest(const lb_map_canvas *m)
{
    double largest = 0;
    for (size_t i = 0; i < m->model->rings.count; i++)
        if (ring_is_seen(m, i))
            largest = fmax(largest, m->model->rings.value[i]);
    return largest;
}

/* Points: about the half side of the square that a ring stands for, within 4 and 15 on A4. */
static double largest_radius(const lb_map_canvas *m)
{
    double side = m->model->rings.side * m->frame->scale;
    return fmin(fmax(0.55 * side, 4 * m->unit), 15 * m->unit);
}

/* The largest is about as wide as what it stands for, or wide enough to be seen. */
double lb_map_ring_radius(const lb_map_canvas *m, double value)
{
    double largest = lb_map_ring_largest(m);
    return largest > 0 ? largest_radius(m) * sqrt(value / largest) : 0;
}

/* Thinner where they are small and many. */
lb_pen lb_map_ring_pen(const lb_map_canvas *m)
{
    return (lb_pen){.line = 0x000000ff,
                    .width = fmin(0.25 * m->unit + 0.06 * largest_radius(m), 0.8 * m->unit)};
}

/* Surfaces follow values: radius of the root. A pale ring under each keeps it legible on any
 * colour. */
void lb_map_rings_draw(const lb_map_canvas *m)
{
    double unit = lb_map_ring_radius(m, 1);
    lb_pen pen = lb_map_ring_pen(m),
           under = {.line = 0xffffffa0, .width = pen.width + 0.7 * m->unit};
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < m->model->rings.count; i++)
            if (ring_is_seen(m, i))
                lb_drawing_circle(m->drawing, pass ? &pen : &under,
                                  lb_viewport_x(m->frame, m->model->rings.xy[2 * i]),
                                  lb_viewport_y(m->frame, m->model->rings.xy[2 * i + 1]),
                                  unit * sqrt(m->model->rings.value[i]));
}

/* Names ---------------------------------------------------------------------------------------- */

/* What two boxes share; empty where they do not meet. */
static lb_box clip_box(lb_box a, lb_box b)
{
    return (lb_box){fmax(a.xmin, b.xmin), fmax(a.ymin, b.ymin), fmin(a.xmax, b.xmax),
                    fmin(a.ymax, b.ymax)};
}

/* The point of the area's outline, within the frame, closest to the name. */
static bool nearest_point(const lb_map_canvas *m, const lb_shapes *s, size_t feature, lb_box name,
                          double to[2])
{
    double best = INFINITY;
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++) {
        for (size_t v = s->vertex[r]; v < s->vertex[r + 1]; v++) {
            double x = lb_viewport_x(m->frame, s->xy[2 * v]);
            double y = lb_viewport_y(m->frame, s->xy[2 * v + 1]);
            double dx = fmax(fmax(name.xmin - x, x - name.xmax), 0);
            double dy = fmax(fmax(name.ymin - y, y - name.ymax), 0);
            if (dx * dx + dy * dy < best) {
                best = dx * dx + dy * dy;
                to[0] = x;
                to[1] = y;
            }
        }
    }
    return isfinite(best);
}

/* A line from a name that stands away from its area to the nearest point of its outline. */
static void draw_leader(const lb_map_canvas *m, const lb_shapes *s, size_t feature, lb_box name)
{
    double to[2] = {0, 0};
    if (!nearest_point(m, s, feature, name, to))
        return;
    double x = fmin(fmax(to[0], name.xmin), name.xmax);
    double y = fmin(fmax(to[1], name.ymin), name.ymax);
    lb_drawing_path(m->drawing, &(lb_pen){.line = 0xffffffc0, .width = 1.4 * m->unit});
    lb_drawing_segment(m->drawing, x, y, to[0], to[1]);
    lb_drawing_path(m->drawing, &(lb_pen){.line = LB_INK_TEXT, .width = 0.45 * m->unit});
    lb_drawing_segment(m->drawing, x, y, to[0], to[1]);
}

/* Names of the areas in view, and where they are placed. */
typedef struct label_set {
    lb_map_label *named;
    lb_label_position *placed;
    size_t *feature, count;
} label_set;

/* The areas in view: by category, the worst first, then by name. */
static lb_status collect_area_labels(const lb_map_canvas *m, const lb_box frame, label_set *n)
{
    const lb_map_areas *a = &m->model->areas;
    size_t categories = a->category && a->categories ? a->categories : 1;
    size_t *order = malloc((a->shapes->count + 1) * sizeof *order);
    lb_status status =
        order ? lb_order_by_name(a->shapes, (const char *const *)a->name, order) : LB_E_MEMORY;
    for (size_t c = 0; status == LB_OK && c < categories; c++) {
        for (size_t k = 0; k < a->shapes->count; k++) {
            size_t i = order[k];
            if ((categories > 1 ? a->category[i] : 0) != c || !is_seen(m, a->shapes, i))
                continue;
            lb_box box = lb_viewport_box(m->frame, lb_shapes_box(a->shapes, i));
            n->feature[n->count] = i;
            n->named[n->count++] =
                (lb_map_label){a->name ? a->name[i] : NULL, clip_box(box, frame)};
        }
    }
    free(order);
    return status;
}

/* Leaders first, so that no line crosses a name. *left_out: names without room. */
static void draw_labels(const lb_map_canvas *m, const label_set *n, double size, size_t *left_out)
{
    lb_text_style style = {
        .size = size, .ink = LB_INK_TEXT, .halo = 0xffffffe8, .halo_width = 1.1 * m->unit};
    for (size_t i = 0; i < n->count; i++)
        if (n->placed[i].placed && n->placed[i].needs_leader)
            draw_leader(m, m->model->areas.shapes, n->feature[i], n->placed[i].box);
    for (size_t i = 0; i < n->count; i++) {
        if (n->placed[i].placed)
            lb_drawing_text(m->drawing, &style, n->placed[i].x, n->placed[i].y, n->named[i].text);
        else if (n->named[i].text)
            ++*left_out;
    }
}

/* What names keep clear of, growing as names are placed. */
typedef struct occupied_boxes {
    lb_box *box;
    size_t count, capacity;
    bool failed;
} occupied_boxes;

static void occupy_box(occupied_boxes *t, lb_box box)
{
    t->failed |= !lb_array_reserve(&t->box, &t->capacity, t->count + 1, sizeof *t->box);
    if (!t->failed)
        t->box[t->count++] = box;
}

static bool is_box_free(const occupied_boxes *t, lb_box box)
{
    for (size_t i = 0; i < t->count; i++)
        if (lb_box_intersects(box, t->box[i]))
            return false;
    return true;
}

/* Stands in the middle of what is seen of its shape, quiet, where there is room. */
static void draw_backdrop_label(const lb_map_canvas *m, lb_box seen, const char *name,
                                occupied_boxes *t)
{
    double size = 7 * m->unit, height = size * (LB_CAP_HEIGHT + LB_DESCENT);
    double width = lb_measure_text(m->measure, name, size, false);
    double cx = (seen.xmin + seen.xmax) / 2, cy = (seen.ymin + seen.ymax) / 2;
    lb_box box = {cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2};
    lb_text_style style = {.size = size,
                           .ink = LB_INK_QUIET,
                           .halo = 0xffffffb0,
                           .halo_width = 0.8 * m->unit,
                           .anchor = LB_ANCHOR_MIDDLE};
    if (seen.xmax - seen.xmin < width || seen.ymax - seen.ymin < 2 * height || !is_box_free(t, box))
        return;
    occupy_box(t, box);
    lb_drawing_text(m->drawing, &style, cx, cy + size * LB_CAP_HEIGHT / 2, name);
}

static void draw_backdrop_labels(const lb_map_canvas *m, lb_box frame, occupied_boxes *t)
{
    for (size_t b = 0; b < m->model->backdrops; b++) {
        const lb_map_backdrop *d = &m->model->backdrop[b];
        for (size_t i = 0; d->label && i < d->strokes->count; i++) {
            lb_box box = d->strokes->feature[i].box;
            if (lb_box_intersects(box, m->frame->box) && d->label[i])
                draw_backdrop_label(m, clip_box(lb_viewport_box(m->frame, box), frame), d->label[i],
                                    t);
        }
    }
}

/* Names of areas choose their places first, and are painted last. */
static lb_status place_and_draw_labels(const lb_map_canvas *m, const lb_label_options *placing,
                                       label_set *n, size_t *left_out)
{
    occupied_boxes t = {0};
    if (m->model->areas.shapes)
        LB_TRY(collect_area_labels(m, placing->frame, n));
    lb_status status = lb_place_labels(placing, n->named, n->count, n->placed);
    for (size_t i = 0; i < placing->blocks; i++)
        occupy_box(&t, placing->block[i]);
    for (size_t i = 0; status == LB_OK && i < n->count; i++)
        if (n->placed[i].placed)
            occupy_box(&t, n->placed[i].box);
    if (status == LB_OK && !t.failed) {
        draw_backdrop_labels(m, placing->frame, &t);
        draw_labels(m, n, placing->size, left_out);
    }
    free(t.box);
    return t.failed ? LB_E_MEMORY : status;
}

/* Labels keep 3 units from the frame and stay off the blocks of the page; *left_out counts the
 * names without room. */
lb_status lb_map_labels_draw(const lb_map_canvas *m, const lb_box *block, size_t blocks,
                             size_t *left_out)
{
    const lb_viewport *f = m->frame;
    double edge = 3 * m->unit;
    size_t areas = m->model->areas.shapes ? m->model->areas.shapes->count : 0;
    lb_box frame = {f->x + edge, f->y + edge, f->x + f->w - edge, f->y + f->h - edge};
    label_set n = {calloc(areas + 1, sizeof *n.named), calloc(areas + 1, sizeof *n.placed),
                   calloc(areas + 1, sizeof *n.feature), 0};
    lb_label_options placing = {m->measure, 7.5 * m->unit, frame, blocks, block};
    bool good = n.named && n.placed && n.feature;
    *left_out = 0;
    lb_status status = good ? place_and_draw_labels(m, &placing, &n, left_out) : LB_E_MEMORY;
    free(n.named);
    free(n.placed);
    free(n.feature);
    return status;
}

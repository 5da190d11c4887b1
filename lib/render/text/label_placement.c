/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Greedy choice among fixed candidates (after Christensen, Marks and Shieber 1995, who found that
 * the choice of candidates matters more than the search). */
#include <math.h>
#include <stdlib.h>

#include "model/bbox_index.h"
#include "render/text/label_placement.h"

enum { DIRECTIONS = 8, STEPS = 7 };

/* East, west, above, below, then the corners: which way the name lies from what it names. */
static const signed char direction[DIRECTIONS][2] = {{1, 0},  {-1, 0},  {0, -1}, {0, 1},
                                                     {1, -1}, {-1, -1}, {1, 1},  {-1, 1}};

/* Distances in parts of the type's size. */
static const double gap_step[STEPS] = {0.3, 0.9, 1.8, 3, 4.5, 6.5, 9};
static const double LEADER_DISTANCE = 1.5; /* from where a line is needed */

/* Names placed so far, and the one under way. */
typedef struct placement {
    const lb_label_options *placing;
    const lb_map_label *named;
    lb_bbox_index areas; /* what is named, by place */
    size_t n, current;   /* index of the name being placed */
    lb_box *occupied;    /* [takens]: by names before it */
    size_t n_occupied;
} placement;

/* Square points. */
static double overlap_area(lb_box a, lb_box b)
{
    double w = fmin(a.xmax, b.xmax) - fmax(a.xmin, b.xmin);
    double h = fmin(a.ymax, b.ymax) - fmax(a.ymin, b.ymin);
    return w > 0 && h > 0 ? w * h : 0;
}

/* Inside the frame, and off blocks and labels with air of 0.15 of the text size on all sides. */
static bool is_free(const placement *w, lb_box box)
{
    const lb_box *f = &w->placing->frame;
    double air = 0.15 * w->placing->size;
    lb_box roomy = {box.xmin - air, box.ymin - air, box.xmax + air, box.ymax + air};
    if (box.xmin < f->xmin || box.xmax > f->xmax || box.ymin < f->ymin || box.ymax > f->ymax)
        return false;
    for (size_t i = 0; i < w->placing->blocks; i++)
        if (overlap_area(roomy, w->placing->block[i]) > 0)
            return false;
    for (size_t i = 0; i < w->n_occupied; i++)
        if (overlap_area(roomy, w->occupied[i]) > 0)
            return false;
    return true;
}

/* Square points of other areas' boxes under a candidate place. */
typedef struct overlap_sum {
    const placement *w;
    lb_box box;
    double sum;
} overlap_sum;

static void add_overlap(void *udata, size_t i)
{
    overlap_sum *h = udata;
    if (i != h->w->current)
        h->sum += overlap_area(h->box, h->w->named[i].box);
}

/* How much of the name would hide other areas: 0 to about 1. */
static double hidden_fraction(const placement *w, lb_box box)
{
    overlap_sum h = {w, box, 0};
    double area = (box.xmax - box.xmin) * (box.ymax - box.ymin);
    lb_bbox_index_visit(&w->areas, box, add_overlap, &h);
    return area > 0 ? fmin(h.sum / area, 1) : 0;
}

/* Where the name lies in one of the eight directions at a gap in points; nearer at corners. */
static lb_box candidate_box(lb_box area, double width, double height, const signed char *to,
                            double gap)
{
    double cx = (area.xmin + area.xmax) / 2, cy = (area.ymin + area.ymax) / 2;
    double slant = to[0] && to[1] ? 0.7 : 1;
    double x = to[0] > 0   ? area.xmax + gap * slant
               : to[0] < 0 ? area.xmin - gap * slant - width
                           : cx - width / 2;
    double y = to[1] > 0   ? area.ymax + gap * slant
               : to[1] < 0 ? area.ymin - gap * slant - height
                           : cy - height / 2;
    return (lb_box){x, y, x + width, y + height};
}

/* Takes the box where it is free and costs less than the best so far: cost of its place, and of the
 * areas that it would hide. */
static void try_candidate(const placement *w, lb_box box, double cost, bool needs_leader,
                          double *best, lb_label_position *out)
{
    if (cost >= *best || !is_free(w, box))
        return;
    cost += 4 * hidden_fraction(w, box);
    if (cost >= *best)
        return;
    *best = cost;
    *out = (lb_label_position){.placed = true, .needs_leader = needs_leader, .box = box};
}

/* The cheapest free place: inside where the area is large enough, else around it, further and
 * further away. */
static void place_label(const placement *w, lb_label_position *out)
{
    const lb_map_label *named = &w->named[w->current];
    double size = w->placing->size, best = INFINITY;
    double width = lb_measure_text(w->placing->measure, named->text, size, false);
    double height = size * (LB_CAP_HEIGHT + LB_DESCENT);
    double cx = (named->box.xmin + named->box.xmax) / 2;
    double cy = (named->box.ymin + named->box.ymax) / 2;
    if (named->box.xmax - named->box.xmin > 1.3 * width &&
        named->box.ymax - named->box.ymin > 4 * height) /* room inside */
        try_candidate(w, (lb_box){cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2},
                      0.5, false, &best, out);
    for (int s = 0; s < STEPS; s++)
        for (int d = 0; d < DIRECTIONS; d++)
            try_candidate(
                w, candidate_box(named->box, width, height, direction[d], gap_step[s] * size),
                0.6 * gap_step[s] + 0.02 * d, gap_step[s] >= LEADER_DISTANCE, &best, out);
    out->x = out->box.xmin;
    out->y = out->box.ymin + size * LB_CAP_HEIGHT;
}

static void place_all_labels(placement *w, lb_label_position *out)
{
    for (; w->current < w->n; w->current++) {
        const char *text = w->named[w->current].text;
        out[w->current] = (lb_label_position){.placed = false};
        if (text && *text)
            place_label(w, &out[w->current]);
        if (out[w->current].placed)
            w->occupied[w->n_occupied++] = out[w->current].box;
    }
}

/* Places on the page for the labels, in 1/72 inch, each clear of those before it. */
lb_status lb_place_labels(const lb_label_options *placing, const lb_map_label *named, size_t n,
                          lb_label_position *out)
{
    placement w = {.placing = placing, .named = named, .n = n};
    lb_box *box = malloc((n + 1) * sizeof *box);
    w.occupied = malloc((n + 1) * sizeof *w.occupied);
    for (size_t i = 0; box && i < n; i++)
        box[i] = named[i].box;
    lb_status status = box && w.occupied ? lb_bbox_index_init(&w.areas, box, n) : LB_E_MEMORY;
    if (status == LB_OK) {
        place_all_labels(&w, out);
        lb_bbox_index_clear(&w.areas);
    }
    free(box);
    free(w.occupied);
    return status;
}

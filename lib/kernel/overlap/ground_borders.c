/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas are walked in an order in which neighbours follow each other, and pieces follow each other
 * along borders, so that the tree of their boxes needs no sort. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/overlap/ground_borders.h"

static void clear_list(lb_ground_list *list)
{
    free(list->piece);
    for (int level = 0; level < LB_GROUND_LEVELS; level++)
        free(list->box[level]);
}

void lb_ground_borders_clear(lb_ground_borders *borders)
{
    for (int t = 0; borders->list && t < borders->lists; t++)
        clear_list(&borders->list[t]);
    free(borders->list);
    lb_ground_keys_clear(&borders->keys);
    *borders = (lb_ground_borders){.list = NULL};
}

/* One thread's walk. */
typedef struct ground_walk {
    const lb_overlap *overlap;
    const lb_ground_request *request;
    lb_ground_list *list;
    lb_ground_keys keys; /* the thread's own */
    uint32_t *count;     /* [categories] of the areas that hold the piece, without its own */
    const size_t *copy;  /* [copies]: features of the area that is walked */
    size_t copies;
    uint32_t left, right; /* of the next piece, unless the areas have changed */
    bool is_changed;
    lb_ground_piece pending; /* keys are different: it is there */
    uint32_t pending_edge;
    lb_edge_box window; /* what the boxes of pieces must be no more than, with a window */
    lb_walk_list walk;
    bool failed; /* out of memory */
} ground_walk;

/* Adds the pending piece, if there is one, unless it is beyond the window. */
static void add_pending(ground_walk *w)
{
    lb_ground_list *list = w->list;
    lb_ground_piece piece = w->pending;
    w->pending.left = w->pending.right;
    if (piece.left == piece.right ||
        (w->request->window &&
         !lb_edge_box_within(lb_edge_box_of(piece.from, piece.to), w->window)))
        return;
    if (list->pieces == list->capacity &&
        !lb_array_reserve(&list->piece, &list->capacity, list->pieces + 1, sizeof *list->piece)) {
        w->failed = true;
        return;
    }
    list->piece[list->pieces++] = piece;
}

static void step_features(ground_walk *w, const size_t *feature, size_t n, uint32_t step)
{
    for (size_t k = 0; k < n; k++)
        if (w->request->category[feature[k]] != SIZE_MAX) {
            w->count[w->request->category[feature[k]]] += step;
            w->is_changed = true;
        }
}

/* step: 1 or -1, modulo 2^32. */
static void step_area(ground_walk *w, uint32_t area, uint32_t step)
{
    const lb_border_runs *runs = &w->overlap->runs;
    step_features(w, runs->feature + runs->first_copy[area], lb_border_runs_copies(runs, area),
                  step);
}

/* On the right is what others hold, on the left the area and its copies as well. */
static void find_keys(ground_walk *w)
{
    w->right = lb_ground_keys_find(&w->keys, w->count);
    step_features(w, w->copy, w->copies, 1);
    w->left = lb_ground_keys_find(&w->keys, w->count);
    step_features(w, w->copy, w->copies, UINT32_MAX);
    w->is_changed = false;
    w->failed = w->failed || w->left == UINT32_MAX || w->right == UINT32_MAX;
}

static void begin_run(void *udata, const lb_border_run *run, const uint32_t *area, size_t n)
{
    ground_walk *w = udata;
    (void)run;
    memset(w->count, 0, w->request->categories * sizeof *w->count);
    for (size_t k = 0; k < n; k++)
        step_area(w, area[k], 1);
    w->is_changed = true;
}

/* Pieces of one edge between the same grounds are one. */
static void add_piece(void *udata, uint32_t edge, lb_lattice_point from, lb_lattice_point to)
{
    ground_walk *w = udata;
    if (w->is_changed)
        find_keys(w);
    if (w->pending.left != w->pending.right && edge == w->pending_edge &&
        w->pending.left == w->left && w->pending.right == w->right &&
        lb_lattice_same(w->pending.to, from)) {
        w->pending.to = to;
        return;
    }
    add_pending(w);
    w->pending = (lb_ground_piece){from, to, w->left, w->right};
    w->pending_edge = edge;
}

static void pass_crossing(void *udata, uint32_t edge, const lb_border_crossing *c)
{
    (void)edge;
    step_area(udata, c->area, c->enters ? 1 : UINT32_MAX);
}

static void end_run(void *udata)
{
    add_pending(udata);
}

/* The edges that meet no other area's box. */
static void add_lone_edges(ground_walk *w, size_t feature)
{
    const lb_border_runs *runs = &w->overlap->runs;
    const lb_shapes *s = runs->shapes;
    memset(w->count, 0, w->request->categories * sizeof *w->count);
    find_keys(w);
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++)
        for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++) {
            if (runs->live[v])
                continue;
            lb_lattice_point from = lb_lattice_place(&runs->lattice, s->xy + 2 * v);
            lb_lattice_point to = lb_lattice_place(&runs->lattice, s->xy + 2 * v + 2);
            if (lb_lattice_same(from, to))
                continue;
            w->pending = (lb_ground_piece){from, to, w->left, w->right};
            add_pending(w);
        }
}

static bool do_boxes_meet(lb_box a, lb_box b)
{
    return a.xmin <= b.xmax && b.xmin <= a.xmax && a.ymin <= b.ymax && b.ymin <= a.ymax;
}

static bool is_walked(const ground_walk *w, uint32_t area)
{
    const lb_box *window = w->request->window;
    return !window || do_boxes_meet(*window, w->overlap->runs.box[area]);
}

static bool any_counts(const ground_walk *w)
{
    for (size_t k = 0; k < w->copies; k++)
        if (w->request->category[w->copy[k]] != SIZE_MAX)
            return true;
    return false;
}

static void walk_area(ground_walk *w, uint32_t area)
{
    static const lb_border_walker walker = {begin_run, add_piece, pass_crossing, end_run};
    const lb_border_runs *runs = &w->overlap->runs;
    if (!is_walked(w, area))
        return;
    w->copy = runs->feature + runs->first_copy[area];
    w->copies = lb_border_runs_copies(runs, area);
    if (!any_counts(w))
        return;
    lb_border_walk(w->overlap, area, &walker, w, &w->walk);
    if (w->copies == 1)
        add_lone_edges(w, w->copy[0]);
}

/* Tree ----------------------------------------------------------------------------------------- */

static lb_edge_box join_boxes(lb_edge_box a, lb_edge_box b)
{
    for (int side = 0; side < 4; side++)
        a[side] = b[side] < a[side] ? b[side] : a[side];
    return a;
}

/* The box of some that follow each other: pieces on level 0, else boxes of the level below. */
static lb_edge_box box_of(const lb_ground_list *list, int level, size_t from, size_t to)
{
    lb_edge_box all = level > 0 ? list->box[level - 1][from]
                                : lb_edge_box_of(list->piece[from].from, list->piece[from].to);
    for (size_t i = from + 1; i < to; i++)
        all = join_boxes(all, level > 0 ? list->box[level - 1][i]
                                        : lb_edge_box_of(list->piece[i].from, list->piece[i].to));
    return all;
}

/* Each level from the one before, till one has few boxes enough to look at all of them. */
static lb_status make_tree(lb_ground_list *list)
{
    size_t below = list->pieces;
    for (list->levels = 0; list->levels == 0 || below > LB_GROUND_CHILDREN; list->levels++) {
        size_t n = (below + LB_GROUND_CHILDREN - 1) / LB_GROUND_CHILDREN;
        lb_edge_box *box = malloc((n + 1) * sizeof *box);
        if (!box)
            return LB_E_MEMORY;
        list->box[list->levels] = box;
        list->count[list->levels] = n;
        for (size_t i = 0, at = 0; i < n; i++, at += LB_GROUND_CHILDREN)
            box[i] = box_of(list, list->levels, at,
                            at + LB_GROUND_CHILDREN < below ? at + LB_GROUND_CHILDREN : below);
        below = n;
    }
    return LB_OK;
}

static lb_status finish_list(lb_ground_list *list)
{
    bool fits = lb_array_fit(&list->piece, &list->capacity, list->pieces, sizeof *list->piece);
    return fits ? make_tree(list) : LB_E_MEMORY;
}

/* A search down the tree. */
typedef struct piece_search {
    const lb_ground_list *list;
    lb_edge_box reach;
    void (*visit)(void *udata, const lb_ground_piece *piece);
    void *udata;
} piece_search;

/* The boxes from .. to - 1 of a level, no more than LB_GROUND_CHILDREN, and what is below them. */
static void visit_level(const piece_search *s, int level, size_t from, size_t to)
{
    const lb_ground_list *list = s->list;
    for (size_t i = from; i < to; i++) {
        if (!lb_edge_box_within(list->box[level][i], s->reach))
            continue;
        size_t below = level > 0 ? list->count[level - 1] : list->pieces;
        size_t first = i * LB_GROUND_CHILDREN, end = first + LB_GROUND_CHILDREN;
        end = end < below ? end : below;
        if (level > 0)
            visit_level(s, level - 1, first, end);
        else
            for (size_t p = first; p < end; p++)
                s->visit(s->udata, &list->piece[p]);
    }
}

void lb_ground_list_visit(const lb_ground_list *list, lb_edge_box box,
                          void (*visit)(void *udata, const lb_ground_piece *piece), void *udata)
{
    piece_search s = {list, lb_edge_box_reach(box), visit, udata};
    visit_level(&s, list->levels - 1, 0, list->count[list->levels - 1]);
}

/* All threads ---------------------------------------------------------------------------------- */

/* Joins the keys of a thread's walk to those of all. False: out of memory. */
static bool join_keys(ground_walk *w, lb_ground_keys *keys)
{
    uint32_t *joined = malloc((w->keys.keys + 1) * sizeof *joined);
    bool good = joined != NULL;
    for (uint32_t k = 0; good && k < w->keys.keys; k++) {
        joined[k] = lb_ground_keys_find(keys, lb_ground_keys_count(&w->keys, k));
        good = joined[k] != UINT32_MAX;
    }
    for (size_t i = 0; good && i < w->list->pieces; i++) {
        lb_ground_piece *p = &w->list->piece[i];
        p->left = joined[p->left];
        p->right = joined[p->right];
    }
    free(joined);
    return good;
}

/* What the boxes of pieces in a window must be no more than, a little wider. */
static lb_edge_box reach_of(const lb_lattice *l, lb_box window)
{
    static const double rounding = 1e-6; /* some roundings of a float */
    double side[] = {(window.xmax - l->x0) * l->scale, (window.ymax - l->y0) * l->scale,
                     (l->x0 - window.xmin) * l->scale, (l->y0 - window.ymin) * l->scale};
    for (int i = 0; i < 4; i++)
        side[i] += rounding * fabs(side[i]);
    return (lb_edge_box){(float)side[0], (float)side[1], (float)side[2], (float)side[3]};
}

static lb_status init_walk(ground_walk *w, const lb_overlap *overlap,
                           const lb_ground_request *request, lb_ground_list *list)
{
    *w = (ground_walk){.overlap = overlap, .request = request, .list = list};
    if (request->window)
        w->window = reach_of(&overlap->runs.lattice, *request->window);
    w->count = calloc(request->categories + 1, sizeof *w->count);
    return w->count ? lb_ground_keys_init(&w->keys, request->categories, request->rule)
                    : LB_E_MEMORY;
}

static void clear_walk(ground_walk *w)
{
    lb_walk_list_clear(&w->walk);
    lb_ground_keys_clear(&w->keys);
    free(w->count);
}

/* w: [threads], zeroed. */
static lb_status walk_all(ground_walk *w, int threads, const lb_overlap *overlap,
                          const lb_ground_request *request, lb_ground_borders *out)
{
    lb_status status = LB_OK;
    for (int t = 0; t < threads; t++)
        LB_TRY(init_walk(&w[t], overlap, request, &out->list[t]));
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64)
    for (size_t i = 0; i < overlap->runs.areas; i++)
        walk_area(&w[lb_thread_index()], (uint32_t)i);
    for (int t = 0; t < threads; t++)
        if (w[t].failed || w[t].walk.failed || !join_keys(&w[t], &out->keys))
            return LB_E_MEMORY;
#pragma omp parallel for num_threads(threads)
    for (int t = 0; t < threads; t++) {
        lb_status own = finish_list(&out->list[t]);
#pragma omp critical(ground_borders)
        status = own != LB_OK ? own : status;
    }
    return status;
}

lb_status lb_ground_borders_find(const lb_overlap *overlap, const lb_ground_request *request,
                                 lb_ground_borders *out)
{
    int threads = lb_thread_count(request->threads);
    lb_ground_borders borders = {.lattice = overlap->runs.lattice, .lists = threads};
    ground_walk *w = calloc((size_t)threads, sizeof *w);
    borders.list = calloc((size_t)threads, sizeof *borders.list);
    lb_status status = w && borders.list
                           ? lb_ground_keys_init(&borders.keys, request->categories, request->rule)
                           : LB_E_MEMORY;
    if (status == LB_OK)
        status = walk_all(w, threads, overlap, request, &borders);
    borders.piece_keys = borders.keys.keys;
    for (int t = 0; w && t < threads; t++)
        clear_walk(&w[t]);
    free(w);
    LB_HAND_OVER(status, borders, out, lb_ground_borders_clear);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/changes/area_order.h"

typedef struct ordered_area {
    const char *text[LB_ASSESSMENT_FIELDS]; /* name, category, LPO, region; "": none */
    lb_box box;
    size_t row;
} ordered_area;

static int compare_areas(const void *a, const void *b)
{
    const ordered_area *x = a, *y = b;
    for (int k = 0; k < LB_ASSESSMENT_FIELDS; k++) {
        int order = lb_text_compare(x->text[k], y->text[k]);
        order = order ? order : strcmp(x->text[k], y->text[k]);
        if (order)
            return order;
    }
    const double of_x[] = {x->box.xmin, x->box.ymin, x->box.xmax, x->box.ymax};
    const double of_y[] = {y->box.xmin, y->box.ymin, y->box.xmax, y->box.ymax};
    for (int k = 0; k < 4; k++)
        LB_COMPARE(of_x[k], of_y[k]);
    return (x->row > y->row) - (x->row < y->row);
}

/* The areas of one side in order: row[place], and place[row]. */
typedef struct area_order {
    size_t count, *row, *place;
    double *area; /* [place] square metres */
} area_order;

static void clear_order(area_order *o)
{
    free(o->row);
    free(o->place);
    free(o->area);
}

static lb_status make_order(const lb_assessment *s, area_order *o)
{
    size_t n = o->count = s->sheet.table.rows;
    ordered_area *sorted = calloc(n + 1, sizeof *sorted);
    o->row = malloc((n + 1) * sizeof *o->row);
    o->place = malloc((n + 1) * sizeof *o->place);
    o->area = calloc(n + 1, sizeof *o->area);
    if (!sorted || !o->row || !o->place || !o->area) {
        free(sorted);
        return LB_E_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        sorted[i].row = i;
        for (size_t k = 0; k < LB_ASSESSMENT_FIELDS; k++) {
            const char *text = lb_table_text(&s->sheet.table, i, k);
            sorted[i].text[k] = text ? text : "";
        }
        if (s->area)
            sorted[i].box = lb_shapes_box(&s->shapes, i);
    }
    qsort(sorted, n, sizeof *sorted, compare_areas);
    for (size_t k = 0; k < n; k++) {
        o->row[k] = sorted[k].row;
        o->place[sorted[k].row] = k;
        o->area[k] = s->area ? s->area[sorted[k].row] : 0;
    }
    free(sorted);
    return LB_OK;
}

static size_t row_of(const area_order *o, size_t place)
{
    return place == SIZE_MAX ? SIZE_MAX : o->row[place];
}

/* Back to the numbers of rows; `other` is of the side that the area is not on. */
static void renumber(const area_order order[2], lb_changes *changes)
{
    for (size_t k = 0; k < changes->count; k++) {
        lb_change *c = &changes->item[k];
        c->other = row_of(&order[c->kind == LB_CHANGE_MERGED], c->other);
        c->before = row_of(&order[0], c->before);
        c->after = row_of(&order[1], c->after);
    }
}

static lb_status find_in_order(lb_changes_state *m, const area_order order[2], size_t *after_of,
                               lb_change_overlap *placed, size_t overlaps)
{
    lb_change_geometry geometry = {order[0].area, order[1].area, placed, overlaps, 0};
    for (size_t k = 0; k < order[0].count; k++) {
        size_t after = m->after_of[order[0].row[k]];
        after_of[k] = after == SIZE_MAX ? SIZE_MAX : order[1].place[after];
    }
    for (size_t k = 0; placed && k < overlaps; k++) {
        placed[k].before = order[0].place[placed[k].before];
        placed[k].after = order[1].place[placed[k].after];
    }
    LB_TRY(lb_changes_find(after_of, order[0].count, order[1].count, placed ? &geometry : NULL,
                           &m->changes));
    renumber(order, &m->changes);
    return LB_OK;
}

lb_status lb_changes_find_by_name(lb_changes_state *state, const lb_change_overlap *overlap,
                                  size_t overlaps)
{
    area_order order[2] = {{.count = 0}, {.count = 0}};
    lb_status status = make_order(&state->assessment[0], &order[0]);
    if (status == LB_OK)
        status = make_order(&state->assessment[1], &order[1]);
    size_t *after_of = malloc((order[0].count + 1) * sizeof *after_of);
    lb_change_overlap *placed = overlap ? malloc((overlaps + 1) * sizeof *placed) : NULL;
    if (placed)
        memcpy(placed, overlap, overlaps * sizeof *placed);
    if (status == LB_OK)
        status = after_of && (placed || !overlap)
                     ? find_in_order(state, order, after_of, placed, overlaps)
                     : LB_E_MEMORY;
    free(after_of);
    free(placed);
    clear_order(&order[0]);
    clear_order(&order[1]);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/sum.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/suggest/suggest_borders.h"
#include "commands/suggest/suggest_tables.h"
#include "kernel/outline/mask_outline.h"
#include "model/name_order.h"
#include "port/geos/geos_union.h"

enum { ID_SIZE = 24, MARGIN = 2 /* half squares round a mask */ };
static const double majority = 0.5;

static size_t add_row(const lb_suggestion *of, lb_table *t)
{
    char id[ID_SIZE];
    size_t row = lb_table_add_row(t);
    snprintf(id, sizeof id, "F%zu", of->rank);
    lb_table_set_text(t, row, 0, id);
    return row;
}

/* Closed outlines ---------------------------------------------------------------------------------
 */

/* A suggestion in half squares. */
typedef struct half_mask {
    int side;
    int32_t north, west;        /* of its first square, in cells of the lattice */
    bool *own, *grown, *closed; /* [side][side], row 0 in the north */
} half_mask;

/* The window of the suggestion with a margin, all false. False: out of memory. */
static bool new_mask(const lb_suggestions *s, size_t at, half_mask *m)
{
    const lb_cell_rows *rows = &s->data->lattice.rows;
    int32_t south = -1, east = -1;
    m->north = m->west = INT32_MAX;
    for (size_t c = 0; c < rows->count; c++) {
        if (s->area_of[c] != (int32_t)at)
            continue;
        m->north = rows->row[c] < m->north ? rows->row[c] : m->north;
        m->west = rows->col[c] < m->west ? rows->col[c] : m->west;
        south = rows->row[c] > south ? rows->row[c] : south;
        east = rows->col[c] > east ? rows->col[c] : east;
    }
    if (south < 0) /* a suggestion has squares */
        m->north = m->west = south = east = 0;
    int32_t longest = south - m->north > east - m->west ? south - m->north : east - m->west;
    m->side = 2 * (longest + 1) + 2 * MARGIN;
    m->own = calloc(3 * (size_t)m->side * (size_t)m->side, sizeof *m->own);
    m->grown = m->own + (size_t)m->side * (size_t)m->side;
    m->closed = m->grown + (size_t)m->side * (size_t)m->side;
    return m->own != NULL;
}

/* Four half squares a square. */
static void fill_own(const lb_suggestions *s, size_t at, half_mask *m)
{
    const lb_cell_rows *rows = &s->data->lattice.rows;
    for (size_t c = 0; c < rows->count; c++) {
        if (s->area_of[c] != (int32_t)at)
            continue;
        int r = 2 * (rows->row[c] - m->north) + MARGIN, x = 2 * (rows->col[c] - m->west) + MARGIN;
        for (int k = 0; k < 4; k++)
            m->own[(r + k / 2) * m->side + x + k % 2] = true;
    }
}

/* to: where the half square and those round it in `from` hold `value` anywhere: with true what is
 * grown by half a square, with false what is not left when it shrinks. */
static void spread_value(const half_mask *m, const bool *from, bool value, bool *to)
{
    for (int r = 1; r + 1 < m->side; r++)
        for (int c = 1; c + 1 < m->side; c++) {
            bool found = false;
            for (int k = 0; k < 9; k++)
                found |= from[(r + k / 3 - 1) * m->side + c + k % 3 - 1] == value;
            to[r * m->side + c] = found == value;
        }
}

/* What closing takes in of populated squares is left out; returns how many half squares it takes
 * in. */
static size_t leave_people_out(const lb_suggestions *s, size_t at, half_mask *m)
{
    const lb_suggest_data *d = s->data;
    size_t taken = 0;
    for (int r = 0; r < m->side; r++)
        for (int c = 0; c < m->side; c++) {
            bool *closed = &m->closed[r * m->side + c];
            if (!*closed || m->own[r * m->side + c])
                continue;
            size_t cell = lb_cell_rows_find(&d->lattice.rows, m->north + (r - MARGIN) / 2,
                                            m->west + (c - MARGIN) / 2);
            *closed =
                cell == SIZE_MAX || s->area_of[cell] == (int32_t)at || !(d->cell_people[cell] > 0);
            taken += *closed;
        }
    return taken;
}

/* *taken: half squares; of a suggestion that is too wide for a mask 0, and its squares. */
static lb_status close_border(const lb_suggestions *s, size_t at, size_t *taken, lb_shapes *shapes)
{
    const lb_grid *grid = &s->data->lattice.rows.grid;
    half_mask m;
    if (!new_mask(s, at, &m))
        return LB_E_MEMORY;
    fill_own(s, at, &m);
    spread_value(&m, m.own, true, m.grown);
    spread_value(&m, m.grown, false, m.closed);
    bool fits = m.side <= LB_MASK_OUTLINE_MAX_SIDE;
    *taken = fits ? leave_people_out(s, at, &m) : 0;
    double half = grid->dx / 2, x = grid->x0 + m.west * grid->dx - MARGIN * half;
    double y = grid->y0 - m.north * grid->dx + (MARGIN - m.side) * half;
    lb_status status = fits ? lb_mask_outline_add(m.closed, m.side, x, y, half, shapes)
                            : lb_suggest_outline(s, at, shapes);
    free(m.own);
    return status;
}

lb_status lb_suggest_closed_borders(const lb_suggestions *s, lb_table *table, lb_shapes *shapes)
{
    double half = s->data->lattice.rows.grid.dx / 2;
    lb_add_described_columns(table, &lb_suggest_command, "forslag_slutna");
    for (size_t k = 0; k < s->found; k++) {
        size_t taken;
        size_t row = add_row(&s->suggestion[s->by_rank[k]], table);
        LB_TRY(close_border(s, s->by_rank[k], &taken, shapes));
        lb_table_set_real(table, row, 1, (double)taken * half * half / 1e6);
    }
    return lb_table_status(table);
}

/* Zones -------------------------------------------------------------------------------------------
 */

typedef struct zone_people {
    lb_areas zones;
    size_t *zone;   /* [lattice cells] */
    double *xy;     /* [lattice cells][2] */
    lb_sum *all;    /* [zones + 1] people */
    lb_sum *inside; /* [zones + 1] of them in the suggestion */
    size_t *order;  /* [zones] by name */
    size_t *chosen; /* [zones] in that order */
} zone_people;

static void clear_zones(zone_people *z)
{
    lb_areas_clear(&z->zones);
    free(z->zone);
    free(z->xy);
    free(z->all);
    free(z->inside);
    free(z->chosen);
    free(z->order);
}

static lb_status read_zones(const lb_suggestions *s, zone_people *z, lb_error *err)
{
    const lb_suggest_data *d = s->data;
    const lb_cell_rows *rows = &d->lattice.rows;
    z->zone = malloc((rows->count + 1) * sizeof *z->zone);
    z->xy = malloc((2 * rows->count + 1) * sizeof *z->xy);
    if (!z->zone || !z->xy)
        return lb_error_memory(err);
    for (size_t c = 0; c < rows->count; c++) {
        lb_box b = lb_grid_cell_box(&rows->grid, rows->row[c], rows->col[c]);
        z->xy[2 * c] = (b.xmin + b.xmax) / 2;
        z->xy[2 * c + 1] = (b.ymin + b.ymax) / 2;
    }
    lb_area_fields fields = {.name = d->options->snap_name};
    LB_TRY(lb_areas_read(d->options->snap, &fields, d->input.crs, d->job, &z->zones, err));
    lb_status status = lb_suggest_locate(d, &z->zones, z->xy, rows->count, z->zone);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s: %s", z->zones.source, lb_status_text(status));
    size_t n = z->zones.shapes.count + 1;
    z->all = calloc(n, sizeof *z->all);
    z->inside = malloc(n * sizeof *z->inside);
    z->chosen = malloc(n * sizeof *z->chosen);
    z->order = malloc(n * sizeof *z->order);
    if (!z->all || !z->inside || !z->chosen || !z->order ||
        lb_order_by_name(&z->zones.shapes, (const char *const *)z->zones.name, z->order) != LB_OK)
        return lb_error_memory(err);
    for (size_t c = 0; c < rows->count; c++)
        if (d->cell_people[c] > 0)
            lb_sum_add(&z->all[z->zone[c]], d->cell_people[c]);
    return LB_OK;
}

/* The zones of which at least half of the people live in the suggestion: how many; *gained: their
 * people outside it, *lost: its people in other zones or none. */
static size_t choose_zones(const lb_suggestions *s, size_t at, zone_people *z, double *gained,
                           double *lost)
{
    const lb_suggest_data *d = s->data;
    size_t zones = z->zones.shapes.count, n = 0;
    lb_sum gain = {0}, loss = {0};
    memset(z->inside, 0, (zones + 1) * sizeof *z->inside);
    for (size_t c = 0; c < d->lattice.rows.count; c++)
        if (s->area_of[c] == (int32_t)at && d->cell_people[c] > 0)
            lb_sum_add(&z->inside[z->zone[c]], d->cell_people[c]);
    for (size_t k = 0; k <= zones; k++) {
        size_t of = k < zones ? z->order[k] : zones; /* the last: in no zone */
        double inside = lb_sum_value(z->inside[of]), all = lb_sum_value(z->all[of]);
        bool chosen = k < zones && inside > 0 && lb_at_least(inside, majority * all);
        lb_sum_add(chosen ? &gain : &loss, chosen ? all - inside : inside);
        if (chosen)
            z->chosen[n++] = of;
    }
    *gained = lb_sum_value(gain);
    *lost = lb_sum_value(loss);
    return n;
}

static lb_status add_zone_border(const lb_suggestions *s, size_t at, zone_people *z, lb_table *t,
                                 lb_shapes *shapes, lb_error *err)
{
    double gained, lost;
    size_t row = add_row(&s->suggestion[at], t), n = choose_zones(s, at, z, &gained, &lost);
    lb_buf names = {0};
    for (size_t k = 0; k < n; k++)
        lb_buf_printf(&names, "%s%s", k > 0 ? ", " : "", z->zones.name[z->chosen[k]]);
    lb_table_set_integer(t, row, 1, (int64_t)n);
    lb_table_set_text(t, row, 2, names.text ? names.text : "");
    bool failed = names.failed;
    lb_buf_clear(&names);
    lb_table_set_real(t, row, 3, s->suggestion[at].people + gained - lost);
    lb_table_set_real(t, row, 4, gained);
    lb_table_set_real(t, row, 5, lost);
    if (failed)
        return lb_error_memory(err);
    if (n > 0)
        return lb_geos_union(&z->zones.shapes, z->chosen, n, shapes, err);
    return lb_shapes_add_feature(shapes) == LB_OK ? LB_OK : lb_error_memory(err);
}

lb_status lb_suggest_zone_borders(const lb_suggestions *s, lb_table *table, lb_shapes *shapes,
                                  lb_error *err)
{
    zone_people z = {.zone = NULL};
    lb_add_described_columns(table, &lb_suggest_command, "forslag_zoner");
    lb_status status = read_zones(s, &z, err);
    for (size_t k = 0; status == LB_OK && k < s->found; k++)
        status = add_zone_border(s, s->by_rank[k], &z, table, shapes, err);
    clear_zones(&z);
    if (status != LB_OK)
        return status;
    return lb_table_status(table) == LB_OK ? LB_OK : lb_error_memory(err);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/number.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/hotspot/hotspot_outlines.h"
#include "commands/hotspot/hotspot_table.h"
#include "input/areas/hotspot_areas.h"
#include "port/geos/geos_union.h"

enum { DISC_SIDES = 64 };

static const double finding_p = 0.05;

enum { NAME, CATEGORY, EVENTS, EVENTS_TOTAL, CELLS, RADIUS, WKT };

/* Hot spots as connected cells, on their way to polygons. */
typedef struct outline_builder {
    const lb_figures_input *in;
    const lb_cell_figures *figures;
    lb_table *table;
    lb_shapes *shapes;
    size_t *spot;   /* [cells]: number of the hot spot, from 1; 0: none */
    size_t *member; /* [cells]: those of the first hot spot, then of the next ... */
    size_t *first;  /* [cells + 1]: of hot spot s, from first[s - 1] to first[s] */
    size_t spots, shown, left_out;
    double total;      /* events in all cells */
    bool *covered;     /* [cells] by a hot spot or cluster that is shown */
    bool tells_of_few; /* the total would, of those outside what is shown */
    lb_error *err;
} outline_builder;

/* What is outside outlines of `inside` events may not be as few as are left out. */
static void check_outside(outline_builder *b, double inside)
{
    double outside = b->total - inside;
    b->tells_of_few |= outside > 0 && outside < b->in->options->min_cell;
}

/* Hot spots --------------------------------------------------------------------------------------
 */

static void add_neighbours(outline_builder *b, size_t cell, size_t *n)
{
    const lb_cell_rows *rows = &b->in->support->rows;
    for (int32_t d = -1; d <= 1; d++) {
        size_t begin, end;
        lb_cell_rows_between(rows, rows->row[cell] + d, rows->col[cell] - 1, rows->col[cell] + 1,
                             &begin, &end);
        for (size_t k = begin; k < end; k++)
            if (b->figures->class_of[k] > 0 && b->spot[k] == 0) {
                b->spot[k] = b->spots;
                b->member[(*n)++] = k;
            }
    }
}

/* Numbers and lists the cells of each hot spot, the northernmost first. */
static void number_spots(outline_builder *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->figures->cells; i++) {
        if (b->figures->class_of[i] <= 0 || b->spot[i] > 0)
            continue;
        size_t first = n;
        b->spot[i] = ++b->spots;
        b->member[n++] = i;
        for (size_t k = first; k < n; k++)
            add_neighbours(b, b->member[k], &n);
        qsort(b->member + first, n - first, sizeof *b->member, lb_compare_sizes);
        b->first[b->spots] = n;
    }
}

/* The last feature of the shapes as text. */
static void write_wkt(const lb_shapes *s, lb_buf *text)
{
    size_t feature = s->count - 1;
    char number[LB_NUMBER_SIZE];
    lb_buf_puts(text, "MULTIPOLYGON(");
    for (size_t p = s->part[feature]; p < s->part[feature + 1]; p++) {
        lb_buf_puts(text, p > s->part[feature] ? ",(" : "(");
        for (size_t r = s->ring[p]; r < s->ring[p + 1]; r++) {
            lb_buf_puts(text, r > s->ring[p] ? ",(" : "(");
            for (size_t v = s->vertex[r]; v < s->vertex[r + 1]; v++) {
                lb_number_format(s->xy[2 * v], number);
                lb_buf_printf(text, "%s%s", v > s->vertex[r] ? "," : "", number);
                lb_number_format(s->xy[2 * v + 1], number);
                lb_buf_printf(text, " %s", number);
            }
            lb_buf_puts(text, ")");
        }
        lb_buf_puts(text, ")");
    }
    lb_buf_puts(text, ")");
}

/* A row for the last feature; radius NaN: it is no disc. */
static lb_status add_row(outline_builder *b, const char *name, size_t kind, double events,
                         double cells, double radius)
{
    lb_buf wkt = {0};
    write_wkt(b->shapes, &wkt);
    size_t row = lb_table_add_row(b->table);
    lb_table_set_text(b->table, row, NAME, name);
    lb_table_set_text(b->table, row, CATEGORY, lb_hotspot_kinds[kind]);
    lb_table_set_integer(b->table, row, EVENTS, (int64_t)events);
    lb_table_set_integer(b->table, row, CELLS, (int64_t)cells);
    lb_table_set_real(b->table, row, RADIUS, radius);
    lb_table_set_text(b->table, row, WKT, wkt.text);
    lb_status status = wkt.failed ? LB_E_MEMORY : lb_table_status(b->table);
    lb_buf_clear(&wkt);
    return status;
}

/* The cells of one class of a hot spot as one feature. */
static lb_status add_class(outline_builder *b, size_t spot, int class_of, double events)
{
    lb_shapes squares = {0};
    lb_status status = LB_OK;
    char name[40];
    for (size_t k = b->first[spot - 1]; k < b->first[spot] && status == LB_OK; k++)
        if (b->figures->class_of[b->member[k]] == class_of)
            status = lb_hotspot_square_add(b->in->support, b->member[k], &squares);
    double cells = (double)squares.count;
    snprintf(name, sizeof name, "H%zu", b->shown);
    if (status == LB_OK && squares.count > 0) {
        status = lb_geos_union(&squares, NULL, squares.count, b->shapes, b->err);
        if (status == LB_OK)
            status = add_row(b, name, (size_t)(3 - class_of), events, cells, (double)NAN);
    }
    lb_shapes_clear(&squares);
    return status;
}

/* A hot spot is one outline for each class in it, the highest first; the minimum of events is that
 * of the whole hot spot. */
static lb_status add_spots(outline_builder *b)
{
    int min_events = b->in->options->min_cell;
    double inside = 0;
    for (size_t s = 1; s <= b->spots; s++) {
        double events = 0;
        for (size_t k = b->first[s - 1]; k < b->first[s]; k++)
            events += b->in->count[b->member[k]];
        if (events < min_events) {
            b->left_out++;
            continue;
        }
        b->shown++;
        inside += events;
        for (size_t k = b->first[s - 1]; k < b->first[s]; k++)
            b->covered[b->member[k]] = true;
        for (int class_of = 3; class_of > 0; class_of--)
            LB_TRY(add_class(b, s, class_of, events));
    }
    check_outside(b, inside);
    return LB_OK;
}

/* Clusters ---------------------------------------------------------------------------------------
 */

static lb_status add_disc(outline_builder *b, double x, double y, double radius)
{
    double ring[2 * DISC_SIDES];
    for (int i = 0; i < DISC_SIDES; i++) {
        double angle = 2 * acos(-1) * i / DISC_SIDES;
        ring[2 * i] = round((x + radius * cos(angle)) * 100) / 100; /* to the centimetre */
        ring[2 * i + 1] = round((y + radius * sin(angle)) * 100) / 100;
    }
    LB_TRY(lb_shapes_add_feature(b->shapes));
    LB_TRY(lb_shapes_add_part(b->shapes));
    return lb_shapes_add_ring(b->shapes, ring, DISC_SIDES);
}

/* A cluster of one cell is drawn as the disc round it. */
static void cover_disc(outline_builder *b, double easting, double northing, double radius)
{
    for (size_t i = 0; i < b->figures->cells; i++) {
        double x, y;
        lb_event_support_centre(b->in->support, i, &x, &y);
        b->covered[i] |= hypot(x - easting, y - northing) <= radius + 1e-6;
    }
}

static lb_status add_clusters(outline_builder *b, const lb_table *scan)
{
    size_t easting = lb_table_column(scan, "easting"), northing = lb_table_column(scan, "northing");
    const lb_grid *g = &b->in->support->grid.grid;
    size_t shown = 0, cases = lb_table_column(scan, "cases"), p = lb_table_column(scan, "p");
    for (size_t i = 0; scan->columns > 0 && i < scan->rows; i++) {
        double events = lb_table_real(scan, i, cases);
        double radius = lb_table_real(scan, i, lb_table_column(scan, "radius_m"));
        char name[40];
        if (!(lb_table_real(scan, i, p) < finding_p))
            continue;
        if (events < b->in->options->min_cell) {
            b->left_out++;
            continue;
        }
        double x = lb_table_real(scan, i, easting), y = lb_table_real(scan, i, northing);
        check_outside(b, events);
        cover_disc(b, x, y, radius);
        LB_TRY(add_disc(b, x, y, radius > 0 ? radius : hypot(g->dx, g->dy) / 2));
        snprintf(name, sizeof name, "K%zu", ++shown);
        LB_TRY(add_row(b, name, LB_HOTSPOT_CLUSTER, events,
                       lb_table_real(scan, i, lb_table_column(scan, "cells")), radius));
    }
    return LB_OK;
}

/* Events in all cells of the grid, in each row; not where those outside the hot spots shown, a
 * cluster or all of these would be as few as are left out. */
static void set_total(outline_builder *b)
{
    double inside = 0;
    for (size_t i = 0; i < b->figures->cells; i++)
        inside += b->covered[i] ? b->in->count[i] : 0;
    check_outside(b, inside);
    for (size_t row = 0; row < b->table->rows && !b->tells_of_few; row++)
        lb_table_set_integer(b->table, row, EVENTS_TOTAL, (int64_t)b->total);
}

/* Hot spots come first, then the clusters of the scan. *left_out: outlines of fewer events than
 * --min-cell, which are not shown. */
lb_status lb_hotspot_outlines_make(const lb_figures_input *input, const lb_cell_figures *figures,
                                   const lb_table *scan, lb_table *table, lb_shapes *shapes,
                                   size_t *left_out, lb_error *err)
{
    outline_builder b = {.in = input,
                         .figures = figures,
                         .table = table,
                         .shapes = shapes,
                         .spot = calloc(figures->cells + 1, sizeof *b.spot),
                         .member = calloc(figures->cells + 1, sizeof *b.member),
                         .first = calloc(figures->cells + 1, sizeof *b.first),
                         .covered = calloc(figures->cells + 1, sizeof *b.covered),
                         .err = err};
    lb_status status = b.spot && b.member && b.first && b.covered ? LB_OK : LB_E_MEMORY;
    for (size_t i = 0; i < figures->cells; i++)
        b.total += input->count[i];
    lb_add_described_columns(table, &lb_hotspot_command, "outlines");
    if (status == LB_OK) {
        number_spots(&b);
        status = add_spots(&b);
    }
    if (status == LB_OK)
        status = add_clusters(&b, scan);
    if (status == LB_OK) {
        set_total(&b);
        status = lb_table_status(table);
    }
    *left_out = b.left_out;
    free(b.spot);
    free(b.member);
    free(b.first);
    free(b.covered);
    return status == LB_E_MEMORY ? lb_error_memory(err) : status;
}

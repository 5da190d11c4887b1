/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/map/map_rings.h"
#include "page/page_rings.h"
#include "render/page/glossary_values.h"
#include "render/page/page_number.h"

void lb_page_rings_data_clear(lb_page_rings_data *data)
{
    free(data->xy);
    free(data->value);
    free(data->row);
    *data = (lb_page_rings_data){.xy = NULL};
}

static void describe_rings(lb_page_rings_data *r, const char *where, bool worst_two)
{
    if (worst_two) {
        snprintf(r->note_sv, sizeof r->note_sv,
                 "där trångboddheten är i de två sämsta av fem klasser");
        snprintf(r->note_en, sizeof r->note_en,
                 "where overcrowding is in the worst two of five classes");
    } else if (where && strcmp(where, "all") != 0) {
        snprintf(r->note_sv, sizeof r->note_sv, "där %.250s", where);
        snprintf(r->note_en, sizeof r->note_en, "where %.250s", where);
    }
}

lb_status lb_page_rings_read(const char *grid, const char *column, const char *where,
                             const lb_job *job, lb_page_rings_data *out, lb_error *err)
{
    lb_map_options options = {.grid = grid, .rings = column, .rings_where = where};
    lb_condition condition = {.column = ""};
    lb_map_grid g = {0};
    lb_status status = where ? lb_condition_parse(where, &condition, err) : LB_OK;
    if (status == LB_OK)
        status = lb_map_rings_read(&options, where ? &condition : NULL, job, &g, err);
    if (status != LB_OK)
        return status;
    *out = (lb_page_rings_data){.xy = g.ring_xy, .value = g.ring_value, .row = g.ring_row};
    g.ring_xy = g.ring_value = NULL;
    g.ring_row = NULL;
    describe_rings(out, where, g.worst_two);
    out->rings =
        (lb_page_rings){.title = lb_glossary_column_label((lb_page_text){NULL, NULL}, column),
                        .note = {out->note_sv, out->note_en},
                        .count = g.rings,
                        .xy = out->xy,
                        .value = out->value,
                        .side = g.values.grid.dx};
    lb_map_grid_clear(&g);
    return LB_OK;
}

static void move_ring(lb_page_rings_data *r, size_t from, size_t to)
{
    r->xy[2 * to] = r->xy[2 * from];
    r->xy[2 * to + 1] = r->xy[2 * from + 1];
    r->value[to] = r->value[from];
    r->row[to] = r->row[from];
}

static const char *const *labels_of(const lb_page_grid *grid, const char *column)
{
    for (size_t v = 0; v < grid->squares.values; v++)
        if (strcmp(grid->value[v].name, column) == 0)
            return (const char *const *)grid->replacement[v];
    return NULL;
}

static void note_hidden(lb_page_rings_data *r, int minimum)
{
    size_t sv = strlen(r->note_sv), en = strlen(r->note_en);
    snprintf(r->note_sv + sv, sizeof r->note_sv - sv, "%singa för färre än %d", sv ? "; " : "",
             minimum);
    snprintf(r->note_en + en, sizeof r->note_en - en, "%snone for fewer than %d", en ? "; " : "",
             minimum);
}

void lb_page_rings_suppress(lb_page_rings_data *data, const char *column, const lb_page_grid *grid)
{
    size_t kept = 0;
    if (!grid->replacement)
        return;
    const char *const *counted = labels_of(grid, column);
    const char *const *people = labels_of(grid, "population");
    for (size_t i = 0; i < data->rings.count; i++) {
        size_t row = data->row[i];
        if (data->value[i] >= grid->minimum && !(counted && counted[row]) &&
            !(people && people[row]))
            move_ring(data, i, kept++);
    }
    if (kept < data->rings.count)
        note_hidden(data, grid->minimum);
    data->rings.count = kept;
}

void lb_page_rings_crop(lb_page_rings_data *data, lb_box window)
{
    size_t kept = 0;
    for (size_t i = 0; i < data->rings.count; i++) {
        double x = data->xy[2 * i], y = data->xy[2 * i + 1];
        if (lb_box_intersects((lb_box){x, y, x, y}, window))
            move_ring(data, i, kept++);
    }
    data->rings.count = kept;
}

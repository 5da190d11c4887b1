/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rings of the page's map: those of the printed map (commands/map/ring_set). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "page/page_rings.h"
#include "render/page/glossary_values.h"

void lb_page_rings_data_clear(lb_page_rings_data *data)
{
    lb_ring_set_clear(&data->set);
    *data = (lb_page_rings_data){.rings = {.count = 0}};
}

static void describe_rings(lb_page_rings_data *r, const char *column, const char *where)
{
    lb_ring_set_condition(&r->set, where, false, r->note_sv, sizeof r->note_sv);
    lb_ring_set_condition(&r->set, where, true, r->note_en, sizeof r->note_en);
    r->rings =
        (lb_page_rings){.title = lb_glossary_column_label((lb_page_text){NULL, NULL}, column),
                        .note = {r->note_sv, r->note_en},
                        .count = r->set.count,
                        .xy = r->set.xy,
                        .value = r->set.value,
                        .side = r->set.side};
}

lb_status lb_page_rings_read(const char *grid, const char *column, const char *where,
                             const lb_job *job, lb_page_rings_data *out, lb_error *err)
{
    lb_map_options options = {.grid = grid, .rings = column};
    lb_condition condition = {.column = ""};
    lb_map_grid g;
    lb_job silent = *job; /* who shows the grid has logged what there is to say of it */
    silent.log = NULL;
    if (where)
        LB_TRY(lb_condition_parse(where, &condition, err));
    LB_TRY(lb_map_grid_read(&options, where ? &condition : NULL, &silent, &g, err));
    lb_status status = lb_ring_set_make(&g, where ? &condition : NULL, NULL, &out->set);
    lb_map_grid_clear(&g);
    if (status != LB_OK)
        return lb_error_memory(err);
    describe_rings(out, column, where);
    return LB_OK;
}

/* Ring `from` takes place `to`, which is not after it. */
static void move_ring(lb_ring_set *r, size_t from, size_t to)
{
    r->xy[2 * to] = r->xy[2 * from];
    r->xy[2 * to + 1] = r->xy[2 * from + 1];
    r->value[to] = r->value[from];
    r->row[to] = r->row[from];
}

void lb_page_rings_crop(lb_page_rings_data *data, lb_box window)
{
    size_t kept = 0;
    for (size_t i = 0; i < data->rings.count; i++) {
        double x = data->set.xy[2 * i], y = data->set.xy[2 * i + 1];
        if (lb_box_intersects((lb_box){x, y, x, y}, window))
            move_ring(&data->set, i, kept++);
    }
    data->set.count = data->rings.count = kept;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow/map_grid.h"
#include "flow/page_rings.h"
#include "render/page_value.h"

void lb_page_ringed_clear(lb_page_ringed *ringed)
{
    free(ringed->xy);
    free(ringed->value);
    *ringed = (lb_page_ringed){.xy = NULL};
}

static void describe(lb_page_ringed *r, const char *where, bool worst_two)
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
                             const lb_job *job, lb_page_ringed *out, lb_error *err)
{
    lb_map_options options = {.grid = grid, .rings = column, .rings_where = where};
    lb_condition condition = {.column = ""};
    lb_map_grid g = {0};
    lb_status status = where ? lb_condition_parse(where, &condition, err) : LB_OK;
    if (status == LB_OK)
        status = lb_map_grid_read(&options, where ? &condition : NULL, job, &g, err);
    if (status != LB_OK)
        return status;
    *out = (lb_page_ringed){.xy = g.ring_xy, .value = g.ring_value};
    g.ring_xy = g.ring_value = NULL;
    describe(out, where, g.worst_two);
    out->rings = (lb_page_rings){.title = lb_page_label((lb_page_text){NULL, NULL}, column),
                                 .note = {out->note_sv, out->note_en},
                                 .count = g.rings,
                                 .xy = out->xy,
                                 .value = out->value,
                                 .side = g.values.grid.dx};
    lb_map_grid_clear(&g);
    return LB_OK;
}

void lb_page_rings_keep(lb_page_ringed *ringed, lb_box window)
{
    size_t kept = 0;
    for (size_t i = 0; i < ringed->rings.count; i++) {
        double x = ringed->xy[2 * i], y = ringed->xy[2 * i + 1];
        if (!lb_box_intersects((lb_box){x, y, x, y}, window))
            continue;
        ringed->xy[2 * kept] = x;
        ringed->xy[2 * kept + 1] = y;
        ringed->value[kept++] = ringed->value[i];
    }
    ringed->rings.count = kept;
}

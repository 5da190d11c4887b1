/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances are those of bounding boxes, in metres by the scale of the CRS in the middle of the
 * areas: enough to distinguish a neighbouring town from another country. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "input/areas/vicinity.h"
#include "port/proj/crs.h"
#include "port/proj/scale.h"

enum { MAX_NAMED = 5 };

/* Of the CRS of nearly every run no database is asked: its metres are metres, to 0.1 %. Where the
 * scale is not known a unit is a metre. */
static void find_scale(lb_vicinity *v)
{
    double x = (v->extent.xmin + v->extent.xmax) / 2, y = (v->extent.ymin + v->extent.ymax) / 2;
    v->metres[0] = v->metres[1] = 1;
    if (strcmp(v->crs, "EPSG:3006") != 0 && !lb_box_is_empty(v->extent))
        lb_crs_scale(v->crs, x, y, v->metres, NULL);
}

/* Boxes of areas, in metres of crs, for a warning when events or cells are nowhere near them. */
lb_status lb_vicinity_add(lb_vicinity *v, const lb_shapes *areas, const char *source,
                          const char *source_crs, const char *crs)
{
    lb_box *box = realloc(v->box, (v->count + areas->count + 1) * sizeof *box);
    if (!box)
        return LB_E_MEMORY;
    if (v->count == 0) {
        v->source = source;
        v->source_crs = source_crs;
        v->extent = lb_box_empty();
    }
    v->box = box;
    v->crs = crs;
    for (size_t i = 0; areas->xy && i < areas->count; i++) {
        box[v->count] = lb_shapes_box(areas, i);
        v->extent = lb_box_union(v->extent, box[v->count++]);
    }
    find_scale(v);
    return LB_OK;
}

void lb_vicinity_clear(lb_vicinity *v)
{
    free(v->box);
    *v = (lb_vicinity){0};
}

/* Metres between two boxes, 0 where they touch. */
static bool is_near(const lb_vicinity *v, lb_box a, lb_box b)
{
    double dx = fmax(0, fmax(a.xmin - b.xmax, b.xmin - a.xmax)) * v->metres[0];
    double dy = fmax(0, fmax(a.ymin - b.ymax, b.ymin - a.ymax)) * v->metres[1];
    return dx * dx + dy * dy <= (double)LB_VICINITY_KM * LB_VICINITY_KM * 1e6;
}

void lb_vicinity_look(const lb_vicinity *v, lb_box box, lb_vicinity_count *count)
{
    if (!v || v->count == 0 || count->near)
        return;
    count->extent = count->n++ > 0 ? lb_box_union(count->extent, box) : box;
    if (!is_near(v, box, v->extent))
        return;
    for (size_t i = 0; i < v->count && !count->near; i++)
        count->near = is_near(v, box, v->box[i]);
}

void lb_vicinity_look_all(const lb_vicinity *v, const lb_shapes *shapes, lb_vicinity_count *count)
{
    for (size_t i = 0; shapes->xy && i < shapes->count && !count->near; i++)
        lb_vicinity_look(v, lb_shapes_box(shapes, i), count);
}

void lb_vicinity_merge(lb_vicinity_count *count, const lb_vicinity_count *part)
{
    if (part->n > 0)
        count->extent = count->n > 0 ? lb_box_union(count->extent, part->extent) : part->extent;
    count->n += part->n;
    count->near |= part->near;
}

/* "x 600000 to 601000, y 6600000 to 6601000 (EPSG:3006, read from EPSG:4326)"; degrees with four
 * decimals. */
static void append_extent(lb_buf *out, const lb_vicinity *v, lb_box box, const char *source_crs)
{
    const double end[4] = {box.xmin, box.xmax, box.ymin, box.ymax};
    char text[4][LB_NUMBER_SIZE], label[LB_CRS_LABEL_SIZE], from[LB_CRS_LABEL_SIZE] = "";
    for (int i = 0; i < 4; i++)
        lb_number_format_fixed(end[i], v->metres[0] > 1000 ? 4 : 0, text[i]);
    lb_crs_label(v->crs, label);
    if (source_crs && source_crs[0])
        lb_crs_label(source_crs, from);
    lb_buf_printf(out, "x %s to %s, y %s to %s (%s", text[0], text[1], text[2], text[3], label);
    if (from[0] && strcmp(from, label) != 0)
        lb_buf_printf(out, ", read from %s", from);
    lb_buf_puts(out, ")");
}

/* Silent when anything is near an area: one wrong CRS moves all of a source, so a single event
 * nearby rules it out. */
void lb_vicinity_warn(const lb_vicinity *v, const lb_vicinity_count *count, const char *source,
                      const char *things, const char *source_crs, lb_log *log)
{
    lb_buf text = {0};
    if (!v || v->count == 0 || count->n == 0 || count->near)
        return;
    lb_buf_printf(&text, "%s: none of its %lld %s is within %d km of any area of %s: they are in ",
                  source, (long long)count->n, things, LB_VICINITY_KM, v->source);
    append_extent(&text, v, count->extent, source_crs);
    lb_buf_puts(&text, ", the areas in ");
    append_extent(&text, v, v->extent, v->source_crs);
    lb_buf_puts(&text, "; if one of them is in another CRS, say which: |crs=EPSG:n behind the "
                       "source");
    if (!text.failed)
        lb_log_warning(log, "%s", text.text);
    lb_buf_clear(&text);
}

/* Names at most MAX_NAMED areas; those without a name by their number in the file, from 1. */
lb_status lb_warn_of_empty_areas(const char *source, char *const *name, const bool *empty,
                                 size_t count, const char *what, lb_log *log)
{
    lb_buf names = {0};
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (!empty[i] || ++n > MAX_NAMED)
            continue;
        lb_buf_puts(&names, n > 1 ? ", " : "");
        if (name && name[i])
            lb_buf_printf(&names, "%.100s", name[i]);
        else
            lb_buf_printf(&names, "%zu", i + 1);
    }
    if (n > 0 && !names.failed)
        lb_log_warning(log, "%s: %zu of %zu areas %s %s: %s%s", source, n, count,
                       lb_number_word(n, "has", "have"), what, names.text,
                       n > MAX_NAMED ? " ..." : "");
    lb_status status = names.failed ? LB_E_MEMORY : LB_OK;
    lb_buf_clear(&names);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The areas that a page draws, for who has no better: rings in whole metres (docs/formats.md, Page
 * data). */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/inference/page_data.h"

typedef struct outline_reader {
    lb_areas *areas;
    double origin[2];
    double *xy;
    size_t points, capacity, names_capacity;
} outline_reader;

/* Steps "x,y,dx,dy,..." of one ring into xy. LB_E_INPUT: they are no such steps. */
static lb_status read_ring(outline_reader *r, const char *text, size_t length)
{
    int64_t at[2] = {0, 0};
    size_t n = 0;
    for (const char *end = text + length; text < end;) {
        size_t step = strcspn(text, ",;");
        int64_t value;
        if (!lb_integer_parse(text, step, &value) || value > INT_MAX || value < -INT_MAX)
            return LB_E_INPUT;
        at[n % 2] += value;
        if (at[n % 2] > INT_MAX || at[n % 2] < -INT_MAX)
            return LB_E_INPUT;
        if (!lb_array_reserve(&r->xy, &r->capacity, n + 1, sizeof *r->xy))
            return LB_E_MEMORY;
        r->xy[n] = r->origin[n % 2] + (double)at[n % 2];
        n++;
        text += step < (size_t)(end - text) ? step + 1 : step;
    }
    r->points = n / 2;
    return n % 2 == 0 && r->points >= 3 ? LB_OK : LB_E_INPUT;
}

/* Twice the signed area of the ring: counter-clockwise (shells) positive. */
static double ring_turn(const outline_reader *r)
{
    double sum = 0;
    for (size_t i = 0; i < r->points; i++) {
        size_t k = (i + 1) % r->points;
        double ax = r->xy[2 * i] - r->xy[0], ay = r->xy[2 * i + 1] - r->xy[1];
        double bx = r->xy[2 * k] - r->xy[0], by = r->xy[2 * k + 1] - r->xy[1];
        sum += ax * by - bx * ay;
    }
    return sum;
}

/* Rings with semicolons between them: each shell begins a part, holes belong to the one before. */
static lb_status read_rings(outline_reader *r, const char *text)
{
    lb_shapes *shapes = &r->areas->shapes;
    for (bool first = true; *text; first = false) {
        size_t length = strcspn(text, ";");
        LB_TRY(read_ring(r, text, length));
        double turn = ring_turn(r);
        if (first || turn > 0)
            LB_TRY(lb_shapes_add_part(shapes));
        if (turn != 0)
            LB_TRY(lb_shapes_add_ring(shapes, r->xy, r->points));
        text += length + (text[length] == ';');
    }
    return LB_OK;
}

/* A new feature with its name, which the areas own from then on. */
static lb_status add_feature(outline_reader *r, char **name)
{
    lb_areas *a = r->areas;
    if (!lb_array_reserve(&a->name, &r->names_capacity, a->shapes.count + 1, sizeof *a->name))
        return LB_E_MEMORY;
    LB_TRY(lb_shapes_add_feature(&a->shapes));
    a->name[a->shapes.count - 1] = *name;
    *name = NULL;
    return LB_OK;
}

static lb_status read_area(outline_reader *r, lb_json_value area)
{
    lb_json_value name, rings;
    if (!lb_json_member(area, "name", &name) || !lb_json_member(area, "rings", &rings) ||
        name.text[0] != '"' || rings.text[0] != '"')
        return LB_E_INPUT;
    char *own_name = lb_json_string(name), *text = lb_json_string(rings);
    lb_status status = own_name && text ? add_feature(r, &own_name) : LB_E_MEMORY;
    if (status == LB_OK)
        status = read_rings(r, text);
    free(own_name);
    free(text);
    return status;
}

static bool is_context(lb_json_value set)
{
    lb_json_value context;
    return lb_json_member(set, "context", &context) && context.text[0] == 't';
}

static lb_status read_sets(outline_reader *r, lb_json_value sets)
{
    lb_json_value set = {NULL, 0};
    while (lb_json_next(sets, &set)) {
        lb_json_value areas, area = {NULL, 0};
        if (is_context(set) || !lb_json_member(set, "areas", &areas))
            continue;
        while (lb_json_next(areas, &area))
            LB_TRY(read_area(r, area));
    }
    return LB_OK;
}

/* Outlines of areas as the page draws them, to whole metres. A page without them is no error:
 * figures of areas then need --areas. */
lb_status lb_page_read_outlines(const char *path, lb_json_value data, lb_publications *out,
                                lb_error *err)
{
    lb_areas areas = {.source = NULL};
    outline_reader reader = {.areas = &areas};
    lb_json_value origin, sets, item = {NULL, 0};
    lb_status status = LB_OK;
    if (!lb_json_member(data, "origin", &origin) || !lb_json_member(data, "sets", &sets))
        return LB_OK;
    for (int k = 0; k < 2 && status == LB_OK; k++)
        if (!lb_json_next(origin, &item) || !lb_json_number(item, &reader.origin[k]))
            status = LB_E_INPUT;
    if (status == LB_OK)
        status = read_sets(&reader, sets);
    free(reader.xy);
    if (status != LB_OK) {
        lb_areas_clear(&areas);
        return status == LB_E_MEMORY
                   ? lb_error_memory(err)
                   : lb_error_set(err, LB_E_INPUT,
                                  "%s: sets: an outline that is none; make the page anew", path);
    }
    out->outlines = areas;
    return LB_OK;
}

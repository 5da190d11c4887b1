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

/* Steps "x,y,dx,dy,..." of one ring into xy. False: they are no such steps. */
static bool read_ring(outline_reader *r, const char *text, size_t length)
{
    int64_t at[2] = {0, 0};
    size_t n = 0;
    for (const char *end = text + length; text < end;) {
        size_t step = strcspn(text, ",;");
        int64_t value;
        if (!lb_integer_parse(text, step, &value) || value > INT_MAX || value < -INT_MAX)
            return false;
        at[n % 2] += value;
        if (at[n % 2] > INT_MAX || at[n % 2] < -INT_MAX ||
            !lb_array_reserve(&r->xy, &r->capacity, n + 1, sizeof *r->xy))
            return false;
        r->xy[n] = r->origin[n % 2] + (double)at[n % 2];
        n++;
        text += step < (size_t)(end - text) ? step + 1 : step;
    }
    r->points = n / 2;
    return n % 2 == 0 && r->points >= 3;
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
static bool read_rings(outline_reader *r, const char *text)
{
    lb_shapes *shapes = &r->areas->shapes;
    bool first = true;
    while (*text) {
        size_t length = strcspn(text, ";");
        if (!read_ring(r, text, length))
            return false;
        double turn = ring_turn(r);
        if ((first || turn > 0) && lb_shapes_add_part(shapes) != LB_OK)
            return false;
        if (turn != 0 && lb_shapes_add_ring(shapes, r->xy, r->points) != LB_OK)
            return false;
        first = false;
        text += length + (text[length] == ';');
    }
    return !first;
}

static bool read_area(outline_reader *r, lb_json_value area)
{
    lb_json_value name, rings;
    lb_areas *a = r->areas;
    if (!lb_json_member(area, "name", &name) || !lb_json_member(area, "rings", &rings))
        return false;
    char *own_name = lb_json_string(name), *text = lb_json_string(rings);
    bool good =
        own_name && text &&
        lb_array_reserve(&a->name, &r->names_capacity, a->shapes.count + 1, sizeof *a->name) &&
        lb_shapes_add_feature(&a->shapes) == LB_OK;
    if (good) {
        a->name[a->shapes.count - 1] = own_name;
        own_name = NULL;
        good = read_rings(r, text);
    }
    free(own_name);
    free(text);
    return good;
}

static bool is_context(lb_json_value set)
{
    lb_json_value context;
    return lb_json_member(set, "context", &context) && context.text[0] == 't';
}

static bool read_sets(outline_reader *r, lb_json_value sets)
{
    lb_json_value set = {NULL, 0};
    while (lb_json_next(sets, &set)) {
        lb_json_value areas, area = {NULL, 0};
        if (is_context(set) || !lb_json_member(set, "areas", &areas))
            continue;
        while (lb_json_next(areas, &area))
            if (!read_area(r, area))
                return false;
    }
    return true;
}

lb_status lb_page_read_outlines(const char *path, lb_json_value data, lb_publications *out,
                                lb_error *err)
{
    lb_areas areas = {.source = NULL};
    outline_reader reader = {.areas = &areas};
    lb_json_value origin, sets, item = {NULL, 0};
    bool good = true;
    if (!lb_json_member(data, "origin", &origin) || !lb_json_member(data, "sets", &sets))
        return LB_OK;
    for (int k = 0; k < 2 && good; k++)
        good = lb_json_next(origin, &item) && lb_json_number(item, &reader.origin[k]);
    good = good && read_sets(&reader, sets);
    free(reader.xy);
    if (!good) {
        lb_areas_clear(&areas);
        return lb_error_set(err, LB_E_INPUT,
                            "%s: sets: an outline that is none; make the page anew", path);
    }
    out->outlines = areas;
    return LB_OK;
}

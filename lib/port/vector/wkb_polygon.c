/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pass counts and bounds, another copies; both go through the same reader of rings. Nothing is
 * aligned in WKB, so that numbers are copied out of it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "port/vector/wkb_polygon.h"

enum { WKB_POLYGON = 3, WKB_MULTIPOLYGON = 6 };

typedef struct wkb_reader {
    const unsigned char *at, *end;
    size_t dimensions; /* numbers of a point */
} wkb_reader;

static bool read_count(wkb_reader *r, uint32_t *out)
{
    if ((size_t)(r->end - r->at) < sizeof *out)
        return false;
    memcpy(out, r->at, sizeof *out);
    r->at += sizeof *out;
    return true;
}

/* The order of bytes and the type of a geometry; 0: another order, or cut off. ISO's types of Z, M
 * and both are 1000, 2000 and 3000 above those without. */
static uint32_t read_type(wkb_reader *r)
{
    static const uint16_t one = 1;
    unsigned char little;
    uint32_t type;
    memcpy(&little, &one, 1);
    if (r->at == r->end || *r->at++ != little || !read_count(r, &type) || type >= 4000)
        return 0;
    r->dimensions = 2 + (type >= 1000) + (type >= 3000);
    return type % 1000;
}

/* The next ring: n points of r->dimensions numbers from *point on. False: none, or cut off. */
static bool read_ring(wkb_reader *r, const unsigned char **point, size_t *n)
{
    uint32_t count;
    if (!read_count(r, &count) || count == 0 ||
        count > (size_t)(r->end - r->at) / (r->dimensions * sizeof(double)))
        return false;
    *point = r->at;
    *n = count;
    r->at += count * r->dimensions * sizeof(double);
    return true;
}

static void copy_points(const wkb_reader *r, const unsigned char *point, size_t n, double *xy)
{
    size_t size = r->dimensions * sizeof(double);
    if (r->dimensions == 2)
        memcpy(xy, point, n * size);
    else
        for (size_t i = 0; i < n; i++)
            memcpy(xy + 2 * i, point + i * size, 2 * sizeof *xy);
}

static bool add_ring_extent(wkb_reader *r, lb_wkb_extent *out)
{
    const unsigned char *point;
    size_t n;
    if (!read_ring(r, &point, &n))
        return false;
    out->vertices += n;
    for (size_t i = 0; i < n; i++, point += r->dimensions * sizeof(double)) {
        double xy[2];
        lb_box *b = &out->box;
        memcpy(xy, point, sizeof xy);
        b->xmin = xy[0] < b->xmin ? xy[0] : b->xmin;
        b->ymin = xy[1] < b->ymin ? xy[1] : b->ymin;
        b->xmax = xy[0] > b->xmax ? xy[0] : b->xmax;
        b->ymax = xy[1] > b->ymax ? xy[1] : b->ymax;
    }
    return true;
}

/* The number of polygons, each of which begins with its own type; 0: no such geometry. */
static uint32_t begin_polygons(wkb_reader *r, bool *is_multi)
{
    uint32_t type = read_type(r), parts = 1;
    *is_multi = type == WKB_MULTIPOLYGON;
    return type == WKB_POLYGON || (*is_multi && read_count(r, &parts)) ? parts : 0;
}

/* The number of rings of the next polygon; 0: it is none. */
static uint32_t begin_polygon(wkb_reader *r, bool is_multi)
{
    uint32_t rings;
    return (!is_multi || read_type(r) == WKB_POLYGON) && read_count(r, &rings) ? rings : 0;
}

bool lb_wkb_polygon_extent(const void *wkb, size_t size, lb_wkb_extent *out)
{
    wkb_reader r = {.at = wkb, .end = (const unsigned char *)wkb + size};
    lb_wkb_extent extent = {.box = lb_box_empty()};
    bool is_multi;
    uint32_t parts = begin_polygons(&r, &is_multi);
    for (; extent.parts < parts; extent.parts++) {
        uint32_t rings = begin_polygon(&r, is_multi);
        if (rings == 0)
            return false;
        for (; rings > 0; rings--)
            if (!add_ring_extent(&r, &extent))
                return false;
    }
    *out = extent;
    return parts > 0;
}

/* A ring with a coordinate that is not finite is left out and *finite set to false. */
static lb_status add_ring(wkb_reader *r, lb_shapes *out, double **xy, bool *finite)
{
    const unsigned char *point;
    size_t n;
    bool good = true;
    if (!read_ring(r, &point, &n))
        return LB_E_INPUT;
    double *room = realloc(*xy, 2 * n * sizeof *room);
    if (!room)
        return LB_E_MEMORY;
    *xy = room;
    copy_points(r, point, n, room);
    for (size_t i = 0; i < 2 * n; i++)
        good &= isfinite(room[i]) != 0;
    *finite = *finite && good;
    return good ? lb_shapes_add_ring(out, room, n) : LB_OK;
}

static lb_status add_polygons(wkb_reader *r, lb_shapes *out, double **xy, bool *finite)
{
    bool is_multi;
    for (uint32_t parts = begin_polygons(r, &is_multi); parts > 0; parts--) {
        LB_TRY(lb_shapes_add_part(out));
        for (uint32_t rings = begin_polygon(r, is_multi); rings > 0; rings--)
            LB_TRY(add_ring(r, out, xy, finite));
    }
    return LB_OK;
}

lb_status lb_wkb_add_polygons(const void *wkb, size_t size, lb_shapes *out, bool *finite)
{
    wkb_reader r = {.at = wkb, .end = (const unsigned char *)wkb + size};
    double *xy = NULL;
    *finite = true;
    lb_status status = add_polygons(&r, out, &xy, finite);
    free(xy);
    return status;
}

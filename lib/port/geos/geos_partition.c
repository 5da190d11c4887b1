/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/spatial_order.h"
#include "port/geos/geos_overlaps.h"
#include "port/geos/geos_partition.h"
#include "port/geos/geos_convert.h"

/* Less than this many square metres in common is rounding, not an overlap. */
static const double sliver = 1e-6;

/* Metres between the points of the lattice of last resort. */
static const double lattice = 1e-6;

typedef struct piece {
    GEOSGeometry *geometry;
    size_t *owner, owners;
} piece;

typedef struct work {
    lb_geos geos;
    piece *item;
    size_t count, capacity;
    lb_pieces made;
    size_t first_capacity, owner_capacity;
} work;

void lb_pieces_clear(lb_pieces *pieces)
{
    lb_shapes_clear(&pieces->shapes);
    free(pieces->first);
    free(pieces->owner);
    *pieces = (lb_pieces){0};
}

static lb_status no_memory(lb_error *err)
{
    return lb_error_set(err, LB_E_MEMORY, "out of memory");
}

/* Only the polygons of a result: GEOS overlays no mixtures with lines. Destroys it; NULL: failed.
 */
static GEOSGeometry *polygons_of(work *w, GEOSGeometry *geometry)
{
    lb_shapes plain = {0};
    GEOSGeometry *out = NULL;
    if (geometry && (lb_shapes_add_feature(&plain) != LB_OK ||
                     lb_geos_add_polygons(&w->geos, geometry, &plain) != LB_OK))
        w->geos.no_memory = true;
    else if (geometry)
        out = lb_geos_from_feature(&w->geos, &plain, 0, NULL);
    GEOSGeom_destroy_r(w->geos.handle, geometry);
    lb_shapes_clear(&plain);
    return out;
}

/* Takes the geometry in any case. from: the owners before the last; NULL: none. */
static lb_status add_piece(work *w, GEOSGeometry *geometry, const piece *from, size_t owner,
                           lb_error *err)
{
    size_t before = from ? from->owners : 0;
    size_t *owners = malloc((before + 1) * sizeof *owners);
    if (owners && before)
        memcpy(owners, from->owner, before * sizeof *owners);
    if (!owners || !lb_reserve(&w->item, &w->capacity, w->count + 1, sizeof *w->item)) {
        GEOSGeom_destroy_r(w->geos.handle, geometry);
        free(owners);
        return no_memory(err);
    }
    owners[before] = owner;
    piece *added = &w->item[w->count++];
    added->geometry = geometry;
    added->owner = owners;
    added->owners = before + 1;
    return LB_OK;
}

typedef enum operation { COMMON, DIFFERENCE } operation;

static GEOSGeometry *once(GEOSContextHandle_t g, operation what, const GEOSGeometry *a,
                          const GEOSGeometry *b, double grid)
{
    if (grid > 0)
        return what == COMMON ? GEOSIntersectionPrec_r(g, a, b, grid)
                              : GEOSDifferencePrec_r(g, a, b, grid);
    return what == COMMON ? GEOSIntersection_r(g, a, b) : GEOSDifference_r(g, a, b);
}

/* Pieces of pieces may touch themselves by rounding, and GEOS refuses them: then they are mended
 * first, and if need be laid on a lattice. NULL: failed. */
static GEOSGeometry *overlay(work *w, operation what, const GEOSGeometry *a, const GEOSGeometry *b)
{
    GEOSContextHandle_t g = w->geos.handle;
    GEOSGeometry *made = once(g, what, a, b, 0);
    if (made)
        return made;
    GEOSGeometry *sound_a = GEOSMakeValid_r(g, a), *sound_b = GEOSMakeValid_r(g, b);
    if (sound_a && sound_b)
        made = once(g, what, sound_a, sound_b, 0);
    if (sound_a && sound_b && !made)
        made = once(g, what, sound_a, sound_b, lattice);
    GEOSGeom_destroy_r(g, sound_a);
    GEOSGeom_destroy_r(g, sound_b);
    return made;
}

static void replace(work *w, GEOSGeometry **old, GEOSGeometry *with)
{
    GEOSGeom_destroy_r(w->geos.handle, *old);
    *old = with;
}

/* Cuts what piece p and the rest of an area have in common from both. */
static lb_status cut(work *w, size_t p, GEOSGeometry **rest, size_t owner, lb_error *err)
{
    static const char what[] = "cutting areas that overlap failed";
    GEOSContextHandle_t g = w->geos.handle;
    double area = 0;
    if (GEOSIntersects_r(g, w->item[p].geometry, *rest) == 0) /* refused (2): the overlay tells */
        return LB_OK;
    GEOSGeometry *common = polygons_of(w, overlay(w, COMMON, w->item[p].geometry, *rest));
    bool measured = common && GEOSArea_r(g, common, &area);
    if (!measured || !(area > sliver)) {
        GEOSGeom_destroy_r(g, common);
        return measured ? LB_OK : lb_geos_failure(&w->geos, what, err);
    }
    GEOSGeometry *old = polygons_of(w, overlay(w, DIFFERENCE, w->item[p].geometry, *rest));
    GEOSGeometry *left = polygons_of(w, overlay(w, DIFFERENCE, *rest, w->item[p].geometry));
    if (!old || !left) {
        GEOSGeom_destroy_r(g, common);
        GEOSGeom_destroy_r(g, old);
        GEOSGeom_destroy_r(g, left);
        return lb_geos_failure(&w->geos, what, err);
    }
    replace(w, &w->item[p].geometry, old);
    replace(w, rest, left);
    piece whole = w->item[p];
    return add_piece(w, common, &whole, owner, err);
}

static lb_status insert(work *w, const lb_shapes *shapes, size_t i, lb_error *err)
{
    size_t before = w->count;
    lb_status status = LB_OK;
    GEOSGeometry *rest = lb_geos_from_feature(&w->geos, shapes, i, NULL);
    if (!rest)
        return lb_geos_failure(&w->geos, "an area is not a polygon", err);
    for (size_t p = 0; p < before && status == LB_OK; p++)
        status = cut(w, p, &rest, i, err);
    if (status == LB_OK)
        return add_piece(w, rest, NULL, i, err);
    GEOSGeom_destroy_r(w->geos.handle, rest);
    return status;
}

static int by_number(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The owners of the piece that was appended last to made.shapes. */
static lb_status put_owners(work *w, const size_t *owner, size_t owners)
{
    lb_pieces *m = &w->made;
    size_t n = m->shapes.count - 1, start = n ? m->first[n] : 0;
    if (!lb_reserve(&m->first, &w->first_capacity, n + 2, sizeof *m->first) ||
        !lb_reserve(&m->owner, &w->owner_capacity, start + owners, sizeof *m->owner))
        return LB_E_MEMORY;
    m->first[n] = start;
    m->first[n + 1] = start + owners;
    memcpy(m->owner + start, owner, owners * sizeof *owner);
    qsort(m->owner + start, owners, sizeof *owner, by_number);
    return LB_OK;
}

static lb_status put_piece(work *w, const piece *p)
{
    char empty = GEOSisEmpty_r(w->geos.handle, p->geometry);
    if (empty)
        return empty == 1 ? LB_OK : LB_E_MEMORY;
    if (lb_shapes_add_feature(&w->made.shapes) != LB_OK ||
        lb_geos_add_polygons(&w->geos, p->geometry, &w->made.shapes) != LB_OK)
        return LB_E_MEMORY;
    return put_owners(w, p->owner, p->owners);
}

/* tangled[i]: area i overlaps another. From west to east, whatever the order of areas. */
static lb_status cut_all(work *w, const lb_shapes *shapes, const bool *tangled, lb_error *err)
{
    size_t *order = lb_place_order(shapes);
    lb_status status = order ? LB_OK : no_memory(err);
    for (size_t k = 0; k < shapes->count && status == LB_OK; k++) {
        size_t i = order[k];
        if (tangled[i])
            status = insert(w, shapes, i, err);
        else if (lb_shapes_add_copy(&w->made.shapes, shapes, i) != LB_OK ||
                 put_owners(w, &i, 1) != LB_OK)
            status = no_memory(err);
    }
    free(order);
    for (size_t p = 0; p < w->count && status == LB_OK; p++)
        if (put_piece(w, &w->item[p]) != LB_OK)
            status = no_memory(err);
    return status;
}

static lb_status find_tangled(const lb_shapes *shapes, bool *tangled, lb_error *err)
{
    lb_overlap_pair *pair = NULL;
    size_t pairs = 0;
    lb_status status = lb_geos_overlaps(shapes, sliver, 1, &pair, &pairs, err);
    for (size_t k = 0; status == LB_OK && k < pairs; k++)
        tangled[pair[k].i] = tangled[pair[k].j] = true;
    if (status == LB_OK)
        free(pair);
    return status;
}

static void clear(work *w)
{
    for (size_t p = 0; p < w->count; p++) {
        GEOSGeom_destroy_r(w->geos.handle, w->item[p].geometry);
        free(w->item[p].owner);
    }
    free(w->item);
    lb_geos_stop(&w->geos);
}

lb_status lb_geos_pieces(const lb_shapes *shapes, lb_pieces *out, lb_error *err)
{
    work w = {0};
    bool *tangled = calloc(shapes->count + 1, sizeof *tangled);
    lb_status status = tangled ? find_tangled(shapes, tangled, err) : no_memory(err);
    if (status == LB_OK)
        status = lb_geos_start(&w.geos, err);
    if (status == LB_OK) {
        status = cut_all(&w, shapes, tangled, err);
        clear(&w);
    }
    free(tangled);
    if (status == LB_OK)
        *out = w.made;
    else
        lb_pieces_clear(&w.made);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/areas/partition.h"
#include "port/geos/geos_union.h"
#include "project/publish/event_places.h"
#include "project/publish/event_readings.h"

/* m2; less is rounding: a category whose ground is all a worse one's has none, and no events. */
static const double NO_GROUND = 1;

static void free_places(lb_event_places *places, size_t from)
{
    for (size_t i = from; i < places->count; i++) {
        free(places->item[i].source);
        free(places->item[i].set);
        free(places->item[i].name);
    }
    places->count = from;
}

void lb_event_places_clear(lb_event_places *places)
{
    free_places(places, 0);
    free(places->item);
    lb_shapes_clear(&places->ground);
    *places = (lb_event_places){.count = 0};
}

/* The union of n features (which NULL: of all); what GEOS cannot unite is taken as it is. */
static lb_status append_ground(lb_shapes *out, const lb_shapes *shapes, const size_t *which,
                               size_t n)
{
    lb_error ignored;
    size_t count = out->count;
    lb_status status = n > 1 ? lb_geos_union(shapes, which, n, out, &ignored) : LB_E_INPUT;
    if (status != LB_E_INPUT)
        return status;
    if (out->count == count)
        LB_TRY(lb_shapes_add_feature(out));
    for (size_t k = 0; k < n; k++)
        LB_TRY(lb_shapes_add_parts(out, shapes, which ? which[k] : k));
    return LB_OK;
}

/* Parts of the ground, each of which counts for one area, or, where only categories are asked for,
 * for one of a category's; where shared ground counts for several, the areas themselves. */
typedef struct ground_parts {
    const lb_areas *areas;
    const lb_shapes *shapes;
    lb_geos_parts cut; /* empty: not cut */
    size_t *taker;     /* [shapes->count]: the area */
} ground_parts;

static void clear_parts(ground_parts *g)
{
    lb_geos_parts_clear(&g->cut);
    free(g->taker);
}

/* Of the areas that a part is in the first by lb_areas_is_before; uncut areas take themselves. */
static void choose_takers(ground_parts *g)
{
    for (size_t i = 0; i < g->shapes->count; i++)
        g->taker[i] = i;
    for (size_t i = 0; i < g->cut.shapes.count; i++) {
        const size_t *owner = g->cut.owner;
        g->taker[i] = owner[g->cut.first[i]];
        for (size_t o = g->cut.first[i] + 1; o < g->cut.first[i + 1]; o++)
            if (lb_areas_is_before(g->areas, owner[o], g->taker[i]))
                g->taker[i] = owner[o];
    }
}

/* What GEOS cannot cut is taken as it is. LB_E_MEMORY. */
static lb_status make_parts(const lb_event_ground *ground, ground_parts *g)
{
    const lb_shapes *whole = &ground->areas->shapes;
    lb_partition_input input = {
        .shapes = whole, .group = ground->each ? NULL : ground->areas->category, .threads = 1};
    lb_error ignored;
    *g = (ground_parts){.areas = ground->areas, .shapes = whole};
    lb_status status = ground->overlap == LB_OVERLAP_PRIORITY
                           ? lb_areas_partition(&input, &g->cut, &ignored)
                           : LB_E_INPUT;
    if (status == LB_OK)
        g->shapes = &g->cut.shapes;
    else if (status != LB_E_INPUT)
        return status;
    g->taker = malloc((g->shapes->count + 1) * sizeof *g->taker);
    if (!g->taker)
        return LB_E_MEMORY;
    choose_takers(g);
    return LB_OK;
}

/* area, category: SIZE_MAX: of any. */
static lb_status add_ground(lb_event_places *places, const ground_parts *g, size_t category,
                            size_t area)
{
    size_t n = 0, *which = malloc((g->shapes->count + 1) * sizeof *which);
    if (!which)
        return LB_E_MEMORY;
    for (size_t i = 0; i < g->shapes->count; i++)
        if ((category == SIZE_MAX || g->areas->category[g->taker[i]] == category) &&
            (area == SIZE_MAX || g->taker[i] == area))
            which[n++] = i;
    lb_status status = append_ground(&places->ground, g->shapes, which, n);
    free(which);
    return status;
}

static lb_status add_place(lb_event_places *places, const lb_event_place *of, const ground_parts *g,
                           size_t category, size_t area)
{
    lb_buf name = {0};
    size_t at = places->ground.count;
    const char *part = category != SIZE_MAX ? g->areas->category_name[category]
                       : area != SIZE_MAX   ? g->areas->name[area]
                                            : NULL;
    if (!lb_array_reserve(&places->item, &places->capacity, places->count + 1,
                          sizeof *places->item))
        return LB_E_MEMORY;
    LB_TRY(add_ground(places, g, category, area));
    lb_buf_printf(&name, "%s%s%s", g->areas->label, part ? ": " : "", part ? part : "");
    lb_event_place *place = &places->item[places->count++];
    *place = (lb_event_place){.source = lb_text_copy(of->source),
                              .set = lb_text_copy(of->set),
                              .name = lb_buf_detach(&name),
                              .box = lb_shapes_box(&places->ground, at),
                              .m2 = lb_shapes_area(&places->ground, at),
                              .both = of->both};
    return place->source && place->set && place->name ? LB_OK : LB_E_MEMORY;
}

static lb_status add_places(lb_event_places *places, const lb_event_place *of,
                            const lb_event_ground *ground)
{
    const lb_areas *areas = ground->areas;
    ground_parts g;
    lb_status status = make_parts(ground, &g);
    if (status == LB_OK)
        status = add_place(places, of, &g, SIZE_MAX, SIZE_MAX);
    for (size_t c = 0; c < areas->categories && areas->categories > 1 && status == LB_OK; c++)
        status = add_place(places, of, &g, c, SIZE_MAX);
    for (size_t i = 0; i < areas->shapes.count && ground->each && status == LB_OK; i++)
        status = add_place(places, of, &g, SIZE_MAX, i);
    clear_parts(&g);
    return status;
}

static bool are_boxes_apart(const lb_box *a, const lb_box *b)
{
    return a->xmin > b->xmax || b->xmin > a->xmax || a->ymin > b->ymax || b->ymin > a->ymax;
}

static bool is_sliver(double m2)
{
    return m2 > LB_EVENT_GROUND_NONE && m2 < LB_EVENT_GROUND_MIN - 1;
}

/* Ground that one of two has and the other has not, and, where events on ground of both count in
 * each, ground that both have: the smaller whose count follows; INFINITY: none. Places that differ
 * more in size than by a square are not overlaid but for the ground that both have. */
static lb_status find_sliver(const lb_event_places *places, size_t i, size_t k, double *out)
{
    const lb_event_place *a = &places->item[i], *b = &places->item[k];
    bool both = a->both && b->both;
    lb_shapes united = {0};
    lb_error ignored;
    *out = INFINITY;
    if (are_boxes_apart(&a->box, &b->box) || (!both && fabs(a->m2 - b->m2) >= LB_EVENT_GROUND_MIN))
        return LB_OK;
    lb_status status = lb_geos_union(&places->ground, (const size_t[]){i, k}, 2, &united, &ignored);
    if (status == LB_OK) {
        double all = lb_shapes_area(&united, 0), shared = a->m2 + b->m2 - all;
        double differing = 2 * all - a->m2 - b->m2;
        if (is_sliver(differing))
            *out = differing;
        if (both && is_sliver(shared) && shared < *out)
            *out = shared;
    }
    lb_shapes_clear(&united);
    return status == LB_E_INPUT ? LB_OK : status;
}

/* The place itself, then beside those of other areas, and of its own where areas may share ground
 * that counts for each. */
static lb_status check_place(const lb_event_places *places, size_t i, char why[300])
{
    const lb_event_place *p = &places->item[i];
    double m2;
    if (p->m2 > NO_GROUND && p->m2 < LB_EVENT_GROUND_MIN - 1)
        snprintf(
            why, 300,
            "%.80s has %.0f m2, and few events in a small place tell of victims; published are "
            "counts of %d m2 or more, as of a square of 250 m",
            p->name, p->m2, LB_EVENT_GROUND_MIN);
    for (size_t k = 0; k < i && !why[0]; k++) {
        const lb_event_place *other = &places->item[k];
        if (!lb_event_sources_meet(other->source, p->source) ||
            (!p->both && strcmp(other->set, p->set) == 0))
            continue;
        LB_TRY(find_sliver(places, i, k, &m2));
        if (!isinf(m2))
            snprintf(why, 300,
                     "beside those of %.80s they tell of %.0f m2 that are in one of the two or in "
                     "both; published are counts of %d m2 or more, as of a square of 250 m",
                     other->name, m2, LB_EVENT_GROUND_MIN);
    }
    return LB_OK;
}

bool lb_event_places_have(const lb_event_places *places, const char *source, const char *set)
{
    for (size_t i = 0; i < places->count; i++)
        if (strcmp(places->item[i].source, source) == 0 && strcmp(places->item[i].set, set) == 0)
            return true;
    return false;
}

/* The first `count` places and their ground, without what was added. */
static lb_status keep_first(lb_event_places *places, size_t count)
{
    lb_shapes kept = {0};
    lb_status status = LB_OK;
    for (size_t i = 0; i < count && status == LB_OK; i++)
        status = lb_shapes_add_copy(&kept, &places->ground, i);
    free_places(places, count);
    lb_shapes_clear(&places->ground);
    places->ground = kept;
    return status;
}

lb_status lb_event_places_add(lb_event_places *places, const char *source, const char *set,
                              const lb_event_ground *ground, char why[300])
{
    const lb_event_place of = {
        .source = (char *)source, .set = (char *)set, .both = ground->overlap == LB_OVERLAP_BOTH};
    size_t known = places->count;
    why[0] = '\0';
    lb_status status = add_places(places, &of, ground);
    for (size_t i = known; i < places->count && status == LB_OK && !why[0]; i++)
        status = check_place(places, i, why);
    if (status == LB_OK && why[0])
        status = keep_first(places, known);
    return status;
}

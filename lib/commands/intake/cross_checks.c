/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was computed elsewhere of the ground of drawn areas, beside what people judged: the place of
 * the suggestion that shares most of it, and how much of it is in hot spots of events. Neither
 * changes a stage, a step or a state. */
#include <math.h>
#include <stdlib.h>

#include "base/try.h"
#include "commands/intake/collection.h"
#include "input/areas/hotspot_areas.h"
#include "kernel/overlap/zone_parts.h"

/* Parts that drawn areas share with other polygons, square metres of the plane. */
typedef struct shared_parts {
    lb_zone_part *part;
    size_t count;
} shared_parts;

static lb_status find_parts(const lb_collection *c, const lb_areas *others, shared_parts *out,
                            lb_error *err)
{
    lb_overlap_request request = {.tolerance = 0};
    lb_status status = lb_zone_parts_between(&c->area_shapes, &others->shapes, &request,
                                             c->job->threads, &out->part, &out->count);
    return status == LB_OK
               ? LB_OK
               : lb_error_set(err, status, "%s: %s", others->source, lb_status_text(status));
}

/* The rank of the suggestion with the greatest part of each area; listed areas that no suggestion
 * resembles are rows without one. */
static lb_status set_ranks(lb_collection *c, const lb_areas *suggestions, size_t column,
                           const shared_parts *parts)
{
    double *greatest = calloc(c->area_name.count + 1, sizeof *greatest);
    if (!greatest)
        return LB_E_MEMORY;
    for (size_t p = 0; p < parts->count; p++) {
        const lb_zone_part *part = &parts->part[p];
        if (part->target >= suggestions->shapes.count)
            continue;
        double rank = lb_table_real(&suggestions->attributes, part->target, column);
        double size = part->size[LB_OVERLAP_PLANAR];
        if (isnan(rank) || size <= greatest[part->zone])
            continue;
        greatest[part->zone] = size;
        c->area[part->zone].suggestion = (int64_t)rank;
    }
    free(greatest);
    return LB_OK;
}

static lb_status read_suggestions(lb_collection *c, lb_error *err)
{
    const lb_area_fields fields = {.name = "id"};
    lb_areas suggestions = {.label = NULL};
    shared_parts parts = {.part = NULL};
    LB_TRY(lb_areas_read(c->config.suggestions, &fields, c->crs, c->job, &suggestions, err));
    size_t column = lb_areas_find_field(&suggestions, "rank", err);
    lb_status status = column == SIZE_MAX ? err->status
                       : suggestions.attributes.column[column].type != LB_INTEGER
                           ? lb_error_set(err, LB_E_INPUT,
                                          "%s: 'rank' is no whole number; expected layer forslag "
                                          "of lagesbild suggest -g",
                                          suggestions.source)
                           : find_parts(c, &suggestions, &parts, err);
    if (status == LB_OK && set_ranks(c, &suggestions, column, &parts) != LB_OK)
        status = lb_error_memory(err);
    free(parts.part);
    lb_areas_clear(&suggestions);
    return status;
}

/* Clusters hold hot spots and more, and are left out. */
static lb_status read_event_hot_spots(lb_collection *c, lb_error *err)
{
    lb_hotspot_areas found = {.kind = NULL};
    shared_parts parts = {.part = NULL};
    LB_TRY(lb_hotspot_areas_read(c->config.event_hot_spots, c->crs, c->job, &found, err));
    lb_status status =
        found.areas.shapes.count > 0 ? find_parts(c, &found.areas, &parts, err) : LB_OK;
    for (size_t a = 0; status == LB_OK && a < c->area_name.count; a++)
        c->area[a].in_hot_spots = 0;
    for (size_t p = 0; status == LB_OK && p < parts.count; p++) {
        const lb_zone_part *part = &parts.part[p];
        if (part->target < found.areas.shapes.count &&
            found.kind[part->target] != LB_HOTSPOT_CLUSTER)
            c->area[part->zone].in_hot_spots +=
                part->size[LB_OVERLAP_PLANAR] / lb_shapes_area(&c->area_shapes, part->zone);
    }
    free(parts.part);
    lb_hotspot_areas_clear(&found);
    return status;
}

lb_status lb_cross_checks_read(lb_collection *c, lb_error *err)
{
    if (c->area_name.count == 0)
        return LB_OK;
    if (c->config.suggestions)
        LB_TRY(read_suggestions(c, err));
    return c->config.event_hot_spots ? read_event_hot_spots(c, err) : LB_OK;
}

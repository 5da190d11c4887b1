/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/equivalent/zone_set.h"
#include "port/proj/geodesic.h"

void lb_zone_set_clear(lb_zone_set *zones)
{
    lb_areas_clear(&zones->source);
    lb_shapes_clear(&zones->shapes);
    free(zones->name);
    free(zones->area);
    free(zones->perimeter);
    free(zones->first);
    free(zones->neighbour);
    free(zones->shared);
    *zones = (lb_zone_set){.name = NULL};
}

lb_zone_graph lb_zone_set_graph(const lb_zone_set *zones)
{
    return (lb_zone_graph){zones->shapes.count, zones->area,      zones->perimeter,
                           zones->first,        zones->neighbour, zones->shared};
}

/* Names ---------------------------------------------------------------------------------------- */

typedef struct named_feature {
    const char *name;
    size_t feature;
} named_feature;

static int compare_names(const void *a, const void *b)
{
    const named_feature *x = a, *y = b;
    int order = lb_text_compare(x->name, y->name);
    return order ? order : (x->feature > y->feature) - (x->feature < y->feature);
}

/* Features of one name, parts of a zone that were written one by one, become one zone. feature:
 * [count], sorted. */
static lb_status join_features(lb_zone_set *zones, const named_feature *feature)
{
    for (size_t i = 0; i < zones->source.shapes.count; i++) {
        bool again = i > 0 && lb_text_same(feature[i].name, feature[i - 1].name);
        zones->repeated += again;
        if (!again) {
            LB_TRY(lb_shapes_add_feature(&zones->shapes));
            zones->name[zones->shapes.count - 1] = feature[i].name;
        }
        LB_TRY(lb_shapes_add_parts(&zones->shapes, &zones->source.shapes, feature[i].feature));
    }
    return LB_OK;
}

/* Square metres of --area-field, which features of one zone may repeat; NaN: differing. */
static double field_area(const lb_zone_set *zones, size_t zone, size_t column)
{
    const lb_areas *source = &zones->source;
    double area = NAN;
    for (size_t i = 0; i < source->shapes.count; i++) {
        if (!lb_text_same(source->name[i], zones->name[zone]))
            continue;
        double one = lb_table_real(&source->attributes, i, column) * 1e6;
        if (!isnan(area) && one != area)
            return NAN;
        area = one;
    }
    return area;
}

/* Areas ---------------------------------------------------------------------------------------- */

static lb_status areas_from_field(const lb_equivalent_options *options, lb_zone_set *zones,
                                  lb_error *err)
{
    size_t column = lb_areas_find_field(&zones->source, options->area_field, err);
    if (column == SIZE_MAX)
        return err->status;
    if (zones->source.attributes.column[column].type == LB_TEXT)
        return lb_error_set(err, LB_E_INPUT, "%s: field '%s' holds text, numbers (km2) expected",
                            options->zones, options->area_field);
    for (size_t i = 0; i < zones->shapes.count; i++)
        zones->area[i] = field_area(zones, i, column);
    return LB_OK;
}

/* Length of all rings of a feature, holes too, metres in the plane. */
static double feature_perimeter(const lb_shapes *s, size_t feature)
{
    lb_sum length = {0};
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++)
        for (size_t v = s->vertex[r]; v + 1 < s->vertex[r + 1]; v++)
            lb_sum_add(&length,
                       hypot(s->xy[2 * v + 2] - s->xy[2 * v], s->xy[2 * v + 3] - s->xy[2 * v + 1]));
    return lb_sum_value(length);
}

static lb_status measure_zones(const lb_equivalent_options *options, const char *crs,
                               const lb_job *job, lb_zone_set *zones, lb_error *err)
{
    const lb_shapes *s = &zones->shapes;
    LB_TRY(options->area_field ? areas_from_field(options, zones, err)
                               : lb_geodesic_areas(s, crs, job->threads, zones->area, err));
    for (size_t i = 0; i < s->count; i++) {
        if (!(zones->area[i] > 0) || isinf(zones->area[i]))
            return lb_error_set(err, LB_E_INPUT, "%s: the area of '%s' is %g km2, above 0 expected",
                                options->zones, zones->name[i], zones->area[i] / 1e6);
        zones->perimeter[i] = feature_perimeter(s, i);
    }
    return LB_OK;
}

/* Neighbours ----------------------------------------------------------------------------------- */

/* Both directions of each pair, by the zone they begin at. */
static lb_status list_neighbours(const lb_shared_border *pair, size_t pairs, lb_zone_set *zones)
{
    size_t n = zones->shapes.count;
    zones->first = calloc(n + 2, sizeof *zones->first);
    zones->neighbour = calloc(2 * pairs + 1, sizeof *zones->neighbour);
    zones->shared = calloc(2 * pairs + 1, sizeof *zones->shared);
    if (!zones->first || !zones->neighbour || !zones->shared)
        return LB_E_MEMORY;
    for (size_t p = 0; p < pairs; p++) {
        zones->first[pair[p].i + 2]++;
        zones->first[pair[p].j + 2]++;
    }
    for (size_t i = 0; i < n; i++)
        zones->first[i + 2] += zones->first[i + 1];
    /* first[i + 1] is where the next neighbour of i goes, and at the end where those of i end. */
    for (size_t p = 0; p < pairs; p++)
        for (int end = 0; end < 2; end++) {
            size_t from = end ? pair[p].j : pair[p].i, to = end ? pair[p].i : pair[p].j;
            size_t at = zones->first[from + 1]++;
            zones->neighbour[at] = to;
            zones->shared[at] = pair[p].length;
        }
    return LB_OK;
}

/* Neighbours share more border than a corner within `gap` metres. Zones without any are noted: most
 * often their borders were generalised apart. */
static lb_status find_neighbours(double gap, const lb_job *job, lb_zone_set *zones, lb_error *err)
{
    lb_shared_border *pair = NULL;
    size_t pairs = 0, alone = 0;
    lb_status status = lb_shared_borders(&zones->shapes, gap, &pair, &pairs);
    if (status == LB_OK)
        status = list_neighbours(pair, pairs, zones);
    free(pair);
    if (status != LB_OK)
        return lb_error_memory(err);
    const char *example = NULL;
    for (size_t i = 0; i < zones->shapes.count; i++)
        if (zones->first[i] == zones->first[i + 1]) {
            example = example ? example : zones->name[i];
            alone++;
        }
    if (alone > 0)
        lb_log_note(job->log,
                    "%zu of %zu zones %s no neighbour (%s, for one); generalised borders and water "
                    "need a --gap in metres",
                    alone, zones->shapes.count, lb_number_word(alone, "has", "have"), example);
    return LB_OK;
}

/* Features of one name are one zone, sorted by name, so that the order of the source has no
 * effect. */
static lb_status read_zones(const lb_equivalent_options *options, const char *crs,
                            const lb_job *job, lb_zone_set *zones, lb_error *err)
{
    const lb_area_fields fields = {.name = options->name};
    LB_TRY(lb_areas_read(options->zones, &fields, crs, job, &zones->source, err));
    size_t n = zones->source.shapes.count;
    named_feature *feature = calloc(n + 1, sizeof *feature);
    zones->name = calloc(n + 1, sizeof *zones->name);
    zones->area = calloc(n + 1, sizeof *zones->area);
    zones->perimeter = calloc(n + 1, sizeof *zones->perimeter);
    bool good = feature && zones->name && zones->area && zones->perimeter;
    for (size_t i = 0; good && i < n; i++)
        feature[i] = (named_feature){zones->source.name[i], i};
    if (good) {
        qsort(feature, n, sizeof *feature, compare_names);
        good = join_features(zones, feature) == LB_OK;
    }
    free(feature);
    if (!good)
        return lb_error_memory(err);
    if (zones->repeated > 0)
        lb_log_warning(job->log, "%s: %zu %s the name of another; they are one zone",
                       options->zones, zones->repeated,
                       lb_number_word(zones->repeated, "feature has", "features have"));
    LB_TRY(measure_zones(options, crs, job, zones, err));
    return find_neighbours(options->gap, job, zones, err);
}

lb_status lb_zone_set_read(const lb_equivalent_options *options, const char *crs, const lb_job *job,
                           lb_zone_set *out, lb_error *err)
{
    lb_zone_set zones = {.area_field = options->area_field};
    lb_status status = read_zones(options, crs, job, &zones, err);
    LB_HAND_OVER(status, zones, out, lb_zone_set_clear);
}

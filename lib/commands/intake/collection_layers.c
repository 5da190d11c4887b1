/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layers of a collection: local police areas, drawn areas, how they lie to each other, and what
 * the grid says of who lives there. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/profile.h>
#include <lagesbild/recipe.h>
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/intake/collection.h"
#include "kernel/overlap/zone_parts.h"
#include "port/proj/geodesic.h"
#include "text/usual_columns.h"

enum { SQUARE_M = 250 };

/* Names ---------------------------------------------------------------------------------------- */

/* The field with the local police area: the one named, else a usual one, else that of `names`. */
static lb_status find_lpo_field(const lb_areas *layer, const char *field, const char *key,
                                bool needed, size_t *out, lb_error *err)
{
    *out = layer->name_column;
    if (field) {
        *out = lb_areas_find_field(layer, field, err);
        return *out == SIZE_MAX ? err->status : LB_OK;
    }
    for (const char *const *name = lb_usual_columns[LB_USUAL_POLICE_DISTRICT]; *name; name++)
        for (size_t i = 0; i < layer->attributes.columns; i++)
            if (lb_text_same(layer->attributes.column[i].name, *name)) {
                *out = i;
                return LB_OK;
            }
    if (needed)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: no field says which local police area each is of; name it with "
                            "'%s' (lagesbild-intake(5))",
                            layer->source, key);
    return LB_OK;
}

/* Numbers of the features' names: [features]. */
static lb_status number_names(const lb_areas *layer, size_t column, lb_name_index *index,
                              size_t *number, lb_error *err)
{
    for (size_t i = 0; i < layer->shapes.count; i++) {
        bool usual = column == SIZE_MAX || column == layer->name_column;
        char *name = usual ? lb_text_copy(layer->name[i]) : lb_areas_field_text(layer, i, column);
        bool empty = name && !name[0];
        lb_status status =
            name && !empty ? lb_name_index_add(index, name, &number[i]) : LB_E_MEMORY;
        free(name);
        if (empty)
            return lb_error_set(err, LB_E_INPUT, "%s: feature %zu has no name, one is expected",
                                layer->source, i + 1);
        if (status != LB_OK)
            return lb_error_memory(err);
    }
    return LB_OK;
}

/* Features of one name become one shape; parts are often written one by one. */
static lb_status join_features(const lb_collection *c, const lb_areas *layer,
                               const lb_name_index *index, const size_t *number, lb_shapes *out)
{
    size_t features = layer->shapes.count;
    for (size_t k = 0; k < index->count; k++) {
        LB_TRY(lb_shapes_add_feature(out));
        for (size_t i = 0; i < features; i++)
            if (number[i] == k)
                LB_TRY(lb_shapes_add_parts(out, &layer->shapes, i));
    }
    if (index->count < features)
        lb_log_warning(c->job->log, "%s: %zu %s the name of another; they are one area",
                       layer->source, features - index->count,
                       lb_number_word(features - index->count, "feature has", "features have"));
    return LB_OK;
}

static lb_status read_lpo(lb_collection *c, lb_error *err)
{
    const lb_area_fields fields = {.name = NULL};
    size_t column;
    LB_TRY(lb_areas_read(c->config.lpo, &fields, c->crs, c->job, &c->lpo_layer, err));
    LB_TRY(find_lpo_field(&c->lpo_layer, c->config.lpo_name, "name", false, &column, err));
    size_t *number = calloc(c->lpo_layer.shapes.count + 1, sizeof *number);
    if (!number)
        return lb_error_memory(err);
    lb_status status = number_names(&c->lpo_layer, column, &c->lpo_name, number, err);
    if (status == LB_OK) {
        c->lpo = calloc(c->lpo_name.count + 1, sizeof *c->lpo);
        c->lpo_order = lb_name_index_order(&c->lpo_name);
        bool good = c->lpo && c->lpo_order &&
                    join_features(c, &c->lpo_layer, &c->lpo_name, number, &c->lpo_shapes) == LB_OK;
        status = good ? LB_OK : lb_error_memory(err);
    }
    free(number);
    return status;
}

/* Drawn areas ---------------------------------------------------------------------------------- */

/* Does a field of the feature say why the area is drawn? */
static bool has_reason(const lb_table *attributes, size_t feature)
{
    static const char *const names[] = {"reason", "skal", "motivering"};
    for (size_t c = 0; c < attributes->columns; c++)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            const char *text = lb_table_text(attributes, feature, c);
            if (text && text[0] && lb_text_same(attributes->column[c].name, names[i]))
                return true;
        }
    return false;
}

/* Adds one feature of an area to it; name: of its local police area. Two areas of one name could
 * not be distinguished in the tables of the steps. */
static lb_status place_feature(lb_collection *c, size_t feature, const char *name,
                               lb_drawn_area *area, lb_diagnostics *diagnostics)
{
    const char *own = c->area_layer.name[feature];
    size_t lpo;
    LB_TRY(lb_name_index_find(&c->lpo_name, name, &lpo));
    if (lpo == SIZE_MAX)
        lb_diagnostics_add(diagnostics, 0,
                           "%s is of '%s', which is none of the local police areas%s", own, name,
                           lb_name_index_nearest(&c->lpo_name, name).text);
    else if (area->lpo != SIZE_MAX && area->lpo != lpo)
        lb_diagnostics_add(diagnostics, 0,
                           "%s is the name of an area in two local police areas; give each a name "
                           "of its own",
                           own);
    area->lpo = lpo != SIZE_MAX ? lpo : area->lpo;
    area->has_reason |= has_reason(&c->area_layer.attributes, feature);
    return LB_OK;
}

static lb_status place_areas(lb_collection *c, size_t column, const size_t *number, lb_error *err)
{
    lb_diagnostics diagnostics = lb_diagnostics_begin(c->job->log, c->area_layer.source);
    for (size_t i = 0; i < c->area_layer.shapes.count; i++) {
        char *name = lb_areas_field_text(&c->area_layer, i, column);
        lb_status status =
            name ? place_feature(c, i, name, &c->area[number[i]], &diagnostics) : LB_E_MEMORY;
        free(name);
        if (status != LB_OK)
            return lb_error_memory(err);
    }
    return lb_diagnostics_end(&diagnostics, err);
}

static lb_status name_areas(lb_collection *c, size_t *number, lb_error *err)
{
    const lb_areas *layer = &c->area_layer;
    size_t column;
    LB_TRY(find_lpo_field(layer, c->config.area_lpo, "lpo", true, &column, err));
    LB_TRY(number_names(layer, SIZE_MAX, &c->area_name, number, err));
    c->area = calloc(c->area_name.count + 1, sizeof *c->area);
    c->area_order = lb_name_index_order(&c->area_name);
    if (!c->area || !c->area_order ||
        join_features(c, layer, &c->area_name, number, &c->area_shapes) != LB_OK)
        return lb_error_memory(err);
    for (size_t a = 0; a < c->area_name.count; a++)
        c->area[a] = (lb_drawn_area){.lpo = SIZE_MAX,
                                     .people = NAN,
                                     .index = NAN,
                                     .total = NAN,
                                     .suggestion = LB_INTEGER_NONE,
                                     .in_hot_spots = NAN};
    return place_areas(c, column, number, err);
}

/* Geometry ------------------------------------------------------------------------------------- */

/* What drawn areas share with those of `others`, square metres of the plane. */
static lb_status find_shared(const lb_collection *c, const lb_shapes *others, lb_zone_part **out,
                             size_t *n, lb_error *err)
{
    lb_overlap_request request = {.tolerance = 0};
    lb_status status =
        lb_zone_parts_between(&c->area_shapes, others, &request, c->job->threads, out, n);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

/* Square metres on the ellipsoid, and which share lies outside the local police area. */
static lb_status measure_areas(lb_collection *c, lb_error *err)
{
    size_t n = c->area_name.count, parts = 0;
    lb_zone_part *part = NULL;
    double *size = calloc(n + 1, sizeof *size);
    lb_status status = size ? lb_geodesic_areas(&c->area_shapes, c->crs, c->job->threads, size, err)
                            : lb_error_memory(err);
    if (status == LB_OK)
        status = find_shared(c, &c->lpo_shapes, &part, &parts, err);
    for (size_t a = 0; status == LB_OK && a < n; a++) {
        c->area[a].km2 = size[a] / 1e6;
        c->area[a].outside = 1;
    }
    for (size_t p = 0; status == LB_OK && p < parts; p++) {
        size_t a = part[p].zone;
        double inside = part[p].size[LB_OVERLAP_PLANAR] / lb_shapes_area(&c->area_shapes, a);
        if (part[p].target == c->area[a].lpo)
            c->area[a].outside = 1 - fmin(inside, 1);
    }
    free(part);
    free(size);
    return status;
}

/* Whole percent, at least 1: a defect of 0 % would look like none. */
static void percent_text(double share, char *text, size_t size)
{
    snprintf(text, size, "%.0f %%", fmax(1, share * 100));
}

static lb_status report_place(lb_collection *c, size_t a)
{
    const lb_drawn_area *area = &c->area[a];
    char percent[30];
    percent_text(area->outside, percent, sizeof percent);
    if (area->outside > LB_SMALL_SHARE)
        LB_TRY(lb_collection_defect(
            c, area->lpo, a, LB_INTAKE_DRAWN,
            (lb_bilingual){"{} av ytan ligger utanför lokalpolisområdet: flytta gränsen, eller "
                           "lämna området till grannen",
                           "{} of the surface lies outside the local police area: move the border, "
                           "or hand the area to the neighbour"},
            percent));
    if (area->km2 < LB_FEWEST_SQUARES * SQUARE_M * SQUARE_M / 1e6)
        LB_TRY(lb_collection_defect(
            c, area->lpo, a, LB_INTAKE_DRAWN,
            (lb_bilingual){"mindre än fyra rutor om 250 m: rita hela området, inte bara platsen",
                           "smaller than four squares of 250 m: draw the whole area, not the place "
                           "alone"},
            NULL));
    if (area->people == 0)
        LB_TRY(lb_collection_defect(
            c, area->lpo, a, LB_INTAKE_DRAWN,
            (lb_bilingual){"ingen bor där enligt rutnätet: se efter att det ligger rätt",
                           "nobody lives there by the grid: see that it lies right"},
            NULL));
    return LB_OK;
}

/* A defect of each area of the pair. */
static lb_status report_overlap(lb_collection *c, const lb_zone_part *part)
{
    char percent[30];
    lb_buf detail = {0};
    for (int side = 0; side < 2; side++) {
        size_t a = side ? part->target : part->zone, other = side ? part->zone : part->target;
        double share = part->size[LB_OVERLAP_PLANAR] / lb_shapes_area(&c->area_shapes, a);
        if (share <= LB_SMALL_SHARE)
            continue;
        percent_text(share, percent, sizeof percent);
        lb_buf_clear(&detail);
        lb_buf_printf(&detail, "%s (%s), %s", c->area_name.name[other],
                      c->lpo_name.name[c->area[other].lpo], percent);
        lb_status status =
            detail.failed
                ? LB_E_MEMORY
                : lb_collection_defect(c, c->area[a].lpo, a, LB_INTAKE_DRAWN,
                                       (lb_bilingual){"överlappar {}: kom överens om gränsen",
                                                      "overlaps {}: agree on the border"},
                                       detail.text);
        if (status != LB_OK) {
            lb_buf_clear(&detail);
            return status;
        }
    }
    lb_buf_clear(&detail);
    return LB_OK;
}

static lb_status report_geometry(lb_collection *c, lb_error *err)
{
    lb_zone_part *part = NULL;
    size_t parts = 0;
    lb_status status = LB_OK;
    for (size_t a = 0; status == LB_OK && a < c->area_name.count; a++)
        status = report_place(c, a);
    if (status != LB_OK)
        return lb_error_memory(err);
    LB_TRY(find_shared(c, &c->area_shapes, &part, &parts, err));
    for (size_t p = 0; status == LB_OK && p < parts; p++)
        if (part[p].zone < part[p].target && part[p].target < c->area_shapes.count)
            status = report_overlap(c, &part[p]);
    free(part);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

/* The class that most of the people of a row of `profile` live in; 0: it has none. */
static int class_of_most(const lb_table *table, size_t row)
{
    double most = 0;
    int of = 0;
    for (int k = 1; k <= LB_MAX_CLASSES; k++) {
        char name[20];
        snprintf(name, sizeof name, "class_%d", k);
        size_t column = lb_table_column(table, name);
        double share = column == SIZE_MAX ? 0 : lb_table_real(table, row, column);
        if (share > most) {
            most = share;
            of = k;
        }
    }
    return of;
}

/* People and index of each area, as `profile` has them; of an area of several features the people
 * are added, the index is the mean by them, and the class that of the feature with most. */
static lb_status read_grid(lb_collection *c, const size_t *number, lb_error *err)
{
    lb_profile_options options;
    lb_table table = {0};
    if (!c->config.grid)
        return LB_OK;
    double *most = calloc(c->area_name.count + 1, sizeof *most);
    if (!most)
        return lb_error_memory(err);
    lb_profile_options_init(&options);
    options.grid = c->config.grid;
    options.areas = c->config.source[LB_INTAKE_DRAWN];
    options.name = c->config.area_name;
    options.min_cell = c->options->min_cell;
    lb_status status = lb_profile_run(&options, c->job, &table, err);
    if (status != LB_OK) {
        free(most);
        return status;
    }
    size_t people = lb_table_column(&table, "population");
    size_t index = lb_table_column(&table, "index_mean");
    for (size_t i = 0; people != SIZE_MAX && i < table.rows && i < c->area_layer.shapes.count;
         i++) {
        lb_drawn_area *area = &c->area[number[i]];
        double n = lb_table_real(&table, i, people);
        double of = index == SIZE_MAX ? (double)NAN : lb_table_real(&table, i, index);
        bool first = isnan(area->people);
        if (first || n > most[number[i]]) {
            most[number[i]] = n;
            area->index_class = class_of_most(&table, i);
        }
        if (!isnan(of) && n > 0)
            area->index = first || isnan(area->index)
                              ? of
                              : (area->index * area->people + of * n) / (area->people + n);
        area->people = first ? n : isnan(n) ? area->people : area->people + n;
    }
    lb_table_clear(&table);
    free(most);
    return LB_OK;
}

static lb_status read_drawn(lb_collection *c, lb_error *err)
{
    const lb_area_fields fields = {.name = c->config.area_name};
    if (!c->config.source[LB_INTAKE_DRAWN])
        return LB_OK;
    LB_TRY(lb_areas_read(c->config.source[LB_INTAKE_DRAWN], &fields, c->crs, c->job, &c->area_layer,
                         err));
    c->rows[LB_INTAKE_DRAWN] = (int64_t)c->area_layer.shapes.count;
    size_t *number = calloc(c->area_layer.shapes.count + 1, sizeof *number);
    lb_status status = number ? name_areas(c, number, err) : lb_error_memory(err);
    if (status == LB_OK)
        status = measure_areas(c, err);
    if (status == LB_OK)
        status = read_grid(c, number, err);
    free(number);
    return status == LB_OK ? report_geometry(c, err) : status;
}

lb_status lb_collection_read_layers(lb_collection *c, lb_error *err)
{
    c->lpo_name.folded = c->area_name.folded = true;
    LB_TRY(read_lpo(c, err));
    LB_TRY(read_drawn(c, err));
    for (size_t a = 0; a < c->area_name.count; a++)
        c->lpo[c->area[a].lpo].areas++;
    for (size_t l = 0; l < c->lpo_name.count; l++) {
        c->lpo[l].answer = calloc(c->config.items + 1, sizeof *c->lpo[l].answer);
        if (!c->lpo[l].answer)
            return lb_error_memory(err);
        for (size_t i = 0; i < c->config.items; i++)
            c->lpo[l].answer[i].value = c->lpo[l].answer[i].uncertainty = NAN;
    }
    return LB_OK;
}

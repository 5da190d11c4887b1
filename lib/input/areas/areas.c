/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a set of areas: polygons with their attributes, the name of each, and its category.
 * Categories are texts of the source, numbered from the worst (docs/methods.md, Overlap rules). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/category.h>
#include "base/array.h"
#include "base/buf.h"
#include "base/number.h"
#include "model/run_cache.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/areas/areas.h"
#include "text/usual_columns.h"

void lb_areas_clear(lb_areas *areas)
{
    lb_array_free(areas->name, areas->shapes.count);
    lb_array_free(areas->category_name, areas->categories);
    free(areas->category);
    free(areas->label);
    lb_shapes_clear(&areas->shapes);
    lb_table_clear(&areas->attributes);
    lb_topology_issues_clear(&areas->topology);
    *areas = (lb_areas){0};
}

const char *lb_areas_source(const char *spec)
{
    size_t equals = strcspn(spec, "=/.|");
    return spec[equals] == '=' ? spec + equals + 1 : spec;
}

static lb_status split_spec(const char *spec, lb_areas *areas)
{
    const char *base = lb_text_base_name(spec);
    areas->source = lb_areas_source(spec);
    bool named = areas->source > spec;
    areas->label = lb_text_copy(named ? spec : base);
    if (areas->label)
        areas->label[named ? (size_t)(areas->source - spec) - 1 : strcspn(base, ".|")] = '\0';
    return areas->label ? LB_OK : LB_E_MEMORY;
}

/* Fewer vertices first, then by their coordinates; 0: the same vertices in the same order. */
static int compare_vertices(const lb_shapes *s, size_t a, size_t b)
{
    size_t first[] = {s->vertex[s->ring[s->part[a]]], s->vertex[s->ring[s->part[b]]]};
    size_t n[] = {s->vertex[s->ring[s->part[a + 1]]] - first[0],
                  s->vertex[s->ring[s->part[b + 1]]] - first[1]};
    LB_COMPARE(n[0], n[1]);
    for (size_t i = 0; i < 2 * n[0]; i++) {
        double x = s->xy[2 * first[0] + i], y = s->xy[2 * first[1] + i];
        LB_COMPARE(x, y);
    }
    return 0;
}

bool lb_areas_is_before(const lb_areas *areas, size_t a, size_t b)
{
    if (areas->category[a] != areas->category[b])
        return areas->category[a] < areas->category[b];
    int order = lb_text_compare(areas->name[a], areas->name[b]);
    if (order == 0)
        order = compare_vertices(&areas->shapes, a, b);
    return order != 0 ? order < 0 : a < b;
}

static size_t find_named_column(const lb_table *table, const char *name)
{
    for (size_t c = 0; c < table->columns; c++)
        if (lb_text_same(table->column[c].name, name))
            return c;
    return SIZE_MAX;
}

static size_t find_usual_column(const lb_table *table, lb_usual_column usual)
{
    size_t found = SIZE_MAX;
    for (const char *const *name = lb_usual_columns[usual]; *name && found == SIZE_MAX; name++)
        found = find_named_column(table, *name);
    return found;
}

size_t lb_areas_find_field(const lb_areas *areas, const char *field, lb_error *err)
{
    const lb_table *table = &areas->attributes;
    size_t found = find_named_column(table, field);
    lb_buf similar = {0};
    if (found != SIZE_MAX)
        return found;
    const char **name = malloc((table->columns + 1) * sizeof *name);
    for (size_t c = 0; name && c < table->columns; c++)
        name[c] = table->column[c].name;
    if (name)
        lb_text_list_similar(field, name, table->columns, &similar);
    lb_error_set(err, LB_E_INPUT, "%s: no field '%s'; %s", areas->source, field,
                 similar.text ? similar.text : "it has no fields");
    lb_buf_clear(&similar);
    free(name);
    return SIZE_MAX;
}

/* Columns that options name must exist; usual names are a guess, so what was found is logged. */
static lb_status find_fields(lb_areas *areas, const lb_area_fields *fields, const lb_job *job,
                             lb_error *err)
{
    areas->name_column = find_usual_column(&areas->attributes, LB_USUAL_AREA);
    areas->category_column = find_usual_column(&areas->attributes, LB_USUAL_CATEGORY);
    if (fields->name &&
        (areas->name_column = lb_areas_find_field(areas, fields->name, err)) == SIZE_MAX)
        return LB_E_INPUT;
    if (fields->category &&
        (areas->category_column = lb_areas_find_field(areas, fields->category, err)) == SIZE_MAX)
        return LB_E_INPUT;
    lb_log_note(job->log, "%s: %zu %s, name from %s, category from %s", areas->source,
                areas->shapes.count, lb_number_word(areas->shapes.count, "area", "areas"),
                areas->name_column == SIZE_MAX ? "(no field)"
                                               : areas->attributes.column[areas->name_column].name,
                areas->category_column == SIZE_MAX
                    ? "(no field)"
                    : areas->attributes.column[areas->category_column].name);
    return LB_OK;
}

char *lb_areas_field_text(const lb_areas *areas, size_t feature, size_t column)
{
    char number[LB_NUMBER_SIZE];
    const char *text = lb_table_text(&areas->attributes, feature, column);
    if (text)
        return lb_text_copy(text);
    lb_number_format(lb_table_real(&areas->attributes, feature, column), number);
    return lb_text_copy(number);
}

/* The name field; where it is missing or empty the number of the feature, from 1. */
static char *area_name(const lb_areas *areas, size_t i)
{
    char number[30];
    bool named = areas->name_column != SIZE_MAX;
    char *name = named ? lb_areas_field_text(areas, i, areas->name_column) : NULL;
    if ((named && !name) || (name && name[0]))
        return name;
    free(name);
    snprintf(number, sizeof number, "%zu", i + 1);
    return lb_text_copy(number);
}

static lb_status read_names(lb_areas *areas)
{
    areas->name = calloc(areas->shapes.count + 1, sizeof *areas->name);
    for (size_t i = 0; areas->name && i < areas->shapes.count; i++)
        if (!(areas->name[i] = area_name(areas, i)))
            return LB_E_MEMORY;
    return areas->name ? LB_OK : LB_E_MEMORY;
}

/* The category of a feature as it is shown: "?" where it is empty. */
static char *category_text(const lb_areas *areas, size_t i)
{
    char *text = lb_areas_field_text(areas, i, areas->category_column);
    if (!text || text[0])
        return text;
    free(text);
    return lb_text_copy("?");
}

static lb_status add_categories(const lb_areas *areas, lb_categories *categories)
{
    lb_status status = LB_OK;
    for (size_t i = 0; i < areas->shapes.count && status == LB_OK; i++) {
        char *text = category_text(areas, i);
        status = text ? lb_categories_add(categories, text, &areas->category[i]) : LB_E_MEMORY;
        free(text);
    }
    return status;
}

/* Renumbers categories so that 0 is the worst. */
static lb_status sort_categories(const lb_areas *areas, const char *priority,
                                 lb_categories *categories)
{
    size_t *moved = calloc(categories->count + 1, sizeof *moved);
    lb_status status = moved ? lb_categories_sort_by(categories, priority, moved) : LB_E_MEMORY;
    for (size_t i = 0; i < areas->shapes.count && status == LB_OK; i++)
        areas->category[i] = moved[areas->category[i]];
    free(moved);
    return status;
}

static lb_status read_categories(lb_areas *areas, const lb_area_fields *fields)
{
    lb_categories categories = {0};
    areas->category = calloc(areas->shapes.count + 1, sizeof *areas->category);
    if (!areas->category)
        return LB_E_MEMORY;
    if (areas->category_column == SIZE_MAX)
        return LB_OK;
    lb_status status = add_categories(areas, &categories);
    if (status == LB_OK)
        status = sort_categories(areas, fields->priority, &categories);
    if (status == LB_OK) {
        areas->category_name = categories.name;
        areas->categories = categories.count;
        categories.name = NULL;
        categories.count = 0;
    }
    lb_categories_clear(&categories);
    return status;
}

/* Names and categories from the attributes, which have been read. */
static lb_status name_areas(lb_areas *areas, const lb_area_fields *fields, const lb_job *job,
                            lb_error *err)
{
    LB_TRY(find_fields(areas, fields, job, err));
    LB_TRY(read_names(areas) == LB_OK ? LB_OK : lb_error_memory(err));
    return read_categories(areas, fields) == LB_OK ? LB_OK : lb_error_memory(err);
}

lb_status lb_areas_from_table(const char *spec, const lb_area_fields *fields, lb_table *attributes,
                              const lb_job *job, lb_areas *out, lb_error *err)
{
    lb_areas areas = {0};
    lb_status status = split_spec(spec, &areas) == LB_OK ? LB_OK : lb_error_memory(err);
    areas.attributes = *attributes;
    *attributes = (lb_table){0};
    areas.shapes.count = areas.attributes.rows;
    if (status == LB_OK)
        status = name_areas(&areas, fields, job, err);
    LB_HAND_OVER(status, areas, out, lb_areas_clear);
}

/* Areas of this run ------------------------------------------------------------------------------
 */

static void free_areas(void *data)
{
    lb_areas_clear(data);
    free(data);
}

static char **copy_texts(char *const *text, size_t n)
{
    char **copy = calloc(n + 1, sizeof *copy);
    for (size_t i = 0; copy && i < n; i++)
        if (!(copy[i] = lb_text_copy(text[i]))) {
            lb_array_free(copy, i);
            return NULL;
        }
    return copy;
}

/* All but the topology, which is that of a job. spec: of the caller, which the copy points into. */
static lb_status copy_areas(const lb_areas *from, const char *spec, lb_areas *out)
{
    size_t n = from->shapes.count;
    lb_status status = split_spec(spec, out);
    for (size_t i = 0; i < n && status == LB_OK; i++)
        status = lb_shapes_add_copy(&out->shapes, &from->shapes, i);
    if (status != LB_OK)
        return status;
    out->category = calloc(n + 1, sizeof *out->category);
    out->name = copy_texts(from->name, n);
    out->category_name = copy_texts(from->category_name, from->categories);
    out->categories = out->category_name ? from->categories : 0;
    if (!out->category || !out->name || !out->category_name)
        return LB_E_MEMORY;
    memcpy(out->category, from->category, n * sizeof *out->category);
    out->name_column = from->name_column;
    out->category_column = from->category_column;
    out->found = from->found;
    lb_table_append(&out->attributes, &from->attributes, "");
    return lb_table_status(&out->attributes);
}

/* The name in the run's cache of areas read in this way. */
static char *cache_name(const char *spec, const lb_area_fields *f, const char *crs)
{
    lb_buf name = {0};
    lb_buf_printf(&name, "%s\n%s\n%s\n%s\n%s", spec, f->name ? f->name : "",
                  f->category ? f->category : "", f->priority ? f->priority : "", crs ? crs : "");
    return lb_buf_detach(&name);
}

static void keep_areas(const lb_areas *areas, const char *spec, const char *name, const lb_job *job)
{
    lb_areas *kept = calloc(1, sizeof *kept);
    if (kept && copy_areas(areas, spec, kept) == LB_OK) /* its source is not looked at */
        lb_run_cache_add(job->cache, "areas", name, kept, free_areas);
    else if (kept)
        free_areas(kept);
}

static lb_status read_areas(const char *spec, const lb_area_fields *fields, const char *crs,
                            const lb_job *job, lb_areas *areas, lb_error *err)
{
    lb_polygon_options options = {crs,      job->crs,    job->strict, job->skip_invalid,
                                  job->log, job->threads};
    if (split_spec(spec, areas) != LB_OK)
        return lb_error_memory(err);
    LB_TRY(lb_polygons_read(areas->source, &options, &areas->shapes, &areas->attributes,
                            &areas->found, err));
    lb_polygon_findings_clear(&areas->found);
    if (areas->shapes.count == 0)
        return lb_error_set(err, LB_E_INPUT, "%s: has no areas%s", areas->source,
                            areas->found.skipped ? ": all features were left out" : "");
    return name_areas(areas, fields, job, err);
}

/* Steps of a run that name the same source, fields and CRS share one reading; each gets a copy,
 * since it may change its own. */
lb_status lb_areas_read(const char *spec, const lb_area_fields *fields, const char *crs,
                        const lb_job *job, lb_areas *out, lb_error *err)
{
    lb_areas areas = {0};
    char *name = job->cache ? cache_name(spec, fields, crs) : NULL;
    const lb_areas *kept = name ? lb_run_cache_find(job->cache, "areas", name) : NULL;
    lb_status status;
    if (kept)
        status = copy_areas(kept, spec, &areas) == LB_OK ? LB_OK : lb_error_memory(err);
    else
        status = read_areas(spec, fields, crs, job, &areas, err);
    if (status == LB_OK && name && !kept)
        keep_areas(&areas, spec, name, job);
    free(name);
    LB_HAND_OVER(status, areas, out, lb_areas_clear);
}

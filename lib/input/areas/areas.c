/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a set of areas: polygons with their attributes, the name of each, and its category.
 * Categories are texts of the source, compared after folding (case, diacritics), and numbered from
 * the worst: by --priority, else särskilt utsatt, riskområde, utsatt and then others in the order
 * of the alphabet (docs/methods.md, Overlap rules). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/number.h"
#include "model/run_cache.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/areas/areas.h"
#include "text/string_ids.h"
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

/* After folding both, so that "Särskilt utsatt område" begins with "sarskilt". */
static bool category_begins(const char *category, const char *word)
{
    char a[200], b[200];
    lb_text_fold(category, a, sizeof a);
    size_t n = lb_text_fold(word, b, sizeof b);
    return n > 0 && strncmp(a, b, n) == 0;
}

/* Place among the n words of --priority, each ended by a zero; categories it does not name come
 * after those it does, all with one rank. */
static size_t priority_rank(const char *word, size_t n, const char *category)
{
    size_t rank = 0;
    for (; rank < n && !lb_text_same(word, category); rank++)
        word += strlen(word) + 1;
    return rank;
}

/* The Police's categories, the worst first; all others together after them. */
static size_t default_rank(const char *category)
{
    if (category_begins(category, "sarskilt"))
        return 0;
    if (category_begins(category, "risk"))
        return 1;
    return category_begins(category, "utsatt") ? 2 : 3;
}

/* The categories read so far: their folded names by index, and room for names in the areas. */
typedef struct category_index {
    lb_string_ids folded;
    size_t capacity;
} category_index;

/* The category's index, added when it is new; takes `text` (NULL: out of memory). Of several
 * spellings the last by bytes is shown, whatever the order of rows. SIZE_MAX: out of memory. */
static size_t find_or_add_category(lb_areas *areas, category_index *known, char *text)
{
    size_t size = text ? strlen(text) + 1 : 0;
    char *key = text ? malloc(size) : NULL;
    lb_string folded = {key, key ? lb_text_fold(text, key, size) : 0};
    uint32_t c;
    bool found = key &&
                 lb_array_reserve(&areas->category_name, &known->capacity, areas->categories + 1,
                                  sizeof text) &&
                 lb_string_ids_add(&known->folded, &folded, 1, &c) == LB_OK;
    free(key);
    if (!found) {
        free(text);
        return SIZE_MAX;
    }
    if (c == areas->categories) {
        areas->category_name[areas->categories++] = text;
        return c;
    }
    bool later = strcmp(text, areas->category_name[c]) > 0;
    free(later ? areas->category_name[c] : text);
    if (later)
        areas->category_name[c] = text;
    return c;
}

/* The category of a feature as it is shown: no-break spaces as spaces, "?" where it is empty. */
static char *category_text(const lb_areas *areas, size_t i)
{
    char *text = lb_areas_field_text(areas, i, areas->category_column);
    if (text)
        lb_text_plain_spaces(text);
    if (!text || text[0])
        return text;
    free(text);
    return lb_text_copy("?");
}

/* A category and its number in the order in which they were read. */
typedef struct ranked_category {
    char *name;
    size_t rank, number; /* rank: 0 the worst */
} ranked_category;

/* The worst first; of equal rank the one that Swedish has first: not that of an earlier row. */
static int compare_ranked(const void *a, const void *b)
{
    const ranked_category *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    int order = lb_text_compare(x->name, y->name);
    return order != 0 ? order : strcmp(x->name, y->name);
}

/* priority: NULL for the Police's order. False: out of memory. */
static bool rank_categories(const lb_areas *areas, const char *priority, ranked_category *ranked)
{
    char *words = priority ? lb_text_copy(priority) : NULL;
    size_t n = 1;
    if (priority && !words)
        return false;
    for (char *at = words; at && *at; at++)
        if (*at == ',') {
            *at = '\0';
            n++;
        }
    for (size_t c = 0; c < areas->categories; c++) {
        char *name = areas->category_name[c];
        size_t rank = words ? priority_rank(words, n, name) : default_rank(name);
        ranked[c] = (ranked_category){name, rank, c};
    }
    free(words);
    return true;
}

/* Renumbers categories so that 0 is the worst. */
static lb_status apply_category_order(lb_areas *areas, const char *priority)
{
    ranked_category *ranked = calloc(areas->categories + 1, sizeof *ranked);
    size_t *place = calloc(areas->categories + 1, sizeof *place);
    bool complete = ranked && place && rank_categories(areas, priority, ranked);
    if (complete) {
        qsort(ranked, areas->categories, sizeof *ranked, compare_ranked);
        for (size_t c = 0; c < areas->categories; c++) {
            areas->category_name[c] = ranked[c].name;
            place[ranked[c].number] = c;
        }
        for (size_t i = 0; i < areas->shapes.count; i++)
            areas->category[i] = place[areas->category[i]];
    }
    free(ranked);
    free(place);
    return complete ? LB_OK : LB_E_MEMORY;
}

static lb_status read_categories(lb_areas *areas, const lb_area_fields *fields)
{
    areas->category = calloc(areas->shapes.count + 1, sizeof *areas->category);
    if (!areas->category)
        return LB_E_MEMORY;
    if (areas->category_column == SIZE_MAX)
        return LB_OK;
    category_index known = {.capacity = 0};
    bool complete = true;
    for (size_t i = 0; i < areas->shapes.count && complete; i++) {
        areas->category[i] = find_or_add_category(areas, &known, category_text(areas, i));
        complete = areas->category[i] != SIZE_MAX;
    }
    lb_string_ids_clear(&known.folded);
    return complete ? apply_category_order(areas, fields->priority) : LB_E_MEMORY;
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the two assessments that `changes` compares: names, categories, police districts (LPO) and
 * regions of areas, their polygons where both have them, and aliases. Districts and regions are
 * grouped over both by the keys that areas are matched by (docs/methods.md, Names). */
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "base/swedish_text.h"
#include "commands/changes/assessments.h"
#include "output/table_file.h"
#include "port/proj/geodesic.h"
#include "input/areas/vicinity.h"

void lb_changes_state_clear(lb_changes_state *m)
{
    for (size_t i = 0; i < 2; i++) {
        lb_assessment *s = &m->assessment[i];
        lb_checked_table_clear(&s->sheet);
        lb_shapes_clear(&s->shapes);
        lb_polygon_findings_clear(&s->found);
        free(s->name);
        free(s->lpo);
        free(s->category);
        free(s->lpo_group);
        free(s->region_group);
        free(s->area);
    }
    lb_aliases_clear(&m->aliases);
    lb_categories_clear(&m->categories);
    free(m->lpos.name);
    free(m->regions.name);
    free(m->after_of);
    lb_changes_clear(&m->changes);
}

/* Names and districts are borrowed from the sheet; categories become numbers common to both
 * assessments. */
static lb_status fill_assessment(lb_changes_state *m, lb_assessment *s)
{
    const lb_table *t = &s->sheet.table;
    s->name = calloc(t->rows, sizeof *s->name);
    s->lpo = calloc(t->rows, sizeof *s->lpo);
    s->category = calloc(t->rows, sizeof *s->category);
    s->lpo_group = calloc(t->rows, sizeof *s->lpo_group);
    s->region_group = calloc(t->rows, sizeof *s->region_group);
    if (!s->name || !s->lpo || !s->category || !s->lpo_group || !s->region_group)
        return LB_E_MEMORY;
    for (size_t i = 0; i < t->rows; i++) {
        const char *category = lb_table_text(t, i, LB_ASSESSMENT_CATEGORY);
        s->name[i] = lb_table_text(t, i, LB_ASSESSMENT_NAME);
        s->lpo[i] = lb_table_text(t, i, LB_ASSESSMENT_LPO);
        s->category[i] = SIZE_MAX;
        if (category && !lb_category_is_none(category) &&
            lb_categories_add(&m->categories, category, &s->category[i]) != LB_OK)
            return LB_E_MEMORY;
    }
    return LB_OK;
}

/* Areas on the ellipsoid, square metres. */
static lb_status read_polygons(lb_changes_state *m, lb_assessment *s, lb_error *err)
{
    const char *crs = m->job->crs ? m->job->crs : "EPSG:3006";
    lb_polygon_options options = {crs,         m->job->crs,    m->job->strict, m->job->skip_invalid,
                                  m->job->log, m->job->threads};
    lb_table attributes = {0};
    lb_status status =
        lb_polygons_read(s->sheet.source, &options, &s->shapes, &attributes, &s->found, err);
    lb_table_clear(&attributes);
    if (status == LB_OK && s->found.is_skipped)
        lb_table_remove_rows(&s->sheet.table, s->found.is_skipped);
    s->area = calloc(s->shapes.count + 1, sizeof *s->area);
    if (status == LB_OK && !s->area)
        status = lb_error_memory(err);
    if (status == LB_OK)
        status = lb_error_prefix(err, s->sheet.source,
                                 lb_geodesic_areas(&s->shapes, crs, m->job->threads, s->area, err));
    return status;
}

/* Local police area and region are used where there are such columns, for names that repeat and for
 * counts by district. */
static lb_status read_assessment(lb_changes_state *m, lb_assessment *s, const char *source,
                                 lb_error *err)
{
    const lb_changes_options *o = m->options;
    const lb_input_column fields[LB_ASSESSMENT_FIELDS] = {
        {.what = "area", .requested = o->name, .option = "--name", LB_USUAL(AREA)},
        {.what = "category",
         .requested = o->category,
         .option = "--category",
         LB_USUAL(CATEGORY),
         .missing = LB_VALUE_OPTIONAL},
        {.what = "lpo",
         .requested = o->lpo,
         .option = "--lpo",
         LB_USUAL(POLICE_DISTRICT),
         .column_optional = true,
         .missing = LB_VALUE_OPTIONAL},
        {.what = "region",
         .requested = o->region,
         .option = "--region",
         LB_USUAL(POLICE_REGION),
         .column_optional = true,
         .missing = LB_VALUE_OPTIONAL}};
    return lb_checked_table_read(source, fields, LB_ASSESSMENT_FIELDS, m->job, &s->sheet, err);
}

static lb_status read_aliases(lb_changes_state *m, lb_error *err)
{
    const lb_input_column fields[] = {{.what = "from", LB_USUAL(ALIAS)},
                                      {.what = "to", LB_USUAL(ALIAS_OF)}};
    lb_checked_table sheet = {0};
    if (!m->options->aliases)
        return LB_OK;
    lb_status status = lb_checked_table_read(m->options->aliases, fields, 2, m->job, &sheet, err);
    for (size_t i = 0; status == LB_OK && i < sheet.table.rows; i++)
        if (lb_aliases_add(&m->aliases, lb_table_text(&sheet.table, i, 0),
                           lb_table_text(&sheet.table, i, 1)) != LB_OK)
            status = lb_error_memory(err);
    lb_checked_table_clear(&sheet);
    return status;
}

typedef struct named_district {
    const char *name;
    size_t number;
} named_district;

static int by_name(const void *a, const void *b)
{
    const named_district *x = a, *y = b;
    int order = lb_text_compare(x->name, y->name);
    return order ? order : strcmp(x->name, y->name);
}

/* Names the groups, in order. new_of[i]: the place of group i among them. */
static lb_status name_districts(const char *const *text, const size_t *group, size_t n,
                                lb_change_districts *out, size_t *new_of)
{
    named_district *list = calloc(out->count + 1, sizeof *list);
    out->name = calloc(out->count + 1, sizeof *out->name);
    if (!list || !out->name) {
        free(list);
        return LB_E_MEMORY;
    }
    for (size_t i = 0; i < n; i++)
        if (group[i] != SIZE_MAX) {
            named_district *p = &list[group[i]];
            p->number = group[i];
            p->name = p->name && strcmp(p->name, text[i]) < 0 ? p->name : text[i];
        }
    qsort(list, out->count, sizeof *list, by_name);
    for (size_t k = 0; k < out->count; k++) {
        out->name[k] = list[k].name;
        new_of[list[k].number] = k;
    }
    free(list);
    return LB_OK;
}

/* Those alike as names of areas are: "Huddinge (ny)" is Huddinge. */
static lb_status group_districts(lb_changes_state *m, size_t column, lb_change_districts *out,
                                 size_t *const group_of[2])
{
    size_t first = m->assessment[0].sheet.table.rows, n = first + m->assessment[1].sheet.table.rows;
    const char **text = calloc(n + 1, sizeof *text);
    size_t *group = calloc(n + 1, sizeof *group), *new_of = calloc(n + 1, sizeof *new_of);
    lb_status status = text && group && new_of ? LB_OK : LB_E_MEMORY;
    for (size_t i = 0; status == LB_OK && i < n; i++)
        text[i] = i < first ? lb_table_text(&m->assessment[0].sheet.table, i, column)
                            : lb_table_text(&m->assessment[1].sheet.table, i - first, column);
    if (status == LB_OK)
        status = lb_match_distinct(text, n, &m->aliases, group, &out->count);
    if (status == LB_OK)
        status = name_districts(text, group, n, out, new_of);
    for (size_t i = 0; status == LB_OK && i < n; i++)
        group_of[i >= first][i < first ? i : i - first] =
            group[i] == SIZE_MAX ? SIZE_MAX : new_of[group[i]];
    free(text);
    free(group);
    free(new_of);
    return status;
}

static lb_status group_all_districts(lb_changes_state *m)
{
    lb_assessment *s = m->assessment;
    size_t *const lpos[] = {s[0].lpo_group, s[1].lpo_group};
    size_t *const regions[] = {s[0].region_group, s[1].region_group};
    LB_TRY(group_districts(m, LB_ASSESSMENT_LPO, &m->lpos, lpos));
    return group_districts(m, LB_ASSESSMENT_REGION, &m->regions, regions);
}

static lb_status sort_categories(lb_changes_state *m)
{
    size_t *moved = calloc(m->categories.count + 1, sizeof *moved);
    lb_status status = moved ? lb_categories_sort(&m->categories, NULL, 0, moved) : LB_E_MEMORY;
    for (size_t s = 0; s < 2 && status == LB_OK; s++)
        for (size_t i = 0; i < m->assessment[s].sheet.table.rows; i++)
            if (m->assessment[s].category[i] != SIZE_MAX)
                m->assessment[s].category[i] = moved[m->assessment[s].category[i]];
    free(moved);
    return status;
}

/* Two assessments of which nothing is near the other are of different places. */
static lb_status warn_of_far_assessments(const lb_changes_state *m, lb_error *err)
{
    const lb_assessment *before = &m->assessment[0], *after = &m->assessment[1];
    lb_vicinity vicinity = {0};
    lb_vicinity_count near = {0};
    lb_status status = lb_vicinity_add(&vicinity, &before->shapes, before->sheet.source,
                                       before->found.crs, m->job->crs ? m->job->crs : "EPSG:3006");
    if (status == LB_OK) {
        lb_vicinity_look_all(&vicinity, &after->shapes, &near);
        lb_vicinity_warn(&vicinity, &near, after->sheet.source, "areas", after->found.crs,
                         m->job->log);
    }
    lb_vicinity_clear(&vicinity);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

lb_status lb_assessments_read(lb_changes_state *m, lb_error *err)
{
    lb_assessment *before = &m->assessment[0], *after = &m->assessment[1];
    LB_TRY(read_assessment(m, before, m->options->before, err));
    LB_TRY(read_assessment(m, after, m->options->after, err));
    LB_TRY(read_aliases(m, err));
    if (before->sheet.has_polygons && after->sheet.has_polygons) {
        LB_TRY(read_polygons(m, before, err));
        LB_TRY(read_polygons(m, after, err));
        LB_TRY(warn_of_far_assessments(m, err));
    }
    if (fill_assessment(m, before) != LB_OK || fill_assessment(m, after) != LB_OK ||
        sort_categories(m) != LB_OK || group_all_districts(m) != LB_OK)
        return lb_error_memory(err);
    return LB_OK;
}

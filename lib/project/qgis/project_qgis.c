/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas are copied to a GeoPackage of their own: a drawn area may have come as a table, in another
 * CRS, with a self-crossing edge, and the folder can then be given to others as it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "base/atomic_file.h"
#include "command/column_notes.h"
#include "commands/hotspot/hotspot_table.h"
#include "commands/suggest/suggest_tables.h"
#include "commands/trend/trend_tables.h"
#include "input/areas/hotspot_areas.h"
#include "input/grid/square_layer.h"
#include "model/table_formats.h"
#include "project/project_check.h"
#include "project/qgis/project_qgis.h"
#include "project/qgis/qgis_set.h"
#include "port/proj/crs.h"
#include "port/read/row_reader.h"
#include "render/qgis/qgis.h"
#include "render/text/palette.h"

/* Fields of map tips, NULL-ended. */
static const char *const square_tip[] = {"population", "index", "class", "rank", "missing", NULL};
static const char *const change_tip[] = {"change", "q", "status", NULL};
static const char *const suggestion_tip[] = {"status", "p", "people", "stability", NULL};
static const char *const hotspot_tip[] = {"events", "people", "class", NULL};
static const char *const set_tip[] = {"category",  "population", "index_mean", "rank_percentile",
                                      "unga_0_15", "events",     "cells",      "people",
                                      "date",      "until",      "area",       NULL};

typedef struct qgis_builder {
    const lb_project *project;
    const lb_step_outcome *outcome;
    const lb_job *job;
    const lb_project_layers *layers;
    const char *grid; /* file name of the grid; NULL: there is none */
    char *renderer;   /* how the grid's own style draws it */
    char *made_renderer[LB_MADE_LAYERS];
    lb_recipe recipe; /* of the grid */
    const lb_table *square_table;
    lb_table made_table[LB_MADE_LAYERS]; /* their columns alone */
    lb_field_alias *square_alias, *made_alias[LB_MADE_LAYERS];
    lb_qgis_set *set; /* [sets]: areas and context, rings, events */
    size_t sets;
    lb_pen hotspot_pen[LB_HOTSPOT_KINDS];
    const char *hotspot_label[LB_HOTSPOT_KINDS];
    lb_error *err;
} qgis_builder;

static void clear_qgis(qgis_builder *m)
{
    for (size_t i = 0; m->set && i <= m->sets; i++) /* the last may be half made */
        lb_qgis_set_clear(&m->set[i]);
    free(m->set);
    free(m->renderer);
    free(m->square_alias);
    for (size_t k = 0; k < LB_MADE_LAYERS; k++) {
        free(m->made_renderer[k]);
        free(m->made_alias[k]);
        lb_table_clear(&m->made_table[k]);
    }
    lb_recipe_clear(&m->recipe);
}

static const char *in_language(const qgis_builder *m, const char *sv, const char *en)
{
    return m->job->english ? en : sv;
}

/* Of a style in QML its element renderer-v2. NULL: out of memory. */
static char *copy_renderer(const char *qml)
{
    static const char end[] = "</renderer-v2>";
    const char *from = qml ? strstr(qml, "<renderer-v2") : NULL;
    const char *to = from ? strstr(from, end) : NULL;
    lb_buf renderer = {0};
    if (to)
        lb_buf_append(&renderer, from, (size_t)(to - from) + strlen(end));
    return lb_buf_detach(&renderer);
}

/* The grid is drawn as its own QGIS style does. */
static lb_status find_grid(qgis_builder *m)
{
    if (!m->layers->grid)
        return LB_OK;
    const lb_step *step = &m->project->step[m->project->grid];
    const lb_square_layer *grid = lb_square_layer_find(m->layers->grid, m->job);
    LB_TRY(lb_recipe_load(lb_step_given(step, "recipe"), m->job, &m->recipe, m->err));
    m->grid = lb_step_find_value(step, "gpkg")->text->written;
    m->renderer = grid ? copy_renderer(grid->qml) : NULL;
    m->square_table = grid ? &grid->table : NULL;
    m->square_alias =
        grid ? lb_qgis_table_aliases(&grid->table, &m->recipe, square_tip, m->job->english) : NULL;
    return m->renderer && m->square_alias ? LB_OK : lb_error_memory(m->err);
}

/* How the layers of steps are called, drawn and shown beside the pointer. */
static const struct {
    const char *sv, *en, *command, *layer;
    char *(*style)(bool english);
    const char *tip; /* field of the heading, */
    const char *const *tip_fields;
} made_layer[LB_MADE_LAYERS] = {
    [LB_MADE_SUGGESTIONS] = {"Förslag (internt)", "Suggestions (internal)", "suggest", "forslag",
                             lb_suggest_style, "id", suggestion_tip},
    [LB_MADE_HOTSPOTS] = {"Händelser i rutor", "Events in squares", "hotspot", "hotspots",
                          lb_hotspot_style, "cell", hotspot_tip},
    [LB_MADE_CHANGE] = {"Förändring", "Change", "trend", "trend", lb_trend_style, "unit",
                        change_tip}};

/* The columns of a layer of a step in work/, without rows. */
static lb_status read_made_columns(qgis_builder *m, size_t k)
{
    lb_rows *rows;
    lb_buf source = {0};
    lb_buf_printf(&source, "%s/" LB_PROJECT_WORK "%s|layername=%s", m->project->dir,
                  m->layers->made[k], made_layer[k].layer);
    lb_status status =
        source.failed ? lb_error_memory(m->err) : lb_rows_open(source.text, NULL, &rows, m->err);
    lb_buf_clear(&source);
    if (status != LB_OK)
        return status;
    for (size_t c = 0; c < lb_rows_columns(rows); c++)
        lb_table_add_column(&m->made_table[k], lb_rows_column(rows, c), lb_rows_type(rows, c),
                            LB_UNIT_NONE);
    lb_rows_close(rows);
    return lb_table_status(&m->made_table[k]) == LB_OK ? LB_OK : lb_error_memory(m->err);
}

static lb_unit unit_of(const lb_column_note *note, lb_unit otherwise)
{
    return !note->unit                         ? otherwise
           : strcmp(note->unit, "people") == 0 ? LB_UNIT_COUNT
           : strcmp(note->unit, "share") == 0  ? LB_UNIT_SHARE
           : strcmp(note->unit, "km2") == 0    ? LB_UNIT_KM2
                                               : otherwise;
}

/* What the glossary has no word for is called by its meaning in the table of the step's command,
 * which has the units too: the layer's file has none. */
static lb_status name_made_columns(qgis_builder *m, size_t k)
{
    const lb_command *command = lb_command_find(made_layer[k].command);
    const lb_table *table = &m->made_table[k];
    lb_column_note *note =
        lb_command_column_notes(command, command->initial, m->job->english, NULL, NULL, table);
    if (!note)
        return lb_error_memory(m->err);
    for (size_t c = 0; c < table->columns; c++) {
        lb_field_alias *alias = &m->made_alias[k][c];
        alias->unit = unit_of(&note[c], alias->unit);
        if (note[c].meaning && strcmp(alias->text, alias->field) == 0)
            lb_text_print(alias->text, sizeof alias->text, "%s", note[c].meaning);
    }
    free(note);
    return LB_OK;
}

/* So are the layers of steps. */
static lb_status find_made(qgis_builder *m)
{
    for (size_t k = 0; k < LB_MADE_LAYERS; k++) {
        if (!m->layers->made[k])
            continue;
        LB_TRY(read_made_columns(m, k));
        char *style = made_layer[k].style(m->job->english);
        m->made_renderer[k] = style ? copy_renderer(style) : NULL;
        free(style);
        m->made_alias[k] = lb_qgis_table_aliases(&m->made_table[k], NULL, made_layer[k].tip_fields,
                                                 m->job->english);
        if (!m->made_renderer[k] || !m->made_alias[k])
            return lb_error_memory(m->err);
        LB_TRY(name_made_columns(m, k));
    }
    return LB_OK;
}

/* The table of a profile of the same areas, where there is one, else the source's attributes; a
 * category is spelled in one way, so that QGIS draws each area in its colour. */
static void make_table(lb_qgis_set *s)
{
    const lb_areas *a = &s->from->areas;
    lb_table_append(&s->table, s->from->figures ? s->from->figures : &a->attributes, "");
    if (a->categories == 0 || a->category_column == SIZE_MAX || s->table.failed ||
        s->table.column[a->category_column].type != LB_TEXT)
        return;
    for (size_t i = 0; i < a->shapes.count; i++)
        lb_table_set_text(&s->table, i, a->category_column, a->category_name[a->category[i]]);
}

/* A source that is areas and context too is drawn once, as areas. */
static lb_status add_areas(qgis_builder *m)
{
    for (size_t i = 0; i < m->layers->count; i++) {
        const lb_project_layer *from = &m->layers->layer[i];
        lb_qgis_set *s = &m->set[m->sets];
        if (from->context && from->repeated)
            continue;
        s->from = from;
        lb_qgis_set_name(m->set, m->sets++, from->areas.label, s->name);
        if (from->kind)
            snprintf(s->title, sizeof s->title, "%s",
                     in_language(m, "Var händelserna samlas", "Where events gather"));
        else if (lb_text_condition(from->source))
            lb_project_layer_name(from->areas.label, from->source, s->title);
        make_table(s);
        if (s->table.failed)
            return lb_error_memory(m->err);
    }
    return LB_OK;
}

/* One that has no rows is none. */
static void keep_points(qgis_builder *m, const char *label)
{
    lb_qgis_set *s = &m->set[m->sets];
    if (s->table.rows > 0) {
        lb_qgis_set_name(m->set, m->sets++, label, s->name);
        return;
    }
    lb_qgis_set_clear(s);
    *s = (lb_qgis_set){.from = NULL};
}

/* Did an earlier step that was done read the same events? */
static bool is_repeated(const qgis_builder *m, size_t step, const char *source)
{
    for (size_t s = 0; s < step; s++) {
        const char *other = lb_step_given(&m->project->step[s], "events");
        if (other && m->outcome[s].status == LB_OK && strcmp(other, source) == 0)
            return true;
    }
    return false;
}

/* The events of each source once, read as by the first step that does. */
static lb_status add_events(qgis_builder *m)
{
    for (size_t s = 0; s < m->project->steps; s++) {
        const char *source = lb_step_given(&m->project->step[s], "events");
        if (!source || m->outcome[s].status != LB_OK || is_repeated(m, s, source))
            continue;
        LB_TRY(
            lb_qgis_events_make(&m->project->step[s], m->layers, m->job, &m->set[m->sets], m->err));
        keep_points(m, "events");
    }
    return LB_OK;
}

static lb_status make_sets(qgis_builder *m)
{
    m->set = calloc(m->layers->count + m->project->steps + 2, sizeof *m->set);
    if (!m->set)
        return lb_error_memory(m->err);
    LB_TRY(add_areas(m));
    LB_TRY(lb_qgis_rings_make(m->layers, &m->recipe, m->job, &m->set[m->sets], m->err));
    keep_points(m, "rings");
    LB_TRY(add_events(m));
    for (size_t i = 0; i < m->sets; i++) {
        lb_qgis_set *s = &m->set[i];
        s->alias = lb_qgis_table_aliases(&s->table, NULL, set_tip, m->job->english);
        if (!s->alias)
            return lb_error_memory(m->err);
    }
    return LB_OK;
}

/* --- the files --- */

/* All sets as layers of one GeoPackage. */
static lb_status write_areas(const qgis_builder *m, const char *path)
{
    lb_layer_desc *layer = calloc(m->sets + 1, sizeof *layer);
    if (!layer)
        return lb_error_memory(m->err);
    for (size_t i = 0; i < m->sets; i++)
        layer[i] = (lb_layer_desc){.name = m->set[i].name,
                                   .crs = m->layers->crs,
                                   .table = &m->set[i].table,
                                   .shapes = m->set[i].from ? &m->set[i].from->areas.shapes : NULL,
                                   .point = m->set[i].point};
    const lb_file_about about = {
        .title = m->job->english ? "Areas, rings and events of the run"
                                 : "Körningens områden, ringar och händelser",
        .abstract = m->job->english ? "As they were read, for " LB_PROJECT_QGIS
                                    : "Som de lästes, för " LB_PROJECT_QGIS,
        .english = m->job->english};
    lb_status status = lb_gpkg_write(path, layer, m->sets, &about, m->err);
    free(layer);
    return status;
}

/* The name that a column of the source has in the layer; NULL: none. */
static const char *field_name(const lb_qgis_set *s, size_t column)
{
    return column == SIZE_MAX || column >= s->table.columns ? NULL : s->table.column[column].name;
}

/* Areas are drawn by category and named; context is drawn as on the printed map, without names. */
static void draw_areas(const qgis_builder *m, const lb_qgis_set *s, lb_qgis_layer *layer)
{
    const lb_areas *a = &s->from->areas;
    layer->tip = field_name(s, a->name_column);
    layer->pen = s->from->style.pen;
    layer->halo = !s->from->context;
    if (s->from->kind) {
        layer->field = "category";
        layer->category = (char *const *)lb_hotspot_kinds;
        layer->category_label = m->hotspot_label;
        layer->category_pen = m->hotspot_pen;
        layer->categories = LB_HOTSPOT_KINDS;
    } else if (!s->from->context) {
        layer->label = layer->tip;
        layer->field = field_name(s, a->category_column);
        layer->category = a->category_name;
        layer->categories = a->categories;
    }
}

/* Events are many: they are shown when they are chosen. */
static lb_qgis_layer layer_of(const qgis_builder *m, const lb_qgis_set *s)
{
    lb_qgis_layer layer = {.title = s->title[0] ? s->title : s->name,
                           .file = LB_PROJECT_AREAS,
                           .layer = s->name,
                           .pen = s->pen,
                           .points = !s->from,
                           .diameter = s->diameter,
                           .smallest_scale = s->smallest_scale,
                           .size = s->size[0] ? s->size : NULL,
                           .alias = s->alias,
                           .aliases = s->table.columns,
                           .hidden = !s->from && !s->size[0]};
    if (s->from)
        draw_areas(m, s, &layer);
    return layer;
}

/* From the topmost: areas, rings, events, hot spots, then layers of steps and squares, then
 * context. */
typedef enum set_place { PLACE_AREAS, PLACE_POINTS, PLACE_HOTSPOTS, PLACE_CONTEXT } set_place;

static set_place place_of(const lb_qgis_set *s)
{
    return !s->from           ? PLACE_POINTS
           : s->from->context ? PLACE_CONTEXT
           : s->from->kind    ? PLACE_HOTSPOTS
                              : PLACE_AREAS;
}

static size_t add_place(const qgis_builder *m, set_place place, lb_qgis_layer *layer)
{
    size_t n = 0;
    for (size_t i = 0; i < m->sets; i++)
        if (place_of(&m->set[i]) == place)
            layer[n++] = layer_of(m, &m->set[i]);
    return n;
}

/* Hidden until it is chosen, where there is something else to see. */
static lb_qgis_layer made_layer_of(const qgis_builder *m, size_t k)
{
    return (lb_qgis_layer){.title = in_language(m, made_layer[k].sv, made_layer[k].en),
                           .file = m->layers->made[k],
                           .layer = made_layer[k].layer,
                           .is_wgs84 = lb_text_ends_with(m->layers->made[k], ".geojson"),
                           .renderer = m->made_renderer[k],
                           .tip = made_layer[k].tip,
                           .alias = m->made_alias[k],
                           .aliases = m->made_table[k].columns,
                           .hidden = m->grid != NULL || k != LB_MADE_CHANGE};
}

/* All layers, the topmost first; how many. */
static size_t order_layers(const qgis_builder *m, lb_qgis_layer *layer)
{
    size_t n = add_place(m, PLACE_AREAS, layer);
    n += add_place(m, PLACE_POINTS, layer + n);
    n += add_place(m, PLACE_HOTSPOTS, layer + n);
    for (size_t k = 0; k < LB_MADE_LAYERS; k++)
        if (m->made_renderer[k])
            layer[n++] = made_layer_of(m, k);
    if (m->grid)
        layer[n++] = (lb_qgis_layer){.title = in_language(m, "Livsvillkor", "Living conditions"),
                                     .file = m->grid,
                                     .layer = "rutor",
                                     .renderer = m->renderer,
                                     .tip = "rutid",
                                     .alias = m->square_alias,
                                     .aliases = m->square_table->columns};
    return n + add_place(m, PLACE_CONTEXT, layer + n);
}

/* The grid, or without one the areas, with a margin of a twentieth of the mean side. */
static lb_box seen_box(const qgis_builder *m)
{
    lb_box box = m->layers->box;
    for (size_t i = 0; i < m->sets && !m->grid; i++)
        if (m->set[i].from)
            box = lb_box_union(box, lb_shapes_box_all(&m->set[i].from->areas.shapes));
    double margin = (box.xmax - box.xmin + box.ymax - box.ymin) / 40;
    return (lb_box){box.xmin - margin, box.ymin - margin, box.xmax + margin, box.ymax + margin};
}

static char *project_text(const qgis_builder *m, const char *wkt)
{
    lb_qgis_layer *layer = calloc(m->sets + 2 + LB_MADE_LAYERS, sizeof *layer);
    const char *note = "";
    if (!layer)
        return NULL;
    for (size_t i = 0; i < m->sets; i++)
        note = m->set[i].note[0] ? m->set[i].note : note;
    lb_qgis_project project = {.title = m->project->title ? m->project->title : "lagesbild",
                               .source = m->project->source,
                               .date = m->project->date,
                               .note = note,
                               .crs = m->layers->crs,
                               .wkt = wkt,
                               .box = seen_box(m),
                               .layer = layer,
                               .layers = order_layers(m, layer),
                               .english = m->job->english};
    char *text = lb_qgis_text(&project);
    free(layer);
    return text;
}

/* DIR/work/name, to be written whole or not at all. */
static lb_status add_output(const qgis_builder *m, const char *name, lb_atomic_files *outputs,
                            const lb_atomic_file **out)
{
    char *path = lb_project_path(m->project, LB_PROJECT_WORK, name);
    lb_status status = path ? lb_atomic_files_add(outputs, path, m->job->force, out, m->err)
                            : lb_error_memory(m->err);
    free(path);
    return status;
}

/* The .qgs file; its CRS stands there as WKT, which QGIS always reads. */
static lb_status write_project(const qgis_builder *m, const lb_atomic_file *qgs)
{
    char *wkt = NULL;
    lb_status status = lb_crs_wkt(m->layers->crs, &wkt, m->err);
    char *text = status == LB_OK ? project_text(m, wkt) : NULL;
    if (status == LB_OK)
        status =
            text ? lb_atomic_file_write(qgs, text, strlen(text), m->err) : lb_error_memory(m->err);
    free(text);
    free(wkt);
    return status;
}

static lb_status write_both(const qgis_builder *m)
{
    lb_atomic_files outputs = {0};
    const lb_atomic_file *qgs = NULL, *gpkg = NULL;
    lb_status status = add_output(m, LB_PROJECT_QGIS, &outputs, &qgs);
    if (status == LB_OK && m->sets > 0)
        status = add_output(m, LB_PROJECT_AREAS, &outputs, &gpkg);
    if (status == LB_OK)
        status = write_project(m, qgs);
    if (status == LB_OK && gpkg)
        status = write_areas(m, gpkg->temp);
    return lb_atomic_files_end(&outputs, status, m->err);
}

lb_status lb_project_write_qgis(const lb_project *project, const lb_step_outcome *outcome,
                                const lb_project_layers *layers, const lb_job *job, lb_error *err)
{
    qgis_builder m = {
        .project = project, .outcome = outcome, .job = job, .layers = layers, .err = err};
    for (size_t k = 0; k < LB_HOTSPOT_KINDS; k++) {
        m.hotspot_pen[k] = lb_palette_hotspot(k, 1);
        m.hotspot_label[k] =
            in_language(&m, lb_hotspot_kind_names[k].sv, lb_hotspot_kind_names[k].en);
    }
    lb_status status = find_grid(&m);
    if (status == LB_OK)
        status = find_made(&m);
    if (status == LB_OK)
        status = make_sets(&m);
    if (status == LB_OK && (m.grid || m.sets > 0))
        status = write_both(&m);
    clear_qgis(&m);
    return status;
}

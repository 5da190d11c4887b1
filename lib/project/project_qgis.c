/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas are copied to a GeoPackage of their own: a drawn area may have come as a table, in another
 * CRS, with a self-crossing edge, and the folder can then be given to others as it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/atomic_file.h"
#include "commands/trend/trend_tables.h"
#include "input/areas/hotspot_areas.h"
#include "input/grid/square_layer.h"
#include "project/project_check.h"
#include "project/project_qgis.h"
#include "port/proj/crs.h"
#include "port/vector/gpkg_write.h"
#include "render/qgis/qgis.h"
#include "render/text/palette.h"

/* A layer of the areas' GeoPackage. */
typedef struct qgis_set {
    const lb_project_layer *from;
    char name[200]; /* of the layer, unique */
    lb_table table; /* its attributes */
} qgis_set;

typedef struct qgis_builder {
    const lb_project *project;
    const lb_job *job;
    const lb_project_layers *layers;
    const char *grid; /* file name of the grid; NULL: there is none */
    char *renderer;   /* how the grid's own style draws it */
    char *change_renderer;
    qgis_set *set;
    size_t sets;
    lb_pen hotspot_pen[LB_HOTSPOT_KINDS];
    lb_error *err;
} qgis_builder;

static void clear_qgis(qgis_builder *m)
{
    for (size_t i = 0; i < m->sets; i++)
        lb_table_clear(&m->set[i].table);
    free(m->set);
    free(m->renderer);
    free(m->change_renderer);
}

/* Of a style in QML its element renderer-v2, and the names of fields behind it where there are any.
 * NULL: out of memory. */
static char *copy_renderer(const char *qml)
{
    static const char renderer_end[] = "</renderer-v2>", aliases_end[] = "</aliases>";
    const char *from = qml ? strstr(qml, "<renderer-v2") : NULL;
    const char *end = from && strstr(from, aliases_end) ? aliases_end : renderer_end;
    const char *to = from ? strstr(from, end) : NULL;
    lb_buf renderer = {0};
    if (to)
        lb_buf_append(&renderer, from, (size_t)(to - from) + strlen(end));
    return lb_buf_detach(&renderer);
}

/* The project draws grid and change as their own QGIS styles do. */
static lb_status find_renderers(qgis_builder *m)
{
    const lb_square_layer *grid =
        m->layers->grid ? lb_square_layer_find(m->layers->grid, m->job) : NULL;
    char *change = m->layers->change ? lb_trend_style(m->job->english) : NULL;
    m->change_renderer = change ? copy_renderer(change) : NULL;
    free(change);
    m->renderer = grid ? copy_renderer(grid->qml) : NULL;
    if (m->layers->grid)
        m->grid = lb_step_find_value(&m->project->step[m->project->grid], "gpkg")->text->written;
    bool complete = (!m->layers->grid || m->renderer) && (!m->layers->change || m->change_renderer);
    return complete ? LB_OK : lb_error_memory(m->err);
}

/* Two sources of one label are two layers: "areas", "areas_2". */
static void name_set(const qgis_builder *m, qgis_set *s)
{
    const char *label = s->from->areas.label;
    size_t same = 0;
    for (size_t i = 0; i < m->sets; i++)
        same += strcmp(m->set[i].from->areas.label, label) == 0;
    if (same > 0)
        snprintf(s->name, sizeof s->name, "%.150s_%zu", label, same + 1);
    else
        snprintf(s->name, sizeof s->name, "%.150s", label);
}

/* The table of a profile of the same areas, where there is one, else the source's attributes; a
 * category is spelled in one way, so that QGIS draws each area in its colour. */
static void make_table(qgis_set *s)
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
static lb_status make_sets(qgis_builder *m)
{
    m->set = calloc(m->layers->count + 1, sizeof *m->set);
    if (!m->set)
        return lb_error_memory(m->err);
    for (size_t i = 0; i < m->layers->count; i++) {
        const lb_project_layer *from = &m->layers->layer[i];
        qgis_set *s = &m->set[m->sets];
        if (from->context && from->repeated)
            continue;
        s->from = from;
        name_set(m, s);
        make_table(s);
        m->sets++;
        if (s->table.failed)
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
                                   .shapes = &m->set[i].from->areas.shapes};
    const lb_file_about about = {
        .title = m->job->english ? "Areas of the run" : "Körningens områden",
        .abstract = m->job->english ? "The areas as they were read, for " LB_PROJECT_QGIS
                                    : "Områdena som de lästes, för " LB_PROJECT_QGIS,
        .english = m->job->english};
    lb_status status = lb_gpkg_write(path, layer, m->sets, &about, m->err);
    free(layer);
    return status;
}

/* The name that a column of the source has in the layer; NULL: none. */
static const char *field_name(const qgis_set *s, size_t column)
{
    return column == SIZE_MAX || column >= s->table.columns ? NULL : s->table.column[column].name;
}

/* Areas are drawn by category and named; context is drawn as on the printed map, without names. */
static lb_qgis_layer layer_of(const qgis_builder *m, const qgis_set *s)
{
    const lb_areas *a = &s->from->areas;
    bool context = s->from->context;
    if (s->from->kind)
        return (lb_qgis_layer){.title = m->job->english ? "Where events gather"
                                                        : "Var händelserna samlas",
                               .file = LB_PROJECT_AREAS,
                               .layer = s->name,
                               .field = "category",
                               .category = (char *const *)lb_hotspot_kinds,
                               .categories = LB_HOTSPOT_KINDS,
                               .category_pen = m->hotspot_pen};
    return (lb_qgis_layer){.title = s->name,
                           .file = LB_PROJECT_AREAS,
                           .layer = s->name,
                           .label = context ? NULL : field_name(s, a->name_column),
                           .field = context ? NULL : field_name(s, a->category_column),
                           .category = a->category_name,
                           .categories = context ? 0 : a->categories,
                           .pen = s->from->style.pen};
}

/* Areas on top of hot spots, these on change and squares, squares on context; the view is the
 * areas, or the grid, with a margin of a twentieth of the mean side. */
static char *project_text(const qgis_builder *m, const char *wkt)
{
    lb_box box = lb_box_empty();
    size_t n = 0;
    lb_qgis_layer *layer = calloc(m->sets + 3, sizeof *layer);
    if (!layer)
        return NULL;
    for (int hotspots = 0; hotspots <= 1; hotspots++)
        for (size_t i = 0; i < m->sets; i++)
            if (!m->set[i].from->context && (m->set[i].from->kind != NULL) == hotspots) {
                layer[n++] = layer_of(m, &m->set[i]);
                box = lb_box_union(box, lb_shapes_box_all(&m->set[i].from->areas.shapes));
            }
    if (m->change_renderer)
        layer[n++] = (lb_qgis_layer){.title = m->job->english ? "Change" : "Förändring",
                                     .file = m->layers->change,
                                     .layer = "trend",
                                     .renderer = m->change_renderer,
                                     .hidden = m->grid != NULL};
    if (m->grid)
        layer[n++] = (lb_qgis_layer){.title = m->job->english ? "Living conditions" : "Livsvillkor",
                                     .file = m->grid,
                                     .layer = "rutor",
                                     .renderer = m->renderer};
    for (size_t i = 0; i < m->sets; i++)
        if (m->set[i].from->context)
            layer[n++] = layer_of(m, &m->set[i]);
    if (lb_box_is_empty(box))
        box = m->layers->box;
    double margin = (box.xmax - box.xmin + box.ymax - box.ymin) / 40;
    box = (lb_box){box.xmin - margin, box.ymin - margin, box.xmax + margin, box.ymax + margin};
    lb_qgis_project project = {
        m->project->title ? m->project->title : "lagesbild", m->layers->crs, wkt, box, layer, n};
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

lb_status lb_project_write_qgis(const lb_project *project, const lb_project_layers *layers,
                                const lb_job *job, lb_error *err)
{
    qgis_builder m = {.project = project, .job = job, .layers = layers, .err = err};
    for (size_t k = 0; k < LB_HOTSPOT_KINDS; k++)
        m.hotspot_pen[k] = lb_palette_hotspot(k, 1);
    lb_status status = find_renderers(&m);
    if (status == LB_OK)
        status = make_sets(&m);
    if (status == LB_OK && (m.grid || m.sets > 0))
        status = write_both(&m);
    clear_qgis(&m);
    return status;
}

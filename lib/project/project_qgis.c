/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas are copied to a GeoPackage of their own: a drawn area may have come as a table, in another
 * CRS, with a self-crossing edge, and the folder can then be given to others as it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/atomic_file.h"
#include "base/swedish_text.h"
#include "input/areas/areas.h"
#include "input/grid/grid_read.h"
#include "commands/map/map_spec.h"
#include "project/project_check.h"
#include "project/project_qgis.h"
#include "port/proj/crs.h"
#include "port/vector/gpkg_write.h"
#include "port/read/row_reader.h"
#include "render/text/palette.h"
#include "render/qgis/qgis.h"

/* A set of areas, or of what lies under. */
typedef struct area_set {
    char spec[4096], layer[200];
    lb_areas areas;
    lb_table table;
    lb_pen pen;
    bool context;
} area_set;

typedef struct qgis_builder {
    const lb_project *project;
    const lb_step_outcome *outcome;
    lb_job quiet;
    char *crs, *renderer; /* of the grid; NULL: there is none */
    const char *gpkg;     /* the grid's file name */
    lb_box box;           /* of the grid */
    area_set *area_set;
    size_t sets;
    lb_error *err;
} qgis_builder;

static void clear_qgis(qgis_builder *m)
{
    for (size_t i = 0; i < m->sets; i++) {
        lb_areas_clear(&m->area_set[i].areas);
        lb_table_clear(&m->area_set[i].table);
    }
    free(m->area_set);
    free(m->crs);
    free(m->renderer);
}

/* --- the grid: drawn as its own file says --- */

static lb_status find_renderer(qgis_builder *m, lb_rows *rows)
{
    static const char end[] = "</renderer-v2>";
    const lb_row *row;
    size_t column = lb_rows_find_named(rows, "styleQML");
    lb_status status;
    while ((status = lb_rows_next(rows, &row, m->err)) == LB_OK && row) {
        char *qml =
            column == SIZE_MAX || m->renderer ? NULL : lb_csv_value_text(&row->field[column]);
        const char *from = qml ? strstr(qml, "<renderer-v2") : NULL;
        const char *to = from ? strstr(from, end) : NULL;
        lb_buf renderer = {0};
        bool found = to != NULL;
        if (found) {
            lb_buf_append(&renderer, from, (size_t)(to - from) + strlen(end));
            m->renderer = lb_buf_detach(&renderer);
        }
        free(qml);
        if (found && !m->renderer)
            return lb_error_memory(m->err);
    }
    return status;
}

static lb_status read_renderer(qgis_builder *m, const char *file)
{
    lb_buf source = {0};
    lb_rows *rows = NULL;
    lb_buf_printf(&source, "%s|layername=layer_styles", file);
    lb_status status = source.failed ? lb_error_memory(m->err)
                                     : lb_rows_open(source.text, m->quiet.log, &rows, m->err);
    lb_buf_clear(&source);
    if (status == LB_OK)
        status = find_renderer(m, rows);
    lb_rows_close(rows);
    return status;
}

static lb_status read_grid(qgis_builder *m)
{
    lb_grid_values values;
    size_t g = m->project->grid;
    if (g == SIZE_MAX || m->outcome[g].status != LB_OK)
        return LB_OK;
    const lb_step_value *gpkg = lb_step_find_value(&m->project->step[g], "gpkg");
    const char *file = gpkg->text->given;
    m->gpkg = gpkg->text->written;
    lb_status status = lb_grid_values_read(file, NULL, 0, &m->quiet, &values, m->err);
    if (status != LB_OK)
        return status;
    m->crs = lb_text_copy(values.crs);
    m->box = lb_grid_box(&values.grid);
    lb_grid_values_clear(&values);
    return m->crs ? read_renderer(m, file) : lb_error_memory(m->err);
}

/* --- the areas --- */

static const char *crs_of(const qgis_builder *m)
{
    return m->crs ? m->crs : m->quiet.crs ? m->quiet.crs : "EPSG:3006";
}

static const char *text_of(const lb_step *step, const char *name)
{
    const lb_step_value *value = lb_step_find_value(step, name);
    return value ? value->text->given : NULL;
}

/* A set that two steps use is one layer; two sets of one label are two. */
static bool has_spec(const qgis_builder *m, const char *spec)
{
    for (size_t i = 0; i < m->sets; i++)
        if (strcmp(m->area_set[i].spec, spec) == 0)
            return true;
    return false;
}

static void name_layer(const qgis_builder *m, area_set *s)
{
    size_t same = 0;
    for (size_t i = 0; i < m->sets; i++)
        same += strcmp(m->area_set[i].areas.label, s->areas.label) == 0;
    if (same > 0)
        snprintf(s->layer, sizeof s->layer, "%.150s_%zu", s->areas.label, same + 1);
    else
        snprintf(s->layer, sizeof s->layer, "%.150s", s->areas.label);
}

/* With the figures of a profile of the same areas, where there is one; one spelling a category, so
 * that each is drawn. */
static void make_table(const qgis_builder *m, area_set *s)
{
    const lb_areas *a = &s->areas;
    const lb_table *profile =
        lb_project_find_profile(m->project, m->outcome, s->spec, a->shapes.count);
    lb_table_append(&s->table, profile ? profile : &a->attributes, "");
    if (a->categories == 0 || a->category_column == SIZE_MAX || s->table.failed ||
        s->table.column[a->category_column].type != LB_TEXT)
        return;
    for (size_t i = 0; i < a->shapes.count; i++)
        lb_table_set_text(&s->table, i, a->category_column, a->category_name[a->category[i]]);
}

static lb_status add_set(qgis_builder *m, const lb_step *step, const lb_step_value *value, size_t i)
{
    area_set *s = &m->area_set[m->sets];
    bool own = strcmp(value->option->name, "areas") == 0;
    lb_area_fields fields = {own ? text_of(step, "name") : NULL,
                             own ? text_of(step, "category") : NULL, text_of(step, "priority")};
    lb_source_part part = lb_option_source_part(value->option, value->text[i].given);
    snprintf(s->spec, sizeof s->spec, "%.*s", (int)part.end, value->text[i].given);
    if (has_spec(m, s->spec))
        return LB_OK;
    lb_status status = lb_areas_read(s->spec, &fields, crs_of(m), &m->quiet, &s->areas, m->err);
    if (status != LB_OK)
        return status;
    lb_context_spec spec = {.label = ""};
    s->context = !own;
    s->pen = lb_palette_outline(0, 1);
    if (s->context && lb_context_parse(value->text[i].given, &spec, m->err) == LB_OK)
        s->pen = spec.pen;
    name_layer(m, s);
    make_table(m, s);
    m->sets++;
    return s->table.failed ? lb_error_memory(m->err) : LB_OK;
}

/* What has no polygons cannot be drawn so and is not missed, as on the page. */
static lb_status read_sets(qgis_builder *m, const char *option)
{
    for (size_t s = 0; s < m->project->steps; s++) {
        const lb_step *step = &m->project->step[s];
        const lb_step_value *value = lb_step_find_value(step, option);
        for (size_t i = 0; value && m->outcome[s].status == LB_OK && i < value->texts; i++)
            if (add_set(m, step, value, i) == LB_E_MEMORY)
                return LB_E_MEMORY;
    }
    return LB_OK;
}

static lb_status reserve_sets(qgis_builder *m)
{
    size_t capacity = 1;
    for (size_t s = 0; s < m->project->steps; s++)
        for (size_t v = 0; v < m->project->step[s].values; v++)
            capacity += m->project->step[s].value[v].texts;
    m->area_set = calloc(capacity, sizeof *m->area_set);
    return m->area_set ? LB_OK : lb_error_memory(m->err);
}

/* --- the files --- */

static lb_status write_areas(const qgis_builder *m, const char *path)
{
    lb_layer_desc *layer = calloc(m->sets + 1, sizeof *layer);
    if (!layer)
        return lb_error_memory(m->err);
    for (size_t i = 0; i < m->sets; i++)
        layer[i] = (lb_layer_desc){.name = m->area_set[i].layer,
                                   .crs = crs_of(m),
                                   .table = &m->area_set[i].table,
                                   .shapes = &m->area_set[i].areas.shapes};
    lb_status status = lb_gpkg_write(path, layer, m->sets, NULL, m->err);
    free(layer);
    return status;
}

static const char *field_name(const area_set *s, size_t column)
{
    return column == SIZE_MAX || column >= s->table.columns ? NULL : s->table.column[column].name;
}

static lb_qgis_layer layer_of(const area_set *s)
{
    const lb_areas *a = &s->areas;
    return (lb_qgis_layer){.title = s->layer,
                           .file = LB_PROJECT_AREAS,
                           .layer = s->layer,
                           .label = s->context ? NULL : field_name(s, a->name_column),
                           .field = s->context ? NULL : field_name(s, a->category_column),
                           .category = a->category_name,
                           .categories = s->context ? 0 : a->categories,
                           .pen = s->pen};
}

/* Areas on top of squares, squares on what lies under. */
static char *project_text(const qgis_builder *m, const char *crs, const char *wkt)
{
    lb_box box = lb_box_empty();
    size_t n = 0;
    lb_qgis_layer *layer = calloc(m->sets + 2, sizeof *layer);
    if (!layer)
        return NULL;
    for (size_t i = 0; i < m->sets; i++)
        if (!m->area_set[i].context) {
            layer[n++] = layer_of(&m->area_set[i]);
            box = lb_box_union(box, lb_shapes_box_all(&m->area_set[i].areas.shapes));
        }
    if (m->gpkg)
        layer[n++] =
            (lb_qgis_layer){.title = m->quiet.english ? "Living conditions" : "Livsvillkor",
                            .file = m->gpkg,
                            .layer = "rutor",
                            .renderer = m->renderer};
    for (size_t i = 0; i < m->sets; i++)
        if (m->area_set[i].context)
            layer[n++] = layer_of(&m->area_set[i]);
    if (lb_box_is_empty(box))
        box = m->box;
    double margin = (box.xmax - box.xmin + box.ymax - box.ymin) / 40;
    box = (lb_box){box.xmin - margin, box.ymin - margin, box.xmax + margin, box.ymax + margin};
    lb_qgis_project project = {
        m->project->title ? m->project->title : "lagesbild", crs, wkt, box, layer, n};
    char *text = lb_qgis_text(&project);
    free(layer);
    return text;
}

static lb_status add_output(const qgis_builder *m, const char *name, lb_atomic_files *outputs,
                            const lb_atomic_file **out)
{
    char *path = lb_project_path(m->project, name);
    lb_status status = path ? lb_atomic_files_add(outputs, path, m->quiet.force, out, m->err)
                            : lb_error_memory(m->err);
    free(path);
    return status;
}

static lb_status write_project(const qgis_builder *m, const lb_atomic_file *qgs)
{
    char *wkt = NULL;
    lb_status status = lb_crs_wkt(crs_of(m), &wkt, m->err);
    char *text = status == LB_OK ? project_text(m, crs_of(m), wkt) : NULL;
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
                                const lb_job *job, lb_error *err)
{
    qgis_builder m = {.project = project, .outcome = outcome, .quiet = *job, .err = err};
    m.quiet.log = NULL;
    lb_status status = reserve_sets(&m);
    if (status == LB_OK)
        status = read_grid(&m);
    if (status == LB_OK)
        status = read_sets(&m, "areas");
    if (status == LB_OK)
        status = read_sets(&m, "context");
    if (status == LB_OK && (m.gpkg || m.sets > 0))
        status = write_both(&m);
    clear_qgis(&m);
    return status;
}

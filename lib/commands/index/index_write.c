/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of `index`: GeoTIFF of index, class, groups and population with its QGIS style,
 * GeoTIFF of classes, GeoPackage, provenance; all appear or none (docs/formats.md). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command_list.h"
#include "command/column_notes.h"
#include "command/option_provenance.h"
#include "base/async_task.h"
#include "base/atomic_file.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/index/index_write.h"
#include "input/grid/square_layer.h"
#include "output/table_file.h"
#include "port/raster/raster_write.h"
#include "render/page/glossary_values.h"
#include "render/qgis/qml_sld.h"

/* What all the files share. */
typedef struct index_writer {
    const lb_index_data *data;
    const lb_index_options *options;
    const lb_job *job;
    lb_atomic_files outputs;
    const lb_atomic_file *tif, *qml, *gpkg, *class_tif, *provenance; /* NULL: not asked for */
    lb_shapes shapes;                                                /* of the squares, for gpkg */
    lb_square_layer layer;                                           /* the rest of it */
    char *json;                                                      /* provenance as one text */
    lb_file_about about;                                             /* with it */
    char **items;                                                    /* and as GeoTIFF items */
} index_writer;

static void add_balance(const index_writer *w, lb_provenance *p)
{
    lb_provenance_balance(p, "squares", (double)w->data->squares.count);
    lb_provenance_balance(p, "squares_with_index", (double)w->data->index.passed);
    lb_provenance_balance(p, "people_read", w->data->people_read);
    lb_provenance_balance(p, "people_on_map", w->data->people_on_map);
    lb_provenance_balance(p, "people_in_remainders", w->data->people_without_cell);
}

static lb_status make_provenance(index_writer *w, lb_error *err)
{
    lb_provenance p = {0};
    lb_provenance_begin(&p, &lb_index_command, w->options, w->job);
    lb_provenance_recipe(&p, lb_recipe_to_yaml(&w->data->recipe));
    lb_join_to_provenance(&LB_JOIN_OPTIONS(w->options), &w->data->join_report, &p);
    add_balance(w, &p);
    lb_status status = lb_provenance_json(&p, &w->json, err);
    if (status == LB_OK)
        status = lb_provenance_items(&p, &w->items, err);
    w->about = p.about;
    w->about.provenance = w->json;
    lb_provenance_clear(&p);
    return status;
}

/* Least and greatest index end the legend's outer classes; squares whose class is not firm under
 * noise are hatched. */
static lb_style_options style_options(const index_writer *w)
{
    static const char not_firm[] = "&quot;class_firm&quot; &lt; 0.9"; /* LB_FIRM_CLASS */
    const lb_index *index = &w->data->index;
    lb_style_options style = {.classes = w->data->recipe.classes,
                              .colours = w->data->recipe.colour,
                              .breaks = index->breaks,
                              .min = INFINITY,
                              .max = -INFINITY,
                              .lined = true,
                              .minimum = w->data->recipe.minimum_population,
                              .hatch_where = index->firm ? not_firm : NULL,
                              .english = w->job->english};
    for (size_t i = 0; i < index->count; i++) {
        if (!isnan(index->index[i])) {
            style.min = fmin(style.min, index->index[i]);
            style.max = fmax(style.max, index->index[i]);
        }
    }
    return style;
}

/* The variables that the recipe gives a label or a unit, as the style's aliases and the titles of
 * the layer's columns (title[columns]); NULL: out of memory. The caller frees. */
static lb_field_alias *name_columns(const index_writer *w, const lb_table *table,
                                    const char **title, size_t *count)
{
    const lb_recipe *recipe = &w->data->recipe;
    lb_field_alias *alias = calloc(recipe->variables + 1, sizeof *alias);
    for (size_t v = 0; alias && v < recipe->variables; v++) {
        const lb_variable *variable = &recipe->variable[v];
        lb_field_alias *to = &alias[*count];
        if (!lb_recipe_text(variable->label).sv && !lb_recipe_text(variable->unit).sv)
            continue;
        to->field = variable->name;
        lb_glossary_write_caption(variable, w->job->english, to->text);
        title[lb_square_layer_column(table, variable->name)] = to->text;
        ++*count;
    }
    return alias;
}

/* The layer with its QGIS and SLD styles and the provenance inside the GeoPackage, so that neither
 * is lost when the file is sent on. */
static lb_status write_layer(index_writer *w, lb_style_options *style, const char *const *title,
                             lb_error *err)
{
    char *qml = lb_style_vector_qml(style), *sld = lb_style_vector_sld(style);
    lb_column_note *note = lb_command_column_notes(&lb_index_command, w->options, w->job->english,
                                                   w->options->gpkg, "rutor", &w->layer.table);
    lb_status status = qml && sld && note ? LB_OK : lb_error_memory(err);
    if (status == LB_OK) {
        lb_layer_desc layer = {.name = "rutor",
                               .crs = w->data->recipe.crs,
                               .table = &w->layer.table,
                               .title = title,
                               .note = note,
                               .shapes = &w->shapes,
                               .style_name = "livsvillkor",
                               .style_qml = qml,
                               .style_sld = sld};
        status = lb_layers_write(w->gpkg, &layer, 1, &w->about, err);
    }
    w->layer.qml = qml;
    free(note);
    free(sld);
    return status;
}

static lb_status write_gpkg(index_writer *w, lb_error *err)
{
    lb_style_options style = style_options(w);
    if (lb_square_layer_table(&w->data->recipe, &w->data->squares, &w->data->index,
                              &w->layer.table) != LB_OK)
        return lb_error_memory(err);
    const char **title = calloc(w->layer.table.columns + 1, sizeof *title);
    lb_field_alias *alias = title ? name_columns(w, &w->layer.table, title, &style.aliases) : NULL;
    style.alias = alias;
    lb_status status =
        alias ? write_layer(w, &style, style.aliases ? title : NULL, err) : lb_error_memory(err);
    if (!w->job->cache) /* no step follows: the rasters may still take a while */
        lb_table_clear(&w->layer.table);
    free(title);
    free(alias);
    return status;
}

/* Hands the layer on to the steps after this one. A CRS that is no code may come back from the file
 * in other words: such a file is read. */
static void keep_layer(index_writer *w)
{
    size_t count = w->data->squares.count;
    if (!w->job->cache || !w->gpkg || strncmp(w->data->recipe.crs, "EPSG:", 5) != 0)
        return;
    w->layer.crs = lb_text_copy(w->data->recipe.crs);
    w->layer.square = malloc((count + 1) * sizeof *w->layer.square);
    if (w->layer.square)
        memcpy(w->layer.square, w->data->squares.square, count * sizeof *w->layer.square);
    w->layer.recipe = lb_recipe_to_yaml(&w->data->recipe);
    lb_square_layer_keep(&w->layer, w->options->gpkg, w->job);
}

/* Steps that publish figures of the raster read the squares that it was made of, kept or not. */
static lb_status note_raster(const index_writer *w, lb_error *err)
{
    if (!w->options->tif || !w->options->gpkg)
        return LB_OK;
    lb_status status = lb_square_layer_alias(w->options->tif, w->options->gpkg, w->job);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

static lb_status write_qml(const index_writer *w, lb_error *err)
{
    lb_style_options style = style_options(w);
    char *qml = lb_style_raster_qml(&style);
    if (!qml)
        return lb_error_memory(err);
    lb_status status = lb_atomic_file_write(w->qml, qml, strlen(qml), err);
    free(qml);
    return status;
}

/* Of a square without an index no figure but its people is shown. */
static void fill_classes(const lb_index_data *data, double *out)
{
    for (size_t i = 0; i < data->squares.count; i++)
        out[i] = data->index.class_of[i] ? data->index.class_of[i] : (double)NAN;
}

static void fill_group(const lb_index_data *data, size_t group, double *out)
{
    for (size_t i = 0; i < data->squares.count; i++)
        out[i] = isnan(data->index.index[i]) ? (double)NAN : data->index.group[group][i];
}

/* People of each of a square's cells. */
static void fill_people(const lb_index_data *data, double *out)
{
    for (size_t i = 0; i < data->squares.count; i++)
        out[i] = data->squares.population[i] / data->fill.count[i];
}

static size_t count_bands(const lb_index_data *data)
{
    return data->recipe.groups + (data->index.sd ? 5 : 3);
}

/* Values by square, from which each cell takes its own; `room` is for those of class, groups and
 * people. The order of bands is a promise (lagesbild-index(1)): index, class, groups, population,
 * and with noise two more. */
static lb_status write_bands(const index_writer *w, double *room, lb_band_desc *band, lb_error *err)
{
    const lb_index_data *data = w->data;
    size_t groups = data->recipe.groups, squares = data->squares.count;
    band[0] = (lb_band_desc){.name = "index", .value = data->index.index};
    band[1] = (lb_band_desc){.name = "class", .value = room, .is_class = true};
    fill_classes(data, room);
    for (size_t g = 0; g < groups; g++) {
        room += squares;
        band[2 + g] = (lb_band_desc){.name = data->recipe.group[g].name, .value = room};
        fill_group(data, g, room);
    }
    room += squares;
    band[2 + groups] = (lb_band_desc){.name = "population", .value = room};
    fill_people(data, room);
    if (data->index.sd) {
        band[3 + groups] = (lb_band_desc){.name = "index_sd", .value = data->index.sd};
        band[4 + groups] = (lb_band_desc){.name = "class_firm", .value = data->index.firm};
    }
    lb_raster_desc raster = {.grid = data->fill.grid,
                             .crs = data->recipe.crs,
                             .cells = data->fill.cells,
                             .cell = data->fill.cell,
                             .place = data->fill.square,
                             .bands = count_bands(data),
                             .band = band,
                             .metadata = w->items,
                             .threads = w->job->threads};
    return lb_raster_write(w->tif->temp, &raster, err);
}

static lb_status write_tif(const index_writer *w, lb_error *err)
{
    size_t rows = w->data->recipe.groups + 2;
    double *room = malloc((w->data->squares.count + 1) * rows * sizeof *room);
    lb_band_desc *band = calloc(count_bands(w->data), sizeof *band);
    lb_status status = room && band ? LB_OK : lb_error_memory(err);
    if (status == LB_OK)
        status = write_bands(w, room, band, err);
    if (status == LB_OK)
        status = write_qml(w, err);
    free(room);
    free(band);
    return status;
}

/* One byte a cell with a colour table, for programs that show a raster as it is. */
static lb_status write_class_tif(const index_writer *w, lb_error *err)
{
    const lb_square_allocation *fill = &w->data->fill;
    uint8_t *class_of = malloc(fill->cells + 1);
    lb_status status = class_of ? LB_OK : lb_error_memory(err);
    if (status == LB_OK) {
        for (size_t c = 0; c < fill->cells; c++)
            class_of[c] = w->data->index.class_of[fill->square[c]];
        lb_class_raster_desc raster = {fill->grid,
                                       w->data->recipe.crs,
                                       fill->cells,
                                       fill->cell,
                                       class_of,
                                       w->data->recipe.classes,
                                       w->data->recipe.colour,
                                       w->items};
        status = lb_class_raster_write(w->class_tif->temp, &raster, err);
    }
    free(class_of);
    return status;
}

static lb_status add_output(index_writer *w, const char *path, const lb_atomic_file **out,
                            lb_error *err)
{
    return path ? lb_atomic_files_add(&w->outputs, path, w->job->force, out, err) : LB_OK;
}

/* Every name is claimed before anything is written; OUT.qml is OUT.tif's style. */
static lb_status add_outputs(index_writer *w, lb_error *err)
{
    char qml[4096];
    const lb_index_options *o = w->options;
    LB_TRY(add_output(w, o->tif, &w->tif, err));
    if (o->tif) {
        const char *dot = strrchr(lb_text_base_name(o->tif), '.');
        snprintf(qml, sizeof qml, "%.*s.qml", (int)(dot ? (size_t)(dot - o->tif) : strlen(o->tif)),
                 o->tif);
        LB_TRY(add_output(w, qml, &w->qml, err));
    }
    LB_TRY(add_output(w, o->gpkg, &w->gpkg, err));
    LB_TRY(add_output(w, o->class_tif, &w->class_tif, err));
    return add_output(w, o->provenance, &w->provenance, err);
}

static lb_status write_rasters(const index_writer *w, lb_error *err)
{
    lb_status status = w->tif ? write_tif(w, err) : LB_OK;
    return status == LB_OK && w->class_tif ? write_class_tif(w, err) : status;
}

/* A task beside the rasters. */
typedef struct table_task {
    index_writer *writer;
    lb_status status;
    lb_error err;
} table_task;

/* The layer is on the disk when the rasters are done. */
static lb_status write_outlines(index_writer *w, lb_error *err)
{
    if (!w->gpkg)
        return LB_OK;
    LB_TRY(lb_square_outlines(w->data, &w->shapes, err));
    LB_TRY(write_gpkg(w, err));
    return lb_atomic_file_flush(w->gpkg, err);
}

static void write_table(void *udata)
{
    table_task *task = udata;
    task->status = write_outlines(task->writer, &task->err);
}

/* Rasters and table side by side: each has a dataset, an error and a temporary file of its own. The
 * table has a thread of its own, no share of a loop, so that GDAL compresses blocks by all cores.
 */
static lb_status write_all(index_writer *w, lb_error *err)
{
    table_task table = {.writer = w};
    lb_async_task beside;
    lb_async_task_start(&beside, w->job->threads, write_table, &table);
    lb_status raster = write_rasters(w, err);
    lb_async_task_finish(&beside);
    if (raster != LB_OK)
        return raster;
    if (table.status != LB_OK)
        return lb_error_set(err, table.status, "%s", table.err.text);
    return w->provenance ? lb_atomic_file_write(w->provenance, w->json, strlen(w->json), err)
                         : LB_OK;
}

/* All files appear together or none does. The layer is kept for later steps only after that. */
lb_status lb_index_write(const lb_index_data *data, const lb_index_options *options,
                         const lb_job *job, lb_error *err)
{
    index_writer w = {.data = data, .options = options, .job = job};
    if (!options->tif && !options->gpkg && !options->class_tif && !options->provenance)
        return LB_OK;
    lb_status status = make_provenance(&w, err);
    if (status == LB_OK)
        status = add_outputs(&w, err);
    if (status == LB_OK)
        status = write_all(&w, err);
    status = lb_atomic_files_end(&w.outputs, status, err);
    if (status == LB_OK) {
        if (options->gpkg)
            lb_table_file_warn(options->gpkg, &w.shapes, job->log);
        keep_layer(&w);
        status = note_raster(&w, err);
    }
    lb_provenance_items_free(w.items);
    lb_square_layer_clear(&w.layer);
    lb_shapes_clear(&w.shapes);
    free(w.json);
    return status;
}

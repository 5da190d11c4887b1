/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `map`: reads grid, areas and context, chooses what is seen and on which page, writes the texts,
 * and hands all of it as lb_map_model to render/map/map_layout, whose drawing becomes the picture.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/map.h>
#include <lagesbild/page.h>
#include <lagesbild/picture.h>
#include "base/array.h"
#include "command/option_provenance.h"
#include "command/command_list.h"
#include "command/output_check.h"
#include "base/atomic_file.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/areas/hotspot_areas.h"
#include "input/grid/square_changes.h"
#include "commands/map/ring_set.h"
#include "output/provenance.h"
#include "port/proj/scale.h"
#include "port/proj/crs.h"
#include "port/cairo/cairo_render.h"
#include "port/read/linework_read.h"
#include "render/map/map_layout.h"
#include "render/page/glossary_values.h"
#include "render/text/palette.h"
#include "input/areas/topology_report.h"
#include "input/overlay/empty_areas.h"

static const double MIN_CELL_POINTS = 1.13; /* points, 0.4 mm; smaller cells are merged */
static const double MIN_RING_POINTS = 5.5;  /* points of the block a ring stands for */
static const double MIN_MARGIN_M = 500;     /* metres around an area */

enum { TEXT_SIZE = 1000 };

/* A layer of context, read. */
typedef struct context {
    lb_context_spec spec;
    lb_linework strokes;
    char **label;
} context;

/* A map under way: what the model points to is owned here. */
typedef struct map_builder {
    const lb_map_options *options;
    const lb_job *job;
    lb_map_grid grid;
    lb_ring_set rings;
    lb_areas areas;
    const char **category; /* [areas.categories], in the map's language */
    lb_hotspot_areas hotspots;
    const char *hotspot_kind[LB_HOTSPOT_KINDS]; /* in the map's language */
    context *context;
    lb_map_backdrop *backdrop;
    char title[TEXT_SIZE], subtitle[TEXT_SIZE], source[2 * TEXT_SIZE], legend[LB_CAPTION_SIZE],
        note[400];
    char ring_title[200], ring_note[300];
    const char *change_name[LB_CHANGE_CLASSES]; /* in the map's language */
    lb_map_model model;
    lb_error *err;
} map_builder;

static void clear_map(map_builder *m)
{
    for (size_t i = 0; m->context && i < m->options->contexts; i++) {
        lb_array_free(m->context[i].label, m->context[i].strokes.count);
        lb_linework_clear(&m->context[i].strokes);
    }
    free(m->category);
    free(m->context);
    free(m->backdrop);
    lb_map_grid_clear(&m->grid);
    lb_ring_set_clear(&m->rings);
    lb_areas_clear(&m->areas);
    lb_hotspot_areas_clear(&m->hotspots);
}

static const char *in_language(const map_builder *m, const char *swedish, const char *english)
{
    return m->job->english ? english : swedish;
}

/* Reading -------------------------------------------------------------------------------------- */

/* Each layer of context as lines in the grid's CRS. */
static lb_status read_context(map_builder *m)
{
    size_t n = m->options->contexts;
    lb_status status = LB_OK;
    m->context = calloc(n + 1, sizeof *m->context);
    m->backdrop = calloc(n + 1, sizeof *m->backdrop);
    if (!m->context || !m->backdrop)
        return lb_error_memory(m->err);
    for (size_t i = 0; i < n && status == LB_OK; i++) {
        context *c = &m->context[i];
        status = lb_context_parse(m->options->context[i], &c->spec, m->err);
        if (status != LB_OK)
            break;
        lb_linework_options options = {m->grid.values.crs, m->job->crs,
                                       c->spec.label[0] ? c->spec.label : NULL, m->job->log};
        status = lb_linework_read(c->spec.source, &options, &c->strokes, &c->label, m->err);
        m->backdrop[i] = (lb_map_backdrop){&c->strokes, c->spec.pen, c->label};
    }
    return status;
}

/* The Police's categories have English names. */
static lb_status name_categories(map_builder *m)
{
    m->category = calloc(m->areas.categories + 1, sizeof *m->category);
    if (!m->category)
        return lb_error_memory(m->err);
    for (size_t c = 0; c < m->areas.categories; c++) {
        const lb_page_term *word = lb_glossary_find_value(m->areas.category_name[c]);
        m->category[c] = m->job->english && word ? word->label.en : m->areas.category_name[c];
    }
    return LB_OK;
}

static lb_status read_grid(map_builder *m, const lb_condition *where)
{
    LB_TRY(lb_map_grid_read(m->options, where, m->job, &m->grid, m->err));
    lb_status status =
        m->options->rings ? lb_ring_set_make(&m->grid, where, m->job->log, &m->rings) : LB_OK;
    return status == LB_OK ? LB_OK : lb_error_memory(m->err);
}

/* Everything is read in the grid's CRS, which is the map's. A CRS in which lengths are off by more
 * than 2 per cent in the middle of the map is refused. */
static lb_status read_inputs(map_builder *m)
{
    const lb_map_options *o = m->options;
    lb_condition where = {.column = ""};
    lb_map_options drawn = *o;
    if (!o->output)
        drawn.output = "map.png"; /* a map that is only drawn needs no file */
    LB_TRY(lb_command_check(&lb_map_command, &drawn, m->err));
    if (o->rings_where)
        LB_TRY(lb_condition_parse(o->rings_where, &where, m->err));
    LB_TRY(read_grid(m, o->rings_where ? &where : NULL));
    LB_TRY(lb_crs_check_scale(m->grid.values.crs, lb_map_grid_box(&m->grid), o->grid, m->err));
    if (o->areas) {
        lb_area_fields fields = {o->name, o->category, o->priority};
        LB_TRY(lb_areas_read(o->areas, &fields, m->grid.values.crs, m->job, &m->areas, m->err));
        if (lb_grid_check_areas(&m->grid.values, o->grid, &m->areas, "nothing is drawn there",
                                m->job) != LB_OK)
            return lb_error_memory(m->err);
    }
    if (o->hotspots)
        LB_TRY(
            lb_hotspot_areas_read(o->hotspots, m->grid.values.crs, m->job, &m->hotspots, m->err));
    for (size_t k = 0; k < LB_HOTSPOT_KINDS; k++)
        m->hotspot_kind[k] =
            in_language(m, lb_hotspot_kind_names[k].sv, lb_hotspot_kind_names[k].en);
    LB_TRY(name_categories(m));
    return read_context(m);
}

/* What is seen --------------------------------------------------------------------------------- */

/* Names the area whose name is nearest to what was asked for. */
static lb_status refuse_area(const map_builder *m, const char *name)
{
    const lb_areas *of = &m->areas;
    return lb_error_set(
        m->err, LB_E_USAGE, "--around: %s has no area '%s'%s", of->source, name,
        lb_text_nearest_hint(name, (const char *const *)of->name, of->shapes.count).text);
}

/* The boxes of all areas of that name, with a margin: --margin, or half the longer side, at least
 * MIN_MARGIN_M. */
static lb_status box_around(const map_builder *m, lb_box *out)
{
    lb_box box = lb_box_empty();
    for (size_t i = 0; i < m->areas.shapes.count; i++)
        if (lb_text_same(m->areas.name[i], m->options->around))
            box = lb_box_union(box, lb_shapes_box(&m->areas.shapes, i));
    if (lb_box_is_empty(box))
        return refuse_area(m, m->options->around);
    double side = fmax(box.xmax - box.xmin, box.ymax - box.ymin);
    double margin = m->options->margin > 0 ? m->options->margin : fmax(side / 2, MIN_MARGIN_M);
    *out = (lb_box){box.xmin - margin, box.ymin - margin, box.xmax + margin, box.ymax + margin};
    return LB_OK;
}

/* What is seen: around an area, the extent asked for, or all cells with a class and 2 % air. */
static lb_status find_box(map_builder *m)
{
    if (m->options->around)
        return box_around(m, &m->model.box);
    lb_box box = lb_map_grid_box(&m->grid);
    if (m->options->extent) {
        m->model.box = *m->options->extent;
        if (!lb_box_intersects(m->model.box, box))
            lb_log_warning(m->job->log,
                           "--extent: no square of %s is in it; they are in x %.9g to %.9g, y %.9g "
                           "to %.9g (%s)",
                           m->options->grid, box.xmin, box.xmax, box.ymin, box.ymax,
                           m->grid.values.crs);
        return LB_OK;
    }
    double air = 0.02 * fmax(box.xmax - box.xmin, box.ymax - box.ymin);
    m->model.box = (lb_box){box.xmin - air, box.ymin - air, box.xmax + air, box.ymax + air};
    return LB_OK;
}

/* Words ---------------------------------------------------------------------------------------- */

/* "250 m", "2 km" */
static void metres_text(double metres, char *text, size_t size)
{
    if (metres >= 1000 && fmod(metres, 1000) == 0)
        snprintf(text, size, "%.0f km", metres / 1000);
    else
        snprintf(text, size, "%.0f m", metres);
}

/* Appends `more`, after the separator where there is text before it; NULL or "": nothing. */
static void append_text(char *text, size_t size, const char *separator, const char *more)
{
    size_t length = strlen(text);
    if (more && *more)
        lb_text_print(text + length, size - length, "%s%s", length ? separator : "", more);
}

/* What the column that is coloured is called: as the recipe or the glossary has it. */
static void write_column_caption(const map_builder *m, char text[LB_CAPTION_SIZE])
{
    const lb_recipe *recipe = &m->grid.recipe;
    lb_page_text label = lb_glossary_column_label((lb_page_text){NULL, NULL}, m->options->column);
    lb_text_print(text, LB_CAPTION_SIZE, "%s", m->job->english && label.en ? label.en : label.sv);
    for (size_t v = 0; v < recipe->variables; v++)
        if (lb_text_same(recipe->variable[v].name, m->options->column))
            lb_glossary_write_caption(&recipe->variable[v], m->job->english, text);
}

/* Title, subtitle (index and size of cells), heading and note of the legend. */
static void write_titles(map_builder *m)
{
    const lb_map_options *o = m->options;
    char side[40], caption[LB_CAPTION_SIZE], change[250];
    lb_text_print(change, sizeof change, "%s %s", in_language(m, "Förändring", "Change"),
                  m->grid.between);
    const char *what = o->column     ? caption
                       : o->change   ? change
                       : o->hotspots ? in_language(m, "Livsvillkor och var händelserna samlas",
                                                   "Living conditions and where events gather")
                                     : in_language(m, "Livsvillkor", "Living conditions");
    if (o->column)
        write_column_caption(m, caption);
    metres_text(m->grid.values.grid.dx, side, sizeof side);
    if (o->title)
        lb_text_print(m->title, sizeof m->title, "%s", o->title);
    else if (o->around)
        lb_text_print(m->title, sizeof m->title, "%s: %s", what, o->around);
    else
        lb_text_print(m->title, sizeof m->title, "%s", what);
    lb_text_print(m->subtitle, sizeof m->subtitle, "%s%s%s%s %s",
                  m->grid.recipe.name ? in_language(m, "Index ", "Index ") : "",
                  m->grid.recipe.name ? m->grid.recipe.name : "", m->grid.recipe.name ? " · " : "",
                  in_language(m, "celler om", "cells of"), side);
    lb_text_print(m->legend, sizeof m->legend, "%s",
                  o->column   ? caption
                  : o->change ? in_language(m, "Förändring av index", "Change of the index")
                              : in_language(m, "Livsvillkor, klass och index", "Class and index"));
    if (m->grid.merged > 0) {
        metres_text(m->grid.merged, side, sizeof side);
        snprintf(m->note, sizeof m->note,
                 in_language(m,
                             "Cellerna är sammanslagna till %s: medelklassen av dem som bor där.",
                             "Cells are merged to %s: the mean class of those who live there."),
                 side);
    }
}

/* Whom the rings count, per what, where, and what is not shown. */
static void write_ring_texts(map_builder *m)
{
    const char *column = m->options->rings;
    char text[300];
    if (!column)
        return;
    if (lb_text_same(column, "unga_0_15"))
        column = in_language(m, "Barn 0–15 år", "Children aged 0–15");
    else if (lb_text_same(column, "unga_16_19"))
        column = in_language(m, "Unga 16–19 år", "Young people aged 16–19");
    lb_text_print(m->ring_title, sizeof m->ring_title, "%s", column);
    if (m->rings.merged) {
        char side[40];
        metres_text(m->rings.side, side, sizeof side);
        snprintf(m->ring_note, sizeof m->ring_note,
                 in_language(m, "per ruta om %s", "in each %s square"), side);
    }
    lb_ring_set_condition(&m->rings, m->options->rings_where, m->job->english, text, sizeof text);
    append_text(m->ring_note, sizeof m->ring_note, ", ", text);
    if (m->rings.not_exact > 0) {
        snprintf(text, sizeof text,
                 in_language(m, "färre än %d, och i rutor med få invånare, visas inte",
                             "fewer than %d, and in squares of few people, are not shown"),
                 m->options->min_cell);
        append_text(m->ring_note, sizeof m->ring_note, "; ", text);
    }
}

/* "map.gpkg|layername=x" -> "map.gpkg" */
static void append_name(char *text, size_t size, const char *source)
{
    char name[300];
    lb_text_print(name, sizeof name, "%.*s", (int)strcspn(lb_text_base_name(source), "|"),
                  lb_text_base_name(source));
    append_text(text, size, ", ", name);
}

/* The line at the foot: the source or the inputs' names, date, CRS, version. */
static void write_source(map_builder *m)
{
    const lb_map_options *o = m->options;
    char names[TEXT_SIZE] = "";
    lb_crs_info crs = {.name = ""};
    m->source[0] = '\0';
    if (o->source && !*o->source && !o->date)
        return;
    append_name(names, sizeof names, o->grid);
    if (o->areas)
        append_name(names, sizeof names, m->areas.source);
    if (o->hotspots)
        append_name(names, sizeof names, o->hotspots);
    if (o->change)
        append_name(names, sizeof names, o->change);
    for (size_t i = 0; i < o->contexts; i++)
        append_name(names, sizeof names, m->context[i].spec.source);
    append_text(m->source, sizeof m->source, "",
                o->source ? in_language(m, "Källa:", "Source:")
                          : in_language(m, "Underlag:", "Made from:"));
    append_text(m->source, sizeof m->source, " ", o->source ? o->source : names);
    append_text(m->source, sizeof m->source, " · ", o->date);
    if (lb_crs_describe(m->grid.values.crs, &crs, NULL) == LB_OK)
        append_text(m->source, sizeof m->source, " · ", crs.name);
    append_text(m->source, sizeof m->source, " · ", "lagesbild\u00a0" LB_VERSION);
}

/* The plan ------------------------------------------------------------------------------------- */

/* Page and scale; cells and rings that would be too small on it are merged. */
static lb_status choose_page(map_builder *m)
{
    lb_box box = m->model.box;
    bool wide = box.xmax - box.xmin > 1.05 * (box.ymax - box.ymin);
    lb_status status =
        lb_map_size_parse(m->options->size, wide, &m->model.width, &m->model.height, m->err);
    if (status != LB_OK)
        return status;
    double scale = lb_map_layout_scale(m->model.width, m->model.height, box);
    if (lb_map_grid_merge(&m->grid, scale, MIN_CELL_POINTS) != LB_OK ||
        lb_ring_set_merge(&m->grid, scale, MIN_RING_POINTS, &m->rings) != LB_OK)
        return lb_error_memory(m->err);
    if (m->grid.merged > 0)
        lb_log_note(m->job->log, "cells are too small to be seen, merged to %g m", m->grid.merged);
    return LB_OK;
}

/* All that was read and written so far, as the layout takes it. */
static void fill_model(map_builder *m)
{
    lb_map_model *p = &m->model;
    lb_map_grid *g = &m->grid;
    p->title = m->title;
    p->subtitle = m->subtitle;
    p->source = m->source;
    p->legend = m->legend;
    p->note = m->note[0] ? m->note : NULL;
    p->english = m->job->english;
    p->cells = (lb_map_cells){g->grid, g->cells, g->cell, g->class_of, g->few, g->hatched};
    p->classes = g->classes;
    p->classes.low = g->low;
    p->classes.high = g->high;
    p->hatch = m->options->change ? in_language(m, "inte mer än brus", "not more than noise")
                                  : in_language(m, "osäker klass", "class not firm");
    if (m->options->change) {
        for (int k = 0; k < LB_CHANGE_CLASSES; k++)
            m->change_name[k] =
                in_language(m, lb_change_class_names[k].sv, lb_change_class_names[k].en);
        p->classes.label = m->change_name;
        lb_palette_change(LB_CHANGE_CLASSES, p->classes.ink);
    } else if (g->classes.ranked)
        lb_palette_classes(g->classes.count,
                           g->classes.count == g->recipe.classes ? g->recipe.colour : NULL,
                           m->options->palette == LB_PALETTE_COLOUR_BLIND, p->classes.ink);
    else
        lb_palette_neutral(g->classes.count, p->classes.ink);
    p->backdrop = m->backdrop;
    p->backdrops = m->options->contexts;
    if (m->options->areas)
        p->areas = (lb_map_areas){&m->areas.shapes,  m->options->no_labels ? NULL : m->areas.name,
                                  m->areas.category, m->areas.categories,
                                  m->category,       m->areas.label};
    if (m->options->hotspots)
        p->hotspots = (lb_map_hotspots){&m->hotspots.areas.shapes, m->hotspots.kind,
                                        LB_HOTSPOT_KINDS, m->hotspot_kind};
    p->rings = (lb_map_rings){.count = m->rings.count,
                              .xy = m->rings.xy,
                              .value = m->rings.value,
                              .side = m->rings.side,
                              .min_value = m->options->min_cell,
                              .title = m->ring_title,
                              .note = m->ring_note[0] ? m->ring_note : NULL};
}

/* Reading, then the box in map units, then the page, which can depend on the box's shape; texts are
 * placed by their measured widths. */
static lb_status draw_map(map_builder *m, lb_drawing **out)
{
    lb_text_measurer *measurer = NULL;
    lb_measure measure;
    lb_viewport frame;
    size_t left_out = 0;
    LB_TRY(read_inputs(m));
    LB_TRY(find_box(m));
    LB_TRY(choose_page(m));
    write_titles(m);
    write_ring_texts(m);
    write_source(m);
    fill_model(m);
    lb_status status = lb_text_measurer_new(&measurer, &measure);
    if (status == LB_OK)
        status = lb_map_layout(&m->model, &measure, out, &frame, &left_out);
    lb_text_measurer_free(measurer);
    if (status != LB_OK)
        return lb_error_memory(m->err);
    if (!(frame.scale > 0)) {
        lb_drawing_free(*out);
        *out = NULL;
        return lb_error_set(m->err, LB_E_USAGE,
                            "--size: '%s' leaves no room for the map beside its title and legend; "
                            "expected more, as 120x120",
                            m->options->size ? m->options->size : "A4");
    }
    if (left_out > 0)
        lb_log_note(m->job->log, "%zu %s of areas had no room", left_out,
                    lb_number_word(left_out, "name", "names"));
    return LB_OK;
}

lb_status lb_map_draw(const lb_map_options *options, const lb_job *job, lb_drawing **out,
                      lb_error *err)
{
    lb_own_job own;
    map_builder m = {
        .options = options, .job = lb_command_job(&lb_map_command, options, job, &own), .err = err};
    lb_status status = draw_map(&m, out);
    clear_map(&m);
    return status;
}

/* Files ---------------------------------------------------------------------------------------- */

static lb_status make_provenance(const map_builder *m, char **json)
{
    lb_provenance p = {0};
    lb_provenance_begin(&p, &lb_map_command, m->options, m->job);
    lb_skipped_to_provenance(m->areas.found.skipped, m->areas.label, &p);
    lb_provenance_source(&p, m->options->grid, NULL, m->grid.values.rows);
    lb_areas_input_to_provenance(&m->areas, &p);
    lb_provenance_source(&p, m->options->hotspots, NULL, (int64_t)m->hotspots.areas.shapes.count);
    lb_provenance_source(&p, m->options->change, NULL, -1);
    for (size_t i = 0; i < m->options->contexts; i++)
        lb_provenance_source(&p, m->context[i].spec.source, NULL,
                             (int64_t)m->context[i].strokes.count);
    lb_status status = lb_provenance_json(&p, json, m->err);
    lb_provenance_clear(&p);
    return status;
}

/* Picture and provenance, both or none. */
static lb_status write_files(const map_builder *m, const lb_drawing *drawing,
                             lb_picture_format format)
{
    lb_atomic_files outputs = {0};
    const lb_atomic_file *picture = NULL, *beside = NULL;
    char *bytes = NULL, *json = NULL;
    size_t length = 0;
    lb_status status =
        lb_picture_bytes(drawing, format, m->options->dpi, NULL, &bytes, &length, m->err);
    if (status == LB_OK && m->options->provenance)
        status = make_provenance(m, &json);
    if (status == LB_OK)
        status = lb_atomic_files_add(&outputs, m->options->output, m->job->force, &picture, m->err);
    if (status == LB_OK && json)
        status =
            lb_atomic_files_add(&outputs, m->options->provenance, m->job->force, &beside, m->err);
    if (status == LB_OK)
        status = lb_atomic_file_write(picture, bytes, length, m->err);
    if (status == LB_OK && json)
        status = lb_atomic_file_write(beside, json, strlen(json), m->err);
    status = lb_atomic_files_end(&outputs, status, m->err);
    free(bytes);
    free(json);
    return status;
}

lb_status lb_map_run(const lb_map_options *options, const lb_job *job, lb_error *err)
{
    lb_own_job own;
    map_builder m = {
        .options = options, .job = lb_command_job(&lb_map_command, options, job, &own), .err = err};
    lb_drawing *drawing = NULL;
    lb_picture_format format = LB_PICTURE_PNG;
    LB_TRY(lb_command_begin(&lb_map_command, options, job, err));
    lb_status status = lb_picture_format_of(options->output, &format, err);
    if (status == LB_OK)
        status = draw_map(&m, &drawing);
    if (status == LB_OK)
        status = write_files(&m, drawing, format);
    lb_drawing_free(drawing);
    clear_map(&m);
    return status;
}

lb_status lb_map_command_run(const void *options, const lb_job *job, lb_command_result *out,
                             lb_error *err)
{
    (void)out;
    return lb_map_run(options, job, err);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grid and areas come out of the run's cache where a step has read or made them (base/run_cache);
 * context is read here, since maps read it as lines. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "input/areas/hotspot_areas.h"
#include "input/areas/topology_report.h"
#include "input/grid/grid_read.h"
#include "kernel/disclosure/policy.h"
#include "project/project_layers.h"
#include "render/text/palette.h"

void lb_project_layer_name(const char *label, const char *source, char name[LB_LAYER_NAME_SIZE])
{
    const char *condition = lb_text_condition(source);
    const char *rows = condition ? strchr(condition, '=') + 1 : "";
    lb_text_print(name, LB_LAYER_NAME_SIZE, "%.120s%s%.120s", label, condition ? ": " : "", rows);
}

void lb_project_layers_clear(lb_project_layers *layers)
{
    for (size_t i = 0; i < layers->count; i++) {
        lb_areas_clear(&layers->layer[i].areas);
        free(layers->layer[i].kind);
        free(layers->layer[i].source);
    }
    free(layers->layer);
    free(layers->grid_crs);
    *layers = (lb_project_layers){.count = 0};
}

static lb_status read_grid(const lb_project *project, const lb_step_outcome *outcome,
                           const lb_job *job, lb_project_layers *layers, lb_error *err)
{
    lb_grid_values values;
    size_t g = project->grid;
    layers->box = lb_box_empty();
    layers->crs = job->crs ? job->crs : "EPSG:3006";
    if (g == SIZE_MAX || outcome[g].status != LB_OK)
        return LB_OK;
    layers->grid = lb_step_given(&project->step[g], "gpkg");
    LB_TRY(lb_grid_values_read(layers->grid, NULL, 0, job, &values, err));
    layers->crs = layers->grid_crs = lb_text_copy(values.crs);
    layers->box = lb_grid_box(&values.grid);
    lb_grid_values_clear(&values);
    return layers->crs ? LB_OK : lb_error_memory(err);
}

/* spec: "[NAME=]SOURCE"; the same source is the same layer by whatever name. */
static lb_project_layer *find_layer(const lb_project_layers *layers, const char *spec, bool context)
{
    const char *source = lb_areas_source(spec);
    for (size_t i = 0; i < layers->count; i++)
        if (layers->layer[i].context == context && layers->layer[i].source &&
            strcmp(lb_areas_source(layers->layer[i].source), source) == 0)
            return &layers->layer[i];
    return NULL;
}

/* The areas of d's source as its step reads them, or of --context with the text `given`. */
static lb_status read_areas(const lb_step *step, const char *given, const char *crs,
                            const lb_job *job, lb_project_layer *d)
{
    lb_error ignored; /* what has no polygons is no fault */
    if (d->context && lb_context_parse(given, &d->style, &ignored) != LB_OK)
        return LB_E_INPUT;
    lb_area_fields fields = {d->context ? NULL : lb_step_given(step, "name"),
                             d->context ? NULL : lb_step_given(step, "category"),
                             lb_step_given(step, "priority")};
    if (d->style.label[0])
        fields.name = d->style.label;
    return lb_areas_read(d->source, &fields, crs, job, &d->areas, &ignored);
}

/* Reads the i-th source of an option into the next layer, unless it is a layer already: two steps
 * may use the same areas. The fields of areas are those of the first step that uses them. */
static lb_status add_layer(const lb_step *step, const lb_step_value *value, size_t i, bool context,
                           const lb_job *job, lb_project_layers *layers)
{
    const char *given = value->text[i].given;
    lb_project_layer *d = &layers->layer[layers->count];
    lb_buf source = {0};
    lb_buf_append(&source, given, lb_option_source_part(value->option, given).end);
    *d = (lb_project_layer){.source = lb_buf_detach(&source),
                            .context = context,
                            .of_work = lb_job_min_cell(job) > 1 &&
                                       value->text[i].producer != SIZE_MAX &&
                                       strcmp(value->text[i].folder, LB_PROJECT_WORK) == 0,
                            .style = {.pen = lb_palette_outline(0, 1)}};
    lb_status status = !d->source ? LB_E_MEMORY
                       : find_layer(layers, d->source, context)
                           ? LB_E_INPUT
                           : read_areas(step, given, layers->crs, job, d);
    layers->count += status == LB_OK;
    if (status != LB_OK)
        free(d->source);
    return status == LB_E_MEMORY ? status : LB_OK;
}

static lb_status add_layers(const lb_project *project, const lb_step_outcome *outcome, bool context,
                            const lb_job *job, lb_project_layers *layers)
{
    for (size_t s = 0; s < project->steps; s++) {
        const lb_step *step = &project->step[s];
        const lb_step_value *value = lb_step_find_value(step, context ? "context" : "areas");
        for (size_t i = 0; value && outcome[s].status == LB_OK && i < value->texts; i++)
            LB_TRY(add_layer(step, value, i, context, job, layers));
    }
    return LB_OK;
}

/* The hot spots and clusters that a step wrote. What the step said of them is not said again, but
 * what cannot be drawn is. */
static lb_status add_hotspots(const lb_project *project, const lb_step_outcome *outcome,
                              const lb_job *job, lb_project_layers *layers)
{
    lb_job silent = *job;
    lb_error ignored;
    silent.log = NULL;
    for (size_t s = 0; s < project->steps; s++) {
        const lb_step_value *value = lb_step_find_value(&project->step[s], "outlines");
        lb_hotspot_areas hotspots;
        if (!value || outcome[s].status != LB_OK)
            continue;
        lb_status status =
            lb_hotspot_areas_read(value->text->given, layers->crs, &silent, &hotspots, &ignored);
        if (status == LB_E_MEMORY)
            return status;
        if (status != LB_OK)
            lb_log_warning(
                job->log,
                "%s:%ld: step '%s': the hot spots of %s are not drawn on the page, which "
                "takes outlines as .csv, .geojson or .fgb",
                project->file, value->text->line, project->step[s].name, value->text->written);
        else if (hotspots.areas.shapes.count > 0)
            layers->layer[layers->count++] = (lb_project_layer){
                .areas = hotspots.areas, .kind = hotspots.kind, .step = &project->step[s]};
        else
            lb_hotspot_areas_clear(&hotspots);
    }
    return LB_OK;
}

/* The GeoPackage of the first step of each command, and the rings of the first `map` that has some.
 */
static void find_outputs(const lb_project *project, const lb_step_outcome *outcome,
                         lb_project_layers *layers)
{
    static const char *const command[LB_MADE_LAYERS] = {[LB_MADE_SUGGESTIONS] = "suggest",
                                                        [LB_MADE_HOTSPOTS] = "hotspot",
                                                        [LB_MADE_CHANGE] = "trend"};
    for (size_t s = project->steps; s-- > 0;) {
        const lb_step *step = &project->step[s];
        const lb_step_value *gpkg = lb_step_find_value(step, "gpkg");
        if (outcome[s].status != LB_OK)
            continue;
        for (size_t k = 0; gpkg && k < LB_MADE_LAYERS; k++)
            if (strcmp(step->command->name, command[k]) == 0)
                layers->made[k] = gpkg->text->written;
        if (strcmp(step->command->name, "map") == 0 && lb_step_given(step, "rings")) {
            layers->rings = lb_step_given(step, "rings");
            layers->rings_where = lb_step_given(step, "rings-where");
        }
    }
}

static lb_status reserve_layers(const lb_project *project, lb_project_layers *layers)
{
    size_t sources = 1;
    for (size_t s = 0; s < project->steps; s++)
        for (size_t v = 0; v < project->step[s].values; v++)
            sources += project->step[s].value[v].texts;
    layers->layer = calloc(sources, sizeof *layers->layer);
    return layers->layer ? LB_OK : LB_E_MEMORY;
}

/* Layers of areas that steps read. The steps have logged their reading already, so it is silent
 * here. */
static lb_status read_layers(const lb_project *project, const lb_step_outcome *outcome,
                             const lb_job *job, lb_project_layers *layers, lb_error *err)
{
    lb_job silent = *job;
    silent.log = NULL;
    LB_TRY(read_grid(project, outcome, &silent, layers, err));
    if (reserve_layers(project, layers) != LB_OK ||
        add_layers(project, outcome, false, &silent, layers) != LB_OK ||
        add_layers(project, outcome, true, &silent, layers) != LB_OK ||
        add_hotspots(project, outcome, job, layers) != LB_OK)
        return lb_error_memory(err);
    find_outputs(project, outcome, layers);
    for (size_t i = 0; i < layers->count; i++) {
        lb_project_layer *d = &layers->layer[i];
        if (d->kind)
            continue;
        d->repeated = find_layer(layers, d->source, !d->context) != NULL;
        d->figures = lb_project_find_profile(project, outcome, d->source, d->areas.shapes.count);
        if (d->figures)
            LB_TRY(lb_topology_check_areas(&d->areas, &silent, err));
    }
    return LB_OK;
}

lb_status lb_project_layers_read(const lb_project *project, const lb_step_outcome *outcome,
                                 const lb_job *job, lb_project_layers *out, lb_error *err)
{
    lb_project_layers layers = {.count = 0};
    lb_status status = read_layers(project, outcome, job, &layers, err);
    LB_HAND_OVER(status, layers, out, lb_project_layers_clear);
}

const char *lb_project_ring_column(const lb_project_layers *layers, const lb_recipe *recipe)
{
    return layers->rings ? layers->rings : recipe->rings > 0 ? recipe->ring[0] : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run's page and its QGIS project draw on the map: the grid, the areas of its steps and the
 * context of its printed maps, each source once. */
#ifndef LB_PROJECT_PROJECT_LAYERS_H
#define LB_PROJECT_PROJECT_LAYERS_H

#include <lagesbild/recipe.h>
#include "commands/map/map_spec.h"
#include "input/areas/areas.h"
#include "project/project_steps.h"

/* A source that the page and the QGIS project draw over the squares. */
typedef struct lb_project_layer {
    char *source;            /* "[NAME=]SOURCE", owned; NULL of hot spots */
    bool context;            /* a --context layer of a printed map; else the areas of a step */
    bool of_work;            /* another step wrote it into work/, as delivered: none of the page */
    const lb_step *step;     /* of hot spots: the step that wrote them; NULL: they are areas */
    size_t *kind;            /* [areas] of hot spots (hotspot --outlines) */
    bool repeated;           /* the source is a layer of the other kind too */
    lb_context_spec style;   /* of context: its pen, and the field of its names */
    lb_areas areas;          /* in lb_project_layers.crs; overlaps found where there are figures */
    const lb_table *figures; /* of areas that a step profiled: its table, one row an area; NULL */
} lb_project_layer;

/* Layers that steps write into GeoPackages of their own in work/, which the QGIS project shows. */
typedef enum lb_made_layer {
    LB_MADE_SUGGESTIONS, /* of suggest */
    LB_MADE_HOTSPOTS,    /* of hotspot: its cells */
    LB_MADE_CHANGE,      /* of trend */
    LB_MADE_LAYERS
} lb_made_layer;

typedef struct lb_project_layers {
    const char *grid;                 /* path of the grid's GeoPackage; NULL: the run made none */
    const char *crs;                  /* of the grid, else of the job, else EPSG:3006 */
    const char *made[LB_MADE_LAYERS]; /* their files' names in work/; NULL: no step wrote one */
    const char *rings,
        *rings_where; /* of the first map with rings: column, condition; NULL: none */
    lb_box box;       /* of the grid, metres; empty without one */
    lb_project_layer
        *layer; /* [count]: areas, context, hot spots, each in the order of the steps */
    size_t count;
    char *grid_crs;
} lb_project_layers;

void lb_project_layers_clear(lb_project_layers *layers);

/* Layers of the steps that were done. What has no polygons (a context of lines) cannot be drawn
 * here and is left out, silently: it is on the printed map. */
lb_status lb_project_layers_read(const lb_project *project, const lb_step_outcome *outcome,
                                 const lb_job *job, lb_project_layers *out, lb_error *err);

/* What a layer of `source` is called: its label, with the condition behind the source,
 * "omraden: kategori = 'Utsatt område'"; of each the first 120 bytes. */
enum { LB_LAYER_NAME_SIZE = 250 };
void lb_project_layer_name(const char *label, const char *source, char name[LB_LAYER_NAME_SIZE]);

/* The column of the grid that rings are of: of a printed map, else of the recipe; NULL: none. */
const char *lb_project_ring_column(const lb_project_layers *layers, const lb_recipe *recipe);

#endif

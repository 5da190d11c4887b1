/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layers of the GeoPackage beside a run's QGIS project: areas, context and hot spots as the run has
 * read them, rings and events as points. */
#ifndef LB_PROJECT_QGIS_QGIS_SET_H
#define LB_PROJECT_QGIS_QGIS_SET_H

#include "project/project_layers.h"
#include "render/qgis/qgis_fields.h"

typedef struct lb_qgis_set {
    const lb_project_layer *from; /* NULL: points */
    char name[200];               /* of the layer, unique */
    char title[300];              /* in the tree; "": the name */
    lb_table table;               /* its attributes */
    lb_field_alias *alias;        /* [table.columns] */
    double *point;                /* [2 * table.rows] in lb_project_layers.crs; NULL: areas */
    char size[200];        /* the diameter of points as an expression of QGIS; "": all are alike */
    lb_pen pen;            /* of points */
    double diameter;       /* of those that are alike, and of the legend, millimetres */
    double smallest_scale; /* as lb_qgis_layer has it */
    char note[350];        /* which squares have a ring; "" of all else */
} lb_qgis_set;

void lb_qgis_set_clear(lb_qgis_set *set);

/* The name of one more set of that label: two of one label are "areas" and "areas_2". */
void lb_qgis_set_name(const lb_qgis_set *others, size_t n, const char *label, char name[200]);

/* People of a group in squares, one circle a square, of the grid as delivered: those of the page
 * and of printed maps. Nothing where the grid has no such column: the set has no rows. LB_E_MEMORY.
 */
lb_status lb_qgis_rings_make(const lb_project_layers *layers, const lb_recipe *recipe,
                             const lb_job *job, lb_qgis_set *out, lb_error *err);

/* All placed events of the step's option `events`: their days, ends of intervals, file, and the
 * step's areas that hold them; the title says how many have no place. So many that a project is of
 * no use, or a source that cannot be read again, are a note, and the set has no rows. LB_E_MEMORY.
 */
lb_status lb_qgis_events_make(const lb_step *step, const lb_project_layers *layers,
                              const lb_job *job, lb_qgis_set *out, lb_error *err);

#endif

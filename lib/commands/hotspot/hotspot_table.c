/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/interval.h>
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/hotspot/hotspot_table.h"
#include "render/qgis/qml_sld.h"

static const double finding_q = 0.05;

enum { CELL, EASTING, NORTHING, EVENTS, PEOPLE, KDE, GI, GI_P, GI_Q, EXCESS, EXCESS_P, EXCESS_Q };
enum { CLASS = EXCESS_Q + 1, WINDOW_CELLS, WINDOW_EVENTS, WINDOW_EXPECTED, GI_METHOD, PER_KM2 };
enum { PER_1000 = PER_KM2 + 1, PER_1000_LOW, PER_1000_HIGH, GI_LOW_Q, LISA, LISA_P, LISA_Q };
enum { LISA_QUADRANT = LISA_Q + 1 };

static bool is_finding(const double *q, size_t i)
{
    return q && q[i] < finding_q;
}

static bool is_shown(const lb_figures_input *in, const lb_cell_figures *f, size_t i)
{
    return in->options->all_cells || in->count[i] > 0 || f->class_of[i] != 0 ||
           is_finding(f->gi_q, i) || is_finding(f->excess_q, i) || is_finding(f->moran_q, i);
}

static void set_if(lb_table *t, size_t row, size_t column, const double *value, size_t i)
{
    if (value)
        lb_table_set_real(t, row, column, value[i]);
}

/* The exact Poisson interval, which many cells of one count share; known: [count + 1] of those
 * found before, high 0 where there is none. */
static lb_interval interval_of(const lb_figures_input *in, double count, lb_interval *known)
{
    lb_interval *found = &known[(size_t)count];
    if (!(found->high > 0))
        *found = lb_interval_poisson(count, in->options->confidence);
    return *found;
}

/* Per km2 of the cell, and per 1 000 people with its interval. */
static void set_rates(const lb_figures_input *in, size_t i, lb_interval *known, lb_table *t,
                      size_t row)
{
    const lb_grid_values *grid = &in->support->grid;
    const double *people = grid->value[LB_SUPPORT_PEOPLE];
    lb_table_set_real(t, row, PER_KM2, in->count[i] / (grid->grid.dx * grid->grid.dy) * 1e6);
    if (!people || !(people[i] > 0))
        return;
    lb_interval events = interval_of(in, in->count[i], known);
    lb_table_set_real(t, row, PER_1000, 1000 * in->count[i] / people[i]);
    lb_table_set_real(t, row, PER_1000_LOW, 1000 * events.low / people[i]);
    lb_table_set_real(t, row, PER_1000_HIGH, 1000 * events.high / people[i]);
}

static void set_lisa(const lb_cell_figures *f, size_t i, lb_table *t, size_t row)
{
    if (!f->moran || isnan(f->moran[i]))
        return;
    lb_table_set_real(t, row, LISA, f->moran[i]);
    lb_table_set_real(t, row, LISA_P, f->moran_p[i]);
    lb_table_set_real(t, row, LISA_Q, f->moran_q[i]);
    lb_table_set_text(t, row, LISA_QUADRANT,
                      f->z[i] > 0 ? (f->lag[i] > 0 ? "high-high" : "high-low")
                                  : (f->lag[i] > 0 ? "low-high" : "low-low"));
}

/* Columns of methods that were not asked for have no array and stay empty, as do NaN figures; the
 * class is always set. */
static void add_row(const lb_figures_input *in, const lb_cell_figures *f, size_t i,
                    lb_interval *known, lb_table *t)
{
    char id[64];
    double x, y;
    size_t row = lb_table_add_row(t);
    lb_event_support_id(in->support, i, id);
    lb_event_support_centre(in->support, i, &x, &y);
    lb_table_set_text(t, row, CELL, id);
    lb_table_set_real(t, row, EASTING, x);
    lb_table_set_real(t, row, NORTHING, y);
    lb_table_set_integer(t, row, EVENTS, (int64_t)in->count[i]);
    set_if(t, row, PEOPLE, in->support->grid.value[LB_SUPPORT_PEOPLE], i);
    set_if(t, row, KDE, f->kde, i);
    set_if(t, row, GI, f->gi, i);
    set_if(t, row, GI_P, f->gi_p, i);
    set_if(t, row, GI_Q, f->gi_q, i);
    set_if(t, row, EXCESS, f->excess, i);
    set_if(t, row, EXCESS_P, f->excess_p, i);
    set_if(t, row, EXCESS_Q, f->excess_q, i);
    lb_table_set_integer(t, row, CLASS, f->class_of[i]);
    lb_table_set_integer(t, row, WINDOW_CELLS, f->window_cells[i]);
    lb_table_set_integer(t, row, WINDOW_EVENTS, (int64_t)f->window_events[i]);
    set_if(t, row, WINDOW_EXPECTED, f->window_expected, i);
    if (f->gi)
        lb_table_set_text(t, row, GI_METHOD, lb_gi_method_names[f->gi_method]);
    set_if(t, row, GI_LOW_Q, f->gi_low_q, i);
    set_rates(in, i, known, t, row);
    set_lisa(f, i, t, row);
}

lb_status lb_hotspot_square_add(const lb_event_support *support, size_t i, lb_shapes *shapes)
{
    const lb_grid *g = &support->grid.grid;
    int64_t cell = support->grid.cell[i];
    lb_box b = lb_grid_cell_box(g, (int32_t)(cell / g->ncol), (int32_t)(cell % g->ncol));
    const double ring[] = {b.xmin, b.ymin, b.xmax, b.ymin, b.xmax, b.ymax, b.xmin, b.ymax};
    LB_TRY(lb_shapes_add_feature(shapes));
    LB_TRY(lb_shapes_add_part(shapes));
    return lb_shapes_add_ring(shapes, ring, 4);
}

static lb_status add_rows(const lb_figures_input *input, const lb_cell_figures *figures,
                          lb_interval *known, lb_table *table, lb_shapes *shapes)
{
    for (size_t i = 0; i < figures->cells; i++) {
        if (!is_shown(input, figures, i))
            continue;
        add_row(input, figures, i, known, table);
        if (shapes)
            LB_TRY(lb_hotspot_square_add(input->support, i, shapes));
    }
    return lb_table_status(table);
}

lb_status lb_hotspot_table_make(const lb_figures_input *input, const lb_cell_figures *figures,
                                lb_table *table, lb_shapes *shapes)
{
    double most = 0;
    for (size_t i = 0; i < figures->cells; i++)
        most = input->count[i] > most ? input->count[i] : most;
    lb_interval *known = calloc((size_t)most + 1, sizeof *known);
    if (!known)
        return LB_E_MEMORY;
    lb_add_described_columns(table, &lb_hotspot_command, "");
    lb_status status = add_rows(input, figures, known, table, shapes);
    free(known);
    return status;
}

/* Yellow, orange and red, the surer the redder. */
char *lb_hotspot_style(bool english)
{
    static char yellow[] = "#fed976", orange[] = "#fd8d3c", red[] = "#bd0026";
    static char *const colours[] = {yellow, orange, red};
    static const char *const labels[2][4] = {
        {"q &lt; 0,05", "q &lt; 0,01", "q &lt; 0,001", "ej säkerställd"},
        {"q &lt; 0.05", "q &lt; 0.01", "q &lt; 0.001", "not significant"}};
    lb_style_options style = {
        .classes = 3, .colours = colours, .label = labels[english], .english = english};
    return lb_style_vector_qml(&style);
}

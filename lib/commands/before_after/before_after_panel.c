/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/sum.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/before_after/before_after_panel.h"

enum { UNIT, PERIOD, EVENTS, PEOPLE, TREATED, RING, INDEX, AFTER };

/* People of a unit, and the sums of their mean index. */
typedef struct unit_people {
    lb_sum people, known, of_index;
} unit_people;

/* Units are numbered: areas, control areas, the ring, the controls' ring, squares. */
typedef struct panel {
    const lb_before_after_data *d;
    lb_periods periods;
    size_t areas, controls, squares, units;
    size_t *square;      /* [cells]: unit of each square that a control place has; SIZE_MAX: none */
    size_t *cell;        /* [squares]: its cell */
    double *events;      /* [units][periods] */
    unit_people *people; /* [units] */
    size_t *at;          /* [areas + controls + 1]: where the event being added is */
} panel;

static void clear_panel(panel *p)
{
    lb_periods_clear(&p->periods);
    free(p->square);
    free(p->cell);
    free(p->events);
    free(p->people);
    free(p->at);
}

static size_t ring_unit(const panel *p, uint8_t ground)
{
    return p->areas + p->controls + (ground == LB_RING_CONTROL);
}

/* Years, quarters or months of both, else the two periods. */
static lb_status list_periods(panel *p)
{
    const lb_before_after_data *d = p->d;
    lb_periods after = {0};
    lb_status status =
        d->parts.count > 0 ? lb_whole_periods(&d->after, d->parts_kind, &after) : LB_OK;
    bool divided = after.count > 0;
    const lb_period *from[] = {divided ? d->parts.item : &d->before,
                               divided ? after.item : &d->after};
    const size_t n[] = {divided ? d->parts.count : 1, divided ? after.count : 1};
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < n[side] && status == LB_OK; i++) {
            lb_period_rule rule = {.kind = LB_PERIOD_SPAN, .span = from[side][i]};
            status = lb_periods_add(&p->periods, &rule, 0, 0);
        }
    lb_periods_clear(&after);
    return status;
}

/* Squares that a control place has some of, numbered by cell. */
static void number_squares(panel *p)
{
    const lb_placebo_places *places = &p->d->places;
    const lb_cell_rows *rows = &p->d->located.support.rows;
    size_t cells = p->d->located.support.grid.cells;
    for (size_t c = 0; c < cells; c++)
        p->square[c] = SIZE_MAX;
    for (size_t k = 0; k < places->areas; k++)
        for (size_t m = 0; m < places->area[k].moves; m++)
            for (size_t i = 0; i < places->area[k].n_cells && places->area[k].control[m]; i++) {
                lb_area_cell at = lb_move_cell(&places->area[k].move[m], places->area[k].cell[i]);
                size_t c = lb_cell_rows_find(rows, at.row, at.col);
                if (c != SIZE_MAX)
                    p->square[c] = 0;
            }
    for (size_t c = 0; c < cells; c++)
        if (p->square[c] == 0) {
            p->cell[p->squares] = c;
            p->square[c] = p->areas + p->controls + 2 + p->squares++;
        }
}

/* Adds 1 to each unit that holds the event in its period: the areas or controls there (several
 * where they overlap), a ring as a whole, or the square. Periods do not overlap, so the first is
 * the only. */
static void add_event(panel *p, size_t event)
{
    const lb_before_after_data *d = p->d;
    const lb_event_point *point = &d->located.points.point[event];
    size_t *at = p->at, n = 0, period = 0, from = 0;
    while (period < p->periods.count && !lb_event_in_period(point, &p->periods.item[period]))
        period++;
    if (period == p->periods.count)
        return;
    if (d->ground[event] == LB_TREATED) {
        n = lb_locator_find(d->grounds.areas, point->x, point->y, at, p->areas);
    } else if (d->ground[event] == LB_CONTROL) {
        n = lb_locator_find(d->grounds.controls, point->x, point->y, at, p->controls);
        from = p->areas;
    } else if (d->ground[event] < LB_GROUNDS) {
        at[n++] = ring_unit(p, d->ground[event]);
    } else if (p->square && d->located.cell[event] != SIZE_MAX &&
               p->square[d->located.cell[event]] != SIZE_MAX) {
        at[n++] = p->square[d->located.cell[event]];
    }
    for (size_t i = 0; i < n; i++)
        p->events[(from + at[i]) * p->periods.count + period] += 1;
}

static void add_people(panel *p, size_t unit, size_t cell, double fraction)
{
    const lb_grid_values *grid = &p->d->located.support.grid;
    double people = grid->value[LB_SUPPORT_PEOPLE][cell] * fraction;
    const double *index = grid->value[LB_SUPPORT_INDEX];
    lb_sum_add(&p->people[unit].people, people);
    if (index && !isnan(index[cell])) {
        lb_sum_add(&p->people[unit].known, people);
        lb_sum_add(&p->people[unit].of_index, people * index[cell]);
    }
}

/* People of areas by the fractions of squares, of control areas and rings by squares' centres. */
static void add_all_people(panel *p)
{
    const lb_before_after_data *d = p->d;
    const lb_event_support *support = &d->located.support;
    for (size_t k = 0; k < p->areas; k++)
        for (size_t i = 0; i < d->places.area[k].n_cells; i++) {
            lb_area_cell at = d->places.area[k].cell[i];
            size_t c = lb_cell_rows_find(&support->rows, at.row, at.col);
            if (c != SIZE_MAX)
                add_people(p, k, c, at.fraction);
        }
    for (size_t c = 0; c < support->grid.cells; c++) {
        double x, y;
        size_t control;
        lb_event_support_centre(support, c, &x, &y);
        uint8_t ground = lb_event_ground_at(&d->grounds, x, y);
        if (ground == LB_CONTROL && lb_locator_find(d->grounds.controls, x, y, &control, 1) > 0)
            add_people(p, p->areas + control, c, 1);
        else if (ground == LB_RING || ground == LB_RING_CONTROL)
            add_people(p, ring_unit(p, ground), c, 1);
        if (p->square && p->square[c] != SIZE_MAX)
            add_people(p, p->square[c], c, 1);
    }
}

static void name_unit(const panel *p, size_t unit, char *name, size_t size)
{
    size_t ring = ring_unit(p, LB_RING);
    if (unit < ring)
        snprintf(name, size, "%s",
                 unit < p->areas ? p->d->layer.areas.name[unit]
                                 : p->d->controls.name[unit - p->areas]);
    else if (unit < ring + 2)
        snprintf(name, size, unit == ring ? "ring" : "ring of controls");
    else
        lb_event_support_id(&p->d->located.support, p->cell[unit - ring - 2], name);
}

/* One unit in each period, as a regression of differences in differences takes it: treated is 1 for
 * areas after the change alone. Index is the mean over people whose index is known. */
static void add_rows(const panel *p, size_t unit, lb_table *t)
{
    const lb_before_after_data *d = p->d;
    size_t ring = ring_unit(p, LB_RING);
    char name[400];
    name_unit(p, unit, name, sizeof name);
    for (size_t k = 0; k < p->periods.count; k++) {
        bool after = p->periods.item[k].from >= d->after.from;
        size_t row = lb_table_add_row(t);
        lb_table_set_text(t, row, UNIT, name);
        lb_table_set_text(t, row, PERIOD, p->periods.item[k].label);
        lb_table_set_integer(t, row, EVENTS, (int64_t)p->events[unit * p->periods.count + k]);
        lb_table_set_integer(t, row, TREATED, unit < p->areas && after);
        lb_table_set_integer(t, row, RING, unit == ring || unit == ring + 1);
        lb_table_set_integer(t, row, AFTER, after);
        if (!d->options->grid)
            continue;
        double known = lb_sum_value(p->people[unit].known);
        lb_table_set_real(t, row, PEOPLE, lb_sum_value(p->people[unit].people));
        if (known > 0)
            lb_table_set_real(t, row, INDEX, lb_sum_value(p->people[unit].of_index) / known);
    }
}

/* Is the unit one of the comparison? */
static bool is_unit(const panel *p, size_t unit)
{
    size_t ring = ring_unit(p, LB_RING);
    if (unit < p->areas)
        return p->d->compared[unit];
    return unit < ring || unit > ring + 1 ||
           (p->d->options->ring > 0 && (unit == ring || p->controls > 0));
}

/* Units are numbered areas, controls, the two rings, then squares of comparable places; which of
 * them are shown is decided by is_unit. */
static lb_status make_panel(panel *p, lb_table *t)
{
    const lb_before_after_data *d = p->d;
    size_t cells = d->located.support.grid.cells;
    LB_TRY(list_periods(p));
    if (d->control_weight) {
        p->square = malloc((cells + 1) * sizeof *p->square);
        p->cell = malloc((cells + 1) * sizeof *p->cell);
        if (!p->square || !p->cell)
            return LB_E_MEMORY;
        number_squares(p);
    }
    p->units = p->areas + p->controls + 2 + p->squares;
    p->events = calloc(p->units * p->periods.count + 1, sizeof *p->events);
    p->people = calloc(p->units + 1, sizeof *p->people);
    p->at = malloc((p->areas + p->controls + 1) * sizeof *p->at);
    if (!p->events || !p->people || !p->at)
        return LB_E_MEMORY;
    for (size_t i = 0; i < d->located.points.count; i++)
        add_event(p, i);
    if (d->options->grid)
        add_all_people(p);
    lb_add_described_columns(t, &lb_before_after_command, "panel");
    for (size_t u = 0; u < p->units; u++)
        if (is_unit(p, u))
            add_rows(p, u, t);
    return lb_table_status(t);
}

lb_status lb_before_after_panel(const lb_before_after_data *data, lb_table *table)
{
    panel p = {.d = data,
               .areas = data->layer.areas.shapes.count,
               .controls =
                   data->controls_kind == LB_CONTROLS_AREAS ? data->controls.shapes.count : 0};
    lb_status status = make_panel(&p, table);
    clear_panel(&p);
    return status;
}

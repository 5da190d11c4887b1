/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The areas' table of `agree`: people and cells with a class, and those of them in the worst
 * classes, for each area, each category and all areas (docs/methods.md, Agreement). In a row of
 * several areas a cell counts with its fraction inside their union, so that overlaps count
 * once. An area is vulnerable when a large enough share of its people, or of its cells in a grid
 * without people, is in the worst classes. */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/interval.h>
#include "base/sum.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/agree/agree_areas.h"
#include "commands/agree/area_union.h"

enum { LEVEL, AREA, CATEGORY, AREAS, PEOPLE, PEOPLE_WORST, PEOPLE_SHARE, CELLS };
enum { CELLS_WORST = CELLS + 1, CELLS_SHARE, VULNERABLE, VULNERABLE_SHARE, LOW, HIGH };

/* Sums over cells that have a class. */
typedef struct cell_sums {
    lb_sum people, people_worst, cells, cells_worst;
} cell_sums;

typedef struct table_maker {
    const lb_overlay *o;
    const bool *worst; /* [cells]: of the worst classes */
    const lb_agree_options *options;
    const lb_cover *joined; /* the union of all areas; NULL: no two share ground */
    int threads;
    lb_table *table;
    bool *vulnerable; /* [areas] */
    bool *known;      /* [areas]: has people (or cells) with a class, so that it can be judged */
    bool *selected;   /* [areas]: those of the row being made */
    double *inside;   /* [cells]: part inside the selected areas, 0-1 */
} table_maker;

/* A cell without a class, or of which the areas have nothing, is left out. */
static void add_cell(cell_sums *h, const table_maker *m, size_t cell, double fraction)
{
    const double *people = m->o->grid.value[LB_PEOPLE];
    if (m->o->class_of[cell] == 0 || !(fraction > 0))
        return;
    double of = people && !isnan(people[cell]) ? fraction * people[cell] : 0;
    lb_sum_add(&h->people, of);
    lb_sum_add(&h->people_worst, m->worst[cell] ? of : 0);
    lb_sum_add(&h->cells, fraction);
    lb_sum_add(&h->cells_worst, m->worst[cell] ? fraction : 0);
}

/* NaN of nothing. */
static double share_of(lb_sum part, lb_sum whole)
{
    double all = lb_sum_value(whole);
    return all > 0 ? lb_sum_value(part) / all : (double)NAN;
}

/* Whole people where the grid's counts are coarsened. */
static double shown_people(const table_maker *m, lb_sum people)
{
    return m->o->grid.low ? nearbyint(lb_sum_value(people)) : lb_sum_value(people);
}

/* People are unknown, not 0, on a grid without them and where the areas have no cell with a class.
 */
static void write_sums(table_maker *m, size_t row, const cell_sums *h)
{
    if (m->o->grid.value[LB_PEOPLE] && lb_sum_value(h->cells) > 0) {
        lb_table_set_real(m->table, row, PEOPLE, shown_people(m, h->people));
        lb_table_set_real(m->table, row, PEOPLE_WORST, shown_people(m, h->people_worst));
        lb_table_set_real(m->table, row, PEOPLE_SHARE, share_of(h->people_worst, h->people));
    }
    lb_table_set_real(m->table, row, CELLS, lb_sum_value(h->cells));
    lb_table_set_real(m->table, row, CELLS_WORST, lb_sum_value(h->cells_worst));
    lb_table_set_real(m->table, row, CELLS_SHARE, share_of(h->cells_worst, h->cells));
}

static const char *area_category(const table_maker *m, size_t area)
{
    const lb_areas *areas = &m->o->layer->areas;
    return areas->categories ? areas->category_name[areas->category[area]] : NULL;
}

/* An area's own cells, each by its fraction inside it. */
static void write_area_row(table_maker *m, size_t area)
{
    const lb_profile *p = &m->o->profile;
    cell_sums h = {0};
    for (size_t k = p->first[area]; k < p->first[area + 1]; k++)
        add_cell(&h, m, p->cell_weight[k].at, p->cell_weight[k].fraction);
    double people_share = m->o->grid.value[LB_PEOPLE] ? share_of(h.people_worst, h.people)
                                                      : share_of(h.cells_worst, h.cells);
    m->known[area] = !isnan(people_share);
    m->vulnerable[area] = lb_at_least(people_share, m->options->vulnerable);
    size_t row = lb_table_add_row(m->table);
    lb_table_set_text(m->table, row, LEVEL, "area");
    lb_table_set_text(m->table, row, AREA, m->o->layer->areas.name[area]);
    if (area_category(m, area))
        lb_table_set_text(m->table, row, CATEGORY, area_category(m, area));
    lb_table_set_integer(m->table, row, AREAS, 1);
    write_sums(m, row, &h);
    if (m->known[area])
        lb_table_set_integer(m->table, row, VULNERABLE, m->vulnerable[area]);
}

/* How many of the selected areas are vulnerable, and their share with its Wilson interval. Areas
 * that cannot be judged are counted in `areas` but not in the share. */
static void write_vulnerable(table_maker *m, size_t row)
{
    int64_t areas = 0, known = 0, vulnerable = 0;
    for (size_t i = 0; i < m->o->layer->areas.shapes.count; i++) {
        areas += m->selected[i];
        known += m->selected[i] && m->known[i];
        vulnerable += m->selected[i] && m->known[i] && m->vulnerable[i];
    }
    lb_table_set_integer(m->table, row, AREAS, areas);
    lb_table_set_integer(m->table, row, VULNERABLE, vulnerable);
    if (known == 0)
        return;
    lb_interval interval =
        lb_interval_wilson((double)vulnerable, (double)known, m->options->confidence);
    lb_table_set_real(m->table, row, VULNERABLE_SHARE, (double)vulnerable / (double)known);
    lb_table_set_real(m->table, row, LOW, interval.low);
    lb_table_set_real(m->table, row, HIGH, interval.high);
}

/* m->inside: the part of each cell inside the selected areas. Those of a category that overlap are
 * joined; the union of all areas is there already. */
static lb_status find_inside(table_maker *m, bool all, lb_error *err)
{
    const lb_area_layer *layer = m->o->layer;
    lb_cell_list cells = lb_overlay_cells(m->o);
    lb_cell_areas areas = {&layer->geometry.cover, NULL, m->selected};
    lb_cover of_category = {.count = 0};
    lb_status status = LB_OK;
    if (m->joined) {
        areas = (lb_cell_areas){all ? m->joined : &of_category, NULL, NULL};
        if (!all)
            status = lb_area_union_cover(&layer->areas, m->selected, &m->joined->grid, m->threads,
                                         &of_category, err);
    }
    if (status == LB_OK) {
        status = lb_cell_rule_apply(LB_RULE_FRACTION, &areas, &cells, m->inside);
        if (status != LB_OK)
            lb_error_set(err, status, "%s", lb_status_text(status));
    }
    lb_cover_clear(&of_category);
    return status;
}

/* The selected areas as one. category NULL: all areas. */
static lb_status write_group_row(table_maker *m, const char *category, lb_error *err)
{
    cell_sums h = {0};
    LB_TRY(find_inside(m, !category, err));
    for (size_t c = 0; c < m->o->grid.cells; c++)
        add_cell(&h, m, c, m->inside[c]);
    size_t row = lb_table_add_row(m->table);
    lb_table_set_text(m->table, row, LEVEL, category ? "category" : "total");
    lb_table_set_text(m->table, row, CATEGORY, category ? category : "total");
    write_sums(m, row, &h);
    write_vulnerable(m, row);
    return LB_OK;
}

static lb_status write_group_rows(table_maker *m, lb_error *err)
{
    const lb_areas *areas = &m->o->layer->areas;
    for (size_t c = 0; c < areas->categories; c++) {
        for (size_t i = 0; i < areas->shapes.count; i++)
            m->selected[i] = areas->category[i] == c;
        LB_TRY(write_group_row(m, areas->category_name[c], err));
    }
    for (size_t i = 0; i < areas->shapes.count; i++)
        m->selected[i] = true;
    return write_group_row(m, NULL, err);
}

/* Areas first, then categories and the total, which count each part of a cell once by the union of
 * polygons (docs/methods.md, Agreement). */
lb_status lb_agree_areas_table(const lb_agree_areas_input *input, lb_table *out, lb_error *err)
{
    size_t areas = input->overlay->layer->areas.shapes.count;
    lb_table table = {0};
    table_maker m = {.o = input->overlay,
                     .worst = input->worst,
                     .options = input->options,
                     .joined = input->joined,
                     .threads = input->threads,
                     .table = &table};
    m.vulnerable = calloc(areas + 1, sizeof *m.vulnerable);
    m.known = calloc(areas + 1, sizeof *m.known);
    m.selected = calloc(areas + 1, sizeof *m.selected);
    m.inside = calloc(input->overlay->grid.cells + 1, sizeof *m.inside);
    bool allocated = m.vulnerable && m.known && m.selected && m.inside;
    lb_status status = allocated ? LB_OK : lb_error_memory(err);
    if (status == LB_OK) {
        lb_add_described_columns(&table, &lb_agree_command, "areas");
        for (size_t i = 0; i < areas; i++)
            write_area_row(&m, i);
        status = write_group_rows(&m, err);
    }
    if (status == LB_OK && lb_table_status(&table) != LB_OK)
        status = lb_error_memory(err);
    free(m.vulnerable);
    free(m.known);
    free(m.selected);
    free(m.inside);
    LB_HAND_OVER(status, table, out, lb_table_clear);
}

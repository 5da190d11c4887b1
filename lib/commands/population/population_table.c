/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of `population`: one row an area, a category, and all areas together, with the
 * transferred figures of each (docs/methods.md, Population transfer). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/swedish_text.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/population/population_table.h"
#include "kernel/disclosure/coarsened_sum.h"

enum { LEVEL, AREA, CATEGORY, COVERED, PEOPLE, LOW, HIGH, COUNTRY, YOUNG, FIXED };

/* Each field has its count or mean and two bounds. The first field is the people, whose columns
 * have fixed names whatever the source calls them. */
static void add_columns(const lb_zone_transfer *c, lb_table *t)
{
    lb_add_some_columns(t, &lb_population_command, "", "level", FIXED);
    for (size_t i = 1; i < c->figures->fields; i++) {
        static const char *const ends[] = {"", "_low", "_high"};
        lb_unit unit = c->weight[i] == SIZE_MAX ? LB_UNIT_COUNT : LB_UNIT_NONE;
        for (size_t k = 0; k < 3; k++) {
            char *name = lb_buf_format("%s%s", c->figures->field[i], ends[k]);
            if (name)
                lb_table_add_column(t, name, LB_REAL, unit);
            t->failed |= !name;
            free(name);
        }
    }
}

/* NAME_covered_share stands last, for figures that some zones have and others lack otherwise than
 * people; SIZE_MAX: the figure's is covered_share. */
static size_t add_cover_column(const lb_zone_transfer *c, size_t field, lb_table *t)
{
    size_t fields = c->figures->fields;
    for (size_t i = 0; i < c->targets; i++) {
        double people = c->covered[i * fields], own = c->covered[i * fields + field];
        if (people == own || (isnan(people) && isnan(own)))
            continue;
        char *name = lb_buf_format("%s_covered_share", c->figures->field[field]);
        size_t column =
            name ? lb_add_column_as(t, &lb_population_command, "", "FIELD_covered_share", name)
                 : SIZE_MAX;
        t->failed |= !name;
        free(name);
        return column;
    }
    return SIZE_MAX;
}

static double value_of(const lb_zone_transfer *c, const lb_zone_transfer_sum *s, size_t field)
{
    if (!s->any)
        return (double)NAN;
    if (c->weight[field] == SIZE_MAX)
        return lb_sum_value(s->value);
    return lb_mean_within(s->value, s->weight, s->low, s->high);
}

/* Of people in zones that have both figures. */
static double young_share(const lb_zone_transfer *c, const lb_zone_transfer_sum *of)
{
    double young = 0;
    if (!c->options->young || !of[0].any || !(lb_sum_value(of[0].whole) > 0))
        return (double)NAN;
    for (size_t i = 0; i < c->figures->fields; i++)
        if (c->young[i])
            young += lb_sum_value(of[i].whole);
    return young / lb_sum_value(of[0].whole);
}

/* A count of which some is coarsened is a whole number or a range; false: it is a range. */
static bool write_value(const lb_zone_transfer *c, const lb_zone_transfer_sum *s, size_t field,
                        const lb_job *job, lb_table *t)
{
    size_t row = t->rows - 1, column = field == 0 ? PEOPLE : FIXED + 3 * (field - 1);
    double value = value_of(c, s, field), fewer = lb_sum_value(s->fewer);
    const lb_coarsened_sum sum = {value, value - fewer, value + lb_sum_value(s->more)};
    double limit = field == 0 ? LB_PEOPLE_LIMIT : LB_PART_LIMIT;
    if (sum.high > sum.low)
        lb_coarsened_sum_write(&sum, limit, job, t, row, column);
    else
        lb_table_set_real(t, row, column, value);
    return !lb_coarsened_sum_is_range(&sum, limit);
}

/* An unknown figure in a touched zone is 0 or more: a count's lower bound holds, its upper one is
 * not known, and neither is for a mean. cover: [fields] columns of add_cover_column. */
static void write_row(const lb_zone_transfer *c, size_t target, double country, const size_t *cover,
                      const lb_job *job, lb_table *t)
{
    size_t row = lb_table_add_row(t), fields = c->figures->fields;
    bool is_number = true; /* the people, of whom the young are a share */
    const lb_zone_transfer_sum *of = &c->sum[target * fields];
    lb_table_set_real(t, row, COVERED, c->covered[target * fields]);
    for (size_t i = 0; i < fields; i++) {
        size_t column = i == 0 ? PEOPLE : FIXED + 3 * (i - 1);
        bool mean = c->weight[i] != SIZE_MAX;
        is_number &= write_value(c, &of[i], i, job, t) || i > 0;
        if (of[i].any && !(mean && of[i].unknown))
            lb_table_set_real(t, row, column + 1, of[i].low);
        if (of[i].any && !of[i].unknown)
            lb_table_set_real(t, row, column + 2, of[i].high);
        if (cover[i] != SIZE_MAX)
            lb_table_set_real(t, row, cover[i], c->covered[target * fields + i]);
    }
    lb_table_set_real(t, row, COUNTRY, value_of(c, of, 0) / country);
    lb_table_set_real(t, row, YOUNG, is_number ? young_share(c, of) : (double)NAN);
}

/* Targets are areas, categories and the total, in this order; the row numbers follow from it. A
 * country's people come from --national, else from all figures of zones. */
lb_status lb_population_table(const lb_zone_transfer *transfer, const lb_areas *areas,
                              const lb_people_balance *balance, const lb_job *job, lb_table *out)
{
    lb_table t = {0};
    size_t n = areas->shapes.count;
    double given = transfer->options->national, country = given > 0 ? given : balance->all;
    size_t cover[LB_ZONE_FIELDS_MAX];
    add_columns(transfer, &t);
    for (size_t i = 0; i < transfer->figures->fields; i++)
        cover[i] = add_cover_column(transfer, i, &t);
    for (size_t i = 0; i < transfer->targets; i++) {
        bool area = i < n, all = i + 1 == transfer->targets;
        write_row(transfer, i, country, cover, job, &t);
        lb_table_set_text(&t, i, LEVEL, area ? "area" : all ? "total" : "category");
        if (area)
            lb_table_set_text(&t, i, AREA, areas->name[i]);
        if (all)
            lb_table_set_text(&t, i, CATEGORY, "total");
        else if (areas->categories)
            lb_table_set_text(&t, i, CATEGORY,
                              areas->category_name[area ? areas->category[i] : i - n]);
    }
    if (lb_table_status(&t) != LB_OK) {
        lb_table_clear(&t);
        return LB_E_MEMORY;
    }
    *out = t;
    return LB_OK;
}

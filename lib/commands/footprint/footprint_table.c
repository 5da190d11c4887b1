/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "commands/footprint/footprint_table.h"

enum { AREA, CATEGORY, PRINTS, SHARE, PHONES };

static lb_status finish_table(lb_table *table, lb_table *out)
{
    lb_status status = lb_table_status(table);
    if (status == LB_OK)
        *out = *table;
    else
        lb_table_clear(table);
    return status;
}

/* NaN when no phone was active. */
static double share_of(const lb_footprints *prints, size_t area)
{
    return lb_footprints_in_area(prints, area) / (double)prints->days;
}

lb_status lb_footprint_area_table(const lb_areas *areas, const lb_footprints *prints, lb_table *out)
{
    lb_table t = {0};
    lb_table_add_column(&t, "area", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&t, "category", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&t, "day_prints", LB_REAL, LB_UNIT_NONE);
    lb_table_add_column(&t, "share", LB_REAL, LB_UNIT_SHARE);
    lb_table_add_column(&t, "phones", LB_INTEGER, LB_UNIT_COUNT);
    for (size_t i = 0; i < areas->shapes.count && !t.failed; i++) {
        size_t row = lb_table_add_row(&t);
        lb_table_set_text(&t, row, AREA, areas->name[i]);
        if (areas->categories > 0)
            lb_table_set_text(&t, row, CATEGORY, areas->category_name[areas->category[i]]);
        lb_table_set_real(&t, row, PRINTS, lb_footprints_in_area(prints, i));
        lb_table_set_real(&t, row, SHARE, share_of(prints, i));
        lb_table_set_integer(&t, row, PHONES, (int64_t)prints->phones[i]);
    }
    return finish_table(&t, out);
}

static const char *const summary_columns[] = {"share",       "mean",       "min",       "max",
                                              "phones_mean", "phones_min", "phones_max"};

static void add_summary_row(lb_table *t, const char *category, const lb_footprint_summary *s)
{
    const double value[] = {s->share,       s->mean,       s->min,       s->max,
                            s->phones_mean, s->phones_min, s->phones_max};
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, 0, category);
    lb_table_set_integer(t, row, 1, (int64_t)s->areas);
    for (size_t c = 0; c < 7; c++)
        lb_table_set_real(t, row, c + 2, value[c]);
}

/* The category of each area, and one of its own for outside. */
static size_t *categories_of(const lb_areas *areas)
{
    size_t count = areas->shapes.count, *category = calloc(count + 1, sizeof *category);
    for (size_t i = 0; category && i < count; i++)
        category[i] = areas->category[i];
    if (category)
        category[count] = SIZE_MAX;
    return category;
}

/* Outside is no area: it has a share, and nothing an area. */
static void add_outside_row(lb_table *t, const lb_footprints *prints, size_t outside)
{
    double none = (double)NAN;
    lb_footprint_summary s = {0, share_of(prints, outside), none, none, none, none, none, none};
    add_summary_row(t, "ovriga", &s);
}

lb_status lb_footprint_summary_table(const lb_areas *areas, const lb_footprints *prints,
                                     lb_table *out)
{
    lb_table t = {0};
    size_t *category = categories_of(areas);
    if (!category)
        return LB_E_MEMORY;
    lb_table_add_column(&t, "category", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&t, "areas", LB_INTEGER, LB_UNIT_COUNT);
    for (size_t c = 0; c < 7; c++)
        lb_table_add_column(&t, summary_columns[c], LB_REAL, c ? LB_UNIT_NONE : LB_UNIT_SHARE);
    for (size_t k = 0; k < (areas->categories ? areas->categories : 1) && !t.failed; k++) {
        lb_footprint_summary s = lb_footprints_summary(prints, category, k);
        add_summary_row(&t, areas->categories ? areas->category_name[k] : "total", &s);
    }
    add_outside_row(&t, prints, areas->shapes.count);
    free(category);
    return finish_table(&t, out);
}

lb_status lb_footprint_check_totals(const lb_footprints *prints, lb_overlap_rule rule,
                                    lb_error *err)
{
    lb_sum all = {0};
    double days = (double)prints->days;
    for (size_t i = 0; i < prints->areas; i++)
        lb_sum_add(&all, lb_footprints_in_area(prints, i));
    double excess = lb_sum_value(all) - days, tolerance = 1e-9 * fmax(days, 1);
    if (excess >= -tolerance && (excess <= tolerance || rule == LB_OVERLAP_BOTH))
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "the balance does not close: %.17g day-prints inside and outside, %.17g "
                        "active days of phones",
                        lb_sum_value(all), days);
}

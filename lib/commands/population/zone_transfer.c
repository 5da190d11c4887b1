/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of zone figures over targets. A count is added by the part of the zone in the target; a
 * mean is weighted by a count (mean income by inhabitants). Sums are compensated (base/sum). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/swedish_text.h"
#include "commands/population/zone_transfer.h"

static const double rounding_tolerance = 1e-9;

void lb_zone_transfer_clear(lb_zone_transfer *c)
{
    free(c->sum);
    free(c->covered);
    *c = (lb_zone_transfer){.targets = 0};
}

/* Is the field one of "A,B,C"? */
static bool is_young(const char *at, const char *name)
{
    while (at && *at) {
        size_t length = strcspn(at, ",");
        if (strlen(name) == length && strncmp(at, name, length) == 0)
            return true;
        at += length + (at[length] == ',');
    }
    return false;
}

lb_status lb_zone_transfer_init(lb_zone_transfer *c, const lb_zone_table *figures,
                                const lb_population_options *options, size_t targets)
{
    *c = (lb_zone_transfer){.figures = figures, .options = options, .targets = targets};
    c->sum = calloc(targets * figures->fields + 1, sizeof *c->sum);
    c->covered = calloc(targets * figures->fields + 1, sizeof *c->covered);
    for (size_t i = 0; i < figures->fields; i++) {
        c->weight[i] = lb_zone_weight_of(figures, options, i);
        c->has_surface |= c->weight[i] == LB_ZONE_WEIGHT_AREA;
        c->young[i] = is_young(options->young, figures->field[i]);
    }
    if (c->sum && c->covered)
        return LB_OK;
    lb_zone_transfer_clear(c);
    return LB_E_MEMORY;
}

bool lb_zone_transfer_knows(const lb_zone_transfer *c, size_t row, size_t field)
{
    size_t weight = c->weight[field];
    return !isnan(c->figures->value[field][row]) &&
           (weight == SIZE_MAX || weight == LB_ZONE_WEIGHT_AREA ||
            !isnan(c->figures->value[weight][row]));
}

/* Has the row people and every figure of --young? */
static bool knows_young(const lb_zone_transfer *c, size_t row)
{
    for (size_t i = 0; i < c->figures->fields; i++)
        if ((i == 0 || c->young[i]) && isnan(c->figures->value[i][row]))
            return false;
    return true;
}

/* A count divides: its part in the target. */
static void add_count(lb_zone_transfer_sum *s, const lb_zone_table *f, size_t field, size_t row,
                      double part)
{
    double value = f->value[field][row];
    double low = f->low[field] ? f->low[field][row] : value;
    double high = f->high[field] ? f->high[field][row] : value;
    lb_sum_add(&s->value, value * part);
    lb_sum_add(&s->fewer, (value - low) * part);
    lb_sum_add(&s->more, (high - value) * part);
    s->low += part >= 1 - rounding_tolerance ? low : 0;
    s->high += part > rounding_tolerance ? high : 0;
    s->any = true;
}

/* A mean is weighted by its count; the sums of weights and of products give the mean of the
 * target. */
static void add_mean(lb_zone_transfer_sum *s, double value, double weight)
{
    if (!(weight > 0))
        return;
    lb_sum_add(&s->value, value * weight);
    lb_sum_add(&s->weight, weight);
    s->low = s->any ? fmin(s->low, value) : value;
    s->high = s->any ? fmax(s->high, value) : value;
    s->any = true;
}

/* A missing figure adds nothing, but makes the target's upper bound unknown where more than
 * rounding of the zone lies in it. Means over surface are added elsewhere
 * (lb_zone_transfer_add_surface). */
void lb_zone_transfer_add(lb_zone_transfer *c, size_t row, const size_t *target, const double *part,
                          size_t n)
{
    const lb_zone_table *f = c->figures;
    bool whole = c->options->young && knows_young(c, row);
    for (size_t k = 0; k < n; k++) {
        for (size_t i = 0; i < f->fields; i++) {
            lb_zone_transfer_sum *s = &c->sum[target[k] * f->fields + i];
            double value = f->value[i][row], of = part[target[k]];
            if (c->weight[i] == LB_ZONE_WEIGHT_AREA)
                continue;
            s->unknown |= !lb_zone_transfer_knows(c, row, i) && of > rounding_tolerance;
            if (isnan(value))
                continue;
            if (whole && c->weight[i] == SIZE_MAX)
                lb_sum_add(&s->whole, value * of);
            if (c->weight[i] == SIZE_MAX)
                add_count(s, f, i, row, of);
            else
                add_mean(s, value, of * f->value[c->weight[i]][row]);
        }
    }
}

void lb_zone_transfer_add_surface(lb_zone_transfer *c, size_t row, const size_t *target,
                                  const double *part, size_t n, double m2)
{
    const lb_zone_table *f = c->figures;
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < f->fields; i++) {
            lb_zone_transfer_sum *s = &c->sum[target[k] * f->fields + i];
            double value = f->value[i][row], of = part[target[k]];
            if (c->weight[i] != LB_ZONE_WEIGHT_AREA || !(of > rounding_tolerance))
                continue;
            s->unknown |= isnan(value);
            if (!isnan(value))
                add_mean(s, value, of * m2);
        }
}

/* The last target is all areas together, in which each square metre counts once; so inside plus
 * outside is everyone, and the areas one by one can only hold more. */
lb_status lb_zone_transfer_balance(const lb_zone_transfer *c, size_t areas, lb_people_balance *out,
                                   lb_error *err)
{
    const lb_zone_table *f = c->figures;
    lb_sum all = {0}, without = {0}, outside = {0}, of_areas = {0};
    *out = (lb_people_balance){.missing = 0};
    for (size_t row = 0; row < f->rows; row++) {
        if (isnan(f->value[0][row]))
            out->missing += row < f->source_rows;
        else
            lb_sum_add(f->used[row] ? &all : &without, f->value[0][row]);
    }
    out->missing -= f->merged;
    for (size_t i = 0; i < areas; i++)
        lb_sum_add(&of_areas, lb_sum_value(c->sum[i * f->fields].value));
    out->without_zone = lb_sum_value(without);
    out->inside = lb_sum_value(c->sum[(c->targets - 1) * f->fields].value);
    lb_sum_add(&outside, lb_sum_value(all));
    lb_sum_add(&outside, -out->inside);
    out->outside = lb_sum_value(outside);
    lb_sum_add(&all, out->without_zone);
    out->all = lb_sum_value(all);
    out->sum_of_areas = lb_sum_value(of_areas);
    if (out->outside >= -rounding_tolerance * fmax(out->all, 1) &&
        out->sum_of_areas >= out->inside - rounding_tolerance * fmax(out->all, 1))
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "%s: the totals do not add up: of %.9g people %.9g are in the areas, "
                        "which hold %.9g one by one",
                        f->source, out->all, out->inside, out->sum_of_areas);
}

/* Zones by row --------------------------------------------------------------------------------- */

/* Counting sort of the zones by their row of figures; zones without a row are left out. */
static lb_status sort_by_row(lb_zones_by_row *of)
{
    const lb_zone_table *f = of->figures;
    size_t *next = calloc(f->rows + 1, sizeof *next);
    if (!next)
        return LB_E_MEMORY;
    for (size_t z = 0; z < of->zones; z++)
        if (f->row[z] != SIZE_MAX)
            next[f->row[z] + 1]++;
    for (size_t row = 0; row < f->rows; row++)
        next[row + 1] += next[row];
    of->at = 0;
    for (size_t z = 0; z < of->zones; z++)
        if (f->row[z] != SIZE_MAX)
            of->order[next[f->row[z]]++] = z;
    of->zones = f->rows ? next[f->rows - 1] : 0; /* those with figures */
    free(next);
    return LB_OK;
}

/* Parts are sorted by zone; begin and end of each zone's are found in one pass and then put in the
 * order of rows of figures. */
lb_status lb_zones_by_row_init(lb_zones_by_row *of, const lb_zone_table *figures,
                               const lb_zone_part *part, size_t n)
{
    size_t zones = figures->zones.shapes.count;
    *of = (lb_zones_by_row){.figures = figures, .zones = zones};
    of->order = calloc(zones + 1, sizeof *of->order);
    of->begin = calloc(zones + 1, sizeof *of->begin);
    of->end = calloc(zones + 1, sizeof *of->end);
    size_t *begin = calloc(zones + 1, sizeof *begin), *end = calloc(zones + 1, sizeof *end);
    lb_status status =
        of->order && of->begin && of->end && begin && end ? sort_by_row(of) : LB_E_MEMORY;
    for (size_t c = 0; status == LB_OK && c < n; c++) {
        if (c == 0 || part[c - 1].zone != part[c].zone)
            begin[part[c].zone] = c;
        end[part[c].zone] = c + 1;
    }
    for (size_t k = 0; status == LB_OK && k < of->zones; k++) {
        of->begin[k] = begin[of->order[k]];
        of->end[k] = end[of->order[k]];
    }
    free(begin);
    free(end);
    return status;
}

bool lb_zones_by_row_next(lb_zones_by_row *of)
{
    const size_t *row = of->figures->row;
    if (of->at >= of->zones)
        return false;
    size_t from = of->at;
    of->row = row[of->order[from]];
    while (of->at < of->zones && row[of->order[of->at]] == of->row)
        of->at++;
    of->count = of->at - from;
    of->zone = of->order + from;
    of->first = of->begin + from;
    of->stop = of->end + from;
    return true;
}

void lb_zones_by_row_clear(lb_zones_by_row *of)
{
    free(of->order);
    free(of->begin);
    free(of->end);
    *of = (lb_zones_by_row){.row = 0};
}

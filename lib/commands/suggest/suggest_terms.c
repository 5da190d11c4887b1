/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column of 0 and 1 for each municipality with a listed square, with a lambda of its own: the
 * posterior mode of a random intercept whose variance is 1 over it. */
#include <math.h>
#include <stdlib.h>

#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/suggest/suggest_predictors.h"
#include "commands/suggest/suggest_terms.h"
#include "input/areas/name_index.h"

/* The values of the field, and which of them has a row of label 1. */
typedef struct zone_values {
    lb_name_index index;
    size_t *number;      /* [zones] */
    size_t *order;       /* [index.count] of text */
    bool *has_label;     /* [index.count] */
    uint32_t *predictor; /* [index.count]; LB_NO_ROW: none */
} zone_values;

static void clear_values(zone_values *v)
{
    lb_name_index_clear(&v->index);
    free(v->number);
    free(v->order);
    free(v->has_label);
    free(v->predictor);
}

static lb_status number_values(const lb_areas *zones, size_t column, zone_values *v)
{
    v->number = malloc((zones->shapes.count + 1) * sizeof *v->number);
    if (!v->number)
        return LB_E_MEMORY;
    for (size_t z = 0; z < zones->shapes.count; z++) {
        char *text = lb_areas_field_text(zones, z, column);
        lb_status status = text ? lb_name_index_add(&v->index, text, &v->number[z]) : LB_E_MEMORY;
        free(text);
        LB_TRY(status);
    }
    v->order = lb_name_index_order(&v->index);
    v->has_label = calloc(v->index.count + 1, sizeof *v->has_label);
    v->predictor = malloc((v->index.count + 1) * sizeof *v->predictor);
    return v->order && v->has_label && v->predictor ? LB_OK : LB_E_MEMORY;
}

/* In the order of their texts, whatever the order of the zones; zones without a value have none. */
static lb_status new_terms(lb_suggest_data *d, const size_t *zone, size_t zones, zone_values *v,
                           lb_error *err)
{
    for (size_t i = 0; i < d->rows; i++)
        if (zone[i] < zones && d->label[i] > 0)
            v->has_label[v->number[zone[i]]] = true;
    for (size_t k = 0; k < v->index.count; k++) {
        char name[LB_PREDICTOR_NAME];
        lb_predictor *p;
        size_t at = v->order[k];
        v->predictor[at] = LB_NO_ROW;
        if (!v->has_label[at] || v->index.name[at][0] == '\0')
            continue;
        lb_text_print(name, sizeof name, "%s=%s", d->options->group, v->index.name[at]);
        v->predictor[at] = (uint32_t)d->predictors;
        LB_TRY(lb_suggest_new_predictor(d, LB_PREDICTOR_GROUP, name, &p, err));
    }
    return LB_OK;
}

static lb_status fill_terms(lb_suggest_data *d, const size_t *zone, size_t zones,
                            const zone_values *v)
{
    d->term = malloc((d->rows + 1) * sizeof *d->term);
    if (!d->term)
        return LB_E_MEMORY;
    for (size_t i = 0; i < d->rows; i++) {
        d->term[i] = zone[i] < zones ? v->predictor[v->number[zone[i]]] : LB_NO_ROW;
        if (d->term[i] == LB_NO_ROW)
            continue;
        lb_predictor *p = &d->predictor[d->term[i]];
        p->value[i] = p->raw[i] = 1;
        p->mean += 1; /* rows, for now */
    }
    for (size_t k = 0; k < v->index.count; k++)
        if (v->predictor[k] != LB_NO_ROW)
            d->predictor[v->predictor[k]].mean /= (double)d->rows;
    return LB_OK;
}

lb_status lb_suggest_add_terms(lb_suggest_data *d, const lb_areas *zones, const size_t *zone,
                               lb_error *err)
{
    zone_values v = {.number = NULL};
    size_t column = lb_areas_find_field(zones, d->options->group, err);
    if (column == SIZE_MAX)
        return err->status;
    lb_status status = number_values(zones, column, &v) == LB_OK ? LB_OK : lb_error_memory(err);
    if (status == LB_OK)
        status = new_terms(d, zone, zones->shapes.count, &v, err);
    if (status == LB_OK && fill_terms(d, zone, zones->shapes.count, &v) != LB_OK)
        status = lb_error_memory(err);
    clear_values(&v);
    return status;
}

void lb_suggest_term_lambdas(const lb_suggest_data *d, const double *weight, const size_t *column,
                             size_t columns, double *lambda)
{
    for (size_t j = 0; j < columns; j++)
        lambda[j] =
            d->predictor[column[j]].kind == LB_PREDICTOR_GROUP ? (double)INFINITY : (double)NAN;
    for (size_t i = 0; d->term && i < d->rows; i++)
        for (size_t j = 0; d->label[i] > 0 && (!weight || weight[i] > 0) && j < columns; j++)
            if (column[j] == d->term[i])
                lambda[j] = d->options->group_lambda;
}

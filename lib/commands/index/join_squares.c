/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diagnostics.h"
#include "base/swedish_text.h"
#include "commands/index/square_raster.h"
#include "commands/index/square_table.h"
#include "commands/index/join_squares.h"
#include "commands/index/variable_columns.h"

void lb_ingest_report_clear(lb_ingest_report *report)
{
    for (size_t i = 0; report->name && i < report->sources; i++)
        free(report->name[i]);
    for (size_t i = 0; report->variable && i < report->variables; i++)
        free(report->variable[i].source);
    free(report->rows);
    free(report->name);
    free(report->variable);
    *report = (lb_ingest_report){0};
}

/* Everything on the way from sources to squares. */
typedef struct ingest {
    const lb_recipe *recipe;
    lb_slots slots;
    size_t deliveries;
    lb_delivery *delivery;
    size_t *wanted;    /* [slots]: place among its delivery's wanted columns */
    double **gathered; /* [slots][squares] */
} ingest;

static void clear(ingest *in)
{
    for (size_t i = 0; i < in->deliveries; i++)
        lb_delivery_clear(&in->delivery[i]);
    for (size_t i = 0; in->gathered && i < in->slots.count; i++)
        free(in->gathered[i]);
    free(in->gathered);
    free(in->delivery);
    free(in->wanted);
    lb_slots_clear(&in->slots);
}

/* The first of the slot's names that any source has; of sources, the first. */
static void find_slot(ingest *in, lb_slot *slot)
{
    for (size_t n = 0; n < slot->names->count && slot->source == SIZE_MAX; n++)
        for (size_t s = 0; s < in->deliveries && slot->source == SIZE_MAX; s++)
            for (size_t c = 0; c < in->delivery[s].columns; c++)
                if (lb_text_same(in->delivery[s].column[c], slot->names->name[n])) {
                    slot->source = s;
                    slot->column = c;
                    break;
                }
}

/* The column of all sources whose name is most like the one wanted. */
static const char *nearest_column(const ingest *in, const char *wanted)
{
    const char *best = "";
    size_t least = SIZE_MAX;
    for (size_t s = 0; s < in->deliveries; s++)
        for (size_t c = 0; c < in->delivery[s].columns; c++) {
            size_t distance = lb_text_distance(in->delivery[s].column[c], wanted);
            if (distance < least) {
                least = distance;
                best = in->delivery[s].column[c];
            }
        }
    return best;
}

static void tell_absent(const ingest *in, const lb_slot *slot, lb_problems *problems)
{
    char names[300] = "";
    for (size_t n = 0; n < slot->names->count; n++) {
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", n ? ", " : "", slot->names->name[n]);
    }
    lb_problems_add(problems, 0, "no column for '%s'; expected one of: %s; nearest: %s",
                    slot->wanted_by, names, nearest_column(in, slot->names->name[0]));
}

/* The same column in several sources: the first is taken, and it is said. */
static void note_repeats(const ingest *in, const lb_slot *slot, lb_log *log)
{
    const char *name = in->delivery[slot->source].column[slot->column];
    for (size_t s = slot->source + 1; s < in->deliveries; s++)
        for (size_t c = 0; c < in->delivery[s].columns; c++)
            if (lb_text_same(in->delivery[s].column[c], name))
                lb_log_note(log, "column '%s' stands in %s and in %s; the first is taken", name,
                            lb_text_base_name(in->delivery[slot->source].source),
                            lb_text_base_name(in->delivery[s].source));
}

static bool slot_is_count(const ingest *in, size_t slot)
{
    for (size_t v = 0; v < in->recipe->variables; v++)
        if (in->slots.value[v] == slot && in->slots.denominator[v] == SIZE_MAX &&
            in->recipe->variable[v].kind == LB_KIND_LEVEL)
            return false;
    return true;
}

/* "a.csv, b.csv": a column may stand in any of them. */
static void name_sources(const ingest *in, char *text, size_t size)
{
    text[0] = '\0';
    for (size_t s = 0; s < in->deliveries; s++) {
        size_t used = strlen(text);
        snprintf(text + used, size - used, "%s%s", s ? ", " : "",
                 lb_text_base_name(in->delivery[s].source));
    }
}

static lb_status find_columns(ingest *in, const lb_job *job, lb_error *err)
{
    char sources[200];
    name_sources(in, sources, sizeof sources);
    lb_problems problems = lb_problems_begin(job->log, sources);
    for (size_t i = 0; i < in->slots.count; i++) {
        lb_slot *slot = &in->slots.slot[i];
        find_slot(in, slot);
        if (slot->source == SIZE_MAX) {
            tell_absent(in, slot, &problems);
            continue;
        }
        if (i == 0)
            note_repeats(in, slot, job->log);
        in->wanted[i] =
            lb_delivery_want(&in->delivery[slot->source], slot->column, slot_is_count(in, i));
        if (in->wanted[i] == SIZE_MAX)
            return lb_error_set(err, LB_E_MEMORY, "out of memory");
    }
    return lb_problems_end(&problems, err);
}

static lb_status open_all(ingest *in, const lb_ingest_options *options, const lb_job *job,
                          lb_error *err)
{
    size_t most = options->sources + options->bands;
    in->delivery = calloc(most ? most : 1, sizeof *in->delivery);
    if (!in->delivery)
        return lb_error_set(err, LB_E_MEMORY, "out of memory");
    for (size_t i = 0; i < options->sources; i++) {
        lb_status status = lb_delivery_open(options->source[i], job, &in->delivery[i], err);
        if (status != LB_OK)
            return status;
        in->deliveries++;
    }
    for (size_t i = 0; i < options->bands; i++) {
        lb_status status =
            lb_band_read(options->band[i], in->recipe, &in->delivery[in->deliveries], err);
        if (status != LB_OK)
            return status;
        in->deliveries++;
    }
    return LB_OK;
}

/* All sources are read before the first failure is returned: one pass tells everything. */
static lb_status read_all(ingest *in, const lb_ingest_options *options, const lb_job *job,
                          lb_error *err)
{
    lb_square_rule rule = {in->recipe->cell_size, options->cell_size, in->recipe->crs};
    lb_status worst = LB_OK;
    for (size_t i = 0; i < options->sources; i++) {
        lb_error one = {0};
        lb_status status = lb_delivery_read(&in->delivery[i], &rule, job, &one);
        lb_log_progress(job->log, "reading", (double)(i + 1) / (double)options->sources);
        if (status != LB_OK && worst == LB_OK) {
            worst = status;
            if (err)
                *err = one;
        }
    }
    return worst;
}

/* Which of the sorted deliveries have square `least`, moving past it; false: all are at their end.
 */
static bool least_square(const ingest *in, const size_t *at, lb_square *least)
{
    bool found = false;
    for (size_t s = 0; s < in->deliveries; s++) {
        if (at[s] == in->delivery[s].rows)
            continue;
        const lb_square *here = &in->delivery[s].square[at[s]];
        if (!found || lb_square_compare(here, least) < 0)
            *least = *here;
        found = true;
    }
    return found;
}

static void gather_values(ingest *in, const size_t *at, const bool *has, size_t row)
{
    for (size_t i = 0; i < in->slots.count; i++) {
        size_t s = in->slots.slot[i].source;
        in->gathered[i][row] =
            has[s] ? in->delivery[s].wanted[in->wanted[i]].value[at[s]] : (double)NAN;
    }
}

/* One walk along all deliveries: they are sorted alike. */
static size_t merge(ingest *in, size_t *at, bool *has, lb_square *squares, size_t *joined)
{
    size_t count = 0;
    lb_square least;
    while (least_square(in, at, &least)) {
        bool everywhere = true;
        for (size_t s = 0; s < in->deliveries; s++) {
            const lb_delivery *d = &in->delivery[s];
            has[s] = at[s] < d->rows && lb_square_compare(&d->square[at[s]], &least) == 0;
            everywhere &= has[s];
        }
        squares[count] = least;
        gather_values(in, at, has, count);
        for (size_t s = 0; s < in->deliveries; s++)
            at[s] += has[s];
        *joined += everywhere;
        count++;
    }
    return count;
}

static lb_status join(ingest *in, lb_square **squares, size_t *count, size_t *joined)
{
    size_t most = 1;
    for (size_t s = 0; s < in->deliveries; s++)
        most += in->delivery[s].rows;
    size_t *at = calloc(in->deliveries + 1, sizeof *at);
    bool *has = calloc(in->deliveries + 1, sizeof *has);
    lb_square *square = malloc(most * sizeof *square);
    in->gathered = calloc(in->slots.count, sizeof *in->gathered);
    bool good = at && has && square && in->gathered;
    for (size_t i = 0; good && i < in->slots.count; i++)
        good = (in->gathered[i] = malloc(most * sizeof **in->gathered)) != NULL;
    if (good) {
        *count = merge(in, at, has, square, joined);
        *squares = square;
    } else {
        free(square);
    }
    free(at);
    free(has);
    return good ? LB_OK : LB_E_MEMORY;
}

/* Shares are written 0-1 or 0-100; one value clearly above 1 tells which. */
static bool is_percent(const double *value, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (value[i] > 1.5)
            return true;
    return false;
}

static void clamp_share(double *value, lb_ingest_variable *told)
{
    if (*value > 1) {
        *value = 1;
        told->clamped++;
    }
}

static void share_from_column(const double *column, size_t count, double *out,
                              lb_ingest_variable *told)
{
    told->was_percent = is_percent(column, count);
    for (size_t i = 0; i < count; i++) {
        out[i] = told->was_percent ? column[i] / 100 : column[i];
        clamp_share(&out[i], told);
    }
}

static void share_from_ratio(const double *numerator, const double *denominator, size_t count,
                             bool is_share, double *out, lb_ingest_variable *told)
{
    for (size_t i = 0; i < count; i++) {
        bool zero = denominator[i] == 0;
        told->zero_denominator += zero;
        out[i] = zero ? (double)NAN : numerator[i] / denominator[i];
        if (is_share)
            clamp_share(&out[i], told);
    }
}

static void compute_variable(const ingest *in, size_t v, size_t count, double *out,
                             lb_ingest_variable *told)
{
    const double *value = in->gathered[in->slots.value[v]];
    lb_kind kind = in->recipe->variable[v].kind;
    if (in->slots.denominator[v] != SIZE_MAX)
        share_from_ratio(value, in->gathered[in->slots.denominator[v]], count,
                         kind == LB_KIND_SHARE, out, told);
    else if (kind == LB_KIND_SHARE)
        share_from_column(value, count, out, told);
    else
        memcpy(out, value, count * sizeof *out);
}

static const char *slot_column(const ingest *in, size_t slot)
{
    const lb_slot *s = &in->slots.slot[slot];
    return in->delivery[s->source].column[s->column];
}

static bool tell_source(const ingest *in, size_t v, lb_ingest_variable *told)
{
    char text[400];
    size_t slot = in->slots.value[v], under = in->slots.denominator[v];
    const lb_slot *s = &in->slots.slot[slot];
    told->suppressed = in->delivery[s->source].wanted[in->wanted[slot]].suppressed;
    snprintf(text, sizeof text, "%.120s%s%.120s", slot_column(in, slot),
             under == SIZE_MAX ? "" : " / ", under == SIZE_MAX ? "" : slot_column(in, under));
    told->source = lb_text_copy(text);
    return told->source != NULL;
}

static lb_status make_report(const ingest *in, lb_ingest_report *report)
{
    *report =
        (lb_ingest_report){.sources = in->deliveries,
                           .variables = in->recipe->variables,
                           .rows = calloc(in->deliveries + 1, sizeof *report->rows),
                           .name = calloc(in->deliveries + 1, sizeof *report->name),
                           .variable = calloc(in->recipe->variables + 1, sizeof *report->variable)};
    bool good = report->rows && report->name && report->variable;
    for (size_t i = 0; good && i < in->deliveries; i++) {
        report->rows[i] = in->delivery[i].rows;
        report->name[i] = lb_text_copy(lb_text_base_name(in->delivery[i].source));
        good = report->name[i] != NULL;
    }
    for (size_t v = 0; good && v < in->recipe->variables; v++)
        good = tell_source(in, v, &report->variable[v]);
    return good ? LB_OK : LB_E_MEMORY;
}

static lb_status finish(ingest *in, lb_squares *out, lb_ingest_report *report)
{
    lb_square *squares = NULL;
    size_t count = 0;
    lb_status status = make_report(in, report);
    if (status == LB_OK)
        status = join(in, &squares, &count, &report->joined);
    if (status == LB_OK)
        status = lb_squares_init(out, count, in->recipe->variables);
    if (status == LB_OK) {
        memcpy(out->square, squares, count * sizeof *squares);
        memcpy(out->population, in->gathered[0], count * sizeof(double));
        for (size_t v = 0; v < in->recipe->variables; v++)
            compute_variable(in, v, count, out->value[v], &report->variable[v]);
    }
    free(squares);
    return status;
}

lb_status lb_ingest(const lb_recipe *recipe, const lb_ingest_options *options, const lb_job *job,
                    lb_squares *squares, lb_ingest_report *report, lb_error *err)
{
    ingest in = {.recipe = recipe};
    lb_ingest_report told = {0};
    lb_squares made = {0};
    lb_status status = lb_slots_make(recipe, &in.slots);
    if (status == LB_OK && !(in.wanted = calloc(in.slots.count, sizeof *in.wanted)))
        status = LB_E_MEMORY;
    if (status != LB_OK)
        lb_error_set(err, status, "out of memory");
    if (status == LB_OK)
        status = open_all(&in, options, job, err);
    if (status == LB_OK)
        status = find_columns(&in, job, err);
    if (status == LB_OK)
        status = read_all(&in, options, job, err);
    if (status == LB_OK && (status = finish(&in, &made, &told)) != LB_OK)
        lb_error_set(err, status, "out of memory");
    clear(&in);
    if (status == LB_OK) {
        *squares = made;
        *report = told;
    } else {
        lb_squares_clear(&made);
        lb_ingest_report_clear(&told);
    }
    return status;
}

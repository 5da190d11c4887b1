/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `population`: transfers figures of zones (DeSO, RegSO) to areas (docs/methods.md,
 * Population transfer). What a zone has in common with areas, categories and all of them divides
 * its figures, by the people of a grid or by planar square metres. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/disclosure.h>
#include <lagesbild/population.h>
#include "command/option_provenance.h"
#include "command/command_result.h"
#include "command/command_list.h"
#include "command/output_check.h"
#include "base/number.h"
#include "base/try.h"
#include "base/sum.h"
#include "base/swedish_text.h"
#include "input/grid/grid_read.h"
#include "input/areas/topology_report.h"
#include "commands/population/population_table.h"
#include "kernel/disclosure/policy.h"
#include "output/provenance.h"
#include "output/table_file.h"
#include "commands/population/zone_coarsening.h"
#include "commands/population/zone_common.h"
#include "commands/population/zone_table.h"
#include "port/proj/crs.h"
#include "input/areas/vicinity.h"

/* A zone is wholly inside, or outside, an area but for this part of it: rounding. */
static const double rounding_tolerance = 1e-9;

typedef struct population_state {
    const lb_population_options *options;
    const lb_job *job;
    char *crs;
    lb_zone_table figures;
    lb_grid_values grid; /* weights, when asked for */
    lb_areas areas;
    lb_zone_common common;       /* of zones and targets */
    double *zone_size, *zone_m2; /* what people are divided by: people of the grid, or m2 */
    size_t by_surface;           /* rows of figures without anyone in the grid */
    lb_zone_transfer transfer;
} population_state;

static void clear_population(population_state *p)
{
    lb_zone_table_clear(&p->figures);
    lb_grid_values_clear(&p->grid);
    lb_areas_clear(&p->areas);
    lb_zone_common_clear(&p->common);
    lb_zone_transfer_clear(&p->transfer);
    free(p->crs);
    free(p->zone_size);
    free(p->zone_m2);
}

/* Warns of areas that no zone is in, and where no zone is near any, of that too. */
static lb_status warn_of_empty_areas(const population_state *p, lb_error *err)
{
    const lb_areas *zones = &p->figures.zones, *areas = &p->areas;
    size_t n = areas->shapes.count;
    lb_vicinity vicinity = {0};
    lb_vicinity_count near = {0};
    bool *empty = malloc((n + 1) * sizeof *empty);
    lb_status status =
        empty ? lb_vicinity_add(&vicinity, &areas->shapes, areas->source, areas->found.crs, p->crs)
              : LB_E_MEMORY;
    if (status == LB_OK) {
        memset(empty, true, n);
        for (size_t c = 0; c < p->common.count; c++)
            if (p->common.part[c].target < n)
                empty[p->common.part[c].target] = false;
        lb_vicinity_look_all(&vicinity, &zones->shapes, &near);
        lb_vicinity_warn(&vicinity, &near, zones->source, "zones", zones->found.crs, p->job->log);
        status = lb_warn_of_empty_areas(areas->source, areas->name, empty, n,
                                        "no zone; nobody is counted there", p->job->log);
    }
    lb_vicinity_clear(&vicinity);
    free(empty);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

/* Whoever lives in two zones is there twice. Slivers below a thousandth of the ground are drawing.
 */
static void warn_of_overlapping_zones(const population_state *p)
{
    const lb_areas *zones = &p->figures.zones;
    double shared = zones->topology.overlap_m2, ground = 0;
    for (size_t i = 0; i < zones->shapes.count; i++)
        ground += lb_shapes_area(&zones->shapes, i);
    if (shared > ground / 1000)
        lb_log_warning(
            p->job->log,
            "%s: zones overlap by %.0f m2: each gives its people to the areas in it, and "
            "covered_share counts that ground in each",
            zones->source, shared);
}

/* The weights first: their CRS is the one in which all is intersected. */
static lb_status read_inputs(population_state *p, lb_error *err)
{
    static const lb_grid_column people = {"population", true, true};
    const lb_population_options *o = p->options;
    const lb_area_fields fields = {o->name, o->category, o->priority};
    if (o->weights)
        LB_TRY(lb_grid_values_read(o->weights, &people, 1, p->job, &p->grid, err));
    p->crs = lb_text_copy(o->weights ? p->grid.crs : p->job->crs ? p->job->crs : "EPSG:3006");
    if (!p->crs)
        return lb_error_memory(err);
    LB_TRY(lb_crs_check(p->crs, err));
    LB_TRY(lb_zone_table_read(o, p->crs, p->job, &p->figures, err));
    if (lb_job_coarsens(p->job) &&
        lb_zone_table_coarsen(&p->figures, o, lb_job_min_cell(p->job)) != LB_OK)
        return lb_error_memory(err);
    LB_TRY(lb_areas_read(o->areas, &fields, p->crs, p->job, &p->areas, err));
    LB_TRY(lb_topology_check_areas(&p->figures.zones, p->job, err));
    LB_TRY(lb_topology_check_areas(&p->areas, p->job, err));
    warn_of_overlapping_zones(p);
    LB_TRY(lb_zone_common_find(&p->figures.zones.shapes, &p->areas, o->overlap,
                               o->weights ? &p->grid : NULL, p->job, &p->common, err));
    return warn_of_empty_areas(p, err);
}

/* Sizes of zones, by which they are divided: planar square metres always, people where there is a
 * grid of weights. */
static lb_status measure_zones(population_state *p, lb_error *err)
{
    const lb_shapes *zones = &p->figures.zones.shapes;
    lb_status status = LB_OK;
    p->zone_m2 = calloc(zones->count + 1, sizeof *p->zone_m2);
    if (!p->zone_m2)
        return lb_error_memory(err);
    for (size_t i = 0; i < zones->count; i++)
        p->zone_m2[i] = lb_shapes_area(zones, i);
    if (p->options->weights)
        p->zone_size = lb_people_in_shapes(zones, &p->grid, p->job->threads, &status);
    return status == LB_OK
               ? LB_OK
               : lb_error_set(err, status, "%s: %s", p->options->weights, lb_status_text(status));
}

/* One row of figures at a time: its zones' parts in each target (areas, categories, all). */
typedef struct target_parts {
    lb_sum *sum;  /* [targets] of the row: compensated, for zones and areas come in any order */
    double *part; /* [targets] the values of the sums, 0-1 */
    size_t *touched, count;
} target_parts;

static bool init_parts(target_parts *s, size_t targets)
{
    *s = (target_parts){calloc(targets, sizeof *s->sum), calloc(targets, sizeof *s->part),
                        calloc(targets, sizeof *s->touched), 0};
    return s->sum && s->part && s->touched;
}

static void free_parts(target_parts *s)
{
    free(s->sum);
    free(s->part);
    free(s->touched);
}

static void add_part(target_parts *s, size_t target, double part)
{
    if (!(part > 0))
        return;
    if (s->part[target] == 0)
        s->touched[s->count++] = target;
    lb_sum_add(&s->sum[target], part);
    s->part[target] = lb_sum_value(s->sum[target]);
}

static void clear_parts(target_parts *s)
{
    for (size_t k = 0; k < s->count; k++) {
        s->sum[s->touched[k]] = (lb_sum){0};
        s->part[s->touched[k]] = 0;
    }
    s->count = 0;
}

/* The row's parts in each target, from what its zones have in common with them, of `whole`. */
static void add_parts(const population_state *p, target_parts *s, const lb_zones_by_row *of,
                      bool by_people, double whole)
{
    clear_parts(s);
    for (size_t k = 0; k < of->count; k++)
        for (size_t c = of->first[k]; c < of->stop[k]; c++)
            add_part(s, p->common.part[c].target,
                     p->common.part[c].size[by_people ? LB_COMMON_PEOPLE : LB_COMMON_M2] / whole);
}

/* A row of figures may be shared by several zones (their parent area); what they have in common
 * with targets is summed to parts of the row before figures are transferred. */
static lb_status transfer_row(population_state *p, target_parts *s, size_t row,
                              const lb_zones_by_row *of, lb_error *err)
{
    double size = 0, m2 = 0;
    for (size_t k = 0; k < of->count; k++) {
        size += p->zone_size ? p->zone_size[of->zone[k]] : 0;
        m2 += p->zone_m2[of->zone[k]];
    }
    bool by_people = p->zone_size && size > 0;
    p->by_surface += p->zone_size && !by_people && row < p->figures.source_rows;
    add_parts(p, s, of, by_people, by_people ? size : m2);
    size_t all = p->areas.shapes.count + p->areas.categories;
    if (s->part[all] > 1 + rounding_tolerance)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: the totals do not add up: the areas hold %.12g of zone '%s'; do "
                            "zones overlap?",
                            p->options->zones, s->part[all], p->figures.zones.name[of->zone[0]]);
    lb_zone_transfer_add(&p->transfer, row, s->touched, s->part, s->count);
    if (p->transfer.has_surface) {
        if (by_people)
            add_parts(p, s, of, false, m2);
        lb_zone_transfer_add_surface(&p->transfer, row, s->touched, s->part, s->count, m2);
    }
    clear_parts(s);
    return LB_OK;
}

/* Row by row, so that room is needed for the targets of one row only. */
static lb_status transfer_zones(population_state *p, lb_error *err)
{
    size_t targets = p->areas.shapes.count + p->areas.categories + 1;
    target_parts s;
    lb_zones_by_row of = {0};
    lb_status status = init_parts(&s, targets)
                           ? lb_zone_transfer_init(&p->transfer, &p->figures, p->options, targets)
                           : LB_E_MEMORY;
    if (status == LB_OK)
        status = lb_zones_by_row_init(&of, &p->figures, p->common.part, p->common.count);
    if (status != LB_OK)
        lb_error_memory(err);
    while (status == LB_OK && lb_zones_by_row_next(&of))
        status = transfer_row(p, &s, of.row, &of, err);
    free_parts(&s);
    lb_zones_by_row_clear(&of);
    return status;
}

/* Do all rows of figures that have people have this figure too, and no others? */
static bool known_with_people(const population_state *p, size_t field)
{
    for (size_t row = 0; row < p->figures.rows; row++)
        if (lb_zone_transfer_knows(&p->transfer, row, field) !=
            lb_zone_transfer_knows(&p->transfer, row, 0))
            return false;
    return true;
}

/* Square metres of each target that lie in zones with the figure, over its size. s has room for a
 * sum a target, and is left with this one's. */
static void cover_field(population_state *p, size_t field, const double *size, target_parts *s)
{
    size_t targets = p->transfer.targets, fields = p->figures.fields;
    double *covered = p->transfer.covered;
    if (field > 0 && known_with_people(p, field)) {
        for (size_t t = 0; t < targets; t++)
            covered[t * fields + field] = covered[t * fields];
        return;
    }
    clear_parts(s);
    for (size_t c = 0; c < p->common.count; c++) {
        const lb_zone_part *part = &p->common.part[c];
        if (lb_zone_transfer_knows(&p->transfer, p->figures.row[part->zone], field))
            add_part(s, part->target, part->size[LB_COMMON_M2]);
    }
    for (size_t t = 0; t < targets; t++)
        covered[t * fields + field] = size[t] > 0 ? fmin(s->part[t] / size[t], 1) : (double)NAN;
}

static lb_status cover_targets(population_state *p, lb_error *err)
{
    size_t targets = p->transfer.targets;
    target_parts s;
    bool complete = init_parts(&s, targets);
    for (size_t i = 0; complete && i < p->figures.fields; i++)
        cover_field(p, i, p->common.target_m2, &s);
    free_parts(&s);
    return complete ? LB_OK : lb_error_memory(err);
}

/* Parts that are more than the whole: zones with more young people than people, a country with
 * fewer people than its zones. */
static void warn_of_parts(const population_state *p, const lb_people_balance *b)
{
    const lb_zone_table *f = &p->figures;
    double national = p->options->national;
    size_t count = 0;
    bool as_delivered = p->options->young && !lb_job_coarsens(p->job);
    for (size_t row = 0; as_delivered && row < f->source_rows; row++) {
        double young = 0;
        for (size_t i = 0; i < f->fields; i++)
            young += p->transfer.young[i] ? f->value[i][row] : 0;
        count += young > f->value[0][row];
    }
    if (count > 0)
        lb_log_warning(p->job->log,
                       "%s: %zu of %zu rows %s more people of --young than people in all; "
                       "share_0_19 can be above 1",
                       f->source, count, f->source_rows, lb_number_word(count, "has", "have"));
    if (national > 0 && national < b->all * (1 - rounding_tolerance))
        lb_log_warning(p->job->log,
                       "--national is %.0f people, but the zones have %.0f: share_of_country is of "
                       "fewer people than there are",
                       national, b->all);
}

static void log_totals(const population_state *p, const lb_people_balance *b)
{
    if (p->by_surface > 0)
        lb_log_note(p->job->log, "%zu %s nobody in %s: divided by surface", p->by_surface,
                    lb_number_word(p->by_surface, "zone has", "zones have"), p->options->weights);
    lb_log_note(p->job->log,
                "people: %.1f = %.1f in the areas + %.1f in zones outside them + %.1f of codes "
                "without a zone; %zu %s without a figure",
                b->all, b->inside, b->outside, b->without_zone, b->missing,
                lb_number_word(b->missing, "row", "rows"));
    lb_log_note(p->job->log, "share_of_country: of %.0f people (%s)",
                p->options->national > 0 ? p->options->national : b->all,
                p->options->national > 0 ? "--national" : "all in the figures");
}

/* The balance in people: inside, outside, and of codes without a zone add up to all; what areas
 * overlap is the sum of areas less the people inside. */
static lb_status write_files(const population_state *p, const lb_people_balance *b,
                             const lb_table *table, lb_error *err)
{
    const lb_population_options *o = p->options;
    lb_provenance v = {0};
    lb_table_file file = {.path = o->output, .name = "population", .table = table};
    lb_provenance_begin(&v, &lb_population_command, o, p->job);
    lb_provenance_used_real(&v, "national", o->national > 0 ? o->national : b->all);
    lb_provenance_balance(&v, "people_figures", b->all);
    lb_provenance_balance(&v, "people_in_areas", b->inside);
    lb_provenance_balance(&v, "people_outside", b->outside);
    lb_provenance_balance(&v, "people_without_zone", b->without_zone);
    lb_provenance_balance(&v, "people_sum_of_areas", b->sum_of_areas);
    lb_provenance_balance(&v, "people_overlaps", b->sum_of_areas - b->inside);
    lb_areas_to_provenance(&p->figures.zones, &v);
    lb_areas_to_provenance(&p->areas, &v);
    lb_provenance_source(&v, o->zones, NULL, p->figures.zones.shapes.count);
    lb_provenance_source(&v, o->counts, NULL, p->figures.source_rows);
    lb_provenance_source(&v, o->weights, NULL, p->grid.rows);
    lb_areas_input_to_provenance(&p->areas, &v);
    lb_status status = lb_table_files_write(&v, &file, 1, o->provenance, p->job, err);
    lb_provenance_clear(&v);
    return status;
}

static lb_status make_population(population_state *p, lb_table *table, lb_error *err)
{
    lb_people_balance balance;
    LB_TRY(lb_command_begin(&lb_population_command, p->options, p->job, err));
    LB_TRY(read_inputs(p, err));
    LB_TRY(measure_zones(p, err));
    LB_TRY(transfer_zones(p, err));
    LB_TRY(cover_targets(p, err));
    LB_TRY(lb_zone_transfer_balance(&p->transfer, p->areas.shapes.count, &balance, err));
    if (lb_population_table(&p->transfer, &p->areas, &balance, p->job, table) != LB_OK)
        return lb_error_memory(err);
    warn_of_parts(p, &balance);
    log_totals(p, &balance);
    return write_files(p, &balance, table, err);
}

lb_status lb_population_run(const lb_population_options *options, const lb_job *job, lb_table *out,
                            lb_error *err)
{
    lb_own_job own;
    population_state p = {.options = options,
                          .job = lb_command_job(&lb_population_command, options, job, &own)};
    lb_table table = {0};
    lb_status status = make_population(&p, &table, err);
    clear_population(&p);
    LB_HAND_OVER(status, table, out, lb_table_clear);
}

lb_status lb_population_command_run(const void *options, const lb_job *job, lb_command_result *out,
                                    lb_error *err)
{
    lb_table table = {0};
    LB_TRY(lb_population_run(options, job, &table, err));
    lb_command_result_add(out, "", &table);
    return LB_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "base/swedish_text.h"
#include "input/areas/topology_report.h"
#include "output/provenance.h"
#include "commands/share/share_files.h"
#include "commands/share/share_table.h"
#include "output/table_file.h"

static void add_options(lb_provenance *p, const lb_share_options *o, const lb_job *job)
{
    for (size_t i = 0; i < o->periods; i++)
        lb_provenance_option(p, "period", o->period[i]);
    if (o->linked)
        lb_provenance_option(p, "linked", o->linked);
    if (o->priority)
        lb_provenance_option(p, "priority", o->priority);
    lb_provenance_option(p, "overlap", lb_overlap_rule_names[o->overlap]);
    lb_provenance_option(p, "interval", lb_interval_method_names[o->interval]);
    lb_provenance_option_real(p, "confidence", o->confidence);
    lb_provenance_option_real(p, "reference_km2", o->reference_km2);
    lb_provenance_option(p, "reference",
                         o->reference_label ? o->reference_label : LB_REFERENCE_LABEL);
    lb_provenance_option(p, "crs", job->crs ? job->crs : "EPSG:3006");
    if (o->position_error > 0) {
        lb_provenance_option_real(p, "position_error", o->position_error);
        lb_provenance_option_real(p, "draws", o->draws);
        lb_provenance_option_real(p, "seed", o->seed);
    }
    if (o->border_curve)
        lb_provenance_option(p, "border_curve", o->border_curve);
    if (o->valid_from)
        lb_provenance_option(p, "valid_from", o->valid_from);
    if (o->valid_to)
        lb_provenance_option(p, "valid_to", o->valid_to);
}

static void add_balance(lb_provenance *p, const lb_share_set *set)
{
    char name[300];
    const lb_area_sizes *z = &set->sizes;
    const struct {
        const char *what;
        double value;
    } figures[] = {{"union_m2", z->union_true},
                   {"union_m2_planar", z->union_planar},
                   {"sum_m2", z->sum_true},
                   {"sum_m2_planar", z->sum_planar},
                   {"overlap_m2", z->sum_true - z->union_true},
                   {"events_undated", (double)(set->by_period.undated.placed[0] +
                                               set->by_period.undated.unplaced[0])},
                   {"events_outside_periods", (double)(set->by_period.outside.placed[0] +
                                                       set->by_period.outside.unplaced[0])}};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        snprintf(name, sizeof name, "%s: %s", set->areas.label, figures[i].what);
        lb_provenance_balance(p, name, figures[i].value);
    }
    for (size_t i = 0; i < set->by_period.count; i++) {
        const lb_share_counts *c = &set->by_period.item[i].counts;
        const double events[] = {lb_share_total(c, 0), lb_share_outside(c, 0),
                                 (double)c->unplaced[0]};
        static const char *const where[] = {"inside", "in_no_area", "unplaced"};
        for (size_t k = 0; k < 3; k++) {
            snprintf(name, sizeof name, "%s: events_%s, %s", set->areas.label, where[k],
                     set->by_period.item[i].period.label);
            lb_provenance_balance(p, name, events[k]);
        }
    }
}

static lb_status fill_provenance(const lb_share_state *s, lb_provenance *p, lb_error *err)
{
    lb_status status = LB_OK;
    lb_provenance_command(p, "share");
    add_options(p, s->options, s->job);
    for (size_t i = 0; i < s->sets && status == LB_OK; i++) {
        const lb_areas *areas = &s->set[i].areas;
        status = lb_provenance_source(p, areas->source, NULL, (int64_t)areas->shapes.count, err);
        add_balance(p, &s->set[i]);
        lb_topology_to_provenance(&areas->topology, areas->label, areas->name, p);
    }
    if (status == LB_OK)
        status = lb_provenance_source(p, s->options->events, s->events_hash, s->rows, err);
    if (status == LB_OK)
        status = lb_provenance_source(p, s->options->grid, NULL, -1, err);
    lb_provenance_balance(p, "events_read", (double)s->rows);
    return status;
}

bool lb_share_wants_files(const lb_share_options *options)
{
    return options->output || options->provenance || options->border_out || options->edge_events;
}

lb_status lb_share_write(const lb_share_state *s, const lb_table *table, const lb_table *border,
                         lb_error *err)
{
    const lb_share_options *o = s->options;
    lb_provenance p = {0};
    if (!lb_share_wants_files(o))
        return LB_OK;
    const lb_table_file file[] = {
        {.path = o->output, .name = "share", .table = table},
        {.path = o->border_out, .name = "border", .table = border},
        {.path = o->edge_events, .name = "edge", .table = &s->near_border}};
    lb_status status = fill_provenance(s, &p, err);
    if (status == LB_OK)
        status = lb_table_files_write(&p, file, 3, o->provenance, s->job, err);
    lb_provenance_clear(&p);
    return status;
}

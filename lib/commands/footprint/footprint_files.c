/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/try.h"
#include "commands/footprint/footprint_files.h"
#include "input/areas/topology_report.h"
#include "output/provenance.h"
#include "output/table_file.h"

static void add_options(lb_provenance *p, const lb_footprint_data *m, const lb_footprint_options *o)
{
    lb_provenance_option_real(p, "radius", o->radius);
    if (o->radius_field)
        lb_provenance_option(p, "radius_field", o->radius_field);
    if (o->priority)
        lb_provenance_option(p, "priority", o->priority);
    lb_provenance_option(p, "overlap", lb_overlap_rule_names[o->overlap]);
    lb_provenance_option(p, "missing", lb_missing_rule_names[o->missing]);
    lb_provenance_option(p, "timezone", o->timezone);
    lb_provenance_option(p, "crs", m->crs);
}

static void add_balance(lb_provenance *p, const lb_footprint_data *m)
{
    const lb_footprints *f = &m->prints;
    lb_provenance_balance(p, "records_read", (double)m->rows);
    lb_provenance_balance(p, "records_without_place", (double)m->unplaced);
    lb_provenance_balance(p, "footprints", (double)f->prints);
    lb_provenance_balance(p, "stations", (double)m->stations);
    lb_provenance_balance(p, "phones", (double)f->distinct);
    lb_provenance_balance(p, "phone_days", (double)f->days);
    lb_provenance_balance(p, "day_prints_outside", lb_footprints_in_area(f, f->areas - 1));
}

static lb_status fill_provenance(const lb_footprint_data *m, const lb_footprint_options *options,
                                 lb_provenance *p, lb_error *err)
{
    lb_provenance_command(p, "footprint");
    add_options(p, m, options);
    add_balance(p, m);
    lb_topology_to_provenance(&m->areas.topology, m->areas.label, m->areas.name, p);
    LB_TRY(lb_provenance_source(p, m->areas.source, NULL, (int64_t)m->areas.shapes.count, err));
    return lb_provenance_source(p, options->records, m->records_hash, m->rows, err);
}

bool lb_footprint_wants_files(const lb_footprint_options *options)
{
    return options->output || options->summary || options->provenance;
}

lb_status lb_footprint_write_files(const lb_footprint_data *m, const lb_footprint_options *options,
                                   const lb_job *job, lb_error *err)
{
    lb_provenance p = {0};
    if (!lb_footprint_wants_files(options))
        return LB_OK;
    const lb_table_file files[] = {
        {options->output, "footprint", &m->table, &m->areas.shapes, m->crs},
        {.path = options->summary, .name = "footprint_summary", .table = &m->summary}};
    lb_status status = fill_provenance(m, options, &p, err);
    if (status == LB_OK)
        status = lb_table_files_write(&p, files, 2, options->provenance, job, err);
    lb_provenance_clear(&p);
    return status;
}

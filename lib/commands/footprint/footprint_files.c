/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "commands/footprint/footprint_files.h"
#include "input/areas/topology_report.h"
#include "output/provenance_source.h"
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

static lb_status make_provenance(const lb_footprint_data *m, const lb_footprint_options *options,
                                 char **json, lb_error *err)
{
    lb_provenance p = {0};
    lb_provenance_command(&p, "footprint");
    add_options(&p, m, options);
    add_balance(&p, m);
    lb_topology_to_provenance(&m->areas.topology, m->areas.label, m->areas.name, &p);
    lb_status status =
        lb_provenance_source(&p, m->areas.source, NULL, (int64_t)m->areas.shapes.count, err);
    if (status == LB_OK)
        status = lb_provenance_source(&p, options->records, m->records_hash, m->rows, err);
    if (status == LB_OK && lb_provenance_json(&p, json) != LB_OK)
        status = lb_error_memory(err);
    lb_provenance_clear(&p);
    return status;
}

bool lb_footprint_wants_files(const lb_footprint_options *options)
{
    return options->output || options->summary || options->provenance;
}

lb_status lb_footprint_write_files(const lb_footprint_data *m, const lb_footprint_options *options,
                                   const lb_job *job, lb_error *err)
{
    char *json = NULL;
    if (!lb_footprint_wants_files(options))
        return LB_OK;
    lb_status status = make_provenance(m, options, &json, err);
    if (status == LB_OK) {
        const lb_table_file files[] = {{.path = options->output,
                                        .provenance_path = options->provenance,
                                        .provenance = json,
                                        .name = "footprint",
                                        .table = &m->table,
                                        .shapes = &m->areas.shapes,
                                        .crs = m->crs},
                                       {.path = options->summary,
                                        .provenance = json,
                                        .name = "footprint_summary",
                                        .table = &m->summary}};
        status = lb_table_files_write(files, 2, job, err);
    }
    free(json);
    return status;
}

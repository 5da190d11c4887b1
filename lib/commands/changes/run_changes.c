/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <lagesbild/changes.h>
#include "commands/changes/change_tables.h"
#include "output/provenance_source.h"
#include "output/table_outputs.h"
#include "port/geos/geos_overlaps.h"

void lb_changes_report_clear(lb_changes_report *report)
{
    lb_table_clear(&report->list);
    lb_table_clear(&report->matrix);
    lb_table_clear(&report->counts);
}

static lb_status no_memory(lb_error *err)
{
    return lb_error_set(err, LB_E_MEMORY, "out of memory");
}

/* What areas of the two sides share. A shared surface is taken from the plane to the ellipsoid by
 * the scale of its area, which hardly varies within it. */
static lb_status find_overlaps(const lb_change_work *m, lb_change_overlap **out, size_t *n,
                               lb_error *err)
{
    const lb_change_side *before = &m->side[0], *after = &m->side[1];
    lb_overlap_pair *pair = NULL;
    size_t pairs = 0;
    lb_status status = lb_geos_overlaps_between(&before->shapes, &after->shapes, 1, m->job->threads,
                                                &pair, &pairs, err);
    *n = 0;
    *out = calloc(pairs + 1, sizeof **out);
    if (status == LB_OK && !*out)
        status = no_memory(err);
    for (size_t k = 0; status == LB_OK && k < pairs; k++) {
        size_t i = pair[k].i;
        double scale = before->area[i] / lb_shapes_area(&before->shapes, i);
        (*out)[(*n)++] = (lb_change_overlap){i, pair[k].j, pair[k].area * scale};
    }
    free(pair);
    return status;
}

/* Two of one name that lie apart are more likely two areas than one that moved. */
static void tell_apart(const lb_change_work *m)
{
    for (size_t i = 0; i < m->changes.count; i++) {
        const lb_change *c = &m->changes.item[i];
        if (c->kind == LB_CHANGE_SAME && c->kept == 0)
            lb_log_warning(m->job->log,
                           "%s: on both sides by name, but with no ground in common; is it one?",
                           m->side[1].name[c->after]);
    }
}

static lb_status match(lb_change_work *m, lb_error *err)
{
    lb_change_side *b = &m->side[0], *a = &m->side[1];
    size_t n = b->sheet.table.rows, k = a->sheet.table.rows;
    lb_match_list before = {n, b->name, b->lpo}, after = {k, a->name, a->lpo};
    lb_change_geometry geometry = {.before = b->area, .after = a->area};
    lb_change_overlap *overlap = NULL;
    bool places = b->area && a->area;
    m->after_of = calloc(n + 1, sizeof *m->after_of);
    if (!m->after_of || lb_match_names(&before, &after, &m->aliases, m->after_of) != LB_OK)
        return no_memory(err);
    lb_status status = places ? find_overlaps(m, &overlap, &geometry.overlaps, err) : LB_OK;
    geometry.overlap = overlap;
    if (status == LB_OK &&
        lb_changes_find(m->after_of, n, k, places ? &geometry : NULL, &m->changes) != LB_OK)
        status = no_memory(err);
    if (status == LB_OK)
        tell_apart(m);
    free(overlap);
    return status;
}

static lb_status write_files(const lb_change_work *m, lb_error *err)
{
    const lb_changes_options *o = m->options;
    const lb_report_file files[] = {{o->output, "changes", &m->report.list},
                                    {o->matrix, "matrix", &m->report.matrix},
                                    {o->counts, "counts", &m->report.counts}};
    const char *const given[] = {o->name, o->category, o->lpo, o->region};
    static const char *const keys[] = {"name", "category", "lpo", "region"};
    lb_provenance p = {0};
    if (!o->output && !o->matrix && !o->counts && !o->provenance)
        return LB_OK;
    lb_provenance_command(&p, "changes");
    for (size_t i = 0; i < LB_SIDE_FIELDS; i++)
        if (given[i])
            lb_provenance_option(&p, keys[i], given[i]);
    if (o->only_changed)
        lb_provenance_option(&p, "only-changed", "true");
    lb_status status = lb_provenance_source(&p, o->before, NULL, m->side[0].sheet.table.rows, err);
    if (status == LB_OK)
        status = lb_provenance_source(&p, o->after, NULL, m->side[1].sheet.table.rows, err);
    if (status == LB_OK)
        status = lb_provenance_source(&p, o->aliases, NULL, m->aliases.count, err);
    if (status == LB_OK)
        status = lb_report_write(&p, files, 3, o->provenance, m->job, err);
    lb_provenance_clear(&p);
    return status;
}

lb_status lb_changes_run(const lb_changes_options *options, const lb_job *job,
                         lb_changes_report *out, lb_error *err)
{
    lb_change_work m = {.options = options, .job = job};
    lb_status status = lb_change_sides_read(&m, err);
    if (status == LB_OK)
        status = match(&m, err);
    if (status == LB_OK && lb_change_tables(&m) != LB_OK)
        status = no_memory(err);
    if (status == LB_OK)
        status = write_files(&m, err);
    lb_change_work_clear(&m);
    if (status == LB_OK)
        *out = m.report;
    else
        lb_changes_report_clear(&m.report);
    return status;
}

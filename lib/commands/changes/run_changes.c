/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `changes`: two assessments in, matched areas and their changes out
 * (docs/methods.md, Changes): areas are matched by name and district, what is left by place
 * where both sides have polygons. */
#include <stdlib.h>

#include <lagesbild/changes.h>
#include "command/option_provenance.h"
#include "command/command_result.h"
#include "command/command_list.h"
#include "command/output_check.h"
#include "base/try.h"
#include "commands/changes/area_order.h"
#include "commands/changes/change_tables.h"
#include "base/swedish_text.h"
#include "input/areas/topology_report.h"
#include "output/provenance.h"
#include "output/table_file.h"
#include "kernel/overlap/zone_parts.h"

void lb_changes_report_clear(lb_changes_report *report)
{
    lb_table_clear(&report->list);
    lb_table_clear(&report->matrix);
    lb_table_clear(&report->counts);
}

/* What areas of the two sides share, over a square metre. A shared surface is taken from the plane
 * to the ellipsoid by the scale of its area, which hardly varies within it. */
static lb_status find_overlaps(const lb_changes_state *m, lb_change_overlap **out, size_t *n,
                               lb_error *err)
{
    const lb_assessment *before = &m->assessment[0], *after = &m->assessment[1];
    lb_overlap_request request = {.tolerance = 0};
    lb_zone_part *part = NULL;
    size_t parts = 0;
    *n = 0;
    lb_status status = lb_zone_parts_between(&before->shapes, &after->shapes, &request,
                                             m->job->threads, &part, &parts);
    *out = calloc(parts + 1, sizeof **out);
    if (status == LB_OK && !*out)
        status = LB_E_MEMORY;
    for (size_t k = 0; status == LB_OK && k < parts; k++) {
        size_t i = part[k].zone;
        double m2 = part[k].size[LB_OVERLAP_PLANAR];
        if (part[k].target < after->shapes.count && m2 > 1)
            (*out)[(*n)++] = (lb_change_overlap){
                i, part[k].target, m2 * before->area[i] / lb_shapes_area(&before->shapes, i)};
    }
    free(part);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

/* Two of one name that lie apart are more likely two areas than one that moved. */
static void warn_of_disjoint(const lb_changes_state *m)
{
    for (size_t i = 0; i < m->changes.count; i++) {
        const lb_change *c = &m->changes.item[i];
        if (c->kind == LB_CHANGE_SAME && c->kept == 0)
            lb_log_warning(m->job->log,
                           "%s: on both sides by name, but with no ground in common; is it one?",
                           m->assessment[1].name[c->after]);
    }
}

static bool is_earlier_gone(const lb_changes_state *m, size_t i, const char *name)
{
    for (size_t k = 0; k < i; k++)
        if (m->changes.item[k].kind == LB_CHANGE_GONE &&
            lb_text_same(m->assessment[0].name[m->changes.item[k].before], name))
            return true;
    return false;
}

/* A name that one side has several times is matched to none: the areas of it are gone and new. */
static void warn_of_repeated_names(const lb_changes_state *m)
{
    const lb_change *item = m->changes.item;
    for (size_t i = 0; i < m->changes.count; i++) {
        const char *name =
            item[i].kind == LB_CHANGE_GONE ? m->assessment[0].name[item[i].before] : NULL;
        size_t new = 0;
        for (size_t k = 0; name && k < m->changes.count; k++)
            new += item[k].kind ==
                   LB_CHANGE_NEW &&lb_text_same(m->assessment[1].name[item[k].after], name);
        if (new > 0 && !is_earlier_gone(m, i, name))
            lb_log_warning(m->job->log,
                           "%s: several areas of this name, so that none is known to be on both "
                           "sides: they are gone and new; tell them apart by lpo, or give polygons",
                           name);
    }
}

/* By name first, then by place where both assessments have polygons; without them areas that were
 * renamed, split or merged appear as gone and new. */
static lb_status match_areas(lb_changes_state *m, lb_error *err)
{
    lb_assessment *b = &m->assessment[0], *a = &m->assessment[1];
    size_t n = b->sheet.table.rows, overlaps = 0;
    lb_match_list before = {n, b->name, b->lpo}, after = {a->sheet.table.rows, a->name, a->lpo};
    lb_change_overlap *overlap = NULL;
    bool has_polygons = b->area && a->area;
    m->after_of = calloc(n + 1, sizeof *m->after_of);
    if (!m->after_of || lb_match_names(&before, &after, &m->aliases, m->after_of) != LB_OK)
        return lb_error_memory(err);
    lb_status status = has_polygons ? find_overlaps(m, &overlap, &overlaps, err) : LB_OK;
    if (status == LB_OK && lb_changes_find_by_name(m, overlap, overlaps) != LB_OK)
        status = lb_error_memory(err);
    if (status == LB_OK) {
        warn_of_disjoint(m);
        warn_of_repeated_names(m);
    }
    free(overlap);
    return status;
}

static lb_status write_files(const lb_changes_state *m, lb_error *err)
{
    const lb_changes_options *o = m->options;
    const lb_table_file files[] = {
        {.path = o->output, .name = "changes", .table = &m->report.list},
        {.path = o->matrix, .name = "matrix", .table = &m->report.matrix},
        {.path = o->counts, .name = "counts", .table = &m->report.counts}};
    lb_provenance p = {0};
    lb_provenance_begin(&p, &lb_changes_command, o, m->job);
    for (int i = 0; i < 2; i++)
        lb_skipped_to_provenance(m->assessment[i].found.skipped,
                                 lb_text_base_name(m->assessment[i].sheet.source), &p);
    lb_provenance_source(&p, o->before, NULL, m->assessment[0].sheet.table.rows);
    lb_provenance_source(&p, o->after, NULL, m->assessment[1].sheet.table.rows);
    lb_provenance_source(&p, o->aliases, NULL, m->aliases.count);
    lb_status status = lb_table_files_write(&p, files, 3, o->provenance, m->job, err);
    lb_provenance_clear(&p);
    return status;
}

static lb_status compare_assessments(lb_changes_state *m, lb_error *err)
{
    LB_TRY(lb_command_begin(&lb_changes_command, m->options, m->job, err));
    LB_TRY(lb_assessments_read(m, err));
    LB_TRY(match_areas(m, err));
    if (lb_changes_make_tables(m) != LB_OK)
        return lb_error_memory(err);
    return write_files(m, err);
}

lb_status lb_changes_run(const lb_changes_options *options, const lb_job *job,
                         lb_changes_report *out, lb_error *err)
{
    lb_changes_state m = {.options = options, .job = job};
    lb_status status = compare_assessments(&m, err);
    lb_changes_state_clear(&m);
    LB_HAND_OVER(status, m.report, out, lb_changes_report_clear);
}

lb_status lb_changes_command_run(const void *options, const lb_job *job, lb_command_result *out,
                                 lb_error *err)
{
    lb_changes_report report = {.list = {0}};
    LB_TRY(lb_changes_run(options, job, &report, err));
    lb_command_result_add(out, "", &report.list);
    lb_command_result_add(out, "matrix", &report.matrix);
    lb_command_result_add(out, "counts", &report.counts);
    return LB_OK;
}

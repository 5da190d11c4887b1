/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds overlaps and gaps of a set of areas (docs/methods.md, Topology issues), reports them as
 * notes and writes them into the provenance. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/gaps.h>
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "text/json.h"
#include "input/areas/fast_union.h"
#include "input/areas/topology_report.h"

static double midpoint_of(double a, double b)
{
    return (a + b) / 2;
}

/* Gaps of the union that are at least one square metre; sizes in square metres. */
static lb_status collect_gaps(const lb_shapes *shapes, double unit, int threads,
                              lb_topology_issues *m, lb_error *err)
{
    size_t n = 0;
    lb_shapes joined = {0};
    lb_status status = lb_fast_union(shapes, NULL, shapes->count, threads, &joined, err);
    if (status == LB_OK && lb_gaps_find(shapes, &joined, &m->gap, &n) != LB_OK)
        status = lb_error_memory(err);
    lb_shapes_clear(&joined);
    m->gaps_checked = status == LB_OK;
    for (; m->gaps < n && m->gap[m->gaps].area >= unit; m->gaps++)
        m->gap[m->gaps].area /= unit;
    return status;
}

/* The pairs of a task, those of over a square metre. In another unit areas are walked again. */
static lb_status find_pairs(lb_overlap_task *task, double unit, lb_topology_issues *m)
{
    if (unit != 1 && !task->disjoint) {
        lb_overlap_sizes_clear(&task->sizes);
        task->request.tolerance = unit;
        LB_TRY(lb_overlap_sizes_find(&task->overlap, &task->request, &task->sizes));
    }
    lb_overlap_pairs *pairs = &task->sizes.pairs;
    if (task->disjoint || pairs->kept == 0)
        return LB_OK;
    m->overlap = malloc(pairs->kept * sizeof *m->overlap);
    if (!m->overlap)
        return LB_E_MEMORY;
    memcpy(m->overlap, pairs->item, pairs->kept * sizeof *m->overlap);
    m->overlaps = pairs->kept;
    m->overlap_count = pairs->count;
    m->overlap_m2 = pairs->sum / unit;
    return LB_OK;
}

lb_status lb_topology_compute(lb_overlap_task *task, double unit, lb_topology_issues *out,
                              lb_error *err)
{
    const lb_shapes *shapes = task->shapes;
    lb_topology_issues m = {.overlaps_checked = true};
    lb_status status = lb_overlap_task_finish(task, err);
    if (status == LB_OK && find_pairs(task, unit, &m) != LB_OK)
        status = lb_error_memory(err);
    if (status == LB_OK && shapes->count <= LB_TOPOLOGY_MAX_AREAS)
        status = collect_gaps(shapes, unit, task->threads, &m, err);
    LB_HAND_OVER(status, m, out, lb_topology_issues_clear);
}

static void log_overlaps(const lb_topology_issues *m, char *const *name, lb_log *log)
{
    for (size_t k = 0; k < m->overlaps && k < LB_LOG_MAX_PROBLEMS; k++)
        lb_log_note(log, "'%s' and '%s' overlap by %.1f m2", name[m->overlap[k].i],
                    name[m->overlap[k].j], m->overlap[k].area);
    if (m->overlap_count > LB_LOG_MAX_PROBLEMS)
        lb_log_note(log, "%zu %s in all", m->overlap_count,
                    lb_number_word(m->overlap_count, "overlap", "overlaps"));
}

static void log_gap(const lb_gap *gap, char *const *name, lb_log *log)
{
    double x = midpoint_of(gap->bbox.xmin, gap->bbox.xmax);
    double y = midpoint_of(gap->bbox.ymin, gap->bbox.ymax);
    if (gap->j != SIZE_MAX)
        lb_log_note(log, "'%s' and '%s' enclose %.1f m2 at %.8g, %.8g that no area has",
                    name[gap->i], name[gap->j], gap->area, x, y);
    else
        lb_log_note(log, "areas enclose %.1f m2 at %.8g, %.8g that none of them has", gap->area, x,
                    y);
}

static void log_gaps(const lb_topology_issues *m, char *const *name, lb_log *log)
{
    double sum = 0;
    for (size_t k = 0; k < m->gaps; k++) {
        if (k < LB_LOG_MAX_PROBLEMS)
            log_gap(&m->gap[k], name, log);
        sum += m->gap[k].area;
    }
    if (m->gaps > LB_LOG_MAX_PROBLEMS)
        lb_log_note(log, "%zu %s between areas in all, %.1f m2", m->gaps,
                    lb_number_word(m->gaps, "gap", "gaps"), sum);
}

void lb_topology_log(const lb_topology_issues *topology, char *const *name, lb_log *log)
{
    log_overlaps(topology, name, log);
    log_gaps(topology, name, log);
}

/* Appends {"a": NAME, "b": NAME, "m2": SIZE and leaves the object open for further members. */
static void open_pair_json(lb_buf *json, size_t i, size_t j, double m2, char *const *name)
{
    lb_buf_puts(json, json->length > 0 ? ", {\"a\": " : "{\"a\": ");
    lb_json_text(json, i == SIZE_MAX ? NULL : name[i]);
    lb_buf_puts(json, ", \"b\": ");
    lb_json_text(json, j == SIZE_MAX ? NULL : name[j]);
    lb_buf_puts(json, ", \"m2\": ");
    lb_json_real(json, m2);
}

static void write_gap_json(lb_buf *json, const lb_gap *gap, char *const *name)
{
    open_pair_json(json, gap->i, gap->j, gap->area, name);
    lb_buf_puts(json, ", \"x\": ");
    lb_json_real(json, midpoint_of(gap->bbox.xmin, gap->bbox.xmax));
    lb_buf_puts(json, ", \"y\": ");
    lb_json_real(json, midpoint_of(gap->bbox.ymin, gap->bbox.ymax));
    lb_buf_putc(json, '}');
}

void lb_topology_to_provenance(const lb_topology_issues *topology, const char *label,
                               char *const *name, lb_provenance *provenance)
{
    lb_buf overlaps = {0}, gaps = {0};
    for (size_t k = 0; k < topology->overlaps; k++) {
        const lb_overlap_pair *pair = &topology->overlap[k];
        open_pair_json(&overlaps, pair->i, pair->j, pair->area, name);
        lb_buf_putc(&overlaps, '}');
    }
    for (size_t k = 0; k < topology->gaps; k++)
        write_gap_json(&gaps, &topology->gap[k], name);
    lb_provenance_topology(provenance, label, topology->overlaps_checked ? &overlaps : NULL,
                           topology->gaps_checked ? &gaps : NULL, topology->overlap_count,
                           topology->overlap_m2);
    lb_buf_clear(&overlaps);
    lb_buf_clear(&gaps);
}

void lb_areas_input_to_provenance(const lb_areas *areas, lb_provenance *provenance)
{
    lb_provenance_source(provenance, areas->source, NULL, (int64_t)areas->shapes.count);
}

void lb_skipped_to_provenance(size_t skipped, const char *label, lb_provenance *provenance)
{
    char name[300];
    if (skipped == 0)
        return;
    lb_text_print(name, sizeof name, "%.250s: features_skipped", label);
    lb_provenance_balance(provenance, name, (double)skipped);
}

void lb_areas_to_provenance(const lb_areas *areas, lb_provenance *provenance)
{
    lb_topology_to_provenance(&areas->topology, areas->label, areas->name, provenance);
    lb_skipped_to_provenance(areas->found.skipped, areas->label, provenance);
}

lb_status lb_topology_find(lb_overlap_task *task, lb_areas *areas, const lb_job *job, lb_error *err)
{
    lb_status status = LB_OK;
    if (areas->shapes.count <= LB_TOPOLOGY_MAX_AREAS && lb_shapes_rings(&areas->shapes) > 0)
        status = lb_topology_compute(task, 1, &areas->topology, err);
    if (status == LB_OK)
        lb_topology_log(&areas->topology, areas->name, job->log);
    return status;
}

lb_status lb_topology_check_areas(lb_areas *areas, const lb_job *job, lb_error *err)
{
    lb_overlap_task task;
    lb_overlap_request request = lb_overlap_pairs_request(1);
    lb_overlap_task_start(&task, &areas->shapes, &request, job->threads);
    task.log = job->log;
    task.source = areas->source;
    lb_status status = lb_topology_find(&task, areas, job, err);
    lb_overlap_task_clear(&task);
    return status;
}

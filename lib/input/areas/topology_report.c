/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <lagesbild/gaps.h>
#include "text/json.h"
#include "input/areas/disjoint.h"
#include "input/areas/fast_union.h"
#include "input/areas/topology_report.h"
#include "port/geos/geos_overlaps.h"

static double middle(double a, double b)
{
    return (a + b) / 2;
}

static lb_status find_gaps(const lb_shapes *shapes, double unit, const lb_shapes *joined,
                           lb_meeting *m, lb_error *err)
{
    size_t n = 0;
    if (lb_gaps_find(shapes, joined, &m->gap, &n) != LB_OK)
        return lb_error_set(err, LB_E_MEMORY, "out of memory");
    m->gaps_sought = true;
    for (; m->gaps < n && m->gap[m->gaps].area >= unit; m->gaps++)
        m->gap[m->gaps].area /= unit;
    return LB_OK;
}

lb_status lb_meet_find(lb_apart *proof, double unit, int threads, lb_meeting *out,
                       lb_shapes *joined, lb_error *err)
{
    const lb_shapes *shapes = proof->shapes;
    lb_meeting m = {.overlaps_sought = true};
    bool few = shapes->count <= LB_MEET_MOST, apart = false;
    lb_status status = lb_apart_end(proof, &apart, err);
    if (status == LB_OK && !apart)
        status = lb_geos_overlaps(shapes, unit, threads, &m.overlap, &m.overlaps, err);
    if (status == LB_OK && (few || m.overlaps > 0))
        status = lb_join_areas(shapes, NULL, shapes->count, joined, err);
    if (status == LB_OK && few)
        status = find_gaps(shapes, unit, joined, &m, err);
    if (status == LB_OK)
        *out = m;
    else
        lb_meeting_clear(&m);
    return status;
}

static void tell_overlaps(const lb_meeting *m, char *const *name, lb_log *log)
{
    for (size_t k = 0; k < m->overlaps && k < LB_LOG_SHOWN; k++)
        lb_log_note(log, "'%s' and '%s' overlap by %.1f m2", name[m->overlap[k].i],
                    name[m->overlap[k].j], m->overlap[k].area);
    if (m->overlaps > LB_LOG_SHOWN)
        lb_log_note(log, "%zu overlaps in all", m->overlaps);
}

static void tell_gap(const lb_gap *gap, char *const *name, lb_log *log)
{
    double x = middle(gap->where.xmin, gap->where.xmax);
    double y = middle(gap->where.ymin, gap->where.ymax);
    if (gap->j != SIZE_MAX)
        lb_log_note(log, "'%s' and '%s' enclose %.1f m2 at %.8g, %.8g that no area has",
                    name[gap->i], name[gap->j], gap->area, x, y);
    else
        lb_log_note(log, "areas enclose %.1f m2 at %.8g, %.8g that none of them has", gap->area, x,
                    y);
}

static void tell_gaps(const lb_meeting *m, char *const *name, lb_log *log)
{
    double sum = 0;
    for (size_t k = 0; k < m->gaps; k++) {
        if (k < LB_LOG_SHOWN)
            tell_gap(&m->gap[k], name, log);
        sum += m->gap[k].area;
    }
    if (m->gaps > LB_LOG_SHOWN)
        lb_log_note(log, "%zu gaps between areas in all, %.1f m2", m->gaps, sum);
}

void lb_meet_tell(const lb_meeting *meeting, char *const *name, lb_log *log)
{
    tell_overlaps(meeting, name, log);
    tell_gaps(meeting, name, log);
}

/* {"a": NAME, "b": NAME, "m2": SIZE without its end. */
static void put_pair(lb_buf *json, size_t i, size_t j, double m2, char *const *name)
{
    lb_buf_put(json, json->length > 0 ? ", {\"a\": " : "{\"a\": ");
    lb_json_text(json, i == SIZE_MAX ? NULL : name[i]);
    lb_buf_put(json, ", \"b\": ");
    lb_json_text(json, j == SIZE_MAX ? NULL : name[j]);
    lb_buf_put(json, ", \"m2\": ");
    lb_json_real(json, m2);
}

static void put_gap(lb_buf *json, const lb_gap *gap, char *const *name)
{
    put_pair(json, gap->i, gap->j, gap->area, name);
    lb_buf_put(json, ", \"x\": ");
    lb_json_real(json, middle(gap->where.xmin, gap->where.xmax));
    lb_buf_put(json, ", \"y\": ");
    lb_json_real(json, middle(gap->where.ymin, gap->where.ymax));
    lb_buf_putc(json, '}');
}

void lb_meet_put(const lb_meeting *meeting, const char *label, char *const *name,
                 lb_provenance *provenance)
{
    lb_buf overlaps = {0}, gaps = {0};
    for (size_t k = 0; k < meeting->overlaps; k++) {
        const lb_overlap_pair *pair = &meeting->overlap[k];
        put_pair(&overlaps, pair->i, pair->j, pair->area, name);
        lb_buf_putc(&overlaps, '}');
    }
    for (size_t k = 0; k < meeting->gaps; k++)
        put_gap(&gaps, &meeting->gap[k], name);
    lb_provenance_meeting(provenance, label, meeting->overlaps_sought ? &overlaps : NULL,
                          meeting->gaps_sought ? &gaps : NULL);
    lb_buf_clear(&overlaps);
    lb_buf_clear(&gaps);
}

lb_status lb_meet_areas_by(lb_apart *proof, lb_areas *areas, const lb_job *job, lb_error *err)
{
    lb_shapes joined = {0};
    lb_status status = LB_OK;
    if (areas->shapes.count <= LB_MEET_MOST && lb_shapes_rings(&areas->shapes) > 0)
        status = lb_meet_find(proof, 1, job->threads, &areas->meeting, &joined, err);
    lb_shapes_clear(&joined);
    if (status == LB_OK)
        lb_meet_tell(&areas->meeting, areas->name, job->log);
    return status;
}

lb_status lb_meet_areas(lb_areas *areas, const lb_job *job, lb_error *err)
{
    lb_apart proof;
    lb_apart_begin(&proof, &areas->shapes, 1); /* by this thread, where it is asked for */
    return lb_meet_areas_by(&proof, areas, job, err);
}

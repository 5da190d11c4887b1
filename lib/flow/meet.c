/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <lagesbild/gaps.h>
#include "flow/meet.h"
#include "port/geos.h"

/* Square metres that are worth a word. */
static const double LEAST = 1;

static lb_status tell_overlaps(const lb_areas *areas, lb_log *log, lb_error *err)
{
    lb_overlap_pair *pair = NULL;
    size_t n = 0;
    lb_status status = lb_geos_overlaps(&areas->shapes, LEAST, &pair, &n, err);
    if (status != LB_OK)
        return status;
    for (size_t k = 0; k < n && k < LB_LOG_SHOWN; k++)
        lb_log_note(log, "'%s' and '%s' overlap by %.1f m2", areas->name[pair[k].i],
                    areas->name[pair[k].j], pair[k].area);
    if (n > LB_LOG_SHOWN)
        lb_log_note(log, "%zu overlaps in all", n);
    free(pair);
    return LB_OK;
}

static void tell_gap(const lb_areas *areas, const lb_gap *gap, lb_log *log)
{
    double x = (gap->where.xmin + gap->where.xmax) / 2, y = (gap->where.ymin + gap->where.ymax) / 2;
    if (gap->j != SIZE_MAX)
        lb_log_note(log, "'%s' and '%s' enclose %.1f m2 at %.0f, %.0f that no area has",
                    areas->name[gap->i], areas->name[gap->j], gap->area, x, y);
    else
        lb_log_note(log, "areas enclose %.1f m2 at %.0f, %.0f that none of them has", gap->area, x,
                    y);
}

static lb_status tell_gaps(const lb_areas *areas, lb_log *log, lb_error *err)
{
    lb_gap *gap = NULL;
    size_t n = 0, shown = 0;
    double sum = 0;
    lb_shapes joined = {0};
    lb_status status = lb_geos_union(&areas->shapes, NULL, areas->shapes.count, &joined, err);
    if (status == LB_OK && lb_gaps_find(&areas->shapes, &joined, &gap, &n) != LB_OK)
        status = lb_error_set(err, LB_E_MEMORY, "out of memory");
    lb_shapes_clear(&joined);
    for (; status == LB_OK && shown < n && gap[shown].area >= LEAST; shown++) {
        if (shown < LB_LOG_SHOWN)
            tell_gap(areas, &gap[shown], log);
        sum += gap[shown].area;
    }
    if (shown > LB_LOG_SHOWN)
        lb_log_note(log, "%zu gaps between areas in all, %.1f m2", shown, sum);
    free(gap);
    return status;
}

lb_status lb_meet_tell(const lb_areas *areas, bool overlaps, const lb_job *job, lb_error *err)
{
    size_t n = areas->shapes.count;
    if (!job->log || n < 2 || n > LB_MEET_MOST || lb_shapes_rings(&areas->shapes) == 0)
        return LB_OK;
    lb_status status = overlaps ? tell_overlaps(areas, job->log, err) : LB_OK;
    return status == LB_OK ? tell_gaps(areas, job->log, err) : status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One walk along all borders that lie near others (docs/methods.md, Overlap rules, Walks): where
 * what they hold more than once is nothing, the size of their union is the sum of theirs. */
#include <stdlib.h>

#include "base/sum.h"
#include "base/threads.h"
#include "input/areas/overlap_task.h"

/* Sizes are computed in the order of features, as their coordinates are in memory, and added in
 * that of ranks, which geometry decides. */
static lb_status sum_sizes(lb_overlap_task *t)
{
    const lb_border_runs *runs = &t->overlap.runs;
    lb_sum sum = {0};
    double *size = malloc((t->shapes->count + 1) * sizeof *size);
    if (!size)
        return LB_E_MEMORY;
#pragma omp parallel for num_threads(lb_thread_count(t->threads)) schedule(static)
    for (size_t f = 0; f < t->shapes->count; f++)
        size[f] = lb_shapes_area(t->shapes, f);
    for (size_t i = 0; i < runs->first_copy[runs->areas]; i++)
        lb_sum_add(&sum, size[runs->feature[i]]);
    t->sum = lb_sum_value(sum);
    free(size);
    return LB_OK;
}

/* What takes over half a minute of one core is said before. */
static void log_crossings(const lb_overlap_task *t)
{
    if (t->crossings >= 1e8 && t->log)
        lb_log_note(t->log,
                    "%s: the borders of its areas cross about %.0f million times, which takes "
                    "minutes; fewer areas over each other take less",
                    t->source ? t->source : "areas", t->crossings / 2e6);
}

static void run_task(void *udata)
{
    lb_overlap_task *t = udata;
    t->status = lb_overlap_init(&t->overlap, t->shapes, 0, t->threads);
    if (t->status == LB_OK)
        t->status = lb_overlap_estimate_crossings(&t->overlap, &t->crossings);
    sem_post(&t->counted);
    if (t->on_caller)
        log_crossings(t);
    if (t->status == LB_E_INPUT) {
        t->status = LB_OK;
        return;
    }
    if (t->status == LB_OK)
        t->status = lb_overlap_sizes_find(&t->overlap, &t->request, &t->sizes);
    if (t->status == LB_OK && (t->sizes.repeated[0] != 0 || t->sizes.borders > 0))
        t->status = sum_sizes(t);
    t->disjoint = t->status == LB_OK && t->sizes.repeated[0] <= 1e-12 * t->sum;
}

lb_overlap_request lb_overlap_pairs_request(double unit)
{
    return (lb_overlap_request){
        .pairs = true, .tolerance = unit, .most_pairs = LB_OVERLAP_MAX_PAIRS};
}

void lb_overlap_task_start(lb_overlap_task *task, const lb_shapes *shapes,
                           const lb_overlap_request *request, int threads)
{
    *task = (lb_overlap_task){.shapes = shapes, .request = *request, .threads = threads};
    task->is_started = sem_init(&task->counted, 0, 0) == 0;
    lb_async_task_start(&task->async, threads, run_task, task);
}

lb_status lb_overlap_task_finish(lb_overlap_task *task, lb_error *err)
{
    if (!task->async.on_thread)
        task->on_caller = true;
    else if (task->is_started) {
        while (sem_wait(&task->counted) != 0)
            continue; /* interrupted by a signal */
        log_crossings(task);
    }
    lb_async_task_finish(&task->async);
    return task->status == LB_OK ? LB_OK : lb_error_memory(err);
}

lb_status lb_overlap_task_cover(lb_overlap_task *task, const lb_grid *grid, lb_cover *out,
                                lb_error *err)
{
    if (task->sizes.borders == 0)
        return lb_error_set(err, LB_E_INPUT, "%s", lb_status_text(LB_E_INPUT));
    double area = task->sum - task->sizes.repeated[0];
    lb_overlap_end_walks(&task->overlap); /* their memory, before the cover takes more */
    lb_status status = lb_union_cover_compute(&task->overlap.runs, task->sizes.border,
                                              task->sizes.borders, area, grid, out);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

void lb_overlap_task_clear(lb_overlap_task *task)
{
    lb_async_task_cancel(&task->async);
    if (task->is_started)
        sem_destroy(&task->counted);
    task->is_started = false;
    lb_overlap_clear(&task->overlap);
    lb_overlap_sizes_clear(&task->sizes);
}

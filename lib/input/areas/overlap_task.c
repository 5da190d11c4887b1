/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One walk along all borders that lie near others (docs/methods.md, Overlap rules, Walks): where
 * what they hold more than once is nothing, the size of their union is the sum of theirs. */
#include "base/sum.h"
#include "input/areas/overlap_task.h"

static double sum_of_sizes(const lb_border_runs *runs)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < runs->areas; i++)
        lb_sum_add(&sum, lb_shapes_area(runs->shapes, runs->feature[i]));
    return lb_sum_value(sum);
}

static void run_task(void *udata)
{
    lb_overlap_task *t = udata;
    t->status = lb_overlap_init(&t->overlap, t->shapes, 0, t->threads);
    if (t->status == LB_E_INPUT) {
        t->status = LB_OK;
        return;
    }
    if (t->status == LB_OK)
        t->status = lb_overlap_sizes_find(&t->overlap, &t->request, &t->sizes);
    if (t->status == LB_OK && t->sizes.repeated[0] != 0)
        t->sum = sum_of_sizes(&t->overlap.runs);
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
    lb_async_task_start(&task->async, threads, run_task, task);
}

lb_status lb_overlap_task_finish(lb_overlap_task *task, lb_error *err)
{
    lb_async_task_finish(&task->async);
    return task->status == LB_OK ? LB_OK : lb_error_memory(err);
}

lb_status lb_overlap_task_cover(lb_overlap_task *task, const lb_grid *grid, lb_cover *out,
                                lb_error *err)
{
    if (task->sizes.borders == 0)
        return lb_error_set(err, LB_E_INPUT, "%s", lb_status_text(LB_E_INPUT));
    double sum = task->sum != 0 ? task->sum : sum_of_sizes(&task->overlap.runs);
    double area = sum - task->sizes.repeated[0];
    lb_status status = lb_union_cover_compute(&task->overlap.runs, task->sizes.border,
                                              task->sizes.borders, area, grid, out);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

void lb_overlap_task_clear(lb_overlap_task *task)
{
    lb_async_task_cancel(&task->async);
    lb_overlap_clear(&task->overlap);
    lb_overlap_sizes_clear(&task->sizes);
}

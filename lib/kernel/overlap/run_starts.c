/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Winding numbers of first corners around the areas near them. An area of many corners gets a tree
 * of its edges, so that one large area among thousands costs a few edges a corner. */
#include <stdlib.h>

#include "base/array.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/overlap/run_starts.h"
#include "kernel/overlap/winding_tree.h"

/* An area with more corners, looked at more often, gets a tree. */
enum { FEW_CORNERS = 128, FEW_LOOKS = 8 };

typedef struct start_finder {
    const lb_border_runs *runs;
    lb_winding_tree **tree; /* [areas]; NULL: few corners, or few others near */
} start_finder;

static size_t first_vertex(const lb_shapes *s, size_t feature)
{
    return s->vertex[s->ring[s->part[feature]]];
}

static size_t end_vertex(const lb_shapes *s, size_t feature)
{
    return s->vertex[s->ring[s->part[feature + 1]]];
}

/* Starts --------------------------------------------------------------------------------------- */

/* One thread's finds, and where those of each run are. */
typedef struct start_list {
    uint32_t *area;
    size_t count, capacity;
    bool failed;
} start_list;

/* Where in the list of its thread the areas that hold a run's first corner are. */
typedef struct start_place {
    size_t at;
    uint32_t count;
    int thread;
} start_place;

static void add_start(start_list *list, uint32_t area)
{
    if (lb_array_reserve(&list->area, &list->capacity, list->count + 1, sizeof *list->area))
        list->area[list->count++] = area;
    else
        list->failed = true;
}

/* The run whose first corner is looked for. */
typedef struct start_search {
    const start_finder *finder;
    const lb_border_run *run;
    start_list *list;
} start_search;

/* Appends an area that holds the corner, as often as it winds around it. */
static void test_start(void *udata, size_t other)
{
    const start_search *s = udata;
    const lb_border_runs *runs = s->finder->runs;
    if (!lb_border_runs_compared(runs, s->run->area, (uint32_t)other))
        return;
    int winds = lb_winding_number(s->finder->tree[other], runs, s->run->area,
                                  runs->corner[s->run->first], (uint32_t)other);
    for (; winds > 0; winds--)
        add_start(s->list, (uint32_t)other);
}

static void find_starts(const start_finder *f, const lb_border_run *run, start_list *list)
{
    const lb_border_runs *runs = f->runs;
    double xy[2];
    lb_lattice_coordinates(&runs->lattice, runs->corner[run->first], xy);
    lb_box box = lb_border_runs_widen(runs, (lb_box){xy[0], xy[1], xy[0], xy[1]});
    lb_bbox_index_visit(&runs->index, box, test_start, &(start_search){f, run, list});
}

static bool has_closed_run(const lb_border_runs *runs, size_t area)
{
    for (size_t r = runs->first_run[area]; r < runs->first_run[area + 1]; r++)
        if (runs->run[r].closed)
            return true;
    return false;
}

/* An area of many corners that is looked at. */
typedef struct look_count {
    const lb_border_runs *runs;
    uint32_t area;
    int looks;
} look_count;

static bool count_look(void *udata, size_t other)
{
    look_count *l = udata;
    l->looks += lb_border_runs_compared(l->runs, l->area, (uint32_t)other) &&
                has_closed_run(l->runs, other);
    return l->looks > FEW_LOOKS;
}

/* Trees pay only for an area with more than FEW_CORNERS in which runs of others may begin. */
static bool prepare_trees(start_finder *f, int threads)
{
    const lb_border_runs *runs = f->runs;
    const lb_shapes *s = runs->shapes;
    bool failed = false;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 16) reduction(|| : failed)
    for (size_t i = 0; i < runs->areas; i++) {
        look_count looks = {runs, (uint32_t)i, 0};
        size_t feature = lb_border_runs_feature(runs, i);
        if (end_vertex(s, feature) - first_vertex(s, feature) > FEW_CORNERS &&
            runs->first_run[i] < runs->first_run[i + 1] &&
            lb_bbox_index_any(&runs->index, runs->box[i], count_look, &looks)) {
            f->tree[i] = lb_winding_tree_new(runs, (uint32_t)i);
            failed = !f->tree[i] || failed;
        }
    }
    return !failed;
}

/* The areas that hold the first corner of each closed run; that of an open run lies in no other
 * area. */
static bool find_all(const start_finder *f, start_place *place, start_list *lists, int threads)
{
    const lb_border_runs *runs = f->runs;
    bool failed = false;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64) reduction(|| : failed)
    for (size_t r = 0; r < runs->runs; r++) {
        start_list *list = &lists[lb_thread_index()];
        size_t at = list->count;
        if (!runs->run[r].closed)
            continue;
        find_starts(f, &runs->run[r], list);
        place[r] = (start_place){at, (uint32_t)(list->count - at), lb_thread_index()};
        failed = failed || list->failed;
    }
    return !failed;
}

/* From the threads' lists to one by run, so that the order is that of the runs. */
static lb_status join_starts(lb_run_starts *starts, const lb_border_runs *runs,
                             const start_place *place, const start_list *lists)
{
    starts->first = calloc(runs->runs + 1, sizeof *starts->first);
    if (!starts->first)
        return LB_E_MEMORY;
    for (size_t r = 0; r < runs->runs; r++)
        starts->first[r + 1] = starts->first[r] + place[r].count;
    starts->area = malloc((starts->first[runs->runs] + 1) * sizeof *starts->area);
    if (!starts->area)
        return LB_E_MEMORY;
    for (size_t r = 0; r < runs->runs; r++)
        for (uint32_t k = 0; k < place[r].count; k++)
            starts->area[starts->first[r] + k] = lists[place[r].thread].area[place[r].at + k];
    return LB_OK;
}

static lb_status make_starts(lb_run_starts *starts, start_finder *f, int threads)
{
    const lb_border_runs *runs = f->runs;
    start_place *place = calloc(runs->runs + 1, sizeof *place);
    start_list *lists = calloc((size_t)threads, sizeof *lists);
    lb_status status =
        place && lists && prepare_trees(f, threads) && find_all(f, place, lists, threads)
            ? LB_OK
            : LB_E_MEMORY;
    if (status == LB_OK)
        status = join_starts(starts, runs, place, lists);
    for (int t = 0; lists && t < threads; t++)
        free(lists[t].area);
    free(lists);
    free(place);
    return status;
}

lb_status lb_run_starts_init(lb_run_starts *starts, const lb_border_runs *runs, int threads)
{
    *starts = (lb_run_starts){.first = NULL};
    start_finder f = {.runs = runs, .tree = calloc(runs->areas + 1, sizeof *f.tree)};
    lb_status status = f.tree ? make_starts(starts, &f, lb_thread_count(threads)) : LB_E_MEMORY;
    for (size_t i = 0; f.tree && i < runs->areas; i++)
        lb_winding_tree_free(f.tree[i]);
    free(f.tree);
    if (status != LB_OK)
        lb_run_starts_clear(starts);
    return status;
}

void lb_run_starts_clear(lb_run_starts *starts)
{
    free(starts->first);
    free(starts->area);
    *starts = (lb_run_starts){.first = NULL};
}

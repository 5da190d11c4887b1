/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/array.h"
#include "base/try.h"
#include "input/areas/named_areas.h"

typedef struct ranked_area {
    const lb_areas *areas;
    size_t name, area;
} ranked_area;

void lb_named_areas_clear(lb_named_areas *named)
{
    lb_name_index_clear(&named->names);
    free(named->name_of_area);
    free(named->first_area);
    free(named->first_stretch);
    free(named->stretch);
    *named = (lb_named_areas){0};
}

/* By name, and of one name the first by lb_areas_is_before first. */
static int compare_ranked(const void *a, const void *b)
{
    const ranked_area *p = a, *q = b;
    LB_COMPARE(p->name, q->name);
    if (p->area == q->area)
        return 0;
    return lb_areas_is_before(p->areas, p->area, q->area) ? -1 : 1;
}

static int compare_stretches(const void *a, const void *b)
{
    const lb_named_stretch *p = a, *q = b;
    LB_COMPARE(p->from, q->from);
    return 0;
}

/* The stretches of n areas of one name, none of which has an area yet; returns how many. */
static size_t cut_stretches(const lb_area_times *times, const ranked_area *area, size_t n,
                            lb_named_stretch *stretch)
{
    size_t count = 1, kept = 1;
    stretch[0] = (lb_named_stretch){INT64_MIN, SIZE_MAX};
    for (size_t i = 0; i < n; i++) {
        stretch[count++] = (lb_named_stretch){times->from[area[i].area], SIZE_MAX};
        stretch[count++] = (lb_named_stretch){times->to[area[i].area], SIZE_MAX};
    }
    qsort(stretch, count, sizeof *stretch, compare_stretches);
    for (size_t i = 1; i < count; i++)
        if (stretch[i].from != stretch[kept - 1].from)
            stretch[kept++] = stretch[i];
    return kept;
}

/* The last of n stretches that begins on the day or before; the first begins before all days. */
static size_t stretch_on(const lb_named_stretch *stretch, size_t n, int64_t day)
{
    size_t low = 0;
    while (n - low > 1) {
        size_t middle = low + (n - low) / 2;
        if (stretch[middle].from <= day)
            low = middle;
        else
            n = middle;
    }
    return low;
}

/* The first stretch from k on that has no area yet; next[k] is k of such, else one further on. */
static size_t free_stretch(size_t *next, size_t k)
{
    while (next[k] != k) {
        next[k] = next[next[k]];
        k = next[k];
    }
    return k;
}

/* Gives the n areas of one name, in their order, what is free of their days. next: room for one
 * more than there are stretches. */
static size_t fill_stretches(const lb_area_times *times, const ranked_area *area, size_t n,
                             lb_named_stretch *stretch, size_t *next)
{
    size_t count = cut_stretches(times, area, n, stretch);
    for (size_t k = 0; k <= count; k++)
        next[k] = k;
    for (size_t i = 0; i < n; i++) {
        int64_t from = times->from[area[i].area], to = times->to[area[i].area];
        size_t k = free_stretch(next, stretch_on(stretch, count, from));
        for (; k < count && stretch[k].from < to; k = free_stretch(next, k)) {
            stretch[k].area = area[i].area;
            next[k] = k + 1;
        }
    }
    return count;
}

/* area[n] is sorted. */
static lb_status index_days(const ranked_area *area, size_t n, const lb_area_times *times,
                            lb_named_areas *out)
{
    size_t *next = malloc((2 * n + 2) * sizeof *next), end;
    out->stretch = malloc((3 * n + 1) * sizeof *out->stretch);
    out->first_stretch = calloc(out->names.count + 1, sizeof *out->first_stretch);
    bool room = next && out->stretch && out->first_stretch;
    for (size_t i = 0; room && i < n; i = end) {
        size_t at = out->first_stretch[area[i].name];
        for (end = i; end < n && area[end].name == area[i].name;)
            end++;
        out->first_stretch[area[i].name + 1] =
            at + fill_stretches(times, area + i, end - i, out->stretch + at, next);
    }
    free(next);
    return room ? LB_OK : LB_E_MEMORY;
}

static lb_status number_names(const lb_areas *areas, ranked_area *area, lb_named_areas *out)
{
    out->names.folded = true;
    for (size_t i = 0; i < areas->shapes.count; i++) {
        LB_TRY(lb_name_index_add(&out->names, areas->name[i], &out->name_of_area[i]));
        area[i] = (ranked_area){areas, out->name_of_area[i], i};
    }
    return LB_OK;
}

static lb_status index_areas(const lb_areas *areas, const lb_area_times *times, ranked_area *area,
                             lb_named_areas *out)
{
    size_t n = areas->shapes.count;
    out->name_of_area = malloc((n + 1) * sizeof *out->name_of_area);
    out->first_area = malloc((n + 1) * sizeof *out->first_area);
    if (!area || !out->name_of_area || !out->first_area)
        return LB_E_MEMORY;
    LB_TRY(number_names(areas, area, out));
    qsort(area, n, sizeof *area, compare_ranked);
    for (size_t i = n; i-- > 0;)
        out->first_area[area[i].name] = area[i].area;
    return times->limited ? index_days(area, n, times, out) : LB_OK;
}

lb_status lb_named_areas_index(const lb_areas *areas, const lb_area_times *times,
                               lb_named_areas *out)
{
    lb_named_areas named = {.name_of_area = NULL};
    ranked_area *area = malloc((areas->shapes.count + 1) * sizeof *area);
    lb_status status = index_areas(areas, times, area, &named);
    free(area);
    LB_HAND_OVER(status, named, out, lb_named_areas_clear);
}

lb_status lb_named_areas_find(const lb_named_areas *named, const char *name, bool dated,
                              int64_t day, size_t *area)
{
    size_t at;
    LB_TRY(lb_name_index_find(&named->names, name, &at));
    *area = at == SIZE_MAX ? SIZE_MAX : named->first_area[at];
    if (at != SIZE_MAX && dated && named->stretch) {
        const lb_named_stretch *stretch = named->stretch + named->first_stretch[at];
        size_t n = named->first_stretch[at + 1] - named->first_stretch[at];
        *area = stretch[stretch_on(stretch, n, day)].area;
    }
    return LB_OK;
}

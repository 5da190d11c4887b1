/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep along each row: the spans at hand are kept by area, and a stretch begins wherever one
 * begins or ends. Stripes of rows are swept side by side and joined in their order, so that nothing
 * depends on the number of threads. Time grows with spans, their order by column, and entries. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "kernel/location/locator_stretches.h"

enum { STRIPES = 64 };

/* Some of the rows, by one thread. */
struct stripe {
    struct stretch *stretch;
    size_t n_stretches, stretch_capacity;
    struct entry *entry;
    size_t n_entries, entry_capacity;
    size_t stretches_before, entries_before; /* of the stripes before */
    struct row_span *active; /* spans of the columns at hand, by area; before, room to merge in */
    size_t capacity;
    bool failed;
};

/* The end of the ascending run of columns that begins at i. */
static size_t run_end(const struct row_span *span, size_t n, size_t i)
{
    for (i++; i < n && span[i - 1].col <= span[i].col; i++)
        continue;
    return i < n ? i : n;
}

/* Sorts by column, then area: those of each area ascend already, so that runs are merged. spare:
 * [n] */
static void sort_columns(struct row_span *span, size_t n, struct row_span *spare)
{
    while (run_end(span, n, 0) < n) {
        size_t to = 0;
        for (size_t i = 0; i < n;) {
            size_t middle = run_end(span, n, i), end = middle < n ? run_end(span, n, middle) : n;
            for (size_t a = i, b = middle; a < middle || b < end;)
                spare[to++] =
                    a < middle && (b == end || span[a].col <= span[b].col) ? span[a++] : span[b++];
            i = end;
        }
        memcpy(span, spare, n * sizeof *span);
    }
}

/* Leaves of the n active spans those that go on behind column cut, adds those of `more` that begin
 * there, and keeps them by area; returns how many there are. */
static size_t step_to_cut(struct row_span *active, size_t n, const struct row_span *more,
                          size_t n_more, int32_t cut)
{
    size_t kept = 0;
    for (size_t k = 0; k < n; k++)
        if (active[k].end > cut)
            active[kept++] = active[k];
    for (size_t k = 0; k < n_more; k++) {
        size_t at = kept++;
        for (; at > 0 && active[at - 1].entry.area > more[k].entry.area; at--)
            active[at] = active[at - 1];
        active[at] = more[k];
    }
    return kept;
}

/* Are these one chain, passed in opposite directions? */
static bool is_reversed(const lb_shapes *shapes, const struct entry *a, const struct entry *b)
{
    uint32_t n = a->edges / LB_ENTRY_FLAGS;
    bool begin = a->edges & LB_ENTRY_BEGIN, end = a->edges & LB_ENTRY_END;
    if (n == 0 || b->edges / LB_ENTRY_FLAGS != n || ((a->edges | b->edges) & LB_ENTRY_MORE) ||
        begin != ((b->edges & LB_ENTRY_END) != 0) || end != ((b->edges & LB_ENTRY_BEGIN) != 0))
        return false;
    const double *p = shapes->xy + 2 * (size_t)a->vertex,
                 *q = shapes->xy + 2 * ((size_t)b->vertex + n);
    for (uint32_t k = 0; k <= n; k++, p += 2, q -= 2)
        if (p[0] != q[0] || p[1] != q[1])
            return false;
    return true;
}

/* A border that two areas share, one on each side, is looked at once. entry: [2], one of each. */
static void join_border(const lb_shapes *shapes, struct entry *entry)
{
    if (((entry[0].edges ^ entry[1].edges) & LB_ENTRY_ODD) &&
        is_reversed(shapes, &entry[0], &entry[1]))
        entry[1].edges = (entry[1].edges & LB_ENTRY_ODD) | LB_ENTRY_SAME;
}

/* The columns from cut on have these spans. */
static bool add_stretch(struct stripe *s, const lb_shapes *shapes, int32_t cut,
                        const struct row_span *active, size_t n)
{
    if (!lb_array_reserve(&s->stretch, &s->stretch_capacity, s->n_stretches + 1,
                          sizeof *s->stretch) ||
        !lb_array_reserve(&s->entry, &s->entry_capacity, s->n_entries + n, sizeof *s->entry))
        return false;
    s->stretch[s->n_stretches++] = (struct stretch){cut, (uint32_t)s->n_entries};
    for (size_t k = 0; k < n; k++)
        s->entry[s->n_entries++] = active[k].entry;
    if (n == 2)
        join_border(shapes, &s->entry[s->n_entries - 2]);
    if (n > 0)
        s->entry[s->n_entries - 1].edges |= LB_ENTRY_LAST;
    return s->n_entries <= UINT32_MAX;
}

/* Cuts one row into stretches between the columns where any span begins or ends, and lists the
 * areas of each. */
static bool add_stretches(struct stripe *s, const lb_shapes *shapes, struct row_span *span,
                          size_t n)
{
    size_t n_active = 0, i = 0;
    if (!lb_array_reserve(&s->active, &s->capacity, n, sizeof *s->active))
        return false;
    sort_columns(span, n, s->active);
    while (i < n || n_active > 0) {
        int32_t cut = i < n ? span[i].col : INT32_MAX;
        for (size_t k = 0; k < n_active; k++)
            cut = s->active[k].end < cut ? s->active[k].end : cut;
        size_t from = i;
        while (i < n && span[i].col == cut)
            i++;
        n_active = step_to_cut(s->active, n_active, span + from, i - from, cut);
        if (!add_stretch(s, shapes, cut, s->active, n_active))
            return false;
    }
    return true;
}

/* The first row of a stripe. */
static size_t stripe_row(const lb_locator *l, size_t stripe)
{
    return (size_t)l->lattice.y.count * stripe / STRIPES;
}

/* Rows of one stripe; l->row gets the first stretch of each, counted from the stripe's first. */
static void fill_stripe(lb_locator *l, struct stripe *s, size_t stripe, struct row_span *span,
                        const size_t *first)
{
    for (size_t r = stripe_row(l, stripe); !s->failed && r < stripe_row(l, stripe + 1); r++) {
        l->row[r] = s->n_stretches;
        s->failed = !add_stretches(s, l->shapes, span + first[r], first[r + 1] - first[r]);
    }
    free(s->active);
    if (!lb_array_fit(&s->stretch, &s->stretch_capacity, s->n_stretches, sizeof *s->stretch) ||
        !lb_array_fit(&s->entry, &s->entry_capacity, s->n_entries, sizeof *s->entry))
        s->failed = true;
}

/* Gives a stripe its place behind those before it; it is freed. */
static void place_stripe(lb_locator *l, struct stripe *s, size_t stripe)
{
    for (size_t k = 0; k < s->n_stretches; k++)
        l->stretch[s->stretches_before + k] = (struct stretch){
            s->stretch[k].col, (uint32_t)(s->stretch[k].first + s->entries_before)};
    if (s->n_entries > 0)
        memcpy(l->entry + s->entries_before, s->entry, s->n_entries * sizeof *s->entry);
    for (size_t r = stripe_row(l, stripe); r < stripe_row(l, stripe + 1); r++)
        l->row[r] += s->stretches_before;
    free(s->stretch);
    free(s->entry);
    *s = (struct stripe){.stretch = NULL};
}

/* Stripes one behind the other; they are freed. */
static bool join_stripes(lb_locator *l, struct stripe *stripe, int threads)
{
    bool good = true;
    for (size_t i = 0; i < STRIPES; i++) {
        stripe[i].stretches_before = l->n_stretches;
        stripe[i].entries_before = l->n_entries;
        l->n_stretches += stripe[i].n_stretches;
        l->n_entries += stripe[i].n_entries;
        good = good && !stripe[i].failed;
    }
    l->row[l->lattice.y.count] = l->n_stretches;
    l->stretch = malloc((l->n_stretches + 1) * sizeof *l->stretch);
    l->entry = malloc((l->n_entries + 1) * sizeof *l->entry);
    good = good && l->stretch && l->entry && l->n_entries <= UINT32_MAX;
#pragma omp parallel for num_threads(threads) schedule(dynamic) if (good)
    for (size_t i = 0; i < (good ? STRIPES : 0); i++)
        place_stripe(l, &stripe[i], i);
    for (size_t i = 0; i < STRIPES; i++) {
        free(stripe[i].stretch);
        free(stripe[i].entry);
    }
    return good;
}

lb_status lb_locator_add_stretches(lb_locator *l, struct row_span *span, const size_t *first,
                                   int threads)
{
    struct stripe stripe[STRIPES] = {{0}};
    l->row = calloc((size_t)l->lattice.y.count + 1, sizeof *l->row);
    if (!l->row) {
        free(span);
        return LB_E_MEMORY;
    }
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (size_t i = 0; i < STRIPES; i++)
        fill_stripe(l, &stripe[i], i, span, first);
    free(span); /* before there is more of everything */
    return join_stripes(l, stripe, threads) ? LB_OK : LB_E_MEMORY;
}

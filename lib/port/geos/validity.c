/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Features are copied into batches; a full batch becomes an OpenMP task, which any thread of the
 * region tests with a GEOS context of its own while one goes on reading. To test a polygon takes
 * longer than to read it. */
#include <stdlib.h>
#include <string.h>

#include "base/threads.h"
#include "port/geos/make_valid.h"
#include "port/geos/validity.h"

/* The end of a batch, whichever comes first: some milliseconds of work. */
enum { BATCH_FEATURES = 256, BATCH_VERTICES = 8192 };

/* Features that one task tests; valid[i] is written by the task alone. */
typedef struct feature_batch {
    lb_shapes shapes;
    bool valid[BATCH_FEATURES];
    size_t count;
    struct feature_batch *next;
} feature_batch;

struct lb_validity {
    lb_geos *geos; /* [threads], each started by its thread when it gets its first batch */
    int threads;
    feature_batch *open;          /* being filled */
    feature_batch *first, **last; /* list of the batches that are tasks, in order */
};

lb_validity *lb_validity_new(int threads)
{
    lb_validity *s = calloc(1, sizeof *s);
    lb_geos *geos = calloc((size_t)threads, sizeof *geos);
    if (!s || !geos) {
        free(s);
        free(geos);
        return NULL;
    }
    *s = (lb_validity){.geos = geos, .threads = threads};
    s->last = &s->first;
    return s;
}

static void free_batch(feature_batch *b)
{
    if (b)
        lb_shapes_clear(&b->shapes);
    free(b);
}

void lb_validity_free(lb_validity *s)
{
    if (!s)
        return;
    for (feature_batch *b = s->first, *next; b; b = next) {
        next = b->next;
        free_batch(b);
    }
    free_batch(s->open);
    for (int i = 0; i < s->threads; i++)
        lb_geos_stop(&s->geos[i]);
    free(s->geos);
    free(s);
}

static void validate_batch(lb_validity *s, feature_batch *b)
{
    lb_geos *geos = &s->geos[lb_thread_index()];
    bool started = geos->handle || lb_geos_start(geos, NULL) == LB_OK;
    for (size_t i = 0; i < b->count; i++)
        b->valid[i] = started && lb_is_valid(geos, &b->shapes, i);
    lb_shapes_clear(&b->shapes);
}

/* Closes the open batch and makes it a task of the enclosing parallel region. */
static void submit_batch(lb_validity *s)
{
    feature_batch *b = s->open;
    s->open = NULL;
    b->count = b->shapes.count;
    *s->last = b;
    s->last = &b->next;
#pragma omp task firstprivate(s, b)
    validate_batch(s, b);
}

lb_status lb_validity_add(lb_validity *s, const lb_shapes *shapes)
{
    if (!s->open)
        s->open = calloc(1, sizeof *s->open);
    if (!s->open || lb_shapes_add_copy(&s->open->shapes, shapes, shapes->count - 1) != LB_OK)
        return LB_E_MEMORY;
    if (s->open->shapes.count == BATCH_FEATURES ||
        lb_shapes_vertices(&s->open->shapes) >= BATCH_VERTICES)
        submit_batch(s);
    return LB_OK;
}

size_t lb_validity_results(const lb_validity *s, bool *is_valid)
{
    size_t n = 0;
    for (const feature_batch *b = s->first; b; b = b->next) {
        memcpy(is_valid + n, b->valid, b->count * sizeof *b->valid);
        n += b->count;
    }
    return n;
}

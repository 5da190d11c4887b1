/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Features are copied into batches; a full batch goes to the other threads, each with a GEOS
 * context of its own, which wait for it without taking a core from the one that reads. To test a
 * polygon takes longer than to read it. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/async_task.h"
#include "port/geos/make_valid.h"
#include "port/geos/validity.h"

/* The end of a batch, whichever comes first: some milliseconds of work. */
enum { BATCH_FEATURES = 256, BATCH_VERTICES = 8192 };

/* Features that one worker tests; valid[i] is written by it alone. */
typedef struct feature_batch {
    lb_shapes shapes;
    bool valid[BATCH_FEATURES];
    size_t count;
    struct feature_batch *next;
} feature_batch;

typedef struct validity_worker {
    lb_validity *queue;
    lb_geos geos; /* started with the first batch */
    lb_async_task task;
} validity_worker;

struct lb_validity {
    validity_worker *worker; /* [workers], the first of them the caller itself */
    int workers;
    feature_batch *open;  /* being filled */
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    feature_batch *first, **last; /* list of the batches that are full, in order */
    feature_batch *waiting;       /* the first that nobody has taken yet; NULL: none */
    bool closed;                  /* no more will come */
};

/* Waits for the next batch; NULL: no more will come. */
static feature_batch *take_batch(lb_validity *s)
{
    pthread_mutex_lock(&s->lock);
    while (!s->waiting && !s->closed)
        pthread_cond_wait(&s->changed, &s->lock);
    feature_batch *b = s->waiting;
    s->waiting = b ? b->next : NULL;
    pthread_mutex_unlock(&s->lock);
    return b;
}

static void run_worker(void *udata)
{
    validity_worker *w = udata;
    for (feature_batch *b; (b = take_batch(w->queue)) != NULL;) {
        bool started = w->geos.handle || lb_geos_start(&w->geos, NULL) == LB_OK;
        for (size_t i = 0; i < b->count; i++)
            b->valid[i] = started && lb_is_valid(&w->geos, &b->shapes, i);
        lb_shapes_clear(&b->shapes);
    }
}

lb_validity *lb_validity_new(int threads)
{
    lb_validity *s = calloc(1, sizeof *s);
    validity_worker *worker = calloc((size_t)threads, sizeof *worker);
    if (!s || !worker) {
        free(s);
        free(worker);
        return NULL;
    }
    *s = (lb_validity){.worker = worker, .workers = threads};
    s->last = &s->first;
    pthread_mutex_init(&s->lock, NULL); /* neither can fail on Linux */
    pthread_cond_init(&s->changed, NULL);
    for (int i = 0; i < threads; i++) {
        worker[i].queue = s;
        if (i > 0)
            lb_async_task_start(&worker[i].task, threads, run_worker, &worker[i]);
    }
    return s;
}

/* Ends the threads: when all batches are done, or at once. */
static void end_workers(lb_validity *s, bool at_once)
{
    pthread_mutex_lock(&s->lock);
    s->closed = true;
    if (at_once)
        s->waiting = NULL;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
    run_worker(&s->worker[0]);
    for (int i = 1; i < s->workers; i++)
        lb_async_task_cancel(&s->worker[i].task);
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
    end_workers(s, true);
    for (feature_batch *b = s->first, *next; b; b = next) {
        next = b->next;
        free_batch(b);
    }
    free_batch(s->open);
    for (int i = 0; i < s->workers; i++)
        lb_geos_stop(&s->worker[i].geos);
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
    free(s->worker);
    free(s);
}

/* Closes the open batch and hands it to whoever is free. */
static void submit_batch(lb_validity *s)
{
    feature_batch *b = s->open;
    s->open = NULL;
    b->count = b->shapes.count;
    pthread_mutex_lock(&s->lock);
    *s->last = b;
    s->last = &b->next;
    if (!s->waiting)
        s->waiting = b;
    pthread_cond_signal(&s->changed);
    pthread_mutex_unlock(&s->lock);
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

size_t lb_validity_results(lb_validity *s, bool *is_valid)
{
    size_t n = 0;
    end_workers(s, false);
    for (const feature_batch *b = s->first; b; b = b->next) {
        memcpy(is_valid + n, b->valid, b->count * sizeof *b->valid);
        n += b->count;
    }
    return n;
}

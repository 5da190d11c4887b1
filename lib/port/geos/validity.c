/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/threads.h"
#include "port/geos/make_valid.h"
#include "port/geos/validity.h"

/* What one thread looks at in one go: some milliseconds of work. */
enum { FEATURES = 256, VERTICES = 8192 };

typedef struct batch {
    lb_shapes shapes;
    bool sound[FEATURES];
    size_t count;
    struct batch *next;
} batch;

struct lb_sound {
    lb_geos *geos; /* [threads], each begun by its thread */
    int threads;
    batch *open;          /* being filled */
    batch *first, **last; /* handed to the threads, in order */
};

lb_sound *lb_sound_new(int threads)
{
    lb_sound *s = calloc(1, sizeof *s);
    lb_geos *geos = calloc((size_t)threads, sizeof *geos);
    if (!s || !geos) {
        free(s);
        free(geos);
        return NULL;
    }
    *s = (lb_sound){.geos = geos, .threads = threads};
    s->last = &s->first;
    return s;
}

static void free_batch(batch *b)
{
    if (b)
        lb_shapes_clear(&b->shapes);
    free(b);
}

void lb_sound_free(lb_sound *s)
{
    if (!s)
        return;
    for (batch *b = s->first, *next; b; b = next) {
        next = b->next;
        free_batch(b);
    }
    free_batch(s->open);
    for (int i = 0; i < s->threads; i++)
        lb_geos_stop(&s->geos[i]);
    free(s->geos);
    free(s);
}

static void look_at(lb_sound *s, batch *b)
{
    lb_geos *geos = &s->geos[lb_work_thread()];
    bool started = geos->handle || lb_geos_start(geos, NULL) == LB_OK;
    for (size_t i = 0; i < b->count; i++)
        b->sound[i] = started && lb_is_sound(geos, &b->shapes, i);
    lb_shapes_clear(&b->shapes);
}

static void hand_over(lb_sound *s)
{
    batch *b = s->open;
    s->open = NULL;
    b->count = b->shapes.count;
    *s->last = b;
    s->last = &b->next;
#pragma omp task firstprivate(s, b)
    look_at(s, b);
}

lb_status lb_sound_add(lb_sound *s, const lb_shapes *shapes)
{
    if (!s->open)
        s->open = calloc(1, sizeof *s->open);
    if (!s->open || lb_shapes_add_copy(&s->open->shapes, shapes, shapes->count - 1) != LB_OK)
        return LB_E_MEMORY;
    if (s->open->shapes.count == FEATURES || lb_shapes_vertices(&s->open->shapes) >= VERTICES)
        hand_over(s);
    return LB_OK;
}

size_t lb_sound_take(const lb_sound *s, bool *is_sound)
{
    size_t n = 0;
    for (const batch *b = s->first; b; b = b->next) {
        memcpy(is_sound + n, b->sound, b->count * sizeof *b->sound);
        n += b->count;
    }
    return n;
}

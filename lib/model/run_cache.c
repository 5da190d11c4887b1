/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list, searched from its front: a run has tens of sources, not thousands. Nothing in it is ever
 * replaced, so that what find returned can be used without the lock. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "model/run_cache.h"
#include "base/swedish_text.h"

typedef struct cache_entry cache_entry;

/* Owned by the cache; kind and name together are the key. */
struct cache_entry {
    char *kind, *name;
    void *data;
    void (*free_data)(void *data);
    cache_entry *next;
};

/* Entries of one run, the newest first; the lock guards the list, not the data. */
struct lb_run_cache {
    pthread_mutex_t lock;
    cache_entry *first;
};

static void free_entry(cache_entry *entry)
{
    entry->free_data(entry->data);
    free(entry->kind);
    free(entry->name);
    free(entry);
}

lb_run_cache *lb_run_cache_new(void)
{
    lb_run_cache *cache = calloc(1, sizeof *cache);
    if (cache && pthread_mutex_init(&cache->lock, NULL) != 0) {
        free(cache);
        return NULL;
    }
    return cache;
}

void lb_run_cache_free(lb_run_cache *cache)
{
    if (!cache)
        return;
    for (cache_entry *entry = cache->first, *next; entry; entry = next) {
        next = entry->next;
        free_entry(entry);
    }
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}

static const cache_entry *find_entry(const lb_run_cache *cache, const char *kind, const char *name)
{
    const cache_entry *entry = cache->first;
    while (entry && (strcmp(entry->kind, kind) != 0 || strcmp(entry->name, name) != 0))
        entry = entry->next;
    return entry;
}

const void *lb_run_cache_find(lb_run_cache *cache, const char *kind, const char *name)
{
    if (!cache)
        return NULL;
    pthread_mutex_lock(&cache->lock);
    const cache_entry *entry = find_entry(cache, kind, name);
    pthread_mutex_unlock(&cache->lock);
    return entry ? entry->data : NULL;
}

/* Takes `data` over in any case: when the key is there already, or memory is short, it is freed. */
void lb_run_cache_add(lb_run_cache *cache, const char *kind, const char *name, void *data,
                      void (*free_data)(void *data))
{
    if (!data)
        return;
    cache_entry *entry = cache ? calloc(1, sizeof *entry) : NULL;
    if (!entry) {
        free_data(data);
        return;
    }
    *entry = (cache_entry){lb_text_copy(kind), lb_text_copy(name), data, free_data, NULL};
    pthread_mutex_lock(&cache->lock);
    bool kept = entry->kind && entry->name && !find_entry(cache, kind, name);
    if (kept) {
        entry->next = cache->first;
        cache->first = entry;
    }
    pthread_mutex_unlock(&cache->lock);
    if (!kept)
        free_entry(entry);
}

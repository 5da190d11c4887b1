/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the steps of one run have read or made, kept in memory for the steps after them: a grid, a
 * set of areas, a table, under the name of its source. lb_job.cache points to it; NULL, as outside
 * `run`: every call reads for itself. */
#ifndef LB_MODEL_RUN_CACHE_H
#define LB_MODEL_RUN_CACHE_H

#include <lagesbild/log.h>

/* NULL: out of memory, and the run goes without. */
lb_run_cache *lb_run_cache_new(void);
void lb_run_cache_free(lb_run_cache *cache); /* with all that it holds */

/* What was added under a kind ("grid") and a name; NULL: nothing, or no cache. It stays valid and
 * unchanged until the cache is freed. Threads may call both at once. */
const void *lb_run_cache_find(lb_run_cache *cache, const char *kind, const char *name);

/* Keeps data, which the cache frees by free_data: at its end, or at once where there is no memory
 * to keep it or something stands there already. data NULL, no cache: nothing. */
void lb_run_cache_add(lb_run_cache *cache, const char *kind, const char *name, void *data,
                      void (*free_data)(void *data));

#endif

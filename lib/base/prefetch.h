/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that is read soon, brought into the cache meanwhile. GCC takes a function that does
 * nothing else for one without effect and leaves out its calls, unless something in it must stay:
 * here an empty instruction. */
#ifndef LB_BASE_PREFETCH_H
#define LB_BASE_PREFETCH_H

static inline void lb_prefetch(const void *memory)
{
    __builtin_prefetch(memory);
    __asm__ volatile("");
}

/* Of memory that is written soon. */
static inline void lb_prefetch_to_write(const void *memory)
{
    __builtin_prefetch(memory, 1);
    __asm__ volatile("");
}

#endif

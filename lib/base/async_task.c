/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One POSIX thread a task. OpenMP is not used here: the task itself may open a parallel region, and
 * nested regions would get one thread. */
#include <stddef.h>

#include "base/async_task.h"
#include "base/threads.h"

/* Entry of the thread, with the signature that pthread_create wants. */
static void *thread_main(void *udata)
{
    const lb_async_task *side = udata;
    side->run(side->udata);
    return NULL;
}

void lb_async_task_start(lb_async_task *side, int threads, void (*run)(void *udata), void *udata)
{
    *side = (lb_async_task){.run = run, .udata = udata};
    side->on_thread =
        lb_thread_count(threads) > 1 && pthread_create(&side->thread, NULL, thread_main, side) == 0;
}

void lb_async_task_cancel(lb_async_task *side)
{
    if (side->on_thread)
        pthread_join(side->thread, NULL);
    side->on_thread = false;
    side->run = NULL;
}

void lb_async_task_finish(lb_async_task *side)
{
    if (!side->on_thread && side->run)
        side->run(side->udata);
    lb_async_task_cancel(side);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One POSIX thread a task. OpenMP is not used here: the task itself may open a parallel region, and
 * nested regions would get one thread. */
#include <stddef.h>

#include "base/async_task.h"
#include "base/threads.h"

/* Entry of the thread, with the signature that pthread_create wants. */
static void *thread_main(void *udata)
{
    const lb_async_task *task = udata;
    task->run(task->udata);
    return NULL;
}

void lb_async_task_start(lb_async_task *task, int threads, void (*run)(void *udata), void *udata)
{
    *task = (lb_async_task){.run = run, .udata = udata};
    task->on_thread =
        lb_thread_count(threads) > 1 && pthread_create(&task->thread, NULL, thread_main, task) == 0;
}

void lb_async_task_cancel(lb_async_task *task)
{
    if (task->on_thread)
        pthread_join(task->thread, NULL);
    task->on_thread = false;
    task->run = NULL;
}

void lb_async_task_finish(lb_async_task *task)
{
    if (!task->on_thread && task->run)
        task->run(task->udata);
    lb_async_task_cancel(task);
}

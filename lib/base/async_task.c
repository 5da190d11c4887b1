/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>

#include "base/async_task.h"
#include "base/threads.h"

static void *start(void *udata)
{
    const lb_side *side = udata;
    side->run(side->udata);
    return NULL;
}

void lb_side_begin(lb_side *side, int threads, void (*run)(void *udata), void *udata)
{
    *side = (lb_side){.run = run, .udata = udata};
    side->apart =
        lb_work_threads(threads) > 1 && pthread_create(&side->thread, NULL, start, side) == 0;
}

void lb_side_drop(lb_side *side)
{
    if (side->apart)
        pthread_join(side->thread, NULL);
    side->apart = false;
    side->run = NULL;
}

void lb_side_end(lb_side *side)
{
    if (!side->apart && side->run)
        side->run(side->udata);
    lb_side_drop(side);
}

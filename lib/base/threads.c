/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <omp.h>

#include "base/threads.h"

enum { MOST_THREADS = 256 };

int lb_work_threads(int wanted)
{
    if (omp_in_parallel())
        return 1;
    int threads = wanted > 0 ? wanted : omp_get_num_procs();
    return threads < MOST_THREADS ? threads : MOST_THREADS;
}

int lb_work_thread(void)
{
    return omp_get_thread_num();
}

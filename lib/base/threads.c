/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many threads a loop gets. A loop inside a loop that is shared already gets one: OpenMP would
 * otherwise start threads a core for each outer iteration. */
#include <omp.h>

#include "base/threads.h"

/* More would cost stacks and bring nothing; a job file may name any number. */
enum { MAX_THREADS = 256 };

int lb_thread_count(int wanted)
{
    if (omp_in_parallel())
        return 1;
    int threads = wanted > 0 ? wanted : omp_get_num_procs();
    return threads < MAX_THREADS ? threads : MAX_THREADS;
}

int lb_thread_index(void)
{
    return omp_get_thread_num();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Early return on an error: LB_TRY(lb_something(...)); ends the function with the status of the
 * call when that is not LB_OK. A function that uses it owns nothing that must be freed on the way;
 * its caller holds the result and clears it in one place. */
#ifndef LB_BASE_TRY_H
#define LB_BASE_TRY_H

#include <lagesbild/status.h>

#define LB_TRY(call)                      \
    do {                                  \
        lb_status lb_try_status = (call); \
        if (lb_try_status != LB_OK)       \
            return lb_try_status;         \
    } while (0)

/* The end of that caller: on LB_OK what was made is handed over to *out, else clear(&made); returns
 * the status. */
#define LB_HAND_OVER(status, made, out, clear) \
    do {                                       \
        if ((status) == LB_OK)                 \
            *(out) = (made);                   \
        else                                   \
            clear(&(made));                    \
        return (status);                       \
    } while (0)

#endif

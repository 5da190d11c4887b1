/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A log that passes each message on once: a source that a run of a command reads several times is
 * warned of once. Problems are all passed on. */
#ifndef LB_COMMAND_LOG_ONCE_H
#define LB_COMMAND_LOG_ONCE_H

#include <lagesbild/log.h>
#include "text/string_ids.h"

/* Must stay where it is from begin to clear. */
typedef struct lb_log_once {
    lb_log log;
    lb_log *to;
    lb_string_ids given; /* messages so far */
} lb_log_once;

/* The log to write to: NULL where `to` is. For one thread at a time. */
lb_log *lb_log_once_begin(lb_log_once *once, lb_log *to);
void lb_log_once_clear(lb_log_once *once);

#endif

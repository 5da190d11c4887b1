/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages of one thread, kept until its turn comes: so that the messages of a run are the same, in
 * the same order, whatever the number of threads. Progress is not kept. */
#ifndef LB_BASE_LOG_BUFFER_H
#define LB_BASE_LOG_BUFFER_H

#include <lagesbild/log.h>
#include "base/buf.h"

/* Must stay where it is from begin to end. */
typedef struct lb_log_buffer {
    lb_log log;  /* for the thread */
    lb_log *to;  /* NULL: silent */
    lb_buf text; /* a digit for the severity, the message, '\0', and so on */
} lb_log_buffer;

/* What the thread's job has for a log: NULL where `to` is. */
lb_log *lb_log_buffer_begin(lb_log_buffer *buffer, lb_log *to);

/* Hands over what was kept, and frees it. */
void lb_log_buffer_flush(lb_log_buffer *buffer);

#endif

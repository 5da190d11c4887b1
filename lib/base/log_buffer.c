/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buffers messages as lines of text: a digit for the severity, the message (which has no newline),
 * a newline. */
#include <string.h>

#include "base/log_buffer.h"

/* The write function of the thread's log: appends one line. */
static void buffer_message(void *udata, lb_severity severity, const char *text)
{
    lb_log_buffer *buffer = udata;
    lb_buf_printf(&buffer->text, "%d%s\n", (int)severity, text);
}

lb_log *lb_log_buffer_begin(lb_log_buffer *buffer, lb_log *to)
{
    *buffer = (lb_log_buffer){.log = {.write = buffer_message, .udata = buffer}, .to = to};
    return to ? &buffer->log : NULL;
}

void lb_log_buffer_flush(lb_log_buffer *buffer)
{
    for (char *at = buffer->text.text; at && *at && buffer->to->write;) {
        char *end = strchr(at, '\n');
        *end = '\0';
        buffer->to->write(buffer->to->udata, (lb_severity)(*at - '0'), at + 1);
        at = end + 1;
    }
    lb_buf_clear(&buffer->text);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buffers messages as a digit for the severity, the message, and a NUL: a message may quote a value
 * that has newlines. */
#include <string.h>

#include "base/log_buffer.h"

/* The write function of the thread's log: appends one message. */
static void buffer_message(void *udata, lb_severity severity, const char *text)
{
    lb_log_buffer *buffer = udata;
    lb_buf_putc(&buffer->text, (char)('0' + severity));
    lb_buf_append(&buffer->text, text, strlen(text) + 1);
}

lb_log *lb_log_buffer_begin(lb_log_buffer *buffer, lb_log *to)
{
    *buffer = (lb_log_buffer){.log = {.write = buffer_message, .udata = buffer}, .to = to};
    return to ? &buffer->log : NULL;
}

void lb_log_buffer_flush(lb_log_buffer *buffer)
{
    size_t length = buffer->text.length;
    for (size_t i = 0; i < length && buffer->to->write; i += strlen(buffer->text.text + i) + 1) {
        const char *at = buffer->text.text + i;
        buffer->to->write(buffer->to->udata, (lb_severity)(*at - '0'), at + 1);
    }
    lb_buf_clear(&buffer->text);
}

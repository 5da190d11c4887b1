/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buffers messages as lines of text: a digit for the severity, the message (which has no newline),
 * a newline. */
#include <string.h>

#include "base/log_buffer.h"

/* The write function of the thread's log: appends one line. */
static void buffer_message(void *udata, lb_severity severity, const char *text)
{
    lb_log_buffer *kept = udata;
    lb_buf_printf(&kept->text, "%d%s\n", (int)severity, text);
}

lb_log *lb_log_buffer_begin(lb_log_buffer *kept, lb_log *to)
{
    *kept = (lb_log_buffer){.log = {.write = buffer_message, .udata = kept}, .to = to};
    return to ? &kept->log : NULL;
}

void lb_log_buffer_flush(lb_log_buffer *kept)
{
    for (char *at = kept->text.text; at && *at && kept->to->write;) {
        char *end = strchr(at, '\n');
        *end = '\0';
        kept->to->write(kept->to->udata, (lb_severity)(*at - '0'), at + 1);
        at = end + 1;
    }
    lb_buf_clear(&kept->text);
}

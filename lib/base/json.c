/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"

static void put_escaped(lb_buf *buf, const char *text)
{
    lb_buf_putc(buf, '"');
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\')
            lb_buf_printf(buf, "\\%c", *c);
        else if (*c == '\n')
            lb_buf_put(buf, "\\n");
        else if ((unsigned char)*c < 0x20)
            lb_buf_printf(buf, "\\u%04x", (unsigned)(unsigned char)*c);
        else
            lb_buf_putc(buf, *c);
    }
    lb_buf_putc(buf, '"');
}

void lb_json_text(lb_buf *buf, const char *text)
{
    if (!text) {
        lb_buf_put(buf, "null");
    } else if (lb_text_is_utf8(text, strlen(text))) {
        put_escaped(buf, text);
    } else {
        char *utf8 = lb_text_utf8(text, strlen(text));
        if (utf8)
            put_escaped(buf, utf8);
        else
            buf->failed = true;
        free(utf8);
    }
}

void lb_json_real(lb_buf *buf, double value)
{
    if (isfinite(value))
        lb_buf_real(buf, value);
    else
        lb_buf_put(buf, "null");
}

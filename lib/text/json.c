/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strings and numbers as JSON. Strings also escape what YAML 1.1 does not read plainly, so that the
 * same text serves recipes and provenance; raw bytes that are no UTF-8 (old file names) are read as
 * Windows-1252. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/json.h"
#include "base/swedish_text.h"

/* Bytes of the character at c, if YAML 1.1 accepts it only escaped or takes it for a line break (C1
 * controls and U+00A0, U+2028, U+2029, U+FEFF, U+FFFE, U+FFFF), with its code point in *code; 0 for
 * all others. */
static int yaml_escape_length(const unsigned char *c, unsigned *code)
{
    if (c[0] == 0xC2 && c[1] <= 0xA0) {
        *code = c[1];
        return 2;
    }
    if (c[0] != 0xE2 && c[0] != 0xEF)
        return 0;
    *code = (c[0] & 0x0Fu) << 12 | (c[1] & 0x3Fu) << 6 | (c[2] & 0x3Fu);
    return *code == 0x2028 || *code == 0x2029 || *code == 0xFEFF || *code >= 0xFFFE ? 3 : 0;
}

/* A UTF-8 text between quotes, escaped where JSON or YAML wants it. */
static void append_escaped(lb_buf *buf, const char *text)
{
    unsigned code;
    lb_buf_putc(buf, '"');
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        int bytes = yaml_escape_length(c, &code);
        if (*c == '"' || *c == '\\')
            lb_buf_printf(buf, "\\%c", *c);
        else if (*c == '\n')
            lb_buf_puts(buf, "\\n");
        else if (*c < 0x20 || *c == 0x7F)
            lb_buf_printf(buf, "\\u%04x", (unsigned)*c);
        else if (bytes > 0)
            lb_buf_printf(buf, "\\u%04x", code);
        else
            lb_buf_putc(buf, (char)*c);
        c += bytes > 0 ? bytes - 1 : 0;
    }
    lb_buf_putc(buf, '"');
}

/* A JSON string, or null; text that is not UTF-8 is taken as Windows-1252, as JSON must be
 * UTF-8. */
void lb_json_text(lb_buf *buf, const char *text)
{
    if (!text) {
        lb_buf_puts(buf, "null");
    } else if (lb_text_is_utf8(text, strlen(text))) {
        append_escaped(buf, text);
    } else {
        char *utf8 = lb_text_utf8(text, strlen(text));
        if (utf8)
            append_escaped(buf, utf8);
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
        lb_buf_puts(buf, "null");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "text/workbook_text.h"

enum { ESCAPE_LENGTH = 7 }; /* _xHHHH_ */

/* The code of an escape at text; -1: there is none. */
static int escape_code(const char *text)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    int code = 0;
    if (text[0] != '_' || text[1] != 'x')
        return -1;
    for (int i = 2; i < 6; i++) {
        const char *digit = text[i] ? strchr(digits, text[i]) : NULL;
        if (!digit)
            return -1;
        code = 16 * code + (int)((digit - digits) % 16);
    }
    return text[6] == '_' ? code : -1;
}

/* U+FFFE or U+FFFF, which are no characters of XML. */
static bool is_noncharacter(const char *text)
{
    return memcmp(text, "\xEF\xBF", 2) == 0 && ((unsigned char)text[2] & 0xFE) == 0xBE;
}

static bool is_special(const char *text)
{
    return *text == '_' ? escape_code(text) >= 0 : *text == '\xEF' && is_noncharacter(text);
}

bool lb_workbook_text_is_special(const char *text)
{
    while (*text && !is_special(text))
        text++;
    return *text != '\0';
}

void lb_workbook_text_escape(lb_buf *out, const char *text)
{
    for (; *text; text++) {
        if (!is_special(text)) {
            lb_buf_putc(out, *text);
        } else if (*text == '_') {
            lb_buf_puts(out, "_x005F_");
        } else {
            lb_buf_puts(out, text[2] == '\xBE' ? "_xFFFE_" : "_xFFFF_");
            text += 2;
        }
    }
}

static void append_utf8(lb_buf *out, int code)
{
    if (code >= 0xD800 && code < 0xE000)
        code = 0xFFFD;
    if (code >= 0x800) {
        lb_buf_putc(out, (char)(0xE0 | code >> 12));
        lb_buf_putc(out, (char)(0x80 | (code >> 6 & 0x3F)));
        lb_buf_putc(out, (char)(0x80 | (code & 0x3F)));
    } else if (code >= 0x80) {
        lb_buf_putc(out, (char)(0xC0 | code >> 6));
        lb_buf_putc(out, (char)(0x80 | (code & 0x3F)));
    } else if (code > 0) {
        lb_buf_putc(out, (char)code);
    }
}

void lb_workbook_text_decode(lb_buf *out, const char *text)
{
    while (*text) {
        int code = escape_code(text);
        if (code >= 0)
            append_utf8(out, code);
        else
            lb_buf_putc(out, *text);
        text += code >= 0 ? ESCAPE_LENGTH : 1;
    }
    lb_buf_puts(out, "");
}

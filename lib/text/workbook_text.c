/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "text/workbook_text.h"

enum { CODE_LENGTH = 6, ESCAPE_LENGTH = 7 }; /* _xHHHH, and with its closing _ */

/* The code of "_xHHHH" at text; -1: that is not there. */
static int code_at(const char *text)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    int code = 0;
    if (text[0] != '_' || text[1] != 'x')
        return -1;
    for (int i = 2; i < CODE_LENGTH; i++) {
        const char *digit = text[i] ? strchr(digits, text[i]) : NULL;
        if (!digit)
            return -1;
        code = 16 * code + (int)((digit - digits) % 16);
    }
    return code;
}

/* U+FFFE or U+FFFF, which are no characters of XML. */
static bool is_noncharacter(const char *text)
{
    return memcmp(text, "\xEF\xBF", 2) == 0 && ((unsigned char)text[2] & 0xFE) == 0xBE;
}

/* A control character, but for those that XML keeps as they are. */
static bool is_control(char c)
{
    return c > 0 && c < ' ' && c != '\t' && c != '\n';
}

static bool is_outside_xml(const char *text)
{
    return is_control(*text) || (*text == '\xEF' && is_noncharacter(text));
}

/* Would the text read as an escape, by its own '_' at the end or by that of the escape of the
 * character behind? */
static bool reads_as_escape(const char *text)
{
    return code_at(text) >= 0 && (text[CODE_LENGTH] == '_' || is_outside_xml(text + CODE_LENGTH));
}

static bool is_special(const char *text)
{
    return *text == '_' ? reads_as_escape(text) : is_outside_xml(text);
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
        } else if (*text == '_' || is_control(*text)) {
            lb_buf_printf(out, "_x%04X_", (unsigned)*text);
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
        int code = code_at(text);
        bool escaped = code >= 0 && text[CODE_LENGTH] == '_';
        if (escaped)
            append_utf8(out, code);
        else
            lb_buf_putc(out, *text);
        text += escaped ? ESCAPE_LENGTH : 1;
    }
    lb_buf_puts(out, "");
}

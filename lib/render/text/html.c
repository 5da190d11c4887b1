/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text into HTML and into JSON within HTML: everything that comes from a file is escaped here, and
 * bytes that are no UTF-8 are read as Windows-1252 first. */
#include <stdlib.h>
#include <string.h>

#include "text/json.h"
#include "base/swedish_text.h"
#include "render/text/html.h"

/* The five characters that mean something in HTML or in an attribute; control characters become
 * spaces. */
static void write_escaped(lb_buf *buf, const char *text)
{
    static const char special[] = "&<>\"'";
    static const char *const entity[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    for (const char *c = text; *c; c++) {
        const char *at = strchr(special, *c);
        if (at)
            lb_buf_puts(buf, entity[at - special]);
        else
            lb_buf_putc(buf, (unsigned char)*c < 0x20 && *c != '\n' ? ' ' : *c);
    }
}

/* Escaped for HTML text and attributes; what is not UTF-8 is taken as Windows-1252. */
void lb_html_text(lb_buf *buf, const char *text)
{
    if (!text)
        return;
    if (lb_text_is_utf8(text, strlen(text))) {
        write_escaped(buf, text);
        return;
    }
    char *utf8 = lb_text_utf8(text, strlen(text));
    if (utf8)
        write_escaped(buf, utf8);
    else
        buf->failed = true;
    free(utf8);
}

/* The same in both languages. */
static bool is_single_text(lb_page_text text)
{
    return !text.sv || !text.en || strcmp(text.sv, text.en) == 0;
}

void lb_html_bilingual(lb_buf *buf, lb_page_text text)
{
    if (is_single_text(text)) {
        lb_html_text(buf, text.sv ? text.sv : text.en);
        return;
    }
    lb_buf_puts(buf, "<span lang=\"sv\">");
    lb_html_text(buf, text.sv);
    lb_buf_puts(buf, "</span><span lang=\"en\">");
    lb_html_text(buf, text.en);
    lb_buf_puts(buf, "</span>");
}

void lb_html_both(lb_buf *buf, const char *sv, const char *en)
{
    lb_html_bilingual(buf, (lb_page_text){sv, en});
}

void lb_html_bilingual_json(lb_buf *buf, lb_page_text text)
{
    if (!text.sv && !text.en) {
        lb_buf_puts(buf, "null");
        return;
    }
    lb_buf_puts(buf, "{\"sv\":");
    lb_json_text(buf, text.sv ? text.sv : text.en);
    lb_buf_puts(buf, ",\"en\":");
    lb_json_text(buf, text.en ? text.en : text.sv);
    lb_buf_putc(buf, '}');
}

/* No < is left, so that no text can end the script element. */
void lb_html_script_json(lb_buf *buf, const char *json)
{
    for (const char *from = json; *from;) {
        size_t plain = strcspn(from, "<");
        lb_buf_append(buf, from, plain);
        from += plain;
        if (*from == '<') {
            lb_buf_puts(buf, "\\u003c");
            from++;
        }
    }
}

const char *lb_html_colour(const char *colour)
{
    bool good = colour && strlen(colour) == 7 && colour[0] == '#' &&
                strspn(colour + 1, "0123456789abcdefABCDEF") == 6;
    return good ? colour : "#888888";
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and paragraphs in drawings: figures with a decimal comma and thin spaces, text broken at
 * spaces to a width in points, and cut with an ellipsis where it has one line. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/swedish_text.h"
#include "base/number.h"
#include "render/text/text_layout.h"

#define THIN_SPACE "\xe2\x80\xaf" /* U+202F, which no line breaks at */

/* What no longer fits is dropped whole. */
static void append_bytes(char text[LB_FIGURE_SIZE], size_t *length, const char *more, size_t n)
{
    if (*length + n >= LB_FIGURE_SIZE)
        return;
    memcpy(text + *length, more, n);
    *length += n;
    text[*length] = '\0';
}

/* Without the heap: it cannot fail, since a figure lost to lack of memory would look on the map
 * like a missing value. */
void lb_figure_text(double value, int decimals, bool english, char text[LB_FIGURE_SIZE])
{
    char number[LB_NUMBER_SIZE];
    size_t length = 0;
    lb_number_format_fixed(fabs(value), decimals, number);
    size_t digits = strspn(number, "0123456789");
    text[0] = '\0';
    if (value < 0 && strpbrk(number, "123456789"))
        append_bytes(text, &length, "\xe2\x88\x92", 3); /* minus */
    for (size_t i = 0; number[i]; i++) {
        if (i > 0 && i < digits && (digits - i) % 3 == 0 && digits > 3)
            append_bytes(text, &length, THIN_SPACE, strlen(THIN_SPACE));
        append_bytes(text, &length, number[i] == '.' && !english ? "," : &number[i], 1);
    }
}

enum { LINE_SIZE = 500 };

/* Points of the first `length` bytes. */
static double text_width(const lb_text_block *b, const char *text, size_t length)
{
    char part[LINE_SIZE];
    lb_text_print(part, sizeof part, "%.*s", (int)length, text);
    return lb_measure_text(b->measure, part, b->style.size, b->style.bold);
}

/* How much of text stands on one line: up to the last space that fits, at least a word. */
static size_t text_line_length(const lb_text_block *b, const char *text)
{
    size_t fits = 0, at = 0;
    while (text[at]) {
        size_t end = at + strcspn(text + at, " \n");
        if (fits > 0 && (end >= LINE_SIZE || text_width(b, text, end) > b->width))
            return fits;
        fits = end;
        if (text[end] != ' ')
            return fits;
        at = end + 1;
    }
    return fits;
}

/* Lines broken at spaces to the block's width; returns the baseline below the last. Without a
 * drawing it only measures. */
double lb_text_block_draw(lb_drawing *drawing, const lb_text_block *block, double x, double y,
                          const char *text)
{
    while (text && *text) {
        char line[LINE_SIZE];
        size_t length = text_line_length(block, text);
        lb_text_print(line, sizeof line, "%.*s", (int)length, text);
        if (drawing)
            lb_drawing_text(drawing, &block->style, x, y, line);
        y += block->leading;
        text += length;
        text += *text == ' ' || *text == '\n';
    }
    return y;
}

void lb_text_fit(const lb_measure *measure, double size, double width, const char *text, char *out,
                 size_t room)
{
    size_t length = strlen(text), most = room - sizeof "…";
    bool is_cut = length >= room;
    length = is_cut ? most + 1 : length;
    lb_text_print(out, room, "%s", text);
    while (length > 1 && (is_cut || lb_measure_text(measure, out, size, false) > width)) {
        do
            length--;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80);
        lb_text_print(out, room, "%.*s…", (int)length, text);
        is_cut = false;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes to the bytes that Cairo 1.16 writes, each because Cairo has no setting for it. */
#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "port/cairo/cairo_postprocess.h"

/* PNG ------------------------------------------------------------------------------------------ */

/* ISO 3309, as PNG's specification gives it, bit by bit: 17 bytes need no table. */
static uint32_t crc32_of(const unsigned char *bytes, size_t length)
{
    uint32_t crc = 0xffffffffU;
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? 0xedb88320U ^ (crc >> 1) : crc >> 1;
    }
    return ~crc;
}

static void write_big_endian(uint32_t value, unsigned char *to)
{
    for (int i = 0; i < 4; i++)
        to[i] = (unsigned char)(value >> (24 - 8 * i));
}

void lb_cairo_postprocess_png(const lb_buf *png, double dpi, lb_buf *out)
{
    enum { HEADER = 8 + 25 }; /* signature and IHDR, which is always first */
    unsigned char chunk[21] = {0, 0, 0, 9, 'p', 'H', 'Y', 's'};
    char text[sizeof chunk];
    uint32_t per_metre = (uint32_t)lround(dpi / 0.0254);
    if (png->length < HEADER) {
        out->failed = true;
        return;
    }
    write_big_endian(per_metre, chunk + 8);
    write_big_endian(per_metre, chunk + 12);
    chunk[16] = 1; /* the unit is the metre */
    write_big_endian(crc32_of(chunk + 4, 13), chunk + 17);
    memcpy(text, chunk, sizeof chunk);
    lb_buf_append(out, png->text, HEADER);
    lb_buf_append(out, text, sizeof text);
    lb_buf_append(out, png->text + HEADER, png->length - HEADER);
}

/* SVG ------------------------------------------------------------------------------------------ */

static const char *const id_prefixes[] = {" id=\"", "url(#", "href=\"#"};

/* Length of the text at `at` behind which an id follows; 0: none does. */
static size_t id_prefix_length(const char *at)
{
    for (size_t i = 0; i < sizeof id_prefixes / sizeof *id_prefixes; i++)
        if (strncmp(at, id_prefixes[i], strlen(id_prefixes[i])) == 0)
            return strlen(id_prefixes[i]);
    return 0;
}

/* Ids of surfaces in the order they appear in the file; their index is the new number. */
typedef struct surface_numbers {
    unsigned long *seen; /* [count] */
    size_t count, capacity;
} surface_numbers;

/* SIZE_MAX: no memory. */
static size_t surface_number(surface_numbers *n, unsigned long id)
{
    size_t i = 0;
    while (i < n->count && n->seen[i] != id)
        i++;
    if (i < n->count)
        return i;
    if (!lb_array_reserve(&n->seen, &n->capacity, n->count + 1, sizeof *n->seen))
        return SIZE_MAX;
    n->seen[n->count++] = id;
    return i;
}

/* Appends prefix and, if a surface's id follows, that id with its new number; returns where the
 * part that is replaced ends. */
static const char *append_id(const char *at, const char *prefix, surface_numbers *n, lb_buf *out)
{
    static const char surface[] = "surface";
    size_t length = strlen(surface);
    lb_buf_puts(out, prefix);
    if (strncmp(at, surface, length) == 0 && isdigit((unsigned char)at[length])) {
        char *end;
        unsigned long id = strtoul(at + length, &end, 10);
        size_t number = surface_number(n, id);
        out->failed = out->failed || number == SIZE_MAX;
        lb_buf_printf(out, "%s%zu", surface, number);
        return end;
    }
    return at;
}

/* <title>, which browsers show and screen readers read; '&' and '<' are escaped. */
static void append_title(const char *title, lb_buf *out)
{
    lb_buf_puts(out, "<title>");
    for (const char *c = title; *c; c++) {
        if (*c == '&')
            lb_buf_puts(out, "&amp;");
        else if (*c == '<')
            lb_buf_puts(out, "&lt;");
        else
            lb_buf_putc(out, *c);
    }
    lb_buf_puts(out, "</title>\n");
}

/* The title goes behind the line that opens the svg element, where viewers look for it. */
static const char *title_position(const char *text)
{
    const char *svg = strstr(text, "<svg");
    const char *end = svg ? strchr(svg, '\n') : NULL;
    return end ? end + 1 : text;
}

/* cairo numbers the ids of a surface by a counter of the process; here they are numbered from
 * the start of the file and have a prefix, so that the bytes are the same in every run and
 * several drawings fit on one page. A title is added as the first child. */
void lb_cairo_postprocess_svg(const lb_buf *svg, const char *prefix, const char *title, lb_buf *out)
{
    surface_numbers n = {.seen = NULL};
    const char *at = svg->text ? svg->text : "", *pending = at, *title_at = title_position(at);
    for (; *at; at++) {
        size_t length = id_prefix_length(at);
        if (at == title_at && title && *title) {
            lb_buf_append(out, pending, (size_t)(at - pending));
            append_title(title, out);
            pending = at;
        }
        if (length == 0)
            continue;
        lb_buf_append(out, pending, (size_t)(at + length - pending));
        pending = append_id(at + length, prefix, &n, out);
        at = pending - 1;
    }
    lb_buf_append(out, pending, (size_t)(at - pending));
    free(n.seen);
}

/* PDF ------------------------------------------------------------------------------------------ */

static char *find_bytes(char *text, size_t length, const char *what)
{
    size_t n = strlen(what);
    for (size_t i = 0; i + n <= length; i++)
        if (text[i] == what[0] && memcmp(text + i, what, n) == 0)
            return text + i;
    return NULL;
}

void lb_cairo_postprocess_pdf(lb_buf *pdf)
{
    char *end = pdf->text ? pdf->text + pdf->length : NULL;
    char *at = end ? find_bytes(pdf->text, pdf->length, "/CreationDate (") : NULL;
    while (at && at < end) {
        bool last = *at == ')';
        *at++ = ' ';
        if (last)
            return;
    }
}

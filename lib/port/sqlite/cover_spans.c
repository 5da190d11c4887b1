/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spans come from a file that anyone can have changed, so that each is tested against the grid
 * before anything is indexed by it, and there is one way only to write it. */
#include <stdint.h>
#include <string.h>

#include "port/sqlite/cover_spans.h"

static unsigned char *put_number(unsigned char *at, uint64_t value)
{
    for (; value > 0x7f; value >>= 7)
        *at++ = (unsigned char)(value | 0x80);
    *at++ = (unsigned char)value;
    return at;
}

/* The bytes behind the number; NULL where it does not end, is of 64 bits or has a byte too many. */
static const unsigned char *get_number(const unsigned char *at, const unsigned char *end,
                                       uint64_t *value)
{
    *value = 0;
    for (int shift = 0; at < end && shift < 63; shift += 7) {
        *value |= (uint64_t)(*at & 0x7f) << shift;
        if (*at++ < 0x80)
            return at[-1] || shift == 0 ? at : NULL;
    }
    return NULL;
}

static unsigned char *put_fraction(unsigned char *at, double fraction)
{
    uint64_t bits;
    memcpy(&bits, &fraction, sizeof bits);
    for (int i = 0; i < 8; i++)
        *at++ = (unsigned char)(bits >> (8 * i));
    return at;
}

/* In one expression, which compilers turn into one load. NULL: below 0, 1 and above, or NaN. */
static const unsigned char *get_fraction(const unsigned char *at, const unsigned char *end,
                                         double *fraction)
{
    if (end - at < 8)
        return NULL;
    uint64_t bits = (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 |
                    (uint64_t)at[3] << 24 | (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 |
                    (uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
    memcpy(fraction, &bits, sizeof bits);
    return *fraction > 0 && *fraction < 1 ? at + 8 : NULL;
}

size_t lb_cell_spans_to_bytes(const lb_cell_span *span, size_t n, const lb_grid *grid,
                              unsigned char *out)
{
    unsigned char *at = out;
    int64_t end = 0; /* cells up to the end of the span before */
    for (size_t i = 0; i < n; i++) {
        int64_t start = (int64_t)span[i].row * grid->ncol + span[i].col;
        bool whole = span[i].fraction >= 1;
        at = put_number(at, (uint64_t)(start - end) * 2 + whole);
        at = put_number(at, (uint64_t)span[i].length);
        if (!whole)
            at = put_fraction(at, span[i].fraction);
        end = start + span[i].length;
    }
    return (size_t)(at - out);
}

bool lb_cell_spans_from_bytes(const unsigned char *bytes, size_t size, const lb_grid *grid,
                              lb_cell_span *out, size_t *count)
{
    const unsigned char *at = bytes, *stop = size ? bytes + size : bytes; /* no bytes: NULL */
    int64_t cells = (int64_t)grid->nrow * grid->ncol, end = 0, row = 0;
    uint64_t skipped, length;
    for (*count = 0; at != stop; ++*count) {
        lb_cell_span *span = &out[*count];
        at = get_number(at, stop, &skipped);
        at = at ? get_number(at, stop, &length) : NULL;
        if (!at || skipped / 2 >= (uint64_t)(cells - end))
            return false;
        int64_t start = end + (int64_t)(skipped / 2);
        if (start - row * grid->ncol >= grid->ncol)
            row = start / grid->ncol;
        int64_t col = start - row * grid->ncol;
        if (length == 0 || length > (uint64_t)(grid->ncol - col))
            return false;
        *span = (lb_cell_span){(int32_t)row, (int32_t)col, (int32_t)length, 1};
        if (skipped % 2 == 0 && !(at = get_fraction(at, stop, &span->fraction)))
            return false;
        end = start + (int64_t)length;
    }
    return true;
}

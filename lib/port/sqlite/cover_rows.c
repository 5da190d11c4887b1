/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "port/sqlite/cover_rows.h"

static void write_little_endian(unsigned char *at, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (unsigned char)(value >> (8 * i));
}

static uint64_t read_little_endian(const unsigned char *at, int bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++)
        value |= (uint64_t)at[i] << (8 * i);
    return value;
}

static int32_t read_int32(const unsigned char *at)
{
    uint32_t bits = (uint32_t)read_little_endian(at, 4);
    int32_t value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

void lb_cell_spans_to_bytes(const lb_cell_span *span, size_t n, unsigned char *out)
{
    for (size_t i = 0; i < n; i++, out += LB_CELL_SPAN_BYTES) {
        uint64_t bits;
        memcpy(&bits, &span[i].fraction, sizeof bits);
        write_little_endian(out, (uint32_t)span[i].row, 4);
        write_little_endian(out + 4, (uint32_t)span[i].col, 4);
        write_little_endian(out + 8, (uint32_t)span[i].length, 4);
        write_little_endian(out + 12, bits, 8);
    }
}

static bool follows_span(const lb_cell_span *span, const lb_cell_span *before)
{
    return !before || before->row < span->row ||
           (before->row == span->row && before->col + before->length <= span->col);
}

static bool lies_in_grid(const lb_cell_span *span, const lb_grid *grid)
{
    return span->row >= 0 && span->row < grid->nrow && span->col >= 0 && span->length > 0 &&
           span->col < grid->ncol && span->length <= grid->ncol - span->col && span->fraction > 0 &&
           span->fraction <= 1;
}

bool lb_cell_spans_from_bytes(const unsigned char *bytes, size_t n, const lb_grid *grid,
                              lb_cell_span *out)
{
    for (size_t i = 0; i < n; i++, bytes += LB_CELL_SPAN_BYTES) {
        uint64_t bits = read_little_endian(bytes + 12, 8);
        out[i] = (lb_cell_span){read_int32(bytes), read_int32(bytes + 4), read_int32(bytes + 8), 0};
        memcpy(&out[i].fraction, &bits, sizeof bits);
        if (!lies_in_grid(&out[i], grid) || !follows_span(&out[i], i ? &out[i - 1] : NULL))
            return false;
    }
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "port/sqlite/cover_rows.h"

static void put(unsigned char *at, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (unsigned char)(value >> (8 * i));
}

static uint64_t get(const unsigned char *at, int bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++)
        value |= (uint64_t)at[i] << (8 * i);
    return value;
}

static int32_t get_int(const unsigned char *at)
{
    uint32_t bits = (uint32_t)get(at, 4);
    int32_t value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

void lb_runs_to_bytes(const lb_run *run, size_t n, unsigned char *out)
{
    for (size_t i = 0; i < n; i++, out += LB_RUN_BYTES) {
        uint64_t bits;
        memcpy(&bits, &run[i].fraction, sizeof bits);
        put(out, (uint32_t)run[i].row, 4);
        put(out + 4, (uint32_t)run[i].col, 4);
        put(out + 8, (uint32_t)run[i].length, 4);
        put(out + 12, bits, 8);
    }
}

static bool follows(const lb_run *run, const lb_run *before)
{
    return !before || before->row < run->row ||
           (before->row == run->row && before->col + before->length <= run->col);
}

static bool fits(const lb_run *run, const lb_grid *grid)
{
    return run->row >= 0 && run->row < grid->nrow && run->col >= 0 && run->length > 0 &&
           run->col < grid->ncol && run->length <= grid->ncol - run->col && run->fraction > 0 &&
           run->fraction <= 1;
}

bool lb_runs_from_bytes(const unsigned char *bytes, size_t n, const lb_grid *grid, lb_run *out)
{
    for (size_t i = 0; i < n; i++, bytes += LB_RUN_BYTES) {
        uint64_t bits = get(bytes + 12, 8);
        out[i] = (lb_run){get_int(bytes), get_int(bytes + 4), get_int(bytes + 8), 0};
        memcpy(&out[i].fraction, &bits, sizeof bits);
        if (!fits(&out[i], grid) || !follows(&out[i], i ? &out[i - 1] : NULL))
            return false;
    }
    return true;
}

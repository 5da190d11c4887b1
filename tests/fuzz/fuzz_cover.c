/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as the cells of an area in a cover file. What is accepted lies on the grid, ascending,
 * and is written as the same bytes. */
#include <lagesbild.h>

#include "port/sqlite/cover_file.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const lb_grid grid = {0, 0, 250, 250, 300, 200};
    size_t n = size / LB_CELL_SPAN_BYTES;
    lb_cell_span *run = calloc(n + 1, sizeof *run);
    unsigned char *again = calloc(n + 1, LB_CELL_SPAN_BYTES);
    if (run && again && lb_cell_spans_from_bytes(data, n, &grid, run)) {
        double cells = 0;
        for (size_t i = 0; i < n; i++)
            cells += run[i].length * run[i].fraction;
        fuzz_must(cells >= 0 && cells <= 300.0 * 200.0, "no cell counts twice");
        lb_cell_spans_to_bytes(run, n, again);
        fuzz_must(n == 0 || memcmp(again, data, n * LB_CELL_SPAN_BYTES) == 0,
                  "the same bytes again");
    }
    free(run);
    free(again);
    return 0;
}

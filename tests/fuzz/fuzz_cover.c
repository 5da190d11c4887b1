/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as the cells of an area in a cover file. What is accepted lies on the grid, ascending,
 * and is written as the same bytes. */
#include <lagesbild.h>

#include "port/sqlite/cover_spans.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const lb_grid grid = {0, 0, 250, 250, 300, 200};
    size_t n, most = size / LB_CELL_SPAN_LEAST_BYTES + 1;
    lb_cell_span *span = calloc(most, sizeof *span);
    unsigned char *again = calloc(most, LB_CELL_SPAN_MOST_BYTES);
    if (span && again && lb_cell_spans_from_bytes(data, size, &grid, span, &n)) {
        double cells = 0;
        for (size_t i = 0; i < n; i++)
            cells += span[i].length * span[i].fraction;
        fuzz_must(cells >= 0 && cells <= 300.0 * 200.0, "no cell counts twice");
        fuzz_must(lb_cell_spans_to_bytes(span, n, &grid, again) == size &&
                      (n == 0 || memcmp(again, data, size) == 0),
                  "the same bytes again");
    }
    free(span);
    free(again);
    return 0;
}

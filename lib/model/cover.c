/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory of a cover, and one cell of it (docs/methods.md, Coverage). kernel/geometry/coverage
 * computes covers. */
#include <stdlib.h>

#include <lagesbild/cover.h>

void lb_cover_clear(lb_cover *cover)
{
    free(cover->first);
    free(cover->span);
    free(cover->area);
    free(cover->outside);
    *cover = (lb_cover){0};
}

/* Binary search among the spans of the area, which are sorted by row and column. */
double lb_cover_fraction(const lb_cover *cover, size_t area, int32_t row, int32_t col)
{
    size_t low = cover->first[area], high = cover->first[area + 1];
    while (low < high) { /* the last run that starts at or before (row, col) */
        size_t middle = low + (high - low) / 2;
        const lb_cell_span *span = &cover->span[middle];
        if (span->row < row || (span->row == row && span->col <= col))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == cover->first[area])
        return 0;
    const lb_cell_span *span = &cover->span[low - 1];
    return span->row == row && col < span->col + span->length ? span->fraction : 0;
}

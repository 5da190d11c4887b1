/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "kernel/disclosure/disclosure_figures.h"

/* Fractions that differ by less are the same; people that differ by less are rounding. */
static const double SAME_FRACTION = 1e-9, SAME_PEOPLE = 1e-6;

void lb_guard_rows_clear(lb_guard_rows *rows)
{
    free(rows->people);
    free(rows->around);
    free(rows->total);
    free(rows->figure);
    free(rows->whole);
    free(rows->small);
    free(rows->grid);
    free(rows->degree);
    free(rows->stamp);
    *rows = (lb_guard_rows){0};
}

bool lb_guard_is_few(const lb_guard_rows *rows, double people)
{
    return people > SAME_PEOPLE && people < rows->in->minimum - SAME_PEOPLE;
}

bool lb_guard_any_few(const lb_guard_rows *rows)
{
    for (size_t s = 0; s < rows->squares; s++)
        if (lb_guard_is_few(rows, rows->people[s]))
            return true;
    return false;
}

lb_row_kind lb_guard_kind(const lb_guard_rows *rows, size_t row)
{
    if (row + 1 == rows->rows)
        return LB_ROW_GRID;
    if (rows->in->joined && row + 2 == rows->rows)
        return LB_ROW_UNION;
    return (lb_row_kind)(row / rows->areas);
}

size_t lb_guard_row(const lb_guard_rows *rows, lb_row_kind kind, size_t area)
{
    return (size_t)kind * rows->areas + area;
}

lb_span lb_guard_span(const lb_guard_rows *rows, size_t row)
{
    lb_row_kind kind = lb_guard_kind(rows, row);
    bool joined = kind == LB_ROW_UNION;
    if (kind == LB_ROW_GRID)
        return (lb_span){rows->grid, rows->in->cells, kind};
    const lb_profile *p = joined ? rows->in->joined : rows->in->profile;
    size_t area = joined ? 0 : row % rows->areas;
    return (lb_span){p->share + p->first[area], p->first[area + 1] - p->first[area], kind};
}

double lb_guard_fraction(lb_row_kind kind, double fraction)
{
    if (kind == LB_ROW_HIGH)
        return 1;
    return kind != LB_ROW_LOW || fraction == 1 ? fraction : 0;
}

bool lb_guard_same(double a, double b)
{
    return fabs(a - b) <= SAME_FRACTION;
}

static size_t square_of(const lb_guard_rows *rows, size_t cell)
{
    return rows->in->square ? rows->in->square[cell] : cell;
}

void lb_guard_turn(lb_guard_rows *rows)
{
    rows->now++;
}

double lb_guard_add(lb_guard_rows *rows, size_t cell)
{
    size_t square = square_of(rows, cell);
    if (rows->stamp[square] == rows->now)
        return 0;
    rows->stamp[square] = rows->now;
    return rows->people[square];
}

double lb_guard_differ(lb_guard_rows *rows, size_t a, size_t b)
{
    lb_span x = lb_guard_span(rows, a), y = lb_guard_span(rows, b);
    double people = 0, enough = rows->in->minimum;
    lb_guard_turn(rows);
    for (size_t i = 0, j = 0; (i < x.count || j < y.count) && people < enough;) {
        size_t at = i < x.count ? x.share[i].at : SIZE_MAX;
        double f = 0, g = 0;
        if (j < y.count && y.share[j].at < at)
            at = y.share[j].at;
        if (i < x.count && x.share[i].at == at)
            f = lb_guard_fraction(x.kind, x.share[i++].fraction);
        if (j < y.count && y.share[j].at == at)
            g = lb_guard_fraction(y.kind, y.share[j++].fraction);
        if (!lb_guard_same(f, g))
            people += lb_guard_add(rows, at);
    }
    return people;
}

/* Making -------------------------------------------------------------------------------------- */

/* A whole square has what its cells have; a value that is not above zero tells of no one. */
static bool count_people(lb_guard_rows *rows)
{
    const lb_guard_input *in = rows->in;
    rows->squares = in->square ? 0 : in->cells;
    for (size_t c = 0; in->square && c < in->cells; c++)
        if (in->square[c] >= rows->squares)
            rows->squares = in->square[c] + 1;
    rows->people = calloc(rows->squares + 1, sizeof *rows->people);
    rows->stamp = calloc(rows->squares + 1, sizeof *rows->stamp);
    rows->around = calloc(in->cells + 1, sizeof *rows->around);
    if (!rows->people || !rows->stamp || !rows->around)
        return false;
    for (size_t c = 0; c < in->cells; c++)
        if (in->value[c] > 0)
            rows->people[square_of(rows, c)] += in->value[c];
    for (size_t c = 0; c < in->cells; c++)
        rows->around[c] = in->value[c] > 0 ? rows->people[square_of(rows, c)] : 0;
    return true;
}

static void measure_row(lb_guard_rows *rows, size_t row)
{
    lb_span span = lb_guard_span(rows, row);
    lb_sum figure = {0};
    double total = 0, n = rows->in->minimum, least = INFINITY;
    lb_guard_turn(rows);
    for (size_t i = 0; i < span.count; i++) {
        size_t cell = span.share[i].at;
        double f = lb_guard_fraction(span.kind, span.share[i].fraction);
        if (!(f > 0) || !(rows->in->value[cell] > 0))
            continue;
        double value = rows->in->value[cell], people = rows->around[cell];
        lb_sum_add(&figure, f * value);
        total += lb_guard_add(rows, cell);
        if (lb_guard_is_few(rows, people))
            least = fmin(least, people / (f * value));
    }
    rows->total[row] = total;
    rows->figure[row] = lb_sum_value(figure);
    rows->small[row] = rows->figure[row] * least < n - SAME_PEOPLE;
}

static void measure_area(lb_guard_rows *rows, size_t area)
{
    lb_span span = lb_guard_span(rows, area);
    rows->whole[area] = true;
    for (size_t i = 0; i < span.count; i++) {
        size_t cell = span.share[i].at;
        if (!(rows->in->value[cell] > 0))
            continue;
        rows->whole[area] = rows->whole[area] && span.share[i].fraction == 1;
        rows->degree[cell]++;
    }
}

static bool allocate(lb_guard_rows *rows)
{
    rows->total = calloc(rows->rows + 1, sizeof *rows->total);
    rows->figure = calloc(rows->rows + 1, sizeof *rows->figure);
    rows->whole = calloc(rows->areas + 1, sizeof *rows->whole);
    rows->small = calloc(rows->rows + 1, sizeof *rows->small);
    rows->grid = calloc(rows->in->cells + 1, sizeof *rows->grid);
    rows->degree = calloc(rows->in->cells + 1, sizeof *rows->degree);
    return rows->total && rows->figure && rows->small && rows->whole && rows->grid && rows->degree;
}

lb_status lb_guard_rows_measure(lb_guard_rows *rows)
{
    if (!allocate(rows))
        return LB_E_MEMORY;
    for (size_t c = 0; c < rows->in->cells; c++)
        rows->grid[c] = (lb_share){c, 1};
    for (size_t i = 0; i < rows->areas; i++)
        measure_area(rows, i);
    for (size_t r = 0; r < rows->rows; r++)
        measure_row(rows, r);
    return LB_OK;
}

lb_status lb_guard_rows_make(const lb_guard_input *in, lb_guard_rows *out)
{
    lb_guard_rows rows = {.in = in, .areas = in->profile->count};
    rows.rows = rows.areas * (in->bounds ? 3 : 1) + (in->joined ? 2 : 1);
    if (!count_people(&rows)) {
        lb_guard_rows_clear(&rows);
        return LB_E_MEMORY;
    }
    *out = rows;
    return LB_OK;
}

/* Areas by cell ------------------------------------------------------------------------------- */

void lb_cell_index_clear(lb_cell_index *index)
{
    free(index->first);
    free(index->meeting);
    *index = (lb_cell_index){0};
}

lb_status lb_cell_index_make(const lb_guard_rows *rows, const bool *wanted, lb_cell_index *out)
{
    size_t cells = rows->in->cells, all = 0;
    lb_cell_index index = {.first = calloc(cells + 2, sizeof *index.first)};
    if (!index.first)
        return LB_E_MEMORY;
    for (size_t c = 0; c < cells; c++) {
        index.first[c + 1] = all; /* moved up by one as it is filled */
        all += !wanted || wanted[c] ? rows->degree[c] : 0;
    }
    index.meeting = malloc((all + 1) * sizeof *index.meeting);
    if (!index.meeting) {
        lb_cell_index_clear(&index);
        return LB_E_MEMORY;
    }
    for (size_t i = 0; i < rows->areas; i++) {
        lb_span span = lb_guard_span(rows, i);
        for (size_t k = 0; k < span.count; k++) {
            size_t cell = span.share[k].at;
            if (rows->in->value[cell] > 0 && (!wanted || wanted[cell]))
                index.meeting[index.first[cell + 1]++] = (lb_meeting){i, span.share[k].fraction};
        }
    }
    *out = index;
    return LB_OK;
}

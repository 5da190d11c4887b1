/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/swedish_text.h"
#include "base/try.h"
#include "command/source_conditions.h"
#include "port/gdal/source_spec.h"
#include "port/read/row_reader.h"
#include "project/publish/row_choices.h"

/* LB_E_INPUT, LB_E_IO: it cannot be read, which is reported elsewhere. */
static lb_status count_rows(const char *source, size_t *out)
{
    lb_rows *rows = NULL;
    const lb_row *row = NULL;
    lb_error ignored;
    size_t count = 0;
    lb_status status = lb_rows_open(source, NULL, &rows, &ignored);
    while (status == LB_OK && (status = lb_rows_next(rows, &row, &ignored)) == LB_OK && row)
        count++;
    lb_rows_close(rows);
    *out = count;
    return status;
}

static size_t smallest_of(size_t least, size_t rows)
{
    return rows > 0 && rows < LB_ROWS_APART_MIN && (least == 0 || rows < least) ? rows : least;
}

static lb_status compare_rows(const char *a, const char *b, const char *both, size_t *out)
{
    size_t of_a, of_b, common;
    LB_TRY(count_rows(a, &of_a));
    LB_TRY(count_rows(b, &of_b));
    LB_TRY(count_rows(both, &common));
    if (common == 0 || common > of_a || common > of_b)
        return LB_OK;
    *out = smallest_of(smallest_of(0, of_a - common), of_b - common);
    if (of_a > common && of_b > common)
        *out = smallest_of(*out, common);
    return LB_OK;
}

static char *join_choices(const char *source, const char *condition)
{
    return lb_source_add_condition(source, strchr(condition, '=') + 1);
}

lb_status lb_row_choices_sliver(const char *a, const char *b, size_t *rows)
{
    const char *of_a = lb_text_condition(a), *of_b = lb_text_condition(b);
    *rows = 0;
    if (lb_source_is_read_once(a) || (!of_a && !of_b) || (of_a && of_b && strcmp(of_a, of_b) == 0))
        return LB_OK;
    char *both = of_b ? join_choices(a, of_b) : join_choices(b, of_a);
    lb_status status = both ? compare_rows(a, b, both, rows) : LB_E_MEMORY;
    free(both);
    return status == LB_E_MEMORY ? status : LB_OK;
}

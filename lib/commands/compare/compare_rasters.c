/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two rasters: grid, CRS, bands, then each band they share, cell by cell, in windows, so that
 * memory does not grow with the raster. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/try.h"
#include "commands/compare/compare_parts.h"
#include "port/raster/raster_read.h"

/* Two rasters that lie open, and memory for a window of each. */
typedef struct raster_pair {
    const lb_compare_context *c;
    const char *file;
    lb_raster *a, *b;
    double *value_a, *value_b;
} raster_pair;

static void describe_grid(const lb_grid *grid, char *text, size_t size)
{
    char x[LB_NUMBER_SIZE], y[LB_NUMBER_SIZE], dx[LB_NUMBER_SIZE];
    lb_number_format(grid->x0, x);
    lb_number_format(grid->y0, y);
    lb_number_format(grid->dx, dx);
    snprintf(text, size, "%lld x %lld cells of %s from %s, %s", (long long)grid->ncol,
             (long long)grid->nrow, dx, x, y);
}

static bool same_grid(const raster_pair *p)
{
    const lb_grid *a = lb_raster_grid(p->a), *b = lb_raster_grid(p->b);
    char before[200], after[200];
    describe_grid(a, before, sizeof before);
    describe_grid(b, after, sizeof after);
    if (strcmp(before, after) == 0 && a->dy == b->dy)
        return true;
    lb_differences_add_texts(p->c->out, p->file, "raster", "grid", before, after);
    return false;
}

static void compare_crs(const raster_pair *p)
{
    const char *a = lb_raster_crs(p->a), *b = lb_raster_crs(p->b);
    if (strcmp(a ? a : "", b ? b : "") != 0)
        lb_differences_add_texts(p->c->out, p->file, "raster", "CRS", a, b);
}

/* The band of the other raster that is called the same, or, without names, of the same number. */
static int find_band(const lb_raster *raster, const char *name, int number)
{
    for (int i = 1; name[0] && i <= lb_raster_bands(raster); i++)
        if (strcmp(lb_raster_band_name(raster, i), name) == 0)
            return i;
    return !name[0] && number <= lb_raster_bands(raster) ? number : 0;
}

static void band_label(const lb_raster *raster, int band, char *text, size_t size)
{
    const char *name = lb_raster_band_name(raster, band);
    if (name[0])
        snprintf(text, size, "%s", name);
    else
        snprintf(text, size, "band %d", band);
}

static void count_window(const raster_pair *p, lb_window w, lb_difference_count *count)
{
    for (int64_t i = 0; i < (int64_t)w.nrow * w.ncol; i++) {
        char at[60];
        int64_t row = w.row + i / w.ncol, col = w.col + i % w.ncol;
        if (p->value_a[i] == p->value_b[i] || (isnan(p->value_a[i]) && isnan(p->value_b[i]))) {
            count->compared++;
            continue;
        }
        snprintf(at, sizeof at, "row %lld, column %lld", (long long)row, (long long)col);
        lb_difference_count_numbers(count, p->value_a[i], p->value_b[i], p->c->options->tolerance,
                                    at);
    }
}

static lb_status compare_band(const raster_pair *p, int a, int b, lb_error *err)
{
    lb_difference_count count = {0};
    char label[100];
    band_label(p->a, a, label, sizeof label);
    for (size_t i = 0; i < lb_raster_windows(p->a); i++) {
        lb_window w = lb_raster_window(p->a, i);
        LB_TRY(lb_raster_read(p->a, a, w, p->value_a, err));
        LB_TRY(lb_raster_read(p->b, b, w, p->value_b, err));
        count_window(p, w, &count);
    }
    if (count.differing > 0)
        lb_differences_add(p->c->out, &(lb_finding){p->file, "band", label, NULL, NULL,
                                                    count.compared, count.differing,
                                                    count.has_largest ? count.largest : (double)NAN,
                                                    count.at});
    return LB_OK;
}

static lb_status compare_bands(const raster_pair *p, lb_error *err)
{
    char label[100];
    for (int i = 1; i <= lb_raster_bands(p->a); i++) {
        int other = find_band(p->b, lb_raster_band_name(p->a, i), i);
        band_label(p->a, i, label, sizeof label);
        if (other == 0)
            lb_differences_add_texts(p->c->out, p->file, "raster", label, "there", "not there");
        else
            LB_TRY(compare_band(p, i, other, err));
    }
    for (int i = 1; i <= lb_raster_bands(p->b); i++)
        if (find_band(p->a, lb_raster_band_name(p->b, i), i) == 0) {
            band_label(p->b, i, label, sizeof label);
            lb_differences_add_texts(p->c->out, p->file, "raster", label, "not there", "there");
        }
    return LB_OK;
}

static lb_status compare_open(raster_pair *p, lb_error *err)
{
    compare_crs(p);
    if (!same_grid(p))
        return LB_OK;
    lb_window largest = lb_raster_window(p->a, 0);
    size_t cells = (size_t)largest.nrow * (size_t)largest.ncol;
    p->value_a = malloc((cells + 1) * sizeof *p->value_a);
    p->value_b = malloc((cells + 1) * sizeof *p->value_b);
    return p->value_a && p->value_b ? compare_bands(p, err) : lb_error_memory(err);
}

lb_status lb_compare_rasters(const lb_compare_context *c, const char *file, const char *before,
                             const char *after, lb_error *err)
{
    raster_pair p = {.c = c, .file = file};
    lb_status status = lb_raster_open(before, &p.a, err);
    if (status == LB_OK)
        status = lb_raster_open(after, &p.b, err);
    if (status == LB_OK)
        status = compare_open(&p, err);
    free(p.value_a);
    free(p.value_b);
    lb_raster_close(p.a);
    lb_raster_close(p.b);
    return status;
}

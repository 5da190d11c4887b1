/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "base/threads.h"
#include "kernel/hotspot/kernel_density.h"

/* Events in so many blocks, each with a map of its own, added up in their order. */
enum { N_BLOCKS = 8 };

/* The part of the kernel between two lines, at and at + step ..., n of them: differences of the
 * normal distribution function, from the side on which they lose no digits. */
static void kernel_parts(double from, double step, double bandwidth, int32_t n, double *part)
{
    double scale = 1 / (bandwidth * sqrt(2)), before = from * scale;
    for (int32_t i = 0; i < n; i++) {
        double after = (from + step * (i + 1)) * scale;
        part[i] = before > 0
                      ? (erfc(before) - erfc(after)) / 2
                      : (after < 0 ? erfc(-after) - erfc(-before) : erf(after) - erf(before)) / 2;
        before = after;
    }
}

/* The window of cells in reach of an event, and the kernel's parts of its rows and columns. */
typedef struct kernel_window {
    int32_t row, col, nrow, ncol; /* first, and how many */
    double *of_row, *of_col;
    double *before;      /* [ncol + 1]: sums of of_col */
    double *of_cell;     /* [nrow][ncol] of the quartic kernel; NULL: it is the product */
    size_t *begin, *end; /* [nrow]: the cells that are there */
} kernel_window;

static void clear_window(kernel_window *w)
{
    free(w->of_row);
    free(w->of_col);
    free(w->before);
    free(w->of_cell);
    free(w->begin);
    free(w->end);
}

static int32_t clamp_to(double at, int32_t max)
{
    return at < 0 ? 0 : at > max ? max : (int32_t)at;
}

static double reach_of(const lb_kernel_input *in)
{
    return in->quartic ? in->bandwidth : LB_KERNEL_REACH * in->bandwidth;
}

/* Gauss and Legendre's five points on -1 to 1, and their weights. */
static const double point_at[] = {-0.9061798459386640, -0.5384693101056831, 0, 0.5384693101056831,
                                  0.9061798459386640};
static const double point_weight[] = {0.2369268850561891, 0.4786286704993665, 0.5688888888888889,
                                      0.4786286704993665, 0.2369268850561891};
enum { POINTS = 5 };

/* The quartic kernel's sum over the points of a cell with its middle at x, y from the event, radii;
 * half: of the cell. */
static double quartic_part(double x, double y, double half)
{
    double sum = 0;
    for (int i = 0; i < POINTS; i++)
        for (int k = 0; k < POINTS; k++) {
            double east = x + half * point_at[i], north = y + half * point_at[k];
            double left = fmax(1 - east * east - north * north, 0);
            sum += point_weight[i] * point_weight[k] * left * left;
        }
    return sum;
}

/* Where the radius is so small that no point is in it, all of the event is in its own cell. */
static void fill_quartic(const lb_kernel_input *in, size_t event, kernel_window *w)
{
    const lb_grid *g = &in->rows->grid;
    double x = in->xy[2 * event] - g->x0, y = g->y0 - in->xy[2 * event + 1], h = in->bandwidth;
    double total = 0;
    for (int32_t r = 0; r < w->nrow; r++)
        for (int32_t c = 0; c < w->ncol; c++) {
            double east = (w->col + c + 0.5) * g->dx - x, south = (w->row + r + 0.5) * g->dy - y;
            double *part = &w->of_cell[r * w->ncol + c];
            *part = quartic_part(east / h, south / h, g->dx / 2 / h);
            total += *part;
        }
    size_t cell = in->cell[event];
    if (!(total > 0))
        w->of_cell[(in->rows->row[cell] - w->row) * w->ncol + in->rows->col[cell] - w->col] = 1;
}

/* The rows and columns within reach of the event, cut off at the grid, and the kernel's mass in
 * each: its product is that of a cell. */
static void find_window(const lb_kernel_input *in, const double *xy, kernel_window *w)
{
    const lb_grid *g = &in->rows->grid;
    double reach = reach_of(in), x = xy[0] - g->x0, y = g->y0 - xy[1];
    w->col = clamp_to(floor((x - reach) / g->dx), g->ncol);
    w->row = clamp_to(floor((y - reach) / g->dy), g->nrow);
    w->ncol = clamp_to(ceil((x + reach) / g->dx), g->ncol) - w->col;
    w->nrow = clamp_to(ceil((y + reach) / g->dy), g->nrow) - w->row;
    if (w->of_cell)
        return;
    kernel_parts(w->col * g->dx - x, g->dx, in->bandwidth, w->ncol, w->of_col);
    kernel_parts(w->row * g->dy - y, g->dy, in->bandwidth, w->nrow, w->of_row);
}

/* The kernel's mass in a cell of row r of the window. */
static double part_of(const kernel_window *w, int32_t r, int32_t col)
{
    int32_t c = col - w->col;
    return w->of_cell ? w->of_cell[r * w->ncol + c] : w->of_row[r] * w->of_col[c];
}

/* The same of a kernel that is no product. */
static double find_quartic_mass(const lb_cell_rows *rows, kernel_window *w)
{
    double total = 0;
    for (int32_t r = 0; r < w->nrow; r++) {
        lb_cell_rows_between(rows, w->row + r, w->col, w->col + w->ncol - 1, &w->begin[r],
                             &w->end[r]);
        for (size_t k = w->begin[r]; k < w->end[r]; k++)
            total += part_of(w, r, rows->col[k]);
    }
    return total;
}

/* The sum of the kernel over the cells that are there, and which these are. Those side by side are
 * summed by a difference. */
static double find_mass(const lb_cell_rows *rows, kernel_window *w)
{
    double total = 0;
    w->before[0] = 0;
    for (int32_t c = 0; c < w->ncol; c++)
        w->before[c + 1] = w->before[c] + w->of_col[c];
    for (int32_t r = 0; r < w->nrow; r++) {
        double sum = 0;
        lb_cell_rows_between(rows, w->row + r, w->col, w->col + w->ncol - 1, &w->begin[r],
                             &w->end[r]);
        size_t begin = w->begin[r], end = w->end[r];
        if (begin < end && (size_t)(rows->col[end - 1] - rows->col[begin]) + 1 == end - begin)
            sum = w->before[rows->col[end - 1] - w->col + 1] - w->before[rows->col[begin] - w->col];
        else
            for (size_t k = begin; k < end; k++)
                sum += w->of_col[rows->col[k] - w->col];
        total += w->of_row[r] * sum;
    }
    return total;
}

static void add_kernel(const lb_cell_rows *rows, const kernel_window *w, double factor,
                       double *density)
{
    for (int32_t r = 0; r < w->nrow && !w->of_cell; r++) {
        double of_row = factor * w->of_row[r];
        for (size_t k = w->begin[r]; k < w->end[r]; k++)
            density[k] += of_row * w->of_col[rows->col[k] - w->col];
    }
    for (int32_t r = 0; r < w->nrow && w->of_cell; r++)
        for (size_t k = w->begin[r]; k < w->end[r]; k++)
            density[k] += factor * part_of(w, r, rows->col[k]);
}

/* One event; own: what it puts into its own cell (NULL: not asked for). */
static void add_event(const lb_kernel_input *in, size_t event, kernel_window *w, double *density,
                      double *own)
{
    find_window(in, in->xy + 2 * event, w);
    if (in->quartic)
        fill_quartic(in, event, w);
    double mass = in->quartic ? find_quartic_mass(in->rows, w) : find_mass(in->rows, w);
    size_t cell = in->cell[event];
    add_kernel(in->rows, w, 1 / mass, density);
    if (own)
        own[event] = part_of(w, in->rows->row[cell] - w->row, in->rows->col[cell]) / mass;
}

/* density[N_BLOCKS][cells]. False: out of memory. */
static bool add_blocks(const lb_kernel_input *in, double *density, double *own)
{
    const lb_grid *g = &in->rows->grid;
    double reach = 2 * reach_of(in);
    size_t columns = (size_t)fmin(reach / g->dx + 3, g->ncol),
           lines = (size_t)fmin(reach / g->dy + 3, g->nrow);
    int threads = lb_thread_count(in->threads);
    bool failed = false;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
    for (size_t b = 0; b < N_BLOCKS; b++) {
        kernel_window w = {.of_col = malloc((columns + 1) * sizeof(double)),
                           .before = malloc((columns + 2) * sizeof(double)),
                           .of_row = malloc((lines + 1) * sizeof(double)),
                           .begin = malloc((lines + 1) * sizeof(size_t)),
                           .end = malloc((lines + 1) * sizeof(size_t))};
        if (in->quartic)
            w.of_cell = malloc((columns + 1) * (lines + 1) * sizeof(double));
        if ((w.of_cell || !in->quartic) && w.of_col && w.before && w.of_row && w.begin && w.end)
            for (size_t e = b * in->n / N_BLOCKS; e < (b + 1) * in->n / N_BLOCKS; e++)
                add_event(in, e, &w, density + b * in->rows->count, own);
        else {
#pragma omp atomic write
            failed = true;
        }
        clear_window(&w);
    }
    return !failed;
}

/* An event without another near has density 0: the bandwidth is impossible, not merely unlikely. */
static double sum_of_logs(const lb_kernel_input *in, const double *density, const double *own)
{
    lb_sum sum = {0};
    for (size_t e = 0; e < in->n; e++) {
        double others = density[in->cell[e]] - own[e];
        if (!(others > 1e-12 * own[e])) /* nothing but rounding */
            return -(double)INFINITY;
        lb_sum_add(&sum, log(others));
    }
    return lb_sum_value(sum);
}

/* Events are added in a fixed number of blocks and the blocks are summed per cell in their
 * order, so that the density is the same on any number of threads. log_likelihood may be NULL:
 * then no event's own share is kept. */
lb_status lb_kernel_density(const lb_kernel_input *input, double *density, double *log_likelihood)
{
    size_t cells = input->rows->count;
    double *block = calloc(N_BLOCKS * cells + 1, sizeof *block);
    double *own = log_likelihood ? malloc((input->n + 1) * sizeof *own) : NULL;
    bool good = block && (own || !log_likelihood) && add_blocks(input, block, own);
    for (size_t i = 0; i < cells && good; i++) {
        lb_sum sum = {0};
        for (size_t b = 0; b < N_BLOCKS; b++)
            lb_sum_add(&sum, block[b * cells + i]);
        density[i] = lb_sum_value(sum);
    }
    if (good && log_likelihood)
        *log_likelihood = sum_of_logs(input, density, own);
    free(block);
    free(own);
    return good ? LB_OK : LB_E_MEMORY;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For one count the ratio falls as more are expected, so that a disc can only be the most likely
 * where its edge reaches an event: radii without one need not be looked at, which is exact. In a
 * draw, radii are taken in groups of rings: the events up to the outer ring of a group, over what
 * is expected up to its inner one, bound the ratio of its discs from above, and only centres whose
 * bound beats the best so far are looked at (docs/methods.md, Scan statistic). */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/sum.h"
#include "base/threads.h"
#include "base/try.h"
#include "kernel/hotspot/alias_table.h"
#include "kernel/hotspot/scan_statistic.h"
#include "kernel/statistics/random.h"

enum { NO_RANK = UINT16_MAX, LEAST_CASES = 2, MAX_GROUPS = 24 };

/* A group of rings has at most this times the cells within its inner one. */
static const double group_growth = 1.5;

static const size_t greatest_table = (size_t)55 << 20; /* numbers: 440 MB */

/* Indices into the cells of the support, end exclusive. */
typedef struct cell_span {
    uint32_t begin, end;
} cell_span;

/* The discs of all centres. Distances between cells of a lattice are few: each has a rank. */
typedef struct disc_table {
    const lb_scan_input *in;
    size_t cells, ranks;
    int32_t radius, half; /* rows and columns that the greatest radius reaches */
    uint16_t *rank;       /* [2 radius + 1][2 half + 1] of an offset; NO_RANK: beyond it */
    double *distance;     /* [ranks] metres */
    size_t groups;
    uint8_t *group;               /* as rank, the group of rings of an offset */
    size_t first[MAX_GROUPS + 1]; /* the first rank of each group */
    double *inner;    /* [groups][cells]: expected up to that rank; infinite beyond the limit */
    double *expected; /* [cells][ranks]: within that distance */
    uint16_t *limit;  /* [cells]: ranks within max_share */
    cell_span *span;  /* [cells][2 radius + 1]: cells within the greatest radius, by row */
    double events;
} disc_table;

double lb_scan_llr(double c, double e, double n)
{
    if (!(c > e && e > 0))
        return 0;
    double outside = n - c > 0 ? (n - c) * log((n - c) / (n - e)) : 0;
    return c * log(c / e) + outside;
}

/* The table --------------------------------------------------------------------------------------
 */

static void clear_discs(disc_table *d)
{
    free(d->rank);
    free(d->group);
    free(d->inner);
    free(d->distance);
    free(d->expected);
    free(d->limit);
    free(d->span);
}

static double offset_distance(const disc_table *d, int32_t row, int32_t col)
{
    const lb_grid *g = &d->in->rows->grid;
    double dy = abs(row) * g->dy, dx = abs(col) * g->dx;
    return sqrt(dx * dx + dy * dy);
}

/* Distances up to the greatest radius, each once, ascending; those that rounding parts are one. */
static lb_status list_distances(disc_table *d)
{
    size_t n = 0, all = ((size_t)d->radius + 1) * ((size_t)d->half + 1);
    d->distance = malloc(all * sizeof *d->distance);
    if (!d->distance)
        return LB_E_MEMORY;
    for (int32_t row = 0; row <= d->radius; row++)
        for (int32_t col = 0; col <= d->half; col++) {
            double distance = offset_distance(d, row, col);
            if (distance <= d->in->max_radius * (1 + 1e-12))
                d->distance[n++] = distance;
        }
    qsort(d->distance, n, sizeof *d->distance, lb_compare_doubles);
    for (size_t i = 0; i < n; i++)
        if (d->ranks == 0 || d->distance[i] > d->distance[d->ranks - 1] * (1 + 1e-12))
            d->distance[d->ranks++] = d->distance[i];
    return d->ranks < NO_RANK ? LB_OK : LB_E_USAGE;
}

/* The rank of a distance among the radii; 1e-12 joins distances that differ by rounding. */
static uint16_t rank_of(const disc_table *d, double distance)
{
    size_t low = 0, high = d->ranks;
    while (low < high) { /* the first that is not less */
        size_t middle = low + (high - low) / 2;
        if (d->distance[middle] * (1 + 1e-12) < distance)
            low = middle + 1;
        else
            high = middle;
    }
    return low < d->ranks ? (uint16_t)low : NO_RANK;
}

/* Ranks of the offsets of one row, from column -half on. */
static const uint16_t *ranks_of_row(const disc_table *d, int32_t row)
{
    return d->rank + (size_t)(row + d->radius) * (2 * (size_t)d->half + 1) + d->half;
}

static lb_status rank_offsets(disc_table *d)
{
    size_t width = 2 * (size_t)d->half + 1;
    d->rank = malloc((2 * (size_t)d->radius + 1) * width * sizeof *d->rank);
    if (!d->rank)
        return LB_E_MEMORY;
    for (int32_t row = -d->radius; row <= d->radius; row++)
        for (int32_t col = -d->half; col <= d->half; col++)
            d->rank[(size_t)(row + d->radius) * width + (size_t)(col + d->half)] =
                rank_of(d, offset_distance(d, row, col));
    return LB_OK;
}

/* Groups of ranks, by how many offsets there are up to each. */
static lb_status group_offsets(disc_table *d)
{
    size_t offsets = (2 * (size_t)d->radius + 1) * (2 * (size_t)d->half + 1);
    size_t *within = calloc(d->ranks + 1, sizeof *within), last = 1;
    d->group = calloc(offsets, sizeof *d->group);
    if (!within || !d->group) {
        free(within);
        return LB_E_MEMORY;
    }
    for (size_t i = 0; i < offsets; i++)
        if (d->rank[i] != NO_RANK)
            within[d->rank[i]]++;
    for (size_t r = 1; r < d->ranks; r++)
        within[r] += within[r - 1];
    for (size_t r = 0; r < d->ranks; r++)
        if (d->groups == 0 ||
            (d->groups < MAX_GROUPS && (double)within[r] > group_growth * (double)last)) {
            d->first[d->groups++] = r;
            last = within[r];
        }
    d->first[d->groups] = d->ranks;
    for (size_t i = 0; i < offsets; i++)
        while (d->rank[i] != NO_RANK && d->rank[i] >= d->first[d->group[i] + 1])
            d->group[i]++;
    free(within);
    return LB_OK;
}

/* The cells in reach of one centre, and what is expected up to each rank. */
static void fill_centre(disc_table *d, const int32_t *half, size_t centre)
{
    const lb_cell_rows *rows = d->in->rows;
    double *expected = d->expected + centre * d->ranks;
    cell_span *span = d->span + centre * (2 * (size_t)d->radius + 1);
    for (int32_t row = -d->radius; row <= d->radius; row++) {
        size_t begin, end;
        int32_t col = rows->col[centre], reach = half[row + d->radius];
        lb_cell_rows_between(rows, rows->row[centre] + row, col - reach, col + reach, &begin, &end);
        span[row + d->radius] = (cell_span){(uint32_t)begin, (uint32_t)end};
        const uint16_t *rank = ranks_of_row(d, row);
        for (size_t k = begin; k < end; k++)
            expected[rank[rows->col[k] - col]] += d->in->expected[k];
    }
    lb_sum sum = {0};
    uint16_t limit = 0;
    for (size_t r = 0; r < d->ranks; r++) {
        lb_sum_add(&sum, expected[r]);
        expected[r] = lb_sum_value(sum);
        if (expected[r] <= d->in->max_share * d->events * (1 + 1e-12))
            limit = (uint16_t)(r + 1);
    }
    d->limit[centre] = limit;
    for (size_t g = 0; g < d->groups; g++)
        d->inner[g * d->cells + centre] =
            d->first[g] < limit ? expected[d->first[g]] : (double)INFINITY;
}

/* Columns in reach of each row of offsets. */
static void fill_reach(const disc_table *d, int32_t *half)
{
    for (int32_t row = -d->radius; row <= d->radius; row++) {
        const uint16_t *rank = ranks_of_row(d, row);
        int32_t reach = d->half;
        while (reach >= 0 && rank[reach] == NO_RANK)
            reach--;
        half[row + d->radius] = reach;
    }
}

/* Tables of all centres by all radii: the expected events of every disc, how many radii
 * --max-people allows, and the cells of each row within reach. Too many for memory is
 * LB_E_USAGE. */
static lb_status fill_discs(disc_table *d)
{
    size_t lines = 2 * (size_t)d->radius + 1;
    int threads = lb_thread_count(d->in->threads);
    if (d->cells * d->ranks > greatest_table)
        return LB_E_USAGE;
    int32_t *half = malloc(lines * sizeof *half);
    d->expected = calloc(d->cells * d->ranks + 1, sizeof *d->expected);
    d->limit = malloc((d->cells + 1) * sizeof *d->limit);
    d->span = malloc((d->cells * lines + 1) * sizeof *d->span);
    d->inner = malloc((d->cells * d->groups + 1) * sizeof *d->inner);
    bool good = half && d->expected && d->limit && d->span && d->inner;
    if (good)
        fill_reach(d, half);
#pragma omp parallel for num_threads(threads) schedule(static) if (good)
    for (size_t i = 0; i < d->cells; i++)
        if (good)
            fill_centre(d, half, i);
    free(half);
    return good ? LB_OK : LB_E_MEMORY;
}

/* Reach in rows and columns is at most the grid's, so that a wide radius costs no more than the
 * grid. */
static lb_status make_discs(disc_table *d)
{
    const lb_grid *g = &d->in->rows->grid;
    d->cells = d->in->rows->count;
    d->radius = (int32_t)floor(d->in->max_radius / g->dy + 1e-9);
    d->half = (int32_t)floor(d->in->max_radius / g->dx + 1e-9);
    d->radius = d->radius < g->nrow ? d->radius : g->nrow;
    d->half = d->half < g->ncol ? d->half : g->ncol;
    LB_TRY(list_distances(d));
    LB_TRY(rank_offsets(d));
    LB_TRY(group_offsets(d));
    return fill_discs(d);
}

/* One set of events ------------------------------------------------------------------------------
 */

/* Of a centre: its most likely disc. */
typedef struct best_disc {
    double llr, cases, expected;
    size_t centre;
    uint16_t rank;
} best_disc;

/* Work space of a thread; count is 0 between sets. */
typedef struct scan_space {
    uint32_t *count; /* [cells] events in each */
    uint32_t *with;  /* [events]: cells that have some */
    size_t n_with;
    uint32_t *in_group; /* [groups][cells] events in the rings of each group */
    double *bound;      /* [events + 2]: expected below which so many beat `best`; inf: not known */
    double best;
    uint32_t *of_rank; /* [ranks] */
} scan_space;

static void free_space(scan_space *s)
{
    free(s->count);
    free(s->with);
    free(s->in_group);
    free(s->bound);
    free(s->of_rank);
}

static bool make_space(const disc_table *d, scan_space *s)
{
    *s = (scan_space){.count = calloc(d->cells + 1, sizeof *s->count),
                      .with = malloc(((size_t)d->events + 2) * sizeof *s->with),
                      .in_group = malloc((d->cells * d->groups + 1) * sizeof *s->in_group),
                      .bound = malloc(((size_t)d->events + 2) * sizeof *s->bound),
                      .of_rank = malloc((d->ranks + 1) * sizeof *s->of_rank)};
    return s->count && s->with && s->in_group && s->bound && s->of_rank;
}

static void add_events(scan_space *s, size_t cell, uint32_t events)
{
    if (s->count[cell] == 0)
        s->with[s->n_with++] = (uint32_t)cell;
    s->count[cell] += events;
}

/* in_group of every centre. */
static void reach_centres(const disc_table *d, scan_space *s)
{
    const int32_t *col = d->in->rows->col;
    size_t lines = 2 * (size_t)d->radius + 1, width = 2 * (size_t)d->half + 1;
    memset(s->in_group, 0, d->cells * d->groups * sizeof *s->in_group);
    for (size_t w = 0; w < s->n_with; w++) {
        uint32_t cell = s->with[w], events = s->count[cell];
        for (size_t line = 0; line < lines; line++) {
            cell_span span = d->span[cell * lines + line];
            const uint8_t *group = d->group + line * width + d->half;
            for (uint32_t k = span.begin; k < span.end; k++)
                s->in_group[group[col[k] - col[cell]] * d->cells + k] += events;
        }
    }
}

/* The most likely disc of one centre; of equal ones the one that expects least. */
static best_disc look_at(const disc_table *d, scan_space *s, size_t centre)
{
    const int32_t *col = d->in->rows->col;
    size_t lines = 2 * (size_t)d->radius + 1;
    best_disc best = {.centre = centre};
    memset(s->of_rank, 0, d->ranks * sizeof *s->of_rank);
    for (size_t line = 0; line < lines; line++) {
        cell_span span = d->span[centre * lines + line];
        const uint16_t *rank = ranks_of_row(d, (int32_t)line - d->radius);
        for (uint32_t k = span.begin; k < span.end; k++)
            if (s->count[k] > 0)
                s->of_rank[rank[col[k] - col[centre]]] += s->count[k];
    }
    double cases = 0;
    for (uint16_t r = 0; r < d->limit[centre]; r++) {
        cases += s->of_rank[r];
        if (s->of_rank[r] == 0 || cases < LEAST_CASES)
            continue;
        double expected = d->expected[centre * d->ranks + r];
        double llr = lb_scan_llr(cases, expected, d->events);
        if (llr > best.llr)
            best = (best_disc){llr, cases, expected, centre, r};
    }
    return best;
}

/* The expected number below which c events have a ratio above s->best, by bisection, from above: to
 * a millionth of c, as it only decides which centres are looked at. */
static double bound_of(const disc_table *d, scan_space *s, size_t c)
{
    if (isfinite(s->bound[c]))
        return s->bound[c];
    double low = 0, high = (double)c;
    for (int step = 0; step < 20; step++) {
        double middle = (low + high) / 2;
        if (lb_scan_llr((double)c, middle, d->events) > s->best)
            low = middle;
        else
            high = middle;
    }
    return s->bound[c] = high;
}

static void forget_bounds(const disc_table *d, scan_space *s)
{
    for (size_t c = 0; c < (size_t)d->events + 2; c++)
        s->bound[c] = c < LEAST_CASES ? -1 : (double)INFINITY;
}

/* A bound that is not known yet passes the first comparison. */
static bool may_beat(const disc_table *d, scan_space *s, size_t centre)
{
    size_t c = 0;
    for (size_t at = centre; at < d->groups * d->cells; at += d->cells) {
        c += s->in_group[at];
        if (d->inner[at] <= s->bound[c] && d->inner[at] <= bound_of(d, s, c))
            return true;
    }
    return false;
}

static void try_centre(const disc_table *d, scan_space *s, size_t centre)
{
    double llr = look_at(d, s, centre).llr;
    if (!(llr > s->best))
        return;
    s->best = llr;
    forget_bounds(d, s);
}

/* The greatest ratio of a set of events; of the centres with events the one with most in each group
 * goes first. */
static double greatest_ratio(const disc_table *d, scan_space *s)
{
    s->best = 0;
    forget_bounds(d, s);
    reach_centres(d, s);
    for (size_t g = 0; g < d->groups; g++) {
        const uint32_t *in_group = s->in_group + g * d->cells;
        uint32_t first = s->with[0];
        for (size_t w = 1; w < s->n_with; w++)
            if (in_group[s->with[w]] > in_group[first])
                first = s->with[w];
        try_centre(d, s, first);
    }
    for (size_t i = 0; i < d->cells; i++)
        if (may_beat(d, s, i))
            try_centre(d, s, i);
    return s->best;
}

static void forget_events(scan_space *s)
{
    for (size_t w = 0; w < s->n_with; w++)
        s->count[s->with[w]] = 0;
    s->n_with = 0;
}

/* Draws
 * --------------------------------------------------------------------------------------------
 */

/* greatest[draws]: of as many events, each in a cell with the probability expected there. */
static lb_status draw_ratios(const disc_table *d, double *greatest)
{
    lb_alias_table table;
    bool failed = false;
    int threads = lb_thread_count(d->in->threads);
    LB_TRY(lb_alias_table_make(d->in->expected, d->cells, &table));
#pragma omp parallel num_threads(threads)
    {
        scan_space s;
        bool good = make_space(d, &s);
        if (!good) {
#pragma omp atomic write
            failed = true;
        }
#pragma omp for schedule(dynamic, 4)
        for (int k = 0; k < d->in->draws; k++) {
            if (!good)
                continue;
            uint64_t key = lb_random_key(d->in->seed, (uint64_t)k);
            for (uint64_t e = 0; e < (uint64_t)d->events; e++)
                add_events(&s, lb_alias_table_draw(&table, lb_random_of_key(key, e)), 1);
            greatest[k] = greatest_ratio(d, &s);
            forget_events(&s);
        }
        free_space(&s);
    }
    lb_alias_table_clear(&table);
    return failed ? LB_E_MEMORY : LB_OK;
}

/* The clusters
 * -------------------------------------------------------------------------------------
 */

/* Greatest LLR first; ties by fewer expected, smaller radius, then the cell further north, then
 * west. */
static int compare_discs(const void *a, const void *b)
{
    const best_disc *x = a, *y = b;
    LB_COMPARE(y->llr, x->llr);
    LB_COMPARE(x->expected, y->expected);
    LB_COMPARE(x->rank, y->rank);
    return (x->centre > y->centre) - (x->centre < y->centre);
}

/* Marks the cells of a disc; returns how many, or 0 and none marked where one is marked already. */
static size_t mark_disc(const disc_table *d, const best_disc *disc, bool *marked)
{
    const int32_t *col = d->in->rows->col;
    size_t lines = 2 * (size_t)d->radius + 1, cells = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t line = 0; line < lines; line++) {
            cell_span span = d->span[disc->centre * lines + line];
            const uint16_t *rank = ranks_of_row(d, (int32_t)line - d->radius);
            for (uint32_t k = span.begin; k < span.end; k++) {
                if (rank[col[k] - col[disc->centre]] > disc->rank)
                    continue;
                if (pass == 0 && marked[k])
                    return 0;
                marked[k] = pass == 1 || marked[k];
                cells += (size_t)pass;
            }
        }
    return cells;
}

/* Discs come in falling order of LLR; one that shares a cell with a cluster before it marks
 * nothing and is passed over. At LLR 0 no disc is left that holds more events than expected. */
static size_t choose_clusters(const disc_table *d, const best_disc *disc, size_t n, bool *marked,
                              lb_scan_cluster *cluster, size_t max)
{
    size_t found = 0;
    for (size_t i = 0; i < n && found < max && disc[i].llr > 0; i++) {
        size_t cells = mark_disc(d, &disc[i], marked);
        if (cells > 0)
            cluster[found++] = (lb_scan_cluster){.centre = disc[i].centre,
                                                 .cells = cells,
                                                 .cases = disc[i].cases,
                                                 .expected = disc[i].expected,
                                                 .llr = disc[i].llr,
                                                 .radius = d->distance[disc[i].rank]};
    }
    return found;
}

/* The best disc of every centre that has events in reach, in order. */
static lb_status find_clusters(const disc_table *d, lb_scan_cluster *cluster, size_t max,
                               size_t *found)
{
    scan_space s;
    best_disc *disc = malloc((d->cells + 1) * sizeof *disc);
    bool *marked = calloc(d->cells + 1, sizeof *marked);
    bool good = make_space(d, &s) && disc && marked;
    size_t n = 0;
    for (size_t i = 0; i < d->cells && good; i++)
        if (d->in->count[i] > 0)
            add_events(&s, i, (uint32_t)d->in->count[i]);
    for (size_t i = 0; i < d->cells && good; i++) {
        disc[n] = look_at(d, &s, i);
        n += disc[n].llr > 0;
    }
    if (good) {
        qsort(disc, n, sizeof *disc, compare_discs);
        *found = choose_clusters(d, disc, n, marked, cluster, max);
    }
    free_space(&s);
    free(disc);
    free(marked);
    return good ? LB_OK : LB_E_MEMORY;
}

/* Each cluster against the greatest ratio of each draw: those after the first are judged strictly.
 */
static lb_status test_clusters(const disc_table *d, lb_scan_cluster *cluster, size_t n)
{
    double *greatest = malloc((size_t)d->in->draws * sizeof *greatest);
    lb_status status = greatest ? draw_ratios(d, greatest) : LB_E_MEMORY;
    for (size_t c = 0; c < n && status == LB_OK; c++) {
        size_t above = 0;
        for (int k = 0; k < d->in->draws; k++)
            above += greatest[k] >= cluster[c].llr * (1 - 1e-12);
        cluster[c].p = (1 + (double)above) / (1 + (double)d->in->draws);
    }
    free(greatest);
    return status;
}

/* Clusters by falling LLR with their p from the draws; N is the sum of the counts of all cells
 * given (docs/methods.md, Scan statistic). */
lb_status lb_scan_clusters(const lb_scan_input *input, lb_scan_cluster *cluster, size_t max,
                           size_t *found)
{
    disc_table d = {.in = input};
    lb_sum events = {0};
    *found = 0;
    for (size_t i = 0; i < input->rows->count; i++)
        lb_sum_add(&events, input->count[i]);
    d.events = lb_sum_value(events);
    lb_status status = make_discs(&d);
    if (status == LB_OK)
        status = find_clusters(&d, cluster, max, found);
    if (status == LB_OK && *found > 0)
        status = test_clusters(&d, cluster, *found);
    clear_discs(&d);
    return status;
}

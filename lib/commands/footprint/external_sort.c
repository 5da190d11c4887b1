/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "commands/footprint/external_sort.h"

/* Records of a run that are read at a time. */
enum { PAGE = 65536, BYTES = 8 };

static lb_status no_memory(lb_error *err)
{
    return lb_error_set(err, LB_E_MEMORY, "out of memory");
}

static lb_status spill_failed(lb_error *err)
{
    return lb_error_set(err, LB_E_IO,
                        "the temporary file of records: %s; with more memory, raise --max-records",
                        strerror(errno));
}

void lb_day_records_clear(lb_day_records *records)
{
    free(records->item);
    free(records->run);
    if (records->spill)
        fclose(records->spill);
    *records = (lb_day_records){0};
}

/* Orders as phone, then day. */
static uint64_t key_of(lb_day_record r)
{
    return (uint64_t)r.phone << 32 | ((uint32_t)r.day ^ UINT32_C(0x80000000));
}

static bool is_sorted(const lb_day_record *item, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (key_of(item[i - 1]) > key_of(item[i]))
            return false;
    return true;
}

static void deal(const lb_day_record *from, size_t n, unsigned shift, size_t *at, lb_day_record *to)
{
    for (size_t i = 0; i < n; i++)
        to[at[key_of(from[i]) >> shift & 255]++] = from[i];
}

/* Radix sort by the bytes of the key that differ; count[256] becomes where each value goes. */
static lb_status sort(lb_day_records *r)
{
    size_t n = r->count, count[BYTES][256] = {{0}};
    if (is_sorted(r->item, n))
        return LB_OK;
    lb_day_record *to = malloc(n * sizeof *to), *from = r->item;
    if (!to)
        return LB_E_MEMORY;
    for (size_t i = 0; i < n; i++)
        for (unsigned b = 0; b < BYTES; b++)
            count[b][key_of(from[i]) >> 8 * b & 255]++;
    for (unsigned b = 0; b < BYTES; b++) {
        if (count[b][key_of(from[0]) >> 8 * b & 255] == n)
            continue;
        for (size_t v = 0, start = 0; v < 256; v++) {
            size_t here = count[b][v];
            count[b][v] = start;
            start += here;
        }
        deal(from, n, 8 * b, count[b], to);
        lb_day_record *swap = from;
        from = to;
        to = swap;
    }
    r->capacity = from == r->item ? r->capacity : n;
    r->item = from;
    free(to);
    return LB_OK;
}

static lb_status spill(lb_day_records *r, lb_error *err)
{
    if (sort(r) != LB_OK || !lb_reserve(&r->run, &r->run_capacity, r->runs + 1, sizeof *r->run))
        return no_memory(err);
    errno = 0;
    if (!r->spill && !(r->spill = tmpfile()))
        return spill_failed(err);
    if (fwrite(r->item, sizeof *r->item, r->count, r->spill) != r->count)
        return spill_failed(err);
    r->run[r->runs++] = r->count;
    r->count = 0;
    return LB_OK;
}

lb_status lb_day_records_add(lb_day_records *r, lb_day_record record, lb_error *err)
{
    if (r->count >= r->most && r->count > 0) {
        lb_status status = spill(r, err);
        if (status != LB_OK)
            return status;
    }
    if (r->count == r->capacity &&
        !lb_reserve(&r->item, &r->capacity, r->count + 1, sizeof *r->item))
        return no_memory(err);
    r->item[r->count++] = record;
    return LB_OK;
}

/* Days from records in order ------------------------------------------------------------------ */

typedef struct days {
    lb_day_visit visit;
    void *udata;
    lb_day_record last;
    uint32_t *station;
    size_t k, capacity;
} days;

static lb_status end_day(days *d)
{
    size_t k = d->k;
    d->k = 0;
    return k ? d->visit(d->udata, d->last.phone, d->station, k) : LB_OK;
}

static lb_status put(days *d, lb_day_record r)
{
    if (d->k > 0 && key_of(r) != key_of(d->last) && end_day(d) != LB_OK)
        return LB_E_MEMORY;
    if (d->k == d->capacity && !lb_reserve(&d->station, &d->capacity, d->k + 1, sizeof *d->station))
        return LB_E_MEMORY;
    d->station[d->k++] = r.station;
    d->last = r;
    return LB_OK;
}

/* Merging runs -------------------------------------------------------------------------------- */

typedef struct run {
    uint64_t next, left; /* record in the file, records not yet read */
    lb_day_record *page;
    size_t at, count;
} run;

static lb_status fill(FILE *file, run *r, lb_error *err)
{
    size_t want = r->left < PAGE ? (size_t)r->left : PAGE;
    r->at = 0;
    r->count = want;
    if (want == 0)
        return LB_OK;
    errno = 0;
    if (fseeko(file, (off_t)(r->next * sizeof *r->page), SEEK_SET) != 0 ||
        fread(r->page, sizeof *r->page, want, file) != want)
        return spill_failed(err);
    r->next += want;
    r->left -= want;
    return LB_OK;
}

static lb_status open_runs(const lb_day_records *records, run *all, lb_error *err)
{
    uint64_t start = 0;
    lb_status status = LB_OK;
    for (size_t i = 0; i < records->runs && status == LB_OK; i++) {
        all[i] = (run){start, records->run[i], malloc(PAGE * sizeof *all[i].page), 0, 0};
        start += records->run[i];
        status = all[i].page ? fill(records->spill, &all[i], err) : no_memory(err);
    }
    return status;
}

/* The run whose next record comes first; SIZE_MAX: none is left. Runs are few. */
static size_t first_run(const run *all, size_t runs)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < runs; i++)
        if (all[i].at < all[i].count &&
            (best == SIZE_MAX ||
             key_of(all[i].page[all[i].at]) < key_of(all[best].page[all[best].at])))
            best = i;
    return best;
}

static lb_status merge(lb_day_records *records, days *d, lb_error *err)
{
    lb_status status = spill(records, err);
    run *all = status == LB_OK ? calloc(records->runs + 1, sizeof *all) : NULL;
    if (status == LB_OK)
        status = all ? open_runs(records, all, err) : no_memory(err);
    for (size_t i; status == LB_OK && (i = first_run(all, records->runs)) != SIZE_MAX;) {
        if (put(d, all[i].page[all[i].at++]) != LB_OK)
            status = no_memory(err);
        else if (all[i].at == all[i].count)
            status = fill(records->spill, &all[i], err);
    }
    for (size_t i = 0; all && i < records->runs; i++)
        free(all[i].page);
    free(all);
    return status;
}

static lb_status walk(lb_day_records *records, days *d, lb_error *err)
{
    if (records->runs > 0)
        return merge(records, d, err);
    if (sort(records) != LB_OK)
        return no_memory(err);
    for (size_t i = 0; i < records->count; i++)
        if (put(d, records->item[i]) != LB_OK)
            return no_memory(err);
    return LB_OK;
}

lb_status lb_day_records_each(lb_day_records *records, lb_day_visit visit, void *udata,
                              lb_error *err)
{
    days d = {.visit = visit, .udata = udata};
    lb_status status = walk(records, &d, err);
    if (status == LB_OK && end_day(&d) != LB_OK)
        status = no_memory(err);
    free(d.station);
    return status;
}

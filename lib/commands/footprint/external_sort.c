/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records are sorted by a 64-bit key of phone and day with a least-significant-byte radix sort (8
 * passes at most, O(n), stable), which beats comparison sorts on millions of small records. Sorted
 * runs are merged by looking at the head of each: with the default of 20 million records a run,
 * there are few. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/try.h"
#include "commands/footprint/external_sort.h"

/* PAGE_RECORDS of each run are held while runs are merged: 786 kB. */
enum { PAGE_RECORDS = 65536, KEY_BYTES = 8 };

static lb_status spill_failed(lb_error *err)
{
    return lb_error_set(err, LB_E_IO,
                        "the temporary file for sorting records: %s; with enough memory a larger "
                        "--max-records needs no such file",
                        strerror(errno));
}

void lb_external_sort_clear(lb_external_sort *records)
{
    free(records->item);
    free(records->run);
    if (records->spill)
        fclose(records->spill);
    *records = (lb_external_sort){0};
}

/* Ascends by phone, then day: the sign bit of the day is flipped so that days before 1970 sort
 * before later ones as unsigned numbers. */
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

/* One pass: each record goes to the next free place of its key's byte at `shift`. */
static void scatter_records(const lb_day_record *from, size_t n, unsigned shift, size_t *at,
                            lb_day_record *to)
{
    for (size_t i = 0; i < n; i++)
        to[at[key_of(from[i]) >> shift & 255]++] = from[i];
}

/* All histograms are made in one pass. A byte that is the same in all keys needs no pass of its own
 * (phones are numbered from 0, days span some years: half of the bytes). */
static lb_status sort_records(lb_external_sort *r)
{
    size_t n = r->count, count[KEY_BYTES][256] = {{0}};
    if (is_sorted(r->item, n))
        return LB_OK;
    lb_day_record *to = malloc(n * sizeof *to), *from = r->item;
    if (!to)
        return LB_E_MEMORY;
    for (size_t i = 0; i < n; i++)
        for (unsigned b = 0; b < KEY_BYTES; b++)
            count[b][key_of(from[i]) >> 8 * b & 255]++;
    for (unsigned b = 0; b < KEY_BYTES; b++) {
        if (count[b][key_of(from[0]) >> 8 * b & 255] == n)
            continue;
        for (size_t v = 0, start = 0; v < 256; v++) {
            size_t records = count[b][v];
            count[b][v] = start; /* where the first record of byte value v goes */
            start += records;
        }
        scatter_records(from, n, 8 * b, count[b], to);
        lb_day_record *swap = from;
        from = to;
        to = swap;
    }
    r->capacity = from == r->item ? r->capacity : n;
    r->item = from;
    free(to);
    return LB_OK;
}

/* Sorts what is in memory and appends it to the temporary file as one run. */
static lb_status spill_run(lb_external_sort *r, lb_error *err)
{
    if (sort_records(r) != LB_OK ||
        !lb_array_reserve(&r->run, &r->run_capacity, r->runs + 1, sizeof *r->run))
        return lb_error_memory(err);
    errno = 0;
    if (!r->spill && !(r->spill = tmpfile()))
        return spill_failed(err);
    if (fwrite(r->item, sizeof *r->item, r->count, r->spill) != r->count)
        return spill_failed(err);
    r->run[r->runs++] = r->count;
    r->count = 0;
    return LB_OK;
}

lb_status lb_external_sort_add(lb_external_sort *r, lb_day_record record, lb_error *err)
{
    if (r->count >= r->max_in_memory && r->count > 0)
        LB_TRY(spill_run(r, err));
    if (r->count == r->capacity &&
        !lb_array_reserve(&r->item, &r->capacity, r->count + 1, sizeof *r->item))
        return lb_error_memory(err);
    r->item[r->count++] = record;
    return LB_OK;
}

/* Days from records in order ------------------------------------------------------------------ */

/* The stations of the current phone and day, until a record of another arrives. */
typedef struct day_group {
    lb_day_visitor visit;
    void *udata;
    lb_day_record last; /* added; of the current phone and day */
    uint32_t *station;  /* [k] */
    size_t k, capacity;
} day_group;

static lb_status end_day(day_group *d)
{
    size_t k = d->k;
    d->k = 0;
    return k ? d->visit(d->udata, d->last.phone, d->station, k) : LB_OK;
}

static lb_status add_to_day(day_group *d, lb_day_record r)
{
    if (d->k > 0 && key_of(r) != key_of(d->last) && end_day(d) != LB_OK)
        return LB_E_MEMORY;
    if (d->k == d->capacity &&
        !lb_array_reserve(&d->station, &d->capacity, d->k + 1, sizeof *d->station))
        return LB_E_MEMORY;
    d->station[d->k++] = r.station;
    d->last = r;
    return LB_OK;
}

/* Merging runs -------------------------------------------------------------------------------- */

/* One sorted run in the file while runs are merged, read a page at a time. */
typedef struct sorted_run {
    uint64_t next, left; /* next record's number in the file; records not yet read */
    lb_day_record *page; /* [count], the current record at [at]; count 0: the run is at its end */
    size_t at, count;
} sorted_run;

static lb_status read_page(FILE *file, sorted_run *r, lb_error *err)
{
    size_t want = r->left < PAGE_RECORDS ? (size_t)r->left : PAGE_RECORDS;
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

static lb_status open_runs(const lb_external_sort *records, sorted_run *all, lb_error *err)
{
    uint64_t start = 0;
    for (size_t i = 0; i < records->runs; i++) {
        all[i] =
            (sorted_run){start, records->run[i], malloc(PAGE_RECORDS * sizeof *all[i].page), 0, 0};
        start += records->run[i];
        if (!all[i].page)
            return lb_error_memory(err);
        LB_TRY(read_page(records->spill, &all[i], err));
    }
    return LB_OK;
}

/* The run whose current record comes first; SIZE_MAX: all are at their end. */
static size_t first_run(const sorted_run *all, size_t runs)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < runs; i++)
        if (all[i].at < all[i].count &&
            (best == SIZE_MAX ||
             key_of(all[i].page[all[i].at]) < key_of(all[best].page[all[best].at])))
            best = i;
    return best;
}

static lb_status merge_runs(lb_external_sort *records, day_group *d, lb_error *err)
{
    LB_TRY(spill_run(records, err)); /* what is still in memory is the last run */
    sorted_run *all = calloc(records->runs, sizeof *all);
    lb_status status = all ? open_runs(records, all, err) : lb_error_memory(err);
    for (size_t i; status == LB_OK && (i = first_run(all, records->runs)) != SIZE_MAX;) {
        if (add_to_day(d, all[i].page[all[i].at++]) != LB_OK)
            status = lb_error_memory(err);
        else if (all[i].at == all[i].count)
            status = read_page(records->spill, &all[i], err);
    }
    for (size_t i = 0; all && i < records->runs; i++)
        free(all[i].page);
    free(all);
    return status;
}

static lb_status visit_days(lb_external_sort *records, day_group *d, lb_error *err)
{
    if (records->runs > 0)
        return merge_runs(records, d, err);
    if (sort_records(records) != LB_OK)
        return lb_error_memory(err);
    for (size_t i = 0; i < records->count; i++)
        if (add_to_day(d, records->item[i]) != LB_OK)
            return lb_error_memory(err);
    return LB_OK;
}

lb_status lb_external_sort_each_day(lb_external_sort *records, lb_day_visitor visit, void *udata,
                                    lb_error *err)
{
    day_group d = {.visit = visit, .udata = udata};
    lb_status status = visit_days(records, &d, err);
    if (status == LB_OK && end_day(&d) != LB_OK)
        status = lb_error_memory(err);
    free(d.station);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a table of events: refused, or each row that is read is in one period of each rule,
 * undated, or in none. */
#include <math.h>

#include <cpl_vsi.h>

#include "input/events/event_rows.h"
#include "commands/share/period_counts.h"
#include "port/gdal/gdal_env.h"
#include "tests/fuzz/fuzz.h"

static const lb_period_rule rules[] = {{.kind = LB_PERIOD_MONTH}, {.kind = LB_PERIOD_HALF}};
enum { RULES = sizeof rules / sizeof *rules };

static size_t column(const lb_rows *rows, const char *a, const char *b)
{
    const char *const names[] = {a, b, NULL};
    return lb_rows_find_column(rows, names);
}

static lb_status count_rows(lb_rows *rows, lb_period_counts *tally, lb_event_counts *counts)
{
    const lb_event_columns columns = {column(rows, "datum", "date"), column(rows, "e", "lon"),
                                      column(rows, "n", "lat"), column(rows, "koppling", "phone"),
                                      column(rows, "antal", "value")};
    const lb_row *row;
    lb_event event;
    lb_status status;
    while ((status = lb_rows_next(rows, &row, NULL)) == LB_OK && row) {
        lb_event_from_row(&columns, row, &event, counts);
        fuzz_must(!event.placed || (isfinite(event.x) && isfinite(event.y)), "a place is one");
        /* as share has it: other years are typed wrong, and would be thousands of periods */
        bool dated = event.dated && event.date.year >= 1900 && event.date.year <= 2100;
        const lb_share_event shared = {.placed = event.placed, .dated = dated, .day = event.day};
        fuzz_must(lb_period_counts_add(tally, &shared) == LB_OK, "an event is counted");
    }
    return status;
}

static void check_books(const lb_period_counts *tally, const lb_event_counts *counts)
{
    int64_t in[RULES] = {0}, none = tally->undated.placed[0] + tally->undated.unplaced[0] +
                                    tally->outside.placed[0] + tally->outside.unplaced[0];
    for (size_t i = 0; i < tally->count; i++) {
        const lb_share_counts *c = &tally->item[i].counts;
        in[tally->item[i].rule] += c->placed[0] + c->unplaced[0];
        fuzz_must(tally->item[i].period.from < tally->item[i].period.to, "a period has days");
    }
    for (size_t r = 0; r < RULES; r++)
        fuzz_must(in[r] + none == counts->rows && counts->rows == tally->events,
                  "each row is counted once");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char path[] = "/vsimem/fuzz_events.csv";
    lb_rows *rows = NULL;
    lb_period_counts tally = {0};
    lb_event_counts counts = {0};
    lb_gdal_start();
    VSIFCloseL(VSIFileFromMemBuffer(path, (GByte *)(uintptr_t)data, size, 0));
    if (lb_period_counts_init(&tally, rules, RULES, 1, LB_OVERLAP_PRIORITY) == LB_OK &&
        lb_rows_open(path, NULL, &rows, NULL) == LB_OK) {
        count_rows(rows, &tally, &counts);
        fuzz_must(lb_period_counts_finish(&tally) == LB_OK, "periods are sorted");
        check_books(&tally, &counts);
    }
    lb_rows_close(rows);
    lb_period_counts_clear(&tally);
    VSIUnlink(path);
    return 0;
}

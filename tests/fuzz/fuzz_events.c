/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a table of events of one area and its rest: refused, or each row is counted in one
 * place of each period. */
#include <cpl_vsi.h>

#include <lagesbild.h>

#include "port/init.h"
#include "tests/fuzz/fuzz.h"

static const char areas[] =
    "namn,kategori,wkt\n"
    "A,Utsatt,\"POLYGON((600000 6600000, 601000 6600000, 601000 6601000, 600000 6600000))\"\n";

/* Over all periods: in the area, in none, nowhere. */
static double counted(const lb_table *table)
{
    size_t category = lb_table_column(table, "category"), events = lb_table_column(table, "events");
    double sum = 0;
    for (size_t i = 0; i < table->rows; i++) {
        const char *name = lb_table_text(table, i, category);
        if (strcmp(name, "total") == 0 || strcmp(name, "ovriga") == 0 ||
            strcmp(name, "unplaced") == 0)
            sum += lb_table_real(table, i, events);
    }
    return sum;
}

static size_t lines(const uint8_t *data, size_t size)
{
    size_t n = 1;
    for (size_t i = 0; i < size; i++)
        n += data[i] == '\n' || data[i] == '\r';
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char path[] = "/vsimem/fuzz_events.csv", area[] = "/vsimem/fuzz_event_areas.csv";
    static const char *const set[] = {area}, *const period[] = {"month"};
    const lb_job job = {.threads = 1};
    lb_share_options o = LB_SHARE_OPTIONS_INIT;
    lb_table table = {0};
    o.areas = set;
    o.area_sets = 1;
    o.events = path;
    o.period = period;
    o.periods = 1;
    lb_gdal_start();
    VSIFCloseL(VSIFileFromMemBuffer(area, (GByte *)(uintptr_t)areas, sizeof areas - 1, 0));
    VSIFCloseL(VSIFileFromMemBuffer(path, (GByte *)(uintptr_t)data, size, 0));
    if (lb_share_run(&o, &job, &table, NULL) == LB_OK)
        fuzz_must(counted(&table) < (double)lines(data, size), "no row counts twice");
    lb_table_clear(&table);
    VSIUnlink(path);
    VSIUnlink(area);
    return 0;
}

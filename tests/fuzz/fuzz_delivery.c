/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a delivery of squares: refused, or squares in order, each once. */
#include <cpl_vsi.h>

#include <lagesbild.h>

#include "input/delivery/square_table.h"
#include "port/gdal/gdal_env.h"
#include "tests/fuzz/fuzz.h"

static void read_delivery(const char *path)
{
    const lb_job job = {.threads = 1};
    const lb_square_rule rule = {.cell = 250, .crs = "EPSG:3006"};
    lb_square_table d = {0};
    if (lb_square_table_open(path, &job, &d, NULL) != LB_OK)
        return;
    for (size_t i = 0; i < d.columns && i < 6; i++)
        fuzz_must(lb_square_table_request(&d, i, i % 2, i % 3) != SIZE_MAX, "a column is wanted");
    if (lb_square_table_read(&d, &rule, &job, NULL) == LB_OK)
        for (size_t i = 1; i < d.rows; i++)
            fuzz_must(lb_square_compare(&d.square[i - 1], &d.square[i]) < 0,
                      "squares are in order, each once");
    lb_square_table_clear(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char path[] = "/vsimem/fuzz_delivery.csv";
    lb_gdal_start();
    VSIFCloseL(VSIFileFromMemBuffer(path, (GByte *)(uintptr_t)data, size, 0));
    read_delivery(path);
    VSIUnlink(path);
    return 0;
}

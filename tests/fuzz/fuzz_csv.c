/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a text table: read to the end or refused, each field touched. */
#include <stdint.h>
#include <stdlib.h>

#include <cpl_vsi.h>

#include "port/gdal/gdal_env.h"
#include "port/read/row_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(lb_rows *rows)
{
    const lb_row *row;
    double value;
    while (lb_rows_next(rows, &row, NULL) == LB_OK && row)
        for (size_t i = 0; i < lb_rows_columns(rows); i++) {
            lb_csv_value_parse(&row->field[i], &value);
            free(lb_csv_value_text(&row->field[i]));
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char path[] = "/vsimem/fuzz.csv";
    lb_rows *rows = NULL;
    lb_gdal_start();
    VSIFCloseL(VSIFileFromMemBuffer(path, (GByte *)(uintptr_t)data, size, 0));
    if (lb_rows_open(path, NULL, &rows, NULL) == LB_OK)
        read_all(rows);
    lb_rows_close(rows);
    VSIUnlink(path);
    return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "port/gdal/network_policy.h"
#include "port/raster/tiff_blocks.h"

enum { MAX_BLOCK_CELLS = 1 << 20, CELL_BYTES = 8 };

/* With INTERLEAVE=PIXEL a block of one band is a block of all: the cache keeps the others. */
static bool is_of_one_band(GDALDatasetH dataset)
{
    const char *interleave = GDALGetMetadataItem(dataset, "INTERLEAVE", "IMAGE_STRUCTURE");
    return GDALGetRasterCount(dataset) == 1 || (interleave && strcmp(interleave, "BAND") == 0);
}

lb_tiff_blocks lb_tiff_blocks_find(GDALDatasetH dataset, const char *source)
{
    lb_tiff_blocks blocks = {0};
    int width = 0, height = 0;
    GDALDriverH driver = GDALGetDatasetDriver(dataset);
    if (!driver || strcmp(GDALGetDriverShortName(driver), "GTiff") != 0 ||
        lb_network_is_remote(source) || !is_of_one_band(dataset))
        return blocks;
    GDALGetBlockSize(GDALGetRasterBand(dataset, 1), &width, &height);
    if (width > 0 && height > 0 && (int64_t)width * height <= MAX_BLOCK_CELLS)
        blocks = (lb_tiff_blocks){.width = width, .height = height};
    return blocks;
}

void lb_tiff_blocks_clear(lb_tiff_blocks *blocks)
{
    free(blocks->scratch);
    blocks->scratch = NULL;
}

static bool is_whole(int32_t start, int32_t length, int32_t end, int block)
{
    return start % block == 0 && (length % block == 0 || start + length == end);
}

bool lb_tiff_blocks_fit(const lb_tiff_blocks *blocks, const lb_grid *grid, lb_window w)
{
    return blocks->width > 0 && is_whole(w.row, w.nrow, grid->nrow, blocks->height) &&
           is_whole(w.col, w.ncol, grid->ncol, blocks->width);
}

static int32_t min_int32(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* The block's part of the window, whose first cell is at row and col of it. */
static void copy_block(const lb_tiff_blocks *blocks, GDALDataType stored, lb_window w, int32_t row,
                       int32_t col, GDALDataType type, char *value)
{
    int bytes = GDALGetDataTypeSizeBytes(stored), size = GDALGetDataTypeSizeBytes(type);
    int32_t rows = min_int32(blocks->height, w.nrow - row),
            cols = min_int32(blocks->width, w.ncol - col);
    for (int32_t r = 0; r < rows; r++) {
        char *from = (char *)blocks->scratch + (size_t)r * (size_t)blocks->width * (size_t)bytes;
        size_t at = (size_t)(row + r) * (size_t)w.ncol + (size_t)col;
        GDALCopyWords64(from, stored, bytes, value + at * (size_t)size, type, size, cols);
    }
}

lb_status lb_tiff_blocks_read(lb_tiff_blocks *blocks, GDALRasterBandH band, lb_window w,
                              GDALDataType type, void *value)
{
    GDALDataType stored = GDALGetRasterDataType(band);
    if (!blocks->scratch)
        blocks->scratch = malloc((size_t)blocks->width * (size_t)blocks->height * CELL_BYTES);
    if (!blocks->scratch)
        return LB_E_MEMORY;
    for (int32_t row = 0; row < w.nrow; row += blocks->height)
        for (int32_t col = 0; col < w.ncol; col += blocks->width) {
            if (GDALReadBlock(band, (w.col + col) / blocks->width, (w.row + row) / blocks->height,
                              blocks->scratch) != CE_None)
                return LB_E_IO;
            copy_block(blocks, stored, w, row, col, type, value);
        }
    return LB_OK;
}

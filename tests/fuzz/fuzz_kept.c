/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole cover file with bytes changed: an input is edits of four bytes to a sound file (where,
 * twice; what to do; with which byte). What is accepted has areas, cells and neighbours that fit
 * together. */
#include <unistd.h>

#include <lagesbild.h>

#include "port/sqlite/cover_file.h"
#include "tests/fuzz/fuzz.h"

enum { CUT = 255 }; /* the file ends there; else the byte is changed by exclusive or */

static char path[200];
static uint8_t *sound;
static size_t length;

static void leave(void)
{
    unlink(path);
    free(sound);
}

static void square(lb_shapes *shapes, double x, double y, double side)
{
    const double xy[] = {x, y, x + side, y, x + side, y + side, x, y + side};
    fuzz_must(lb_shapes_add_feature(shapes) == LB_OK && lb_shapes_add_part(shapes) == LB_OK &&
                  lb_shapes_add_ring(shapes, xy, 4) == LB_OK,
              "memory for squares");
}

static void lay(lb_area_cover *laid)
{
    const lb_grid grid = {300000, 6400000, 250, 250, 10, 8};
    lb_shapes two = {0}, one = {0};
    square(&two, 300100, 6399000, 600);
    square(&two, 300600, 6399200, 500);
    square(&one, 300100, 6399000, 1000);
    fuzz_must(lb_cover_compute(&two, &grid, 1, &laid->cover) == LB_OK &&
                  lb_cover_compute(&one, &grid, 1, &laid->union_cover) == LB_OK,
              "a cover");
    lb_shapes_clear(&two);
    lb_shapes_clear(&one);
    laid->true_m2 = calloc(2, sizeof *laid->true_m2);
    laid->topology = (lb_topology_issues){.overlap = calloc(1, sizeof(lb_overlap_pair)),
                                          .overlaps = 1,
                                          .overlap_count = 1,
                                          .gap = calloc(1, sizeof(lb_gap)),
                                          .gaps = 1,
                                          .overlaps_checked = true,
                                          .gaps_checked = true};
    fuzz_must(laid->true_m2 && laid->topology.overlap && laid->topology.gap, "memory");
    laid->topology.overlap[0] = (lb_overlap_pair){0, 1, 40000};
    laid->topology.gap[0] = (lb_gap){1, SIZE_MAX, 2, {300200, 6399000, 300201, 6399002}};
}

static void keep_bytes(void)
{
    FILE *file = fopen(path, "rb");
    fuzz_must(file && fseek(file, 0, SEEK_END) == 0, "the file just written");
    length = (size_t)ftell(file);
    rewind(file);
    sound = malloc(length);
    fuzz_must(sound && fread(sound, 1, length, file) == length, "its bytes");
    fclose(file);
}

static void make_sound_file(void)
{
    lb_area_cover laid = {.true_m2 = NULL};
    lb_table attributes = {0};
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/lagesbild-fuzz-%ld.cover", folder ? folder : "/tmp",
             (long)getpid());
    unlink(path);
    lay(&laid);
    lb_table_add_column(&attributes, "namn", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&attributes, "kod", LB_INTEGER, LB_UNIT_NONE);
    for (size_t i = 0; i < 2; i++) {
        lb_table_add_row(&attributes);
        lb_table_set_text(&attributes, i, 0, "Söder");
        lb_table_set_integer(&attributes, i, 1, 480 + (int64_t)i);
    }
    const lb_cover_file file = {"areas", "EPSG:3006", &laid, &attributes};
    fuzz_must(lb_cover_file_write(path, &file, NULL) == LB_OK, "a sound file is written");
    lb_area_cover_clear(&laid);
    lb_table_clear(&attributes);
    atexit(leave);
    keep_bytes();
}

static void write_edited(const uint8_t *data, size_t size)
{
    uint8_t *edited = malloc(length);
    size_t end = length;
    fuzz_must(edited != NULL, "memory");
    memcpy(edited, sound, length);
    for (size_t i = 0; i + 4 <= size; i += 4) {
        size_t at = ((size_t)data[i] << 8 | data[i + 1]) % length;
        if (data[i + 2] == CUT)
            end = at;
        else
            edited[at] ^= data[i + 3];
    }
    FILE *file = fopen(path, "wb");
    fuzz_must(file && fwrite(edited, 1, end, file) == end && fclose(file) == 0, "room on the disk");
    free(edited);
}

static void check(const lb_area_cover *laid, const lb_table *attributes)
{
    const lb_cover *c = &laid->cover;
    fuzz_must(attributes->rows == c->count, "a row an area");
    for (size_t i = 0; i < c->count; i++)
        for (size_t k = c->first[i]; k < c->first[i + 1]; k++)
            fuzz_must(c->span[k].row >= 0 && c->span[k].row < c->grid.nrow && c->span[k].col >= 0 &&
                          c->span[k].length <= c->grid.ncol - c->span[k].col,
                      "cells are the grid's");
    for (size_t i = 0; i < laid->topology.overlaps; i++)
        fuzz_must(laid->topology.overlap[i].j < c->count, "neighbours are areas");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lb_area_cover laid = {.true_m2 = NULL};
    lb_table attributes = {0};
    if (!sound)
        make_sound_file();
    write_edited(data, size);
    lb_status status = lb_cover_file_read(path, &(lb_cover_origin){"areas", "EPSG:3006", 1}, &laid,
                                          &attributes, NULL);
    fuzz_must(size >= 4 || status == LB_OK, "what is not edited is accepted");
    if (status == LB_OK)
        check(&laid, &attributes);
    lb_area_cover_clear(&laid);
    lb_table_clear(&attributes);
    return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "input/areas/hotspot_areas.h"
#include "port/read/row_reader.h"

const char *const lb_hotspot_kinds[LB_HOTSPOT_KINDS] = {"hot spot q < 0.001", "hot spot q < 0.01",
                                                        "hot spot q < 0.05", "cluster p < 0.05"};

const lb_bilingual lb_hotspot_kind_names[LB_HOTSPOT_KINDS] = {
    {"Samlingspunkt, q < 0,001", "Hot spot, q < 0.001"},
    {"Samlingspunkt, q < 0,01", "Hot spot, q < 0.01"},
    {"Samlingspunkt, q < 0,05", "Hot spot, q < 0.05"},
    {"Klunga, p < 0,05", "Cluster, p < 0.05"}};

void lb_hotspot_areas_clear(lb_hotspot_areas *hotspots)
{
    lb_areas_clear(&hotspots->areas);
    free(hotspots->kind);
    *hotspots = (lb_hotspot_areas){.kind = NULL};
}

static lb_status find_kinds(lb_hotspot_areas *h, lb_error *err)
{
    const lb_areas *a = &h->areas;
    h->kind = calloc(a->shapes.count + 1, sizeof *h->kind);
    if (!h->kind)
        return lb_error_memory(err);
    for (size_t i = 0; i < a->shapes.count; i++) {
        const char *category = a->category_name[a->category[i]];
        while (h->kind[i] < LB_HOTSPOT_KINDS && strcmp(category, lb_hotspot_kinds[h->kind[i]]) != 0)
            h->kind[i]++;
        if (h->kind[i] == LB_HOTSPOT_KINDS)
            return lb_error_set(err, LB_E_INPUT,
                                "%s: category '%s' found, expected '%s' or another of a file that "
                                "hotspot --outlines wrote",
                                a->source, category, lb_hotspot_kinds[0]);
    }
    return LB_OK;
}

/* Nothing found is no fault: a table of these columns without a row. */
static lb_status find_row(const char *source, bool *any, lb_error *err)
{
    lb_rows *rows;
    const lb_row *row = NULL;
    LB_TRY(lb_rows_open(source, NULL, &rows, err));
    lb_status status = lb_rows_next(rows, &row, err);
    *any = row != NULL || lb_rows_find_named(rows, "category") == SIZE_MAX;
    lb_rows_close(rows);
    return status;
}

lb_status lb_hotspot_areas_read(const char *source, const char *crs, const lb_job *job,
                                lb_hotspot_areas *out, lb_error *err)
{
    lb_hotspot_areas h = {.kind = NULL};
    lb_area_fields fields = {.name = "name", .category = "category"};
    bool any;
    LB_TRY(find_row(source, &any, err));
    lb_status status = any ? lb_areas_read(source, &fields, crs, job, &h.areas, err) : LB_OK;
    if (status == LB_OK)
        status = find_kinds(&h, err);
    LB_HAND_OVER(status, h, out, lb_hotspot_areas_clear);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CRS that are said of a source, with their areas of use, and what its columns are called. */
#include "base/swedish_text.h"
#include "base/try.h"
#include "port/proj/crs_extent.h"
#include "port/read/source_crs.h"

static lb_status add_candidate(lb_source_crs *s, lb_crs_rank rank, const char *crs, lb_error *err)
{
    lb_crs_candidate *c = &s->tally.candidate[rank];
    if (!crs)
        return LB_OK;
    LB_TRY(lb_crs_extent(crs, &c->extent, &c->degrees, err));
    c->crs = crs;
    return LB_OK;
}

/* Are the two columns called longitude and latitude, in any of their usual spellings? */
static bool are_lonlat(const lb_rows *rows, size_t x, size_t y)
{
    static const char *const lon[] = {"lon", "lng", "long", "longitude", "longitud"},
                             *const lat[] = {"lat", "latitude", "latitud"};
    bool is_lon = false, is_lat = false;
    if (x == SIZE_MAX || y == SIZE_MAX)
        return false;
    for (size_t i = 0; i < sizeof lon / sizeof *lon; i++)
        is_lon |= lb_text_same(lb_rows_column(rows, x), lon[i]);
    for (size_t i = 0; i < sizeof lat / sizeof *lat; i++)
        is_lat |= lb_text_same(lb_rows_column(rows, y), lat[i]);
    return is_lon && is_lat;
}

lb_status lb_source_crs_begin(const lb_rows *rows, const char *file, const char *working, size_t x,
                              size_t y, lb_source_crs *out, lb_error *err)
{
    const char *declared = lb_rows_crs(rows);
    *out = (lb_source_crs){.source = {.file = file,
                                      .lonlat_names = are_lonlat(rows, x, y),
                                      .point_columns = x != SIZE_MAX && y != SIZE_MAX}};
    lb_crs_tally_init(&out->tally);
    LB_TRY(add_candidate(out, LB_CRS_GIVEN, lb_rows_given_crs(rows), err));
    LB_TRY(add_candidate(out, LB_CRS_DECLARED, declared, err));
    LB_TRY(add_candidate(out, LB_CRS_WORKING, working, err));
    if (declared) {
        lb_crs_label(declared, out->label);
        out->tally.candidate[LB_CRS_DECLARED].label = out->label;
    }
    return LB_OK;
}

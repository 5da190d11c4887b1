/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CRS that are said of a source, with their areas of use, and what its columns are called. */
#include "base/swedish_text.h"
#include "base/try.h"
#include "port/read/source_crs.h"

/* A CRS that the source may be in, with the area of use that its coordinates are held against. */
lb_status lb_source_crs_add(lb_source_crs *s, lb_crs_rank rank, const char *crs, lb_error *err)
{
    lb_crs_area *area = &s->area[rank];
    if (!crs)
        return LB_OK;
    LB_TRY(lb_crs_area_of_use(crs, area, err));
    s->tally.candidate[rank] =
        (lb_crs_candidate){.crs = crs, .extent = area->box, .degrees = area->degrees};
    lb_crs_candidate_outline(&s->tally.candidate[rank], area->ring, area->n);
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

/* Names the declared CRS in messages. */
static void label_declared(lb_source_crs *s)
{
    lb_crs_candidate *declared = &s->tally.candidate[LB_CRS_DECLARED];
    if (!declared->crs)
        return;
    lb_crs_label(declared->crs, s->label);
    declared->label = s->label;
}

lb_status lb_source_crs_begin(const lb_rows *rows, const char *file, const char *working, size_t x,
                              size_t y, lb_source_crs *out, lb_error *err)
{
    const char *declared = lb_rows_crs(rows);
    *out = (lb_source_crs){.source = {.file = file,
                                      .lonlat_names = are_lonlat(rows, x, y),
                                      .point_columns = x != SIZE_MAX && y != SIZE_MAX}};
    lb_crs_tally_init(&out->tally);
    LB_TRY(lb_source_crs_add(out, LB_CRS_GIVEN, lb_rows_given_crs(rows), err));
    lb_error why;
    lb_status status = lb_source_crs_add(out, LB_CRS_DECLARED, declared, &why);
    if (status != LB_OK) /* which nobody wrote on the command line */
        return lb_error_set(err, status, "%s: %s", file, why.text);
    LB_TRY(lb_source_crs_add(out, LB_CRS_WORKING, working, err));
    label_declared(out);
    return LB_OK;
}

/* Rasters -------------------------------------------------------------------------------------- */

enum { CELLS_A_SIDE = 8 }; /* of the net: as many places as a tally keeps for its messages */

/* Counts the middles of a net of equal parts of the grid. East of 180 degrees, as in grids from 0
 * to 360, longitudes go on from -180. */
static void tally_grid(const lb_grid *grid, bool degrees, lb_crs_tally *tally)
{
    double width = grid->ncol * grid->dx / CELLS_A_SIDE;
    double height = grid->nrow * grid->dy / CELLS_A_SIDE;
    for (int i = 0; i < CELLS_A_SIDE; i++)
        for (int k = 0; k < CELLS_A_SIDE; k++) {
            double x = grid->x0 + (k + 0.5) * width, y = grid->y0 - (i + 0.5) * height;
            lb_crs_tally_add(tally, degrees && x > 180 && x < 540 ? x - 360 : x, y);
        }
}

/* A raster may be far wider than where it is used: a quarter of it is enough for the CRS that it is
 * said to be in, where nothing fits better. */
static bool holds_quarter(const lb_crs_tally *tally, lb_crs_rank rank)
{
    return tally->candidate[rank].crs && 4 * tally->fits[rank] >= tally->places &&
           tally->swapped[rank] == 0;
}

/* A quarter of a raster's parts in the CRS it is said to be in is enough where no other fits, as
 * rasters often reach far beyond the land (docs/methods.md, Coordinate reference systems). */
static lb_status decide_raster(const lb_source_crs *s, lb_crs_rank said, lb_log *log,
                               lb_crs_choice *out, lb_error *err)
{
    lb_error why;
    lb_status status = lb_crs_decide(&s->tally, &s->source, log, out, &why);
    if (status == LB_E_INPUT && holds_quarter(&s->tally, said)) {
        *out = (lb_crs_choice){.rank = said, .candidate = s->tally.candidate[said]};
        return LB_OK;
    }
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", why.text);
}

static void note_part_outside(const lb_source_crs *s, lb_crs_rank rank, lb_log *log)
{
    int64_t outside = s->tally.places - s->tally.fits[rank];
    if (outside > 0)
        lb_log_note(log,
                    "%s: about %.0f %% of it lies outside the area of use of %.110s; areas there "
                    "may be on the wrong cells",
                    s->source.file, 100 * (double)outside / (double)s->tally.places,
                    s->tally.candidate[rank].label ? s->tally.candidate[rank].label
                                                   : s->tally.candidate[rank].crs);
}

/* The CRS of a raster by the middles of 8 x 8 parts of its extent; what it declares does not
 * give way (docs/methods.md, Coordinate reference systems). */
lb_status lb_source_crs_raster(const lb_raster *raster, const char *source, const lb_job *job,
                               char **crs, lb_error *err)
{
    lb_source_crs s = {.source = {.file = source, .firm = true}};
    lb_crs_choice choice;
    lb_crs_tally_init(&s.tally);
    LB_TRY(lb_source_crs_add(&s, LB_CRS_GIVEN, lb_raster_given_crs(raster), err));
    LB_TRY(lb_source_crs_add(&s, LB_CRS_DECLARED, lb_raster_crs(raster), err));
    LB_TRY(lb_source_crs_add(&s, LB_CRS_WORKING, job->crs, err));
    label_declared(&s);
    lb_crs_rank said = lb_raster_given_crs(raster) ? LB_CRS_GIVEN : LB_CRS_DECLARED;
    const lb_crs_candidate *candidate = &s.tally.candidate[said];
    tally_grid(lb_raster_grid(raster), candidate->crs && candidate->degrees, &s.tally);
    LB_TRY(decide_raster(&s, said, job->log, &choice, err));
    note_part_outside(&s, choice.rank, job->log);
    *crs = lb_text_copy(choice.candidate.crs);
    return *crs ? LB_OK : lb_error_memory(err);
}

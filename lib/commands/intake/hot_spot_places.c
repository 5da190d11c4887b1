/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places of established drug sales in drawn areas, and areas where somebody has looked and found
 * none: a table or layer of points or polygons with area, established, source and date. Points are
 * read as those of events are, so that their CRS is decided in the same way. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/intake/collection.h"
#include "input/events/events.h"
#include "kernel/geometry/point_in_polygon.h"
#include "kernel/overlap/zone_parts.h"
#include "port/read/polygon_reader.h"

static const char *const yes_words[] = {"yes", "ja", "true", "1", NULL};
static const char *const no_words[] = {"no", "nej", "false", "0", NULL};

static lb_status copy_text(const char *text, char **out)
{
    *out = text ? lb_text_copy(text) : NULL;
    return text && !*out ? LB_E_MEMORY : LB_OK;
}

static bool is_word(const char *const *words, const char *text)
{
    for (; *words; words++)
        if (lb_text_same(*words, text))
            return true;
    return false;
}

static lb_status add_hot_spot(void *udata, const lb_typed_row *row)
{
    lb_collection *c = udata;
    const char *established = row->value[1].text;
    size_t at, number = (size_t)c->rows[LB_INTAKE_HOT_SPOTS]++;
    LB_TRY(lb_collection_find_area(c, row, row->value[0].text, &at));
    if (established && !is_word(yes_words, established) && !is_word(no_words, established))
        lb_diagnostics_add(row->diagnostics, row->line,
                           "established: '%s' found, yes or no expected", established);
    if (at == SIZE_MAX)
        return LB_OK;
    lb_drawn_area *area = &c->area[at];
    if (!lb_array_reserve(&area->hot_spot, &area->hot_spot_capacity, area->hot_spots + 1,
                          sizeof *area->hot_spot))
        return LB_E_MEMORY;
    lb_hot_spot *spot = &area->hot_spot[area->hot_spots++];
    *spot = (lb_hot_spot){.line = row->line,
                          .row = number,
                          .established = !established || !is_word(no_words, established)};
    LB_TRY(copy_text(row->value[2].text, &spot->source));
    return lb_collection_date(row, row->value[3].text, &spot->date);
}

/* The place of the row of that line. */
static void place_hot_spot(lb_collection *c, const lb_event *event)
{
    for (size_t a = 0; event->placed && a < c->area_name.count; a++)
        for (size_t i = 0; i < c->area[a].hot_spots; i++) {
            lb_hot_spot *spot = &c->area[a].hot_spot[i];
            if (spot->line != event->line)
                continue;
            spot->placed = true;
            spot->is_outside = !lb_polygon_contains(&c->area_shapes, a, event->x, event->y);
        }
}

static lb_status read_points(lb_collection *c, const char *source, lb_error *err)
{
    const lb_event_fields fields = {.date = NULL};
    const lb_event *event = NULL;
    lb_events *events = NULL;
    size_t n = 0;
    LB_TRY(lb_events_open(source, &fields, c->crs, c->job, &events, err));
    lb_status status;
    while ((status = lb_events_next(events, &event, &n, err)) == LB_OK && n > 0)
        for (size_t i = 0; i < n; i++)
            place_hot_spot(c, &event[i]);
    lb_events_close(events);
    return status;
}

/* Surfaces --------------------------------------------------------------------------------------
 */

/* feature[rows of the source]: the polygon of each row; SIZE_MAX: it has none. */
static size_t *number_features(const lb_polygon_findings *found, size_t rows)
{
    size_t *feature = malloc((rows + 1) * sizeof *feature), n = 0;
    for (size_t i = 0; feature && i < rows; i++)
        feature[i] = found->is_skipped && found->is_skipped[i] ? SIZE_MAX : n++;
    return feature;
}

/* Is more than the small share of a polygon not in drawn area a? */
static bool is_surface_outside(const lb_shapes *surfaces, size_t feature, size_t a,
                               const lb_zone_part *part, size_t parts)
{
    double inside = 0;
    for (size_t p = 0; p < parts; p++)
        if (part[p].zone == feature && part[p].target == a)
            inside = part[p].size[LB_OVERLAP_PLANAR];
    return inside < (1 - LB_SMALL_SHARE) * lb_shapes_area(surfaces, feature);
}

static lb_status place_surfaces(lb_collection *c, const lb_shapes *surfaces, const size_t *feature)
{
    lb_overlap_request request = {.tolerance = 0};
    lb_zone_part *part = NULL;
    size_t parts = 0;
    LB_TRY(
        lb_zone_parts_between(surfaces, &c->area_shapes, &request, c->job->threads, &part, &parts));
    for (size_t a = 0; a < c->area_name.count; a++)
        for (size_t i = 0; i < c->area[a].hot_spots; i++) {
            lb_hot_spot *spot = &c->area[a].hot_spot[i];
            if (feature[spot->row] == SIZE_MAX)
                continue;
            spot->placed = true;
            spot->is_outside = is_surface_outside(surfaces, feature[spot->row], a, part, parts);
        }
    free(part);
    return LB_OK;
}

/* Rows without a polygon, of areas where there is none, are left out: of an established hot spot
 * that is a defect, which collection_state reports. */
static lb_status read_surfaces(lb_collection *c, const char *source, lb_error *err)
{
    const lb_polygon_options options = {
        .crs = c->crs, .assume_crs = c->job->crs, .skip_invalid = true, .threads = c->job->threads};
    lb_shapes surfaces = {.count = 0};
    lb_table attributes = {0};
    lb_polygon_findings found = {.skipped = 0};
    size_t *feature = NULL;
    lb_status status = lb_polygons_read(source, &options, &surfaces, &attributes, &found, err);
    if (status == LB_OK) {
        feature = number_features(&found, (size_t)c->rows[LB_INTAKE_HOT_SPOTS]);
        status = feature ? place_surfaces(c, &surfaces, feature) : LB_E_MEMORY;
        if (status != LB_OK)
            lb_error_set(err, status, "%s: %s", source, lb_status_text(status));
    }
    free(feature);
    lb_polygon_findings_clear(&found);
    lb_table_clear(&attributes);
    lb_shapes_clear(&surfaces);
    return status;
}

static bool has_established(const lb_collection *c)
{
    for (size_t a = 0; a < c->area_name.count; a++)
        for (size_t i = 0; i < c->area[a].hot_spots; i++)
            if (c->area[a].hot_spot[i].established)
                return true;
    return false;
}

/* Where nobody has found any, the table needs no fields of a place. */
lb_status lb_hot_spots_read(lb_collection *c, lb_error *err)
{
    const char *source = c->config.source[LB_INTAKE_HOT_SPOTS];
    const lb_input_column fields[] = {
        {.what = "area", LB_USUAL(AREA)},
        {.what = "established",
         .usual = (const char *const[]){"established", "etablerad", NULL},
         .column_optional = true,
         .missing = LB_VALUE_OPTIONAL},
        {.what = "source",
         .usual = (const char *const[]){"source", "kalla", NULL},
         .column_optional = true,
         .missing = LB_VALUE_OPTIONAL},
        {.what = "date", LB_USUAL(DATE), .column_optional = true, .missing = LB_VALUE_OPTIONAL}};
    lb_typed_reader reader;
    lb_status status = lb_typed_reader_open(source, fields, 4, c->job, &reader, err);
    if (status == LB_OK)
        status = lb_typed_reader_each(&reader, add_hot_spot, c, err);
    bool surfaces = status == LB_OK && reader.has_polygons;
    lb_typed_reader_close(&reader);
    if (status != LB_OK || !has_established(c))
        return status;
    return surfaces ? read_surfaces(c, source, err) : read_points(c, source, err);
}

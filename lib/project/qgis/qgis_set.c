/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <lagesbild/locate.h>
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/option.h"
#include "input/events/event_points.h"
#include "kernel/disclosure/policy.h"
#include "page/page_rings.h"
#include "project/qgis/qgis_set.h"

/* Beyond this many, points hide each other, and the file would be larger than all the rest. */
enum { MOST_EVENTS = 1000000 };

void lb_qgis_set_clear(lb_qgis_set *set)
{
    lb_table_clear(&set->table);
    free(set->alias);
    free(set->point);
}

/* GDAL refuses layers whose name begins with a mark, or with gpkg. */
static bool is_refused(const char *label)
{
    return strcspn(label, "`~!@#$%^&*()+-={}|[]\\:\";'<>?,./") == 0 ||
           strncasecmp(label, "gpkg", 4) == 0;
}

void lb_qgis_set_name(const lb_qgis_set *others, size_t n, const char *label, char name[200])
{
    const char *prefix = is_refused(label) ? "layer_" : "";
    lb_text_print(name, 200, "%s%.150s", prefix, label);
    for (size_t i = 0, same = 1; i < n; i++)
        if (lb_text_same(others[i].name, name)) {
            lb_text_print(name, 200, "%s%.150s_%zu", prefix, label, ++same);
            i = SIZE_MAX; /* from the first again */
        }
}

/* Rings ------------------------------------------------------------------------------------------
 */

/* As printed maps have it on A4: the surface follows the number, the largest is about as wide as
 * its square, at least 4 and at most 15 points in radius. Millimetres. */
static void write_ring_size(const lb_page_rings *rings, const char *greatest, char size[200])
{
    char side[LB_NUMBER_SIZE];
    lb_number_format_fixed(1.1 * 1000 * rings->side, 0, side);
    snprintf(size, 200, "max(2.82, min(10.58, %s / @map_scale)) * sqrt(\"people\" / %s)", side,
             greatest);
}

/* The layer's name says whom the rings count and how many the largest stands for. */
static void name_rings(const lb_page_rings *rings, bool english, lb_qgis_set *set)
{
    const char *label = english && rings->title.en ? rings->title.en : rings->title.sv;
    const char *which = english ? rings->note.en : rings->note.sv;
    char greatest[LB_NUMBER_SIZE], scale[LB_NUMBER_SIZE];
    double most = 0;
    for (size_t i = 0; i < rings->count; i++)
        most = rings->value[i] > most ? rings->value[i] : most;
    set->smallest_scale = 1000 * rings->side; /* squares of a millimetre: below, rings hide all */
    lb_number_format_fixed(most, 0, greatest);
    lb_text_print(set->title, sizeof set->title,
                  english ? "%.150s (surface of the ring; largest %s)"
                          : "%.150s (ringens yta; störst %s)",
                  label, greatest);
    lb_number_format_fixed(set->smallest_scale, 0, scale);
    lb_text_print(set->note, sizeof set->note,
                  english ? "Rings, from 1:%s: %s" : "Ringar, från 1:%s: %s", scale,
                  *which    ? which
                  : english ? "all squares"
                            : "alla rutor");
    lb_number_format_fixed(most, 6, greatest);
    write_ring_size(rings, greatest, set->size);
}

static lb_status fill_rings(const lb_page_rings *rings, bool english, lb_qgis_set *set)
{
    lb_table_add_column(&set->table, "people", LB_REAL, LB_UNIT_COUNT);
    set->point = malloc((2 * rings->count + 1) * sizeof *set->point);
    if (!set->point)
        return LB_E_MEMORY;
    memcpy(set->point, rings->xy, 2 * rings->count * sizeof *set->point);
    for (size_t i = 0; i < rings->count; i++)
        lb_table_set_real(&set->table, lb_table_add_row(&set->table), 0, rings->value[i]);
    name_rings(rings, english, set);
    set->pen = (lb_pen){.line = 0x000000ff, .width = 0.4};
    set->diameter = 4;
    return lb_table_status(&set->table);
}

lb_status lb_qgis_rings_make(const lb_project_layers *layers, const lb_recipe *recipe,
                             const lb_job *job, lb_qgis_set *out, lb_error *err)
{
    lb_page_rings_data data = {.rings = {.count = 0}};
    const char *column = lb_project_ring_column(layers, recipe);
    const lb_job as_delivered = lb_job_as_delivered(job);
    lb_error ignored; /* the page has none either */
    if (!layers->grid || !column)
        return LB_OK;
    lb_status status = lb_page_rings_read(layers->grid, column, layers->rings_where, &as_delivered,
                                          &data, &ignored);
    if (status == LB_OK && data.rings.count > 0)
        status = fill_rings(&data.rings, job->english, out);
    lb_page_rings_data_clear(&data);
    return status == LB_E_MEMORY ? lb_error_memory(err) : LB_OK;
}

/* Events -----------------------------------------------------------------------------------------
 */

static void set_day(lb_table *table, size_t row, size_t column, int64_t day)
{
    int year, month, of_month;
    char date[40];
    lb_civil_from_days(day, &year, &month, &of_month);
    snprintf(date, sizeof date, "%04d-%02d-%02d", year, month, of_month);
    lb_table_set_text(table, row, column, date);
}

/* Day, of an interval its last day, and the file. */
static lb_status fill_events(const lb_event_points *events, bool intervals, const char *file,
                             lb_qgis_set *set)
{
    lb_table *table = &set->table;
    size_t day = lb_table_add_column(table, "date", LB_TEXT, LB_UNIT_NONE);
    size_t until =
        intervals ? lb_table_add_column(table, "until", LB_TEXT, LB_UNIT_NONE) : SIZE_MAX;
    size_t source = lb_table_add_column(table, "source", LB_TEXT, LB_UNIT_NONE);
    set->point = malloc((2 * events->count + 1) * sizeof *set->point);
    if (!set->point)
        return LB_E_MEMORY;
    for (size_t i = 0; i < events->count; i++) {
        const lb_event_point *e = &events->point[i];
        size_t row = lb_table_add_row(table);
        set->point[2 * i] = e->x;
        set->point[2 * i + 1] = e->y;
        lb_table_set_text(table, row, source, file);
        if (e->day != LB_UNDATED_DAY)
            set_day(table, row, day, e->day);
        if (intervals && e->day != LB_UNDATED_DAY && lb_event_time_has_days(&e->time))
            set_day(table, row, until, e->time.last_day);
    }
    set->pen = (lb_pen){.fill = 0x1c1c1cff, .line = 0xffffffff, .width = 0.3};
    set->diameter = 1.6;
    return lb_table_status(table);
}

/* Is the name one of those in "Norra, Söder"? */
static bool lists_name(const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = text; (at = strstr(at, name)) != NULL; at++)
        if ((at == text || (at > text + 1 && strncmp(at - 2, ", ", 2) == 0)) &&
            (at[length] == '\0' || at[length] == ','))
            return true;
    return false;
}

/* Adds to a column the names of the areas that hold each event: "Norra, Söder" of two. */
static lb_status add_names(const lb_areas *areas, const double *point, lb_table *table,
                           size_t column)
{
    lb_locator *locator = NULL;
    lb_buf text = {0};
    size_t *area = malloc((areas->shapes.count + 1) * sizeof *area);
    lb_status made = area ? lb_locator_new(&areas->shapes, NULL, 1, &locator) : LB_E_MEMORY;
    for (size_t i = 0; made == LB_OK && i < table->rows; i++) {
        size_t n =
            lb_locator_find(locator, point[2 * i], point[2 * i + 1], area, areas->shapes.count);
        const char *before = lb_table_text(table, i, column);
        if (n == 0)
            continue;
        text.length = 0;
        lb_buf_puts(&text, before ? before : "");
        for (size_t k = 0; k < n && !text.failed; k++)
            if (!lists_name(text.text, areas->name[area[k]]))
                lb_buf_printf(&text, "%s%s", text.length > 0 ? ", " : "", areas->name[area[k]]);
        lb_table_set_text(table, i, column, text.text ? text.text : "");
    }
    lb_status status = text.failed ? LB_E_MEMORY : lb_table_status(table);
    lb_buf_clear(&text);
    lb_locator_free(locator);
    free(area);
    return made == LB_OK ? status : made;
}

/* A column of the areas in which the step counts the events, where it has any. */
static lb_status add_area_column(const lb_step *step, const lb_project_layers *layers,
                                 lb_qgis_set *set)
{
    const lb_step_value *areas = lb_step_find_value(step, "areas");
    size_t column = areas ? lb_table_add_column(&set->table, "area", LB_TEXT, LB_UNIT_NONE) : 0;
    for (size_t l = 0; areas && l < layers->count; l++)
        for (size_t i = 0; i < areas->texts && !layers->layer[l].context; i++)
            if (layers->layer[l].source && strcmp(lb_areas_source(layers->layer[l].source),
                                                  lb_areas_source(areas->text[i].given)) == 0)
                LB_TRY(add_names(&layers->layer[l].areas, set->point, &set->table, column));
    return lb_table_status(&set->table);
}

/* How the step reads its events. */
static lb_status step_fields(const lb_step *step, lb_event_fields *out, lb_error *err)
{
    const lb_option *form = lb_command_option(step->command, "date-format");
    const char *given = lb_step_given(step, "date-format");
    lb_option_value value = {.whole = LB_DATE_UNAMBIGUOUS};
    if (form && given)
        lb_option_parse(form, given, &value);
    *out = (lb_event_fields){.date = lb_step_given(step, "date"),
                             .until = lb_step_given(step, "until"),
                             .x = lb_step_given(step, "x"),
                             .y = lb_step_given(step, "y"),
                             .most = MOST_EVENTS};
    return lb_date_rules_make(lb_step_given(step, "timezone"), (lb_date_form)value.whole,
                              &out->dates, err);
}

/* "Händelser: skott: typ = 'rån' (4 utan plats är inte med)" */
static void write_title(const char *source, int64_t unplaced, bool english, char title[300])
{
    char file[200], name[LB_LAYER_NAME_SIZE];
    const char *base = lb_text_base_name(source);
    lb_text_print(file, sizeof file, "%.*s", (int)strcspn(base, ".|"), base);
    lb_project_layer_name(file, source, name);
    size_t n = lb_text_print(title, 300, "%s: %s", english ? "Events" : "Händelser", name);
    if (unplaced > 0)
        snprintf(title + n, 300 - n,
                 english ? " (%lld without a place left out)" : " (%lld utan plats är inte med)",
                 (long long)unplaced);
}

lb_status lb_qgis_events_make(const lb_step *step, const lb_project_layers *layers,
                              const lb_job *job, lb_qgis_set *out, lb_error *err)
{
    const char *source = lb_step_given(step, "events"), *name = lb_text_base_name(source);
    char file[200];
    lb_event_points events = {.count = 0};
    lb_event_fields fields;
    lb_error why;
    lb_job silent = *job; /* the step has said what there is to say */
    silent.log = NULL;
    LB_TRY(step_fields(step, &fields, err));
    lb_text_print(file, sizeof file, "%.*s", (int)strcspn(name, "|"), name);
    lb_status status = lb_event_points_read(source, &fields, layers->crs, &silent, &events, &why);
    write_title(source, events.unplaced, job->english, out->title);
    if (status == LB_OK) {
        status = fill_events(&events, fields.until != NULL, file, out);
        if (status == LB_OK)
            status = add_area_column(step, layers, out);
    } else if (status != LB_E_MEMORY) {
        lb_log_note(job->log, "%s; they are not in the QGIS project", why.text);
    }
    lb_event_points_clear(&events);
    return status == LB_E_MEMORY ? lb_error_memory(err) : LB_OK;
}

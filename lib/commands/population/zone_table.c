/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones with their figures. Fields to transfer are the options' fields, ages and weights together;
 * their values come from the zones themselves or from a table joined on the zone's code. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/csv_value.h"
#include "base/string_ids.h"
#include "base/swedish_text.h"
#include "input/tables/checked_table.h"
#include "commands/population/zone_table.h"

static const char *const *const zone_codes = lb_usual_columns[LB_USUAL_ZONE_CODE];

typedef struct zone_reader {
    const lb_population_options *options;
    const lb_job *job;
    lb_zone_table *f;
    size_t id;           /* column of the zones' attributes */
    lb_string_ids codes; /* of the rows of figures: the id is the row */
} zone_reader;

void lb_zone_table_clear(lb_zone_table *f)
{
    lb_areas_clear(&f->zones);
    free(f->names);
    for (size_t i = 0; i < LB_ZONE_FIELDS_MAX; i++)
        free(f->value[i]);
    free(f->row);
    free(f->used);
    *f = (lb_zone_table){.rows = 0};
}

/* Fields --------------------------------------------------------------------------------------- */

/* A field named twice (a figure that is also a weight) is read once. */
static lb_status add_field(lb_zone_table *f, const char *name, lb_error *err)
{
    for (size_t i = 0; i < f->fields; i++)
        if (lb_text_same(f->field[i], name))
            return LB_OK;
    if (f->fields == LB_ZONE_FIELDS_MAX)
        return lb_error_set(err, LB_E_USAGE,
                            "--fields: more than %d fields, weights and ages "
                            "included; run the command for some at a time",
                            LB_ZONE_FIELDS_MAX);
    f->field[f->fields++] = name;
    return LB_OK;
}

/* The names lie one after another in f->names, cut where the commas were. */
static lb_status split_fields(const lb_population_options *o, lb_zone_table *f, lb_error *err)
{
    size_t size = strlen(o->fields) + (o->young ? strlen(o->young) : 0) + 3;
    lb_status status = LB_OK;
    for (size_t i = 0; i < o->n_intensive; i++)
        size += strlen(o->intensive[i]) + 1;
    f->names = calloc(1, size);
    if (!f->names)
        return lb_error_memory(err);
    strcpy(f->names, o->fields);
    if (o->young)
        strcat(strcat(f->names, ","), o->young);
    for (size_t i = 0; i < o->n_intensive; i++) {
        char *colon = strrchr(strcat(strcat(f->names, ","), o->intensive[i]), ':');
        if (!colon || !strchr(o->intensive[i], ':') || !colon[1])
            return lb_error_set(err, LB_E_USAGE,
                                "--intensive: '%s' found, expected FIELD:WEIGHT, as "
                                "medelinkomst:befolkning",
                                o->intensive[i]);
        *colon = ',';
    }
    for (char *at = f->names; status == LB_OK && at;) {
        char *comma = strchr(at, ',');
        if (comma)
            *comma = '\0';
        status =
            *at ? add_field(f, at, err) : lb_error_set(err, LB_E_USAGE, "--fields: an empty name");
        at = comma ? comma + 1 : NULL;
    }
    return status;
}

static bool is_intensive(const lb_population_options *o, const char *field)
{
    size_t length = strlen(field);
    for (size_t i = 0; i < o->n_intensive; i++)
        if (strncmp(o->intensive[i], field, length) == 0 && o->intensive[i][length] == ':')
            return true;
    return false;
}

/* Means and shares do not add up: their names give them away. */
static lb_status refuse_means(const lb_population_options *o, const lb_zone_table *f, lb_error *err)
{
    static const char *const words[] = {"medel", "median",  "mean",    "genomsnitt", "andel",
                                        "share", "procent", "percent", "%"};
    for (size_t i = 0; i < f->fields; i++) {
        char folded[200];
        bool found = false;
        lb_text_fold(f->field[i], folded, sizeof folded);
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            found |= strstr(k + 1 < sizeof words / sizeof *words ? folded : f->field[i],
                            words[k]) != NULL;
        if (found && !is_intensive(o, f->field[i]))
            return lb_error_set(err, LB_E_USAGE,
                                "--fields: '%s' reads as a mean or a share, which does not add up; "
                                "say what weighs it: --intensive \"%s:WEIGHT\"",
                                f->field[i], f->field[i]);
    }
    return LB_OK;
}

/* Figures -------------------------------------------------------------------------------------- */

static lb_status reserve_rows(zone_reader *r, size_t rows, lb_error *err)
{
    r->f->rows = rows;
    for (size_t i = 0; i < r->f->fields; i++) {
        r->f->value[i] = calloc(rows + 1, sizeof(double));
        if (!r->f->value[i])
            return lb_error_memory(err);
    }
    r->f->used = calloc(rows + 1, sizeof *r->f->used);
    return r->f->used ? LB_OK : lb_error_memory(err);
}

/* For comparison: PxWeb's suffix on codes of the later division is not part of the code, nor are
 * case, spaces and hyphens. */
static char *code_of(const char *text)
{
    static const char *const suffixes[] = {"_DeSO2025", "_RegSO2025"};
    char *code = lb_text_copy(text ? text : "");
    for (size_t i = 0; code && i < 2; i++) {
        size_t length = strlen(code), tail = strlen(suffixes[i]);
        if (length > tail && strcmp(code + length - tail, suffixes[i]) == 0)
            code[length - tail] = '\0';
    }
    char *folded = code ? malloc(strlen(code) + 1) : NULL;
    if (folded)
        lb_text_fold(code, folded, strlen(code) + 1);
    free(code);
    return folded;
}

/* Rows are added in order and no code is there twice, so a code's id is its row. */
static lb_status add_code(zone_reader *r, const char *text, lb_error *err)
{
    char *code = code_of(text);
    lb_string string = {code, code ? strlen(code) : 0};
    size_t before = r->codes.count;
    uint32_t row;
    lb_status status = code ? lb_string_ids_add(&r->codes, &string, 1, &row) : LB_E_MEMORY;
    if (status != LB_OK)
        lb_error_memory(err);
    else if (r->codes.count == before)
        status = lb_error_set(err, LB_E_INPUT, "%s: code '%s' is there twice, expected each once",
                              r->options->counts, code);
    free(code);
    return status;
}

/* Figures from a table: one row a code, in the order of the table. */
static lb_status read_counts(zone_reader *r, lb_error *err)
{
    lb_zone_table *f = r->f;
    const char *id_names[LB_USUAL_NAMES_MAX + 2] = {r->options->id};
    lb_input_column field[LB_ZONE_FIELDS_MAX + 1];
    lb_checked_table sheet = {.source = NULL};
    memcpy(id_names + (r->options->id ? 1 : 0), zone_codes, sizeof lb_usual_columns[0]);
    field[0] = (lb_input_column){.what = "id", .option = "--id", .usual = id_names};
    for (size_t i = 0; i < f->fields; i++)
        field[i + 1] = (lb_input_column){.what = f->field[i],
                                         .requested = f->field[i],
                                         .option = "--fields",
                                         .type = LB_REAL,
                                         .missing = LB_VALUE_OPTIONAL,
                                         .max = INFINITY};
    lb_status status =
        lb_checked_table_read(r->options->counts, field, f->fields + 1, r->job, &sheet, err);
    if (status == LB_OK)
        status = reserve_rows(r, sheet.table.rows, err);
    for (size_t row = 0; row < f->rows && status == LB_OK; row++) {
        for (size_t i = 0; i < f->fields; i++)
            f->value[i][row] = lb_table_real(&sheet.table, row, i + 1);
        status = add_code(r, lb_table_text(&sheet.table, row, 0), err);
    }
    lb_checked_table_clear(&sheet);
    return status;
}

/* A field of the zones themselves: a number, or text that is one. */
static lb_status own_value(const zone_reader *r, size_t column, size_t row, double *out,
                           lb_error *err)
{
    const lb_column *c = &r->f->zones.attributes.column[column];
    *out = (double)NAN;
    if (c->type != LB_TEXT) {
        *out = lb_table_real(&r->f->zones.attributes, row, column);
        return LB_OK;
    }
    const char *text = c->data.text[row];
    if (text && lb_value_parse(text, strlen(text), out) == LB_VALUE_INVALID)
        return lb_error_set(err, LB_E_INPUT, "%s: zone '%s': %s '%s' found, expected a number",
                            r->options->zones, r->f->zones.name[row], c->name, text);
    return LB_OK;
}

static lb_status read_own_fields(zone_reader *r, lb_error *err)
{
    lb_zone_table *f = r->f;
    lb_status status = reserve_rows(r, f->zones.shapes.count, err);
    for (size_t i = 0; i < f->fields && status == LB_OK; i++) {
        size_t column = lb_areas_find_field(&f->zones, f->field[i], err);
        status = column == SIZE_MAX ? LB_E_INPUT : LB_OK;
        for (size_t row = 0; row < f->rows && status == LB_OK; row++)
            status = own_value(r, column, row, &f->value[i][row], err);
    }
    return status;
}

/* Joining -------------------------------------------------------------------------------------- */

static lb_status find_id(zone_reader *r, lb_error *err)
{
    const lb_table *t = &r->f->zones.attributes;
    if (r->options->id) {
        r->id = lb_areas_find_field(&r->f->zones, r->options->id, err);
        return r->id == SIZE_MAX ? LB_E_INPUT : LB_OK;
    }
    for (const char *const *name = zone_codes; *name; name++)
        for (r->id = 0; r->id < t->columns; r->id++)
            if (lb_text_same(t->column[r->id].name, *name)) {
                lb_log_note(r->job->log, "%s: codes from %s", r->options->zones,
                            t->column[r->id].name);
                return LB_OK;
            }
    return lb_error_set(err, LB_E_INPUT,
                        "%s: no field of codes (desokod, regsokod, kod, id); name "
                        "it with --id",
                        r->options->zones);
}

/* By code; --parent-rule last-digit: a later division of DeSO has the figures of the code ending
 * in 0 that it was cut from. */
static lb_status join_zone(zone_reader *r, size_t zone)
{
    char *text = NULL, *code;
    const lb_table *t = &r->f->zones.attributes;
    if (t->column[r->id].type == LB_TEXT) {
        code = code_of(lb_table_text(t, zone, r->id));
    } else {
        lb_csv_value field = {.kind = LB_CSV_VALUE_NUMBER, .number = lb_table_real(t, zone, r->id)};
        text = lb_csv_value_text(&field);
        code = text ? code_of(text) : NULL;
    }
    free(text);
    if (!code)
        return LB_E_MEMORY;
    size_t length = strlen(code);
    uint32_t row = lb_string_ids_find(&r->codes, lb_string_of(code));
    if (row == LB_STRING_ID_NONE && r->options->parent == LB_PARENT_LAST_DIGIT && length > 1) {
        code[length - 1] = '0';
        row = lb_string_ids_find(&r->codes, lb_string_of(code));
        r->f->by_parent += row != LB_STRING_ID_NONE;
    }
    free(code);
    r->f->row[zone] = row == LB_STRING_ID_NONE ? SIZE_MAX : row;
    r->f->unmatched += row == LB_STRING_ID_NONE;
    if (row != LB_STRING_ID_NONE)
        r->f->used[row] = true;
    return LB_OK;
}

static void log_join(const zone_reader *r)
{
    const lb_zone_table *f = r->f;
    size_t unused = 0;
    for (size_t i = 0; i < f->rows; i++)
        unused += !f->used[i];
    lb_log_note(r->job->log,
                "%s: %zu of %zu zones have figures, %zu of them their parent's; %zu "
                "rows of figures have no zone here",
                r->options->counts, f->zones.shapes.count - f->unmatched, f->zones.shapes.count,
                f->by_parent, unused);
    if (f->unmatched > 0)
        lb_log_warning(r->job->log, "%zu zones have no figures%s", f->unmatched,
                       r->options->parent ? ""
                                          : "; later divisions of DeSO: --parent-rule "
                                            "last-digit");
}

static lb_status join_zones(zone_reader *r, lb_error *err)
{
    lb_zone_table *f = r->f;
    lb_status status = find_id(r, err);
    for (size_t z = 0; z < f->zones.shapes.count && status == LB_OK; z++)
        if (join_zone(r, z) != LB_OK)
            status = lb_error_memory(err);
    lb_string first = r->codes.count ? lb_string_ids_at(&r->codes, 0) : lb_string_of("");
    if (status == LB_OK && f->unmatched == f->zones.shapes.count)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: no code of %s is in it; expected the same codes in both (the "
                            "first row says '%.*s')",
                            r->options->counts, r->options->zones, (int)first.length, first.text);
    if (status == LB_OK)
        log_join(r);
    return status;
}

static lb_status read_figures(zone_reader *r, lb_error *err)
{
    lb_zone_table *f = r->f;
    f->row = calloc(f->zones.shapes.count + 1, sizeof *f->row);
    if (!f->row)
        return lb_error_memory(err);
    if (r->options->counts) {
        f->source = r->options->counts;
        lb_status status = read_counts(r, err);
        return status == LB_OK ? join_zones(r, err) : status;
    }
    f->source = r->options->zones;
    lb_status status = read_own_fields(r, err);
    for (size_t z = 0; z < f->rows && status == LB_OK; z++) {
        f->row[z] = z;
        f->used[z] = true;
    }
    return status;
}

lb_status lb_zone_table_read(const lb_population_options *options, const char *crs,
                             const lb_job *job, lb_zone_table *out, lb_error *err)
{
    lb_zone_table f = {.rows = 0};
    zone_reader r = {.options = options, .job = job, .f = &f};
    lb_area_fields fields = {NULL, NULL, NULL};
    lb_status status = split_fields(options, &f, err);
    if (status == LB_OK)
        status = refuse_means(options, &f, err);
    if (status == LB_OK)
        status = lb_areas_read(options->zones, &fields, crs, job, &f.zones, err);
    if (status == LB_OK)
        status = read_figures(&r, err);
    lb_string_ids_clear(&r.codes);
    if (status == LB_OK)
        *out = f;
    else
        lb_zone_table_clear(&f);
    return status;
}

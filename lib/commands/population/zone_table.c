/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones with their figures. Fields to transfer are the options' fields, ages and weights together;
 * their values come from the zones themselves or from a table joined on the zone's code. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/csv_value.h"
#include "text/string_ids.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
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
    for (size_t i = 0; i < LB_ZONE_FIELDS_MAX; i++) {
        free(f->value[i]);
        free(f->low[i]);
        free(f->high[i]);
    }
    free(f->row);
    free(f->used);
    *f = (lb_zone_table){.rows = 0};
}

/* Is it the WEIGHT of --intensive that stands for surface: "area"? */
static bool is_area_weight(const char *weight)
{
    return strcmp(weight, "area") == 0;
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
                                "medelinkomst:befolkning, or FIELD:area",
                                o->intensive[i]);
        *colon = is_area_weight(colon + 1) ? '\0' : ',';
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

/* Options were checked when the fields were cut. */
size_t lb_zone_weight_of(const lb_zone_table *f, const lb_population_options *o, size_t field)
{
    for (size_t i = 0; i < o->n_intensive; i++) {
        const char *text = o->intensive[i], *colon = strrchr(text, ':');
        size_t length = (size_t)(colon - text);
        if (strncmp(f->field[field], text, length) != 0 || f->field[field][length] != '\0')
            continue;
        if (is_area_weight(colon + 1))
            return LB_ZONE_WEIGHT_AREA;
        for (size_t k = 0; k < f->fields; k++)
            if (lb_text_same(f->field[k], colon + 1))
                return k;
    }
    return SIZE_MAX;
}

/* Means and shares do not add up: their names give them away. The first field is of people. */
static lb_status refuse_means(const lb_population_options *o, const lb_zone_table *f, lb_error *err)
{
    static const char *const words[] = {"medel", "median",  "mean",    "genomsnitt", "andel",
                                        "share", "procent", "percent", "%"};
    if (is_intensive(o, f->field[0]))
        return lb_error_set(err, LB_E_USAGE,
                            "--fields: the first is a count of people, and '%s' is a mean; name "
                            "that count before it",
                            f->field[0]);
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
                                "say what weighs it: --intensive \"%s:WEIGHT\", or \"%s:area\"",
                                f->field[i], f->field[i], f->field[i]);
    }
    return LB_OK;
}

/* Figures -------------------------------------------------------------------------------------- */

/* Rows of the source, and room for one more a zone, without figures. */
static lb_status reserve_rows(zone_reader *r, size_t rows, lb_error *err)
{
    size_t room = rows + r->f->zones.shapes.count;
    r->f->rows = r->f->source_rows = rows;
    for (size_t i = 0; i < r->f->fields; i++) {
        r->f->value[i] = calloc(room + 1, sizeof(double));
        if (!r->f->value[i])
            return lb_error_memory(err);
        for (size_t row = rows; row < room; row++)
            r->f->value[i][row] = (double)NAN;
    }
    r->f->used = calloc(room + 1, sizeof *r->f->used);
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
        field[i + 1] =
            (lb_input_column){.what = f->field[i],
                              .requested = f->field[i],
                              .option = "--fields",
                              .type = LB_REAL,
                              .missing = LB_VALUE_OPTIONAL,
                              .whole = !is_intensive(r->options, f->field[i]),
                              .min = is_intensive(r->options, f->field[i]) ? -INFINITY : 0,
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
static lb_status own_value(const zone_reader *r, size_t column, size_t row, lb_csv_value *raw,
                           double *out, lb_error *err)
{
    const lb_column *c = &r->f->zones.attributes.column[column];
    *out = (double)NAN;
    if (c->type != LB_TEXT) {
        *out = lb_table_real(&r->f->zones.attributes, row, column);
        *raw = (lb_csv_value){.kind = LB_CSV_VALUE_NUMBER, .number = *out};
        return LB_OK;
    }
    const char *text = c->data.text[row];
    if (text && lb_value_parse(text, strlen(text), out) == LB_VALUE_INVALID)
        return lb_error_set(err, LB_E_INPUT, "%s: zone '%s': %s '%s' found, expected a number",
                            r->options->zones, r->f->zones.name[row], c->name, text);
    if (text)
        *raw = (lb_csv_value){LB_CSV_VALUE_TEXT, text, strlen(text), *out};
    return LB_OK;
}

/* One field of all zones. What is counted is held to be whole and not negative, as in tables of
 * figures. */
static lb_status read_own_field(zone_reader *r, size_t column, size_t field, lb_error *err)
{
    lb_zone_table *f = r->f;
    lb_whole_check whole = {.values = 0};
    bool counted = !is_intensive(r->options, f->field[field]);
    for (size_t row = 0; row < f->rows; row++) {
        lb_csv_value raw = {.kind = LB_CSV_VALUE_NONE};
        double *value = &f->value[field][row];
        LB_TRY(own_value(r, column, row, &raw, value, err));
        if (lb_integer_too_large(&raw, *value))
            return lb_error_set(err, LB_E_INPUT,
                                "%s: zone '%s': %s '%.*s' found, expected at most "
                                "9007199254740992 (2^53), beyond which numbers are rounded",
                                r->options->zones, f->zones.name[row], f->field[field],
                                (int)(raw.length < 80 ? raw.length : 80), raw.text);
        if (isinf(*value) || (counted && *value < 0))
            return lb_error_set(
                err, LB_E_INPUT,
                "%s: zone '%s': %s %.15g found, expected a number%s (if it stands for "
                "no figure, leave it empty)",
                r->options->zones, f->zones.name[row], f->field[field], *value,
                counted ? ", 0 or more" : "");
        if (counted && !isnan(*value) &&
            lb_whole_check_add(&whole, &raw, *value, (long)row + 1) != LB_OK)
            return lb_error_memory(err);
    }
    lb_whole_check_warn(&whole, r->options->zones, f->field[field], r->job->log);
    return LB_OK;
}

static lb_status read_own_fields(zone_reader *r, lb_error *err)
{
    lb_zone_table *f = r->f;
    lb_status status = reserve_rows(r, f->zones.shapes.count, err);
    for (size_t i = 0; i < f->fields && status == LB_OK; i++) {
        size_t column = lb_areas_find_field(&f->zones, f->field[i], err);
        status = column == SIZE_MAX ? LB_E_INPUT : LB_OK;
        if (status == LB_OK)
            status = read_own_field(r, column, i, err);
    }
    return status;
}

/* Joining -------------------------------------------------------------------------------------- */

/* The column of a usual name of codes; SIZE_MAX: there is none. */
static size_t usual_code_column(const lb_table *t)
{
    for (const char *const *name = zone_codes; *name; name++)
        for (size_t column = 0; column < t->columns; column++)
            if (lb_text_same(t->column[column].name, *name))
                return column;
    return SIZE_MAX;
}

/* Codes are needed where figures are joined by them; else they only say which zones repeat. */
static lb_status find_id(zone_reader *r, lb_error *err)
{
    const lb_table *t = &r->f->zones.attributes;
    r->id = r->options->id ? lb_areas_find_field(&r->f->zones, r->options->id, err)
                           : usual_code_column(t);
    if (r->options->id)
        return r->id == SIZE_MAX ? LB_E_INPUT : LB_OK;
    if (r->id == SIZE_MAX && !r->options->counts)
        return LB_OK;
    if (r->id != SIZE_MAX) {
        if (r->options->counts)
            lb_log_note(r->job->log, "%s: codes from %s", r->options->zones, t->column[r->id].name);
        return LB_OK;
    }
    return lb_error_set(err, LB_E_INPUT,
                        "%s: no field of codes (desokod, regsokod, kod, id); name "
                        "it with --id",
                        r->options->zones);
}

/* The folded code of a zone; NULL: out of memory. */
static char *zone_code(const zone_reader *r, size_t zone)
{
    const lb_table *t = &r->f->zones.attributes;
    if (t->column[r->id].type == LB_TEXT)
        return code_of(lb_table_text(t, zone, r->id));
    lb_csv_value field = {.kind = LB_CSV_VALUE_NUMBER, .number = lb_table_real(t, zone, r->id)};
    char *text = lb_csv_value_text(&field), *code = text ? code_of(text) : NULL;
    free(text);
    return code;
}

/* By code; --parent-rule last-digit: a later division of DeSO has the figures of the code ending
 * in 0 that it was cut from. A zone that the table has no row for gets a row without figures, so
 * that it counts like one whose figure is empty. */
static lb_status join_zone(zone_reader *r, size_t zone)
{
    lb_zone_table *f = r->f;
    char *code = zone_code(r, zone);
    if (!code)
        return LB_E_MEMORY;
    size_t length = strlen(code);
    uint32_t row = lb_string_ids_find(&r->codes, lb_string_of(code));
    if (row == LB_STRING_ID_NONE && r->options->parent == LB_PARENT_LAST_DIGIT && length > 1) {
        code[length - 1] = '0';
        row = lb_string_ids_find(&r->codes, lb_string_of(code));
        f->by_parent += row != LB_STRING_ID_NONE;
    }
    free(code);
    f->unmatched += row == LB_STRING_ID_NONE;
    f->row[zone] = row == LB_STRING_ID_NONE ? f->rows++ : row;
    f->used[f->row[zone]] = true;
    return LB_OK;
}

/* A zone in messages: its code as it is written, else its name. */
static const char *zone_label(const zone_reader *r, size_t zone)
{
    const lb_areas *zones = &r->f->zones;
    bool text = r->id != SIZE_MAX && zones->attributes.column[r->id].type == LB_TEXT;
    const char *code = text ? lb_table_text(&zones->attributes, zone, r->id) : NULL;
    return code ? code : zones->name[zone];
}

static void log_join(const zone_reader *r)
{
    const lb_zone_table *f = r->f;
    size_t unused = 0;
    for (size_t i = 0; i < f->source_rows; i++)
        unused += !f->used[i];
    lb_log_note(r->job->log,
                "%s: %zu of %zu zones %s figures, %zu of them their parent's; %zu %s no zone here",
                r->options->counts, f->zones.shapes.count - f->unmatched, f->zones.shapes.count,
                lb_number_word(f->zones.shapes.count - f->unmatched, "has", "have"), f->by_parent,
                unused, lb_number_word(unused, "row of figures has", "rows of figures have"));
}

/* Zones without a figure of a field; nothing is said of a field that lacks as many as people do. A
 * figure that is missing is not 0: what rests on it is left out of sums and cover. */
static void warn_of_missing(const zone_reader *r)
{
    const lb_zone_table *f = r->f;
    size_t zones = f->zones.shapes.count, of_people = 0;
    for (size_t i = 0; i < f->fields; i++) {
        size_t missing = 0, first = SIZE_MAX;
        for (size_t z = 0; z < zones; z++) {
            bool none = isnan(f->value[i][f->row[z]]);
            missing += none;
            first = none && first == SIZE_MAX ? z : first;
        }
        if (missing > 0 && (i == 0 || missing != of_people))
            lb_log_warning(r->job->log,
                           "%s: %zu of %zu zones %s no figure of %s (the first: '%s'); %s not "
                           "covered, and the upper bounds of areas that touch %s are empty%s",
                           f->source, missing, zones, lb_number_word(missing, "has", "have"),
                           f->field[i], zone_label(r, first),
                           lb_number_word(missing, "it is", "they are"),
                           lb_number_word(missing, "it", "them"),
                           f->unmatched > 0 && !r->options->parent
                               ? "; later divisions of DeSO: --parent-rule last-digit"
                               : "");
        of_people = i == 0 ? missing : of_people;
    }
}

/* The zones of each code: parts of a multipart zone may be features of their own. */
typedef struct zone_codes_seen {
    lb_string_ids codes;
    uint32_t *id;  /* [zones] */
    size_t *first; /* [codes] zone */
    bool *differs; /* [codes] have its zones not the same figures? */
} zone_codes_seen;

static bool same_figures(const lb_zone_table *f, size_t row, size_t other)
{
    for (size_t i = 0; i < f->fields; i++) {
        double a = f->value[i][row], b = f->value[i][other];
        if (a != b && !(isnan(a) && isnan(b)))
            return false;
    }
    return true;
}

/* Zones without a code are each their own: LB_STRING_ID_NONE. */
static lb_status see_codes(const zone_reader *r, zone_codes_seen *seen)
{
    const lb_zone_table *f = r->f;
    for (size_t z = 0; z < f->zones.shapes.count; z++) {
        char *code = zone_code(r, z);
        lb_string string = {code, code ? strlen(code) : 0};
        size_t before = seen->codes.count;
        seen->id[z] = LB_STRING_ID_NONE;
        lb_status status = !code ? LB_E_MEMORY
                           : string.length > 0
                               ? lb_string_ids_add(&seen->codes, &string, 1, &seen->id[z])
                               : LB_OK;
        free(code);
        LB_TRY(status);
        if (seen->codes.count > before)
            seen->first[seen->id[z]] = z;
        else if (string.length > 0)
            seen->differs[seen->id[z]] |=
                !same_figures(f, f->row[seen->first[seen->id[z]]], f->row[z]);
    }
    return LB_OK;
}

/* Features of one code and the same figures are one zone, whose figures count once. Where the
 * figures differ each keeps its own. */
static void merge_repeats(zone_reader *r, const zone_codes_seen *seen)
{
    lb_zone_table *f = r->f;
    size_t merged = 0, apart = 0, first = SIZE_MAX, first_apart = SIZE_MAX;
    for (size_t z = 0; z < f->zones.shapes.count; z++) {
        uint32_t id = seen->id[z];
        size_t before = id == LB_STRING_ID_NONE ? z : seen->first[id], own = f->row[z];
        if (before == z)
            continue;
        if (seen->differs[id]) {
            apart++;
            first_apart = first_apart == SIZE_MAX ? z : first_apart;
            continue;
        }
        merged++;
        first = first == SIZE_MAX ? z : first;
        if (own == f->row[before])
            continue;
        f->row[z] = f->row[before];
        f->used[own] = false;
        f->merged += own < f->source_rows;
        for (size_t i = 0; i < f->fields; i++)
            f->value[i][own] = (double)NAN;
    }
    if (merged > 0)
        lb_log_warning(r->job->log,
                       "%s: %zu %s the code and the figures of another (the first: '%s'): the "
                       "features of a code are taken as one zone",
                       r->options->zones, merged,
                       lb_number_word(merged, "feature repeats", "features repeat"),
                       zone_label(r, first));
    if (apart > 0)
        lb_log_warning(r->job->log,
                       "%s: %zu %s the code of another but %s other figures (the first: '%s'): "
                       "each is taken as a zone of its own",
                       r->options->zones, apart,
                       lb_number_word(apart, "feature repeats", "features repeat"),
                       lb_number_word(apart, "has", "have"), zone_label(r, first_apart));
}

static lb_status find_repeats(zone_reader *r, lb_error *err)
{
    size_t zones = r->f->zones.shapes.count;
    if (r->id == SIZE_MAX)
        return LB_OK;
    zone_codes_seen seen = {.id = calloc(zones + 1, sizeof *seen.id),
                            .first = calloc(zones + 1, sizeof *seen.first),
                            .differs = calloc(zones + 1, sizeof *seen.differs)};
    lb_status status = seen.id && seen.first && seen.differs ? see_codes(r, &seen) : LB_E_MEMORY;
    if (status == LB_OK)
        merge_repeats(r, &seen);
    lb_string_ids_clear(&seen.codes);
    free(seen.id);
    free(seen.first);
    free(seen.differs);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

static lb_status join_zones(zone_reader *r, lb_error *err)
{
    lb_zone_table *f = r->f;
    for (size_t z = 0; z < f->zones.shapes.count; z++)
        if (join_zone(r, z) != LB_OK)
            return lb_error_memory(err);
    lb_string first = r->codes.count ? lb_string_ids_at(&r->codes, 0) : lb_string_of("");
    if (f->unmatched == f->zones.shapes.count)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: no code of %s is in it; expected the same codes in both (the "
                            "first row says '%.*s')",
                            r->options->counts, r->options->zones, (int)first.length, first.text);
    log_join(r);
    return LB_OK;
}

/* Without a table of counts each zone has the row of its own number. Codes that repeat are resolved
 * after joining, as both ways may give them. */
static lb_status read_figures(zone_reader *r, lb_error *err)
{
    lb_zone_table *f = r->f;
    f->row = calloc(f->zones.shapes.count + 1, sizeof *f->row);
    if (!f->row)
        return lb_error_memory(err);
    f->source = r->options->counts ? r->options->counts : r->options->zones;
    LB_TRY(r->options->counts ? read_counts(r, err) : read_own_fields(r, err));
    LB_TRY(find_id(r, err));
    if (r->options->counts)
        LB_TRY(join_zones(r, err));
    for (size_t z = 0; z < f->rows && !r->options->counts; z++) {
        f->row[z] = z;
        f->used[z] = true;
    }
    LB_TRY(find_repeats(r, err));
    warn_of_missing(r);
    return LB_OK;
}

/* Fields are checked before zones are read: a mean named as a count would be divided by surface. */
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
    LB_HAND_OVER(status, f, out, lb_zone_table_clear);
}

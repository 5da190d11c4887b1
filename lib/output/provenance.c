/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members are JSON text from the moment they are added, so that their order is the order of the
 * calls and rendering only joins them. Layout: docs/formats.md, Provenance. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "output/provenance.h"
#include "port/gdal/sha256.h"
#include "text/json.h"

void lb_provenance_clear(lb_provenance *provenance)
{
    free(provenance->command);
    free(provenance->recipe);
    lb_buf_clear(&provenance->options);
    lb_buf_clear(&provenance->used);
    lb_buf_clear(&provenance->inputs);
    lb_buf_clear(&provenance->balance);
    lb_buf_clear(&provenance->topology);
    *provenance = (lb_provenance){0};
}

/* Takes text; NULL: it could not be allocated. */
static void set_text(lb_provenance *provenance, char **field, char *text)
{
    free(*field);
    *field = text;
    if (!text)
        provenance->failed = true;
}

void lb_provenance_command(lb_provenance *provenance, const char *command)
{
    set_text(provenance, &provenance->command, lb_text_copy(command));
}

void lb_provenance_recipe(lb_provenance *provenance, char *yaml)
{
    set_text(provenance, &provenance->recipe, yaml);
}

/* `"key": ` behind a comma where members come before, indented as in the file. */
static void write_key(lb_buf *members, const char *key)
{
    lb_buf_puts(members, members->length > 0 ? ",\n    " : "\n    ");
    lb_json_text(members, key);
    lb_buf_puts(members, ": ");
}

void lb_provenance_option_json(lb_provenance *provenance, const char *key, const lb_buf *json)
{
    write_key(&provenance->options, key);
    lb_buf_append(&provenance->options, json->text ? json->text : "", json->length);
    provenance->options.failed |= json->failed;
}

void lb_provenance_used(lb_provenance *provenance, const char *key, const char *value)
{
    write_key(&provenance->used, key);
    lb_json_text(&provenance->used, value);
}

void lb_provenance_used_real(lb_provenance *provenance, const char *key, double value)
{
    write_key(&provenance->used, key);
    lb_json_real(&provenance->used, value);
}

void lb_provenance_balance(lb_provenance *provenance, const char *name, double value)
{
    write_key(&provenance->balance, name);
    lb_json_real(&provenance->balance, value);
}

void lb_provenance_input(lb_provenance *provenance, const char *path, const char *sha256,
                         int64_t rows)
{
    lb_buf *buf = &provenance->inputs;
    lb_buf_puts(buf, buf->length > 0 ? ",\n    {\"name\": " : "\n    {\"name\": ");
    lb_json_text(buf, lb_text_base_name(path));
    lb_buf_puts(buf, ", \"sha256\": ");
    lb_json_text(buf, sha256);
    if (rows < 0)
        lb_buf_puts(buf, ", \"rows\": null}");
    else
        lb_buf_printf(buf, ", \"rows\": %" PRId64 "}", rows);
}

void lb_provenance_source(lb_provenance *provenance, const char *source, const char *known,
                          int64_t rows)
{
    char hash[LB_HASH_SIZE];
    bool is_known = known && known[0];
    if (!source || provenance->unwritten || provenance->unread.status != LB_OK)
        return;
    if (is_known || lb_hash_file(source, hash, &provenance->unread) == LB_OK)
        lb_provenance_input(provenance, source, is_known ? known : hash, rows);
}

/* A list of objects that are JSON already; null where nothing was searched. */
static void write_list(lb_buf *buf, const char *key, const lb_buf *list)
{
    lb_buf_printf(buf, ", \"%s\": ", key);
    if (!list)
        lb_buf_puts(buf, "null");
    else
        lb_buf_printf(buf, "[%s]", list->text ? list->text : "");
    buf->failed |= list && list->failed;
}

void lb_provenance_topology(lb_provenance *provenance, const char *areas, const lb_buf *overlaps,
                            const lb_buf *gaps, size_t count, double m2)
{
    lb_buf *buf = &provenance->topology;
    lb_buf_puts(buf, buf->length > 0 ? ",\n    {\"areas\": " : "\n    {\"areas\": ");
    lb_json_text(buf, areas);
    write_list(buf, "overlaps", overlaps);
    if (count > 0) {
        lb_buf_printf(buf, ", \"overlaps_count\": %zu, \"overlaps_m2\": ", count);
        lb_json_real(buf, m2);
    }
    write_list(buf, "gaps", gaps);
    lb_buf_putc(buf, '}');
}

/* The members between brackets; a buffer that failed makes the result fail. */
static void write_members(lb_buf *buf, const lb_buf *members, const char *brackets)
{
    lb_buf_putc(buf, brackets[0]);
    if (members->failed)
        buf->failed = true;
    else if (members->length > 0)
        lb_buf_append(buf, members->text, members->length);
    if (members->length > 0)
        lb_buf_puts(buf, "\n  ");
    lb_buf_putc(buf, brackets[1]);
}

/* What adding remembered. */
static lb_status check_added(const lb_provenance *provenance, lb_error *err)
{
    if (provenance->unread.status != LB_OK)
        return lb_error_set(err, provenance->unread.status, "%s", provenance->unread.text);
    return provenance->failed ? lb_error_memory(err) : LB_OK;
}

/* The balance and what ends it, as lb_provenance_json writes them. */
static const char balance_key[] = "\n  \"balance\": ", after_balance[] = ",\n  \"meetings\": ";

/* Members are in fixed order, so that the same run gives the same bytes. */
lb_status lb_provenance_json(const lb_provenance *provenance, char **out, lb_error *err)
{
    lb_buf buf = {0};
    LB_TRY(check_added(provenance, err));
    lb_buf_puts(&buf, "{\n  \"program\": \"lagesbild\",\n  \"version\": ");
    lb_json_text(&buf, lb_version());
    lb_buf_puts(&buf, ",\n  \"command\": ");
    lb_json_text(&buf, provenance->command);
    lb_buf_puts(&buf, ",\n  \"options\": ");
    write_members(&buf, &provenance->options, "{}");
    lb_buf_puts(&buf, ",\n  \"used\": ");
    write_members(&buf, &provenance->used, "{}");
    lb_buf_puts(&buf, ",\n  \"recipe\": ");
    lb_json_text(&buf, provenance->recipe);
    lb_buf_puts(&buf, ",\n  \"inputs\": ");
    write_members(&buf, &provenance->inputs, "[]");
    lb_buf_printf(&buf, ",%s", balance_key);
    write_members(&buf, &provenance->balance, "{}");
    lb_buf_puts(&buf, after_balance);
    write_members(&buf, &provenance->topology, "[]");
    lb_buf_puts(&buf, "\n}\n");
    char *text = lb_buf_detach(&buf);
    if (!text)
        return lb_error_memory(err);
    *out = text;
    return LB_OK;
}

/* Hashes of inputs are taken out of what is published: whoever guesses a delivery could confirm it
 * by its hash. The balance goes too where its sums would reveal small counts. */
char *lb_provenance_published(const char *json, bool without_balance)
{
    static const char member[] = ", \"sha256\": \"";
    const char *balance = without_balance ? strstr(json, balance_key) : NULL;
    const char *end = balance ? strstr(balance, after_balance) : NULL;
    lb_buf buf = {0};
    /* A quote inside a value is written \", so that this can only be the member itself. */
    for (const char *at; (at = strstr(json, member)) != NULL;) {
        lb_buf_append(&buf, json, (size_t)(at - json));
        json = at + strlen(member);
        json += strcspn(json, "\"");
        json += *json == '"';
    }
    if (end) {
        lb_buf_append(&buf, json, (size_t)(balance - json));
        lb_buf_printf(&buf, "%s{}", balance_key);
        json = end;
    }
    lb_buf_puts(&buf, json);
    return lb_buf_detach(&buf);
}

lb_status lb_provenance_page_json(const lb_provenance *provenance, bool publish, char **out,
                                  lb_error *err)
{
    char *whole = NULL;
    LB_TRY(lb_provenance_json(provenance, &whole, err));
    *out = publish ? lb_provenance_published(whole, false) : whole;
    if (publish)
        free(whole);
    return *out ? LB_OK : lb_error_memory(err);
}

/* The items of a GeoTIFF (docs/formats.md, GeoTIFF of index). */
enum { N_ITEMS = 6 };

static char *members_text(const lb_buf *members, const char *brackets)
{
    lb_buf buf = {0};
    write_members(&buf, members, brackets);
    return lb_buf_detach(&buf);
}

/* Pairs of key and value for GDALSetMetadataItem. A NULL among them: out of memory. */
static void fill_items(const lb_provenance *provenance, char **item)
{
    static const char *const key[N_ITEMS] = {"VERSION", "COMMAND", "OPTIONS",
                                             "RECIPE",  "INPUTS",  "BALANCE"};
    for (size_t i = 0; i < N_ITEMS; i++) {
        lb_buf name = {0};
        lb_buf_printf(&name, "LAGESBILD_%s", key[i]);
        item[2 * i] = lb_buf_detach(&name);
    }
    item[1] = lb_text_copy(lb_version());
    item[3] = lb_text_copy(provenance->command ? provenance->command : "");
    item[5] = members_text(&provenance->options, "{}");
    item[7] = lb_text_copy(provenance->recipe ? provenance->recipe : "");
    item[9] = members_text(&provenance->inputs, "[]");
    item[11] = members_text(&provenance->balance, "{}");
}

void lb_provenance_items_free(char **items)
{
    lb_array_free(items, 2 * (size_t)N_ITEMS);
}

lb_status lb_provenance_items(const lb_provenance *provenance, char ***out, lb_error *err)
{
    LB_TRY(check_added(provenance, err));
    char **item = calloc(2 * N_ITEMS + 1, sizeof *item);
    if (!item)
        return lb_error_memory(err);
    fill_items(provenance, item);
    bool failed = false;
    for (size_t i = 0; i < 2 * (size_t)N_ITEMS; i++)
        failed = failed || !item[i];
    if (failed) {
        lb_provenance_items_free(item);
        return lb_error_memory(err);
    }
    *out = item;
    return LB_OK;
}

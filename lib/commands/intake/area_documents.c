/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documents of drawn areas: the list names them, and each is looked at on disk for what can be
 * said without reading it: is it there, is it what its ending says, how large, its SHA-256. Names
 * in the list come from many hands and stay within the documents' folder. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/intake/collection.h"

enum { HEAD_SIZE = 1024 };

/* How a file of that ending begins; NULL: with text. */
static const struct document_type {
    const char *ending, *name, *begins;
} types[] = {{".pdf", "pdf", "%PDF-"},      {".docx", "docx", "PK\x03\x04"},
             {".odt", "odt", "PK\x03\x04"}, {".doc", "doc", "\xd0\xcf\x11\xe0"},
             {".rtf", "rtf", "{\\rtf"},     {".txt", "txt", NULL},
             {".md", "md", NULL},           {".html", "html", NULL},
             {".htm", "html", NULL}};

/* Inside the folder: relative, and without a step up. */
static bool is_inside_folder(const char *name)
{
    if (name[0] == '/' || strchr(name, '\\') || strstr(name, "://"))
        return false;
    for (const char *at = name; *at; at += strcspn(at, "/"), at += *at == '/')
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || at[2] == '\0'))
            return false;
    return name[0] != '\0';
}

/* Does the file begin as one of its ending? Text has no zero byte. */
static bool begins_as(const struct document_type *type, const char *head, size_t n)
{
    if (!type->begins)
        return memchr(head, '\0', n) == NULL;
    size_t length = strlen(type->begins);
    return n >= length && memcmp(head, type->begins, length) == 0;
}

static void find_type(const char *path, lb_area_document *document)
{
    char head[HEAD_SIZE];
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(head, 1, sizeof head, file) : 0;
    if (file)
        fclose(file);
    for (size_t t = 0; t < sizeof types / sizeof *types; t++)
        if (lb_text_ends_with(path, types[t].ending)) {
            document->type = types[t].name;
            document->is_as_named = begins_as(&types[t], head, n);
            return;
        }
}

/* Existence, type, size and hash of the file; one that is not there is a defect, no error. */
static lb_status look_at(const lb_collection *c, lb_area_document *document, lb_error *err)
{
    struct stat found;
    lb_buf path = {0};
    const char *file = c->config.source[LB_INTAKE_DOCUMENT];
    if (c->config.folder)
        lb_buf_printf(&path, "%s/", c->config.folder);
    else
        lb_buf_append(&path, file, (size_t)(lb_text_base_name(file) - file));
    lb_buf_puts(&path, document->name);
    document->path = lb_buf_detach(&path);
    if (!document->path)
        return lb_error_memory(err);
    if (stat(document->path, &found) != 0 || !S_ISREG(found.st_mode))
        return LB_OK;
    document->is_there = true;
    document->bytes = (int64_t)found.st_size;
    find_type(document->path, document);
    return lb_hash_file(document->path, document->sha256, err);
}

/* The area's document of that name, made when it is new. NULL: out of memory. */
static lb_area_document *find_document(lb_drawn_area *area, const char *name, size_t headings)
{
    for (size_t i = 0; i < area->documents; i++)
        if (strcmp(area->document[i].name, name) == 0)
            return &area->document[i];
    if (!lb_array_reserve(&area->document, &area->document_capacity, area->documents + 1,
                          sizeof *area->document))
        return NULL;
    lb_area_document *document = &area->document[area->documents];
    *document = (lb_area_document){.name = lb_text_copy(name),
                                   .heading = calloc(headings + 1, sizeof *document->heading)};
    area->documents++;
    return document->name && document->heading ? document : NULL;
}

/* Marks the row's heading where there is text under it. */
static void mark_heading(const lb_collection *c, const lb_typed_row *row,
                         lb_area_document *document)
{
    static const char *const no[] = {"no", "nej", "false", "0"};
    const char *heading = row->value[2].text, *text = row->value[3].text;
    size_t at = 0;
    bool present = true;
    while (at < c->config.headings && !lb_text_same(c->config.heading[at], heading))
        at++;
    for (size_t i = 0; text && i < sizeof no / sizeof *no; i++)
        present &= !lb_text_same(text, no[i]);
    if (at < c->config.headings)
        document->heading[at] |= present;
}

static lb_status add_document(void *udata, const lb_typed_row *row)
{
    lb_collection *c = udata;
    const char *name = row->value[1].text;
    size_t at;
    LB_TRY(lb_collection_find_area(c, row, row->value[0].text, &at));
    if (!is_inside_folder(name)) {
        lb_diagnostics_add(row->diagnostics, row->line,
                           "document '%s' found, a file in the documents' folder expected, without "
                           ".. and not from /",
                           name);
        return LB_OK;
    }
    if (at == SIZE_MAX)
        return LB_OK;
    lb_area_document *document = find_document(&c->area[at], name, c->config.headings);
    if (!document)
        return LB_E_MEMORY;
    if (row->value[2].text)
        mark_heading(c, row, document);
    if (document->date)
        return LB_OK;
    return lb_collection_date(row, row->value[4].text, &document->date);
}

static int compare_documents(const void *a, const void *b)
{
    const lb_area_document *x = a, *y = b;
    return strcmp(x->name, y->name);
}

/* Each area's documents, then by name, whatever the order of rows. */
static lb_status look_at_all(lb_collection *c, lb_error *err)
{
    for (size_t a = 0; a < c->area_name.count; a++) {
        if (c->area[a].documents > 0)
            qsort(c->area[a].document, c->area[a].documents, sizeof *c->area[a].document,
                  compare_documents);
        for (size_t i = 0; i < c->area[a].documents; i++)
            LB_TRY(look_at(c, &c->area[a].document[i], err));
    }
    return LB_OK;
}

lb_status lb_area_documents_read(lb_collection *c, lb_error *err)
{
    const lb_input_column fields[] = {
        {.what = "area", LB_USUAL(AREA)},
        {.what = "document", .usual = (const char *const[]){"document", "dokument", "fil", NULL}},
        {.what = "heading",
         .usual = (const char *const[]){"heading", "rubrik", NULL},
         .column_optional = true,
         .missing = LB_VALUE_OPTIONAL},
        {.what = "text",
         .usual = (const char *const[]){"text", "text_finns", NULL},
         .column_optional = true,
         .missing = LB_VALUE_OPTIONAL},
        {.what = "date", LB_USUAL(DATE), .column_optional = true, .missing = LB_VALUE_OPTIONAL}};
    lb_typed_reader reader;
    lb_status status =
        lb_typed_reader_open(c->config.source[LB_INTAKE_DOCUMENT], fields, 5, c->job, &reader, err);
    if (status == LB_OK)
        status = lb_typed_reader_each(&reader, add_document, c, err);
    c->rows[LB_INTAKE_DOCUMENT] = (int64_t)reader.n_rows;
    lb_typed_reader_close(&reader);
    return status == LB_OK ? look_at_all(c, err) : status;
}

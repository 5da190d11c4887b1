/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources as users write them (lagesbild(1), SOURCES): archives are entered, layers and conditions
 * cut off, and text tables recognised, so that they go to our reader and everything else to GDAL.
 */
#define _LARGEFILE64_SOURCE /* VSIStatBufL is a struct stat64 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cpl_string.h>
#include <cpl_vsi.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "port/gdal/gdal_env.h"
#include "port/gdal/sha256.h"
#include "port/gdal/source_spec.h"

enum { FIRST_BYTES = 512, MAX_FOLDERS = 8, MAX_LISTED = 10 };

void lb_source_clear(lb_source *source)
{
    free(source->path);
    free(source->layer);
    free(source->subset);
    free(source->crs);
    *source = (lb_source){0};
}

/* A pipe exists and has no size; a folder has none either. */
static void stat_path(lb_source *source)
{
    VSIStatBufL stat;
    if (strncmp(source->path, "/vsistdin", 9) == 0) {
        source->exists = true;
        return;
    }
    source->exists = VSIStatL(source->path, &stat) == 0;
    source->is_folder = source->exists && VSI_ISDIR(stat.st_mode);
    source->size = source->exists && !source->is_folder ? (double)stat.st_size : 0;
}

/* Not the user's: what a Mac lays into archives beside the files, and hidden files. */
static bool is_beside_the_data(const char *name)
{
    return name[0] == '.' || strncmp(name, "__MACOSX", 8) == 0;
}

/* The one file or folder in a folder of an archive; NULL: there is none, or there are several. */
static char *find_only_entry(const char *folder)
{
    char **list = VSIReadDir(folder);
    const char *found = NULL;
    int entries = 0;
    lb_buf path = {0};
    for (char **name = list; name && *name; name++)
        if (!is_beside_the_data(*name)) {
            entries++;
            found = *name;
        }
    if (entries == 1)
        lb_buf_printf(&path, "%s/%s", folder, found);
    CSLDestroy(list);
    return path.length > 0 ? lb_buf_detach(&path) : NULL;
}

/* An archive that holds one folder, as most programs pack them, is that folder, as OGR looks for a
 * layer's files in the archive itself alone; one that holds one file is that file. */
static void enter_only_folders(lb_source *source)
{
    char *entry;
    for (int depth = 0; depth < MAX_FOLDERS && (entry = find_only_entry(source->path)); depth++) {
        free(source->path);
        source->path = entry;
        stat_path(source);
        if (!source->is_folder)
            return;
    }
}

void lb_source_list_archive(const char *path, lb_buf *text)
{
    char **list = strncmp(path, "/vsizip/", 8) == 0 ? VSIReadDirRecursive(path) : NULL;
    const char *first = NULL;
    int files = 0;
    for (char **name = list; name && *name; name++) {
        size_t length = strlen(*name);
        if (length == 0 || (*name)[length - 1] == '/' || is_beside_the_data(*name))
            continue;
        first = first ? first : *name;
        if (files++ < MAX_LISTED)
            lb_buf_printf(text, "%s%s", files == 1 ? "" : ", ", *name);
    }
    if (files > MAX_LISTED)
        lb_buf_printf(text, " (and %d more)", files - MAX_LISTED);
    if (first)
        lb_buf_printf(text, "; name one, as %s/%s", path, first);
    CSLDestroy(list);
}

/* "a.zip" is read as "/vsizip/a.zip", "a.csv.gz" as "/vsigzip/a.csv.gz". */
static lb_status enter_archive(lb_source *source, lb_error *err)
{
    const char *prefix = lb_text_ends_with(source->path, ".zip")  ? "/vsizip/"
                         : lb_text_ends_with(source->path, ".gz") ? "/vsigzip/"
                                                                  : NULL;
    lb_buf path = {0};
    if (!prefix || !source->exists || source->is_folder || strncmp(source->path, "/vsi", 4) == 0)
        return LB_OK;
    lb_buf_printf(&path, "%s%s", prefix, source->path);
    char *text = lb_buf_detach(&path);
    if (!text)
        return lb_error_memory(err);
    free(source->path);
    source->path = text;
    stat_path(source);
    if (lb_text_ends_with(source->path, ".zip"))
        enter_only_folders(source);
    return LB_OK;
}

static char *copy_part(const char *text, size_t length)
{
    lb_buf buf = {0};
    lb_buf_append(&buf, text, length);
    return lb_buf_detach(&buf);
}

/* Where the condition of |subset= (QGIS's word) or |where= begins; 0: it is another part. */
static size_t condition_start(const char *part)
{
    return strncmp(part, "subset=", 7) == 0 ? 7 : strncmp(part, "where=", 6) == 0 ? 6 : 0;
}

/* One NAME=VALUE after a '|'. */
static lb_status parse_part(lb_source *source, const char *part, size_t length, lb_error *err)
{
    int64_t id;
    if (length > 10 && strncmp(part, "layername=", 10) == 0) {
        free(source->layer);
        source->layer = copy_part(part + 10, length - 10);
        return source->layer ? LB_OK : lb_error_memory(err);
    }
    size_t condition = condition_start(part);
    if (condition > 0 && length > condition) {
        free(source->subset);
        source->subset = copy_part(part + condition, length - condition);
        return source->subset ? LB_OK : lb_error_memory(err);
    }
    if (length > 4 && strncmp(part, "crs=", 4) == 0) {
        free(source->crs);
        source->crs = copy_part(part + 4, length - 4);
        return source->crs ? LB_OK : lb_error_memory(err);
    }
    if (length > 8 && strncmp(part, "layerid=", 8) == 0 &&
        lb_integer_parse(part + 8, length - 8, &id) && id >= 0 && id < 1000000) {
        source->layer_id = (long)id;
        return LB_OK;
    }
    return lb_error_set(err, LB_E_USAGE,
                        "%s: '|%.*s' is not understood; after the file name may come "
                        "|layername=NAME, |layerid=N, |crs=EPSG:N or |where=CONDITION",
                        source->path, (int)(length < 100 ? length : 100), part);
}

/* Parts between '|'. A condition may contain '|' itself and takes the rest. */
static lb_status parse_parts(lb_source *source, const char *part, lb_error *err)
{
    for (const char *bar = part; bar; part = bar + 1) {
        bar = condition_start(part) > 0 ? NULL : strchr(part, '|');
        LB_TRY(parse_part(source, part, bar ? (size_t)(bar - part) : strlen(part), err));
        if (!bar)
            break;
    }
    return LB_OK;
}

static bool has_table_ending(const char *path)
{
    static const char *const endings[] = {".csv",    ".txt",    ".tsv",   ".tab",
                                          ".csv.gz", ".txt.gz", ".tsv.gz"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (lb_text_ends_with(path, endings[i]))
            return true;
    return false;
}

/* GDAL's name of the standard input in place of its other names. Any other pipe is refused: a
 * source is opened more than once, and a pipe has nothing the second time. */
static lb_status name_standard_input(lb_source *source, lb_error *err)
{
    VSIStatBufL stat;
    if (lb_file_is_stdin(source->path)) {
        free(source->path);
        source->path = lb_text_copy("/vsistdin/");
        source->exists = true;
        source->is_folder = false;
        source->size = 0;
        return source->path ? LB_OK : lb_error_memory(err);
    }
    if (strncmp(source->path, "/vsi", 4) == 0 || VSIStatL(source->path, &stat) != 0 ||
        VSI_ISREG(stat.st_mode) || VSI_ISDIR(stat.st_mode) || has_table_ending(source->path))
        return LB_OK;
    return lb_error_set(err, LB_E_IO,
                        "%s: is a pipe, but not the standard input; write - in its place "
                        "and send it there: COMMAND | lagesbild ..., or lagesbild ... < %s",
                        source->path, source->path);
}

/* A file whose name contains '|' is a file all the same. */
static lb_status parse_source(const char *text, lb_source *source, lb_error *err)
{
    const char *bar = strchr(text, '|');
    source->layer_id = -1;
    source->path = lb_text_copy(text);
    if (!source->path)
        return lb_error_memory(err);
    stat_path(source);
    if (bar && !source->exists) {
        source->path[bar - text] = '\0';
        stat_path(source);
        LB_TRY(parse_parts(source, bar + 1, err));
    }
    LB_TRY(name_standard_input(source, err));
    return enter_archive(source, err);
}

lb_status lb_source_parse(const char *text, lb_source *out, lb_error *err)
{
    lb_source source = {0};
    lb_gdal_start();
    lb_gdal_silence_for(text);
    lb_status status = parse_source(text, &source, err);
    lb_gdal_restore();
    LB_HAND_OVER(status, source, out, lb_source_clear);
}

/* The first bytes of a file; the standard input's stay there to be read again. */
static size_t read_first_bytes(const char *path, char *bytes)
{
    VSILFILE *file = VSIFOpenL(path, "rb");
    size_t n = file ? VSIFReadL(bytes, 1, FIRST_BYTES, file) : 0;
    if (file)
        VSIFCloseL(file);
    return n;
}

/* JSON, XML and everything binary go to OGR; UTF-16, which has zero bytes too, goes to our reader,
 * which refuses it with a message that says what to do. */
static bool looks_like_text(const char *bytes, size_t n)
{
    if (n >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
        return true;
    size_t i = n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (i < n && strchr(" \t\r\n", bytes[i]) && bytes[i])
        i++;
    if (i < n && strchr("{[<", bytes[i]))
        return false;
    return !memchr(bytes, '\0', n);
}

/* The only file of an archive, when it is a text table. */
static char *find_only_table(const char *folder)
{
    char **list = VSIReadDirRecursive(folder);
    const char *found = NULL;
    int files = 0;
    lb_buf path = {0};
    for (char **name = list; name && *name; name++) {
        size_t length = strlen(*name);
        if (length == 0 || (*name)[length - 1] == '/' || is_beside_the_data(*name))
            continue;
        files++;
        found = *name;
    }
    if (files == 1 && has_table_ending(found))
        lb_buf_printf(&path, "%s/%s", folder, found);
    CSLDestroy(list);
    return path.length > 0 ? lb_buf_detach(&path) : NULL;
}

/* VSIStatL says that an archive of one file is that file, not a folder. */
static bool is_archive(const lb_source *source)
{
    return strncmp(source->path, "/vsi", 4) == 0 &&
           (source->is_folder || lb_text_ends_with(source->path, ".zip"));
}

/* By the ending, as a text of one column cannot be distinguished from other text by its bytes;
 * MapInfo's .tab, which begins with "!table", is the exception. */
static bool is_text_table(lb_source *source)
{
    char bytes[FIRST_BYTES];
    if (is_archive(source)) {
        char *table = find_only_table(source->path);
        if (!table)
            return false;
        free(source->path);
        source->path = table;
        stat_path(source);
        return true;
    }
    if (source->is_folder)
        return false;
    if (strncmp(source->path, "/vsistdin", 9) == 0)
        return looks_like_text(bytes, read_first_bytes(source->path, bytes));
    if (!has_table_ending(source->path))
        return false;
    /* MapInfo's .tab */
    return !lb_text_ends_with(source->path, ".tab") || read_first_bytes(source->path, bytes) < 6 ||
           memcmp(bytes, "!table", 6) != 0;
}

bool lb_layers_may_be_same(const char *a, const char *b)
{
    return !a || !b || strcasecmp(a, b) == 0;
}

bool lb_source_is_text_table(lb_source *source)
{
    lb_gdal_silence_for(source->path);
    bool is = is_text_table(source);
    lb_gdal_restore();
    return is;
}

bool lb_source_is_read_once(const char *text)
{
    lb_source source;
    lb_error ignored;
    if (lb_source_parse(text, &source, &ignored) != LB_OK)
        return false;
    bool once = lb_hash_is_read_once(source.path);
    lb_source_clear(&source);
    return once;
}

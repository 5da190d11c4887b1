/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 by libcrypto, of the bytes that GDAL's file functions read: what is hashed is what is
 * used, in archives too. */
#define _LARGEFILE64_SOURCE /* VSIStatBufL is a struct stat64 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/array.h"
#include "base/file.h"
#include "base/swedish_text.h"
#include "port/gdal/sha256.h"
#include "port/gdal/gdal_env.h"

enum { CHUNK_BYTES = 1 << 16 };

/* Endings of the files that make one source, the main one first: geometry, attributes and CRS.
 * Spatial indexes are left out, as they change no result. */
static const char *const sidecar_endings[][6] = {
    {".shp", ".dbf", ".shx", ".prj", ".cpg", NULL},
    {".mif", ".mid", NULL},
    {".tab", ".dat", ".map", ".id", NULL},
};

/* Hashers ------------------------------------------------------------------------------------- */

/* Small pieces are gathered: to hand one over takes longer than to hash it. */
struct lb_hasher {
    EVP_MD_CTX *context;
    size_t gathered;
    unsigned char small[4096];
};

lb_hasher *lb_hasher_new(void)
{
    lb_hasher *hasher = malloc(sizeof *hasher);
    EVP_MD_CTX *context = hasher ? EVP_MD_CTX_new() : NULL;
    if (context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1) {
        hasher->context = context;
        hasher->gathered = 0;
        return hasher;
    }
    EVP_MD_CTX_free(context);
    free(hasher);
    return NULL;
}

void lb_hasher_free(lb_hasher *hasher)
{
    if (hasher)
        EVP_MD_CTX_free(hasher->context);
    free(hasher);
}

static void flush_small(lb_hasher *hasher)
{
    EVP_DigestUpdate(hasher->context, hasher->small, hasher->gathered);
    hasher->gathered = 0;
}

/* Short pieces, as the fields of a table, are gathered, since each call of the digest has a
 * cost. */
void lb_hasher_add(lb_hasher *hasher, const void *bytes, size_t length)
{
    if (length > sizeof hasher->small - hasher->gathered)
        flush_small(hasher);
    if (length > sizeof hasher->small) {
        EVP_DigestUpdate(hasher->context, bytes, length);
        return;
    }
    memcpy(hasher->small + hasher->gathered, bytes, length);
    hasher->gathered += length;
}

void lb_hasher_end(lb_hasher *hasher, char hex[LB_HASH_SIZE])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    flush_small(hasher);
    EVP_DigestFinal_ex(hasher->context, digest, &length);
    for (unsigned i = 0; i < length && i < 32; i++)
        snprintf(hex + 2 * (size_t)i, 3, "%02x", digest[i]);
}

/* Files --------------------------------------------------------------------------------------- */

/* By GDAL's virtual files, so that a file in an archive is hashed as its reader sees it. */
static lb_status hash_file_bytes(lb_hasher *hasher, const char *path, lb_error *err)
{
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file)
        return lb_error_set(err, LB_E_IO, "%s: cannot be opened to compute its hash", path);
    unsigned char *chunk = malloc(CHUNK_BYTES);
    size_t length = 0;
    lb_status status = chunk ? LB_OK : lb_error_memory(err);
    while (status == LB_OK && (length = VSIFReadL(chunk, 1, CHUNK_BYTES, file)) > 0)
        lb_hasher_add(hasher, chunk, length);
    if (status == LB_OK && !VSIFEofL(file))
        status = lb_error_set(err, LB_E_IO, "%s: cannot be read to its end", path);
    free(chunk);
    VSIFCloseL(file);
    return status;
}

/* The endings of the family whose main file this is; NULL: a source of one file. */
static const char *const *find_sidecar_endings(const char *path)
{
    for (size_t i = 0; i < sizeof sidecar_endings / sizeof *sidecar_endings; i++)
        if (lb_text_ends_with(path, sidecar_endings[i][0]))
            return sidecar_endings[i];
    return NULL;
}

/* Is `name` the stem of `main` with one of the endings, letter case of the ending ignored? */
static bool is_sidecar(const char *name, const char *main, const char *const *endings)
{
    size_t stem = strlen(main) - strlen(endings[0]);
    if (strncmp(name, main, stem) != 0)
        return false;
    for (size_t i = 0; endings[i]; i++)
        if (strlen(name) == stem + strlen(endings[i]) && lb_text_ends_with(name, endings[i]))
            return true;
    return false;
}

/* The files of a folder that belong to the source: all (main NULL) or those of its family; NULL
 * when there are none or it is no folder. */
static char **list_folder_files(const char *folder, const char *main)
{
    char **names = VSIReadDir(folder), **list = NULL;
    for (int i = 0; names && names[i]; i++) {
        if (strcmp(names[i], ".") == 0 || strcmp(names[i], "..") == 0)
            continue;
        if (!main || is_sidecar(names[i], main, find_sidecar_endings(main)))
            list = CSLAddString(list, CPLFormFilename(folder, names[i], NULL));
    }
    CSLDestroy(names);
    if (list)
        qsort(list, (size_t)CSLCount(list), sizeof *list, lb_compare_strings);
    return list;
}

/* All files of a folder, a family of files, or the one file; never NULL. */
static char **list_source_files(const char *path)
{
    char **list = list_folder_files(path, NULL);
    if (!list && find_sidecar_endings(path)) {
        char *folder = CPLStrdup(CPLGetPath(path));
        list = list_folder_files(folder[0] ? folder : ".", lb_text_base_name(path));
        CPLFree(folder);
    }
    return list ? list : CSLAddString(NULL, path);
}

/* The files' bytes one after the other, as `cat` would give them to sha256sum. */
static lb_status hash_list(char **list, char hex[LB_HASH_SIZE], lb_error *err)
{
    lb_hasher *hasher = lb_hasher_new();
    if (!hasher)
        return lb_error_memory(err);
    lb_status status = LB_OK;
    for (int i = 0; status == LB_OK && list[i]; i++)
        status = hash_file_bytes(hasher, list[i], err);
    if (status == LB_OK)
        lb_hasher_end(hasher, hex);
    lb_hasher_free(hasher);
    return status;
}

/* A path without what may stand behind a source ("|layername=...", "|crs=..."); CPLMalloc'd. */
static char *without_layer(const char *path)
{
    char *copy = CPLStrdup(path);
    static const char *const parts[] = {"|layername=", "|layerid=", "|crs=", "|subset=", "|where="};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char *bar = strstr(copy, parts[i]);
        if (bar)
            *bar = '\0';
    }
    return copy;
}

bool lb_hash_is_read_once(const char *path)
{
    VSIStatBufL stat;
    return lb_file_is_stdin(path) ||
           (VSIStatL(path, &stat) == 0 && !VSI_ISREG(stat.st_mode) && !VSI_ISDIR(stat.st_mode));
}

/* The hash of a source and the files beside it that belong to it; empty for a pipe, whose bytes
 * come once. */
lb_status lb_hash_file(const char *path, char hex[LB_HASH_SIZE], lb_error *err)
{
    char *name = without_layer(path), **list = NULL;
    lb_status status = LB_OK;
    lb_gdal_silence_for(path);
    if (lb_hash_is_read_once(name))
        hex[0] = '\0';
    else
        status = hash_list(list = list_source_files(name), hex, err);
    lb_gdal_restore();
    CSLDestroy(list);
    CPLFree(name);
    return status;
}

/* Keyed hashes -------------------------------------------------------------------------------- */

/* The first 64 bits of the HMAC, the most significant byte first (docs/methods.md, Cell key). */
lb_status lb_hmac_sha256_key(const char *secret, size_t length, const char *message, uint64_t *out)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned bytes = 0;
    if (!HMAC(EVP_sha256(), secret, (int)length, (const unsigned char *)message, strlen(message),
              digest, &bytes) ||
        bytes < 8)
        return LB_E_MEMORY;
    *out = 0;
    for (int i = 0; i < 8; i++)
        *out = *out << 8 | digest[i];
    return LB_OK;
}

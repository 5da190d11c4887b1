/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Before a local file is opened, whatever it would make GDAL open is looked at: a VRT, raster or
 * vector, is XML that names other sources, which may be URLs, databases or further VRTs. Drivers
 * that reach a network are left out as well (GDALOpenEx with a list of drivers). */
#define _LARGEFILE64_SOURCE /* VSIStatBufL is a struct stat64 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_conv.h>
#include <cpl_minixml.h>
#include <cpl_vsi.h>

#include "base/try.h"
#include "port/gdal/gdal_open.h"
#include "port/gdal/network_policy.h"

enum { HEAD_BYTES = 1 << 16, MAX_VRT_BYTES = 64 << 20, MAX_VRT_DEPTH = 8 };

/* A search of a VRT and the sources it names for anything on a network. */
typedef struct network_check {
    const char *path; /* the source that the user named, for messages */
    lb_error *err;
} network_check;

static lb_status check_path(const network_check *s, const char *path, int depth);

static lb_status refuse_source(const network_check *s, const char *name)
{
    return lb_error_set(s->err, LB_E_INPUT,
                        "%s: this file points to '%.200s', which is not read because only you may "
                        "name sources on a network; download it first, or give it as the source",
                        s->path, name);
}

static bool contains_text(const char *bytes, size_t n, const char *text)
{
    size_t length = strlen(text);
    const char *end = bytes + n, *at = memchr(bytes, text[0], n);
    for (; at && (size_t)(end - at) >= length; at = memchr(at + 1, text[0], (size_t)(end - at) - 1))
        if (memcmp(at, text, length) == 0)
            return true;
    return false;
}

/* The first bytes, at most HEAD_BYTES; *n: how many. NULL: out of memory. */
static char *read_head(const char *path, size_t *n)
{
    char *bytes = calloc(1, HEAD_BYTES);
    VSILFILE *file = bytes ? VSIFOpenL(path, "rb") : NULL;
    *n = file ? VSIFReadL(bytes, 1, HEAD_BYTES, file) : 0;
    if (file)
        VSIFCloseL(file);
    return bytes;
}

/* GDAL's VRT drivers look for these elements in the head of a file, whatever its name. LB_E_MEMORY.
 */
static lb_status is_vrt(const char *path, bool *is)
{
    size_t n;
    char *head = read_head(path, &n);
    *is = head &&
          (contains_text(head, n, "<VRTDataset") || contains_text(head, n, "<OGRVRTDataSource"));
    free(head);
    return head ? LB_OK : LB_E_MEMORY;
}

/* A source that a VRT names: connection text of a driver, or a file that may be a VRT itself. */
static lb_status check_source(const network_check *s, const char *name, int depth)
{
    GDALDriverH driver = GDALIdentifyDriverEx(name, GDAL_OF_RASTER | GDAL_OF_VECTOR, NULL, NULL);
    if (driver && lb_network_is_driver(GDALGetDriverShortName(driver)))
        return refuse_source(s, name);
    return check_path(s, name, depth + 1);
}

/* Relative to the VRT's folder and as it is written: GDAL reads either, by the attribute
 * relativeToVRT. */
static lb_status check_both_paths(const network_check *s, const char *folder, const char *name,
                                  int depth)
{
    lb_status status = check_source(s, name, depth);
    if (status != LB_OK || lb_network_is_connection(name))
        return status;
    char *joined = CPLStrdup(CPLProjectRelativeFilename(folder, name));
    if (strcmp(joined, name) != 0)
        status = check_source(s, joined, depth);
    CPLFree(joined);
    return status;
}

/* Elements whose text is no source, though it may contain a URL. */
static bool is_description(const char *element)
{
    static const char *const names[] = {"Metadata",  "SRS",       "LayerSRS",   "GCPProjection",
                                        "SourceSRS", "TargetSRS", "Description"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (EQUAL(element, names[i]))
            return true;
    return false;
}

static bool names_source(const char *element)
{
    return EQUAL(element, "SourceFilename") || EQUAL(element, "SourceDataset") ||
           EQUAL(element, "SrcDataSource");
}

/* All texts below a list of nodes; element: the one they are in. */
static lb_status check_xml_nodes(const network_check *s, const CPLXMLNode *node,
                                 const char *element, const char *folder, int depth)
{
    lb_status status = LB_OK;
    for (; node && status == LB_OK; node = node->psNext) {
        bool text = node->eType == CXT_Text;
        if (text && lb_network_is_remote(node->pszValue))
            status = refuse_source(s, node->pszValue);
        else if (text && names_source(element))
            status = check_both_paths(s, folder, node->pszValue, depth);
        else if (!text && !is_description(node->pszValue))
            status = check_xml_nodes(s, node->psChild, node->pszValue, folder, depth);
    }
    return status;
}

static lb_status check_xml_text(const network_check *s, const char *text, const char *folder,
                                int depth)
{
    CPLXMLNode *root = CPLParseXMLString(text);
    lb_status status = check_xml_nodes(s, root, "", folder, depth);
    CPLDestroyXMLNode(root);
    return status;
}

/* A source that is no VRT, or cannot be read, names nothing. */
static lb_status check_path(const network_check *s, const char *path, int depth)
{
    bool vrt = false;
    GByte *bytes = NULL;
    if (path[0] == '<')
        return check_xml_text(s, path, "", depth);
    if (is_vrt(path, &vrt) != LB_OK)
        return lb_error_memory(s->err);
    if (!vrt)
        return LB_OK;
    if (depth > MAX_VRT_DEPTH)
        return lb_error_set(s->err, LB_E_INPUT,
                            "%s: VRT files that name each other, more than %d deep", s->path,
                            (int)MAX_VRT_DEPTH);
    if (!VSIIngestFile(NULL, path, &bytes, NULL, MAX_VRT_BYTES))
        return lb_error_set(s->err, LB_E_INPUT,
                            "%s: a VRT that cannot be read, or is larger than 64 MiB: %s", s->path,
                            path);
    char *folder = CPLStrdup(CPLGetPath(path));
    lb_status status = check_xml_text(s, (const char *)bytes, folder, depth);
    CPLFree(folder);
    VSIFree(bytes);
    return status;
}

/* The offsets of a GeoTIFF's blocks are read when it is opened, not on demand: libtiff 4.5 ends the
 * process when reading fails on demand. */
static GDALDatasetH open_with_offsets(const char *path, unsigned flags, const char *const *allowed)
{
    static const char on_demand[] = "GTIFF_USE_DEFER_STRILE_LOADING";
    CPLSetThreadLocalConfigOption(on_demand, "NO");
    GDALDatasetH dataset = GDALOpenEx(path, flags, allowed, NULL, NULL);
    CPLSetThreadLocalConfigOption(on_demand, NULL);
    return dataset;
}

/* *out is NULL for what GDAL cannot open. A path that is not itself remote is opened by local
 * drivers alone, after what it refers to has been checked: a file must not make the program
 * fetch another. */
lb_status lb_gdal_open(const char *path, unsigned flags, GDALDatasetH *out, lb_error *err)
{
    const network_check s = {path, err};
    *out = NULL;
    if (lb_network_is_remote(path) || lb_network_is_connection(path)) {
        *out = open_with_offsets(path, flags, NULL);
        return LB_OK;
    }
    LB_TRY(check_path(&s, path, 0));
    char **allowed = lb_local_drivers();
    *out = open_with_offsets(path, flags, (const char *const *)allowed);
    CSLDestroy(allowed);
    return LB_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What GDAL 3.6 can reach a network by: names of virtual file systems, connection texts, drivers.
 * The lists are of names that are refused, so that a driver which is new in a later GDAL and
 * reaches a network must be added; lb_network_deny still stops what goes through GDAL's HTTP
 * functions. */
#include <string.h>

#include <cpl_conv.h>
#include <cpl_http.h>
#include <gdal.h>

#include "port/gdal/network_policy.h"

static bool list_contains(const char *const *list, const char *name)
{
    for (; *list; list++)
        if (EQUAL(*list, name))
            return true;
    return false;
}

/* A virtual file system counts at the start, behind a '/' or in braces, as /vsizip/{/vsicurl/...};
 * its name ends at '/', '?' or '_' (/vsis3_streaming/). */
bool lb_network_is_remote(const char *source)
{
    static const char *const handlers[] = {"curl", "s3",    "gs",   "az",      "adls",
                                           "oss",  "swift", "hdfs", "webhdfs", NULL};
    if (strstr(source, "://"))
        return true;
    for (const char *at = strstr(source, "/vsi"); at; at = strstr(at, "/vsi")) {
        bool starts = at == source || at[-1] == '/' || at[-1] == '{';
        char name[16] = "";
        at += 4;
        size_t length = strcspn(at, "/?_");
        if (length < sizeof name)
            memcpy(name, at, length);
        if (starts && list_contains(handlers, name))
            return true;
    }
    return false;
}

/* XML, or a prefix before the first ':' with no '/', '.' or '|' in it, as in "PG:dbname=x". */
bool lb_network_is_connection(const char *source)
{
    return source[0] == '<' || source[strcspn(source, ":/.|")] == ':';
}

static const char *const network_drivers[] = {
    "AmigoCloud",   "Carto",         "CSW",      "DAAS",       "EEDA",          "EEDAI",
    "Elastic",      "Elasticsearch", "GPSBabel", "HANA",       "HTTP",          "MongoDBv3",
    "MSSQLSpatial", "MySQL",         "NGW",      "OAPIF",      "OCI",           "ODBC",
    "OGCAPI",       "PLMOSAIC",      "PLSCENES", "PostgreSQL", "PostGISRaster", "STACIT",
    "STACTA",       "WCS",           "WFS",      "WMS",        "WMTS",          NULL};

bool lb_network_is_driver(const char *name)
{
    return list_contains(network_drivers, name);
}

/* Short names of all drivers that read no network; the caller frees the list (CSLDestroy). */
char **lb_local_drivers(void)
{
    char **list = NULL;
    int n = GDALGetDriverCount();
    for (int i = 0; i < n; i++) {
        const char *name = GDALGetDriverShortName(GDALGetDriver(i));
        if (!lb_network_is_driver(name))
            list = CSLAddString(list, name);
    }
    return list;
}

/* The curl-based file systems open only files with this name, of which there is none. */
static const char allowed_file_option[] = "CPL_VSIL_CURL_ALLOWED_FILENAME";

/* Stands in for CPLHTTPFetch, by which drivers fetch descriptions and data. */
static CPLHTTPResult *refuse_fetch(const char *url, CSLConstList options, GDALProgressFunc progress,
                                   void *progress_data, CPLHTTPFetchWriteFunc write,
                                   void *write_data, void *udata)
{
    (void)options, (void)progress, (void)progress_data, (void)write, (void)write_data, (void)udata;
    CPLHTTPResult *result = CPLCalloc(1, sizeof *result);
    result->nStatus = 1;
    result->pszErrBuf = CPLStrdup("not fetched: only what is named is");
    CPLError(CE_Failure, CPLE_AppDefined, "%s is not fetched: only what is named is", url);
    return result;
}

/* NULL: GDAL fetches as it would without a callback. */
static CPLHTTPResult *allow_fetch(const char *url, CSLConstList options, GDALProgressFunc progress,
                                  void *progress_data, CPLHTTPFetchWriteFunc write,
                                  void *write_data, void *udata)
{
    (void)url, (void)options, (void)progress, (void)progress_data, (void)write, (void)write_data;
    (void)udata;
    return NULL;
}

void lb_network_deny(bool is_remote)
{
    CPLSetThreadLocalConfigOption(allowed_file_option, is_remote ? NULL : "none");
    CPLHTTPPushFetchCallback(is_remote ? allow_fetch : refuse_fetch, NULL);
}

void lb_network_allow(void)
{
    CPLHTTPPopFetchCallback();
    CPLSetThreadLocalConfigOption(allowed_file_option, NULL);
}

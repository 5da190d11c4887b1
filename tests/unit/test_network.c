/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server on this machine that counts who comes: what a file names is not fetched, what the user
 * names is. */
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cpl_http.h>
#include <cpl_vsi.h>

#include "port/gdal/gdal_env.h"
#include "port/gdal/network_policy.h"
#include "port/raster/raster_read.h"
#include "port/read/row_reader.h"
#include "tests/support/support.h"

static char folder[] = "/tmp/lagesbild-network-XXXXXX";
static atomic_int visits;
static int listener, port;

static void *serve(void *unused)
{
    static const char page[] = "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n"
                               "Content-Length: 8\r\nConnection: close\r\n\r\na,b\n1,2\n";
    char request[4096];
    for (int client; (client = accept(listener, NULL, NULL)) >= 0; close(client)) {
        atomic_fetch_add(&visits, 1);
        if (read(client, request, sizeof request) > 0 &&
            write(client, page, sizeof page - 1) != sizeof page - 1)
            break;
    }
    return unused;
}

static void begin(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof at;
    pthread_t thread;
    setenv("no_proxy", "127.0.0.1", 1);
    setenv("GDAL_HTTP_TIMEOUT", "5", 1);
    setenv("PGCONNECT_TIMEOUT", "5", 1);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    ck_assert_int_eq(bind(listener, (struct sockaddr *)&at, sizeof at), 0);
    ck_assert_int_eq(listen(listener, 50), 0);
    ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&at, &length), 0);
    port = ntohs(at.sin_port);
    ck_assert_int_eq(pthread_create(&thread, NULL, serve, NULL), 0);
    ck_assert_int_eq(pthread_detach(thread), 0);
}

static void end(void)
{
    static const char *const names[] = {"a.vrt", "b.vrt", "c.xml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(names[i]);
    rmdir(folder);
}

/* The text with %d as the server's port, of which there are at most two. */
static void put(const char *name, const char *text)
{
    FILE *file = fopen(name, "wb");
    ck_assert_ptr_nonnull(file);
    fprintf(file, text, port, port);
    fclose(file);
}

#define BAND(source)                                                    \
    "<VRTDataset rasterXSize=\"8\" "                                    \
    "rasterYSize=\"8\"><GeoTransform>0,250,0,0,0,-250</GeoTransform>"   \
    "<VRTRasterBand dataType=\"Byte\" band=\"1\"><SimpleSource>" source \
    "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"
#define LAYER(source) \
    "<OGRVRTDataSource><OGRVRTLayer name=\"x\">" source "</OGRVRTLayer></OGRVRTDataSource>"
#define SERVICE                                                                                  \
    "<GDAL_WMS><Service "                                                                        \
    "name=\"TMS\"><ServerUrl>http://127.0.0.1:%d/${z}/${x}/${y}.png</ServerUrl>"                 \
    "</Service><DataWindow><UpperLeftX>0</UpperLeftX><UpperLeftY>2000</UpperLeftY><LowerRightX>" \
    "2000</LowerRightX><LowerRightY>0</LowerRightY><TileLevel>1</TileLevel></DataWindow>"        \
    "<Projection>EPSG:3006</Projection><BandsCount>1</BandsCount></GDAL_WMS>"

/* Opens and reads what it can. */
static lb_status read_raster(const char *source, lb_error *err)
{
    lb_raster *raster = NULL;
    static double value[1 << 20];
    lb_status status = lb_raster_open(source, &raster, err);
    if (status == LB_OK)
        status = lb_raster_read(raster, 1, (lb_window){.nrow = 8, .ncol = 8}, value, err);
    lb_raster_close(raster);
    return status;
}

static lb_status read_rows(const char *source, lb_error *err)
{
    lb_rows *rows = NULL;
    const lb_row *row = NULL;
    lb_status status = lb_rows_open(source, NULL, &rows, err);
    while (status == LB_OK && (status = lb_rows_next(rows, &row, err)) == LB_OK && row)
        continue;
    lb_rows_close(rows);
    return status;
}

/* By either reader, in words of ours where it is a VRT, and nobody came. */
static void is_refused(const char *source, const char *words)
{
    lb_error as_raster = {0}, as_rows = {0};
    atomic_store(&visits, 0);
    ck_assert_int_ne(read_raster(source, &as_raster), LB_OK);
    ck_assert_int_ne(read_rows(source, &as_rows), LB_OK);
    ck_assert_msg(strstr(as_raster.text, words) || strstr(as_rows.text, words), "%s / %s",
                  as_raster.text, as_rows.text);
    ck_assert_msg(atomic_load(&visits) == 0, "%s: %s, but was asked for", source, as_raster.text);
}

START_TEST(what_a_vrt_names_is_not_fetched)
{
    static const char *const texts[] = {
        BAND("<SourceFilename>/vsicurl/http://127.0.0.1:%d/a.tif</SourceFilename>"),
        BAND("<SourceFilename>/vsicurl_streaming/http://127.0.0.1:%d/a.tif</SourceFilename>"),
        BAND("<SourceFilename>/vsizip/{/vsis3/kista/a.zip}/a.tif</SourceFilename>"),
        BAND("<SourceFilename>http://127.0.0.1:%d/a.tif</SourceFilename>"),
        BAND("<SourceFilename><![CDATA[" SERVICE "]]></SourceFilename>"),
        LAYER("<SrcDataSource>http://127.0.0.1:%d/a.json</SrcDataSource>"),
        LAYER("<SrcDataSource>/vsicurl?url=http%%3A%%2F%%2F127.0.0.1%%3A%d%%2Fa</SrcDataSource>"),
        LAYER("<SrcDataSource>PG:host=127.0.0.1 port=%d dbname=x</SrcDataSource>")};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put("a.vrt", texts[i]);
        is_refused("a.vrt", "only you may name sources on a network");
    }
}
END_TEST

START_TEST(what_a_vrt_of_a_vrt_names_is_not_fetched)
{
    put("b.vrt", BAND("<SourceFilename>/vsicurl/http://127.0.0.1:%d/a.tif</SourceFilename>"));
    put("a.vrt", BAND("<SourceFilename relativeToVRT=\"1\">b.vrt</SourceFilename>"));
    is_refused("a.vrt", "only you may name sources on a network");
    put("b.vrt", LAYER("<SrcDataSource>http://127.0.0.1:%d/a.json</SrcDataSource>"));
    put("a.vrt", LAYER("<SrcDataSource>b.vrt</SrcDataSource>"));
    is_refused("a.vrt", "only you may name sources on a network");
    put("c.xml", SERVICE);
    put("a.vrt", BAND("<SourceFilename relativeToVRT=\"1\">c.xml</SourceFilename>"));
    is_refused("a.vrt", "only you may name sources on a network");
}
END_TEST

START_TEST(a_vrt_that_names_itself_ends)
{
    lb_error err = {0};
    put("a.vrt", BAND("<SourceFilename relativeToVRT=\"1\">a.vrt</SourceFilename>"));
    ck_assert_int_eq(read_raster("a.vrt", &err), LB_E_INPUT);
    ck_assert_msg(strstr(err.text, "VRT files that name each other"), "%s", err.text);
}
END_TEST

START_TEST(descriptions_of_services_are_not_followed)
{
    static const char *const texts[] = {
        SERVICE, "<OGRWFSDataSource><URL>http://127.0.0.1:%d/wfs</URL></OGRWFSDataSource>",
        "<WCS_GDAL><ServiceURL>http://127.0.0.1:%d/wcs?</ServiceURL><CoverageName>a</CoverageName>"
        "</WCS_GDAL>",
        "<GDAL_WMTS><GetCapabilitiesUrl>http://127.0.0.1:%d/wmts</GetCapabilitiesUrl></GDAL_WMTS>",
        "<MRF_META><CachedSource><Source>/vsicurl/http://127.0.0.1:%d/a.tif</Source>"
        "</CachedSource><Raster><Size x=\"8\" y=\"8\" c=\"1\"/></Raster></MRF_META>"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put("c.xml", texts[i]);
        is_refused("c.xml", "");
    }
}
END_TEST

/* Where a look at the file finds nothing, GDAL itself finds no network. */
START_TEST(gdal_fetches_nothing_while_it_reads_a_file)
{
    char url[100];
    snprintf(url, sizeof url, "/vsicurl/http://127.0.0.1:%d/b.csv", port);
    atomic_store(&visits, 0);
    lb_gdal_start();
    lb_gdal_silence_for("a.tif");
    ck_assert_ptr_null(VSIFOpenL(url, "rb"));
    CPLHTTPResult *result = CPLHTTPFetch(url + strlen("/vsicurl/"), NULL);
    ck_assert_int_ne(result->nStatus, 0);
    CPLHTTPDestroyResult(result);
    lb_gdal_restore();
    ck_assert_int_eq(atomic_load(&visits), 0);
}
END_TEST

/* Metadata and coordinate systems may well hold an address. */
START_TEST(a_vrt_of_files_here_is_read)
{
    lb_error err = {0};
    put("b.vrt", "<VRTDataset rasterXSize=\"8\" rasterYSize=\"8\"><GeoTransform>0,250,0,0,0,-250"
                 "</GeoTransform><VRTRasterBand dataType=\"Byte\" band=\"1\"/></VRTDataset>");
    put("a.vrt", BAND("<SourceFilename relativeToVRT=\"1\">b.vrt</SourceFilename>"
                      "<Metadata><MDI key=\"a\">http://127.0.0.1:%d/</MDI></Metadata>"));
    ck_assert_msg(read_raster("a.vrt", &err) == LB_OK, "%s", err.text);
}
END_TEST

START_TEST(what_the_user_names_is_fetched)
{
    char source[100];
    lb_error err = {0};
    snprintf(source, sizeof source, "/vsicurl/http://127.0.0.1:%d/a.csv", port);
    atomic_store(&visits, 0);
    ck_assert_msg(read_rows(source, &err) == LB_OK, "%s", err.text);
    ck_assert_int_gt(atomic_load(&visits), 0);
}
END_TEST

START_TEST(names_on_a_network_are_told_from_files)
{
    static const char *const far[] = {"http://a", "/vsis3/a/b.tif", "/vsizip//vsicurl/http://a.zip",
                                      "/vsizip/{/vsigs_streaming/a.zip}/b", "/vsicurl?url=a"};
    static const char *const near[] = {"a.csv",         "/vsizip/a.zip",     "/vsistdin/",
                                       "vsicurl/a.tif", "/data/vsis3/a.tif", "/vsigzip/a.csv.gz",
                                       "PG:dbname=a"};
    for (size_t i = 0; i < sizeof far / sizeof *far; i++)
        ck_assert_msg(lb_network_is_remote(far[i]), "%s", far[i]);
    for (size_t i = 0; i < sizeof near / sizeof *near; i++)
        ck_assert_msg(!lb_network_is_remote(near[i]), "%s", near[i]);
}
END_TEST

LB_FIXTURE_MAIN("network", begin, end, what_a_vrt_names_is_not_fetched,
                what_a_vrt_of_a_vrt_names_is_not_fetched, a_vrt_that_names_itself_ends,
                descriptions_of_services_are_not_followed, a_vrt_of_files_here_is_read,
                gdal_fetches_nothing_while_it_reads_a_file, what_the_user_names_is_fetched,
                names_on_a_network_are_told_from_files)

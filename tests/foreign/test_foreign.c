/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GEOS and PROJ fail at their n-th call, for every n (the Makefile wraps them at link time): the
 * job says so, or the call did not matter and the result is the same. */
#include <dirent.h>
#include <unistd.h>

#include <geos_c.h>
#include <proj.h>

#include "base/buf.h"
#include "tests/support/support.h"

static long calls, fail_at; /* fail_at 0: none */

static bool fails(void)
{
    return ++calls == fail_at;
}

/* type, name, parameters, arguments, what it returns when it fails */
#define FAILING(type, name, parameters, arguments, failure)   \
    type __real_##name parameters;                            \
    type __wrap_##name parameters;                            \
    type __wrap_##name parameters                             \
    {                                                         \
        return fails() ? (failure) : __real_##name arguments; \
    }

/* The linker also looks at what GDAL calls, though that is not changed. */
#pragma GCC visibility push(default)

typedef GEOSContextHandle_t handle;
typedef const GEOSGeometry *shape;

FAILING(handle, GEOS_init_r, (void), (), NULL)
FAILING(int, GEOSArea_r, (handle h, shape g, double *out), (h, g, out), 0)
FAILING(GEOSGeometry *, GEOSBuffer_r, (handle h, shape g, double width, int quarter),
        (h, g, width, quarter), NULL)
FAILING(GEOSCoordSequence *, GEOSCoordSeq_copyFromBuffer_r,
        (handle h, const double *xy, unsigned n, int z, int m), (h, xy, n, z, m), NULL)
FAILING(int, GEOSCoordSeq_copyToBuffer_r,
        (handle h, const GEOSCoordSequence *s, double *xy, int z, int m), (h, s, xy, z, m), 0)
FAILING(int, GEOSCoordSeq_getSize_r, (handle h, const GEOSCoordSequence *s, unsigned *n), (h, s, n),
        0)
FAILING(GEOSGeometry *, GEOSDifference_r, (handle h, shape a, shape b), (h, a, b), NULL)
FAILING(GEOSGeometry *, GEOSIntersection_r, (handle h, shape a, shape b), (h, a, b), NULL)
FAILING(GEOSGeometry *, GEOSUnaryUnion_r, (handle h, shape a), (h, a), NULL)
FAILING(GEOSGeometry *, GEOSMakeValidWithParams_r,
        (handle h, shape a, const GEOSMakeValidParams *params), (h, a, params), NULL)
FAILING(GEOSMakeValidParams *, GEOSMakeValidParams_create_r, (handle h), (h), NULL)
FAILING(const GEOSCoordSequence *, GEOSGeom_getCoordSeq_r, (handle h, shape a), (h, a), NULL)
FAILING(shape, GEOSGetExteriorRing_r, (handle h, shape a), (h, a), NULL)
FAILING(shape, GEOSGetGeometryN_r, (handle h, shape a, int i), (h, a, i), NULL)
FAILING(shape, GEOSGetInteriorRingN_r, (handle h, shape a, int i), (h, a, i), NULL)
FAILING(int, GEOSGetNumGeometries_r, (handle h, shape a), (h, a), -1)
FAILING(int, GEOSGetNumInteriorRings_r, (handle h, shape a), (h, a), -1)
FAILING(int, GEOSGeomTypeId_r, (handle h, shape a), (h, a), -1)
FAILING(char, GEOSisEmpty_r, (handle h, shape a), (h, a), 2)
FAILING(char, GEOSIntersects_r, (handle h, shape a, shape b), (h, a, b), 2)
FAILING(char, GEOSisValidDetail_r, (handle h, shape a, int flags, char **why, GEOSGeometry **where),
        (h, a, flags, why, where), 2)
FAILING(GEOSSTRtree *, GEOSSTRtree_create_r, (handle h, size_t n), (h, n), NULL)
FAILING(PJ_CONTEXT *, proj_context_create, (void), (), NULL)
FAILING(PJ *, proj_create, (PJ_CONTEXT * c, const char *text), (c, text), NULL)
FAILING(PJ *, proj_normalize_for_visualization, (PJ_CONTEXT * c, const PJ *pj), (c, pj), NULL)
FAILING(PJ *, proj_create_crs_to_crs_from_pj,
        (PJ_CONTEXT * c, const PJ *from, const PJ *to, PJ_AREA *area, const char *const *options),
        (c, from, to, area, options), NULL)
FAILING(PJ *, proj_crs_get_geodetic_crs, (PJ_CONTEXT * c, const PJ *pj), (c, pj), NULL)
FAILING(PJ *, proj_crs_get_coordinate_system, (PJ_CONTEXT * c, const PJ *pj), (c, pj), NULL)
FAILING(PJ *, proj_get_ellipsoid, (PJ_CONTEXT * c, const PJ *pj), (c, pj), NULL)
FAILING(int, proj_ellipsoid_get_parameters,
        (PJ_CONTEXT * c, const PJ *pj, double *a, double *b, int *computed, double *flat),
        (c, pj, a, b, computed, flat), 0)

/* What takes its arguments over does so when it fails, too. */
GEOSGeometry *__real_GEOSGeom_createLinearRing_r(handle h, GEOSCoordSequence *points);
GEOSGeometry *__wrap_GEOSGeom_createLinearRing_r(handle h, GEOSCoordSequence *points);
GEOSGeometry *__wrap_GEOSGeom_createLinearRing_r(handle h, GEOSCoordSequence *points)
{
    if (!fails())
        return __real_GEOSGeom_createLinearRing_r(h, points);
    GEOSCoordSeq_destroy_r(h, points);
    return NULL;
}

GEOSGeometry *__real_GEOSGeom_createCollection_r(handle h, int type, GEOSGeometry **each,
                                                 unsigned n);
GEOSGeometry *__wrap_GEOSGeom_createCollection_r(handle h, int type, GEOSGeometry **each,
                                                 unsigned n);
GEOSGeometry *__wrap_GEOSGeom_createCollection_r(handle h, int type, GEOSGeometry **each,
                                                 unsigned n)
{
    GEOSGeometry *made = __real_GEOSGeom_createCollection_r(h, type, each, n);
    if (!fails())
        return made;
    GEOSGeom_destroy_r(h, made);
    return NULL;
}

GEOSGeometry *__real_GEOSGeom_createPolygon_r(handle h, GEOSGeometry *shell, GEOSGeometry **hole,
                                              unsigned n);
GEOSGeometry *__wrap_GEOSGeom_createPolygon_r(handle h, GEOSGeometry *shell, GEOSGeometry **hole,
                                              unsigned n);
GEOSGeometry *__wrap_GEOSGeom_createPolygon_r(handle h, GEOSGeometry *shell, GEOSGeometry **hole,
                                              unsigned n)
{
    GEOSGeometry *made = __real_GEOSGeom_createPolygon_r(h, shell, hole, n);
    if (!fails())
        return made;
    GEOSGeom_destroy_r(h, made);
    return NULL;
}

#pragma GCC visibility pop

/* A table as text --------------------------------------------------------------------------------
 */

static void dump(const lb_table *table, lb_buf *out)
{
    for (size_t row = 0; row < table->rows; row++)
        for (size_t c = 0; c < table->columns; c++)
            if (table->column[c].type == LB_TEXT) {
                const char *text = lb_table_text(table, row, c);
                lb_buf_printf(out, "%s|", text ? text : "");
            } else {
                lb_buf_printf(out, "%a|", lb_table_real(table, row, c));
            }
}

/* Jobs on a few areas that overlap, have holes, cross themselves or come in degrees --------------
 */

static char folder[] = "/tmp/lagesbild-foreign-XXXXXX";
static const lb_job job = {.threads = 1, .force = true};

static void put(const char *name, const char *text)
{
    FILE *file = fopen(name, "wb");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

static void begin(void)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    put("omraden.csv",
        "namn;kategori;wkt\n"
        "A;Utsatt;\"POLYGON((600000 6600000, 603000 6600000, 603000 6603000, 600000 6603000, "
        "600000 6600000), (601000 6601000, 602000 6601000, 602000 6602000, 601000 6601000))\"\n"
        "B;Riskområde;\"POLYGON((602500 6600000, 605000 6603000, 602500 6603000, 605000 6600000, "
        "602500 6600000))\"\n"
        "C;Utsatt;\"MULTIPOLYGON(((606000 6600000, 607000 6600000, 607000 6601000, 606000 "
        "6600000)), ((608000 6600000, 609000 6600000, 609000 6601000, 608000 6600000)))\"\n");
    put("grader.csv", "namn;kategori;wkt\n"
                      "A;Utsatt;\"POLYGON((15 59, 15.05 59, 15.05 59.05, 15 59.05, 15 59))\"\n");
    put("zoner.csv", "zon;folk;wkt\n"
                     "1;100;\"POLYGON((600000 6600000, 602000 6600000, 602000 6603000, 600000 "
                     "6603000, 600000 6600000))\"\n"
                     "2;50;\"POLYGON((602000 6600000, 605000 6600000, 605000 6603000, 602000 "
                     "6603000, 602000 6600000))\"\n");
    put("handelser.csv", "datum;e;n\n2020-01-02;600100;6600100\n2021-05-06;602900;6600900\n"
                         "2021-07-06;700900;6600900\n");
}

static void end(void)
{
    DIR *dir = opendir(".");
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        unlink(entry->d_name);
    closedir(dir);
    rmdir(folder);
}

static lb_status share_of(const char *areas, lb_overlap_rule overlap, bool sure, lb_buf *out,
                          lb_error *err)
{
    const char *const set[] = {areas};
    lb_share_options o;
    lb_share_options_init(&o);
    lb_share_result result = {.table = {0}};
    o.areas = set;
    o.area_sets = 1;
    o.events = "handelser.csv";
    o.overlap = overlap;
    o.position_error = sure ? 50 : 0;
    o.draws = 20;
    o.border_curve = sure ? "-50,50" : NULL;
    lb_status status = lb_share_run_all(&o, &job, &result, err);
    if (status == LB_OK) {
        dump(&result.table, out);
        dump(&result.border, out);
    }
    lb_share_result_clear(&result);
    return status;
}

static lb_status share_by_priority(lb_buf *out, lb_error *err)
{
    return share_of("omraden.csv", LB_OVERLAP_PRIORITY, true, out, err);
}

static lb_status share_by_split(lb_buf *out, lb_error *err)
{
    return share_of("omraden.csv", LB_OVERLAP_SPLIT, false, out, err);
}

static lb_status share_in_degrees(lb_buf *out, lb_error *err)
{
    return share_of("grader.csv", LB_OVERLAP_BOTH, false, out, err);
}

static lb_status population(lb_buf *out, lb_error *err)
{
    lb_population_options o = {.zones = "zoner.csv", .areas = "omraden.csv", .fields = "folk"};
    lb_table table = {0};
    lb_status status = lb_population_run(&o, &job, &table, err);
    if (status == LB_OK)
        dump(&table, out);
    lb_table_clear(&table);
    return status;
}

static lb_status changes(lb_buf *out, lb_error *err)
{
    lb_changes_options o = {.before = "omraden.csv", .after = "omraden.csv"};
    lb_changes_report report = {{0}, {0}, {0}};
    lb_status status = lb_changes_run(&o, &job, &report, err);
    if (status == LB_OK)
        dump(&report.list, out);
    lb_changes_report_clear(&report);
    return status;
}

static const struct {
    const char *name;
    lb_status (*work)(lb_buf *out, lb_error *err);
} jobs[] = {{"share", share_by_priority},
            {"share --overlap split", share_by_split},
            {"share of degrees", share_in_degrees},
            {"population", population},
            {"changes", changes}};

/* Some forty calls of each job; LB_TEST_ALL: every one. */
static long step_of(long all)
{
    return getenv("LB_TEST_ALL") ? 1 : all / 40 + 1;
}

START_TEST(a_call_that_fails_is_told_or_does_not_matter)
{
    lb_buf whole = {0}, now = {0};
    lb_error err = {0};
    fail_at = calls = 0;
    ck_assert_msg(jobs[_i].work(&whole, &err) == LB_OK, "%s", err.text);
    long all = calls;
    ck_assert_int_gt(all, 0);
    for (fail_at = 1; fail_at <= all; fail_at += step_of(all)) {
        calls = 0;
        err.text[0] = '\0';
        lb_status status = jobs[_i].work(&now, &err);
        if (status == LB_OK)
            ck_assert_msg(strcmp(now.text, whole.text) == 0,
                          "%s, call %ld of %ld: not told, and another result", jobs[_i].name,
                          fail_at, all);
        else
            ck_assert_msg(err.text[0] && status != LB_E_IO, "%s, call %ld: %s", jobs[_i].name,
                          fail_at, err.text);
        lb_buf_clear(&now);
    }
    lb_buf_clear(&whole);
}
END_TEST

LB_FILE_MAIN
{
    const TTest *const tests[] = {a_call_that_fails_is_told_or_does_not_matter};
    return lb_test_run_loop("foreign", tests, 1, (int)(sizeof jobs / sizeof *jobs), begin, end);
}

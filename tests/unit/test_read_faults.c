/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that fails at its n-th read, for every n, under each kind of input: the job says so and
 * leaves no file, or the read did not matter and the result is the same to the byte. */
#include <dirent.h>
#include <unistd.h>

#include <cpl_vsi.h>
#include <gdal_utils.h>

#include "port/gdal/gdal_env.h"
#include "tests/support/support.h"

static char folder[] = "/tmp/lagesbild-faults-XXXXXX";
static const lb_job job = {.threads = 1, .force = true};

/* The failing disk: "/vsifault/NAME" is the file NAME. ------------------------------------------
 */

static const char prefix[] = "/vsifault/";
static long reads, fault_at; /* fault_at 0: none */

static void *open_file(void *unused, const char *name, const char *access)
{
    (void)unused;
    return VSIFOpenL(name, access);
}

static int stat_file(void *unused, const char *name, VSIStatBufL *stat, int flags)
{
    (void)unused;
    return VSIStatExL(name, stat, flags);
}

static char **list_folder(void *unused, const char *name, int most)
{
    (void)unused;
    return VSIReadDirEx(name, most);
}

static vsi_l_offset tell(void *file)
{
    return VSIFTellL(file);
}

static int seek(void *file, vsi_l_offset offset, int whence)
{
    return VSIFSeekL(file, offset, whence);
}

static size_t read_file(void *file, void *to, size_t size, size_t count)
{
    return ++reads == fault_at ? 0 : VSIFReadL(to, size, count, file);
}

static int at_end(void *file)
{
    return VSIFEofL(file);
}

static int close_file(void *file)
{
    return VSIFCloseL(file);
}

static void install_disk(void)
{
    VSIFilesystemPluginCallbacksStruct *calls = VSIAllocFilesystemPluginCallbacksStruct();
    calls->open = open_file;
    calls->stat = stat_file;
    calls->read_dir = list_folder;
    calls->tell = tell;
    calls->seek = seek;
    calls->read = read_file;
    calls->eof = at_end;
    calls->close = close_file;
    ck_assert_int_eq(VSIInstallPluginHandler(prefix, calls), 0);
    VSIFreeFilesystemPluginCallbacksStruct(calls);
}

/* Inputs ----------------------------------------------------------------------------------------
 */

static void convert(const char *from, const char *to, const char *format)
{
    char *args[] = {(char *)(uintptr_t) "-f", (char *)(uintptr_t)format, NULL};
    GDALVectorTranslateOptions *options = GDALVectorTranslateOptionsNew(args, NULL);
    GDALDatasetH in = GDALOpenEx(from, GDAL_OF_VECTOR, NULL, NULL, NULL);
    GDALDatasetH out = GDALVectorTranslate(to, NULL, 1, &in, options, NULL);
    ck_assert(in && out);
    GDALClose(out);
    GDALClose(in);
    GDALVectorTranslateOptionsFree(options);
}

static void make_grid(void)
{
    static const char *const source[] = {"befolkning.csv", "ekonomi.csv", "hushall.csv"};
    lb_index_options o = {.recipe = "recept.yaml",
                          .source = source,
                          .sources = 3,
                          .tif = "rutor.tif",
                          .gpkg = "rutor.gpkg"};
    lb_index_report report = {0};
    ck_assert_int_eq(lb_index_run(&o, &job, &report, NULL), LB_OK);
    lb_index_report_clear(&report);
}

static void begin(void)
{
    size_t files;
    const lb_file_content *town = lb_test_town(&files);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    ck_assert_int_eq(lb_folder_write(".", town, files, false, NULL), LB_OK);
    make_grid();
    lb_gdal_start();
    lb_gdal_silence();
    convert("omraden.geojson", "omraden.shp", "ESRI Shapefile");
    convert("omraden.geojson", "omraden.gpkg", "GPKG");
    lb_gdal_restore();
    install_disk();
}

static void end(void)
{
    DIR *dir = opendir(".");
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        unlink(entry->d_name);
    closedir(dir);
    rmdir(folder);
}

/* Jobs that read one input from the failing disk and write "ut" ----------------------------------
 */

static lb_status index_of(const char *input, lb_error *err)
{
    const char *const source[] = {input};
    lb_index_report report = {0};
    FILE *recipe = fopen("prov.yaml", "wb");
    fputs("recipe: prov\npopulation: {column: totalt, minimum: 20}\nvariables:\n  unga: {column: "
          "alder_0_15, kind: count, direction: +1, group: a}\ngroups: {a: {weight: 1}}\n",
          recipe);
    fclose(recipe);
    lb_index_options o = {.recipe = "prov.yaml", .source = source, .sources = 1, .tif = "ut.tif"};
    lb_status status = lb_index_run(&o, &job, &report, err);
    lb_index_report_clear(&report);
    return status;
}

static lb_status share_of(const char *areas, const char *events, lb_error *err)
{
    const char *const set[] = {areas};
    lb_share_options o;
    lb_share_options_init(&o);
    lb_table table = {0};
    o.areas = set;
    o.area_sets = 1;
    o.events = events;
    o.output = "ut.csv";
    o.provenance = "ut.json";
    lb_status status = lb_share_run(&o, &job, &table, err);
    lb_table_clear(&table);
    return status;
}

static lb_status areas_of(const char *input, lb_error *err)
{
    return share_of(input, "handelser.csv", err);
}

static lb_status events_of(const char *input, lb_error *err)
{
    return share_of("omraden.geojson", input, err);
}

static lb_status profile_of(const char *input, lb_error *err)
{
    static const char *const stat[] = {"m=mean(index)"};
    lb_profile_options o = {.grid = input,
                            .areas = "omraden.geojson",
                            .stat = stat,
                            .stats = 1,
                            .output = "ut.csv",
                            .provenance = "ut.json"};
    lb_table table = {0};
    lb_status status = lb_profile_run(&o, &job, &table, err);
    lb_table_clear(&table);
    return status;
}

static const struct {
    const char *input;
    lb_status (*work)(const char *input, lb_error *err);
    int step; /* over 1 where there are hundreds of reads */
} jobs[] = {{"befolkning.csv", index_of, 1},  {"handelser.csv", events_of, 1},
            {"omraden.geojson", areas_of, 1}, {"omraden.shp", areas_of, 1},
            {"omraden.gpkg", areas_of, 1},    {"rutor.tif", profile_of, 1},
            {"rutor.gpkg", profile_of, 7}};

/* What the job wrote, all files one after the other, taken away; NULL: none. */
static char *written(void)
{
    static const char *const names[] = {"ut.csv", "ut.json", "ut.tif"};
    char *bytes = NULL;
    size_t n = 0;
    for (size_t i = 0; i < 3; i++) {
        FILE *file = fopen(names[i], "rb");
        for (int c; file && (c = fgetc(file)) != EOF; n++) {
            if (n % 65536 == 0)
                bytes = realloc(bytes, n + 65537);
            bytes[n] = c ? (char)c : '0'; /* it is compared as a text */
        }
        if (file)
            fclose(file);
        unlink(names[i]);
    }
    if (bytes)
        bytes[n] = '\0';
    return bytes;
}

START_TEST(a_read_that_fails_is_told_or_does_not_matter)
{
    char path[100];
    lb_error err = {0};
    snprintf(path, sizeof path, "%s%s", prefix, jobs[_i].input);
    fault_at = 0;
    ck_assert_msg(jobs[_i].work(path, &err) == LB_OK, "%s", err.text);
    char *whole = written();
    ck_assert_ptr_nonnull(whole);
    bool reached = true;
    int told = 0;
    for (fault_at = 1; reached; fault_at += jobs[_i].step) {
        reads = 0;
        lb_status status = jobs[_i].work(path, &err);
        reached = reads >= fault_at;
        char *now = written();
        ck_assert_msg(status == LB_OK || !now, "%s, read %ld: failed, but wrote a file", path,
                      fault_at);
        ck_assert_msg(status != LB_OK || (now && strcmp(now, whole) == 0),
                      "%s, read %ld of %ld: not told, and another result", path, fault_at, reads);
        ck_assert_msg(status == LB_OK || strstr(err.text, jobs[_i].input),
                      "%s, read %ld: the file is not named: %s", path, fault_at, err.text);
        ck_assert_msg(status != LB_E_MEMORY, "%s, read %ld: %s", path, fault_at, err.text);
        told += status != LB_OK;
        free(now);
    }
    free(whole);
    ck_assert_int_gt(told, 0);
}
END_TEST

LB_FILE_MAIN
{
    const TTest *const tests[] = {a_read_that_fails_is_told_or_does_not_matter};
    return lb_test_run_loop("read faults", tests, 1, (int)(sizeof jobs / sizeof *jobs), begin, end);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each command's job on tiny inputs, each of its allocations failing in turn, then on a disk that
 * fills ever later: told as what it is, nothing kept, and no file left, whole or half. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/alloc/fail.h"

static char folder[] = "/tmp/lagesbild-alloc-XXXXXX";
static const lb_job job = {.threads = 1, .force = false};
static const lb_file_content *town; /* files that a job writes as they are */
static size_t town_files;

static void put(const char *name, const char *text)
{
    FILE *file = fopen(name, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

/* So that two of the three squares hold few people, and are hidden. */
enum { FEW = 111 };

/* A page of three squares, and tables that give one of them away. */
static void put_publications(void)
{
    put("page.html",
        "<script type=\"application/json\">{\"origin\": [600000, 6600000], \"squares\": {\"unit\": "
        "250, \"e0\": 600000, \"n0\": 6600000, \"e\": \",1,1\", \"n\": \",,\", \"size\": "
        "\"1,,\", \"values\": [{\"name\": \"population\", \"unit\": \"count\", \"of\": "
        "\"57,\\u003c5,\\u003c5\"}]}, \"sets\": [{\"context\": false, \"areas\": [{\"name\": "
        "\"A\", \"rings\": \"0,0,500,0,0,250,-500,0\"}, {\"name\": \"B\", \"rings\": "
        "\"0,0,750,0,0,250,-750,0\"}]}]}</script>");
    put("published.csv", "name,value,low,high\nA,60,,\nB,,58,65\n");
}

/* For `intake`: zones.csv are the local police areas, in the first an area is drawn. */
static void put_collection(void)
{
    put("stage.csv", "lpo;item;answer;date\n01A;a;4;2021-03-01\n02B;a;1;\n");
    put("drawn.csv", "name;lpo;wkt\nÅby;01A;\"POLYGON((600100 6600100, 600400 6600100, 600400 "
                     "6600400, 600100 6600400, 600100 6600100))\"\n");
    put("cylinder.csv", "area;A;B;C;D\nÅby;1;2;;40\n");
    put("places.csv", "area;established;e;n;source\nÅby;ja;600900;6600900;x\n");
    put("documents.csv", "area;document;heading\nÅby;stage.csv;x\nÅby;none.pdf;x\n");
    put("intake.yaml", "lpo: {areas: zones.csv, name: deso}\n"
                       "stage: {answers: stage.csv, items: {a: {range: [1, 5], text: x}}, rules: "
                       "[{stage: 3, any: [{maximum: {level: 4}}]}], require: [uncertainty]}\n"
                       "drawn: drawn.csv\nquestions: {answers: answers.csv, questions: "
                       "questions.csv}\ncylinder: cylinder.csv\nhot_spots: {places: "
                       "\"places.csv|where=area IS NOT NULL\", "
                       "require: [date]}\ndocuments: {list: documents.csv, headings: [x, y]}\n"
                       "brief: b-{area}.html\n");
}

static void put_inputs(void)
{
    put("recipe.yaml", "recipe: prov\npopulation: {column: totalt, minimum: 20}\nvariables:\n"
                       "  inkomst: {column: inkomst, kind: level, direction: -1, group: ekonomi, "
                       "label: {sv: Inkomst, en: Income}, unit: tkr}\n"
                       "groups: {ekonomi: {weight: 1}}\nclasses: {count: 2, method: jenks}\n"
                       "deflate: {variable: inkomst, factor: {2022: 0.9}}\nbreaks: {2022: nytt}\n"
                       "colours: ['#00ff00', '#ff0000']\n");
    put("squares.csv", "Ruta;Rutstorl;Totalt;Inkomst\n6000006600000;250;100;200,5\n"
                       "6002506600000;250;110;210\n6010006600000;1000;120;220\n");
    put("areas.csv",
        "namn;kategori;lpo;population;wkt\n"
        "V\xe4st;Utsatt;A;1000;\"POLYGON((600000 6600000, 601000 6600000, 601000 6601000, "
        "600000 6601000, 600000 6600000))\"\n"
        "\xd6st;Riskomr\xe5"
        "de;B;2000;\"POLYGON((600500 6600000, 602000 6601000, 600500 6601000, 602000 "
        "6600000, 600500 6600000))\"\n"); /* Windows-1252, and a bow tie to repair */
    put("after.csv", "namn;kategori;lpo\nVast;Riskområde;A\nNy;Utsatt;B\n");
    put("aliases.csv", "from;to\nVäst;Vast\n");
    put("events.csv", "datum;e;n;koppling;slut\n2020-01-02;600100;6600100;;2021-01-02\n"
                      "2021-05-06;600900;6600900;;\n2021-06-06;600950;6600950;Väst;\n2021-07-06;"
                      "700900;6600900;Väst;igår\n"
                      "2021;;;;\n;600100;6600100;;\n");
    put("records.csv", "phone;time;x;y\na;2021-01-01 10:00;600100;6600100\n"
                       "a;2021-01-01T10:00:00Z;600900;6600100\nb;2021-01-02;610900;6600100\n");
    put("national.csv", "indicator;period;count;population\nalla;2020;1070;105000\n");
    put("answers.csv", "area;year;question;level;uncertainty\nÅby;2020;1;2;1\nÅby;2020;2;3;1\n"
                       "Åby;2021;1;2;1\nÅby;2021;2;4;1\n");
    put("questions.csv", "question;subarea\n1;Social\n2;Boende\n");
    put("categories.csv", "area;year;category\nÅby;2020;UO\nÅby;2021;Riskområde\n");
    put("zones.csv", "deso;wkt\n01A;\"POLYGON((600000 6600000, 601000 6600000, 601000 6601000, "
                     "600000 6601000, 600000 6600000))\"\n02B;\"POLYGON((601000 6600000, 602000 "
                     "6600000, 602000 6601000, 601000 6601000, 601000 6600000))\"\n");
    put("listed.csv", "namn;wkt\nA;\"POLYGON((600000 6600000, 600250 6600000, 600250 6600250, "
                      "600000 6600250, 600000 6600000))\"\n");
    put("figures.csv", "deso;people;young;income\n01A;1000;300;250\n02B;2000;500;300\n");
    put("PROJECT.yaml", "project: p\nmin_cell: 111\nareas: exact\ngrid: {inputs: [squares.csv], "
                        "recipe: recipe.yaml}\n"
                        "steps:\n  - profile: {areas: areas.csv}\n");
    put("line.geojson",
        "{\"type\": \"LineString\", \"coordinates\": [[16.7, 59.5], [16.8, 59.5]]}\n");
    put_publications();
    put("points.csv", "datum;e;n\n2020-01-02;600100;6600100\n2020-01-04;600300;6600100\n"
                      "2021-05-06;600100;6600120\n2021-07-06;601900;6600900\n");
    put("outlines.csv", "name;category;wkt\nH1;hot spot q < 0.01;\"POLYGON((600000 6600000, 600250 "
                        "6600000, 600250 6600250, 600000 6600250, 600000 6600000))\"\n");
    put("ratings.csv", "area;assessor;category\nA;x;Utsatt\nA;y;Riskområde\nB;x;Utsatt\n"
                       "B;y;Utsatt\n");
    put_collection();
    put("stability.csv", "area,class,class_mode,class_share,recipes\nVäst,2,2,0.95,24\n");
    put("pairs.csv", "distance_from,distance_to,days_from,days_to,observed,expected,ratio,p\n"
                     "0,200,0,,3,1.5,2,0.01\n200,,0,,9,10,0.9,0.7\n");
    put("trend.csv", "unit,status,index_2020,index_2022,change,q,size\n6000006600000,same,20,31,11,"
                     "0.01,250\nVäst,area,30,31,1,0.3,\nÖst,area,30,40,10,0.01,\n");
    put("old.csv", "name;n\nA;1\nB;2\n");
    put("new.csv", "name;n\nA;1\nB;3\nC;4\n");
    put("audit.csv", "period;category;count;percent\n2020;a;271;83\n2020;b;55;17\n");
}

/* Removes what is in a folder; returns how many files that was. */
static int empty(const char *path)
{
    int found = 0;
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir && (entry = readdir(dir)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            found += unlinkat(dirfd(dir), entry->d_name, 0) == 0 ||
                     unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR) == 0;
    if (dir)
        closedir(dir);
    return found;
}

static void end(void)
{
    empty("out");
    ck_assert_int_eq(rmdir("out"), 0);
    empty(".");
    ck_assert_int_eq(rmdir(folder), 0);
}

/* All files or none. */
static lb_status with_files(lb_status status, int files)
{
    bool armed = fail_armed;
    fail_armed = false;
    int found = empty("out");
    fail_armed = armed;
    if (found == (status == LB_OK ? files : 0))
        return status;
    return lb_error_set(&fail_error, LB_E_IO, "%d files found after: %s", found,
                        lb_status_text(status));
}

static lb_status index_job(void)
{
    static const char *const source[] = {"squares.csv"};
    lb_index_options o = {.recipe = "recipe.yaml",
                          .source = source,
                          .sources = 1,
                          .noise = "fixed:2",
                          .tif = "out/a.tif",
                          .gpkg = "out/a.gpkg",
                          .class_tif = "out/b.tif",
                          .provenance = "out/a.json"};
    lb_index_report report = {0};
    lb_status status = lb_index_run(&o, &job, &report, &fail_error);
    lb_index_report_clear(&report);
    return with_files(status, 5);
}

static lb_status share_by(lb_overlap_rule overlap)
{
    static const char *const areas[] = {"areas.csv"}, *const period[] = {"year", "2020/2022"};
    lb_share_options o;
    lb_share_options_init(&o);
    lb_table table = {0};
    o.areas = areas;
    o.area_sets = 1;
    o.events = "events.csv";
    o.linked = "koppling";
    o.until = "slut";
    o.hours = "out/h.csv";
    o.interval = LB_CHAIN;
    o.border_curve = "-50";
    o.position_error = 83;
    o.overlap = overlap;
    o.uncertainty = "counting,chain,position,time,borders";
    o.draws = 5;
    o.period = period;
    o.periods = 2;
    o.priority = "Utsatt,Riskområde";
    o.output = "out/s.gpkg";
    o.provenance = "out/s.json";
    lb_status status = lb_share_run(&o, &job, &table, &fail_error);
    lb_table_clear(&table);
    return with_files(status, 3);
}

static lb_status share_job(void)
{
    return share_by(LB_OVERLAP_PRIORITY);
}

static lb_status share_split_job(void)
{
    return share_by(LB_OVERLAP_SPLIT);
}

static lb_status rate_job(void)
{
    static const char *const period[] = {"year"};
    lb_rate_options o;
    lb_rate_options_init(&o);
    lb_table table = {0};
    o.areas = "areas.csv";
    o.events = "events.csv";
    o.national = "national.csv";
    o.population_field = "population";
    o.period = period;
    o.periods = 1;
    o.output = "out/r.csv";
    o.provenance = "out/r.json";
    lb_status status = lb_rate_run(&o, &job, &table, &fail_error);
    lb_table_clear(&table);
    return with_files(status, 2);
}

static lb_status footprint_job(void)
{
    lb_footprint_options o;
    lb_footprint_options_init(&o);
    lb_table table = {0}, summary = {0};
    o.areas = "areas.csv";
    o.records = "records.csv";
    o.output = "out/f.md";
    o.summary = "out/s.csv";
    o.provenance = "out/f.json";
    o.max_records = 2;
    o.min_cell = FEW;
    lb_status status = lb_footprint_run(&o, &job, &table, &summary, &fail_error);
    lb_table_clear(&table);
    lb_table_clear(&summary);
    return with_files(status, 3);
}

static lb_status levels_job(void)
{
    lb_levels_options o = {.answers = "answers.csv",
                           .questions = "questions.csv",
                           .categories = "categories.csv",
                           .summary = "out/s.csv",
                           .output = "out/l.json",
                           .provenance = "out/p.json"};
    lb_table table = {0};
    lb_status status = lb_levels_run(&o, &job, &table, NULL, &fail_error);
    lb_table_clear(&table);
    return with_files(status, 3);
}

static lb_status changes_job(void)
{
    lb_changes_options o = {.before = "areas.csv",
                            .after = "after.csv",
                            .aliases = "aliases.csv",
                            .matrix = "out/m.csv",
                            .counts = "out/c.csv",
                            .output = "out/l.csv",
                            .provenance = "out/p.json"};
    lb_changes_report report = {{0}, {0}, {0}};
    lb_status status = lb_changes_run(&o, &job, &report, &fail_error);
    lb_changes_report_clear(&report);
    return with_files(status, 4);
}

static lb_status audit_job(void)
{
    lb_audit_options o = {.table = "audit.csv", .output = "out/a.csv", .provenance = "out/p.json"};
    lb_table table = {0};
    lb_status status = lb_audit_run(&o, &job, &table, &fail_error);
    lb_table_clear(&table);
    return with_files(status, 2);
}

static lb_status profile_job(void)
{
    static const char *const stat[] = {"most=max(index)", "q=quantile(index,0.9)"};
    static const char *const more[] = {"igen=grid.gpkg"};
    lb_profile_options o = {.grid = "grid.gpkg",
                            .more = more,
                            .n_more = 1,
                            .areas = "areas.csv",
                            .stat = stat,
                            .stats = 2,
                            .output = "out/p.gpkg",
                            .provenance = "out/p.json",
                            .min_cell = FEW};
    lb_table table = {0};
    lb_status status = lb_profile_run(&o, &job, &table, &fail_error);
    lb_table_clear(&table);
    return with_files(status, 2);
}

/* Conditions on both sources, chosen columns, a workbook. */
static lb_status workbook_job(void)
{
    const lb_job chosen = {.threads = 1,
                           .where = "kategori = 'Utsatt'",
                           .events_where = "datum IS NOT NULL",
                           .columns = "category,events,share"};
    static const char *const areas[] = {"areas.csv"};
    lb_share_options o;
    lb_command_result result = {.tables = 0};
    lb_share_options_init(&o);
    o.areas = areas;
    o.area_sets = 1;
    o.events = "events.csv";
    o.output = "out/s.xlsx";
    lb_status status = lb_command_run(lb_command_find("share"), &o, &chosen, &result, &fail_error);
    lb_command_result_clear(&result);
    return with_files(status, 1);
}

static lb_status layer_job_of(const char *areas, const char *output)
{
    lb_profile_options o = {.grid = "grid.gpkg", .areas = areas, .output = output};
    lb_table table = {0};
    lb_status status = lb_profile_run(&o, &job, &table, &fail_error);
    lb_table_clear(&table);
    return with_files(status, 1);
}

static lb_status fgb_job(void)
{
    return layer_job_of("areas.gpkg", "out/p.fgb");
}

static lb_status geojson_job(void)
{
    return layer_job_of("areas.csv", "out/p.geojson");
}

/* cover: kept in "out", or read from "kept.cover". */
static lb_status cover_job_of(const char *save, const char *saved)
{
    lb_profile_options o = {
        .grid = "grid.gpkg", .areas = "areas.csv", .save_cover = save, .cover = saved};
    lb_table table = {0};
    lb_status status = lb_profile_run(&o, &job, &table, &fail_error);
    lb_table_clear(&table);
    return status;
}

static lb_status save_cover_job(void)
{
    return with_files(cover_job_of("out/a.cover", NULL), 1);
}

static lb_status use_cover_job(void)
{
    return with_files(cover_job_of(NULL, "kept.cover"), 0);
}

static lb_status agree_job(void)
{
    lb_agree_options o;
    lb_agree_options_init(&o);
    lb_agree_result result = {{0}, {0}};
    o.grid = "grid.gpkg";
    o.areas = "areas.csv";
    o.output = "out/a.csv";
    o.areas_output = "out/b.csv";
    o.provenance = "out/p.json";
    o.min_cell = FEW;
    lb_status status = lb_agree_run(&o, &job, &result, &fail_error);
    lb_agree_result_clear(&result);
    return with_files(status, 3);
}

static lb_status population_job(void)
{
    static const char *const intensive[] = {"income:people"};
    lb_population_options o = {.zones = "zones.csv",
                               .areas = "areas.csv",
                               .fields = "people,young",
                               .young = "young",
                               .intensive = intensive,
                               .n_intensive = 1,
                               .counts = "figures.csv",
                               .weights = "grid.gpkg",
                               .output = "out/p.csv",
                               .provenance = "out/p.json",
                               .min_cell = FEW};
    lb_table table = {0};
    lb_status status = lb_population_run(&o, &job, &table, &fail_error);
    lb_table_clear(&table);
    return with_files(status, 2);
}

static lb_status brief_job(void)
{
    lb_brief_options o = {.grid = "grid.gpkg",
                          .areas = "areas.csv",
                          .area = "Väst",
                          .recipe = "recipe.yaml",
                          .stability = "stability.csv",
                          .trend = "trend.csv",
                          .output = "out/b.html",
                          .min_cell = FEW};
    return with_files(lb_brief_run(&o, &job, &fail_error), 1);
}

static lb_status sheet_job(void)
{
    lb_brief_options o = {.grid = "grid.gpkg",
                          .areas = "areas.csv",
                          .area = "Väst",
                          .among = "areas.csv",
                          .recipe = "recipe.yaml",
                          .output = "out/b.pdf",
                          .min_cell = FEW};
    return with_files(lb_brief_run(&o, &job, &fail_error), 1);
}

static lb_status map_job(void)
{
    static const char *const context[] = {"line.geojson,line=#000000"};
    lb_map_options o = {.grid = "grid.gpkg",
                        .areas = "areas.csv",
                        .hotspots = "outlines.csv",
                        .rings = "population",
                        .rings_where = "all",
                        .context = context,
                        .contexts = 1,
                        .output = "out/m.svg",
                        .provenance = "out/m.json"};
    return with_files(lb_map_run(&o, &job, &fail_error), 2);
}

static lb_status change_map_job(void)
{
    lb_map_options o = {.grid = "grid.gpkg", .change = "trend.csv", .output = "out/m.svg"};
    return with_files(lb_map_run(&o, &job, &fail_error), 1);
}

static lb_status change_chart_job(void)
{
    lb_chart_job o = {.kind = LB_CHART_TREND, .table = "trend.csv", .output = "out/c.svg"};
    return with_files(lb_chart_run(&o, &job, &fail_error), 1);
}

static lb_status pair_chart_job(void)
{
    lb_chart_job o = {.kind = LB_CHART_NEAR_REPEAT, .table = "pairs.csv", .output = "out/c.svg"};
    return with_files(lb_chart_run(&o, &job, &fail_error), 1);
}

static lb_status inference_job(void)
{
    static const char *const publication[] = {"page.html", "published.csv"};
    lb_inference_options o;
    lb_inference_options_init(&o);
    lb_table table = {0};
    bool found = false;
    o.publication = publication;
    o.publications = 2;
    o.output = "out/i.csv";
    o.provenance = "out/p.json";
    lb_status status = lb_inference_run(&o, &job, &table, &found, &fail_error);
    if (status == LB_OK && !found)
        status = lb_error_set(&fail_error, LB_E_USAGE, "nothing was found");
    lb_table_clear(&table);
    return with_files(status, 2);
}

static lb_status check_job(void)
{
    static const char *const source[] = {"squares.csv"};
    lb_check_options o;
    lb_check_options_init(&o);
    lb_table table = {0};
    o.source = source;
    o.sources = 1;
    o.recipe = "recipe.yaml";
    o.output = "out/c.csv";
    o.provenance = "out/p.json";
    lb_status status = lb_check_run(&o, &job, &table, &fail_error);
    lb_table_clear(&table);
    return with_files(status, 2);
}

static lb_status hotspot_job(void)
{
    lb_hotspot_options o;
    lb_hotspot_options_init(&o);
    lb_hotspot_result result = {.table = {0}};
    o.grid = "grid.gpkg";
    o.events = "points.csv";
    o.method = "count,kde,gi,excess,lisa,scan";
    o.draws = 19;
    o.despite_refusal = true;
    o.cold = true;
    o.scan = "out/s.csv";
    o.near_repeat = "out/n.csv";
    o.hits = "out/h.csv";
    o.outlines = "out/o.csv";
    o.train = "2020";
    o.test = "2021";
    o.gpkg = "out/h.gpkg";
    o.output = "out/t.csv";
    o.provenance = "out/p.json";
    lb_status status = lb_hotspot_run(&o, &job, &result, &fail_error);
    lb_hotspot_result_clear(&result);
    return with_files(status, 7);
}

static lb_status concentration_job(void)
{
    lb_concentration_options o;
    lb_concentration_options_init(&o);
    lb_concentration_result result = {.table = {0}};
    o.grid = "grid.gpkg";
    o.events = "points.csv";
    o.areas = "areas.csv";
    o.before = "2020";
    o.draws = 19;
    o.curve = "out/c.svg";
    o.output = "out/t.csv";
    o.provenance = "out/p.json";
    o.min_cell = FEW;
    lb_status status = lb_concentration_run(&o, &job, &result, &fail_error);
    lb_concentration_result_clear(&result);
    return with_files(status, 3);
}

static lb_status stability_job(void)
{
    static const char *const source[] = {"grid.gpkg"};
    lb_stability_options o;
    lb_stability_options_init(&o);
    lb_stability_report report = {.squares = {0}};
    o.source = source;
    o.sources = 1;
    o.areas = "areas.csv";
    o.output = "out/t.csv";
    o.factors = "out/f.csv";
    o.recipes = "out/r.csv";
    o.areas_output = "out/a.csv";
    lb_status status = lb_stability_run(&o, &job, &report, &fail_error);
    lb_stability_report_clear(&report);
    return with_files(status, 4);
}

static lb_status trend_job(void)
{
    static const char *const grid[] = {"2020=grid.gpkg", "2022=grid.gpkg"};
    lb_trend_options o;
    lb_trend_options_init(&o);
    lb_trend_report report = {.units = {0}};
    o.grid = grid;
    o.grids = 2;
    o.nominal = true;
    o.areas = "areas.csv";
    o.output = "out/t.csv";
    o.gpkg = "out/t.gpkg";
    o.transitions = "out/k.csv";
    o.provenance = "out/p.json";
    lb_status status = lb_trend_run(&o, &job, &report, &fail_error);
    lb_trend_report_clear(&report);
    return with_files(status, 4);
}

static lb_status placebo_job(void)
{
    lb_placebo_options o;
    lb_placebo_options_init(&o);
    lb_placebo_result result = {.table = {0}};
    o.grid = "grid.gpkg";
    o.events = "points.csv";
    o.areas = "areas.csv";
    o.match = "people,index,urban";
    o.draws = 19;
    o.despite_refusal = true;
    o.moves = "out/m.csv";
    o.output = "out/t.csv";
    o.provenance = "out/p.json";
    lb_status status = lb_placebo_run(&o, &job, &result, &fail_error);
    lb_placebo_result_clear(&result);
    return with_files(status, 3);
}

static lb_status suggest_job(void)
{
    lb_suggest_options o;
    lb_suggest_options_init(&o);
    lb_suggest_result result = {.summary = {0}};
    const char *events[] = {"shots=points.csv"}, *labels[] = {"2023=listed.csv"};
    o.grid = "grid.gpkg";
    o.areas = "listed.csv";
    o.event = events;
    o.events = 1;
    o.draws = 5;
    o.validate = "none";
    o.zones = "zones.csv";
    o.group = "deso";
    o.cell_rule = LB_SUGGEST_CENTROID;
    o.label = labels;
    o.labels = 1;
    o.summary = "out/s.csv";
    o.additions = "out/a.csv";
    o.despite_refusal = true;
    o.min_squares = 1;
    o.min_people = 0;
    o.gpkg = "out/g.gpkg";
    o.validation = "out/v.csv";
    o.output = "out/t.csv";
    o.provenance = "out/p.json";
    lb_status status = lb_suggest_run(&o, &job, &result, &fail_error);
    lb_suggest_result_clear(&result);
    return with_files(status, 6);
}

static lb_status before_after_job(void)
{
    lb_before_after_options o;
    lb_before_after_options_init(&o);
    lb_before_after_result result = {.table = {0}};
    o.grid = "grid.gpkg";
    o.events = "points.csv";
    o.areas = "areas.csv";
    o.before = "2020";
    o.after = "2021";
    o.controls = "zones.csv";
    o.ring = 100;
    o.wdq = true;
    o.match = "municipality";
    o.municipalities = "zones.csv";
    o.panel = "out/p.csv";
    o.output = "out/t.csv";
    o.provenance = "out/p.json";
    lb_status status = lb_before_after_run(&o, &job, &result, &fail_error);
    lb_before_after_result_clear(&result);
    return with_files(status, 3);
}

static lb_status assess_job(void)
{
    lb_assess_options o;
    lb_assess_options_init(&o);
    lb_assess_report report = {.agreement = {0}};
    o.ratings = "ratings.csv";
    o.draws = 100;
    o.areas_output = "out/a.csv";
    o.assessors = "out/b.csv";
    o.output = "out/t.csv";
    o.provenance = "out/p.json";
    lb_status status = lb_assess_run(&o, &job, &report, &fail_error);
    lb_assess_report_clear(&report);
    return with_files(status, 4);
}

static lb_status intake_job(void)
{
    lb_intake_options o;
    lb_intake_options_init(&o);
    lb_table table = {0};
    o.intake = "intake.yaml";
    o.pages = "out";
    o.output = "out/t.csv";
    o.provenance = "out/p.json";
    lb_status status = lb_intake_run(&o, &job, &table, &fail_error);
    lb_table_clear(&table);
    return with_files(status, 5);
}

static lb_status equivalent_job(void)
{
    lb_equivalent_options o;
    lb_equivalent_options_init(&o);
    lb_table table = {0};
    o.zones = "zones.csv";
    o.areas = "areas.csv";
    o.map = "out/m.svg";
    o.output = "out/t.csv";
    o.provenance = "out/p.json";
    lb_status status = lb_equivalent_run(&o, &job, &table, &fail_error);
    lb_table_clear(&table);
    return with_files(status, 3);
}

static lb_status compare_job(void)
{
    lb_compare_options o;
    lb_compare_options_init(&o);
    lb_compare_result result = {.summary = {0}};
    o.before = "old.csv";
    o.after = "new.csv";
    o.output = "out/s.csv";
    o.values = "out/v.csv";
    o.provenance = "out/p.json";
    lb_status status = lb_compare_run(&o, &job, &result, &fail_error);
    lb_compare_result_clear(&result);
    return with_files(status, 3);
}

static lb_status chart_job(void)
{
    lb_chart_job o = {.kind = LB_CHART_BORDER, .table = "border.csv", .output = "out/c.svg"};
    return with_files(lb_chart_run(&o, &job, &fail_error), 1);
}

/* Page, QGIS project and all: what fails in a step is told in its files, the rest is kept. */
static lb_status run_job(void)
{
    lb_project_options o = {.file = "PROJECT.yaml", .dir = "out"};
    lb_project_report report = {.inputs = {0}};
    lb_status status = lb_project_run(&o, &job, &report, &fail_error);
    lb_project_report_clear(&report);
    bool armed = fail_armed;
    fail_armed = false;
    empty("out/publish");
    empty("out/work");
    empty("out");
    fail_armed = armed;
    return status;
}

static lb_status folder_job(void)
{
    return with_files(lb_folder_write("out", town, town_files, job.force, &fail_error),
                      (int)town_files);
}

static lb_status recipe_job(void)
{
    lb_recipe recipe = {0};
    lb_status status = lb_recipe_load("livsvillkor-6", &job, &recipe, &fail_error);
    if (status == LB_OK) {
        char *text = lb_recipe_to_yaml(&recipe);
        status = text ? LB_OK : LB_E_MEMORY;
        free(text);
        lb_recipe_clear(&recipe);
    }
    return status;
}

static void make_grid(void)
{
    static const char *const source[] = {"squares.csv"};
    lb_index_options o = {
        .recipe = "recipe.yaml", .source = source, .sources = 1, .gpkg = "grid.gpkg"};
    lb_index_report report = {0};
    ck_assert_int_eq(lb_index_run(&o, &job, &report, NULL), LB_OK);
    lb_index_report_clear(&report);
    ck_assert_int_eq(cover_job_of("kept.cover", NULL), LB_OK);
}

/* Of polygons that GDAL gives by columns. */
static void make_area_layer(void)
{
    lb_profile_options o = {.grid = "grid.gpkg", .areas = "areas.csv", .output = "areas.gpkg"};
    lb_table table = {0};
    ck_assert_int_eq(lb_profile_run(&o, &job, &table, NULL), LB_OK);
    lb_table_clear(&table);
}

/* What chart reads. */
static void make_border(void)
{
    static const char *const areas[] = {"areas.csv"};
    lb_share_options o;
    lb_share_options_init(&o);
    lb_table table = {0};
    o.areas = areas;
    o.area_sets = 1;
    o.events = "events.csv";
    o.border_curve = "-50,50";
    o.border_out = "border.csv";
    ck_assert_int_eq(lb_share_run(&o, &job, &table, NULL), LB_OK);
    lb_table_clear(&table);
}

static void begin(void)
{
    /* Nothing here asks for SpatiaLite's functions, which GDAL registers with each GeoPackage. */
    setenv("SPATIALITE_LOAD", "NO", 1);
    town = lb_test_town(&town_files);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    ck_assert_int_eq(mkdir("out", 0700), 0);
    put_inputs();
    make_grid();
    make_area_layer();
    make_border();
}

/* Those that take longest stand last: fail_each leaves out of a job what failed in one before it.
 */
static const struct {
    const char *name;
    lb_status (*work)(void);
    bool every; /* of its allocations; else as fail_each says, where one run takes longer */
} jobs[] = {{"recipe", recipe_job, true},
            {"cover", use_cover_job, true},
            {"levels", levels_job, true},
            {"changes", changes_job, true},
            {"audit", audit_job, true},
            {"inference", inference_job, true},
            {"check", check_job, true},
            {"assess", assess_job, true},
            {"compare", compare_job, true},
            {"chart", chart_job, true},
            {"chart of pairs", pair_chart_job, true},
            {"rate", rate_job, true},
            {"footprint", footprint_job, false},
            {"chart of change", change_chart_job, false},
            {"workbook", workbook_job, false},
            {"population", population_job, false},
            {"intake", intake_job, false},
            {"placebo", placebo_job, false},
            {"save-cover", save_cover_job, false},
            {"stability", stability_job, false},
            {"FlatGeobuf", fgb_job, false},
            {"index", index_job, false},
            {"before-after", before_after_job, false},
            {"concentration", concentration_job, false},
            {"agree", agree_job, false},
            {"equivalent", equivalent_job, false},
            {"GeoJSON", geojson_job, false},
            {"map of change", change_map_job, false},
            {"hotspot", hotspot_job, false},
            {"trend", trend_job, false},
            {"share", share_job, false},
            {"share by split", share_split_job, false},
            {"brief", brief_job, false},
            {"suggest", suggest_job, false},
            {"map", map_job, false},
            {"profile", profile_job, false},
            {"sheet", sheet_job, false},
            {"folder", folder_job, false},
            {"run", run_job, false}};
enum {
    JOBS = sizeof jobs / sizeof *jobs,
    WRITING = 2,   /* the first that writes files */
    RUN = JOBS - 1 /* its steps name the files that they cannot write */
};

/* LB_TEST_ALL: each allocation of the slow jobs too. */
START_TEST(a_job_short_of_memory_says_so_and_leaves_no_file)
{
    fail_may_do_without = _i == RUN; /* how much of the work is done */
    fail_each(jobs[_i].name, jobs[_i].work, jobs[_i].every || getenv("LB_TEST_ALL"));
}
END_TEST

static lb_status on_a_disk_of(rlim_t room, lb_status (*work)(void))
{
    struct rlimit limit;
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = room;
    setrlimit(RLIMIT_FSIZE, &limit);
    lb_status status = work();
    limit.rlim_cur = limit.rlim_max; /* Check writes files of its own */
    setrlimit(RLIMIT_FSIZE, &limit);
    return status;
}

START_TEST(a_job_on_a_full_disk_says_so_and_leaves_no_file)
{
    lb_status status = LB_E_IO;
    if (_i < WRITING || _i == RUN)
        return;
    signal(SIGXFSZ, SIG_IGN);
    for (rlim_t room = 0; status != LB_OK; room = 4 * room + 53) {
        fail_error.text[0] = '\0';
        status = on_a_disk_of(room, jobs[_i].work);
        ck_assert_msg(status == LB_E_IO || (status == LB_OK && room > 0),
                      "%s with room for %ld bytes: %s: %s", jobs[_i].name, (long)room,
                      lb_status_text(status), fail_error.text);
        ck_assert_msg(status == LB_OK || strstr(fail_error.text, "out/") != NULL ||
                          strstr(fail_error.text, "temporary file") != NULL,
                      "%s: the file is not named: %s", jobs[_i].name, fail_error.text);
    }
}
END_TEST

LB_FILE_MAIN
{
    const TTest *const tests[] = {a_job_short_of_memory_says_so_and_leaves_no_file,
                                  a_job_on_a_full_disk_says_so_and_leaves_no_file};
    return lb_test_run_loop("allocation in flows", tests, 2, JOBS, begin, end);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page of everything a page can hold, for tests/browser:
 * make_page GRID.gpkg AREAS EVENTS RECIPE OUT.html */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <lagesbild.h>
#include "input/areas/areas.h"
#include "page/page_rings.h"

typedef struct parts {
    lb_job job;
    lb_error err;
    lb_recipe recipe;
    lb_page_grid grid;
    lb_page_rings_data ringed;
    lb_areas areas;
    const char **category;
    lb_table profile, share;
} parts;

static lb_status read_parts(parts *p, char **argv)
{
    const char *sets[] = {argv[2]}, *periods[] = {"year"};
    lb_profile_options profile = {.grid = argv[1], .areas = argv[2]};
    lb_share_options share;
    lb_share_options_init(&share);
    share.areas = sets;
    share.area_sets = 1;
    share.events = argv[3];
    share.period = periods;
    share.periods = 1;
    lb_area_fields fields = {0};
    lb_status status = lb_recipe_load(argv[4], &p->job, &p->recipe, &p->err);
    if (status == LB_OK)
        status = lb_page_grid_read(argv[1], &p->recipe, &p->job, &p->grid, &p->err);
    if (status == LB_OK)
        status = lb_page_rings_read(argv[1], "unga_0_15", NULL, &p->job, &p->ringed, &p->err);
    if (status == LB_OK)
        status = lb_areas_read(argv[2], &fields, p->grid.crs, &p->job, &p->areas, &p->err);
    if (status == LB_OK)
        status = lb_profile_run(&profile, &p->job, &p->profile, &p->err);
    if (status == LB_OK)
        status = lb_share_run(&share, &p->job, &p->share, &p->err);
    p->category = calloc(p->areas.shapes.count + 1, sizeof *p->category);
    for (size_t i = 0; status == LB_OK && p->areas.categories && i < p->areas.shapes.count; i++)
        p->category[i] = p->areas.category_name[p->areas.category[i]];
    return status;
}

/* What a hostile source may call its things. */
static lb_table hostile(void)
{
    static const char *const texts[] = {"</script><script>document.title='owned'</script>",
                                        "=HYPERLINK(\"http://example.org\")",
                                        "@SUM(A1)",
                                        "-5",
                                        "A;B,\"C\"",
                                        NULL};
    lb_table table = {0};
    lb_table_add_column(&table, "<img src=x onerror=alert(1)>", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&table, "count", LB_INTEGER, LB_UNIT_COUNT);
    lb_table_add_column(&table, "change", LB_REAL, LB_UNIT_NONE);
    for (int i = 0; i < 6; i++) {
        size_t row = lb_table_add_row(&table);
        lb_table_set_text(&table, row, 0, texts[i]);
        lb_table_set_integer(&table, row, 1, i == 2 ? LB_INTEGER_NONE : 1000 * (i * 7 % 5));
        lb_table_set_real(&table, row, 2, i == 3 ? NAN : -1.5 * i);
    }
    return table;
}

static lb_status write_page(const parts *p, const char *path, lb_error *err)
{
    lb_table odd = hostile();
    const lb_page_areas sets[] = {{.title = {"Utsatta områden", "Vulnerable areas"},
                                   .shapes = &p->areas.shapes,
                                   .name = (const char *const *)p->areas.name,
                                   .category = p->areas.categories ? p->category : NULL,
                                   .figures = &p->profile}};
    const lb_page_map maps[] = {
        {.title = {"Livsvillkor och utsatta områden", "Living conditions and vulnerable areas"},
         .note = {"Rutornas klasser är femtedelar.", "The squares' classes are fifths."},
         .squares = p->grid.squares,
         .rings = p->ringed.rings,
         .areas = sets,
         .area_sets = 1,
         .crs = p->grid.crs,
         .attribution = {"Härlett ur SCB:s statistik (CC0), områden: Polisen",
                         "Derived from Statistics Sweden (CC0), areas: the Police"}}};
    const lb_page_table tables[] = {
        {.id = "share",
         .section = {"Händelser", "Events"},
         .title = {"Händelser i utsatta områden", "Events in vulnerable areas"},
         .note = {"Påhittade händelser.", "Events that are made up."},
         .file = "share.csv",
         .table = &p->share,
         .chart = {.value = "share",
                   .low = "share_low",
                   .high = "share_high",
                   .label = "category",
                   .group = "period"}},
        {.id = "profile",
         .section = {"Områdena", "The areas"},
         .title = {"Vilka bor där", "Who lives there"},
         .file = "profile.csv",
         .table = &p->profile},
        {.id = "odd", .title = {"Prov", "Trial"}, .file = "odd.csv", .table = &odd}};
    const lb_page_fact facts[] = {
        {.label = {"Rutor", "Squares"},
         .value = (double)p->grid.squares.count,
         .unit = LB_UNIT_COUNT},
        {.label = {"Områden", "Areas"},
         .value = (double)p->areas.shapes.count,
         .unit = LB_UNIT_COUNT},
        {.label = {"Andel av händelserna", "Share of events"},
         .value = 0.3681,
         .unit = LB_UNIT_SHARE,
         .note = {"2019, särskilt utsatta, risk och utsatta", "2019, all three categories"}}};
    const lb_page_failure failures[] = {
        {{"Telefoner", "Phones"}, {"mobil.csv: no such file <script>alert(1)</script>", NULL}}};
    const lb_page_provenance made[] = {{"rutor.gpkg", "{\n  \"lagesbild\": \"<b>0</b>\"\n}\n"}};
    const lb_page page = {.title = {"Lägesbild utsatta områden", "Vulnerable areas: the situation"},
                          .subtitle = {"Provsida. Händelserna är påhittade.",
                                       "A page for trial. The events are made up."},
                          .fact = facts,
                          .facts = 3,
                          .failure = failures,
                          .failures = 1,
                          .map = maps,
                          .maps = 1,
                          .table = tables,
                          .tables = 3,
                          .provenance = made,
                          .provenances = 1};
    lb_status status = lb_page_write(&page, path, &(lb_job){.force = true}, err);
    lb_table_clear(&odd);
    return status;
}

static void clear_parts(parts *p)
{
    lb_page_grid_clear(&p->grid);
    lb_page_rings_data_clear(&p->ringed);
    lb_areas_clear(&p->areas);
    lb_table_clear(&p->profile);
    lb_table_clear(&p->share);
    lb_recipe_clear(&p->recipe);
    free(p->category);
}

int main(int argc, char **argv)
{
    parts p = {0};
    if (argc != 6) {
        fputs("usage: make_page GRID.gpkg AREAS EVENTS RECIPE OUT.html\n", stderr);
        return 2;
    }
    lb_status status = read_parts(&p, argv);
    if (status == LB_OK)
        status = write_page(&p, argv[5], &p.err);
    if (status != LB_OK)
        fprintf(stderr, "make_page: %s\n", p.err.text);
    clear_parts(&p);
    return lb_status_exit_code(status);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `brief`: one area on one page (docs/methods.md, Briefs). The areas are profiled as `profile`
 * does; the grid is coarsened as a whole before it is cropped to the area's surroundings, so that
 * several briefs of one set show no more together than each alone. The same facts become an HTML
 * page or a sheet of paper. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/brief.h>
#include <lagesbild/map.h>
#include <lagesbild/page.h>
#include <lagesbild/picture.h>
#include "command/option_provenance.h"
#include "command/command_list.h"
#include "command/output_check.h"
#include "base/number.h"
#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/brief/brief_areas.h"
#include "commands/brief/brief_findings.h"
#include "kernel/disclosure/policy.h"
#include "page/coarsening_note.h"
#include "page/page_rings.h"
#include "input/areas/topology_report.h"
#include "input/grid/grid_recipe.h"
#include "output/provenance.h"
#include "port/proj/scale.h"
#include "port/cairo/cairo_render.h"
#include "render/brief/brief_sheet.h"
#include "render/page/page_json.h"
#include "render/page/page_number.h"
#include "render/text/palette.h"

enum { NOTE_SIZE = 200, FACTS = 6 };

/* The page of one area and what its texts and tables point into. */
typedef struct brief_builder {
    const lb_brief_options *options;
    const lb_job *job;
    lb_recipe recipe;
    lb_page_grid grid;
    lb_page_rings_data rings_data;
    lb_brief_areas areas;
    char worst[20];      /* the profile's column of the worst class */
    double *class_share; /* [classes + 1]: of the grid's people, by class; NaN: not known */
    lb_table mix, near;
    lb_shapes one, others;         /* the area; those that show beside it */
    const char **name, **category; /* of the others */
    lb_buf subtitle[2];            /* Swedish, English */
    lb_page_fact fact[FACTS];
    char findings[2][LB_FINDINGS_SIZE]; /* of stability and trend, in Swedish and English */
    char note[2 * FACTS][NOTE_SIZE], range[FACTS][LB_PAGE_RANGE_SIZE];
    size_t facts;
    char *json;
} brief_builder;

static void clear_brief(brief_builder *b)
{
    lb_page_grid_clear(&b->grid);
    lb_page_rings_data_clear(&b->rings_data);
    lb_brief_areas_clear(&b->areas);
    lb_table_clear(&b->mix);
    lb_table_clear(&b->near);
    lb_shapes_clear(&b->one);
    lb_shapes_clear(&b->others);
    lb_recipe_clear(&b->recipe);
    lb_buf_clear(&b->subtitle[0]);
    lb_buf_clear(&b->subtitle[1]);
    free(b->name);
    free(b->category);
    free(b->class_share);
    free(b->json);
}

/* The name of a default recipe must not be shown as that of the grid. */
static lb_status drop_name(brief_builder *b, lb_error *err)
{
    free(b->recipe.name);
    b->recipe.name = lb_text_copy(b->job->english ? "recipe not known" : "okänt recept");
    return b->recipe.name ? LB_OK : lb_error_memory(err);
}

/* The recipe that the grid says it was made with; --recipe only where it says none. */
static lb_status read_recipe(brief_builder *b, lb_error *err)
{
    const lb_brief_options *o = b->options;
    bool found = false;
    LB_TRY(lb_grid_recipe_read(o->grid, b->job, &found, &b->recipe, err));
    if (!found) {
        LB_TRY(lb_recipe_load(o->recipe, b->job, &b->recipe, err));
        return o->recipe ? LB_OK : drop_name(b, err);
    }
    if (!o->recipe)
        return LB_OK;
    lb_recipe given;
    LB_TRY(lb_recipe_load(o->recipe, b->job, &given, err));
    char *a = lb_recipe_to_yaml(&given), *of_grid = lb_recipe_to_yaml(&b->recipe);
    if (a && of_grid && strcmp(a, of_grid) != 0)
        lb_log_warning(b->job->log, "%s: was made with recipe '%s', which is used, not with %s",
                       o->grid, b->recipe.name, o->recipe);
    lb_status status = a && of_grid ? LB_OK : lb_error_memory(err);
    free(a);
    free(of_grid);
    lb_recipe_clear(&given);
    return status;
}

/* For what has been reported already. */
static lb_job quiet_job(const brief_builder *b)
{
    lb_job quiet = *b->job;
    quiet.log = NULL;
    return quiet;
}

/* Of all people of the grid, which share lives in each class: what an area's share is held
 * against. */
static lb_status count_classes(brief_builder *b)
{
    const lb_page_squares *squares = &b->grid.squares;
    const lb_page_value *people = lb_page_squares_value(squares, "population");
    lb_sum sum = {0};
    b->class_share = calloc((size_t)b->recipe.classes + 1, sizeof *b->class_share);
    lb_sum *of_class = calloc((size_t)b->recipe.classes + 1, sizeof *of_class);
    for (size_t i = 0; people && of_class && squares->class_of && i < squares->count; i++) {
        if (isnan(people->of[i]))
            continue;
        lb_sum_add(&sum, people->of[i]);
        lb_sum_add(&of_class[squares->class_of[i]], people->of[i]);
    }
    for (int k = 0; b->class_share && of_class && k <= b->recipe.classes; k++)
        b->class_share[k] =
            lb_sum_value(sum) > 0 ? lb_sum_value(of_class[k]) / lb_sum_value(sum) : (double)NAN;
    lb_status status = b->class_share && of_class ? LB_OK : LB_E_MEMORY;
    free(of_class);
    return status;
}

/* Category and --date, in both languages; false: out of memory. */
static bool write_subtitle(brief_builder *b)
{
    const char *name = lb_brief_category(&b->areas, b->areas.area);
    const char *date = b->options->date && b->options->date[0] ? b->options->date : NULL;
    const lb_page_term *word = name ? lb_glossary_find_value(name) : NULL;
    for (int english = 0; english < 2; english++) {
        lb_buf *text = &b->subtitle[english];
        if (name)
            lb_buf_puts(text, !word ? name : english ? word->label.en : word->label.sv);
        if (date)
            lb_buf_printf(text, "%s%s", name ? " · " : "", date);
    }
    return !b->subtitle[0].failed && !b->subtitle[1].failed;
}

/* Recipe, squares, the areas with their profile. */
static lb_status read_inputs(brief_builder *b, lb_error *err)
{
    const lb_brief_options *o = b->options;
    LB_TRY(read_recipe(b, err));
    snprintf(b->worst, sizeof b->worst, "class_%d", b->recipe.classes);
    LB_TRY(lb_page_grid_read(o->grid, &b->recipe, b->job, &b->grid, err));
    LB_TRY(lb_brief_areas_read(o, b->grid.crs, b->job, &b->areas, err));
    LB_TRY(lb_crs_check_scale(b->grid.crs, lb_shapes_box_all(&b->areas.shapes), o->grid, err));
    LB_TRY(lb_brief_findings_write(o, b->areas.own.areas.name[b->areas.area_of_own], b->job,
                                   b->findings, err));
    size_t n = b->areas.shapes.count;
    b->name = calloc(n + 1, sizeof *b->name);
    b->category = calloc(n + 1, sizeof *b->category);
    bool good = b->name && b->category && count_classes(b) == LB_OK && write_subtitle(b);
    return good ? LB_OK : lb_error_memory(err);
}

/* A figure of the area. */
static double own_figure(const brief_builder *b, const char *column)
{
    return lb_brief_figure(&b->areas, column, b->areas.area);
}

static const lb_table_range *own_range(const brief_builder *b, const char *column)
{
    return lb_brief_range(&b->areas, column, b->areas.area);
}

static lb_page_text subtitle_text(const brief_builder *b)
{
    return (lb_page_text){b->subtitle[0].text, b->subtitle[1].text};
}

/* The area with as much round it again. */
static lb_box window_of(const brief_builder *b)
{
    lb_box box = lb_shapes_box(&b->areas.shapes, b->areas.area);
    double side = fmax(box.xmax - box.xmin, box.ymax - box.ymin);
    double pad = fmax(750, 0.6 * side);
    return (lb_box){box.xmin - pad, box.ymin - pad, box.xmax + pad, box.ymax + pad};
}

/* The recipe's first rings, if the grid has what they count. */
static const char *rings_column(const brief_builder *b)
{
    const char *name = b->recipe.rings > 0 ? b->recipe.ring[0] : NULL;
    return name && lb_page_squares_value(&b->grid.squares, name) ? name : NULL;
}

static lb_status read_rings(brief_builder *b, lb_error *err)
{
    const char *column = rings_column(b);
    if (!column)
        return LB_OK;
    LB_TRY(lb_page_rings_read(b->options->grid, column, NULL, b->job, &b->rings_data, err));
    lb_page_rings_crop(&b->rings_data, window_of(b));
    return LB_OK;
}

/* The area and, apart from it, the others that show in the window; the grid is cropped to it. */
static lb_status choose_shapes(brief_builder *b, lb_error *err)
{
    lb_box window = window_of(b);
    lb_page_grid_crop(&b->grid, window);
    lb_status status = lb_shapes_add_copy(&b->one, &b->areas.shapes, b->areas.area);
    for (size_t i = 0; status == LB_OK && i < b->areas.shapes.count; i++) {
        if (i == b->areas.area || !lb_box_intersects(lb_shapes_box(&b->areas.shapes, i), window))
            continue;
        b->name[b->others.count] = b->areas.name[i];
        b->category[b->others.count] = lb_brief_category(&b->areas, i);
        status = lb_shapes_add_copy(&b->others, &b->areas.shapes, i);
    }
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

/* One row a class, the worst first: share of the area's people, people, share of the grid's. */
static lb_status make_mix(brief_builder *b, lb_error *err)
{
    static const lb_column_spec columns[] = {{"class", LB_TEXT, LB_UNIT_NONE},
                                             {"people_share", LB_REAL, LB_UNIT_SHARE},
                                             {"population", LB_REAL, LB_UNIT_COUNT},
                                             {"grid_share", LB_REAL, LB_UNIT_SHARE}};
    char name[20], label[60];
    double people = own_figure(b, "population");
    lb_table *t = &b->mix;
    lb_table_add_columns(t, columns, sizeof columns / sizeof *columns);
    for (int k = b->recipe.classes; k >= 1; k--) {
        snprintf(name, sizeof name, "class_%d", k);
        double share = own_figure(b, name);
        size_t row = lb_table_add_row(t);
        snprintf(label, sizeof label, "%d", k);
        lb_table_set_text(t, row, 0, label);
        lb_table_set_real(t, row, 1, share);
        lb_table_set_real(t, row, 2, share * people);
        lb_table_set_real(t, row, 3, b->class_share[k]);
    }
    return lb_table_status(t) == LB_OK ? LB_OK : lb_error_memory(err);
}

/* km: from boundary to boundary; NaN: the area itself. */
static void add_near_row(brief_builder *b, size_t area, double km)
{
    const char *const columns[] = {"population", "index_mean", b->worst};
    lb_table *t = &b->near;
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, 0, b->areas.name[area]);
    lb_table_set_text(t, row, 1, lb_brief_category(&b->areas, area));
    lb_table_set_real(t, row, 2, km);
    for (size_t c = 0; c < 3; c++)
        lb_table_set_real(t, row, 3 + c, lb_brief_figure(&b->areas, columns[c], area));
    const lb_table_range *range = lb_brief_range(&b->areas, "population", area);
    if (range)
        lb_table_set_range(t, row, 3, range->low, range->high);
    if (b->areas.rank[area] > 0 && b->areas.ranked > 1)
        lb_table_set_integer(t, row, 6, b->areas.rank[area]);
}

/* The area itself, then the nearest. */
static lb_status make_near(brief_builder *b, lb_error *err)
{
    const lb_column_spec columns[] = {
        {"area", LB_TEXT, LB_UNIT_NONE},        {"category", LB_TEXT, LB_UNIT_NONE},
        {"distance_km", LB_REAL, LB_UNIT_RATE}, {"population", LB_REAL, LB_UNIT_COUNT},
        {"index_mean", LB_REAL, LB_UNIT_SCORE}, {b->worst, LB_REAL, LB_UNIT_SHARE},
        {"rank", LB_INTEGER, LB_UNIT_COUNT}};
    size_t near[LB_BRIEF_NEAR];
    double metres[LB_BRIEF_NEAR];
    lb_table *t = &b->near;
    lb_table_add_columns(t, columns, sizeof columns / sizeof *columns);
    size_t count = lb_brief_nearest_areas(&b->areas.shapes, b->areas.area, near, metres);
    add_near_row(b, b->areas.area, NAN);
    for (size_t i = 0; i < count; i++)
        add_near_row(b, near[i], metres[i] / 1000);
    return lb_table_status(t) == LB_OK ? LB_OK : lb_error_memory(err);
}

/* The next fact; its notes are written by the caller into what it returns. */
static lb_page_fact *add_fact(brief_builder *b, lb_page_text label, double value, lb_unit unit)
{
    lb_page_fact *fact = &b->fact[b->facts];
    char *sv = b->note[2 * b->facts], *en = b->note[2 * b->facts + 1];
    sv[0] = en[0] = '\0';
    *fact = (lb_page_fact){label, value, unit, {sv, en}, NULL};
    b->facts++;
    return fact;
}

/* A number of people of the area: a range where it is hidden. */
static void add_people(brief_builder *b, lb_page_text label, const char *column)
{
    const lb_table_range *range = own_range(b, column);
    char *text = b->range[b->facts];
    lb_page_fact *fact = add_fact(b, label, own_figure(b, column), LB_UNIT_COUNT);
    if (!range)
        return;
    lb_page_range_text(range, text);
    fact->shown = text;
}

/* A number of people, or the range that stands for it. */
static void write_people(lb_buf *buf, const brief_builder *b, const char *column)
{
    const lb_table_range *range = own_range(b, column);
    char text[LB_PAGE_RANGE_SIZE];
    if (range)
        lb_page_range_text(range, text);
    if (range)
        lb_buf_puts(buf, text);
    else
        lb_page_number(buf, own_figure(b, column), LB_UNIT_COUNT, false);
}

/* False: out of memory. */
static bool note_people(brief_builder *b)
{
    lb_buf low = {0}, high = {0};
    size_t at = 2 * (b->facts - 1);
    write_people(&low, b, "population_low");
    write_people(&high, b, "population_high");
    bool made = !low.failed && !high.failed;
    if (made) {
        snprintf(b->note[at], NOTE_SIZE, "minst\u00a0%s, mest\u00a0%s", low.text, high.text);
        snprintf(b->note[at + 1], NOTE_SIZE, "at\u00a0least\u00a0%s, at\u00a0most\u00a0%s",
                 low.text, high.text);
    }
    lb_buf_clear(&low);
    lb_buf_clear(&high);
    return made;
}

/* Adds "BEFORE share AFTER" to a note under the fact added last; false: out of memory. */
static bool append_share(brief_builder *b, lb_page_text before, double share, lb_page_text after)
{
    bool made = true;
    for (int english = 0; english < 2; english++) {
        lb_buf text = {0};
        char *note = b->note[2 * b->facts - 2 + (size_t)english];
        size_t n = strlen(note);
        lb_buf_puts(&text, english ? before.en : before.sv);
        lb_page_number(&text, share, LB_UNIT_SHARE, english);
        lb_buf_puts(&text, english ? after.en : after.sv);
        if (!text.failed)
            snprintf(note + n, NOTE_SIZE - n, "%s", text.text);
        made &= !text.failed;
        lb_buf_clear(&text);
    }
    return made;
}

/* Under people, and in the log: how much of the area's ground has no squares. */
static bool note_coverage(brief_builder *b)
{
    double outside = 1 - own_figure(b, "covered_share");
    if (outside >= 0.0005)
        lb_log_note(b->job->log,
                    "%s: %.1f %% of the area's ground has no squares; whoever lives there is not "
                    "in the figures",
                    b->areas.title, 100 * outside);
    return !(outside >= 0.0005) ||
           append_share(b, (lb_page_text){"; ", "; "}, outside,
                        (lb_page_text){" av ytan är utan rutor", " of the ground has no squares"});
}

/* Under the share that lives in the worst class: that of the whole grid. */
static bool note_base_rate(brief_builder *b)
{
    double share = b->class_share[b->recipe.classes];
    return isnan(share) || append_share(b, (lb_page_text){"i hela rutnätet ", "in the whole grid "},
                                        share, (lb_page_text){"", ""});
}

static void write_note(brief_builder *b, const char *sv, const char *en)
{
    snprintf(b->note[2 * b->facts - 2], NOTE_SIZE, "%s", sv);
    snprintf(b->note[2 * b->facts - 1], NOTE_SIZE, "%s", en);
}

/* Among how many; an area alone has no rank. */
static void add_rank(brief_builder *b)
{
    int64_t rank = b->areas.rank[b->areas.area];
    bool ranked = rank > 0 && b->areas.ranked > 1;
    char sv[NOTE_SIZE], en[NOTE_SIZE];
    add_fact(b, (lb_page_text){"Rang", "Rank"}, ranked ? (double)rank : (double)NAN, LB_UNIT_COUNT);
    if (b->areas.shapes.count < 2) {
        write_note(b, "inga andra områden att jämföra med", "no other areas to compare with");
        return;
    }
    snprintf(sv, sizeof sv, "av %zu %s med index; 1 är sämst", b->areas.ranked,
             lb_number_word(b->areas.ranked, "område", "områden"));
    snprintf(en, sizeof en, "of %zu %s with an index; 1 is the worst", b->areas.ranked,
             lb_number_word(b->areas.ranked, "area", "areas"));
    write_note(b, sv, en);
}

/* The six headline figures, in the order they are shown. */
static lb_status make_facts(brief_builder *b, lb_error *err)
{
    add_people(b, (lb_page_text){"Invånare", "Inhabitants"}, "population");
    if (!note_people(b) || !note_coverage(b))
        return lb_error_memory(err);
    add_people(b, (lb_page_text){"Barn 0–15 år", "Children 0–15"}, "unga_0_15");
    add_people(b, (lb_page_text){"Unga 16–19 år", "Youth 16–19"}, "unga_16_19");
    add_fact(b, (lb_page_text){"Index, per invånare", "Index, by people"},
             own_figure(b, "index_mean"), LB_UNIT_RATE);
    write_note(b, b->findings[0], b->findings[1]);
    add_fact(b, (lb_page_text){"Bor i sämsta klassen", "Live in the worst class"},
             own_figure(b, b->worst), LB_UNIT_SHARE);
    if (!note_base_rate(b))
        return lb_error_memory(err);
    add_rank(b);
    return LB_OK;
}

/* squares: of the grid before it was cropped. */
static lb_status make_provenance(brief_builder *b, size_t squares, lb_error *err)
{
    lb_provenance p = {0};
    lb_provenance_begin(&p, &lb_brief_command, b->options, b->job);
    const lb_areas *own = &b->areas.own.areas, *among = &b->areas.among.areas;
    lb_skipped_to_provenance(own->found.skipped, own->label, &p);
    lb_skipped_to_provenance(among->found.skipped, among->label, &p);
    lb_provenance_used(&p, "area", own->name[b->areas.area_of_own]);
    lb_provenance_used(&p, "recipe", b->recipe.name);
    lb_provenance_source(&p, b->options->grid, NULL, (int64_t)squares);
    lb_areas_input_to_provenance(own, &p);
    lb_areas_input_to_provenance(among, &p);
    lb_provenance_source(&p, b->options->stability, NULL, -1);
    lb_provenance_source(&p, b->options->trend, NULL, -1);
    lb_status status = lb_provenance_page_json(&p, b->job->publish, &b->json, err);
    lb_provenance_clear(&p);
    return status;
}

static const lb_page_text mix_title = {"Invånarna efter rutans klass", "People by class of square"};
static const lb_page_text near_title = {"Området och de närmaste andra",
                                        "The area and the nearest others"};

static const lb_page_text caveat_text = {
    "Invånarna är en beräkning: varje rutas invånare gånger den exakta andel av rutan som ligger i "
    "området. Var i rutan de bor är inte känt; ”minst” räknar bara rutor helt inom området, "
    "”mest” alla rutor det berör.\n\n"
    "Indexet (0–100, högre är sämre) rangordnar rutor mot rutnätets övriga rutor. Det beskriver "
    "platser, inte personer, och säger inget om brott. Grå rutor har för få invånare eller för få "
    "uppgifter.\n\n"
    "Rangen gäller bland de områden som lämnades in och har index, inte bland alla i landet. "
    "Avstånd är från gräns till gräns.",
    "Inhabitants are computed: each square's inhabitants times the exact share of the square that "
    "lies in the area. Where in the square they live is not known; “at least” counts only squares "
    "wholly inside, “at most” every square touched.\n\n"
    "The index (0–100, higher is worse) ranks squares against the other squares of the grid. It "
    "describes places, not persons, and says nothing of crime. Grey squares have too few people or "
    "too few figures.\n\n"
    "The rank is among the areas given that have an index, not among all in the country. Distances "
    "are from boundary to boundary."};

static bool others_have_categories(const brief_builder *b)
{
    const lb_areas *others = b->options->among ? &b->areas.among.areas : &b->areas.own.areas;
    return others->categories > 0;
}

/* As HTML: the map's data, facts, two tables and the provenance on one sheet. */
static lb_status write_page(const brief_builder *b, lb_error *err)
{
    const char *name = b->areas.title, *category = lb_brief_category(&b->areas, b->areas.area);
    const lb_page_areas sets[] = {{.title = {"Andra områden", "Other areas"},
                                   .shapes = &b->others,
                                   .name = b->name,
                                   .category = others_have_categories(b) ? b->category : NULL},
                                  {.title = {name, NULL},
                                   .shapes = &b->one,
                                   .name = &name,
                                   .category = category ? &category : NULL}};
    size_t without = b->others.count > 0 ? 0 : 1;
    lb_coarsening_note coarsening;
    lb_page_map map = {.title = {"Området och dess omgivning", "The area and what is round it"},
                       .squares = b->grid.squares,
                       .rings = b->rings_data.rings,
                       .areas = sets + without,
                       .area_sets = 2 - without,
                       .crs = b->grid.crs};
    if (b->grid.squares.count > 0)
        lb_coarsening_note_write(b->job, lb_job_has_exact_people(b->job), &b->recipe, &coarsening,
                                 &map);
    const lb_page_table tables[] = {
        {.id = "mix",
         .section = {"Livsvillkor", "Living conditions"},
         .title = mix_title,
         .note = {"Den högsta klassen har de sämsta livsvillkoren. Rutor utan klass räknas inte "
                  "till någon.",
                  "The highest class has the worst living conditions. Squares without a class are "
                  "in none."},
         .file = "klasser.csv",
         .table = &b->mix,
         .chart = {.value = "people_share", .label = "class", .base = "grid_share"}},
        {.id = "near",
         .section = {"Grannar", "Neighbours"},
         .title = near_title,
         .file = "grannar.csv",
         .table = &b->near}};
    const lb_page_provenance made = {lb_text_base_name(b->options->output), b->json};
    const lb_page page = {.title = {name, NULL},
                          .subtitle = subtitle_text(b),
                          .english = b->job->english,
                          .one_sheet = true,
                          .fact = b->fact,
                          .facts = b->facts,
                          .map = &map,
                          .maps = 1,
                          .table = tables,
                          .tables = 2,
                          .method = caveat_text,
                          .provenance = &made,
                          .provenances = 1};
    return lb_page_write(&page, b->options->output, b->job, err);
}

/* On paper
 * ---------------------------------------------------------------------------------------*/

/* The areas of --among, as context of a map: quiet outlines with their names. */
static void write_context(const brief_builder *b, lb_buf *out)
{
    const lb_areas *among = &b->areas.among.areas;
    if (!b->options->among)
        return;
    lb_buf_printf(out, "%s,line=#111111,width=1.4", among->source);
    if (among->name_column != SIZE_MAX)
        lb_buf_printf(out, ",label=%s", among->attributes.column[among->name_column].name);
}

/* The areas as the legend calls them: their categories, or of one without the page's own, as what
 * its file is called says nothing on paper. */
static void write_areas(const brief_builder *b, lb_buf *out)
{
    const lb_areas *own = &b->areas.own.areas;
    if (own->shapes.count == 1 && own->categories == 0)
        lb_buf_puts(out, b->job->english ? "This area=" : "Det här området=");
    lb_buf_puts(out, b->options->areas);
}

/* Of the same land as the page's map, wherever the sheet has room for more. */
static lb_status draw_map(const brief_builder *b, lb_drawing **out, lb_error *err)
{
    char size[60];
    lb_buf among = {0}, areas = {0};
    lb_box window = window_of(b);
    write_context(b, &among);
    write_areas(b, &areas);
    const char *const context[] = {among.text};
    bool failed = among.failed || areas.failed;
    snprintf(size, sizeof size, "%.2fx%.2f", LB_BRIEF_MAP_WIDTH * 25.4 / 72,
             LB_BRIEF_MAP_HEIGHT * 25.4 / 72);
    lb_map_options map = {.grid = b->options->grid,
                          .areas = areas.text,
                          .name = b->options->name,
                          .category = b->options->category,
                          .no_labels = !b->areas.named,
                          .context = context,
                          .contexts = among.text ? 1 : 0,
                          .rings = rings_column(b),
                          .min_cell = b->options->min_cell,
                          .extent = &window,
                          .size = size,
                          .title = "",
                          .source = ""};
    lb_job quiet = quiet_job(b);
    lb_status status = failed ? lb_error_memory(err) : lb_map_draw(&map, &quiet, out, err);
    lb_buf_clear(&among);
    lb_buf_clear(&areas);
    return status;
}

/* At the foot of the sheet: grid, areas, recipe and version. */
static void source_line(const brief_builder *b, char *text, size_t size)
{
    const char *grid = lb_text_base_name(b->options->grid);
    const char *areas = lb_text_base_name(b->areas.own.areas.source);
    lb_text_print(text, size, "%s %.200s, %.200s · Index %.100s · lagesbild %s",
                  b->job->english ? "Made from:" : "Underlag:", grid, areas, b->recipe.name,
                  lb_version());
}

/* The sheet of paper; its class colours run with the mix, from the worst. */
static lb_status draw_sheet(const brief_builder *b, const lb_drawing *map, lb_drawing **out,
                            lb_error *err)
{
    char source[600];
    lb_rgba *ink = calloc((size_t)b->recipe.classes + 1, sizeof *ink);
    lb_text_measurer *measurer = NULL;
    lb_measure measure;
    lb_status status = ink ? lb_text_measurer_new(&measurer, &measure) : LB_E_MEMORY;
    if (status == LB_OK) {
        size_t n = b->mix.rows;
        lb_palette_classes(b->recipe.classes, b->recipe.colour, false, ink);
        for (size_t i = 0; i < n / 2; i++) { /* the mix begins with the worst */
            lb_rgba swap = ink[i];
            ink[i] = ink[n - 1 - i];
            ink[n - 1 - i] = swap;
        }
        source_line(b, source, sizeof source);
        lb_brief_sheet sheet = {.title = b->areas.title,
                                .subtitle = subtitle_text(b),
                                .fact = b->fact,
                                .facts = b->facts,
                                .map = map,
                                .mix_title = mix_title,
                                .near_title = near_title,
                                .caveats = caveat_text,
                                .mix = &b->mix,
                                .ink = ink,
                                .near = &b->near,
                                .source = source,
                                .english = b->job->english};
        status = lb_brief_sheet_draw(&sheet, &measure, out);
    }
    lb_text_measurer_free(measurer);
    free(ink);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

static lb_status write_sheet(const brief_builder *b, lb_error *err)
{
    lb_drawing *map = NULL, *sheet = NULL;
    lb_status status = draw_map(b, &map, err);
    if (status == LB_OK)
        status = draw_sheet(b, map, &sheet, err);
    if (status == LB_OK)
        status = lb_picture_write(sheet, b->options->output, 0, b->job, err);
    lb_drawing_free(map);
    lb_drawing_free(sheet);
    return status;
}

static lb_status make_brief(brief_builder *b, bool page, lb_error *err)
{
    LB_TRY(read_inputs(b, err));
    size_t squares = b->grid.squares.count;
    if (page)
        LB_TRY(read_rings(b, err));
    LB_TRY(choose_shapes(b, err));
    LB_TRY(make_mix(b, err));
    LB_TRY(make_near(b, err));
    LB_TRY(make_provenance(b, squares, err));
    LB_TRY(make_facts(b, err));
    return page ? write_page(b, err) : write_sheet(b, err);
}

lb_status lb_brief_run(const lb_brief_options *options, const lb_job *job, lb_error *err)
{
    lb_own_job own;
    brief_builder b = {.options = options,
                       .job = lb_command_job(&lb_brief_command, options, job, &own)};
    LB_TRY(lb_command_begin(&lb_brief_command, options, job, err));
    lb_status status = make_brief(&b, lb_text_ends_with(options->output, ".html"), err);
    clear_brief(&b);
    return status;
}

lb_status lb_brief_command_run(const void *options, const lb_job *job, lb_command_result *out,
                               lb_error *err)
{
    (void)out;
    return lb_brief_run(options, job, err);
}

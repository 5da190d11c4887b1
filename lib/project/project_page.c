/* SPDX-License-Identifier: GPL-3.0-or-later */
/* index.html of a run. Its map shows the grid's squares, the areas of all steps with their profile
 * figures, the context of the printed maps, and one set of rings; below it stand the steps' tables
 * in the sections of project/page_sections, their pictures and their provenance. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/page.h>
#include "base/buf.h"
#include "base/file.h"
#include "base/swedish_text.h"
#include "base/sum.h"
#include "base/try.h"
#include "project/page_headline.h"
#include "project/page_sections.h"
#include "input/areas/hotspot_areas.h"
#include "page/coarsening_note.h"
#include "page/page_change.h"
#include "page/page_rings.h"
#include "project/project_check.h"
#include "project/project_page.h"
#include "project/page_images.h"
#include "render/page/page_json.h"
#include "render/text/palette.h"

enum { TITLE_SIZE = 300 };

/* A table on the page and the texts made for it. */
typedef struct table_text {
    char sv[TITLE_SIZE], en[TITLE_SIZE], id[48], file[TITLE_SIZE];
} table_text;

/* The texts of one set of areas on the map. */
typedef struct set_text {
    char title[2][TITLE_SIZE]; /* Swedish, English */
    char fill[8];              /* "#rrggbb"; "": none */
    const char **category;     /* [areas], of each; NULL: not used */
    const char **colour;       /* [areas] of hot spots */
} set_text;

/* "#rrggbb" of each kind of hot spot; "": a line alone. */
enum { COLOUR_SIZE = 8 };

/* A page under way: the page itself borrows, what it points to is owned here. */
typedef struct page_builder {
    const lb_project *project;
    const lb_step_outcome *outcome;
    const lb_job *job;
    const lb_project_layers *layers;
    lb_recipe recipe;
    lb_page_grid grid;
    lb_page_rings_data rings_data;
    lb_page_areas *set; /* [sets]: areas, then context */
    set_text *set_text; /* [sets] */
    char hotspot_colour[LB_HOTSPOT_KINDS][COLOUR_SIZE];
    size_t sets;
    table_text *table_text;
    lb_page_table *table;
    size_t tables;
    lb_page_failure *failure;
    size_t failures;
    lb_page_images pictures;
    lb_buf *json;
    lb_page_provenance *provenance;
    size_t n_provenance;
    lb_coarsening_note coarsening;
    lb_page_headline headline;
} page_builder;

static void clear_page(page_builder *m)
{
    for (size_t i = 0; i < m->sets; i++) {
        free(m->set_text[i].category);
        free(m->set_text[i].colour);
    }
    for (size_t i = 0; m->json && i < m->project->steps; i++)
        lb_buf_clear(&m->json[i]);
    lb_recipe_clear(&m->recipe);
    lb_page_grid_clear(&m->grid);
    lb_page_rings_data_clear(&m->rings_data);
    lb_page_images_clear(&m->pictures);
    lb_page_headline_clear(&m->headline);
    free(m->set);
    free(m->set_text);
    free(m->table_text);
    free(m->table);
    free(m->failure);
    free(m->json);
    free(m->provenance);
}

/* Room for all there can be, so that nothing moves while the page points to it. */
static lb_status reserve_page(page_builder *m, lb_error *err)
{
    size_t steps = m->project->steps + 1;
    m->set = calloc(m->layers->count + 1, sizeof *m->set);
    m->set_text = calloc(m->layers->count + 1, sizeof *m->set_text);
    m->table_text = calloc(steps * LB_COMMAND_TABLES, sizeof *m->table_text);
    m->table = calloc(steps * LB_COMMAND_TABLES, sizeof *m->table);
    m->failure = calloc(steps, sizeof *m->failure);
    m->json = calloc(steps, sizeof *m->json);
    m->provenance = calloc(steps, sizeof *m->provenance);
    return m->set && m->set_text && m->table_text && m->table && m->failure && m->json &&
                   m->provenance
               ? LB_OK
               : lb_error_memory(err);
}

/* --- the map --- */

/* Of the first `trend` that is published. */
static lb_status add_change(page_builder *m, lb_error *err)
{
    lb_square_changes changes;
    lb_error ignored;
    for (size_t s = 0; s < m->project->steps; s++) {
        const lb_command_result *result = &m->outcome[s].result;
        const lb_step *step = &m->project->step[s];
        size_t t = 0;
        while (t < result->tables && result->part[t][0])
            t++;
        if (strcmp(step->command->name, "trend") != 0 || step->unpublished ||
            m->outcome[s].status != LB_OK || t == result->tables ||
            lb_square_changes_make(&result->table[t], &changes, &ignored) != LB_OK)
            continue;
        lb_status status = lb_page_grid_add_change(&m->grid, &m->recipe, &changes);
        lb_square_changes_clear(&changes);
        return status == LB_OK ? LB_OK : lb_error_memory(err);
    }
    return LB_OK;
}

static lb_status read_grid(page_builder *m, lb_error *err)
{
    if (!m->layers->grid)
        return LB_OK;
    const char *recipe = lb_step_given(&m->project->step[m->project->grid], "recipe");
    LB_TRY(lb_recipe_load(recipe, m->job, &m->recipe, err));
    LB_TRY(lb_page_grid_read(m->layers->grid, &m->recipe, m->job, &m->grid, err));
    return add_change(m, err);
}

/* The rings of the first map that has some, else those of the recipe, where the grid has them. */
static lb_status read_rings(page_builder *m, lb_error *err)
{
    const char *column = lb_project_ring_column(m->layers, &m->recipe);
    lb_error ignored;
    if (m->grid.squares.count == 0 || !column)
        return LB_OK;
    lb_status status = lb_page_rings_read(m->layers->grid, column, m->layers->rings_where, m->job,
                                          &m->rings_data, &ignored);
    return status == LB_E_MEMORY ? lb_error_memory(err) : LB_OK;
}

/* "vatten_2021" -> "Vatten 2021" */
static void write_plain(const char *label, char *out)
{
    lb_text_print(out, TITLE_SIZE, "%.*s", TITLE_SIZE - 1, label);
    for (char *c = out; *c; c++)
        *c = *c == '_' ? ' ' : *c;
    if (out[0] >= 'a' && out[0] <= 'z')
        out[0] = (char)(out[0] - 'a' + 'A');
}

static void write_set_title(const lb_project_layer *layer, set_text *text)
{
    char name[LB_LAYER_NAME_SIZE];
    if (layer->context) {
        write_plain(layer->areas.label, text->title[0]);
        write_plain(layer->areas.label, text->title[1]);
        return;
    }
    lb_project_layer_name(layer->areas.label, layer->source, name);
    snprintf(text->title[0], TITLE_SIZE, "Områden (%s)", name);
    snprintf(text->title[1], TITLE_SIZE, "Areas (%s)", name);
}

/* Context has the fill and the names that the printed map gives it. */
static lb_status add_set(page_builder *m, const lb_project_layer *layer, lb_error *err)
{
    const lb_areas *a = &layer->areas;
    set_text *text = &m->set_text[m->sets];
    text->category = calloc(a->shapes.count + 1, sizeof *text->category);
    if (!text->category)
        return lb_error_memory(err);
    for (size_t i = 0; a->categories && i < a->shapes.count; i++)
        text->category[i] = a->category_name[a->category[i]];
    write_set_title(layer, text);
    if (layer->context && layer->style.pen.fill)
        snprintf(text->fill, sizeof text->fill, "#%06x", (unsigned)(layer->style.pen.fill >> 8));
    m->set[m->sets++] = (lb_page_areas){.title = {text->title[0], text->title[1]},
                                        .shapes = &a->shapes,
                                        .name = (const char *const *)a->name,
                                        .category = a->categories ? text->category : NULL,
                                        .figures = layer->figures,
                                        .context = layer->context,
                                        .show_names = layer->context && layer->style.label[0],
                                        .fill = text->fill[0] ? text->fill : NULL};
    return LB_OK;
}

/* A step with a name of its own has it behind the title. */
static void write_title(char *out, const char *text, const lb_step *step)
{
    bool own = strcmp(step->name, step->command->name) != 0;
    lb_text_print(out, TITLE_SIZE, own ? "%s (%.180s)" : "%s", text, step->name);
}

/* Hot spots and clusters of a step, with the events of each. */
static lb_status add_hotspots(page_builder *m, const lb_project_layer *layer, lb_error *err)
{
    const lb_areas *a = &layer->areas;
    set_text *text = &m->set_text[m->sets];
    text->category = calloc(a->shapes.count + 1, sizeof *text->category);
    text->colour = calloc(a->shapes.count + 1, sizeof *text->colour);
    m->sets++;
    if (!text->category || !text->colour)
        return lb_error_memory(err);
    for (size_t i = 0; i < a->shapes.count; i++) {
        text->category[i] = lb_hotspot_kinds[layer->kind[i]];
        text->colour[i] = m->hotspot_colour[layer->kind[i]];
    }
    write_title(text->title[0], "Var händelserna samlas", layer->step);
    write_title(text->title[1], "Where events gather", layer->step);
    m->set[m->sets - 1] = (lb_page_areas){.title = {text->title[0], text->title[1]},
                                          .shapes = &a->shapes,
                                          .name = (const char *const *)a->name,
                                          .category = text->category,
                                          .colour = text->colour,
                                          .figures = &a->attributes};
    return LB_OK;
}

static void write_colours(page_builder *m)
{
    for (size_t k = 0; k < LB_HOTSPOT_KINDS; k++) {
        lb_rgba fill = lb_palette_hotspot(k, 1).fill;
        if (fill)
            snprintf(m->hotspot_colour[k], COLOUR_SIZE, "#%06x", (unsigned)(fill >> 8));
    }
}

/* A source that is both context and areas is on the page once, as context. What another step wrote
 * into work/ is not: its fields, by which areas may be named, are as delivered. */
static bool is_set(const lb_project_layer *layer, bool context)
{
    return !layer->kind && !layer->of_work && layer->context == context &&
           (context || !layer->repeated);
}

/* Areas first, as readers look for them; the page draws context under them all the same. */
static lb_status add_sets(page_builder *m, lb_error *err)
{
    const lb_project_layer *layer = m->layers->layer;
    for (int context = 0; context <= 1; context++)
        for (size_t i = 0; i < m->layers->count; i++)
            if (is_set(&layer[i], context == 1))
                LB_TRY(add_set(m, &layer[i], err));
    write_colours(m);
    for (size_t i = 0; i < m->layers->count; i++)
        if (layer[i].kind && !layer[i].step->unpublished)
            LB_TRY(add_hotspots(m, &layer[i], err));
    return LB_OK;
}

/* --- tables --- */

/* Table t of step s, where the page has a section for it. */
static void add_table(page_builder *m, size_t s, size_t t)
{
    const lb_step *step = &m->project->step[s];
    const lb_command_result *result = &m->outcome[s].result;
    const lb_page_section *part = lb_page_section_find(step->command->name, result->part[t]);
    const lb_table_info *info = lb_command_table(step->command, result->part[t]);
    table_text *text = &m->table_text[m->tables];
    if (!part || !info || step->unpublished || !lb_table_info_has_roles(info))
        return;
    write_title(text->sv, part->title.sv, step);
    write_title(text->en, part->title.en, step);
    snprintf(text->id, sizeof text->id, "s%zu-%zu", s + 1, t + 1);
    snprintf(text->file, sizeof text->file, result->part[t][0] ? "%.200s-%s.csv" : "%.200s%s.csv",
             step->name, result->part[t]);
    m->table[m->tables++] =
        (lb_page_table){.id = text->id,
                        .section = part->section,
                        .title = {text->sv, text->en},
                        .note = part->note,
                        .file = text->file,
                        .table = &result->table[t],
                        .chart = lb_page_section_chart(part, &result->table[t])};
}

static bool is_last(const page_builder *m, size_t s)
{
    const lb_page_section *part =
        lb_page_section_find(m->project->step[s].command->name, m->outcome[s].result.part[0]);
    return part && part->last;
}

static bool same_section(const lb_page_table *a, const lb_page_table *b)
{
    return strcmp(a->section.sv, b->section.sv) == 0;
}

/* Each section once, where its first table is, and named by that one. */
static void group_tables(page_builder *m)
{
    for (size_t i = 0; i < m->tables; i++) {
        lb_page_table table = m->table[i];
        size_t to = i;
        while (to > 0 && !same_section(&m->table[to - 1], &table))
            to--;
        if (to == 0)
            continue;
        memmove(&m->table[to + 1], &m->table[to], (i - to) * sizeof table);
        m->table[to] = table;
    }
    for (size_t i = m->tables; i-- > 1;)
        if (same_section(&m->table[i], &m->table[i - 1]))
            m->table[i].section = (lb_page_text){NULL, NULL};
}

/* In the order of the project, by section; how the grid was made comes last. */
static void add_tables(page_builder *m)
{
    for (int last = 0; last <= 1; last++)
        for (size_t s = 0; s < m->project->steps; s++)
            for (size_t t = 0; t < m->outcome[s].result.tables; t++)
                if (is_last(m, s) == (last == 1))
                    add_table(m, s, t);
    group_tables(m);
}

/* --- the rest --- */

/* Steps that failed. Their messages quote what rows of the inputs hold, or say how few events or
 * people there are: they are on standard error, and on the page where everything is shown. */
static void add_failures(page_builder *m)
{
    static const lb_page_text elsewhere = {
        "varför står i körningens rapport, som inte publiceras",
        "why is in the report of the run, which is not published"};
    for (size_t s = 0; s < m->project->steps; s++)
        if (m->outcome[s].status != LB_OK)
            m->failure[m->failures++] = (lb_page_failure){
                {m->project->step[s].name, NULL},
                m->project->min_cell > 1 ? elsewhere : (lb_page_text){m->outcome[s].message, NULL}};
}

/* The steps' provenance that is published. */
static lb_status add_provenance(page_builder *m, lb_error *err)
{
    lb_status status = LB_OK;
    for (size_t s = 0; s < m->project->steps && status == LB_OK; s++) {
        const lb_step *step = &m->project->step[s];
        if (m->outcome[s].status != LB_OK || !step->provenance || step->unpublished)
            continue;
        char *path = lb_project_work_path(m->project, LB_PROJECT_PUBLISH,
                                          lb_text_base_name(step->provenance));
        status = path ? lb_file_read(path, &m->json[s], err) : lb_error_memory(err);
        free(path);
        m->provenance[m->n_provenance++] = (lb_page_provenance){step->name, m->json[s].text};
    }
    return status;
}

/* Missing values count as nothing. */
static double sum_known(const double *value, size_t count)
{
    lb_sum all = {0};
    for (size_t i = 0; i < count; i++)
        lb_sum_add(&all, isnan(value[i]) ? 0 : value[i]);
    return lb_sum_value(all);
}

/* The first share that is published. */
static const lb_table *share_table(const page_builder *m)
{
    for (size_t s = 0; s < m->project->steps; s++) {
        const lb_step *step = &m->project->step[s];
        const lb_command_result *result = &m->outcome[s].result;
        if (strcmp(step->command->name, "share") == 0 && m->outcome[s].status == LB_OK &&
            !step->unpublished && result->tables > 0)
            return &result->table[0];
    }
    return NULL;
}

/* The first areas, where their people add up: those on shared ground would be counted twice. Less
 * than a thousandth of the ground is within how edges are drawn. set: their name beside others. */
static const lb_table *area_figures(const page_builder *m, const char **set)
{
    const lb_project_layer *layer = m->layers->layer, *first = NULL;
    size_t sets = 0;
    for (size_t i = 0; i < m->layers->count; i++)
        if (!layer[i].context && !layer[i].kind && !layer[i].of_work && sets++ == 0)
            first = &layer[i];
    if (!first || !first->figures)
        return NULL;
    *set = sets > 1 ? first->areas.label : "";
    double shared = first->areas.topology.overlap_m2, ground = 0;
    for (size_t k = 0; k < first->areas.shapes.count; k++)
        ground += lb_shapes_area(&first->areas.shapes, k);
    if (shared <= ground / 1000)
        return first->figures;
    lb_log_note(m->job->log,
                "%s: areas overlap by %.0f m2, so that their people do not add up: the page does "
                "not say which share of the people lives in them",
                first->source, shared);
    return NULL;
}

/* What the run is about: events, land, people. */
static lb_status add_facts(page_builder *m, lb_error *err)
{
    const lb_page_squares *squares = &m->grid.squares;
    const lb_page_value *population = lb_page_squares_value(squares, "population");
    const char *set = "";
    const lb_table *share = share_table(m), *figures = area_figures(m, &set);
    double people = population ? sum_known(population->of, squares->count) : (double)NAN;
    if (share)
        lb_page_headline_add_share(&m->headline, share);
    if (figures)
        lb_page_headline_add_people(&m->headline, figures, people, set);
    lb_page_headline_add_squares(&m->headline, people, squares->count);
    return lb_page_headline_finish(&m->headline) == LB_OK ? LB_OK : lb_error_memory(err);
}

/* All parts as one lb_page. */
static lb_status write_page(page_builder *m, lb_error *err)
{
    const lb_project *p = m->project;
    lb_page_map map = {.title = {"Livsvillkor och områden", "Living conditions and areas"},
                       .squares = m->grid.squares,
                       .rings = m->rings_data.rings,
                       .areas = m->set,
                       .area_sets = m->sets,
                       .crs = m->layers->crs,
                       .attribution = {p->source, NULL}};
    bool exact_people = false;
    for (size_t s = 0; s < p->steps; s++)
        exact_people |= p->step[s].exact_people && m->outcome[s].status == LB_OK;
    if (m->grid.squares.count > 0)
        lb_coarsening_note_write(m->job, exact_people, &m->recipe, &m->coarsening, &map);
    const lb_page page = {.title = {p->title ? p->title : "Lägesbild", p->title},
                          .subtitle = {p->date, NULL},
                          .english = m->job->english,
                          .fact = m->headline.fact,
                          .facts = m->headline.facts,
                          .failure = m->failure,
                          .failures = m->failures,
                          .map = &map,
                          .maps = m->grid.squares.count > 0 || m->sets > 0,
                          .table = m->table,
                          .tables = m->tables,
                          .picture = m->pictures.picture,
                          .pictures = m->pictures.count,
                          .provenance = m->provenance,
                          .provenances = m->n_provenance,
                          .source = {p->source, NULL}};
    char *path = lb_project_work_path(p, LB_PROJECT_PUBLISH, LB_PROJECT_PAGE);
    lb_status status = path ? lb_page_write(&page, path, m->job, err) : lb_error_memory(err);
    free(path);
    return status;
}

static lb_status build_page(page_builder *m, lb_error *err)
{
    LB_TRY(reserve_page(m, err));
    LB_TRY(read_grid(m, err));
    LB_TRY(add_sets(m, err));
    LB_TRY(read_rings(m, err));
    LB_TRY(lb_page_images_make(m->project, m->outcome, m->job, &m->pictures, err));
    LB_TRY(add_provenance(m, err));
    add_tables(m);
    add_failures(m);
    LB_TRY(add_facts(m, err));
    return write_page(m, err);
}

lb_status lb_project_write_page(const lb_project *project, const lb_step_outcome *outcome,
                                const lb_project_layers *layers, const lb_job *job, lb_error *err)
{
    page_builder m = {.project = project, .outcome = outcome, .layers = layers, .job = job};
    lb_status status = build_page(&m, err);
    clear_page(&m);
    return status;
}

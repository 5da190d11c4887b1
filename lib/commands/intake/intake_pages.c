/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/page.h>
#include "base/array.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/intake/intake_pages.h"
#include "commands/intake/intake_tables.h"

enum { SLUG_SIZE = 80, FILE_SIZE = 120, LPO_TABLES = 6 };

/* File names ----------------------------------------------------------------------------------- */

/* Letters a to z and digits, one dash for all between; of a name without any its number. */
static void make_slug(const char *name, size_t number, char slug[SLUG_SIZE])
{
    char folded[SLUG_SIZE];
    size_t length = lb_text_fold(name, folded, sizeof folded), n = 0;
    for (size_t i = 0; i < length; i++) {
        char c = folded[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain || (n > 0 && slug[n - 1] != '-'))
            slug[n++] = plain ? c : '-';
    }
    n -= n > 0 && slug[n - 1] == '-';
    slug[n] = '\0';
    if (n == 0)
        snprintf(slug, SLUG_SIZE, "%zu", number);
}

static bool is_taken(const lb_file_names *names, const char *file)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->item[i], file) == 0)
            return true;
    return false;
}

lb_status lb_intake_page_names(const lb_collection *c, lb_file_names *out)
{
    for (size_t i = 0; i < c->lpo_name.count; i++) {
        char slug[SLUG_SIZE], file[FILE_SIZE];
        make_slug(c->lpo_name.name[c->lpo_order[i]], i + 1, slug);
        snprintf(file, sizeof file, "lpo-%s.html", slug);
        for (size_t again = 2; is_taken(out, file); again++)
            snprintf(file, sizeof file, "lpo-%s-%zu.html", slug, again);
        LB_TRY(lb_file_names_add(out, lb_text_copy(file)));
    }
    return LB_OK;
}

/* Parts of both pages -------------------------------------------------------------------------- */

static const lb_page_text method = {
    "Tillståndet är det sista steg som är påbörjat när alla steg före det är klara: not started "
    "(inte påbörjat), stage (stadium), drawn (ritat), questions (80 frågor), cylinder, hot spots, "
    "document (områdesdokument), complete (klart). Ett steg är klart när det inte har någon "
    "brist.\n\n"
    "Stadiet följer av svaren i stadiemodellen genom beskrivningens regler, i ordning: den första "
    "som gäller. Det räknas aldrig fram ur statistik, och inget annat heller som en människa ska "
    "bedöma.\n\n"
    "Cylindermodellen är antal personer. Listor över personer tas inte emot, och små antal visas "
    "inte. Sidan är arbetsmaterial inom Polisen.",
    "The state is the last step that has been begun with all steps before it done: not started, "
    "stage, drawn, questions, cylinder, hot spots, document, complete. A step is done when it has "
    "no defect.\n\n"
    "The stage follows from the answers to the stage model by the rules of the description, in "
    "order: the first that holds. It is never computed from statistics, nor is anything else that "
    "a person must judge.\n\n"
    "The cylinder model is numbers of persons. Lists of persons are refused, and small numbers are "
    "not shown. The page is working material of the Police."};

static lb_status render_page(const lb_page *page, char **out, lb_error *err)
{
    lb_status status = lb_page_render(page, out);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

/* The region ----------------------------------------------------------------------------------- */

static size_t count_state(const lb_collection *c, size_t state)
{
    size_t count = 0;
    for (size_t l = 0; l < c->lpo_name.count; l++)
        count += strcmp(c->lpo[l].state, lb_intake_state_names[state]) == 0;
    return count;
}

static size_t count_documents(const lb_collection *c)
{
    size_t count = 0;
    for (size_t a = 0; a < c->area_name.count; a++)
        count += c->area[a].documents;
    return count;
}

/* How many there are, and how far they have come. */
enum { REGION_FACTS = 5 };

static void count_facts(const lb_collection *c, lb_page_fact fact[REGION_FACTS])
{
    static const lb_page_text label[REGION_FACTS] = {{"Lokalpolisområden", "Local police areas"},
                                                     {"Klara", "Complete"},
                                                     {"Inte påbörjade", "Not started"},
                                                     {"Ritade områden", "Drawn areas"},
                                                     {"Dokument", "Documents"}};
    const size_t value[REGION_FACTS] = {c->lpo_name.count, count_state(c, LB_INTAKE_STATES - 1),
                                        count_state(c, 0), c->area_name.count, count_documents(c)};
    for (size_t i = 0; i < REGION_FACTS; i++)
        fact[i] =
            (lb_page_fact){.label = label[i], .value = (double)value[i], .unit = LB_UNIT_COUNT};
}

typedef struct region_tables {
    lb_table states, swedish, english;
} region_tables;

static lb_status make_region_tables(const lb_collection *c, region_tables *tables)
{
    LB_TRY(lb_intake_states_table(c, &tables->states));
    LB_TRY(lb_intake_table(c, false, &tables->swedish));
    return lb_intake_table(c, true, &tables->english);
}

static lb_status render_region(const lb_collection *c, const region_tables *made,
                               const lb_file_names *names, const char *provenance, char **out,
                               lb_error *err)
{
    lb_page_fact facts[REGION_FACTS];
    const lb_page_areas sets[] = {{.title = {"Lokalpolisområden", "Local police areas"},
                                   .shapes = &c->lpo_shapes,
                                   .name = (const char *const *)c->lpo_name.name,
                                   .context = true,
                                   .show_names = true},
                                  {.title = {"Ritade områden", "Drawn areas"},
                                   .shapes = &c->area_shapes,
                                   .name = (const char *const *)c->area_name.name}};
    const lb_page_map map = {.title = {"Ritade områden", "Drawn areas"},
                             .areas = sets,
                             .area_sets = c->area_name.count > 0 ? 2 : 1,
                             .crs = c->crs};
    const lb_page_table tables[] = {{.id = "states",
                                     .section = {"Tillstånd", "States"},
                                     .title = {"Hur långt de kommit", "How far they have come"},
                                     .file = "tillstand.csv",
                                     .table = &made->states},
                                    {.id = "lpo",
                                     .section = {"Lokalpolisområden", "Local police areas"},
                                     .title = {"Varje lokalpolisområde", "Each local police area"},
                                     .note = {"Namnet leder till områdets egen sida.",
                                              "The name leads to the area's own page."},
                                     .file = "inhamtning.csv",
                                     .table = &made->swedish,
                                     .english = &made->english,
                                     .row_link = (const char *const *)names->item}};
    const lb_page_provenance provenances[] = {{"intake", provenance}};
    const lb_page page = {
        .title = {c->config.title, NULL},
        .subtitle = {"Inhämtningen: arbetsmaterial", "The collection: working material"},
        .english = c->job->english,
        .fact = facts,
        .facts = REGION_FACTS,
        .map = &map,
        .maps = 1,
        .table = tables,
        .tables = 2,
        .method = method,
        .provenance = provenances,
        .provenances = 1};
    count_facts(c, facts);
    return render_page(&page, out, err);
}

lb_status lb_intake_region_page(const lb_collection *c, const lb_file_names *names,
                                const char *provenance, char **out, lb_error *err)
{
    region_tables tables = {.states = {0}};
    lb_status status = make_region_tables(c, &tables) == LB_OK ? LB_OK : lb_error_memory(err);
    if (status == LB_OK)
        status = render_region(c, &tables, names, provenance, out, err);
    lb_table_clear(&tables.states);
    lb_table_clear(&tables.swedish);
    lb_table_clear(&tables.english);
    return status;
}

/* A local police area -------------------------------------------------------------------------- */

typedef struct lpo_page {
    const lb_collection *c;
    size_t lpo;
    lb_table steps, defects, english, areas, cylinder, documents, stage;
    lb_page_table table[LPO_TABLES];
    size_t tables;
    char **brief; /* [areas.rows]: a file each, or NULL */
    lb_shapes border, drawn;
    const char **drawn_name;
} lpo_page;

static void clear_lpo_page(lpo_page *p)
{
    lb_table *tables[] = {&p->steps,    &p->defects,   &p->english, &p->areas,
                          &p->cylinder, &p->documents, &p->stage};
    lb_array_free(p->brief, p->areas.rows);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        lb_table_clear(tables[i]);
    lb_shapes_clear(&p->border);
    lb_shapes_clear(&p->drawn);
    free(p->drawn_name);
}

/* The name of each area's brief: {area} stands for the folded name. */
static lb_status name_briefs(lpo_page *p)
{
    const char *pattern = p->c->config.brief;
    p->brief = calloc(p->areas.rows + 1, sizeof *p->brief);
    if (!p->brief)
        return LB_E_MEMORY;
    for (size_t i = 0; pattern && i < p->areas.rows; i++) {
        char slug[SLUG_SIZE];
        lb_buf file = {0};
        const char *at = strstr(pattern, "{area}");
        make_slug(lb_table_text(&p->areas, i, 0), i + 1, slug);
        lb_buf_append(&file, pattern, (size_t)(at - pattern));
        lb_buf_printf(&file, "%s%s", slug, at + strlen("{area}"));
        p->brief[i] = lb_buf_detach(&file);
        if (!p->brief[i])
            return LB_E_MEMORY;
    }
    return LB_OK;
}

static lb_status make_tables(lpo_page *p)
{
    LB_TRY(lb_intake_steps_table(p->c, p->lpo, &p->steps));
    LB_TRY(lb_intake_defects_table(p->c, p->lpo, false, &p->defects));
    LB_TRY(lb_intake_defects_table(p->c, p->lpo, true, &p->english));
    LB_TRY(lb_intake_areas_table(p->c, p->lpo, &p->areas));
    LB_TRY(lb_intake_cylinder_table(p->c, p->lpo, &p->cylinder));
    LB_TRY(lb_intake_documents_table(p->c, p->lpo, &p->documents));
    LB_TRY(lb_intake_stage_table(p->c, p->lpo, &p->stage));
    return name_briefs(p);
}

/* Its border and the areas drawn in it. */
static lb_status copy_shapes(lpo_page *p)
{
    const lb_collection *c = p->c;
    p->drawn_name = calloc(c->area_name.count + 1, sizeof *p->drawn_name);
    if (!p->drawn_name)
        return LB_E_MEMORY;
    LB_TRY(lb_shapes_add_copy(&p->border, &c->lpo_shapes, p->lpo));
    for (size_t i = 0; i < c->area_name.count; i++) {
        size_t a = c->area_order[i];
        if (c->area[a].lpo != p->lpo)
            continue;
        p->drawn_name[p->drawn.count] = c->area_name.name[a];
        LB_TRY(lb_shapes_add_copy(&p->drawn, &c->area_shapes, a));
    }
    return LB_OK;
}

/* Tables without a row are left out; those that are there keep this order. */
static void list_tables(lpo_page *p)
{
    const lb_page_table all[LPO_TABLES] = {
        {.id = "steps",
         .section = {"Stegen", "The steps"},
         .title = {"Hur långt varje steg kommit", "How far each step has come"},
         .file = "steg.csv",
         .table = &p->steps},
        {.id = "defects",
         .title = {"Att göra", "To do"},
         .file = "brister.csv",
         .table = &p->defects,
         .english = &p->english},
        {.id = "areas",
         .section = {"Ritade områden", "Drawn areas"},
         .title = {"De ritade områdena", "The drawn areas"},
         .note = {"Osäkra svar har osäkerheten 4 eller 5: de vilar på en eller få källor.",
                  "Unsure answers have an uncertainty of 4 or 5: they rest on one or few sources."},
         .file = "omraden.csv",
         .table = &p->areas,
         .row_link = (const char *const *)p->brief},
        {.id = "cylinder",
         .title = {"Cylindermodellens antal", "Counts of the cylinder model"},
         .note = {"Antal personer i grupperna A till D; små antal visas inte.",
                  "Numbers of persons in the groups A to D; small numbers are not shown."},
         .file = "cylinder.csv",
         .table = &p->cylinder},
        {.id = "documents",
         .title = {"Områdesdokument", "Area documents"},
         .file = "dokument.csv",
         .table = &p->documents},
        {.id = "stage",
         .section = {"Stadiemodellen", "The stage model"},
         .title = {"Svaren i stadiemodellen", "Answers to the stage model"},
         .file = "stadium.csv",
         .table = &p->stage}};
    for (size_t i = 0; i < LPO_TABLES; i++)
        if (all[i].table->rows > 0)
            p->table[p->tables++] = all[i];
}

static lb_status render_lpo(const lpo_page *p, char **out, lb_error *err)
{
    const lb_collection *c = p->c;
    const lb_lpo *lpo = &c->lpo[p->lpo];
    const char *name = c->lpo_name.name[p->lpo];
    char state_key[40];
    char stage[20] = "–";
    snprintf(state_key, sizeof state_key, "state:%s", lpo->state);
    const lb_page_term *state = lb_glossary_find_value(state_key);
    if (lpo->stage > 0)
        snprintf(stage, sizeof stage, "%d", lpo->stage);
    const lb_page_fact facts[] = {
        {.label = {"Tillstånd", "State"},
         .shown = state && !c->job->english ? state->label.sv : lpo->state},
        {.label = {"Stadium", "Stage"}, .shown = stage, .note = {lpo->rule, NULL}},
        {.label = {"Ritade områden", "Drawn areas"},
         .value = (double)lpo->areas,
         .unit = LB_UNIT_COUNT},
        {.label = {"Brister", "Defects"}, .value = (double)p->defects.rows, .unit = LB_UNIT_COUNT},
        {.label = {"Sämsta rutor utanför ritade områden", "Worst squares in no drawn area"},
         .value = (double)lpo->worst_squares,
         .unit = LB_UNIT_COUNT,
         .note = {"en fråga, inget fynd: finns det skäl att de inte är med?",
                  "a question, no finding: is there a reason why they are not in?"}},
        {.label = {"Invånare i dem", "People in them"},
         .value = lpo->worst_people,
         .unit = LB_UNIT_COUNT}};
    const lb_page_areas sets[] = {
        {.title = {"Lokalpolisområdet", "The local police area"},
         .shapes = &p->border,
         .name = &name,
         .context = true},
        {.title = {"Ritade områden", "Drawn areas"}, .shapes = &p->drawn, .name = p->drawn_name}};
    const lb_page_map map = {.title = {"Lokalpolisområdet", "The local police area"},
                             .areas = sets,
                             .area_sets = p->drawn.count > 0 ? 2 : 1,
                             .crs = c->crs};
    const lb_page page = {.title = {name, NULL},
                          .subtitle = {c->config.title, NULL},
                          .home = {"Alla lokalpolisområden", "All local police areas"},
                          .home_file = "index.html",
                          .english = c->job->english,
                          .fact = facts,
                          .facts = c->config.grid ? 6 : 4,
                          .map = &map,
                          .maps = 1,
                          .table = p->table,
                          .tables = p->tables,
                          .method = method};
    return render_page(&page, out, err);
}

lb_status lb_intake_lpo_page(const lb_collection *c, size_t lpo, char **out, lb_error *err)
{
    lpo_page p = {.c = c, .lpo = lpo};
    lb_status status =
        make_tables(&p) == LB_OK && copy_shapes(&p) == LB_OK ? LB_OK : lb_error_memory(err);
    if (status == LB_OK) {
        list_tables(&p);
        status = render_lpo(&p, out, err);
    }
    clear_lpo_page(&p);
    return status;
}

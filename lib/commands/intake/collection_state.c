/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/try.h"
#include "commands/intake/collection_state.h"

const char *const lb_intake_state_names[LB_INTAKE_STATES] = {
    "not started", "stage", "drawn", "questions", "cylinder", "hot spots", "document", "complete"};

/* "A, B": one more name. */
static void add_name(lb_buf *names, const char *name)
{
    lb_buf_printf(names, "%s%s", names->length ? ", " : "", name);
}

/* A defect with the names found, if any were; empties the list. */
static lb_status report_names(lb_collection *c, size_t lpo, size_t area, lb_intake_step step,
                              lb_bilingual text, lb_buf *names)
{
    lb_status status = names->failed ? LB_E_MEMORY
                       : names->length > 0
                           ? lb_collection_defect(c, lpo, area, step, text, names->text)
                           : LB_OK;
    lb_buf_clear(names);
    return status;
}

static lb_status report_number(lb_collection *c, size_t area, lb_intake_step step,
                               lb_bilingual text, size_t number)
{
    char detail[30];
    snprintf(detail, sizeof detail, "%zu", number);
    return number > 0 ? lb_collection_defect(c, c->area[area].lpo, area, step, text, detail)
                      : LB_OK;
}

/* Stage ---------------------------------------------------------------------------------------- */

static lb_status find_stage(lb_collection *c, lb_lpo *lpo)
{
    const lb_intake_config *config = &c->config;
    if (lpo->answered < config->items)
        return LB_OK;
    double *answer = calloc(config->items + 1, sizeof *answer);
    if (!answer)
        return LB_E_MEMORY;
    for (size_t i = 0; i < config->items; i++)
        answer[i] = lpo->answer[i].value;
    size_t rule = lb_stage_rule_find(config->rule, config->rules, answer);
    lpo->stage = rule == SIZE_MAX ? LB_STAGE_LOWEST : config->rule[rule].stage;
    lpo->rule = rule == SIZE_MAX ? "otherwise" : config->rule[rule].name;
    free(answer);
    return LB_OK;
}

/* Answers that lack what the description requires. */
static lb_status report_required(lb_collection *c, size_t l, unsigned what, lb_bilingual text)
{
    const lb_intake_config *config = &c->config;
    lb_buf names = {0};
    if (!(config->require[LB_INTAKE_STAGE] & what))
        return LB_OK;
    for (size_t i = 0; i < config->items; i++) {
        const lb_stage_answer *answer = &c->lpo[l].answer[i];
        bool given = what == LB_REQUIRE_DATE ? answer->date != NULL : !isnan(answer->uncertainty);
        if (!isnan(answer->value) && !given)
            add_name(&names, config->item[i].id);
    }
    return report_names(c, l, SIZE_MAX, LB_INTAKE_STAGE, text, &names);
}

static lb_status judge_stage(lb_collection *c, size_t l)
{
    lb_lpo *lpo = &c->lpo[l];
    lb_buf names = {0};
    lpo->begun[LB_INTAKE_STAGE] = lpo->answered > 0;
    LB_TRY(find_stage(c, lpo));
    if (lpo->answered == 0)
        return lb_collection_defect(c, l, SIZE_MAX, LB_INTAKE_STAGE,
                                    (lb_bilingual){"stadiemodellen är inte besvarad: börja där",
                                                   "the stage model is not answered: begin there"},
                                    NULL);
    for (size_t i = 0; i < c->config.items; i++)
        if (isnan(lpo->answer[i].value))
            add_name(&names, c->config.item[i].id);
    LB_TRY(
        report_names(c, l, SIZE_MAX, LB_INTAKE_STAGE,
                     (lb_bilingual){"stadiemodellen saknar svar på {}: besvara dem, först då ges "
                                    "stadiet",
                                    "the stage model has no answer to {}: answer them, the stage "
                                    "comes then"},
                     &names));
    LB_TRY(report_required(
        c, l, LB_REQUIRE_UNCERTAINTY,
        (lb_bilingual){"osäkerhet saknas för {}: ange den", "no uncertainty for {}: give it"}));
    return report_required(
        c, l, LB_REQUIRE_DATE,
        (lb_bilingual){"datum saknas för {}: ange det", "no date for {}: give it"});
}

/* Areas ---------------------------------------------------------------------------------------- */

static lb_status judge_drawn(lb_collection *c, size_t l)
{
    lb_lpo *lpo = &c->lpo[l];
    char stage[20];
    snprintf(stage, sizeof stage, "%d", lpo->stage);
    lpo->begun[LB_INTAKE_DRAWN] = lpo->areas > 0;
    if (lpo->stage >= c->config.from_stage && lpo->areas == 0)
        return lb_collection_defect(c, l, SIZE_MAX, LB_INTAKE_DRAWN,
                                    (lb_bilingual){"stadie {}: rita området på kartan",
                                                   "stage {}: draw the area on the map"},
                                    stage);
    for (size_t i = 0; i < c->area_name.count; i++) {
        size_t a = c->area_order[i];
        if (c->area[a].lpo == l && lpo->stage > 0 && lpo->stage < c->config.from_stage &&
            !c->area[a].has_reason)
            LB_TRY(lb_collection_defect(
                c, l, a, LB_INTAKE_DRAWN,
                (lb_bilingual){"ritat fast stadie {} inte kräver det: skriv skälet, eller ta bort "
                               "det",
                               "drawn though stage {} does not ask for it: write the reason, or "
                               "take it out"},
                stage));
    }
    return LB_OK;
}

static lb_status judge_questions(lb_collection *c, size_t a)
{
    const lb_drawn_area *area = &c->area[a];
    if (area->answered == 0)
        return lb_collection_defect(
            c, area->lpo, a, LB_INTAKE_QUESTIONS,
            (lb_bilingual){"de 80 frågorna är inte besvarade: besvara dem",
                           "the 80 questions are not answered: answer them"},
            NULL);
    if (!area->missing)
        return LB_OK;
    return lb_collection_defect(c, area->lpo, a, LB_INTAKE_QUESTIONS,
                                (lb_bilingual){"svar saknas på fråga {}: besvara dem",
                                               "no answer to question {}: answer them"},
                                area->missing);
}

static lb_status judge_cylinder(lb_collection *c, size_t a)
{
    const lb_drawn_area *area = &c->area[a];
    lb_buf names = {0};
    if (!area->counted)
        return lb_collection_defect(
            c, area->lpo, a, LB_INTAKE_CYLINDER,
            (lb_bilingual){"cylindermodellens antal saknas: lämna antal i A till D, aldrig namn",
                           "no counts of the cylinder model: give numbers in A to D, never names"},
            NULL);
    for (size_t g = 0; g < LB_CYLINDER_GROUPS; g++)
        if (area->count[g] == LB_INTEGER_NONE)
            add_name(&names, (const char *[]){"A", "B", "C", "D"}[g]);
    return report_names(
        c, area->lpo, a, LB_INTAKE_CYLINDER,
        (lb_bilingual){"grupp {} saknar antal: ange det, 0 om ingen hör dit",
                       "group {} has no number: give it, 0 if nobody belongs there"},
        &names);
}

size_t lb_hot_spots_count(const lb_collection *c, size_t area, size_t *outside)
{
    size_t established = 0;
    *outside = 0;
    for (size_t i = 0; i < c->area[area].hot_spots; i++) {
        const lb_hot_spot *spot = &c->area[area].hot_spot[i];
        established += spot->established;
        *outside += spot->established && spot->placed && spot->is_outside;
    }
    return established;
}

static lb_status judge_hot_spots(lb_collection *c, size_t a)
{
    const lb_drawn_area *area = &c->area[a];
    unsigned require = c->config.require[LB_INTAKE_HOT_SPOTS];
    size_t outside, unplaced = 0, sourceless = 0, dateless = 0;
    if (area->hot_spots == 0)
        return lb_collection_defect(
            c, area->lpo, a, LB_INTAKE_HOT_SPOTS,
            (lb_bilingual){
                "inget är sagt om platser för narkotikaförsäljning: markera dem, eller "
                "skriv en rad med etablerad nej",
                "nothing is said of places of drug sales: mark them, or write a row with "
                "established no"},
            NULL);
    lb_hot_spots_count(c, a, &outside);
    for (size_t i = 0; i < area->hot_spots; i++) {
        const lb_hot_spot *spot = &area->hot_spot[i];
        unplaced += spot->established && !spot->placed;
        sourceless += !spot->source;
        dateless += !spot->date;
    }
    LB_TRY(
        report_number(c, a, LB_INTAKE_HOT_SPOTS,
                      (lb_bilingual){"hot spots utanför området ({}): flytta dem, eller gränsen",
                                     "hot spots outside the area ({}): move them, or the border"},
                      outside));
    LB_TRY(report_number(c, a, LB_INTAKE_HOT_SPOTS,
                         (lb_bilingual){"hot spots utan plats ({}): ange koordinater",
                                        "hot spots without a place ({}): give coordinates"},
                         unplaced));
    LB_TRY(report_number(c, a, LB_INTAKE_HOT_SPOTS,
                         (lb_bilingual){"hot spots utan källa ({}): ange den",
                                        "hot spots without a source ({}): give it"},
                         require & LB_REQUIRE_SOURCE ? sourceless : 0));
    return report_number(c, a, LB_INTAKE_HOT_SPOTS,
                         (lb_bilingual){"hot spots utan datum ({}): ange det",
                                        "hot spots without a date ({}): give it"},
                         require & LB_REQUIRE_DATE ? dateless : 0);
}

/* What is wrong with the file itself; NULL: nothing. */
static const lb_bilingual *file_fault(const lb_area_document *document)
{
    static const lb_bilingual absent = {"{} finns inte i mappen: lägg dit filen",
                                        "{} is not in the folder: put the file there"};
    static const lb_bilingual empty = {"{} är tom: spara om den", "{} is empty: save it again"};
    static const lb_bilingual unknown = {
        "{} är av okänd sort: spara den som pdf, docx, odt, rtf, "
        "txt, md eller html",
        "{} is of an unknown kind: save it as pdf, docx, odt, rtf, "
        "txt, md or html"};
    static const lb_bilingual other = {"{} är inte vad ändelsen säger: öppna den och spara om den",
                                       "{} is not what its ending says: open it and save it again"};
    return !document->is_there      ? &absent
           : document->bytes == 0   ? &empty
           : !document->type        ? &unknown
           : !document->is_as_named ? &other
                                    : NULL;
}

static lb_status judge_document(lb_collection *c, size_t a, const lb_area_document *document)
{
    const lb_intake_config *config = &c->config;
    const lb_bilingual *fault = file_fault(document);
    size_t lpo = c->area[a].lpo;
    lb_buf names = {0};
    if (fault)
        LB_TRY(lb_collection_defect(c, lpo, a, LB_INTAKE_DOCUMENT, *fault, document->name));
    for (size_t h = 0; h < config->headings; h++)
        if (!document->heading[h])
            add_name(&names, config->heading[h]);
    if (names.length > 0)
        lb_buf_printf(&names, " (%s)", document->name);
    LB_TRY(report_names(
        c, lpo, a, LB_INTAKE_DOCUMENT,
        (lb_bilingual){"text saknas under {}: skriv den", "no text under {}: write it"}, &names));
    if (document->date || !(config->require[LB_INTAKE_DOCUMENT] & LB_REQUIRE_DATE))
        return LB_OK;
    return lb_collection_defect(
        c, lpo, a, LB_INTAKE_DOCUMENT,
        (lb_bilingual){"{} saknar datum: ange det", "{} has no date: give it"}, document->name);
}

static lb_status judge_documents(lb_collection *c, size_t a)
{
    const lb_drawn_area *area = &c->area[a];
    if (area->documents == 0)
        return lb_collection_defect(
            c, area->lpo, a, LB_INTAKE_DOCUMENT,
            (lb_bilingual){"områdesdokument saknas: skriv det", "no area document: write it"},
            NULL);
    for (size_t i = 0; i < area->documents; i++)
        LB_TRY(judge_document(c, a, &area->document[i]));
    return LB_OK;
}

/* Has anything of the step come in for the area? */
static bool is_area_begun(const lb_drawn_area *area, size_t step)
{
    switch (step) {
    case LB_INTAKE_QUESTIONS:
        return area->answered > 0;
    case LB_INTAKE_CYLINDER:
        return area->counted;
    case LB_INTAKE_HOT_SPOTS:
        return area->hot_spots > 0;
    case LB_INTAKE_DOCUMENT:
        return area->documents > 0;
    default:
        return true;
    }
}

/* States --------------------------------------------------------------------------------------- */

static size_t place_of(const size_t *order, size_t count, size_t number)
{
    for (size_t i = 0; i < count; i++)
        if (order[i] == number)
            return i;
    return SIZE_MAX; /* the whole: after its areas, or none */
}

typedef struct defect_key {
    size_t lpo, step, area, at;
    const char *text;
} defect_key;

static int compare_keys(const void *a, const void *b)
{
    const defect_key *x = a, *y = b;
    LB_COMPARE(x->lpo, y->lpo);
    LB_COMPARE(x->step, y->step);
    LB_COMPARE(x->area, y->area);
    return strcmp(x->text, y->text);
}

/* By local police area, step, area, text: not by the order of rows. */
static lb_status sort_defects(lb_collection *c)
{
    defect_key *key = calloc(c->defects + 1, sizeof *key);
    lb_defect *sorted = calloc(c->defects + 1, sizeof *sorted);
    if (key && sorted) {
        for (size_t i = 0; i < c->defects; i++)
            key[i] = (defect_key){place_of(c->lpo_order, c->lpo_name.count, c->defect[i].lpo),
                                  c->defect[i].step,
                                  place_of(c->area_order, c->area_name.count, c->defect[i].area), i,
                                  c->defect[i].text[0]};
        qsort(key, c->defects, sizeof *key, compare_keys);
        for (size_t i = 0; i < c->defects; i++)
            sorted[i] = c->defect[key[i].at];
        if (c->defects > 0)
            memcpy(c->defect, sorted, c->defects * sizeof *sorted);
    }
    bool good = key && sorted;
    free(key);
    free(sorted);
    return good ? LB_OK : LB_E_MEMORY;
}

/* "AREA: what; AREA: what", in both languages, and which steps are done: those asked for that have
 * no defect. */
static lb_status sum_up(lb_collection *c, size_t l)
{
    lb_lpo *lpo = &c->lpo[l];
    lb_buf text[2] = {{0}, {0}};
    for (size_t s = 0; s < LB_INTAKE_STEPS; s++)
        lpo->done[s] = true;
    for (size_t i = 0; i < c->defects; i++) {
        const lb_defect *defect = &c->defect[i];
        if (defect->lpo != l)
            continue;
        lpo->done[defect->step] = false;
        for (int k = 0; k < 2; k++)
            lb_buf_printf(&text[k], "%s%s%s%s", text[k].length ? "; " : "",
                          defect->area == SIZE_MAX ? "" : c->area_name.name[defect->area],
                          defect->area == SIZE_MAX ? "" : ": ", defect->text[k]);
    }
    for (int k = 0; k < 2; k++)
        lpo->defects[k] = lb_buf_detach(&text[k]);
    return lpo->defects[0] && lpo->defects[1] ? LB_OK : LB_E_MEMORY;
}

static bool has_defect(const lb_collection *c, size_t area, size_t step)
{
    for (size_t i = 0; i < c->defects; i++)
        if (c->defect[i].area == area && c->defect[i].step == step)
            return true;
    return false;
}

static void count_areas(lb_collection *c)
{
    for (size_t a = 0; a < c->area_name.count; a++) {
        lb_lpo *lpo = &c->lpo[c->area[a].lpo];
        for (size_t s = LB_INTAKE_DRAWN; s < LB_INTAKE_STEPS; s++) {
            bool begun = is_area_begun(&c->area[a], s);
            lpo->begun[s] |= begun;
            lpo->step_areas[s] += begun && !has_defect(c, a, s);
        }
    }
}

/* The furthest step that has been begun with all before it done. */
static const char *find_state(const lb_collection *c, const lb_lpo *lpo)
{
    size_t last = LB_INTAKE_STAGE;
    bool any = false;
    for (size_t s = 0; s < LB_INTAKE_STEPS; s++)
        any |= c->config.asked[s] && lpo->begun[s];
    for (size_t s = 0; s < LB_INTAKE_STEPS; s++) {
        if (!c->config.asked[s])
            continue;
        if (!lpo->done[s] && !any)
            return lb_intake_state_names[0];
        if (!lpo->done[s])
            return lb_intake_state_names[1 + (lpo->begun[s] ? s : last)];
        last = s;
    }
    return lb_intake_state_names[LB_INTAKE_STATES - 1];
}

static lb_status judge_area(lb_collection *c, size_t a)
{
    static lb_status (*const judge[LB_INTAKE_STEPS])(lb_collection *, size_t) = {
        [LB_INTAKE_QUESTIONS] = judge_questions,
        [LB_INTAKE_CYLINDER] = judge_cylinder,
        [LB_INTAKE_HOT_SPOTS] = judge_hot_spots,
        [LB_INTAKE_DOCUMENT] = judge_documents};
    for (size_t s = 0; s < LB_INTAKE_STEPS; s++)
        if (judge[s] && c->config.asked[s])
            LB_TRY(judge[s](c, a));
    return LB_OK;
}

lb_status lb_collection_judge(lb_collection *c)
{
    for (size_t l = 0; l < c->lpo_name.count; l++) {
        LB_TRY(judge_stage(c, l));
        if (c->config.asked[LB_INTAKE_DRAWN])
            LB_TRY(judge_drawn(c, l));
    }
    for (size_t a = 0; a < c->area_name.count; a++)
        LB_TRY(judge_area(c, a));
    LB_TRY(sort_defects(c));
    count_areas(c);
    for (size_t l = 0; l < c->lpo_name.count; l++) {
        LB_TRY(sum_up(c, l));
        c->lpo[l].state = find_state(c, &c->lpo[l]);
    }
    return LB_OK;
}

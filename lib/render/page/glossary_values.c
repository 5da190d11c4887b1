/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people call the words that files hold as values. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/swedish_text.h"
#include "render/text/html.h"
#include "render/page/glossary_values.h"

enum { COLUMN_WORDS = 3, GRID_NAME_SIZE = 200 };

typedef struct glossary_entry {
    const char *value; /* COLUMN:VALUE: in that column alone */
    lb_page_term term;
} glossary_entry;

#define WORD(value, sv, en) \
    {                       \
        value,              \
        {                   \
            {sv, en},       \
            {               \
                NULL, NULL  \
            }               \
        }                   \
    }
/* The Police's three: Swedish as the source spells it. */
#define CATEGORY(value, en) WORD(value, value, en)

static const glossary_entry value_entries[] = {
    CATEGORY("Särskilt utsatt område", "Particularly vulnerable area"),
    CATEGORY("Särskilt utsatta områden", "Particularly vulnerable areas"),
    CATEGORY("särskilt utsatt område", "particularly vulnerable area"),
    CATEGORY("Riskområde", "Risk area"),
    CATEGORY("Riskområden", "Risk areas"),
    CATEGORY("riskområde", "risk area"),
    CATEGORY("Utsatt område", "Vulnerable area"),
    CATEGORY("Utsatta områden", "Vulnerable areas"),
    CATEGORY("utsatt område", "vulnerable area"),
    CATEGORY("Ej utsatt", "Not listed"),
    WORD("median:SUO", "Särskilt utsatt område", "Particularly vulnerable area"),
    WORD("median:RO", "Riskområde", "Risk area"),
    WORD("median:UO", "Utsatt område", "Vulnerable area"),
    WORD("joint:SUO", "Särskilt utsatt område", "Particularly vulnerable area"),
    WORD("joint:RO", "Riskområde", "Risk area"),
    WORD("joint:UO", "Utsatt område", "Vulnerable area"),
    WORD("measure:recipes", "Recept", "Recipes"),
    WORD("squares_firm", "Rutor med säker klass", "Squares of a firm class"),
    WORD("people_firm", "Invånare i rutor med säker klass", "People in squares of a firm class"),
    WORD("rank_shift", "Platser som rutorna flyttar", "Places that squares move"),
    WORD("measure:correlation", "Rangkorrelation", "Rank correlation"),
    WORD("worst_kept", "Sämsta 5 % kvar", "Worst 5 % kept"),
    WORD("moved_people", "Invånare som får annan klass", "People who get another class"),
    WORD("worst_people", "Invånare i sämsta klassen", "People in the worst class"),
    WORD("worst_people_unchanged", "Samma, oförändrat recept", "The same, unchanged recipe"),
    WORD("factor:minimum", "Minsta befolkning", "Minimum population"),
    WORD("factor:missing", "Minsta vikt", "Minimum weight"),
    WORD("factor:drop", "Utelämnad variabel", "Variable left out"),
    WORD("factor:weights", "Vikter", "Weights"),
    WORD("factor:normalise", "Normalisering", "Normalisation"),
    WORD("factor:aggregate", "Medelvärde", "Mean"),
    WORD("measure:same", "Samma ruta", "Same square"),
    WORD("measure:merged", "Sammanslagna", "Merged"),
    WORD("measure:split", "Delade", "Split"),
    WORD("measure:rearranged", "Omlagda", "Rearranged"),
    WORD("only_first", "Bara i den första", "Only in the first"),
    WORD("only_last", "Bara i den sista", "Only in the last"),
    WORD("class_stayed", "Samma klass", "Same class"),
    WORD("class_worse", "Sämre klass", "Worse class"),
    WORD("class_better", "Bättre klass", "Better class"),
    WORD("within_noise", "Inte mer än brus", "Not more than noise"),
    WORD("more_than_noise_worse", "Sämre, mer än brus", "Worse, more than noise"),
    WORD("more_than_noise_better", "Bättre, mer än brus", "Better, more than noise"),
    WORD("status:area", "Område", "Area"),
    WORD("ej_utsatt", "Ej utsatt", "Not listed"),
    WORD("ovriga", "Övriga", "Elsewhere"),
    WORD("ovriga_riket", "Övriga riket", "Rest of the country"),
    WORD("total", "Alla kategorier", "All categories"),
    WORD("region:total", "Alla", "All"),
    WORD("lpo:total", "Alla", "All"),
    WORD("level:area", "Område", "Area"),
    WORD("level:category", "Kategori", "Category"),
    WORD("level:total", "Alla", "All"),
    WORD("unplaced", "Utan plats", "Without place"),
    WORD("undated", "Utan datum", "Without date"),
    WORD("long", "Av dem: tid längre än perioden", "Of these: time longer than the period"),
    WORD("outside", "Utanför perioderna", "Outside the periods"),
    WORD("up", "↑ bättre", "↑ better"),
    WORD("stable", "→ oförändrad", "→ stable"),
    WORD("down", "↓ sämre", "↓ worse"),
    WORD("all", "Hela perioden", "The whole period"),
    WORD("hot spot q < 0.001", "Samlingspunkt, q < 0,001", "Hot spot, q < 0.001"),
    WORD("hot spot q < 0.01", "Samlingspunkt, q < 0,01", "Hot spot, q < 0.01"),
    WORD("hot spot q < 0.05", "Samlingspunkt, q < 0,05", "Hot spot, q < 0.05"),
    WORD("cluster p < 0.05", "Klunga, p < 0,05", "Cluster, p < 0.05"),
    WORD("test:before-after", "Före och efter", "Before and after"),
    WORD("test:placebo in time", "Samma jämförelse tidigare", "The same comparison earlier"),
    WORD("rule:fraction", "Andel av rutan", "Share of the cell"),
    WORD("rule:centroid", "Rutans mitt", "Centre of the cell"),
    WORD("rule:any", "Varje berörd ruta", "Any cell touched"),
    WORD("rule:majority", "Mer än halva rutan", "More than half the cell"),
    WORD("change:same", "oförändrat", "unchanged"),
    WORD("change:better", "bättre", "better"),
    WORD("change:worse", "sämre", "worse"),
    WORD("change:renamed", "nytt namn", "renamed"),
    WORD("change:split", "delat", "split"),
    WORD("change:merged", "sammanslaget", "merged"),
    WORD("change:new", "nytt", "new"),
    WORD("change:gone", "borta", "gone"),
    WORD("kind:same", "samma", "same"),
    WORD("kind:renamed", "nytt namn", "renamed"),
    WORD("kind:split", "delat", "split"),
    WORD("kind:merged", "sammanslaget", "merged"),
    WORD("kind:new", "nytt", "new"),
    WORD("kind:gone", "borta", "gone"),
    WORD("verdict:right", "stämmer", "right"),
    WORD("verdict:impossible", "omöjlig", "impossible"),
    WORD("verdict:contradicts", "motsägs av de andra", "contradicted by the others"),
    WORD("verdict:wrong sum", "fel summa", "wrong sum"),
    WORD("verdict:single", "en bedömare", "one assessor"),
    WORD("verdict:unanimous", "eniga", "unanimous"),
    WORD("verdict:majority", "de flesta", "majority"),
    WORD("verdict:split", "delade", "split"),
    WORD("one_vote:yes", "ja", "yes"),
    WORD("one_vote:no", "nej", "no"),
    WORD("assessor:(median)", "Listan efter medianen", "The list by the median"),
    WORD("assessor:(harshest)", "Listan efter den strängaste", "The list by the harshest"),
    WORD("assessor:(joint)", "Den gemensamma listan", "The joint list"),
    WORD("statistic:percent_agreement", "Andel par som är ense", "Share of pairs that agree"),
    WORD("statistic:alpha_nominal", "Krippendorffs alfa, nominal", "Krippendorff's alpha, nominal"),
    WORD("statistic:alpha_ordinal", "Krippendorffs alfa, ordinal", "Krippendorff's alpha, ordinal"),
    WORD("statistic:alpha_interval", "Krippendorffs alfa, intervall",
         "Krippendorff's alpha, interval"),
    WORD("statistic:fleiss", "Fleiss kappa", "Fleiss' kappa"),
    WORD("statistic:ac1", "Gwets AC1", "Gwet's AC1"),
    WORD("measure:units", "Rutor", "Squares"),
    WORD("measure:units_with_events", "Rutor med händelser", "Squares with events"),
    WORD("measure:share_units_25", "Andel rutor med en fjärdedel av händelserna",
         "Share of squares with a quarter of the events"),
    WORD("measure:share_units_50", "Andel rutor med hälften av händelserna",
         "Share of squares with half of the events"),
    WORD("measure:gini", "Gini", "Gini coefficient"),
    WORD("measure:gini_generalised", "Gini, generaliserad", "Gini, generalised"),
    WORD("measure:gini_unbiased", "Gini, väntevärdesriktig", "Gini, unbiased"),
    WORD("measure:areas", "Områdenas andel av händelserna", "The areas' share of the events"),
    WORD("measure:people", "Områdenas andel av invånarna", "The areas' share of the people"),
    WORD("measure:hindsight", "Lika många invånare, rutor valda i efterhand",
         "As many people, squares chosen in hindsight"),
    WORD("measure:foresight", "Lika många invånare, rutor valda efter tidigare händelser",
         "As many people, squares chosen by earlier events"),
    WORD("measure:index", "Lika många invånare, rutorna med högst index",
         "As many people, squares with the highest index"),
    WORD("measure:areas_of_hindsight", "Områdena mot val i efterhand",
         "The areas over the choice in hindsight"),
    WORD("measure:areas_of_foresight", "Områdena mot val efter tidigare händelser",
         "The areas over the choice by earlier events"),
    WORD("measure:areas_of_index", "Områdena mot rutorna med högst index",
         "The areas over squares with the highest index"),
    WORD("comparison:people", "Efter var folk bor", "As people live"),
    WORD("comparison:randomisation", "Alla jämförbara platser", "All comparable places"),
    WORD("comparison:controls", "Platser utanför områdena", "Places outside the areas"),
    WORD("comparison:hindsight", "Rutor valda i efterhand", "Squares chosen in hindsight"),
    WORD("comparison:foresight", "Rutor valda efter tidigare händelser",
         "Squares chosen by earlier events"),
    WORD("state:not started", "Inte påbörjat", "Not started"),
    WORD("state:stage", "Stadium", "Stage"),
    WORD("state:drawn", "Ritat", "Drawn"),
    WORD("state:questions", "80 frågor", "80 questions"),
    WORD("state:cylinder", "Cylinder", "Cylinder"),
    WORD("state:hot spots", "Hot spots", "Hot spots"),
    WORD("state:document", "Områdesdokument", "Area document"),
    WORD("state:complete", "Klart", "Complete"),
    WORD("step:stage", "Stadium", "Stage"),
    WORD("step:drawn", "Ritat", "Drawn"),
    WORD("step:questions", "80 frågor", "80 questions"),
    WORD("step:cylinder", "Cylinder", "Cylinder"),
    WORD("step:hot spots", "Hot spots", "Hot spots"),
    WORD("step:document", "Områdesdokument", "Area document"),
    WORD("progress:done", "Klart", "Done"),
    WORD("progress:begun", "Påbörjat", "Begun"),
    WORD("progress:missing", "Saknas", "Missing"),
    WORD("progress:not needed", "Behövs inte", "Not needed"),
    WORD("progress:not asked for", "Efterfrågas inte", "Not asked for"),
    WORD("progress:waits for the stage", "Väntar på stadiet", "Waits for the stage"),
    WORD("progress:waits for the area", "Väntar på området", "Waits for the area"),
    WORD("rule:otherwise", "ingen: stadie 1", "none: stage 1"),
    WORD("period:before", "Före listan", "Before the list"),
    WORD("period:after", "Efter listan", "After the list"),
    WORD("Sverige, land och inlandsvatten", "Sverige, land och inlandsvatten",
         "Sweden, land and inland water"),
    WORD("i alla indata", "I alla indata", "In every input"),
    WORD("in every input", "I alla indata", "In every input"),
    WORD("  klass inom en standardavvikelse från en gräns",
         "därav klass inom en standardavvikelse från en gräns",
         "of which class within one standard deviation of a limit"),
    WORD("  class within one sd of a limit", "därav klass inom en standardavvikelse från en gräns",
         "of which class within one standard deviation of a limit"),
    WORD("  säker klass (i 90 % av dragningarna)", "därav säker klass (i 90 % av dragningarna)",
         "of which firm class (in 90 % of draws)"),
    WORD("  firm class (in 90 % of draws)", "därav säker klass (i 90 % av dragningarna)",
         "of which firm class (in 90 % of draws)"),
    WORD(", bäst", ", bäst", ", best"),
    WORD(", best", ", bäst", ", best"),
    WORD(", sämst", ", sämst", ", worst"),
    WORD(", worst", ", sämst", ", worst"),
    WORD("sammanförda", "Sammanförda", "Joined"),
    WORD("joined", "Sammanförda", "Joined"),
    WORD("med index", "Med index", "With an index"),
    WORD("with an index", "Med index", "With an index"),
    WORD("utan index: för få invånare", "Utan index: för få invånare",
         "Without an index: too few people"),
    WORD("dropped: too few people", "Utan index: för få invånare",
         "Without an index: too few people"),
    WORD("utan index: variabler saknas", "Utan index: variabler saknas",
         "Without an index: variables missing"),
    WORD("dropped: variables missing", "Utan index: variabler saknas",
         "Without an index: variables missing"),
    WORD("utan index: ingen cell kvar (rest)", "Utan index: ingen cell kvar (rest)",
         "Without an index: no cell left (remainder)"),
    WORD("dropped: no cell left (remainder)", "Utan index: ingen cell kvar (rest)",
         "Without an index: no cell left (remainder)"),
};

/* Words with something behind them: a file, a length, a class and whether it is an end of them. */
static const struct {
    const char *start;
    lb_page_text shown;
} prefix_entries[] = {{"lästa ur ", {"Lästa ur ", "Read from "}},
                      {"read from ", {"Lästa ur ", "Read from "}},
                      {"  om ", {"därav rutor om ", "of which squares of "}},
                      {"  of ", {"därav rutor om ", "of which squares of "}},
                      {"  klass ", {"därav klass ", "of which class "}},
                      {"  class ", {"därav klass ", "of which class "}},
                      {"alpha_nominal:", {"Alfa för ", "Alpha of "}},
                      {"alpha_ordinal:", {"Alfa för ", "Alpha of "}}};

const lb_page_term *lb_glossary_find_value(const char *value)
{
    for (size_t i = 0; i < sizeof value_entries / sizeof *value_entries; i++)
        if (strcmp(value_entries[i].value, value) == 0)
            return &value_entries[i].term;
    return NULL;
}

/* FIRST:COLUMN, else COLUMN. */
const lb_page_term *lb_glossary_table_column(const lb_table *table, const char *column)
{
    char key[200];
    snprintf(key, sizeof key, "%.90s:%.90s", table->columns > 0 ? table->column[0].name : "",
             column);
    const lb_page_term *term = lb_glossary_find_column(key);
    return term ? term : lb_glossary_find_column(column);
}

bool lb_glossary_is_share(const char *measure)
{
    static const char *const shares[] = {"share_units_25", "share_units_50", "areas", "people",
                                         "hindsight",      "foresight",      "index"};
    bool found = false;
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        found |= strcmp(shares[i], measure) == 0;
    return found;
}

lb_page_text lb_glossary_column_label(lb_page_text own, const char *column)
{
    const lb_page_term *term = lb_glossary_find_column(column);
    if (own.sv || own.en)
        return own;
    if (!term) /* categories are columns of some tables */
        term = lb_glossary_find_value(column);
    return term ? term->label : (lb_page_text){column, NULL};
}

void lb_glossary_write_caption(const lb_variable *variable, bool english,
                               char text[LB_CAPTION_SIZE])
{
    lb_page_text label = lb_glossary_column_label(lb_recipe_text(variable->label), variable->name);
    lb_page_text unit = lb_recipe_text(variable->unit);
    const char *what = english && label.en ? label.en : label.sv;
    const char *in = english && unit.en ? unit.en : unit.sv;
    lb_text_print(text, LB_CAPTION_SIZE, in ? "%.150s (%.80s)" : "%.150s", what, in);
}

/* "2021_population" where the table has "population" too: a further grid's. NULL: it is none. */
static const char *grid_column_name(const lb_table *table, const char *name)
{
    const char *rest = strchr(name, '_');
    while (rest &&
           (!lb_glossary_find_column(rest + 1) || lb_table_column(table, rest + 1) == SIZE_MAX))
        rest = strchr(rest + 1, '_');
    return rest ? rest + 1 : NULL;
}

/* Columns of trend: their beginning, then a grid's name or, with own_, a variable. */
static size_t trend_column_words(const char *column, lb_page_text word[COLUMN_WORDS])
{
    static const struct {
        const char *start;
        lb_page_text shown;
    } starts[] = {{"people_", {"Invånare, ", "People, "}},
                  {"index_", {"Index, ", "Index, "}},
                  {"own_", {"Del av förändringen: ", "Part of the change: "}}};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t length = strlen(starts[i].start);
        if (strncmp(column, starts[i].start, length) != 0)
            continue;
        word[0] = starts[i].shown;
        word[1] = lb_glossary_column_label((lb_page_text){NULL, NULL}, column + length);
        return 2;
    }
    return 0;
}

/* By the table's own terms, then those of trends, then as NAME of a grid (GRID_NAME, which is
 * copied to `grid`), else as a column of any table. Returns how many words there are. */
static size_t column_words(const lb_table *table, const char *column, char grid[GRID_NAME_SIZE],
                           lb_page_text word[COLUMN_WORDS])
{
    const lb_page_term *term = lb_glossary_table_column(table, column);
    const char *rest = term ? NULL : grid_column_name(table, column);
    bool is_trend = table->columns > 0 && strcmp(table->column[0].name, "unit") == 0;
    size_t words = !term && is_trend ? trend_column_words(column, word) : 0;
    if (words > 0)
        return words;
    if (!rest) {
        word[0] = term ? term->label : lb_glossary_column_label((lb_page_text){NULL, NULL}, column);
        return 1;
    }
    lb_text_print(grid, GRID_NAME_SIZE, "%.*s", (int)(rest - column - 1), column);
    word[0] = lb_glossary_find_column(rest)->label;
    word[1] = (lb_page_text){", ", NULL};
    word[2] = (lb_page_text){grid, NULL};
    return 3;
}

void lb_glossary_write_column(lb_buf *buf, const lb_table *table, const char *column)
{
    char grid[GRID_NAME_SIZE];
    lb_page_text word[COLUMN_WORDS];
    size_t words = column_words(table, column, grid, word);
    for (size_t i = 0; i < words; i++)
        lb_html_bilingual(buf, word[i]);
}

void lb_glossary_column_title(const lb_table *table, const char *column, bool english,
                              char text[LB_CAPTION_SIZE])
{
    char grid[GRID_NAME_SIZE];
    lb_page_text word[COLUMN_WORDS];
    size_t words = column_words(table, column, grid, word), at = 0;
    text[0] = '\0';
    for (size_t i = 0; i < words && at < LB_CAPTION_SIZE; i++)
        at += lb_text_print(text + at, LB_CAPTION_SIZE - at, "%s",
                            english && word[i].en ? word[i].en : word[i].sv);
}

/* Names of variables stand as values in the table of variables. */
static const lb_page_term *find_value_term(const char *column, const char *value)
{
    char key[200];
    snprintf(key, sizeof key, "%.90s:%.90s", column, value);
    const lb_page_term *word = lb_glossary_find_value(key);
    if (!word && (strcmp(column, "variabel") == 0 || strcmp(column, "variable") == 0))
        word = lb_glossary_find_column(value);
    return word ? word : lb_glossary_find_value(value);
}

bool lb_glossary_knows_value(const char *column, const char *value)
{
    for (size_t i = 0; i < sizeof prefix_entries / sizeof *prefix_entries; i++)
        if (strncmp(value, prefix_entries[i].start, strlen(prefix_entries[i].start)) == 0)
            return true;
    return find_value_term(column, value) != NULL;
}

void lb_glossary_write_value(lb_buf *buf, const char *column, const char *value)
{
    const lb_page_term *word = value ? find_value_term(column, value) : NULL;
    if (!value)
        lb_buf_puts(buf, "–");
    else if (word)
        lb_html_bilingual(buf, word->label);
    for (size_t i = 0; value && !word && i < sizeof prefix_entries / sizeof *prefix_entries; i++) {
        size_t length = strlen(prefix_entries[i].start);
        if (strncmp(value, prefix_entries[i].start, length) != 0)
            continue;
        const char *end = strchr(value + length, ',');
        const lb_page_term *end_word = end ? lb_glossary_find_value(end) : NULL;
        lb_html_bilingual(buf, prefix_entries[i].shown);
        char number[12]; /* of a class */
        if (end_word && (size_t)(end - value) - length < sizeof number) {
            snprintf(number, sizeof number, "%.*s", (int)(end - value - (ptrdiff_t)length),
                     value + length);
            lb_html_text(buf, number);
            lb_html_bilingual(buf, end_word->label);
        } else {
            lb_html_text(buf, value + length);
        }
        return;
    }
    if (value && !word)
        lb_html_text(buf, value);
}

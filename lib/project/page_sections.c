/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row a table that steps make: its section, title, note and chart on the page. The page keeps
 * the order of the steps, with a section's tables together; those about how the grid was made come
 * last. */
#include <stdint.h>
#include <string.h>

#include "project/page_sections.h"

static const lb_page_section table_sections[] = {
    {.command = "profile",
     .part = "",
     .section = {"Områdena", "The areas"},
     .title = {"Vilka bor i områdena", "Who lives in the areas"},
     .note =
         {"Varje rutas invånare gånger den exakta andel av rutan som ligger i området; minst "
          "och mest är de gränser som håller hur de än bor i rutan. Räknat på rutornas förgrovade "
          "antal; där det märks visas ett intervall.",
          "Each cell's people times the exact share of the cell in the area; least and most "
          "hold wherever in the cell they live. Computed from the squares' coarsened counts; where "
          "that shows, a range is given."}},
    {.command = "stability",
     .part = "summary",
     .section = {"Receptets val", "The recipe's choices"},
     .title = {"Hur mycket av kartan är val?", "How much of the map is choice?"},
     .note = {"Indexet räknat med alla kombinationer av receptets val. En klass är säker om minst "
              "90 % av recepten ger den.",
              "The index by every combination of the recipe's choices. A class is firm where at "
              "least 90 % of the recipes give it."}},
    {.command = "stability",
     .part = "factors",
     .section = {"Receptets val", "The recipe's choices"},
     .title = {"Vilket val flyttar mest", "Which choice moves most"}},
    {.command = "stability",
     .part = "areas",
     .section = {"Receptets val", "The recipe's choices"},
     .title = {"Områdenas plats över alla recept", "The areas' places over all recipes"}},
    {.command = "trend",
     .part = "summary",
     .section = {"Förändring", "Change"},
     .title = {"Vad som ändrats sedan förra leveransen", "What changed since the last delivery"},
     .note = {"Enheter är rutor, eller grupper av rutor som motsvarar varandra i båda "
              "leveranserna. Bredvid står vad leveransernas brus ensamt skulle ge.",
              "Units are squares, or groups of squares that answer to each other in both "
              "deliveries. Beside them stands what the deliveries' noise alone would give."}},
    {.command = "trend",
     .part = "areas",
     .section = {"Förändring", "Change"},
     .title = {"Områdenas förändring och dess delar", "The areas' change and its parts"},
     .note = {"Delarna är poäng av index och går ihop till förändringen. q under 0,05: mer än "
              "brus.",
              "The parts are points of the index and add up to the change. q below 0.05: more "
              "than noise."}},
    {.command = "agree",
     .part = "",
     .section = {"Områdena", "The areas"},
     .title = {"Sammanfaller områdena med de sämsta rutorna?",
               "Do the areas coincide with the worst squares?"},
     .note = {"En rad för varje regel om när en ruta räknas till ett område.",
              "One row for each rule of when a square is in an area."}},
    {.command = "agree",
     .part = "areas",
     .section = {"Områdena", "The areas"},
     .title = {"Hur stor del av områdena är sämst?", "How much of the areas is worst?"},
     .note = {"Av invånare och rutor med klass.", "Of people and cells with a class."}},
    {.command = "population",
     .part = "",
     .section = {"Områdena", "The areas"},
     .title = {"Folkmängd enligt zonerna", "People according to the zones"},
     .note = {"Zonernas antal förda till områdena; alla räknas en gång.",
              "The figures of zones carried to the areas; everyone counts once."}},
    {.command = "share",
     .part = "",
     .section = {"Händelser", "Events"},
     .title = {"Andel av händelserna i områdena", "Share of the events in the areas"},
     .note = {"Andel av periodens händelser med plats. Intervallet säger hur säker andelen är när "
              "händelserna är få; det rymmer inte fel i platserna.",
              "Of the period's events that have a place. The interval says how sure the share is "
              "with so few events; errors of places are not in it."},
     .chart = {.value = "share",
               .low = "share_low",
               .high = "share_high",
               .label = "category",
               .group = "period",
               .base = "area_share"}},
    {.command = "share",
     .part = "border",
     .section = {"Händelser", "Events"},
     .title = {"Andelen när gränserna flyttas", "The share as borders move"}},
    {.command = "placebo",
     .part = "",
     .section = {"Händelser", "Events"},
     .title = {"Har områdena fler händelser än jämförbara platser?",
               "Do the areas have more events than comparable places?"},
     .note = {"Områdena flyttade till platser med lika många invånare. Bara händelser efter att "
              "områdena drogs ger en rättvis jämförelse.",
              "The areas moved to places with as many people. Only events after the areas were "
              "drawn make the comparison fair."},
     .chart = {.value = "expected",
               .low = "low",
               .high = "high",
               .interval = {" med jämförelsernas spann", " with the range of the comparisons"},
               .label = "comparison",
               .group = "period"}},
    {.command = "concentration",
     .part = "",
     .section = {"Händelser", "Events"},
     .title = {"På hur få rutor är händelserna?", "On how few squares are the events?"},
     .note =
         {"Bredvid varje mått står vad slumpen ger: några hundra händelser på många tusen rutor "
          "ser samlade ut hur de än faller. Gini är 0 när alla rutor har lika många och nära 1 "
          "när en har alla. Lika många invånare: vad så valda rutor, med sammanlagt lika många "
          "invånare som områdena, har av händelserna; sist områdenas händelser delade med dem.",
          "Beside each measure stands what chance gives: a few hundred events on many thousand "
          "squares look concentrated however they fall. Gini is 0 when all squares have as many "
          "and near 1 when one has all. As many people: what squares so chosen, with as many "
          "people as the areas, have of the events; last the areas' events over those."}},
    {.command = "before-after",
     .part = "",
     .section = {"Händelser", "Events"},
     .title = {"Blev det bättre i områdena än på andra ställen?",
               "Did it get better in the areas than elsewhere?"},
     .note = {"Rader efter den första är samma jämförelse tidigare, då inget hade börjat: där ska "
              "ingen skillnad synas. Områden som väljs när det är som värst blir bättre av sig "
              "själva; hur mycket säger återgången till medelvärdet.",
              "Rows after the first are the same comparison earlier, when nothing had begun: "
              "no difference should show there. Areas that are chosen at their worst get better by "
              "themselves; regression to the mean says how much."},
     .chart = {.value = "ratio",
               .low = "ratio_low",
               .high = "ratio_high",
               .label = "after",
               .group = "test",
               .reference = 1}},
    {.command = "rate",
     .part = "",
     .section = {"Anmälda brott", "Reported crime"},
     .title = {"Anmälningar per 1\u202f000 invånare", "Reports per 1\u202f000 inhabitants"},
     .note = {"Efter områdenas kategori, mot övriga riket; exakta Poissonintervall.",
              "By category of areas, against the rest of the country; exact Poisson intervals."},
     .chart = {.value = "rate",
               .low = "rate_low",
               .high = "rate_high",
               .label = "category",
               .label_two = "period",
               .group = "indicator"}},
    {.command = "footprint",
     .part = "",
     .section = {"Telefoner", "Phones"},
     .title = {"Dygnsavtryck i områdena", "Day-prints in the areas"},
     .note = {"En telefons dygn är 1, delat lika på dess avtryck och varje avtryck efter hur stor "
              "del av cirkeln kring basstationen som ligger i området.",
              "A phone's day is 1, shared equally by its prints, each by how much of the circle "
              "round the base station lies in the area."},
     .chart = {.value = "share", .label = "area"}},
    {.command = "footprint",
     .part = "summary",
     .section = {"Telefoner", "Phones"},
     .title = {"Dygnsavtryck efter kategori", "Day-prints by category"}},
    {.command = "levels",
     .part = "",
     .section = {"Problemnivåer", "Problem levels"},
     .title = {"Problemnivå i områdena", "Problem level of the areas"},
     .note = {"Medelvärden av svaren, 1 (inget problem) till 5. Pilen upp är bättre: nivån sjönk "
              "med mer än 0,2.",
              "Means of the answers, 1 (no problem) to 5. An arrow up is better: the level sank by "
              "more than 0.2."},
     .chart = {.value = "total", .label = "year", .group = "area"}},
    {.command = "levels",
     .part = "summary",
     .section = {"Problemnivåer", "Problem levels"},
     .title = {"Problemnivå efter kategori", "Problem level by category"}},
    {.command = "assess",
     .part = "",
     .section = {"Bedömare", "Assessors"},
     .title = {"Hur eniga bedömarna är", "How far the assessors agree"},
     .note =
         {"1 är full enighet, 0 vad slumpen ger. Gränserna rymmer 95 % av dragningar av områden.",
          "1 is full agreement, 0 what chance gives. The limits hold 95 % of resamples of areas."}},
    {.command = "assess",
     .part = "areas",
     .section = {"Bedömare", "Assessors"},
     .title = {"Bedömningen av varje område", "The rating of each area"}},
    {.command = "assess",
     .part = "assessors",
     .section = {"Bedömare", "Assessors"},
     .title = {"Bedömarna, och listan om var och en bestämde",
               "The assessors, and the list if each decided"}},
    {.command = "equivalent",
     .part = "",
     .section = {"Jämförbara ytor", "Areas of equal size"},
     .title = {"Grannzoner som tillsammans är lika stora",
               "Neighbouring zones that together are as large"}},
    {.command = "changes",
     .part = "",
     .section = {"Förändringar", "Changes"},
     .title = {"Vad som hänt områdena sedan förra bedömningen",
               "What became of the areas since the last assessment"}},
    {.command = "changes",
     .part = "matrix",
     .section = {"Förändringar", "Changes"},
     .title = {"Från kategori till kategori", "From category to category"},
     .note = {"Raden är kategorin före, kolumnen efter.",
              "The row is the category before, the column after."}},
    {.command = "changes",
     .part = "counts",
     .section = {"Förändringar", "Changes"},
     .title = {"Antal områden", "Number of areas"}},
    {.command = "audit",
     .part = "",
     .section = {"Granskning", "Audit"},
     .title = {"Kan de tryckta siffrorna stämma?", "Can the printed figures be right?"},
     .note = {"Vilka totaler varje antal med sin avrundade procent tillåter.",
              "Which totals each count with its rounded percentage allows."}},
    {.command = "index",
     .part = "squares",
     .section = {"Rutnätet", "The grid"},
     .title = {"Vad som lästes", "What was read"},
     .last = true},
    {.command = "index",
     .part = "variables",
     .section = {"Rutnätet", "The grid"},
     .title = {"Variablerna", "The variables"},
     .last = true}};

const lb_page_section *lb_page_section_find(const char *command, const char *part)
{
    for (size_t i = 0; i < sizeof table_sections / sizeof *table_sections; i++)
        if (strcmp(table_sections[i].command, command) == 0 &&
            strcmp(table_sections[i].part, part) == 0)
            return &table_sections[i];
    return NULL;
}

static bool has_column(const lb_table *table, const char *column)
{
    return !column || lb_table_column(table, column) != SIZE_MAX;
}

lb_page_chart lb_page_section_chart(const lb_page_section *part, const lb_table *table)
{
    const lb_page_chart *c = &part->chart;
    bool whole = table->rows > 0 && has_column(table, c->value) && has_column(table, c->low) &&
                 has_column(table, c->high) && has_column(table, c->label) &&
                 has_column(table, c->label_two) && has_column(table, c->group) &&
                 has_column(table, c->base);
    return whole ? *c : (lb_page_chart){.value = NULL};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow/demo_files.h"

void lb_demo_put_recipe(const lb_town *town, lb_buf *buf)
{
    (void)town;
    lb_buf_puts(
        buf, "# A recipe for Lindvik, which is made up. What stands here replaces what stands in\n"
             "# livsvillkor-8 (print it: lagesbild recipe livsvillkor-8); the rest stays.\n"
             "recipe: lindvik\n"
             "extends: livsvillkor-8\n"
             "groups: {segregation: {weight: 0.5}}   # half as heavy as the other two\n");
}

/* The steps whose results are looked at. */
static void put_pictures(lb_buf *buf)
{
    lb_buf_puts(buf, "  - map:\n"
                     "      areas: omraden.geojson\n"
                     "      rings: unga_0_15\n"
                     "      context: \"vatten.geojson,fill=#a9c9e0,line=#7fa8c4\"\n"
                     "      dpi: 150\n"
                     "  - map:\n"
                     "      as: kvarnbacken\n"
                     "      areas: omraden.geojson\n"
                     "      around: Kvarnbacken\n"
                     "      rings: unga_0_15\n"
                     "      output: kvarnbacken.svg\n"
                     "  - chart: {as: granser, kind: border, table: granser.csv}\n"
                     "  - chart: {as: anmalda, kind: rates, table: rate.csv}\n"
                     "  - chart: {as: klasser, kind: classes, table: profile.csv}\n"
                     "  - brief: {areas: omraden.geojson, area: Glasbruket, as: glasbruket}\n");
}

void lb_demo_put_project(const lb_town *town, lb_buf *buf)
{
    (void)town;
    lb_buf_puts(
        buf,
        "# The whole lägesbild of Lindvik, which is made up: lagesbild run PROJECT.yaml -o UT\n"
        "# What each key means: lagesbild-project(5).\n"
        "project: Lindvik 2021\n"
        "source: Påhittade uppgifter; Lindvik finns inte\n"
        "lang: sv\n"
        "crs: EPSG:3006\n"
        "\n"
        "grid:\n"
        "  inputs: [befolkning.csv, ekonomi.csv, hushall.csv]\n"
        "  recipe: recept.yaml\n"
        "\n"
        "steps:\n"
        "  - profile: {areas: omraden.geojson}\n"
        "  - agree: {areas: omraden.geojson, areas-output: agree-omraden.csv}\n"
        "  - population:\n"
        "      zones: zoner.geojson\n"
        "      areas: omraden.geojson\n"
        "      counts: zonfolk.csv\n"
        "      fields: totalt\n"
        "      young: alder_0_19\n"
        "      weights: rutor.gpkg\n"
        "  - share:\n"
        "      areas: omraden.geojson\n"
        "      events: handelser.csv\n"
        "      period: year\n"
        "      border-curve: [-100, -50, 50, 100]\n"
        "      border-out: granser.csv\n"
        "  - share:   # with events that are tied to an area they happened outside of\n"
        "      as: koppling\n"
        "      areas: omraden.geojson\n"
        "      events: handelser.csv\n"
        "      period: year\n"
        "      linked: koppling\n"
        "  - rate:\n"
        "      areas: omraden.geojson\n"
        "      counts: anmalningar.csv\n"
        "      population: omradesfolk.csv\n"
        "      national: riket.csv\n"
        "  - footprint:\n"
        "      areas: omraden.geojson\n"
        "      records: telefoner.csv\n"
        "      summary: footprint-kategorier.csv\n"
        "  - levels:\n"
        "      answers: svar.csv\n"
        "      questions: fragor.csv\n"
        "      categories: kategorier.csv\n"
        "      summary: levels-kategorier.csv\n"
        "  - changes:\n"
        "      before: omraden_fore.geojson\n"
        "      after: omraden.geojson\n"
        "      matrix: changes-matris.csv\n"
        "  - audit: {table: tabell4.csv}\n");
    put_pictures(buf);
}

void lb_demo_put_readme(const lb_town *town, lb_buf *buf)
{
    (void)town;
    lb_buf_puts(
        buf,
        "Lindvik finns inte. Allt här är påhittat och slumpat: orten, invånarna, områdena,\n"
        "händelserna. Inget kommer från SCB, Polisen eller någon annan; visa det aldrig som\n"
        "fakta. (Lindvik does not exist. Everything here is made up.)\n"
        "\n"
        "befolkning.csv, ekonomi.csv, hushall.csv   rutor om 250 och 1 000 m, som SCB levererar\n"
        "recept.yaml                                ett eget recept, byggt på livsvillkor-8\n"
        "omraden.geojson                            fem områden i tre kategorier, EPSG:3006\n"
        "omraden_fore.geojson                       områdena i bedömningen före den\n"
        "handelser.csv                              300 händelser 2019-2021, med fel som verkliga\n"
        "zoner.geojson, zonfolk.csv                 statistiska zoner och vilka som bor i dem\n"
        "anmalningar.csv, omradesfolk.csv, riket.csv   anmälda brott och folkmängd\n"
        "telefoner.csv                              telefoners avtryck hos basstationer\n"
        "svar.csv, fragor.csv, kategorier.csv       metodstödets svar 2020 och 2021\n"
        "tabell4.csv                                en tryckt tabell med ett fel i\n"
        "vatten.geojson                             vik, å och sjöar, till kartan\n"
        "PROJECT.yaml                               hela lägesbilden: lagesbild run\n"
        "\n"
        "lagesbild index -r recept.yaml -g rutor.gpkg befolkning.csv ekonomi.csv hushall.csv\n"
        "lagesbild share --areas omraden.geojson --events handelser.csv --period year\n"
        "lagesbild profile rutor.gpkg omraden.geojson\n"
        "lagesbild agree rutor.gpkg omraden.geojson\n"
        "lagesbild population zoner.geojson omraden.geojson --counts zonfolk.csv \\\n"
        "    --fields totalt --young alder_0_19\n"
        "lagesbild rate --areas omraden.geojson --counts anmalningar.csv \\\n"
        "    --population omradesfolk.csv --national riket.csv\n"
        "lagesbild footprint omraden.geojson telefoner.csv\n"
        "lagesbild levels svar.csv --questions fragor.csv --categories kategorier.csv\n"
        "lagesbild changes omraden_fore.geojson omraden.geojson\n"
        "lagesbild audit tabell4.csv\n"
        "lagesbild map rutor.gpkg --areas omraden.geojson --rings unga_0_15 -o karta.png\n"
        "lagesbild run PROJECT.yaml -o UT\n");
}

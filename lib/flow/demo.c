/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lagesbild/demo.h>
#include "base/buf.h"
#include "base/output.h"
#include "flow/town.h"

/* Under five people SCB shows nothing but their number. */
enum { SHOWN_LEAST = 5, INCOME_SHOWN_LEAST = 10 };

static void put_count(lb_buf *buf, const lb_town_square *s, int count)
{
    if (s->people < SHOWN_LEAST)
        lb_buf_put(buf, ";..");
    else
        lb_buf_printf(buf, ";%d", count);
}

static void put_square(lb_buf *buf, const lb_town_square *s)
{
    lb_buf_printf(buf, "%06d%07d;%d", (int)s->e, (int)s->n, (int)s->size);
}

static void put_people(const lb_town *town, lb_buf *buf)
{
    lb_buf_put(buf, "Ruta;Rutstorl;Totalt;Ålder_0_15;Ålder_16_19;Utländsk_bakgrund\n");
    for (size_t i = 0; i < town->squares; i++) {
        const lb_town_square *s = &town->square[i];
        put_square(buf, s);
        lb_buf_printf(buf, ";%d", s->people);
        put_count(buf, s, s->aged_0_15);
        put_count(buf, s, s->aged_16_19);
        put_count(buf, s, s->foreign);
        lb_buf_putc(buf, '\n');
    }
}

static void put_economy(const lb_town *town, lb_buf *buf)
{
    lb_buf_put(buf, "Ruta;Rutstorl;Medianinkomst_tkr;Befolkning_25_64;Förgymnasial;"
                    "Befolkning_16_64;Sysselsatta\n");
    for (size_t i = 0; i < town->squares; i++) {
        const lb_town_square *s = &town->square[i];
        put_square(buf, s);
        if (s->people < INCOME_SHOWN_LEAST)
            lb_buf_put(buf, ";..");
        else
            lb_buf_printf(buf, ";%d,%d", s->income_tenths / 10, s->income_tenths % 10);
        put_count(buf, s, s->aged_25_64);
        put_count(buf, s, s->short_school);
        put_count(buf, s, s->aged_16_64);
        put_count(buf, s, s->employed);
        lb_buf_putc(buf, '\n');
    }
}

/* Tables of one delivery do not cover quite the same squares; this one lacks a few. */
static void put_households(const lb_town *town, lb_buf *buf)
{
    lb_buf_put(buf, "Ruta;Rutstorl;Hushåll;Ensamstående_med_barn;Trångbodda\n");
    for (size_t i = 0; i < town->squares; i++) {
        const lb_town_square *s = &town->square[i];
        if (s->lot < 8)
            continue;
        put_square(buf, s);
        put_count(buf, s, s->households);
        put_count(buf, s, s->lone_parents);
        put_count(buf, s, s->crowded);
        lb_buf_putc(buf, '\n');
    }
}

static void put_area(lb_buf *buf, const lb_town_area *area)
{
    lb_buf_printf(buf,
                  "{\"type\": \"Feature\", \"properties\": {\"namn\": \"%s\", \"kategori\": "
                  "\"%s\"},\n \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[",
                  area->name, area->category);
    for (int i = 0; i <= LB_TOWN_CORNERS; i++) {
        const int32_t *corner = area->corner[i % LB_TOWN_CORNERS];
        lb_buf_printf(buf, "%s[%d, %d]", i ? ", " : "", (int)corner[0], (int)corner[1]);
    }
    lb_buf_put(buf, "]]}}");
}

/* The old crs member, as the Police's own GeoJSON has it. */
static void put_areas(const lb_town *town, lb_buf *buf)
{
    (void)town;
    lb_buf_put(buf, "{\"type\": \"FeatureCollection\", \"name\": \"omraden\",\n"
                    "\"description\": \"Lindvik is made up; no area here exists.\",\n"
                    "\"crs\": {\"type\": \"name\", \"properties\": {\"name\": "
                    "\"urn:ogc:def:crs:EPSG::3006\"}},\n\"features\": [\n");
    for (size_t i = 0; i < LB_TOWN_AREAS; i++) {
        put_area(buf, lb_town_area_at(i));
        lb_buf_put(buf, i + 1 < LB_TOWN_AREAS ? ",\n" : "\n");
    }
    lb_buf_put(buf, "]}\n");
}

static void put_events(const lb_town *town, lb_buf *buf)
{
    lb_town_event event[LB_TOWN_EVENTS];
    lb_town_events(town, event);
    lb_buf_put(buf, "id,datum,e,n,koppling\n");
    for (int i = 0; i < LB_TOWN_EVENTS; i++) {
        lb_buf_printf(buf, "H%04d,%s,", i + 1, event[i].date);
        lb_buf_real(buf, event[i].e);
        lb_buf_putc(buf, ',');
        lb_buf_real(buf, event[i].n);
        lb_buf_printf(buf, ",%s\n", event[i].linked);
    }
}

static void put_recipe(const lb_town *town, lb_buf *buf)
{
    (void)town;
    lb_buf_put(
        buf, "# A recipe for Lindvik, which is made up. What stands here replaces what stands in\n"
             "# livsvillkor-8 (print it: lagesbild recipe livsvillkor-8); the rest stays.\n"
             "recipe: lindvik\n"
             "extends: livsvillkor-8\n"
             "groups: {segregation: {weight: 0.5}}   # half as heavy as the other two\n");
}

static void put_readme(const lb_town *town, lb_buf *buf)
{
    (void)town;
    lb_buf_put(
        buf,
        "Lindvik finns inte. Allt här är påhittat och slumpat: orten, invånarna, områdena,\n"
        "händelserna. Inget kommer från SCB, Polisen eller någon annan; visa det aldrig som\n"
        "fakta. (Lindvik does not exist. Everything here is made up.)\n"
        "\n"
        "befolkning.csv, ekonomi.csv, hushall.csv   rutor om 250 och 1 000 m, som SCB levererar\n"
        "omraden.geojson                            fem områden i tre kategorier, EPSG:3006\n"
        "handelser.csv                              300 händelser 2019-2021, med fel som verkliga\n"
        "recept.yaml                                ett eget recept, byggt på livsvillkor-8\n"
        "\n"
        "lagesbild index -r recept.yaml -g livsvillkor.gpkg befolkning.csv ekonomi.csv "
        "hushall.csv\n"
        "lagesbild share --areas omraden.geojson --events handelser.csv --period year\n");
}

static const struct {
    const char *name;
    void (*put)(const lb_town *town, lb_buf *buf);
} files[] = {{"befolkning.csv", put_people},  {"ekonomi.csv", put_economy},
             {"hushall.csv", put_households}, {"omraden.geojson", put_areas},
             {"handelser.csv", put_events},   {"recept.yaml", put_recipe},
             {"LASMIG.txt", put_readme}};

static lb_status write_text(const char *path, const lb_buf *buf, bool force, lb_outputs *outputs,
                            lb_error *err)
{
    const lb_output *output;
    lb_status status = lb_outputs_add(outputs, path, force, &output, err);
    return status == LB_OK ? lb_output_put(output, buf->text, buf->length, err) : status;
}

static lb_status write_file(const char *dir, size_t i, const lb_town *town, bool force,
                            lb_outputs *outputs, lb_error *err)
{
    lb_buf path = {0}, text = {0};
    lb_buf_printf(&path, "%s/%s", dir, files[i].name);
    files[i].put(town, &text);
    lb_status status = path.failed || text.failed
                           ? lb_error_set(err, LB_E_MEMORY, "%s: out of memory", dir)
                           : write_text(path.text, &text, force, outputs, err);
    lb_buf_clear(&path);
    lb_buf_clear(&text);
    return status;
}

static lb_status write_files(const char *dir, const lb_town *town, bool force, lb_error *err)
{
    lb_outputs outputs = {0};
    lb_status status = LB_OK;
    for (size_t i = 0; i < sizeof files / sizeof *files && status == LB_OK; i++)
        status = write_file(dir, i, town, force, &outputs, err);
    return lb_outputs_end(&outputs, status, err);
}

/* *made: it was not there before. */
static lb_status make_folder(const char *dir, bool *made, lb_error *err)
{
    struct stat found;
    *made = mkdir(dir, 0777) == 0;
    if (*made)
        return LB_OK;
    int why = errno;
    if (why != EEXIST)
        return lb_error_set(err, LB_E_IO, "%s: the folder cannot be made: %s", dir, strerror(why));
    if (stat(dir, &found) == 0 && S_ISDIR(found.st_mode))
        return LB_OK;
    return lb_error_set(err, LB_E_IO, "%s: is a file; a folder was expected", dir);
}

lb_status lb_demo_write(const char *dir, const lb_job *job, lb_error *err)
{
    lb_town town = {0};
    bool made;
    if (lb_town_make(&town) != LB_OK)
        return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", dir);
    lb_status status = make_folder(dir, &made, err);
    if (status == LB_OK) {
        status = write_files(dir, &town, job->force, err);
        if (status != LB_OK && made)
            rmdir(dir);
    }
    lb_town_clear(&town);
    return status;
}

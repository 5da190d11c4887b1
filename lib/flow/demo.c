/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <unistd.h>

#include <lagesbild/demo.h>
#include "base/file.h"
#include "base/atomic_file.h"
#include "flow/demo_files.h"

static const struct {
    const char *name;
    void (*put)(const lb_town *town, lb_buf *buf);
} files[] = {
    {"befolkning.csv", lb_demo_put_people},
    {"ekonomi.csv", lb_demo_put_economy},
    {"hushall.csv", lb_demo_put_households},
    {"omraden.geojson", lb_demo_put_areas},
    {"omraden_fore.geojson", lb_demo_put_areas_before},
    {"handelser.csv", lb_demo_put_events},
    {"zoner.geojson", lb_demo_put_zones},
    {"zonfolk.csv", lb_demo_put_zone_people},
    {"vatten.geojson", lb_demo_put_water},
    {"anmalningar.csv", lb_demo_put_reports},
    {"riket.csv", lb_demo_put_national},
    {"omradesfolk.csv", lb_demo_put_area_people},
    {"telefoner.csv", lb_demo_put_phones},
    {"svar.csv", lb_demo_put_answers},
    {"fragor.csv", lb_demo_put_questions},
    {"kategorier.csv", lb_demo_put_categories},
    {"tabell4.csv", lb_demo_put_published},
    {"recept.yaml", lb_demo_put_recipe},
    {"PROJECT.yaml", lb_demo_put_project},
    {"LASMIG.txt", lb_demo_put_readme},
};

static lb_status write_text(const char *path, const lb_buf *buf, bool force,
                            lb_atomic_files *outputs, lb_error *err)
{
    const lb_atomic_file *output;
    lb_status status = lb_atomic_files_add(outputs, path, force, &output, err);
    return status == LB_OK ? lb_atomic_file_write(output, buf->text, buf->length, err) : status;
}

static lb_status write_file(const char *dir, size_t i, const lb_town *town, bool force,
                            lb_atomic_files *outputs, lb_error *err)
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
    lb_atomic_files outputs = {0};
    lb_status status = LB_OK;
    for (size_t i = 0; i < sizeof files / sizeof *files && status == LB_OK; i++)
        status = write_file(dir, i, town, force, &outputs, err);
    return lb_atomic_files_end(&outputs, status, err);
}

lb_status lb_demo_write(const char *dir, const lb_job *job, lb_error *err)
{
    lb_town *town;
    bool made;
    if (lb_town_new(&town) != LB_OK)
        return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", dir);
    lb_status status = lb_file_make_folder(dir, &made, err);
    if (status == LB_OK) {
        status = write_files(dir, town, job->force, err);
        if (status != LB_OK && made)
            rmdir(dir);
    }
    lb_town_free(town);
    return status;
}

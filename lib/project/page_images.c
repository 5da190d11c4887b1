/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A printed map or chart on the page: the bytes of its file, and the same picture drawn again in
 * the page's other language. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/chart.h>
#include <lagesbild/map.h>
#include <lagesbild/picture.h>
#include "base/buf.h"
#include "base/file.h"
#include "base/swedish_text.h"
#include "project/page_images.h"
#include "project/options_fill.h"

void lb_page_images_clear(lb_page_images *images)
{
    for (size_t i = 0; i < images->count; i++) {
        free(images->data[i].bytes);
        free(images->data[i].other);
    }
    free(images->data);
    free(images->picture);
    *images = (lb_page_images){.count = 0};
}

static bool is_chart(const lb_step *step)
{
    return strcmp(step->command->name, "chart") == 0;
}

/* What a picture without a title of its own shows. */
static lb_page_text default_title(const lb_step *step)
{
    static const lb_page_text map = {"Livsvillkor", "Living conditions"};
    static const lb_page_text gathered = {"Livsvillkor och var händelserna samlas",
                                          "Living conditions and where events gather"};
    static const lb_page_text chart[] = {
        {"Andelen när gränserna flyttas", "The share as borders move"},
        {"Anmälda brott per 1\u202f000 invånare", "Reported crimes per 1\u202f000 inhabitants"},
        {"Områdenas klasser", "The classes of the areas"},
        {"Hur samlade händelserna är", "How concentrated the events are"}};
    if (!is_chart(step))
        return lb_step_given(step, "hotspots") ? gathered : map;
    const lb_step_value *kind = lb_step_find_value(step, "kind");
    lb_option_value value;
    return lb_option_parse(kind->option, kind->text->given, &value) ? chart[value.whole] : map;
}

/* Title and alternative text in both languages: the step's title, else what it shows and where. */
static void write_texts(const lb_step *step, lb_page_image_data *data)
{
    static const lb_page_text kinds[] = {{"Karta", "Map"}, {"Diagram", "Chart"}};
    const char *own = lb_step_given(step, "title"), *around = lb_step_given(step, "around");
    lb_page_text usual = default_title(step), kind = kinds[is_chart(step)];
    for (int english = 0; english < 2; english++) {
        const char *title = own && *own ? own : english ? usual.en : usual.sv;
        bool place = around && !(own && *own);
        char text[LB_IMAGE_TEXT_SIZE];
        lb_text_print(text, sizeof text, place ? "%.140s: %.140s" : "%.280s", title, around);
        memcpy(data->title[english], text, sizeof text);
        lb_text_print(data->alt[english], LB_IMAGE_TEXT_SIZE, "%s: %.280s",
                      english ? kind.en : kind.sv, text);
    }
}

/* The step's picture in the language that its file is not in. */
static lb_status draw_other_language(const lb_step *step, const lb_job *job,
                                     lb_picture_format format, lb_page_picture *to, char **bytes,
                                     lb_error *err)
{
    lb_command_options *options = NULL;
    lb_drawing *drawing = NULL;
    lb_job other = *job;
    other.english = !job->english;
    other.log = NULL; /* the same map or chart: its messages have been logged */
    if (lb_options_fill(step, &options) != LB_OK)
        return lb_error_memory(err);
    const lb_map_options *map = lb_command_options_values(options);
    const lb_chart_job *chart = lb_command_options_values(options);
    lb_status status = is_chart(step) ? lb_chart_draw(chart, &other, &drawing, err)
                                      : lb_map_draw(map, &other, &drawing, err);
    if (status == LB_OK)
        status = lb_picture_bytes(drawing, format, is_chart(step) ? chart->dpi : map->dpi, NULL,
                                  bytes, &to->other_length, err);
    lb_drawing_free(drawing);
    lb_command_options_free(options);
    return status;
}

/* A file that cannot be read (too large) is left out: it is in the folder all the same. */
static lb_status add_image(const lb_step *step, const char *path, const lb_job *job,
                           lb_page_images *out, lb_error *err)
{
    lb_buf file = {0};
    bool png = lb_text_ends_with(path, ".png");
    lb_page_image_data *data = &out->data[out->count];
    lb_page_picture *picture = &out->picture[out->count];
    lb_status status = lb_file_read(path, &file, err);
    if (status != LB_OK) {
        lb_buf_clear(&file);
        return status == LB_E_INPUT ? LB_OK : status;
    }
    picture->length = file.length;
    data->bytes = lb_buf_detach(&file);
    out->count++;
    if (!data->bytes)
        return lb_error_memory(err);
    status = draw_other_language(step, job, png ? LB_PICTURE_PNG : LB_PICTURE_SVG, picture,
                                 &data->other, err);
    write_texts(step, data);
    picture->title = (lb_page_text){data->title[0], data->title[1]};
    picture->alt = (lb_page_text){data->alt[0], data->alt[1]};
    picture->type = png ? "image/png" : "image/svg+xml";
    picture->wide = !is_chart(step);
    picture->bytes = data->bytes;
    picture->other = data->other;
    return status;
}

lb_status lb_page_images_make(const lb_project *project, const lb_step_outcome *outcome,
                              const lb_job *job, lb_page_images *out, lb_error *err)
{
    lb_status status = LB_OK;
    out->picture = calloc(project->steps + 1, sizeof *out->picture);
    out->data = calloc(project->steps + 1, sizeof *out->data);
    if (!out->picture || !out->data)
        return lb_error_memory(err);
    for (size_t s = 0; s < project->steps && status == LB_OK; s++) {
        const lb_step *step = &project->step[s];
        const char *path = lb_step_given(step, "output");
        bool picture = is_chart(step) || strcmp(step->command->name, "map") == 0;
        if (outcome[s].status == LB_OK && picture && path && !step->unpublished &&
            (lb_text_ends_with(path, ".png") || lb_text_ends_with(path, ".svg")))
            status = add_image(step, path, job, out, err);
    }
    return status;
}

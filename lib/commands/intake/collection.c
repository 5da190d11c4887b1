/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/intake/collection.h"
#include "text/date.h"

/* Memory --------------------------------------------------------------------------------------- */

static void clear_area(lb_drawn_area *area)
{
    for (size_t i = 0; i < area->hot_spots; i++) {
        free(area->hot_spot[i].source);
        free(area->hot_spot[i].date);
    }
    for (size_t i = 0; i < area->documents; i++) {
        free(area->document[i].name);
        free(area->document[i].path);
        free(area->document[i].date);
        free(area->document[i].heading);
    }
    free(area->missing);
    free(area->hot_spot);
    free(area->document);
}

static void clear_lpo(lb_lpo *lpo, size_t items)
{
    for (size_t i = 0; lpo->answer && i < items; i++)
        free(lpo->answer[i].date);
    free(lpo->answer);
    free(lpo->defects[0]);
    free(lpo->defects[1]);
}

void lb_collection_clear(lb_collection *c)
{
    for (size_t i = 0; c->lpo && i < c->lpo_name.count; i++)
        clear_lpo(&c->lpo[i], c->config.items);
    for (size_t i = 0; c->area && i < c->area_name.count; i++)
        clear_area(&c->area[i]);
    for (size_t i = 0; i < c->defects; i++) {
        free(c->defect[i].text[0]);
        free(c->defect[i].text[1]);
    }
    free(c->lpo);
    free(c->area);
    free(c->defect);
    free(c->lpo_order);
    free(c->area_order);
    lb_name_index_clear(&c->lpo_name);
    lb_name_index_clear(&c->area_name);
    lb_shapes_clear(&c->lpo_shapes);
    lb_shapes_clear(&c->area_shapes);
    lb_areas_clear(&c->lpo_layer);
    lb_areas_clear(&c->area_layer);
    lb_intake_config_clear(&c->config);
}

/* Helpers of the steps ------------------------------------------------------------------------- */

/* The text with detail in place of {}. NULL: out of memory. */
static char *fill_text(const char *text, const char *detail)
{
    lb_buf buf = {0};
    const char *at = strstr(text, "{}");
    lb_buf_append(&buf, text, at ? (size_t)(at - text) : strlen(text));
    if (at) {
        lb_buf_puts(&buf, detail ? detail : "");
        lb_buf_puts(&buf, at + 2);
    }
    return lb_buf_detach(&buf);
}

lb_status lb_collection_defect(lb_collection *c, size_t lpo, size_t area, lb_intake_step step,
                               lb_bilingual text, const char *detail)
{
    if (!lb_array_reserve(&c->defect, &c->defect_capacity, c->defects + 1, sizeof *c->defect))
        return LB_E_MEMORY;
    lb_defect *defect = &c->defect[c->defects++];
    *defect =
        (lb_defect){lpo, area, step, {fill_text(text.sv, detail), fill_text(text.en, detail)}};
    return defect->text[0] && defect->text[1] ? LB_OK : LB_E_MEMORY;
}

lb_status lb_collection_find_area(const lb_collection *c, const lb_typed_row *row, const char *name,
                                  size_t *out)
{
    LB_TRY(lb_name_index_find(&c->area_name, name, out));
    if (*out == SIZE_MAX)
        lb_diagnostics_add(row->diagnostics, row->line,
                           "'%s' is none of the drawn areas%s; draw it first, or spell it as there",
                           name, lb_name_index_nearest(&c->area_name, name).text);
    return LB_OK;
}

lb_status lb_collection_date(const lb_typed_row *row, const char *text, char **out)
{
    lb_date date;
    if (!text)
        return LB_OK;
    if (!lb_date_parse(text, strlen(text), &date))
        lb_diagnostics_add(row->diagnostics, row->line,
                           "date '%s' found, one as 2021-05-31 expected", text);
    *out = lb_text_copy(text);
    return *out ? LB_OK : LB_E_MEMORY;
}

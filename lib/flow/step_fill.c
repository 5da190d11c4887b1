/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "flow/step_fill.h"

void lb_filled_clear(lb_filled *filled)
{
    for (size_t i = 0; i < filled->lists; i++)
        free(filled->list[i]);
    free(filled->list);
    free(filled->options);
    *filled = (lb_filled){0};
}

static void put(lb_filled *filled, size_t at, const void *value, size_t size)
{
    memcpy((char *)filled->options + at, value, size);
}

static void put_text(lb_filled *filled, size_t at, const char *text)
{
    put(filled, at, &text, sizeof text);
}

/* The list is given to the options as the pointer to const that they declare. */
static lb_status put_list(lb_filled *filled, const lb_step_value *value)
{
    const char **list = calloc(value->texts + 1, sizeof *list);
    if (!list)
        return LB_E_MEMORY;
    for (size_t i = 0; i < value->texts; i++)
        list[i] = value->text[i].given;
    filled->list[filled->lists++] = list;
    const char *const *lent = list;
    put(filled, value->option->at, &lent, sizeof lent);
    put(filled, value->option->count_at, &value->texts, sizeof value->texts);
    return LB_OK;
}

static lb_status put_value(lb_filled *filled, const lb_step_value *value)
{
    size_t at = value->option->at;
    int whole = (int)value->number;
    bool flag = value->number != 0;
    switch (value->option->kind) {
    case LB_OPTION_SOURCES:
    case LB_OPTION_BANDS:
    case LB_OPTION_LIST:
    case LB_OPTION_PERIODS:
        return put_list(filled, value);
    case LB_OPTION_REAL:
        put(filled, at, &value->number, sizeof value->number);
        break;
    case LB_OPTION_WHOLE:
    case LB_OPTION_CHOICE:
        put(filled, at, &whole, sizeof whole);
        break;
    case LB_OPTION_FLAG:
        put(filled, at, &flag, sizeof flag);
        break;
    default:
        put_text(filled, at, value->text->given);
    }
    return LB_OK;
}

lb_status lb_step_fill(const lb_step *step, lb_filled *out)
{
    lb_filled filled = {.options = malloc(step->kind->size),
                        .list = calloc(step->values + 1, sizeof *filled.list)};
    lb_status status = filled.options && filled.list ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK) {
        memcpy(filled.options, step->kind->initial, step->kind->size);
        if (step->provenance)
            put_text(&filled, step->kind->provenance_at, step->provenance);
    }
    for (size_t i = 0; i < step->values && status == LB_OK; i++)
        status = put_value(&filled, &step->value[i]);
    if (status == LB_OK)
        *out = filled;
    else
        lb_filled_clear(&filled);
    return status;
}

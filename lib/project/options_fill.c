/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/grid.h>
#include "project/options_fill.h"

void lb_filled_clear(lb_filled *filled)
{
    for (size_t i = 0; i < filled->count; i++)
        free(filled->owned[i]);
    free(filled->owned);
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
    filled->owned[filled->count++] = list;
    const char *const *lent = list;
    put(filled, value->option->at, &lent, sizeof lent);
    put(filled, value->option->count_at, &value->texts, sizeof value->texts);
    return LB_OK;
}

static lb_status put_box(lb_filled *filled, const lb_step_value *value)
{
    double side[4] = {0};
    lb_box *box = malloc(sizeof *box);
    if (!box)
        return LB_E_MEMORY;
    lb_step_box(value->text->given, side);
    *box = (lb_box){side[0], side[1], side[2], side[3]};
    filled->owned[filled->count++] = box;
    const lb_box *lent = box;
    put(filled, value->option->at, &lent, sizeof lent);
    return LB_OK;
}

static lb_status put_value(lb_filled *filled, const lb_step_value *value)
{
    size_t at = value->option->at;
    int whole;
    bool flag = value->number != 0;
    switch (value->option->kind) {
    case LB_OPTION_SOURCES:
    case LB_OPTION_BANDS:
    case LB_OPTION_CONTEXTS:
    case LB_OPTION_LIST:
    case LB_OPTION_PERIODS:
        return put_list(filled, value);
    case LB_OPTION_BOX:
        return put_box(filled, value);
    case LB_OPTION_REAL:
        put(filled, at, &value->number, sizeof value->number);
        break;
    case LB_OPTION_WHOLE:
    case LB_OPTION_CHOICE:
        whole = (int)value->number; /* a real number may be too large for that */
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
                        .owned = calloc(step->values + 1, sizeof *filled.owned)};
    lb_status status = filled.options && filled.owned ? LB_OK : LB_E_MEMORY;
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

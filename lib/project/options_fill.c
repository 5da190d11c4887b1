/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/grid.h>
#include "project/options_fill.h"

void lb_parsed_options_clear(lb_parsed_options *parsed)
{
    for (size_t i = 0; i < parsed->count; i++)
        free(parsed->owned[i]);
    free(parsed->owned);
    free(parsed->options);
    *parsed = (lb_parsed_options){0};
}

static void set_member(lb_parsed_options *parsed, size_t at, const void *value, size_t size)
{
    memcpy((char *)parsed->options + at, value, size);
}

static void set_text(lb_parsed_options *parsed, size_t at, const char *text)
{
    set_member(parsed, at, &text, sizeof text);
}

/* The list is given to the options as the pointer to const that they declare. */
static lb_status set_list(lb_parsed_options *parsed, const lb_step_value *value)
{
    const char **list = calloc(value->texts + 1, sizeof *list);
    if (!list)
        return LB_E_MEMORY;
    for (size_t i = 0; i < value->texts; i++)
        list[i] = value->text[i].given;
    parsed->owned[parsed->count++] = list;
    const char *const *lent = list;
    set_member(parsed, value->option->at, &lent, sizeof lent);
    set_member(parsed, value->option->count_at, &value->texts, sizeof value->texts);
    return LB_OK;
}

static lb_status set_box(lb_parsed_options *parsed, const lb_step_value *value)
{
    double side[4] = {0};
    lb_box *box = malloc(sizeof *box);
    if (!box)
        return LB_E_MEMORY;
    lb_step_parse_box(value->text->given, side);
    *box = (lb_box){side[0], side[1], side[2], side[3]};
    parsed->owned[parsed->count++] = box;
    const lb_box *lent = box;
    set_member(parsed, value->option->at, &lent, sizeof lent);
    return LB_OK;
}

static lb_status set_value(lb_parsed_options *parsed, const lb_step_value *value)
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
        return set_list(parsed, value);
    case LB_OPTION_BOX:
        return set_box(parsed, value);
    case LB_OPTION_REAL:
        set_member(parsed, at, &value->number, sizeof value->number);
        break;
    case LB_OPTION_WHOLE:
    case LB_OPTION_CHOICE:
        whole = (int)value->number; /* a real number may be too large for that */
        set_member(parsed, at, &whole, sizeof whole);
        break;
    case LB_OPTION_FLAG:
        set_member(parsed, at, &flag, sizeof flag);
        break;
    default:
        set_text(parsed, at, value->text->given);
    }
    return LB_OK;
}

lb_status lb_options_fill(const lb_step *step, lb_parsed_options *out)
{
    lb_parsed_options parsed = {.options = malloc(step->kind->size),
                                .owned = calloc(step->values + 1, sizeof *parsed.owned)};
    lb_status status = parsed.options && parsed.owned ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK) {
        memcpy(parsed.options, step->kind->initial, step->kind->size);
        if (step->provenance)
            set_text(&parsed, step->kind->provenance_at, step->provenance);
    }
    for (size_t i = 0; i < step->values && status == LB_OK; i++)
        status = set_value(&parsed, &step->value[i]);
    if (status == LB_OK)
        *out = parsed;
    else
        lb_parsed_options_clear(&parsed);
    return status;
}

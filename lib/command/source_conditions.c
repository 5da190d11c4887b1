/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/option.h"
#include "command/source_conditions.h"

void lb_conditioned_clear(lb_conditioned *conditioned)
{
    lb_array_free(conditioned->owned, conditioned->count);
    free(conditioned->values);
    *conditioned = (lb_conditioned){0};
}

/* Takes over a block of malloc, which it returns; NULL: out of memory. */
static void *own_block(lb_conditioned *c, void *block)
{
    if (!block || !lb_array_reserve(&c->owned, &c->capacity, c->count + 1, sizeof *c->owned)) {
        free(block);
        return NULL;
    }
    c->owned[c->count++] = block;
    return block;
}

char *lb_source_add_condition(const char *source, const char *condition)
{
    lb_buf text = {0};
    const char *old = lb_text_condition(source);
    if (old)
        lb_buf_printf(&text, "%.*s|where=(%s) AND (%s)", (int)(old - source), source,
                      strchr(old, '=') + 1, condition);
    else
        lb_buf_printf(&text, "%s|where=%s", source, condition);
    return lb_buf_detach(&text);
}

static bool condition_source(lb_conditioned *c, const lb_option *option, const char *condition)
{
    const char *source = lb_option_text(option, c->values);
    char *text = own_block(c, lb_source_add_condition(source, condition));
    memcpy((char *)c->values + option->at, &text, sizeof text);
    return text != NULL;
}

static bool condition_list(lb_conditioned *c, const lb_option *option, const char *condition)
{
    size_t n;
    const char *const *source = lb_option_list(option, c->values, &n);
    const char **list = own_block(c, calloc(n + 1, sizeof *list));
    for (size_t i = 0; list && i < n; i++)
        if (!(list[i] = own_block(c, lb_source_add_condition(source[i], condition))))
            return false;
    memcpy((char *)c->values + option->at, &list, sizeof list);
    return list != NULL;
}

bool lb_condition_is_of(const char *condition, const lb_option *source)
{
    static const char *const areas[] = {"areas", "before", "after", NULL};
    static const char *const events[] = {"events", NULL};
    const char *const *of = strcmp(condition, "where") == 0          ? areas
                            : strcmp(condition, "events-where") == 0 ? events
                                                                     : NULL;
    return of && (source->kind == LB_OPTION_SOURCE || source->kind == LB_OPTION_SOURCES) &&
           lb_text_index(of, source->name) >= 0;
}

lb_status lb_condition_refuse(const lb_command *command, const char *name, const char *condition,
                              lb_error *err)
{
    const char *of = strcmp(name, "where") == 0 ? "areas" : "events";
    return lb_error_set(err, LB_E_USAGE,
                        "%s: '%s' is a condition on %s, which are not given; give --%s, or leave "
                        "it out",
                        command->name, condition, of, of);
}

static lb_status add_condition(lb_conditioned *c, const lb_command *command, const char *name,
                               const char *condition, lb_error *err)
{
    bool any = false;
    for (size_t i = 0; i < command->options && condition; i++) {
        const lb_option *option = &command->option[i];
        if (!lb_condition_is_of(name, option) || !lb_option_is_set(option, c->values))
            continue;
        any = true;
        if (!(option->kind == LB_OPTION_SOURCE ? condition_source(c, option, condition)
                                               : condition_list(c, option, condition)))
            return lb_error_memory(err);
    }
    return any || !condition ? LB_OK : lb_condition_refuse(command, name, condition, err);
}

lb_status lb_conditioned_make(const lb_command *command, const void *options, const lb_job *job,
                              lb_conditioned *out, lb_error *err)
{
    if (!job->where && !job->events_where)
        return LB_OK;
    out->values = malloc(command->size);
    if (!out->values)
        return lb_error_memory(err);
    memcpy(out->values, options, command->size);
    LB_TRY(add_condition(out, command, "where", job->where, err));
    return add_condition(out, command, "events-where", job->events_where, err);
}

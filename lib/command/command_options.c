/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command's options struct filled option by option, for clients that know options by name. Texts
 * are copied, and lists grow by one item a call, as an option is repeated on a command line. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "command/option.h"

struct lb_command_options {
    const lb_command *command;
    void *values; /* the command's struct */
    char **text;  /* [texts] copies that members of the struct point to */
    size_t texts, capacity;
};

lb_command_options *lb_command_options_new(const lb_command *command)
{
    lb_command_options *made = calloc(1, sizeof *made);
    void *values = malloc(command->size);
    if (!made || !values) {
        free(made);
        free(values);
        return NULL;
    }
    memcpy(values, command->initial, command->size);
    *made = (lb_command_options){.command = command, .values = values};
    return made;
}

static void free_pointer_at(void *values, size_t at)
{
    void *pointer;
    memcpy(&pointer, (char *)values + at, sizeof pointer);
    free(pointer);
}

void lb_command_options_free(lb_command_options *options)
{
    if (!options)
        return;
    for (size_t i = 0; i < options->command->options; i++) {
        const lb_option *option = &options->command->option[i];
        if (lb_option_is_list(option) || option->kind == LB_OPTION_BOX)
            free_pointer_at(options->values, option->at);
    }
    lb_array_free(options->text, options->texts);
    free(options->values);
    free(options);
}

const void *lb_command_options_values(const lb_command_options *options)
{
    return options->values;
}

/* A copy that lives as long as the options; NULL: out of memory. */
static char *copy_text(lb_command_options *options, const char *text)
{
    if (!lb_array_reserve(&options->text, &options->capacity, options->texts + 1,
                          sizeof *options->text))
        return NULL;
    char *copy = lb_text_copy(text);
    if (copy)
        options->text[options->texts++] = copy;
    return copy;
}

/* Lists have one NULL more than items. */
static bool append_to_list(lb_command_options *options, const lb_option *option, const char *text)
{
    void *before;
    size_t count;
    char *list_member = (char *)options->values + option->at;
    char *count_member = (char *)options->values + option->count_at;
    memcpy(&before, list_member, sizeof before);
    memcpy(&count, count_member, sizeof count);
    const char **list = realloc(before, (count + 2) * sizeof *list);
    if (!list)
        return false;
    memcpy(list_member, &list, sizeof list);
    list[count++] = text;
    list[count] = NULL;
    memcpy(count_member, &count, sizeof count);
    /* cppcheck-suppress memleak ; the struct holds it now */
    return true;
}

static bool store_box(lb_command_options *options, const lb_option *option, lb_box value)
{
    lb_box *box = malloc(sizeof *box);
    if (!box)
        return false;
    *box = value;
    free_pointer_at(options->values, option->at);
    memcpy((char *)options->values + option->at, &box, sizeof box);
    /* cppcheck-suppress memleak ; the struct holds it now */
    return true;
}

/* Parses and stores one value. Texts and lists are copied, since members of the struct only point
 * at them and the caller's text may go; no text is a flag that is set. */
lb_status lb_command_set(lb_command_options *options, const lb_option *option, const char *text,
                         lb_error *err)
{
    lb_option_value value = {.real = 0};
    const char *copy = NULL;
    bool stored = true;
    if (!text)
        text = "true";
    if (!lb_option_parse(option, text, &value))
        return lb_option_refuse(option, text, err);
    if (lb_option_is_list(option) || lb_option_is_text(option)) {
        copy = copy_text(options, text);
        if (!copy)
            return lb_error_memory(err);
    }
    if (lb_option_is_list(option))
        stored = append_to_list(options, option, copy);
    else if (option->kind == LB_OPTION_BOX)
        stored = store_box(options, option, value.box);
    else
        lb_option_store(option, &value, copy, options->values);
    return stored ? LB_OK : lb_error_memory(err);
}

const lb_option *lb_command_option(const lb_command *command, const char *name)
{
    for (size_t i = 0; i < command->options; i++)
        if (lb_option_same_name(command->option[i].name, name))
            return &command->option[i];
    return NULL;
}

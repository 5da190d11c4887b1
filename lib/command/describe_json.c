/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of commands as JSON, for front ends: a plugin of a GIS, a package of R or Python reads
 * which options there are, how they are checked and what the output columns mean, and needs no list
 * of its own. Documented in lagesbild-describe(1). */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <lagesbild/page.h>
#include "base/buf.h"
#include "base/number.h"
#include "command/option.h"
#include "text/json.h"

lb_bilingual lb_command_column_meaning(const lb_column_info *column)
{
    char name[80];
    if (column->meaning.sv)
        return column->meaning;
    /* Of "saknas|missing", the Swedish and the English name of one column, either is known. */
    snprintf(name, sizeof name, "%.*s", (int)strcspn(column->name, "|"), column->name);
    const lb_page_term *term = lb_glossary_find_column(name);
    if (!term)
        return (lb_bilingual){"", ""};
    return term->definition.sv ? term->definition : term->label;
}

/* The default as text: the table's own word, else what the struct has before any option is set.
 * Empty where there is none: flags, lists, boxes and needed options. */
void lb_option_default(const lb_command *command, const lb_option *option, char *text, size_t size)
{
    const void *initial = command ? command->initial : &(lb_job){.threads = 0};
    const char *of_struct;
    char number[LB_NUMBER_SIZE];
    snprintf(text, size, "%s", option->standard ? option->standard : "");
    if (option->standard || option->kind == LB_OPTION_FLAG || option->kind == LB_OPTION_BOX ||
        lb_option_is_list(option) || (option->flags & LB_OPTION_NEEDED))
        return;
    switch (option->kind) {
    case LB_OPTION_REAL:
    case LB_OPTION_WHOLE:
        lb_number_format(lb_option_number(option, initial), number);
        if (!(option->flags & LB_OPTION_ZERO_UNSET))
            snprintf(text, size, "%s", number);
        break;
    case LB_OPTION_CHOICE:
    case LB_OPTION_EITHER:
        snprintf(text, size, "%s", option->words[(size_t)lb_option_number(option, initial)]);
        break;
    default:
        of_struct = lb_option_text(option, initial);
        snprintf(text, size, "%s", of_struct ? of_struct : "");
    }
}

/* Members -------------------------------------------------------------------------------------- */

static void write_key(lb_buf *b, const char *key)
{
    lb_buf_printf(b, ", \"%s\": ", key);
}

static void write_text(lb_buf *b, const char *key, const char *text)
{
    write_key(b, key);
    lb_json_text(b, text);
}

static void write_bilingual(lb_buf *b, const char *key, lb_bilingual text)
{
    write_key(b, key);
    lb_buf_puts(b, "{\"sv\": ");
    lb_json_text(b, text.sv);
    lb_buf_puts(b, ", \"en\": ");
    lb_json_text(b, text.en);
    lb_buf_putc(b, '}');
}

static void write_flag(lb_buf *b, const char *key, bool value)
{
    write_key(b, key);
    lb_buf_puts(b, value ? "true" : "false");
}

static void write_words(lb_buf *b, const char *key, const char *const *words)
{
    write_key(b, key);
    lb_buf_putc(b, '[');
    for (size_t i = 0; words && words[i]; i++) {
        lb_buf_puts(b, i > 0 ? ", " : "");
        lb_json_text(b, words[i]);
    }
    lb_buf_putc(b, ']');
}

/* "a|b=word" as a list: one of them is needed. */
static void write_needs(lb_buf *b, const char *needs)
{
    write_key(b, "needs");
    lb_buf_putc(b, '[');
    for (const char *at = needs ? needs : ""; *at;) {
        char one[80];
        size_t length = strcspn(at, "|");
        snprintf(one, sizeof one, "%.*s", (int)length, at);
        lb_json_text(b, one);
        at += length + (at[length] == '|');
        lb_buf_puts(b, *at ? ", " : "");
    }
    lb_buf_putc(b, ']');
}

/* null where a number has no bound on that side. */
static void write_bounds(lb_buf *b, const lb_option *option)
{
    bool number = option->kind == LB_OPTION_REAL || option->kind == LB_OPTION_WHOLE;
    bool given = option->low != 0 || option->high != 0;
    bool whole = option->kind == LB_OPTION_WHOLE;
    write_key(b, "low");
    lb_json_real(b, number && (given || whole) ? option->low : (double)NAN);
    write_key(b, "high");
    lb_json_real(b, number && given ? option->high : (double)NAN);
    write_flag(b, "low_excluded", number && (option->flags & LB_OPTION_ABOVE_LOW));
    write_flag(b, "high_excluded", number && (option->flags & LB_OPTION_BELOW_HIGH));
}

static void write_default(lb_buf *b, const lb_command *command, const lb_option *option)
{
    char text[200];
    double value;
    lb_option_default(command, option, text, sizeof text);
    write_key(b, "default");
    if (option->kind == LB_OPTION_FLAG)
        lb_buf_puts(b, "false");
    else if ((option->kind == LB_OPTION_REAL || option->kind == LB_OPTION_WHOLE) &&
             lb_number_parse(text, strlen(text), &value))
        lb_json_real(b, value);
    else
        lb_json_text(b, text[0] ? text : NULL);
}

/* One option of `describe --json`. Programs read it, so members are added and never renamed. */
static void write_option(lb_buf *b, const lb_command *command, const lb_option *option)
{
    char letter[2] = {option->letter, '\0'};
    bool output = lb_option_is_output(option);
    static const char *const suffixes[] = {"layername", "crs", "where", NULL}; /* of a source */
    lb_buf_puts(b, "\n      {\"name\": ");
    lb_json_text(b, option->name);
    write_text(b, "letter", option->letter ? letter : NULL);
    write_text(b, "kind", lb_option_kind_name(option->kind));
    write_text(b, "value", option->value_name);
    write_default(b, command, option);
    write_bounds(b, option);
    write_words(b, "choices", output ? NULL : option->words);
    write_words(b, "endings", output ? option->words : NULL);
    write_words(b, "usual_columns", option->usual);
    write_flag(b, "positional", option->flags & LB_OPTION_POSITIONAL);
    write_flag(b, "needed", option->flags & LB_OPTION_NEEDED);
    write_needs(b, option->needs);
    write_flag(b, "repeated", lb_option_is_repeated(option));
    write_flag(b, "input", lb_option_is_input(option));
    write_flag(b, "layer", lb_option_is_layer(option));
    write_words(b, "suffixes", lb_option_is_layer(option) ? suffixes : NULL);
    write_flag(b, "output", output);
    write_flag(b, "affects_result", lb_option_affects_result(option));
    write_flag(b, "in_projects", !(option->flags & LB_OPTION_COMMAND_LINE));
    write_bilingual(b, "help", option->help);
    lb_buf_putc(b, '}');
}

static void write_options(lb_buf *b, const lb_command *command)
{
    bool first = true;
    lb_buf_puts(b, ",\n    \"options\": [");
    for (size_t i = 0; i < command->options; i++, first = false) {
        lb_buf_puts(b, first ? "" : ",");
        write_option(b, command, &command->option[i]);
    }
    for (size_t i = 0; i < lb_job_option_count(); i++) {
        if (!(command->job_options & (1u << i)))
            continue;
        lb_buf_puts(b, first ? "" : ",");
        write_option(b, NULL, lb_job_option_at(i));
        first = false;
    }
    lb_buf_puts(b, "]");
}

static void write_table(lb_buf *b, const lb_table_info *table)
{
    lb_buf_puts(b, "\n      {\"name\": ");
    lb_json_text(b, table->name);
    write_text(b, "option", table->option);
    lb_buf_puts(b, ", \"columns\": [");
    for (size_t i = 0; i < table->columns; i++) {
        const lb_column_info *column = &table->column[i];
        lb_buf_puts(b, i > 0 ? ",\n        {\"name\": " : "\n        {\"name\": ");
        lb_json_text(b, column->name);
        write_text(b, "unit", column->unit);
        write_text(b, "role", lb_role_name(column->role));
        write_bilingual(b, "meaning", lb_command_column_meaning(column));
        lb_buf_putc(b, '}');
    }
    lb_buf_puts(b, "]}");
}

lb_bilingual lb_subject_name(lb_subject subject)
{
    static const lb_bilingual names[] = {
        [LB_SUBJECT_NONE] = {NULL, NULL},
        [LB_SUBJECT_GRID] = {"rutnät", "grid"},
        [LB_SUBJECT_AREAS] = {"områden", "areas"},
        [LB_SUBJECT_EVENTS] = {"händelser", "events"},
        [LB_SUBJECT_REVIEW] = {"granskning", "review"},
        [LB_SUBJECT_DRAWING] = {"kartor och sidor", "maps and pages"},
        [LB_SUBJECT_HELP] = {"hjälp", "help"}};
    return names[subject];
}

static void write_command(lb_buf *b, const lb_command *command)
{
    lb_buf_puts(b, "\n  {\"name\": ");
    lb_json_text(b, command->name);
    write_bilingual(b, "subject", lb_subject_name(command->subject));
    write_bilingual(b, "summary", command->summary);
    write_bilingual(b, "description", command->description);
    write_words(b, command->or_more ? "any_of" : "one_of", command->one_of);
    write_options(b, command);
    lb_buf_puts(b, ",\n    \"tables\": [");
    for (size_t i = 0; i < command->tables; i++) {
        lb_buf_puts(b, i > 0 ? "," : "");
        write_table(b, &command->table[i]);
    }
    lb_buf_puts(b, "]}");
}

lb_status lb_command_describe_json(const lb_command *const *command, size_t commands, char **out)
{
    lb_buf b = {0};
    lb_buf_putc(&b, '[');
    for (size_t i = 0; i < commands; i++) {
        lb_buf_puts(&b, i > 0 ? "," : "");
        write_command(&b, command[i]);
    }
    lb_buf_puts(&b, "]\n");
    *out = lb_buf_detach(&b);
    return *out ? LB_OK : LB_E_MEMORY;
}

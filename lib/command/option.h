/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options one by one: from text to the member of an options struct, and what a text should be. */
#ifndef LB_COMMAND_OPTION_H
#define LB_COMMAND_OPTION_H

#include <lagesbild/command.h>
#include <lagesbild/grid.h>

/* A text as its option understands it. */
typedef union lb_option_value {
    double real;
    int whole; /* also of a choice */
    bool flag;
    lb_box box;
} lb_option_value;

/* False: the text is not what lb_option_expected says. Kinds that are texts fill nothing. */
bool lb_option_parse(const lb_option *option, const char *text, lb_option_value *out);

/* Stores a value of a kind that needs no memory: numbers, choices, flags, one text (borrowed). */
void lb_option_store(const lb_option *option, const lb_option_value *value, const char *text,
                     void *options);

bool lb_option_is_list(const lb_option *option); /* its member is a list and a count */
bool lb_option_is_text(const lb_option *option); /* its member is one const char * */

/* Is a number within the option's bounds? NaN never is. */
bool lb_option_in_bounds(const lb_option *option, double value);

/* Members read back. */
const char *lb_option_text(const lb_option *option, const void *options);
const char *const *lb_option_list(const lb_option *option, const void *options, size_t *count);
double lb_option_number(const lb_option *option, const void *options); /* also choices, flags */
const lb_box *lb_option_box(const lb_option *option, const void *options);

/* LB_E_USAGE: the option is given without any of those that it needs. */
lb_status lb_option_check_effect(const lb_command *command, const lb_option *option,
                                 const void *options, lb_error *err);

/* Beyond the values one by one: the time zone, and what the command's own check refuses. */
lb_status lb_command_check_meaning(const lb_command *command, const void *options, lb_error *err);

/* The part of an input's text that is the source itself: bytes from..end, without NAME= before it
 * and without :BAND or ,line=... after it. */
typedef struct lb_source_part {
    size_t from, end;
} lb_source_part;

lb_source_part lb_option_source_part(const lb_option *option, const char *text);

/* Is the text of an input one of the option's words, which stand in place of a source? */
bool lb_option_is_word(const lb_option *option, const char *text);

/* Does the input give squares, whose counts are coarsened where they are read? */
bool lb_option_is_grid(const lb_option *option);

/* Same name, '_' being read as '-'. */
bool lb_option_same_name(const char *a, const char *b);

/* "--name: 'text' found, ... expected" as LB_E_USAGE. */
lb_status lb_option_refuse(const lb_option *option, const char *text, lb_error *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of the collection hold counts and places, not persons: one that has names or personal
 * numbers is refused before anything of it is used, and no message repeats what stands in it. */
#ifndef LB_COMMANDS_INTAKE_PERSON_LIST_H
#define LB_COMMANDS_INTAKE_PERSON_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <lagesbild/status.h>

/* Is a Swedish personal or coordination number in text[0..length)? Six or eight digits of a date
 * (days of coordination numbers are 61 to 91), or a date as 1985-01-31, and four more: with - or +
 * between any, without only those whose last digit is right (Luhn), and so where, behind a space,
 * the four may be a time or a year. Not zero-ended. */
bool lb_person_number_in(const char *text, size_t length);

/* Is it the name of a column that identifies a person: personnummer, efternamn, ...? */
bool lb_person_column(const char *name);

/* Reads the header and all rows of a table. LB_E_INPUT: they hold persons; the message has the
 * column's number alone. LB_E_IO, LB_E_INPUT: it cannot be read. */
lb_status lb_person_list_refuse(const char *source, lb_error *err);

#endif

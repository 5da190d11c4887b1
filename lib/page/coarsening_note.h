/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page says of the coarsening of its squares: the public rule, in plain words. */
#ifndef LB_PAGE_COARSENING_NOTE_H
#define LB_PAGE_COARSENING_NOTE_H

#include <lagesbild/page.h>

/* Texts of a map on the page. */
typedef struct lb_coarsening_note {
    char notice[2][360], rules[2][1100]; /* Swedish, English */
} lb_coarsening_note;

/* Sets the map's notice, and its note to the rules; where the job hides nothing the notice
 * says so; exact_people: that people of areas are as delivered. The note must
 * outlive the map. */
void lb_coarsening_note_write(const lb_job *job, bool exact_people, const lb_recipe *recipe,
                              lb_coarsening_note *note, lb_page_map *map);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run says first: which share of the events happened on which share of the land, and how
 * many people live there, each with what it is a share of. */
#ifndef LB_PROJECT_PAGE_HEADLINE_H
#define LB_PROJECT_PAGE_HEADLINE_H

#include <lagesbild/page.h>
#include "base/buf.h"

enum { LB_HEADLINE_FACTS = 6 };

typedef struct lb_page_headline {
    lb_page_fact fact[LB_HEADLINE_FACTS];
    lb_buf text[LB_HEADLINE_FACTS][2]; /* the notes, Swedish and English */
    size_t facts;
} lb_page_headline;

void lb_page_headline_clear(lb_page_headline *headline);

/* Of a table of `share`: events in areas of its first set and their land, of the last period; none
 * where it has no row for all areas. */
void lb_page_headline_add_share(lb_page_headline *headline, const lb_table *share);

/* People of areas beside those of the squares shown: areas[population]; people: of all squares.
 * Areas shown as ranges are left out, so that the sum cannot reveal them. set: what the areas are
 * called, where the page has others too; "". */
void lb_page_headline_add_people(lb_page_headline *headline, const lb_table *areas, double people,
                                 const char *set);

/* All people, and on how many squares. */
void lb_page_headline_add_squares(lb_page_headline *headline, double people, size_t squares);

/* Points the facts to their notes, when all are there. LB_E_MEMORY. */
lb_status lb_page_headline_finish(lb_page_headline *headline);

#endif

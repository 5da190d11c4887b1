/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page says of the coarsening of its squares: the public rule, in plain words. */
#ifndef LB_PAGE_COARSENING_NOTE_H
#define LB_PAGE_COARSENING_NOTE_H

#include <lagesbild/page.h>

typedef struct lb_coarsening_note {
    char sv[900], en[900];
} lb_coarsening_note;

/* policy NULL or of fewer than 2: that nothing is hidden. The note must outlive what is returned.
 */
lb_page_text lb_coarsening_note_write(const lb_disclosure_policy *policy, const lb_recipe *recipe,
                                      lb_coarsening_note *note);

#endif

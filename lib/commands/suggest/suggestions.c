/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "commands/suggest/suggestions.h"

const char *const lb_suggest_status_names[LB_SUGGEST_STATUSES] = {
    "agrees", "extends", "part", "new", "adjacent", "listed, not resembling"};

void lb_suggestions_clear(lb_suggestions *s)
{
    free(s->p);
    free(s->p_low);
    free(s->p_high);
    free(s->area_of);
    free(s->suggestion);
    free(s->listed);
    free(s->by_rank);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "page/coarsening_note.h"

static void write_open(lb_coarsening_note *note)
{
    snprintf(note->sv, sizeof note->sv,
             "Inget är dolt: alla antal är som de levererades, också små (min-cell 0). Visa inte "
             "sidan för andra än dem som får se leveransen.");
    snprintf(note->en, sizeof note->en,
             "Nothing is hidden: all counts are as delivered, small ones too (min-cell 0). Do not "
             "show the page to others than those who may see the delivery.");
}

/* The rules of docs/methods.md, Coarsening. */
static void write_rules(int few, int base, lb_coarsening_note *note)
{
    snprintf(note->sv, sizeof note->sv,
             "Rutornas antal är förgrovade så att ingen pekas ut. Färre än %d personer eller "
             "hushåll visas som <%d, och i räkningarna står medelvärdet av sådana antal i stället. "
             "Andelar är i hela procent, med ”ca” där ett så litet antal ingår. I rutor med färre "
             "än %d invånare visas bara hur många de är. Index, klass, rang och områdenas siffror "
             "är räknade på det som visas här, inte på leveransen; därför kan en ruta ha ett annat "
             "index och en annan klass i arbetsmaterialet.",
             few, few, base);
    snprintf(note->en, sizeof note->en,
             "The squares' counts are coarsened so that no one is singled out. Fewer than %d "
             "people or households are shown as <%d, and the mean of such counts stands in their "
             "place in all computations. Shares are whole per cent, with “about” where so small a "
             "count is part of them. Of squares with fewer than %d people only their number is "
             "shown. Index, class, rank and the areas' figures are computed from what is shown "
             "here, not from the delivery; so a square may have another index and another class in "
             "the working material.",
             few, few, base);
}

lb_page_text lb_coarsening_note_write(const lb_disclosure_policy *policy, const lb_recipe *recipe,
                                      lb_coarsening_note *note)
{
    if (policy && policy->min_cell > 1)
        write_rules(policy->min_cell, (int)fmax(policy->min_cell, ceil(recipe->minimum_population)),
                    note);
    else
        write_open(note);
    return (lb_page_text){note->sv, note->en};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "input/grid/noisy_squares.h"
#include "kernel/disclosure/policy.h"
#include "page/coarsening_note.h"

static void write_notice(int few, lb_coarsening_note *note)
{
    snprintf(note->notice[0], sizeof note->notice[0],
             "Färre än %d personer eller hushåll i en ruta visas inte. Allt här är räknat på "
             "förgrovade antal, så att ingen pekas ut.",
             few);
    snprintf(note->notice[1], sizeof note->notice[1],
             "Fewer than %d people or households in a square are not shown. Everything here is "
             "computed from coarsened counts, so that no one is singled out.",
             few);
}

/* The rules of docs/methods.md, Coarsening. */
static void write_rules(int few, int base, lb_coarsening_note *note)
{
    snprintf(note->rules[0], sizeof note->rules[0],
             "Ett antal under %d visas som <%d, och i alla räkningar står medelvärdet av sådana "
             "antal i rutor med ungefär lika många invånare i stället. Andelar är i hela procent, "
             "med ”ca” där ett så litet antal ingår. Av en ruta med färre än %d invånare visas "
             "bara hur många de är. Index, klass, rang och områdenas siffror är räknade på det som "
             "visas, inte på leveransen; därför kan en ruta ha ett annat index och en annan klass "
             "i arbetsmaterialet.",
             few, few, base);
    snprintf(note->rules[1], sizeof note->rules[1],
             "A count below %d is shown as <%d, and the mean of such counts in squares of about as "
             "many people stands in its place in all computations. Shares are whole per cent, with "
             "“about” where so small a count is part of them. Of a square of fewer than %d people "
             "only their number is shown. Index, class, rank and the areas' figures are computed "
             "from what is shown, not from the delivery; so a square may have another index and "
             "another class in the working material.",
             few, few, base);
}

/* docs/methods.md, Cell key. */
static void write_noise(lb_coarsening_note *note)
{
    snprintf(
        note->rules[0], sizeof note->rules[0],
        "Rutornas antal har brus enligt cellnyckelmetoden, så att ingen pekas ut: vart och ett "
        "är ändrat med högst %d, i medeltal med 0 (standardavvikelse 1,4); 0 är 0, och 1 och 2 "
        "finns inte. Delar och helhet får var sitt brus och stämmer därför inte på personen "
        "när. Andelar, index, klass, rang och områdenas siffror är räknade på antalen med brus.",
        LB_NOISE_DEVIATION);
    snprintf(
        note->rules[1], sizeof note->rules[1],
        "The squares' counts carry noise by the cell-key method, so that no one is singled out: "
        "each is changed by at most %d, by 0 in the mean (standard deviation 1.4); 0 stays 0, "
        "and there is no 1 or 2. Parts and wholes have noise of their own and so do not add up "
        "to the person. Shares, index, class, rank and the areas' figures are computed from the "
        "noisy counts.",
        LB_NOISE_DEVIATION);
    snprintf(note->notice[0], sizeof note->notice[0],
             "Rutornas antal har brus, så att ingen pekas ut; allt här är räknat på antalen med "
             "brus.");
    snprintf(note->notice[1], sizeof note->notice[1],
             "The squares' counts carry noise, so that no one is singled out; everything here is "
             "computed from the noisy counts.");
}

/* Behind what stands there. */
static void append_text(char *to, size_t size, const char *text)
{
    size_t length = strlen(to);
    snprintf(to + length, size - length, "%s", text);
}

static void add_hidden_zeros(int few, lb_coarsening_note *note)
{
    static const char *const zeros[] = {
        " Ingen räknas också dit, av åldrar och andelar, och visas som 0–%d.",
        " No one, of ages and shares, counts as few too and is shown as 0–%d."};
    char text[120];
    for (int english = 0; english < 2; english++) {
        snprintf(text, sizeof text, zeros[english], few - 1);
        append_text(note->rules[english], sizeof note->rules[english], text);
    }
}

/* Of people of areas as delivered, behind both texts. */
static void add_exact_people(lb_coarsening_note *note)
{
    static const char *const exact[] = {
        " Undantag: områdenas folkmängd är som den levererades, i hela personer, prövad så att den "
        "inte röjer någon.",
        " The exception: people of areas are as delivered, in whole numbers, audited so that they "
        "give no one away."};
    for (int english = 0; english < 2; english++) {
        append_text(note->rules[english], sizeof note->rules[english], exact[english]);
        append_text(note->notice[english], sizeof note->notice[english], exact[english]);
    }
}

static const lb_page_text nothing_hidden = {
    "Inget är dolt: alla antal är som de levererades, också små (min-cell 0). Visa det bara för "
    "dem som får se leveransen.",
    "Nothing is hidden: all counts are as delivered, small ones too (min-cell 0). Show it only to "
    "those who may see the delivery."};

/* What a reader of the page must know of its counts, in both languages: which are hidden or have
 * noise, by which rules, and whether people of areas are exact. Minimum cell in people. */
void lb_coarsening_note_write(const lb_job *job, bool exact_people, const lb_recipe *recipe,
                              lb_coarsening_note *note, lb_page_map *map)
{
    int few = lb_job_min_cell(job);
    map->notice = nothing_hidden;
    if (!lb_job_coarsens(job))
        return;
    if (lb_job_secret(job)) {
        write_noise(note);
    } else {
        write_notice(few, note);
        write_rules(few, (int)fmax(few, ceil(recipe->minimum_population)), note);
        if (recipe->zeros == LB_ZEROS_HIDE)
            add_hidden_zeros(few, note);
    }
    if (exact_people)
        add_exact_people(note);
    map->notice = (lb_page_text){note->notice[0], note->notice[1]};
    map->note = (lb_page_text){note->rules[0], note->rules[1]};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/suggest/suggest_notice.h"

static const lb_bilingual notice = {
    "Internt arbetsmaterial: ett förslag är en fråga till lokalpolisområdet, endast ett stöd, "
    "aldrig "
    "ett svar; att bli listad skadar dem som bor där. p är chansen att en ruta som denna finns på "
    "listan, inte att den är utsatt; att en ruta inte är på listan säger inte att den inte är det. "
    "Listan är polisens egen bedömning, och det som lärs av är dess områden: så många rutor de än "
    "har är de få. Utländsk bakgrund bär ofta det mesta av likheten (se raden utan den i "
    "valideringen); den är ingen orsak, och inget skäl att peka ut en plats. Prövat bara på "
    "rutnätets egna områden, inte på andra orter eller år.",
    "Internal working material: a suggestion is a question to the local police area (LPO), a "
    "support "
    "only, never an answer; to be listed harms those who live there. p is the chance that a square "
    "like this is on the list, not that it is vulnerable; that a square is not on the list does "
    "not "
    "say that it is not. The list is the police's own judgement, and what is learned from are its "
    "areas: however many squares they have, they are few. Foreign background often carries most of "
    "the resemblance (see the row without it in the validation); it is no cause, and no reason to "
    "point a place out. Tried on the grid's own areas alone, not on other places or years."};

/* Whether p may be read as a probability at all. */
static const lb_bilingual ranks_only = {"Sannolikheterna går inte att använda: läs bara ordningen.",
                                        "The probabilities are not usable: read the ranks only."};

static void give_text(const lb_suggestions *s, const char *key, lb_bilingual text, lb_provenance *p)
{
    const lb_job *job = s->data->job;
    lb_provenance_used(p, key, job->english ? text.en : text.sv);
    lb_log_warning(job->log, "%s", text.en);
}

void lb_suggest_give_notice(const lb_suggestions *s, lb_provenance *p)
{
    give_text(s, "notice", notice, p);
    if (!s->is_calibrated)
        give_text(s, "notice_probabilities", ranks_only, p);
}

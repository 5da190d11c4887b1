/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow/demo_files.h"

/* Under five people SCB shows nothing but their number. */
enum { SHOWN_LEAST = 5, INCOME_SHOWN_LEAST = 10 };

static void put_count(lb_buf *buf, const lb_town_square *s, int count)
{
    if (s->people < SHOWN_LEAST)
        lb_buf_puts(buf, ";..");
    else
        lb_buf_printf(buf, ";%d", count);
}

static void put_square(lb_buf *buf, const lb_town_square *s)
{
    lb_buf_printf(buf, "%06d%07d;%d", (int)s->e, (int)s->n, (int)s->size);
}

void lb_demo_put_people(const lb_town *town, lb_buf *buf)
{
    lb_buf_puts(buf, "Ruta;Rutstorl;Totalt;Ålder_0_15;Ålder_16_19;Utländsk_bakgrund\n");
    for (size_t i = 0; i < town->squares; i++) {
        const lb_town_square *s = &town->square[i];
        put_square(buf, s);
        lb_buf_printf(buf, ";%d", s->people);
        put_count(buf, s, s->aged_0_15);
        put_count(buf, s, s->aged_16_19);
        put_count(buf, s, s->foreign);
        lb_buf_putc(buf, '\n');
    }
}

void lb_demo_put_economy(const lb_town *town, lb_buf *buf)
{
    lb_buf_puts(buf, "Ruta;Rutstorl;Medianinkomst_tkr;Befolkning_25_64;Förgymnasial;"
                     "Befolkning_16_64;Sysselsatta\n");
    for (size_t i = 0; i < town->squares; i++) {
        const lb_town_square *s = &town->square[i];
        put_square(buf, s);
        if (s->people < INCOME_SHOWN_LEAST)
            lb_buf_puts(buf, ";..");
        else
            lb_buf_printf(buf, ";%d,%d", s->income_tenths / 10, s->income_tenths % 10);
        put_count(buf, s, s->aged_25_64);
        put_count(buf, s, s->short_school);
        put_count(buf, s, s->aged_16_64);
        put_count(buf, s, s->employed);
        lb_buf_putc(buf, '\n');
    }
}

/* Tables of one delivery do not cover quite the same squares; this one lacks a few. */
void lb_demo_put_households(const lb_town *town, lb_buf *buf)
{
    lb_buf_puts(buf, "Ruta;Rutstorl;Hushåll;Ensamstående_med_barn;Trångbodda\n");
    for (size_t i = 0; i < town->squares; i++) {
        const lb_town_square *s = &town->square[i];
        if (s->lot < 8)
            continue;
        put_square(buf, s);
        put_count(buf, s, s->households);
        put_count(buf, s, s->lone_parents);
        put_count(buf, s, s->crowded);
        lb_buf_putc(buf, '\n');
    }
}

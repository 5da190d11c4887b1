/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/sum.h"
#include "project/page_headline.h"
#include "render/page/page_number.h"

void lb_page_headline_clear(lb_page_headline *h)
{
    for (size_t i = 0; i < LB_HEADLINE_FACTS; i++) {
        lb_buf_clear(&h->text[i][0]);
        lb_buf_clear(&h->text[i][1]);
    }
    *h = (lb_page_headline){.facts = 0};
}

/* A number in the note of the fact added last, in both languages, between words. */
static void note_number(lb_page_headline *h, const char *sv, const char *en, double value,
                        lb_unit unit)
{
    for (int english = 0; english < 2; english++) {
        lb_buf *note = &h->text[h->facts - 1][english];
        lb_buf_puts(note, english ? en : sv);
        lb_page_number(note, value, unit, english == 1);
    }
}

/* A share as the lower end of an interval: the percent sign stands behind the upper end alone. */
static void note_low_share(lb_page_headline *h, const char *sv, const char *en, double low)
{
    static const char percent[] = "\u00a0%";
    note_number(h, sv, en, low, LB_UNIT_SHARE);
    for (int english = 0; english < 2; english++) {
        lb_buf *note = &h->text[h->facts - 1][english];
        if (!note->failed)
            note->text[note->length -= sizeof percent - 1] = '\0';
    }
}

static void note_text(lb_page_headline *h, const char *sv, const char *en)
{
    lb_buf_puts(&h->text[h->facts - 1][0], sv);
    lb_buf_puts(&h->text[h->facts - 1][1], en);
}

/* A word of a table, as the glossary has it in both languages; one that it has not, as it stands.
 */
static void note_word(lb_page_headline *h, const char *word)
{
    const lb_page_term *term = lb_glossary_find_value(word);
    note_text(h, term ? term->label.sv : word, term ? term->label.en : word);
}

static bool add_fact(lb_page_headline *h, const char *sv, const char *en, double value,
                     lb_unit unit)
{
    if (h->facts == LB_HEADLINE_FACTS || isnan(value))
        return false;
    h->fact[h->facts++] = (lb_page_fact){{sv, en}, value, unit, {NULL, NULL}, NULL};
    return true;
}

static double value_of(const lb_table *table, size_t row, const char *column)
{
    size_t c = lb_table_column(table, column);
    return c == SIZE_MAX ? (double)NAN : lb_table_real(table, row, c);
}

static const char *text_of(const lb_table *table, size_t row, const char *column)
{
    size_t c = lb_table_column(table, column);
    const char *text = c == SIZE_MAX ? NULL : lb_table_text(table, row, c);
    return text ? text : "";
}

static bool is_total(const lb_table *share, size_t row, const char *set)
{
    return strcmp(text_of(share, row, "category"), "total") == 0 &&
           strcmp(text_of(share, row, "area_set"), set) == 0;
}

/* The last period in which all areas of the first set together have a share; SIZE_MAX also where
 * the period has several, as without the column `area_set`: of which areas is then not known. */
static size_t find_total(const lb_table *share)
{
    const char *set = share->rows > 0 ? text_of(share, 0, "area_set") : "";
    size_t row = share->rows;
    while (row > 0 && !(is_total(share, row - 1, set) && !isnan(value_of(share, row - 1, "share"))))
        row--;
    for (size_t i = 0; i + 1 < row; i++)
        if (is_total(share, i, set) &&
            strcmp(text_of(share, i, "period"), text_of(share, row - 1, "period")) == 0)
            return SIZE_MAX;
    return row > 0 ? row - 1 : SIZE_MAX;
}

/* The set of the row's areas, where the table has others too; "". */
static const char *one_set(const lb_table *share, size_t row)
{
    const char *set = text_of(share, row, "area_set");
    for (size_t i = 0; i < share->rows; i++)
        if (strcmp(text_of(share, i, "area_set"), set) != 0)
            return set;
    return "";
}

static void note_set(lb_page_headline *h, const char *set)
{
    note_text(h, *set ? " (" : "", *set ? " (" : "");
    note_word(h, set);
    note_text(h, *set ? ")" : "", *set ? ")" : "");
}

/* A share stands beside what it is of, not alone where `columns:` leaves that out. */
static bool has_columns(const lb_table *table, const char *a, const char *b, const char *c)
{
    return lb_table_column(table, a) != SIZE_MAX && lb_table_column(table, b) != SIZE_MAX &&
           lb_table_column(table, c) != SIZE_MAX;
}

static void add_events(lb_page_headline *h, const lb_table *share, size_t row)
{
    double low = value_of(share, row, "share_low"), high = value_of(share, row, "share_high");
    if (!has_columns(share, "period", "events", "events_total") ||
        !add_fact(h, "Av händelserna skedde i områdena", "Share of the events in the areas",
                  value_of(share, row, "share"), LB_UNIT_SHARE))
        return;
    note_number(h, "", "", value_of(share, row, "events"), LB_UNIT_COUNT);
    note_number(h, " av ", " of ", value_of(share, row, "events_total"), LB_UNIT_COUNT);
    const char *period = text_of(share, row, "period");
    bool is_part = strcmp(period, "all") != 0;
    note_text(h, " med känd plats", " whose place is known");
    note_text(h, is_part ? ", " : "", is_part ? ", " : "");
    note_text(h, is_part ? period : "", is_part ? period : "");
    note_set(h, one_set(share, row));
    if (isnan(low) || isnan(high))
        return;
    note_low_share(h, "; konfidensintervall ", "; confidence interval ", low);
    note_number(h, "–", "–", high, LB_UNIT_SHARE);
}

static void add_land(lb_page_headline *h, const lb_table *share, size_t row)
{
    const char *reference = text_of(share, row, "reference");
    if (!has_columns(share, "period", "area_km2", "reference_km2") ||
        !add_fact(h, "På så stor del av marken", "Share of the land",
                  value_of(share, row, "area_share"), LB_UNIT_SHARE))
        return;
    note_number(h, "", "", value_of(share, row, "area_km2"), LB_UNIT_KM2);
    note_number(h, " av ", " of ", round(value_of(share, row, "reference_km2")), LB_UNIT_COUNT);
    note_text(h, " km²", " km²");
    note_set(h, one_set(share, row));
    if (*reference) {
        note_text(h, ": ", ": ");
        note_word(h, reference);
    }
}

void lb_page_headline_add_share(lb_page_headline *h, const lb_table *share)
{
    size_t row = find_total(share);
    if (row == SIZE_MAX)
        return;
    add_events(h, share, row);
    add_land(h, share, row);
}

/* Which areas the sum of people lacks: those shown as ranges, those outside the grid. */
static void note_left_out(lb_page_headline *h, size_t known, size_t hidden, size_t areas)
{
    note_number(h, ", i ", ", in ", (double)known, LB_UNIT_COUNT);
    note_number(h, " av ", " of ", (double)areas, LB_UNIT_COUNT);
    if (hidden > 0)
        note_text(h, " områden; de som visas som intervall är inte med",
                  " areas; those shown as a range are not in it");
    else
        note_text(h, " områden; övriga ligger utanför rutnätet",
                  " areas; the others are outside the grid");
}

/* Share of the grid's people who live in the areas, summed over areas whose population is known. A
 * range counts as 0, so that the figure is a lower bound ("at least") where any is shown. */
void lb_page_headline_add_people(lb_page_headline *h, const lb_table *areas, double people,
                                 const char *set)
{
    size_t column = lb_table_column(areas, "population"), known = 0, hidden = 0;
    lb_sum sum = {0};
    for (size_t i = 0; column != SIZE_MAX && i < areas->rows; i++) {
        double value = lb_table_real(areas, i, column);
        bool is_range = lb_table_range_at(areas, i, column) != NULL;
        hidden += is_range;
        known += !is_range && !isnan(value);
        lb_sum_add(&sum, is_range || isnan(value) ? 0 : value);
    }
    double inside = lb_sum_value(sum);
    if (known == 0 || !(people > 0) ||
        !add_fact(h, "Av invånarna bor i områdena", "Share of the people in the areas",
                  inside / people, LB_UNIT_SHARE))
        return;
    note_number(h, hidden > 0 ? "minst " : "", hidden > 0 ? "at least " : "", inside,
                LB_UNIT_COUNT);
    note_number(h, " av ", " of ", people, LB_UNIT_COUNT);
    note_set(h, set);
    if (known < areas->rows)
        note_left_out(h, known, hidden, areas->rows);
}

void lb_page_headline_add_squares(lb_page_headline *h, double people, size_t squares)
{
    if (!add_fact(h, "Invånare i rutnätet", "People in the grid", people, LB_UNIT_COUNT))
        return;
    note_number(h, "på ", "on ", (double)squares, LB_UNIT_COUNT);
    note_text(h, lb_number_word(squares, " ruta", " rutor"),
              lb_number_word(squares, " square", " squares"));
}

lb_status lb_page_headline_finish(lb_page_headline *h)
{
    for (size_t i = 0; i < h->facts; i++) {
        if (h->text[i][0].failed || h->text[i][1].failed)
            return LB_E_MEMORY;
        h->fact[i].note = (lb_page_text){h->text[i][0].text, h->text[i][1].text};
    }
    return LB_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "render/brief/brief_sheet.h"
#include "render/text/text_layout.h"
#include "render/page/page_number.h"
#include "render/text/palette.h"

/* Points. */
static const double WIDTH = 595.28, HEIGHT = 841.89, MARGIN = 40, BAR_WIDTH = 80;
static const double MIX_WIDTH = 185, GAP = 18, ROW = 13.5;

enum { TEXT_SIZE = 300, NEAR_COLUMNS = 7 };

typedef struct writer {
    const lb_brief_sheet *sheet;
    const lb_measure *measure;
    lb_drawing *drawing;
    double y; /* down to here it is written */
} writer;

static const char *say(const writer *w, lb_page_text text)
{
    return w->sheet->english && text.en ? text.en : text.sv;
}

static void put(const writer *w, double x, double y, double size, lb_anchor anchor, bool bold,
                const char *text)
{
    lb_type_style style = {.size = size, .anchor = anchor, .bold = bold, .ink = LB_INK_TEXT};
    lb_drawing_text(w->drawing, &style, x, y, text);
}

/* Cut with an ellipsis where it is wider. */
static void put_fit(const writer *w, double x, double y, double size, double width, bool bold,
                    const char *text)
{
    char cut[TEXT_SIZE];
    lb_text_fit(w->measure, size, width, text, cut, sizeof cut);
    put(w, x, y, size, LB_ANCHOR_START, bold, cut);
}

static void put_number(const writer *w, double x, double y, double size, lb_anchor anchor,
                       bool bold, double value, lb_unit unit)
{
    lb_buf buf = {0};
    lb_page_number(&buf, value, unit, w->sheet->english);
    if (buf.failed)
        w->drawing->failed = true;
    else
        put(w, x, y, size, anchor, bold, buf.text);
    lb_buf_clear(&buf);
}

static double put_small(const writer *w, double x, double y, double width, double size,
                        const char *text)
{
    lb_block block = {w->measure,
                      {.size = size, .anchor = LB_ANCHOR_START, .ink = LB_INK_QUIET},
                      width,
                      1.3 * size};
    return lb_block_put(w->drawing, &block, x, y, text);
}

static void put_heading(writer *w)
{
    const lb_brief_sheet *s = w->sheet;
    put(w, MARGIN, MARGIN + 16, 20, LB_ANCHOR_START, true, s->title);
    w->y = MARGIN + 16;
    if (s->subtitle.sv) {
        w->y += 17;
        put(w, MARGIN, w->y, 11, LB_ANCHOR_START, false, say(w, s->subtitle));
    }
}

static void put_facts(writer *w)
{
    const lb_brief_sheet *s = w->sheet;
    double each = (WIDTH - 2 * MARGIN) / (double)(s->facts ? s->facts : 1);
    double top = w->y + 16, end = top;
    for (size_t i = 0; i < s->facts; i++) {
        const lb_page_fact *fact = &s->fact[i];
        double x = MARGIN + (double)i * each;
        double y = put_small(w, x, top + 6, each - 8, 7, say(w, fact->label));
        if (fact->shown)
            put(w, x, y + 8, 15, LB_ANCHOR_START, true, fact->shown);
        else
            put_number(w, x, y + 8, 15, LB_ANCHOR_START, true, fact->value, fact->unit);
        y += 18;
        if (fact->note.sv && *fact->note.sv)
            y = put_small(w, x, y, each - 8, 6.5, say(w, fact->note));
        end = fmax(end, y);
    }
    w->y = end;
}

static void put_map(writer *w)
{
    lb_drawing_place(w->drawing, w->sheet->map, (WIDTH - LB_BRIEF_MAP_WIDTH) / 2, w->y - 10);
    w->y += LB_BRIEF_MAP_HEIGHT + 8;
}

/* A bar a class: the share as its length and in figures, then people. */
static double put_mix(const writer *w)
{
    const lb_table *t = w->sheet->mix;
    double y = w->y;
    put(w, MARGIN, y, 9.5, LB_ANCHOR_START, true, say(w, w->sheet->mix_title));
    for (size_t i = 0; i < t->rows; i++) {
        double share = lb_table_real(t, i, 1);
        lb_pen pen = {.fill = w->sheet->ink[i], .line = LB_INK_LINE, .width = 0.3};
        y += ROW;
        put(w, MARGIN + 8, y, 8, LB_ANCHOR_END, true, lb_table_text(t, i, 0));
        if (share > 0) {
            lb_drawing_path(w->drawing, &pen);
            lb_drawing_box(w->drawing, MARGIN + 14, y - 8, share * BAR_WIDTH, 9.5);
        }
        put_number(w, MARGIN + 14 + BAR_WIDTH + 38, y, 8, LB_ANCHOR_END, false, share,
                   LB_UNIT_SHARE);
        put_number(w, MARGIN + MIX_WIDTH, y, 8, LB_ANCHOR_END, false, lb_table_real(t, i, 2),
                   LB_UNIT_COUNT);
    }
    return y;
}

/* Where each column of the neighbours ends, from the table's left edge; names begin at 0. */
static const double near_end[NEAR_COLUMNS] = {74, 172, 192, 226, 254, 292, 312};

/* Words that have an English form, in the sheet's language. */
static const char *near_text(const writer *w, size_t row, size_t column)
{
    const char *text = lb_table_text(w->sheet->near, row, column);
    const lb_page_term *word = text && w->sheet->english ? lb_page_word_find(text) : NULL;
    return word ? word->label.en : text;
}

static void put_near_row(const writer *w, size_t row, double x, double y)
{
    const lb_table *t = w->sheet->near;
    for (size_t c = 0; c < NEAR_COLUMNS && c < t->columns; c++) {
        const lb_column *column = &t->column[c];
        lb_unit unit = column->unit == LB_UNIT_SCORE ? LB_UNIT_RATE : column->unit;
        const lb_table_range *range = lb_table_range_at(t, row, c);
        char text[LB_TABLE_RANGE_SIZE];
        if (range)
            lb_table_range_text(range, text);
        if (range)
            put(w, x + near_end[c], y, 7, LB_ANCHOR_END, row == 0, text);
        else if (column->type != LB_TEXT)
            put_number(w, x + near_end[c], y, 7, LB_ANCHOR_END, row == 0, lb_table_real(t, row, c),
                       unit);
        else if (lb_table_text(t, row, c))
            put_fit(w, x + (c ? near_end[c - 1] + 4 : 0), y, c ? 6.5 : 7,
                    near_end[c] - (c ? near_end[c - 1] + 5 : 2), row == 0 && c == 0,
                    near_text(w, row, c));
    }
}

static double put_near(const writer *w)
{
    static const lb_page_text head[NEAR_COLUMNS] = {
        {"Område", "Area"}, {"Kategori", "Category"}, {"km", "km"},    {"Invånare", "People"},
        {"Index", "Index"}, {"Sämsta", "Worst"},      {"Rang", "Rank"}};
    double x = MARGIN + MIX_WIDTH + GAP, y = w->y;
    put(w, x, y, 9.5, LB_ANCHOR_START, true, say(w, w->sheet->near_title));
    y += ROW;
    for (size_t c = 0; c < NEAR_COLUMNS; c++) {
        lb_type_style style = {
            .size = 6.5, .anchor = c > 1 ? LB_ANCHOR_END : LB_ANCHOR_START, .ink = LB_INK_QUIET};
        double at = c > 1 ? near_end[c] : c == 1 ? near_end[0] + 4 : 0;
        lb_drawing_text(w->drawing, &style, x + at, y, say(w, head[c]));
    }
    for (size_t i = 0; i < w->sheet->near->rows; i++) {
        y += ROW;
        put_near_row(w, i, x, y);
    }
    return y;
}

/* Paragraphs: an empty line stands between them. */
static void put_caveats(writer *w)
{
    char paragraph[2 * TEXT_SIZE * 2];
    const char *text = say(w, w->sheet->caveats);
    while (*text) {
        size_t n = 0;
        while (text[n] && !(text[n] == '\n' && text[n + 1] == '\n') && n + 1 < sizeof paragraph) {
            paragraph[n] = text[n];
            n++;
        }
        paragraph[n] = '\0';
        w->y = put_small(w, MARGIN, w->y, WIDTH - 2 * MARGIN, 7.5, paragraph) + 3;
        for (text += n; *text == '\n'; text++)
            ;
    }
}

lb_status lb_brief_sheet_draw(const lb_brief_sheet *sheet, const lb_measure *measure,
                              lb_drawing **out)
{
    lb_drawing *drawing = lb_drawing_new(WIDTH, HEIGHT, sheet->title);
    if (!drawing)
        return LB_E_MEMORY;
    writer w = {sheet, measure, drawing, 0};
    put_heading(&w);
    put_facts(&w);
    put_map(&w);
    w.y = fmax(put_mix(&w), put_near(&w)) + 24;
    put_caveats(&w);
    put_small(&w, MARGIN, HEIGHT - MARGIN + 12, WIDTH - 2 * MARGIN, 6.5, sheet->source);
    lb_status status = lb_drawing_status(drawing);
    if (status == LB_OK)
        *out = drawing;
    else
        lb_drawing_free(drawing);
    return status;
}

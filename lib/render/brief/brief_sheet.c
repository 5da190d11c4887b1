/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The brief on paper: one A4 page, top to bottom: name and category, headline figures, map, mix of
 * classes beside the nearest areas, caveats, source. All measures are points from the upper left
 * corner, and y grows downwards. */
#include <math.h>

#include "render/brief/brief_sheet.h"
#include "render/text/text_layout.h"
#include "render/page/page_number.h"
#include "render/text/palette.h"

/* Points. */
static const double WIDTH = 595.28, HEIGHT = 841.89, MARGIN = 40, BAR_WIDTH = 80;
static const double TITLE_SIZE = 20, TITLE_LEAST = 13;
static const double MIX_WIDTH = 185, COLUMN_GAP = 18, ROW_HEIGHT = 13.5;

enum { TEXT_SIZE = 300, NEIGHBOUR_COLUMNS = 7 };

typedef struct sheet_writer {
    const lb_brief_sheet *sheet;
    const lb_measure *measure;
    lb_drawing *drawing;
    double y; /* down to here it is written */
} sheet_writer;

static const char *localised_text(const sheet_writer *w, lb_page_text text)
{
    return w->sheet->english && text.en ? text.en : text.sv;
}

static void draw_text(const sheet_writer *w, double x, double y, double size, lb_anchor anchor,
                      bool bold, const char *text)
{
    lb_text_style style = {.size = size, .anchor = anchor, .bold = bold, .ink = LB_INK_TEXT};
    lb_drawing_text(w->drawing, &style, x, y, text);
}

/* Cut with an ellipsis where it is wider. */
static void draw_fitted_text(const sheet_writer *w, double x, double y, double size, double width,
                             bool bold, const char *text)
{
    char cut[TEXT_SIZE];
    lb_text_fit(w->measure, size, width, text, cut, sizeof cut);
    draw_text(w, x, y, size, LB_ANCHOR_START, bold, cut);
}

/* As the page shows numbers, in the sheet's language. */
static void draw_number(const sheet_writer *w, double x, double y, double size, lb_anchor anchor,
                        bool bold, double value, lb_unit unit)
{
    lb_buf buf = {0};
    lb_page_number(&buf, value, unit, w->sheet->english);
    if (buf.failed)
        w->drawing->failed = true;
    else
        draw_text(w, x, y, size, anchor, bold, buf.text);
    lb_buf_clear(&buf);
}

/* A quiet paragraph; returns the baseline under it. */
static double draw_small_text(const sheet_writer *w, double x, double y, double width, double size,
                              const char *text)
{
    lb_text_block block = {w->measure,
                           {.size = size, .anchor = LB_ANCHOR_START, .ink = LB_INK_QUIET},
                           width,
                           1.3 * size};
    return lb_text_block_draw(w->drawing, &block, x, y, text);
}

/* The name within the margins: a long one in smaller letters, and where these would be smaller than
 * TITLE_LEAST in several lines. Returns the baseline of the last. */
static double draw_title(const sheet_writer *w, const char *title)
{
    double room = WIDTH - 2 * MARGIN, width = lb_measure_text(w->measure, title, TITLE_SIZE, true);
    double size = fmax(fmin(TITLE_SIZE, TITLE_SIZE * room / width), TITLE_LEAST);
    lb_text_block block = {
        w->measure, {.size = size, .bold = true, .ink = LB_INK_TEXT}, room * 1.001, 1.2 * size};
    double top = MARGIN + 16;
    return lb_text_block_draw(w->drawing, &block, MARGIN, top, title) - 1.2 * size;
}

/* Name and category. */
static void draw_heading(sheet_writer *w)
{
    const lb_brief_sheet *s = w->sheet;
    w->y = draw_title(w, s->title);
    if (s->subtitle.sv) {
        w->y += 17;
        draw_text(w, MARGIN, w->y, 11, LB_ANCHOR_START, false, localised_text(w, s->subtitle));
    }
}

/* Headline figures in equal columns: label, value, note under each other. */
static void draw_facts(sheet_writer *w)
{
    const lb_brief_sheet *s = w->sheet;
    double each = (WIDTH - 2 * MARGIN) / (double)(s->facts ? s->facts : 1);
    double top = w->y + 16, end = top;
    for (size_t i = 0; i < s->facts; i++) {
        const lb_page_fact *fact = &s->fact[i];
        double x = MARGIN + (double)i * each;
        double y = draw_small_text(w, x, top + 6, each - 8, 7, localised_text(w, fact->label));
        if (fact->shown) { /* a range is smaller rather than in the next column */
            double width = lb_measure_text(w->measure, fact->shown, 15, true);
            draw_text(w, x, y + 8, fmin(15, 15 * (each - 8) / width), LB_ANCHOR_START, true,
                      fact->shown);
        } else
            draw_number(w, x, y + 8, 15, LB_ANCHOR_START, true, fact->value, fact->unit);
        y += 18;
        if (fact->note.sv && *fact->note.sv)
            y = draw_small_text(w, x, y, each - 8, 6.5, localised_text(w, fact->note));
        end = fmax(end, y);
    }
    w->y = end;
}

/* A drawing of its own, set in the middle of the page. */
static void draw_map(sheet_writer *w)
{
    lb_drawing_insert(w->drawing, w->sheet->map, (WIDTH - LB_BRIEF_MAP_WIDTH) / 2, w->y - 10);
    w->y += LB_BRIEF_MAP_HEIGHT + 8;
}

/* Across a bar: the share of the whole grid. */
static void draw_base_rate(const sheet_writer *w, double share, double y)
{
    double x = MARGIN + 14 + share * BAR_WIDTH;
    if (isnan(share))
        return;
    lb_drawing_path(w->drawing, &(lb_pen){.line = LB_INK_TEXT, .width = 0.9});
    lb_drawing_line(w->drawing, (double[]){x, y - 10, x, y + 3}, 2, false);
}

/* A bar a class: the share as its length and in figures, with that of the whole grid across it,
 * then people. */
static double draw_class_mix(const sheet_writer *w)
{
    static const lb_page_text base_rate = {"Streck: i hela rutnätet.",
                                           "Strokes: in the whole grid."};
    const lb_table *t = w->sheet->mix;
    double y = w->y;
    draw_text(w, MARGIN, y, 9.5, LB_ANCHOR_START, true, localised_text(w, w->sheet->mix_title));
    for (size_t i = 0; i < t->rows; i++) {
        double share = lb_table_real(t, i, 1);
        lb_pen pen = {.fill = w->sheet->ink[i], .line = LB_INK_LINE, .width = 0.3};
        y += ROW_HEIGHT;
        draw_text(w, MARGIN + 8, y, 8, LB_ANCHOR_END, true, lb_table_text(t, i, 0));
        if (share > 0) {
            lb_drawing_path(w->drawing, &pen);
            lb_drawing_box(w->drawing, MARGIN + 14, y - 8, share * BAR_WIDTH, 9.5);
        }
        draw_base_rate(w, lb_table_real(t, i, 3), y);
        draw_number(w, MARGIN + 14 + BAR_WIDTH + 38, y, 8, LB_ANCHOR_END, false, share,
                    LB_UNIT_SHARE);
        draw_number(w, MARGIN + MIX_WIDTH, y, 8, LB_ANCHOR_END, false, lb_table_real(t, i, 2),
                    LB_UNIT_COUNT);
    }
    return draw_small_text(w, MARGIN + 14, y + 12, MIX_WIDTH - 14, 6.5,
                           localised_text(w, base_rate));
}

/* Where each column of the neighbours ends, from the table's left edge; names begin at 0. */
static const double neighbour_column_end[NEIGHBOUR_COLUMNS] = {74, 172, 192, 226, 254, 292, 312};

/* Words that have an English form, in the sheet's language. */
static const char *neighbour_text(const sheet_writer *w, size_t row, size_t column)
{
    const char *text = lb_table_text(w->sheet->near, row, column);
    const lb_page_term *word = text && w->sheet->english ? lb_glossary_find_value(text) : NULL;
    return word ? word->label.en : text;
}

/* One area: names from the left, numbers to the right end of their columns, ranges as text. */
static void draw_neighbour_row(const sheet_writer *w, size_t row, double x, double y)
{
    const lb_table *t = w->sheet->near;
    for (size_t c = 0; c < NEIGHBOUR_COLUMNS && c < t->columns; c++) {
        const lb_column *column = &t->column[c];
        lb_unit unit = column->unit == LB_UNIT_SCORE ? LB_UNIT_RATE : column->unit;
        const lb_table_range *range = lb_table_range_at(t, row, c);
        char text[LB_PAGE_RANGE_SIZE];
        if (range)
            lb_page_range_text(range, text);
        if (range)
            draw_text(w, x + neighbour_column_end[c], y, 7, LB_ANCHOR_END, row == 0, text);
        else if (column->type != LB_TEXT)
            draw_number(w, x + neighbour_column_end[c], y, 7, LB_ANCHOR_END, row == 0,
                        lb_table_real(t, row, c), unit);
        else if (lb_table_text(t, row, c))
            draw_fitted_text(w, x + (c ? neighbour_column_end[c - 1] + 4 : 0), y, c ? 6.5 : 7,
                             neighbour_column_end[c] - (c ? neighbour_column_end[c - 1] + 5 : 2),
                             row == 0 && c == 0, neighbour_text(w, row, c));
    }
}

/* The area itself in bold, then the nearest ones. Returns the last line's y. */
static double draw_neighbours(const sheet_writer *w)
{
    static const lb_page_text head[NEIGHBOUR_COLUMNS] = {
        {"Område", "Area"}, {"Kategori", "Category"}, {"km", "km"},    {"Invånare", "People"},
        {"Index", "Index"}, {"Sämsta", "Worst"},      {"Rang", "Rank"}};
    double x = MARGIN + MIX_WIDTH + COLUMN_GAP, y = w->y;
    draw_text(w, x, y, 9.5, LB_ANCHOR_START, true, localised_text(w, w->sheet->near_title));
    y += ROW_HEIGHT;
    for (size_t c = 0; c < NEIGHBOUR_COLUMNS; c++) {
        lb_text_style style = {
            .size = 6.5, .anchor = c > 1 ? LB_ANCHOR_END : LB_ANCHOR_START, .ink = LB_INK_QUIET};
        double at = c > 1 ? neighbour_column_end[c] : c == 1 ? neighbour_column_end[0] + 4 : 0;
        lb_drawing_text(w->drawing, &style, x + at, y, localised_text(w, head[c]));
    }
    for (size_t i = 0; i < w->sheet->near->rows; i++) {
        y += ROW_HEIGHT;
        draw_neighbour_row(w, i, x, y);
    }
    return y;
}

/* Paragraphs: an empty line stands between them. */
static void draw_caveats(sheet_writer *w)
{
    char paragraph[2 * TEXT_SIZE * 2];
    const char *text = localised_text(w, w->sheet->caveats);
    while (*text) {
        size_t n = 0;
        while (text[n] && !(text[n] == '\n' && text[n + 1] == '\n') && n + 1 < sizeof paragraph) {
            paragraph[n] = text[n];
            n++;
        }
        paragraph[n] = '\0';
        w->y = draw_small_text(w, MARGIN, w->y, WIDTH - 2 * MARGIN, 7.5, paragraph) + 3;
        for (text += n; *text == '\n'; text++)
            ;
    }
}

/* One page in 1/72 inch, from the top: heading, facts, map, two columns, caveats; the source
 * stands at the foot of the page. */
lb_status lb_brief_sheet_draw(const lb_brief_sheet *sheet, const lb_measure *measure,
                              lb_drawing **out)
{
    lb_drawing *drawing = lb_drawing_new(WIDTH, HEIGHT, sheet->title);
    if (!drawing)
        return LB_E_MEMORY;
    sheet_writer w = {sheet, measure, drawing, 0};
    draw_heading(&w);
    draw_facts(&w);
    draw_map(&w);
    w.y = fmax(draw_class_mix(&w), draw_neighbours(&w)) + 20;
    draw_caveats(&w);
    draw_small_text(&w, MARGIN, HEIGHT - MARGIN + 12, WIDTH - 2 * MARGIN, 6.5, sheet->source);
    lb_status status = lb_drawing_status(drawing);
    if (status == LB_OK)
        *out = drawing;
    else
        lb_drawing_free(drawing);
    return status;
}

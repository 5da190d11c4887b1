/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table on the page: the HTML table with sortable columns, its chart, the file it can be saved
 * as, and the definitions of its columns (render/page/glossary). */
#include <math.h>
#include <string.h>

#include "render/text/html.h"
#include "render/page/page_chart.h"
#include "render/page/page_table.h"
#include "render/page/share_sentence.h"
#include "render/page/page_number.h"
#include "render/page/glossary_values.h"

/* Wider or longer ones scroll in a box of their own and print smaller. */
enum { WIDE_COLUMNS = 12, LONG_ROWS = 24 };

static bool is_number(const lb_column *column)
{
    return column->type != LB_TEXT;
}

/* Integers without a unit are years and the like: no groups of three. */
static const char *column_unit(const lb_column *column)
{
    if (!is_number(column))
        return "text";
    return lb_page_unit_name(column->unit, column->type == LB_INTEGER);
}

/* Headings are buttons that sort; data-name is the column's name in files. */
static void write_table_head(lb_buf *buf, const lb_table *table)
{
    lb_buf_puts(buf, "<thead><tr>");
    for (size_t c = 0; c < table->columns; c++) {
        const lb_column *column = &table->column[c];
        lb_buf_printf(buf, "<th scope=\"col\" aria-sort=\"none\" data-u=\"%s\" data-name=\"",
                      column_unit(column));
        lb_html_text(buf, column->name);
        lb_buf_puts(buf, "\"><button type=\"button\">");
        lb_glossary_write_column(buf, table, column->name);
        lb_buf_puts(buf, "</button></th>");
    }
    lb_buf_puts(buf, "</tr></thead>\n");
}

/* A suppressed number: its range stands in the file that the page saves too. */
static void write_range_cell(lb_buf *buf, const lb_table_range *range)
{
    char text[LB_TABLE_RANGE_SIZE], shown[LB_PAGE_RANGE_SIZE];
    lb_table_range_text(range, text);
    lb_page_range_text(range, shown);
    lb_buf_puts(buf, "<td class=\"n\" data-v=\"");
    lb_html_text(buf, text);
    lb_buf_puts(buf, "\">");
    lb_html_text(buf, shown);
    lb_buf_puts(buf, "</td>");
}

/* Of the column, or of a row that is a measure by itself. */
static lb_unit value_unit(const lb_table *table, size_t row, size_t c)
{
    bool has_own =
        table->column[c].unit == LB_UNIT_NONE && strcmp(table->column[0].name, "measure") == 0;
    return has_own && lb_glossary_is_share(lb_table_text(table, row, 0)) ? LB_UNIT_SHARE
                                                                         : table->column[c].unit;
}

/* Shown by its unit; data-v has the whole number, for sorting and for the file. */
static void write_number_cell(lb_buf *buf, const lb_table *table, size_t row, size_t c,
                              bool english)
{
    const lb_column *column = &table->column[c];
    const lb_table_range *range = lb_table_range_at(table, row, c);
    double value = lb_table_real(table, row, c);
    if (range) {
        write_range_cell(buf, range);
        return;
    }
    lb_buf_puts(buf, "<td class=\"n\"");
    if (!isnan(value)) {
        lb_buf_puts(buf, " data-v=\"");
        lb_buf_real(buf, value);
        lb_buf_putc(buf, '"');
    }
    lb_buf_putc(buf, '>');
    if (column->type == LB_INTEGER && column->unit == LB_UNIT_NONE && !isnan(value))
        lb_buf_integer(buf, column->data.integer[row]);
    else
        lb_page_number(buf, value, value_unit(table, row, c), english);
    lb_buf_puts(buf, "</td>");
}

typedef struct text_cell {
    const char *column, *text;
    const char *english; /* the text in English; NULL: the same */
    const char *link;    /* of the text; NULL: none */
    bool heads_row;
} text_cell;

static void write_sentence(lb_buf *buf, const char *sentence)
{
    lb_buf text[2] = {{0}, {0}};
    lb_sentence_translate(sentence, false, &text[0]);
    lb_sentence_translate(sentence, true, &text[1]);
    buf->failed |= text[0].failed || text[1].failed;
    if (!buf->failed)
        lb_html_both(buf, text[0].text, text[1].text);
    lb_buf_clear(&text[0]);
    lb_buf_clear(&text[1]);
}

static bool is_sentence(const text_cell *cell)
{
    return strcmp(cell->column, "uncertainty") == 0 && lb_sentence_is_one(cell->text);
}

static void write_text(lb_buf *buf, const text_cell *cell)
{
    if (cell->link) {
        lb_buf_puts(buf, "<a href=\"");
        lb_html_text(buf, cell->link);
        lb_buf_puts(buf, "\">");
    }
    if (cell->english)
        lb_html_both(buf, cell->text, cell->english);
    else if (is_sentence(cell))
        write_sentence(buf, cell->text);
    else
        lb_glossary_write_value(buf, cell->column, cell->text);
    if (cell->link)
        lb_buf_puts(buf, "</a>");
}

/* The cell's text in English; NULL: there is none, or it is the same. */
static const char *english_text(const lb_page_table *of, size_t row, size_t c, const char *text)
{
    const char *english = of->english && text ? lb_table_text(of->english, row, c) : NULL;
    return english && strcmp(english, text) != 0 ? english : NULL;
}

/* A word that has a meaning in the glossary is shown in both languages; data-v keeps the file's. */
static void write_text_cell(lb_buf *buf, const text_cell *cell)
{
    lb_buf_puts(buf, cell->heads_row ? "<th scope=\"row\"" : "<td");
    if (!cell->text || cell->english || is_sentence(cell) ||
        lb_glossary_knows_value(cell->column, cell->text)) { /* shown otherwise than in the file */
        lb_buf_puts(buf, " data-v=\"");
        lb_html_text(buf, cell->text);
        lb_buf_putc(buf, '"');
    }
    lb_buf_putc(buf, '>');
    write_text(buf, cell);
    lb_buf_puts(buf, cell->heads_row ? "</th>" : "</td>");
}

static void write_table_row(lb_buf *buf, const lb_page_table *of, size_t row, bool english)
{
    const lb_table *table = of->table;
    lb_buf_puts(buf, "<tr>");
    for (size_t c = 0; c < table->columns; c++) {
        if (is_number(&table->column[c])) {
            write_number_cell(buf, table, row, c, english);
            continue;
        }
        const char *text = lb_table_text(table, row, c);
        const text_cell cell = {.column = table->column[c].name,
                                .text = text,
                                .english = english_text(of, row, c, text),
                                .link = of->row_link && c == 0 ? of->row_link[row] : NULL,
                                .heads_row = c == 0};
        write_text_cell(buf, &cell);
    }
    lb_buf_puts(buf, "</tr>\n");
}

void lb_page_table_write_grid(lb_buf *buf, const lb_page_table *of, bool english)
{
    const lb_table *table = of->table;
    lb_buf_printf(
        buf, "<div class=\"scroll%s%s\" role=\"region\" tabindex=\"0\"><table>\n<caption>",
        table->columns > WIDE_COLUMNS ? " wide" : "", table->rows > LONG_ROWS ? " long" : "");
    lb_html_bilingual(buf, of->title);
    lb_buf_puts(buf, "</caption>\n");
    write_table_head(buf, table);
    lb_buf_puts(buf, "<tbody>\n");
    for (size_t row = 0; row < table->rows; row++)
        write_table_row(buf, of, row, english);
    lb_buf_puts(buf, "</tbody></table></div>\n");
}

/* What the table's columns mean, those that have a definition. */
static void write_definitions(lb_buf *buf, const lb_table *table)
{
    lb_buf_puts(buf, "<dl class=\"terms\">\n");
    for (size_t c = 0; c < table->columns; c++) {
        const char *name = table->column[c].name;
        const lb_page_term *term = lb_glossary_table_column(table, name);
        if (!term || !term->definition.sv)
            continue;
        lb_buf_puts(buf, "<div><dt>");
        lb_html_bilingual(buf, term->label);
        lb_buf_puts(buf, " <code>");
        lb_html_text(buf, name);
        lb_buf_puts(buf, "</code></dt><dd>");
        lb_html_bilingual(buf, term->definition);
        lb_buf_puts(buf, "</dd></div>\n");
    }
    lb_buf_puts(buf, "</dl>\n");
}

static void write_download_button(lb_buf *buf, const lb_page_table *table, const char *id)
{
    lb_buf_puts(buf, "<p class=\"tools\"><button type=\"button\" class=\"download\" data-file=\"");
    if (table->file)
        lb_html_text(buf, table->file);
    else
        lb_buf_printf(buf, "%s.csv", id);
    lb_buf_puts(buf, "\">");
    lb_html_bilingual(buf, (lb_page_text){"Hämta som CSV", "Download as CSV"});
    lb_buf_puts(buf, "</button></p>\n");
}

/* Chart, table, download and an explanation of its columns, in a card of its own. */
lb_status lb_page_table_write(lb_buf *buf, const lb_page_table *table, const char *id, bool english)
{
    lb_buf_printf(buf, "<article class=\"card\" id=\"%s\">\n<h3>", id);
    lb_html_bilingual(buf, table->title);
    lb_buf_puts(buf, "</h3>\n");
    lb_status status = lb_page_chart_write(buf, table, english);
    lb_page_table_write_grid(buf, table, english);
    write_download_button(buf, table, id);
    lb_buf_puts(buf, "<details class=\"how\"><summary>");
    lb_html_bilingual(buf, (lb_page_text){"Så räknades det", "How it was counted"});
    lb_buf_puts(buf, "</summary>\n");
    if (table->note.sv || table->note.en) {
        lb_buf_puts(buf, "<p>");
        lb_html_bilingual(buf, table->note);
        lb_buf_puts(buf, "</p>\n");
    }
    write_definitions(buf, table->table);
    lb_buf_puts(buf, "</details>\n</article>\n");
    return status;
}

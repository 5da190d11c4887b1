/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aliases and map tips of a QGIS layer. A tip is HTML with expressions of QGIS in [% %]. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/swedish_text.h"
#include "render/page/glossary_values.h"
#include "render/text/html.h"
#include "render/qgis/qgis_fields.h"

void lb_qgis_write_aliases(lb_buf *buf, const lb_field_alias *alias, size_t aliases)
{
    if (aliases == 0)
        return;
    lb_buf_puts(buf, " <aliases>\n");
    for (size_t i = 0; i < aliases; i++) {
        if (strcmp(alias[i].field, alias[i].text) == 0)
            continue;
        lb_buf_puts(buf, "  <alias field=\"");
        lb_html_text(buf, alias[i].field);
        lb_buf_puts(buf, "\" name=\"");
        lb_html_text(buf, alias[i].text);
        lb_buf_puts(buf, "\"/>\n");
    }
    lb_buf_puts(buf, " </aliases>\n");
}

/* A field in an expression: in quotes, its own quotes doubled. */
static void write_field(lb_buf *html, const char *field)
{
    lb_buf_putc(html, '"');
    for (const char *c = field; *c; c++) {
        if (*c == '"')
            lb_buf_putc(html, '"');
        lb_buf_putc(html, *c);
    }
    lb_buf_putc(html, '"');
}

/* Decimals of a number in a tip; of one whose unit is not known as many as a probability needs. */
static int tip_decimals(const lb_field_alias *f)
{
    if (f->type == LB_INTEGER || f->unit == LB_UNIT_COUNT)
        return 0;
    if (f->unit == LB_UNIT_KM2 || f->unit == LB_UNIT_RATIO)
        return 2;
    return f->unit == LB_UNIT_NONE ? 3 : 1;
}

/* [% the value as a person reads it, in QGIS's language %]. */
static void write_value(lb_buf *html, const lb_field_alias *f)
{
    bool share = f->unit == LB_UNIT_SHARE;
    lb_buf_puts(html, "[% coalesce(");
    if (f->type != LB_TEXT)
        lb_buf_puts(html, share ? "format_number(100 * " : "format_number(");
    write_field(html, f->field);
    if (f->type != LB_TEXT)
        lb_buf_printf(html, ", %d)%s", tip_decimals(f), share ? " || ' %'" : "");
    lb_buf_puts(html, ", '–') %]");
}

/* Text of a tip: HTML in which no [% begins an expression. */
static void write_word(lb_buf *html, const char *text)
{
    lb_buf word = {0};
    lb_html_text(&word, text);
    for (const char *c = word.text ? word.text : ""; *c; c++)
        if (*c == '[')
            lb_buf_puts(html, "&#91;");
        else
            lb_buf_putc(html, *c);
    html->failed |= word.failed;
    lb_buf_clear(&word);
}

/* Where its name would end the expression, QGIS cannot read the field there. */
static bool can_be_shown(const char *field)
{
    return field && !strstr(field, "%]");
}

static void write_tip_row(lb_buf *html, const lb_field_alias *f)
{
    lb_buf_puts(html, "<tr><td>");
    write_word(html, f->text);
    lb_buf_puts(html, "</td><td>");
    write_value(html, f);
    lb_buf_puts(html, "</td></tr>");
}

void lb_qgis_write_tip(lb_buf *buf, const char *title, const lb_field_alias *alias, size_t aliases)
{
    lb_buf html = {0};
    if (can_be_shown(title)) {
        lb_buf_puts(&html, "<tr><th colspan=\"2\">[% ");
        write_field(&html, title);
        lb_buf_puts(&html, " %]</th></tr>");
    }
    for (size_t i = 0; i < aliases; i++)
        if (alias[i].in_tip && can_be_shown(alias[i].field))
            write_tip_row(&html, &alias[i]);
    if (html.length > 0) {
        lb_buf_puts(buf, "    <mapTip>&lt;table&gt;");
        lb_html_text(buf, html.text);
        lb_buf_puts(buf, "&lt;/table&gt;</mapTip>\n");
    }
    buf->failed |= html.failed;
    lb_buf_clear(&html);
}

/* What a variable of the recipe is called, also where the column is its score; false: the column is
 * of none. */
static bool name_variable(const lb_recipe *recipe, const char *column, bool english,
                          char text[LB_CAPTION_SIZE])
{
    for (size_t v = 0; recipe && v < recipe->variables; v++) {
        const lb_variable *variable = &recipe->variable[v];
        char score[200];
        snprintf(score, sizeof score, "%.180s_score", variable->name);
        bool is_score = lb_text_same(column, score);
        if (!is_score && !lb_text_same(column, variable->name))
            continue;
        lb_glossary_write_caption(variable, english, text);
        if (is_score) {
            size_t length = strlen(text);
            lb_text_print(text + length, LB_CAPTION_SIZE - length, "%s",
                          english ? ", score" : ", poäng");
        }
        return true;
    }
    return false;
}

lb_field_alias *lb_qgis_table_aliases(const lb_table *table, const lb_recipe *recipe,
                                      const char *const *tip, bool english)
{
    lb_field_alias *alias = calloc(table->columns + 1, sizeof *alias);
    for (size_t c = 0; alias && c < table->columns; c++) {
        const lb_column *column = &table->column[c];
        lb_field_alias *a = &alias[c];
        *a = (lb_field_alias){.field = column->name, .type = column->type, .unit = column->unit};
        if (!name_variable(recipe, column->name, english, a->text))
            lb_glossary_column_title(table, column->name, english, a->text);
        for (const char *const *name = tip; *name && !a->in_tip; name++)
            a->in_tip = strcmp(*name, column->name) == 0;
    }
    return alias;
}

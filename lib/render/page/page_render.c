/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole page. No network: the policy in its head lets nothing in but the style and the script
 * whose hashes it names, and pictures that stand in the page itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/text/html.h"
#include "render/page/page_assets.h"
#include "render/page/page_map.h"
#include "render/page/page_table.h"
#include "render/page/page_number.h"

enum { ID_SIZE = 64 };

static bool has_text(lb_page_text text)
{
    return text.sv || text.en;
}

static void write_lines(lb_buf *buf, const char *const *line)
{
    for (; *line; line++)
        lb_buf_puts(buf, *line);
}

/* An id that is an id; anything else is numbered. */
static const char *table_id(const lb_page_table *table, size_t number, char id[ID_SIZE])
{
    const char *good = "abcdefghijklmnopqrstuvwxyz0123456789-";
    if (table->id && table->id[0] && strlen(table->id) < ID_SIZE &&
        strspn(table->id, good) == strlen(table->id))
        return table->id;
    snprintf(id, ID_SIZE, "table-%zu", number + 1);
    return id;
}

/* A <title> has no elements in it: the script picks the language's text from attributes. */
static void write_title_attributes(lb_buf *buf, lb_page_text title)
{
    lb_buf_puts(buf, " data-sv=\"");
    lb_html_text(buf, title.sv ? title.sv : title.en);
    lb_buf_puts(buf, "\" data-en=\"");
    lb_html_text(buf, title.en ? title.en : title.sv);
    lb_buf_puts(buf, "\">");
}

/* The policy names the hashes of the style and the script that follow: nothing else may run. */
static void write_html_head(lb_buf *buf, const lb_page *page)
{
    lb_buf_printf(buf,
                  "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'sha256-%s'; script-src 'sha256-%s'; img-src data:; base-uri 'none'; "
                  "form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n"
                  "<meta name=\"generator\" content=\"lagesbild %s\">\n<title",
                  page->english ? "en" : "sv", lb_page_css_hash, lb_page_js_hash, lb_version());
    write_title_attributes(buf, page->title);
    lb_html_text(buf, page->english && page->title.en ? page->title.en : page->title.sv);
    lb_buf_puts(buf, "</title>\n<style>");
    write_lines(buf, lb_page_css);
    lb_buf_puts(buf, "</style>\n</head>\n");
}

static void write_link(lb_buf *buf, const char *id, const char *sv, const char *en)
{
    lb_buf_printf(buf, "<a href=\"#%s\">", id);
    lb_html_both(buf, sv, en);
    lb_buf_puts(buf, "</a>\n");
}

/* Links to the sections that the page has. */
static void write_nav(lb_buf *buf, const lb_page *page)
{
    lb_buf_puts(buf, "<nav aria-label=\"Innehåll\">\n");
    if (page->home_file) {
        lb_buf_puts(buf, "<a href=\"");
        lb_html_text(buf, page->home_file);
        lb_buf_puts(buf, "\">");
        lb_html_bilingual(buf, page->home);
        lb_buf_puts(buf, "</a>\n");
    }
    if (page->maps > 0)
        write_link(buf, "maps", "Karta", "Map");
    for (size_t i = 0, n = 0; i < page->tables; i++) {
        if (!has_text(page->table[i].section))
            continue;
        lb_buf_printf(buf, "<a href=\"#section-%zu\">", ++n);
        lb_html_bilingual(buf, page->table[i].section);
        lb_buf_puts(buf, "</a>\n");
    }
    if (page->pictures > 0)
        write_link(buf, "pictures", "Bilder", "Pictures");
    write_link(buf, "method", "Så gjordes det", "How it was made");
    if (page->provenances > 0)
        write_link(buf, "provenance", "Ursprung", "Provenance");
    lb_buf_puts(buf, "</nav>\n");
}

/* Title, choice of language, links. */
static void write_header(lb_buf *buf, const lb_page *page)
{
    lb_buf_printf(buf, "<body class=\"%s\">\n", page->one_sheet ? "sheet" : "early");
    lb_buf_puts(buf, "<a class=\"skip\" href=\"#main\">");
    lb_html_both(buf, "Till innehållet", "To the content");
    lb_buf_puts(buf, "</a>\n<header><div class=\"bar\"><div><h1>");
    lb_html_bilingual(buf, page->title);
    lb_buf_puts(buf, "</h1>\n");
    if (has_text(page->subtitle)) {
        lb_buf_puts(buf, "<p class=\"subtitle\">");
        lb_html_bilingual(buf, page->subtitle);
        lb_buf_puts(buf, "</p>\n");
    }
    lb_buf_printf(buf,
                  "</div><div class=\"language\" role=\"group\" aria-label=\"Språk / Language\">"
                  "<button type=\"button\" data-lang=\"sv\" lang=\"sv\" aria-pressed=\"%s\">"
                  "Svenska</button><button type=\"button\" data-lang=\"en\" lang=\"en\" "
                  "aria-pressed=\"%s\">English</button></div></div>\n",
                  page->english ? "false" : "true", page->english ? "true" : "false");
    write_nav(buf, page);
    lb_buf_puts(buf, "</header>\n<main id=\"main\">\n");
}

/* What a run could not make, and why: first on the page. */
static void write_failures(lb_buf *buf, const lb_page *page)
{
    if (page->failures == 0)
        return;
    lb_buf_puts(buf, "<section class=\"failures\" role=\"alert\"><h2>");
    lb_html_both(buf, "Delar som saknas", "Parts that are missing");
    lb_buf_puts(buf, "</h2><ul>\n");
    for (size_t i = 0; i < page->failures; i++) {
        lb_buf_puts(buf, "<li><strong>");
        lb_html_bilingual(buf, page->failure[i].step);
        lb_buf_puts(buf, "</strong> ");
        lb_html_bilingual(buf, page->failure[i].message);
        lb_buf_puts(buf, "</li>\n");
    }
    lb_buf_puts(buf, "</ul></section>\n");
}

/* The headline figures, as a list of terms. */
static void write_facts(lb_buf *buf, const lb_page *page)
{
    if (page->facts == 0)
        return;
    lb_buf_puts(buf, "<dl class=\"facts\">\n");
    for (size_t i = 0; i < page->facts; i++) {
        const lb_page_fact *fact = &page->fact[i];
        lb_buf_puts(buf, "<div><dt>");
        lb_html_bilingual(buf, fact->label);
        lb_buf_puts(buf, "</dt><dd>");
        if (fact->shown)
            lb_html_text(buf, fact->shown);
        else
            lb_page_number_element(buf, fact->value, fact->unit, page->english);
        if (has_text(fact->note)) {
            lb_buf_puts(buf, " <small>");
            lb_html_bilingual(buf, fact->note);
            lb_buf_puts(buf, "</small>");
        }
        lb_buf_puts(buf, "</dd></div>\n");
    }
    lb_buf_puts(buf, "</dl>\n");
}

static lb_status write_maps(lb_buf *buf, const lb_page *page)
{
    lb_status status = LB_OK;
    if (page->maps == 0)
        return status;
    lb_buf_puts(buf, "<section id=\"maps\"><h2>");
    lb_html_both(buf, "Karta", "Map");
    lb_buf_puts(buf, "</h2>\n");
    for (size_t i = 0; i < page->maps && status == LB_OK; i++)
        status = lb_page_map_write(buf, &page->map[i], i + 1, page->english);
    lb_buf_puts(buf, "</section>\n");
    return status;
}

/* A table without a section belongs to the one before it. */
static lb_status write_tables(lb_buf *buf, const lb_page *page)
{
    char id[ID_SIZE];
    bool open = false;
    size_t sections = 0;
    lb_status status = LB_OK;
    for (size_t i = 0; i < page->tables && status == LB_OK; i++) {
        const lb_page_table *table = &page->table[i];
        if (has_text(table->section) || !open) {
            lb_buf_puts(buf, open ? "</section>\n" : "");
            lb_buf_printf(buf, "<section id=\"section-%zu\"><h2>", ++sections);
            lb_html_bilingual(buf, has_text(table->section) ? table->section
                                                            : (lb_page_text){"Tabeller", "Tables"});
            lb_buf_puts(buf, "</h2>\n");
            open = true;
        }
        status = lb_page_table_write(buf, table, table_id(table, i, id), page->english);
    }
    lb_buf_puts(buf, open ? "</section>\n" : "");
    return status;
}

/* RFC 4648, padded, as data: addresses have it. */
static void write_base64(lb_buf *buf, const unsigned char *bytes, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3) {
        unsigned word = (unsigned)bytes[i] << 16;
        if (i + 1 < length)
            word |= (unsigned)bytes[i + 1] << 8;
        if (i + 2 < length)
            word |= bytes[i + 2];
        lb_buf_putc(buf, digits[word >> 18]);
        lb_buf_putc(buf, digits[word >> 12 & 63]);
        lb_buf_putc(buf, i + 1 < length ? digits[word >> 6 & 63] : '=');
        lb_buf_putc(buf, i + 2 < length ? digits[word & 63] : '=');
    }
}

/* The picture in the language that the page opens in, or in the other one. */
static void write_picture(lb_buf *buf, const lb_page_picture *picture, bool english, bool other)
{
    lb_page_text alt = has_text(picture->alt) ? picture->alt : picture->title;
    bool in_english = english != other;
    lb_buf_puts(buf, "<img decoding=\"async\"");
    if (picture->other)
        lb_buf_printf(buf, " lang=\"%s\"", in_english ? "en" : "sv");
    lb_buf_puts(buf, " src=\"data:");
    lb_html_text(buf, picture->type);
    lb_buf_puts(buf, ";base64,");
    write_base64(buf, other ? picture->other : picture->bytes,
                 other ? picture->other_length : picture->length);
    lb_buf_puts(buf, "\" alt=\"");
    lb_html_text(buf, in_english && alt.en ? alt.en : alt.sv ? alt.sv : alt.en);
    lb_buf_puts(buf, "\">");
}

static void write_pictures(lb_buf *buf, const lb_page *page)
{
    if (page->pictures == 0)
        return;
    lb_buf_puts(buf, "<section id=\"pictures\"><h2>");
    lb_html_both(buf, "Bilder", "Pictures");
    lb_buf_puts(buf, "</h2>\n<div class=\"pictures\">\n");
    for (size_t i = 0; i < page->pictures; i++) {
        const lb_page_picture *picture = &page->picture[i];
        lb_buf_puts(buf,
                    picture->wide ? "<figure class=\"card alone\">" : "<figure class=\"card\">");
        write_picture(buf, picture, page->english, false);
        if (picture->other)
            write_picture(buf, picture, page->english, true);
        lb_buf_puts(buf, "<figcaption>");
        lb_html_bilingual(buf, picture->title);
        lb_buf_puts(buf, "</figcaption></figure>\n");
    }
    lb_buf_puts(buf, "</div></section>\n");
}

static const lb_page_text default_method = {
    "Rutorna är SCB:s, 250 meter i tätort och 1\u202f000 meter på landsbygd. En stor ruta som "
    "överlappar "
    "små innehåller bara det som återstår när de små räknats bort.\n\n"
    "Varje variabel vänds så att högt är sämre och blir en percentilrang bland de rutor som har "
    "tillräckligt många invånare. Gruppernas medelvärden vägs samman till ett index 0–100 och "
    "delas i klasser. Grå rutor har för få invånare eller för få uppgifter för ett index.\n\n"
    "Ett områdes invånare är summan av varje rutas invånare gånger den exakta andel av rutan som "
    "ligger i området. Var i rutan de bor är inte känt; ”minst” och ”mest” är gränserna.\n\n"
    "Indexet beskriver platser, inte personer. Intervallen visar slumpens betydelse, inte fel i "
    "underlaget.",
    "The squares are those of Statistics Sweden, 250 metres in towns and 1\u202f000 metres "
    "elsewhere. A "
    "large square that overlaps small ones holds only what remains when those are taken out.\n\n"
    "Each variable is turned so that high is worse and becomes a percentile rank among the squares "
    "with enough inhabitants. The groups' means are weighed together into an index of 0–100 and "
    "cut into classes. Grey squares have too few people or too few figures for an index.\n\n"
    "An area's inhabitants are the sum of each square's inhabitants times the exact share of the "
    "square that lies in the area. Where in the square they live is not known; “least” and “most” "
    "are the bounds.\n\n"
    "The index describes places, not persons. The intervals show the part of chance, not faults in "
    "the data."};

/* Paragraphs are parted by an empty line. */
static void write_paragraphs(lb_buf *buf, const char *text, const char *language)
{
    lb_buf_printf(buf, "<div lang=\"%s\">", language);
    while (*text) {
        const char *end = strstr(text, "\n\n");
        size_t length = end ? (size_t)(end - text) : strlen(text);
        lb_buf part = {0};
        lb_buf_append(&part, text, length);
        buf->failed = buf->failed || part.failed;
        lb_buf_puts(buf, "<p>");
        lb_html_text(buf, part.text);
        lb_buf_puts(buf, "</p>\n");
        lb_buf_clear(&part);
        text += length + (end ? 2 : 0);
    }
    lb_buf_puts(buf, "</div>\n");
}

/* Both languages stand on the page; the style shows one. */
static void write_method(lb_buf *buf, const lb_page *page)
{
    lb_page_text text = has_text(page->method) ? page->method : default_method;
    lb_buf_puts(buf, "<section id=\"method\"><h2>");
    lb_html_both(buf, "Så gjordes det", "How it was made");
    lb_buf_puts(buf, "</h2>\n<div class=\"card prose\">\n");
    write_paragraphs(buf, text.sv ? text.sv : text.en, "sv");
    write_paragraphs(buf, text.en ? text.en : text.sv, "en");
    lb_buf_puts(buf, "</div></section>\n");
}

/* The JSON of each output, folded. */
static void write_provenance(lb_buf *buf, const lb_page *page)
{
    if (page->provenances == 0)
        return;
    lb_buf_puts(buf, "<section id=\"provenance\"><h2>");
    lb_html_both(buf, "Ursprung", "Provenance");
    lb_buf_puts(buf, "</h2>\n<div class=\"card\"><p>");
    lb_html_both(
        buf,
        "Version, inställningar och varje indatafil med sin SHA-256: det som behövs för att få "
        "samma siffror igen.",
        "Version, options and each input with its SHA-256: what it takes to get the same figures "
        "again.");
    lb_buf_puts(buf, "</p>\n");
    for (size_t i = 0; i < page->provenances; i++) {
        lb_buf_puts(buf, "<details class=\"how\"><summary>");
        lb_html_text(buf, page->provenance[i].name);
        lb_buf_puts(buf, "</summary><pre tabindex=\"0\">");
        lb_html_text(buf, page->provenance[i].json);
        lb_buf_puts(buf, "</pre></details>\n");
    }
    lb_buf_puts(buf, "</div></section>\n");
}

static void write_footer(lb_buf *buf, const lb_page *page)
{
    lb_buf_puts(buf, "</main>\n<footer><p>");
    if (has_text(page->source)) {
        lb_html_bilingual(buf, page->source);
        lb_buf_puts(buf, "</p><p>");
    }
    lb_buf_printf(buf, "lagesbild %s</p></footer>\n<script>", lb_version());
    write_lines(buf, lb_page_js);
    lb_buf_puts(buf, "</script>\n</body>\n</html>\n");
}

/* One HTML file without anything from elsewhere; *out is owned by the caller. */
lb_status lb_page_render(const lb_page *page, char **out)
{
    lb_buf buf = {0};
    write_html_head(&buf, page);
    write_header(&buf, page);
    write_failures(&buf, page);
    write_facts(&buf, page);
    lb_status status = write_maps(&buf, page);
    if (status == LB_OK)
        status = write_tables(&buf, page);
    write_pictures(&buf, page);
    write_method(&buf, page);
    write_provenance(&buf, page);
    write_footer(&buf, page);
    char *text = lb_buf_detach(&buf);
    if (status == LB_OK && !text)
        status = LB_E_MEMORY;
    if (status == LB_OK)
        *out = text;
    else
        free(text);
    return status;
}

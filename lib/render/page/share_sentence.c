/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "render/page/share_sentence.h"

static const lb_page_text parts[LB_SENTENCE_PARTS] = {
    [LB_SAYS_TO] = {" till ", " to "},
    [LB_SAYS_EVENTS] = {" av händelserna", " of the events"},
    [LB_SAYS_ON] = {" på ", " on "},
    [LB_SAYS_AREA] = {" % av ytan", " % of the area"},
    [LB_SAYS_TIMES] = {" gånger så många som överallt", " times as many as everywhere"},
    [LB_SAYS_UNSURE] = {"; osäkert genom", "; unsure by"},
    [LB_SAYS_COUNTING] = {" räkning", " counting"},
    [LB_SAYS_CHAINS] = {" serier", " chains"},
    [LB_SAYS_POSITION] = {" läge", " position"},
    [LB_SAYS_TIME] = {" tid", " time"},
    [LB_SAYS_BORDERS] = {" gränser", " borders"}};

const char *lb_sentence_words(lb_sentence_part part, bool english)
{
    return english ? parts[part].en : parts[part].sv;
}

bool lb_sentence_is_one(const char *text)
{
    return text &&
           (strstr(text, parts[LB_SAYS_EVENTS].sv) || strstr(text, parts[LB_SAYS_EVENTS].en));
}

/* The part with which text begins, of `length` bytes there; LB_SENTENCE_PARTS: none. */
static lb_sentence_part part_at(const char *text, size_t *length)
{
    for (lb_sentence_part i = 0; i < LB_SENTENCE_PARTS; i++)
        for (int english = 0; english < 2; english++) {
            *length = strlen(lb_sentence_words(i, english));
            if (strncmp(text, lb_sentence_words(i, english), *length) == 0)
                return i;
        }
    return LB_SENTENCE_PARTS;
}

/* The reference in its parentheses is as its user wrote it, but for one that the glossary has;
 * returns what is behind it. */
static const char *write_reference(const char *text, bool english, lb_buf *out)
{
    const char *end = strstr(text, "): ");
    if (strncmp(text, " (", 2) != 0 || !end)
        return text;
    char *label = lb_buf_format("%.*s", (int)(end - text) - 2, text + 2);
    const lb_page_term *known = label ? lb_glossary_find_value(label) : NULL;
    lb_buf_printf(out, " (%s", !known ? label : english ? known->label.en : known->label.sv);
    out->failed |= !label;
    free(label);
    return end;
}

/* Between digits is the language's decimal sign. */
void lb_sentence_translate(const char *sentence, bool english, lb_buf *out)
{
    size_t length;
    for (const char *at = sentence; *at;) {
        lb_sentence_part part = part_at(at, &length);
        bool decimal = (*at == '.' || *at == ',') && isdigit((unsigned char)at[1]);
        if (part == LB_SENTENCE_PARTS) {
            lb_buf_putc(out, decimal ? (english ? '.' : ',') : *at);
            at++;
            continue;
        }
        lb_buf_puts(out, lb_sentence_words(part, english));
        at += length;
        if (part == LB_SAYS_AREA)
            at = write_reference(at, english, out);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of --uncertainty: which sources there are, and the one line that says a share, what it
 * is of, and how unsure both are by what. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "commands/share/uncertainty_text.h"
#include "render/page/share_sentence.h"

/* By the bits of LB_DRAW_... */
static const char *const source_names[LB_SHARE_SOURCES] = {"counting", "chain", "position", "time",
                                                           "borders"};

/* The bit of a word of length n; 0: none. */
static unsigned source_of(const char *word, size_t n)
{
    for (unsigned i = 0; i < LB_SHARE_SOURCES; i++)
        if (strlen(source_names[i]) == n && strncmp(source_names[i], word, n) == 0)
            return 1U << i;
    return 0;
}

/* How large a source is must be said. */
static lb_status check_sizes(const lb_share_options *o, unsigned sources, lb_error *err)
{
    if (sources & LB_DRAW_POSITION && !(o->position_error > 0))
        return lb_error_set(err, LB_E_USAGE,
                            "--uncertainty position: how far off are the places? Needs "
                            "--position-error METRES");
    if (sources & LB_DRAW_TIME && (!o->until || o->time_rule != LB_TIME_AORISTIC))
        return lb_error_set(err, LB_E_USAGE,
                            "--uncertainty time: between when and when did the events happen? "
                            "Needs --until FIELD, with --time-rule aoristic");
    if (sources & LB_DRAW_BORDERS && !o->border_curve)
        return lb_error_set(err, LB_E_USAGE,
                            "--uncertainty borders: where else could they run? Needs "
                            "--border-curve D1,D2,..., of which each is as likely");
    return LB_OK;
}

/* Sources as bits; their order in the text does not matter. An empty list is an error, since it
 * would silently draw nothing. */
lb_status lb_share_sources_parse(const lb_share_options *options, unsigned *sources, lb_error *err)
{
    *sources = 0;
    for (const char *at = options->uncertainty; at && *at;) {
        size_t length = strcspn(at, ",");
        unsigned source = source_of(at, length);
        if (!source)
            return lb_error_set(err, LB_E_USAGE,
                                "--uncertainty: '%.*s' found, expected some of counting, chain, "
                                "position, time and borders, as counting,chain",
                                (int)length, at);
        *sources |= source;
        at += length + (at[length] == ',');
    }
    if (options->uncertainty && *sources == 0)
        return lb_error_set(err, LB_E_USAGE,
                            "--uncertainty: nothing found, expected some of counting, chain, "
                            "position, time and borders");
    return check_sizes(options, *sources, err);
}

bool lb_share_draws_chains(const lb_share_options *options)
{
    unsigned sources = 0;
    return options->interval == LB_CHAIN ||
           (lb_share_sources_parse(options, &sources, NULL) == LB_OK && sources & LB_DRAW_CHAINS);
}

/* A number with so many digits that count, as a sentence has it. */
static void append_number(lb_buf *text, const lb_share_sentence *s, double value, int digits)
{
    char number[40];
    int magnitude = value > 0 ? (int)floor(log10(value)) : 0;
    int decimals = digits - 1 - magnitude;
    double unit = decimals < 0 ? pow(10, -decimals) : 1;
    snprintf(number, sizeof number, "%.*f", decimals > 0 ? decimals : 0,
             decimals < 0 ? floor(value / unit + 0.5) * unit : value);
    for (char *c = number; *c && !s->english; c++)
        *c = *c == '.' ? ',' : *c;
    lb_buf_puts(text, number);
}

/* "(22.1 to 35.0)" */
static void append_interval(lb_buf *text, const lb_share_sentence *s, lb_interval i, int digits)
{
    lb_buf_puts(text, " (");
    append_number(text, s, i.low, digits);
    lb_buf_puts(text, lb_sentence_words(LB_SAYS_TO, s->english));
    append_number(text, s, i.high, digits);
    lb_buf_puts(text, ")");
}

/* "; unsure by chains 61 %, counting 39 %": the greatest first. */
static void append_parts(lb_buf *text, const lb_share_sentence *s)
{
    bool named[LB_SHARE_SOURCES] = {false};
    lb_buf_puts(text, lb_sentence_words(LB_SAYS_UNSURE, s->english));
    for (int n = 0; n < LB_SHARE_SOURCES; n++) {
        int most = -1;
        for (int i = 0; i < LB_SHARE_SOURCES; i++)
            if (s->sources >> i & 1 && !named[i] && (most < 0 || s->part[i] > s->part[most]))
                most = i;
        if (most < 0)
            return;
        named[most] = true;
        lb_buf_puts(text, n > 0 ? "," : "");
        lb_buf_puts(text, lb_sentence_words(LB_SAYS_COUNTING + (unsigned)most, s->english));
        if (!isnan(s->part[most]))
            lb_buf_printf(text, " %.0f %%", 100 * s->part[most]);
    }
}

/* Share and its interval in per cent, area share and their ratio, to three significant digits (the
 * area share to two), since intervals leave no more of them certain. */
lb_status lb_share_sentence_write(const lb_share_sentence *s, char **out)
{
    lb_buf text = {0};
    append_number(&text, s, 100 * s->share, 3);
    lb_buf_puts(&text, " %");
    append_interval(&text, s, (lb_interval){100 * s->joint.low, 100 * s->joint.high}, 3);
    lb_buf_puts(&text, lb_sentence_words(LB_SAYS_EVENTS, s->english));
    if (s->area_share > 0) {
        lb_buf_puts(&text, lb_sentence_words(LB_SAYS_ON, s->english));
        append_number(&text, s, 100 * s->area_share, 2);
        lb_buf_puts(&text, lb_sentence_words(LB_SAYS_AREA, s->english));
        if (s->reference)
            lb_buf_printf(&text, " (%s)", s->reference);
        lb_buf_puts(&text, ": ");
        append_number(&text, s, s->share / s->area_share, 3);
        append_interval(&text, s, s->quotient, 3);
        lb_buf_puts(&text, lb_sentence_words(LB_SAYS_TIMES, s->english));
    }
    append_parts(&text, s);
    *out = lb_buf_detach(&text);
    return *out ? LB_OK : LB_E_MEMORY;
}

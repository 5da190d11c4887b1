/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "commands/inference/certificate_json.h"
#include "text/json.h"

enum { max_names = 4 }; /* rows named in full; of more, how many */

static const lb_published_figure *figure_of(const lb_inference_names *n, size_t row)
{
    return &n->publications->figure[n->input->figure[row]];
}

/* Names -----------------------------------------------------------------------------------------
 */

static int64_t times_in(const lb_inference_system *s, size_t atom, size_t row)
{
    for (size_t t = s->column_first[atom]; t < s->column_first[atom + 1]; t++)
        if (s->row[t] == row)
            return s->column_times[t];
    return 0;
}

static bool holds_all(const lb_inference_system *s, const lb_inference_target *target, size_t row)
{
    for (size_t i = 0; i < target->atoms; i++)
        if (times_in(s, target->atom[i], row) == 0)
            return false;
    return true;
}

static bool holds_any(const lb_inference_system *s, const lb_inference_target *target, size_t row)
{
    for (size_t i = 0; i < target->atoms; i++)
        if (times_in(s, target->atom[i], row) != 0)
            return true;
    return false;
}

/* Different names of rows, in order. */
typedef struct name_list {
    const char *name[max_names];
    size_t count;
} name_list;

static void add_name(name_list *list, const char *name)
{
    for (size_t i = 0; i < list->count && i < max_names; i++)
        if (strcmp(list->name[i], name) == 0)
            return;
    if (list->count < max_names)
        list->name[list->count] = name;
    list->count++;
}

static bool is_named(const name_list *list, const char *name)
{
    for (size_t i = 0; i < list->count && i < max_names; i++)
        if (strcmp(list->name[i], name) == 0)
            return true;
    return false;
}

static void write_names(const name_list *list, const char *between, lb_buf *out)
{
    size_t n = list->count < max_names ? list->count : max_names;
    for (size_t i = 0; i < n; i++)
        lb_buf_printf(out, "%s%s", i ? between : "", list->name[i]);
    if (list->count > n)
        lb_buf_printf(out, "%s%zu more", between, list->count - n);
}

size_t lb_inference_target_square(const lb_inference_names *n, const lb_inference_target *target)
{
    if (target->atoms != 1 || n->system->size[target->atom[0]] != 1)
        return SIZE_MAX;
    for (size_t u = 0; u < n->system->units; u++)
        if (n->system->atom_of[u] == target->atom[0])
            return u;
    return SIZE_MAX;
}

const lb_published_figure *lb_inference_target_figure(const lb_inference_names *n,
                                                      const lb_inference_target *target)
{
    const lb_inference_system *s = n->system;
    size_t a = target->atom[0];
    if (target->row != SIZE_MAX)
        return figure_of(n, target->row);
    for (size_t t = s->column_first[a]; t < s->column_first[a + 1]; t++)
        if (holds_all(s, target, s->row[t]))
            return figure_of(n, s->row[t]);
    return NULL;
}

/* Rows that meet row r and hold nothing of the target. */
static void add_excluded(const lb_inference_names *n, const lb_inference_target *target, size_t r,
                         const name_list *within, name_list *without)
{
    const lb_inference_system *s = n->system;
    for (size_t t = s->first[r]; t < s->first[r + 1]; t++)
        for (size_t k = s->column_first[s->atom[t]]; k < s->column_first[s->atom[t] + 1]; k++) {
            const char *name = figure_of(n, s->row[k])->row;
            if (!holds_any(s, target, s->row[k]) && !is_named(within, name) &&
                !is_named(without, name))
                add_name(without, name);
        }
}

/* A target that is a row has the row's name. Else it is named by set difference: rows that hold all
 * of its atoms, without rows that share atoms with these and hold none of the target's. */
void lb_inference_target_name(const lb_inference_names *n, const lb_inference_target *target,
                              lb_buf *out)
{
    const lb_inference_system *s = n->system;
    size_t squares = 0, a = target->atom[0];
    name_list within = {.count = 0}, without = {.count = 0};
    const char *variable = n->publications->variable[n->variable].name;
    for (size_t i = 0; i < target->atoms; i++)
        squares += s->size[target->atom[i]];
    for (size_t t = s->column_first[a]; t < s->column_first[a + 1]; t++)
        if (holds_all(s, target, s->row[t]))
            add_name(&within, figure_of(n, s->row[t])->row);
    for (size_t t = s->column_first[a]; target->row == SIZE_MAX && t < s->column_first[a + 1]; t++)
        if (holds_all(s, target, s->row[t]))
            add_excluded(n, target, s->row[t], &within, &without);
    if (strcmp(variable, "population") != 0)
        lb_buf_printf(out, "%s: ", variable);
    if (target->row != SIZE_MAX) {
        lb_buf_puts(out, figure_of(n, target->row)->row);
        return;
    }
    write_names(&within, " and ", out);
    if (without.count > 0) {
        lb_buf_puts(out, within.count ? " without " : "without ");
        write_names(&without, ", ", out);
    }
    lb_buf_printf(out, " (%zu %s)", squares, lb_number_word(squares, "square", "squares"));
}

/* Numbers ---------------------------------------------------------------------------------------
 */

static void write_wide(lb_wide value, lb_buf *out)
{
    char digit[48];
    size_t n = sizeof digit;
    bool negative = value < 0;
    digit[--n] = '\0';
    do {
        int d = (int)(value % 10);
        digit[--n] = (char)('0' + (d < 0 ? -d : d));
        value /= 10;
    } while (value != 0 && n > 1);
    if (negative)
        digit[--n] = '-';
    lb_buf_puts(out, digit + n);
}

/* A fraction in its lowest terms: "3", "-1/2". */
static void write_rational(lb_wide a, lb_wide b, lb_buf *out)
{
    lb_wide x = a < 0 ? -a : a, y = b;
    while (y != 0) {
        lb_wide rest = x % y;
        x = y;
        y = rest;
    }
    write_wide(x ? a / x : a, out);
    if (x && b / x != 1) {
        lb_buf_putc(out, '/');
        write_wide(b / x, out);
    }
}

/* An end of a figure or of squares, over `scale`; null where it is open. */
static void write_end(const char *key, lb_wide end, bool open, lb_wide scale, lb_buf *out)
{
    lb_buf_printf(out, ",\"%s\":", key);
    if (open) {
        lb_buf_puts(out, "null");
        return;
    }
    lb_buf_putc(out, '"');
    write_rational(end, scale, out);
    lb_buf_putc(out, '"');
}

/* Certificates -----------------------------------------------------------------------------------
 */

typedef struct certificate_text {
    const lb_inference_names *names;
    const lb_inference_problem *problem;
    const lb_inference_certificate *certificate; /* NULL: a search */
    lb_buf *json, text;                          /* the object; the sentence */
    bool any;                                    /* the sentence has a term */
} certificate_text;

/* A term of the sentence: "57 (A)", " − 2 × 54 (B)". times over denominator, end over scale. */
static void add_term(certificate_text *c, lb_wide times, lb_wide end, const char *what)
{
    int64_t denominator = c->certificate->denominator;
    lb_wide size = times < 0 ? -times : times;
    lb_buf_puts(&c->text, times < 0 ? (c->any ? " \u2212 " : "\u2212") : c->any ? " + " : "");
    if (size != denominator) {
        write_rational(size, denominator, &c->text);
        lb_buf_puts(&c->text, " \u00d7 ");
    }
    write_rational(end, c->problem->scale, &c->text);
    lb_buf_printf(&c->text, " (%s)", what);
    c->any = true;
}

/* One figure and its multiplier. The program's rows lack the people of squares that are shown: they
 * were subtracted, and are added again here, so that the ends are those of the published figure. */
static void write_row(certificate_text *c, size_t k, bool first)
{
    const lb_inference_names *n = c->names;
    const lb_inference_problem *p = c->problem;
    const lb_published_figure *f = figure_of(n, p->row[k]);
    lb_wide known = n->system->known[p->row[k]];
    lb_buf_puts(c->json, first ? "{\"file\":" : ",{\"file\":");
    lb_json_text(c->json, f->file);
    lb_buf_puts(c->json, ",\"row\":");
    lb_json_text(c->json, f->row);
    lb_buf_puts(c->json, ",\"column\":");
    lb_json_text(c->json, f->column);
    lb_buf_puts(c->json, ",\"shown\":");
    lb_json_text(c->json, f->shown);
    write_end("low", p->row_low[k] + known, p->row_low[k] == -LB_WIDE_UNBOUNDED, p->scale, c->json);
    write_end("high", p->row_high[k] + known, p->row_high[k] == LB_WIDE_UNBOUNDED, p->scale,
              c->json);
    if (c->certificate) {
        int64_t y = c->certificate->multiplier[k];
        lb_buf_puts(c->json, ",\"times\":\"");
        write_rational(y, c->certificate->denominator, c->json);
        lb_buf_putc(c->json, '"');
        add_term(c, y, ((y > 0) == c->certificate->upper ? p->row_high[k] : p->row_low[k]) + known,
                 f->row);
    }
    lb_buf_putc(c->json, '}');
}

/* Those that are added first, then those that are subtracted. */
static void write_rows(certificate_text *c)
{
    bool first = true;
    lb_buf_puts(c->json, ",\"rows\":[");
    for (int sign = 1; sign >= (c->certificate ? -1 : 1); sign -= 2)
        for (size_t k = 0; k < c->problem->rows; k++) {
            if (c->certificate && c->certificate->multiplier[k] * sign <= 0)
                continue;
            write_row(c, k, first);
            first = false;
        }
    lb_buf_putc(c->json, ']');
}

/* Bounds of the people of some squares together, and their multiplier as a fraction. The text gets
 * the end that the proof uses: the upper one where multiplier and claim point the same way. */
static void write_box(certificate_text *c, size_t squares, lb_people_range box, lb_wide times,
                      bool first)
{
    int64_t scale = c->problem->scale;
    bool open = box.high >= LB_INFERENCE_UNBOUNDED;
    lb_wide end = (times > 0) == c->certificate->upper ? box.high : box.low;
    char what[64];
    lb_buf_printf(c->json, "%s{\"squares\":%zu", first ? "" : ",", squares);
    write_end("low", box.low, false, 1, c->json);
    write_end("high", box.high, open, 1, c->json);
    lb_buf_puts(c->json, ",\"times\":\"");
    write_rational(times, (lb_wide)c->certificate->denominator * scale, c->json);
    lb_buf_puts(c->json, "\"}");
    if (end == 0)
        return;
    snprintf(what, sizeof what, "%s %zu %s",
             (times > 0) == c->certificate->upper ? "at most, in" : "at least, in", squares,
             lb_number_word(squares, "square", "squares"));
    lb_buf_puts(&c->text, times < 0 ? (c->any ? " \u2212 " : "\u2212") : c->any ? " + " : "");
    if (times != c->certificate->denominator * (lb_wide)scale &&
        times != -c->certificate->denominator * (lb_wide)scale) {
        write_rational(times < 0 ? -times : times, (lb_wide)c->certificate->denominator * scale,
                       &c->text);
        lb_buf_puts(&c->text, " \u00d7 ");
    }
    write_wide(end, &c->text);
    lb_buf_printf(&c->text, " (%s)", what);
    c->any = true;
}

/* Atoms that are counted the same number of times are one box. */
static bool write_atom_boxes(certificate_text *c)
{
    const lb_inference_problem *p = c->problem;
    const lb_wide *rest = c->certificate->rest;
    bool first = true;
    for (size_t i = 0; i < p->atoms; i++) {
        bool seen = rest[i] == 0;
        for (size_t j = 0; j < i && !seen; j++)
            seen = rest[j] == rest[i];
        if (seen)
            continue;
        size_t squares = 0;
        lb_people_range box = {0, 0};
        for (size_t j = i; j < p->atoms; j++)
            if (rest[j] == rest[i]) {
                squares += c->names->system->size[p->atom[j]];
                box.low += p->own_low[j];
                box.high += p->own_high[j];
            }
        write_box(c, squares, box, rest[i], first);
        first = false;
    }
    return first;
}

/* The squares that are shown, taken out of the figures: their part of these, times -1. */
static void write_known_box(certificate_text *c, bool first)
{
    const lb_inference_system *s = c->names->system;
    lb_wide scale = (lb_wide)c->certificate->denominator * c->problem->scale;
    lb_wide known = 0, size;
    for (size_t k = 0; k < c->problem->rows; k++)
        known += c->certificate->multiplier[k] * s->known[c->problem->row[k]];
    size = known < 0 ? -known : known;
    if (known == 0)
        return;
    lb_buf_printf(c->json, "%s{\"shown\":true", first ? "" : ",");
    write_end("low", size, false, scale, c->json);
    write_end("high", size, false, scale, c->json);
    lb_buf_printf(c->json, ",\"times\":\"%d\"}", known > 0 ? -1 : 1);
    lb_buf_puts(&c->text, known > 0 ? " \u2212 " : c->any ? " + " : "");
    write_rational(size, scale, &c->text);
    lb_buf_puts(&c->text, " (the squares that are shown)");
    c->any = true;
}

/* The certificate as a sum in words. The bound is a rational number; rounded inwards to whole
 * people it is the claim. Without a certificate the proof is the exhausted search. */
static void write_text(certificate_text *c, bool upper, int64_t claim)
{
    const lb_inference_certificate *own = c->certificate;
    lb_buf_puts(c->json, ",\"text\":");
    lb_buf sentence = {0};
    if (own) {
        lb_wide divisor = (lb_wide)own->denominator * c->problem->scale;
        lb_buf_printf(&sentence, "at %s %s = ", upper ? "most" : "least",
                      c->text.length ? c->text.text : "0");
        write_rational(own->numerator, divisor, &sentence);
        if (own->numerator != claim * divisor)
            lb_buf_printf(&sentence, ", so in whole people %" PRId64, claim);
    } else {
        lb_buf_printf(&sentence,
                      "no whole numbers of people fit these figures with %s than %" PRId64
                      " (all were tried)",
                      upper ? "more" : "fewer", claim);
    }
    lb_json_text(c->json, sentence.text ? sentence.text : "");
    c->json->failed |= sentence.failed || c->text.failed;
    lb_buf_clear(&sentence);
}

/* One object: target, claim, the figures (rows) and squares' bounds (boxes) with their multipliers,
 * and the sum of these in words. Without a certificate there are rows alone: all were searched. */
void lb_inference_certificate_json(void *udata, const lb_inference_problem *problem,
                                   const lb_inference_target *target,
                                   const lb_inference_certificate *certificate, bool upper,
                                   int64_t claim, lb_buf *out)
{
    lb_buf name = {0};
    certificate_text c = {
        .names = udata, .problem = problem, .certificate = certificate, .json = out};
    lb_inference_target_name(udata, target, &name);
    lb_buf_puts(out, "{\"target\":");
    lb_json_text(out, name.text ? name.text : "");
    lb_buf_printf(out, ",\"claim\":\"%s\",\"bound\":\"%" PRId64 "\"", upper ? "high" : "low",
                  claim);
    write_rows(&c);
    lb_buf_puts(out, ",\"boxes\":[");
    if (certificate)
        write_known_box(&c, write_atom_boxes(&c));
    lb_buf_puts(out, "]");
    write_text(&c, upper, claim);
    lb_buf_putc(out, '}');
    out->failed |= name.failed;
    lb_buf_clear(&c.text);
    lb_buf_clear(&name);
}

void lb_inference_shown_json(const char *target, lb_people_range range, lb_buf *out)
{
    for (int upper = 0; upper < 2; upper++) {
        lb_buf_puts(out, upper ? ",{\"target\":" : "[{\"target\":");
        lb_json_text(out, target);
        lb_buf_printf(
            out,
            ",\"claim\":\"%s\",\"bound\":\"%" PRId64
            "\",\"rows\":[],\"boxes\":[{\"squares\":1,\"low\":\"%" PRId64 "\",\"high\":\"%" PRId64
            "\",\"times\":\"1\"}],\"text\":\"the page tells it of the square\"}",
            upper ? "high" : "low", upper ? range.high : range.low, range.low, range.high);
    }
    lb_buf_putc(out, ']');
}

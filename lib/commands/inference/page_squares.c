/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The squares of a page: its first script of type application/json has them as columns of steps and
 * of shown values (docs/formats.md, Page). */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/inference/page_data.h"

enum { max_page_bytes = INT_MAX };

/* A text file of any length below 2 GiB. */
static lb_status read_page(const char *path, lb_buf *text, lb_error *err)
{
    char block[65536];
    FILE *file = fopen(path, "rb");
    if (!file)
        return lb_error_set(err, LB_E_IO, "%s: cannot be opened", path);
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0 && text->length < max_page_bytes;)
        lb_buf_append(text, block, n);
    bool failed = ferror(file) != 0;
    fclose(file);
    return text->failed ? lb_error_memory(err)
           : failed     ? lb_error_set(err, LB_E_IO, "%s: cannot be read", path)
                        : LB_OK;
}

/* The page's first JSON script. */
static lb_status find_data(const char *path, const lb_buf *text, lb_json_value *out, lb_error *err)
{
    const char *script = text->text ? strstr(text->text, "application/json") : NULL;
    const char *from = script ? strchr(script, '>') : NULL;
    if (!from)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: no script of type application/json; expected a page of "
                            "lagesbild run, or a table",
                            path);
    if (!lb_json_parse_value(from + 1, text->length - (size_t)(from + 1 - text->text), out))
        return lb_error_set(err, LB_E_INPUT,
                            "%s: its first script is no JSON, or cut off; make the page anew",
                            path);
    return LB_OK;
}

static bool read_whole(lb_json_value object, const char *key, double min, double max, int64_t *out)
{
    lb_json_value value;
    double number;
    if (!lb_json_member(object, key, &value) || !lb_json_number(value, &number) ||
        number != floor(number) || number < min || number > max)
        return false;
    *out = (int64_t)number;
    return true;
}

/* The commas of a column, and so how many squares it is of. */
static size_t count_values(const char *text)
{
    size_t n = 1;
    for (; *text; text++)
        n += *text == ',';
    return n;
}

/* Calls each value of a column. */
typedef bool (*value_handler)(void *udata, size_t i, const char *value, size_t length);

static bool each_value(const char *text, value_handler handler, void *udata)
{
    for (size_t i = 0;; i++) {
        size_t length = strcspn(text, ",");
        if (!handler(udata, i, text, length))
            return false;
        if (!text[length])
            return true;
        text += length + 1;
    }
}

/* Steps of one coordinate, from the value before; nothing is a step of 0. */
typedef struct step_reader {
    int64_t value, unit, offset, min;
    lb_square *square;
    int field; /* 0 east, 1 north, 2 size */
} step_reader;

static bool read_step(void *udata, size_t i, const char *text, size_t length)
{
    step_reader *r = udata;
    int64_t step = 0;
    if (length > 0 && !lb_integer_parse(text, length, &step))
        return false;
    if (step < -INT_MAX || step > INT_MAX)
        return false;
    r->value += step;
    int64_t at = r->value * r->unit + r->offset;
    if (at < r->min || at > INT_MAX || r->value < -INT_MAX || r->value > INT_MAX)
        return false;
    lb_square *q = &r->square[i];
    *(r->field == 0 ? &q->e : r->field == 1 ? &q->n : &q->size) = (int32_t)at;
    return true;
}

static lb_status refuse_squares(const char *path, lb_error *err)
{
    return lb_error_set(err, LB_E_INPUT,
                        "%s: squares: unit, e0, n0, e, n and size do not fit together; make the "
                        "page anew",
                        path);
}

/* One of the columns e, n and size. */
static lb_status read_coordinate(const char *path, lb_json_value squares, const char *key,
                                 step_reader *reader, lb_publications *out, lb_error *err)
{
    lb_json_value value;
    if (!lb_json_member(squares, key, &value) || value.text[0] != '"')
        return refuse_squares(path, err);
    char *text = lb_json_string(value);
    if (!text)
        return lb_error_memory(err);
    size_t count = count_values(text);
    if (!out->square) {
        out->square = calloc(count, sizeof *out->square);
        out->squares = count;
    }
    reader->square = out->square;
    lb_status status = !out->square ? lb_error_memory(err)
                       : count != out->squares || !each_value(text, read_step, reader)
                           ? refuse_squares(path, err)
                           : LB_OK;
    free(text);
    return status;
}

/* Corners and sides in metres: running sums of steps, times unit, plus an offset. Squares must
 * ascend strictly, as lb_publications promises; that also excludes the same square twice. */
static lb_status read_corners(const char *path, lb_json_value squares, lb_publications *out,
                              lb_error *err)
{
    static const char *const keys[] = {"e", "n", "size"};
    int64_t unit, offset[3] = {0, 0, 0};
    if (!read_whole(squares, "unit", 1, LB_SQUARE_SIZE_MAX, &unit) ||
        !read_whole(squares, "e0", -1e9, 1e9, &offset[0]) ||
        !read_whole(squares, "n0", -1e9, 1e9, &offset[1]))
        return refuse_squares(path, err);
    out->cell = (int32_t)unit;
    for (int k = 0; k < 3; k++) {
        step_reader reader = {
            .unit = unit, .offset = offset[k], .min = k == 2 ? 1 : -INT_MAX, .field = k};
        LB_TRY(read_coordinate(path, squares, keys[k], &reader, out, err));
    }
    for (size_t i = 1; i < out->squares; i++)
        if (lb_square_compare(&out->square[i - 1], &out->square[i]) >= 0)
            return refuse_squares(path, err);
    return LB_OK;
}

/* Which squares have a class: one character each, 0 for none. A page may lack them. */
static lb_status read_classes(const char *path, lb_json_value squares, lb_publications *out,
                              lb_error *err)
{
    lb_json_value value;
    out->classed = calloc(out->squares + 1, sizeof *out->classed);
    if (!out->classed)
        return lb_error_memory(err);
    if (!lb_json_member(squares, "class", &value) || value.length == 2)
        return LB_OK;
    if (value.length != out->squares + 2)
        return lb_error_set(err, LB_E_INPUT, "%s: squares: %zu classes; expected %zu", path,
                            value.length - 2, out->squares);
    for (size_t i = 0; i < out->squares; i++)
        out->classed[i] = value.text[i + 1] != '0';
    return LB_OK;
}

/* What a column says of each square. Nothing: anything, or that the delivery has no figure of it,
 * so that it is in no sum, like one of 0. */
typedef struct range_reader {
    int64_t *low, *high;
    size_t count, bad; /* values that are no ranges */
    bool open_missing;
    int noise;
} range_reader;

/* All counts that noise makes one in low..high of; 0 stays 0. */
static void widen_by_noise(int noise, int64_t *low, int64_t *high)
{
    *low = *low > noise ? *low - noise : *low > 0;
    *high += *high < INT64_MAX ? noise : 0;
}

/* One shown count as whole people: "<5" is 1 to 4, a number itself. An empty one is 0 people, or
 * any number where counts are coarsened. Noise widens both ends. False: more values than
 * squares. */
static bool read_range(void *udata, size_t i, const char *text, size_t length)
{
    range_reader *r = udata;
    char copy[64];
    double low, high;
    bool hidden;
    if (i >= r->count)
        return false;
    snprintf(copy, sizeof copy, "%.*s", (int)(length < 63 ? length : 63), text);
    if (!lb_published_range(copy, 1, &low, &high, &hidden) || (!hidden && strpbrk(copy, ".,"))) {
        r->bad++;
        low = 0;
        high = INFINITY;
    }
    r->low[i] = (int64_t)ceil(fmin(low, 1e12));
    r->high[i] = high < 1e12 ? (int64_t)floor(high) : INT64_MAX;
    if (length == 0 && !r->open_missing)
        r->low[i] = r->high[i] = 0;
    if (!hidden && high < 1e12) /* 57 stands for itself, not for 56.5 to 57.5 */
        r->low[i] = r->high[i] = (int64_t)floor(high);
    widen_by_noise(r->noise, &r->low[i], &r->high[i]);
    return true;
}

/* Is a column of the page a count of people of its squares? Ranks are whole numbers too. */
static bool is_people(lb_json_value column, const char *name)
{
    lb_json_value unit;
    return strcmp(name, "rank") != 0 && lb_json_member(column, "unit", &unit) &&
           unit.length == strlen("\"count\"") && memcmp(unit.text, "\"count\"", unit.length) == 0;
}

/* One variable's values, with commas between in one string; their number must be that of the
 * squares, or values would bound the people of other squares. */
static lb_status read_values(const char *path, lb_json_value of, lb_published_variable *variable,
                             const lb_publications *page, lb_error *err)
{
    size_t squares = page->squares;
    variable->low = calloc(squares + 1, sizeof *variable->low);
    variable->high = calloc(squares + 1, sizeof *variable->high);
    char *text = lb_json_string(of);
    if (!variable->low || !variable->high || !text) {
        free(text);
        return lb_error_memory(err);
    }
    range_reader reader = {.low = variable->low,
                           .high = variable->high,
                           .count = squares,
                           .open_missing = page->open_missing,
                           .noise = page->noise};
    size_t count = count_values(text);
    bool good = each_value(text, read_range, &reader) && count == squares && reader.bad == 0;
    free(text);
    return good ? LB_OK
                : lb_error_set(err, LB_E_INPUT,
                               "%s: squares: %s has %zu values, %zu of them no whole number or "
                               "range; expected %zu",
                               path, variable->name, count, reader.bad, squares);
}

/* Columns that are no counts of people (indices, shares) bound nothing and are skipped. */
static lb_status read_column(const char *path, lb_json_value column, lb_publications *out,
                             lb_error *err)
{
    lb_json_value name_value, of;
    if (!lb_json_member(column, "name", &name_value) || !lb_json_member(column, "of", &of) ||
        of.length < 2 || of.text[0] != '"')
        return lb_error_set(err, LB_E_INPUT,
                            "%s: squares: a column without name or values; make the page anew",
                            path);
    char *name = lb_json_string(name_value);
    if (!name)
        return lb_error_memory(err);
    bool wanted = is_people(column, name);
    size_t v = wanted ? lb_publications_variable(out, name) : SIZE_MAX;
    free(name);
    if (!wanted)
        return LB_OK;
    if (v == SIZE_MAX)
        return lb_error_memory(err);
    return read_values(path, of, &out->variable[v], out, err);
}

/* Ages that no one is in two of. */
static const char *const age_groups[] = {"unga_0_15", "unga_16_19"};

static bool is_age_group(const char *name)
{
    return strcmp(name, age_groups[0]) == 0 || strcmp(name, age_groups[1]) == 0;
}

static int64_t smaller_of(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* In one square: a part has no more people than the square less those of the other ages, and the
 * square no fewer than its ages together. */
static void bound_square(lb_publications *p, lb_published_variable *people, size_t i)
{
    int64_t ages = 0;
    for (size_t v = 0; v < p->variables; v++)
        if (p->variable[v].low && is_age_group(p->variable[v].name))
            ages += p->variable[v].low[i];
    if (people->low[i] < ages)
        people->low[i] = smaller_of(ages, people->high[i]);
    for (size_t v = 0; v < p->variables; v++) {
        lb_published_variable *part = &p->variable[v];
        if (part == people || !part->high)
            continue;
        int64_t others = is_age_group(part->name) ? ages - part->low[i] : 0;
        int64_t most = people->high[i] < INT64_MAX ? people->high[i] - others : INT64_MAX;
        if (most >= part->low[i])
            part->high[i] = smaller_of(part->high[i], most);
    }
}

/* The people of no such age group, who follow where all ages are shown: a count of their own. */
static lb_status add_others(lb_publications *p, lb_error *err)
{
    size_t index[3], added;
    static const char *const names[] = {"population", "unga_0_15", "unga_16_19"};
    for (int k = 0; k < 3; k++) {
        index[k] = lb_publications_variable(p, names[k]);
        if (index[k] == SIZE_MAX)
            return lb_error_memory(err);
        if (!p->variable[index[k]].low)
            return LB_OK;
    }
    added = lb_publications_variable(p, "population less unga_0_15 and unga_16_19");
    if (added == SIZE_MAX)
        return lb_error_memory(err);
    const lb_published_variable *all = &p->variable[index[0]], *a = &p->variable[index[1]],
                                *b = &p->variable[index[2]];
    int64_t *low = calloc(p->squares + 1, sizeof *low),
            *high = calloc(p->squares + 1, sizeof *high);
    p->variable[added].low = low;
    p->variable[added].high = high;
    if (!low || !high)
        return lb_error_memory(err);
    for (size_t i = 0; i < p->squares; i++) {
        bool open = all->high[i] == INT64_MAX;
        int64_t least = all->low[i] - smaller_of(a->high[i], all->high[i]) -
                        smaller_of(b->high[i], all->high[i]);
        low[i] = open || least < 0 ? 0 : least;
        high[i] = open ? INT64_MAX : all->high[i] - a->low[i] - b->low[i];
    }
    return LB_OK;
}

/* What the counts of one square imply of each other. */
static lb_status bound_parts(lb_publications *p, lb_error *err)
{
    size_t whole = lb_publications_variable(p, "population");
    if (whole == SIZE_MAX)
        return lb_error_memory(err);
    for (size_t i = 0; p->variable[whole].high && i < p->squares; i++)
        bound_square(p, &p->variable[whole], i);
    return add_others(p, err);
}

/* The page's data is a JSON object in its HTML. A page without squares is read as empty with a
 * note. */
static lb_status read_squares(const char *path, const lb_buf *text, const lb_job *job,
                              lb_publications *out, lb_error *err)
{
    lb_json_value data, squares, values, item = {NULL, 0};
    LB_TRY(find_data(path, text, &data, err));
    if (!lb_json_member(data, "squares", &squares) || squares.text[0] != '{') {
        lb_log_note(job->log, "%s: has no squares", path);
        return LB_OK;
    }
    LB_TRY(read_corners(path, squares, out, err));
    LB_TRY(read_classes(path, squares, out, err));
    out->page = lb_text_copy(path);
    if (!out->page)
        return lb_error_memory(err);
    if (!lb_json_member(squares, "values", &values))
        return lb_error_set(err, LB_E_INPUT, "%s: squares: no values", path);
    while (lb_json_next(values, &item))
        LB_TRY(read_column(path, item, out, err));
    LB_TRY(bound_parts(out, err));
    return lb_page_read_outlines(path, data, out, err);
}

/* Moves the ranges of another page of the same squares into those of the first: both hold. */
static lb_status merge_variable(lb_publications *p, lb_published_variable *from, const char *path,
                                lb_error *err)
{
    size_t v = lb_publications_variable(p, from->name);
    if (v == SIZE_MAX)
        return lb_error_memory(err);
    lb_published_variable *to = &p->variable[v];
    if (!to->low) {
        to->low = from->low;
        to->high = from->high;
        from->low = from->high = NULL;
        return LB_OK;
    }
    for (size_t i = 0; from->low && i < p->squares; i++) {
        to->low[i] = from->low[i] > to->low[i] ? from->low[i] : to->low[i];
        to->high[i] = from->high[i] < to->high[i] ? from->high[i] : to->high[i];
        if (to->low[i] > to->high[i])
            return lb_error_set(err, LB_E_INPUT,
                                "%s: %s of a square contradicts %s: pages of different deliveries "
                                "are examined each by itself",
                                path, to->name, p->page);
    }
    return LB_OK;
}

/* The first page supplies squares and outlines; every further one must have exactly the same
 * squares, since their unknowns are then the same people, and narrows the ranges. */
static lb_status merge_page(const char *path, lb_publications *page, lb_publications *out,
                            lb_error *err)
{
    if (!page->page)
        return LB_OK;
    if (!out->page) {
        out->page = page->page;
        out->square = page->square;
        out->classed = page->classed;
        out->squares = page->squares;
        out->cell = page->cell;
        out->outlines = page->outlines;
        page->outlines = (lb_areas){.source = NULL};
        page->page = NULL;
        page->square = NULL;
        page->classed = NULL;
    } else if (out->squares != page->squares ||
               memcmp(out->square, page->square, out->squares * sizeof *out->square) != 0) {
        return lb_error_set(
            err, LB_E_INPUT,
            "%s: its squares are not those of %s: pages of different deliveries are "
            "examined each by itself",
            path, out->page);
    }
    for (size_t v = 0; v < page->variables; v++)
        LB_TRY(merge_variable(out, &page->variable[v], path, err));
    return lb_publications_add_file(out, path, NULL) == LB_OK ? LB_OK : lb_error_memory(err);
}

lb_status lb_publication_read_page(const char *path, bool coarsened, int noise, const lb_job *job,
                                   lb_publications *out, lb_error *err)
{
    lb_buf text = {0};
    lb_publications page = {.open_missing = coarsened, .noise = noise};
    lb_status status = read_page(path, &text, err);
    if (status == LB_OK)
        status = read_squares(path, &text, job, &page, err);
    if (status == LB_OK)
        status = merge_page(path, &page, out, err);
    lb_publications_clear(&page);
    lb_buf_clear(&text);
    return status;
}

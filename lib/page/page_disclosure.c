/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page must not hold of the squares: it can be read as text, whatever the map shows. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/disclosure.h>
#include "base/array.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "page/page_disclosure.h"

enum { MAX_SIZES = 16 };

static bool is_below_threshold(const lb_page_grid *grid, double people)
{
    return people > 0 && people < grid->minimum;
}

/* The rank among the squares is counted too, but not of people. */
static bool is_people(const lb_page_value *value)
{
    return value->unit == LB_UNIT_COUNT && strcmp(value->name, "rank") != 0;
}

static size_t column_of(const lb_page_grid *grid, const char *name)
{
    for (size_t v = 0; v < grid->squares.values; v++)
        if (strcmp(grid->value[v].name, name) == 0)
            return v;
    return SIZE_MAX;
}

/* The grid's own; NULL: out of memory. */
static const char *keep_text(lb_page_grid *grid, const char *text)
{
    char *copy = lb_text_copy(text);
    if (!copy ||
        !lb_array_reserve(&grid->text, &grid->text_capacity, grid->texts + 1, sizeof *grid->text)) {
        free(copy);
        return NULL;
    }
    grid->text[grid->texts++] = copy;
    return copy;
}

static bool hide_below_threshold(lb_page_grid *grid, size_t v, const char *label)
{
    size_t n = grid->squares.count;
    grid->replacement[v] = calloc(n + 1, sizeof *grid->replacement[v]);
    if (!grid->replacement[v])
        return false;
    for (size_t i = 0; i < n; i++)
        if (is_below_threshold(grid, grid->column[v][i]))
            grid->replacement[v][i] = label;
    grid->value[v].replacement = grid->replacement[v];
    return true;
}

static void blank_squares(lb_page_grid *grid, size_t v, const double *people)
{
    for (size_t i = 0; i < grid->squares.count; i++)
        if (is_below_threshold(grid, people[i]))
            grid->column[v][i] = NAN;
}

lb_status lb_page_grid_suppress(lb_page_grid *grid, int minimum)
{
    char text[24];
    size_t population = column_of(grid, "population");
    if (minimum <= 0 || population == SIZE_MAX)
        return LB_OK;
    const double *people = grid->column[population];
    snprintf(text, sizeof text, "<%d", minimum);
    const char *label = keep_text(grid, text);
    grid->replacement = calloc(grid->squares.values + 1, sizeof *grid->replacement);
    if (!grid->replacement || !label)
        return LB_E_MEMORY;
    grid->minimum = minimum;
    for (size_t v = 0; v < grid->squares.values; v++)
        if (!is_people(&grid->value[v]))
            blank_squares(grid, v, people);
        else if (!hide_below_threshold(grid, v, label))
            return LB_E_MEMORY;
    for (size_t i = 0; i < grid->squares.count; i++)
        if (is_below_threshold(grid, people[i]))
            grid->class_of[i] = 0;
    lb_page_disclosure_sums(grid);
    return LB_OK;
}

/* Sums of squares ----------------------------------------------------------------------------- */

/* One sum of people on the page: what it holds of hidden squares. */
typedef struct hidden_sum {
    size_t squares;
    double people;
} hidden_sum;

static bool is_disclosive(const lb_page_grid *grid, hidden_sum h)
{
    return h.squares > 0 && (h.squares < 2 || is_below_threshold(grid, h.people));
}

static void add_hidden(hidden_sum *h, double people)
{
    h->squares++;
    h->people += people;
}

void lb_page_disclosure_sums(lb_page_grid *grid)
{
    hidden_sum by_class[LB_MAX_CLASSES + 1] = {{0}}, by_size[MAX_SIZES] = {{0}};
    int32_t size[MAX_SIZES] = {0};
    size_t v = column_of(grid, "population");
    grid->squares.suppress_sums = false;
    for (size_t i = 0; grid->replacement && i < grid->squares.count; i++) {
        size_t k = 0;
        if (!grid->replacement[v][i])
            continue;
        while (k + 1 < MAX_SIZES && size[k] != 0 && size[k] != grid->square[i].size)
            k++;
        size[k] = grid->square[i].size;
        add_hidden(&by_size[k], grid->column[v][i]);
        add_hidden(&by_class[grid->class_of[i]], grid->column[v][i]);
    }
    for (size_t k = 0; k < MAX_SIZES; k++)
        grid->squares.suppress_sums |= is_disclosive(grid, by_size[k]);
    for (size_t k = 0; k <= LB_MAX_CLASSES; k++)
        grid->squares.suppress_sums |= is_disclosive(grid, by_class[k]);
}

/* Squares of areas ---------------------------------------------------------------------------- */

typedef struct area_suppression {
    lb_page_grid *grid;
    const lb_overlay *overlay;
    size_t v;     /* a column of people */
    size_t *seen; /* [squares]: the area it was last met in, from 1 */
} area_suppression;

/* What of an area's squares is hidden, and the smallest that is not (SIZE_MAX: none). */
static hidden_sum sum_hidden_squares(area_suppression *t, size_t area, size_t *smallest)
{
    const lb_profile *p = &t->overlay->profile;
    const double *people = t->grid->column[t->v];
    hidden_sum h = {0};
    *smallest = SIZE_MAX;
    for (size_t k = p->first[area]; k < p->first[area + 1]; k++) {
        size_t s = t->overlay->grid.square[p->cell_weight[k].at];
        if (t->seen[s] == area + 1 || !(people[s] > 0))
            continue;
        t->seen[s] = area + 1;
        if (t->grid->replacement[t->v][s])
            add_hidden(&h, people[s]);
        else if (*smallest == SIZE_MAX || people[s] < people[*smallest])
            *smallest = s;
    }
    return h;
}

static bool hide_square(area_suppression *t, size_t square)
{
    char text[LB_TABLE_RANGE_SIZE];
    double people = t->grid->column[t->v][square], n = t->grid->minimum;
    lb_figure_suppression range = lb_disclosure_range(t->grid->minimum, people + n, people);
    lb_table_range shown = {.low = range.low, .high = range.high};
    lb_table_range_text(&shown, text);
    t->grid->replacement[t->v][square] = keep_text(t->grid, text);
    return t->grid->replacement[t->v][square] != NULL;
}

/* One more square of an area is hidden, where that is needed and can be. */
static bool suppress_in_area(area_suppression *t, size_t area, bool *changed)
{
    size_t smallest;
    while (is_disclosive(t->grid, sum_hidden_squares(t, area, &smallest)) && smallest != SIZE_MAX) {
        if (!hide_square(t, smallest))
            return false;
        memset(t->seen, 0, t->grid->squares.count * sizeof *t->seen);
        *changed = true;
    }
    return true;
}

/* A square that one area needs hidden may be the only one of another. */
static bool suppress_column(area_suppression *t)
{
    bool changed = true, good = true;
    while (changed && good) {
        changed = false;
        memset(t->seen, 0, t->grid->squares.count * sizeof *t->seen);
        for (size_t i = 0; good && i < t->overlay->profile.count; i++)
            good = suppress_in_area(t, i, &changed);
    }
    return good;
}

lb_status lb_page_disclosure_areas(lb_page_grid *grid, const lb_overlay *overlay)
{
    area_suppression t = {.grid = grid, .overlay = overlay};
    bool good = true;
    if (!grid->replacement || !overlay->grid.square)
        return LB_OK;
    t.seen = calloc(grid->squares.count + 1, sizeof *t.seen);
    for (t.v = 0; t.seen && good && t.v < grid->squares.values; t.v++)
        if (grid->replacement[t.v])
            good = suppress_column(&t);
    good = good && t.seen;
    free(t.seen);
    lb_page_disclosure_sums(grid);
    return good ? LB_OK : LB_E_MEMORY;
}

lb_status lb_page_disclosure_source(lb_page_grid *grid, const lb_overlay_input *input,
                                    const lb_job *job, lb_error *err)
{
    lb_area_layer layer = {.hash = ""};
    lb_overlay overlay;
    lb_job silent = *job; /* the profile of these areas has logged the same messages */
    silent.log = NULL;
    if (!grid->replacement)
        return LB_OK;
    LB_TRY(lb_overlay_make(input, &silent, &layer, &overlay, err));
    lb_status status = lb_page_disclosure_areas(grid, &overlay);
    lb_overlay_clear(&overlay);
    lb_area_layer_clear(&layer);
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

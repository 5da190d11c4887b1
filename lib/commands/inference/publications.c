/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "commands/inference/publications.h"
#include "kernel/inference/inference_system.h"

void lb_publications_clear(lb_publications *p)
{
    for (size_t v = 0; v < p->variables; v++) {
        free(p->variable[v].name);
        free(p->variable[v].low);
        free(p->variable[v].high);
    }
    for (size_t i = 0; i < p->figures; i++) {
        free(p->figure[i].file);
        free(p->figure[i].row);
        free(p->figure[i].column);
        free(p->figure[i].shown);
    }
    for (size_t s = 0; s < p->sets; s++)
        lb_areas_clear(&p->areas[s]);
    for (size_t i = 0; i < p->files; i++) {
        free(p->file[i].path);
        free(p->file[i].areas);
    }
    free(p->file);
    free(p->areas);
    lb_areas_clear(&p->outlines);
    free(p->variable);
    free(p->figure);
    free(p->square);
    free(p->classed);
    free(p->page);
    *p = (lb_publications){.page = NULL};
}

size_t lb_publications_variable(lb_publications *p, const char *name)
{
    for (size_t v = 0; v < p->variables; v++)
        if (strcmp(p->variable[v].name, name) == 0)
            return v;
    if (!lb_array_reserve(&p->variable, &p->variable_capacity, p->variables + 1,
                          sizeof *p->variable))
        return SIZE_MAX;
    lb_published_variable *v = &p->variable[p->variables];
    *v = (lb_published_variable){.name = lb_text_copy(name)};
    return v->name ? p->variables++ : SIZE_MAX;
}

lb_status lb_publications_add(lb_publications *p, const lb_published_figure *figure)
{
    if (!lb_array_reserve(&p->figure, &p->figure_capacity, p->figures + 1, sizeof *p->figure))
        return LB_E_MEMORY;
    lb_published_figure *f = &p->figure[p->figures++];
    *f = *figure;
    f->file = lb_text_copy(figure->file);
    f->row = lb_text_copy(figure->row);
    f->column = lb_text_copy(figure->column);
    f->shown = lb_text_copy(figure->shown ? figure->shown : "");
    return f->file && f->row && f->column && f->shown ? LB_OK : LB_E_MEMORY;
}

static bool ranges_meet(const lb_published_variable *a, const lb_published_variable *b,
                        size_t squares)
{
    for (size_t i = 0; a->high && b->high && i < squares; i++)
        if (a->low[i] > b->high[i] || b->low[i] > a->high[i])
            return false;
    return true;
}

bool lb_publications_fit(const lb_publications *a, const lb_publications *b)
{
    if (!a->page || !b->page)
        return true;
    if (a->squares != b->squares ||
        memcmp(a->square, b->square, a->squares * sizeof *a->square) != 0)
        return false;
    for (size_t v = 0; v < a->variables; v++)
        for (size_t w = 0; w < b->variables; w++)
            if (strcmp(a->variable[v].name, b->variable[w].name) == 0 &&
                !ranges_meet(&a->variable[v], &b->variable[w], a->squares))
                return false;
    return true;
}

lb_status lb_publications_add_file(lb_publications *p, const char *path, const char *areas)
{
    if (!lb_array_reserve(&p->file, &p->file_capacity, p->files + 1, sizeof *p->file))
        return LB_E_MEMORY;
    lb_published_file *file = &p->file[p->files++];
    *file = (lb_published_file){lb_text_copy(path), areas ? lb_text_copy(areas) : NULL};
    return file->path && (file->areas || !areas) ? LB_OK : LB_E_MEMORY;
}

/* Half a unit of the last decimal that is shown. */
static double half_unit(const char *text)
{
    const char *mark = strpbrk(text, ".,");
    size_t decimals = mark ? strspn(mark + 1, "0123456789") : 0;
    return strpbrk(text, "eE") ? 0 : 0.5 * pow(10, -(double)decimals);
}

bool lb_published_count(double value)
{
    return value >= 0 && value < (double)LB_INFERENCE_UNBOUNDED;
}

/* Two whole numbers with a dash between them; `text` is not at its sign. */
static bool read_span(const char *text, double *low, double *high)
{
    const char *dash = strstr(text, "\u2013");
    size_t width = dash ? strlen("\u2013") : 1;
    if (!dash)
        dash = strchr(text + (*text != '\0'), '-');
    return dash && lb_number_parse(text, (size_t)(dash - text), low) &&
           lb_number_parse(dash + width, strlen(dash + width), high) && *low <= *high &&
           lb_published_count(*low) && lb_published_count(*high);
}

/* A number with d decimals is within half of its last unit. "<n" begins at n - 1 where at_least is
 * greater, so that the range is never empty. */
bool lb_published_range(const char *text, double at_least, double *low, double *high, bool *hidden)
{
    double value;
    lb_value_kind kind = lb_value_parse(text, strlen(text), &value);
    *hidden = kind != LB_VALUE_NUMBER;
    *low = 0;
    *high = INFINITY;
    if (kind == LB_VALUE_NUMBER) {
        double half = half_unit(text);
        *low = fmax(value - half, 0);
        *high = value + half;
        return lb_published_count(value);
    }
    if (text[0] == '<' && lb_number_parse(text + 1, strlen(text + 1), &value)) {
        *low = fmin(at_least, value - 1);
        *high = value - 1;
        return value >= 1 && value == floor(value) && lb_published_count(value);
    }
    return kind == LB_VALUE_EMPTY || read_span(text, low, high) ||
           (kind == LB_VALUE_SUPPRESSED && strspn(text, ". \u2026") == strlen(text));
}

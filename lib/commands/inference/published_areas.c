/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The areas that rows of tables are about, found by their names. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/option_table.h"
#include "commands/inference/publications.h"

/* The area of that name in a set, after `repeat` others of it; SIZE_MAX: there is none. */
static size_t find_area(const lb_areas *areas, const char *name, size_t repeat)
{
    for (size_t i = 0; i < areas->shapes.count; i++)
        if (lb_text_same(areas->name[i], name) && repeat-- == 0)
            return i;
    return SIZE_MAX;
}

/* The same area of two sets, to what formats round: a centimetre of its box, a square metre. */
static bool is_same_area(const lb_areas *x, size_t i, const lb_areas *y, size_t k)
{
    lb_box a = lb_shapes_box(&x->shapes, i), b = lb_shapes_box(&y->shapes, k);
    return fabs(a.xmin - b.xmin) < 0.01 && fabs(a.ymin - b.ymin) < 0.01 &&
           fabs(a.xmax - b.xmax) < 0.01 && fabs(a.ymax - b.ymax) < 0.01 &&
           fabs(lb_shapes_area(&x->shapes, i) - lb_shapes_area(&y->shapes, k)) < 1;
}

/* Does a page that draws several sets have areas of that name with different borders? */
static bool is_ambiguous(const lb_areas *areas, size_t area)
{
    for (size_t i = 0; i < areas->shapes.count; i++)
        if (i != area && lb_text_same(areas->name[i], areas->name[area]) &&
            !is_same_area(areas, i, areas, area))
            return true;
    return false;
}

/* The category in the first allowed set that has it; of several, what it is of is not known. */
static void find_category(const lb_publications *p, lb_published_figure *f, const bool *allowed)
{
    size_t found = 0;
    for (size_t s = 0; s < p->sets; s++)
        for (size_t c = 0; allowed[s] && c < p->areas[s].categories; c++)
            if (lb_text_same(p->areas[s].category_name[c], f->row)) {
                f->set = s;
                f->area = c;
                found++;
            }
    if (found != 1)
        f->area = SIZE_MAX;
}

/* Finds the area in the sets that are `allowed`. */
static lb_status find_figure_area(lb_publications *p, lb_published_figure *f, const bool *allowed,
                                  lb_error *err)
{
    f->area = SIZE_MAX;
    if (f->of_category) {
        find_category(p, f, allowed);
        return LB_OK;
    }
    for (size_t s = 0; s < p->sets; s++) {
        size_t area = allowed[s] ? find_area(&p->areas[s], f->row, f->repeat) : SIZE_MAX;
        if (area == SIZE_MAX)
            continue;
        if (f->area != SIZE_MAX && !is_same_area(&p->areas[f->set], f->area, &p->areas[s], area))
            return lb_error_set(err, LB_E_INPUT,
                                "%s: '%s' is in %s and, with other borders, in %s; give the area "
                                "that it is about a name of its own, in the table and in its set",
                                f->file, f->row, p->areas[f->set].source, p->areas[s].source);
        if (p->from_outlines && is_ambiguous(&p->areas[s], area))
            return LB_OK;
        if (f->area == SIZE_MAX) {
            f->area = area;
            f->set = s;
        }
    }
    if (f->area != SIZE_MAX || f->source >= p->earlier_from || f->other_source)
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "%s: no area is named '%s'%s; give its area set with --areas, or leave the "
                        "row out",
                        f->file, f->row, f->repeat ? " once more" : "");
}

static bool has_all_rows(const lb_publications *p, size_t set, size_t source)
{
    for (size_t i = 0; i < p->figures; i++) {
        const lb_published_figure *f = &p->figure[i];
        if (f->source == source && f->squares != LB_FIGURE_ALL && !f->of_category &&
            find_area(&p->areas[set], f->row, f->repeat) == SIZE_MAX)
            return false;
    }
    return true;
}

/* Is the set from a file of the name that a run's provenance has? Both may hold a layer's name. */
static bool is_of_file_name(const lb_areas *set, const char *areas)
{
    const char *source = lb_text_base_name(set->source), *wanted = lb_text_base_name(areas);
    size_t length = strcspn(source, "|");
    return length == strcspn(wanted, "|") && strncmp(source, wanted, length) == 0;
}

/* Is the shorter path the end of the longer one, whole names of it? */
static bool paths_meet(const char *a, size_t a_length, const char *b, size_t b_length)
{
    if (a_length < b_length)
        return paths_meet(b, b_length, a, a_length);
    const char *end = a + (a_length - b_length);
    return strncmp(end, b, b_length) == 0 && (end == a || end[-1] == '/');
}

/* The same, by folder and layer too, as far as both have them. */
static bool is_source(const lb_areas *set, const char *areas)
{
    bool layers = strchr(areas, '|') && strchr(set->source, '|');
    size_t source = layers ? strlen(set->source) : strcspn(set->source, "|"),
           wanted = layers ? strlen(areas) : strcspn(areas, "|");
    return paths_meet(set->source, source, areas, wanted);
}

/* A table is about the sets of the file that its run's provenance names; else about those that have
 * all of its rows, in whatever order sets are given; about all sets where none has. */
static lb_status find_table_areas(lb_publications *p, size_t source, bool *allowed, lb_error *err)
{
    const char *areas = p->file[source].areas;
    bool any = false;
    for (int whole = 1; whole >= 0 && areas && !any; whole--)
        for (size_t s = 0; s < p->sets; s++) {
            allowed[s] = (whole ? is_source : is_of_file_name)(&p->areas[s], areas);
            any = any || allowed[s];
        }
    for (size_t s = 0; s < p->sets && !any; s++)
        allowed[s] = has_all_rows(p, s, source);
    for (size_t s = 0; s < p->sets && !any; s++)
        any = allowed[s];
    for (size_t s = 0; s < p->sets && !any; s++)
        allowed[s] = true;
    for (size_t i = 0; i < p->figures; i++)
        if (p->figure[i].source == source && p->figure[i].squares != LB_FIGURE_ALL)
            LB_TRY(find_figure_area(p, &p->figure[i], allowed, err));
    return LB_OK;
}

/* By file, row and column, so that no result depends on the order of a table's rows. */
static int by_place(const void *a, const void *b)
{
    const lb_published_figure *x = a, *y = b;
    int order = strcmp(x->file, y->file);
    order = order ? order : lb_text_compare(x->row, y->row);
    if (order == 0 && x->repeat != y->repeat)
        order = x->repeat < y->repeat ? -1 : 1;
    return order ? order : strcmp(x->column, y->column);
}

static void free_figure(lb_published_figure *f)
{
    free(f->file);
    free(f->row);
    free(f->column);
    free(f->shown);
}

static bool is_coarsened(const lb_published_figure *f)
{
    return f->coarsened;
}

static bool needs_classes(const lb_published_figure *f)
{
    return f->squares == LB_FIGURE_CLASSED;
}

static bool has_no_area(const lb_published_figure *f)
{
    return f->squares != LB_FIGURE_ALL && f->area == SIZE_MAX;
}

static bool has_no_area_elsewhere(const lb_published_figure *f)
{
    return f->other_source && has_no_area(f);
}

/* Drops figures and says how many and why. */
static void drop_figures(lb_publications *p, bool (*is_dropped)(const lb_published_figure *f),
                         const char *why, const lb_job *job)
{
    size_t kept = 0, before = p->figures;
    for (size_t i = 0; i < before; i++)
        if (is_dropped(&p->figure[i]))
            free_figure(&p->figure[i]);
        else
            p->figure[kept++] = p->figure[i];
    p->figures = kept;
    if (kept < before)
        lb_log_note(job->log, "%zu %s left out: %s", before - kept,
                    lb_number_word(before - kept, "figure is", "figures are"), why);
}

/* Those whose ground is not known are not examined, which is no proof that they reveal nothing. */
static void drop_unknown(lb_publications *p, const lb_job *job)
{
    lb_job silent = *job;
    size_t count = 0, first = 0;
    silent.log = NULL;
    drop_figures(p, has_no_area_elsewhere, "people counted elsewhere, of areas that are not given",
                 job);
    for (size_t i = p->figures; i-- > 0;)
        if (has_no_area(&p->figure[i])) {
            first = i;
            count++;
        }
    if (count > 0)
        lb_log_warning(job->log,
                       "%zu %s not examined, since %s areas are not known (%s: '%s' ...): "
                       "lagesbild inference with --areas, all sets of them, does it",
                       count, lb_number_word(count, "figure is", "figures are"),
                       lb_number_word(count, "its", "their"), p->figure[first].file,
                       p->figure[first].row);
    drop_figures(p, has_no_area, "", &silent);
}

static bool needs_areas(const lb_publications *p)
{
    for (size_t i = 0; i < p->figures; i++)
        if (p->figure[i].squares != LB_FIGURE_ALL)
            return true;
    return false;
}

/* --areas come first; outlines of the page stand in for them with a warning, as they are drawn to
 * whole metres and bound less. */
static lb_status read_areas(lb_publications *p, const lb_inference_options *o, const lb_job *job,
                            lb_error *err)
{
    for (size_t s = 0; s < o->area_sets; s++) {
        const lb_area_fields fields = {.name = o->area_name && o->area_name[s] ? o->area_name[s]
                                                                               : o->name};
        LB_TRY(lb_areas_read(o->areas[s], &fields, job->crs ? job->crs : LB_STANDARD_CRS, job,
                             &p->areas[s], err));
        p->sets++;
    }
    if (!p->page)
        drop_figures(p, needs_classes, "people of cells with a class, which only a page shows",
                     job);
    if (o->area_sets == 0)
        drop_figures(p, is_coarsened,
                     "computed from coarsened counts, they tell no more than the squares; --areas "
                     "holds them against these",
                     job);
    if (o->area_sets == 0 && needs_areas(p)) {
        if (p->outlines.shapes.count == 0)
            return lb_error_set(err, LB_E_USAGE,
                                "%s: --areas is needed: which areas are its rows about?",
                                p->figure[0].file);
        lb_log_warning(job->log,
                       "areas are as %s draws them, to whole metres; --areas makes it exact",
                       p->page);
        p->areas[p->sets++] = p->outlines;
        p->outlines = (lb_areas){.source = NULL};
        p->from_outlines = true;
        p->areas[0].source = p->page;
    }
    return LB_OK;
}

/* Figures are sorted by file, row and column, then each table finds its sets; figures whose area is
 * not known are left out, which is logged. */
lb_status lb_publications_find_areas(lb_publications *p, const lb_inference_options *o,
                                     const lb_job *job, lb_error *err)
{
    if (p->figures > 0)
        qsort(p->figure, p->figures, sizeof *p->figure, by_place);
    p->areas = calloc(o->area_sets + 1, sizeof *p->areas);
    if (!p->areas)
        return lb_error_memory(err);
    LB_TRY(read_areas(p, o, job, err));
    bool *allowed = calloc(p->sets + 1, sizeof *allowed);
    lb_status status = allowed ? LB_OK : lb_error_memory(err);
    for (size_t t = 0; t < p->files && status == LB_OK; t++)
        status = find_table_areas(p, t, allowed, err);
    free(allowed);
    if (status == LB_OK)
        drop_unknown(p, job);
    return status;
}

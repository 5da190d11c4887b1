/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One area among others: found by name, ranked by mean index, and its nearest neighbours by
 * distance between boundaries, metres. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/position_probability.h>
#include <lagesbild/profile.h>
#include "base/buf.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/brief/brief_areas.h"
#include "kernel/statistics/ranks.h"

static void clear_source(lb_brief_source *source)
{
    lb_areas_clear(&source->areas);
    lb_table_clear(&source->profile);
}

void lb_brief_areas_clear(lb_brief_areas *areas)
{
    clear_source(&areas->own);
    clear_source(&areas->among);
    lb_shapes_clear(&areas->shapes);
    free(areas->row);
    free(areas->name);
    free(areas->rank);
    free(areas->title);
    *areas = (lb_brief_areas){.name = NULL};
}

/* Where one of the areas compared comes from. */
static const lb_brief_source *source_of(const lb_brief_areas *areas, size_t i, size_t *row)
{
    *row = areas->row[i];
    return areas->among.areas.shapes.count > 0 && i > 0 ? &areas->among : &areas->own;
}

double lb_brief_figure(const lb_brief_areas *areas, const char *column, size_t i)
{
    size_t row;
    const lb_table *profile = &source_of(areas, i, &row)->profile;
    size_t c = lb_table_column(profile, column);
    return c == SIZE_MAX ? (double)NAN : lb_table_real(profile, row, c);
}

const lb_table_range *lb_brief_range(const lb_brief_areas *areas, const char *column, size_t i)
{
    size_t row;
    const lb_table *profile = &source_of(areas, i, &row)->profile;
    size_t c = lb_table_column(profile, column);
    return c == SIZE_MAX ? NULL : lb_table_range_at(profile, row, c);
}

const char *lb_brief_category(const lb_brief_areas *areas, size_t i)
{
    size_t row;
    const lb_areas *from = &source_of(areas, i, &row)->areas;
    return from->categories ? from->category_name[from->category[row]] : NULL;
}

/* The area of that name, folded if need be; without a name, the only one. */
static lb_status find_area(const lb_areas *areas, const char *name, size_t *out, lb_error *err)
{
    size_t n = areas->shapes.count, found = 0, at = 0;
    if (!name && n == 1) {
        *out = 0;
        return LB_OK;
    }
    if (!name)
        return lb_error_set(err, LB_E_USAGE, "%s has %zu areas; expected --area NAME, as '%s'",
                            areas->source, n, areas->name[0]);
    for (size_t i = 0; i < n; i++)
        if (strcmp(areas->name[i], name) == 0 || lb_text_same(areas->name[i], name)) {
            at = i;
            found++;
        }
    if (found == 0)
        return lb_error_set(err, LB_E_INPUT, "%s: no area '%s'%s", areas->source, name,
                            lb_text_nearest_hint(name, (const char *const *)areas->name, n).text);
    if (found > 1)
        return lb_error_set(err, LB_E_INPUT, "%s: %zu areas are called '%s'; expected one",
                            areas->source, found, name);
    *out = at;
    return LB_OK;
}

/* The profile reads the areas first and says what there is to say of them. */
static lb_status read_source(const char *spec, const lb_brief_options *o, const char *crs,
                             const lb_job *job, lb_brief_source *out, lb_error *err)
{
    bool own = spec == o->areas;
    lb_area_fields fields = {own ? o->name : NULL, own ? o->category : NULL, NULL};
    lb_profile_options profile = {
        .grid = o->grid, .areas = spec, .name = fields.name, .min_cell = o->min_cell};
    lb_job quiet = *job;
    quiet.log = NULL;
    LB_TRY(lb_profile_run(&profile, job, &out->profile, err));
    return lb_areas_read(spec, &fields, crs, &quiet, &out->areas, err);
}

/* Its name field may be of any type: areas are numbered, too. *out: is something in it? */
static lb_status find_name(const lb_areas *areas, size_t i, bool *out)
{
    if (areas->name_column == SIZE_MAX)
        return LB_OK;
    char *name = lb_areas_field_text(areas, i, areas->name_column);
    if (!name)
        return LB_E_MEMORY;
    *out = *name != '\0';
    free(name);
    return LB_OK;
}

/* --title, else the area's name, else that of its source, with the area's number where there are
 * several. */
static lb_status make_title(const lb_brief_options *o, const lb_job *job, lb_brief_areas *out)
{
    const lb_areas *own = &out->own.areas;
    const char *name = own->name[out->area_of_own];
    bool given = o->title && *o->title;
    lb_buf title = {0};
    LB_TRY(find_name(own, out->area_of_own, &out->named));
    if (given || out->named)
        lb_buf_puts(&title, given ? o->title : name);
    else
        lb_buf_printf(&title, "%s%s%s", own->label, own->shapes.count > 1 ? " " : "",
                      own->shapes.count > 1 ? name : "");
    out->title = lb_buf_detach(&title);
    if (out->title && !given && !out->named)
        lb_log_note(job->log,
                    "%s: the area has no name; the page calls it '%s' (--title TEXT gives another)",
                    own->source, out->title);
    return out->title ? LB_OK : LB_E_MEMORY;
}

lb_status lb_brief_ranks(const double *value, size_t n, int64_t *rank, size_t *ranked)
{
    lb_ranks order = {0};
    LB_TRY(lb_ranks_make(value, n, &order));
    memset(rank, 0, n * sizeof *rank);
    for (size_t k = order.count; k-- > 0;) {
        bool tied = k + 1 < order.count && order.value[k + 1] == order.value[k];
        rank[order.at[k]] = tied ? rank[order.at[k + 1]] : (int64_t)(order.count - k);
    }
    *ranked = order.count;
    lb_ranks_clear(&order);
    return LB_OK;
}

static lb_status rank_areas(lb_brief_areas *out)
{
    size_t n = out->shapes.count;
    double *index = calloc(n + 1, sizeof *index);
    out->rank = calloc(n + 1, sizeof *out->rank);
    for (size_t i = 0; index && i < n; i++)
        index[i] = lb_brief_figure(out, "index_mean", i);
    lb_status status =
        index && out->rank ? lb_brief_ranks(index, n, out->rank, &out->ranked) : LB_E_MEMORY;
    free(index);
    return status;
}

/* Is area i of --among the area itself? It has the same ground (a metre at each side, a thousandth
 * of its size), and the same name where the area has one. */
static bool is_itself(const lb_brief_areas *b, size_t i)
{
    const lb_areas *own = &b->own.areas, *among = &b->among.areas;
    lb_box a = lb_shapes_box(&own->shapes, b->area_of_own), c = lb_shapes_box(&among->shapes, i);
    double size = lb_shapes_area(&own->shapes, b->area_of_own);
    bool same_box = fabs(a.xmin - c.xmin) <= 1 && fabs(a.ymin - c.ymin) <= 1 &&
                    fabs(a.xmax - c.xmax) <= 1 && fabs(a.ymax - c.ymax) <= 1;
    return same_box && fabs(lb_shapes_area(&among->shapes, i) - size) <= size / 1000 &&
           (!b->named || lb_text_same(own->name[b->area_of_own], among->name[i]));
}

/* Which areas are compared, the area itself once. Returns how many. */
static size_t choose_rows(lb_brief_areas *out)
{
    size_t others = out->among.areas.shapes.count, n = 0;
    out->area = others ? 0 : out->area_of_own;
    if (others)
        out->row[n++] = out->area_of_own;
    for (size_t i = 0; i < (others ? others : out->own.areas.shapes.count); i++)
        if (!others || !is_itself(out, i))
            out->row[n++] = i;
    return n;
}

/* Outlines and names of the areas compared. */
static lb_status compare_areas(lb_brief_areas *out)
{
    size_t most = out->own.areas.shapes.count + out->among.areas.shapes.count + 1;
    out->name = calloc(most, sizeof *out->name);
    out->row = calloc(most, sizeof *out->row);
    if (!out->name || !out->row)
        return LB_E_MEMORY;
    size_t n = choose_rows(out);
    for (size_t i = 0; i < n; i++) {
        size_t row;
        const lb_areas *from = &source_of(out, i, &row)->areas;
        out->name[i] = i == out->area ? out->title : from->name[row];
        LB_TRY(lb_shapes_add_copy(&out->shapes, &from->shapes, row));
    }
    return rank_areas(out);
}

lb_status lb_brief_areas_read(const lb_brief_options *options, const char *crs, const lb_job *job,
                              lb_brief_areas *out, lb_error *err)
{
    LB_TRY(read_source(options->areas, options, crs, job, &out->own, err));
    LB_TRY(find_area(&out->own.areas, options->area, &out->area_of_own, err));
    if (options->among)
        LB_TRY(read_source(options->among, options, crs, job, &out->among, err));
    lb_status status = make_title(options, job, out);
    if (status == LB_OK)
        status = compare_areas(out);
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

/* Metres between two boxes: a lower bound of the distance of what they hold. */
static double box_gap(lb_box a, lb_box b)
{
    double dx = fmax(0, fmax(a.xmin - b.xmax, b.xmin - a.xmax));
    double dy = fmax(0, fmax(a.ymin - b.ymax, b.ymin - a.ymax));
    return hypot(dx, dy);
}

/* From the vertices of one to the other. */
static double vertex_gap(const lb_shapes *s, size_t from, size_t to)
{
    size_t first = s->vertex[s->ring[s->part[from]]], end = s->vertex[s->ring[s->part[from + 1]]];
    double minimum = INFINITY;
    for (size_t v = first; v < end && minimum > 0; v++) {
        double x = s->xy[2 * v], y = s->xy[2 * v + 1];
        minimum =
            lb_shape_contains(s, to, x, y) ? 0 : fmin(minimum, lb_shape_distance(s, to, x, y));
    }
    return minimum;
}

/* Two outlines that do not cross are nearest each other at a vertex of one of them. */
static double shape_gap(const lb_shapes *s, size_t a, size_t b)
{
    return fmin(vertex_gap(s, a, b), vertex_gap(s, b, a));
}

/* Insertion into a list of LB_BRIEF_NEAR, by distance in metres. The gap between boxes is at most
 * that between outlines, so most areas are passed over without measuring. */
size_t lb_brief_nearest_areas(const lb_shapes *shapes, size_t area, size_t near[LB_BRIEF_NEAR],
                              double metres[LB_BRIEF_NEAR])
{
    size_t count = 0;
    lb_box box = lb_shapes_box(shapes, area);
    for (size_t i = 0; i < shapes->count; i++) {
        bool full = count == LB_BRIEF_NEAR;
        if (i == area || (full && box_gap(box, lb_shapes_box(shapes, i)) >= metres[count - 1]))
            continue;
        double d = shape_gap(shapes, area, i);
        if (full && d >= metres[count - 1])
            continue;
        size_t at = full ? count - 1 : count++;
        for (; at > 0 && metres[at - 1] > d; at--) {
            near[at] = near[at - 1];
            metres[at] = metres[at - 1];
        }
        near[at] = i;
        metres[at] = d;
    }
    return count;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/category.h>
#include <lagesbild/changes.h>
#include <lagesbild/job_changes.h>
#include "base/text.h"
#include "flow/labels.h"
#include "flow/report_files.h"
#include "flow/sheet.h"
#include "port/geodesic.h"
#include "port/geos.h"
#include "port/polygons.h"

enum { NAME, CATEGORY, LPO, REGION, FIELDS };

/* One of the two assessments. */
typedef struct side {
    lb_sheet sheet;
    lb_shapes shapes;
    const char **name, **lpo;
    size_t *category, *lpo_group, *region_group; /* SIZE_MAX: none */
    double *area;                                /* square metres; NULL: no polygons */
} side;

typedef struct maker {
    const lb_changes_options *options;
    const lb_job *job;
    side side[2];
    lb_aliases aliases;
    lb_categories categories;
    lb_labels lpos, regions;
    size_t *after_of;
    lb_changes changes;
    lb_changes_report report;
} maker;

static const char *const usual_name[] = {"namn", "name", "omrade", "område", NULL};
static const char *const usual_category[] = {"kategori", "type", "typ", NULL};
static const char *const usual_lpo[] = {"lokalpolisomrade", "lokalpolisområde", NULL};
static const char *const usual_region[] = {"polisregion", NULL};
static const char *const usual_from[] = {"alias", "fran", NULL};
static const char *const usual_to[] = {"namn", "name", "till", NULL};

void lb_changes_report_clear(lb_changes_report *report)
{
    lb_table_clear(&report->list);
    lb_table_clear(&report->matrix);
    lb_table_clear(&report->counts);
}

static lb_status no_memory(lb_error *err)
{
    return lb_error_set(err, LB_E_MEMORY, "out of memory");
}

static void clear(maker *m)
{
    for (size_t i = 0; i < 2; i++) {
        side *s = &m->side[i];
        lb_sheet_clear(&s->sheet);
        lb_shapes_clear(&s->shapes);
        free(s->name);
        free(s->lpo);
        free(s->category);
        free(s->lpo_group);
        free(s->region_group);
        free(s->area);
    }
    lb_aliases_clear(&m->aliases);
    lb_categories_clear(&m->categories);
    lb_labels_clear(&m->lpos);
    lb_labels_clear(&m->regions);
    free(m->after_of);
    lb_changes_clear(&m->changes);
}

/* --- Reading --- */

static lb_status group_of(lb_labels *labels, const char *text, size_t *out)
{
    *out = SIZE_MAX;
    return text ? lb_labels_add(labels, text, out) : LB_OK;
}

static lb_status fill_side(maker *m, side *s)
{
    const lb_table *t = &s->sheet.table;
    s->name = calloc(t->rows, sizeof *s->name);
    s->lpo = calloc(t->rows, sizeof *s->lpo);
    s->category = calloc(t->rows, sizeof *s->category);
    s->lpo_group = calloc(t->rows, sizeof *s->lpo_group);
    s->region_group = calloc(t->rows, sizeof *s->region_group);
    if (!s->name || !s->lpo || !s->category || !s->lpo_group || !s->region_group)
        return LB_E_MEMORY;
    for (size_t i = 0; i < t->rows; i++) {
        const char *category = lb_table_text(t, i, CATEGORY);
        s->name[i] = lb_table_text(t, i, NAME);
        s->lpo[i] = lb_table_text(t, i, LPO);
        s->category[i] = SIZE_MAX;
        if (category && !lb_category_is_none(category) &&
            lb_categories_add(&m->categories, category, &s->category[i]) != LB_OK)
            return LB_E_MEMORY;
        if (group_of(&m->lpos, s->lpo[i], &s->lpo_group[i]) != LB_OK ||
            group_of(&m->regions, lb_table_text(t, i, REGION), &s->region_group[i]) != LB_OK)
            return LB_E_MEMORY;
    }
    return LB_OK;
}

static lb_status read_polygons(maker *m, side *s, lb_error *err)
{
    const char *crs = m->job->crs ? m->job->crs : "EPSG:3006";
    lb_polygon_options options = {crs, m->job->crs, m->job->strict, m->job->log};
    lb_table attributes = {0};
    lb_status status = lb_polygons_read(s->sheet.source, &options, &s->shapes, &attributes, err);
    lb_table_clear(&attributes);
    s->area = calloc(s->shapes.count + 1, sizeof *s->area);
    if (status == LB_OK && !s->area)
        status = no_memory(err);
    if (status == LB_OK)
        status = lb_geodesic_areas(&s->shapes, crs, s->area, err);
    return status;
}

static lb_status read_side(maker *m, side *s, const char *source, lb_error *err)
{
    const lb_changes_options *o = m->options;
    const lb_sheet_field fields[FIELDS] = {
        {.what = "area", .asked = o->name, .option = "--name", .usual = usual_name},
        {.what = "category",
         .asked = o->category,
         .option = "--category",
         .usual = usual_category,
         .may_miss = true},
        {.what = "lpo",
         .asked = o->lpo,
         .option = "--lpo",
         .usual = usual_lpo,
         .may_lack = true,
         .may_miss = true},
        {.what = "region",
         .asked = o->region,
         .option = "--region",
         .usual = usual_region,
         .may_lack = true,
         .may_miss = true}};
    lb_status status = lb_sheet_read(source, fields, FIELDS, NULL, m->job, &s->sheet, err);
    if (status == LB_OK && fill_side(m, s) != LB_OK)
        status = no_memory(err);
    return status;
}

static lb_status read_aliases(maker *m, lb_error *err)
{
    const lb_sheet_field fields[] = {{.what = "from", .usual = usual_from},
                                     {.what = "to", .usual = usual_to}};
    lb_sheet sheet = {0};
    if (!m->options->aliases)
        return LB_OK;
    lb_status status = lb_sheet_read(m->options->aliases, fields, 2, NULL, m->job, &sheet, err);
    for (size_t i = 0; status == LB_OK && i < sheet.table.rows; i++)
        if (lb_aliases_add(&m->aliases, lb_table_text(&sheet.table, i, 0),
                           lb_table_text(&sheet.table, i, 1)) != LB_OK)
            status = no_memory(err);
    lb_sheet_clear(&sheet);
    return status;
}

static lb_status sort_categories(maker *m)
{
    size_t *moved = calloc(m->categories.count + 1, sizeof *moved);
    if (!moved)
        return LB_E_MEMORY;
    lb_categories_sort(&m->categories, NULL, 0, moved);
    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; i < m->side[s].sheet.table.rows; i++)
            if (m->side[s].category[i] != SIZE_MAX)
                m->side[s].category[i] = moved[m->side[s].category[i]];
    free(moved);
    return LB_OK;
}

static lb_status read_all(maker *m, lb_error *err)
{
    side *before = &m->side[0], *after = &m->side[1];
    const char *const paths[] = {m->options->output, m->options->matrix, m->options->counts};
    lb_status status = lb_report_check(paths, 3, err);
    if (status == LB_OK)
        status = read_side(m, before, m->options->before, err);
    if (status == LB_OK)
        status = read_side(m, after, m->options->after, err);
    if (status == LB_OK)
        status = read_aliases(m, err);
    if (status == LB_OK && sort_categories(m) != LB_OK)
        status = no_memory(err);
    bool polygons = before->sheet.has_polygons && after->sheet.has_polygons;
    if (status == LB_OK && polygons)
        status = read_polygons(m, before, err);
    if (status == LB_OK && polygons)
        status = read_polygons(m, after, err);
    return status;
}

/* --- Matching --- */

/* What areas of the two sides share. A shared surface is taken from the plane to the ellipsoid by
 * the scale of its area, which hardly varies within it. */
static lb_status find_overlaps(const maker *m, lb_change_overlap **out, size_t *n, lb_error *err)
{
    const side *before = &m->side[0];
    size_t first = before->shapes.count, pairs = 0;
    lb_shapes both = {0};
    lb_overlap_pair *pair = NULL;
    lb_status status = LB_OK;
    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; i < m->side[s].shapes.count && status == LB_OK; i++)
            status = lb_shapes_add_copy(&both, &m->side[s].shapes, i);
    if (status != LB_OK)
        lb_error_set(err, status, "out of memory");
    if (status == LB_OK)
        status = lb_geos_overlaps(&both, 1, &pair, &pairs, err);
    *n = 0;
    *out = calloc(pairs + 1, sizeof **out);
    if (status == LB_OK && !*out)
        status = no_memory(err);
    for (size_t i = 0; status == LB_OK && i < pairs; i++) {
        if (pair[i].i >= first || pair[i].j < first)
            continue;
        double scale = before->area[pair[i].i] / lb_shapes_area(&before->shapes, pair[i].i);
        (*out)[(*n)++] = (lb_change_overlap){pair[i].i, pair[i].j - first, pair[i].area * scale};
    }
    free(pair);
    lb_shapes_clear(&both);
    return status;
}

static lb_status match(maker *m, lb_error *err)
{
    side *b = &m->side[0], *a = &m->side[1];
    size_t n = b->sheet.table.rows, k = a->sheet.table.rows;
    lb_match_list before = {n, b->name, b->lpo}, after = {k, a->name, a->lpo};
    lb_change_geometry geometry = {.before = b->area, .after = a->area};
    lb_change_overlap *overlap = NULL;
    bool places = b->area && a->area;
    m->after_of = calloc(n + 1, sizeof *m->after_of);
    if (!m->after_of || lb_match_names(&before, &after, &m->aliases, m->after_of) != LB_OK)
        return no_memory(err);
    lb_status status = places ? find_overlaps(m, &overlap, &geometry.overlaps, err) : LB_OK;
    geometry.overlap = overlap;
    if (status == LB_OK &&
        lb_changes_find(m->after_of, n, k, places ? &geometry : NULL, &m->changes) != LB_OK)
        status = no_memory(err);
    free(overlap);
    return status;
}

/* --- Tables --- */

static const char *category_name(const maker *m, size_t which, size_t i)
{
    size_t c = i == SIZE_MAX ? SIZE_MAX : m->side[which].category[i];
    return c == SIZE_MAX ? NULL : m->categories.name[c];
}

/* Categories are numbered from the worst; an area in none is better than any. */
static const char *change_of(const maker *m, const lb_change *c)
{
    if (c->before == SIZE_MAX || c->after == SIZE_MAX)
        return lb_change_name(c->kind);
    size_t before = m->side[0].category[c->before], after = m->side[1].category[c->after];
    return before == after ? lb_change_name(c->kind) : after < before ? "worse" : "better";
}

static const char *other_name(const maker *m, const lb_change *c)
{
    if (c->kind == LB_CHANGE_RENAMED)
        return m->side[0].name[c->before];
    if (c->other == SIZE_MAX)
        return NULL;
    return m->side[c->kind == LB_CHANGE_SPLIT ? 0 : 1].name[c->other];
}

static void put_change(maker *m, const lb_change *c)
{
    lb_table *t = &m->report.list;
    size_t which = c->after != SIZE_MAX, i = which ? c->after : c->before;
    const lb_table *from = &m->side[which].sheet.table;
    size_t row = lb_table_add_row(t);
    const char *const texts[] = {m->side[which].name[i],        lb_table_text(from, i, REGION),
                                 lb_table_text(from, i, LPO),   category_name(m, 0, c->before),
                                 category_name(m, 1, c->after), change_of(m, c),
                                 lb_change_name(c->kind),       other_name(m, c)};
    for (size_t k = 0; k < 8; k++)
        if (texts[k])
            lb_table_set_text(t, row, k, texts[k]);
    lb_table_set_real(t, row, 8, c->kept / 1e6);
    lb_table_set_real(t, row, 9, c->gained / 1e6);
    lb_table_set_real(t, row, 10, c->lost / 1e6);
}

static const char *shown_name(const maker *m, const lb_change *c)
{
    return c->after != SIZE_MAX ? m->side[1].name[c->after] : m->side[0].name[c->before];
}

/* By name, so that the order of rows does not tell. */
static void sort_changes(maker *m)
{
    lb_change *item = m->changes.item;
    for (size_t i = 1; i < m->changes.count; i++) {
        lb_change moved = item[i];
        size_t j = i;
        for (; j > 0 && lb_text_compare(shown_name(m, &item[j - 1]), shown_name(m, &moved)) > 0;
             j--)
            item[j] = item[j - 1];
        item[j] = moved;
    }
}

static void make_list(maker *m)
{
    static const char *const texts[] = {"area",  "region", "lpo",  "before",
                                        "after", "change", "kind", "other"};
    lb_table *t = &m->report.list;
    sort_changes(m);
    for (size_t i = 0; i < 8; i++)
        lb_table_add_column(t, texts[i], LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(t, "kept_km2", LB_REAL, LB_UNIT_KM2);
    lb_table_add_column(t, "gained_km2", LB_REAL, LB_UNIT_KM2);
    lb_table_add_column(t, "lost_km2", LB_REAL, LB_UNIT_KM2);
    for (size_t i = 0; i < m->changes.count; i++)
        put_change(m, &m->changes.item[i]);
}

static lb_status make_matrix(maker *m)
{
    lb_table *t = &m->report.matrix;
    size_t n = m->categories.count + 1, *cell = calloc(n * n, sizeof *cell);
    if (!cell)
        return LB_E_MEMORY;
    lb_changes_matrix(&m->changes, m->side[0].category, m->side[1].category, n - 1, cell);
    lb_table_add_column(t, "before", LB_TEXT, LB_UNIT_NONE);
    for (size_t c = 0; c <= n; c++)
        lb_table_add_column(t,
                            c == n       ? "total"
                            : c == n - 1 ? "ej_utsatt"
                                         : m->categories.name[c],
                            LB_INTEGER, LB_UNIT_COUNT);
    for (size_t r = 0; r <= n; r++) {
        size_t row = lb_table_add_row(t), sum = 0;
        lb_table_set_text(t, row, 0,
                          r == n       ? "total"
                          : r == n - 1 ? "ej_utsatt"
                                       : m->categories.name[r]);
        for (size_t c = 0; c < n; c++) {
            size_t value = r < n ? cell[r * n + c] : 0;
            for (size_t k = 0; r == n && k < n; k++)
                value += cell[k * n + c];
            lb_table_set_integer(t, row, 1 + c, (int64_t)value);
            sum += value;
        }
        lb_table_set_integer(t, row, 1 + n, (int64_t)sum);
    }
    free(cell);
    return LB_OK;
}

/* In how many LPOs there are areas of the category. */
static int64_t lpos_with(const maker *m, size_t which, size_t category)
{
    const side *s = &m->side[which];
    int64_t n = 0;
    for (size_t g = 0; g < m->lpos.count; g++)
        n += lb_changes_count(s->category, s->lpo_group, s->sheet.table.rows, category, g) > 0;
    return n;
}

typedef struct group {
    const char *region, *lpo;
    bool by_lpo;
    size_t wanted; /* SIZE_MAX: all */
} group;

static void put_counts(maker *m, const group *g)
{
    lb_table *t = &m->report.counts;
    for (size_t c = 0; c <= m->categories.count; c++) {
        size_t category = c < m->categories.count ? c : SIZE_MAX, row = lb_table_add_row(t);
        lb_table_set_text(t, row, 0, g->region);
        lb_table_set_text(t, row, 1, g->lpo);
        lb_table_set_text(t, row, 2, category == SIZE_MAX ? "total" : m->categories.name[c]);
        for (size_t which = 0; which < 2; which++) {
            const side *s = &m->side[which];
            const size_t *of = g->by_lpo ? s->lpo_group : s->region_group;
            size_t n = lb_changes_count(s->category, of, s->sheet.table.rows, category, g->wanted);
            lb_table_set_integer(t, row, 3 + which, (int64_t)n);
            if (g->wanted == SIZE_MAX && m->lpos.count > 0)
                lb_table_set_integer(t, row, 5 + which, lpos_with(m, which, category));
        }
    }
}

static lb_status make_counts(maker *m)
{
    static const char *const numbers[] = {"before", "after", "lpo_before", "lpo_after"};
    static const char *const texts[] = {"region", "lpo", "category"};
    size_t *region = lb_labels_order(&m->regions), *lpo = lb_labels_order(&m->lpos);
    for (size_t i = 0; i < 3; i++)
        lb_table_add_column(&m->report.counts, texts[i], LB_TEXT, LB_UNIT_NONE);
    for (size_t i = 0; i < 4; i++)
        lb_table_add_column(&m->report.counts, numbers[i], LB_INTEGER, LB_UNIT_COUNT);
    bool good = region && lpo;
    if (good)
        put_counts(m, &(group){"total", "total", false, SIZE_MAX});
    for (size_t i = 0; good && i < m->regions.count; i++)
        put_counts(m, &(group){m->regions.name[region[i]], "total", false, region[i]});
    for (size_t i = 0; good && i < m->lpos.count; i++)
        put_counts(m, &(group){"total", m->lpos.name[lpo[i]], true, lpo[i]});
    free(region);
    free(lpo);
    return good ? LB_OK : LB_E_MEMORY;
}

static lb_status make_tables(maker *m, lb_error *err)
{
    make_list(m);
    if (make_matrix(m) != LB_OK || make_counts(m) != LB_OK || m->report.list.failed ||
        m->report.matrix.failed || m->report.counts.failed)
        return no_memory(err);
    return LB_OK;
}

static lb_status write_files(const maker *m, lb_error *err)
{
    const lb_changes_options *o = m->options;
    const lb_report_file files[] = {{o->output, "changes", &m->report.list},
                                    {o->matrix, "matrix", &m->report.matrix},
                                    {o->counts, "counts", &m->report.counts}};
    const char *const given[] = {o->name, o->category, o->lpo, o->region};
    static const char *const keys[] = {"name", "category", "lpo", "region"};
    lb_provenance p = {0};
    if (!o->output && !o->matrix && !o->counts && !o->provenance)
        return LB_OK;
    lb_provenance_command(&p, "changes");
    for (size_t i = 0; i < FIELDS; i++)
        if (given[i])
            lb_provenance_option(&p, keys[i], given[i]);
    lb_status status = lb_report_input(&p, o->before, m->side[0].sheet.table.rows, err);
    if (status == LB_OK)
        status = lb_report_input(&p, o->after, m->side[1].sheet.table.rows, err);
    if (status == LB_OK)
        status = lb_report_input(&p, o->aliases, m->aliases.count, err);
    if (status == LB_OK)
        status = lb_report_write(&p, files, 3, o->provenance, m->job, err);
    lb_provenance_clear(&p);
    return status;
}

lb_status lb_changes_run(const lb_changes_options *options, const lb_job *job,
                         lb_changes_report *out, lb_error *err)
{
    maker m = {.options = options, .job = job};
    m.lpos.folded = m.regions.folded = true;
    lb_status status = read_all(&m, err);
    if (status == LB_OK)
        status = match(&m, err);
    if (status == LB_OK)
        status = make_tables(&m, err);
    if (status == LB_OK)
        status = write_files(&m, err);
    clear(&m);
    if (status == LB_OK)
        *out = m.report;
    else
        lb_changes_report_clear(&m.report);
    return status;
}

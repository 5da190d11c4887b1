/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "base/try.h"
#include "commands/suggest/suggest_folds.h"
#include "commands/suggest/suggest_terms.h"
#include "kernel/statistics/random.h"

enum { RANDOM_FOLDS_STREAM = 71 };
static const double usual_block = 10e3; /* metres */

lb_status lb_validate_parse(const char *text, lb_validate_kind *kind, double *block, lb_error *err)
{
    static const char *const words[] = {"area", "municipality", "block", "random", "none"};
    const char *given = text ? text : "area";
    size_t length = strcspn(given, ":");
    *block = usual_block;
    for (int k = 0; k < 5; k++) {
        if (strlen(words[k]) != length || strncmp(given, words[k], length) != 0)
            continue;
        *kind = (lb_validate_kind)k;
        if (!given[length])
            return LB_OK;
        const char *metres = given + length + 1;
        if (k == LB_VALIDATE_BLOCK && lb_number_parse(metres, strlen(metres), block) && *block > 0)
            return LB_OK;
    }
    return lb_error_set(err, LB_E_USAGE,
                        "--validate: '%s' found, expected area, municipality, block:M with metres, "
                        "random or none",
                        given);
}

/* Groups of labels --------------------------------------------------------------------------------
 */

typedef struct grouping {
    lb_suggest_data *data;
    uint32_t *parent;  /* [areas] another of the same group; a root is its own */
    uint32_t *owner;   /* [rows] an area with a part of it; LB_NO_ROW: none */
    uint32_t *nearest; /* [rows] the group that is nearest within the buffer; LB_NO_ROW: none */
    double *distance;  /* [rows] of it, in squares */
    double reach;      /* the buffer, in squares */
} grouping;

static uint32_t find_root(uint32_t *parent, uint32_t at)
{
    while (parent[at] != at)
        at = parent[at] = parent[parent[at]];
    return at;
}

static void join_areas(grouping *g, uint32_t a, uint32_t b)
{
    g->parent[find_root(g->parent, a)] = find_root(g->parent, b);
}

/* An area without a row of label 1 is in no group: nothing is learned from it. */
static bool has_label(const lb_suggest_data *d, const lb_listed_area *area)
{
    for (size_t k = 0; k < area->rows; k++)
        if (d->label[area->row[k]] > 0)
            return true;
    return false;
}

typedef void row_visitor(grouping *g, uint32_t row, double distance, uint32_t value);

/* Calls visit for each row with its centre within the buffer of one's, that row among them. */
static void visit_near(grouping *g, uint32_t row, row_visitor *visit, uint32_t value)
{
    const lb_suggest_data *d = g->data;
    const lb_cell_rows *rows = &d->lattice.rows;
    if (d->cell[row] == LB_NO_CELL)
        return;
    int32_t radius = (int32_t)floor(g->reach);
    int32_t r = rows->row[d->cell[row]], c = rows->col[d->cell[row]];
    for (int32_t y = -radius; y <= radius; y++) {
        int32_t half = (int32_t)floor(sqrt(g->reach * g->reach - (double)y * y));
        size_t begin, end;
        lb_cell_rows_between(rows, r + y, c - half, c + half, &begin, &end);
        for (; begin < end; begin++)
            if (d->row_of_cell[begin] != LB_NO_ROW)
                visit(g, d->row_of_cell[begin], hypot(y, rows->col[begin] - c), value);
    }
}

/* Two areas with a square each within the buffer are of one group. */
static void join_owner(grouping *g, uint32_t row, double distance, uint32_t area)
{
    (void)distance;
    if (g->owner[row] != LB_NO_ROW)
        join_areas(g, g->owner[row], area);
}

static void set_nearest(grouping *g, uint32_t row, double distance, uint32_t group)
{
    if (distance < g->distance[row] || (distance == g->distance[row] && group < g->nearest[row])) {
        g->distance[row] = distance;
        g->nearest[row] = group;
    }
}

/* Calls visit round each row of each area in a group, with the area's number or its group's. */
static void visit_areas(grouping *g, row_visitor *visit, bool by_group)
{
    const lb_suggest_data *d = g->data;
    for (uint32_t a = 0; a < d->layer.areas.shapes.count; a++)
        for (size_t k = 0; has_label(d, &d->area[a]) && k < d->area[a].rows; k++)
            visit_near(g, d->area[a].row[k], visit, by_group ? d->area[a].group : a);
}

/* A square with parts of two areas joins them. */
static void set_owners(grouping *g)
{
    const lb_suggest_data *d = g->data;
    for (uint32_t a = 0; a < d->layer.areas.shapes.count; a++)
        for (size_t k = 0; has_label(d, &d->area[a]) && k < d->area[a].rows; k++) {
            join_owner(g, d->area[a].row[k], 0, a);
            g->owner[d->area[a].row[k]] = a;
        }
}

/* Numbers the groups by their first row, whatever the order of the areas. */
static void number_groups(grouping *g)
{
    lb_suggest_data *d = g->data;
    for (size_t i = 0; i < d->rows; i++) {
        if (g->owner[i] == LB_NO_ROW)
            continue;
        lb_listed_area *root = &d->area[find_root(g->parent, g->owner[i])];
        if (root->group == LB_NO_ROW)
            root->group = (uint32_t)d->groups++;
    }
    for (uint32_t a = 0; a < d->layer.areas.shapes.count; a++)
        if (has_label(d, &d->area[a]))
            d->area[a].group = d->area[find_root(g->parent, a)].group;
}

static void fill_groups(grouping *g)
{
    const lb_suggest_data *d = g->data;
    for (uint32_t a = 0; a < d->layer.areas.shapes.count; a++)
        g->parent[a] = a;
    for (size_t i = 0; i < d->rows; i++) {
        g->owner[i] = g->nearest[i] = LB_NO_ROW;
        g->distance[i] = INFINITY;
    }
    set_owners(g);
    visit_areas(g, join_owner, false);
    number_groups(g);
    visit_areas(g, set_nearest, true);
}

/* Blocks ------------------------------------------------------------------------------------------
 */

typedef struct block_key {
    int64_t east, north; /* in blocks */
    uint32_t row;
} block_key;

static int compare_blocks(const void *a, const void *b)
{
    const block_key *x = a, *y = b;
    LB_COMPARE(x->east, y->east);
    LB_COMPARE(x->north, y->north);
    return (x->row > y->row) - (x->row < y->row);
}

/* block[rows]: numbers of squares of `side` metres, by easting, then northing; returns how many. */
static size_t number_blocks(const lb_suggest_data *d, double side, block_key *key, uint32_t *block)
{
    size_t n = 0;
    for (size_t i = 0; i < d->rows; i++) {
        lb_square s = d->input.squares.square[d->square[i]];
        key[i] = (block_key){(int64_t)floor((s.e + s.size / 2.0) / side),
                             (int64_t)floor((s.n + s.size / 2.0) / side), (uint32_t)i};
    }
    qsort(key, d->rows, sizeof *key, compare_blocks);
    for (size_t i = 0; i < d->rows; i++) {
        bool same = i > 0 && key[i].north == key[i - 1].north && key[i].east == key[i - 1].east;
        n += !same;
        block[key[i].row] = (uint32_t)n - 1;
    }
    return n;
}

static lb_status make_blocks(const lb_suggest_data *d, double side, uint32_t *block, size_t *blocks)
{
    block_key *key = malloc((d->rows + 1) * sizeof *key);
    if (!key)
        return LB_E_MEMORY;
    *blocks = number_blocks(d, side, key, block);
    free(key);
    return LB_OK;
}

/* Zones by their first row; rows in none are a zone of their own. zone[rows] from 0 to count. */
static lb_status number_zones(const lb_suggest_data *d, const lb_areas *zones, const size_t *zone,
                              uint32_t *block, size_t *blocks)
{
    size_t count = zones->shapes.count;
    uint32_t *number = malloc((count + 1) * sizeof *number);
    if (!number)
        return LB_E_MEMORY;
    for (size_t z = 0; z <= count; z++)
        number[z] = LB_NO_ROW;
    for (size_t i = 0; i < d->rows; i++) {
        if (number[zone[i]] == LB_NO_ROW)
            number[zone[i]] = (uint32_t)(*blocks)++;
        block[i] = number[zone[i]];
    }
    if (number[count] != LB_NO_ROW)
        lb_log_warning(d->job->log,
                       "%s: some assessed squares are in no zone; they are one of their own",
                       zones->source);
    free(number);
    return LB_OK;
}

static lb_status read_zones(lb_suggest_data *d, uint32_t *block, lb_error *err)
{
    lb_areas zones = {.label = NULL};
    lb_area_fields fields = {.name = NULL};
    LB_TRY(lb_areas_read(d->options->zones, &fields, d->input.crs, d->job, &zones, err));
    size_t *zone = malloc((d->rows + 1) * sizeof *zone);
    lb_status status = zone ? lb_suggest_locate_rows(d, &zones, zone) : LB_E_MEMORY;
    if (status == LB_OK)
        status = number_zones(d, &zones, zone, block, &d->blocks);
    if (status != LB_OK)
        lb_error_set(err, status, "%s: %s", zones.source, lb_status_text(status));
    if (status == LB_OK && d->options->group)
        status = lb_suggest_add_terms(d, &zones, zone, err);
    lb_areas_clear(&zones);
    free(zone);
    return status;
}

/* Folds -------------------------------------------------------------------------------------------
 */

/* nearest: the group within the buffer of a row, LB_NO_ROW for none; part: the block or zone that
 * the folds go by. */
static void set_folds(lb_suggest_data *d, lb_validate_kind kind, const uint32_t *nearest,
                      const uint32_t *part)
{
    d->folds = kind == LB_VALIDATE_NONE ? 1 : LB_FOLDS;
    for (size_t i = 0; i < d->rows; i++) {
        uint32_t of = part[i];
        if (kind == LB_VALIDATE_AREA && nearest[i] != LB_NO_ROW)
            of = nearest[i];
        if (kind == LB_VALIDATE_RANDOM)
            of = (uint32_t)(LB_FOLDS *
                            lb_random_uniform((uint64_t)d->options->seed, RANDOM_FOLDS_STREAM, i));
        d->fold[i] = of % (uint32_t)d->folds;
    }
}

/* Units are the groups with what is round them, then the blocks. */
static lb_status set_units(lb_suggest_data *d, const grouping *g, uint32_t *block, lb_error *err)
{
    lb_validate_kind kind;
    double side;
    LB_TRY(lb_validate_parse(d->options->validate, &kind, &side, err));
    if (d->options->zones)
        LB_TRY(read_zones(d, block, err));
    else if (make_blocks(d, usual_block, block, &d->blocks) != LB_OK)
        return lb_error_memory(err);
    for (size_t i = 0; i < d->rows; i++)
        d->unit[i] = g->nearest[i] != LB_NO_ROW ? g->nearest[i] : (uint32_t)d->groups + block[i];
    size_t parts, units = d->groups + d->blocks;
    d->once = malloc((units + 1) * sizeof *d->once);
    for (size_t u = 0; d->once && u < units; u++)
        d->once[u] = 1;
    if (!d->once)
        return lb_error_memory(err);
    if (kind == LB_VALIDATE_BLOCK && make_blocks(d, side, block, &parts) != LB_OK)
        return lb_error_memory(err);
    set_folds(d, kind, g->nearest, block);
    return LB_OK;
}

/* Groups, not squares, are what the sample is of: with fewer than five a fold or a resample is a
 * matter of one area. */
static lb_status check_groups(const lb_suggest_data *d, lb_error *err)
{
    if (d->groups >= LB_FEW_GROUPS)
        return LB_OK;
    if (d->groups >= LB_FEWEST_GROUPS) {
        lb_log_warning(d->job->log, "%zu %s of listed areas: few areas, intervals are a guess",
                       d->groups, lb_number_word(d->groups, "group", "groups"));
        return LB_OK;
    }
    if (!d->options->despite_refusal)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: %zu %s of listed areas (those within %g m are one), fewer than "
                            "%d: nothing can be learned or validated from so few; use a grid with "
                            "more areas, or go on with --despite-refusal",
                            d->layer.areas.source, d->groups,
                            lb_number_word(d->groups, "group", "groups"), d->options->buffer,
                            LB_FEWEST_GROUPS);
    lb_log_warning(
        d->job->log,
        "%zu %s of listed areas, fewer than %d: no intervals; the figures say next to nothing",
        d->groups, lb_number_word(d->groups, "group", "groups"), LB_FEWEST_GROUPS);
    return LB_OK;
}

lb_status lb_suggest_make_folds(lb_suggest_data *d, lb_error *err)
{
    size_t n = d->rows + 1;
    grouping g = {.data = d,
                  .reach = d->options->buffer / d->lattice.rows.grid.dx,
                  .parent = malloc((d->layer.areas.shapes.count + 1) * sizeof *g.parent),
                  .owner = malloc(n * sizeof *g.owner),
                  .nearest = malloc(n * sizeof *g.nearest),
                  .distance = malloc(n * sizeof *g.distance)};
    uint32_t *block = malloc(n * sizeof *block);
    bool made = g.parent && g.owner && g.nearest && g.distance && block;
    lb_status status = LB_OK;
    if (made) {
        fill_groups(&g);
        status = check_groups(d, err);
        if (status == LB_OK)
            status = set_units(d, &g, block, err);
    }
    free(g.parent);
    free(g.owner);
    free(g.nearest);
    free(g.distance);
    free(block);
    return made ? status : lb_error_memory(err);
}

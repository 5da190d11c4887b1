/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two tables: columns and rows of one alone, then each column they share, row by row. Numbers are
 * compared as numbers, whatever their type and format, all else as text. Cost: sorting the rows,
 * then one pass. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/try.h"
#include "commands/compare/compare_parts.h"
#include "commands/compare/keyed_table.h"

/* Rows that both tables have, in the order of the keys. */
typedef struct row_pairs {
    size_t *a, *b, count;
} row_pairs;

static void compare_columns(const lb_compare_context *c, const char *file, const lb_table *a,
                            const lb_table *b)
{
    for (size_t i = 0; i < a->columns; i++)
        if (lb_table_column(b, a->column[i].name) == SIZE_MAX)
            lb_differences_add_texts(c->out, file, "column", a->column[i].name, "there",
                                     "not there");
    for (size_t i = 0; i < b->columns; i++)
        if (lb_table_column(a, b->column[i].name) == SIZE_MAX)
            lb_differences_add_texts(c->out, file, "column", b->column[i].name, "not there",
                                     "there");
}

/* One finding for all rows that only one of the two has; each row is a value too. */
static void report_alone(const lb_compare_context *c, const char *file, const lb_keyed_table *t,
                         const bool *paired, bool in_old)
{
    const char *there = in_old ? "there" : "not there", *then = in_old ? "not there" : "there";
    int64_t alone = 0;
    const char *first = NULL;
    for (size_t i = 0; i < t->table.rows; i++) {
        size_t row = t->order[i];
        if (paired[row])
            continue;
        first = alone++ == 0 ? t->key[row] : first;
        lb_differences_add_value(c->out, file, t->key[row], "(row)", there, then, (double)NAN);
    }
    if (alone > 0)
        lb_differences_add(c->out,
                           &(lb_finding){file, "rows", "rows of one alone", there, then,
                                         (int64_t)t->table.rows, alone, (double)NAN, first});
}

/* Merges the two orders; false: out of memory. */
static bool pair_rows(const lb_keyed_table *a, const lb_keyed_table *b, row_pairs *pairs,
                      bool **paired_a, bool **paired_b)
{
    size_t most = a->table.rows < b->table.rows ? a->table.rows : b->table.rows;
    pairs->a = malloc((most + 1) * sizeof *pairs->a);
    pairs->b = malloc((most + 1) * sizeof *pairs->b);
    *paired_a = calloc(a->table.rows + 1, sizeof **paired_a);
    *paired_b = calloc(b->table.rows + 1, sizeof **paired_b);
    if (!pairs->a || !pairs->b || !*paired_a || !*paired_b)
        return false;
    for (size_t i = 0, k = 0; i < a->table.rows && k < b->table.rows;) {
        size_t in_a = a->order[i], in_b = b->order[k];
        int order = strcmp(a->key[in_a], b->key[in_b]);
        if (order == 0) {
            pairs->a[pairs->count] = in_a;
            pairs->b[pairs->count++] = in_b;
            (*paired_a)[in_a] = (*paired_b)[in_b] = true;
        }
        i += order <= 0;
        k += order >= 0;
    }
    return true;
}

static double number_of(const char *text)
{
    double value;
    return text && lb_number_parse(text, strlen(text), &value) ? value : (double)NAN;
}

/* Numbers differ beyond the tolerance, texts when their bytes do; a missing value equals a missing
 * one only. Each value that differs is a row of values, and the column one row of the summary. */
static void compare_column(const lb_compare_context *c, const char *file, const lb_keyed_table *a,
                           const lb_keyed_table *b, const row_pairs *pairs, size_t in_a,
                           size_t in_b)
{
    lb_difference_count count = {0};
    bool numbers = a->is_number[in_a] && b->is_number[in_b];
    const char *name = a->table.column[in_a].name;
    for (size_t i = 0; i < pairs->count; i++) {
        const char *p = lb_table_text(&a->table, pairs->a[i], in_a),
                   *q = lb_table_text(&b->table, pairs->b[i], in_b), *key = a->key[pairs->a[i]];
        double before = number_of(p), after = number_of(q);
        bool same =
            numbers ? lb_difference_count_numbers(&count, before, after, c->options->tolerance, key)
                    : (p && q ? strcmp(p, q) == 0 : p == q);
        if (!numbers)
            lb_difference_count_texts(&count, same, key);
        if (!same)
            lb_differences_add_value(c->out, file, key, name, p, q,
                                     numbers ? after - before : (double)NAN);
    }
    if (count.differing > 0)
        lb_differences_add(
            c->out, &(lb_finding){file, "column", name, NULL, NULL, count.compared, count.differing,
                                  count.has_largest ? count.largest : (double)NAN, count.at});
}

/* Rows are paired by key. Those of one table alone are reported and take no part in the columns'
 * comparison. */
static lb_status compare_rows(const lb_compare_context *c, const char *file, lb_keyed_table *a,
                              lb_keyed_table *b, lb_error *err)
{
    row_pairs pairs = {NULL, NULL, 0};
    bool *paired_a = NULL, *paired_b = NULL;
    bool good = pair_rows(a, b, &pairs, &paired_a, &paired_b);
    if (good) {
        compare_columns(c, file, &a->table, &b->table);
        report_alone(c, file, a, paired_a, true);
        report_alone(c, file, b, paired_b, false);
    }
    for (size_t i = 0; good && i < a->table.columns; i++) {
        size_t other = lb_table_column(&b->table, a->table.column[i].name);
        if (other != SIZE_MAX)
            compare_column(c, file, a, b, &pairs, i, other);
    }
    free(pairs.a);
    free(pairs.b);
    free(paired_a);
    free(paired_b);
    return good ? LB_OK : lb_error_memory(err);
}

lb_status lb_compare_tables(const lb_compare_context *c, const char *file, const char *before,
                            const char *after, lb_error *err)
{
    lb_keyed_table a = {.key = NULL}, b = {.key = NULL};
    lb_status status = lb_keyed_table_read(before, c->job->log, &a, err);
    if (status == LB_OK)
        status = lb_keyed_table_read(after, c->job->log, &b, err);
    if (status == LB_OK)
        status = lb_keyed_tables_join(&a, &b, c->options->key, file, c->job->log, err);
    if (status == LB_OK)
        status = compare_rows(c, file, &a, &b, err);
    lb_keyed_table_clear(&a);
    lb_keyed_table_clear(&b);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index of three squares with the built-in recipe, no file read or written:
 * cc index.c $(pkg-config --cflags --libs lagesbild) */
#include <stdio.h>

#include <lagesbild.h>

enum { SQUARES = 3 };

/* One square a column, the recipe's variables down: shares 0-1, income in thousands, children. */
static const double values[][SQUARES] = {
    {400, 310, 190},    /* inkomst: low is worse */
    {0.05, 0.12, 0.35}, /* utbildning */
    {0.85, 0.75, 0.5},  /* forvarvsfrekvens: low is worse */
    {0.1, 0.3, 0.8},    /* utlandsk_bakgrund */
    {0.02, 0.1, 0.3},   /* trangboddhet */
    {0.03, 0.06, 0.1},  /* ensamstaende_med_barn */
    {20, 40, 90},       /* unga_0_15 */
    {5, 9, 25},         /* unga_16_19 */
};

static void fill_squares(lb_squares *squares)
{
    for (int i = 0; i < SQUARES; i++) {
        squares->square[i] = (lb_square){250, 500000 + 250 * i, 6500000};
        squares->population[i] = 200;
        for (size_t v = 0; v < squares->variables; v++)
            squares->value[v][i] = values[v][i];
    }
}

static void print_squares(const lb_squares *squares, const lb_index *index)
{
    char id[LB_SQUARE_ID_SIZE];
    for (size_t i = 0; i < squares->count; i++) {
        lb_square_id(squares->square[i], id);
        printf("%s  index %.1f  class %d  rank %lld\n", id, index->index[i], index->class_of[i],
               (long long)index->rank[i]);
    }
}

int main(void)
{
    lb_job job = {0};
    lb_error err = {0};
    lb_recipe recipe = {0};
    lb_squares squares = {0};
    lb_index index = {0};
    lb_status status = lb_recipe_load("livsvillkor-8", &job, &recipe, &err);
    if (status == LB_OK)
        status = lb_squares_init(&squares, SQUARES, recipe.variables);
    if (status == LB_OK) {
        fill_squares(&squares);
        status = lb_index_compute(&recipe, &squares, NULL, 0, &index);
    }
    if (status == LB_OK)
        print_squares(&squares, &index);
    else
        fprintf(stderr, "%s\n", err.text[0] ? err.text : lb_status_text(status));
    lb_index_clear(&index);
    lb_squares_clear(&squares);
    lb_recipe_clear(&recipe);
    return lb_status_exit_code(status);
}

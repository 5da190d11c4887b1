/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GLPK ends the process when it has no memory or finds itself in the wrong; its error hook leads
 * back here instead (setjmp), and the program can then only be freed. */
#include <glpk.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>

#include "port/glpk/linear_program.h"

/* GLPK leaves an error by a long jump, after which its problem must not be used again: broken. */
struct lb_linear_program {
    glp_prob *problem;
    size_t rows, columns;
    bool broken;
};

static void jump_back(void *where)
{
    longjmp(*(jmp_buf *)where, 1);
}

static int bound_type(double low, double high)
{
    if (isfinite(low) && isfinite(high))
        return low < high ? GLP_DB : GLP_FX;
    return isfinite(low) ? GLP_LO : isfinite(high) ? GLP_UP : GLP_FR;
}

/* GLPK counts rows, columns and terms from 1; index and value are room for one row. */
static void fill_problem(glp_prob *problem, const lb_linear_program_rows *rows, int *index,
                         double *value)
{
    glp_add_rows(problem, (int)rows->rows);
    glp_add_cols(problem, (int)rows->columns);
    for (size_t j = 0; j < rows->columns; j++)
        glp_set_col_bnds(problem, (int)j + 1, bound_type(rows->low[j], rows->high[j]), rows->low[j],
                         rows->high[j]);
    for (size_t i = 0; i < rows->rows; i++) {
        int n = 0;
        for (size_t t = rows->first[i]; t < rows->first[i + 1]; t++) {
            index[++n] = (int)rows->column[t] + 1;
            value[n] = rows->value[t];
        }
        glp_set_mat_row(problem, (int)i + 1, n, index, value);
        glp_set_row_bnds(problem, (int)i + 1, bound_type(rows->row_low[i], rows->row_high[i]),
                         rows->row_low[i], rows->row_high[i]);
    }
}

/* false: GLPK gave up, as for want of memory; the problem is then left as it is and not freed. */
static bool build_problem(lb_linear_program *program, const lb_linear_program_rows *rows,
                          int *index, double *value)
{
    jmp_buf back;
    if (setjmp(back) != 0) {
        program->broken = true;
        return false;
    }
    glp_error_hook(jump_back, &back);
    glp_term_out(GLP_OFF);
    program->problem = glp_create_prob();
    fill_problem(program->problem, rows, index, value);
    glp_error_hook(NULL, NULL);
    return true;
}

/* NULL: out of memory, or more rows or columns than GLPK can number in an int. */
lb_linear_program *lb_linear_program_new(const lb_linear_program_rows *rows)
{
    if (rows->rows > INT_MAX - 1 || rows->columns > INT_MAX - 1)
        return NULL;
    lb_linear_program *program = calloc(1, sizeof *program);
    int *index = malloc((rows->columns + 1) * sizeof *index);
    double *value = malloc((rows->columns + 1) * sizeof *value);
    bool good = false;
    if (program && index && value) {
        program->rows = rows->rows;
        program->columns = rows->columns;
        good = build_problem(program, rows, index, value);
    }
    free(index);
    free(value);
    if (good)
        return program;
    lb_linear_program_free(program);
    return NULL;
}

void lb_linear_program_free(lb_linear_program *program)
{
    if (program && !program->broken && program->problem)
        glp_delete_prob(program->problem);
    free(program);
}

void lb_linear_programs_end(void)
{
    glp_free_env();
}

/* Simplex from the basis that is there; a basis that has become singular is made anew once. */
static bool run_simplex(glp_prob *problem)
{
    glp_smcp options;
    glp_init_smcp(&options);
    options.msg_lev = GLP_MSG_OFF;
    options.it_lim = 100000;
    if (glp_simplex(problem, &options) != 0) {
        glp_adv_basis(problem, 0);
        if (glp_simplex(problem, &options) != 0)
            return false;
    }
    return glp_get_status(problem) == GLP_OPT;
}

/* Each objective starts from the basis of the last, as only weights change. Duals are floating
 * point: what is proved with them is proved again in whole numbers (docs/methods.md, Inference,
 * Bounds). */
bool lb_linear_program_optimise(lb_linear_program *program, const double *weight, bool maximise,
                                double *value, double *solution, double *dual)
{
    jmp_buf back;
    if (program->broken)
        return false;
    if (setjmp(back) != 0) {
        program->broken = true;
        return false;
    }
    glp_error_hook(jump_back, &back);
    glp_set_obj_dir(program->problem, maximise ? GLP_MAX : GLP_MIN);
    for (size_t j = 0; j < program->columns; j++)
        glp_set_obj_coef(program->problem, (int)j + 1, weight[j]);
    bool found = run_simplex(program->problem);
    if (found) {
        *value = glp_get_obj_val(program->problem);
        for (size_t j = 0; j < program->columns; j++)
            solution[j] = glp_get_col_prim(program->problem, (int)j + 1);
        for (size_t i = 0; i < program->rows; i++)
            dual[i] = glp_get_row_dual(program->problem, (int)i + 1);
    }
    glp_error_hook(NULL, NULL);
    return found;
}

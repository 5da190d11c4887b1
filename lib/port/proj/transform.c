/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coordinate transformation by PROJ 6 and later, "late binding": PROJ has a list of operations
 * between two CRS and chooses the best one for each point by its area of use and the grids that are
 * installed. docs/methods.md, Coordinate reference systems. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <proj.h>

#include "base/swedish_text.h"
#include "port/proj/crs.h"
#include "port/proj/transform.h"

struct lb_transform {
    PJ_CONTEXT *context;
    PJ *operation;
    char *from, *to;
    double target_unit_m; /* metres in a unit of the target */
    bool to_geographic;   /* the target's units are of angle */
};

void lb_transform_free(lb_transform *transform)
{
    if (!transform)
        return;
    proj_destroy(transform->operation);
    if (transform->context)
        proj_context_destroy(transform->context);
    free(transform->from);
    free(transform->to);
    free(transform);
}

/* A CRS in messages: the name of a WKT, which is too long itself, or the text as it is. */
static const char *short_crs_name(const char *crs, const PJ *pj)
{
    const char *name = pj && strchr(crs, '[') ? proj_get_name(pj) : NULL;
    return name ? name : crs;
}

/* Are the two the same CRS, whatever order their axes have? */
static bool is_same_crs(PJ_CONTEXT *context, const PJ *a, const PJ *b)
{
    PJ *x = proj_normalize_for_visualization(context, a);
    PJ *y = proj_normalize_for_visualization(context, b);
    bool same = x && y && proj_is_equivalent_to_with_ctx(context, x, y, PJ_COMP_EQUIVALENT);
    proj_destroy(x);
    proj_destroy(y);
    return same;
}

/* No operation where the two are the same CRS. */
static lb_status make_operation(lb_transform *t, const char *from, const char *to, lb_error *err)
{
    PJ *source = lb_proj_crs(t->context, from, err);
    PJ *target = source ? lb_proj_crs(t->context, to, err) : NULL;
    lb_status status = target ? LB_OK : LB_E_USAGE;
    if (target && !is_same_crs(t->context, source, target)) {
        t->from = lb_text_copy(short_crs_name(from, source));
        t->to = lb_text_copy(short_crs_name(to, target));
        t->target_unit_m = lb_proj_unit(t->context, target, &t->to_geographic);
        t->operation = lb_proj_operation(t->context, source, target);
        if (!t->from || !t->to)
            status = lb_error_memory(err);
        else if (!t->operation)
            status = lb_error_set(err, LB_E_INPUT, "PROJ cannot transform %.200s to %.200s",
                                  t->from, t->to);
    }
    proj_destroy(source);
    proj_destroy(target);
    return status;
}

/* *out is NULL where source and target are equivalent: nothing is to be transformed. */
lb_status lb_transform_new(const char *from, const char *to, lb_transform **out, lb_error *err)
{
    lb_transform *t = calloc(1, sizeof *t);
    if (t)
        t->context = lb_proj_context();
    if (!t || !t->context) {
        lb_transform_free(t);
        return lb_error_memory(err);
    }
    lb_status status = make_operation(t, from, to, err);
    if (status != LB_OK || !t->operation) {
        lb_transform_free(t);
        t = NULL;
    }
    if (status == LB_OK)
        *out = t;
    return status;
}

double lb_transform_target_unit(const lb_transform *t, bool *geographic)
{
    *geographic = t && t->to_geographic;
    return t ? t->target_unit_m : 1;
}

static lb_status refuse_point(const lb_transform *t, double x, double y, lb_error *err)
{
    return lb_error_set(err, LB_E_INPUT,
                        "the point (%.10g, %.10g) of %.200s cannot be transformed to %.200s", x, y,
                        t->from, t->to);
}

/* proj_trans_generic sets a point that it cannot transform to HUGE_VAL and goes on. */
lb_status lb_transform_points(lb_transform *t, size_t n, double *xy, lb_error *err)
{
    double first_x, first_y;
    if (!t || n == 0)
        return LB_OK;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(xy[2 * i]) || !isfinite(xy[2 * i + 1]))
            return refuse_point(t, xy[2 * i], xy[2 * i + 1], err);
    }
    first_x = xy[0];
    first_y = xy[1];
    proj_trans_generic(t->operation, PJ_FWD, xy, 2 * sizeof *xy, n, xy + 1, 2 * sizeof *xy, n, NULL,
                       0, 0, NULL, 0, 0);
    for (size_t i = 0; i < n; i++) {
        if (isfinite(xy[2 * i]) && isfinite(xy[2 * i + 1]))
            continue;
        if (i == 0)
            return refuse_point(t, first_x, first_y, err);
        return lb_error_set(err, LB_E_INPUT,
                            "point %zu of %zu of %.200s cannot be transformed to %.200s", i + 1, n,
                            t->from, t->to);
    }
    return LB_OK;
}

/* The name of an operation, steps joined by " + ", without the steps that only exchange axes, which
 * proj_normalize_for_visualization adds. */
static void append_operation_name(lb_buf *out, const char *name)
{
    static const char axis_step[] = "axis order change (2D)";
    const char *plus = "";
    while (*name) {
        const char *next = strstr(name, " + ");
        size_t length = next ? (size_t)(next - name) : strlen(name);
        if (length != sizeof axis_step - 1 || memcmp(name, axis_step, length) != 0) {
            lb_buf_puts(out, plus);
            lb_buf_append(out, name, length);
            plus = " + ";
        }
        name += length + (next ? 3 : 0);
    }
}

/* proj_trans_get_last_used_operation (PROJ 9.1 and later): which of the candidates the last point
 * went through. */
void lb_transform_describe(const lb_transform *t, lb_buf *out)
{
    if (!t) {
        lb_buf_puts(out, "no transformation");
        return;
    }
    PJ *used = proj_trans_get_last_used_operation(t->operation);
    const PJ *operation = used ? used : t->operation;
    const char *name = proj_pj_info((PJ *)operation).description;
    double accuracy = proj_coordoperation_get_accuracy(t->context, operation);
    append_operation_name(out, name ? name : "unnamed");
    if (accuracy >= 0)
        lb_buf_printf(out, ", accuracy %g m", accuracy);
    else
        lb_buf_puts(out, ", accuracy not known");
    proj_destroy(used);
}

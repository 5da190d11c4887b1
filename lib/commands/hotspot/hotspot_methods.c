/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "commands/hotspot/hotspot_methods.h"

const char *const lb_gi_method_names[] = {
    [LB_GI_EXACT] = "exact", [LB_GI_SADDLEPOINT] = "saddlepoint", [LB_GI_NORMAL] = "normal"};

void lb_cell_figures_clear(lb_cell_figures *f)
{
    double **const array[] = {
        &f->window_events, &f->window_expected, &f->kde,     &f->gi,       &f->gi_p,
        &f->gi_q,          &f->gi_low_q,        &f->excess,  &f->excess_p, &f->excess_q,
        &f->moran,         &f->moran_p,         &f->moran_q, &f->lag,      &f->z};
    for (size_t i = 0; i < sizeof array / sizeof *array; i++)
        free(*array[i]);
    free(f->window_cells);
    free(f->class_of);
    *f = (lb_cell_figures){.cells = 0};
}

/* The names stand in the order of the bits LB_HOTSPOT_COUNT, _KDE, ...: position k is bit k. */
lb_status lb_hotspot_methods_parse(const char *text, unsigned *methods, lb_error *err)
{
    static const char *const names[] = {"count", "kde", "gi", "excess", "lisa", "scan", NULL};
    *methods = text ? 0 : LB_HOTSPOT_USUAL;
    for (const char *at = text ? text : ""; *at;) {
        size_t length = strcspn(at, ", "), k = 0;
        while (names[k] && !(strlen(names[k]) == length && strncmp(names[k], at, length) == 0))
            k++;
        if (!names[k])
            return lb_error_set(err, LB_E_USAGE,
                                "--method: '%.*s' found, expected count, kde, gi, excess, lisa or "
                                "scan, with commas between",
                                (int)length, at);
        *methods |= 1U << k;
        at += length;
        at += strspn(at, ", ");
    }
    return LB_OK;
}

lb_status lb_hotspot_bandwidth_parse(const char *text, double *bandwidth, lb_error *err)
{
    *bandwidth = text ? 0 : 500;
    if (!text || strcmp(text, "auto") == 0)
        return LB_OK;
    if (lb_number_parse(text, strlen(text), bandwidth) && *bandwidth >= 1 && *bandwidth <= 100e3)
        return LB_OK;
    return lb_error_set(err, LB_E_USAGE,
                        "--bandwidth: '%s' found, expected metres from 1 to 100000, or auto", text);
}

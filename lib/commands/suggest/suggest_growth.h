/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From scores to areas, once for the data and once for each resample. */
#ifndef LB_COMMANDS_SUGGEST_SUGGEST_GROWTH_H
#define LB_COMMANDS_SUGGEST_SUGGEST_GROWTH_H

#include "commands/suggest/suggestions.h"
#include "kernel/suggest/area_growth.h"

/* What a thread grows areas with. Zeroed memory is empty. */
typedef struct lb_growth_desk {
    lb_growth_memory memory;
    double *p;          /* [rows] */
    double *cell_score; /* [cells] */
    int32_t *area_of;   /* [cells] */
    size_t areas;
    double high;
    void *sorted; /* [rows] */
} lb_growth_desk;

lb_status lb_growth_desk_init(const lb_suggest_data *data, lb_growth_desk *desk);
void lb_growth_desk_clear(lb_growth_desk *desk);

/* p by the model and the recalibration of s, thresholds by people, then areas. LB_E_MEMORY. */
lb_status lb_suggest_grow(const lb_suggestions *s, const lb_logistic_model *model,
                          lb_growth_desk *desk);

/* Sets stability, ranks and intervals of p from resamples. LB_E_MEMORY. */
lb_status lb_suggest_measure_stability(lb_suggestions *s);

#endif

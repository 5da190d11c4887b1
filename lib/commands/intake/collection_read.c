/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/try.h"
#include "commands/intake/collection_read.h"
#include "commands/intake/intake_config_read.h"
#include "commands/intake/person_list.h"

/* Before any of it is used: none of the tables may hold persons. */
static lb_status refuse_persons(const lb_collection *c, lb_error *err)
{
    const lb_intake_config *config = &c->config;
    for (size_t s = 0; s < LB_INTAKE_STEPS; s++)
        if (config->source[s])
            LB_TRY(lb_person_list_refuse(config->source[s], err));
    return LB_OK;
}

lb_status lb_collection_read(lb_collection *c, lb_error *err)
{
    static lb_status (*const read[LB_INTAKE_STEPS])(lb_collection *, lb_error *) = {
        [LB_INTAKE_STAGE] = lb_stage_answers_read,
        [LB_INTAKE_QUESTIONS] = lb_question_levels_read,
        [LB_INTAKE_CYLINDER] = lb_cylinder_counts_read,
        [LB_INTAKE_HOT_SPOTS] = lb_hot_spots_read,
        [LB_INTAKE_DOCUMENT] = lb_area_documents_read};
    LB_TRY(lb_intake_config_read(c->options->intake, c->job, &c->config, err));
    LB_TRY(refuse_persons(c, err));
    LB_TRY(lb_collection_read_layers(c, err));
    for (size_t s = 0; s < LB_INTAKE_STEPS; s++)
        if (read[s] && c->config.source[s])
            LB_TRY(read[s](c, err));
    LB_TRY(lb_cross_checks_read(c, err));
    return c->config.grid ? lb_worst_squares_count(c, err) : LB_OK;
}

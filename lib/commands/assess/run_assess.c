/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `assess`: how far assessors agree on the categories of areas (docs/methods.md,
 * Agreement of assessors). */
#include "base/try.h"
#include "command/command_list.h"
#include "command/command_result.h"
#include "command/option_provenance.h"
#include "command/output_check.h"
#include "commands/assess/assess_tables.h"
#include "output/table_file.h"

void lb_assess_report_clear(lb_assess_report *report)
{
    lb_table_clear(&report->agreement);
    lb_table_clear(&report->areas);
    lb_table_clear(&report->assessors);
}

static lb_status make_tables(const lb_rating_data *data, lb_assess_report *report, lb_error *err)
{
    bool made = lb_assess_agreement_table(data, &report->agreement) == LB_OK &&
                lb_assess_areas_table(data, &report->areas) == LB_OK &&
                lb_assess_assessors_table(data, &report->assessors) == LB_OK;
    return made ? LB_OK : lb_error_memory(err);
}

static lb_status write_files(const lb_rating_data *data, const lb_assess_report *report,
                             lb_error *err)
{
    const lb_assess_options *o = data->options;
    const lb_table_file files[] = {
        {.path = o->output, .name = "assess", .table = &report->agreement},
        {.path = o->areas_output, .name = "areas", .table = &report->areas},
        {.path = o->assessors, .name = "assessors", .table = &report->assessors}};
    lb_provenance p = {0};
    lb_provenance_begin(&p, &lb_assess_command, o, data->job);
    lb_provenance_source(&p, o->ratings, NULL, (int64_t)data->rows);
    lb_status status = lb_table_files_write(&p, files, 3, o->provenance, data->job, err);
    lb_provenance_clear(&p);
    return status;
}

static lb_status assess_ratings(lb_rating_data *data, lb_assess_report *report, lb_error *err)
{
    LB_TRY(lb_command_begin(&lb_assess_command, data->options, data->job, err));
    LB_TRY(lb_rating_data_read(data, err));
    LB_TRY(make_tables(data, report, err));
    return write_files(data, report, err);
}

lb_status lb_assess_run(const lb_assess_options *options, const lb_job *job, lb_assess_report *out,
                        lb_error *err)
{
    lb_rating_data data = {.options = options, .job = job};
    lb_assess_report report = {.agreement = {0}};
    lb_status status = assess_ratings(&data, &report, err);
    lb_rating_data_clear(&data);
    LB_HAND_OVER(status, report, out, lb_assess_report_clear);
}

lb_status lb_assess_command_run(const void *options, const lb_job *job, lb_command_result *out,
                                lb_error *err)
{
    lb_assess_report report = {.agreement = {0}};
    LB_TRY(lb_assess_run(options, job, &report, err));
    lb_command_result_add(out, "", &report.agreement);
    lb_command_result_add(out, "areas", &report.areas);
    lb_command_result_add(out, "assessors", &report.assessors);
    return LB_OK;
}

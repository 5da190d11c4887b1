/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "output/table_outputs.h"
#include "output/table_file.h"

enum { MAX_FILES = 4 };

lb_status lb_table_outputs_check(const char *const *path, size_t paths, lb_error *err)
{
    lb_status status = LB_OK;
    for (size_t i = 0; i < paths && status == LB_OK; i++)
        status = lb_table_file_check(path[i], err);
    return status;
}

lb_status lb_table_outputs_write(const lb_provenance *provenance, const lb_table_output *file,
                                 size_t files, const char *provenance_path, const lb_job *job,
                                 lb_error *err)
{
    lb_table_file out[MAX_FILES] = {{0}};
    char *json = NULL;
    if (lb_provenance_json(provenance, &json) != LB_OK)
        return lb_error_memory(err);
    for (size_t i = 0; i < files; i++)
        out[i] = (lb_table_file){
            .path = file[i].path, .provenance = json, .name = file[i].name, .table = file[i].table};
    out[0].provenance_path = provenance_path;
    lb_status status = lb_table_files_write(out, files, job, err);
    free(json);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page into a file, whole or not at all. */
#include <stdlib.h>
#include <string.h>

#include <lagesbild/page.h>
#include "base/atomic_file.h"

lb_status lb_page_write(const lb_page *page, const char *path, const lb_job *job, lb_error *err)
{
    char *html = NULL;
    lb_status status = lb_page_render(page, &html);
    if (status == LB_OK)
        status = lb_atomic_file_save(path, job->force, html, strlen(html), err);
    else
        lb_error_set(err, status, "%s: %s", path,
                     status == LB_E_USAGE ? "a map's areas have no names, or a chart names columns "
                                            "that its table has not"
                                          : lb_status_text(status));
    free(html);
    return status;
}

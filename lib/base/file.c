/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"

enum { MOST = 16 << 20 };

static lb_status read_all(FILE *file, const char *path, lb_buf *buf, lb_error *err)
{
    char chunk[1 << 14];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0) {
        lb_buf_append(buf, chunk, n);
        if (buf->length > MOST)
            return lb_error_set(err, LB_E_INPUT, "%s: larger than 16 MiB; expected a short text",
                                path);
    }
    if (ferror(file))
        return lb_error_set(err, LB_E_IO, "%s: cannot be read: %s", path, strerror(errno));
    return buf->failed ? lb_error_set(err, LB_E_MEMORY, "%s: out of memory", path) : LB_OK;
}

lb_status lb_file_read(const char *path, lb_buf *buf, lb_error *err)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return lb_error_set(err, LB_E_IO, "%s: cannot be opened: %s", path, strerror(errno));
    lb_status status = read_all(file, path, buf, err);
    fclose(file);
    return status;
}

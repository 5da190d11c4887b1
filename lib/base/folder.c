/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes files from memory into a folder, all or none, on top of atomic_file; a folder that was
 * made for them is removed again after an error. */
#include <string.h>
#include <unistd.h>

#include <lagesbild/folder.h>
#include "base/buf.h"
#include "base/file.h"
#include "base/atomic_file.h"
#include "base/try.h"

/* One file under its temporary name; it gets its own when the group is committed. */
static lb_status write_content(const char *path, const lb_file_content *file, bool force,
                               lb_atomic_files *outputs, lb_error *err)
{
    const lb_atomic_file *output;
    LB_TRY(lb_atomic_files_add(outputs, path, force, &output, err));
    return lb_atomic_file_write(output, file->bytes, file->size, err);
}

/* Joins folder and name, after checking that the name is one (no way out of the folder). */
static lb_status write_file(const char *dir, const lb_file_content *file, bool force,
                            lb_atomic_files *outputs, lb_error *err)
{
    lb_buf path = {0};
    if (file->name[0] == '\0' || strchr(file->name, '/'))
        return lb_error_set(err, LB_E_USAGE, "%s: '%s' found, expected the name of a file", dir,
                            file->name);
    lb_buf_printf(&path, "%s/%s", dir, file->name);
    lb_status status =
        path.failed ? lb_error_memory(err) : write_content(path.text, file, force, outputs, err);
    lb_buf_clear(&path);
    return status;
}

/* All files as one group of atomic outputs: committed together or removed together. */
static lb_status write_files(const char *dir, const lb_file_content *files, size_t count,
                             bool force, lb_error *err)
{
    lb_atomic_files outputs = {0};
    lb_status status = LB_OK;
    for (size_t i = 0; i < count && status == LB_OK; i++)
        status = write_file(dir, &files[i], force, &outputs, err);
    return lb_atomic_files_end(&outputs, status, err);
}

lb_status lb_folder_write(const char *dir, const lb_file_content *files, size_t count, bool force,
                          lb_error *err)
{
    bool made;
    LB_TRY(lb_file_make_folder(dir, &made, err));
    lb_status status = write_files(dir, files, count, force, err);
    if (status != LB_OK && made)
        rmdir(dir);
    return status;
}

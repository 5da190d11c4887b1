/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_BASE_FILE_H
#define LB_BASE_FILE_H

#include <lagesbild/status.h>
#include "base/buf.h"

/* Appends the whole of a text file of at most 16 MiB to buf. LB_E_IO names the file and why. */
lb_status lb_file_read(const char *path, lb_buf *buf, lb_error *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawings as files and bytes: PNG, SVG and PDF by one path. The same drawing gives the same bytes;
 * none of them holds a clock. */
#ifndef LAGESBILD_PICTURE_H
#define LAGESBILD_PICTURE_H

#include <stddef.h>
#include <lagesbild/drawing.h>
#include <lagesbild/log.h>

typedef enum lb_picture_format { LB_PICTURE_PNG, LB_PICTURE_SVG, LB_PICTURE_PDF } lb_picture_format;

/* By the ending of a file's name. LB_E_USAGE: another ending; the text names the three. */
LB_API lb_status lb_picture_format_of(const char *path, lb_picture_format *out, lb_error *err);

/* LB_E_USAGE: neither 0 nor 36 to 1200 pixels an inch. */
LB_API lb_status lb_picture_dpi_check(double dpi, lb_error *err);

/* dpi: pixels to an inch of a PNG, 36 to 1200; 0: 300. LB_E_USAGE: another. */
LB_API lb_status lb_picture_write(const lb_drawing *drawing, const char *path, double dpi,
                                  const lb_job *job, lb_error *err);

/* The bytes of the file; the caller frees them. An SVG ends in '\0' beyond *length; its text is
 * outlines of letters, so that it looks the same everywhere. prefix (NULL: "") stands before every
 * id, so that several can stand in one HTML page. */
LB_API lb_status lb_picture_bytes(const lb_drawing *drawing, lb_picture_format format, double dpi,
                                  const char *prefix, char **bytes, size_t *length, lb_error *err);
#endif

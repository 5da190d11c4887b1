/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YAML to a tree of nodes. Anchors and aliases are refused: a file of a few lines could otherwise
 * unfold to billions of nodes. Depth and size are bounded for the same reason. */
#ifndef LB_PORT_YAML_YAML_H
#define LB_PORT_YAML_YAML_H

#include <lagesbild/status.h>
#include "model/config_node.h"

/* text[0..length) is one YAML document; file names it in messages ("FILE:LINE:COLUMN: ..."). */
lb_status lb_yaml_parse(const char *text, size_t length, const char *file, lb_config_node **out,
                        lb_error *err);

/* The same of the text of a file. LB_E_IO. */
lb_status lb_yaml_read(const char *file, lb_config_node **out, lb_error *err);

/* The same of a JSON text of a program: its keys may be long, and repeat, as options given several
 * times do in the provenance of version 0.1.0. */
lb_status lb_json_parse(const char *text, size_t length, const char *file, lb_config_node **out,
                        lb_error *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of a collection: index.html about the region, and one of each local police area. */
#ifndef LB_COMMANDS_INTAKE_INTAKE_PAGES_H
#define LB_COMMANDS_INTAKE_INTAKE_PAGES_H

#include "base/file.h"
#include "commands/intake/collection_state.h"

/* File names without folder, in the order of c->lpo_order: lpo- and the folded name, of letters,
 * digits and dashes alone, so that no name leads out of the folder; each once. LB_E_MEMORY. */
lb_status lb_intake_page_names(const lb_collection *c, lb_file_names *out);

/* The page of the region as text, which the caller frees. provenance: JSON. */
lb_status lb_intake_region_page(const lb_collection *c, const lb_file_names *names,
                                const char *provenance, char **out, lb_error *err);

/* The page of local police area number lpo. */
lb_status lb_intake_lpo_page(const lb_collection *c, size_t lpo, char **out, lb_error *err);

#endif

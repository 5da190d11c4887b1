/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Features in an order that does not depend on that of the rows they were read from. */
#ifndef LB_MODEL_NAME_ORDER_H
#define LB_MODEL_NAME_ORDER_H

#include <lagesbild/shapes.h>
#include <lagesbild/status.h>

/* order[shapes->count]: the features by name, as lb_text_compare has them; those of one name (all,
 * where name is NULL) by the corners of their boxes, west and south first, then the larger.
 * LB_E_MEMORY. */
lb_status lb_order_by_name(const lb_shapes *shapes, const char *const *name, size_t *order);

#endif

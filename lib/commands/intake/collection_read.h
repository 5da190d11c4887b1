/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_COMMANDS_INTAKE_COLLECTION_READ_H
#define LB_COMMANDS_INTAKE_COLLECTION_READ_H

#include "commands/intake/collection.h"

/* Reads the description and all it names. LB_E_IO, LB_E_INPUT. */
lb_status lb_collection_read(lb_collection *c, lb_error *err);

#endif

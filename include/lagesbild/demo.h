/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `demo` as a function: a small town that does not exist, to try everything on. */
#ifndef LAGESBILD_DEMO_H
#define LAGESBILD_DEMO_H

#include <lagesbild/log.h>

/* Writes befolkning.csv, ekonomi.csv, hushall.csv (squares as SCB delivers them), omraden.geojson,
 * handelser.csv, recept.yaml and LASMIG.txt into dir, which is made when missing (its parent must
 * exist): all or none, the same bytes every time. LB_E_IO: dir cannot be made or written in, or a
 * file exists and job->force is false. */
LB_API lb_status lb_demo_write(const char *dir, const lb_job *job, lb_error *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `demo` as a function: a small town that does not exist, to try everything on. */
#ifndef LAGESBILD_DEMO_H
#define LAGESBILD_DEMO_H

#include <lagesbild/log.h>

/* Writes into dir, which is made when missing (its parent must exist), every kind of input: squares
 * as SCB delivers them (befolkning.csv, ekonomi.csv, hushall.csv), omraden.geojson and, before
 * that, omraden_fore.geojson, handelser.csv, zoner.geojson with zonfolk.csv, anmalningar.csv,
 * omradesfolk.csv, riket.csv, telefoner.csv, svar.csv, fragor.csv, kategorier.csv, tabell4.csv,
 * vatten.geojson, recept.yaml, PROJECT.yaml, and LASMIG.txt that tells what they are. All or none,
 * the same bytes every time. LB_E_IO: dir cannot be made or written in, or a file exists and
 * job->force is false. */
LB_API lb_status lb_demo_write(const char *dir, const lb_job *job, lb_error *err);

#endif

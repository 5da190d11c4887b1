/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the values of a project mean outside of its file: which files they are and whether they are
 * there, what each step writes, what it takes from another. */
#ifndef LB_PROJECT_PROJECT_CHECK_H
#define LB_PROJECT_PROJECT_CHECK_H

#include "project/project.h"

/* Names the steps, adds the outputs that are written unasked, puts folders before names. What is
 * wrong goes to problems; LB_E_MEMORY, else LB_OK. */
lb_status lb_project_check(lb_diagnostics *diagnostics, const lb_job *job, lb_project *project);

/* Of the whole run, beside what the steps write. */
#define LB_PROJECT_PAGE       "index.html" /* in publish/; a small one that leads there in DIR */
#define LB_PROJECT_PROVENANCE "provenance.json" /* in both folders */
#define LB_PROJECT_QGIS       "lagesbild.qgs"   /* in work/ */
#define LB_PROJECT_AREAS      "lagesbild.gpkg"  /* the areas, for it */
#define LB_PROJECT_README     "LASMIG.txt"      /* in work/: that it is not for publication */
#define LB_PROJECT_FINDINGS   "disclosure.csv"  /* in work/, where the audit found something */

typedef struct lb_project_file {
    const char *folder, *name;
} lb_project_file;

/* All of them; each step has its provenance in both folders too. */
enum { LB_PROJECT_FILES = 8 };
extern const lb_project_file lb_project_files[LB_PROJECT_FILES];

#endif

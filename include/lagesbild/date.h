/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a column writes its dates (docs/methods.md, Dates and periods). */
#ifndef LAGESBILD_DATE_H
#define LAGESBILD_DATE_H

#include <lagesbild/version.h>

/* Besides the forms that can mean only one thing: 2021-06-30, 20210630, 30.6.2021. */
typedef enum lb_date_form {
    LB_DATE_UNAMBIGUOUS,
    LB_DATE_DMY,   /* 31/12/2021, 31-12-2021: day first */
    LB_DATE_MDY,   /* 12/31/2021, 12-31-2021: month first */
    LB_DATE_EXCEL, /* 44561.5: days since 1899-12-30, as spreadsheets count */
    LB_DATE_FORMS
} lb_date_form;

/* "iso dmy mdy excel", by lb_date_form; ended by NULL. */
LB_API extern const char *const lb_date_form_names[];

#endif

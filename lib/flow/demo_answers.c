/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow/demo_files.h"
#include "flow/town_records.h"

enum { FIRST = 2020, LAST = 2021 };

static void put_answer(lb_buf *buf, size_t area, int year, int question)
{
    lb_town_answer a = lb_town_answer_of(area, year, question);
    lb_buf_printf(buf, "%s,%d,%d,", lb_town_area_at(area)->name, year, question);
    if (a.level)
        lb_buf_printf(buf, "%d,%d\n", a.level, a.uncertainty);
    else
        lb_buf_puts(buf, ",\n");
}

void lb_demo_put_answers(const lb_town *town, lb_buf *buf)
{
    (void)town;
    lb_buf_puts(buf, "area,year,question,level,uncertainty\n");
    for (size_t a = 0; a < LB_TOWN_AREAS; a++)
        for (int y = FIRST; y <= LAST; y++)
            for (int q = 1; q <= LB_TOWN_QUESTIONS; q++)
                put_answer(buf, a, y, q);
}

void lb_demo_put_questions(const lb_town *town, lb_buf *buf)
{
    (void)town;
    lb_buf_puts(buf, "question,subarea\n");
    for (int q = 1; q <= LB_TOWN_QUESTIONS; q++)
        lb_buf_printf(buf, "%d,%s\n", q, lb_town_subarea(q));
}

/* Of each year's own assessment: what is an area of its own now was part of another, or nothing. */
void lb_demo_put_categories(const lb_town *town, lb_buf *buf)
{
    static const char *const before[LB_TOWN_AREAS] = {"Särskilt utsatt område",
                                                      "Särskilt utsatt område", "Riskområde",
                                                      "Riskområde", "Ej utsatt"};
    (void)town;
    lb_buf_puts(buf, "area,year,category\n");
    for (size_t a = 0; a < LB_TOWN_AREAS; a++) {
        const lb_town_area *area = lb_town_area_at(a);
        lb_buf_printf(buf, "%s,%d,%s\n%s,%d,%s\n", area->name, FIRST, before[a], area->name, LAST,
                      area->category);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "flow/demo_files.h"
#include "flow/town_records.h"

void lb_demo_put_events(const lb_town *town, lb_buf *buf)
{
    lb_town_event event[LB_TOWN_EVENTS];
    lb_town_events(town, event);
    lb_buf_puts(buf, "id,datum,e,n,koppling\n");
    for (int i = 0; i < LB_TOWN_EVENTS; i++) {
        lb_buf_printf(buf, "H%04d,%s,", i + 1, event[i].date);
        lb_buf_real(buf, event[i].e);
        lb_buf_putc(buf, ',');
        lb_buf_real(buf, event[i].n);
        lb_buf_printf(buf, ",%s\n", event[i].linked);
    }
}

static const char *const categories[] = {"Utsatt område", "Riskområde", "Särskilt utsatt område"};

/* Events with a place and a day, of a year: in the areas of each category, and in all the town. The
 * one day that never was is a thirty-first. */
static void tally(const lb_town_event *event, int year, int count[3], int *all)
{
    for (int i = 0; i < LB_TOWN_EVENTS; i++) {
        if (atoi(event[i].date) != year || isnan(event[i].e) || strstr(event[i].date, "-31"))
            continue;
        ++*all;
        for (size_t a = 0; a < LB_TOWN_AREAS; a++)
            if (lb_town_area_has(lb_town_area_at(a), event[i].e, event[i].n))
                count[a == 0 ? 2 : a % 2 == 1 ? 0 : 1]++;
    }
}

/* One row as it was printed: one decimal, comma. */
static void put_printed(lb_buf *buf, int year, const char *category, int count, int tenths)
{
    lb_buf_printf(buf, "%d;%s;%d;%d,%d\n", year, category, count, tenths / 10, tenths % 10);
}

/* The last year's total was printed wrong, as such tables sometimes are. */
void lb_demo_put_published(const lb_town *town, lb_buf *buf)
{
    lb_town_event event[LB_TOWN_EVENTS];
    lb_town_events(town, event);
    lb_buf_puts(buf, "period;category;count;percent\n");
    for (int y = LB_TOWN_FIRST_YEAR; y < LB_TOWN_FIRST_YEAR + LB_TOWN_YEARS; y++) {
        int count[3] = {0}, all = 0, sum = 0;
        tally(event, y, count, &all);
        for (int k = 0; k < 3; k++) {
            put_printed(buf, y, categories[k], count[k], (count[k] * 2000 + all) / (2 * all));
            sum += count[k];
        }
        put_printed(buf, y, "total", sum,
                    (sum * 2000 + all) / (2 * all) +
                        (y == LB_TOWN_FIRST_YEAR + LB_TOWN_YEARS - 1 ? 42 : 0));
    }
}

void lb_demo_put_reports(const lb_town *town, lb_buf *buf)
{
    lb_buf_puts(buf, "area,indicator,period,count\n");
    for (size_t a = 0; a < LB_TOWN_AREAS; a++)
        for (size_t i = 0; i < LB_TOWN_INDICATORS; i++)
            for (int y = LB_TOWN_FIRST_YEAR; y < LB_TOWN_FIRST_YEAR + LB_TOWN_YEARS; y++)
                lb_buf_printf(buf, "%s,%s,%d,%d\n", lb_town_area_at(a)->name, lb_town_indicator(i),
                              y, lb_town_reports(town, i, a, y));
}

void lb_demo_put_national(const lb_town *town, lb_buf *buf)
{
    (void)town;
    lb_buf_puts(buf, "indicator,period,count,population\n");
    for (size_t i = 0; i < LB_TOWN_INDICATORS; i++)
        for (int y = LB_TOWN_FIRST_YEAR; y < LB_TOWN_FIRST_YEAR + LB_TOWN_YEARS; y++)
            lb_buf_printf(buf, "%s,%d,%d,%d\n", lb_town_indicator(i), y,
                          lb_town_country_reports(i, y), lb_town_country_people(y));
}

void lb_demo_put_area_people(const lb_town *town, lb_buf *buf)
{
    lb_buf_puts(buf, "area,period,population\n");
    for (size_t a = 0; a < LB_TOWN_AREAS; a++)
        for (int y = LB_TOWN_FIRST_YEAR; y < LB_TOWN_FIRST_YEAR + LB_TOWN_YEARS; y++)
            lb_buf_printf(buf, "%s,%d,%d\n", lb_town_area_at(a)->name, y,
                          lb_town_people_in(town, a, y));
}

void lb_demo_put_phones(const lb_town *town, lb_buf *buf)
{
    lb_buf_puts(buf, "phone,time,x,y\n");
    for (int phone = 1; phone <= LB_TOWN_PHONES; phone++)
        for (int day = 1; day <= LB_TOWN_DAYS; day++) {
            lb_town_print print[8];
            size_t count = lb_town_prints(town, phone, day, print);
            for (size_t i = 0; i < count; i++)
                lb_buf_printf(buf, "T%03d,2020-05-%02d %02d:%02d,%d,%d\n", phone, day,
                              print[i].minute / 60, print[i].minute % 60, (int)print[i].e,
                              (int)print[i].n);
        }
}

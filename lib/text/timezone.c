/* SPDX-License-Identifier: GPL-3.0-or-later */
/* On which local day a moment falls, for Sweden, UTC or a fixed offset (docs/methods.md, Dates and
 * periods). The rules of Swedish summer time are written out: a database of time zones would be one
 * more dependency whose version changes results. */
#include <math.h>
#include <string.h>

#include "text/timezone.h"

/* Seconds. */
enum { DAY = 86400, HOUR = 3600 };

bool lb_timezone_parse(const char *name, lb_timezone *out)
{
    static const char day[] = "2000-01-01T00:00";
    char text[40];
    lb_date date;
    size_t length = strlen(name), start = sizeof day - 1;
    if (strcmp(name, "Europe/Stockholm") == 0) {
        *out = (lb_timezone){.sweden = true, .minutes = 60};
        return true;
    }
    if (strcmp(name, "UTC") == 0) {
        *out = (lb_timezone){false, 0};
        return true;
    }
    if (length == 0 || length > 8)
        return false;
    memcpy(text, day, start); /* an offset is read as that of a time */
    memcpy(text + start, name, length);
    if (!lb_date_parse(text, start + length, &date) || !date.has_zone)
        return false;
    *out = (lb_timezone){false, date.zone};
    return true;
}

/* 01:00 UTC on the last Sunday of a month of 31 (or 30) days. 1970-01-01 was a Thursday. */
static int64_t last_sunday(int year, int month, int last)
{
    int64_t day = lb_days_from_civil(year, month, last);
    return (day - (day + 4) % 7) * DAY + HOUR;
}

/* Directive 2000/84/EC and those before it; Sweden has had summer time since 1980, which then began
 * on 6 April, and until 1995 it ended in September. */
static bool is_summer(int year, int64_t utc)
{
    if (year < 1980)
        return false;
    int64_t begin =
        year == 1980 ? lb_days_from_civil(1980, 4, 6) * DAY + HOUR : last_sunday(year, 3, 31);
    int64_t end = year < 1996 ? last_sunday(year, 9, 30) : last_sunday(year, 10, 31);
    return utc >= begin && utc < end;
}

/* Whole days, rounded down also before 1970. */
static int64_t floor_days(int64_t seconds)
{
    return seconds / DAY - (seconds % DAY < 0);
}

/* Years are counted by their mean length, at most three days off: far from the changes in spring
 * and autumn nothing else is needed, and no change is near New Year. */
int lb_timezone_offset(const lb_timezone *zone, int64_t utc)
{
    const int64_t mean_year = (int64_t)146097 * DAY / 400, epoch = 1970 * mean_year;
    if (!zone->sweden)
        return zone->minutes;
    int64_t year = (utc + epoch) / mean_year, of_year = (utc + epoch) % mean_year / DAY;
    bool between = year >= 1980 && of_year >= 80 && of_year <= 310;
    bool summer = between && of_year > 100 && of_year < 260;
    return summer || (between && is_summer((int)year, utc)) ? 120 : 60;
}

/* Summer time, the first of two readings, is tried first. */
static int64_t seconds_of_local(const lb_timezone *zone, int64_t local)
{
    int64_t summer = local - 120 * 60;
    if (!zone->sweden)
        return local - (int64_t)zone->minutes * 60;
    return lb_timezone_offset(zone, summer) == 120 ? summer : local - 60 * 60;
}

int64_t lb_timezone_seconds(const lb_timezone *zone, const lb_date *date)
{
    int64_t day = lb_days_from_civil(date->year, date->month, date->day);
    /* A leap second belongs to the minute it ends. */
    int64_t second = date->second < DAY ? (int64_t)floor(date->second) : DAY - 1;
    int64_t local = day * DAY + second;
    return date->has_zone ? local - (int64_t)date->zone * 60 : seconds_of_local(zone, local);
}

int64_t lb_timezone_midnight(const lb_timezone *zone, int64_t day)
{
    return seconds_of_local(zone, day * DAY);
}

int64_t lb_timezone_day_at(const lb_timezone *zone, int64_t utc)
{
    return floor_days(utc + (int64_t)lb_timezone_offset(zone, utc) * 60);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cases.h"
#include "tests/support/support.h"

enum { MOST_COLUMNS = 24, MOST_ROWS = 400, LINE_SIZE = 1000 };

typedef struct line {
    char where[100], text[LINE_SIZE];
    char *cell[MOST_COLUMNS];
    size_t cells;
} line;

struct lb_cases {
    line header;
    line row[MOST_ROWS];
    size_t rows;
};

/* Cuts the text into cells where there are two spaces. */
static void cut(line *l)
{
    char *at = l->text;
    while (*(at += strspn(at, " \t\r\n"))) {
        ck_assert_msg(l->cells < MOST_COLUMNS, "%s: too many columns", l->where);
        l->cell[l->cells++] = at;
        char *end = strstr(at, "  ");
        if (!end)
            end = at + strcspn(at, "\r\n");
        at = *end ? end + 1 : end;
        *end = '\0';
    }
}

static void add(lb_cases *cases, const line *l)
{
    ck_assert_msg(cases->rows < MOST_ROWS, "%s: too many rows", l->where);
    line *to = cases->header.cells == 0 ? &cases->header : &cases->row[cases->rows++];
    memcpy(to, l, sizeof *to);
    cut(to);
    ck_assert_msg(to->cells == cases->header.cells, "%s: %zu cells, the header has %zu", to->where,
                  to->cells, cases->header.cells);
}

static void read_lines(lb_cases *cases, FILE *file, const char *path, const char *name)
{
    line l = {0};
    char wanted[200];
    bool here = false;
    snprintf(wanted, sizeof wanted, "[%s]", name);
    for (int number = 1; fgets(l.text, sizeof l.text, file); number++) {
        snprintf(l.where, sizeof l.where, "%.80s:%d", path, number);
        if (l.text[0] == '[')
            here = strncmp(l.text, wanted, strlen(wanted)) == 0;
        else if (here && l.text[0] != '#' && l.text[strspn(l.text, " \r\n")] != '\0')
            add(cases, &l);
    }
}

lb_cases *lb_cases_read(const char *file, const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "tests/cases/%s", file);
    FILE *opened = fopen(path, "r");
    ck_assert_msg(opened != NULL, "%s cannot be opened", path);
    lb_cases *cases = calloc(1, sizeof *cases);
    ck_assert_ptr_nonnull(cases);
    read_lines(cases, opened, path, name);
    fclose(opened);
    ck_assert_msg(cases->rows > 0, "%s: no table [%s] with rows", path, name);
    return cases;
}

void lb_cases_free(lb_cases *cases)
{
    free(cases);
}

size_t lb_cases_rows(const lb_cases *cases)
{
    return cases->rows;
}

const char *lb_cases_text(const lb_cases *cases, size_t row, const char *column)
{
    for (size_t i = 0; i < cases->header.cells; i++)
        if (strcmp(cases->header.cell[i], column) == 0)
            return cases->row[row].cell[i];
    ck_abort_msg("%s: no column '%s'", cases->header.where, column);
    return NULL;
}

double lb_cases_real(const lb_cases *cases, size_t row, const char *column)
{
    const char *text = lb_cases_text(cases, row, column);
    char *end;
    if (strcmp(text, "-") == 0)
        return NAN;
    double value = strtod(text, &end);
    ck_assert_msg(*end == '\0' && end != text, "%s: '%s' is no number", cases->row[row].where,
                  text);
    return value;
}

bool lb_cases_is(const lb_cases *cases, size_t row, const char *column, const char *text)
{
    return strcmp(lb_cases_text(cases, row, column), text) == 0;
}

const char *lb_cases_where(const lb_cases *cases, size_t row)
{
    return cases->row[row].where;
}

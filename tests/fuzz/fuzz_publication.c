/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as what `inference` reads of others: JSON where it stands, a page, shown values. */
#include <stdlib.h>
#include <unistd.h>

#include <lagesbild.h>

#include "commands/inference/publications.h"
#include "text/json_read.h"
#include "tests/fuzz/fuzz.h"

static void values(lb_json_value value, int depth)
{
    lb_json_value item = {NULL, 0}, member;
    double number;
    fuzz_must(value.length > 0, "a value has a text");
    free(lb_json_string(value));
    lb_json_number(value, &number);
    while (depth < 8 && lb_json_next(value, &item)) {
        fuzz_must(item.text >= value.text && item.text + item.length <= value.text + value.length,
                  "an item lies in its array");
        values(item, depth + 1);
    }
    if (lb_json_member(value, "squares", &member))
        values(member, depth + 1);
}

static char name[] = "/tmp/lagesbild-fuzz-XXXXXX"; /* of the page */

static void remove_page(void)
{
    unlink(name);
}

static void page(const uint8_t *data, size_t size)
{
    static int file = -1;
    static const char start[] = "<script type=\"application/json\">";
    lb_publications read = {.page = NULL};
    lb_job job = {.threads = 1};
    if (file < 0 && (file = mkstemp(name)) >= 0)
        atexit(remove_page);
    if (file < 0 || ftruncate(file, 0) != 0 || lseek(file, 0, SEEK_SET) != 0 ||
        write(file, start, sizeof start - 1) < 0 || write(file, data, size) < 0)
        abort();
    if (lb_publication_read_page(name, false, 0, &job, &read, NULL) == LB_OK)
        for (size_t v = 0; v < read.variables; v++)
            for (size_t i = 0; read.variable[v].low && i < read.squares; i++)
                fuzz_must(read.variable[v].low[i] <= read.variable[v].high[i], "a range is one");
    lb_publications_clear(&read);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    double low, high;
    bool hidden;
    lb_json_value value;
    if (lb_published_range(text, 1, &low, &high, &hidden))
        fuzz_must(low >= 0 && low <= high, "a shown value is a range");
    if (lb_json_parse_value(text, size, &value))
        values(value, 0);
    page(data, size);
    free(text);
    return 0;
}

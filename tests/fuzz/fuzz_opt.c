/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any words, one a line, as a command line. */
#include "cli/opt.h"
#include "tests/fuzz/fuzz.h"

enum { MOST = 100 };

static void parse(int argc, char **argv)
{
    bool flag = false;
    const char *text = NULL;
    int whole = 0;
    double real = 0;
    opt_list list = {0};
    const opt options[] = {{"flag", 'f', OPT_FLAG, &flag, NULL, "a flag"},
                           {"text", 't', OPT_TEXT, &text, "TEXT", "a text"},
                           {"whole", 0, OPT_INTEGER, &whole, "N", "a whole number"},
                           {"real", 'r', OPT_REAL, &real, "X", "a number"},
                           {"list", 'l', OPT_LIST, &list, "A", "several"}};
    const opt_command command = {"fuzz", "A [B]", "", options, 5, 1, 2};
    size_t rest = 99;
    opt_result result = opt_parse(&command, argc, argv, &rest);
    fuzz_must(result != OPT_PARSED || (rest >= 1 && rest <= 2 && argv[rest]),
              "as many arguments as the command takes");
    fuzz_must(list.count <= OPT_LIST_MAX && real == real, "lists are short, numbers are numbers");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char name[] = "fuzz", *text = fuzz_text(data, size), *argv[MOST + 1] = {name};
    int argc = 1;
    for (char *at = text; at && argc < MOST;) {
        char *end = strchr(at, '\n');
        if (end)
            *end++ = '\0';
        argv[argc++] = at;
        at = end;
    }
    parse(argc, argv);
    free(text);
    return 0;
}

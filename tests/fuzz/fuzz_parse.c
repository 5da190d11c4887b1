/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any words, one a line, as the command line of each command. */
#include "cli/parse.h"
#include "tests/fuzz/fuzz.h"

enum { MOST = 100 };

static void parse(const lb_command *command, int argc, char **argv)
{
    lb_error err;
    parsed_command parsed;
    char *words[MOST + 1];
    memcpy(words, argv, sizeof words);
    if (parse_command(command, argc, words, &parsed) != PARSE_DONE)
        return;
    lb_status status = lb_command_check(command, lb_command_options_values(parsed.options), &err);
    fuzz_must(status == LB_OK || (status == LB_E_USAGE && err.text[0]),
              "options that are parsed are fine, or it is said what is not");
    lb_command_options_free(parsed.options);
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
    for (size_t i = 0; i < lb_command_count(); i++)
        parse(lb_command_at(i), argc, argv);
    free(text);
    return 0;
}

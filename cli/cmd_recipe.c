/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int print_names(void)
{
    const char *const *names = lb_recipe_builtins();
    for (size_t i = 0; names[i]; i++)
        puts(names[i]);
    return 0;
}

/* A file: what it comes to with everything it extends. */
static int print_resolved(const char *file, const out_common *common)
{
    out_session s;
    lb_recipe recipe;
    int code = out_begin(&s, common);
    if (code)
        return code;
    lb_status status = lb_recipe_load(file, &s.job, &recipe, &s.err);
    if (status != LB_OK)
        return out_error(status, &s.err);
    char *text = lb_recipe_to_yaml(&recipe);
    lb_recipe_clear(&recipe);
    if (!text)
        return out_error(LB_E_MEMORY, &s.err);
    fputs(text, stdout);
    free(text);
    return 0;
}

int cmd_recipe(int argc, char **argv)
{
    out_common common = {0};
    const opt options[] = {{"quiet", 'q', OPT_FLAG, &common.quiet, NULL, "no notes"}};
    const opt_command command = {
        "recipe",
        "[NAME|FILE]",
        "Prints a built-in recipe to be edited, or what a recipe file comes to with everything it\n"
        "extends. Without a name: the names of the built-ins.",
        options,
        1,
        0,
        1};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    if (count == 0)
        return print_names();
    const char *builtin = lb_recipe_builtin(argv[1]);
    if (!builtin)
        return print_resolved(argv[1], &common);
    fputs(builtin, stdout);
    return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/demo.h"
#include "cli/opt.h"
#include "cli/out.h"

static int run(const char *dir, const out_common *common)
{
    out_session s;
    int code = out_begin(&s, common);
    if (code)
        return code;
    lb_status status = lb_folder_write(dir, demo_files, demo_file_count, common->force, &s.err);
    return out_error(status, &s.err);
}

int cmd_demo(int argc, char **argv)
{
    out_common common = {0};
    const opt options[] = {
        {"force", 'f', OPT_FLAG, &common.force, NULL, "replace files that exist"},
        {"quiet", 'q', OPT_FLAG, &common.quiet, NULL, "no notes"}};
    const opt_command command = {"demo",
                                 "DIR",
                                 "Writes a small made-up town into DIR, with every kind of input, "
                                 "to try the other commands\n"
                                 "on. DIR/LASMIG.txt says how. The same files every time.",
                                 options,
                                 sizeof options / sizeof *options,
                                 1,
                                 1};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    return run(argv[1], &common);
}

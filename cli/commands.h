/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One function a command: argv[0] is the command's name; returns the exit code. */
#ifndef LB_CLI_COMMANDS_H
#define LB_CLI_COMMANDS_H

int cmd_index(int argc, char **argv);
int cmd_share(int argc, char **argv);
int cmd_footprint(int argc, char **argv);
int cmd_recipe(int argc, char **argv);
int cmd_profile(int argc, char **argv);
int cmd_population(int argc, char **argv);
int cmd_agree(int argc, char **argv);
int cmd_rate(int argc, char **argv);
int cmd_levels(int argc, char **argv);
int cmd_changes(int argc, char **argv);
int cmd_audit(int argc, char **argv);
int cmd_brief(int argc, char **argv);
int cmd_map(int argc, char **argv);
int cmd_run(int argc, char **argv);
int cmd_chart(int argc, char **argv);
int cmd_demo(int argc, char **argv);

#endif

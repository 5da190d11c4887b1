/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of commands: what they say of themselves, options from text, checks, and provenance,
 * which tells any two values of any option that affects the result apart. */
#include "base/swedish_text.h"
#include "command/described_columns.h"
#include "command/option.h"
#include "command/option_provenance.h"
#include "tests/support/support.h"

static const lb_command *command_at(size_t i)
{
    return i < lb_command_count() ? lb_command_at(i) : lb_command_run_project();
}

/* --- tables --- */

static bool has_source(const lb_command *command, const char *name)
{
    const lb_option *option = lb_command_option(command, name);
    return option && (option->kind == LB_OPTION_SOURCE || option->kind == LB_OPTION_SOURCES);
}

/* --where, --events-where and --columns are taken by commands with areas, events, a main table. */
START_TEST(conditions_and_columns_are_options_where_they_can_have_an_effect)
{
    for (size_t c = 0; c < lb_command_count(); c++) {
        const lb_command *command = lb_command_at(c);
        const lb_table_info *table = lb_command_table(command, "");
        bool areas = has_source(command, "areas") || strcmp(command->name, "changes") == 0;
        ck_assert_msg(areas == !!(command->job_options & LB_JOB_WHERE), "%s", command->name);
        ck_assert_msg(has_source(command, "events") ==
                          !!(command->job_options & LB_JOB_EVENTS_WHERE),
                      "%s", command->name);
        ck_assert_msg((table && table->option) == !!(command->job_options & LB_JOB_COLUMNS), "%s",
                      command->name);
    }
}
END_TEST

START_TEST(each_command_has_a_place_of_its_own)
{
    for (size_t i = 1; i < lb_command_count(); i++)
        ck_assert_msg(lb_command_at(i - 1)->order < lb_command_at(i)->order, "%s and %s",
                      lb_command_at(i - 1)->name, lb_command_at(i)->name);
}
END_TEST

START_TEST(every_option_and_column_is_explained_in_both_languages)
{
    for (size_t c = 0; c <= lb_command_count(); c++) {
        const lb_command *command = command_at(c);
        ck_assert_msg(command->summary.sv && command->summary.en, "%s", command->name);
        lb_bilingual subject = lb_subject_name(command->subject);
        ck_assert_msg(subject.sv && subject.en, "%s", command->name);
        ck_assert_msg(command->description.sv && command->description.en, "%s", command->name);
        for (size_t i = 0; i < command->options; i++)
            ck_assert_msg(command->option[i].help.sv && command->option[i].help.en, "%s %s",
                          command->name, command->option[i].name);
        for (size_t t = 0; t < command->tables; t++)
            for (size_t i = 0; i < command->table[t].columns; i++) {
                lb_bilingual meaning = lb_command_column_meaning(&command->table[t].column[i]);
                ck_assert_msg(meaning.sv && *meaning.sv && meaning.en && *meaning.en, "%s %s",
                              command->name, command->table[t].column[i].name);
            }
    }
}
END_TEST

START_TEST(names_and_letters_are_unique_in_a_command)
{
    for (size_t c = 0; c <= lb_command_count(); c++) {
        const lb_command *command = command_at(c);
        for (size_t i = 0; i < command->options; i++) {
            const lb_option *option = &command->option[i];
            ck_assert_ptr_eq(lb_command_option(command, option->name), option);
            for (size_t k = 0; k < i; k++)
                ck_assert_msg(!option->letter || option->letter != command->option[k].letter,
                              "%s -%c", command->name, option->letter);
            for (size_t k = 0; k < lb_job_option_count(); k++)
                ck_assert_str_ne(option->name, lb_job_option_at(k)->name);
        }
        for (size_t t = 0; t < command->tables; t++)
            ck_assert(!command->table[t].option ||
                      lb_command_option(command, command->table[t].option));
        for (size_t i = 0; command->one_of && command->one_of[i]; i++)
            ck_assert_ptr_nonnull(lb_command_option(command, command->one_of[i]));
    }
}
END_TEST

static bool tells_of_people(lb_role role)
{
    return role == LB_ROLE_PEOPLE || role == LB_ROLE_PART || role == LB_ROLE_RATIO ||
           role == LB_ROLE_LEVEL;
}

/* Read deliveries by the project's min-cell, having none of their own. */
static bool takes_that_of_project(const lb_command *command)
{
    return strcmp(command->name, "index") == 0;
}

/* A table of people that a project publishes comes from a command that coarsens them. */
START_TEST(tables_of_people_are_coarsened_or_not_published)
{
    for (size_t c = 0; c < lb_command_count(); c++) {
        const lb_command *command = lb_command_at(c);
        for (size_t t = 0; t < command->tables; t++) {
            const lb_table_info *table = &command->table[t];
            const lb_option *file =
                table->option ? lb_command_option(command, table->option) : NULL;
            bool people = false, published = !(file && file->flags & LB_OPTION_UNPUBLISHED);
            for (size_t i = 0; i < table->columns; i++)
                people |= tells_of_people(table->column[i].role);
            ck_assert_msg(!people || !published || lb_command_option(command, "min-cell") ||
                              takes_that_of_project(command),
                          "%s '%s'", command->name, table->name);
        }
    }
}
END_TEST

/* --- provenance --- */

static char *provenance_of(const lb_command *command, const void *values, const lb_job *job)
{
    lb_provenance p = {0};
    char *json = NULL;
    lb_provenance_begin(&p, command, values, job);
    ck_assert_int_eq(lb_provenance_json(&p, &json, NULL), LB_OK);
    lb_provenance_clear(&p);
    return json;
}

/* A text that the option takes and that is not its default. */
static const char *other_value(const lb_command *command, const lb_option *option)
{
    static const char *const texts[] = {"0.25",    "7",    "700",   "year", "a=b.tif:1",
                                        "0,0,1,1", "true", "other", NULL};
    char standard[200];
    lb_option_value ignored;
    lb_option_default(command, option, standard, sizeof standard);
    for (size_t i = 0; option->words && option->words[i]; i++)
        if (strcmp(option->words[i], standard[0] ? standard : option->words[0]) != 0 &&
            !lb_option_is_output(option))
            return option->words[i];
    for (size_t i = 0; texts[i]; i++)
        if (strcmp(texts[i], standard) != 0 && lb_option_parse(option, texts[i], &ignored))
            return texts[i];
    ck_abort_msg("%s: no other value known", option->name);
    return NULL;
}

START_TEST(each_option_that_affects_the_result_changes_the_provenance)
{
    for (size_t c = 0; c < lb_command_count(); c++) {
        const lb_command *command = lb_command_at(c);
        const lb_job job = {.threads = 1};
        char *before = provenance_of(command, command->initial, &job);
        for (size_t i = 0; i < command->options; i++) {
            const lb_option *option = &command->option[i];
            lb_command_options *options = lb_command_options_new(command);
            lb_error err;
            /* what stands for a RESOLVED one is held by the cases of index and brief */
            if (!lb_option_affects_result(option) || (option->flags & LB_OPTION_RESOLVED)) {
                lb_command_options_free(options);
                continue;
            }
            ck_assert_int_eq(lb_command_set(options, option, other_value(command, option), &err),
                             LB_OK);
            char *after = provenance_of(command, lb_command_options_values(options), &job);
            ck_assert_msg(strcmp(before, after) != 0, "%s --%s", command->name, option->name);
            free(after);
            lb_command_options_free(options);
        }
        free(before);
    }
}
END_TEST

START_TEST(options_of_the_job_that_affect_the_result_change_the_provenance)
{
    const lb_command *share = lb_command_find("share");
    const lb_job plain = {.threads = 1},
                 others[] = {{.english = true}, {.decimal_comma = true}, {.crs = "EPSG:3010"}},
                 same = {.threads = 2, .force = true, .quiet = true, .strict = true};
    char *before = provenance_of(share, share->initial, &plain);
    for (size_t i = 0; i < 3; i++) {
        char *after = provenance_of(share, share->initial, &others[i]);
        ck_assert_str_ne(before, after);
        free(after);
    }
    char *after = provenance_of(share, share->initial, &same);
    ck_assert_str_eq(before, after);
    free(after);
    free(before);
}
END_TEST

START_TEST(files_are_named_without_folders)
{
    const lb_command *share = lb_command_find("share");
    lb_command_options *options = lb_command_options_new(share);
    lb_command_set(options, lb_command_option(share, "areas"), "po=/here/po.gpkg|layername=a",
                   NULL);
    char *json = provenance_of(share, lb_command_options_values(options), NULL);
    ck_assert_ptr_nonnull(strstr(json, "\"areas\": [\"po=po.gpkg|layername=a\"]"));
    ck_assert_ptr_null(strstr(json, "/here"));
    free(json);
    lb_command_options_free(options);
}
END_TEST

/* --- values --- */

START_TEST(values_are_refused_with_the_option_and_what_it_takes)
{
    static const struct {
        const char *command, *option, *text, *error;
    } cases[] = {
        {"share", "confidence", "1",
         "--confidence: '1' found, expected a number above 0 and below 1"},
        {"share", "draws", "0", "--draws: '0' found, expected a whole number from 1 to 1000000"},
        {"share", "seed", "1.5", "--seed: '1.5' found, expected a whole number of at least 0"},
        {"share", "reference-km2", "nan",
         "--reference-km2: 'nan' found, expected a number above 0"},
        {"share", "overlap", "worst", "--overlap: 'worst' found, expected priority, split or both"},
        {"share", "period", "decade",
         "--period: 'decade' found, expected year, half, quarter, month or FROM/TO as "
         "2021-01-01/2021-07-01 (the end is not included)"},
        {"agree", "cell-rule", "most",
         "--cell-rule: 'most' found, expected fraction, centroid, any or majority"},
        {"map", "extent", "1,2,0,4",
         "--extent: '1,2,0,4' found, expected E0,N0,E1,N1 in metres with E0 < E1 and N0 < N1"},
        {"index", "band", "inkomst", "--band: 'inkomst' found, expected NAME=FILE:BAND"},
        {"changes", "only-changed", "maybe",
         "--only-changed: 'maybe' found, expected true or false"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const lb_command *command = lb_command_find(cases[i].command);
        lb_command_options *options = lb_command_options_new(command);
        lb_error err;
        ck_assert_int_eq(lb_command_set(options, lb_command_option(command, cases[i].option),
                                        cases[i].text, &err),
                         LB_E_USAGE);
        ck_assert_str_eq(err.text, cases[i].error);
        lb_command_options_free(options);
    }
}
END_TEST

START_TEST(values_reach_their_members)
{
    const lb_command *share = lb_command_find("share"), *map = lb_command_find("map");
    lb_command_options *options = lb_command_options_new(share);
    lb_command_set(options, lb_command_option(share, "areas"), "a.gpkg", NULL);
    lb_command_set(options, lb_command_option(share, "areas"), "b.gpkg", NULL);
    lb_command_set(options, lb_command_option(share, "position_error"), "83", NULL);
    lb_command_set(options, lb_command_option(share, "overlap"), "both", NULL);
    const lb_share_options *o = lb_command_options_values(options);
    ck_assert_uint_eq(o->area_sets, 2);
    ck_assert_str_eq(o->areas[1], "b.gpkg");
    ck_assert_double_eq(o->position_error, 83);
    ck_assert_int_eq(o->overlap, LB_OVERLAP_BOTH);
    ck_assert_double_eq(o->confidence, 0.95);
    lb_command_options_free(options);
    options = lb_command_options_new(map);
    lb_command_set(options, lb_command_option(map, "extent"), "1,2,3,4", NULL);
    lb_command_set(options, lb_command_option(map, "extent"), "5,6,7,8", NULL);
    lb_command_set(options, lb_command_option(map, "no-labels"), NULL, NULL);
    const lb_map_options *m = lb_command_options_values(options);
    ck_assert_double_eq(m->extent->xmin, 5);
    ck_assert(m->no_labels);
    lb_command_options_free(options);
}
END_TEST

START_TEST(a_struct_is_held_against_the_table)
{
    lb_error err;
    lb_share_options share;
    lb_rate_options rate;
    lb_share_options_init(&share);
    ck_assert_int_eq(lb_command_check(lb_command_find("share"), &share, &err), LB_E_USAGE);
    ck_assert_str_eq(err.text, "share: needs --areas [NAME=]SOURCE and --events SOURCE");
    const char *const areas[] = {"a.gpkg"};
    share.areas = areas;
    share.area_sets = 1;
    share.events = "e.csv";
    ck_assert_int_eq(lb_command_check(lb_command_find("share"), &share, &err), LB_OK);
    share.confidence = NAN;
    ck_assert_int_eq(lb_command_check(lb_command_find("share"), &share, &err), LB_E_USAGE);
    share.confidence = 0.9;
    share.output = "tabell.docx";
    ck_assert_int_eq(lb_command_check(lb_command_find("share"), &share, &err), LB_E_USAGE);
    ck_assert_str_eq(err.text,
                     "tabell.docx: unknown file type; use .csv, .json, .md, .xlsx or .gpkg");
    lb_rate_options_init(&rate);
    rate.areas = "a.gpkg";
    ck_assert_int_eq(lb_command_check(lb_command_find("rate"), &rate, &err), LB_E_USAGE);
    ck_assert_str_eq(err.text, "rate: needs --counts TABLE or --events SOURCE");
    rate.counts = "c.csv";
    ck_assert_int_eq(lb_command_check(lb_command_find("rate"), &rate, &err), LB_OK);
    rate.overlap = (lb_overlap_rule)7;
    ck_assert_int_eq(lb_command_check(lb_command_find("rate"), &rate, &err), LB_E_USAGE);
}
END_TEST

/* Gives the option a value that is not its default, of outputs a file with an ending they may have.
 */
static void give_option(lb_command_options *options, const lb_command *command,
                        const lb_option *option, const char *word)
{
    char file[20];
    lb_error err;
    if (lb_option_is_output(option))
        snprintf(file, sizeof file, "ut%s", option->words ? option->words[0] : "");
    const char *text = word && *word                    ? word
                       : lb_option_is_output(option)    ? file
                       : option->kind == LB_OPTION_FLAG ? NULL
                                                        : other_value(command, option);
    ck_assert_msg(lb_command_set(options, option, text, &err) == LB_OK, "%s", err.text);
}

/* Options without which the command refuses before it looks at what has an effect. */
static lb_command_options *needed_options(const lb_command *command)
{
    lb_command_options *options = lb_command_options_new(command);
    for (size_t i = 0; i < command->options; i++)
        if (command->option[i].flags & LB_OPTION_NEEDED)
            give_option(options, command, &command->option[i],
                        command->option[i].kind == LB_OPTION_CHOICE
                            ? command->option[i]
                                  .words[lb_text_index(command->option[i].words, "concentration")]
                            : NULL);
    return options;
}

/* With none of the others it is refused; with each of them it is not. */
static void check_needs(const lb_command *command, const lb_option *option)
{
    char refused[100], name[60], word[60];
    lb_error err;
    snprintf(refused, sizeof refused, "--%s: has no effect without ", option->name);
    lb_command_options *options = needed_options(command);
    if (command->one_of)
        give_option(options, command, lb_command_option(command, command->one_of[0]), NULL);
    give_option(options, command, option, NULL);
    if (strncmp(option->needs, "method=", 7) == 0) /* hotspot: not what it computes unasked */
        give_option(options, command, lb_command_option(command, "method"), "other");
    ck_assert_msg(lb_command_check(command, lb_command_options_values(options), &err) == LB_E_USAGE,
                  "%s: %s", command->name, option->name);
    ck_assert_msg(strstr(err.text, refused), "%s: %s", command->name, err.text);
    lb_command_options_free(options);
    for (const char *at = option->needs; *at; at += strcspn(at, "|"), at += *at == '|') {
        snprintf(name, sizeof name, "%.*s", (int)strcspn(at, "=|"), at);
        bool has_word = at[strlen(name)] == '=';
        snprintf(word, sizeof word, "%.*s", has_word ? (int)strcspn(at, "|") : 0, at);
        const lb_option *needed = lb_command_option(command, name);
        ck_assert_msg(needed, "%s: %s needs %s", command->name, option->name, name);
        options = needed_options(command);
        give_option(options, command, option, NULL);
        give_option(options, command, needed, has_word ? word + strlen(name) + 1 : NULL);
        if (lb_command_check(command, lb_command_options_values(options), &err) != LB_OK)
            ck_assert_msg(!strstr(err.text, refused), "%s with %s: %s", option->name, at, err.text);
        lb_command_options_free(options);
    }
}

START_TEST(options_without_effect_are_refused_with_what_they_need)
{
    size_t found = 0;
    for (size_t i = 0; i < lb_command_count(); i++)
        for (size_t k = 0; k < lb_command_at(i)->options; k++)
            if (lb_command_at(i)->option[k].needs) {
                check_needs(lb_command_at(i), &lb_command_at(i)->option[k]);
                found++;
            }
    ck_assert_uint_ge(found, 25);
}
END_TEST

static lb_status check_given(const char *name, const char *const given[][2], lb_error *err)
{
    const lb_command *command = lb_command_find(name);
    lb_command_options *options = needed_options(command);
    for (size_t i = 0; given[i][0]; i++)
        give_option(options, command, lb_command_option(command, given[i][0]), given[i][1]);
    lb_status status = lb_command_check(command, lb_command_options_values(options), err);
    lb_command_options_free(options);
    return status;
}

/* How an input is read, and how a table is made that is not asked for, can always be said; so can
 * what holds without the option. */
START_TEST(options_that_mislead_no_one_are_not_refused)
{
    static const struct {
        const char *command, *given[5][2];
    } harmless[] = {
        {"hotspot",
         {{"method", "excess"}, {"window", "1000"}, {"bandwidth", "750"}, {"area", "3"}}},
        {"hotspot", {{"method", "kde"}, {"max-people", "20"}, {"days", "0,7"}, {"until", "slut"}}},
        {"hotspot", {{"method", "lisa"}, {"p", "exact"}, {"null", "permutation"}}},
        {"share", {{"draws", "99"}, {"seed", "7"}, {"interval", "clopper-pearson"}}},
        {"rate", {{"counts", "a.csv"}, {"date", "dag"}, {"x", "e"}, {"timezone", "UTC"}}},
        {"map", {{"name", "namn"}, {"category", "typ"}, {"priority", "A,B"}, {"margin", "500"}}},
        {"trend", {{"name", "namn"}}},
        {"suggest", {{"label-date", "2021-01-01"}, {"date-format", "dmy"}, {"snap-name", "namn"}}},
        {"before-after", {{"match", "people"}, {"support", "delivered"}}}};
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        lb_error err = {.text = ""};
        if (check_given(harmless[i].command, harmless[i].given, &err) != LB_OK)
            ck_assert_msg(!strstr(err.text, "no effect"), "%s: %s", harmless[i].command, err.text);
    }
}
END_TEST

/* A project writes a table of which a column has none into work/, and not onto its page. */
START_TEST(every_column_has_a_role)
{
    for (size_t i = 0; i <= lb_command_count(); i++) {
        const lb_command *command =
            i < lb_command_count() ? lb_command_at(i) : lb_command_run_project();
        for (size_t t = 0; t < command->tables; t++)
            for (size_t c = 0; c < command->table[t].columns; c++)
                ck_assert_msg(lb_role_name(command->table[t].column[c].role) != NULL,
                              "%s: column %s has no role (lb_role, command.h)", command->name,
                              command->table[t].column[c].name);
    }
    ck_assert_int_eq(lb_command_table(lb_command_find("profile"), "")->column[4].role,
                     LB_ROLE_PEOPLE);
}
END_TEST

START_TEST(a_table_with_a_column_without_role_has_no_roles)
{
    const lb_column_info column[] = {{.name = "area", .unit = "", .role = LB_ROLE_KEY},
                                     {.name = "new", .unit = "people"}};
    lb_table_info table = {.name = "", .column = column, .columns = 2};
    ck_assert(!lb_table_info_has_roles(&table));
    table.columns = 1;
    ck_assert(lb_table_info_has_roles(&table));
}
END_TEST

START_TEST(tables_get_the_described_columns_with_types_and_units)
{
    lb_table all = {0}, some = {0};
    lb_add_described_columns(&all, lb_command_find("share"), "hours");
    ck_assert_uint_eq(all.columns, 6);
    ck_assert_str_eq(all.column[3].name, "hour");
    ck_assert_int_eq(all.column[3].type, LB_INTEGER);
    ck_assert_int_eq(all.column[5].unit, LB_UNIT_SHARE);
    lb_add_some_columns(&some, lb_command_find("trend"), "", "unit", 1);
    ck_assert_uint_eq(
        lb_add_column_as(&some, lb_command_find("trend"), "", "people_NAME", "people_2022"), 1);
    ck_assert_uint_eq(some.columns, 2);
    ck_assert_str_eq(some.column[1].name, "people_2022");
    ck_assert_int_eq(some.column[1].unit, LB_UNIT_COUNT);
    ck_assert(!all.failed && !some.failed);
    lb_table_clear(&all);
    lb_table_clear(&some);
}
END_TEST

START_TEST(columns_with_two_names_get_that_of_the_language)
{
    lb_table swedish = {0}, english = {0};
    lb_add_translated_columns(&swedish, lb_command_find("index"), "variables", false);
    lb_add_translated_columns(&english, lb_command_find("index"), "variables", true);
    ck_assert_uint_eq(swedish.columns, 12);
    ck_assert_str_eq(swedish.column[3].name, "saknas");
    ck_assert_str_eq(english.column[3].name, "missing");
    ck_assert_str_eq(swedish.column[8].name, "median");
    ck_assert_str_eq(english.column[8].name, "median");
    ck_assert_int_eq(english.column[11].unit, LB_UNIT_RATIO);
    lb_table_clear(&swedish);
    lb_table_clear(&english);
}
END_TEST

START_TEST(columns_that_are_not_described_make_the_table_fail)
{
    lb_table unknown = {0}, too_many = {0};
    lb_add_some_columns(&unknown, lb_command_find("share"), "hours", "minute", 1);
    lb_add_some_columns(&too_many, lb_command_find("share"), "hours", "events", 3);
    ck_assert_int_eq(lb_table_status(&unknown), LB_E_MEMORY);
    ck_assert_int_eq(lb_table_status(&too_many), LB_E_MEMORY);
    lb_table_clear(&unknown);
    lb_table_clear(&too_many);
}
END_TEST

/* What a reader of the help takes for a grid or a period must be one for `run`, which coarsens the
 * one and examines what the other publishes. */
START_TEST(options_of_squares_and_of_periods_are_marked)
{
    size_t grids = 0, periods = 0;
    for (size_t i = 0; i <= lb_command_count(); i++)
        for (size_t o = 0; o < command_at(i)->options; o++) {
            const lb_option *option = &command_at(i)->option[o];
            const char *what = option->value_name ? option->value_name : "";
            bool grid = lb_option_is_input(option) && strstr(what, "GRID");
            bool period = strcmp(what, "PERIOD") == 0;
            unsigned marks = LB_OPTION_EVENT_PERIOD | LB_OPTION_EVENTS_FROM;
            bool marked = option->kind == LB_OPTION_PERIODS || (option->flags & marks);
            ck_assert_msg(!grid || lb_option_is_grid(option), "%s --%s", command_at(i)->name,
                          option->name);
            ck_assert_msg(!period || marked, "%s --%s", command_at(i)->name, option->name);
            grids += lb_option_is_grid(option);
            periods += marked;
        }
    ck_assert_uint_eq(grids, 15);
    ck_assert_uint_eq(periods, 8);
}
END_TEST

LB_TEST_MAIN("command", each_command_has_a_place_of_its_own, every_column_has_a_role,
             a_table_with_a_column_without_role_has_no_roles,
             tables_get_the_described_columns_with_types_and_units,
             columns_with_two_names_get_that_of_the_language,
             columns_that_are_not_described_make_the_table_fail,
             options_of_squares_and_of_periods_are_marked,
             conditions_and_columns_are_options_where_they_can_have_an_effect,
             every_option_and_column_is_explained_in_both_languages,
             names_and_letters_are_unique_in_a_command,
             tables_of_people_are_coarsened_or_not_published,
             each_option_that_affects_the_result_changes_the_provenance,
             options_of_the_job_that_affect_the_result_change_the_provenance,
             files_are_named_without_folders, values_are_refused_with_the_option_and_what_it_takes,
             values_reach_their_members, a_struct_is_held_against_the_table,
             options_without_effect_are_refused_with_what_they_need,
             options_that_mislead_no_one_are_not_refused)

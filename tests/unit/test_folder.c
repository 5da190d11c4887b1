/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _DEFAULT_SOURCE /* setitimer */
#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "output/folder_lock.h"
#include "tests/support/support.h"

static char folder[] = "/tmp/lagesbild-folder-XXXXXX";
static lb_error err;
static const lb_file_content pair[] = {{"ett.csv", "a\n", 2}, {"två.bin", "\0\xff", 2}};

static void begin(void)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    err = (lb_error){0};
}

static void end(void)
{
    static const char *const names[] = {"in/ett.csv", "in/två.bin", "in"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        remove(names[i]);
    ck_assert_int_eq(rmdir(folder), 0);
}

/* -1: there is no such folder. */
static int files_in(const char *dir)
{
    int count = 0;
    DIR *open = opendir(dir);
    if (!open)
        return -1;
    for (struct dirent *entry; (entry = readdir(open)) != NULL;)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(open);
    return count;
}

static void holds(const char *name, const char *bytes, size_t size)
{
    char found[100];
    FILE *file = fopen(name, "rb");
    ck_assert_msg(file != NULL, "%s is missing", name);
    ck_assert_uint_eq(fread(found, 1, sizeof found, file), size);
    ck_assert_mem_eq(found, bytes, size);
    fclose(file);
}

static void put_own(const char *name)
{
    FILE *file = fopen(name, "wb");
    ck_assert_ptr_nonnull(file);
    fputs("mitt", file);
    fclose(file);
}

START_TEST(files_stand_in_a_folder_made_for_them_byte_for_byte)
{
    ck_assert_int_eq(lb_folder_write("in", pair, 2, false, &err), LB_OK);
    ck_assert_int_eq(files_in("in"), 2);
    holds("in/ett.csv", "a\n", 2);
    holds("in/två.bin", "\0\xff", 2);
}
END_TEST

START_TEST(one_file_that_exists_keeps_all_out_unless_forced)
{
    ck_assert_int_eq(mkdir("in", 0700), 0);
    put_own("in/två.bin");
    ck_assert_int_eq(lb_folder_write("in", pair, 2, false, &err), LB_E_IO);
    ck_assert_str_eq(err.text, "in/två.bin: already exists; --force replaces it");
    ck_assert_int_eq(files_in("in"), 1);
    holds("in/två.bin", "mitt", 4);
    ck_assert_int_eq(lb_folder_write("in", pair, 2, true, &err), LB_OK);
    ck_assert_int_eq(files_in("in"), 2);
    holds("in/två.bin", "\0\xff", 2);
}
END_TEST

START_TEST(folder_made_in_vain_is_removed_and_an_older_one_kept)
{
    static const lb_file_content bad[] = {{"ett.csv", "a\n", 2}, {"ett.csv", "b\n", 2}};
    ck_assert_int_eq(lb_folder_write("in", bad, 2, false, &err), LB_E_USAGE);
    ck_assert_str_eq(err.text, "in/ett.csv: two outputs have this name");
    ck_assert_int_eq(files_in("in"), -1);
    ck_assert_int_eq(mkdir("in", 0700), 0);
    ck_assert_int_eq(lb_folder_write("in", bad, 2, false, &err), LB_E_USAGE);
    ck_assert_int_eq(files_in("in"), 0);
}
END_TEST

START_TEST(name_that_leads_out_of_the_folder_is_refused)
{
    static const char *const names[] = {"", "../ut.csv", "a/b.csv", "/tmp/ut.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lb_file_content files[] = {pair[0], {names[i], "x", 1}};
        char expected[100];
        snprintf(expected, sizeof expected, "in: '%s' found, expected the name of a file",
                 names[i]);
        ck_assert_int_eq(lb_folder_write("in", files, 2, true, &err), LB_E_USAGE);
        ck_assert_str_eq(err.text, expected);
        ck_assert_int_eq(files_in("in"), -1);
    }
}
END_TEST

START_TEST(folder_without_a_parent_and_file_in_its_place_are_told)
{
    ck_assert_int_eq(lb_folder_write("in/ut", pair, 2, false, &err), LB_E_IO);
    ck_assert_str_eq(err.text, "in/ut: the folder cannot be created: No such file or directory");
    put_own("in");
    ck_assert_int_eq(lb_folder_write("in", pair, 2, true, &err), LB_E_IO);
    ck_assert_str_eq(err.text, "in: is a file; a folder was expected");
    holds("in", "mitt", 4);
}
END_TEST

static volatile sig_atomic_t locks_seen, locks_without_a_number;

static void look_at_lock(int signal_number)
{
    struct stat info;
    (void)signal_number;
    if (stat(".lagesbild-lock", &info) != 0)
        return;
    locks_seen++;
    locks_without_a_number += info.st_size == 0;
}

/* Who is ended by a signal removes its lock, which it knows by the number in it. */
START_TEST(a_lock_has_its_number_whenever_a_signal_comes)
{
    const struct itimerval often = {{0, 20}, {0, 20}}, never = {{0, 0}, {0, 0}};
    lb_folder_lock lock;
    signal(SIGALRM, look_at_lock);
    ck_assert_int_eq(setitimer(ITIMER_REAL, &often, NULL), 0);
    for (int i = 0; i < 5000; i++) {
        ck_assert_int_eq(lb_folder_lock_acquire(".", &lock, &err), LB_OK);
        lb_folder_lock_release(&lock);
    }
    ck_assert_int_eq(setitimer(ITIMER_REAL, &never, NULL), 0);
    ck_assert_int_gt(locks_seen, 0);
    ck_assert_int_eq(locks_without_a_number, 0);
    ck_assert_int_eq(lb_folder_lock_acquire(".", &lock, &err), LB_OK);
    lb_folder_lock_remove(".");
    ck_assert_int_ne(access(".lagesbild-lock", F_OK), 0);
    lb_folder_lock_release(&lock);
}
END_TEST

LB_FIXTURE_MAIN("folder", begin, end, files_stand_in_a_folder_made_for_them_byte_for_byte,
                one_file_that_exists_keeps_all_out_unless_forced,
                folder_made_in_vain_is_removed_and_an_older_one_kept,
                name_that_leads_out_of_the_folder_is_refused,
                folder_without_a_parent_and_file_in_its_place_are_told,
                a_lock_has_its_number_whenever_a_signal_comes)

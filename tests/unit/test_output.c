/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "tests/support/support.h"

static char folder[200], path[300];
static lb_error err;

static const char *in_folder(const char *name)
{
    static char text[600];
    snprintf(text, sizeof text, "%s/%s", folder, name);
    return text;
}

static void begin_test(void)
{
    snprintf(folder, sizeof folder, "/tmp/lb_output_%ld", (long)getpid());
    ck_assert_int_eq(mkdir(folder, 0700), 0);
    snprintf(path, sizeof path, "%s/karta åäö.tif", folder);
    err = (lb_error){0};
}

/* How many files the folder has; with remove, none afterwards. */
static int files(int remove_all)
{
    int count = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *e; (e = readdir(dir)) != NULL;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) {
            count++;
            if (remove_all)
                unlinkat(dirfd(dir), e->d_name, 0);
        }
    closedir(dir);
    return count;
}

static void end_test(void)
{
    files(1);
    rmdir(folder);
}

static const char *content(const char *name)
{
    static char text[100];
    FILE *file = fopen(name, "rb");
    ck_assert_msg(file != NULL, "%s is missing", name);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

START_TEST(file_appears_at_commit_and_not_before)
{
    begin_test();
    lb_atomic_file output;
    ck_assert_int_eq(lb_atomic_file_begin(path, false, &output, &err), LB_OK);
    ck_assert_int_eq(lb_atomic_file_write(&output, "hej", 3, &err), LB_OK);
    ck_assert_int_ne(access(path, F_OK), 0);
    ck_assert_int_eq(lb_atomic_file_commit(&output, &err), LB_OK);
    ck_assert_str_eq(content(path), "hej");
    ck_assert_int_eq(files(0), 1);
    end_test();
}
END_TEST

START_TEST(temporary_name_keeps_folder_and_ending)
{
    begin_test();
    lb_atomic_file output;
    ck_assert_int_eq(lb_atomic_file_begin(path, false, &output, &err), LB_OK);
    ck_assert_int_eq(strncmp(output.temp, folder, strlen(folder)), 0);
    const char *end = output.temp + strlen(output.temp) - strlen(".lagesbild-tmp.tif");
    ck_assert_str_eq(end, ".lagesbild-tmp.tif");
    lb_atomic_file_abort(&output);
    ck_assert_int_eq(files(0), 0);
    end_test();
}
END_TEST

START_TEST(existing_file_is_kept_without_force_and_replaced_with_it)
{
    begin_test();
    ck_assert_int_eq(lb_atomic_file_save(path, false, "a", 1, &err), LB_OK);
    ck_assert_int_eq(chmod(path, 0600), 0);
    ck_assert_int_eq(lb_atomic_file_save(path, false, "b", 1, &err), LB_E_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "already exists; --force replaces it"));
    ck_assert_str_eq(content(path), "a");
    ck_assert_int_eq(lb_atomic_file_save(path, true, "c", 1, &err), LB_OK);
    ck_assert_str_eq(content(path), "c");
    struct stat info;
    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert_int_eq(info.st_mode & 0777, 0600);
    end_test();
}
END_TEST

START_TEST(file_made_by_another_while_we_work_is_kept)
{
    begin_test();
    lb_atomic_file output;
    ck_assert_int_eq(lb_atomic_file_begin(path, false, &output, &err), LB_OK);
    ck_assert_int_eq(lb_atomic_file_write(&output, "vi", 2, &err), LB_OK);
    ck_assert_int_eq(lb_atomic_file_save(path, false, "de", 2, &err), LB_OK);
    ck_assert_int_eq(lb_atomic_file_commit(&output, &err), LB_E_IO);
    ck_assert_str_eq(content(path), "de");
    ck_assert_int_eq(files(0), 1);
    end_test();
}
END_TEST

START_TEST(folder_and_missing_folder_are_refused_with_reason)
{
    begin_test();
    ck_assert_int_eq(lb_atomic_file_save(folder, true, "", 0, &err), LB_E_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "is a folder"));
    ck_assert_int_eq(lb_atomic_file_save(in_folder("saknas/a.csv"), false, "", 0, &err), LB_E_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "saknas/a.csv"));
    ck_assert_ptr_nonnull(strstr(err.text, "No such file or directory"));
    end_test();
}
END_TEST

START_TEST(link_is_written_through_and_stays_a_link)
{
    begin_test();
    ck_assert_int_eq(symlink("mal.csv", in_folder("lank.csv")), 0);
    ck_assert_int_eq(lb_atomic_file_save(in_folder("lank.csv"), false, "x", 1, &err), LB_OK);
    ck_assert_str_eq(content(in_folder("mal.csv")), "x");
    struct stat info;
    ck_assert_int_eq(lstat(in_folder("lank.csv"), &info), 0);
    ck_assert(S_ISLNK(info.st_mode));
    end_test();
}
END_TEST

START_TEST(full_device_is_an_error_and_stays_a_device)
{
    begin_test();
    ck_assert_int_eq(lb_atomic_file_save("/dev/full", false, "text", 4, &err), LB_E_IO);
    ck_assert_str_eq(err.text, "/dev/full: cannot be written: No space left on device");
    ck_assert_int_eq(lb_atomic_file_save("/dev/null", false, "text", 4, &err), LB_OK);
    struct stat info;
    ck_assert_int_eq(stat("/dev/full", &info), 0);
    ck_assert(S_ISCHR(info.st_mode));
    end_test();
}
END_TEST

START_TEST(leftovers_of_a_dead_process_are_removed_others_kept)
{
    begin_test();
    pid_t child = fork();
    if (child == 0) {
        lb_atomic_file output;
        lb_atomic_file_begin(path, false, &output, NULL);
        lb_atomic_file_write(&output, "halv", 4, NULL);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    fclose(fopen(in_folder(".karta åäö.tif.1-annan.lagesbild-tmp.tif"), "w"));
    ck_assert_int_eq(files(0), 2);
    ck_assert_int_eq(lb_atomic_file_save(path, false, "hel", 3, &err), LB_OK);
    ck_assert_int_eq(files(0), 2); /* ours, and that of another machine */
    ck_assert_str_eq(content(path), "hel");
    end_test();
}
END_TEST

START_TEST(failed_write_leaves_nothing_and_names_the_target)
{
    begin_test();
    lb_atomic_file output;
    ck_assert_int_eq(lb_atomic_file_begin(path, false, &output, &err), LB_OK);
    ck_assert_int_eq(lb_atomic_file_write(&output, "halv", 4, &err), LB_OK);
    lb_error_set(&err, LB_E_IO, "driver: %s is bad", output.temp);
    ck_assert_int_eq(lb_atomic_file_end(&output, LB_E_IO, &err), LB_E_IO);
    char expected[400];
    snprintf(expected, sizeof expected, "driver: %s is bad", path);
    ck_assert_str_eq(err.text, expected);
    ck_assert_int_eq(files(0), 0);
    end_test();
}
END_TEST

START_TEST(group_appears_together_or_not_at_all)
{
    begin_test();
    lb_atomic_files outputs = {0};
    const lb_atomic_file *a, *b;
    ck_assert_int_eq(lb_atomic_files_add(&outputs, in_folder("a.csv"), false, &a, &err), LB_OK);
    ck_assert_int_eq(lb_atomic_files_add(&outputs, in_folder("b.csv"), false, &b, &err), LB_OK);
    ck_assert_int_eq(lb_atomic_file_write(a, "a", 1, &err), LB_OK);
    ck_assert_int_eq(lb_atomic_files_commit(&outputs, &err), LB_E_IO); /* b was never written */
    ck_assert_int_eq(files(0), 0);
    ck_assert_int_eq(lb_atomic_files_add(&outputs, in_folder("a.csv"), false, &a, &err), LB_OK);
    ck_assert_int_eq(lb_atomic_files_add(&outputs, in_folder("b.csv"), false, &b, &err), LB_OK);
    ck_assert_int_eq(lb_atomic_file_write(a, "a", 1, &err), LB_OK);
    ck_assert_int_eq(lb_atomic_file_write(b, "b", 1, &err), LB_OK);
    ck_assert_int_eq(lb_atomic_files_end(&outputs, LB_OK, &err), LB_OK);
    ck_assert_str_eq(content(in_folder("a.csv")), "a");
    ck_assert_str_eq(content(in_folder("b.csv")), "b");
    end_test();
}
END_TEST

START_TEST(one_file_cannot_be_two_outputs)
{
    begin_test();
    lb_atomic_files outputs = {0};
    const lb_atomic_file *a;
    ck_assert_int_eq(lb_atomic_files_add(&outputs, path, false, &a, &err), LB_OK);
    ck_assert_int_eq(lb_atomic_files_add(&outputs, path, false, &a, &err), LB_E_USAGE);
    lb_atomic_files_abort(&outputs);
    ck_assert_int_eq(files(0), 0);
    end_test();
}
END_TEST

LB_TEST_MAIN("output", file_appears_at_commit_and_not_before,
             temporary_name_keeps_folder_and_ending,
             existing_file_is_kept_without_force_and_replaced_with_it,
             file_made_by_another_while_we_work_is_kept,
             folder_and_missing_folder_are_refused_with_reason,
             link_is_written_through_and_stays_a_link, full_device_is_an_error_and_stays_a_device,
             leftovers_of_a_dead_process_are_removed_others_kept,
             failed_write_leaves_nothing_and_names_the_target, group_appears_together_or_not_at_all,
             one_file_cannot_be_two_outputs)

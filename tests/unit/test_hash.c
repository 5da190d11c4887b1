/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include "base/atomic_file.h"
#include "port/gdal/sha256.h"
#include "tests/support/support.h"

static char hex[LB_HASH_SIZE];
static lb_error err;

static void write_file(const char *path, const char *text)
{
    ck_assert_int_eq(lb_atomic_file_save(path, true, text, strlen(text), &err), LB_OK);
}

static void hash_text(const char *text)
{
    lb_hasher *hasher = lb_hasher_new();
    ck_assert_ptr_nonnull(hasher);
    lb_hasher_add(hasher, text, strlen(text));
    lb_hasher_end(hasher, hex);
    lb_hasher_free(hasher);
}

START_TEST(known_digests_come_out)
{
    hash_text("");
    ck_assert_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    hash_text("abc");
    ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
END_TEST

START_TEST(file_hashes_as_its_bytes_whatever_layer_is_named)
{
    write_file("/tmp/lb_hash_abc.gpkg", "abc");
    ck_assert_int_eq(lb_hash_file("/tmp/lb_hash_abc.gpkg|layername=x", hex, &err), LB_OK);
    ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    unlink("/tmp/lb_hash_abc.gpkg");
}
END_TEST

START_TEST(shapefile_hashes_as_its_files_in_name_order)
{
    write_file("/tmp/lb_hash_s.shp", "c");
    write_file("/tmp/lb_hash_s.CPG", "a");
    write_file("/tmp/lb_hash_s.dbf", "b");
    write_file("/tmp/lb_hash_s.sbn", "an index matters to nobody");
    ck_assert_int_eq(lb_hash_file("/tmp/lb_hash_s.shp", hex, &err), LB_OK);
    ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    unlink("/tmp/lb_hash_s.shp");
    unlink("/tmp/lb_hash_s.CPG");
    unlink("/tmp/lb_hash_s.dbf");
    unlink("/tmp/lb_hash_s.sbn");
}
END_TEST

START_TEST(missing_file_is_named)
{
    strcpy(hex, "untouched");
    ck_assert_int_eq(lb_hash_file("/tmp/lb_hash_saknas.csv", hex, &err), LB_E_IO);
    ck_assert_str_eq(err.text, "/tmp/lb_hash_saknas.csv: cannot be opened to compute its hash");
    ck_assert_str_eq(hex, "untouched");
}
END_TEST

START_TEST(standard_input_has_no_hash)
{
    hex[0] = 'x';
    ck_assert_int_eq(lb_hash_file("/vsistdin/", hex, NULL), LB_OK);
    ck_assert_str_eq(hex, "");
}
END_TEST

LB_TEST_MAIN("hash", standard_input_has_no_hash, known_digests_come_out,
             file_hashes_as_its_bytes_whatever_layer_is_named,
             shapefile_hashes_as_its_files_in_name_order, missing_file_is_named)

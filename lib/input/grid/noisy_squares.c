/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key of a count is HMAC-SHA256 of its column and square by the secret: the same delivery gets
 * the same noise in every run, and who does not know the secret cannot take it away. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/try.h"
#include "input/grid/noisy_squares.h"
#include "kernel/disclosure/coarsening.h"
#include "kernel/disclosure/perturb_squares.h"
#include "kernel/disclosure/policy.h"
#include "port/gdal/sha256.h"

enum { SECRET_BYTES_MIN = 16, MESSAGE_SIZE = 320 };

/* The file's bytes without line ends behind them; the caller clears *out. */
static lb_status read_secret(const char *file, lb_buf *out, lb_error *err)
{
    LB_TRY(lb_file_read(file, out, err));
    while (out->length > 0 &&
           (out->text[out->length - 1] == '\n' || out->text[out->length - 1] == '\r'))
        out->length--;
    if (out->length >= SECRET_BYTES_MIN)
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "%s: a secret of %zu bytes, at least %d expected; make one with: openssl "
                        "rand -hex 32",
                        file, out->length, SECRET_BYTES_MIN);
}

const char *lb_cell_key_file(const char *perturb)
{
    static const char method[] = "cell-key:";
    size_t length = sizeof method - 1;
    return perturb && strncmp(perturb, method, length) == 0 && perturb[length] ? perturb + length
                                                                               : NULL;
}

typedef struct key_maker {
    const lb_buf *secret;
    bool *failed; /* a key could not be made, and the noise is worth nothing */
} key_maker;

static uint64_t key_of(const void *udata, const char *name, lb_square square)
{
    const key_maker *maker = udata;
    char message[MESSAGE_SIZE], id[LB_SQUARE_ID_SIZE];
    uint64_t key = 0;
    lb_square_id(square, id);
    snprintf(message, sizeof message, "%s|%s|1000", name, id);
    if (lb_hmac_sha256_key(maker->secret->text, maker->secret->length, message, &key) != LB_OK)
        *maker->failed = true;
    return key;
}

/* Cell-key noise (docs/methods.md, Cell key): the table of probabilities is derived from the
 * greatest deviation, the variance and the smallest count shown, the key of a count from the secret
 * file. */
static lb_status add_noise(const lb_recipe *recipe, const lb_squares *squares, const char *file,
                           lb_coarsened_squares *out, lb_error *err)
{
    lb_buf secret = {0};
    lb_perturb_table table;
    lb_status status = read_secret(file, &secret, err);
    if (status == LB_OK) {
        bool failed = false;
        const key_maker maker = {&secret, &failed};
        const lb_cell_keys keys = {key_of, &maker};
        status =
            lb_perturb_table_make(LB_NOISE_DEVIATION, LB_NOISE_VARIANCE, LB_NOISE_SMALLEST, &table);
        if (status == LB_OK)
            status = lb_perturb_squares(recipe, squares, &table, &keys, out);
        if (status == LB_OK && failed)
            status = LB_E_MEMORY;
        if (status != LB_OK)
            lb_error_set(err, status, "%s while noise was added to squares",
                         lb_status_text(status));
    }
    lb_buf_clear(&secret);
    return status;
}

static void warn_of_count(const char *variable, lb_log *log)
{
    lb_log_warning(log,
                   "variable %s is a level by the recipe, but its values are whole numbers, none "
                   "above the people of its square: it is taken for a count and left out of all "
                   "that is published, the index too; say kind: count, or if it counts no people "
                   "pass it on with open: [%s]",
                   variable, variable);
}

static void warn_of_share(const char *variable, bool ratio, lb_log *log)
{
    lb_log_warning(log,
                   "variable %s is no share by the recipe, but %s: it is coarsened as a share in "
                   "all that is published; say kind: share, or if it tells of no people pass it on "
                   "with open: [%s]",
                   variable,
                   ratio ? "a ratio of whole numbers that is nowhere above 1"
                         : "its values are from 0 to 1, each a part of no more people than live in "
                           "its square",
                   variable);
}

static void warn_of_hidden_share(const char *variable, bool percent, lb_log *log)
{
    lb_log_warning(log,
                   "variable %s is no share by the recipe, but its values are from 0 to %s, each a "
                   "part of no more people than live in its square: it is left out of all that is "
                   "published, the index too; say kind: share, or if it tells of no people pass it "
                   "on with open: [%s]",
                   variable, percent ? "100" : "1", variable);
}

/* Kinds that the values belie. Counts of a ratio have noise of their own, a share without counts
 * has it where the recipe says that it is one. */
static void warn_of_kinds(const lb_recipe *recipe, const lb_squares *squares, const lb_job *job)
{
    bool noise = lb_job_secret(job) != NULL;
    double base = fmax(noise ? 1 : lb_job_min_cell(job), ceil(recipe->minimum_population));
    for (size_t v = 0; v < recipe->variables; v++) {
        lb_level_look look = lb_level_look_of(recipe, squares, v, base);
        const char *variable = recipe->variable[v].name;
        bool ratio = recipe->variable[v].numerator.count > 0;
        if (look == LB_LOOKS_COUNT)
            warn_of_count(variable, job->log);
        else if (look == LB_LOOKS_PERCENT || (look == LB_LOOKS_SHARE && noise && !ratio))
            warn_of_hidden_share(variable, look == LB_LOOKS_PERCENT, job->log);
        else if (look == LB_LOOKS_SHARE && !noise)
            warn_of_share(variable, ratio, job->log);
    }
}

lb_status lb_published_squares_make(const lb_recipe *recipe, const lb_squares *squares,
                                    const lb_job *job, lb_coarsened_squares *out, lb_error *err)
{
    const char *secret = lb_job_secret(job);
    warn_of_kinds(recipe, squares, job);
    if (secret)
        return add_noise(recipe, squares, secret, out, err);
    return lb_coarsen_squares(recipe, squares, lb_job_min_cell(job), out) == LB_OK
               ? LB_OK
               : lb_error_memory(err);
}

lb_status lb_cell_key_fingerprint(const char *file, char text[LB_FINGERPRINT_SIZE], lb_error *err)
{
    lb_buf secret = {0};
    uint64_t key = 0;
    lb_status status = read_secret(file, &secret, err);
    if (status == LB_OK && lb_hmac_sha256_key(secret.text, secret.length, "fingerprint", &key))
        status = lb_error_memory(err);
    lb_buf_clear(&secret);
    snprintf(text, LB_FINGERPRINT_SIZE, "%016" PRIx64, key);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `inference`: publications read, each count of people solved as a system of its own, and the
 * findings written first. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "command/command_result.h"
#include "command/output_check.h"
#include "command/option_provenance.h"
#include "commands/inference/certificate_json.h"
#include "commands/inference/examine.h"
#include "commands/inference/register.h"
#include "input/areas/topology_report.h"
#include "output/table_file.h"

enum { TARGET, TABLE, ROW, SHOWN, LOW, HIGH, VERDICT, CERTIFICATE };

/* One examination: publications, their areas on the squares, and what was found, over all
 * variables. */
typedef struct inference_job {
    const lb_inference_options *options;
    const char *replaced; /* as in lb_inference_examine */
    const lb_job *job;
    lb_publications publications;
    lb_area_squares squares;
    lb_table safe; /* rows of the report that follow the findings */
    lb_table report;
    size_t found, unproved, examined, attributes; /* attributes are among the found */
} inference_job;

static bool is_certain(lb_inference_verdict verdict)
{
    return verdict == LB_INFERENCE_EXACT || verdict == LB_INFERENCE_NARROW ||
           verdict == LB_INFERENCE_ATTRIBUTE;
}

/* What a page shows of a square, as it shows it. */
static void write_square_range(const lb_published_variable *v, size_t square, int minimum,
                               lb_buf *out)
{
    if (!v->high || v->high[square] >= LB_INFERENCE_UNBOUNDED)
        return;
    if (v->low[square] <= 1 && v->high[square] == minimum - 1)
        lb_buf_printf(out, "<%d", minimum);
    else
        lb_buf_printf(out, "%lld\u2013%lld", (long long)v->low[square], (long long)v->high[square]);
}

/* Where a target stands in what was published: file, row, and what is shown there. */
static void write_place(const inference_job *m, const lb_inference_names *names,
                        const lb_inference_target *target, lb_table *to, size_t row)
{
    const lb_publications *p = names->publications;
    const lb_published_figure *figure = lb_inference_target_figure(names, target);
    size_t square = p->page ? lb_inference_target_square(names, target) : SIZE_MAX;
    char id[LB_SQUARE_ID_SIZE];
    lb_buf shown = {0};
    if (square != SIZE_MAX) {
        lb_square_id(p->square[square], id);
        write_square_range(&p->variable[names->variable], square, m->options->min_cell, &shown);
        lb_table_set_text(to, row, TABLE, lb_text_base_name(p->page));
        lb_table_set_text(to, row, ROW, id);
        lb_table_set_text(to, row, SHOWN, shown.text ? shown.text : "");
    } else if (figure) {
        lb_table_set_text(to, row, TABLE, figure->file);
        lb_table_set_text(to, row, ROW, figure->row);
        if (target->row != SIZE_MAX)
            lb_table_set_text(to, row, SHOWN, figure->shown);
    }
    to->failed |= shown.failed;
    lb_buf_clear(&shown);
}

/* One row of the report. Where a single square of the target is what is found, the range is that
 * square's and the name says so. */
static void write_target(const inference_job *m, const lb_inference_names *names,
                         lb_inference_target *target, lb_table *to)
{
    lb_buf text = {0};
    size_t row = lb_table_add_row(to);
    bool single = target->square.low <= target->square.high;
    lb_people_range range = single ? target->square : target->proved;
    if (single)
        lb_buf_puts(&text, "a square of: ");
    lb_inference_target_name(names, target, &text);
    lb_table_set_text(to, row, TARGET, text.text ? text.text : "");
    write_place(m, names, target, to, row);
    lb_table_set_integer(to, row, LOW, range.low);
    if (range.high < LB_INFERENCE_UNBOUNDED)
        lb_table_set_integer(to, row, HIGH, range.high);
    lb_table_set_text(to, row, VERDICT, lb_inference_verdict_names[target->verdict]);
    to->failed |= text.failed;
    lb_buf_clear(&text);
    if (target->certificate.length > 0) {
        lb_buf_printf(&text, "[%s]", target->certificate.text);
        lb_table_set_text(to, row, CERTIFICATE, text.text);
    }
    to->failed |= text.failed;
    lb_buf_clear(&text);
}

/* A square that a page shows to have few people, or so narrowly. */
static void report_shown(inference_job *m, const lb_inference_names *names, size_t square,
                         lb_people_range range, lb_inference_verdict verdict)
{
    const lb_publications *p = &m->publications;
    char id[LB_SQUARE_ID_SIZE];
    lb_buf text = {0}, target = {0};
    size_t row = lb_table_add_row(&m->report);
    lb_square_id(p->square[square], id);
    lb_buf_printf(&target, "%s: square %s", p->variable[names->variable].name, id);
    if (range.low == range.high)
        lb_buf_printf(&text, "%lld", (long long)range.low);
    else
        write_square_range(&p->variable[names->variable], square, m->options->min_cell, &text);
    lb_table_set_text(&m->report, row, TARGET, target.text ? target.text : "");
    lb_table_set_text(&m->report, row, TABLE, lb_text_base_name(p->page));
    lb_table_set_text(&m->report, row, ROW, id);
    lb_table_set_text(&m->report, row, SHOWN, text.text ? text.text : "");
    lb_table_set_integer(&m->report, row, LOW, range.low);
    lb_table_set_integer(&m->report, row, HIGH, range.high);
    lb_table_set_text(&m->report, row, VERDICT, lb_inference_verdict_names[verdict]);
    m->report.failed |= text.failed;
    lb_buf_clear(&text);
    lb_inference_shown_json(target.text, range, &text);
    lb_table_set_text(&m->report, row, CERTIFICATE, text.text ? text.text : "");
    m->report.failed |= text.failed || target.failed;
    lb_buf_clear(&text);
    lb_buf_clear(&target);
    m->found++;
}

/* Squares in no figure, or shown exactly: what the page says of them is all that is known. */
static void report_squares(inference_job *m, const lb_inference_names *names)
{
    const lb_published_variable *v = &m->publications.variable[names->variable];
    for (size_t i = 0; v->high && i < m->publications.squares; i++) {
        lb_people_range range = {v->low[i], v->high[i]};
        lb_inference_verdict verdict = lb_inference_judge(range, m->options->min_cell);
        if (names->system->atom_of[i] == SIZE_MAX && verdict != LB_INFERENCE_SAFE)
            report_shown(m, names, i, range, verdict);
    }
}

/* Has a finding of the same people been reported, of another period? */
static bool is_reported(inference_job *m, const lb_inference_names *names,
                        lb_inference_target *target)
{
    lb_buf name = {0};
    bool found = false;
    lb_inference_target_name(names, target, &name);
    for (size_t r = 0; r < m->report.rows && name.text && !found; r++)
        found = lb_text_ends_with(lb_table_text(&m->report, r, TARGET), name.text);
    m->report.failed |= name.failed;
    lb_buf_clear(&name);
    return found;
}

/* Findings, what could not be proved, hidden rows, and groups that may be few. */
static void report_targets(inference_job *m, const lb_inference_names *names,
                           lb_inference_targets *targets)
{
    for (size_t i = 0; i < targets->count; i++) {
        lb_inference_target *t = &targets->target[i];
        if (m->publications.period > 1 &&
            (t->verdict == LB_INFERENCE_SAFE || is_reported(m, names, t)))
            continue;
        m->examined++;
        m->found += is_certain(t->verdict);
        m->attributes += t->verdict == LB_INFERENCE_ATTRIBUTE;
        m->unproved += t->verdict == LB_INFERENCE_REAL || t->verdict == LB_INFERENCE_UNDECIDED;
        if (t->verdict != LB_INFERENCE_SAFE)
            write_target(m, names, t, &m->report);
        else if (t->row != SIZE_MAX || t->proved.low < m->options->min_cell)
            write_target(m, names, t, &m->safe);
    }
}

static lb_status refuse_contradiction(const inference_job *m, const lb_variable_input *v,
                                      size_t row, lb_error *err)
{
    const lb_published_figure *f = &m->publications.figure[v->figure[row]];
    return lb_error_set(
        err, LB_E_INPUT,
        "%s: %s of %s (%s) contradicts the other figures and squares: no numbers of people fit all "
        "of them; check that they are of the same year and squares, and that --areas and "
        "--cell-size are those of the figures",
        f->file, f->column, f->row, f->shown[0] ? f->shown : "hidden");
}

/* One variable's rows and unknowns. low, high: [atoms] bounds in people after propagation; hidden:
 * [rows] without a shown number. */
typedef struct variable_system {
    lb_variable_input input;
    lb_inference_system system;
    lb_inference_targets targets;
    int64_t *low, *high;
    bool *hidden;
} variable_system;

static void clear_variable(variable_system *v)
{
    lb_variable_input_clear(&v->input);
    lb_inference_system_clear(&v->system);
    lb_inference_targets_clear(&v->targets);
    free(v->low);
    free(v->high);
    free(v->hidden);
}

/* *contradiction: a row that no people fit, or SIZE_MAX; v is then not to be solved. */
static lb_status prepare_variable(inference_job *m, size_t variable, variable_system *v,
                                  size_t *contradiction, lb_error *err)
{
    if (lb_variable_input_make(&m->publications, &m->squares, variable, &v->input) != LB_OK ||
        lb_inference_system_build(&v->input.input, &v->system) != LB_OK)
        return lb_error_memory(err);
    *contradiction = lb_variable_input_check(&m->publications, &v->input);
    if (*contradiction != SIZE_MAX)
        return LB_OK;
    v->low = malloc((v->system.atoms + 1) * sizeof *v->low);
    v->high = malloc((v->system.atoms + 1) * sizeof *v->high);
    v->hidden = calloc(v->system.rows + 1, sizeof *v->hidden);
    if (!v->low || !v->high || !v->hidden)
        return lb_error_memory(err);
    memcpy(v->low, v->system.low, v->system.atoms * sizeof *v->low);
    memcpy(v->high, v->system.high, v->system.atoms * sizeof *v->high);
    for (size_t r = 0; r < v->system.rows; r++)
        v->hidden[r] = m->publications.figure[v->input.figure[r]].hidden;
    *contradiction = lb_inference_propagate(&v->system, v->low, v->high);
    return LB_OK;
}

static void forget_figure(const inference_job *m, lb_published_figure *f)
{
    lb_log_note(m->job->log,
                f->other_source ? "%s: %s of %s (%s) is not of the people of the squares, who have "
                                  "other numbers: not examined"
                                : "%s: %s of %s (%s), published earlier, is of an area with other "
                                  "borders: not examined, since it is made of coarsened squares",
                f->file, f->column, f->row, f->shown);
    f->other_source = f->coarsened = f->hidden = false;
    f->low = 0;
    f->high = INFINITY;
}

/* Can the figure be left out where it fits no people? One of people counted elsewhere, and one that
 * was published earlier of coarsened squares, which reveals no more than they do: its area may have
 * other borders by now. */
static bool is_dispensable(const lb_publications *p, const lb_published_figure *f)
{
    return f->other_source || (f->coarsened && f->source >= p->earlier_from);
}

/* Leaves out the figure that no people fit, or, where that is indispensable, all that are not.
 * False: there are none. */
static bool forget_figures(inference_job *m, const lb_variable_input *v, size_t row)
{
    bool any = false;
    lb_published_figure *figure = m->publications.figure;
    if (is_dispensable(&m->publications, &figure[v->figure[row]])) {
        forget_figure(m, &figure[v->figure[row]]);
        return true;
    }
    for (size_t r = 0; r < v->input.rows; r++)
        if (is_dispensable(&m->publications, &figure[v->figure[r]])) {
            forget_figure(m, &figure[v->figure[r]]);
            any = true;
        }
    return any;
}

/* One variable (people, or an age group): its system is set up, every target bounded, and the
 * report filled. Of an age group the squares' people are known too: they bound it as a part of
 * them. */
static lb_status solve_variable(inference_job *m, size_t variable, variable_system *v,
                                size_t *contradiction, lb_error *err)
{
    LB_TRY(prepare_variable(m, variable, v, contradiction, err));
    if (*contradiction != SIZE_MAX)
        return LB_OK;
    lb_inference_names names = {&m->publications, &m->squares, &v->input, &v->system, variable};
    lb_inference_solver solver = {.system = &v->system,
                                  .input = &v->input.input,
                                  .minimum = m->options->min_cell,
                                  .largest_search = 60,
                                  .writer = {lb_inference_certificate_json, &names}};
    for (size_t i = 0; i < m->publications.variables && i != variable; i++)
        if (strcmp(m->publications.variable[i].name, "population") == 0) {
            solver.people_low = m->publications.variable[i].low;
            solver.people_high = m->publications.variable[i].high;
        }
    *contradiction = SIZE_MAX;
    if (lb_inference_targets_list(&v->system, v->hidden, v->low, solver.minimum, &v->targets) !=
            LB_OK ||
        lb_inference_targets_solve(&solver, v->low, v->high, &v->targets, contradiction) != LB_OK)
        return lb_error_memory(err);
    if (*contradiction != SIZE_MAX)
        return LB_OK;
    if (m->publications.period <= 1)
        report_squares(m, &names);
    report_targets(m, &names, &v->targets);
    return LB_OK;
}

static lb_status solve_once(inference_job *m, size_t variable, bool *again, lb_error *err)
{
    variable_system v = {.low = NULL};
    size_t contradiction = SIZE_MAX;
    lb_status status = solve_variable(m, variable, &v, &contradiction, err);
    *again =
        status == LB_OK && contradiction != SIZE_MAX && forget_figures(m, &v.input, contradiction);
    if (status == LB_OK && contradiction != SIZE_MAX && !*again)
        status = refuse_contradiction(m, &v.input, contradiction, err);
    clear_variable(&v);
    return status;
}

/* Figures that hold in one period each are examined apart: which is that of the squares is not
 * known. */
static lb_status solve_variables(inference_job *m, lb_error *err)
{
    lb_publications *p = &m->publications;
    for (size_t i = 0; i < p->variables; i++)
        for (p->period = p->periods > 0; p->period <= p->periods; p->period++)
            for (bool again = true; again;)
                LB_TRY(solve_once(m, i, &again, err));
    return LB_OK;
}

/* Moves the rows of `safe` behind the findings. */
static void append_safe(inference_job *m)
{
    for (size_t r = 0; r < m->safe.rows; r++) {
        size_t row = lb_table_add_row(&m->report);
        for (size_t c = 0; c < m->safe.columns; c++)
            if (c == LOW || c == HIGH)
                lb_table_set_integer(&m->report, row, c, m->safe.column[c].data.integer[r]);
            else
                lb_table_set_text(&m->report, row, c, lb_table_text(&m->safe, r, c));
    }
}

static lb_status read_publications(inference_job *m, lb_error *err)
{
    const lb_inference_options *o = m->options;
    for (size_t i = 0; i < o->publications; i++)
        LB_TRY(lb_publication_read(o->publication[i], m->job, &m->publications, err));
    m->publications.earlier_from = m->replaced ? m->publications.files : SIZE_MAX;
    if (!m->publications.page && m->publications.figures == 0)
        lb_log_warning(m->job->log,
                       "%s: no page, and no table with people of areas; nothing is examined, which "
                       "is no proof that nothing can be concluded",
                       o->publication[0]);
    LB_TRY(lb_register_read(o, m->replaced, m->job, &m->publications, err));
    LB_TRY(lb_publications_find_areas(&m->publications, o, m->job, err));
    return lb_area_squares_make(&m->publications, o->cell_size, m->job, &m->squares, err);
}

static lb_status write_files(const inference_job *m, lb_error *err)
{
    const lb_inference_options *o = m->options;
    lb_provenance p = {0};
    lb_table_file file = {.path = o->output, .name = "inference", .table = &m->report};
    lb_provenance_begin(&p, &lb_inference_command, o, m->job);
    for (size_t i = 0; i < m->publications.files; i++)
        lb_provenance_source(&p, m->publications.file[i].path, NULL, -1);
    for (size_t i = 0; i < o->area_sets; i++) {
        const lb_areas *areas = &m->publications.areas[i];
        lb_skipped_to_provenance(areas->found.skipped, areas->label, &p);
        lb_areas_input_to_provenance(areas, &p);
    }
    lb_status status = lb_table_files_write(&p, &file, 1, o->provenance, m->job, err);
    lb_provenance_clear(&p);
    return status;
}

/* Findings and what could not be proved safe are warnings, kept under -q, since both forbid
 * publication; "nothing" is a note. */
static void log_verdict(const inference_job *m)
{
    int n = m->options->min_cell;
    size_t few = m->found - m->attributes;
    if (few > 0)
        lb_log_warning(m->job->log,
                       "%zu %s of fewer than %d people can be concluded: must not be published",
                       few, lb_number_word(few, "group", "groups"), n);
    if (m->attributes > 0)
        lb_log_warning(m->job->log,
                       "that no one or everyone in squares is young can be concluded, of %zu "
                       "%s: must not be published",
                       m->attributes, lb_number_word(m->attributes, "group", "groups"));
    if (m->unproved > 0)
        lb_log_warning(m->job->log,
                       "%zu %s could not be proved safe from fewer than %d people being "
                       "concluded: must not be published",
                       m->unproved, lb_number_word(m->unproved, "group", "groups"), n);
    if (m->found + m->unproved == 0)
        lb_log_note(m->job->log, "nothing of fewer than %d people can be concluded (%zu %s)", n,
                    m->examined, lb_number_word(m->examined, "group", "groups"));
}

static lb_status run_steps(inference_job *m, lb_error *err)
{
    LB_TRY(lb_command_begin(&lb_inference_command, m->options, m->job, err));
    lb_add_described_columns(&m->report, &lb_inference_command, "");
    lb_add_described_columns(&m->safe, &lb_inference_command, "");
    LB_TRY(read_publications(m, err));
    LB_TRY(solve_variables(m, err));
    append_safe(m);
    if (m->report.failed || m->safe.failed)
        return lb_error_memory(err);
    LB_TRY(write_files(m, err));
    if (!m->replaced) /* `run` says it itself */
        log_verdict(m);
    return LB_OK;
}

lb_status lb_inference_examine(const lb_inference_options *options, const char *replaced,
                               const lb_job *job, lb_table *out, bool *found, lb_error *err)
{
    inference_job m = {.options = options, .replaced = replaced, .job = job};
    lb_status status = run_steps(&m, err);
    lb_publications_clear(&m.publications);
    lb_area_squares_clear(&m.squares);
    lb_table_clear(&m.safe);
    if (status == LB_OK) {
        *out = m.report;
        *found = m.found + m.unproved > 0;
    } else {
        lb_table_clear(&m.report);
    }
    return status;
}

lb_status lb_inference_run(const lb_inference_options *options, const lb_job *job, lb_table *out,
                           bool *found, lb_error *err)
{
    lb_table table = {0};
    bool any = false;
    LB_TRY(lb_inference_examine(options, NULL, job, &table, &any, err));
    lb_status status = any ? LB_OK : lb_register_add(options, err);
    if (status == LB_OK) {
        *out = table;
        *found = any;
    } else {
        lb_table_clear(&table);
    }
    return status;
}

lb_status lb_inference_command_run(const void *options, const lb_job *job, lb_command_result *out,
                                   lb_error *err)
{
    lb_table table = {0};
    LB_TRY(lb_inference_run(options, job, &table, &out->not_for_publication, err));
    lb_command_result_add(out, "", &table);
    return LB_OK;
}

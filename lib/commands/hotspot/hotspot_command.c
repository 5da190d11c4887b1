/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `hotspot` takes and makes. */
#include <lagesbild/hotspot.h>
#include "base/try.h"
#include "command/command_list.h"
#include "command/option_table.h"
#include "commands/hotspot/hotspot_options.h"
#include "input/events/event_time.h"

typedef lb_hotspot_options values;

static const char *const p_words[] = {"exact", "normal", NULL};
static const char *const kernel_words[] = {"gaussian", "quartic", NULL};
static const char *const null_words[] = {"permutation", "fixed", NULL};

static const lb_option option_table[] = {
    LB_GRID_OPTION,
    LB_EVENTS_OPTION,
    LB_OPTION("method", 0, JOINED, LB_AT(method), "A,B",
              "vad som beräknas: count, kde, gi, excess, lisa, scan",
              "what is computed: count, kde, gi, excess, lisa, scan",
              .standard = "count,kde,gi,excess"),
    LB_OPTION("window", 0, TEXT, LB_AT(window), "WINDOW",
              "rutans omgivning: queen (åtta grannar), rook (fyra) eller meter",
              "round a cell: queen (eight neighbours), rook (four) or metres", .standard = "queen"),
    LB_SUPPORT_OPTION,
    LB_OPTION("expected", 0, TEXT, LB_AT(expected), "COLUMN",
              "rutnätets kolumn som excess hålls mot; utan den invånarna",
              "column of the grid that excess is held against; without it the people",
              .needs = "method=excess|method=scan|scan"),
    LB_OPTION("bandwidth", 0, TEXT, LB_AT(bandwidth), "METRES",
              "kärnans standardavvikelse (av quartic radien), eller auto",
              "standard deviation of the kernel (of quartic its radius), or auto",
              .standard = "500"),
    LB_OPTION("kernel", 0, EITHER, LB_AT(quartic), "KERNEL",
              "kärnan: gaussian, eller quartic som i andra program",
              "the kernel: gaussian, or quartic as in other programs", .words = kernel_words,
              .needs = "method=kde"),
    LB_OPTION("p", 0, EITHER, LB_AT(normal_p), "HOW",
              "p för gi: exakt (över 25 rutor med sadelpunkt) eller som andra program, normal",
              "p of gi: exact (beyond 25 cells by a saddlepoint), or as other programs, normal",
              .words = p_words, .needs = "method=gi"),
    LB_OPTION(
        "null", 0, EITHER, LB_AT(fixed_null), "HOW",
        "vad som byter plats i nollhypotesen: alla antal, eller alla utom rutans eget (fixed)",
        "what is permuted under the null: all counts, or all but the cell's own (fixed)",
        .words = null_words, .needs = "method=gi"),
    LB_OPTION("adjust", 0, CHOICE, LB_AT(adjust), "HOW", "justering för många test",
              "adjustment for many tests", .words = lb_adjustment_names),
    LB_OPTION("cold", 0, FLAG, LB_AT(cold), NULL, "även där händelserna är få",
              "also where events are few", .needs = "method=gi"),
    LB_OPTION("all-cells", 0, FLAG, LB_AT(all_cells), NULL, "en rad för varje ruta",
              "a row for every cell", .flags = 0),
    LB_OPTION("scan", 0, OUTPUT, LB_AT(scan), "FILE",
              "de troligaste klungorna som fil: Kulldorffs scanstatistik mot invånarna",
              "the most likely clusters, as a file: Kulldorff's scan statistic beside the people",
              .words = lb_table_endings, .flags = LB_OPTION_UNPUBLISHED),
    LB_OPTION("max-people", 0, REAL, LB_AT(max_people), "SHARE",
              "scan: högst så stor del av invånarna i en klunga; över 1: procent",
              "scan: at most this share of the people in a cluster; above 1: per cent",
              LB_BOUNDS(0, 100), .flags = LB_OPTION_ABOVE_LOW),
    LB_OPTION("max-radius", 0, REAL, LB_AT(max_radius), "METRES", "scan: klungornas största radie",
              "scan: the greatest radius of a cluster", LB_BOUNDS(0, 1e6), .flags = 0),
    LB_OPTION("near-repeat", 0, OUTPUT, LB_AT(near_repeat), "FILE",
              "par av händelser efter avstånd och dagar som fil: Knox test",
              "pairs of events by distance and days, as a file: Knox's test",
              .words = lb_table_endings, .flags = LB_OPTION_UNPUBLISHED),
    LB_OPTION("distances", 0, JOINED, LB_AT(distances), "M,M", "undre gränser för avstånd, meter",
              "lower bounds of distances, metres", .standard = "0,1,200,400,600"),
    LB_OPTION("days", 0, JOINED, LB_AT(days), "D,D", "undre gränser för dagar",
              "lower bounds of days", .standard = "0,1,7,14,28"),
    LB_OPTION("manhattan", 0, FLAG, LB_AT(manhattan), NULL, "avstånd längs axlarna",
              "distances along the axes", .needs = "near-repeat"),
    LB_OPTION("train", 0, TEXT, LB_AT(train), "PERIOD",
              "period vars händelser ordnar rutorna: 2020, 2020-06 eller FRÅN/TILL",
              "period whose events rank the cells: 2020, 2020-06 or FROM/TO",
              .flags = LB_OPTION_EVENT_PERIOD, .needs = "hits"),
    LB_OPTION("test", 0, TEXT, LB_AT(test), "PERIOD", "senare period vars händelser fångas",
              "later period whose events are caught", .flags = LB_OPTION_EVENT_PERIOD,
              .needs = "hits"),
    LB_OPTION("rolling", 0, FLAG, LB_AT(rolling), NULL,
              "varje år mot året före, i stället för train och test",
              "each year against the year before, in place of train and test", .needs = "hits"),
    LB_OPTION("area", 0, JOINED, LB_AT(area), "P,P",
              "hur stor del av rutorna som pekas ut, procent",
              "how much of the cells is flagged, per cent", .standard = "1,2,5"),
    LB_OPTION("people", 0, JOINED, LB_AT(people), "P,P",
              "hur stor del av invånarna som bor där det pekas ut, procent; i stället för area",
              "how much of the people lives where it is flagged, per cent; in place of area",
              .flags = 0),
    LB_OPTION("hits", 0, OUTPUT, LB_AT(hits), "FILE",
              "vad rutorna som train pekar ut fångar av test, efter metod, som fil",
              "what the cells that train flags catch of test, by method, as a file",
              .words = lb_table_endings, .flags = LB_OPTION_UNPUBLISHED),
    LB_OPTION("outlines", 0, OUTPUT, LB_AT(outlines), "FILE",
              "samlingspunkter och klungor som ytor, för kartor; med --min-cell bara de som har så "
              "många händelser",
              "hot spots and clusters as polygons, for maps; with --min-cell only those with as "
              "many events",
              .words = lb_outline_endings, .flags = 0),
    LB_EVENT_FIELD_OPTIONS,
    LB_TIME_OPTIONS_OF(NULL),
    LB_DRAWS_OPTION("dragningar", "draws"),
    LB_SEED_OPTION,
    LB_CONFIDENCE_OPTION,
    LB_DESPITE_REFUSAL_OPTION,
    LB_OPTION("gpkg", 'g', OUTPUT, LB_AT(gpkg), "FILE",
              "rutorna som lager hotspots: .gpkg, med färger för QGIS, .fgb eller .geojson",
              "the cells as layer hotspots: .gpkg, with colours for QGIS, .fgb or .geojson",
              .words = lb_layer_endings, .flags = LB_OPTION_UNPUBLISHED),
    LB_TABLE_OUTPUT_OPTION_OF(LB_OPTION_UNPUBLISHED),
    LB_COARSEN_OPTION,
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN_OF("cell", "", KEY, TEXT, NONE, "rutans id: dess sydvästra hörn",
                 "id of the cell: its south-west corner"),
    LB_COLUMN_OF("easting", "m", KEY, REAL, COUNT, "rutans mitt, östligt",
                 "centre of the cell, easting"),
    LB_COLUMN_OF("northing", "m", KEY, REAL, COUNT, "rutans mitt, nordligt",
                 "centre of the cell, northing"),
    LB_COLUMN_OF("events", "events", EVENT, INTEGER, COUNT, "händelser i rutan",
                 "events in the cell"),
    LB_COLUMN_OF("people", "people", PEOPLE, REAL, COUNT, "invånare i rutan", "people in the cell"),
    LB_COLUMN_OF("kde", "events", EVENT, REAL, NONE,
                 "händelser i rutan när var och en sprids av kärnan",
                 "events in the cell when each is spread by the kernel"),
    LB_COLUMN_OF("gi", "z", EVENT, REAL, NONE,
                 "Gi*: omgivningens händelser mot ett jämnt läge, i standardavvikelser",
                 "Gi*: events of the window beside an even spread, in standard deviations"),
    LB_COLUMN_OF("gi_p", "probability", EVENT, REAL, NONE,
                 "sannolikheten för minst så många om antalen byter plats",
                 "probability of at least as many when counts are permuted"),
    LB_COLUMN_OF("gi_q", "probability", EVENT, REAL, NONE, "gi_p justerat för alla rutor",
                 "gi_p adjusted for all cells"),
    LB_COLUMN_OF("excess", "ratio", EVENT, REAL, RATIO,
                 "omgivningens händelser mot dem som väntas av dess invånare",
                 "events of the window over those expected of its people"),
    LB_COLUMN_OF("excess_p", "probability", EVENT, REAL, NONE, "sannolikheten för minst så många",
                 "probability of at least as many"),
    LB_COLUMN_OF("excess_q", "probability", EVENT, REAL, NONE, "excess_p justerat för alla rutor",
                 "excess_p adjusted for all cells"),
    LB_COLUMN_OF("class", "0 to 3", EVENT, INTEGER, NONE,
                 "1: q under 0,05; 2: under 0,01; 3: under 0,001; minus: få",
                 "1: q below 0.05; 2: below 0.01; 3: below 0.001; minus: few"),
    LB_COLUMN_OF("window_cells", "cells", EVENT, INTEGER, COUNT, "rutor i omgivningen",
                 "cells of the window"),
    LB_COLUMN_OF("window_events", "events", EVENT, INTEGER, COUNT, "händelser i omgivningen",
                 "events of the window"),
    LB_COLUMN_OF("window_expected", "events", EVENT, REAL, NONE, "väntade händelser i omgivningen",
                 "events expected in the window"),
    LB_COLUMN_OF("gi_method", "", KEY, TEXT, NONE,
                 "hur gi_p är funnet: exact, saddlepoint eller normal",
                 "how gi_p was found: exact, saddlepoint or normal"),
    LB_COLUMN_OF("per_km2", "per km2", EVENT, REAL, RATE, "händelser per km2 i rutan",
                 "events per km2 of the cell"),
    LB_COLUMN_OF("per_1000", "per 1 000 inhabitants", EVENT, REAL, RATE,
                 "händelser per 1 000 invånare i rutan", "events per 1 000 people of the cell"),
    LB_COLUMN_OF("per_1000_low", "per 1 000 inhabitants", EVENT, REAL, RATE,
                 "nedre ände av dess intervall", "lower end of its interval"),
    LB_COLUMN_OF("per_1000_high", "per 1 000 inhabitants", EVENT, REAL, RATE,
                 "övre ände av dess intervall", "upper end of its interval"),
    LB_COLUMN_OF("gi_low_q", "probability", EVENT, REAL, NONE, "med --cold: q för så få händelser",
                 "with --cold: q of so few events"),
    LB_COLUMN_OF("lisa", "I", EVENT, REAL, NONE, "lokalt Morans I", "local Moran's I"),
    LB_COLUMN_OF("lisa_p", "probability", EVENT, REAL, NONE, "sannolikheten för minst så stort I",
                 "probability of an I at least as large"),
    LB_COLUMN_OF("lisa_q", "probability", EVENT, REAL, NONE, "lisa_p justerat för alla rutor",
                 "lisa_p adjusted for all cells"),
    LB_COLUMN_OF("lisa_quadrant", "", EVENT, TEXT, NONE,
                 "rutan och grannarna: high-high, low-low, high-low, low-high",
                 "cell and neighbours: high-high, low-low, high-low, low-high")};

static const lb_column_info scan[] = {
    LB_COLUMN_OF("cluster", "", KEY, INTEGER, NONE, "klungans nummer, den troligaste först",
                 "number of the cluster, the most likely first"),
    LB_COLUMN_OF("cases", "events", EVENT, INTEGER, COUNT, "händelser i klungan",
                 "events in the cluster"),
    LB_COLUMN_OF("expected", "events", EVENT, REAL, NONE, "väntade efter invånarna",
                 "expected of its people"),
    LB_COLUMN_OF("people", "people", PEOPLE, REAL, COUNT, "invånare i klungan",
                 "people in the cluster"),
    LB_COLUMN_OF("llr", "log ratio", EVENT, REAL, NONE, "logaritm av trolighetskvoten",
                 "log likelihood ratio"),
    LB_COLUMN_OF("p", "probability", EVENT, REAL, NONE,
                 "sannolikheten för en minst så trolig klunga någonstans",
                 "probability of a cluster at least as likely anywhere"),
    LB_COLUMN_OF("radius_m", "m", EVENT, REAL, COUNT, "radie", "radius"),
    LB_COLUMN_OF("easting", "m", KEY, REAL, COUNT, "mittrutans mitt, östligt", "centre, easting"),
    LB_COLUMN_OF("northing", "m", KEY, REAL, COUNT, "mittrutans mitt, nordligt",
                 "centre, northing"),
    LB_COLUMN_OF("cells", "cells", EVENT, INTEGER, COUNT, "rutor i klungan",
                 "cells of the cluster")};

static const lb_column_info near_repeat[] = {
    LB_COLUMN_OF("distance_from", "m", KEY, REAL, NONE, "avstånd från och med",
                 "distance from, included"),
    LB_COLUMN_OF("distance_to", "m", KEY, REAL, NONE, "avstånd till, inte med; tomt: alla längre",
                 "distance to, not included; empty: all longer"),
    LB_COLUMN_OF("days_from", "days", KEY, INTEGER, NONE, "dagar från och med",
                 "days from, included"),
    LB_COLUMN_OF("days_to", "days", KEY, INTEGER, NONE, "dagar till, inte med; tomt: alla fler",
                 "days to, not included; empty: all more"),
    LB_COLUMN_OF("observed", "pairs", EVENT, INTEGER, COUNT, "par av händelser", "pairs of events"),
    LB_COLUMN_OF("expected", "pairs", EVENT, REAL, NONE, "medel när datumen byter plats",
                 "mean when dates are permuted"),
    LB_COLUMN_OF("ratio", "ratio", EVENT, REAL, RATIO, "observed genom expected",
                 "observed over expected"),
    LB_COLUMN_OF("p", "probability", EVENT, REAL, NONE, "sannolikheten för minst så många par",
                 "probability of at least as many pairs")};

static const lb_column_info hits[] = {
    LB_COLUMN_OF("method", "", KEY, TEXT, NONE, "vad som ordnar rutorna", "what ranks the cells"),
    LB_COLUMN_OF("area_percent", "per cent", EVENT, REAL, NONE, "utpekad del av rutorna",
                 "flagged part of the cells"),
    LB_COLUMN_OF("cells", "cells", EVENT, INTEGER, COUNT, "utpekade rutor", "flagged cells"),
    LB_COLUMN_OF("hits", "events", EVENT, REAL, NONE, "senare händelser i dem",
                 "later events in them"),
    LB_COLUMN_OF("events", "events", EVENT, REAL, NONE, "senare händelser i alla rutor",
                 "later events in all cells"),
    LB_COLUMN_OF("hit_rate", "share", EVENT, REAL, SHARE, "hits genom events", "hits over events"),
    LB_COLUMN_OF("hit_low", "share", EVENT, REAL, SHARE, "nedre ände av dess intervall",
                 "lower end of its interval"),
    LB_COLUMN_OF("hit_high", "share", EVENT, REAL, SHARE, "övre ände av dess intervall",
                 "upper end of its interval"),
    LB_COLUMN_OF("pai", "ratio", EVENT, REAL, RATIO, "träffandel genom andel av rutorna",
                 "hit rate over share of the cells"),
    LB_COLUMN_OF("pei", "share", EVENT, REAL, RATIO,
                 "hits genom de flesta som så många rutor kunnat fånga",
                 "hits over the most that so many cells could have caught"),
    LB_COLUMN_OF("rri", "ratio", EVENT, REAL, RATIO, "träffandel genom samma andel i train",
                 "hit rate over the same rate in train"),
    LB_COLUMN_OF("train_hits", "events", EVENT, REAL, NONE, "händelser i train i rutorna",
                 "events of train in them"),
    LB_COLUMN_OF("predicted_observed", "ratio", EVENT, REAL, RATIO, "train_hits genom hits",
                 "train_hits over hits"),
    LB_COLUMN_OF("people_percent", "per cent", EVENT, REAL, NONE,
                 "med --people: utpekad del av invånarna",
                 "with --people: flagged part of the people"),
    LB_COLUMN_OF("train", "", KEY, TEXT, NONE, "med --rolling: året som ordnar rutorna",
                 "with --rolling: the year that ranks the cells"),
    LB_COLUMN_OF("test", "", KEY, TEXT, NONE, "med --rolling: året vars händelser fångas",
                 "with --rolling: the year whose events are caught")};

static const lb_column_info outlines[] = {
    LB_COLUMN_OF("name", "", KEY, TEXT, NONE, "H: samlingspunkt, K: klunga, med nummer",
                 "H: hot spot, K: cluster, with a number"),
    LB_COLUMN_OF("category", "", EVENT, TEXT, NONE, "vad den är och hur säker",
                 "what it is, how sure"),
    LB_COLUMN_OF("events", "events", EVENT, INTEGER, COUNT,
                 "händelser i hela samlingspunkten eller klungan",
                 "events in the whole hot spot or cluster"),
    LB_COLUMN_OF("events_total", "events", EVENT, INTEGER, COUNT, "händelser i hela rutnätet",
                 "events in the whole grid"),
    LB_COLUMN_OF("cells", "cells", GROUND, INTEGER, COUNT, "rutor", "cells"),
    LB_COLUMN_OF("radius_m", "m", GROUND, REAL, COUNT, "klungans radie", "radius of the cluster"),
    LB_COLUMN_OF("wkt", "", GROUND, TEXT, NONE, "ytan i rutnätets referenssystem",
                 "the polygon, in the CRS of the grid")};

static const lb_table_info tables[] = {{.name = "",
                                        .option = "output",
                                        .hidden_by = {"output", "gpkg"},
                                        .column = columns,
                                        .columns = LB_COUNT(columns)},
                                       LB_SHOWN_TABLE("scan", "scan", scan),
                                       LB_FILE_TABLE("near-repeat", "near-repeat", near_repeat),
                                       LB_FILE_TABLE("hits", "hits", hits),
                                       LB_FILE_TABLE("outlines", "outlines", outlines)};

static const values initial = {.timezone = "Europe/Stockholm",
                               .draws = 999,
                               .seed = 1,
                               .confidence = 0.95,
                               .max_people = 0.1,
                               .max_radius = 3000};

void lb_hotspot_options_init(lb_hotspot_options *options)
{
    *options = initial;
}

/* Refuses before anything is read what the table of options cannot express. Whether a window is
 * well formed does not depend on the grid, so cells of 1 m stand in for those of the support. */
static lb_status check_options(const void *given, lb_error *err)
{
    const values *o = given;
    lb_grid metres = {.dx = 1, .dy = 1};
    lb_cell_window window;
    LB_TRY(lb_hotspot_texts_check(o, err));
    if (!o->window)
        return LB_OK;
    if (lb_cell_window_parse(o->window, &metres, &window) != LB_OK)
        return lb_error_set(err, LB_E_USAGE,
                            "--window: '%s' found, expected queen, rook or metres up to 100000",
                            o->window);
    lb_cell_window_clear(&window);
    return LB_OK;
}

const lb_command lb_hotspot_command = {
    .name = "hotspot",
    .order = 180,
    .subject = LB_SUBJECT_EVENTS,
    .summary = {"var händelserna samlas, och hur säkert det är",
                "where events gather, and how sure that is"},
    .description =
        {"Räknar händelserna i varje ruta, sprider dem med en kärna, och säger var de är fler än "
         "slumpen ger, mot alla rutor (Gi*, med exakta p) och mot dem som bor där, justerat för "
         "att "
         "många rutor prövas.",
         "Counts the events of each cell, spreads them by a kernel, and says where they are more "
         "than chance gives, beside all cells (Gi*, with exact p) and beside the people there, "
         "adjusted for many cells being tested."},
    .job_options = LB_JOB_TABLES | LB_JOB_SKIP_INVALID | LB_JOB_EVENTS_WHERE,
    .check = check_options,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};

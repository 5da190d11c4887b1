/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/share/uncertainty_text.h"
#include "render/page/share_sentence.h"
#include "tests/support/support.h"

static const lb_share_sentence whole = {.share = 0.2842,
                                        .area_share = 0.000201,
                                        .reference = "Fiktiv stad, 1.5 på karta",
                                        .joint = {0.221, 0.35},
                                        .quotient = {1100, 1750},
                                        .sources = 31,
                                        .part = {0.3, 0.4, 0.1, 0.15, 0.05}};

/* The sentence in either language translated into `english` is the one written in that. */
static void translates(lb_share_sentence sentence, bool english, const char *wanted)
{
    for (int from = 0; from < 2; from++) {
        char *text;
        lb_buf buf = {0};
        sentence.english = from;
        ck_assert_int_eq(lb_share_sentence_write(&sentence, &text), LB_OK);
        ck_assert(lb_sentence_is_one(text));
        lb_sentence_translate(text, english, &buf);
        ck_assert_str_eq(buf.text, wanted);
        lb_buf_clear(&buf);
        free(text);
    }
}

START_TEST(a_sentence_is_the_same_from_either_language)
{
    translates(whole, false,
               "28,4 % (22,1 till 35,0) av händelserna på 0,020 % av ytan (Fiktiv stad, 1.5 på "
               "karta): 1410 (1100 till 1750) gånger så många som överallt; osäkert genom serier "
               "40 %, räkning 30 %, tid 15 %, läge 10 %, gränser 5 %");
    translates(whole, true,
               "28.4 % (22.1 to 35.0) of the events on 0.020 % of the area (Fiktiv stad, 1.5 på "
               "karta): 1410 (1100 to 1750) times as many as everywhere; unsure by chains 40 %, "
               "counting 30 %, time 15 %, position 10 %, borders 5 %");
}
END_TEST

START_TEST(the_usual_reference_has_a_name_in_both)
{
    lb_share_sentence sentence = whole;
    sentence.reference = LB_REFERENCE_LABEL;
    sentence.sources = LB_DRAW_COUNTING;
    sentence.part[0] = (double)NAN;
    translates(sentence, true,
               "28.4 % (22.1 to 35.0) of the events on 0.020 % of the area (Sweden, land and "
               "inland water): 1410 (1100 to 1750) times as many as everywhere; unsure by "
               "counting");
    sentence.area_share = (double)NAN;
    translates(sentence, false, "28,4 % (22,1 till 35,0) av händelserna; osäkert genom räkning");
}
END_TEST

START_TEST(a_page_has_the_sentence_in_both_languages_and_keeps_the_files)
{
    lb_table table = {0};
    char *html;
    lb_table_add_column(&table, "category", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&table, "uncertainty", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_rows(&table, 2);
    lb_table_set_text(&table, 0, 1, "2.5 % (2 to 3) of the events; unsure by time");
    lb_table_set_text(&table, 1, 1, "0.5, as someone thinks");
    const lb_page_table tables[] = {{.title = {"t", NULL}, .id = "t", .table = &table}};
    const lb_page page = {.title = {"p", NULL}, .table = tables, .tables = 1};
    ck_assert_int_eq(lb_page_render(&page, &html), LB_OK);
    ck_assert_ptr_nonnull(
        strstr(html, "<td data-v=\"2.5 % (2 to 3) of the events; unsure by time\">"
                     "<span lang=\"sv\">2,5 % (2 till 3) av händelserna; osäkert genom tid</span>"
                     "<span lang=\"en\">2.5 % (2 to 3) of the events; unsure by time</span></td>"));
    ck_assert_ptr_nonnull(strstr(html, "<td>0.5, as someone thinks</td>"));
    free(html);
    lb_table_clear(&table);
}
END_TEST

LB_TEST_MAIN("share_sentence", a_sentence_is_the_same_from_either_language,
             the_usual_reference_has_a_name_in_both,
             a_page_has_the_sentence_in_both_languages_and_keeps_the_files)

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet's marks, as they are laid out. */
#include "port/cairo/cairo_render.h"
#include "render/brief/brief_sheet.h"
#include "tests/support/support.h"

/* A sheet without a figure, of that title. */
static lb_drawing *draw_sheet(const char *title, const lb_measure *measure)
{
    lb_table none = {0};
    lb_drawing *map = lb_drawing_new(LB_BRIEF_MAP_WIDTH, LB_BRIEF_MAP_HEIGHT, NULL), *sheet = NULL;
    const lb_page_text text = {"text", NULL};
    lb_brief_sheet brief = {.title = title,
                            .map = map,
                            .mix_title = text,
                            .near_title = text,
                            .caveats = text,
                            .mix = &none,
                            .near = &none,
                            .source = ""};
    ck_assert_int_eq(lb_brief_sheet_draw(&brief, measure, &sheet), LB_OK);
    lb_drawing_free(map);
    return sheet;
}

/* A4 with margins of 40 points; letters of 20 points, of at least 13. */
START_TEST(a_title_of_any_length_is_within_the_margins)
{
    static const struct {
        const char *title;
        double least, most; /* points of its letters */
    } titles[] = {{"Hamnen", 20, 20},
                  {"Rosengård söder om Amiralsgatan och Herrgården", 13, 19.9},
                  {"Ett mycket långt namn på ett område som ingen hade väntat sig att någon skulle "
                   "skriva på ett blad",
                   13, 13}};
    lb_text_measurer *measurer;
    lb_measure measure;
    ck_assert_int_eq(lb_text_measurer_new(&measurer, &measure), LB_OK);
    for (size_t t = 0; t < sizeof titles / sizeof *titles; t++) {
        lb_drawing *sheet = draw_sheet(titles[t].title, &measure);
        const lb_mark *first = NULL;
        for (size_t i = 0; i < sheet->marks; i++) {
            const lb_mark *mark = &sheet->mark[i];
            if (!mark->text || mark->style.size < 13)
                continue;
            first = first ? first : mark;
            double end = mark->x + lb_measure_text(&measure, mark->text, mark->style.size, true);
            ck_assert_msg(end <= 595.28 - 40 + 1, "'%s' ends at %g", mark->text, end);
        }
        ck_assert_ptr_nonnull(first);
        ck_assert(first->style.size >= titles[t].least && first->style.size <= titles[t].most);
        lb_drawing_free(sheet);
    }
    lb_text_measurer_free(measurer);
}
END_TEST

LB_TEST_MAIN("brief_sheet", a_title_of_any_length_is_within_the_margins)

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours of the layer trend in QGIS, by the classes of input/grid/square_changes. */
#include <stdio.h>
#include <stdlib.h>

#include <lagesbild/trend.h>
#include "base/buf.h"
#include "commands/trend/trend_tables.h"
#include "input/grid/square_changes.h"
#include "render/qgis/qml_sld.h"
#include "render/text/palette.h"

/* CASE WHEN "change" <= -10 THEN 1 ... ELSE 7 END, as XML; nothing where there is no change. */
static char *class_expression(void)
{
    lb_buf text = {0};
    lb_buf_puts(&text, "CASE WHEN &quot;change&quot; IS NULL THEN NULL");
    for (int k = 0; k < LB_CHANGE_CLASSES - 1; k++)
        lb_buf_printf(&text, " WHEN &quot;change&quot; &lt;%s %g THEN %d",
                      lb_change_limits[k] < 0 ? "=" : "", lb_change_limits[k], k + 1);
    lb_buf_printf(&text, " ELSE %d END", LB_CHANGE_CLASSES);
    return lb_buf_detach(&text);
}

/* QGIS style of the map of changes: classes coloured, and hatched where q is at or above the
 * limit. */
char *lb_trend_style(bool english)
{
    char hex[LB_CHANGE_CLASSES][8], *colours[LB_CHANGE_CLASSES], where[60];
    const char *label[LB_CHANGE_CLASSES + 1];
    lb_rgba ink[LB_CHANGE_CLASSES];
    lb_palette_change(LB_CHANGE_CLASSES, ink);
    for (int k = 0; k < LB_CHANGE_CLASSES; k++) {
        snprintf(hex[k], sizeof hex[k], "#%06x", (unsigned)(ink[k] >> 8));
        colours[k] = hex[k];
        label[k] = english ? lb_change_class_names[k].en : lb_change_class_names[k].sv;
    }
    label[LB_CHANGE_CLASSES] = english ? "no figure" : "ingen uppgift";
    snprintf(where, sizeof where, "&quot;q&quot; &gt;= %g", LB_FINDING_Q);
    char *attribute = class_expression();
    lb_style_options style = {.classes = LB_CHANGE_CLASSES,
                              .colours = colours,
                              .label = label,
                              .attribute = attribute,
                              .hatch_where = where,
                              .lined = true,
                              .english = english};
    char *qml = attribute ? lb_style_vector_qml(&style) : NULL;
    free(attribute);
    return qml;
}

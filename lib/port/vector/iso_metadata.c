/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "port/vector/iso_metadata.h"
#include "text/json_read.h"

static void put_escaped(lb_buf *xml, const char *text)
{
    for (; text && *text; text++)
        switch (*text) {
        case '&':
            lb_buf_puts(xml, "&amp;");
            break;
        case '<':
            lb_buf_puts(xml, "&lt;");
            break;
        case '>':
            lb_buf_puts(xml, "&gt;");
            break;
        default: /* XML 1.0 has no control characters but these */
            lb_buf_putc(xml, (unsigned char)*text < ' ' && !strchr("\t\n\r", *text) ? ' ' : *text);
        }
}

/* <gmd:NAME><gco:CharacterString>TEXT</...>; nilReason where there is no text. */
static void put_text(lb_buf *xml, const char *name, const char *text)
{
    if (!text || !*text) {
        lb_buf_printf(xml, "<gmd:%s gco:nilReason=\"missing\"/>", name);
        return;
    }
    lb_buf_printf(xml, "<gmd:%s><gco:CharacterString>", name);
    put_escaped(xml, text);
    lb_buf_printf(xml, "</gco:CharacterString></gmd:%s>\n", name);
}

static void put_code(lb_buf *xml, const char *list, const char *value)
{
    lb_buf_printf(xml,
                  "<gmd:%s codeList=\"http://standards.iso.org/iso/19139/resources/"
                  "gmxCodelists.xml#%s\" codeListValue=\"%s\">%s</gmd:%s>",
                  list, list, value, value, list);
}

/* A member of the provenance as text; "" where it is none. NULL: out of memory. */
static char *member_text(lb_json_value object, const char *key)
{
    lb_json_value value;
    lb_buf raw = {0};
    if (!lb_json_member(object, key, &value))
        return lb_buf_detach(&raw);
    if (value.length > 0 && value.text[0] == '"')
        return lb_json_string(value);
    lb_buf_append(&raw, value.text, value.length);
    return lb_buf_detach(&raw);
}

/* "lagesbild 0.2.0, share" and the like; every input as a source. */
static void put_lineage(lb_buf *xml, const char *json)
{
    static const char *const keys[] = {"name", "rows", "sha256"};
    static const char *const before[] = {"", ", rows ", ", SHA-256 "};
    lb_json_value root, inputs, input = {NULL, 0};
    if (!json || !lb_json_parse_value(json, strlen(json), &root))
        return;
    char *version = member_text(root, "version"), *command = member_text(root, "command");
    lb_buf statement = {0};
    lb_buf_printf(&statement, "lagesbild %s, %s", version ? version : "", command ? command : "");
    xml->failed |= !version || !command || statement.failed;
    free(version);
    free(command);
    lb_buf_puts(xml, "<gmd:lineage><gmd:LI_Lineage>\n");
    put_text(xml, "statement", statement.text);
    lb_buf_clear(&statement);
    while (lb_json_member(root, "inputs", &inputs) && lb_json_next(inputs, &input)) {
        lb_buf source = {0};
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            char *value = member_text(input, keys[i]);
            if (value && *value && strcmp(value, "null") != 0)
                lb_buf_printf(&source, "%s%s", before[i], value);
            xml->failed |= !value;
            free(value);
        }
        xml->failed |= source.failed;
        lb_buf_puts(xml, "<gmd:source><gmd:LI_Source>");
        put_text(xml, "description", source.text);
        lb_buf_puts(xml, "</gmd:LI_Source></gmd:source>\n");
        lb_buf_clear(&source);
    }
    lb_buf_puts(xml, "</gmd:LI_Lineage></gmd:lineage>\n");
}

static const char *find_crs(const lb_layer_desc *layers, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (lb_layer_has_geometry(&layers[i]))
            return layers[i].crs;
    return NULL;
}

static void put_head(lb_buf *xml, const char *crs, const char *language)
{
    lb_buf_puts(xml, "<gmd:MD_Metadata xmlns:gmd=\"http://www.isotc211.org/2005/gmd\""
                     " xmlns:gco=\"http://www.isotc211.org/2005/gco\">\n");
    put_text(xml, "language", language);
    lb_buf_puts(xml, "<gmd:characterSet>");
    put_code(xml, "MD_CharacterSetCode", "utf8");
    lb_buf_puts(xml, "</gmd:characterSet>\n<gmd:hierarchyLevel>");
    put_code(xml, "MD_ScopeCode", "dataset");
    lb_buf_puts(xml, "</gmd:hierarchyLevel>\n<gmd:contact gco:nilReason=\"missing\"/>\n"
                     "<gmd:dateStamp gco:nilReason=\"withheld\"/>\n"
                     "<gmd:metadataStandardName><gco:CharacterString>ISO 19115:2003/19139"
                     "</gco:CharacterString></gmd:metadataStandardName>\n");
    if (!crs)
        return;
    lb_buf_puts(xml, "<gmd:referenceSystemInfo><gmd:MD_ReferenceSystem>"
                     "<gmd:referenceSystemIdentifier><gmd:RS_Identifier>");
    put_text(xml, "code", crs);
    lb_buf_puts(xml, "</gmd:RS_Identifier></gmd:referenceSystemIdentifier>"
                     "</gmd:MD_ReferenceSystem></gmd:referenceSystemInfo>\n");
}

char *lb_iso_metadata(const lb_layer_desc *layers, size_t n, const lb_file_about *about)
{
    const char *language = about->english ? "eng" : "swe";
    lb_buf xml = {0};
    put_head(&xml, find_crs(layers, n), language);
    lb_buf_puts(&xml, "<gmd:identificationInfo><gmd:MD_DataIdentification>\n"
                      "<gmd:citation><gmd:CI_Citation>");
    put_text(&xml, "title", about->title ? about->title : layers[0].name);
    lb_buf_puts(&xml, "<gmd:date gco:nilReason=\"withheld\"/></gmd:CI_Citation></gmd:citation>\n");
    put_text(&xml, "abstract", about->abstract);
    put_text(&xml, "language", language);
    lb_buf_puts(&xml, "</gmd:MD_DataIdentification></gmd:identificationInfo>\n"
                      "<gmd:dataQualityInfo><gmd:DQ_DataQuality><gmd:scope><gmd:DQ_Scope>"
                      "<gmd:level>");
    put_code(&xml, "MD_ScopeCode", "dataset");
    lb_buf_puts(&xml, "</gmd:level></gmd:DQ_Scope></gmd:scope>\n");
    put_lineage(&xml, about->provenance);
    lb_buf_puts(&xml, "</gmd:DQ_DataQuality></gmd:dataQualityInfo>\n</gmd:MD_Metadata>\n");
    return lb_buf_detach(&xml);
}

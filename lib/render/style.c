#include "render/style.h"
#include "base/text.h"
char *lb_style_vector_qml(const lb_style_options *o)
{
    (void)o;
    return lb_text_copy("<qgis/>");
}
char *lb_style_raster_qml(const lb_style_options *o)
{
    (void)o;
    return lb_text_copy("<qgis/>");
}
char *lb_style_vector_sld(const lb_style_options *o)
{
    (void)o;
    return lb_text_copy("<sld/>");
}

# SPDX-License-Identifier: GPL-3.0-or-later
# Merely reads a raster and the polygons of a layer with GDAL and OGR: read_polygons.py RASTER LAYER
import sys

from osgeo import gdal, ogr

gdal.UseExceptions()
raster = gdal.Open(sys.argv[1])
size = sum(len(raster.GetRasterBand(b + 1).ReadRaster()) for b in range(raster.RasterCount))
source = ogr.Open(sys.argv[2])
points = sum(feature.GetGeometryRef().GetGeometryRef(0).GetPointCount() for feature in source.GetLayer(0))
print(size, points)

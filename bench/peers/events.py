# SPDX-License-Identifier: GPL-3.0-or-later
# Events a year in any of the areas, by pandas and geopandas: events.py AREAS EVENTS OUT
import sys

import geopandas
import pandas

areas = pandas.read_csv(sys.argv[1], sep=";")
areas = geopandas.GeoDataFrame(areas, geometry=geopandas.GeoSeries.from_wkt(areas["wkt"]))
events = pandas.read_csv(sys.argv[2], sep=";")
points = geopandas.GeoDataFrame(events, geometry=geopandas.points_from_xy(events["e"], events["n"]))
inside = geopandas.sjoin(points, areas[["geometry"]], predicate="within")
inside = inside[~inside.index.duplicated()]
inside.groupby(inside["datum"].str[:4]).size().to_csv(sys.argv[3], header=False)

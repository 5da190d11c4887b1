# SPDX-License-Identifier: GPL-3.0-or-later
# Merely reads all bands of rasters with rasterio, a thread a raster: read_rasters.py RASTER...
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import rasterio


def read(path):
    with rasterio.open(path) as raster:
        return sum(raster.read(band).size for band in range(1, raster.count + 1))


with ThreadPoolExecutor(os.cpu_count()) as pool:
    print(sum(pool.map(read, sys.argv[1:])))

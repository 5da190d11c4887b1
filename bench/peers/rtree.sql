-- SPDX-License-Identifier: GPL-3.0-or-later
-- The rows of a layer that `index` wrote into a new table with an R-tree: what it costs SQLite alone.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
BEGIN;
CREATE TABLE rutor AS SELECT * FROM source.rutor;
CREATE VIRTUAL TABLE tree USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO tree SELECT id, minx, maxx, miny, maxy FROM source.rtree_rutor_geom;
COMMIT;

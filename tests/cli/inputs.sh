# SPDX-License-Identifier: GPL-3.0-or-later
# Small inputs that several cases share; sourced by their cmd.

# A recipe of one variable, so that a table needs three columns.
recipe() {
    cat >recept.yaml <<'END'
recipe: prov
population: {column: totalt, minimum: 20}
variables:
  inkomst: {column: inkomst, kind: level, direction: -1, group: ekonomi}
groups: {ekonomi: {weight: 1}}
END
}

# rows: a table of squares from lines ID;SIZE;PEOPLE;INCOME on stdin.
table() {
    { echo 'Ruta;Rutstorl;Totalt;Inkomst'; cat; } >rutor.csv
}

# Six sound squares of 250 m in a row.
squares() {
    table <<'END'
6000006600000;250;100;200,5
6002506600000;250;110;210
6005006600000;250;120;220
6007506600000;250;130;230
6010006600000;250;140;240
6012506600000;250;150;250
END
}

index() { # options and inputs: the report is not what these cases are about
    "$LAGESBILD" index -q -r recept.yaml "$@" >report.txt
}

# Nothing but the named files may be in the folder.
only() {
    found=$(ls -A) expected=$(printf '%s\n' "$@" | sort)
    [ "$found" = "$expected" ] || { echo "found: $found"; echo "expected: $expected"; exit 99; } >&2
}

# Two areas of 1 km2 side by side; their shared edge is E 601000. In the old crs member, EPSG:3006.
neighbours() {
    cat >omraden.geojson <<'END'
{"type": "FeatureCollection",
"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}},
"features": [
{"type": "Feature", "properties": {"namn": "Väst", "kategori": "Riskområde"}, "geometry": {"type": "Polygon",
"coordinates": [[[600000, 6600000], [601000, 6600000], [601000, 6601000], [600000, 6601000], [600000, 6600000]]]}},
{"type": "Feature", "properties": {"namn": "Öst", "kategori": "Utsatt område"}, "geometry": {"type": "Polygon",
"coordinates": [[[601000, 6600000], [602000, 6600000], [602000, 6601000], [601000, 6601000], [601000, 6600000]]]}}]}
END
}

# What share says of these events: category and events.
counted() { # areas
    "$LAGESBILD" share -q --areas "$1" --events handelser.csv -o ut.csv
    awk -F, 'NR > 1 { print $3 ": " $4 }' ut.csv
    rm ut.csv
}

# A table of tests/cases/report.txt, columns parted by tabs.
report() {
    awk -v head="[$1]" '$0 == head { on = 1; next } /^\[/ || /^$/ { on = 0 } on && !/^#/ {
        gsub(/   */, "\t"); print }' "$SRC/tests/cases/report.txt"
}

# Of the demo's project, steps that draw at random draw little and maps have a ninth of the pixels, where the case is not
# about their figures: a run then takes a quarter of the time.
few_draws() { # FILE
    sed -i 's/^  - placebo: {/&draws: 99, /; s/^\( *\)method: .gi, kde, excess, scan.$/&\n\1draws: 99/; s/dpi: 150/dpi: 50/' "$1"
}

# Leaves of a project only the steps of these names (`as`, else the command), where the case is about the run itself and
# not about what all steps make: a run then takes a tenth of the time.
keep_steps() { # FILE NAME...
    project=$1
    shift
    awk -v names=" $* " '
        function end_step() { if (step != "" && index(names, " " name " ")) printf "%s", step; step = "" }
        /^  - / { end_step(); inside = 1; name = $2; sub(/:.*/, "", name) }
        !inside { print; next }
        match($0, /[ {]as: [^,} ]+/) { name = substr($0, RSTART + 5, RLENGTH - 5) }
        { step = step $0 "\n" }
        END { end_step() }' "$project" >kept.yaml
    mv kept.yaml "$project"
}

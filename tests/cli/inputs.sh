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

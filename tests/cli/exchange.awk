# SPDX-License-Identifier: GPL-3.0-or-later
# usage: awk -v columns="A,B:WHOLE" -f exchange.awk PEOPLE.csv TABLE.csv >EXCHANGED.csv
# Exchanges the counts that coarsening hides among squares of as many people (PEOPLE.csv: Ruta,
# Rutstorl, Totalt): from 1 to 4 in squares of 40 people or more, for B only where WHOLE is at least
# 9; all in squares of 5 to 19; the people themselves among squares of 1 to 4. How many counts moved
# is told on standard error.
BEGIN { FS = OFS = ";" }
{ sub(/\r$/, "") }
FNR == 1 { file++ }
file == 1 { people[$1, $2] = $3; next }
FNR == 1 {
    n = split(columns, wanted, ",")
    for (k = 1; k <= n; k++) {
        split(wanted[k], of, ":")
        for (i = 1; i <= NF; i++) {
            if ($i == of[1]) column[k] = i
            if ($i == of[2]) whole[k] = i
        }
        if (!column[k]) { print "no column " of[1] >"/dev/stderr"; exit 1 }
    }
}
{ line[FNR] = $0; rows = FNR }
END {
    for (r = 2; r <= rows; r++) {
        m = split(line[r], field, ";")
        p = people[field[1], field[2]] + 0
        for (k = 1; k <= n; k++) {
            value = field[column[k]]
            if (value !~ /^[0-9]+$/) continue
            few = value >= 1 && value <= 4
            if (column[k] == 3 && wanted[k] == "Totalt") group = few ? "people" : ""
            else if (p >= 5 && p <= 19) group = p
            else group = p >= 40 && few && (!whole[k] || field[whole[k]] >= 9) ? p : ""
            if (group == "") continue
            # The first takes the value of the last, each other that of the one before it.
            if (!((k, group) in last)) first[k, group] = r
            else new[r, k] = last[k, group]
            last[k, group] = value
        }
    }
    for (key in first) {
        split(key, part, SUBSEP)
        new[first[key], part[1]] = last[key]
    }
    for (r = 1; r <= rows; r++) {
        m = split(line[r], field, ";")
        for (k = 1; k <= n; k++)
            if ((r, k) in new) {
                moved += field[column[k]] != new[r, k]
                field[column[k]] = new[r, k]
            }
        out = field[1]
        for (i = 2; i <= m; i++) out = out ";" field[i]
        print out
    }
    print moved + 0 " counts moved" >"/dev/stderr"
}

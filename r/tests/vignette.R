# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the code of the vignette and holds its share against the command's: Rscript vignette.R FILE
# Without FILE, as in R CMD check, which runs the vignette itself: nothing.
if (!length(commandArgs(TRUE)))
  quit(status = 0)
lines <- readLines(commandArgs(TRUE)[1], encoding = "UTF-8")
fences <- grep("^```", lines)
code <- unlist(Map(function(from, to) lines[(from + 1):(to - 1)], fences[c(TRUE, FALSE)], fences[c(FALSE, TRUE)]))
suppressWarnings(eval(parse(text = code, encoding = "UTF-8"), globalenv()))
path <- tempfile(fileext = ".json")
system2(Sys.getenv("LAGESBILD"), c("share", "-q", "--areas", shQuote(areas), "--events", shQuote(events), "-o", path),
        stderr = FALSE)
expected <- jsonlite::fromJSON(path)
expected <- expected[expected$category == "total", ]
for (column in c("events", "share", "share_low", "share_high", "area_share", "location_quotient"))
  stopifnot(identical(total[[column]], expected[[column]]))
cat(sprintf("%.1f %% (%.1f to %.1f) of %d events on %.5f %% of the land\n", 100 * total$share, 100 * total$share_low,
            100 * total$share_high, total$events_total, 100 * total$area_share))
cat("ok   ", commandArgs(TRUE)[1], "\n", sep = "")

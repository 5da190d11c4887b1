# SPDX-License-Identifier: GPL-3.0-or-later
# Tables that the command wrote, as data frames with units, meanings and provenance.

# What `describe` says of a column; capital words of its names stand for any text.
column_info <- function(table, name) {
  for (column in table$columns)
    for (part in strsplit(column$name, "|", fixed = TRUE)[[1]]) {
      escaped <- gsub("([][{}()+*^$|\\\\?.])", "\\\\\\1", part)
      if (grepl(paste0("^", gsub("[A-Z]+", ".+", escaped), "$"), name))
        return(column)
    }
  NULL
}

read_table <- function(path, table, provenance) {
  frame <- jsonlite::fromJSON(path, simplifyDataFrame = TRUE)
  if (!is.data.frame(frame))
    frame <- data.frame()
  infos <- lapply(names(frame), function(name) column_info(table, name))
  names(infos) <- names(frame)
  infos <- Filter(Negate(is.null), infos)
  attr(frame, "units") <- vapply(infos, function(info) info$unit, "")
  attr(frame, "meaning") <- vapply(infos, function(info) info$meaning$en, "")
  if (!is.null(provenance))
    attr(frame, "provenance") <- jsonlite::fromJSON(provenance, simplifyVector = FALSE)
  frame
}

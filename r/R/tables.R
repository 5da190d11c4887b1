# SPDX-License-Identifier: GPL-3.0-or-later
# Tables that the command wrote, as data frames with units, meanings and provenance.

# What `describe` says of a column; capital words of its names stand for any text. Of several that fit
# the one with most letters of its own; placeholders alone say it only where there is one.
column_info <- function(table, name) {
  fits <- list()
  letters <- integer()
  for (column in table$columns)
    for (part in strsplit(column$name, "|", fixed = TRUE)[[1]]) {
      escaped <- gsub("([][{}()+*^$|\\\\?.])", "\\\\\\1", part)
      if (!grepl(paste0("^", gsub("[A-Z]+", ".+", escaped), "$"), name))
        next
      fits <- c(fits, list(column))
      letters <- c(letters, nchar(gsub("[A-Z_]", "", part)))
    }
  best <- fits[letters == max(letters, 0)]
  if (length(best) && (max(letters) > 0 || length(best) == 1)) best[[1]] else NULL
}

# A column of nothing but days is dates; of texts where one is no day (2021-02-30).
typed_column <- function(values) {
  known <- if (is.character(values)) values[!is.na(values)] else character()
  if (!length(known) || !all(grepl("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", known)))
    return(values)
  days <- as.Date(values, format = "%Y-%m-%d")
  if (identical(is.na(days), is.na(values))) days else values
}

described <- function(frame, table, provenance) {
  columns <- setdiff(names(frame), attr(frame, "sf_column"))
  for (name in columns)
    frame[[name]] <- typed_column(frame[[name]])
  infos <- lapply(columns, function(name) column_info(table, name))
  names(infos) <- columns
  infos <- Filter(Negate(is.null), infos)
  attr(frame, "units") <- vapply(infos, function(info) info$unit, "")
  attr(frame, "meaning") <- vapply(infos, function(info) info$meaning$en, "")
  if (!is.null(provenance))
    attr(frame, "provenance") <- jsonlite::fromJSON(provenance, simplifyVector = FALSE)
  frame
}

read_table <- function(path, table, provenance) {
  frame <- jsonlite::fromJSON(path, simplifyDataFrame = TRUE)
  described(if (is.data.frame(frame)) frame else data.frame(), table, provenance)
}

# layer: its name; NULL: that of the table, else the first.
read_layer <- function(path, table, provenance, layer) {
  layers <- sf::st_layers(path)$name
  if (is.null(layer))
    layer <- c(intersect(table$name, layers), layers)[1]
  if (!layer %in% layers)
    raise("usage_error", paste0("geometry: no layer '", layer, "'; there are: ",
                                paste(setdiff(layers, "layer_styles"), collapse = ", ")))
  described(sf::st_read(path, layer, quiet = TRUE, stringsAsFactors = FALSE), table, provenance)
}

# A number with so many digits that count, never as a power of ten.
digits_text <- function(value, digits) {
  decimals <- if (value == 0) 0 else max(0, digits - 1 - floor(log10(abs(value))))
  formatC(value, format = "f", digits = decimals)
}

legible_value <- function(value, unit) {
  if (is.na(value)) return("")
  if (!is.numeric(value)) return(as.character(value))
  if (unit == "share") {
    percent <- 100 * value
    return(paste(if (abs(percent) >= 0.05 || percent == 0) formatC(percent, format = "f", digits = 1)
                 else digits_text(percent, 2), "%"))
  }
  if (is.finite(value) && value %% 1 != 0) digits_text(value, 4) else formatC(value, format = "f", digits = 0)
}

# A copy of a table for people, all texts: shares per cent with digits that count, numbers with four of
# them, nothing where a value is missing.
legible <- function(frame) {
  units <- attr(frame, "units")
  columns <- setdiff(names(frame), attr(frame, "sf_column"))
  texts <- lapply(columns, function(name) {
    unit <- if (name %in% names(units)) units[[name]] else ""
    vapply(seq_len(nrow(frame)), function(i) legible_value(frame[[name]][[i]], unit), "")
  })
  data.frame(setNames(texts, columns), check.names = FALSE, stringsAsFactors = FALSE)
}

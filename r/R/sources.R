# SPDX-License-Identifier: GPL-3.0-or-later
# What is given for an option as texts of the command line; data frames go through files.

# A number with as many digits as it takes to be the same again.
exact_text <- function(value) {
  text <- rep(NA_character_, length(value))
  known <- value[!is.na(value)]
  short <- sprintf("%.15g", known)
  text[!is.na(value)] <- ifelse(as.numeric(short) == known, short, sprintf("%.17g", known))
  text
}

# Columns that any file can have: no lists; numbers that text would round as texts.
plain_columns <- function(frame, text_numbers) {
  for (name in setdiff(names(frame), attr(frame, "sf_column"))) {
    column <- frame[[name]]
    if (inherits(column, "sfc"))
      frame[[name]] <- NULL
    else if (is.list(column))
      frame[[name]] <- vapply(column, function(v) paste(v, collapse = ", "), "")
    else if (text_numbers && is.double(column) && !is.object(column))
      frame[[name]] <- exact_text(column)
  }
  frame
}

source_text <- function(value, name, folder) {
  if (is.character(value) && length(value) == 1)
    return(enc2utf8(value))
  if (inherits(value, "sfc"))
    value <- sf::st_sf(geometry = value)
  if (inherits(value, "sf")) {
    path <- file.path(folder, paste0(name, ".gpkg"))
    sf::st_write(plain_columns(value, FALSE), path, name, quiet = TRUE, # the file's key has a name of its own
                 layer_options = "FID=lagesbild_fid")
    return(path)
  }
  if (is.data.frame(value)) {
    path <- file.path(folder, paste0(name, ".csv"))
    write.csv(plain_columns(as.data.frame(value), TRUE), path, row.names = FALSE, na = "", fileEncoding = "UTF-8")
    return(path)
  }
  raise("usage_error", paste0(name, ": a path or a data frame is expected, ", class(value)[1], " found"))
}

number_text <- function(value) {
  if (is.numeric(value)) format(value, digits = 17, scientific = FALSE, trim = TRUE) else as.character(value)
}

# The texts that follow the option on the command line, one each time it is given.
option_texts <- function(option, value, folder) {
  if (is.data.frame(value) || inherits(value, "sfc"))
    value <- list(value)
  if (option$kind %in% c("joined", "box"))
    return(paste(vapply(value, number_text, ""), collapse = ","))
  if (!option$`repeated` && length(value) != 1)
    raise("usage_error", sprintf("%s: one value is expected, %d found", option$name, length(value)))
  texts <- character()
  for (i in seq_along(value)) {
    name <- if (length(value) > 1) paste0(option$name, i) else option$name
    part <- value[[i]]
    texts <- c(texts, if (option$layer) source_text(part, name, folder) else number_text(part))
  }
  # names of a vector are names of sources: c("2020" = "a.gpkg") is 2020=a.gpkg
  if (is.null(names(value)) || !option$layer) texts
  else ifelse(nzchar(names(value)), paste0(names(value), "=", texts), texts)
}

# Arguments of the command line: named ones, then --, then those without a name in order.
option_arguments <- function(command, given, folder) {
  named <- positional <- character()
  for (option in command$options) {
    value <- given[[option$name]]
    if (is.null(value) || identical(value, FALSE))
      next
    if (option$kind == "flag") {
      if (isTRUE(value)) named <- c(named, paste0("--", option$name))
      next
    }
    texts <- option_texts(option, value, folder)
    if (option$positional) positional <- c(positional, texts)
    else named <- c(named, paste0("--", option$name, "=", texts))
  }
  if (length(positional)) c(named, "--", positional) else named
}

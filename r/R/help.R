# SPDX-License-Identifier: GPL-3.0-or-later
# Help pages of the commands, from what the installed program says of them.

# A text in R's documentation format; options of the command line (--chain-days) by their names in R.
rd_text <- function(text) {
  text <- gsub("([\\\\%{}])", "\\\\\\1", text)
  option <- gregexpr("--[a-z][a-z0-9-]*", text)
  regmatches(text, option) <- lapply(regmatches(text, option), function(o)
    sprintf("\\code{%s}", underscored(substring(o, 3))))
  text
}

rd_items <- function(names, texts) sprintf("  \\item{%s}{%s}", names, texts)

sentence <- function(text) paste0(toupper(substr(text, 1, 1)), substring(text, 2), if (!grepl("[.?]$", text)) ".")

# What may be given for an option, in words.
option_type <- function(option) {
  if (option$kind == "flag") return("\\code{TRUE} or \\code{FALSE}")
  if (option$layer)
    return(paste0("a path, data frame or \\pkg{sf} object", if (option$`repeated`) ", or several, in a list"))
  one <- switch(option$kind, whole = "a whole number", real = "a number", joined = , box = "a vector", "")
  if (option$input || option$output) one <- "a path"
  if (length(option$choices))
    one <- paste("one of", paste0("\\code{\"", rd_text(unlist(option$choices)), "\"}", collapse = ", "))
  if (option$`repeated`) paste0(if (nzchar(one)) paste0(one, ", or "), "several") else one
}

option_help <- function(option) {
  default <- if (!is.null(option$default) && !isFALSE(option$default)) paste0("default ", rd_text(option$default))
  notes <- paste(c(option_type(option), default), collapse = "; ")
  paste0(rd_text(sentence(option$help$en)), if (nzchar(notes)) paste0(" (", sub("^; ", "", notes), ")"))
}

column_help <- function(table) {
  if (!length(table$columns)) return(NULL)
  names <- vapply(table$columns, function(c) paste0("\\code{", rd_text(c$name), "}"), "")
  texts <- vapply(table$columns, function(c)
    rd_text(paste0(sentence(c$meaning$en), if (nzchar(c$unit)) paste0(" [", c$unit, "]"))), "")
  c("\\describe{", rd_items(names, texts), "}")
}

section <- function(title, lines) if (length(lines)) c(paste0("\\section{", title, "}{"), lines, "}")

of_sources <- paste("A path may be \\code{FILE|layername=LAYER|where=CONDITION}: one layer of several, the rows that",
                    "meet a condition in OGR SQL; or \\code{FILE|crs=EPSG:n}, what its coordinates are in.")

value_help <- function(command) {
  main <- main_table(command)
  layers <- length(layer_options(command)) > 0
  c("\\value{", if (is.null(main)) "What the command prints, invisibly."
    else c("A data frame, whose attributes are \\code{units}, \\code{meaning} and \\code{provenance}.", column_help(main$table)),
    if (layers) "With \\code{geometry} the rows with their outlines, an \\pkg{sf} object.", "}")
}

# The page of a command in R's documentation format.
rd_page <- function(command) {
  name <- function_name(command)
  arguments <- formals(make_function(command))
  pairs <- paste(names(arguments), "=", vapply(arguments, deparse, ""), sep = "\r") # is not wrapped within
  usage <- gsub("\r", " ", strwrap(paste0(name, "(", paste(pairs, collapse = ", "), ")"), 78, exdent = 2))
  options <- Filter(function(o) o$name != "quiet", command$options)
  main <- main_table(command)
  others <- Filter(function(table) !identical(table, main$table), command$tables)
  c("% Made when the package was installed, from what the command says of itself.", paste0("\\name{", name, "}"),
    paste0("\\alias{", name, "}"), paste0("\\title{", rd_text(sentence(command$summary$en)), "}"), "\\description{",
    rd_text(command$description$en), "}", "\\usage{", usage, "}", "\\arguments{",
    rd_items(underscored(vapply(options, function(o) o$name, "")), vapply(options, option_help, "")),
    rd_items("geometry", "\\code{TRUE}, or the name of one of several layers: the rows with their outlines as an \\pkg{sf}
    object, of commands that write layers"), "}",
    if (any(vapply(options, function(o) o$layer, NA))) c("\\details{", of_sources, "}"), value_help(command),
    unlist(lapply(others, function(table)
      section(paste("Columns of", if (nzchar(table$name)) rd_text(table$name) else "the table"), column_help(table)))),
    "\\seealso{", "\\code{\\link{lagesbild}}: what holds for all commands; formulas and examples are in the",
    paste0("manual page \\command{man lagesbild-", command$name, "}."), "}")
}

# Called by configure: the pages as files in folder, UTF-8 in any locale.
write_pages <- function(folder) {
  commands <- tryCatch(describe_commands(), lagesbild_error = function(e) {
    message("no help pages of the commands: ", conditionMessage(e))
    list()
  })
  for (command in commands) {
    out <- file(file.path(folder, paste0(function_name(command), ".Rd")), "wb")
    writeLines(enc2utf8(rd_page(command)), out, useBytes = TRUE)
    close(out)
  }
}

# What a command does, its options and the columns of its tables, as the installed program has them.
lagesbild_help <- function(command) {
  file <- tempfile(fileext = ".Rd")
  on.exit(unlink(file))
  writeLines(enc2utf8(c("\\encoding{UTF-8}", rd_page(command_named(command)))), file, useBytes = TRUE)
  cat(capture.output(Rd2txt(file, options = list(underline_titles = FALSE))), sep = "\n")
}

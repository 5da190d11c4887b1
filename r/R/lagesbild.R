# SPDX-License-Identifier: GPL-3.0-or-later
# Functions made from descriptions of commands.

underscored <- function(name) gsub("-", "_", name, fixed = TRUE)

# The table that is returned, and the option that writes it; NULL: there is none.
main_table <- function(command) {
  for (table in command$tables)
    if (table$name == "" && !is.null(table$option)) {
      option <- Find(function(o) o$name == table$option, command$options)
      if (".json" %in% unlist(option$endings))
        return(list(table = table, option = option$name))
    }
  NULL
}

# The table whose rows have outlines, and the option that writes it as a layer.
layer_table <- function(command) {
  layers <- Filter(function(o) ".geojson" %in% unlist(o$endings), command$options)
  layers <- vapply(layers, function(o) o$name, "")
  if (!length(layers))
    raise("usage_error", paste0(command$name, ": has no layer to return; leave geometry out"))
  option <- c(intersect(c("output", "gpkg"), layers), layers)[1]
  of_option <- Filter(function(table) identical(table$option, option), command$tables)
  list(table = c(of_option, command$tables)[[1]], option = option)
}

has_option <- function(command, name) any(vapply(command$options, function(o) o$name == name, NA))

# A command by its name with a list of options, whose names are those of the command line or with _
# for -. Returns the main table, with geometry the layer as sf, or where there is none what the command
# prints.
lagesbild_run <- function(command, options = list(), progress = getOption("lagesbild.progress"), geometry = FALSE) {
  description <- describe_commands()[[gsub("_", "-", command, fixed = TRUE)]]
  if (is.null(description))
    raise("usage_error", paste0("no command '", command, "'"))
  known <- vapply(description$options, function(o) o$name, "")
  names(options) <- known[match(underscored(names(options)), underscored(known))]
  if (anyNA(names(options)))
    raise("usage_error", paste0(command, ": an option that it does not have; it has: ",
                                paste(underscored(known), collapse = ", ")))
  folder <- tempfile("lagesbild")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  main <- if (geometry) layer_table(description) else main_table(description)
  path <- provenance <- NULL
  if (!is.null(main) && is.null(options[[main$option]])) {
    path <- options[[main$option]] <- file.path(folder, if (geometry) "table.gpkg" else "table.json")
    if (has_option(description, "provenance") && is.null(options$provenance))
      provenance <- options$provenance <- file.path(folder, "provenance.json")
  }
  printed <- run_command(c(description$name, option_arguments(description, options, folder)), progress, folder)
  read <- if (geometry) read_layer else read_table
  if (is.null(path)) invisible(printed) else read(path, main$table, provenance)
}

make_function <- function(command) {
  options <- Filter(function(o) o$name != "quiet", command$options)
  first <- vapply(seq_along(options), function(i)
    options[[i]]$positional && (options[[i]]$needed || i == 1), NA)
  keywords <- underscored(vapply(c(options[first], options[!first]), function(o) o$name, ""))
  f <- function() {
    call <- match.call()
    given <- lapply(as.list(call)[-1], eval, parent.frame())
    lagesbild_run(command_name, given[names(given) != "geometry"], geometry = isTRUE(given$geometry))
  }
  formals(f) <- c(setNames(rep(list(NULL), length(keywords)), keywords), list(geometry = FALSE))
  environment(f) <- list2env(list(command_name = command$name), parent = environment(lagesbild_run))
  f
}

# All commands: lb <- lagesbild(); lb$share(areas = areas, events = "handelser.csv", period = "year")
lagesbild <- function() structure(list(), class = "lagesbild_commands")

names.lagesbild_commands <- function(x) underscored(names(describe_commands()))

`$.lagesbild_commands` <- function(x, name) {
  command <- describe_commands()[[gsub("_", "-", name, fixed = TRUE)]]
  if (is.null(command))
    raise("usage_error", paste0("no command '", name, "'; there are: ", paste(names(x), collapse = ", ")))
  make_function(command)
}

print.lagesbild_commands <- function(x, ...) {
  for (command in describe_commands())
    cat(sprintf("%-14s %s\n", underscored(command$name), command$summary$en))
  cat("lagesbild_help(\"share\") tells what share does, what it takes and what it returns\n")
  invisible(x)
}

of_sources <- paste("A path may be FILE|layername=LAYER|where=CONDITION: one layer of several, the rows that meet a",
                    "condition in OGR SQL; or FILE|crs=EPSG:n, what its coordinates are in.")

# What a command does, its options and the columns of its tables.
lagesbild_help <- function(command) {
  description <- describe_commands()[[gsub("_", "-", command, fixed = TRUE)]]
  if (is.null(description))
    raise("usage_error", paste0("no command '", command, "'"))
  cat(description$description$en, "\n\n", sep = "")
  for (option in description$options) {
    text <- paste0(option$help$en, if (length(option$choices)) paste0(": ", paste(option$choices, collapse = ", ")),
                   if (!is.null(option$default) && !isFALSE(option$default)) paste0(" (default ", option$default, ")"))
    cat(underscored(option$name), "\n", paste0(strwrap(text, 90, prefix = "    "), "\n"), sep = "")
  }
  if (any(vapply(description$options, function(o) o$layer, NA)))
    cat("\n", paste0(strwrap(of_sources, 90), "\n"), sep = "")
  for (table in description$tables) {
    cat("\nColumns", if (nzchar(table$name)) paste(" of", table$name), ":\n", sep = "")
    for (column in table$columns)
      cat(column$name, " [", column$unit, "]: ", column$meaning$en, "\n", sep = "")
  }
}

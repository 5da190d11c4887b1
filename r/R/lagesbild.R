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

# Options that write layers: as GeoJSON too, or where there are several layers as a GeoPackage alone.
layer_options <- function(command) {
  layers <- Filter(function(o) ".geojson" %in% unlist(o$endings) || identical(unlist(o$endings), ".gpkg"), command$options)
  vapply(layers, function(o) o$name, "")
}

# The table whose rows have outlines, and the option that writes it as a layer. layer: the name of one of several;
# TRUE: the first that is described, else the main table.
layer_table <- function(command, layer) {
  layers <- layer_options(command)
  if (!length(layers))
    raise("usage_error", paste0(command$name, ": has no layer to return; leave geometry out"))
  option <- c(intersect(c("output", "gpkg"), layers), layers)[1]
  named <- function(table) isTRUE(layer) || table$name == layer
  of_option <- Filter(function(table) identical(table$option, option) && named(table), command$tables)
  main <- Filter(function(table) table$name == "", command$tables)
  list(table = c(of_option, main, command$tables)[[1]], option = option)
}

has_option <- function(command, name) any(vapply(command$options, function(o) o$name == name, NA))

command_named <- function(name) {
  command <- describe_commands()[[gsub("_", "-", name, fixed = TRUE)]]
  if (is.null(command))
    raise("usage_error", paste0("no command '", name, "'; there are: ",
                                paste(underscored(names(describe_commands())), collapse = ", ")))
  command
}

# A command by its name with a list of options, whose names are those of the command line or with _
# for -. Returns the main table, with geometry (TRUE, or the name of a layer) the layer as sf, or where there
# is none what the command prints; what it prints beside a table, as others that go to no file, is its attribute "printed".
lagesbild_run <- function(command, options = list(), progress = getOption("lagesbild.progress"), geometry = FALSE) {
  description <- command_named(command)
  known <- vapply(description$options, function(o) o$name, "")
  names(options) <- known[match(underscored(names(options)), underscored(known))]
  if (anyNA(names(options)))
    raise("usage_error", paste0(command, ": an option that it does not have; it has: ",
                                paste(underscored(known), collapse = ", ")))
  folder <- tempfile("lagesbild")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  layer <- !identical(geometry, FALSE)
  main <- if (layer) layer_table(description, geometry) else main_table(description)
  path <- provenance <- NULL
  if (!is.null(main) && is.null(options[[main$option]])) {
    path <- options[[main$option]] <- file.path(folder, if (layer) "table.gpkg" else "table.json")
    if (has_option(description, "provenance") && is.null(options$provenance))
      provenance <- options$provenance <- file.path(folder, "provenance.json")
  }
  printed <- run_command(c(description$name, option_arguments(description, options, folder)), progress, folder)
  if (is.null(path))
    return(invisible(printed))
  frame <- if (layer) read_layer(path, main$table, provenance, if (is.character(geometry)) geometry)
           else read_table(path, main$table, provenance)
  attr(frame, "printed") <- printed
  frame
}

# Arguments are the options of the command, those that it needs first.
make_function <- function(command) {
  options <- Filter(function(o) o$name != "quiet", command$options)
  first <- vapply(seq_along(options), function(i)
    options[[i]]$positional && (options[[i]]$needed || i == 1), NA)
  keywords <- underscored(vapply(c(options[first], options[!first]), function(o) o$name, ""))
  f <- function() {
    call <- match.call()
    given <- lapply(as.list(call)[-1], eval, parent.frame())
    lagesbild_run(command_name, given[names(given) != "geometry"],
                  geometry = if (is.null(given$geometry)) FALSE else given$geometry)
  }
  formals(f) <- c(setNames(rep(list(NULL), length(keywords)), keywords), list(geometry = FALSE))
  environment(f) <- list2env(list(command_name = command$name), parent = environment(lagesbild_run))
  f
}

# All commands: lb <- lagesbild(); lb$share(areas = areas, events = "handelser.csv", period = "year")
lagesbild <- function() structure(list(), class = "lagesbild_commands")

names.lagesbild_commands <- function(x) underscored(names(describe_commands()))

`$.lagesbild_commands` <- function(x, name) make_function(command_named(name))

print.lagesbild_commands <- function(x, ...) {
  for (command in describe_commands())
    cat(sprintf("%-14s %s\n", underscored(command$name), command$summary$en))
  cat("?lb_share or lagesbild_help(\"share\") tells what share does, what it takes and what it returns\n")
  invisible(x)
}

function_name <- function(command) paste0("lb_", underscored(command$name))

# lb_share ... of the commands that the installed program has; NAMESPACE exports them.
.onLoad <- function(libname, pkgname) {
  commands <- tryCatch(describe_commands(), lagesbild_error = function(e) list())
  for (command in commands)
    assign(function_name(command), make_function(command), topenv())
}

.onAttach <- function(libname, pkgname)
  tryCatch(describe_commands(), lagesbild_error = function(e) packageStartupMessage(conditionMessage(e)))

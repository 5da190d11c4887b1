# SPDX-License-Identifier: GPL-3.0-or-later
# The installed command: where it is, what it says of its commands, and how one is run.

cache <- new.env(parent = emptyenv())

find_program <- function() {
  program <- Sys.getenv("LAGESBILD", unname(Sys.which("lagesbild")))
  if (!nzchar(program))
    raise("error", paste("lagesbild is not installed: it was not found on the PATH; install the package",
                         "lagesbild, or set the variable LAGESBILD to the program"))
  program
}

# Descriptions of the commands by name, as `lagesbild describe --json` gives them.
describe_commands <- function() {
  if (is.null(cache$commands)) {
    out <- tempfile(fileext = ".json")
    on.exit(unlink(out))
    if (suppressWarnings(system2(find_program(), c("describe", "--json"), stdout = out)) != 0)
      raise("error", paste0(find_program(), ": is not lagesbild, or cannot be run"))
    commands <- jsonlite::fromJSON(out, simplifyVector = FALSE)
    cache$commands <- setNames(commands, vapply(commands, function(c) c$name, ""))
  }
  cache$commands
}

# A condition of a class that callers can catch: lagesbild_input_error, lagesbild_usage_error ...
raise <- function(kind, text)
  stop(structure(class = c(paste0("lagesbild_", kind), "lagesbild_error", "error", "condition"),
                 list(message = text, call = NULL)))

warn <- function(text, kind = "warning")
  warning(structure(class = c(paste0("lagesbild_", kind), "lagesbild_warning", "warning", "condition"),
                    list(message = text, call = NULL)))

# Runs the command; what it prints, as one text. Warnings are warned of, errors are conditions.
# progress: NULL, or a function of 0 to 1 and what is done. An interrupt ends the command, which leaves
# nothing half-written. folder: of data frames as files, which are named without it in messages.
run_command <- function(arguments, progress = NULL, folder = "") {
  out <- tempfile()
  process <- NULL
  on.exit(unlink(out))
  # the shell's first line is the process, its last the exit code: a pipe's own differs between systems
  command <- paste0(if (is.null(progress)) "LAGESBILD_PROGRESS= " else "LAGESBILD_PROGRESS=lines ",
                    paste(shQuote(c(find_program(), arguments)), collapse = " "),
                    " 2>&1 >", shQuote(out), " </dev/null & echo process: $!; wait $! 2>/dev/null; echo exit: $?")
  stream <- pipe(command, "r", encoding = "UTF-8")
  on.exit({
    if (length(process)) pskill(process)
    close(stream)
  }, add = TRUE)
  said <- character()
  while (length(line <- readLines(stream, 1, warn = FALSE))) {
    if (grepl("^process: [0-9]+$", line) && is.null(process))
      process <- as.integer(sub("process: ", "", line))
    else if (!grepl("^lagesbild: progress: ", line))
      said <- c(said, line)
    else if (!is.null(progress)) {
      parts <- regmatches(line, regexec("progress: ([0-9]+) % (.*)", line))[[1]]
      progress(as.numeric(parts[2]) / 100, parts[3])
    }
  }
  process <- NULL # it has ended
  code <- as.integer(sub("exit: ", "", said[length(said)]))
  if (nzchar(folder))
    said <- gsub(paste0(folder, "/"), "", said, fixed = TRUE)
  report(sub("^lagesbild: ", "", said[-length(said)]), code)
  paste(readLines(out, encoding = "UTF-8", warn = FALSE), collapse = "\n")
}

report <- function(said, code) {
  for (text in grep("^warning: ", said, value = TRUE))
    warn(sub("^warning: ", "", text))
  text <- paste(grep("^(warning|note): ", said, value = TRUE, invert = TRUE), collapse = "\n")
  if (code == 4)
    warn(if (nzchar(text)) text else "something in the result must not be published", "publish_warning")
  else if (code != 0)
    raise(switch(as.character(code), "2" = "usage_error", "3" = "input_error", "error"), text)
}

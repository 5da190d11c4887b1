# SPDX-License-Identifier: GPL-3.0-or-later
# The package against the command: usage: Rscript run.R [FOLDER-OF-THE-DEMO]; $LAGESBILD: the program. Where there is
# no program, as on a machine that only checks the package, there is nothing to test.
library(lagesbild)
program <- Sys.getenv("LAGESBILD", unname(Sys.which("lagesbild")))
if (!nzchar(program))
  quit(status = 0)
lb <- lagesbild()
folder <- if (length(commandArgs(TRUE))) commandArgs(TRUE)[1] else file.path(tempdir(), "town")
if (!dir.exists(folder))
  invisible(lb$demo(folder))
in_demo <- function(name) file.path(folder, name)
failed <- 0
check <- function(what, good) {
  cat(if (isTRUE(good)) "ok   " else "FAIL ", what, "\n", sep = "")
  if (!isTRUE(good)) failed <<- failed + 1
}
caught <- function(class, expression)
  tryCatch({ suppressWarnings(expression); NULL }, error = function(e) if (inherits(e, class)) conditionMessage(e))

csv <- tempfile(fileext = ".csv")
system2(program, c("share", "-q", "--areas", in_demo("omraden.geojson"), "--events", in_demo("handelser.csv"),
                   "--period", "year", "-o", csv), stderr = FALSE)
by_command <- read.csv(csv, encoding = "UTF-8")
by_path <- suppressWarnings(lb$share(areas = in_demo("omraden.geojson"), events = in_demo("handelser.csv"),
                                     period = "year"))
check("a table has the command's digits", identical(by_path$share, by_command$share) &&
        identical(as.integer(by_path$events), as.integer(by_command$events)))
check("letters of Swedish", "Särskilt utsatt område" %in% by_path$category)
check("missing values are NA", anyNA(by_path$share))
check("units and meanings", attr(by_path, "units")[["area_km2"]] == "km2" && nzchar(attr(by_path, "meaning")[["share"]]))
check("provenance", attr(by_path, "provenance")$command == "share")
with_curve <- suppressWarnings(lb$share(areas = in_demo("omraden.geojson"), events = in_demo("handelser.csv"),
                                        border_curve = c(-50, 50)))
check("what is printed beside the table is kept", grepl("-50", attr(with_curve, "printed"), fixed = TRUE) &&
        "share" %in% names(with_curve) && !any(nzchar(attr(by_path, "printed"))))
warned <- NULL
withCallingHandlers(lb$share(areas = in_demo("omraden.geojson"), events = in_demo("handelser.csv")),
                    lagesbild_warning = function(w) { warned <<- c(warned, conditionMessage(w)); invokeRestart("muffleWarning") }) -> ignored
check("warnings are conditions", any(grepl("2020-02-31", warned)))
events <- read.csv(in_demo("handelser.csv"), encoding = "UTF-8", colClasses = "character")
by_frame <- suppressWarnings(lb$share(areas = in_demo("omraden.geojson"), events = events, period = "year"))
check("a data frame is the same as its file", identical(by_frame$share, by_path$share))
if (requireNamespace("sf", quietly = TRUE)) {
  areas <- sf::st_transform(sf::st_read(in_demo("omraden.geojson"), quiet = TRUE), 3006)
  by_sf <- suppressWarnings(lb$share(areas = list(omraden = areas), events = events, period = "year"))
  check("sf in", isTRUE(all.equal(by_sf$share, by_path$share)) && identical(by_sf$events, by_path$events))
} else cat("SKIP: sf is not installed\n")
check("numbers keep all digits", identical(withCallingHandlers(lagesbild:::exact_text(c(0.1, 1/3, 6190007680000, NA)),
                                                               warning = function(w) stop(w)),
                                           c("0.1", "0.33333333333333331", "6190007680000", NA)))
if (requireNamespace("sf", quietly = TRUE)) {
  odd <- areas
  odd$fid <- "text"
  odd$parts <- list(1:2, 3, 4, 5, 6)
  odd$middle <- suppressWarnings(sf::st_centroid(sf::st_geometry(areas)))
  odd$kategori <- factor(odd$kategori)
  by_odd <- suppressWarnings(lb$share(areas = odd, events = events, period = "year", strict = NA))
  check("sf of every make", identical(by_odd$events, by_path$events))
  by_sfc <- suppressWarnings(lb$share(areas = sf::st_geometry(areas), events = events))
  check("sfc", sum(by_sfc$events) > 0)
}
check("legible", legible(by_path)$area_share[4] == "0.00078 %" && legible(by_path)$share_low[1] == "10.6 %" &&
        any(legible(by_path)$share == ""))
check("texts that are no days stay", identical(lagesbild:::typed_column(c("2021-06-30", "2021-02-30")), c("2021-06-30", "2021-02-30")) &&
        inherits(lagesbild:::typed_column(c("2021-06-30", NA)), "Date"))
chosen <- suppressWarnings(lb$share(areas = in_demo("omraden.geojson"), events = in_demo("handelser.csv"),
                                    where = "kategori = 'Riskområde'", columns = c("events", "category")))
check("conditions and columns", identical(names(chosen), c("events", "category")) && chosen$events[1] == 47)
xlsx <- tempfile(fileext = ".xlsx")
suppressWarnings(lb$share(areas = in_demo("omraden.geojson"), events = in_demo("handelser.csv"), output = xlsx))
check("a workbook", file.size(xlsx) > 5000)
grid <- tempfile(fileext = ".gpkg")
invisible(lb$index(c(in_demo("befolkning.csv"), in_demo("ekonomi.csv"), in_demo("hushall.csv")),
                   recipe = in_demo("recept.yaml"), gpkg = grid))
if (requireNamespace("sf", quietly = TRUE)) {
  profile <- suppressWarnings(lb$profile(grid, in_demo("omraden.geojson"), min_cell = 0, geometry = TRUE))
  check("sf out", inherits(profile, "sf") && nrow(profile) == 5 && attr(profile, "units")[["population"]] == "people" &&
          sf::st_crs(profile)$epsg == 3006)
}
if (requireNamespace("sf", quietly = TRUE)) {
  suggested <- function(...) suppressWarnings(lb$suggest(grid, areas = in_demo("omraden.geojson"), buffer = 0, draws = 20, ...))
  check("the layer of several that is described, or is named", identical(suggested(geometry = TRUE)$id, suggested()$id) &&
          attr(suggested(geometry = "rutor"), "meaning")[["class"]] == "3 resembles, 2 resembles somewhat, 1 does not" &&
          grepl("no layer 'zoner'; there are: rutor, forslag$", caught("lagesbild_usage_error", suggested(geometry = "zoner"))))
}
check("no layer", grepl("no layer", caught("lagesbild_usage_error",
  lb$share(areas = in_demo("omraden.geojson"), events = events, geometry = TRUE))))
seen <- numeric()
options(lagesbild.progress = function(done, what) seen <<- c(seen, done))
invisible(lb$index(c(in_demo("befolkning.csv"), in_demo("ekonomi.csv"), in_demo("hushall.csv")),
                   recipe = in_demo("recept.yaml"), gpkg = tempfile(fileext = ".gpkg")))
options(lagesbild.progress = NULL)
check("progress", length(seen) > 0 && all(seen >= 0 & seen <= 1) && max(seen) > 0.5)
stopped <- file.path(tempdir(), "två ord.csv")
options(lagesbild.progress = function(done, what) stop("interrupted"))
check("an interrupt ends the command", grepl("interrupted", tryCatch(
  lb$share(areas = in_demo("omraden.geojson"), events = in_demo("handelser.csv"), position_error = 83, draws = 100000,
           output = stopped), error = conditionMessage)) && !length(dir(tempdir(), "ord")))
options(lagesbild.progress = NULL)
check("commands tell where their help is", any(grepl("lagesbild_help", utils::capture.output(print(lb)), fixed = TRUE)) &&
        any(grepl("|layername=", utils::capture.output(lagesbild_help("share")), fixed = TRUE)))
by_function <- suppressWarnings(lb_share(areas = in_demo("omraden.geojson"), events = in_demo("handelser.csv"), period = "year"))
check("a function a command", identical(by_function$share, by_path$share) &&
        setequal(grep("^lb_", getNamespaceExports("lagesbild"), value = TRUE), paste0("lb_", names(lb))))
check("R finds a page of each, whose usage is the function's", length(utils::help("lb_before_after", package = "lagesbild")) == 1 &&
        !length(unlist(tools::undoc("lagesbild"))) && !length(tools::codoc("lagesbild")))
check("every command has help", all(vapply(names(lb), function(name)
  length(utils::capture.output(lagesbild_help(name))) > 5 && is.function(do.call("$", list(lb, name))), NA)))
check("files of data frames are named by their option", startsWith(caught("lagesbild_input_error",
  lb$share(areas = in_demo("omraden.geojson"), events = data.frame(datum = "2020-01-01"))), "events.csv: "))
check("an input error", grepl("nope", caught("lagesbild_input_error",
  lb$share(areas = in_demo("omraden.geojson"), events = events, date = "nope"))))
check("a usage error", !is.null(caught("lagesbild_usage_error", lb$share(areas = in_demo("omraden.geojson")))))
check("an option that is none", grepl("unused", tryCatch(lb$share(nope = 1), error = conditionMessage)))
check("a file that is none", grepl("none.csv", caught("lagesbild_error",
  lb$share(areas = in_demo("omraden.geojson"), events = "none.csv"))))
quit(status = failed > 0)

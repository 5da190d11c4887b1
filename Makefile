# SPDX-License-Identifier: GPL-3.0-or-later
# make help lists the targets.

# Settings ---------------------------------------------------------------------------------------
PROFILE ?= release
prefix ?= /usr/local
exec_prefix ?= $(prefix)
bindir ?= $(exec_prefix)/bin
libdir ?= $(exec_prefix)/lib
includedir ?= $(prefix)/include
datarootdir ?= $(prefix)/share
datadir ?= $(datarootdir)
mandir ?= $(datarootdir)/man
PREFIX = $(prefix)

CC ?= cc
AR ?= ar
OBJCOPY ?= objcopy
INSTALL ?= install
CFLAGS_release = -O2 -g1 -DNDEBUG -D_FORTIFY_SOURCE=2
CFLAGS_debug = -O0 -g3
CFLAGS_asan = -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS_coverage = -O0 -g3 --coverage
CFLAGS_fuzz = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined,fuzzer-no-link \
	-fno-sanitize-recover=undefined
# Left out: -Wconversion (index arithmetic would drown in casts), -Wpadded (of no use here).
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wold-style-definition -Wvla -Wformat=2 -Wundef -Wpointer-arith -Wwrite-strings \
	-Wno-format-nonliteral
HARDENING = -fstack-protector-strong -fstack-clash-protection

# No need to change anything below this line -----------------------------------------------------
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL = all
.SUFFIXES:
.DELETE_ON_ERROR:
B = build/$(PROFILE)
comma = ,
version := $(shell sed -n 's/^\#define LB_VERSION  *"\(.*\)"/\1/p' include/lagesbild/version.h)
# While the major version is 0 any minor version may break callers, so the soname carries it.
abi := $(shell echo $(version) | sed 's/^0\.\([0-9]*\).*/0.\1/; t; s/\..*//')
soname = liblagesbild.so.$(abi)
ifneq ($(V),1)
Q = @
say = @printf '  %-6s %s\n'
else
say = @:
endif

# GLPK has no pkg-config file. Foreign flags are asked for once and kept (-isystem: warnings in others' headers are not ours).
# Targets that say so below may install what is missing; plain builds say what to do.
modules = gdal proj geos gsl yaml-0.1 libcrypto sqlite3 cairo xlsxwriter
plain_libs = -lglpk
installing := $(filter check demo deps bench bench-curves coverage check-browser check-container check-deb check-python check-qgis check-r,$(MAKECMDGOALS))
# README's two commands use all cores, unless -j says how many.
ifneq ($(filter check demo,$(MAKECMDGOALS)),)
ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc)
endif
endif
ifneq ($(filter-out help clean list format,$(or $(MAKECMDGOALS),all)),)
include build/config.mk
endif

build/config.mk: tools/dependencies tools/deps Makefile
	@mkdir -p build
	@$(if $(installing),tools/deps build test,\
	pkg-config --exists $(modules) check && [ -e /usr/include/glpk.h ] || { echo 'lagesbild: libraries are missing; run: make deps' >&2; exit 1; })
	@{ echo "FOREIGN_CFLAGS = $$(pkg-config --cflags $(modules) | sed 's/-I/-isystem /g')"; \
	   echo "FOREIGN_LIBS = $$(pkg-config --libs $(modules)) $(plain_libs)"; \
	   echo "CHECK_CFLAGS = $$(pkg-config --cflags check)"; \
	   echo "CHECK_LIBS = $$(pkg-config --libs check)"; } >$@.tmp
	@mv $@.tmp $@

# -ffp-contract=off: a fused multiply-add would give other last digits on other machines.
# -fPIC -fno-semantic-interposition: one object serves the static and the shared library, as fast as one of its own.
compile_flags = -std=c11 -D_POSIX_C_SOURCE=200809L -Iinclude -I$B/include -Ilib -I. -fvisibility=hidden -fopenmp \
	-ffp-contract=off -fPIC -fno-semantic-interposition $(WARNINGS) $(if $(WERROR),-Werror) \
	$(CFLAGS_$(PROFILE)) $(HARDENING) \
	$(FOREIGN_CFLAGS) $(CPPFLAGS) $(CFLAGS)
link_flags = -fopenmp $(CFLAGS_$(PROFILE)) -Wl,-z,relro,-z,now,-z,noexecstack $(LDFLAGS)
libraries = $(FOREIGN_LIBS) -lm
# Tests are compiled in a quarter of the time without optimisation, and take as long: the work is the library's.
test_flags = $(CHECK_CFLAGS) -O0 -U_FORTIFY_SOURCE
flags_text := $(subst ','\'',$(CC) $(compile_flags) $(link_flags) $(libraries) $(test_flags))

headers := $(sort $(wildcard include/lagesbild/*.h) include/lagesbild/commands.h)
# Each folder of lib/commands is a command.
command_names := $(sort $(patsubst %_command.c,%,$(notdir $(wildcard lib/commands/*/*_command.c))))
made_headers = $B/include/command_names.h include/lagesbild/commands.h
lib_c := $(sort $(shell find lib -name '*.c'))
cli_c := $(sort $(wildcard cli/*.c))
support_c := $(sort $(wildcard tests/support/*.c)) tests/alloc/fail.c
test_c := $(sort $(wildcard tests/unit/*.c tests/property/*.c tests/cases/*.c))
alloc_c := $(sort $(wildcard tests/alloc/test_*.c))
foreign_c := $(sort $(wildcard tests/foreign/*.c))
fuzz_c := $(sort $(wildcard tests/fuzz/fuzz_*.c))
cli_cases := $(patsubst %/cmd,%,$(sort $(wildcard tests/cli/*/cmd)))
page_c := $(sort $(wildcard tests/browser/*.c))
bench_c := $(sort $(wildcard bench/*.c))
start_c := $(sort $(wildcard tests/start/*.c))
embedded_o = $B/embedded/page_css.o $B/embedded/page_js.o
lib_o = $(lib_c:%.c=$B/%.o) $(embedded_o)
test_bin = $(test_c:%.c=$B/%)
alloc_bin = $(alloc_c:%.c=$B/%)
foreign_bin = $(foreign_c:%.c=$B/%)
fuzz_bin = $(fuzz_c:%.c=$B/%)
fuzzed_o = $B/cli/parse.o $B/cli/help.o $B/cli/out.o
page_bin = $(page_c:%.c=$B/%)
bench_bin = $(bench_c:%.c=$B/%)
starts = $B/tests/start/client $B/tests/start/server $B/tests/start/probe $B/tests/start/probe_server
test_programs = $(alloc_bin) $(foreign_bin) $(test_bin) $(fuzz_bin)
static = $B/liblagesbild.a
shared = $B/liblagesbild.so.$(version)
command = $B/lagesbild
man_pages := $(sort $(patsubst man/%.in,$B/man/%,$(wildcard man/*.in)) $(patsubst man/%,$B/man/%,$(wildcard man/*.[1357])))
man_cases = $(patsubst $B/man/%,tests/man/%,$(filter %.1 %.5,$(man_pages)))
completions = $(addprefix $B/completion/lagesbild.,bash zsh fish)

.PHONY: all
## all: the library (static and shared) and the command
all: $(static) $(shared) $(command) $(man_pages) $(completions)

# What all is compiled with: written anew, and all compiled anew, where that changes, not at each edit of this file.
# `install` alone takes what there is: who builds by flags of his own need not repeat them.
.PHONY: flags
$B/flags: $(if $(filter-out install uninstall,$(or $(MAKECMDGOALS),all)),flags)
	@mkdir -p $(@D)
	@printf '%s\n' '$(flags_text)' | cmp -s - $@ || printf '%s\n' '$(flags_text)' >$@

$B/%.o: %.c $B/flags | $(made_headers)
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(compile_flags) -MMD -MP -c $< -o $@

# Written anew only where they change.
$B/include/command_names.h: lib/commands Makefile
	@mkdir -p $(@D)
	$(Q){ printf '#define LB_COMMAND_LIST(X)'; printf ' X(%s)' $(command_names); echo; } >$@.tmp
	$(Q)if cmp -s $@.tmp $@; then rm $@.tmp; else mv $@.tmp $@; fi

include/lagesbild/commands.h: lib/commands Makefile
	@mkdir -p $B/include
	$(Q)printf '#include <lagesbild/%s.h>\n' $(command_names) >$B/include/$(@F)
	$(Q)if cmp -s $B/include/$(@F) $@; then rm $B/include/$(@F); else mv $B/include/$(@F) $@; fi

# What the page carries with it; the library needs no files when it runs.
page_css := lib/render/page/page.css
page_js := $(sort $(wildcard lib/render/page/*.js))
$B/embedded/page_css.c: $(page_css) tools/embed
$B/embedded/page_js.c: $(page_js) tools/embed
$B/embedded/page_%.c:
	$(say) EMBED $@
	@mkdir -p $(@D)
	$(Q)tools/embed page_$* $(page_$*) >$@

# The made-up town that `lagesbild demo` writes, in this order.
town := $(addprefix fixtures/town/,befolkning.csv ekonomi.csv hushall.csv rutor_2019.csv omraden.geojson omraden_fore.geojson \
	handelser.csv zoner.geojson zonfolk.csv vatten.geojson anmalningar.csv riket.csv omradesfolk.csv \
	telefoner.csv svar.csv fragor.csv kategorier.csv tabell4.csv bedomningar.csv inbrott.csv lpo.geojson stadie.csv \
	cylinder.csv platser.csv dokument.csv kvarnbacken.txt sorangen.txt inhamtning.yaml recept.yaml PROJECT.yaml LASMIG.txt)
$B/embedded/town.c: $(town) tools/embed
	$(say) EMBED $@
	@mkdir -p $(@D)
	$(Q)tools/embed --files cli/demo.h demo_file $(town) >$@

$B/embedded/%.o: $B/embedded/%.c $B/flags
	$(Q)$(CC) $(compile_flags) -MMD -MP -c $< -o $@

$B/tests/%.o: compile_flags += $(test_flags)

# Manual pages: prose by hand, lists from where they are decided.
$B/man/%: man/%
	@mkdir -p $(@D)
	$(Q)cp $< $@

# The options of a command come from its table.
$B/man/lagesbild-%.1: man/lagesbild-%.1.in $(command)
	@mkdir -p $(@D)
	$(Q){ sed '/@OPTIONS@/,$$d' $< && $(command) describe --man $* && sed '1,/@OPTIONS@/d' $<; } >$@

$B/completion/lagesbild.%: $(command)
	@mkdir -p $(@D)
	$(Q)$(command) describe --completion $* >$@

$B/man/liblagesbild.3: man/liblagesbild.3.in tools/man-headers include/lagesbild.h $(made_headers) $(headers)
	@mkdir -p $(@D)
	$(Q)tools/man-headers $< >$@

$(static): $(lib_o)
	$(say) AR $@
	@rm -f $@
	$(Q)$(AR) rcsD $@ $^

$(shared): $(lib_o) lib/exports.map
	$(say) LD $@
	$(Q)$(CC) -shared -Wl,-soname,$(soname) -Wl,--version-script=lib/exports.map $(link_flags) $(lib_o) $(libraries) -o $@
	$(Q)ln -sf $(@F) $B/$(soname)
	$(Q)ln -sf $(soname) $B/liblagesbild.so

$(command): $(cli_c:%.c=$B/%.o) $B/embedded/town.o $(static)
	$(say) LD $@
	$(Q)$(CC) -pie $(link_flags) $^ $(libraries) -o $@

# One program for all files of tests: to link it takes as long as to link one of them. The name it is started by says
# whose tests it runs (tests/support/support.h). Replaced at link time, to fail when a test says so: the allocator, and
# the functions of GEOS and PROJ that tests/foreign has a stand-in for.
$B/tests/suites: $(test_c:%.c=$B/%.o) $(alloc_c:%.c=$B/%.o) $(foreign_c:%.c=$B/%.o) $(support_c:%.c=$B/%.o) $(static)
	$(say) LD $@
	$(Q)$(CC) -pie $(link_flags) $(patsubst %,-Wl$(comma)--wrap=%,malloc calloc realloc free) \
	  $$(sed -n 's/.*\(FAILING([^,]*, \|__wrap_\)\([A-Za-z_]*_[a-z_A-Z]*\).*/-Wl,--wrap=\2/p' $(foreign_c) | sort -u) \
	  $^ $(CHECK_LIBS) $(libraries) -o $@

$(test_bin) $(alloc_bin) $(foreign_bin): $B/tests/suites
	$(Q)ln -sf ../suites $@

# A fuzzer replays its corpus under any compiler, all of them in one program; `make fuzz` makes and runs real ones.
ifeq ($(PROFILE),fuzz)
$(fuzz_bin): $B/%: $B/%.o $(fuzzed_o) $(static)
	$(say) LD $@
	$(Q)$(CC) -pie $(link_flags) -fsanitize=fuzzer $^ $(libraries) -o $@
else
$(fuzz_c:%.c=$B/%.o): compile_flags += -DLLVMFuzzerTestOneInput=$(notdir $*)_input
$B/tests/fuzz/replay.o: compile_flags += '-DFUZZERS=$(foreach name,$(notdir $(fuzz_bin)),X($(name)))'
$B/tests/replays: $(fuzz_c:%.c=$B/%.o) $B/tests/fuzz/replay.o $(fuzzed_o) $(static)
	$(say) LD $@
	$(Q)$(CC) -pie $(link_flags) $^ $(libraries) -o $@

$(fuzz_bin): $B/tests/replays
	$(Q)ln -sf ../replays $@
endif

# The fork server of the tests (tests/start/server.c) with the command's objects, whose main has another name; and one
# that starts a probe. After the command: run-tests takes no server that is older.
$B/tests/start/%.o: compile_flags += -D_GNU_SOURCE
$B/tests/start/command_main.o: $B/cli/main.o
$B/tests/start/probe_main.o: $B/tests/start/probe.o
$B/tests/start/%_main.o:
	$(Q)$(OBJCOPY) --redefine-sym main=command_main $< $@

$B/tests/start/server: $B/tests/start/server.o $B/tests/start/command_main.o $(filter-out $B/cli/main.o,$(cli_c:%.c=$B/%.o)) \
		$B/embedded/town.o $(static) | $(command)
	$(say) LD $@
	$(Q)$(CC) -pie $(link_flags) $^ $(libraries) -o $@

$B/tests/start/probe_server: $B/tests/start/server.o $B/tests/start/probe_main.o
$B/tests/start/client: $B/tests/start/client.o
$B/tests/start/probe: $B/tests/start/probe.o
$B/tests/start/probe_server $B/tests/start/client $B/tests/start/probe:
	$(Q)$(CC) -pie $(CFLAGS_$(PROFILE)) $(LDFLAGS) $^ -o $@

$(bench_bin) $(page_bin): $B/%: $B/%.o $(static)
	$(say) LD $@
	$(Q)$(CC) -pie $(link_flags) $^ $(libraries) -o $@

.SECONDARY:
-include $(patsubst %.c,$B/%.d,$(lib_c) $(cli_c) $(support_c) $(test_c) $(alloc_c) $(foreign_c) $(fuzz_c) $(bench_c) $(page_c) $(start_c)) $(embedded_o:.o=.d) $B/embedded/town.d

.PHONY: deps
## deps: install what this machine lacks (Debian; elsewhere, say what)
deps:
	@tools/deps build test

.PHONY: demo
## demo: set up, build, and run the main job on a small made-up town
demo: deps all
	@LAGESBILD=$(abspath $(command)) tools/demo demo

.PHONY: check
## check: set up, build, and run all tests
check: deps all check-layers check-symbols check-headers tests $(starts)
	@LAGESBILD=$(abspath $(command)) BUILD=$B tools/run-tests $(test_programs) tests/start/all $(cli_cases) $(man_cases)

.PHONY: check-programs
## check-programs: build and run the test programs, without the cases of the command
check-programs: tests
	@tools/run-tests $(test_programs)

.PHONY: check-examples
## check-examples: run the examples of the manual pages, each command started by the system
check-examples: all
	@LAGESBILD_TESTS_START=real LAGESBILD=$(abspath $(command)) BUILD=$B tools/run-tests $(man_cases)

.PHONY: tests
## tests: build the tests without running them
tests: $(test_programs)

.PHONY: coverage
## coverage: which lines of lib/ the tests run, file by file
coverage:
	@$(MAKE) --no-print-directory PROFILE=coverage check
	@tools/coverage build/coverage

FUZZ_SECONDS ?= 600
.PHONY: fuzz
## fuzz: with clang's libFuzzer, FUZZ_SECONDS a parser; what it finds stays in build/fuzz
fuzz:
	@$(MAKE) PROFILE=fuzz CC=$(or $(CLANG),clang) fuzzers
	@tests/fuzz/run build/fuzz/tests/fuzz $(FUZZ_SECONDS)

.PHONY: fuzzers
fuzzers: $(fuzz_bin)

.PHONY: check-layers
## check-layers: hold includes and symbols against the order in lib/layers, prefetches against the objects
check-layers: $(lib_o)
	@BUILD=$B tools/check-layers
	@BUILD=$B tools/check-prefetch

.PHONY: check-symbols
## check-symbols: the shared library still exports all that debian/*.symbols promises
check-symbols: $(shared)
	@tools/symbols --check $(shared)

.PHONY: check-headers
## check-headers: each public header compiles alone, with no foreign include; all compile together
check-headers: $(made_headers)
	@for h in $(headers); do \
	  grep -q "<$${h#include/}>" include/lagesbild.h include/lagesbild/commands.h || { echo "$$h is not in lagesbild.h"; exit 1; }; done
	@for h in $(headers) include/lagesbild.h; do \
	  echo "#include \"$$h\"" | $(CC) -std=c11 -Wall -Wextra -Wpedantic -Werror -Iinclude -I. -fsyntax-only -x c - || exit 1; \
	done
	@for h in $(headers) $$(find lib -name '*.h' | sort); do echo "#include \"$$h\""; done | \
	  $(CC) $(compile_flags) -Werror -fsyntax-only -x c -
	@echo "headers: each stands alone, and all together"

.PHONY: check-style
## check-style: clang-format, cppcheck, length of functions, licence of each file of code
check-style: $(made_headers)
	@! git grep -L SPDX-License-Identifier -- '*.c' '*.h' '*.js' '*.css' '*.py' '*.R' '*.awk' '*/run' tools .ci debian/tests/[d-z]* || \
	  { echo 'these files do not say their licence' >&2; exit 1; }
	@clang-format --dry-run -Werror $$(git ls-files '*.c' '*.h')
	@cppcheck --quiet --std=c11 --error-exitcode=1 --enable=warning,performance,portability \
	  --inline-suppr --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches \
	  -j 2 -Iinclude -I$B/include -Ilib -I. lib cli
	@tools/check-functions

.PHONY: check-man
## check-man: mandoc finds nothing to say about the manual pages
check-man: $(man_pages)
	@mandoc -Tlint -Wwarning $(man_pages)

.PHONY: check-install
## check-install: a staged install, and the example built against it through pkg-config
check-install: all
	@tests/install/run '$(MAKE)' $(B)

.PHONY: check-limits
## check-limits: inputs at the edge of what can come, in bounded memory (FULL=1: at full size)
check-limits: all
	@LAGESBILD=$(abspath $(command)) tests/limits/run

TOWNS ?= 300
.PHONY: check-towns
## check-towns: publish TOWNS=300 made-up towns; nothing follows of few people, hidden counts change no byte
check-towns: all
	@LAGESBILD=$(abspath $(command)) tests/towns/run $(TOWNS)

.PHONY: check-nulls
## check-nulls: where nothing is to be found p is uniform: 200 made-up towns for each test of hotspot and placebo
check-nulls: $B/tests/unit/test_nulls
	@LAGESBILD_NULL_TOWNS=$${LAGESBILD_NULL_TOWNS:-200} CK_FORK=no $<

.PHONY: check-qgis
## check-qgis: the demo's grid, a run's project and the plugin's tools in a headless QGIS (installs it; large)
check-qgis: all qgis-plugin
	@LAGESBILD=$(abspath $(command)) tests/qgis/run
	@LAGESBILD=$(abspath $(command)) tests/qgis/plugin

.PHONY: check-python check-r
## check-python: the Python package as installed (installs pandas and geopandas)
check-python: all
	@LAGESBILD=$(abspath $(command)) python/tests/run

## check-r: the R package as installed (installs R, jsonlite and sf)
check-r: all
	@LAGESBILD=$(abspath $(command)) r/tests/run

.PHONY: check-deb
## check-deb: the Debian packages of the last commit, built, held against lintian and tried (installs what that needs)
check-deb:
	@tests/debian/run

.PHONY: check-container
## check-container: the image of Containerfile, built and tried on the demo (installs buildah)
check-container: all
	@LAGESBILD=$(abspath $(command)) tests/container/run

.PHONY: symbols
## symbols: debian/*.symbols anew from the shared library
symbols: $(shared)
	@tools/symbols $(shared) $(version)

.PHONY: qgis-plugin
## qgis-plugin: the plugin as the zip that QGIS installs, build/lagesbild-qgis.zip
qgis-plugin: build/lagesbild-qgis.zip
build/lagesbild-qgis.zip: $(wildcard qgis/lagesbild/*) LICENSE tools/qgis-plugin
	$(say) ZIP $@
	$(Q)tools/qgis-plugin $(version) $@

.PHONY: check-browser
## check-browser: the page in a headless Chromium (installs it; large)
check-browser: all $(page_bin) $B/bench/generate
	@tools/deps browser
	@LAGESBILD=$(abspath $(command)) BUILD=$B tests/browser/run

.PHONY: pictures
## pictures: make the pictures of README and docs anew from the demo (needs what check-browser installs)
pictures: demo
	@LAGESBILD=$(abspath $(command)) tools/pictures demo docs/pictures

.PHONY: bench
## bench: the targets of speed, beside peers (installs them; large); BENCH_DATA=FOLDER keeps the data
bench: all $(bench_bin)
	@tools/deps bench || echo 'bench: peers that are missing are left out' >&2
	@LAGESBILD=$(abspath $(command)) BUILD=$B bench/run

.PHONY: bench-curves
## bench-curves: time and memory against squares, areas, vertices, events, with the exponents
bench-curves: all $(bench_bin)
	@LAGESBILD=$(abspath $(command)) BUILD=$B bench/curves

.PHONY: format
## format: clang-format everything in place
format:
	@clang-format -i $$(git ls-files '*.c' '*.h')

# Always anew: it depends on the prefix of this install.
.PHONY: $B/lagesbild.pc
$B/lagesbild.pc: lagesbild.pc.in include/lagesbild/version.h
	@mkdir -p $(@D)
	@sed -e 's|@prefix@|$(prefix)|' -e 's|@libdir@|$(libdir)|' -e 's|@includedir@|$(includedir)|' \
	  -e 's|@version@|$(version)|' $< >$@

.PHONY: install install-headers install-lib install-bin install-man install-completion
## install: into $(DESTDIR)$(prefix)
install: install-headers install-lib install-bin install-man install-completion

install-headers: $(made_headers)
	$(INSTALL) -d $(DESTDIR)$(includedir)/lagesbild
	$(INSTALL) -m 644 include/lagesbild.h $(DESTDIR)$(includedir)
	$(INSTALL) -m 644 $(headers) $(DESTDIR)$(includedir)/lagesbild

install-lib: $(static) $(shared) $B/lagesbild.pc
	$(INSTALL) -d $(DESTDIR)$(libdir)/pkgconfig
	$(INSTALL) -m 644 $(static) $(DESTDIR)$(libdir)
	$(INSTALL) -m 755 $(shared) $(DESTDIR)$(libdir)
	ln -sf $(notdir $(shared)) $(DESTDIR)$(libdir)/$(soname)
	ln -sf $(soname) $(DESTDIR)$(libdir)/liblagesbild.so
	$(INSTALL) -m 644 $B/lagesbild.pc $(DESTDIR)$(libdir)/pkgconfig

install-bin: $(command)
	$(INSTALL) -d $(DESTDIR)$(bindir)
	$(INSTALL) -m 755 $(command) $(DESTDIR)$(bindir)

install-man: $(man_pages)
	for page in $(man_pages); do \
	  $(INSTALL) -d $(DESTDIR)$(mandir)/man$${page##*.}; \
	  $(INSTALL) -m 644 $$page $(DESTDIR)$(mandir)/man$${page##*.}; \
	done

# Where each shell looks: folder and name, in the order of $(completions).
completion_at = bash-completion/completions/lagesbild zsh/site-functions/_lagesbild \
	fish/vendor_completions.d/lagesbild.fish
install-completion: $(completions)
	set -- $(completions); for file in $(completion_at); do \
	  $(INSTALL) -d $(DESTDIR)$(datadir)/$${file%/*}; \
	  $(INSTALL) -m 644 $$1 $(DESTDIR)$(datadir)/$$file; shift; \
	done

.PHONY: uninstall
## uninstall: what install put there
uninstall:
	rm -rf $(DESTDIR)$(includedir)/lagesbild $(DESTDIR)$(includedir)/lagesbild.h
	rm -f $(DESTDIR)$(libdir)/liblagesbild.* $(DESTDIR)$(libdir)/pkgconfig/lagesbild.pc
	rm -f $(DESTDIR)$(bindir)/lagesbild $(addprefix $(DESTDIR)$(datadir)/,$(completion_at))
	for page in $(notdir $(man_pages)); do rm -f $(DESTDIR)$(mandir)/man?/$$page; done

.PHONY: clean
## clean: remove what was built
clean:
	rm -rf build demo include/lagesbild/commands.h

.PHONY: help list
## help: this list (PROFILE=release|debug|asan|coverage, V=1, WERROR=1)
help list:
	@sed -n 's/^## \([a-z-]*\): \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

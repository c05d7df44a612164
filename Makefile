# dateline. `make` builds, `make demo` does the main job, `make check` tests. `make help` lists the rest.
#
# Everything built goes below $(O). CC, CFLAGS, LDFLAGS, prefix and DESTDIR work as usual.

.DEFAULT_GOAL := all
O ?= output/build
CC ?= gcc
prefix ?= /usr/local
libdir ?= $(prefix)/lib
datadir ?= $(prefix)/share/dateline
moduledir ?= $(libdir)/dateline
VERSION := 0.1.0

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wvla -Werror
CFLAGS ?= -O2 -g
SAN ?=
BASE_CFLAGS := -std=c11 -D_GNU_SOURCE -fPIC -fvisibility=hidden -fno-math-errno -ffp-contract=off -pthread -Iinclude -Isrc \
	-DDTL_DATA_DIR='"$(datadir)"' -DDTL_MODULE_DIR='"$(moduledir)"' $(WARN) $(SAN) $(if $(SAN),-Wno-error)
BASE_LDFLAGS := $(SAN) -pthread

# Foreign libraries, by the part that uses them. Their headers are system headers: not ours to warn about.
PKG_CORE := libxml-2.0 json-c libzstd zlib libutf8proc
PKG_MAP := cairo pangocairo pangoft2 libdeflate
PKG_PROJ := proj
PKG_STORE := gdal sqlite3 json-c
pkg_cflags = $(shell pkg-config --cflags $(1) 2>/dev/null | sed 's/-I/-isystem /g')
pkg_libs = $(shell pkg-config --libs $(1) 2>/dev/null)
FOREIGN_CFLAGS := $(call pkg_cflags,$(PKG_CORE) $(PKG_MAP) $(PKG_PROJ) $(PKG_STORE))
LIBS_CORE := $(call pkg_libs,$(PKG_CORE)) -ldl -lm
LIBS_MAP := $(call pkg_libs,$(PKG_MAP)) -lm
LIBS_PROJ := $(call pkg_libs,$(PKG_PROJ))
LIBS_STORE := $(call pkg_libs,$(PKG_STORE)) -lm

SOURCES := $(sort $(wildcard src/*.c src/*/*.c))
SRC_CLI := $(filter src/cli/%,$(SOURCES))
SRC_MAP := $(filter src/map/%,$(SOURCES))
SRC_PROJ := $(filter src/proj/%,$(SOURCES))
SRC_STORE := $(filter src/store/%,$(SOURCES))
SRC_BASE := $(filter src/base/% src/model.c src/event_%.c,$(SOURCES))
SRC_CORE := $(filter-out $(SRC_CLI) $(SRC_MAP) $(SRC_PROJ) $(SRC_STORE),$(SOURCES))
objects = $(patsubst src/%.c,$(O)/obj/%.o,$(1))

LIBRARY := $(O)/libdateline.a
SHARED := $(O)/libdateline.so
PROGRAM := $(O)/dateline
MODULES := $(O)/dateline-map.so $(O)/dateline-proj.so $(O)/dateline-store.so
include gazetteer/data.mk

.PHONY: all help demo gallery check bench eval asan install clean needs data
all: $(PROGRAM) $(SHARED) $(O)/dateline.pc data
data: $(DATA)

help:
	@echo 'make            build the program, the library and the data below $(O)'
	@echo 'make demo       maps, GeoJSON, a store and a report from the sample articles, into output/'
	@echo 'make check      all tests; make asan: the same with address and undefined-behaviour sanitizers'
	@echo 'make fuzz       the analysis under the sanitizers on made-up texts, SECONDS=3600'
	@echo 'make bench      benchmarks; make eval: quality on ../shared/eval, where present'
	@echo 'make train      trains the weights anew; make eval-geoparse: cross-validation of the place names'
	@echo 'make install    below $$(DESTDIR)$$(prefix)'

# The only step that needs the network: Debian packages, if any is missing.
needs:
	@sh tests/install/needs.sh build
demo: needs
	@$(MAKE) --no-print-directory all
	@sh tests/install/demo.sh $(O) output
gallery: all
	@sh tests/install/gallery.sh $(O) output/gallery
check:
	@sh tests/install/needs.sh check
	@$(MAKE) --no-print-directory all tests
	@sh tests/run.sh $(O)
asan:
	@$(MAKE) --no-print-directory check O=$(O)/asan CFLAGS='-O1 -g -fno-omit-frame-pointer' \
		SAN='-fsanitize=address,undefined -fno-sanitize-recover=undefined'
# The whole analysis under the sanitizers, on texts of our own making, for a while.
SECONDS ?= 3600
.PHONY: fuzz
.PHONY: fuzz-read bench-readers
fuzz-read:
	@sh tests/fuzz/read.sh $(O) $(SECONDS)
bench-readers: all
	@sh tests/bench/readers.sh $(O)
fuzz: all
	@$(MAKE) --no-print-directory O=$(O)/fuzz CFLAGS='-O1 -g -fno-omit-frame-pointer -DREPLAY' \
		SAN='-fsanitize=address,undefined -fno-sanitize-recover=undefined' $(O)/fuzz/tests/fuzz/fuzz_text
	DATELINE_DATA=$(O) $(O)/fuzz/tests/fuzz/fuzz_text -s $(SECONDS)

$(O)/obj/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	@echo CC $<
	@$(CC) $(BASE_CFLAGS) $(FOREIGN_CFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(LIBRARY): $(call objects,$(SRC_CORE))
	@rm -f $@
	@echo AR $@
	@ar rcs $@ $^
$(SHARED): $(call objects,$(SRC_CORE))
	@echo LD $@
	@$(CC) -shared -Wl,-soname,libdateline.so.0 $(BASE_LDFLAGS) $(LDFLAGS) $^ -o $@ -Wl,--as-needed $(LIBS_CORE)
	@ln -sf libdateline.so $@.0
$(PROGRAM): $(call objects,$(SRC_CLI)) $(LIBRARY) | $(MODULES)
	@echo LD $@
	@$(CC) $(BASE_LDFLAGS) $(LDFLAGS) $(call objects,$(SRC_CLI)) $(LIBRARY) -o $@ -Wl,--as-needed $(LIBS_CORE)
$(O)/dateline-map.so: $(call objects,$(SRC_MAP) $(SRC_BASE) src/module/module.c)
	@echo LD $@
	@$(CC) -shared $(BASE_LDFLAGS) $(LDFLAGS) $^ -o $@ -Wl,--as-needed $(LIBS_MAP)
$(O)/dateline-proj.so: $(call objects,$(SRC_PROJ) src/base/error.c)
	@echo LD $@
	@$(CC) -shared $(BASE_LDFLAGS) $(LDFLAGS) $^ -o $@ -Wl,--as-needed $(LIBS_PROJ)
$(O)/dateline-store.so: $(call objects,$(SRC_STORE) $(SRC_BASE))
	@echo LD $@
	@$(CC) -shared $(BASE_LDFLAGS) $(LDFLAGS) $^ -o $@ -Wl,--as-needed $(LIBS_STORE)

$(O)/dateline.pc: Makefile
	@mkdir -p $(@D)
	@printf '%s\n' 'prefix=$(prefix)' 'libdir=$(libdir)' 'includedir=$${prefix}/include' '' 'Name: dateline' \
		'Description: events, places and maps from news articles' 'Version: $(VERSION)' \
		'Libs: -L$${libdir} -ldateline' 'Libs.private: $(LIBS_CORE)' 'Cflags: -I$${includedir}' > $@

# Tests: every tests/unit/test_*.c is a cmocka program; it may use any internal header.
TESTS := $(patsubst tests/unit/%.c,$(O)/tests/unit/%,$(wildcard tests/unit/test_*.c))
BENCHES := $(patsubst tests/bench/%.c,$(O)/tests/bench/%,$(wildcard tests/bench/*.c))
TOOLS := $(patsubst tests/eval/%.c,$(O)/tests/eval/%,$(wildcard tests/eval/*.c))
.PHONY: tests benches tools objects-all
objects-all: $(call objects,$(SOURCES))
tests: $(TESTS)
benches: $(BENCHES)
tools: $(TOOLS)
ALL_OBJECTS = $(call objects,$(SRC_MAP) $(SRC_STORE)) $(LIBRARY)
ALL_LIBS = -lcmocka -Wl,--as-needed $(LIBS_MAP) $(LIBS_PROJ) $(LIBS_STORE) $(LIBS_CORE)
$(O)/tests/%: tests/%.c $(call objects,$(SRC_MAP) $(SRC_STORE)) $(LIBRARY)
	@mkdir -p $(@D)
	@echo LD $@
	@$(CC) $(BASE_CFLAGS) $(FOREIGN_CFLAGS) $(CFLAGS) -Itests -MMD -MP $< $(ALL_OBJECTS) $(BASE_LDFLAGS) $(LDFLAGS) -o $@ $(ALL_LIBS)

bench: all benches
	@sh tests/bench/run.sh $(O)
.PHONY: eval-events eval-map
eval-events: all
	@sh tests/eval/events.sh $(O) $(C)
eval-map: all
	@sh tests/eval/map.sh $(O)
# Weights of the confidence, into src/extract/confidence_weights.inc; then `make`.
.PHONY: train-confidence
train-confidence: eval-map
	@python3 tests/eval/train_confidence.py ../shared/eval $(O)/eval --write
eval: all
	@sh tests/eval/run.sh $(O)
# Weights from the corpora of ../shared (SHARED=...), into gazetteer/weights. SECTIONS='pos ner1' trains these only.
.PHONY: train eval-geoparse eval-timex
# Time expressions alone: needs the language model, not the gazetteer.
eval-timex: $(O)/dateline.model $(O)/dateline-events.tsv $(O)/tests/eval/timex
	@sh tests/eval/timex.sh $(O)
train: tools
	@sh tests/eval/train.sh $(O) $(SECTIONS)
eval-geoparse: all tools
	@sh tests/eval/run-geoparse.sh $(O)
	@sh tests/eval/cross.sh $(O) folds

# Weights of the place resolver: fitted on the corpora of ../shared/eval/dev, which stay outside. A minute; then `make`.
EVAL_DEV ?= ../shared/eval/dev
.PHONY: train-resolve eval-resolve
train-resolve: $(O)/tests/eval/train_resolve $(O)/dateline.gaz
	$< --gazetteer $(or $(GAZETTEER),$(O)/dateline.gaz) --write gazetteer/weights/resolve.tsv $(EVAL_DEV)
eval-resolve: $(O)/tests/eval/train_resolve $(O)/dateline.gaz
	$< --gazetteer $(or $(GAZETTEER),$(O)/dateline.gaz) --cv --loco --unseen $(EVAL_DEV)

install: all
	install -d $(DESTDIR)$(prefix)/bin $(DESTDIR)$(libdir)/pkgconfig $(DESTDIR)$(moduledir) $(DESTDIR)$(datadir) \
		$(DESTDIR)$(prefix)/include/dateline
	install -m 755 $(PROGRAM) $(DESTDIR)$(prefix)/bin/
	ln -sf dateline $(DESTDIR)$(prefix)/bin/pandoc-dateline
	install -m 644 $(LIBRARY) $(DESTDIR)$(libdir)/
	install -m 755 $(SHARED) $(DESTDIR)$(libdir)/libdateline.so.$(VERSION)
	ln -sf libdateline.so.$(VERSION) $(DESTDIR)$(libdir)/libdateline.so.0
	ln -sf libdateline.so.0 $(DESTDIR)$(libdir)/libdateline.so
	install -m 755 $(MODULES) $(DESTDIR)$(moduledir)/
	install -m 644 $(DATA) tests/data/embedding/dateline.lua $(DESTDIR)$(datadir)/
	install -m 644 include/dateline.h $(DESTDIR)$(prefix)/include/
	install -m 644 include/dateline/*.h $(DESTDIR)$(prefix)/include/dateline/
	install -m 644 $(O)/dateline.pc $(DESTDIR)$(libdir)/pkgconfig/
	install -d $(DESTDIR)$(prefix)/share/man/man1 $(DESTDIR)$(prefix)/share/bash-completion/completions
	$(PROGRAM) help --completion > $(DESTDIR)$(prefix)/share/bash-completion/completions/dateline
	$(PROGRAM) help --man > $(DESTDIR)$(prefix)/share/man/man1/dateline.1
	for c in $$($(PROGRAM) --help | sed -n '/^Commands:/,/^$$/s/^  \([a-z-]*\) .*/\1/p' | grep -v '^help$$'); do \
		$(PROGRAM) help --man $$c > $(DESTDIR)$(prefix)/share/man/man1/dateline-$$c.1 || exit 1; done

clean:
	rm -rf $(O)

-include $(shell find $(O) -name '*.d' 2>/dev/null)

# The data files that the program maps: how each is made from the tables in the repository.
# DATA lists them; each part adds its own lines.
DATA :=

# The words that tell of events, as written.
DATA += $(O)/dateline-events.tsv
$(O)/dateline-events.tsv: gazetteer/events/events.tsv
	@mkdir -p $(@D)
	cp $< $@

# The trained weights: one section for every file, so that a new section is a new file.
WEIGHTS := $(sort $(wildcard gazetteer/weights/*.bin.zst gazetteer/weights/*.tsv))
DATA += $(O)/dateline.model
$(O)/dateline.model: $(WEIGHTS) gazetteer/weights/pack.c src/text/model_format.h
	@mkdir -p $(@D)
	@$(CC) $(BASE_CFLAGS) $(CFLAGS) gazetteer/weights/pack.c $(LDFLAGS) $(call pkg_libs,libzstd) -o $(O)/pack-model
	$(O)/pack-model $@ $(WEIGHTS)

# Names of places, made by the program itself.
DATA += $(O)/dateline.gaz
GAZETTEER_TABLES := $(wildcard gazetteer/derived/*.zst gazetteer/curated/*.tsv) gazetteer/sources.tsv
# What decides on its bytes besides the tables: made anew when one of these objects is, but not with every new program.
GAZETTEER_CODE := $(call objects,$(wildcard src/gazetteer/build*.c) src/gazetteer/class.c src/text/normal.c src/base/str.c src/base/utf8.c \
	src/base/geodesy.c)
$(O)/dateline.gaz: $(GAZETTEER_TABLES) $(GAZETTEER_CODE) | $(PROGRAM)
	$(PROGRAM) gazetteer build --tables gazetteer -o $@
# Outlines, places and water names for maps; made by gazetteer/derive/basemap.py.
DATA += $(O)/dateline.basemap
$(O)/dateline.basemap: gazetteer/basemap/dateline.basemap.zst
	@mkdir -p $(@D)
	zstd -q -d -f $< -o $@
	@touch $@

.PHONY: bench-gazetteer
bench-gazetteer: all $(O)/tests/bench/gazetteer
	@sh tests/bench/gazetteer.sh $(O)

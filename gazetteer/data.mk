# The data files that the program maps: how each is made from the tables in the repository.
# DATA lists them; each part adds its own lines.
DATA :=

# The words that tell of events, as written.
DATA += $(O)/dateline-events.tsv
$(O)/dateline-events.tsv: gazetteer/events/events.tsv
	@mkdir -p $(@D)
	cp $< $@

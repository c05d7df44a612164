/* Makes src/text/lemma_table.inc: the word forms whose lemma in UD EWT and GUM the rules of src/text/lemma.c do not give, and the
 * irregular verbs below that those corpora lack. Build it with an empty table, run it, build again:
 *   train_lemma CORPORA > src/text/lemma_table.inc;   train_lemma CORPORA check    accuracy on the test parts */
#include "text/tag.h"
#include "train.h"

/* Forms of irregular verbs and nouns that news uses and the corpora may lack. */
static const char *const known[][3] = {
	{"slew", "V", "slay"}, {"slain", "V", "slay"}, {"overthrew", "V", "overthrow"}, {"overthrown", "V", "overthrow"},
	{"overran", "V", "overrun"}, {"fled", "V", "flee"}, {"shot", "V", "shoot"}, {"struck", "V", "strike"}, {"stricken", "V", "strike"},
	{"blew", "V", "blow"}, {"blown", "V", "blow"}, {"beaten", "V", "beat"}, {"bled", "V", "bleed"}, {"broke", "V", "break"},
	{"broken", "V", "break"}, {"burnt", "V", "burn"}, {"caught", "V", "catch"}, {"dealt", "V", "deal"}, {"drowned", "V", "drown"},
	{"dug", "V", "dig"}, {"fought", "V", "fight"}, {"fell", "V", "fall"}, {"fallen", "V", "fall"}, {"flew", "V", "fly"}, {"flown", "V", "fly"},
	{"forbade", "V", "forbid"}, {"forbidden", "V", "forbid"}, {"froze", "V", "freeze"}, {"frozen", "V", "freeze"}, {"hung", "V", "hang"},
	{"hid", "V", "hide"}, {"hidden", "V", "hide"}, {"laid", "V", "lay"}, {"led", "V", "lead"}, {"lit", "V", "light"}, {"met", "V", "meet"},
	{"rode", "V", "ride"}, {"rose", "V", "rise"}, {"risen", "V", "rise"}, {"sank", "V", "sink"}, {"sunk", "V", "sink"}, {"sought", "V", "seek"},
	{"shook", "V", "shake"}, {"shaken", "V", "shake"}, {"shrank", "V", "shrink"}, {"slid", "V", "slide"}, {"stole", "V", "steal"},
	{"stolen", "V", "steal"}, {"stormed", "V", "storm"}, {"swept", "V", "sweep"}, {"swore", "V", "swear"}, {"sworn", "V", "swear"},
	{"tore", "V", "tear"}, {"torn", "V", "tear"}, {"threw", "V", "throw"}, {"thrown", "V", "throw"}, {"withdrew", "V", "withdraw"},
	{"withdrawn", "V", "withdraw"}, {"withheld", "V", "withhold"}, {"wounded", "V", "wound"}, {"wound", "V", "wind"}, {"woke", "V", "wake"},
	{"wept", "V", "weep"}, {"wrought", "V", "wreak"}, {"awoke", "V", "awake"}, {"bound", "V", "bind"}, {"bred", "V", "breed"},
	{"clung", "V", "cling"}, {"crept", "V", "creep"}, {"drove", "V", "drive"}, {"driven", "V", "drive"}, {"fed", "V", "feed"},
	{"foresaw", "V", "foresee"}, {"foreseen", "V", "foresee"}, {"ground", "V", "grind"}, {"leapt", "V", "leap"}, {"mistook", "V", "mistake"},
	{"outbid", "V", "outbid"}, {"overcame", "V", "overcome"}, {"overtook", "V", "overtake"}, {"overtaken", "V", "overtake"},
	{"rebuilt", "V", "rebuild"}, {"retook", "V", "retake"}, {"retaken", "V", "retake"}, {"shed", "V", "shed"}, {"slung", "V", "sling"},
	{"sped", "V", "speed"}, {"spun", "V", "spin"}, {"sprang", "V", "spring"}, {"sprung", "V", "spring"}, {"stabbed", "V", "stab"},
	{"stank", "V", "stink"}, {"strove", "V", "strive"}, {"stung", "V", "sting"}, {"stunk", "V", "stink"}, {"swam", "V", "swim"},
	{"swollen", "V", "swell"}, {"swung", "V", "swing"}, {"undertook", "V", "undertake"}, {"undertaken", "V", "undertake"},
	{"unveiled", "V", "unveil"}, {"upheld", "V", "uphold"}, {"wrecked", "V", "wreck"}, {"wrung", "V", "wring"}, {"installed", "V", "install"},
	{"installing", "V", "install"}, {"recalled", "V", "recall"}, {"recalling", "V", "recall"}, {"enrolled", "V", "enroll"},
	{"fulfilled", "V", "fulfill"}, {"attacked", "V", "attack"}, {"oxen", "N", "ox"}, {"geese", "N", "goose"}, {"mice", "N", "mouse"},
	{"wolves", "N", "wolf"}, {"thieves", "N", "thief"}, {"knives", "N", "knife"}, {"halves", "N", "half"}, {"calves", "N", "calf"},
	{"hooves", "N", "hoof"}, {"crises", "N", "crisis"}, {"phenomena", "N", "phenomenon"}, {"criteria", "N", "criterion"},
	{"bases", "N", "base"}, {"axes", "N", "axe"}, {"buses", "N", "bus"}, {"viruses", "N", "virus"}, {"gases", "N", "gas"},
	{"aircraft", "N", "aircraft"}, {"policemen", "N", "policeman"}, {"gunmen", "N", "gunman"}, {"militiamen", "N", "militiaman"},
	{"servicemen", "N", "serviceman"}, {"fishermen", "N", "fisherman"}, {"spokesmen", "N", "spokesman"}, {"lawmen", "N", "lawman"},
	{"firemen", "N", "fireman"}, {"cargoes", "N", "cargo"}, {"shoes", "N", "shoe"}, {"canoes", "N", "canoe"}, {"foes", "N", "foe"},
	{"toes", "N", "toe"}, {"caches", "N", "cache"}, {"movies", "N", "movie"}, {"series", "N", "series"}, {"species", "N", "species"},
	{"troops", "N", "troop"}, {"headquarters", "N", "headquarters"}, {"barracks", "N", "barracks"}, {"gallows", "N", "gallows"},
};

typedef struct form { dtl_str word, lemma; char class_; uint32_t count; } form;

static char class_of(dtl_str xpos)
{
	dtl_tag tag;
	if (!dtl_tag_from_name(xpos, &tag)) return 0;
	if (dtl_tag_is_verb(tag) || tag == DTL_TAG_MD) return 'V';
	if (tag == DTL_TAG_NNS) return 'N';
	if (tag == DTL_TAG_JJR || tag == DTL_TAG_JJS || tag == DTL_TAG_RBR || tag == DTL_TAG_RBS) return 'A';
	return 0;
}

static bool plain(dtl_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!(s.ptr[i] >= 'a' && s.ptr[i] <= 'z') && !(s.ptr[i] == '\'' && s.len > 1)) return false;
	return s.len > 0;
}

static int by_form(const void *a, const void *b)
{
	const form *x = a, *y = b;
	int order = dtl_str_cmp(x->word, y->word);
	if (order == 0) order = x->class_ - y->class_;
	if (order == 0) order = x->count != y->count ? (x->count > y->count ? -1 : 1) : 0;
	return order ? order : dtl_str_cmp(x->lemma, y->lemma);
}

/* Appends the forms of a corpus whose lemma the program misses; counts what it gets right. */
static size_t read_forms(dtl_arena *arena, const char *folder, const char *name, form *out, size_t cap, size_t *right, size_t *all)
{
	static raw_sentence raw;
	size_t size, n = 0;
	char *data = slurp(folder, name, &size);
	if (!data) die("cannot read", name);
	dtl_str rest = {data, size};
	while (next_sentence(&rest, &raw)) {
		for (size_t i = 0; i < raw.count; i++) {
			dtl_tag tag;
			dtl_str *f = raw.field[i];
			char class_ = class_of(f[3]);
			if (!class_ || !dtl_tag_from_name(f[3], &tag) || !plain(f[0]) || !plain(f[1])) continue;
			bool same = dtl_str_eq(dtl_lemma(arena, f[0], tag), f[1]);
			*all += 1;
			*right += same;
			if (n < cap) out[n++] = (form){f[0], f[1], class_, 1};
		}
	}
	return n;
}

static size_t merge(form *forms, size_t n)
{
	size_t kept = 0;
	qsort(forms, n, sizeof *forms, by_form);
	for (size_t i = 0; i < n; i++) {
		if (kept && dtl_str_eq(forms[kept - 1].word, forms[i].word) && forms[kept - 1].class_ == forms[i].class_ &&
			dtl_str_eq(forms[kept - 1].lemma, forms[i].lemma))
			forms[kept - 1].count += forms[i].count;
		else forms[kept++] = forms[i];
	}
	qsort(forms, kept, sizeof *forms, by_form); /* most frequent lemma of a form first */
	return kept;
}

/* Is the lemma what the rules give for some tag of the class? */
static bool by_rule(dtl_arena *arena, const form *f)
{
	static const dtl_tag verbs[] = {DTL_TAG_VBD, DTL_TAG_VBG, DTL_TAG_VBZ, DTL_TAG_VB}, nouns[] = {DTL_TAG_NNS},
		others[] = {DTL_TAG_JJR, DTL_TAG_JJS};
	const dtl_tag *tags = f->class_ == 'V' ? verbs : f->class_ == 'N' ? nouns : others;
	size_t count = f->class_ == 'V' ? 4 : f->class_ == 'N' ? 1 : 2;
	if (f->class_ == 'V') { /* the form tells the tag */
		bool ed = dtl_str_ends(f->word, DTL_STR("ed")), ing = dtl_str_ends(f->word, DTL_STR("ing"));
		dtl_tag tag = ed ? DTL_TAG_VBD : ing ? DTL_TAG_VBG : DTL_TAG_VBZ;
		if (dtl_str_eq(f->word, f->lemma)) return true;
		return dtl_str_eq(dtl_lemma(arena, f->word, tag), f->lemma);
	}
	for (size_t i = 0; i < count; i++)
		if (dtl_str_eq(dtl_lemma(arena, f->word, tags[i]), f->lemma)) return true;
	return false;
}

int main(int argc, char **argv)
{
	if (argc < 2) die("usage: train_lemma CORPORA [check], not", "");
	static struct dtl_arena arena;
	if (setjmp(arena.exhausted)) die("no memory for", argv[1]);
	size_t cap = 400000, n = 0, right = 0, all = 0;
	form *forms = calloc(cap, sizeof *forms);
	if (argc > 2) {
		read_forms(&arena, argv[1], "pos-ewt-test.tsv", forms, cap, &right, &all);
		read_forms(&arena, argv[1], "pos-pud-test.tsv", forms, cap, &right, &all);
		printf("lemma: %.2f %% of %zu inflected words\n", 100.0 * (double)right / (double)all, all);
		return 0;
	}
	n += read_forms(&arena, argv[1], "pos-ewt-train.tsv", forms + n, cap - n, &right, &all);
	n += read_forms(&arena, argv[1], "pos-gum-train.tsv", forms + n, cap - n, &right, &all);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		forms[n++] = (form){dtl_str_of(known[i][0]), dtl_str_of(known[i][2]), known[i][1][0], 1000000};
	n = merge(forms, n);
	for (size_t i = 0; i < n; i++) {
		bool first = i == 0 || !dtl_str_eq(forms[i - 1].word, forms[i].word) || forms[i - 1].class_ != forms[i].class_;
		if (first && forms[i].count > 1 && !by_rule(&arena, &forms[i]))
			printf("{\"%.*s\", '%c', \"%.*s\"},\n", DTL_FMT(forms[i].word), forms[i].class_, DTL_FMT(forms[i].lemma));
	}
	return 0;
}

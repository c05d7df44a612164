/* Dumps the clauses of a text on standard input: each chunk with its kind, words, tags and links. For development. */
#include <stdio.h>
#include <stdlib.h>

#include "extract/clause.h"
#include "extract/resolve.h"

static const char *const kinds[] = {"NOUN", "VERB", "PREP", "TIME", "AND", "COMMA", "WH", "SUB", "QUOTE", "STOP", "OTHER"};

static void print_link(const char *name, uint32_t chunk)
{
	if (chunk != DTL_NO_CHUNK) printf(" %s=%u", name, chunk);
}

static void print_chunk(const dtl_doc *doc, const dtl_clauses *c, uint32_t i)
{
	const dtl_chunk *x = &c->chunks[i];
	printf("%3u c%-2u %-5s", i, x->clause, kinds[x->kind]);
	for (uint32_t t = x->first; t < x->last; t++) {
		dtl_str s = dtl_token_str(&doc->tokens, t);
		printf(" %.*s/%s%s", (int)s.len, s.ptr, dtl_tag_name((dtl_tag)doc->tokens.tokens[t].tag), t == x->head ? "*" : "");
	}
	printf(" [%.*s]", (int)c->lemmas[x->head].len, c->lemmas[x->head].ptr ? c->lemmas[x->head].ptr : "");
	print_link("subj", x->subject);
	print_link("obj", x->object);
	print_link("obj2", x->object2);
	print_link("agent", x->agent);
	print_link("parent", x->parent);
	print_link("gov", x->governor);
	printf("%s%s%s\n", x->verb & DTL_VERB_PASSIVE ? " passive" : "", x->verb & DTL_VERB_NEGATED ? " negated" : "", x->verb & DTL_VERB_FINITE ? " finite" : "");
}

int main(void)
{
	static char text[1 << 16];
	size_t n = fread(text, 1, sizeof text, stdin);
	dtl_error err = {0};
	dtl_arena arena = {0};
	dtl_model *model = NULL;
	dtl_event_table *table = NULL;
	dtl_gazetteer *gazetteer = NULL;
	dtl_resolver *resolver = NULL;
	if (setjmp(arena.exhausted)) return 70;
	if (dtl_model_open(NULL, &model, &err) || dtl_event_table_open(NULL, &table, &err) || dtl_gazetteer_open(NULL, &gazetteer, &err)
		|| dtl_resolver_open(model, &resolver, &err)) {
		fprintf(stderr, "%s\n", err.message);
		return 78;
	}
	dtl_article article = {.text = {text, n}, .date = DTL_STR("2024-01-28")};
	dtl_analyze_options options = DTL_ANALYZE_OPTIONS_INIT;
	dtl_doc doc = {.arena = &arena, .article = &article, .options = &options, .gazetteer = gazetteer, .model = model, .event_table = table, .resolver = resolver, .english = true};
	dtl_tokenize(&arena, article.text, &doc.tokens);
	dtl_find_head(&doc);
	dtl_tag_parts_of_speech(model, &arena, &doc.tokens);
	dtl_find_mentions(&doc);
	dtl_resolve_places(&doc);
	dtl_find_dates(&doc);
	dtl_clauses c;
	dtl_find_clauses(&doc, &c);
	for (uint32_t i = 0; i < c.count; i++) print_chunk(&doc, &c, i);
	dtl_arena_free(&arena);
	dtl_event_table_close(table);
	dtl_model_close(model);
	dtl_resolver_close(resolver);
	dtl_gazetteer_close(gazetteer);
	return 0;
}

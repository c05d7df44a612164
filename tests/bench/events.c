/* Time of the event stage alone, microseconds for an article and a kilobyte:
 *
 *     events ARTICLES.jsonl [ROUNDS]
 */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/str.h"
#include "extract/event_table.h"
#include "extract/resolve.h"

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void prepare(dtl_doc *doc)
{
	dtl_tokenize(doc->arena, doc->article->text, &doc->tokens);
	dtl_find_head(doc);
	dtl_tag_parts_of_speech(doc->model, doc->arena, &doc->tokens);
	dtl_find_mentions(doc);
	dtl_resolve_places(doc);
	dtl_find_dates(doc);
}

/* Microseconds of `rounds` runs of the stage over one article. */
static double run(const dtl_doc *handles, const dtl_article *article, int rounds)
{
	dtl_arena arena = {0};
	if (setjmp(arena.exhausted)) exit(70);
	dtl_doc doc = *handles;
	doc.arena = &arena;
	doc.article = article;
	prepare(&doc);
	double start = now();
	for (int i = 0; i < rounds; i++) {
		dtl_arena_mark mark = dtl_arena_mark_take(&arena);
		dtl_doc again = doc;
		dtl_find_events(&again);
		dtl_arena_reset(&arena, mark);
	}
	double spent = now() - start;
	dtl_arena_free(&arena);
	return spent;
}

int main(int argc, char **argv)
{
	dtl_error err = {0};
	dtl_analyze_options options = DTL_ANALYZE_OPTIONS_INIT;
	dtl_model *model = NULL;
	dtl_event_table *table = NULL;
	dtl_gazetteer *gazetteer = NULL;
	dtl_resolver *resolver = NULL;
	FILE *f = argc > 1 ? fopen(argv[1], "r") : NULL;
	int rounds = argc > 2 ? atoi(argv[2]) : 20;
	if (!f || dtl_model_open(NULL, &model, &err) || dtl_event_table_open(NULL, &table, &err) || dtl_gazetteer_open(NULL, &gazetteer, &err)
		|| dtl_resolver_open(model, &resolver, &err)) {
		fprintf(stderr, "events: %s\n", f ? err.message : "no articles");
		return 66;
	}
	dtl_doc handles = {.options = &options, .gazetteer = gazetteer, .model = model, .event_table = table, .resolver = resolver, .english = true};
	char *line = NULL;
	size_t cap = 0, articles = 0, bytes = 0;
	double spent = 0;
	while (getline(&line, &cap, f) > 0) {
		struct json_object *o = json_tokener_parse(line), *text = NULL, *date = NULL;
		if (!o || !json_object_object_get_ex(o, "text", &text)) continue;
		dtl_article article = {.text = {json_object_get_string(text), (size_t)json_object_get_string_len(text)}};
		if (json_object_object_get_ex(o, "date", &date) && date) article.date = dtl_str_of(json_object_get_string(date));
		spent += run(&handles, &article, rounds);
		articles++;
		bytes += article.text.len;
		json_object_put(o);
	}
	printf("%zu articles, %zu bytes: %.1f microseconds an article, %.1f a kilobyte\n", articles, bytes, spent / rounds / (double)articles,
		spent / rounds / ((double)bytes / 1000));
	free(line);
	fclose(f);
	dtl_resolver_close(resolver);
	dtl_gazetteer_close(gazetteer);
	dtl_event_table_close(table);
	dtl_model_close(model);
	return 0;
}

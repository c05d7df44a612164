/* Time expressions of a gold file for score_timex.py, without gazetteer or events:
 *
 *     timex [--model FILE] [--no-tags] [--explain] [--bench N] GOLD.jsonl > PRED.jsonl
 *
 * --bench runs the date stage N times over every document and prints microseconds for each kilobyte instead. */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/str.h"
#include "base/utf8.h"
#include "extract/doc.h"
#include "extract/event_table.h"

static dtl_str member(struct json_object *o, const char *key)
{
	struct json_object *v = NULL;
	if (!json_object_object_get_ex(o, key, &v)) return DTL_STR_NONE;
	return (dtl_str){json_object_get_string(v), (size_t)json_object_get_string_len(v)};
}

static void print_string(const char *key, dtl_str s)
{
	struct json_object *v = json_object_new_string_len(s.ptr ? s.ptr : "", (int)s.len);
	printf("\"%s\":%s", key, json_object_to_json_string_ext(v, JSON_C_TO_STRING_PLAIN));
	json_object_put(v);
}

static void print(const dtl_doc *doc, bool explain)
{
	dtl_offset_map map = dtl_offset_map_new(doc->arena, doc->tokens.text);
	printf("{");
	print_string("id", doc->article->id);
	printf(",\"timexes\":[");
	for (size_t i = 0; i < doc->timex_count; i++) {
		const dtl_timex *t = &doc->timexes[i];
		printf("%s{\"start\":%u,\"end\":%u,\"type\":\"%s\",", i ? "," : "", dtl_offset_code_points(&map, t->span.start),
			dtl_offset_code_points(&map, t->span.end), dtl_timex_type_name(t->type));
		print_string("value", t->value);
		if (explain) {
			printf(",");
			print_string("text", dtl_doc_str(doc, t->span));
			printf(",");
			print_string("mod", t->mod);
			printf(",");
			print_string("rule", t->rule);
		}
		printf("}");
	}
	printf("]}\n");
}

static double microseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

typedef struct options { bool tags, explain; int bench; const dtl_model *model; const dtl_event_table *table; } options;
typedef struct total { double us; size_t bytes; } total;

static void run(const options *o, dtl_arena *arena, const dtl_article *article, total *sum)
{
	dtl_doc doc = {.arena = arena, .article = article, .model = o->model, .event_table = o->table, .english = true};
	dtl_tokenize(arena, article->text, &doc.tokens);
	if (o->tags && o->model) dtl_tag_parts_of_speech(o->model, arena, &doc.tokens);
	double begin = microseconds();
	for (int i = 0; i < o->bench; i++) {
		dtl_arena_mark mark = dtl_arena_mark_take(arena);
		dtl_find_dates(&doc);
		dtl_arena_reset(arena, mark);
		doc.notes = NULL;
		doc.note_count = doc.note_cap = 0;
	}
	sum->us += microseconds() - begin;
	sum->bytes += article->text.len;
	if (o->bench) return;
	dtl_find_dates(&doc);
	print(&doc, o->explain);
}

int main(int argc, char **argv)
{
	options o = {true, false, 0, NULL, NULL};
	const char *path = NULL, *model_path = NULL;
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--no-tags")) o.tags = false;
		else if (!strcmp(argv[i], "--explain")) o.explain = true;
		else if (!strcmp(argv[i], "--model") && i + 1 < argc) model_path = argv[++i];
		else if (!strcmp(argv[i], "--bench") && i + 1 < argc) o.bench = atoi(argv[++i]);
		else path = argv[i];
	}
	FILE *f = path ? fopen(path, "r") : NULL;
	dtl_error err = DTL_ERROR_INIT;
	dtl_model *model = NULL;
	if (!f) return fprintf(stderr, "cannot open '%s'\n", path ? path : ""), 66;
	if (o.tags && dtl_model_open(model_path, &model, &err) != DTL_OK) fprintf(stderr, "without tags: %s\n", err.message);
	o.model = model;
	dtl_event_table *table = NULL;
	if (dtl_event_table_open(NULL, &table, &err) != DTL_OK) fprintf(stderr, "without days counted from events: %s\n", err.message);
	o.table = table;
	char *line = NULL;
	size_t cap = 0;
	total sum = {0, 0};
	while (getline(&line, &cap, f) > 0) {
		struct json_object *j = json_tokener_parse(line);
		if (!j) continue;
		dtl_arena arena = {0};
		if (setjmp(arena.exhausted)) return 71;
		dtl_article article = {.id = member(j, "id"), .title = member(j, "title"), .text = member(j, "text"), .date = member(j, "dct")};
		run(&o, &arena, &article, &sum);
		dtl_arena_free(&arena);
		json_object_put(j);
	}
	if (o.bench) printf("%.2f microseconds a kilobyte\n", sum.us / o.bench / ((double)sum.bytes / 1000));
	free(line);
	fclose(f);
	dtl_event_table_close(table);
	dtl_model_close(model);
	return 0;
}

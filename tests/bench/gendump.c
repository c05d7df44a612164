/* A synthetic GeoNames dump in the real one's size and shape:  gendump NAMES PLACES ALTERNATES DUMP ALTNAMES
 *
 * Names are drawn from an order-3 Markov chain over the letters of NAMES (one a line), with the words that fill the real
 * dump (River, Creek, School ...), so that lengths, words and shared beginnings are like those of allCountries.txt. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BITS = 22 };

static uint64_t state = 88172645463325252u;
static uint64_t random_number(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static uint32_t context(const unsigned char *p)
{
	return ((uint32_t)p[0] * 2654435761u ^ (uint32_t)p[1] * 2654404609u ^ (uint32_t)p[2] * 2246822519u) >> (32 - BITS);
}

typedef struct chain {
	uint32_t *start; /* of each context's followers */
	unsigned char *next;
} chain;

static chain learn(char **names, size_t n)
{
	chain c = {calloc((1u << BITS) + 2, sizeof(uint32_t)), NULL};
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < n; i++) {
			unsigned char b[300] = {1, 1, 1};
			size_t len = strlen(names[i]);
			if (len > 250)
				continue;
			memcpy(b + 3, names[i], len + 1);
			for (size_t k = 0; k <= len; k++) {
				uint32_t h = context(b + k);
				if (pass)
					c.next[c.start[h + 1]++] = b[k + 3];
				else
					c.start[h + 2]++;
			}
		}
		if (!pass) {
			for (uint32_t h = 2; h < (1u << BITS) + 2; h++)
				c.start[h] += c.start[h - 1];
			c.next = malloc(c.start[(1u << BITS) + 1] + 1);
		}
	}
	return c;
}

static size_t draw(const chain *c, char *out)
{
	for (;;) {
		unsigned char b[64] = {1, 1, 1};
		size_t n = 3;
		for (; n < 40; n++) {
			uint32_t h = context(b + n - 3), count = c->start[h + 1] - c->start[h];
			unsigned char x = count ? c->next[c->start[h] + random_number() % count] : 0;
			if (!x)
				break;
			b[n] = x;
		}
		b[n] = 0;
		size_t plain = 0;
		while (3 + plain < n && b[3 + plain] < 0x80)
			plain++;
		if (n > 6 && 3 + plain == n) {
			b[3] = (unsigned char)(b[3] >= 'a' && b[3] <= 'z' ? b[3] - 32 : b[3]);
			memcpy(out, b + 3, n - 2);
			return n - 3;
		}
	}
}

static void draw_name(const chain *c, char *out)
{
	static const char *const after[] = {"River", "Creek", "Lake", "School", "Church", "Cemetery", "Mountain", "Hill", "Bay", "Park", "Hotel",
		"Island", "Valley", "Spring", "Branch", "Canyon", "Point", "Station", "Farm", "Dam", "Township", "Hollow", "Ridge", "Brook"};
	static const char *const before[] = {"Mount", "Lake", "Wadi", "Jabal", "Cerro", "San", "Santa", "Saint", "Upper", "Lower", "North", "South",
		"East", "West", "New", "Old", "Little", "Big", "Lac", "Ban", "Khao", "Gora", "Ozero", "Arroyo", "Fort", "Port"};
	char a[64], b[64];
	uint64_t kind = random_number() % 100;
	draw(c, a);
	if (kind < 45)
		strcpy(out, a);
	else if (kind < 75)
		sprintf(out, "%s %s", a, after[random_number() % (sizeof after / sizeof *after)]);
	else if (kind < 90)
		sprintf(out, "%s %s", before[random_number() % (sizeof before / sizeof *before)], a);
	else {
		draw(c, b);
		sprintf(out, "%s %s", a, b);
	}
}

int main(int argc, char **argv)
{
	if (argc != 6)
		return 64;
	size_t n = 0, cap = 1u << 21, size = 0;
	char **names = malloc(cap * sizeof *names), *line = NULL, name[200];
	FILE *f = fopen(argv[1], "r");
	ssize_t len;
	while (f && n < cap && (len = getline(&line, &size, f)) > 0) {
		line[len - 1] = 0;
		names[n++] = strdup(line);
	}
	chain c = learn(names, n);
	unsigned long places = strtoul(argv[2], NULL, 10), alternates = strtoul(argv[3], NULL, 10);
	FILE *dump = fopen(argv[4], "w"), *alt = fopen(argv[5], "w");
	if (!f || !dump || !alt)
		return 73;
	static const char *const features[] = {"P\tPPL", "H\tSTM", "T\tHLL", "T\tMT", "L\tLCTY", "H\tLK", "P\tPPLX", "T\tISL"};
	static const char *const countries[] = {"US", "CN", "IN", "RU", "NO", "MX", "ID", "TH", "FR", "DE", "BR", "KR", "KP", "UA", "YE", "GB"};
	for (unsigned long i = 1; i <= places; i++) {
		draw_name(&c, name);
		fprintf(dump, "%lu\t%s\t%s\t\t%.5f\t%.5f\t%s\t%s\t\t%02d\t%03d\t\t\t%d\t\t10\tEurope/Paris\t2020-01-01\n", 20000000 + i, name, name,
			(double)(random_number() % 15000000) / 1e5 - 60, (double)(random_number() % 36000000) / 1e5 - 180, features[random_number() % 8],
			countries[random_number() % 16], (int)(random_number() % 40), (int)(random_number() % 300),
			random_number() % 30 ? 0 : (int)(random_number() % 50000));
	}
	for (unsigned long i = 1; i <= alternates; i++) {
		draw_name(&c, name);
		fprintf(alt, "%lu\t%lu\ten\t%s\t\t\t\t\n", i, 20000001 + (unsigned long)(random_number() % places), name);
	}
	return fclose(dump) || fclose(alt) ? 74 : 0;
}

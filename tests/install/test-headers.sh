#!/bin/sh
# Every header compiles alone, the public ones also as C++ and without any foreign library.
fail=0
for h in include/dateline.h include/dateline/*.h; do
	printf '#include "%s"\nint main(void) { return 0; }\n' "${h#include/}" > "$1/tests/header.c"
	gcc -std=c11 -Wall -Wextra -Wpedantic -Werror -Iinclude -fsyntax-only "$1/tests/header.c" || fail=1
	g++ -std=c++17 -Wall -Wextra -Werror -Iinclude -x c++ -fsyntax-only "$1/tests/header.c" || fail=1
done
foreign=$(pkg-config --cflags gdal proj cairo pangocairo pangoft2 libxml-2.0 json-c sqlite3 | sed 's/-I/-isystem /g')
for h in src/*/*.h; do
	printf '#include "%s"\nextern int nothing;\n' "${h#src/}" > "$1/tests/header.c"
	gcc -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Werror -Iinclude -Isrc $foreign -fsyntax-only "$1/tests/header.c" || fail=1
done
exit $fail

#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Picks a fixed set of fields out of one JSON object after another. */
typedef struct pt_json pt_json;

enum {
  PT_JSON_ABSENT = 0, /* not there, or null */
  PT_JSON_STRING = 1,
  PT_JSON_NUMBER = 2, /* as written */
  PT_JSON_BOOLEAN = 3,
  PT_JSON_NESTED = 4 /* an object or array, as written */
};

/* Where a field's text lies: in the text that the line is in, or in the arena where it had escapes. */
typedef struct {
  uint32_t start;
  uint32_t length;
  uint8_t kind;
  uint8_t in_arena;
} pt_json_cell;

/* Bytes that must be readable behind every line. */
size_t pt_json_padding(void);

/* `paths` are dotted, such as context.traits.email; a cell is filled for each, in their order. */
pt_json *pt_json_create(const char *const *paths, int count);
void pt_json_destroy(pt_json *json);

/* Reads the object of `length` bytes at `offset` of a text of `size` bytes, padding included.
 * `arena` must have room for `length` more bytes. Returns NULL, or what is wrong. */
const char *pt_json_read(pt_json *json, const char *text, size_t offset, size_t length, size_t size,
                         pt_json_cell *cells, char *arena, uint32_t *arena_used);

#ifdef __cplusplus
}
#endif

#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  PT_TOML_TABLE = 0, /* followed by its entries, then PT_TOML_END */
  PT_TOML_ARRAY = 1, /* followed by its elements, then PT_TOML_END */
  PT_TOML_END = 2,
  PT_TOML_STRING = 3,
  PT_TOML_INTEGER = 4,
  PT_TOML_FLOAT = 5,
  PT_TOML_BOOLEAN = 6,
  PT_TOML_DATE = 7 /* dates, times and both, as text */
};

/* One step of a walk through a document; texts are only valid during the call. */
typedef struct {
  int kind;
  const char *key;
  size_t key_length;
  const char *text;
  size_t text_length;
  int64_t integer;
  double real;
  uint32_t line;
  uint32_t column;
} pt_toml_step;

typedef void (*pt_toml_visit)(void *context, const pt_toml_step *step);

/* Walks a document in the order of its text. Returns 0, or 1 with the message and its place. */
int pt_toml_walk(const char *text, size_t length, pt_toml_visit visit, void *context,
                 char *message, size_t room, uint32_t *line, uint32_t *column);

#ifdef __cplusplus
}
#endif

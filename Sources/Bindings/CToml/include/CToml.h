#pragma once
#include <stddef.h>
#include <stdint.h>

/* A flat C face of toml++: a document is parsed once and given as a list of nodes, parents before
   their children. No exception leaves the shim. */

#ifdef __cplusplus
extern "C" {
#endif

enum {
  PT_TOML_TABLE = 0,
  PT_TOML_ARRAY = 1,
  PT_TOML_STRING = 2,
  PT_TOML_INTEGER = 3,
  PT_TOML_DOUBLE = 4,
  PT_TOML_BOOLEAN = 5,
  /* Dates and times are given as they are written in TOML. */
  PT_TOML_MOMENT = 6
};

typedef struct {
  int32_t kind;
  /* The place of the parent in the list; -1 for the document. */
  int32_t parent;
  const char *key;
  size_t key_length;
  uint32_t key_line;
  uint32_t key_column;
  uint32_t line;
  uint32_t column;
  const char *text;
  size_t text_length;
  int64_t integer;
  double number;
} pt_toml_node;

typedef struct pt_toml_document pt_toml_document;

/* Parses a text; null when memory is short. */
pt_toml_document *pt_toml_parse(const char *text, size_t length);
void pt_toml_free(pt_toml_document *document);
/* What was wrong and where, or null when the text was sound. */
const char *pt_toml_error(const pt_toml_document *document, uint32_t *line, uint32_t *column);
const pt_toml_node *pt_toml_nodes(const pt_toml_document *document, size_t *count);

#ifdef __cplusplus
}
#endif

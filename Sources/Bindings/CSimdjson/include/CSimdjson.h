#pragma once
#include <stddef.h>
#include <stdint.h>

/* A flat C face of simdjson's on-demand parser: wanted paths are compiled once, then one call
   fills arrays of fixed structs for a whole batch of documents. No exception leaves the shim. */

#ifdef __cplusplus
extern "C" {
#endif

/* 1 when the bytes are UTF-8 and hold no NUL. */
int32_t pt_text_is_sound(const uint8_t *bytes, size_t length);

enum {
  PT_JSON_ABSENT = 0,
  PT_JSON_NULL = 1,
  PT_JSON_STRING = 2,
  PT_JSON_INTEGER = 3,
  PT_JSON_DOUBLE = 4,
  PT_JSON_BOOLEAN = 5,
  PT_JSON_OBJECT = 6,
  PT_JSON_ARRAY = 7
};

/* One wanted field of one document. `offset` and `length` are the bytes of the value: a string
   without its quotes, any other value as it is written; in the arena when `in_arena` is 1, else
   in the chunk. */
typedef struct {
  uint32_t offset;
  uint32_t length;
  uint8_t kind;
  uint8_t in_arena;
  union {
    int64_t integer;
    double number;
  } value;
} pt_json_field;

/* One document: its bytes in the chunk, its line counted from 0 in the chunk, what was wrong. */
typedef struct {
  uint32_t offset;
  uint32_t length;
  uint32_t line;
  /* The element of a batch that the document is, counted from 0; -1 when it stands alone. */
  int32_t element;
  /* 0, or one of simdjson's error codes. */
  int32_t error;
  uint32_t error_offset;
} pt_json_document;

typedef struct pt_json_reader pt_json_reader;

/* Makes a reader with room for `slots` wanted fields; null when memory is short. */
pt_json_reader *pt_json_reader_new(uint32_t slots);
void pt_json_reader_free(pt_json_reader *reader);

/* Adds one step below `node` (0 is the document): a key, or an element when `key` is null.
   Returns the node that it leads to, or UINT32_MAX when memory is short. */
uint32_t pt_json_reader_step(pt_json_reader *reader, uint32_t node, const char *key, size_t length,
                             uint32_t index);
/* Puts the value at `node` into `slot`. `inherits` fills it from the document round a batch. */
void pt_json_reader_want(pt_json_reader *reader, uint32_t node, uint32_t slot, int32_t inherits);
/* Names the top-level array whose elements are documents of their own. */
void pt_json_reader_batch(pt_json_reader *reader, const char *key, size_t length);

/* Begins a chunk of documents, one a line. */
void pt_json_reader_begin(pt_json_reader *reader);
/* Reads on in the chunk, which must be the same at each call, for up to `most` lines; returns how
   many documents they hold, 0 at the end, SIZE_MAX when memory is short. A batch
   may give many documents, or none. The arrays below hold until the next call. */
size_t pt_json_reader_next(pt_json_reader *reader, const uint8_t *bytes, size_t length, size_t most);
const pt_json_document *pt_json_reader_documents(const pt_json_reader *reader);
const pt_json_field *pt_json_reader_fields(const pt_json_reader *reader);
const uint8_t *pt_json_reader_arena(const pt_json_reader *reader, size_t *length);

const char *pt_json_error_text(int32_t code);

#ifdef __cplusplus
}
#endif

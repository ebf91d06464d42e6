#include "CSimdjson.h"
#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>
#include <string>
#include <vector>

using namespace simdjson;

namespace {

uint64_t first_bytes(const char *text) {
  uint64_t word;
  std::memcpy(&word, text, sizeof word);
  return word;
}

// The wanted paths as a tree of keys, so that each object is walked once.
struct Node {
  std::string key;  // with its closing quote, as it stands in the text
  // The key's first eight bytes: nearly every other key differs in them, so one comparison does.
  uint64_t head = 0, mask = 0;
  int slot = -1;
  std::vector<Node> children;

  Node &child(const std::string &name) {
    std::string quoted = name + "\"";
    for (Node &node : children)
      if (node.key == quoted) return node;
    Node node;
    node.key = quoted;
    quoted.resize(std::max<size_t>(quoted.size(), 8), '\0');
    node.mask = node.key.size() >= 8 ? ~0ull : (1ull << 8 * node.key.size()) - 1;
    node.head = first_bytes(quoted.data()) & node.mask;
    children.push_back(node);
    return children.back();
  }

  bool is(const char *raw, uint64_t word, const char *end) const {
    if ((word & mask) != head) return false;
    if (key.size() <= 8) return true;
    return key.size() <= static_cast<size_t>(end - raw) &&
           std::memcmp(key.data() + 8, raw + 8, key.size() - 8) == 0;
  }

  // Senders write their keys in one order, so the key behind the last one is tried first.
  const Node *find(const char *raw, const char *end, size_t &next) const {
    const uint64_t word = first_bytes(raw);
    for (size_t tried = 0; tried < children.size(); tried++) {
      const Node &node = children[next];
      next = next + 1 == children.size() ? 0 : next + 1;
      if (node.is(raw, word, end)) return &node;
    }
    return nullptr;
  }
};

struct Output {
  const char *text;  // that all places count from
  const char *end;  // of what may be read, padding included
  pt_json_cell *cells;
  char *arena;
  uint32_t *used;
  bool has_escapes;  // whether any text of the line may have some
};

void set(pt_json_cell &cell, uint8_t kind, size_t start, size_t length, bool in_arena) {
  cell.kind = kind;
  cell.start = static_cast<uint32_t>(start);
  cell.length = static_cast<uint32_t>(length);
  cell.in_arena = in_arena;
}

error_code store_string(ondemand::value value, pt_json_cell &cell, const Output &out) {
  // The token reaches from the opening quote to the next token.
  const std::string_view token = value.raw_json_token();
  const char *text = token.data() + 1;
  if (!out.has_escapes || !std::memchr(text, '\\', token.size() - 1)) {
    ondemand::raw_json_string raw;
    if (error_code error = value.get_raw_json_string().get(raw)) return error;
    const char *end = token.data() + token.size();
    while (end > text && *--end != '"') {}
    set(cell, PT_JSON_STRING, text - out.text, end - text, false);
    return SUCCESS;
  }
  std::string_view plain;
  if (error_code error = value.get_string().get(plain)) return error;
  std::memcpy(out.arena + *out.used, plain.data(), plain.size());
  set(cell, PT_JSON_STRING, *out.used, plain.size(), true);
  *out.used += static_cast<uint32_t>(plain.size());
  return SUCCESS;
}

error_code store(ondemand::value value, ondemand::json_type type, pt_json_cell &cell,
                 const Output &out) {
  switch (type) {
  case ondemand::json_type::null: return value.is_null() ? SUCCESS : N_ATOM_ERROR;
  case ondemand::json_type::string: return store_string(value, cell, out);
  case ondemand::json_type::object:
  case ondemand::json_type::array: {
    std::string_view raw;
    if (error_code error = simdjson::to_json_string(value).get(raw)) return error;
    set(cell, PT_JSON_NESTED, raw.data() - out.text, raw.size(), false);
    return SUCCESS;
  }
  case ondemand::json_type::number:
  case ondemand::json_type::boolean: {
    std::string_view token = value.raw_json_token();
    size_t length = token.size();
    while (length > 0 && std::strchr(" \t\r\n", token[length - 1])) length--;
    const bool is_number = type == ondemand::json_type::number;
    if (is_number) {
      double ignored;
      if (error_code error = value.get_double().get(ignored)) return error;
    } else {
      bool ignored;
      if (error_code error = value.get_bool().get(ignored)) return error;
    }
    set(cell, is_number ? PT_JSON_NUMBER : PT_JSON_BOOLEAN, token.data() - out.text, length, false);
    return SUCCESS;
  }
  }
  return INCORRECT_TYPE;
}

error_code walk(ondemand::object object, const Node &node, const Output &out) {
  size_t next = 0;
  for (auto item : object) {
    ondemand::field field;
    if (error_code error = std::move(item).get(field)) return error;
    const Node *wanted = node.find(field.key().raw(), out.end, next);
    if (!wanted) continue;
    ondemand::value value = field.value();
    ondemand::json_type type;
    if (error_code error = value.type().get(type)) return error;
    error_code error = SUCCESS;
    if (!wanted->children.empty() && type == ondemand::json_type::object) {
      ondemand::object inner;
      error = value.get_object().get(inner);
      if (!error) error = walk(inner, *wanted, out);
    } else if (wanted->slot >= 0) {
      error = store(value, type, out.cells[wanted->slot], out);
    }
    if (error) return error;
  }
  return SUCCESS;
}

} // namespace

struct pt_json {
  ondemand::parser parser;
  Node root;
  int count = 0;
};

size_t pt_json_padding(void) { return SIMDJSON_PADDING; }

pt_json *pt_json_create(const char *const *paths, int count) {
  std::unique_ptr<pt_json> json(new (std::nothrow) pt_json);
  if (!json) return nullptr;
  json->count = count;
  for (int index = 0; index < count; index++) {
    Node *node = &json->root;
    const char *path = paths[index];
    for (const char *dot; (dot = std::strchr(path, '.')); path = dot + 1)
      node = &node->child(std::string(path, dot));
    node->child(path).slot = index;
  }
  return json.release();
}

void pt_json_destroy(pt_json *json) { delete json; }

const char *pt_json_read(pt_json *json, const char *text, size_t offset, size_t length, size_t size,
                         pt_json_cell *cells, char *arena, uint32_t *arena_used) {
  std::memset(cells, 0, sizeof(pt_json_cell) * json->count);
  const char *line = text + offset;
  ondemand::document document;
  ondemand::object object;
  error_code error = json->parser.iterate(line, length, size - offset).get(document);
  if (!error) error = document.get_object().get(object);
  const bool has_escapes = std::memchr(line, '\\', length) != nullptr;
  if (!error)
    error = walk(object, json->root,
                 Output{text, text + size, cells, arena, arena_used, has_escapes});
  const char *rest;
  if (!error && document.current_location().get(rest) == SUCCESS && rest < line + length)
    return "text follows behind the object";
  return error ? error_message(error) : nullptr;
}

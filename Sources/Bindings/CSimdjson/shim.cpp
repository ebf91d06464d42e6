#include "CSimdjson.h"
#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>
#include <string>
#include <vector>

using namespace simdjson;

namespace {

// The wanted paths as a tree of keys, so that each object is walked once.
struct Node {
  std::string key;  // with its closing quote, as it stands in the text
  int slot = -1;
  std::vector<Node> children;

  Node &child(const std::string &name) {
    std::string quoted = name + "\"";
    for (Node &node : children)
      if (node.key == quoted) return node;
    children.push_back(Node{quoted, -1, {}});
    return children.back();
  }

  const Node *find(const char *raw) const {
    for (const Node &node : children)
      if (std::memcmp(node.key.data(), raw, node.key.size()) == 0) return &node;
    return nullptr;
  }
};

struct Output {
  const char *line;
  pt_json_cell *cells;
  char *arena;
  uint32_t *used;
};

void set(pt_json_cell &cell, uint8_t kind, size_t start, size_t length, bool in_arena) {
  cell.kind = kind;
  cell.start = static_cast<uint32_t>(start);
  cell.length = static_cast<uint32_t>(length);
  cell.in_arena = in_arena;
}

error_code store_string(ondemand::value value, pt_json_cell &cell, const Output &out) {
  ondemand::raw_json_string raw;
  if (error_code error = value.get_raw_json_string().get(raw)) return error;
  const char *text = raw.raw();
  const char *end = text;
  while (*end != '"' && *end != '\\') end++;
  if (*end == '"') {
    set(cell, PT_JSON_STRING, text - out.line, end - text, false);
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
    set(cell, PT_JSON_NESTED, raw.data() - out.line, raw.size(), false);
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
    set(cell, is_number ? PT_JSON_NUMBER : PT_JSON_BOOLEAN, token.data() - out.line, length, false);
    return SUCCESS;
  }
  }
  return INCORRECT_TYPE;
}

error_code walk(ondemand::object object, const Node &node, const Output &out) {
  for (auto item : object) {
    ondemand::field field;
    if (error_code error = std::move(item).get(field)) return error;
    const Node *wanted = node.find(field.key().raw());
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

const char *pt_json_read(pt_json *json, const char *line, size_t length, size_t readable,
                         pt_json_cell *cells, char *arena, uint32_t *arena_used) {
  std::memset(cells, 0, sizeof(pt_json_cell) * json->count);
  ondemand::document document;
  ondemand::object object;
  error_code error = json->parser.iterate(line, length, readable).get(document);
  if (!error) error = document.get_object().get(object);
  if (!error) error = walk(object, json->root, Output{line, cells, arena, arena_used});
  const char *rest;
  if (!error && document.current_location().get(rest) == SUCCESS && rest < line + length)
    return "text follows behind the object";
  return error ? error_message(error) : nullptr;
}

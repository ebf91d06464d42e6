#include "CSimdjson.h"

#include <charconv>
#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

using namespace simdjson;

namespace {

constexpr uint32_t none = UINT32_MAX;

/* A node of the tree of wanted paths: keys and elements below it, and the slot it fills. */
struct Node {
  struct Edge {
    std::string key;
    uint32_t index;
    uint32_t target;
  };
  std::vector<Edge> keys;
  std::vector<Edge> elements;
  /* One bit for each bucket that holds a key, so that most unwanted keys cost one test. */
  uint64_t present = 0;
  uint32_t slot = none;
};

inline unsigned bucket(std::string_view key) {
  if (key.empty()) return 0;
  return (unsigned(key.size()) * 7 + unsigned(uint8_t(key.front())) * 3 +
          unsigned(uint8_t(key.back()))) & 63;
}

inline bool is_blank(uint8_t byte) {
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

}  // namespace

struct pt_json_reader {
  ondemand::parser parser;
  ondemand::parser inner;
  std::vector<Node> nodes{1};
  std::vector<uint8_t> inherits;
  uint32_t slots;
  std::string batch_key;

  std::vector<pt_json_document> documents;
  std::vector<pt_json_field> fields;
  std::vector<pt_json_field> outer;
  std::vector<uint8_t> arena;
  std::vector<uint8_t> scratch;
  std::string element_text;

  size_t position = 0;
  uint32_t line = 0;
  /* The text that is being walked and where it stands in the chunk. */
  const char *text = nullptr;
  uint32_t text_offset = 0;
  std::string_view batch_text;

  explicit pt_json_reader(uint32_t count) : inherits(count, 0), slots(count) {}

  uint32_t step(uint32_t node, const char *key, size_t length, uint32_t index) {
    auto &edges = key ? nodes[node].keys : nodes[node].elements;
    std::string name = key ? std::string(key, length) : std::string();
    for (const auto &edge : edges) {
      if (edge.key == name && edge.index == index) return edge.target;
    }
    uint32_t target = uint32_t(nodes.size());
    edges.push_back({name, index, target});
    if (key) nodes[node].present |= uint64_t(1) << bucket(name);
    nodes.emplace_back();
    return target;
  }

  uint32_t place(const char *at) const { return text_offset + uint32_t(at - text); }

  void set_range(pt_json_field &field, std::string_view view) const {
    field.offset = place(view.data());
    field.length = uint32_t(view.size());
  }

  static std::string_view trimmed(std::string_view view) {
    while (!view.empty() && is_blank(uint8_t(view.back()))) view.remove_suffix(1);
    return view;
  }

  error_code take_string(ondemand::value value, pt_json_field &field) {
    std::string_view token = trimmed(value.raw_json_token());
    if (token.size() < 2 || token.back() != '"') return STRING_ERROR;
    std::string_view inside = token.substr(1, token.size() - 2);
    field.kind = PT_JSON_STRING;
    if (std::memchr(inside.data(), '\\', inside.size()) == nullptr) {
      /* Consumes the value; the text itself needs no unescaping. */
      ondemand::raw_json_string raw;
      auto error = value.get_raw_json_string().get(raw);
      if (error) return error;
      set_range(field, inside);
      return SUCCESS;
    }
    std::string_view plain;
    auto error = value.get_string().get(plain);
    if (error) return error;
    field.in_arena = 1;
    field.offset = uint32_t(arena.size());
    field.length = uint32_t(plain.size());
    arena.insert(arena.end(), plain.begin(), plain.end());
    return SUCCESS;
  }

  error_code take_number(ondemand::value value, pt_json_field &field) {
    std::string_view token = trimmed(value.raw_json_token());
    set_range(field, token);
    ondemand::number number;
    auto error = value.get_number().get(number);
    if (error) {
      /* Digits beyond 64 bits are sound JSON; their nearest double stands beside the text. */
      double nearest = 0;
      auto [end, status] = std::from_chars(token.data(), token.data() + token.size(), nearest);
      if (end != token.data() + token.size() || status == std::errc::invalid_argument) return error;
      if (token.find_first_not_of("0123456789-") != std::string_view::npos) return error;
      field.kind = PT_JSON_DOUBLE;
      field.value.number = nearest;
      return SUCCESS;
    }
    switch (number.get_number_type()) {
      case ondemand::number_type::signed_integer:
        field.kind = PT_JSON_INTEGER;
        field.value.integer = number.get_int64();
        break;
      case ondemand::number_type::unsigned_integer:
        field.kind = PT_JSON_DOUBLE;
        field.value.number = double(number.get_uint64());
        break;
      default:
        field.kind = PT_JSON_DOUBLE;
        field.value.number = number.get_double();
    }
    return SUCCESS;
  }

  error_code take_container(ondemand::value value, bool is_object, const Node &node,
                            pt_json_field *row) {
    std::string_view raw;
    if (is_object) {
      ondemand::object object;
      auto error = value.get_object().get(object);
      if (error) return error;
      if (node.slot != none) {
        error = object.raw_json().get(raw);
        if (error) return error;
        keep_container(raw, PT_JSON_OBJECT, row[node.slot]);
        if (node.keys.empty()) return SUCCESS;
        error = object.reset().error();
        if (error) return error;
      }
      return walk_object(object, node, row);
    }
    ondemand::array array;
    auto error = value.get_array().get(array);
    if (error) return error;
    if (node.slot != none) {
      error = array.raw_json().get(raw);
      if (error) return error;
      keep_container(raw, PT_JSON_ARRAY, row[node.slot]);
      if (node.elements.empty()) return SUCCESS;
      error = array.reset().error();
      if (error) return error;
    }
    if (node.elements.empty()) return SUCCESS;
    return walk_array(array, node, row);
  }

  void keep_container(std::string_view raw, uint8_t kind, pt_json_field &field) {
    raw = trimmed(raw);
    field.kind = kind;
    set_range(field, raw);
  }

  error_code take(ondemand::value value, const Node &node, pt_json_field *row) {
    ondemand::json_type type;
    auto error = value.type().get(type);
    if (error) return error;
    if (type == ondemand::json_type::object || type == ondemand::json_type::array) {
      if (node.slot != none) row[node.slot] = pt_json_field{};
      return take_container(value, type == ondemand::json_type::object, node, row);
    }
    if (node.slot == none) return SUCCESS;
    pt_json_field &field = row[node.slot];
    field = pt_json_field{};
    switch (type) {
      case ondemand::json_type::string: return take_string(value, field);
      case ondemand::json_type::number: return take_number(value, field);
      case ondemand::json_type::boolean: {
        bool truth;
        error = value.get_bool().get(truth);
        if (error) return error;
        field.kind = PT_JSON_BOOLEAN;
        field.value.integer = truth ? 1 : 0;
        return SUCCESS;
      }
      default: {
        bool is_null = false;
        error = value.is_null().get(is_null);
        if (error || !is_null) return error ? error : N_ATOM_ERROR;
        field.kind = PT_JSON_NULL;
        return SUCCESS;
      }
    }
  }

  const Node::Edge *edge(const Node &node, std::string_view key) const {
    if ((node.present >> bucket(key) & 1) == 0) return nullptr;
    for (const auto &candidate : node.keys) {
      if (candidate.key == key) return &candidate;
    }
    return nullptr;
  }

  error_code walk_object(ondemand::object &object, const Node &node, pt_json_field *row) {
    for (auto entry : object) {
      ondemand::field field;
      auto error = std::move(entry).get(field);
      if (error) return error;
      const char *begin = reinterpret_cast<const char *>(field.key().raw());
      const char *end = begin;
      while (*end != '"' && *end != '\\') ++end;
      std::string_view key(begin, size_t(end - begin));
      if (*end == '\\') {
        error = field.unescaped_key().get(key);
        if (error) return error;
      }
      if (&node == &nodes[0] && !batch_key.empty() && key == batch_key) {
        ondemand::array array;
        if (field.value().get_array().get(array) == SUCCESS) {
          error = array.raw_json().get(batch_text);
          if (error) return error;
          continue;
        }
      }
      const Node::Edge *found = edge(node, key);
      if (found == nullptr) continue;
      error = take(field.value(), nodes[found->target], row);
      if (error) return error;
    }
    return SUCCESS;
  }

  error_code walk_array(ondemand::array &array, const Node &node, pt_json_field *row) {
    uint32_t index = 0;
    for (auto entry : array) {
      ondemand::value value;
      auto error = std::move(entry).get(value);
      if (error) return error;
      for (const auto &candidate : node.elements) {
        if (candidate.index != index) continue;
        error = take(value, nodes[candidate.target], row);
        if (error) return error;
      }
      ++index;
    }
    return SUCCESS;
  }

  /* Walks a whole document; the parser tells what was wrong and where. */
  error_code walk_document(ondemand::parser &with, padded_string_view json, pt_json_field *row,
                           uint32_t &error_offset) {
    ondemand::document document;
    error_offset = 0;
    auto error = with.iterate(json).get(document);
    if (error) return error;
    ondemand::object object;
    error = document.get_object().get(object);
    if (!error) error = walk_object(object, nodes[0], row);
    const char *at = nullptr;
    /* Asking for the place fails at the end, which is where a sound document leaves the parser. */
    if (!error && document.current_location().get(at) == SUCCESS) error = TAPE_ERROR;
    if (error) {
      at = nullptr;
      if (document.current_location().get(at) == SUCCESS && at >= json.data() &&
          at <= json.data() + json.size()) {
        error_offset = uint32_t(at - json.data());
      }
    }
    return error;
  }

  pt_json_field *add_row() {
    size_t first = fields.size();
    fields.resize(first + slots);
    return fields.data() + first;
  }

  void add_document(uint32_t offset, uint32_t length, int32_t element, error_code error,
                    uint32_t error_offset) {
    documents.push_back({offset, length, line, element, int32_t(error), error_offset});
  }

  /* Turns each element of a batch into a document and fills its gaps from the outer one. */
  void walk_batch() {
    size_t outer_row = fields.size() - slots;
    outer.assign(fields.begin() + ptrdiff_t(outer_row), fields.end());
    fields.resize(outer_row);
    std::string_view text_of_batch = batch_text;
    std::string key;
    key.swap(batch_key);
    int32_t element = 0;
    const char *at = text_of_batch.data() + 1;
    const char *stop = text_of_batch.data() + text_of_batch.size();
    while (at < stop) {
      while (at < stop && (is_blank(uint8_t(*at)) || *at == ',')) ++at;
      if (at >= stop || *at == ']') break;
      const char *begin = at;
      at = element_end(at, stop);
      pt_json_field *row = add_row();
      size_t size = size_t(at - begin);
      element_text.assign(begin, size);
      element_text.append(SIMDJSON_PADDING, ' ');
      const char *kept_text = text;
      uint32_t kept_offset = text_offset;
      uint32_t offset = place(begin);
      text = element_text.data();
      text_offset = offset;
      uint32_t error_offset = 0;
      auto error =
          walk_document(inner, padded_string_view(element_text.data(), size, element_text.size()), row, error_offset);
      text = kept_text;
      text_offset = kept_offset;
      for (uint32_t slot = 0; slot < slots; ++slot) {
        if (row[slot].kind == PT_JSON_ABSENT && inherits[slot]) row[slot] = outer[slot];
      }
      add_document(offset, uint32_t(size), element++, error, error_offset);
    }
    key.swap(batch_key);
  }

  /* The text was walked before, so brackets match and strings end. */
  static const char *element_end(const char *at, const char *stop) {
    int depth = 0;
    bool in_string = false;
    for (; at < stop; ++at) {
      char byte = *at;
      if (in_string) {
        if (byte == '\\') ++at;
        else if (byte == '"') in_string = false;
      } else if (byte == '"') {
        in_string = true;
      } else if (byte == '{' || byte == '[') {
        ++depth;
      } else if (byte == '}' || byte == ']') {
        if (depth == 0) return at;
        if (--depth == 0) return at + 1;
      } else if (byte == ',' && depth == 0) {
        return at;
      }
    }
    return stop;
  }

  void read_line(const uint8_t *bytes, size_t length, uint32_t start, uint32_t end) {
    uint32_t size = end - start;
    text = reinterpret_cast<const char *>(bytes) + start;
    text_offset = start;
    size_t room = length - start;
    if (room < size + SIMDJSON_PADDING) {
      scratch.assign(bytes + start, bytes + end);
      scratch.resize(size + SIMDJSON_PADDING, ' ');
      text = reinterpret_cast<const char *>(scratch.data());
      room = scratch.size();
    }
    batch_text = {};
    pt_json_field *row = add_row();
    uint32_t error_offset = 0;
    auto error = walk_document(parser, padded_string_view(text, size, room), row, error_offset);
    if (!error && batch_text.data() != nullptr) {
      walk_batch();
      return;
    }
    if (error) std::fill(row, row + slots, pt_json_field{});
    add_document(start, size, -1, error, error_offset);
  }

  size_t next(const uint8_t *bytes, size_t length, size_t most) {
    documents.clear();
    fields.clear();
    arena.clear();
    size_t lines = 0;
    while (position < length && (lines < most || documents.empty())) {
      const void *feed = std::memchr(bytes + position, '\n', length - position);
      size_t end = feed ? size_t(static_cast<const uint8_t *>(feed) - bytes) : length;
      size_t start = position;
      size_t stop = end;
      while (start < stop && is_blank(bytes[start])) ++start;
      while (stop > start && is_blank(bytes[stop - 1])) --stop;
      if (start < stop) {
        read_line(bytes, length, uint32_t(start), uint32_t(stop));
        ++lines;
      }
      position = end + 1;
      ++line;
    }
    return documents.size();
  }
};

extern "C" {

int32_t pt_text_is_sound(const uint8_t *bytes, size_t length) {
  if (length == 0) return 1;
  if (std::memchr(bytes, 0, length) != nullptr) return 0;
  return validate_utf8(reinterpret_cast<const char *>(bytes), length) ? 1 : 0;
}

pt_json_reader *pt_json_reader_new(uint32_t slots) {
  try {
    return new pt_json_reader(slots);
  } catch (...) {
    return nullptr;
  }
}

void pt_json_reader_free(pt_json_reader *reader) { delete reader; }

uint32_t pt_json_reader_step(pt_json_reader *reader, uint32_t node, const char *key, size_t length,
                             uint32_t index) {
  try {
    return reader->step(node, key, length, index);
  } catch (...) {
    return UINT32_MAX;
  }
}

void pt_json_reader_want(pt_json_reader *reader, uint32_t node, uint32_t slot, int32_t inherits) {
  reader->nodes[node].slot = slot;
  reader->inherits[slot] = inherits != 0;
}

void pt_json_reader_batch(pt_json_reader *reader, const char *key, size_t length) {
  reader->batch_key.assign(key, length);
}

void pt_json_reader_begin(pt_json_reader *reader) {
  reader->position = 0;
  reader->line = 0;
}

size_t pt_json_reader_next(pt_json_reader *reader, const uint8_t *bytes, size_t length,
                           size_t most) {
  try {
    return reader->next(bytes, length, most);
  } catch (...) {
    return SIZE_MAX;
  }
}

const pt_json_document *pt_json_reader_documents(const pt_json_reader *reader) {
  return reader->documents.data();
}

const pt_json_field *pt_json_reader_fields(const pt_json_reader *reader) {
  return reader->fields.data();
}

const uint8_t *pt_json_reader_arena(const pt_json_reader *reader, size_t *length) {
  *length = reader->arena.size();
  return reader->arena.data();
}

const char *pt_json_error_text(int32_t code) { return error_message(error_code(code)); }

}  // extern "C"

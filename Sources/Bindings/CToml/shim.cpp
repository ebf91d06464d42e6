#include "CToml.h"

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 1
#define TOML_ENABLE_FORMATTERS 1
/* Broken text reaches some of toml++'s assertions, which would end the process; as an exception
   they are a parse error like any other. */
struct pt_toml_broken {};
#define TOML_ASSERT(condition) (static_cast<bool>(condition) ? void() : throw pt_toml_broken{})

#include <deque>
#include <memory>
#include <sstream>
#include <string>
#include <toml++/toml.h>
#include <vector>

struct pt_toml_document {
  std::vector<pt_toml_node> nodes;
  /* A deque keeps its strings where they are while it grows. */
  std::deque<std::string> texts;
  std::string error;
  uint32_t line = 0;
  uint32_t column = 0;

  void keep(const std::string &text, const char *&start, size_t &length) {
    texts.push_back(text);
    start = texts.back().data();
    length = texts.back().size();
  }

  template <typename Moment> void keep_moment(const Moment &moment, pt_toml_node &node) {
    std::ostringstream stream;
    stream << moment;
    node.kind = PT_TOML_MOMENT;
    keep(stream.str(), node.text, node.text_length);
  }

  void add(const toml::node &value, int32_t parent, const toml::key *key) {
    pt_toml_node node{};
    node.parent = parent;
    node.line = value.source().begin.line;
    node.column = value.source().begin.column;
    if (key) {
      keep(std::string(key->str()), node.key, node.key_length);
      node.key_line = key->source().begin.line;
      node.key_column = key->source().begin.column;
    }
    switch (value.type()) {
      case toml::node_type::table: node.kind = PT_TOML_TABLE; break;
      case toml::node_type::array: node.kind = PT_TOML_ARRAY; break;
      case toml::node_type::string:
        node.kind = PT_TOML_STRING;
        keep(**value.as_string(), node.text, node.text_length);
        break;
      case toml::node_type::integer:
        node.kind = PT_TOML_INTEGER;
        node.integer = **value.as_integer();
        break;
      case toml::node_type::floating_point:
        node.kind = PT_TOML_DOUBLE;
        node.number = **value.as_floating_point();
        break;
      case toml::node_type::boolean:
        node.kind = PT_TOML_BOOLEAN;
        node.integer = **value.as_boolean() ? 1 : 0;
        break;
      case toml::node_type::date: keep_moment(**value.as_date(), node); break;
      case toml::node_type::time: keep_moment(**value.as_time(), node); break;
      default: keep_moment(**value.as_date_time(), node);
    }
    int32_t self = int32_t(nodes.size());
    nodes.push_back(node);
    if (const auto *table = value.as_table()) {
      for (const auto &[name, child] : *table) add(child, self, &name);
    } else if (const auto *array = value.as_array()) {
      for (const auto &child : *array) add(child, self, nullptr);
    }
  }
};

extern "C" {

pt_toml_document *pt_toml_parse(const char *text, size_t length) {
  std::unique_ptr<pt_toml_document> document;
  try {
    document = std::make_unique<pt_toml_document>();
    document->add(toml::parse(std::string_view(text, length)), -1, nullptr);
  } catch (const toml::parse_error &error) {
    document->error = std::string(error.description());
    document->line = error.source().begin.line;
    document->column = error.source().begin.column;
  } catch (const pt_toml_broken &) {
    document->error = "the text is not TOML";
    document->line = 1;
    document->column = 1;
  } catch (...) {
    return nullptr;
  }
  return document.release();
}

void pt_toml_free(pt_toml_document *document) { delete document; }

const char *pt_toml_error(const pt_toml_document *document, uint32_t *line, uint32_t *column) {
  *line = document->line;
  *column = document->column;
  return document->error.empty() ? nullptr : document->error.c_str();
}

const pt_toml_node *pt_toml_nodes(const pt_toml_document *document, size_t *count) {
  *count = document->nodes.size();
  return document->nodes.data();
}

}  // extern "C"

#include "CToml.h"

// toml++ asserts on some malformed input, which would end the process; here it becomes a parse error.
namespace {
struct BrokenDocument {};
} // namespace
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 1
#define TOML_ASSERT(condition) (static_cast<bool>(condition) ? void() : throw BrokenDocument{})

#include <algorithm>
#include <cstring>
#include <sstream>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <vector>

namespace {

struct Walk {
  pt_toml_visit visit;
  void *context;

  void step(int kind, std::string_view key, const toml::source_region &source,
            std::string_view text = {}, int64_t integer = 0, double real = 0) const {
    pt_toml_step step{kind,
                      key.data(),
                      key.size(),
                      text.data(),
                      text.size(),
                      integer,
                      real,
                      static_cast<uint32_t>(source.begin.line),
                      static_cast<uint32_t>(source.begin.column)};
    visit(context, &step);
  }

  template <typename Value> std::string written(const Value &value) const {
    std::ostringstream text;
    text << value;
    return text.str();
  }

  void node(const toml::node &node, std::string_view key, const toml::source_region &source) const {
    switch (node.type()) {
    case toml::node_type::table: {
      step(PT_TOML_TABLE, key, source);
      std::vector<std::pair<const toml::key *, const toml::node *>> entries;
      for (auto &&[name, value] : *node.as_table()) entries.emplace_back(&name, &value);
      std::sort(entries.begin(), entries.end(), [](const auto &a, const auto &b) {
        auto left = a.first->source().begin, right = b.first->source().begin;
        return std::make_pair(left.line, left.column) < std::make_pair(right.line, right.column);
      });
      for (auto &[name, value] : entries) this->node(*value, name->str(), name->source());
      step(PT_TOML_END, {}, source);
      break;
    }
    case toml::node_type::array:
      step(PT_TOML_ARRAY, key, source);
      for (auto &&element : *node.as_array()) this->node(element, {}, element.source());
      step(PT_TOML_END, {}, source);
      break;
    case toml::node_type::string:
      step(PT_TOML_STRING, key, source, node.as_string()->get());
      break;
    case toml::node_type::integer:
      step(PT_TOML_INTEGER, key, source, {}, node.as_integer()->get());
      break;
    case toml::node_type::floating_point:
      step(PT_TOML_FLOAT, key, source, {}, 0, node.as_floating_point()->get());
      break;
    case toml::node_type::boolean:
      step(PT_TOML_BOOLEAN, key, source, {}, node.as_boolean()->get());
      break;
    case toml::node_type::date:
      step(PT_TOML_DATE, key, source, written(node.as_date()->get()));
      break;
    case toml::node_type::time:
      step(PT_TOML_DATE, key, source, written(node.as_time()->get()));
      break;
    case toml::node_type::date_time:
      step(PT_TOML_DATE, key, source, written(node.as_date_time()->get()));
      break;
    case toml::node_type::none: break;
    }
  }
};

} // namespace

int pt_toml_walk(const char *text, size_t length, pt_toml_visit visit, void *context,
                 char *message, size_t room, uint32_t *line, uint32_t *column) {
  try {
    toml::table document = toml::parse(std::string_view(text, length));
    Walk{visit, context}.node(document, {}, document.source());
    return 0;
  } catch (const toml::parse_error &error) {
    std::string_view what = error.description();
    size_t count = std::min(what.size(), room - 1);
    std::memcpy(message, what.data(), count);
    message[count] = 0;
    *line = static_cast<uint32_t>(error.source().begin.line);
    *column = static_cast<uint32_t>(error.source().begin.column);
    return 1;
  } catch (const BrokenDocument &) {
    std::strncpy(message, "It cannot be read as TOML", room - 1);
    message[room - 1] = 0;
    *line = *column = 1;
    return 1;
  }
}

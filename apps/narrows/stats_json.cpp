#include "stats_json.hpp"

#include <fmt/format.h>

namespace narrows::cli {

namespace {

// How many bytes of valid UTF-8 stand at the beginning of `text`; 0 if its first byte begins none.
std::size_t utf8_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80                   ? 1
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 0;
  return length;
}

void append_accounts(std::string& out, const decode::Accounts& a) {
  out += fmt::format(R"("bytes":{},"lines":{},"sentences":{},"used":{},"messages":{},"dropped":{{)",
                     a.bytes, a.lines, a.sentences, a.used, a.messages);
  for (std::size_t i = 0; i < decode::kDropCount; ++i) {
    out +=
        fmt::format(R"({}"{}":{})", i == 0 ? "" : ",", decode::kDropNames.at(i), a.dropped.at(i));
  }
  out += fmt::format(R"(}},"held":{},"other_lines":{},"checksum_wrong":{},"checksum_missing":{},)"
                     R"("tag_block_wrong":{},"truncated":{},"overlong":{},"messages_by_type":{{)",
                     a.held, a.other_lines, a.checksum_wrong, a.checksum_missing, a.tag_block_wrong,
                     a.truncated, a.overlong);
  bool first = true;
  for (std::size_t type = 0; type < a.messages_by_type.size(); ++type) {
    if (a.messages_by_type.at(type) == 0) continue;
    out += fmt::format(R"({}"{}":{})", first ? "" : ",", type, a.messages_by_type.at(type));
    first = false;
  }
  out += '}';
}

void append_trouble(std::string& out, const InputStats& input) {
  if (input.datagrams_lost > 0) out += fmt::format(R"(,"datagrams_lost":{})", input.datagrams_lost);
  if (input.bytes_discarded > 0)
    out += fmt::format(R"(,"bytes_discarded":{})", input.bytes_discarded);
  if (!input.error.empty()) out += fmt::format(R"(,"error":{})", json_string(input.error));
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const char c = text.front();
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else if (length == 1 && static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out + '"';
}

std::string stats_json(const std::vector<InputStats>& inputs) {
  InputStats total;
  for (const InputStats& input : inputs) {
    total.accounts += input.accounts;
    total.datagrams_lost += input.datagrams_lost;
    total.bytes_discarded += input.bytes_discarded;
    if (total.error.empty()) total.error = input.error;
  }
  std::string out = "{";
  append_accounts(out, total.accounts);
  append_trouble(out, total);
  if (inputs.size() > 1) {
    out += R"(,"inputs":[)";
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      out += fmt::format(R"({}{{"input":{},)", i == 0 ? "" : ",", json_string(inputs[i].name));
      append_accounts(out, inputs[i].accounts);
      append_trouble(out, inputs[i]);
      out += '}';
    }
    out += ']';
  }
  return out + "}\n";
}

}  // namespace narrows::cli

#include "source/address.hpp"

#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace narrows::source {

namespace {

using Kind = Address::Kind;

struct Scheme {
  std::string_view prefix;
  Kind kind;
};
constexpr std::array kSchemes{
    Scheme{"udp://", Kind::kUdp},
    Scheme{"tcp://", Kind::kTcp},
    Scheme{"tcp-listen://", Kind::kTcpListen},
    Scheme{"serial:", Kind::kSerial},
    Scheme{"replay:", Kind::kReplay},
    Scheme{"file:", Kind::kFile},
};
constexpr std::array kBauds{4'800U, 9'600U, 19'200U, 38'400U, 57'600U, 115'200U, 230'400U};

tl::unexpected<Error> bad(const Address& address, std::string_view why) {
  return fail(Fault::kMalformed, fmt::format("{}: {}", address.text, why));
}

template <class T>
bool read_number(std::string_view text, T& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

Result<void> read_host_and_port(std::string_view text, Address& address) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return bad(address, "a port is missing, as in HOST:10110");
  std::string_view host = text.substr(0, colon);
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return bad(address, "an IPv6 address stands in brackets, as in [::1]:10110");
  }
  if (host.empty() && address.kind == Kind::kTcp) return bad(address, "a host is missing");
  address.host = host.empty() ? "127.0.0.1" : std::string{host};
  if (!read_number(text.substr(colon + 1), address.port) || address.port == 0)
    return bad(address, "the port must be a number from 1 to 65535");
  return {};
}

Result<void> read_parameter(std::string_view key, std::string_view value, Address& address) {
  const Kind kind = address.kind;
  if (kind == Kind::kUdp && key == "interface") {
    address.interface_address = value;
    return {};
  }
  if (kind == Kind::kSerial && key == "baud") {
    const bool number = read_number(value, address.baud);
    for (const unsigned known : kBauds)
      if (number && known == address.baud) return {};
    return bad(address, "baud must be 4800, 9600, 19200, 38400, 57600, 115200 or 230400");
  }
  if ((kind == Kind::kTcp || kind == Kind::kSerial) && key == "reconnect" &&
      (value == "0" || value == "1")) {
    address.reconnect = value == "1";
    return {};
  }
  if (kind == Kind::kReplay && key == "speed") {
    if (read_number(value, address.speed) && address.speed >= 0.01 && address.speed <= 1000.0)
      return {};
    return bad(address, "speed must be a number from 0.01 to 1000");
  }
  if (kind == Kind::kReplay && key == "rate") {
    double& rate = address.lines_per_second;
    if (read_number(value, rate) && rate >= 0.01 && rate <= 1e6) return {};
    return bad(address, "rate must be from 0.01 to 1000000 lines per second");
  }
  if (kind == Kind::kReplay && key == "loop" && (value == "0" || value == "1")) {
    address.loop = value == "1";
    return {};
  }
  return bad(address, fmt::format("'{}={}' is not understood here", key, value));
}

Result<void> read_parameters(std::string_view text, Address& address) {
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find('&'));
    text.remove_prefix(one.size() == text.size() ? one.size() : one.size() + 1);
    const std::size_t equals = one.find('=');
    const std::string_view value = equals == std::string_view::npos ? "" : one.substr(equals + 1);
    if (auto done = read_parameter(one.substr(0, equals), value, address); !done) return done;
  }
  return {};
}

}  // namespace

Result<Address> parse_address(const std::string& text) {
  Address address;
  address.text = text;
  if (text.empty()) return fail(Fault::kMalformed, "an input with an empty name");
  if (text == "-") {
    address.kind = Kind::kStdin;
    return address;
  }
  for (const Scheme& scheme : kSchemes) {
    if (!text.starts_with(scheme.prefix)) continue;
    address.kind = scheme.kind;
    std::string_view rest = std::string_view{text}.substr(scheme.prefix.size());
    if (scheme.kind != Kind::kFile) {
      const std::size_t mark = rest.rfind('?');
      if (mark != std::string_view::npos) {
        if (auto done = read_parameters(rest.substr(mark + 1), address); !done)
          return tl::unexpected(done.error());
        rest = rest.substr(0, mark);
      }
    }
    if (scheme.prefix.ends_with("//")) {
      if (auto done = read_host_and_port(rest, address); !done) return tl::unexpected(done.error());
    } else if (rest.empty()) {
      return bad(address, "a path is missing");
    }
    address.path = rest;
    return address;
  }
  const std::size_t mark = text.find("://");
  if (mark != std::string::npos && text.find('/') > mark) {
    return bad(address,
               "not a known kind of source (udp://, tcp://, tcp-listen://, serial:, "
               "replay:, file: or a path)");
  }
  address.path = text;
  return address;
}

}  // namespace narrows::source

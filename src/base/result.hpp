#pragma once

// The one way this code base says "the outside world was wrong".
//
// Input from a sensor, a peer, a file or a user is never a programming error, so it is never an
// assertion and never an exception: it is a Result. See CONTRIBUTING, "Three kinds of wrong".

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace narrows {

/// What was wrong. Values are stable: they are metric labels and appear in quarantine files.
enum class Fault : std::uint8_t {
  kTooShort = 1,     ///< Input ended before the field that was asked for.
  kWrongType = 2,    ///< Another kind of thing than this decoder handles.
  kOutOfRange = 3,   ///< A field holds a value that its standard does not define.
  kBadChecksum = 4,  ///< A checksum is wrong or missing.
  kMalformed = 5,    ///< The text does not have the shape of what it claims to be.
  kNotFound = 6,     ///< A file, key or name that does not exist.
  kRefused = 7,      ///< The system said no: permission, address in use, connection refused.
  kIo = 8,           ///< Reading or writing failed part-way.
  kFull = 9,         ///< No room: disk full, queue full, table at its cap.
};

/// Stable lower-case word for a fault, as used in metric labels: "too_short".
constexpr std::string_view name(Fault fault) {
  switch (fault) {
    case Fault::kTooShort:
      return "too_short";
    case Fault::kWrongType:
      return "wrong_type";
    case Fault::kOutOfRange:
      return "out_of_range";
    case Fault::kBadChecksum:
      return "bad_checksum";
    case Fault::kMalformed:
      return "malformed";
    case Fault::kNotFound:
      return "not_found";
    case Fault::kRefused:
      return "refused";
    case Fault::kIo:
      return "io";
    case Fault::kFull:
      return "full";
  }
  return "unknown";
}

struct Error {
  Fault fault = Fault::kMalformed;
  std::string what;  ///< One sentence for a person: what, where, why. No trailing full stop.
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Fault fault, std::string what) {
  return tl::unexpected(Error{fault, std::move(what)});
}

}  // namespace narrows

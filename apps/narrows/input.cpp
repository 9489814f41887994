#include "input.hpp"

#include <filesystem>
#include <system_error>

#include <poll.h>

namespace narrows::cli {

bool wait_for(const source::ByteInput& input) {
  if (input.wait_descriptor() < 0 || input.at_hand()) return true;
  constexpr int kPatienceMs = 200;
  pollfd one{input.wait_descriptor(), POLLIN, 0};
  return ::poll(&one, 1, kPatienceMs) > 0;
}

bool would_wait(const source::ByteInput& input) {
  if (input.wait_descriptor() < 0 || input.at_hand()) return false;
  pollfd one{input.wait_descriptor(), POLLIN, 0};
  return ::poll(&one, 1, 0) == 0;
}

Result<void> check_not_overwritten(const std::string& input, const std::string& target) {
  std::error_code none;
  if (target != "-" && input != "-" && std::filesystem::is_regular_file(target, none) &&
      std::filesystem::equivalent(input, target, none))
    return fail(Fault::kRefused, target + ": is an input, and would be overwritten");
  return {};
}

}  // namespace narrows::cli

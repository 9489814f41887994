#include "output.hpp"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace narrows::cli {

Result<Output> Output::open(const std::string& path) {
  if (path == "-") return Output{source::Descriptor{::dup(STDOUT_FILENO)}, "standard output"};
  source::Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)};
  if (!file) return tl::unexpected(source::system_error(path, errno));
  return Output{std::move(file), path};
}

Result<Output> Output::standard_error() {
  return Output{source::Descriptor{::dup(STDERR_FILENO)}, "standard error"};
}

Result<void> Output::write(std::string_view text) {
  while (!text.empty() && !reader_gone_) {
    const ssize_t n = ::write(file_.get(), text.data(), text.size());
    if (n >= 0) {
      text.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EPIPE) {
      reader_gone_ = true;
    } else if (errno == EAGAIN) {  // Standard output may be shared with one who made it so.
      pollfd one{file_.get(), POLLOUT, 0};
      ::poll(&one, 1, -1);
    } else if (errno != EINTR) {
      return tl::unexpected(source::system_error(name_, errno));
    }
  }
  return {};
}

bool Output::is_terminal() const {
  return ::isatty(file_.get()) == 1;
}

}  // namespace narrows::cli

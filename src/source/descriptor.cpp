#include "source/descriptor.hpp"

#include <cctype>
#include <cerrno>
#include <system_error>

#include <unistd.h>

namespace narrows::source {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = other.release();
  }
  return *this;
}

void Descriptor::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

int Descriptor::release() {
  const int fd = fd_;
  fd_ = -1;
  return fd;
}

std::string system_words(int error_number) {
  std::string words = std::generic_category().message(error_number);
  if (words.size() > 1 && std::islower(static_cast<unsigned char>(words[1])) != 0) {
    words[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(words[0])));
  }
  return words;
}

Fault system_fault(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
      return Fault::kNotFound;
    case EACCES:
    case EPERM:
    case EADDRINUSE:
    case EADDRNOTAVAIL:
    case ECONNREFUSED:
    case EBUSY:
      return Fault::kRefused;
    default:
      return Fault::kIo;
  }
}

Error system_error(const std::string& name, int error_number) {
  return Error{system_fault(error_number), name + ": " + system_words(error_number)};
}

}  // namespace narrows::source

#include "source/serial_source.hpp"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <termios.h>

namespace narrows::source {

namespace {

speed_t speed_constant(unsigned baud) {
  switch (baud) {
    case 4'800:
      return B4800;
    case 9'600:
      return B9600;
    case 19'200:
      return B19200;
    case 57'600:
      return B57600;
    case 115'200:
      return B115200;
    case 230'400:
      return B230400;
    default:
      return B38400;
  }
}

bool set_raw(int device, unsigned baud) {
  termios settings{};
  if (::tcgetattr(device, &settings) != 0) return false;
  ::cfmakeraw(&settings);
  settings.c_cflag |= CLOCAL | CREAD;
  settings.c_cc[VMIN] = 1;  // So that 0 bytes means hung up, not "nothing yet".
  settings.c_cc[VTIME] = 0;
  ::cfsetspeed(&settings, speed_constant(baud));
  return ::tcsetattr(device, TCSANOW, &settings) == 0;
}

}  // namespace

Result<std::unique_ptr<Source>> SerialSource::open(const Address& address, OpenOptions options) {
  auto source = std::make_unique<SerialSource>(address, options);
  if (auto opened = source->open_device(); !opened) return tl::unexpected(opened.error());
  return source;
}

SerialSource::SerialSource(Address address, OpenOptions options)
    : address_{std::move(address)}, options_{options}, lines_{options.id} {}

Result<void> SerialSource::open_device() {
  Descriptor device{::open(address_.path.c_str(), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
  if (!device) {
    Error error = system_error(address_.text, errno);
    if (errno == EACCES) error.what += " (on Debian, serial lines belong to the group dialout)";
    return tl::unexpected(error);
  }
  if (!set_raw(device.get(), address_.baud))
    return fail(Fault::kWrongType, address_.text + ": is not a serial line");
  device_ = std::move(device);
  status_.phase = Phase::kLive;
  status_.last_error.reset();
  ++status_.counters.connects;
  return {};
}

Interest SerialSource::interest() const {
  if (status_.phase == Phase::kEnded) return {};
  if (status_.phase == Phase::kWaiting) return {.wake_at = retry_at_};
  return {.fd = device_.get()};
}

void SerialSource::receive(Time now, OnReceived on_received) {
  if (status_.phase == Phase::kEnded) return;
  if (status_.phase == Phase::kWaiting) {
    if (now < retry_at_) return;
    if (auto opened = open_device(); !opened) return lost(now, opened.error());
  }
  const std::uint64_t before = status_.counters.bytes;
  const ReadEnd end = read_stream(device_.get(), lines_, now, on_received, status_.counters);
  if (status_.counters.bytes > before) back_off_.reset();
  if (end != ReadEnd::kClosed && end != ReadEnd::kError) return;
  lines_.finish(now, on_received, status_.counters);
  lost(now, Error{Fault::kIo, address_.text + ": the line was closed or the device taken away"});
}

void SerialSource::lost(Time now, Error error) {
  device_.close();
  status_.last_error = std::move(error);
  status_.phase = options_.reconnect ? Phase::kWaiting : Phase::kEnded;
  retry_at_ = now + back_off_.next();
}

}  // namespace narrows::source

#include "interrupt.hpp"

#include <csignal>

namespace narrows::cli {

namespace {

// A signal handler has no other way to speak.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
volatile std::sig_atomic_t heard = 0;
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
volatile std::sig_atomic_t hung_up = 0;

}  // namespace

void listen_for_interrupt() {
  struct sigaction action {};
  action.sa_handler = [](int) { heard = 1; };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() {
  return heard != 0;
}

void listen_for_hang_up() {
  struct sigaction action {};
  action.sa_handler = [](int) { hung_up = 1; };
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGHUP, &action, nullptr);
}

bool take_hang_up() {
  if (hung_up == 0) return false;
  hung_up = 0;
  return true;
}

}  // namespace narrows::cli

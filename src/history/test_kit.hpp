#pragma once

// What the tests of this module share: a directory that goes away, a child process that can be
// killed, a file system with little room.

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <utility>

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

namespace narrows::history::test {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    // In memory where there is such a place: these tests sync thousands of times.
    const bool memory = ::access("/dev/shm", W_OK) == 0;
    const std::filesystem::path parent =
        memory ? std::filesystem::path{"/dev/shm"} : std::filesystem::temp_directory_path();
    std::string name = (parent / "narrows-XXXXXX").string();
    path_ = ::mkdtemp(name.data()) == nullptr ? "" : name;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  TemporaryDirectory(TemporaryDirectory&&) = delete;
  TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

inline void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}

/// A process that runs `body` and can write numbers to this one until it is killed. It must be
/// started while no other thread runs.
class Child {
 public:
  explicit Child(const std::function<void(int pipe)>& body) {
    int ends[2] = {-1, -1};
    if (::pipe(ends) != 0) return;
    pid_ = ::fork();
    if (pid_ == 0) {
      ::close(ends[0]);
      body(ends[1]);
      ::_exit(0);
    }
    ::close(ends[1]);
    read_end_ = ends[0];
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  Child(Child&&) = delete;
  Child& operator=(Child&&) = delete;
  ~Child() {
    if (read_end_ >= 0) ::close(read_end_);
    if (pid_ > 0) {
      kill_now();
      wait();
    }
  }

  static void send(int pipe, std::uint64_t number) {
    if (::write(pipe, &number, sizeof number) != sizeof number) ::_exit(3);
  }
  /// The next number; nothing when the child has ended.
  bool receive(std::uint64_t& number) {
    return ::read(read_end_, &number, sizeof number) == sizeof number;
  }
  void kill_now() const { ::kill(pid_, SIGKILL); }
  /// The exit code, or minus the signal.
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
  int read_end_ = -1;
};

/// Runs `body` in a child that sees a file system of `bytes` at `directory`. What it returns is
/// what was wrong, "" for nothing. "unavailable": the machine does not let us mount one.
inline std::string with_small_disk(const std::filesystem::path& directory, std::size_t bytes,
                                   const std::function<std::string()>& body) {
  const auto outcome = directory.parent_path() / (directory.filename().string() + ".outcome");
  Child child{[&](int) {
    const bool mounted =
        (::unshare(CLONE_NEWNS) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0) &&
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
        ::mount("none", directory.c_str(), "tmpfs", 0, ("size=" + std::to_string(bytes)).c_str()) ==
            0;
    write_file(outcome, mounted ? body() : "unavailable");
  }};
  const int code = child.wait();
  return code == 0 ? read_file(outcome) : "child ended with " + std::to_string(code);
}

}  // namespace narrows::history::test

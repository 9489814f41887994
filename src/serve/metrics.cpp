#include "serve/metrics.hpp"

#include <iterator>
#include <string_view>

#include <fmt/format.h>

namespace narrows::serve {

namespace {

class Text {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help) {
    fmt::format_to(std::back_inserter(out_), "# HELP narrows_{} {}\n# TYPE narrows_{} {}\n", name,
                   help, name, type);
  }
  /// `labels`: `source="coast"`, made with label().
  void sample(std::string_view name, std::string_view labels, double value) {
    fmt::format_to(std::back_inserter(out_), "narrows_{}", name);
    if (!labels.empty()) fmt::format_to(std::back_inserter(out_), "{{{}}}", labels);
    fmt::format_to(std::back_inserter(out_), " {}\n", value);
  }
  void sample(std::string_view name, std::string_view labels, std::uint64_t value) {
    fmt::format_to(std::back_inserter(out_), "narrows_{}", name);
    if (!labels.empty()) fmt::format_to(std::back_inserter(out_), "{{{}}}", labels);
    fmt::format_to(std::back_inserter(out_), " {}\n", value);
  }
  void counter(std::string_view name, std::string_view help, std::uint64_t value) {
    family(name, "counter", help);
    sample(name, "", value);
  }
  void gauge(std::string_view name, std::string_view help, double value) {
    family(name, "gauge", help);
    sample(name, "", value);
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

std::string label(std::string_view name, std::string_view value) {
  std::string out = fmt::format("{}=\"", name);
  for (const char c : value) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out + '"';
}

void put_stages(Text& text, const Status& status) {
  text.family("stage_in_total", "counter",
              "Items that entered a stage: in = out + dropped + held.");
  for (const auto& s : status.stages) text.sample("stage_in_total", label("stage", s.name), s.in);
  text.family("stage_out_total", "counter", "Items that a stage handed on.");
  for (const auto& s : status.stages) text.sample("stage_out_total", label("stage", s.name), s.out);
  text.family("stage_dropped_total", "counter", "Items that a stage dropped, by reason.");
  for (const auto& s : status.stages) {
    for (const auto& [reason, count] : s.dropped) {
      text.sample("stage_dropped_total", label("stage", s.name) + "," + label("reason", reason),
                  count);
    }
  }
  text.family("stage_held", "gauge", "Items that wait in a stage.");
  for (const auto& s : status.stages) text.sample("stage_held", label("stage", s.name), s.held);
}

void put_sources(Text& text, const Status& status) {
  text.family("source_up", "gauge", "1 while the source is open, else 0.");
  for (const auto& s : status.sources) {
    text.sample("source_up", label("source", s.name),
                std::uint64_t{s.state == SourceState::kDown ? 0U : 1U});
  }
  text.family("source_age_seconds", "gauge", "Since the source last gave anything.");
  for (const auto& s : status.sources) {
    if (s.age) text.sample("source_age_seconds", label("source", s.name), s.age->seconds());
  }
  text.family("source_messages_total", "counter", "Lines or datagrams received.");
  for (const auto& s : status.sources)
    text.sample("source_messages_total", label("source", s.name), s.messages);
  text.family("source_bytes_total", "counter", "Bytes received.");
  for (const auto& s : status.sources)
    text.sample("source_bytes_total", label("source", s.name), s.bytes);
  const auto reception = [&](std::string_view name, std::string_view help,
                             std::uint64_t Reception::*member) {
    text.family(name, "counter", help);
    for (const auto& s : status.sources)
      text.sample(name, label("source", s.name), s.reception.*member);
  };
  reception("source_heard_total", "AIS messages heard, copies included.", &Reception::heard);
  reception("source_heard_first_total", "Of these, heard before any other source.",
            &Reception::first);
  reception("source_heard_only_total", "Of these, heard by no other source.", &Reception::only);
}

void put_samples(Text& text, const Status& status) {
  for (const auto& s : status.samples) {
    text.family(s.name, s.counter ? "counter" : "gauge", s.help);
    text.sample(s.name, "", s.value);
  }
}

void put_server(Text& text, const ServerCounts& c) {
  text.counter("http_requests_total", "Requests answered.", c.requests);
  text.counter("http_refused_total", "Requests from another host name, origin or site.", c.refused);
  text.counter("http_over_limit_total", "Connections closed because there were too many.",
               c.over_limit);
  text.counter("http_malformed_total", "Connections that did not speak proper HTTP.", c.malformed);
  text.gauge("http_connections", "Open connections, WebSockets included.",
             static_cast<double>(c.connections));
  text.gauge("http_answers_waiting", "Slow answers that are being made.",
             static_cast<double>(c.answers_waiting));
  text.gauge("ws_clients", "Clients of the live picture.", static_cast<double>(c.ws_clients));
  text.counter("ws_frames_sent_total", "Frames sent to all clients.", c.ws_frames_sent);
  text.counter("ws_bytes_sent_total", "Payload bytes sent to all clients.", c.ws_bytes_sent);
  text.counter("ws_frames_encoded_total", "Binary frames made; each is shared by all clients.",
               c.ws_frames_encoded);
  text.counter("ws_ticks_skipped_total", "Ticks that a client was too slow to be sent.",
               c.ws_ticks_skipped);
}

void put_access(Text& text, const AccessCounts& c) {
  text.gauge("sessions", "Sessions of people who are signed in.", static_cast<double>(c.sessions));
  text.counter("sign_ins_total", "Times that somebody signed in.", c.sign_ins);
  text.counter("sign_in_failures_total", "Attempts with a wrong name or password.",
               c.sign_in_failures);
  text.counter("sign_ins_limited_total", "Attempts refused unseen because there were too many.",
               c.sign_ins_limited);
  text.counter("audit_entries_total", "Looks, sign-ins and refusals written to the audit log.",
               c.audit_entries);
  text.counter("audit_failures_total", "Of these, such as could not be written.", c.audit_failures);
}

}  // namespace

std::string metrics_text(const About& about, const Published* published, const ServerCounts& server,
                         const AccessCounts& access) {
  Text text;
  text.family("build_info", "gauge", "Always 1; its labels say which program this is.");
  text.sample("build_info", label("version", about.version) + "," + label("node", about.node),
              std::uint64_t{1});
  if (published != nullptr) {
    const auto& snapshot = *published->snapshot;
    text.gauge("picture_vessels", "Vessels in the picture.", static_cast<double>(snapshot.vessels));
    text.gauge("picture_vessels_lost", "Of these, silent for too long.",
               static_cast<double>(snapshot.lost));
    text.counter("picture_ticks_total", "Ticks of the picture.", snapshot.tick);
    put_stages(text, published->status);
    put_sources(text, published->status);
    text.gauge("history_running", "1 while the history is written, else 0.",
               published->status.history.state == HistoryState::kOk ? 1 : 0);
    put_samples(text, published->status);
  }
  put_server(text, server);
  put_access(text, access);
  return text.take();
}

}  // namespace narrows::serve

// The audit log as JSON by pages, as CSV as a whole, and whether its chain of hashes holds.

#include <utility>

#include "serve/auth/account_routes.hpp"
#include "serve/json_body.hpp"
#include "serve/json_writer.hpp"
#include "serve/target.hpp"

namespace narrows::serve {

namespace {

using SharedAccess = std::shared_ptr<Access>;

constexpr std::int64_t kPageMax = 1'000;
constexpr std::int64_t kCsvRowsMax = 200'000;

Result<record::AuditQuestion> question_of(const Target& target) {
  record::AuditQuestion q;
  for (const auto& [key, value] : target.query) {
    if (key == "who") {
      q.who = value;
    } else if (key == "what") {
      q.what = value;
    } else if (key == "outcome") {
      q.outcome = value;
    } else if (key == "from" || key == "to") {
      const auto time = parse_rfc3339(value);
      if (!time)
        return fail(Fault::kOutOfRange, key + " must be a time such as 2026-01-01T00:00:00Z");
      (key == "from" ? q.from : q.to) = time;
    } else if (key == "before") {
      const auto seq = parse_whole(value);
      if (!seq || *seq > 9'000'000'000'000'000'000U)
        return fail(Fault::kOutOfRange, "before must be a number: next_before of the page before");
      q.before = static_cast<std::int64_t>(*seq);
    } else if (key == "limit") {
      const auto limit = parse_whole(value);
      if (!limit || *limit == 0 || *limit > kPageMax)
        return fail(Fault::kOutOfRange, "limit must be a whole number from 1 to 1000");
      q.limit = static_cast<std::int64_t>(*limit);
    } else {
      return fail(
          Fault::kMalformed,
          "the parameters are who, what, outcome, from, to, before and limit; there is no " + key);
    }
  }
  return q;
}

Response page(const std::vector<record::AuditEntry>& entries, std::int64_t limit) {
  JsonWriter json;
  json.object([&] {
    json.array("entries", [&] {
      for (const auto& e : entries) {
        json.object([&] {
          json.member("seq", e.seq);
          json.member("at", format_rfc3339(e.at));
          json.member("who", e.who);
          json.member("from", e.from);
          json.member("what", e.what);
          json.member("subject", e.subject);
          json.member("outcome", e.outcome);
          json.member("detail", e.detail);
          json.member("hash", record::to_hex(e.hash));
        });
      }
    });
    if (static_cast<std::int64_t>(entries.size()) == limit && entries.back().seq > 1)
      json.member("next_before", entries.back().seq);
  });
  return json_response(json.take());
}

/// Quoted always; a text that a spreadsheet would take for a formula gets an apostrophe in front.
void put_field(std::string& out, std::string_view text) {
  out += '"';
  if (!text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos)
    out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

Response csv(const std::vector<record::AuditEntry>& entries) {
  std::string out = "seq,at,who,from,what,subject,outcome,detail,previous,hash\r\n";
  for (const auto& e : entries) {
    out += std::to_string(e.seq);
    out += ',';
    append_rfc3339(out, e.at);
    for (const auto* text : {&e.who, &e.from, &e.what, &e.subject, &e.outcome, &e.detail}) {
      out += ',';
      put_field(out, *text);
    }
    out += ',' + record::to_hex(e.previous) + ',' + record::to_hex(e.hash) + "\r\n";
  }
  auto response = json_response(std::move(out));
  response.content_type = "text/csv; charset=utf-8";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"audit.csv\"");
  return response;
}

Answer read(const SharedAccess& access, const Exchange& x, bool as_csv) {
  auto question = question_of(x.target);
  if (!question) return problem_of(question.error());
  if (as_csv) question->limit = kCsvRowsMax;
  return Answer::Later{[access, question = std::move(*question), as_csv]() -> Response {
    const auto entries = access->accounts()->audit(question);
    if (!entries) return problem(503, "Not readable", entries.error().what);
    return as_csv ? csv(*entries) : page(*entries, question.limit);
  }};
}

Answer check(const SharedAccess& access) {
  return Answer::Later{[access]() -> Response {
    const auto checked = access->accounts()->check_audit();
    if (!checked) return problem(503, "Not readable", checked.error().what);
    JsonWriter json;
    json.object([&] {
      json.member("whole", !checked->wrong_at.has_value());
      json.member("entries", checked->entries);
      json.member("head", record::to_hex(checked->head));
      json.member("wrong_at", checked->wrong_at);
    });
    return json_response(json.take());
  }};
}

}  // namespace

std::vector<Route> audit_routes(const SharedAccess& access) {
  return {
      {"GET", "/api/v1/audit", Permission::kReadAudit,
       [access](const Exchange& x) { return read(access, x, /*as_csv=*/false); }},
      {"GET", "/api/v1/audit.csv", Permission::kReadAudit,
       [access](const Exchange& x) { return read(access, x, /*as_csv=*/true); }},
      {"GET", "/api/v1/audit/check", Permission::kReadAudit,
       [access](const Exchange&) { return check(access); }},
  };
}

}  // namespace narrows::serve

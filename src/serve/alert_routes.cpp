#include "serve/alert_routes.hpp"

#include <algorithm>
#include <utility>

#include "serve/alert_json.hpp"
#include "serve/json_body.hpp"
#include "serve/target.hpp"

namespace narrows::serve {

namespace {

constexpr std::size_t kLimitMax = 1'000;
constexpr std::uint64_t kHoursMax = std::uint64_t{24} * 31;
constexpr std::size_t kNoteMax = 2'000;
/// A longer dry run would keep a thread busy for minutes.
constexpr Duration kDryRunMax = Duration::hours(std::int64_t{24} * 31);
constexpr Duration kWeek = Duration::hours(std::int64_t{24} * 7);

using SharedDesk = std::shared_ptr<AlertDesk>;
using SharedAccess = std::shared_ptr<Access>;

/// The time of the picture: a node that plays a recording has the recording's.
Time time_of(const Exchange& x) {
  return x.moment.published ? x.moment.published->snapshot->now : x.moment.now;
}

/// Who does something, and what is noted of it.
struct Doer {
  explicit Doer(const Exchange& x)
      : event{.who = x.who.name,
              .from = std::string{x.request.peer},
              .what = {},
              .subject = {},
              .outcome = {},
              .detail = {}},
        is_known{x.who.kind != Principal::Kind::kEveryone},
        clock{x.moment.now} {}
  record::AuditEvent event;
  bool is_known;  ///< Without sign-in nobody is, and nothing is noted.
  Time clock;

  Result<void> note(Access& access, std::string_view outcome, std::string detail) {
    if (!is_known) return {};
    event.outcome = outcome;
    event.detail = std::move(detail);
    return access.note(event, clock);
  }
};

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto comma = text.find(',');
    out.emplace_back(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return out;
}

Error wrong(std::string what) {
  return {Fault::kMalformed, std::move(what)};
}

Result<std::uint64_t> whole(std::string_view key, std::string_view text, std::uint64_t least,
                            std::uint64_t most) {
  const auto value = parse_whole(text);
  if (value && *value >= least && *value <= most) return *value;
  return tl::unexpected(wrong(std::string{key} + " must be a whole number from " +
                              std::to_string(least) + " to " + std::to_string(most)));
}

bool is_state(const std::string& word) {
  for (int i = 0; i <= static_cast<int>(model::AlertState::kHeld); ++i)
    if (model::name(static_cast<model::AlertState>(i)) == word) return true;
  return false;
}

Result<void> take(AlertQuestion& q, const std::string& key, const std::string& value,
                  std::optional<Time>& from, std::optional<Time>& to) {
  constexpr std::uint64_t kVersionMax = 0x7FFF'FFFF'FFFF'FFFF;
  Result<std::uint64_t> number{0};
  if (key == "state") {
    q.states = words_in(value);
    if (!std::all_of(q.states.begin(), q.states.end(), is_state))
      return tl::unexpected(wrong("state must be words such as open,acknowledged"));
  } else if (key == "kind") {
    q.kinds = words_in(value);
  } else if (key == "priority") {
    number = whole(key, value, 1, 3);
    if (number) q.priority = static_cast<unsigned>(*number);
  } else if (key == "vessel") {
    number = whole(key, value, 0, 0x3FFF'FFFF);
    if (number) q.vessel = model::Mmsi{static_cast<std::uint32_t>(*number)};
  } else if (key == "from" || key == "to") {
    const auto at = parse_rfc3339(value);
    if (!at) return tl::unexpected(wrong(key + " must be a time as 2026-01-01T12:00:00Z"));
    (key == "from" ? from : to) = at;
  } else if (key == "changed_after") {
    number = whole(key, value, 0, kVersionMax);
    if (number) q.changed_after = *number;
  } else if (key == "cursor") {
    number = whole(key, value, 0, kVersionMax);
    if (number) q.cursor = *number;
  } else if (key == "limit") {
    number = whole(key, value, 1, kLimitMax);
    if (number) q.limit = static_cast<std::size_t>(*number);
  } else {
    return tl::unexpected(
        wrong("the parameters are state, kind, priority, vessel, from, to, "
              "changed_after, limit and cursor; there is no " +
              key));
  }
  if (!number) return tl::unexpected(number.error());
  return {};
}

Result<AlertQuestion> question_of(const Exchange& x) {
  AlertQuestion q;
  std::optional<Time> from;
  std::optional<Time> to;
  for (const auto& [key, value] : x.target.query) {
    if (auto taken = take(q, key, value, from, to); !taken) return tl::unexpected(taken.error());
  }
  if (from || to) {
    q.range = history::TimeRange{from.value_or(Time::unix_seconds(0)), to.value_or(time_of(x))};
    if (q.range->from >= q.range->to) return tl::unexpected(wrong("from must be before to"));
  }
  return q;
}

const AlertRecord* find(const AlertBook& book, std::string_view id) {
  const auto found = std::find_if(book.records.begin(), book.records.end(),
                                  [&](const auto& record) { return record->alert.id == id; });
  return found == book.records.end() ? nullptr : found->get();
}

/// A question that could not be answered.
Response unanswered(const Error& error) {
  switch (error.fault) {
    case Fault::kNotFound:
    case Fault::kOutOfRange:
    case Fault::kMalformed:
      return problem_of(error);
    default:
      return problem(503, "Not now", error.what + ".");
  }
}

Response no_such_alert() {
  return problem(404, "Not found", "There is no alert with this id.");
}

Answer list(const SharedDesk& desk, const SharedAccess&, const Exchange& x) {
  const auto question = question_of(x);
  if (!question) return problem_of(question.error());
  return json_response(alerts_json(*desk->book(), *question));
}

Answer one(const SharedDesk& desk, const SharedAccess&, const Exchange& x) {
  const auto book = desk->book();
  const auto* record = find(*book, x.part("id"));
  return record == nullptr ? no_such_alert() : json_response(alert_with_log_json(*record));
}

Answer evidence(const SharedDesk& desk, const SharedAccess&, const Exchange& x) {
  return Answer::Later{[desk, id = std::string{x.part("id")}] {
    const auto found = desk->evidence(id);
    return found ? json_response(evidence_json(*found)) : unanswered(found.error());
  }};
}

/// What the body says of the deed, or what is wrong with it.
Result<AlertDeed> deed_in(const Exchange& x, AlertAct act) {
  AlertDeed deed{
      .act = act, .who = x.who.name, .at = time_of(x), .note = {}, .reason = {}, .to = {}};
  const auto body = JsonBody::read(x.request, {"note", "reason", "to"});
  if (!body) return tl::unexpected(body.error());
  for (const auto& [key, into] : {std::pair{"note", &deed.note}, std::pair{"reason", &deed.reason},
                                  std::pair{"to", &deed.to}}) {
    const auto text = body->text(key);
    if (!text) return tl::unexpected(text.error());
    *into = text->value_or("");
    if (into->size() > kNoteMax)
      return fail(Fault::kOutOfRange, std::string{key} + " may have 2000 bytes");
  }
  if (act == AlertAct::kDismiss && std::find(kDismissReasons.begin(), kDismissReasons.end(),
                                             deed.reason) == kDismissReasons.end()) {
    return fail(Fault::kOutOfRange,
                "reason must be one of explained, wrong_data, known, not_relevant, other");
  }
  if (act == AlertAct::kAssign && deed.to.empty())
    return fail(Fault::kOutOfRange, "to must say whom or what it is assigned to");
  return deed;
}

/// A watch goes on when it cannot be audited: what can not be noted is counted.
template <AlertAct kAct>
Answer act(const SharedDesk& desk, const SharedAccess& access, const Exchange& x) {
  auto deed = deed_in(x, kAct);
  if (!deed) return problem_of(deed.error());
  Doer doer{x};
  doer.event.what = "alert." + std::string{name(kAct)};
  doer.event.subject = std::string{x.part("id")};
  return Answer::Later{[desk, access, deed = std::move(*deed), doer = std::move(doer)]() mutable {
    const auto done = desk->act(doer.event.subject, deed);
    auto detail = deed.reason + deed.to;
    if (!deed.note.empty()) detail += (detail.empty() ? "" : ": ") + deed.note;
    (void)doer.note(*access, done ? "done" : "refused", std::move(detail));
    return done ? json_response(alert_with_log_json(**done)) : problem_of(done.error());
  }};
}

Answer rules(const SharedDesk& desk, const SharedAccess&, const Exchange&) {
  return Answer::Later{[desk] { return json_response(rules_json(desk->rules())); }};
}

/// The change that takes `after` back to `before`.
RuleChange back_to(const RuleState& before, const RuleState& after) {
  RuleChange change{.enabled = before.enabled, .values = {}};
  for (const auto& p : after.parameters) {
    for (const auto& [ship_class, value] : p.by_class)
      change.values.push_back({p.name, ship_class, {}});
  }
  for (const auto& p : before.parameters) {
    change.values.push_back({p.name, {}, p.value});
    for (const auto& [ship_class, value] : p.by_class)
      change.values.push_back({p.name, ship_class, value});
  }
  return change;
}

/// A threshold is not changed without a word of who did it: what cannot be noted is taken back.
Response change_noted(AlertDesk& desk, Access& access, const RuleChange& change, Doer& doer) {
  const auto& kind = doer.event.subject;
  const auto book = desk.rules();
  const auto before = std::find_if(book.rules.begin(), book.rules.end(),
                                   [&](const auto& rule) { return rule.kind == kind; });
  if (before == book.rules.end())
    return problem_of({Fault::kNotFound, "there is no rule of this kind"});
  const auto after = desk.change_rule(kind, change);
  if (!after) {
    (void)doer.note(access, "refused", after.error().what);
    return problem_of(after.error());
  }
  if (const auto noted = doer.note(access, "done", difference(*before, *after)); !noted) {
    (void)desk.change_rule(kind, back_to(*before, *after));
    return problem_of(noted.error());
  }
  return json_response(rule_json(*after));
}

Answer change_rule(const SharedDesk& desk, const SharedAccess& access, const Exchange& x) {
  auto body = read_rule_body(x.request, /*with_span=*/false);
  if (!body) return problem_of(body.error());
  Doer doer{x};
  doer.event.what = "rule.change";
  doer.event.subject = std::string{x.part("kind")};
  return Answer::Later{
      [desk, access, change = std::move(body->change), doer = std::move(doer)]() mutable {
        return change_noted(*desk, *access, change, doer);
      }};
}

Answer dry_run(const SharedDesk& desk, const SharedAccess&, const Exchange& x) {
  auto body = read_rule_body(x.request, /*with_span=*/true);
  if (!body) return problem_of(body.error());
  std::optional<Time> ends[2];
  for (const auto& [text, into] :
       {std::pair{&body->from, &ends[0]}, std::pair{&body->to, &ends[1]}}) {
    if (!*text) continue;
    *into = parse_rfc3339(**text);
    if (!*into) return problem_of(wrong("from and to must be times as 2026-01-01T12:00:00Z"));
  }
  const auto to = ends[1].value_or(time_of(x));
  const history::TimeRange range{ends[0].value_or(to - kWeek), to};
  if (range.from >= range.to || range.to - range.from > kDryRunMax)
    return problem_of({Fault::kOutOfRange, "from must be before to, by 31 days at most"});
  return Answer::Later{
      [desk, kind = std::string{x.part("kind")}, change = std::move(body->change), range] {
        const auto run = desk->dry_run(kind, change, range);
        return run ? json_response(dry_run_json(*run, range)) : unanswered(run.error());
      }};
}

Answer load(const SharedDesk& desk, const SharedAccess&, const Exchange& x) {
  std::size_t hours = 24;
  for (const auto& [key, value] : x.target.query) {
    if (key != "hours") return problem_of(wrong("the parameter is hours; there is no " + key));
    const auto number = whole(key, value, 1, kHoursMax);
    if (!number) return problem_of(number.error());
    hours = static_cast<std::size_t>(*number);
  }
  return Answer::Later{[desk, hours, now = time_of(x)] {
    return json_response(load_json(*desk->book(), desk->rules(), now, hours));
  }};
}

using Handler = Answer (*)(const SharedDesk&, const SharedAccess&, const Exchange&);

}  // namespace

std::vector<Route> alert_routes(SharedDesk desk, SharedAccess access) {
  const auto route = [&](std::string_view method, std::string_view path, Permission permission,
                         Handler handler) {
    return Route{method, path, permission, [=](const Exchange& x) -> Answer {
                   if (!desk) return problem(404, "Not found", "This node keeps no watch.");
                   return handler(desk, access, x);
                 }};
  };
  constexpr auto kSee = Permission::kSeePicture;
  constexpr auto kWork = Permission::kWorkAlerts;
  constexpr auto kRules = Permission::kManageRules;
  return {route("GET", "/api/v1/alerts", kSee, &list),
          route("GET", "/api/v1/alerts/{id}", kSee, &one),
          route("GET", "/api/v1/alerts/{id}/evidence", kSee, &evidence),
          route("POST", "/api/v1/alerts/{id}/acknowledge", kWork, &act<AlertAct::kAcknowledge>),
          route("POST", "/api/v1/alerts/{id}/assign", kWork, &act<AlertAct::kAssign>),
          route("POST", "/api/v1/alerts/{id}/dismiss", kWork, &act<AlertAct::kDismiss>),
          route("POST", "/api/v1/alerts/{id}/close", kWork, &act<AlertAct::kClose>),
          route("POST", "/api/v1/alerts/{id}/reopen", kWork, &act<AlertAct::kReopen>),
          route("GET", "/api/v1/rules", kSee, &rules),
          route("PUT", "/api/v1/rules/{kind}", kRules, &change_rule),
          route("POST", "/api/v1/rules/{kind}/dry-run", kRules, &dry_run),
          route("GET", "/api/v1/watch/load", kSee, &load)};
}

}  // namespace narrows::serve

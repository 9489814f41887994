// `narrows area`: lists, shows and checks area packs.

#include <array>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "command.hpp"
#include "engine/area.hpp"
#include "engine/coast.hpp"
#include "geo/area_check.hpp"

namespace narrows::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWho = "narrows area";

constexpr std::array kOptions{
    Option{0, "areas", "DIR", "the directory of area packs, instead of the one that ships"},
    Option{0, "coast", "FILE", "check against this coast.json, instead of the one that was built"},
    Option{'q', "quiet", "", "findings only"},
};
constexpr std::array kExamples{
    Example{"narrows area list", "The packs that there are."},
    Example{"narrows area show hormuz", "What one holds, and where it comes from."},
    Example{"narrows area check hormuz", "What is wrong with it: file, line, key, one a line."},
    Example{"narrows area check ./my-strait --coast coast.json",
            "A pack of your own, given by its folder, against a coastline of your own."},
};

constexpr std::array<std::string_view, 3> kActions{"list", "show", "check"};

class AreaCommand final : public Command {
 public:
  Result<void> setup(const Arguments& arguments) override;
  Result<Outcome> run() override;

 private:
  Result<Outcome> list() const;
  Result<Outcome> show() const;
  Result<Outcome> check() const;
  Result<std::size_t> check(const std::string& name) const;
  Result<bool> check_water(const std::string& name, const geo::AreaPack& pack,
                           const geo::PackFiles& files, std::vector<Finding>& findings) const;

  std::string action_;
  std::vector<std::string> names_;
  fs::path areas_;
  std::optional<std::string> coast_;
  bool quiet_ = false;
};

Result<void> AreaCommand::setup(const Arguments& arguments) {
  names_ = arguments.operands();
  if (names_.empty()) return fail(Fault::kMalformed, "say what to do: list, show or check");
  action_ = names_.front();
  names_.erase(names_.begin());
  if (std::find(kActions.begin(), kActions.end(), action_) == kActions.end()) {
    const auto meant = nearest(action_, kActions);
    return fail(Fault::kMalformed,
                fmt::format("there is no 'area {}'; {}", action_,
                            meant ? fmt::format("did you mean 'area {}'?", *meant)
                                  : "there are list, show and check"));
  }
  if (action_ == "list" && !names_.empty())
    return fail(Fault::kMalformed, fmt::format("'{}' is one word too many", names_.front()));
  if (action_ == "show" && names_.empty()) return fail(Fault::kMalformed, "say which pack to show");
  areas_ = arguments.text("areas", "");
  if (const auto coast = arguments.value("coast")) coast_ = std::string{*coast};
  if (coast_ && names_.size() != 1) return fail(Fault::kMalformed, "--coast is for one pack");
  quiet_ = arguments.has("quiet");
  return {};
}

Result<Outcome> AreaCommand::run() {
  if (action_ == "list") return list();
  return action_ == "show" ? show() : check();
}

Result<Outcome> AreaCommand::list() const {
  bool all_read = true;
  for (const auto& name : engine::area_names(areas_)) {
    const auto pack = engine::read_area(name, areas_);
    all_read = all_read && pack;
    if (pack) {
      fmt::print("{}\t{}\n", name, geo::in_language(pack->title, "en"));
    } else {
      fmt::print(stderr, "{}: {}\n", kWho, pack.error().what);
    }
  }
  return all_read ? Outcome::kDone : Outcome::kInputErrors;
}

double degrees(std::int64_t e7) {
  return static_cast<double>(e7) / 1e7;
}

void print_pack(const geo::AreaPack& pack) {
  fmt::print("{}: {}\n", pack.name, geo::in_language(pack.title, "en"));
  const geo::Box& box = pack.bbox;
  fmt::print("box: {:.4f} to {:.4f} N, {:.4f} to {:.4f} E\n", degrees(box.south),
             degrees(box.north), degrees(box.west), degrees(box.east));
  fmt::print("languages: {}\n", fmt::join(pack.languages, ", "));
  std::size_t ports = 0;
  for (const auto& place : pack.places) ports += place.kind == geo::PlaceKind::kPort ? 1 : 0;
  fmt::print("places: {}, of which ports: {}\n", pack.places.size(), ports);
  for (const auto& scheme : pack.schemes) {
    fmt::print("scheme: {}: {} lanes, {} separation zones\n", scheme.name, scheme.lanes.size(),
               scheme.separation_zones.size());
  }
  for (const auto& zone : pack.zones) {
    fmt::print("{}: {}: {}{}\n", geo::name(zone.kind), zone.id, geo::in_language(zone.name, "en"),
               zone.state.empty() ? "" : fmt::format(" ({})", zone.state));
  }
  for (const auto& gate : pack.gates) {
    fmt::print("gate: {}: {}: in is {}\n", gate.id, geo::in_language(gate.name, "en"),
               geo::in_language(gate.in, "en"));
  }
  for (const auto& source : pack.sources)
    fmt::print("source: {}: {}: {}\n", source.id, source.text, source.licence);
  for (const auto& note : pack.notes) fmt::print("note: {}\n", geo::in_language(note, "en"));
}

Result<Outcome> AreaCommand::show() const {
  for (const auto& name : names_) {
    const auto pack = engine::read_area(name, areas_);
    if (!pack) return tl::unexpected(pack.error());
    print_pack(*pack);
  }
  return Outcome::kDone;
}

Result<Outcome> AreaCommand::check() const {
  const auto names = names_.empty() ? engine::area_names(areas_) : names_;
  if (names.empty()) {
    return fail(Fault::kNotFound, fmt::format("there is no area pack in {}",
                                              engine::areas_directory(areas_).string()));
  }
  std::size_t findings = 0;
  for (const auto& name : names) {
    const auto found = check(name);
    if (!found) return tl::unexpected(found.error());
    findings += *found;
  }
  return findings == 0 ? Outcome::kDone : Outcome::kInputErrors;
}

/// The number of findings, each printed.
Result<std::size_t> AreaCommand::check(const std::string& name) const {
  const auto texts = engine::read_area_texts(name, areas_);
  if (!texts) return tl::unexpected(texts.error());
  std::vector<Finding> findings;
  const auto pack = geo::read_area_pack(*texts, findings);
  const geo::PackFiles files{texts->pack.file, texts->tss.file, texts->zones.file};
  const auto folder = fs::path{files.pack}.parent_path().filename().string();
  if (!pack.name.empty() && pack.name != folder) {
    findings.push_back(
        {files.pack, 0, "name", fmt::format("is '{}', and the folder is '{}'", pack.name, folder)});
  }
  geo::check_area(pack, files, findings);
  const auto water = check_water(folder, pack, files, findings);
  if (!water) return tl::unexpected(water.error());
  for (const auto& finding : findings) fmt::print("{}\n", sentence(finding));
  std::fflush(stdout);
  if (!quiet_) {
    fmt::print(
        stderr, "{}: {}: {}; {} lanes, {} zones, {} gates, {} places\n", kWho, folder,
        findings.empty()       ? "nothing wrong"
        : findings.size() == 1 ? "1 finding"
                               : fmt::format("{} findings", findings.size()),
        [&] {
          std::size_t lanes = 0;
          for (const auto& scheme : pack.schemes) lanes += scheme.lanes.size();
          return lanes;
        }(),
        pack.zones.size(), pack.gates.size(), pack.places.size());
  }
  return findings.size();
}

/// Whether it could be checked against a coastline; why not is said.
Result<bool> AreaCommand::check_water(const std::string& name, const geo::AreaPack& pack,
                                      const geo::PackFiles& files,
                                      std::vector<Finding>& findings) const {
  const auto file = coast_ ? std::optional{fs::path{*coast_}}
                           : engine::find_coast(name, fs::path{files.pack}.parent_path());
  if (!file) {
    if (!quiet_) {
      fmt::print(stderr,
                 "{}: {}: not checked whether things lie on the water: there is no coastline for "
                 "it (tools/web build makes build/areas/{}/coast.json)\n",
                 kWho, name, name);
    }
    return false;
  }
  const auto coast = engine::read_coast(*file);
  if (!coast) return tl::unexpected(coast.error());
  const geo::Box& known = coast->known;
  const geo::Box& box = pack.bbox;
  if (known.south > box.south || known.north < box.north || known.west > box.west ||
      known.east < box.east) {
    return fail(Fault::kMalformed,
                fmt::format("{}: does not cover the pack's box; build it again", file->string()));
  }
  geo::check_area_on_water(pack, files, *coast, findings);
  return true;
}

}  // namespace

const CommandAbout kAreaAbout{
    .name = "area",
    .group = "The node",
    .purpose = "List, show and check area packs",
    .operands = "list | show PACK… | check [PACK…]",
    .description =
        "An area pack says what lies on and under the water of one strait: lanes, zones, ports, "
        "gates, whose waters are whose. A PACK is its name, or the path of its folder (with a "
        "'/' in it); 'check' without one checks all.\n"
        "\n"
        "'check' prints what is wrong, one finding a line: file, line, key, what. It looks at the "
        "form of the files, rings that cross themselves, lanes whose direction does not agree with "
        "their limits, names and neighbours, what is not on the water (against the clipped "
        "coastline, and it says when there is none), gates that do not end on the shore, names "
        "that are missing in one of the pack's languages, what lies outside of the pack's box, "
        "refers to nothing, or is there twice.",
    .options = kOptions,
    .examples = kExamples,
};

std::unique_ptr<Command> make_area_command() {
  return std::make_unique<AreaCommand>();
}

}  // namespace narrows::cli

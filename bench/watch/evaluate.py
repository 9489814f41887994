#!/usr/bin/env python3
"""Recall, precision and delay of every rule, and the load of alerts: evaluate.py NARROWS [OPTIONS]

  --kinds A,B     these kinds alone; docs/results.md is then left as it is
  --events N      events a kind (default 100)
  --conditions …  of: clean, as received, half lost, four fifths lost, once a minute, once in 3 min, jammed, real traffic
  --keep DIR      keep scenarios, alerts and scores there
  --jobs N        runs at a time (default: cores)
  --load-only     the busy day, the day of jamming and the recordings alone, printed
"""
import argparse
import concurrent.futures
import csv
import datetime
import hashlib
import json
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BEGIN = datetime.datetime.fromisoformat("2026-03-02T00:00:00")
RESULTS = ROOT / "docs/results.md"
DATA = ROOT.parent / "shared/data"
SOLENT = "tracks/solent_stonesoup_20160112.csv"

# kind: (variants, minutes from one event to the next, extra keys). The time between is longer than an
# event where they share a stage; open water has six stages in turn.
KINDS = {
    "collision_risk": (["crossing", "head_on", "overtaking"], 20, ""),
    "near_miss": (["crossing", "head_on", "overtaking"], 20, ""),
    "tss_wrong_way": ([""], 45, ""),
    "tss_crossing": ([""], 30, ""),
    "tss_joining": ([""], 30, ""),
    "tss_separation_zone": ([""], 90, ""),
    "tss_inshore_zone": ([""], 60, ""),
    "tss_anchoring": ([""], 75, ""),
    "grounding_risk": ([""], 30, ""),
    "approach_shore": ([""], 40, ""),
    "anchor_dragging": ([""], 20, ""),
    "drifting": (["silent", "not_under_command"], 15, ""),
    "sudden_stop": ([""], 12, ""),
    "sudden_turn": ([""], 12, ""),
    "speed_limit": ([""], 45, ""),
    "zone_entry": ([""], 60, ""),
    "zone_exit": ([""], 60, ""),
    "anchored_where_forbidden": ([""], 75, ""),
    "distress": (["sart", "mob", "epirb", "text", "nav_status"], 15, ""),
    "rendezvous": ([""], 15, ""),
    "loitering": ([""], 20, ""),
    "ais_gap": ([""], 15, ""),
    "unusual_route": ([""], 45, ""),
    "identity": (["duplicate_mmsi", "static_change", "imo"], 15, ""),
    "gnss_interference": (["circles", "common_point", "jumps"], 75, ""),
    "position_jump": ([""], 15, ""),
    "on_land": ([""], 30, ""),
    "spoof_circle": ([""], 15, ""),
    "sensor_health": (["silent", "clock", "rate"], 45, ""),
    "unannounced_port_call": ([""], 90, ""),
    "overstay": ([""], 120, ""),
    "no_show": ([""], 120, ""),
}
RADAR_KINDS = ["dark_rendezvous", "mother_ship", "dark_track", "ais_without_echo", "small_craft_run"]
DECOYS = ["tug_assist", "pilot_boarding", "bunkering", "ferry", "fishing", "waiting"]
CONDITIONS = ["clean", "as received", "half lost", "four fifths lost", "once a minute", "once in 3 min", "jammed",
              "real traffic"]

LIGHT = """
[traffic]
transit_factor = 0.6
anchored = 8
[traffic.residents]
dhow = 10
ferry = 3
fishing = 8
tug = 2
pilot = 2
pleasure = 2
"""
BUSY = """
[traffic]
transit_factor = 1.3
anchored = 70
[traffic.residents]
dhow = 90
ferry = 8
fishing = 120
tug = 16
pilot = 8
patrol = 10
pleasure = 30
"""


def scenario(title, minutes, traffic, events, seed, reception="modelled"):
    loss = 0.02 if reception == "modelled" else 0
    text = (f'title = "{title}"\narea = "hormuz"\nbegin = "2026-03-02T00:00:00Z"\n'
            f"duration_min = {minutes}\nseed = {seed}\n{traffic}\n"
            f'[radio]\nreception = "{reception}"\nloss = {loss}\n')
    for table, keys in events:
        text += f"\n[[{table}]]\n"
        for key, value in keys.items():
            text += f"{key} = {json.dumps(value)}\n"
    return text


def run(*words, ok=(0, 1), **more):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, **more)
    if done.returncode not in ok:
        raise RuntimeError(f"{' '.join(map(str, words))}: {done.returncode}: {done.stderr[-600:]}")
    return done


# ---- what happens to the sentences on their way

def sixbits(payload, count):
    value = 0
    for c in payload[:count]:
        n = ord(c) - 48
        value = value << 6 | (n - 8 if n > 40 else n)
    return value


def degrade(source, target, condition, seed):
    """Loses transmissions, or keeps one position of each vessel in so many seconds."""
    loss = {"half lost": 0.5, "four fifths lost": 0.8}.get(condition, 0.0)
    every = {"once a minute": 60, "once in 3 min": 180}.get(condition, 0)
    last = {}
    lost_groups = set()
    with open(source) as lines, open(target, "w") as out:
        for line in lines:
            at = re.search(r"c:(\d+)", line)
            body = line[line.find("!"):]
            fields = body.split(",")
            if not at or len(fields) < 6:
                out.write(line)
                continue
            t = int(at.group(1)) / 1000.0
            if loss:
                # The same transmission at all receivers: the bits and the ten seconds it was sent in.
                what = fields[5] if fields[1] == "1" else fields[3] + fields[0]
                key = f"{seed} {what} {int(t) // 10}" if fields[1] == "1" else f"{seed} {what} {int(t)}"
                if int.from_bytes(hashlib.blake2b(key.encode(), digest_size=4).digest(), "big") < loss * 2**32:
                    continue
            if every and fields[1] == "1":
                kind = sixbits(fields[5], 1)
                if kind in (1, 2, 3, 18, 19):
                    mmsi = sixbits(fields[5], 7) >> 4 & 0x3FFFFFFF
                    if t - last.get(mmsi, (0, ""))[0] < every and last[mmsi][1] != fields[5]:
                        continue
                    if mmsi not in last or last[mmsi][1] != fields[5]:
                        last[mmsi] = (t, fields[5])
            out.write(line)


# ---- one kind under one condition

def stage(options, kind, condition):
    variants, every, _ = KINDS[kind]
    if condition == "real traffic":
        every = max(every, 85)  # What is recorded is around one event at a time.
    each = -(-options.events // len(variants))
    minutes = each * len(variants) * every + 120
    events = []
    for i, variant in enumerate(variants):
        keys = {"kind": kind, "at_min": 20 + i * every, "every_min": every * len(variants)}
        if variant:
            keys["variant"] = variant
        if kind == "ais_gap" and condition == "once in 3 min":
            keys["lasts_min"] = 60  # Twenty minutes are no gap to who reports every three.
        events.append(("event", keys))
    return minutes, events


def learn_routes(options, folder):
    """Four days of another seed's ordinary traffic, as `unusual_route` must know it: with dhows enough that each of
    their harbours is among what was learned, as it is where a node has listened for a while."""
    here = folder / "learn"
    here.mkdir(parents=True)
    traffic = LIGHT.replace("transit_factor = 0.6", "transit_factor = 1.5").replace("dhow = 10", "dhow = 60")
    (here / "s.toml").write_text(scenario("ordinary days", 4 * 1440, traffic, [], options.seed + 1, "ideal"))
    run(options.narrows, "simulate", here / "s.toml", "-o", here / "out", "-q")
    run(options.narrows, "import", "-q", "--no-keep", "--store", here / "store", here / "out/ais.nmea")
    run(options.narrows, "flow", "learn", "-q", "--store", here / "store", "--area", "hormuz", "-o", here / "routes.nrm")
    return here / "routes.nrm"


NOBODY = """
[traffic]
transit_factor = 0
anchored = 0
"""


def simulated(options, kind, condition, here):
    """What was sent, as condition and kind have it: one run for the conditions that differ on the way only."""
    minutes, events = stage(options, kind, condition)
    if condition == "jammed":
        # A jammer that is on for half an hour in every two, away from the stages of open water.
        events.append(("event", {"kind": "gnss_interference", "at_min": 30, "every_min": 120, "lasts_min": 30,
                                 "radius_nm": 5, "lat": 26.35, "lon": 56.75}))
    text = scenario(kind, minutes, NOBODY if condition == "real traffic" else LIGHT, events, options.seed,
                    "modelled" if condition == "as received" else "ideal")
    name = hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
    sent = here / f"sent-{name}"
    if not sent.exists():
        here.mkdir(parents=True, exist_ok=True)
        (here / f"{name}.toml").write_text(text)
        run(options.narrows, "simulate", here / f"{name}.toml", "-o", sent, "-q")
        for file in ("tracks.csv", "radar.csv"):
            (sent / file).unlink(missing_ok=True)
    return sent, minutes


def recorded(mmsi):
    """A vessel of the recording, by the number that it has here."""
    return 499_000_000 <= mmsi < 499_900_000


def among_real_traffic(sent, kind, target):
    """Those of the recording of the Solent that sailed, every reception of them, moved so that they sail around each
    event, from 20 minutes before it: as they went and as they were heard, under numbers of their own. Who lay in port
    all the time is left out: the ports do not come along."""
    with open(DATA / SOLENT) as file:
        rows = [(datetime.datetime.fromisoformat(r["Time"]), r["MMSI"], float(r["Latitude_degrees"]),
                 float(r["Longitude_degrees"]), r["COG_degrees"], r["SOG_knots"]) for r in csv.DictReader(file)]
    first = rows[0][0]
    sailing = [r for r in rows if float(r[5] or 0) >= 3]
    lat0, lon0 = (sorted(r[i] for r in sailing)[len(sailing) // 2] for i in (2, 3))
    number = {mmsi: i for i, mmsi in enumerate(sorted({r[1] for r in sailing}))}
    moved = []
    for j, line in enumerate(open(sent / "truth.jsonl")):
        event = json.loads(line)
        if event["kind"] != kind:
            continue
        begin = datetime.datetime.fromisoformat(event["begin"][:19]) - datetime.timedelta(minutes=20)
        wider = math.cos(math.radians(lat0)) / math.cos(math.radians(event["lat"]))
        for t, mmsi, lat, lon, cog, sog in rows:
            if mmsi in number:
                moved.append((begin + (t - first), f"{499_000_000 + 100 * (j % 9_000) + number[mmsi]}",
                              f"{event['lat'] + lat - lat0:.6f},{event['lon'] + (lon - lon0) * wider:.6f},{cog},{sog}"))
    moved.sort(key=lambda row: row[0])
    with open(target, "w") as out:
        out.write("t,mmsi,lat,lon,cog,sog\n")
        out.writelines(f"{t.isoformat()}Z,{mmsi},{rest}\n" for t, mmsi, rest in moved)


def one(options, kind, condition, folder):
    here = folder / kind / condition.replace(" ", "-")
    here.mkdir(parents=True)
    sent, minutes = simulated(options, kind, condition, folder / kind)
    sentences = [sent / "ais.nmea"]
    if condition == "real traffic":
        among_real_traffic(sent, kind, here / "real.csv")
        sentences.append(here / "real.csv")
    elif condition not in ("clean", "as received", "jammed"):
        degrade(sentences[0], here / "ais.nmea", condition, options.seed)
        sentences = [here / "ais.nmea"]
    calls = sent / "port-calls.jsonl"
    more = ["--routes", options.routes] if options.routes else []
    if calls.exists() and options.takes_port_calls:
        more += ["--port-calls", calls]
    run(options.narrows, "watch", "-q", "--area", "hormuz", *sentences, "-o", here / "alerts.jsonl", *more)
    leave_out_cut(sent, here, minutes, condition == "real traffic")
    scores = score(options, sent, here, kind)
    if not options.keep:
        for file in [*here.glob("*.nmea"), *here.glob("*.csv")]:
            file.unlink()
    return kind, condition, scores


def all_of(options, kind, folder):
    """One kind under every condition; what was sent goes away with the last that needs it."""
    found = []
    for condition in options.conditions:
        found.append(one(options, kind, condition, folder))
        print_scores(*found[-1])
    if not options.keep:
        shutil.rmtree(folder / kind)
    return found


def print_scores(kind, condition, scores):
    print(f"{kind:26} {condition:18} events {scores['events']:4} matched {scores['matched']:4} "
          f"recall {figure(scores['recall'])} precision {figure(scores['precision'])} "
          f"delay {figure(scores['delay_p50_s'], 0)}", flush=True)


def leave_out_cut(sent, here, minutes, real):
    """What goes on when the scenario ends is neither found nor missed: without those events, and alerts about them."""
    last = (BEGIN + datetime.timedelta(minutes=minutes - 1)).isoformat()[:19]
    cut = []  # Kind, who, and since when.
    with open(here / "truth.jsonl", "w") as out:
        for line in open(sent / "truth.jsonl"):
            event = json.loads(line)
            if event["end"][:19] < last:
                out.write(line)
            else:
                who = {v["mmsi"] for v in event["vessels"] if "mmsi" in v} | {event.get("sensor")}
                cut.append((event["kind"], who - {None}, event["begin"][:19]))
    with open(here / "judged.jsonl", "w") as out:
        for line in open(here / "alerts.jsonl"):
            alert = json.loads(line)
            who = {v.get("mmsi") for v in alert["vessels"]} | {alert.get("sensor")}
            until = (alert["end"] or last)[:19]
            if real and any(isinstance(one, int) and recorded(one) for one in who):
                continue  # Of real traffic, and of who never met it, nobody knows the truth.
            if not any(alert["kind"] == kind and who & others and until >= since for kind, others, since in cut):
                out.write(line)


def score(options, sent, here, kind):
    lines = run(options.narrows, "score", "--truth", here / "truth.jsonl", "--alerts", here / "judged.jsonl", "--also",
                sent / "close-pairs.jsonl", "-f", "jsonl").stdout
    for line in lines.splitlines():
        found = json.loads(line)
        if found["kind"] == kind:
            return found
    return {"kind": kind, "events": 0, "alerts": 0, "matched": 0, "precision": None, "recall": None,
            "delay_p50_s": None, "delay_p90_s": None}


# ---- load

def count(alerts):
    kinds = {}
    for line in open(alerts):
        alert = json.loads(line)
        row = kinds.setdefault(alert["kind"], [0, 0, 0])
        row[alert["priority"] - 1] += 1
    return kinds


def learn_reception(options, folder):
    """A busy day of another seed: what a node that was there yesterday knows of its receivers' reach."""
    here = folder / "learn-reception"
    here.mkdir(parents=True)
    (here / "s.toml").write_text(scenario("yesterday", 1440, BUSY, [], options.seed + 1))
    run(options.narrows, "simulate", here / "s.toml", "-o", here / "out", "-q")
    run(options.narrows, "watch", "-q", "--area", "hormuz", "--only", "distress", here / "out/ais.nmea", "-o",
        here / "alerts.jsonl", "--save-coverage", here / "coverage.bin")
    for file in ("out/ais.nmea", "out/tracks.csv"):
        (here / file).unlink(missing_ok=True)
    return here / "coverage.bin"


def load(options, folder, title, traffic, hours, events=()):
    here = folder / title.replace(" ", "-")
    here.mkdir(parents=True)
    (here / "s.toml").write_text(scenario(title, hours * 60, traffic, events, options.seed))
    said = run(options.narrows, "simulate", here / "s.toml", "-o", here / "out").stderr
    run(options.narrows, "watch", "-q", "--area", "hormuz", "--coverage", options.coverage, here / "out/ais.nmea",
        "-o", here / "alerts.jsonl")
    vessels = re.search(r"(\d+) vessels", said)
    if not options.keep:
        for file in ("out/ais.nmea", "out/tracks.csv", "out/radar.csv"):
            (here / file).unlink(missing_ok=True)
    return title, hours, int(vessels.group(1)) if vessels else 0, count(here / "alerts.jsonl")


RECORDINGS = [
    ("Danish waters, 5 min", "nmea/dma/denmark_20131112_5min.nmea.gz", 5 / 60),
    ("Solent, 84 min", SOLENT, 84 / 60),
    ("New York harbour, 1 h", "tracks/nyharbor_20200630_h00.csv", 1.0),
    ("off Dubai, 2.5 h", "tracks/persian_gulf_aisstream_jgm_202603.csv", 2.5),
]


def recording(options, folder, title, file, hours):
    path = DATA / file
    if not path.exists():
        return None
    here = folder / title.replace(" ", "-").replace(",", "")
    here.mkdir(parents=True)
    run(options.narrows, "watch", "-q", path, "-o", here / "alerts.jsonl")
    return title, hours, count(here / "alerts.jsonl")


# ---- the page

def figure(value, digits=2):
    return "–" if value is None else f"{value:.{digits}f}"


def page(options, results, loads, recordings):
    out = ["## Recall, precision and delay\n",
           f"`python3 bench/watch/evaluate.py build/release/narrows --conditions '{','.join(options.conditions)}'`, about {options.events} events a kind and condition, seed "
           f"{options.seed}, all rules on, Strait of Hormuz with light traffic. Each cell: recall / precision; delay is "
           "the median and the ninth decile of clean data, seconds from the moment the definition begins to hold (a rule "
           "that asks for 20 minutes cannot be faster than that). *real traffic*: no other generated traffic, but around each "
           "event those who sail in a recording of the Solent, as they went and were heard, moved there; what is raised about "
           "any of them is not judged, nobody knows the truth of it.\n",
           "| kind | events | " + " | ".join(options.conditions) + " | delay s |",
           "|---|---|" + "---|" * (len(options.conditions) + 1)]
    for kind in options.kinds:
        row = results.get(kind, {})
        clean = row.get("clean", {})
        cells = []
        for condition in options.conditions:
            s = row.get(condition)
            cells.append("–" if s is None else f"{figure(s['recall'])} / {figure(s['precision'])}")
        delay = f"{figure(clean.get('delay_p50_s'), 0)}, {figure(clean.get('delay_p90_s'), 0)}"
        out.append(f"| `{kind}` | {clean.get('events', 0)} | " + " | ".join(cells) + f" | {delay} |")
    out.append("\nThe kinds that need a radar (" + ", ".join(f"`{k}`" for k in RADAR_KINDS) +
               ") have unit tests only: no radar track reaches the watch yet.\n")
    if options.not_built:
        out.append("Not built yet: " + ", ".join(f"`{k}`" for k in options.not_built) + ".\n")
    out.append("## Load\n")
    out.append("Nothing was ordered but what is named; the map of reception was learned on a busy day of another seed, "
               "as a node learns it, routes were not; targets: ≤ 6 alerts an operator hour, ≤ 1 of top priority; ≤ 15 on a day of "
               "jamming with 1,000 vessels.\n")
    out.append("| what | vessels at the end | hours | alerts an hour | of priority 1 | by kind (priority 1, 2, 3) |\n|---|---|---|---|---|---|")
    for title, hours, vessels, kinds in loads:
        total = sum(sum(n) for n in kinds.values())
        top = sum(n[0] for n in kinds.values())
        by_kind = ", ".join(f"`{k}` {n[0]}, {n[1]}, {n[2]}" for k, n in sorted(kinds.items())) or "none"
        out.append(f"| {title} | {vessels} | {hours} | {total / hours:.1f} | {top / hours:.2f} | {by_kind} |")
    out.append("\n## Recordings\n")
    out.append("Real traffic, area by election; nobody knows the truth of it.\n")
    out.append("| recording | hours | alerts | by kind (priority 1, 2, 3) |\n|---|---|---|---|")
    for title, hours, kinds in recordings:
        total = sum(sum(n) for n in kinds.values())
        by_kind = ", ".join(f"`{k}` {n[0]}, {n[1]}, {n[2]}" for k, n in sorted(kinds.items())) or "none"
        out.append(f"| {title} | {hours:.2f} | {total} | {by_kind} |")
    return "\n".join(out) + "\n"


def write(text):
    begin, end = "<!-- evaluate.py: begin -->\n", "<!-- evaluate.py: end -->\n"
    old = RESULTS.read_text() if RESULTS.exists() else "# Results\n\n" + begin + end
    if begin not in old:
        old += "\n" + begin + end
    RESULTS.write_text(old[:old.index(begin)] + begin + text + old[old.index(end):])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("narrows", type=pathlib.Path)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--events", type=int, default=100)
    parser.add_argument("--conditions", default=",".join(CONDITIONS))
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--no-load", action="store_true")
    parser.add_argument("--load-only", action="store_true")
    options = parser.parse_args()
    options.narrows = options.narrows.resolve()
    all_kinds = options.kinds == ",".join(KINDS)
    listed = run(options.narrows, "watch", "--list").stdout
    options.kinds = options.kinds.split(",")
    options.not_built = [k for k in options.kinds if not re.search(rf"^{k} \(", listed, re.M)]
    options.kinds = [k for k in options.kinds if k not in options.not_built]
    options.conditions = options.conditions.split(",")
    results, loads, recordings = {}, [], []
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        folder = options.keep or pathlib.Path(folder)
        options.routes = (learn_routes(options, folder)
                          if "unusual_route" in options.kinds and not options.load_only else None)
        options.takes_port_calls = "--port-calls" in run(options.narrows, "watch", "--help").stdout
        if options.load_only:
            options.kinds = []
        longest_first = sorted(options.kinds, key=lambda kind: -stage(options, kind, "clean")[0])
        runs = [pool.submit(all_of, options, kind, folder) for kind in longest_first]
        if not options.no_load:
            options.coverage = learn_reception(options, folder)
            wide = BUSY.replace("anchored = 70", "anchored = 300").replace("dhow = 90", "dhow = 300").replace(
                "fishing = 120", "fishing = 250")
            jam = [("event", {"kind": "gnss_interference", "at_min": 60, "every_min": 240, "lasts_min": 120,
                              "radius_nm": 15, "lat": 26.5, "lon": 56.4})]
            loads = [pool.submit(load, options, folder, "a busy day", BUSY, 24),
                     pool.submit(load, options, folder, "a day of jamming", wide, 24, jam)]
            recordings = [pool.submit(recording, options, folder, *r) for r in RECORDINGS]
        for done in concurrent.futures.as_completed(runs):
            for kind, condition, scores in done.result():
                results.setdefault(kind, {})[condition] = scores
        loads = [f.result() for f in loads]
        recordings = [r for r in (f.result() for f in recordings) if r]
    text = page(options, results, loads, recordings)
    if options.load_only:
        print(text[text.index("## Load"):])
    elif all_kinds and not options.no_load:
        write(text)
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

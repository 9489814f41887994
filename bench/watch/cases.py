#!/usr/bin/env python3
"""Real close-quarters cases: how long before the closest approach the watch warned: cases.py NARROWS [--pages DIRECTORY]

Recorded AIS off Norway (NLOD; ../shared/data/events/norway_encounters): each pair of vessels that came within CLOSE_NM of
each other, both faster than UNDER_WAY_KN. For each is told

  nearest     how near, between reports straight on
  known       minutes before it from which both were heard, with no silence longer than three minutes
  geometry    minutes before it from which, without a break of a minute, both on straight courses would pass within
              1 nm: nobody who reckons on course and speed can know of it earlier
  steady      the same for within 0.25 nm: since then no manoeuvre of either was needed to bring them together
  warned      minutes before it that collision_risk was decided, and its first and highest priority
  near miss   whether near_miss was raised

and, with --pages, drawn as an SVG: distance and straight-on closest approach over time, with the moment of the alert.
Prints a Markdown table; with --check exit 1 when a pair with ten minutes of steady geometry was not warned of ten minutes
before.
"""
import argparse
import bisect
import csv
import datetime
import itertools
import json
import math
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CASES = ROOT.parent / "shared/data/events/norway_encounters"
CLOSE_NM, UNDER_WAY_KN, AT_SEA_KN = 0.25, 3.0, 60.0
CAUTION_NM, STEADY_NM, HORIZON_MIN, LEAD_MIN = 1.0, 0.25, 30.0, 10.0
SILENT_S = 180.0


def seconds(text):
    stamp = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return stamp.replace(tzinfo=stamp.tzinfo or datetime.timezone.utc).timestamp()


class Track:
    def __init__(self):
        self.t, self.rows = [], []

    def add(self, t, row):
        if not self.t or t > self.t[-1]:
            self.t.append(t)
            self.rows.append(row)

    def span(self, t):
        """Places of the two reports about t, in miles about the case's origin; nothing in a silence."""
        i = bisect.bisect_right(self.t, t)
        if i == 0 or i == len(self.t) or self.t[i] - self.t[i - 1] > SILENT_S:
            return None
        return i

    def at(self, t):
        """x, y (nm), and velocity (nm/min) by course and speed of the last report; nothing: not known."""
        i = self.span(t)
        if i is None:
            return None
        (x, y, speed, course), (x2, y2, *_) = self.rows[i - 1], self.rows[i]
        f = (t - self.t[i - 1]) / (self.t[i] - self.t[i - 1])
        way = speed / 60.0
        return x + f * (x2 - x), y + f * (y2 - y), way * math.sin(course), way * math.cos(course), speed


def read(path):
    tracks, origin = {}, None
    with open(path, newline="") as rows:
        for row in sorted(csv.DictReader(rows, delimiter=";"), key=lambda r: r["date_time_utc"]):
            lat, lon, sog, cog = (float(row[k]) for k in ("lat", "lon", "sog", "cog"))
            if sog > AT_SEA_KN or cog >= 360.0:
                continue
            origin = origin or (lat, lon)
            x = (lon - origin[1]) * 60.0 * math.cos(math.radians(origin[0]))
            y = (lat - origin[0]) * 60.0
            tracks.setdefault(int(row["mmsi"]), Track()).add(
                seconds(row["date_time_utc"]), (x, y, sog, math.radians(cog)))
    return tracks


def straight(a, b):
    """Distance now, closest approach straight on (nm) and the minutes to it; behind them: the distance now."""
    dx, dy, dvx, dvy = b[0] - a[0], b[1] - a[1], b[2] - a[2], b[3] - a[3]
    v2 = dvx * dvx + dvy * dvy
    minutes = -(dx * dvx + dy * dvy) / v2 if v2 > 1e-9 else 0.0
    return math.hypot(dx, dy), math.hypot(dx + minutes * dvx, dy + minutes * dvy), minutes


def history(a, b, step_s=5.0):
    """[(t, distance, closest approach, minutes to it, slower speed)] while both are known."""
    out, t = [], max(a.t[0], b.t[0])
    while t <= min(a.t[-1], b.t[-1]):
        p, q = a.at(t), b.at(t)
        if p and q:
            out.append((t, *straight(p, q), min(p[4], q[4])))
        t += step_s
    return out


def since(past, holds, gap_s=60.0):
    """Minutes before the end of `past` from which `holds` holds without a break longer than gap_s."""
    end, first = past[-1][0], past[-1][0]
    for moment in reversed(past):
        if holds(moment):
            first = moment[0]
        elif first - moment[0] > gap_s:
            break
    return (end - first) / 60.0


def encounters(tracks):
    for one, other in itertools.combinations(sorted(tracks), 2):
        a, b = tracks[one], tracks[other]
        past = history(a, b)
        under_way = [m for m in past if m[4] > UNDER_WAY_KN]
        if not under_way:
            continue
        nearest = min(under_way, key=lambda m: m[1])
        if nearest[1] > CLOSE_NM:
            continue
        before = [m for m in past if m[0] <= nearest[0]]

        def passes(within):
            return lambda m: m[1] <= within or (m[2] <= within and 0.0 <= m[3] <= HORIZON_MIN)

        known = since(before, lambda m: True, SILENT_S)
        known_from = nearest[0] - known * 60.0
        before = [m for m in before if m[0] >= known_from]
        yield {"vessels": [one, other], "at": nearest[0], "nearest": nearest[1], "known": known,
               "geometry": since(before, passes(CAUTION_NM)), "steady": since(before, passes(STEADY_NM)), "past": past}


def alerts(narrows, path):
    done = subprocess.run([narrows, "watch", "-q", "--area", "none", "--versions", path], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def judge(case, said):
    """When collision_risk was first shown, its first and highest priority; whether near_miss was."""
    own = [a for a in said if sorted(v["mmsi"] for v in a["vessels"]) == case["vessels"] and a["state"] == "open"
           and abs(seconds(a["decided"]) - case["at"]) < 45 * 60]
    risk = [a for a in own if a["kind"] == "collision_risk" and seconds(a["decided"]) <= case["at"]]
    case["warned"] = max(((case["at"] - seconds(a["decided"])) / 60.0 for a in risk), default=None)
    case["priorities"] = [risk[0]["priority"], min(a["priority"] for a in risk)] if risk else []
    case["near_miss"] = any(a["kind"] == "near_miss" for a in own)


def plot(case, name, path):
    wide, high, left, foot, top = 640, 300, 48, 34, 30
    end = case["at"]
    past = [m for m in case["past"] if end - 35 * 60 <= m[0] <= end + 5 * 60]
    most = min(6.0, max(m[1] for m in past))

    def x(t):
        return left + (wide - left - 12) * ((t - end) / 60.0 + 35.0) / 40.0

    def y(nm):
        return top + (high - top - foot) * (1.0 - min(nm, most) / most)

    def line(points, colour, dash=""):
        path_ = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
        return f'<polyline points="{path_}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'

    def word(px, py, text, anchor="middle", colour="#333"):
        return f'<text x="{px:.1f}" y="{py:.1f}" text-anchor="{anchor}" fill="{colour}">{text}</text>'

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="12">',
             f'<rect width="{wide}" height="{high}" fill="#fff"/>', word(left, 18, name, "start")]
    for minute in range(-35, 6, 5):
        parts += [line([(x(end + 60 * minute), top), (x(end + 60 * minute), high - foot)], "#eee"),
                  word(x(end + 60 * minute), high - 18, minute)]
    parts.append(word((left + wide) / 2, high - 4, "minutes from the closest approach"))
    for nm in [n for n in (0, 1, 2, 3, 4, 5, 6) if n <= most]:
        parts.append(word(left - 6, y(nm) + 4, f"{nm} nm", "end"))
    for nm, colour in ((1.0, "#d9a400"), (0.5, "#c0392b")):
        parts.append(line([(left, y(nm)), (wide - 12, y(nm))], colour, "2 4"))
    parts.append(line([(x(m[0]), y(m[1])) for m in past], "#1f4e79"))
    approach = [(x(m[0]), y(m[2])) for m in past if m[3] >= 0.0 and m[0] <= end]
    parts += [line(approach, "#7a7a7a", "4 3"), word(wide - 16, top + 12, "distance", "end", "#1f4e79"),
              word(wide - 16, top + 28, "closest approach, straight on", "end", "#7a7a7a")]
    if case["warned"] is not None:
        at = x(end - 60 * case["warned"])
        parts += [line([(at, top), (at, high - foot)], "#c0392b"),
                  word(at + 4, top + 12, f"warned, {case['warned']:.0f} min before", "start", "#c0392b")]
    path.write_text("\n".join(parts) + "\n</svg>\n")


def report(cases, write):
    write("| case | nearest nm | known min | geometry min | steady min | warned min | priority | near miss |\n"
          "|---|---|---|---|---|---|---|---|")
    for name, case in cases:  # Of real vessels: no names, no numbers.
        warned = "–" if case["warned"] is None else f"{case['warned']:.1f}"
        priorities = " → ".join(str(p) for p in dict.fromkeys(case["priorities"]))
        write(f"| {name} | {case['nearest']:.2f} | {case['known']:.0f} | {case['geometry']:.1f} | {case['steady']:.1f} | "
              f"{warned} | {priorities} | {'yes' if case['near_miss'] else ''} |")


def write_pages(cases, directory):
    directory.mkdir(parents=True, exist_ok=True)
    lines = ["# Close quarters, recorded", "",
             "Made by `python3 bench/watch/cases.py build/release/narrows --pages docs/cases` from AIS recorded off Norway "
             "(Kystverket, NLOD). Each pair that came within a quarter of a mile, both faster than 3 kn. Minutes before the "
             "closest approach: *known*, both were heard; *geometry*, straight on they would pass within 1 nm; *steady*, "
             "within 0.25 nm; *warned*, `collision_risk` was decided.", ""]
    report(cases, lines.append)
    for name, case in cases:
        plot(case, f"Case {name}: {case['nearest']:.2f} nm", directory / f"{name}.svg")
        if case["known"] >= LEAD_MIN:
            lines += ["", f"![Case {name}: distance and closest approach over time]({name}.svg)"]
    (directory / "README.md").write_text("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("narrows")
    parser.add_argument("--pages", type=pathlib.Path, help="write a page and the plots there")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if not CASES.is_dir():
        print(f"golden skipped: {CASES} is not there")
        return 0
    cases = []
    for number, path in enumerate(sorted(CASES.glob("*.csv")), 1):
        said = alerts(options.narrows, path)
        for letter, case in zip("abcdefghij", sorted(encounters(read(path)), key=lambda c: c["at"])):
            judge(case, said)
            cases.append((f"{number}{letter}", case))
    report(cases, print)
    if options.pages:
        write_pages(cases, options.pages)
    steady = [case for _, case in cases if case["steady"] >= LEAD_MIN]
    late = [case for case in steady if case["warned"] is None or case["warned"] < LEAD_MIN]
    print(f"\n{len(steady)} of {len(cases)} whose geometry showed it ten minutes before or longer, "
          f"{len(late)} of them warned of later.")
    return 1 if options.check and (late or not steady) else 0


sys.exit(main())

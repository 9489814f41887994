#!/usr/bin/env python3
"""Encounters against known peers, and rows a second with all rules on: peers.py NARROWS [--keep FILE.csv]

The data that other pipelines were measured on (facts: 2,000 vessels, 30 h, 2.3 M rows): each vessel reports about every
94 s, out of step with the others; 60 pairs meet: 30 for 2 h or more, 30 for 25 to 110 min, ten of each across midnight.
Prints the recall of `rendezvous` and CPU seconds, rows a second of `narrows watch` with every rule on.
"""
import argparse
import json
import math
import pathlib
import random
import resource
import subprocess
import tempfile

VESSELS, HOURS, EVERY_S, PAIRS = 2000, 30, 94.0, 60
BEGIN = 1_767_225_600  # 2026-01-01T00:00:00Z
NM = 1852.0
SOUTH, WEST, HEIGHT_NM, WIDTH_NM = 10.0, 60.0, 600.0, 600.0  # Open ocean: no area pack.


class Wanderer:
    """Legs of some hours at constant course and speed."""

    def __init__(self, rng, end):
        self.t = [0.0]
        self.x = [rng.uniform(0, WIDTH_NM * NM)]
        self.y = [rng.uniform(0, HEIGHT_NM * NM)]
        while self.t[-1] < end:
            legs = rng.uniform(1, 5) * 3600
            course, speed = rng.uniform(0, 2 * math.pi), rng.uniform(6, 16) * NM / 3600
            self.go(legs, course, speed)

    def go(self, seconds, course, speed):
        self.t.append(self.t[-1] + seconds)
        self.x.append(self.x[-1] + math.sin(course) * speed * seconds)
        self.y.append(self.y[-1] + math.cos(course) * speed * seconds)

    def at(self, t):
        import bisect
        i = min(max(bisect.bisect_right(self.t, t), 1), len(self.t) - 1)
        f = (t - self.t[i - 1]) / (self.t[i] - self.t[i - 1])
        dx, dy, dt = self.x[i] - self.x[i - 1], self.y[i] - self.y[i - 1], self.t[i] - self.t[i - 1]
        return (self.x[i - 1] + f * dx, self.y[i - 1] + f * dy, math.hypot(dx, dy) / dt,
                math.atan2(dx, dy) % (2 * math.pi))


class Meeting(Wanderer):
    """Comes to a place by `begin`, drifts there at 0.5 kn until `end`, goes on."""

    def __init__(self, rng, place, begin, end, aside):
        self.t, self.x, self.y = [0.0], [], []
        course, speed = rng.uniform(0, 2 * math.pi), rng.uniform(8, 14) * NM / 3600
        px, py = place[0] + aside, place[1]
        self.x.append(px - math.sin(course) * speed * begin)
        self.y.append(py - math.cos(course) * speed * begin)
        self.go(begin, course, speed)
        self.x[-1], self.y[-1] = px, py
        self.go(end - begin, 1.0, 0.5 * NM / 3600)
        self.go(HOURS * 3600 + 7200 - end, rng.uniform(0, 2 * math.pi), speed)


def generate(path, seed):
    rng = random.Random(seed)
    end = HOURS * 3600
    vessels, truth = [], []
    for i in range(PAIRS):
        long = i < PAIRS // 2
        lasts = rng.uniform(122, 300) * 60 if long else rng.uniform(25, 110) * 60
        across = i % (PAIRS // 2) < 10
        if across:  # Midnight in the midst.
            begin = 24 * 3600 - lasts * rng.uniform(0.3, 0.7)
        else:
            begin = rng.uniform(1.5 * 3600, end - lasts - 3600)
        place = (rng.uniform(0, WIDTH_NM * NM), rng.uniform(0, HEIGHT_NM * NM))
        aside = rng.uniform(50, 200)
        pair = (len(vessels), len(vessels) + 1)
        vessels += [Meeting(rng, place, begin, begin + lasts, 0.0), Meeting(rng, place, begin, begin + lasts, aside)]
        truth.append({"pair": [499_000_000 + p for p in pair], "begin": BEGIN + begin, "end": BEGIN + begin + lasts,
                      "long": long, "midnight": across})
    while len(vessels) < VESSELS:
        vessels.append(Wanderer(rng, end))
    rows = []
    for i, vessel in enumerate(vessels):
        t = rng.uniform(0, EVERY_S)
        while t < end:
            x, y, speed, course = vessel.at(t)
            lat = SOUTH + y / (60 * NM)
            lon = WEST + x / (60 * NM * math.cos(math.radians(lat)))
            rows.append((BEGIN + t, 499_000_000 + i, lat, lon, speed * 3600 / NM, math.degrees(course)))
            t += EVERY_S * rng.uniform(0.9, 1.1)
    rows.sort()
    with open(path, "w") as out:
        out.write("mmsi,t,lat,lon,sog,cog\n")
        for t, mmsi, lat, lon, sog, cog in rows:
            out.write(f"{mmsi},{t:.3f},{lat:.6f},{lon:.6f},{sog:.1f},{cog:.1f}\n")
    return len(rows), truth


def seconds(text):
    import datetime
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("narrows", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        csv = options.keep or pathlib.Path(folder) / "peers.csv"
        rows, truth = generate(csv, options.seed)
        alerts = pathlib.Path(folder) / "alerts.jsonl"
        spent = []
        for _ in range(options.runs):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([options.narrows, "watch", "-q", csv, "-o", alerts], check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        found, others = set(), {}
        for line in open(alerts):
            alert = json.loads(line)
            if alert["kind"] != "rendezvous":
                others[alert["kind"]] = others.get(alert["kind"], 0) + 1
                continue
            pair = sorted(v["mmsi"] for v in alert["vessels"])
            for i, t in enumerate(truth):
                end = seconds(alert["end"]) if alert["end"] else t["end"]
                begin = seconds(alert["begin"])
                both = min(end, t["end"]) - max(begin, t["begin"])
                either = max(end, t["end"]) - min(begin, t["begin"])
                if sorted(t["pair"]) == pair and both / either >= 0.5:
                    found.add(i)
        total = sum(1 for line in open(alerts) if json.loads(line)["kind"] == "rendezvous")
        part = lambda keep: f"{sum(1 for i in found if keep(truth[i]))} of {sum(map(keep, truth))}"
        print(f"{rows} rows of {VESSELS} vessels in {HOURS} h")
        print(f"rendezvous found: {part(lambda t: True)}; of 2 h or more {part(lambda t: t['long'])}; "
              f"across midnight {part(lambda t: t['midnight'])}; alerts in all {total}; other kinds {others}")
        print(f"all rules on, CPU s: {', '.join(f'{s:.2f}' for s in spent)}: {rows / min(spent) / 1e6:.2f} M rows/s")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Draws the conformance vectors: draw.py writes *.csv and cases.json beside itself, the same bytes each time."""
import json
import math
import pathlib

HERE = pathlib.Path(__file__).parent
BEGIN = 1_767_268_800  # 2026-01-01T12:00:00Z
M_PER_DEG = 1852.0 * 60
NM = 1852.0
KN = 1852.0 / 3600
OPEN_SEA = (10.0, 60.0)  # Indian Ocean: far from land, ports and lanes.


class Vessel:
    """Sails legs from an east, north offset (metres) about `origin`; reports each `every` seconds."""

    def __init__(self, mmsi, at=(0.0, 0.0), origin=OPEN_SEA, kind=70, length=120, name="", every=10, status=0, phase=0.0):
        self.mmsi, self.x, self.y = mmsi, at[0], at[1]
        self.origin, self.kind, self.length, self.name = origin, kind, length, name
        self.every, self.status, self.phase = every, status, phase
        self.t = 0.0
        self.legs = []

    def sail(self, seconds, course, speed_kn, heading=None, to_speed_kn=None, to_course=None, status=None):
        """One leg; speed and course may change evenly to other values on it."""
        self.legs.append((self.t, seconds, course, speed_kn, heading, to_speed_kn, to_course, status))
        self.t += seconds
        return self

    def rows(self):
        out = []
        x, y, t_end = self.x, self.y, self.t
        step = 0.5
        next_report = self.phase
        for begin, seconds, course, speed, heading, to_speed, to_course, status in self.legs:
            n = int(round(seconds / step))
            for i in range(n):
                f = i / n
                v = speed if to_speed is None else speed + f * (to_speed - speed)
                c = course if to_course is None else course + f * (to_course - course)
                t = begin + i * step
                if t >= next_report - 1e-9:
                    out.append(self.row(t, x, y, v, c % 360, heading, status))
                    next_report += self.every
                x += math.sin(math.radians(c)) * v * KN * step
                y += math.cos(math.radians(c)) * v * KN * step
        if t_end >= next_report - 1e-9:
            _, _, course, speed, heading, to_speed, to_course, status = self.legs[-1]
            out.append(self.row(t_end, x, y, to_speed if to_speed is not None else speed,
                                (to_course if to_course is not None else course) % 360, heading, status))
        return out

    def row(self, t, x, y, v, c, heading, status):
        lat = self.origin[0] + y / M_PER_DEG
        lon = self.origin[1] + x / (M_PER_DEG * math.cos(math.radians(lat)))
        h = c if heading is None else heading
        return (BEGIN + t, self.mmsi, f"{self.mmsi},{BEGIN + t:.1f},{lat:.7f},{lon:.7f},{v:.1f},{c:.1f},{h % 360:.0f},"
                f"{self.status if status is None else status},{self.kind},{self.length},{self.name}")


CASES = []


def case(kind, name, vessels, raised, parameter="", value=None, threshold=None, of=None, begin=None, within=120, area="none"):
    rows = sorted(row for vessel in vessels for row in vessel.rows())
    file = f"{kind}-{name}.csv"
    (HERE / file).write_text("mmsi,t,lat,lon,sog,cog,heading,nav_status,ship_type,length,name\n" +
                             "".join(row[2] + "\n" for row in rows))
    entry = {"kind": kind, "file": file, "area": area, "parameter": parameter, "value": value, "threshold": threshold,
             "raised": raised}
    if raised:
        entry["vessels"] = sorted(of if of else [v.mmsi for v in vessels])
        if begin is not None:
            entry["begin"] = BEGIN + begin
            entry["begin_within_s"] = within
    CASES.append(entry)


def both_sides(kind, parameter, threshold, inside, outside, draw, **more):
    """`draw(value)` gives vessels and the moment at which the rule begins to hold."""
    for value, raised in ((inside, True), (outside, False)):
        vessels, begin = draw(value)
        case(kind, f"{parameter}-{value:g}", vessels, raised, parameter, value, threshold,
             begin=begin if raised else None, **more)


# ---- rendezvous: 250 m, 3 kn, 20 min

def meeting(distance=100.0, speed=1.0, lasts_min=40.0, every=10):
    """Two dhows come together, lie beside each other, part."""
    out = []
    for i, (mmsi, side) in enumerate(((499_000_001, 0.0), (499_000_002, distance))):
        course = 270.0 if i == 0 else 90.0
        approach = 20 * 60
        drift = lasts_min * 60
        x0 = side - math.sin(math.radians(course + 180)) * 8 * KN * approach
        vessel = Vessel(mmsi, (x0, 0.0), kind=70, length=30, every=every, phase=i * 3.0)
        vessel.sail(approach, course + 180, 8).sail(drift, 0, speed).sail(approach, course, 8)
        out.append(vessel)
    return out


def rendezvous():
    both_sides("rendezvous", "distance_m", 250, 245, 258, lambda d: (meeting(distance=d), 1200))
    both_sides("rendezvous", "speed_kn", 3, 2.8, 3.2, lambda v: (meeting(speed=v), 1200))
    both_sides("rendezvous", "duration_min", 20, 21, 18.5, lambda m: (meeting(lasts_min=m), 1200))
    case("rendezvous", "every-3-min", meeting(every=180), True, "reporting", begin=1200, within=200)
    midnight = meeting()
    global BEGIN
    old, BEGIN = BEGIN, BEGIN + 12 * 3600 - 40 * 60
    case("rendezvous", "midnight", midnight, True, "midnight", begin=1200)
    BEGIN = old
    line = meeting()
    for vessel in line:
        vessel.origin = (10.0, 179.9995)
    case("rendezvous", "date-line", wrapped(line), True, "date line", begin=1200)
    tugs = meeting()
    tugs[0].kind = 52
    case("rendezvous", "tug-beside-a-ship", tugs, False, "explanation: tug")


class Wrapped:
    """A vessel whose longitudes are brought back to -180 … 180."""

    def __init__(self, vessel):
        self.vessel, self.mmsi = vessel, vessel.mmsi

    def rows(self):
        out = []
        for t, mmsi, text in self.vessel.rows():
            fields = text.split(",")
            lon = float(fields[3])
            fields[3] = f"{(lon + 180) % 360 - 180:.7f}"
            out.append((t, mmsi, ",".join(fields)))
        return out


def wrapped(vessels):
    return [Wrapped(v) for v in vessels]


# ---- loitering: mean below 2 kn, within 2 nm, 60 min

def to_and_fro(speed=1.2, lasts_min=90.0, leg_s=600):
    vessel = Vessel(499_000_011, length=40, kind=70)
    vessel.sail(1800, 90, 9)
    n = int(lasts_min * 60 / leg_s)
    for i in range(n):
        vessel.sail(leg_s, 0 if i % 2 == 0 else 180, speed)
    rest = lasts_min * 60 - n * leg_s
    if rest > 0:
        vessel.sail(rest, 0, speed)
    return [vessel.sail(1800, 90, 9)]


def loitering():
    both_sides("loitering", "speed_kn", 2, 1.8, 2.3, lambda v: (to_and_fro(speed=v), 1800), within=300)
    both_sides("loitering", "duration_min", 60, 63, 56, lambda m: (to_and_fro(lasts_min=m), 1800), within=300)


# ---- sudden_stop: above 7 kn to below 1 kn within 30 s, held 60 s

def stopping(before=12.0, within_s=20.0, held_s=300.0, after=0.2):
    v = Vessel(499_000_021, length=90, every=2)
    v.sail(600, 45, before).sail(within_s, 45, before, to_speed_kn=after).sail(held_s, 45, after)
    return [v.sail(60, 45, after, to_speed_kn=8).sail(600, 45, 8)]


def sudden_stop():
    both_sides("sudden_stop", "speed_before_kn", 7, 7.6, 6.4, lambda v: (stopping(before=v), 600), within=40)
    both_sides("sudden_stop", "speed_after_kn", 1, 0.6, 1.4, lambda v: (stopping(after=v), 600), within=40)
    both_sides("sudden_stop", "within_s", 30, 20, 44, lambda s: (stopping(before=7.6, within_s=s), 600), within=40)
    both_sides("sudden_stop", "held_s", 60, 80, 40, lambda s: (stopping(held_s=s), 600), within=40)


# ---- sudden_turn: more than 60 degrees within 2 min

def turning(turn=100.0, within_s=60.0):
    v = Vessel(499_000_022, length=90, every=2)
    return [v.sail(900, 45, 12).sail(within_s, 45, 12, to_course=45 + turn).sail(900, 45 + turn, 12)]


def sudden_turn():
    both_sides("sudden_turn", "turn_deg", 60, 66, 54, lambda d: (turning(turn=d), 900), within=150)
    both_sides("sudden_turn", "within_s", 120, 100, 240, lambda s: (turning(turn=66, within_s=s), 900), within=200)


# ---- drifting: 1 to 5 kn, course and heading > 45 degrees apart, 10 min, 500 m, 50 m long

def adrift(speed=2.2, aside=100.0, lasts_min=30.0, length=150):
    v = Vessel(499_000_031, length=length, kind=80)
    v.sail(1200, 20, 10)
    v.sail(lasts_min * 60, 20 + aside, speed, heading=20)
    return [v.sail(1200, 20, 10)]


def drifting():
    both_sides("drifting", "speed_least_kn", 1, 1.2, 0.8, lambda v: (adrift(speed=v), 1200), within=180)
    both_sides("drifting", "speed_most_kn", 5, 4.8, 5.4, lambda v: (adrift(speed=v), 1200), within=180)
    both_sides("drifting", "aside_deg", 45, 50, 40, lambda d: (adrift(aside=d), 1200), within=180)
    both_sides("drifting", "duration_min", 10, 12, 8, lambda m: (adrift(speed=4, lasts_min=m), 1200), within=180)
    both_sides("drifting", "distance_m", 500, 560, 440,
               lambda d: (adrift(speed=1.3, lasts_min=d / (1.3 * KN) / 60), 1200), within=180)
    both_sides("drifting", "length_m", 50, 54, 46, lambda m: (adrift(length=m), 1200), within=180)
    v = Vessel(499_000_032, length=100, kind=70)
    case("drifting", "not-under-command", [v.sail(1200, 20, 10).sail(1800, 20, 2.2, status=2)], True, "nav_status",
         begin=1200, within=180)


# ---- anchor_dragging: more than half a radius out of the circle, after ten minutes at anchor

class AtAnchor(Vessel):
    """Lies `radius` m from her anchor at the origin, heads for it and swings; then makes way; then holds."""

    def __init__(self, mmsi=499_000_061, radius=150.0, lies_s=3600, swings=40.0, drags_kn=1.2, drags_s=1500,
                 towards=180.0, heads=0.0, turns=0.0, status=1, heading=True, **more):
        super().__init__(mmsi, length=190, kind=80, every=more.pop("every", 60), status=status, **more)
        self.lying = (radius, lies_s, swings, turns)
        self.drags = (drags_kn, drags_s, towards, heads)

    def rows(self):
        radius, lies_s, swings, turns = self.lying
        knots, drags_s, towards, heads = self.drags
        out = []
        t = self.phase
        while t <= lies_s + drags_s + 1800:
            drags = lies_s < t < lies_s + drags_s
            h = 40 + swings * min(t, lies_s) / lies_s
            if drags:
                h += turns * (t - lies_s) / drags_s
            elif t >= lies_s:
                h += turns
            x, y = -radius * math.sin(math.radians(h)), -radius * math.cos(math.radians(h))
            way = 0.0 if turns else knots * KN * max(0, min(t - lies_s, drags_s))
            course = h + towards
            x += way * math.sin(math.radians(course))
            y += way * math.cos(math.radians(course))
            speed = (math.radians(abs(turns)) * radius / drags_s / KN if turns else knots) if drags else 0.1
            out.append(self.row(t, x, y, speed, course % 360 if drags else 0.0, h + (heads if drags else 0), None))
            t += self.every
        return out


def anchor_dragging():
    beyond = 0.5 * 150 / (1.2 * KN)  # Seconds to half a radius.
    case("anchor_dragging", "stern-first", [AtAnchor()], True, "beyond_part", begin=3600 + beyond)
    case("anchor_dragging", "beam-on", [AtAnchor(heads=80)], True, "beyond_part", begin=3600 + beyond)
    case("anchor_dragging", "every-3-min", [AtAnchor(every=180)], True, "reporting", begin=3600 + beyond, within=200)
    case("anchor_dragging", "every-10-s", [AtAnchor(every=10)], True, "reporting", begin=3600 + beyond, within=60)
    # She drags so far as to 0.65 or 0.35 of her radius, and holds.
    both_sides("anchor_dragging", "beyond_part", 0.5, 0.65, 0.35,
               lambda part: ([AtAnchor(drags_kn=0.6, drags_s=part * 150 / (0.6 * KN), every=10)],
                             3600 + 0.5 * 150 / (0.6 * KN)))
    both_sides("anchor_dragging", "lying_min", 10, 14, 7,
               lambda m: ([AtAnchor(lies_s=m * 60, swings=2 * m)], m * 60 + beyond), within=300)
    both_sides("anchor_dragging", "unsaid_min", 45, 60, 30,
               lambda m: ([AtAnchor(lies_s=m * 60, status=15)], m * 60 + beyond), within=300)
    case("anchor_dragging", "gets-under-way", [AtAnchor(drags_kn=4, towards=0)], False, "explanation: getting under way")
    case("anchor_dragging", "tide-turns", [AtAnchor(turns=180, drags_s=2400)], False, "explanation: the same circle")
    case("anchor_dragging", "moored", [AtAnchor(status=5)], False, "nav_status", 5, 1)


# ---- collision_risk: warning 0.5 nm and 12 min; caution 1.0 nm and 30 min

def crossing(miss_nm=0.1, minutes=40, speed=12.0):
    """One to the north, one to the east; the second passes the crossing by so much astern."""
    s = speed * KN
    t = minutes * 60
    miss = miss_nm * NM * math.sqrt(2)
    a = Vessel(499_000_041, (0, -s * t), length=150)
    b = Vessel(499_000_042, (-s * t - miss, 0), length=150, phase=4)
    for v, course in ((a, 0), (b, 90)):
        v.sail(t + 1200, course, speed)
    return [a, b]


def collision():
    case("collision_risk", "meets", crossing(0.05), True, "dcpa_nm", 0.05, 0.5)
    case("collision_risk", "passes-clear", crossing(1.6), False, "dcpa_nm", 1.6, 1.0)
    parallel = [Vessel(499_000_043, (0, 0), length=150).sail(3600, 0, 12),
                Vessel(499_000_044, (0.4 * NM, 200), length=150, phase=4).sail(3600, 0, 12)]
    case("collision_risk", "side-by-side", parallel, False, "dcpa_nm: none comes nearer")


# ---- near_miss: Fujii domain, 8 by 3.2 lengths (whole axes)

def near_miss():
    case("near_miss", "passes-through-the-domain", crossing(0.03), True, "domain")
    case("near_miss", "passes-clear-of-it", crossing(0.6), False, "domain")


# ---- distress

def distress():
    mob = Vessel(972_000_001, length=1, kind=0, status=14).sail(600, 90, 0.5)
    case("distress", "mob", [mob], True, "mmsi", 972_000_001, begin=0)
    ship = Vessel(499_000_051, length=80)
    ship.sail(600, 90, 8).sail(600, 90, 8, status=14)
    case("distress", "status-14", [ship], True, "nav_status", 14, 14, begin=600)
    other = Vessel(499_000_052, length=80).sail(600, 90, 8).sail(600, 90, 8, status=13)
    case("distress", "status-13", [other], False, "nav_status", 13, 14)


def main():
    for old in HERE.glob("*.csv"):
        old.unlink()
    for draw in (collision, near_miss, sudden_stop, sudden_turn, drifting, anchor_dragging, distress, rendezvous, loitering):
        draw()
    (HERE / "cases.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in CASES) + "\n]\n")
    print(f"{len(CASES)} cases")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Draws the conformance vectors: draw.py writes them and cases.json beside itself, the same bytes each time."""
import json
import math

import draw_papers
import draw_places
from vectors import (CASES, HERE, Doubled, HalfLost, KN, M_PER_DEG, NM, Reports, Vessel, ahead, beginning, both_sides, boundaries, case, going_round,
                     shifted, steps, wrapped)


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
    with beginning(12 * 3600 - 40 * 60):
        case("rendezvous", "midnight", meeting(), True, "midnight", begin=1200)
    line = meeting()
    for vessel in line:
        vessel.origin = (10.0, 179.9995)
    case("rendezvous", "date-line", wrapped(line), True, "date line", begin=1200)
    for nm, raised in ((2.2, True), (1.8, False)):
        off_port = meeting(speed=0.1)
        for vessel in off_port:
            vessel.origin = (draw_places.at(*draw_places.PORT)[0] + nm / 60, draw_places.at(*draw_places.PORT)[1])
        case("rendezvous", f"from_port_nm-{nm:g}", off_port, raised, "from_port_nm", nm, 2, begin=1200, area=draw_places.AREA)
    case("rendezvous", "half-lost", [HalfLost(v) for v in meeting()], True, "reporting", begin=1200, within=200)
    case("rendezvous", "doubled", [Doubled(v) for v in meeting()], True, "reporting", begin=1200)
    tugs = meeting()
    tugs[0].kind = 52
    case("rendezvous", "tug-beside-a-ship", tugs, False, "explanation: tug")


# ---- loitering: mean below 2 kn, within 2 nm, 60 min

def to_and_fro(speed=1.2, lasts_min=90.0, leg_s=600, every=10, status=0):
    vessel = Vessel(499_000_011, length=40, kind=70, every=every, status=status)
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
    boundaries("loitering", lambda every: to_and_fro(every=every), 1800, within=300)
    case("loitering", "at-anchor", to_and_fro(status=1), False, "nav_status", 1, 0)
    case("loitering", "moored", to_and_fro(status=5), False, "nav_status", 5, 0)


# ---- sudden_stop: above 7 kn to below 1 kn within 30 s, held 60 s

def stopping(before=12.0, within_s=20.0, held_s=300.0, after=0.2, every=2):
    v = Vessel(499_000_021, length=90, every=every)
    v.sail(600, 45, before).sail(within_s, 45, before, to_speed_kn=after).sail(held_s, 45, after)
    return [v.sail(60, 45, after, to_speed_kn=8).sail(600, 45, 8)]


def sudden_stop():
    both_sides("sudden_stop", "speed_before_kn", 7, 7.6, 6.4, lambda v: (stopping(before=v), 600), within=40)
    both_sides("sudden_stop", "speed_after_kn", 1, 0.6, 1.4, lambda v: (stopping(after=v), 600), within=40)
    both_sides("sudden_stop", "within_s", 30, 20, 44, lambda s: (stopping(before=7.6, within_s=s), 600), within=40)
    both_sides("sudden_stop", "held_s", 60, 80, 40, lambda s: (stopping(held_s=s), 600), within=40)
    boundaries("sudden_stop", lambda every: stopping(every=every), 600, within=40, reports_s=20)


# ---- sudden_turn: more than 60 degrees within 2 min

def turning(turn=100.0, within_s=60.0, every=2):
    v = Vessel(499_000_022, length=90, every=every)
    return [v.sail(900, 45, 12).sail(within_s, 45, 12, to_course=45 + turn).sail(900, 45 + turn, 12)]


def sudden_turn():
    both_sides("sudden_turn", "turn_deg", 60, 66, 54, lambda d: (turning(turn=d), 900), within=150)
    both_sides("sudden_turn", "within_s", 120, 100, 240, lambda s: (turning(turn=66, within_s=s), 900), within=200)
    boundaries("sudden_turn", lambda every: turning(every=every), 900, within=150, reports_s=30)


# ---- drifting: 1 to 5 kn, course and heading > 45 degrees apart, 10 min, 500 m, 50 m long

def adrift(speed=2.2, aside=100.0, lasts_min=30.0, length=150, every=10):
    v = Vessel(499_000_031, length=length, kind=80, every=every)
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
    boundaries("drifting", lambda every: adrift(every=every), 1200, within=180)
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

def crossing(miss_nm=0.1, minutes=40, speed=12.0, every=10, turns_min=None):
    """One to the north, one to the east; the second passes the crossing by so much astern, or turns back so long before it."""
    s = speed * KN
    t = minutes * 60
    miss = miss_nm * NM * math.sqrt(2)
    a = Vessel(499_000_041, (0, -s * t), length=150, every=every)
    b = Vessel(499_000_042, (-s * t - miss, 0), length=150, phase=4, every=every)
    if turns_min is not None:
        t += miss / (2 * s) - turns_min * 60
    a.sail(t + 1200, 0, speed)
    if turns_min is None:
        b.sail(t + 1200, 90, speed)
    else:
        b.sail(t, 90, speed).sail(1200, 270, speed)
    return [a, b]


def collision():
    case("collision_risk", "meets", crossing(0.05), True, "dcpa_nm", 0.05, 0.5)
    case("collision_risk", "passes-clear", crossing(1.6), False, "dcpa_nm", 1.6, 1.0)
    def later(nm):
        """Half an hour before they are nearest, which is after the crossing."""
        return round(600 + nm * NM * math.sqrt(2) / (2 * 12 * KN))
    both_sides("collision_risk", "caution_nm", 1.0, 0.93, 1.07, lambda nm: (crossing(nm), later(nm)))
    both_sides("collision_risk", "caution_min", 30, 27, 32, lambda m: (crossing(0.2, turns_min=m), later(0.2)))
    for nm, priority in ((0.46, 2), (0.54, 3)):
        case("collision_risk", f"warning_nm-{nm}", crossing(nm), True, "warning_nm: priority 2", nm, 0.5, begin=later(nm), priority=priority)
    for m, priority in ((11, 2), (13, 3)):
        case("collision_risk", f"warning_min-{m}", crossing(0.4, turns_min=m), True, "warning_min: priority 2", m, 12, begin=later(0.4),
             priority=priority)
    boundaries("collision_risk", lambda every: crossing(0.2, every=every), later(0.2))
    parallel = [Vessel(499_000_043, (0, 0), length=150).sail(3600, 0, 12),
                Vessel(499_000_044, (0.4 * NM, 200), length=150, phase=4).sail(3600, 0, 12)]
    case("collision_risk", "side-by-side", parallel, False, "dcpa_nm: none comes nearer")


# ---- near_miss: Fujii domain, 8 by 3.2 lengths (whole axes)

def near_miss():
    case("near_miss", "passes-through-the-domain", crossing(0.03), True, "domain")
    case("near_miss", "passes-clear-of-it", crossing(0.6), False, "domain")

    def head_on(aside=100.0, knots=10.0, every=10):
        way = 1200 * knots * KN
        a = Vessel(499_000_041, (0, -way), length=150, every=every).sail(2400, 0, knots)
        b = Vessel(499_000_042, (aside, way), length=150, every=every, phase=4).sail(2400, 180, knots)
        enters = 600 * math.sqrt(max(0.0, 1 - (aside / 240) ** 2)) / (2 * knots * KN)
        return [a, b], 1200 - enters

    def behind(apart):
        """Comes up to so far, and stays there."""
        a = Vessel(499_000_041, (0, 2000), length=150).sail(3600, 0, 10)
        b = Vessel(499_000_042, (0, 0), length=150, phase=4)
        t = (2000 - apart) / (4 * KN)
        return [a, b.sail(t, 0, 14).sail(3600 - t, 0, 10)], 1400 / (4 * KN)
    both_sides("near_miss", "half_wide_m-240-abeam", 240, 225, 255, lambda m: head_on(aside=m), within=60)
    both_sides("near_miss", "half_long_m-600-ahead", 600, 570, 630, behind)
    both_sides("near_miss", "speed_kn", 5, 5.4, 4.6, lambda v: head_on(knots=v), within=60)
    boundaries("near_miss", lambda every: head_on(every=every)[0], round(head_on()[1]), within=60, reports_s=30)


# ---- distress

def distress():
    mob = Vessel(972_000_001, length=1, kind=0, status=14).sail(600, 90, 0.5)
    case("distress", "mob", [mob], True, "mmsi", 972_000_001, begin=0)
    for name, mmsi in (("sart", 970_000_001), ("epirb", 974_000_001)):
        case("distress", name, [Vessel(mmsi, length=1, kind=0).sail(600, 90, 0.5)], True, "mmsi", mmsi, begin=0)
    ship = Vessel(499_000_051, length=80)
    ship.sail(600, 90, 8).sail(600, 90, 8, status=14)
    case("distress", "status-14", [ship], True, "nav_status", 14, 14, begin=600)
    boundaries("distress", lambda every: [Vessel(499_000_051, length=80, every=every).sail(600, 90, 8).sail(600, 90, 8, status=14)], 600)
    other = Vessel(499_000_052, length=80).sail(600, 90, 8).sail(600, 90, 8, status=13)
    case("distress", "status-13", [other], False, "nav_status", 13, 14)


# ---- spoof_circle: 40 to 6,000 m, faster than 2 kn (1 m/s), once in 15 s to 30 min, for 60 s

def spoof_circle():
    def one(**how):
        return [Reports(499_000_061, going_round(**how))], 0
    both_sides("spoof_circle", "lasts_s", 60, 110, 50, lambda s: one(lasts_s=s, period=60.0))
    both_sides("spoof_circle", "radius_m", 40, 48, 34, lambda r: one(radius=r, period=60.0))
    both_sides("spoof_circle", "speed_kn", 2, 2.5, 1.6,
               lambda v: one(radius=100.0, period=2 * math.pi * 100.0 / (v * KN), lasts_s=3000, every=60), within=300)
    both_sides("spoof_circle", "period_min", 30, 26, 36,
               lambda m: one(radius=2500.0, period=60.0 * m, lasts_s=9000, every=180), within=1200)
    boundaries("spoof_circle", lambda every: one(period=120.0 if every < 60 else 900.0, lasts_s=5400, every=every)[0], 0, within=60)
    ship = [(t, x, y, 2 * math.pi * 250 / 240 / KN, math.degrees(2 * math.pi * t / 240) + 90)
            for t, x, y, _, _ in going_round(radius=250.0, period=240.0)]
    case("spoof_circle", "the-ship-turns", [Reports(499_000_062, ship)], False, "explanation: the ship turns")


# ---- position_jump: a step of more than 1,000 m and what the faster of both speeds and 15 kn allow, within 200 s; 2 reports

def position_jump():
    def one(step=6000.0, lasts_s=300.0, every=10):
        return [Reports(499_000_063, shifted(ahead(3600, every), 1200, 1200 + lasts_s, (0.0, step)))], 1200
    allowed = 1000 + (9 + 15) * KN * 10
    both_sides("position_jump", "step_m", round(allowed), round(allowed + 60), round(allowed - 60), lambda d: one(step=d))
    both_sides("position_jump", "reports", 2, 4, 1, lambda n: one(lasts_s=10 * n))
    both_sides("position_jump", "step_m-60-kn", round(1000 + 60 * KN * 240), 8700, 8100, lambda d: one(step=d, lasts_s=2400, every=240),
               within=260)
    boundaries("position_jump", lambda every: one(step=20_000.0, lasts_s=1200, every=every)[0], 1200)
    twins = [Reports(499_000_064, ahead(3600)), Reports(499_000_064, ahead(2400, at=(0, 40_000.0), begin=1203))]
    case("position_jump", "two-under-one-number", twins, False, "explanation: two vessels under one MMSI")


# ---- gnss_interference: 3 vessels within 10 km and 10 min

def disturbed(vessels=3, apart_m=2000.0, stagger_s=0.0, by=(7000.0, 9000.0)):
    out = []
    for i in range(vessels):
        reports = ahead(4800, at=(0.0, apart_m * i))
        out.append(Reports(499_000_070 + i, shifted(reports, 1200 + stagger_s * i, 4200, by)))
    return out


def gnss_interference():
    both_sides("gnss_interference", "vessels", 3, 3, 2, lambda n: (disturbed(vessels=n), 1200))
    # Of three in a row the one in the middle is within so much of both others.
    both_sides("gnss_interference", "radius_km", 10, 9.8, 10.3, lambda km: (disturbed(apart_m=1000.0 * km), 1200))
    both_sides("gnss_interference", "within_min", 10, 4.5, 11.5, lambda m: (disturbed(stagger_s=60.0 * m), 1200))
    point = [Reports(v.mmsi, [(t, x, y, v0, c) if not 1200 <= t < 4200 else (t, 12_000.0, 9_000.0, v0, c)
                              for t, x, y, v0, c in v.reports]) for v in disturbed(by=(0, 0))]
    case("gnss_interference", "common-point", point, True, "one false point", begin=1200)


# ---- identity

def identity():
    def twins(minutes=40.0, **also):
        return [Reports(499_000_081, ahead(7200), **also),
                Reports(499_000_081, ahead(60.0 * minutes, at=(0, 7408.0), begin=1803))], 1803
    both_sides("identity", "duplicate_mmsi-turns", 4, 5, 1, lambda n: twins(minutes=(n - 1) / 6))
    def renamed(name):
        return [Reports(499_000_082, ahead(1800), name="SIM NORTHERN LIGHT", callsign="4SIM1"),
                Reports(499_000_082, [r for r in ahead(3600) if r[0] > 1800], name=name,
                        callsign="4SIM1" if name == "SIM NORTHERN LIHGT" else "4SIM2")]
    case("identity", "name-other", renamed("SIM OTHER DAY"), True, "letters that differ", 8, 2, of=[499_000_082])
    case("identity", "name-misspelt", renamed("SIM NORTHERN LIHGT"), False, "letters that differ", 2, 2)
    case("identity", "imo-wrong-check-digit", [Reports(499_000_083, ahead(3600), name="SIM SHIP", imo="9074728")], True,
         "IMO check digit", 8, 9, begin=0)
    case("identity", "imo-right-check-digit", [Reports(499_000_083, ahead(3600), name="SIM SHIP", imo="9074729")], False,
         "IMO check digit", 9, 9)
    case("identity", "mid-of-no-country", [Reports(290_000_001, ahead(3600))], True, "MID", 290, None, begin=0)
    case("identity", "mid-of-a-country", [Reports(257_999_999, ahead(3600))], False, "MID", 257, None)


# ---- ais_gap: silent for more than 12 of its own intervals and 2 min, where others are heard

def silent(silence_s, every=10):
    own = [r for r in ahead(5400, every) if not 1800 < r[0] < 1800 + silence_s]
    return [Reports(499_000_091, own)] + [Reports(499_000_092 + i, ahead(5400, at=(0, 2000.0 * (i + 1)))) for i in range(3)]


def ais_gap():
    both_sides("ais_gap", "intervals", 12, 14, 11, lambda n: (silent(30.0 * n, every=30), 1800), of=[499_000_091])
    fleet = [Reports(499_000_095 + i, [r for r in ahead(5400, at=(0, 2000.0 * i)) if not 1800 < r[0] < 3000]) for i in range(4)]
    case("ais_gap", "a-receiver-that-is-silent", fleet, False, "all fall silent at once")


# ---- sensor_health: a receiver is silent for 60 s; hears less than 0.4 of what it did over two minutes

def heard(loss=1.0, lasts_s=600.0):
    """Six vessels, of which a receiver loses so much for a while."""
    out = []
    for i in range(6):
        kept = [r for n, r in enumerate(ahead(5400, at=(0, 1500.0 * i), every=5))
                if not (1800 < r[0] < 1800 + lasts_s and (n * 7 + i * 3) % 20 < 20 * loss)]
        out.append(Reports(499_000_101 + i, kept))
    return out


def sensor_health():
    both_sides("sensor_health", "silent_s", 60, 75, 50, lambda s: (heard(lasts_s=s), 1800), of=[])
    both_sides("sensor_health", "rate_share", 0.4, 0.3, 0.5, lambda share: (heard(loss=1 - share, lasts_s=900), 1800), of=[])


# ---- on_land: inland with land all about at 200 m, 3 reports and 20 s; the island of Larak in the pack of Hormuz

def on_land():
    inland, lee = (26.855, 56.355), (26.95, 56.40)
    def one(n=12):
        reports = [(t, 0.0 if 1200 <= t < 1200 + 10 * n else (lee[1] - inland[1]) * M_PER_DEG * math.cos(math.radians(26.9)),
                    0.0 if 1200 <= t < 1200 + 10 * n else (lee[0] - inland[0]) * M_PER_DEG, 9.0, 90.0) for t in steps(0, 3600, 10)]
        return [Reports(499_000_111, reports, origin=inland)], 1200
    both_sides("on_land", "reports", 3, 4, 2, one, area="hormuz")


def main():
    for pattern in ("*.csv", "*.jsonl", "*.nrm"):
        for old in HERE.glob(pattern):
            old.unlink()
    for draw in (collision, near_miss, sudden_stop, sudden_turn, drifting, anchor_dragging, distress, rendezvous, loitering, ais_gap,
                 identity, gnss_interference, position_jump, on_land, spoof_circle, sensor_health, *draw_places.KINDS, *draw_papers.KINDS):
        draw()
    draw_places.pack()
    (HERE / "cases.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in CASES) + "\n]\n")
    print(f"{len(CASES)} cases")


if __name__ == "__main__":
    main()

"""What the conformance vectors are drawn with: vessels, what becomes of their reports, and cases."""
import contextlib
import datetime
import json
import math
import pathlib
import random

HERE = pathlib.Path(__file__).parent
BEGIN = 1_767_268_800  # 2026-01-01T12:00:00Z
M_PER_DEG = 1852.0 * 60
NM = 1852.0
KN = 1852.0 / 3600
OPEN_SEA = (10.0, 60.0)  # Indian Ocean: far from land, ports and lanes.


class Vessel:
    """Sails legs from an east, north offset (metres) about `origin`; reports each `every` seconds."""

    def __init__(self, mmsi, at=(0.0, 0.0), origin=OPEN_SEA, kind=70, length=120, name="", every=10, status=0, phase=0.0,
                 **also):
        """`also`: columns after the name, such as draught."""
        self.mmsi, self.x, self.y = mmsi, at[0], at[1]
        self.origin, self.kind, self.length, self.name = origin, kind, length, name
        self.every, self.status, self.phase = every, status, phase
        self.columns, self.also = tuple(also), tuple(also.values())
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
                f"{self.status if status is None else status},{self.kind},{self.length},{self.name}"
                + "".join(f",{value}" for value in self.also))


CASES = []


@contextlib.contextmanager
def beginning(later_s):
    """What is drawn within begins so much later."""
    global BEGIN
    old, BEGIN = BEGIN, BEGIN + later_s
    yield
    BEGIN = old


def moment(t):
    """RFC 3339."""
    return datetime.datetime.fromtimestamp(BEGIN + t, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def case(kind, name, vessels, raised, parameter="", value=None, threshold=None, of=None, begin=None, within=120, area="none",
         port_calls=None, interest=None, routes=None, priority=None):
    """`port_calls`: a list of calls whose times are seconds; the others are names of files."""
    rows = sorted(row for vessel in vessels for row in vessel.rows())
    file = f"{kind}-{name}.csv"
    columns = "".join(f",{column}" for column in vessels[0].columns)
    (HERE / file).write_text(f"mmsi,t,lat,lon,sog,cog,heading,nav_status,ship_type,length,name{columns}\n" +
                             "".join(row[2] + "\n" for row in rows))
    entry = {"kind": kind, "file": file, "area": area, "parameter": parameter, "value": value, "threshold": threshold,
             "raised": raised}
    if port_calls is not None:
        entry["port_calls"] = f"{kind}-{name}.port-calls.jsonl"
        calls = [{k: moment(v) if k in ("expected", "cleared_until") else v for k, v in c.items()} for c in port_calls]
        (HERE / entry["port_calls"]).write_text("".join(json.dumps(c) + "\n" for c in calls))
    if interest is not None:
        entry["interest"] = interest
    if routes is not None:
        entry["routes"] = routes
    if raised:
        entry["vessels"] = sorted([v.mmsi for v in vessels] if of is None else of)
        if priority is not None:
            entry["priority"] = priority
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


class Retold:
    """The reports of a vessel, and what becomes of them."""

    def __init__(self, vessel):
        self.vessel, self.mmsi, self.columns = vessel, vessel.mmsi, vessel.columns


class HalfLost(Retold):
    """Each report is lost as a coin falls; the coins are the same each time."""

    def rows(self):
        coin = random.Random(self.mmsi)
        return [row for row in self.vessel.rows() if coin.random() < 0.5]


class Doubled(Retold):
    """Each is heard by two receivers."""

    def rows(self):
        return [row for row in self.vessel.rows() for _ in range(2)]


class Wrapped(Retold):
    """Longitudes are brought back to -180 … 180."""

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


def every_so(seconds):
    return f"every-{seconds}-s" if seconds < 60 else f"every-{seconds // 60}-min"


def boundaries(kind, draw, begin, within=120, reports_s=180, **more):
    """`draw(every)` over midnight, each `reports_s`, with half of the reports lost, and each of them twice."""
    inputs = more.pop("inputs", dict)
    with beginning(12 * 3600 - begin - 60):
        case(kind, "midnight", draw(10), True, "midnight", begin=begin, within=within, **inputs(), **more)
    for name, vessels, patience in ((every_so(reports_s), draw(reports_s), reports_s), ("half-lost", [HalfLost(v) for v in draw(10)], 60),
                                    ("doubled", [Doubled(v) for v in draw(10)], 0)):
        case(kind, name, vessels, True, "reporting", begin=begin, within=within + patience, **inputs(), **more)


class Reports:
    """One vessel's reports as they are given: (seconds, east, north, speed, course) about `origin`; `more` goes after the name."""

    def __init__(self, mmsi, reports, origin=OPEN_SEA, kind=70, length=120, name="", imo="", callsign=""):
        self.mmsi, self.reports, self.origin = mmsi, reports, origin
        self.kind, self.length, self.name, self.imo, self.callsign = kind, length, name, imo, callsign
        self.columns = ("imo", "callsign") if imo or callsign else ()

    def rows(self):
        out = []
        for t, x, y, v, c in self.reports:
            lat = self.origin[0] + y / M_PER_DEG
            lon = self.origin[1] + x / (M_PER_DEG * math.cos(math.radians(lat)))
            text = (f"{self.mmsi},{BEGIN + t:.1f},{lat:.7f},{lon:.7f},{v:.1f},{c % 360:.1f},{c % 360:.0f},0,{self.kind},{self.length},"
                    f"{self.name}")
            if self.imo or self.callsign:
                text += f",{self.imo},{self.callsign}"
            out.append((BEGIN + t, self.mmsi, text))
        return out


def ahead(seconds, every=10, at=(0.0, 0.0), knots=9.0, begin=0.0):
    """Straight to the east."""
    return [(t, at[0] + knots * KN * t, at[1], knots, 90.0) for t in steps(begin, begin + seconds, every)]


def steps(begin, end, every):
    return [begin + i * every for i in range(int((end - begin) / every) + 1)]


def shifted(reports, begin, end, by):
    """From `begin` to `end` from a place that is not hers."""
    return [(t, x + by[0], y + by[1], v, c) if begin <= t < end else (t, x, y, v, c) for t, x, y, v, c in reports]


def going_round(radius=400.0, period=120.0, lasts_s=1200.0, every=5, begin=0.0):
    return [(t, radius * math.sin(2 * math.pi * t / period), radius * math.cos(2 * math.pi * t / period), 9.0, 90.0)
            for t in steps(begin, begin + lasts_s, every)]

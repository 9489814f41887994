"""Vectors of the rules about places, in an area made for the purpose: no real one."""
import json
import math

from vectors import HERE, KN, M_PER_DEG, NM, Vessel, beginning, both_sides, boundaries, case

MIDDLE = (10.0, 60.0)  # Open sea of the Indian Ocean; all that the pack holds is invented.
AREA = "narrows-vectors"
SHIP = 499_000_121


def at(x, y):
    """Metres east and north of the middle to latitude and longitude."""
    return [round(MIDDLE[0] + y / M_PER_DEG, 6),
            round(MIDDLE[1] + x / (M_PER_DEG * math.cos(math.radians(MIDDLE[0]))), 6)]


def box(west, east, south, north):
    return json.dumps([at(west, south), at(west, north), at(east, north), at(east, south)])


# ---- the area, metres from the middle: west, east, south, north

EAST_LANE = (-20_000, 20_000, -2_000, 0)  # Middle line at -1,000; its flow is to the east.
SEPARATION = (-20_000, 20_000, 0, 2_000)
WEST_LANE = (-20_000, 20_000, 2_000, 4_000)
INSHORE = (-20_000, 20_000, -6_000, -2_000)
DEPTH_10 = (-20_000, -10_000, 8_000, 12_000)
SHORE = -12_000
APPROACH = (-20_000, -10_000, SHORE, SHORE + 4_000)  # 1,000 m to be kept.
SPEED_10 = (-4_000, 4_000, 15_000, 19_000)
WATCHED = (10_000, 14_000, 15_000, 19_000)
NIGHT = (20_000, 24_000, 15_000, 19_000)  # 22:00 to 04:30.
NO_ANCHORING = (30_000, 34_000, 15_000, 19_000)
PORT = (30_000, SHORE + 500)
FAR_PORT = (-35_000, SHORE + 500)


def pack():
    folder = HERE / AREA
    folder.mkdir(exist_ok=True)
    middle = "{ lat = 10.0, lon = 60.0, zoom = 9 }"
    ports = "".join(f'\n[[place]]\nname.en = "{name}"\nkind = "port"\nlat = {at(*where)[0]}\nlon = {at(*where)[1]}\n'
                    for name, where in (("Vectorport", PORT), ("Farport", FAR_PORT)))
    (folder / "pack.toml").write_text(f"""# The area of the conformance vectors: invented, in the open sea. Drawn by ../draw_places.py.
name = "{AREA}"
title.en = "Area of the conformance vectors"
languages = ["en"]
bbox = {{ west = 59.5, south = 9.6, east = 60.5, north = 10.4 }}
view = {middle}
time_zone = "UTC"
attribution = "invented"
{ports}""")
    lanes = "".join(f"""
[[scheme.lane]]
name = "{name}"
centreline = {json.dumps([at(begin, y), at(end, y)])}
polygon = {box(*limits)}
""" for name, begin, end, y, limits in (("eastbound", -20_000, 20_000, -1_000, EAST_LANE),
                                        ("westbound", 20_000, -20_000, 3_000, WEST_LANE)))
    (folder / "tss.toml").write_text(f"""[[scheme]]
name = "vectors"
title.en = "Scheme of the vectors"
{lanes}
[[scheme.separation_zone]]
polygon = {box(*SEPARATION)}
""")
    (folder / "zones.toml").write_text(f"""[[zone]]
id = "inshore"
kind = "inshore_traffic_zone"
scheme = "vectors"
name.en = "Inshore traffic zone"
polygon = {box(*INSHORE)}

[[zone]]
id = "ten-metres"
kind = "depth_area"
name.en = "Ten metres of water"
depth_min_m = 10
polygon = {box(*DEPTH_10)}
""")
    watch = (("shore-1000", APPROACH, "approach_m = 1000"), ("speed-10", SPEED_10, "speed_max_kn = 10"),
             ("watched", WATCHED, "enter = true\nexit = true"), ("night", NIGHT, 'enter = true\nhours = "22:00-04:30"'),
             ("no-anchoring", NO_ANCHORING, "no_anchoring = true"))
    (folder / "watch.toml").write_text("\n".join(f'[[zone]]\nid = "{name}"\nname.en = "{name}"\npolygon = {box(*limits)}\n{rule}\n'
                                                 for name, limits, rule in watch))
    ring = [n for point in (at(-45_000, SHORE), at(-45_000, SHORE - 20_000), at(45_000, SHORE - 20_000), at(45_000, SHORE)) for n in point]
    (folder / "coast.json").write_text(json.dumps({
        "format": "narrows-coast", "version": 1, "area": AREA, "attribution": "invented", "source": "draw_places.py",
        "clip": {"west": 59.5, "south": 9.6, "east": 60.5, "north": 10.4}, "rings": [ring]}) + "\n")


def ship(x, y, **how):
    return Vessel(how.pop("mmsi", SHIP), (x, y), origin=MIDDLE, **how)


def drawn(kind, parameter, threshold, inside, outside, draw):
    both_sides(kind, parameter, threshold, inside, outside, draw, area=AREA)


def silent(kind, name, vessel, parameter, value=None, threshold=None):
    case(kind, name, [vessel], False, parameter, value, threshold, area=AREA)


def by_length(kind, draw):
    """Rule 10(j), and 10(d)(i): 20 m."""
    drawn(kind, "length_m", 20, 22, 18, lambda m: (draw(10, length=m)[0], draw(10, length=m)[1]))


# ---- tss_wrong_way: course more than 90 degrees off the flow, for 3 min

def tss_wrong_way():
    kind = "tss_wrong_way"
    drawn(kind, "off_deg", 90, 93, 87, lambda d: ([ship(0, -200).sail(420, 90 + d, 4)], 0))

    def turns_back(every, held_min=12.0, **how):
        v = ship(0, -1000, every=every, **how).sail(600, 90, 8)
        return [v.sail(held_min * 60, 270, 8).sail(600, 90, 8)], 600
    drawn(kind, "held_min", 3, 3.5, 2.5, lambda m: turns_back(10, m))
    by_length(kind, lambda every, **how: turns_back(every, **how))
    boundaries(kind, lambda every: turns_back(every)[0], 600, area=AREA)
    silent(kind, "crosses", ship(0, 800).sail(800, 190, 7), "explanation: crosses the lane")
    silent(kind, "at-work", turns_back(10, status=3)[0][0], "explanation: restricted in her ability to manoeuvre", 3)


# ---- tss_crossing: heading more than 30 degrees off the right angle

def tss_crossing():
    kind = "tss_crossing"

    def across(every=10, course=40.0, heading=None, **how):
        north = math.cos(math.radians(course)) * 10 * KN
        v = ship(-4000, -4000, every=every, **how)
        return [v.sail(4800 / north, course, 10, heading=heading)], 2000 / north
    drawn(kind, "off_deg", 30, 33, 27, lambda d: across(course=d))
    by_length(kind, lambda every, **how: across(every, **how))
    boundaries(kind, lambda every: across(every)[0], across()[1], area=AREA)
    case(kind, "heading-off", across(course=10, heading=40)[0], True, "heading, not course", 40, 30, begin=across(course=10)[1], area=AREA)
    silent(kind, "heading-right", across(course=40, heading=10)[0][0], "heading, not course", 10, 30)


# ---- tss_joining: at more than 30 degrees, other than within 0.5 nm of the lane's ends

def tss_joining():
    kind = "tss_joining"

    def joins(every=10, angle=45.0, x=-10_000, **how):
        """Comes to the rim 1,000 m on, at x."""
        s = 2000 / (math.sin(math.radians(angle)) * 10 * KN)
        v = ship(x - 1000 / math.tan(math.radians(angle)), -3000, every=every, **how)
        return [v.sail(s, 90 - angle, 10).sail(1500, 90, 10)], s / 2
    drawn(kind, "angle_deg", 30, 33, 27, lambda d: joins(angle=d))
    drawn(kind, "end_m", 926, 1100, 750, lambda m: joins(angle=60.0, x=-20_000 + m))
    by_length(kind, lambda every, **how: joins(every, **how))
    boundaries(kind, lambda every: joins(every)[0], joins()[1], area=AREA)

    def leaves(angle):
        return [ship(-10_000, -1000).sail(900, 90, 10).sail(600, 90 + angle, 10)], 900
    drawn(kind, "leaves_deg", 30, 33, 27, leaves)


# ---- tss_separation_zone: more than 5 min, other than crossing; fishing is excepted

def tss_separation_zone():
    kind = "tss_separation_zone"

    def uses(every=10, minutes=20.0, **how):
        """In at 30 degrees to the lanes, out so many minutes later."""
        to_rim, half = 100 / (0.5 * 8 * KN), min(minutes * 30, 480)
        v = ship(-15_000, -100, every=every, **how).sail(600, 90, 8).sail(to_rim + half, 60, 8)
        if minutes * 60 > 2 * half:
            v.sail(minutes * 60 - 2 * half, 90, 8)
        return [v.sail(to_rim + half, 120, 8).sail(600, 90, 8)], 600 + to_rim
    drawn(kind, "held_min", 5, 5.8, 4.2, lambda m: uses(minutes=m))
    by_length(kind, lambda every, **how: uses(every, **how))
    boundaries(kind, lambda every: uses(every)[0], uses()[1], area=AREA)
    silent(kind, "crosses", ship(0, -200).sail(2000, 0, 3), "explanation: crosses")
    silent(kind, "fishes", uses(status=7)[0][0], "explanation: fishing", 7)
    case(kind, "adrift", [ship(0, -200).sail(300, 0, 6).sail(1200, 10, 0.4).sail(300, 0, 6)], True, "other than crossing", begin=300, area=AREA)


# ---- tss_inshore_zone: through traffic of 20 m and more

def tss_inshore_zone():
    kind = "tss_inshore_zone"

    def through(every=10, minutes=30.0, knots=12.0, x=-15_000, **how):
        """In from the south at 20 degrees, out so many minutes later."""
        north = math.cos(math.radians(70)) * knots * KN
        to_rim, half = 200 / north, min(minutes * 30, 3000 / north)
        v = ship(x, -6200, every=every, **how).sail(to_rim + half, 70, knots)
        if minutes * 60 > 2 * half:
            v.sail(minutes * 60 - 2 * half, 90, knots)
        return [v.sail(to_rim + half, 110, knots)], to_rim
    drawn(kind, "held_min", 10, 11, 9, lambda m: through(minutes=m))
    drawn(kind, "distance_nm", 1.5, 1.65, 1.35,
          lambda nm: through(knots=4.0, minutes=nm * NM / (math.sin(math.radians(70)) * 4 * KN) / 60))
    by_length(kind, lambda every, **how: through(every, **how))
    boundaries(kind, lambda every: through(every)[0], through()[1], area=AREA)
    silent(kind, "sails", through(status=8)[0][0], "explanation: sailing", 8)
    silent(kind, "fishes", through(status=7)[0][0], "explanation: fishing", 7)
    silent(kind, "not-under-command", through(status=2)[0][0], "explanation: in danger", 2)
    silent(kind, "port-bound", through(x=5000, destination="VECTORPORT")[0][0], "explanation: bound for a port")
    case(kind, "bound-beyond", through(x=5000, destination="SOMEWHERE ELSE")[0], True, "explanation: bound for a port",
         begin=through()[1], area=AREA)


# ---- tss_anchoring, anchored_where_forbidden: status 1 for 2 min, or still for 30

def anchored(x, y, every=10, lies_min=40.0, status=1, knots=0.1, **how):
    v = ship(x - 600 * 8 * KN, y, every=every, **how).sail(600, 90, 8)
    return [v.sail(lies_min * 60, 200, knots, heading=20, status=status).sail(600, 0, 8)], 600


def tss_anchoring():
    kind = "tss_anchoring"
    drawn(kind, "said_min", 2, 2.8, 1.2, lambda m: anchored(0, -1000, lies_min=m))
    drawn(kind, "still_min", 30, 33, 27, lambda m: anchored(0, -1000, lies_min=m, status=0))
    drawn(kind, "still_kn", 1, 0.8, 1.3, lambda v: anchored(0, -1000, status=0, knots=v if v > 1 else 0.1))
    drawn(kind, "end_m", 463, 410, 520, lambda m: anchored(20_000 + m, -1000))
    drawn(kind, "end_m-off-the-middle-line", 463, 400, 530, lambda m: anchored(20_000 + m, -1800))
    case(kind, "separation-zone", anchored(0, 1000)[0], True, "where", begin=600, area=AREA)
    silent(kind, "inshore-zone", anchored(0, -4000)[0][0], "where")
    silent(kind, "moored", anchored(0, -1000, status=5)[0][0], "nav_status", 5, 1)
    boundaries(kind, lambda every: anchored(0, -1000, every)[0], 600, area=AREA)


def anchored_where_forbidden():
    kind = "anchored_where_forbidden"
    drawn(kind, "said_min", 2, 2.8, 1.2, lambda m: anchored(32_000, 17_000, lies_min=m))
    drawn(kind, "still_min", 30, 33, 27, lambda m: anchored(32_000, 17_000, lies_min=m, status=0))
    drawn(kind, "beyond_rim_m", 0, -150, 150, lambda m: anchored(32_000, 19_000 + m))
    silent(kind, "moored", anchored(32_000, 17_000, status=5)[0][0], "nav_status", 5, 1)
    silent(kind, "not-under-command", anchored(32_000, 17_000, status=2)[0][0], "explanation: could not do otherwise", 2)
    boundaries(kind, lambda every: anchored(32_000, 17_000, every)[0], 600, area=AREA)


# ---- grounding_risk: dead-reckoned 12 min ahead, on one course for 2, is caution; 6 min a warning; 1 m under the keel

def grounding_risk():
    kind = "grounding_risk"

    def runs(every=10, left_min=3.0, x=0, to_y=SHORE, course=180, **how):
        """From 20 min before it to so many before it."""
        way = 20 * 60 * 10 * KN * (1 if course == 180 else -1)
        return [ship(x, to_y + way, every=every, **how).sail((20 - left_min) * 60, course, 10).sail(600, 90, 10)], 480
    # Twelve minutes ahead are reached at 480 s.
    drawn(kind, "caution_min", 12, 9, 12.6, lambda m: runs(left_min=m))
    for held_s, raised in ((150, True), (90, False)):
        vessels, begin = runs(left_min=12 - held_s / 60)
        case(kind, f"steady_s-{held_s}", vessels, raised, "steady_s", held_s, 120, begin=begin, priority=3, area=AREA)
    for left_min, priority in ((5, 2), (6.6, 3)):
        vessels, begin = runs(left_min=left_min)
        case(kind, f"warning_min-{left_min:g}", vessels, True, "warning_min: priority 2", left_min, 6, begin=begin, priority=priority,
             area=AREA)
    drawn(kind, "draught_m", 9, 9.3, 8.7, lambda m: runs(x=-15_000, to_y=8_000, course=0, draught=m))
    by_length(kind, lambda every, **how: runs(every, **how))
    boundaries(kind, lambda every: runs(every)[0], 480, area=AREA)
    silent(kind, "into-harbour", runs(x=PORT[0])[0][0], "explanation: a port ahead")
    silent(kind, "along-the-shore", ship(-9000, SHORE + 1500).sail(1800, 90, 10), "dead reckoning")


# ---- approach_shore: a zone with 1,000 m

def approach_shore():
    kind = "approach_shore"

    def passes(every=10, off=700.0, knots=10.0, **how):
        return [ship(-20_000 - 300 * knots * KN, SHORE + off, every=every, **how).sail(1200, 90, knots)], 300
    drawn(kind, "approach_m", 1000, 950, 1050, lambda m: passes(off=m))
    drawn(kind, "speed_kn", 2, 2.3, 1.7, lambda v: passes(knots=v))
    boundaries(kind, lambda every: passes(every)[0], 300, area=AREA)
    silent(kind, "outside-the-zone", ship(0, SHORE + 700).sail(1200, 90, 10), "where")


# ---- speed_limit: 10 kn; 0.2 more, for 30 s

def speed_limit():
    kind = "speed_limit"

    def through(every=10, knots=12.0, y=17_000):
        return [ship(-4000 - 300 * knots * KN, y, every=every).sail(1200, 90, knots)], 300
    drawn(kind, "speed_kn", 10.2, 10.6, 9.8, lambda v: through(knots=v))
    drawn(kind, "held_s", 30, 50, 15, lambda s: ([ship(-6000, 17_000, every=5).sail(800, 90, 8).sail(s, 90, 14).sail(300, 90, 8)], 800))
    boundaries(kind, lambda every: through(every)[0], 300, area=AREA)
    silent(kind, "outside-the-zone", through(y=19_150)[0][0], "where")


# ---- zone_entry, zone_exit: the rim; at most 30 min between the reports before and after

def into(every=10, to_m=2000.0, x=WATCHED[0], at_s=300.0, knots=10.0):
    """To so far beyond the rim, and then about."""
    v = ship(x - at_s * knots * KN, 17_000, every=every).sail(at_s + to_m / (knots * KN), 90, knots)
    return [v.sail(900, 0 if to_m > 0 else 180, 1)], at_s


def zone_entry():
    kind = "zone_entry"
    drawn(kind, "beyond_rim_m", 0, 80, -80, lambda m: into(to_m=m))
    drawn(kind, "gap_min", 30, 25, 35, lambda m: ([ship(WATCHED[0] - 1000, 17_000, every=m * 60).sail(m * 60 + 5, 90, 3)], 1000 / (3 * KN)))
    boundaries(kind, lambda every: into(every)[0], 300, area=AREA)
    silent(kind, "appears-within", ship(WATCHED[0] + 1000, 17_000).sail(600, 90, 3), "where")
    for name, hour, raised in (("21-58", 21 + 58 / 60, False), ("22-02", 22 + 2 / 60, True), ("midnight-of-its-hours", 24, True),
                               ("04-28", 28 + 28 / 60, True), ("04-32", 28 + 32 / 60, False)):
        with beginning((hour - 12) * 3600 - 300):
            vessels, begin = into(x=NIGHT[0])
            case(kind, f"hours-{name}", vessels, raised, "hours", name, "22:00-04:30", begin=begin, area=AREA)


def zone_exit():
    kind = "zone_exit"

    def out(every=10, beyond=2000.0, at_s=300.0):
        v = ship(WATCHED[1] - at_s * 10 * KN, 17_000, every=every).sail(at_s + beyond / (10 * KN), 90, 10)
        return [v.sail(900, 0 if beyond > 0 else 180, 1)], at_s
    drawn(kind, "beyond_rim_m", 0, 80, -80, lambda m: out(beyond=m))
    drawn(kind, "gap_min", 30, 25, 35, lambda m: ([ship(WATCHED[1] - 1000, 17_000, every=m * 60).sail(m * 60 + 5, 90, 3)], 1000 / (3 * KN)))
    boundaries(kind, lambda every: out(every)[0], 300, area=AREA)
    silent(kind, "appears-outside", ship(WATCHED[1] + 100, 17_000).sail(600, 90, 3), "where")


KINDS = (tss_wrong_way, tss_crossing, tss_joining, tss_separation_zone, tss_inshore_zone, tss_anchoring, grounding_risk, approach_shore,
         speed_limit, zone_entry, zone_exit, anchored_where_forbidden)

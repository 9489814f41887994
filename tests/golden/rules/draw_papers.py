"""Vectors of the rules that know something beforehand: port calls, lists, learned routes."""
from draw_places import AREA, MIDDLE, PORT
from vectors import HERE, KN, Vessel, boundaries, case

CALLER, OTHER = 499_000_141, 499_000_142
HOUR, DAY = 3600, 86_400
COMES_S = 9000 / (8 * KN)  # At her berth so long after BEGIN.


def calls(every=10, stays_s=2 * HOUR, berth_m=500.0, knots=0.0, comes_s=0.0, mmsi=CALLER, **how):
    """From the north to a berth so far north of the port's position, and away again; `comes_s` later."""
    v = Vessel(mmsi, (PORT[0], PORT[1] + 500 + 9000 + comes_s * 0.5 * KN + (berth_m - 500)), origin=MIDDLE, every=every,
               name=how.pop("name", "SIM CALLER"), **how)
    if comes_s:
        v.sail(comes_s, 180, 0.5)
    v.sail(COMES_S, 180, 8)
    if stays_s:
        v.sail(stays_s, 90, knots, heading=90, status=5)
    return [v.sail(1800, 0, 8)]


def paper(expected=COMES_S, cleared_until=None, port="Vectorport", **who):
    call = {**(who or {"mmsi": CALLER}), "port": port, "expected": round(expected)}
    if cleared_until is not None:
        call["cleared_until"] = round(cleared_until)
    return [call]


def told(kind, name, vessels, papers, raised, parameter, value=None, threshold=None, begin=COMES_S, **more):
    case(kind, name, vessels, raised, parameter, value, threshold, begin=begin, area=AREA, port_calls=papers, **more)


# ---- unannounced_port_call: within 3 km, below 0.2 kn, without notice or clearance

def unannounced_port_call():
    kind = "unannounced_port_call"
    cleared = COMES_S + DAY
    told(kind, "no-paper", calls(), [], True, "paper")
    told(kind, "notice-alone", calls(), paper(), True, "clearance")
    told(kind, "cleared", calls(), paper(cleared_until=cleared), False, "clearance")
    told(kind, "cleared-by-imo", calls(imo=9074729), paper(cleared_until=cleared, imo=9074729), False, "who")
    told(kind, "cleared-is-another-imo", calls(imo=9074729), paper(cleared_until=cleared, imo=9176187), True, "who")
    told(kind, "cleared-by-name", calls(), paper(cleared_until=cleared, name="M/V Sim Caller"), False, "who")
    told(kind, "cleared-elsewhere", calls(), paper(cleared_until=cleared, port="Farport"), True, "port")
    for minutes, raised in ((-6, True), (6, False)):
        told(kind, f"cleared_until_min-{minutes}", calls(), paper(COMES_S - HOUR, COMES_S + 60 * minutes), raised, "cleared_until_min",
             minutes, 0)
    for h, raised in ((25, True), (23, False)):
        told(kind, f"early_h-{h}", calls(), paper(COMES_S + h * HOUR, COMES_S + 2 * DAY), raised, "early_h", h, 24)
    for m, raised in ((2900, True), (3100, False)):
        told(kind, f"berth_m-{m}", calls(berth_m=m), [], raised, "berth_m", m, 3000)
    for knots, raised in ((0.1, True), (0.3, False)):
        told(kind, f"still_kn-{knots}", calls(knots=knots), [], raised, "still_kn", knots, 0.2)
    told(kind, "fishing-boat", calls(kind=30), [], False, "explanation: need not announce itself")
    told(kind, "tug", calls(kind=52), [], False, "explanation: harbour craft")
    boundaries(kind, lambda every: calls(every), round(COMES_S), within=180, area=AREA, port_calls=[])


# ---- overstay: 5 min after the clearance ended

def overstay():
    kind = "overstay"
    over = round(COMES_S + HOUR)
    for minutes, raised in ((9, True), (3, False)):
        told(kind, f"grace_min-{minutes}", calls(stays_s=HOUR + 60 * minutes), paper(cleared_until=over), raised, "grace_min", minutes, 5,
             begin=over, within=60)
    told(kind, "notice-alone", calls(), paper(), False, "clearance", begin=over)
    told(kind, "cleared-twice", calls(), paper(cleared_until=over) + paper(COMES_S + 10, over + DAY), False, "the latest clearance", begin=over)
    boundaries(kind, lambda every: calls(every), over, within=60, area=AREA, inputs=lambda: {"port_calls": paper(cleared_until=over)})


# ---- no_show: nobody within 3 km until 60 min after the expected time

def no_show():
    kind = "no_show"
    expected = 4 * HOUR
    papers = lambda: paper(expected, expected + DAY)
    other = lambda every=60, hours=8: Vessel(OTHER, (PORT[0], PORT[1] + 800), origin=MIDDLE, every=every).sail(
        hours * HOUR, 0, 0.0, status=5)
    near = COMES_S - 2500 / (8 * KN)  # When she comes within 3 km.
    for minutes, raised in ((66, True), (54, False)):
        late = calls(60, comes_s=expected + 60 * minutes - near)
        told(kind, f"patience_min-{minutes}", late + [other()], papers(), raised, "patience_min", minutes, 60, begin=expected, within=1,
             of=[CALLER])
    for m, raised in ((3150, True), (2850, False)):
        turns = calls(10, stays_s=0, berth_m=m)
        told(kind, f"berth_m-{m}", turns + [other()], papers(), raised, "berth_m", m, 3000, begin=expected, within=1, of=[CALLER])
    late_paper = paper(26 * HOUR, 50 * HOUR)
    for h, raised in ((25, True), (23, False)):
        early = calls(60, stays_s=900, comes_s=(26 - h) * HOUR - COMES_S - 900 if h == 23 else 0)
        # h before the expected time she is away again, or comes.
        told(kind, f"early_h-{h}", early + [other(600, 28)], late_paper, raised, "early_h", h, 24, begin=26 * HOUR, within=1, of=[CALLER])
    told(kind, "never-heard", [other()], papers(), True, "who", begin=expected, within=1, of=[CALLER])
    told(kind, "notice-alone", [other()], paper(expected), False, "clearance", begin=expected)
    told(kind, "called-off", [other()], papers() + [{**papers()[0], "cancelled": True}], False, "cancelled", begin=expected)
    boundaries(kind, lambda every: [other(max(every, 60))], expected, within=1, area=AREA, of=[CALLER], inputs=lambda: {"port_calls": papers()})


# ---- vessel_of_interest: by number, call sign, or name, misspelt too

def vessel_of_interest():
    kind = "vessel_of_interest"
    entries = "vessel_of_interest.interest.csv"
    (HERE / entries).write_text("list,id,name,call_sign,imo,mmsi\nvectors,1,SIM NIGHT HERON,,9074729,\nvectors,2,,,,499000151\n"
                                "vectors,3,SIMGUL,,,\nvectors,4,,4SIM7,,\n")

    def said(vector, raised, parameter, value=None, threshold=None, **who):
        v = Vessel(who.pop("mmsi", 499_000_152), imo=who.pop("imo", ""), callsign=who.pop("callsign", ""), **who)
        case(kind, vector, [v.sail(900, 90, 9)], raised, parameter, value, threshold, begin=0, interest=entries)
    said("imo", True, "imo", 9074729, None, imo=9074729, name="SIM OTHER NAME")
    said("imo-of-another", False, "imo", 9176187, None, imo=9176187, name="SIM NIGHT HERON")
    said("mmsi", True, "mmsi", 499000151, None, mmsi=499_000_151)
    said("mmsi-of-another", False, "mmsi", 499000152, None)
    said("call-sign", True, "call sign", "4SIM7", None, callsign="4SIM7")
    said("name", True, "letters wrong", 0, 2, name="SIM NIGHT HERON")
    said("two-letters-wrong", True, "letters wrong", 2, 2, name="SIM NIGHT HARUN")
    said("three-letters-wrong", False, "letters wrong", 3, 2, name="SIM NAGHT HARUN")
    said("one-of-six-letters-wrong", True, "letters wrong", 1, 1, name="SIMGOL")
    said("two-of-six-letters-wrong", False, "letters wrong", 2, 1, name="SIMGOR")
    said("zero-for-o", True, "0 and O, 1 and I", None, None, name="S1M N1GHT HER0N")
    one = lambda every: [Vessel(499_000_152, imo=9074729, callsign="", name="SIM OTHER NAME", every=every).sail(900, 90, 9)]
    boundaries(kind, one, 0, interest=entries)


# ---- unusual_route: the mean log-likelihood of half an hour against the class's threshold

def leb(value):
    out = bytearray()
    while True:
        low, value = value & 0x7F, value >> 7
        out.append(low | (0x80 if value else 0))
        if not value:
            return bytes(out)


def signed(value):
    return leb(value << 1 if value >= 0 else (-value << 1) - 1)


EAST = 4  # Sector.
ROWS = {0: 2000, 10: 60, 20: 30}  # Passages in each cell of a lane, by rows of 0.02 degrees north of the first.


def routes_file(name):
    """Three lanes to the east in open sea: much used, little, hardly. docs/formats/routes.md."""
    lanes = []
    for row, visits in sorted(ROWS.items()):
        for column in range(60):
            cell = (5000 + row) * 18_000 + 12_000 + column
            lanes.append((cell * 32 + EAST, visits))
    body = leb(len(b"vectors")) + b"vectors" + signed(0) + signed(10**15) + leb(1_000_000) + leb(5_000) + leb(0)
    body += leb(len(lanes))
    before = 0
    for state, visits in lanes:
        # All sail at 8 to 12 kn; nothing is known of the way on.
        body += leb(state - before) + leb(visits) + b"".join(leb(visits if band == 3 else 0) for band in range(8))
        body += leb(0) + signed(0) + signed(0)
        before = state
    body += leb(50_000) + leb(1) + signed(THRESHOLD_E2)
    for _ in range(6):
        body += leb(0) + leb(10) + leb(0)  # Too few stretches: no threshold.
    body += leb(0) + leb(0) + leb(0)  # Nodes, edges, arrivals.
    data = b"NRMROUT1" + (1).to_bytes(4, "little") + body
    check = 0xCBF29CE484222325
    for byte in data:
        check = ((check ^ byte) * 0x100000001B3) & (2**64 - 1)
    (HERE / name).write_bytes(data + check.to_bytes(8, "little"))


# Between the lanes of 60 and of 30: in the middle of a lane it is ln(passages / 4 / all), of 43 passages -9.36.
THRESHOLD_E2 = -936


def unusual_route():
    kind, routes = "unusual_route", "unusual_route.routes.nrm"
    routes_file(routes)

    def sails(row, course=90.0, knots=10.0, every=10, minutes=45.0, ship_type=70):
        """In the middle of the cells of that row."""
        west = 60.01 if course == 90 else 60.9
        v = Vessel(499_000_161, origin=(10.01 + 0.02 * row, west), kind=ship_type, every=every)
        return [v.sail(minutes * 60, course, knots)]

    def said(name, vessels, raised, parameter, value=None, threshold=None):
        case(kind, name, vessels, raised, parameter, value, threshold, begin=0, within=300, routes=routes)
    said("passages-30", sails(20), True, "passages of 125,400 in each cell of the way", 30, 43)
    said("passages-60", sails(10), False, "passages of 125,400 in each cell of the way", 60, 43)
    said("usual", sails(0), False, "where")
    said("where-nobody-sails", sails(5), True, "where")
    said("against", sails(0, course=270.0), True, "course")
    said("too-fast", sails(0, knots=28.0), True, "speed")
    said("minutes-23", sails(5, minutes=23), False, "span_min and held_min", 23, 25)
    said("minutes-28", sails(5, minutes=28), True, "span_min and held_min", 28, 25)
    said("another-class", sails(5, ship_type=80), False, "class without a threshold")
    boundaries(kind, lambda every: sails(5, every=every), 0, within=300, routes=routes)


KINDS = (unannounced_port_call, overstay, no_show, vessel_of_interest, unusual_route)

#!/usr/bin/env python3
"""libais' own expectations against ours, member by member: libais_json.py NARROWS

The .json files of ../shared/data/vectors/libais are what libais makes of the .nmea files beside them, under
gpsd's names where it has them. Each of its members is compared with `decode -f gpsd`, `-f raw` or `-f jsonl`;
a difference that is not in a class of `class_of` (reasons in docs/formats/gpsd-differences.md) or a count that
is not the expected one fails.
"""
import collections
import json
import math
import pathlib
import subprocess
import sys

DATA = pathlib.Path("../shared/data")
NARROWS = sys.argv[1]

RENAMED = {"notice_type": "notice", "link_id": "linkage", "duration_minutes": "duration"}
SPARE = {"spare", "spare2", "spare3", "spare4", "utc_spare"}
# Members that are in -f raw and not in gpsd's JSON: (type, libais' name) to ours.
RAW = {(18, "mode"): "assigned", (21, "assigned"): "assigned", (9, "assigned"): "assigned", (23, "txrx"): "txrx"}
# Parts of the communication state, which we keep whole: how each is cut out of the 19 bits.
STATE = {
    "sync_state": lambda s: s >> 17 & 3,
    "slot_timeout": lambda s: s >> 14 & 7,
    "received_stations": lambda s: s & 0x3FFF,
    "slot_number": lambda s: s & 0x3FFF,
    "slot_offset": lambda s: s & 0x3FFF,
    "utc_hour": lambda s: s >> 9 & 31,
    "utc_min": lambda s: s >> 2 & 127,
    "commstate_cs_fill": lambda s: s & 0x7FFFF,
}
ITDMA = {"slot_increment": lambda s: s >> 4 & 0x1FFF, "slots_to_allocate": lambda s: s >> 1 & 7,
         "keep_flag": lambda s: bool(s & 1)}


def decode(path, form):
    done = subprocess.run([NARROWS, "decode", "-q", "-f", form, path], capture_output=True, timeout=60)
    return [json.loads(line) for line in done.stdout.splitlines()]


def is_float32_of(theirs, ours, decimals):
    """theirs is ours, rounded to `decimals` in one of the two, in 24 bits of mantissa."""
    return math.isclose(theirs, ours, rel_tol=1.2e-7, abs_tol=0.51 * 10 ** -decimals)


def ours_for(member, gpsd, raw, physical):
    kind = gpsd["type"]
    state = raw.get("radio")
    if member.startswith("tagblock_"):
        return {"tagblock_timestamp": physical.get("observed_at"), "tagblock_station": physical.get("station")}.get(member)
    if member == "timestamp" and kind not in (4, 11):
        return physical.get("observed_at")
    if (kind, member) in RAW:
        return raw.get(RAW[kind, member])
    if member == "part_num":
        return {"A": 0, "B": 1}.get(gpsd["part"])
    if state is not None and member in ITDMA:
        return ITDMA[member](state)
    if state is not None and member in STATE:
        return STATE[member](state)
    return gpsd.get(RENAMED.get(member, member))


def same(member, theirs, ours, gpsd):
    if theirs == ours:
        return True
    if member in ("lat", "lon", "ne_lat", "ne_lon", "sw_lat", "sw_lon"):
        return is_float32_of(theirs, float(ours), 4 if gpsd["type"] in (17, 27) else 6)
    if isinstance(theirs, float) and isinstance(ours, (int, float)):
        return is_float32_of(theirs, ours, 7)
    return False


def class_of(member, theirs, ours, gpsd):
    kind = gpsd["type"]
    if member in SPARE:
        return "spare bits: in residue"
    if member in ("tagblock_T", "tagblock_q", "tagblock_group"):
        return "tag block: fields of one provider, group"
    if member == "transmission_ctl":
        return "transmission control: in residue"
    if member == "turn" and theirs is None and ours == "nan":
        return "turn: null is nan"
    if member == "turn" and isinstance(theirs, float) and round(theirs) == ours:
        return "turn: whole degrees a minute"
    if member == "imo" and theirs == str(ours):
        return "imo: a text"
    if member in ("status_text", "shiptype_text") and theirs.replace(", ", " - ") == ours:
        return "words: commas"
    if (kind, member) == (27, "gnss") and theirs is not ours:
        return "27: gnss the other way round"
    if (kind, member) == (6, "retransmit") and theirs is not ours:
        return "6: retransmit the other way round"
    if (kind, member, theirs, ours) == (6, "text", "@@@", ""):
        return "text: to the first @"
    if (kind, member) == (21, "name") and theirs.replace("-", "_").replace("`", "'") == ours.replace("-", "_"):
        return "text: two characters of the table"
    if kind == 15 and member in ("type1_2", "offset1_2", "type2_2", "offset2_2", "msg_2", "slot_offset_2"):
        return "15: a second request that is not whole, a second one of a second station"
    if kind == 18 and member in ("unit",):
        return "18: the flag cs under two names"
    if kind == 9 and member == "alt_sensor":
        return "9: part of the regional bits"
    if kind == 9 and member == "speed" and math.isclose(theirs * 10, ours, rel_tol=1e-6):
        return "9: whole knots taken as tenths"
    if kind == 22 and member in ("band_a", "band_b") and theirs == int(ours):
        return "22: flags as numbers"
    if kind == 26 and member in ("dac", "fid") and gpsd["app_id"] == (theirs << 6 | gpsd["app_id"] & 63
                                                                     if member == "dac"
                                                                     else gpsd["app_id"] & ~63 | theirs):
        return "26: app_id in two"
    if (kind, member) == (8, "sub_areas") and areas_agree(theirs, gpsd["areas"]):
        return "8, 1/22: other names of areas"
    if (kind, member, theirs, ours) == (8, "duration_minutes", 2, 20):
        return "8, 1/22: duration is the minute of the start"
    if (kind, member) == (8, "notice_type_str"):
        return "8, 1/22: word of the notice"
    return None


def areas_agree(theirs, ours):
    return len(theirs) == len(ours) and all(
        math.isclose(a["x"], b["lon"], abs_tol=1e-6) and math.isclose(a["y"], b["lat"], abs_tol=1e-6)
        and a["radius"] == b["radius"] and a["precision"] == b["precision"] and a["sub_area_type"] == b["shape"]
        for a, b in zip(theirs, ours))


EXPECTED = {
    "15: a second request that is not whole, a second one of a second station": 6,
    "18: the flag cs under two names": 1,
    "26: app_id in two": 2,
    "27: gnss the other way round": 1,
    "6: retransmit the other way round": 1,
    "8, 1/22: duration is the minute of the start": 1,
    "8, 1/22: other names of areas": 1,
    "8, 1/22: word of the notice": 1,
    "9: part of the regional bits": 1,
    "9: whole knots taken as tenths": 1,
    "imo: a text": 2,
    "spare bits: in residue": 39,
    "tag block: fields of one provider, group": 8,
    "text: to the first @": 1,
    "text: two characters of the table": 1,
    "transmission control: in residue": 2,
    "turn: null is nan": 1,
    "turn: whole degrees a minute": 1,
    "words: commas": 2,
}


def main():
    folder = DATA / "vectors/libais"
    if not folder.exists():
        print(f"golden skipped: {folder} is not here")
        return 0
    counts, problems, messages, members = collections.Counter(), [], 0, 0
    files = sorted(folder.glob("*.json"))
    for path in files:
        recording = DATA / "nmea/libais" / (path.stem + ".nmea")
        theirs = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
        views = [decode(recording, form) for form in ("gpsd", "raw", "jsonl")]
        if [len(view) for view in views] != [len(theirs)] * 3:
            problems.append(f"{path.name}: {len(theirs)} messages, ours {[len(view) for view in views]}")
            continue
        for expected, gpsd, raw, physical in zip(theirs, *views):
            messages += 1
            for member, value in expected.items():
                members += 1
                ours = ours_for(member, gpsd, raw["raw"], physical)
                if same(member, value, ours, gpsd):
                    continue
                explained = class_of(member, value, ours, gpsd)
                if explained is None:
                    problems.append(f"{path.name}: {gpsd['type']}.{member}: libais {value!r}, we {ours!r}")
                else:
                    counts[explained] += 1
    if dict(counts) != EXPECTED:
        problems.append("counts of the explained differences: " + json.dumps(counts, indent=1, sort_keys=True))
    print("\n".join(problems) or f"libais_json: {len(files)} files, {messages} messages, {members} members, "
          f"{sum(counts.values())} differences, all explained")
    return 1 if problems else 0


sys.exit(main())

#!/usr/bin/env python3
"""gpsd's own expectations against `decode -f gpsd`, member by member: gpsd_chk.py NARROWS

Every .chk file of ../shared/data/vectors/gpsd. Those of the daemon's logs hold sentences and what gpsd
says to them: the sentences are what is decoded here. Those of sample.aivdm are gpsdecode's, scaled,
unscaled, and as fields between bars. Each difference belongs to a class of CLASSES, whose reasons are in
docs/formats/gpsd-differences.md, and is counted; one that belongs to none, or a count that is not the
expected one, fails.
"""
import collections
import json
import pathlib
import subprocess
import sys

from gpsd_bars import as_bars

DATA = pathlib.Path("../shared/data")
CHECKS = DATA / "vectors/gpsd"
NARROWS = sys.argv[1]

# Members of application-specific messages that gpsd reads although the message ends before them.
BEYOND_THE_END = {(1, 12), (1, 14), (1, 18), (1, 32)}
# Applications that the gpsd of these files does not know.
UNKNOWN_TO_GPSD = {(1, 2), (1, 16), (1, 40), (367, 33), (200, 55)}
JOINED_24 = {"part", "shipname", "shiptype", "shiptype_text", "vendorid", "model", "serial", "callsign",
             "to_bow", "to_stern", "to_port", "to_starboard", "mothership_mmsi"}
WORDS_OF_3_22 = [("Restricted maneuverability", "Restricted manoeuverability"), ("n/a", "nan"),
                 ("Power-driven vessel pushing ahead or towing alongside", "Reserved"),
                 ("Power-driven vessel towing astern", "Reserved"),
                 ("Reserved (14)", "INVALID EPFD")]


def close(theirs, ours, tolerance):
    return all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in (theirs, ours)) and \
        abs(theirs - ours) <= tolerance


def class_of(member, theirs, ours, message):
    """The name of the class that explains a difference, or None. None stands for a member that is missing."""
    kind, application = message["type"], (message.get("dac"), message.get("fid"))
    if kind == 24 and member in JOINED_24 and (theirs is None or ours is None):
        return "24: parts by themselves"
    if (theirs, ours) in WORDS_OF_3_22:
        return "words of 3.22"
    if member == "turn" and theirs == "0.00" and ours == 0:
        return "turn 0.00"
    if kind == 17 and member in ("lat", "lon") and close(theirs, ours, 0.051):
        return "17: position to 0.1 degree"
    if kind in (6, 8) and member in ("lat", "lon") and close(theirs, ours, 5.1e-5):
        return "6, 8: decimals of a position"
    if kind == 26 and member == "radio" and theirs == 0:
        return "26: no radio state"
    if kind in (25, 26) and member == "data" and trailing_bits_only(theirs, ours):
        return "26: bits behind the last of the data"
    if kind == 1 and member == "radio" and ours == 0:
        return "1: radio state behind the end"
    if kind == 7 and member.startswith("mmsi") and ours == 0:
        return "7: half a receipt"
    if application in BEYOND_THE_END and (theirs is None or ours is None):
        return "6: layout longer than the message"
    if application in UNKNOWN_TO_GPSD and (theirs is None or (member == "data" and ours is None)):
        return "6, 8: application unknown to gpsd"
    if application == (200, 10) and member in ("length", "beam", "draught") and message["scaled"]:
        return "200/10: integers though scaled" if theirs == round(ours * (100 if member == "draught" else 10)) else None
    if application == (1, 31) and member == "waterlevel" and close(theirs, ours, 0.051):
        return "1/31: waterlevel"
    return None


def trailing_bits_only(theirs, ours):
    """Equal up to the bit count that stands before the colon."""
    (count, a), (other, b) = theirs.split(":"), ours.split(":")
    bits = int(count)
    return count == other and int(a, 16) >> (len(a) * 4 - bits) == int(b, 16) >> (len(b) * 4 - bits)


def decode(sentences, *options):
    done = subprocess.run([NARROWS, "decode", "-q", "-f", "gpsd", *options], input=sentences, capture_output=True,
                          timeout=120)
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def read_log(path):
    """(sentences, what gpsd said) of a daemon's .chk file, in its order.

    The daemon says its last AIS message again after a sentence of another kind: that is left out.
    """
    sentences, said, fresh = [], [], False
    for line in path.read_bytes().splitlines():
        if not line.startswith(b"{"):
            sentences.append(line)
            fresh = fresh or line.startswith(b"!")
            continue
        message = json.loads(line)
        if message["class"] == "AIS" and (fresh or message != said[-1]):
            said.append(message)
            fresh = False
    return b"\n".join(sentences) + b"\n", said


def differences(theirs, ours):
    for member in sorted(set(theirs) | set(ours)):
        a, b = theirs.get(member), ours.get(member)
        if member == "device" and a is None:
            continue  # The files are without it.
        if a != b:
            yield member, a, b


def pair(theirs, ours):
    """(gpsd's, ours or None, those of ours passed over), in gpsd's order.

    Ours is the next one of the same type and number of which every difference is explained; if there is none,
    the next of the same type and number.
    """
    at = 0
    for expected in theirs:
        alike = [i for i in range(at, len(ours))
                 if (ours[i]["type"], ours[i]["mmsi"]) == (expected["type"], expected["mmsi"])]
        explained = (i for i in alike
                     if all(class_of(*difference, expected) for difference in differences(expected, ours[i])))
        found = next(explained, alike[0] if alike else None)
        if found is None:
            yield expected, None, []
            continue
        yield expected, ours[found], ours[at:found]
        at = found + 1
    yield None, None, ours[at:]


class Comparison:
    def __init__(self):
        self.counts = collections.Counter()
        self.unexplained = []
        self.compared = 0

    def json(self, name, theirs, ours):
        for expected, message, passed_over in pair(theirs, ours):
            for other in passed_over:
                self.ours_alone(name, other)
            if expected is None:
                continue
            if message is None:
                self.unexplained.append(f"{name}: only gpsd has {json.dumps(expected)[:300]}")
                continue
            self.compared += 1
            for member, a, b in differences(expected, message):
                self.count(name, class_of(member, a, b, expected), f"{member}: gpsd {a!r}, we {b!r} in {expected}")

    def ours_alone(self, name, message):
        explained = None
        if message["type"] == 24:
            explained = "24: gpsd waits for the other part"
        elif name.startswith("sample."):
            explained = "message that came into sample.aivdm later"
        self.count(name, explained, f"only we have {json.dumps(message)[:300]}")

    def count(self, name, explained, what):
        if explained is None:
            self.unexplained.append(f"{name}: {what}")
        else:
            self.counts[explained] += 1

    def bars(self, name, theirs, ours):
        """Lines of fields between bars; ours are made from unscaled JSON."""
        made = collections.Counter(as_bars(message) for message in ours)
        for line in theirs:
            self.compared += 1
            if made[line] > 0:
                made[line] -= 1
            elif explained := bars_class(line):
                self.counts[explained] += 1
            else:
                self.unexplained.append(f"{name}: only gpsd has {line}")


def bars_class(line):
    fields = line.split("|")
    if "xxxx" in line:
        return "bars: data not printed"
    if fields[0] == "24":
        return "24: parts by themselves"
    if fields[0] == "26":
        return "26: no radio state"
    if fields[0] == "7" and fields[5] != "0":
        return "7: half a receipt"
    if fields[0] == "1" and fields[2] == "244740981":
        return "1: radio state behind the end"
    if fields[0] == "23":
        return "bars: txrx of 23 is not in JSON"
    if fields[0] in ("6", "8") and tuple(map(int, fields[-3:-1])) in UNKNOWN_TO_GPSD:
        return "6, 8: application unknown to gpsd"
    return None


EXPECTED = {
    "1/31: waterlevel": 2,
    "17: position to 0.1 degree": 4,
    "1: radio state behind the end": 3,
    "200/10: integers though scaled": 3,
    "24: gpsd waits for the other part": 219,
    "24: parts by themselves": 82,
    "26: bits behind the last of the data": 4,
    "26: no radio state": 15,
    "6, 8: application unknown to gpsd": 42,
    "6, 8: decimals of a position": 16,
    "6: layout longer than the message": 86,
    "7: half a receipt": 6,
    "bars: data not printed": 9,
    "bars: txrx of 23 is not in JSON": 1,
    "message that came into sample.aivdm later": 12,
    "turn 0.00": 1,
    "words of 3.22": 23,
}


def main():
    if not CHECKS.exists():
        print(f"golden skipped: {CHECKS} is not here")
        return 0
    comparison = Comparison()
    files = sorted(CHECKS.glob("*.chk"))
    for path in files:
        if path.name.startswith("sample.aivdm"):
            sentences = (DATA / "nmea/gpsd/sample.aivdm").read_bytes()
            lines = path.read_text().splitlines()
            if path.name == "sample.aivdm.chk":
                comparison.bars(path.name, lines, decode(sentences, "--unscaled"))
            else:
                options = [] if path.name == "sample.aivdm.js.chk" else ["--unscaled"]
                comparison.json(path.name, [json.loads(line) for line in lines], decode(sentences, *options))
        else:
            sentences, theirs = read_log(path)
            scaled = bool(theirs) and theirs[0]["scaled"]
            comparison.json(path.name, theirs, decode(sentences, *([] if scaled else ["--unscaled"])))
    problems = comparison.unexplained
    if dict(comparison.counts) != EXPECTED:
        problems.append("counts of the explained differences: " + json.dumps(comparison.counts, indent=1, sort_keys=True))
    print("\n".join(problems) or f"gpsd_chk: {len(files)} files, {comparison.compared} messages, "
          f"{sum(comparison.counts.values())} differences, all explained")
    return 1 if problems else 0


sys.exit(main())

#!/usr/bin/env python3
"""Writes the section "Route shift" of docs/results.md: shift.py NARROWS WATCH_TEST

Hormuz's published daily transits through `narrows flow shift`, and the rates of false alarms that
the tests of watch/route/shift print.
"""
import json
import pathlib
import re
import subprocess
import sys

COUNTS = "../shared/data/events/hormuz_portwatch_daily_transits.csv"
RESULTS = pathlib.Path("docs/results.md")
BEGIN, END = "<!-- route shift: bench/watch/shift.py -->", "<!-- end of route shift -->"


def shifts(*options):
    command = [sys.argv[1], "flow", "shift", "--counts", COUNTS, "-f", "jsonl", "-q", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def rows(found):
    for shift in found:
        told = "; ".join(f"{s['name']} {s['before']:.1f} → {s['after']:.1f}" for s in shift["series"])
        yield (f"| {shift['raised']} | {shift['changed']} ({shift['changed_from']} to {shift['changed_to']}) "
               f"| {shift['confidence']:.2f} | {told} |")


def section():
    text = [BEGIN, "## Route shift",
            "Daily transits of the Strait of Hormuz, 2019-01-01 to 2026-08-16, IMF PortWatch "
            "(portwatch.imf.org). A plain CUSUM raises 8 alarms on them."]
    for title, options in (("All classes, their mix, and the sums", []), ("The total alone", ["--columns", "n_total"])):
        found = shifts(*options)
        before = sum(s["raised"] < "2026-01-01" for s in found)
        text += ["", f"**{title}**: {before} alarms in the seven years before 2026.", "",
                 "| raised | changed | confidence | a day before → after |", "|---|---|---|---|", *rows(found)]
    done = subprocess.run([sys.argv[2], "--gtest_filter=Shift.*"], capture_output=True, text=True, check=True)
    printed = re.findall(r"^(.*\d+ alarms in \d+ .*)$", done.stdout, re.M)
    text += ["", "False alarms on series without a change (drawn seas with season, weekdays, spells and more noise than "
             "Poisson's; and the strait's own years shuffled in blocks of four weeks within their season, at one level):", "",
             *(f"- {line}" for line in printed), "",
             "Drawn seas that collapse to a twentieth: 12 of 12 flagged within two days. That lose a third or grow by "
             "half: at least 11 of 12 within 45 days, 10 of 12 dated within a week (bounds of the test).", END]
    return "\n".join(text) + "\n"


def main():
    if not pathlib.Path(COUNTS).exists():
        sys.exit(f"shift.py: {COUNTS} is not here")
    old = RESULTS.read_text() if RESULTS.exists() else "# Results\nEach section says which command makes it.\n\n"
    new = section()
    if BEGIN in old:
        old = old[:old.index(BEGIN)] + new + old[old.index(END) + len(END) + 1:]
    else:
        old = old.rstrip("\n") + "\n\n" + new
    RESULTS.write_text(old)


main()

#!/usr/bin/env python3
"""The watch on what really happened: real_cases.py NARROWS

Close quarters off Norway (bench/watch/cases.py says how they are reckoned): who could be seen to come ten minutes before is
warned of ten minutes before. Five minutes of Danish waters: the list of risks is headed by what is pressing, and is no
longer than watch officers can work.
"""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DENMARK = ROOT.parent / "shared/data/nmea/dma/denmark_20131112_5min.nmea.gz"
SHIPS, TRACKS_AN_OFFICER, ALERTS_AN_HOUR = 1437, 400, 6


def danish(narrows):
    done = subprocess.run([narrows, "watch", "-q", "--only", "collision_risk", DENMARK], capture_output=True, text=True)
    if done.returncode != 0:
        return [done.stderr]
    risks = [json.loads(line) for line in done.stdout.splitlines()]
    risks.sort(key=lambda a: (a["priority"], -a["margins"]["risk"][0]))
    problems = []
    if not risks:
        return ["nothing is on the list"]
    for a in [a for a in risks if a["priority"] == 1]:
        miss_nm, minutes = a["margins"]["dcpa_nm"][0], a["margins"]["tcpa_min"][0]
        if miss_nm > 0.1 or minutes > 6.0:
            problems.append(f"of top priority, but {miss_nm:.2f} nm in {minutes:.0f} min: {a['why']}")
    officers = SHIPS / TRACKS_AN_OFFICER
    if len(risks) > ALERTS_AN_HOUR * officers:
        problems.append(f"{len(risks)} risks for {officers:.1f} officers")
    top = sum(a["priority"] == 1 for a in risks)
    if top > 2 * officers:
        problems.append(f"{top} of top priority for {officers:.1f} officers")
    print(f"Danish waters: {len(risks)} risks, {top} of top priority; first: {risks[0]['why']}")
    return problems


def main():
    if not DENMARK.exists():
        print(f"golden skipped: {DENMARK} is not there")
        return 0
    problems = danish(sys.argv[1])
    norway = subprocess.run([sys.executable, ROOT / "bench/watch/cases.py", sys.argv[1], "--check"])
    if norway.returncode != 0:
        problems.append("Norway: warned later than it could have")
    print("\n".join(problems) or "real cases: good")
    return 1 if problems else 0


sys.exit(main())

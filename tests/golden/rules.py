#!/usr/bin/env python3
"""The conformance vectors of the rules through the command line: rules.py NARROWS [PART OF A FILE'S NAME]"""
import datetime
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent / "rules"


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def judge(narrows, case):
    own = HERE / case["area"]  # An area made for the vectors, or one of the packs.
    command = [narrows, "watch", "-q", "--only", case["kind"], "--area", own if own.is_dir() else case["area"]]
    for given, option in (("port_calls", "--port-calls"), ("interest", "--interest"), ("routes", "--routes")):
        if given in case:
            command += [option, HERE / case[given]]
    done = subprocess.run([*command, HERE / case["file"]], capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        return f"exit {done.returncode}: {done.stderr.strip()}"
    alerts = [json.loads(line) for line in done.stdout.splitlines()]
    if not case["raised"]:
        return None if not alerts else f"raised, but must not be: {alerts[0]['why']}"
    if len(alerts) != 1:
        return f"{len(alerts)} alerts instead of one"
    vessels = sorted(v["mmsi"] for v in alerts[0]["vessels"])
    if vessels != case["vessels"]:
        return f"of {vessels} instead of {case['vessels']}"
    if alerts[0]["priority"] != case.get("priority", alerts[0]["priority"]):
        return f"priority {alerts[0]['priority']} instead of {case['priority']}"
    if "begin" in case and abs(seconds(alerts[0]["begin"]) - case["begin"]) > case["begin_within_s"]:
        return f"begins {seconds(alerts[0]['begin']) - case['begin']:+.0f} s from where it should"
    return None


def main():
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    cases = [c for c in json.loads((HERE / "cases.json").read_text()) if wanted in c["file"]]
    failed = 0
    for case in cases:
        wrong = judge(sys.argv[1], case)
        failed += wrong is not None
        if wrong:
            print(f"FAILED {case['file']} ({case['parameter']} {case['value']}, threshold {case['threshold']}): {wrong}")
    print(f"{len(cases)} rule vectors, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())

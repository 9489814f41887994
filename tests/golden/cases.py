#!/usr/bin/env python3
"""Runs each folder of cases/ and compares what the command line printed, said and exited with.

cases.py NARROWS [--update] [CASE…]
"""
import difflib
import os
import pathlib
import subprocess
import sys

CASES = pathlib.Path(__file__).parent / "cases"
FILES = ("stdout", "stderr", "exit")


def run(case, narrows):
    environment = {**os.environ, "PATH": f"{narrows.parent}:{os.environ['PATH']}", "LC_ALL": "C"}
    done = subprocess.run(["bash", "cmd"], cwd=case, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=60)
    return {"stdout": done.stdout, "stderr": done.stderr, "exit": b"%d\n" % done.returncode}


def expected(case):
    missing = {"stdout": b"", "stderr": b"", "exit": b"0\n"}
    return {name: (case / name).read_bytes() if (case / name).exists() else missing[name] for name in FILES}


def show_difference(case, name, want, got):
    lines = difflib.unified_diff(want.decode(errors="replace").splitlines(), got.decode(errors="replace").splitlines(),
                                 f"{case.name}/{name} expected", f"{case.name}/{name} got", lineterm="")
    print("\n".join(lines))


def update(case, got):
    for name in FILES:
        if got[name] == (b"0\n" if name == "exit" else b""):
            (case / name).unlink(missing_ok=True)
        else:
            (case / name).write_bytes(got[name])


def main():
    narrows = pathlib.Path(sys.argv[1]).resolve()
    wanted = [word for word in sys.argv[2:] if not word.startswith("--")]
    cases = sorted(case for case in CASES.iterdir() if not wanted or case.name in wanted)
    failures = 0
    for case in cases:
        got = run(case, narrows)
        if "--update" in sys.argv:
            update(case, got)
            continue
        want = expected(case)
        different = [name for name in FILES if want[name] != got[name]]
        for name in different:
            show_difference(case, name, want[name], got[name])
        failures += bool(different)
        print(f"{'FAILED' if different else 'ok':6} {case.name}")
    print(f"{len(cases)} cases, {failures} failed")
    return 1 if failures or not cases else 0


sys.exit(main())

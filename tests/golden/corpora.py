#!/usr/bin/env python3
"""Every recording there is, through the command line: corpora.py NARROWS

Each sentence is accounted for; several threads give the same bytes; decode and encode give the
same sentences.
"""
import json
import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path("../shared/data/nmea")
NARROWS = sys.argv[1]
failures = []


def narrows(*words, stdin=None):
    done = subprocess.run([NARROWS, *map(str, words)], input=stdin, capture_output=True, timeout=300)
    if done.returncode not in (0, 1):
        failures.append(f"{words}: exit {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done


def check(condition, what):
    if not condition:
        failures.append(what)


def check_accounts(path, stats):
    dropped = sum(stats["dropped"].values())
    check(stats["sentences"] == stats["used"] + dropped + stats["held"], f"{path}: sentences go missing: {stats}")
    check(stats["held"] == 0, f"{path}: {stats['held']} held after the end")
    check(sum(stats["messages_by_type"].values()) == stats["messages"], f"{path}: types do not add up")
    check(stats["messages"] <= stats["used"], f"{path}: more messages than sentences")


def check_threads(path, stats, raw):
    for threads in (2, 3, 8):
        many = narrows("decode", "-q", "-f", "raw", "--threads", threads, "--stats", "-", path)
        check(many.stdout == raw, f"{path}: --threads {threads} prints something else")
        check(json.loads(many.stderr) == stats, f"{path}: --threads {threads} counts something else")


def same_sentence(original, encoded):
    """Up to what encode cannot know: a wrong checksum, and fields that a sender added after the fill bits."""
    return original.partition("*")[0].split(",")[:7] == encoded.partition("*")[0].split(",")


def check_round_trip(path, raw):
    encoded = narrows("encode", stdin=raw)
    check(encoded.returncode == 0, f"{path}: encode says {encoded.stderr.decode(errors='replace')[:300]}")
    originals = [sentence for line in raw.splitlines() for sentence in json.loads(line)["sentences"]]
    back = encoded.stdout.decode(errors="replace").splitlines()
    wrong = [(a, b) for a, b in zip(originals, back) if not same_sentence(a, b)]
    check(len(originals) == len(back), f"{path}: {len(originals)} sentences became {len(back)}")
    check(not wrong, f"{path}: {len(wrong)} sentences came back different, first {wrong[:1]}")


def main():
    if not FOLDER.exists():
        print(f"golden skipped: {FOLDER} is not here")
        return 0
    sentences = files = 0
    for path in sorted(FOLDER.rglob("*")):
        if not path.is_file() or not re.search(r"\.(log|nmea|nm4|aivdm|ais|txt|gz)$|messages$", path.name):
            continue
        files += 1
        done = narrows("decode", "-q", "-f", "raw", "--stats", "-", path)
        stats = json.loads(done.stderr)
        sentences += stats["sentences"]
        check_accounts(path, stats)
        check(len(done.stdout.splitlines()) == stats["messages"], f"{path}: lines are not messages")
        check_threads(path, stats, done.stdout)
        check_round_trip(path, done.stdout)
    check(files > 30 and sentences > 150_000, f"only {files} files with {sentences} sentences were found")
    print("\n".join(failures) or f"corpora: {files} recordings, {sentences} sentences, all accounted for")
    return 1 if failures else 0


sys.exit(main())

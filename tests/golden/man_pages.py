#!/usr/bin/env python3
"""Checks that commands, options and man pages tell the same: man_pages.py NARROWS"""
import pathlib
import re
import shutil
import subprocess
import sys

MAN = pathlib.Path("docs/man")
findings = []


def help_of(*words):
    return subprocess.run([sys.argv[1], *words, "--help"], capture_output=True, text=True, check=True).stdout


def options_in_help(text):
    return set(re.findall(r"^ {2}(?:-\w, | {4})(--[a-z-]+)", text, re.M))


def options_in_man(text):
    section = text.partition("\n# OPTIONS\n")[2].partition("\n# ")[0]
    terms = re.findall(r"^(.*)\n: ", section, re.M)
    return {"--" + name for term in terms for name in re.findall(r"\\--([a-z-]+)", term)}


overview = help_of()
commands = re.findall(r"^  (\w+) {2,}\S", overview.partition("\nMore\n")[0], re.M)
if "decode" not in commands:
    findings.append("narrows --help lists no commands")
main_page = (MAN / "narrows.1.md").read_text()
for command in commands:
    page = MAN / f"narrows-{command}.1.md"
    if not page.exists():
        findings.append(f"{page}: missing")
        continue
    if f"**narrows-{command}**(1)" not in main_page:
        findings.append(f"{MAN}/narrows.1.md: does not name narrows-{command}(1)")
    text = page.read_text()
    for heading in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "MEMORY", "EXAMPLES"):
        if f"\n# {heading}\n" not in text:
            findings.append(f"{page}: no section {heading}")
    said, written = options_in_help(help_of(command)), options_in_man(text)
    findings += [f"{page}: {option} is in --help, not here" for option in sorted(said - written)]
    findings += [f"{page}: {option} is not in --help" for option in sorted(written - said)]
    for example in re.findall(r"^ {4}(.*narrows .*)$", text.partition("# EXAMPLES")[2], re.M):
        if example.strip() not in help_of(command):
            findings.append(f"{page}: example is not in --help: {example.strip()}")
for page in MAN.glob("narrows-*.1.md"):
    if page.name.removeprefix("narrows-").removesuffix(".1.md") not in commands:
        findings.append(f"{page}: there is no such command")
if shutil.which("pandoc"):
    for page in MAN.glob("*.md"):
        made = subprocess.run(["pandoc", "-s", "-t", "man", page], capture_output=True, text=True)
        if made.returncode != 0 or ".SH NAME" not in made.stdout:
            findings.append(f"{page}: pandoc makes no man page of it: {made.stderr}")
print("\n".join(findings) or f"man pages: {len(commands)} commands agree with theirs")
sys.exit(1 if findings else 0)

#!/usr/bin/env python3
"""Makes the seeds in tests/fuzz/corpus from recordings: a few short ones of each kind.

  make_seeds.py RECORDING…      e.g. ../shared/data/nmea/gpsd/sample.aivdm

Seeds hold single sentences and payload bits: facts on the air, kept few and small. Existing seeds
stay; a seed is named by its content, so that making them again adds nothing twice.
"""
import gzip
import hashlib
import pathlib
import re
import sys

CORPUS = pathlib.Path(__file__).parent / "corpus"
PER_KIND = 3


def keep(folder, data):
    path = CORPUS / folder
    path.mkdir(parents=True, exist_ok=True)
    (path / hashlib.sha1(data).hexdigest()[:12]).write_bytes(data)


def bits_of(payload, fill):
    codes = [(c - 48 if c < 88 else c - 56) & 63 for c in payload]
    text = "".join(f"{c:06b}" for c in codes)
    text = text[: len(text) - fill]
    padded = text + "0" * (-len(text) % 8)
    spare = len(padded) - len(text)
    return bytes([spare]) + bytes(int(padded[i : i + 8], 2) for i in range(0, len(padded), 8))


def main():
    seen = {}
    for name in sys.argv[1:]:
        opened = gzip.open(name) if name.endswith(".gz") else open(name, "rb")
        before = b""
        for line in opened:
            if b"!" not in line and not line.startswith((b"$PGHP", b"\\")):
                continue  # Comments name people.
            found = re.search(rb"!..VD[MO],(\d),(\d),\d?,[^,]*,([0-W`-w]+),(\d)", line)
            tags = re.findall(rb"\\([^\\]+)\\", line)
            shape = re.sub(rb"[0-9A-Fa-f]+", b"0", line[: line.find(b"!")] if found else line[:12])
            kinds = [("stream", shape[:20], line)]
            if found and found[2] != b"1":
                kinds.append(("stream", (shape[:20], found[1], found[2]), before + line))
            before = line
            kinds += [("tag_block", re.sub(rb"[^a-z:,]", b"", t), t) for t in tags]
            if found and found[1] == b"1":
                bits = bits_of(found[3], int(found[4]) % 6)
                app = bits[1:12] if bits[1] >> 2 in (6, 8) else b""
                kinds.append(("payload", (bits[1] >> 2, len(bits) // 8, app[6:8]), bits))
                kinds.append(("kernels", (len(line) // 16, found[4]), line))
            for folder, kind, data in kinds:
                count = seen.get((folder, kind), 0)
                if count < PER_KIND and len(data) < 1000 and sum(1 for k in seen if k[0] == folder) < 120:
                    seen[(folder, kind)] = count + 1
                    keep(folder, data)


main()

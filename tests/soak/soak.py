#!/usr/bin/env python3
"""A node under load for as long as one likes: soak.py NARROWS [SECONDS] [MESSAGES_PER_SECOND] [VESSELS]

A UDP sender (loopback) gives the node MESSAGES_PER_SECOND (5000) AIS position reports of VESSELS (100000), one
in 30 of them a name, for SECONDS (600); a WebSocket client reads the live picture all the while. Every tenth of
the time the node's memory, processor time and accounts are read. It fails when the accounts do not balance,
when more than one message in a thousand is lost between datagram and picture, or when memory grows by more than
a twentieth over the second half, when all vessels are known and only time goes by.
"""
import os
import pathlib
import random
import socket
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "node"))
from node_client import Node, Picture  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "build/release/narrows"
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 600.0
RATE = int(sys.argv[3]) if len(sys.argv) > 3 else 5_000
VESSELS = int(sys.argv[4]) if len(sys.argv) > 4 else 100_000
A_DATAGRAM = 10  # Sentences in one, as multiplexers send.
WINDOW_S = 10  # Of the node: the same bits again within it would be a copy.


def sentence(value, bits):
    fill = -bits % 6
    value <<= fill
    count = (bits + fill) // 6
    codes = [value >> 6 * (count - 1 - i) & 63 for i in range(count)]
    body = "AIVDM,1,1,,A," + "".join(chr(c + 48 if c < 40 else c + 56) for c in codes) + f",{fill}"
    checksum = 0
    for c in body.encode():
        checksum ^= c
    return f"!{body}*{checksum:02X}\r\n".encode()


def packed(*fields):
    value = bits = 0
    for number, width in fields:
        value = value << width | number & (1 << width) - 1
        bits += width
    return sentence(value, bits)


def position(vessel, step):
    lat = round((-10 + vessel * 7919 % 20_000 / 1000 + step * 1e-4) * 600_000)
    lon = round((40 + vessel * 104_729 % 25_000 / 1000) * 600_000)
    return packed((1, 6), (0, 2), (200_000_000 + vessel, 30), (0, 4), (0, 8), (60, 10), (1, 1), (lon, 28), (lat, 27),
                  (0, 12), (0, 9), (step % 60, 6), (0, 2), (0, 3), (0, 1), (step, 19))


def name(vessel, step):
    text = f"V{vessel:06d} {step % 90 + 10}".ljust(20, "@")
    return packed((24, 6), (step & 3, 2), (200_000_000 + vessel, 30), (0, 2), *((ord(c) & 63, 6) for c in text), (0, 8))


def pool():
    """Datagrams to send round and round: no bits come again within the window, every vessel comes."""
    messages = max(RATE * (WINDOW_S + 3), VESSELS + VESSELS // 30)
    out, sentences = [], []
    for i in range(messages):
        vessel, step = i % VESSELS, i // VESSELS
        sentences.append(name(vessel, step) if i % 30 == 29 else position(vessel, step))
        if len(sentences) == A_DATAGRAM:
            out.append(b"".join(sentences))
            sentences = []
    random.Random(1).shuffle(out)
    return out


class Reading:
    """What the client saw, and that it goes on seeing."""

    def __init__(self, port):
        self.picture, self.ticks, self.worst_gap_s, self.failed = Picture(port), 0, 0.0, None
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        last = time.monotonic()
        try:
            while True:
                opcode, payload = self.picture.read_frame()
                if opcode == 8:
                    raise OSError(payload[2:].decode())
                if opcode == 1:
                    now = time.monotonic()
                    self.ticks, self.worst_gap_s, last = self.ticks + 1, max(self.worst_gap_s, now - last), now
        except (EOFError, OSError) as gone:
            self.failed = gone


def resident_mb(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def cpu_s(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def send(datagrams, port, rows, look):
    """Sends at the rate until the time is over; calls `look` ten times."""
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    begin = time.monotonic()
    sent = 0
    while (passed := time.monotonic() - begin) < SECONDS:
        due = int(passed * RATE) // A_DATAGRAM
        while sent < due:
            out.sendto(datagrams[sent % len(datagrams)], ("127.0.0.1", port))
            sent += 1
        if passed >= SECONDS / 10 * (len(rows) + 1):
            rows.append(look(passed, sent * A_DATAGRAM))
        time.sleep(0.002)
    rows.append(look(SECONDS, sent * A_DATAGRAM))
    return sent * A_DATAGRAM


def stage(metrics, which, name_):
    return int(metrics.get(f'narrows_stage_{which}{{stage="{name_}"}}', 0))


def main():
    port, rows = free_port(), []
    datagrams = pool()
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "node.toml"
        config.write_text(f'area = "none"\n[[source]]\nname = "load"\ninput = "udp://127.0.0.1:{port}"\n')
        options = ["--config", str(config), "--data", str(pathlib.Path(folder) / "data")]
        with Node(PROGRAM, *options) as node:
            pid = node.process.pid
            reading = Reading(node.port)
            from_cpu = cpu_s(pid)

            def look(passed, sent):
                m = node.metrics()
                row = (passed, sent, stage(m, "in_total", "picture"), int(m["narrows_picture_vessels"]),
                       resident_mb(pid), cpu_s(pid) - from_cpu)
                print("{:7.0f} s  sent {:>10,}  in the picture {:>10,}  vessels {:>7,}  {:6.0f} MB  {:6.1f} s CPU "
                      .format(*row), flush=True)
                return row

            sent = send(datagrams, port, rows, look)
            time.sleep(2)
            m = node.metrics()
            used_cpu = cpu_s(pid) - from_cpu
            gone = reading.failed  # While the node ran.
    problems = []
    for name_ in sorted({k.split('"')[1] for k in m if k.startswith("narrows_stage_in_total")}):
        dropped = sum(v for k, v in m.items() if k.startswith(f'narrows_stage_dropped_total{{stage="{name_}",'))
        if stage(m, "in_total", name_) != stage(m, "out_total", name_) + dropped + stage(m, "held", name_):
            problems.append(f"stage {name_} does not balance")
    arrived = stage(m, "in_total", "picture")
    if arrived < sent * 0.999:
        problems.append(f"{sent - arrived} of {sent} messages were lost")
    half, end = rows[len(rows) // 2][4], rows[-1][4]
    if end > half * 1.05:
        problems.append(f"memory grew from {half:.0f} to {end:.0f} MB over the second half")
    if gone is not None:
        problems.append(f"the client lost its connection: {gone!r}")
    lost = {k: int(v) for k, v in m.items() if k.startswith("narrows_stage_dropped_total") and v > 0}
    if lost:
        print("dropped:", ", ".join(f"{k[len('narrows_stage_dropped_total'):]} {v}" for k, v in sorted(lost.items())))
    print(f"{sent / SECONDS:,.0f} messages/s for {SECONDS:.0f} s: {arrived:,} of {sent:,} in the picture, "
          f"{used_cpu / SECONDS * 100:.0f} % of a core, {rows[-1][3]:,} vessels, {end:.0f} MB at the end, {half:.0f} MB "
          f"at half time; the client got {reading.ticks} ticks, at most {reading.worst_gap_s:.1f} s apart")
    print("\n".join(problems) or "soak: good")
    return 1 if problems else 0


sys.exit(main())

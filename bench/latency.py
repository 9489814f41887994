#!/usr/bin/env python3
"""UDP packet in, WebSocket frame out: latency.py NARROWS [PACKETS] [TICK_MS] [BACKGROUND_PER_SECOND]

Starts a node (tick TICK_MS, 100), gives it BACKGROUND_PER_SECOND (0) reports of other vessels, and sends PACKETS
(500) datagrams at random moments, each with the first report of a vessel of its own; notes for each when the
frame with that vessel is read by a WebSocket client. The picture is shown once a tick, so a packet waits for
half a tick on average. Exit 1 when the 99th percentile is above a tick and 100 ms.
"""
import pathlib
import random
import socket
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests/node"))
from node_client import Node, Picture  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "build/release/narrows"
PACKETS = int(sys.argv[2]) if len(sys.argv) > 2 else 500
TICK_MS = int(sys.argv[3]) if len(sys.argv) > 3 else 100
BACKGROUND = int(sys.argv[4]) if len(sys.argv) > 4 else 0


def sentence(mmsi, lat, lon, state):
    bits = "".join(format(value & (1 << width) - 1, f"0{width}b") for value, width in (
        (1, 6), (0, 2), (mmsi, 30), (0, 4), (0, 8), (60, 10), (1, 1), (round(lon * 600_000), 28),
        (round(lat * 600_000), 27), (0, 12), (0, 9), (10, 6), (0, 6), (state, 19)))
    codes = [int(bits[i:i + 6], 2) for i in range(0, 168, 6)]
    body = "AIVDM,1,1,,A," + "".join(chr(c + 48 if c < 40 else c + 56) for c in codes) + ",0"
    checksum = 0
    for c in body.encode():
        checksum ^= c
    return f"!{body}*{checksum:02X}\r\n".encode()


def read(picture, arrived):
    try:
        while True:
            opcode, payload = picture.read_frame()
            now = time.monotonic()
            if opcode == 2 and payload[0] == 1:
                picture.cells.clear()
                picture._cell(payload)
                for mmsi in picture.vessels():
                    arrived.setdefault(mmsi, now)
    except (EOFError, OSError):
        pass


def background(port, stop):
    pool = [sentence(300_000_000 + i, -20 + i % 1000 / 100, 60 + i % 777 / 100, i) for i in range(BACKGROUND * 12)]
    out, begin, sent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), time.monotonic(), 0
    while not stop.is_set():
        while sent < (time.monotonic() - begin) * BACKGROUND:
            out.sendto(pool[sent % len(pool)], ("127.0.0.1", port))
            sent += 1
        time.sleep(0.005)


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "node.toml"
        config.write_text(f'area = "none"\ntick_ms = {TICK_MS}\n'
                          f'[[source]]\nname = "udp"\ninput = "udp://127.0.0.1:{port}"\n')
        with Node(PROGRAM, "--config", str(config), "--data", str(pathlib.Path(folder) / "data")) as node:
            picture, sent, arrived, stop = Picture(node.port), {}, {}, threading.Event()
            picture.send_text('{"view":{"bbox":[50,20,60,30]}}')
            threading.Thread(target=read, args=(picture, arrived), daemon=True).start()
            threading.Thread(target=background, args=(port, stop), daemon=True).start()
            chance, out = random.Random(1), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            time.sleep(1)
            for i in range(PACKETS):
                mmsi = 200_000_000 + i
                datagram = sentence(mmsi, 21 + i % 90 / 10, 51 + i % 80 / 10, i)
                sent[mmsi] = time.monotonic()
                out.sendto(datagram, ("127.0.0.1", port))
                time.sleep(chance.uniform(0.005, 0.035))
            end = time.monotonic() + 10
            while len(arrived) < PACKETS and time.monotonic() < end:
                time.sleep(0.05)
            stop.set()
    missing = [mmsi for mmsi in sent if mmsi not in arrived]
    took = sorted((arrived[mmsi] - sent[mmsi]) * 1e3 for mmsi in sent if mmsi in arrived)
    if not took:
        print("latency: nothing arrived")
        return 1
    at = {q: took[min(int(len(took) * q / 100), len(took) - 1)] for q in (50, 90, 99)}
    print(f"{len(took)} of {PACKETS} packets, tick {TICK_MS} ms, {BACKGROUND} other reports/s: "
          f"p50 {at[50]:.0f} ms, p90 {at[90]:.0f}, p99 {at[99]:.0f}, most {took[-1]:.0f}")
    good = not missing and at[99] <= TICK_MS + 100
    print("latency: good" if good else f"latency: p99 is to be at most {TICK_MS + 100} ms, {len(missing)} missing")
    return 0 if good else 1


sys.exit(main())

#!/usr/bin/env python3
"""Alerts of a running node: raised live, worked on, and never lost by kill -9.

alerts_test.py PROGRAM. Beacons of distress come by UDP; the node is killed at random moments while they come. The seed
is printed.
"""

import http.client
import json
import pathlib
import random
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from node_client import Node, until  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "build/dev/narrows"
ROUNDS = 8


def sentence(bits):
    fill = -len(bits) % 6
    values = [int((bits + "0" * fill)[i:i + 6], 2) for i in range(0, len(bits) + fill, 6)]
    payload = "".join(chr(v + 48 if v < 40 else v + 56) for v in values)
    body = f"AIVDM,1,1,,A,{payload},{fill}"
    checksum = 0
    for c in body:
        checksum ^= ord(c)
    return f"!{body}*{checksum:02X}\r\n"


def number(value, bits):
    return format(value & ((1 << bits) - 1), f"0{bits}b")


def beacon(mmsi, lat, lon):
    """Message 1 of an AIS-SART that is active."""
    return sentence(number(1, 6) + number(0, 2) + number(mmsi, 30) + number(14, 4) +
                    number(-128, 8) + number(3, 10) + "1" + number(round(lon * 600000), 28) +
                    number(round(lat * 600000), 27) + number(0, 12) + number(511, 9) +
                    number(60, 6) + number(0, 25))


def post(node, path, body):
    connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=10)
    csrf = node.json("/api/v1/session")["csrf"]
    connection.request("POST", path, json.dumps(body),
                       {"Content-Type": "application/json", "X-Narrows-CSRF": csrf})
    response = connection.getresponse()
    text = response.read()
    connection.close()
    return response.status, text


def alerts(node):
    return {a["id"]: a for a in node.json("/api/v1/alerts?limit=1000")["alerts"]}


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def main():
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        config = pathlib.Path(data) / "node.toml"
        config.write_text(f'node = "test"\n[[source]]\nname = "coast"\ninput = "udp://127.0.0.1:{port}"\n')
        sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        shown, acknowledged, mmsi = {}, set(), 970_000_000
        for turn in range(ROUNDS):
            with Node(PROGRAM, "--config", str(config), "--data", data) as node:
                there = alerts(node)
                lost = set(shown) - set(there)
                assert not lost, f"round {turn}: shown before the kill and lost: {lost}"
                for key in acknowledged:
                    assert there[key]["state"] == "acknowledged", there[key]
                beacons = []
                end = time.monotonic() + chance.uniform(1.0, 4.0)
                while time.monotonic() < end:
                    if len(beacons) < 6:
                        mmsi += 1
                        beacons.append(mmsi)
                    for one in beacons:
                        sender.sendto(beacon(one, 25 + one % 97 * 0.02, 57).encode(), ("127.0.0.1", port))
                    for key, alert in alerts(node).items():
                        shown[key] = alert
                        if key not in acknowledged and chance.random() < 0.2:
                            status, text = post(node, f"/api/v1/alerts/{key}/acknowledge", {})
                            assert status == 200, (status, text)
                            acknowledged.add(key)
                    time.sleep(chance.uniform(0.0, 0.2))
                node.process.kill()
                node.process.wait(timeout=20)
        assert len(shown) >= ROUNDS, f"only {len(shown)} alerts were raised"
        assert acknowledged
        with Node(PROGRAM, "--config", str(config), "--data", data) as node:
            there = until("all alerts", lambda: alerts(node))
            assert set(shown) <= set(there), set(shown) - set(there)
            vessels = [(a["kind"], tuple(v["track"] for v in a["vessels"])) for a in there.values()]
            assert len(vessels) == len(set(vessels)), "two alerts of one situation"
            # Alerts are served from the ledger before the watch has made its first account.
            metrics = until("the watch's account", lambda: "narrows_alerts_unwritten_total" in (m := node.metrics()) and m)
            assert metrics["narrows_alerts_unwritten_total"] == 0, {k: v for k, v in metrics.items() if "alert" in k}
            until("the store has caught up",
                  lambda: node.metrics().get('narrows_stage_held{stage="store_alerts"}') == 0)
        done = subprocess.run([PROGRAM, "query", "--store", data, "-f", "csv", "SELECT id, state FROM alerts"],
                              capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        rows = dict(line.split(",") for line in done.stdout.split()[1:])
        assert set(shown) <= set(rows), f"not in the table: {set(shown) - set(rows)}"
        for key in acknowledged:
            assert rows[key] == "acknowledged", (key, rows[key])
        print(f"ok: {len(shown)} alerts, {len(acknowledged)} acknowledged, {ROUNDS} kills, none lost")


main()

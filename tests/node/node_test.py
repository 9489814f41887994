#!/usr/bin/env python3
"""The node from outside: what goes in by file or UDP comes out over HTTP and WebSocket.

node_test.py PROGRAM [TEST…]. Runs from the root of the repository. Prints one line a test; exit 1 when one
fails. Real recordings are used where ../shared/data is present, else those tests are skipped.
"""

import json
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from node_client import Node, Picture, until  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "build/dev/narrows"
AISHUB = pathlib.Path("../shared/data/nmea/aishub/ais-nmea-sample.log")


class Skipped(Exception):
    pass


def sentence(bits):
    """A whole message as one sentence; `bits` is a string of 0 and 1."""
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


def position(mmsi, lat, lon, sog=10.0, cog=90.0, heading=90):
    """Message 1."""
    return sentence(number(1, 6) + number(0, 2) + number(mmsi, 30) + number(0, 4) +
                    number(-128, 8) + number(round(sog * 10), 10) + "1" +
                    number(round(lon * 600000), 28) + number(round(lat * 600000), 27) +
                    number(round(cog * 10), 12) + number(heading, 9) + number(60, 6) + number(0, 25))


def name_part_a(mmsi, name):
    """Message 24, part A."""
    codes = [ord(c) - 64 if ord(c) >= 64 else ord(c) for c in name.ljust(20)]
    return sentence(number(24, 6) + number(0, 2) + number(mmsi, 30) + number(0, 2) +
                    "".join(number(c, 6) for c in codes))


def checksum(text):
    value = 0
    for c in text:
        value ^= ord(c)
    return f"{value:02X}"


def balances(metrics):
    """Every stage: in = out + dropped + held, in one reading of /metrics."""
    stages = {k.split('"')[1] for k in metrics if k.startswith("narrows_stage_in_total")}
    assert {"decode_queue", "decode", "observe", "picture_queue", "picture"} <= stages, stages
    for stage in stages:
        label = f'{{stage="{stage}"}}'
        dropped = sum(v for k, v in metrics.items()
                      if k.startswith(f'narrows_stage_dropped_total{{stage="{stage}",'))
        into = metrics["narrows_stage_in_total" + label]
        out = metrics["narrows_stage_out_total" + label] + dropped + metrics["narrows_stage_held" + label]
        assert into == out, f"{stage}: {into} in, {out} out + dropped + held"


def test_udp_in_websocket_out(data):
    with tempfile.TemporaryDirectory() as folder:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        config = pathlib.Path(folder) / "node.toml"
        config.write_text(f'node = "south-shore"\narea = "none"\ntick_ms = 200\n'
                          f'[[source]]\nname = "coast"\ninput = "udp://127.0.0.1:{port}"\n')
        with Node(PROGRAM, "--config", str(config), "--data", data) as node:
            picture = Picture(node.port)
            picture.read_tick()
            assert picture.hello["node"] == "south-shore"
            assert picture.hello["simulated"] is False
            assert picture.hello["mode"] == "live"
            assert picture.vessels() == {}
            out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

            def seen():
                out.sendto((position(800000001, 26.25, 56.5) +
                            name_part_a(800000001, "NORTH STAR")).encode(), ("127.0.0.1", port))
                picture.read_tick()
                return picture.identities.get(800000001) and picture.vessels().get(800000001)

            vessel = until("the vessel is in the picture", seen)
            out.close()
            assert abs(vessel["lat"] - 26.25) < 1e-5 and abs(vessel["lon"] - 56.5) < 1e-5
            assert (vessel["sog"], vessel["cog"], vessel["heading"]) == (100, 900, 900)
            assert vessel["kind"] == 1 and vessel["flags"] == 1 and vessel["age"] <= 2
            assert picture.identities[800000001]["name"] == "NORTH STAR"
            track = node.json("/api/v1/tracks?bbox=56,26,57,27")["features"][0]
            assert track["id"] == 800000001
            lon, lat = track["geometry"]["coordinates"]
            assert abs(lat - 26.25) < 1e-6 and abs(lon - 56.5) < 1e-6
            assert "exercise" not in track["properties"]
            assert node.json("/api/v1/tracks?bbox=57,26,58,27")["features"] == []
            detail = node.json("/api/v1/vessels/800000001")
            assert detail["name"] == "NORTH STAR" and detail["source"] == "coast"
            # A bad datagram is counted and disturbs nothing.
            out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            out.sendto(b"!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb,9*24\r\n\xff\xfe junk", ("127.0.0.1", port))
            out.close()
            until("the bad sentence is counted", lambda: node.metrics()[
                'narrows_stage_dropped_total{stage="decode",reason="malformed"}'] >= 1)
            balances(node.metrics())
            picture.close()


def test_views(data):
    with tempfile.TemporaryDirectory() as folder:
        recording = pathlib.Path(folder) / "two.nmea"
        recording.write_text(position(800000001, 26.25, 56.25) + position(800000002, 10.0, 10.0))
        with Node(PROGRAM, "--replay", str(recording), "--data", data) as node:
            picture = Picture(node.port)
            until("both vessels", lambda: picture.read_tick() and len(picture.vessels()) == 2)
            picture.cells.clear()
            picture.send_text('{"view":{"bbox":[56,26,57,27]}}')
            until("the vessel in view", lambda: picture.read_tick() and picture.vessels())
            assert set(picture.vessels()) == {800000001}
            picture.cells.clear()
            picture.send_text('{"view":{"bbox":[5,5,15,15]}}')
            until("the other vessel", lambda: picture.read_tick() and picture.vessels())
            assert set(picture.vessels()) == {800000002}
            frames = picture.cell_frames
            picture.read_tick()
            picture.read_tick()
            assert picture.cell_frames == frames, "what does not change is not sent again"
            picture.send_text("nonsense")
            try:
                while True:
                    picture.read_tick()
            except EOFError as closed:
                assert "view" in str(closed)


def test_strangers_are_refused(data):
    with Node(PROGRAM, "--data", data) as node:
        until("a first picture", lambda: node.get("/readyz")[0] == 200)
        for path in ("/api/v1/tracks", "/metrics", "/healthz"):
            assert node.get(path)[0] == 200
            assert node.get(path, Host="rebound.example")[0] == 421
            assert node.get(path, Origin="http://evil.example")[0] == 403
        assert node.get("/healthz", Host="localhost")[0] == 200
        assert Picture(node.port, origin="http://evil.example").status == 403
        assert Picture(node.port, origin=f"http://127.0.0.1:{node.port}").status == 101
        for path in ("/../CMakeLists.txt", "/%2e%2e/CMakeLists.txt", "/..%2fCMakeLists.txt", "//etc/passwd"):
            assert node.get(path)[0] in (400, 404), path
        for raw in (b"\0\0\0\0\r\n\r\n", b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\n\r\n",
                    b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello",
                    b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", node.port), timeout=10) as s:
                s.sendall(raw)
                answer = s.recv(100)
                assert answer.startswith(b"HTTP/1.1 4"), answer
        _, headers, _ = node.get("/")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_openapi_routes_answer(data):
    with Node(PROGRAM, "--data", data) as node:
        until("a first picture", lambda: node.get("/readyz")[0] == 200)
        document = node.json("/api/v1/openapi.json")
        for path, item in document["paths"].items():
            if "get" not in item:
                continue
            status, headers, body = node.get(path.replace("{mmsi}", "800000009").replace("{token}", "x"))
            answer = item["get"]["responses"].get(str(status))
            assert answer is not None, f"{path} answers {status}, which is not documented"
            if "content" in answer:
                (content_type,) = answer["content"]
                assert headers["Content-Type"].startswith(content_type), path
        assert json.loads(node.get("/api/v1/nothing")[2])["status"] == 404


def test_kill_and_restart(data):
    with tempfile.TemporaryDirectory() as folder:
        recording = pathlib.Path(folder) / "many.nmea"
        recording.write_text("".join(position(800000000 + i % 50, 26 + i / 1e4, 56.5) for i in range(20000)))
        for round in range(2):
            with Node(PROGRAM, "--replay", str(recording), "--rate", "2000", "--data", data) as node:
                until("rows written down", lambda: node.metrics().get(
                    'narrows_stage_out_total{stage="raw_log"}', 0) > 1000)
                balances(node.metrics())
                node.process.send_signal(signal.SIGKILL)
                node.process.wait()
        segments = list(pathlib.Path(data, "raw").glob("*.raw"))
        assert len(segments) >= 2, segments
        with Node(PROGRAM, "--data", data) as node:
            until("it is ready again", lambda: node.get("/readyz")[0] == 200)
            picture = Picture(node.port)
            history = picture.read_tick()["history"]
            # Where the database library is not installed the raw log is kept all the same.
            assert history["state"] == "ok" or "libduckdb" in history["why"], history
            picture.close()
            node.process.terminate()
            assert node.process.wait(timeout=20) == 0


def test_waters_are_stated_by_the_node(data):
    own = pathlib.Path(data) / "waters.toml"
    own.write_text('[[zone]]\nid = "ours"\nkind = "territorial_sea"\nname = { en = "Ours" }\nstate = "OMN"\n'
                   'polygon = [[26.0, 56.0], [26.0, 57.0], [27.0, 57.0]]\n')
    config = pathlib.Path(data) / "node.toml"
    for waters, expected in (("none", []), (str(own), ["ours"])):
        config.write_text(f'area = "hormuz"\nwaters = "{waters}"\n[history]\nenabled = false\n')
        with Node(PROGRAM, "--config", str(config), "--data", data) as node:
            zones = node.json("/areas/hormuz/zones.json")
            assert [z["id"] for z in zones["zone"] if z["kind"] == "territorial_sea"] == expected, waters
            assert any(z["id"] == "fujairah-anchorage" for z in zones["zone"]) and zones["gate"]
            assert node.get("/areas/oresund/zones.json")[0] == 404


def test_simulated_is_marked(data):
    with Node(PROGRAM, "--simulate", "hormuz", "--vessels", "60", "--data", data) as node:
        picture = Picture(node.port)
        until("simulated vessels with names", lambda: picture.read_tick() and len(picture.vessels()) > 40
              and len(picture.identities) > 40)
        assert picture.hello["simulated"] is True
        assert picture.hello["area"]["name"] == "hormuz"
        west, south, east, north = picture.hello["area"]["bbox"]
        out = 0.1  # Degrees: routes run out a few miles beyond the area's edge.
        for vessel in picture.vessels().values():
            assert vessel["flags"] & 4, vessel
            assert south - out <= vessel["lat"] <= north + out, vessel
            assert west - out <= vessel["lon"] <= east + out, vessel
        for track in node.json("/api/v1/tracks")["features"]:
            assert track["properties"]["exercise"] == "simulated-hormuz"
        balances(node.metrics())
        picture.close()


def free_udp_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_several_receivers(data):
    """Two receivers hear the same ship: one transmission each, and each receiver's account of what it hears."""
    one, two = free_udp_port(), free_udp_port()
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "node.toml"
        config.write_text(f'tick_ms = 200\n[duplicates]\nhold_ms = 50\n'
                          f'[[source]]\nname = "north"\ninput = "udp://127.0.0.1:{one}"\n'
                          f'[[source]]\nname = "south"\ninput = "udp://127.0.0.1:{two}"\n')
        with Node(PROGRAM, "--config", str(config), "--data", data) as node:
            out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            for i in range(20):
                heard = position(800000001 + i, 26.0 + i / 100, 56.5).encode()
                out.sendto(heard, ("127.0.0.1", one))
                if i % 2 == 0:
                    out.sendto(heard, ("127.0.0.1", two))
            out.sendto(position(800000099, 26.0, 56.5).encode(), ("127.0.0.1", two))
            out.close()
            until("all vessels", lambda: node.metrics().get("narrows_picture_vessels") == 21)
            metrics = until("all copies", lambda: (m := node.metrics())[
                'narrows_stage_in_total{stage="duplicates"}'] == 31 and m)
            balances(metrics)
            assert metrics['narrows_stage_out_total{stage="duplicates"}'] == 21
            assert metrics['narrows_stage_dropped_total{stage="duplicates",reason="duplicate"}'] == 10
            assert metrics['narrows_stage_in_total{stage="picture"}'] == 21
            assert metrics['narrows_source_heard_total{source="north"}'] == 20
            assert metrics['narrows_source_heard_total{source="south"}'] == 11
            first = [metrics[f'narrows_source_heard_first_total{{source="{s}"}}'] for s in ("north", "south")]
            assert sum(first) == 21 and first[1] >= 1, first
            picture = Picture(node.port)
            sources = {s["name"]: s for s in until("sources in a tick", lambda: picture.read_tick()["sources"])}
            assert sources["south"]["reception"]["heard"] == 11, sources
            picture.close()
            # The raw log keeps every copy.
            until("the log has all", lambda: node.metrics()['narrows_stage_out_total{stage="raw_log"}'] == 31)


def test_nmea_out_is_read_by_gpsdecode(data):
    if not shutil.which("gpsdecode"):
        raise Skipped("no gpsdecode")
    port = free_udp_port()
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "node.toml"
        config.write_text(f'[nmea_out]\nport = 0\narea = [56.0, 26.0, 57.0, 27.0]\n'
                          f'[[source]]\nname = "coast"\ninput = "udp://127.0.0.1:{port}"\n')
        with Node(PROGRAM, "--config", str(config), "--data", data, stderr=subprocess.PIPE) as node:
            line = until("the port is said", lambda: next(
                (x for x in [node.process.stderr.readline()] if "nmea out" in x), None))
            client = socket.create_connection(("127.0.0.1", int(re.search(r"port=(\d+)", line)[1])), timeout=10)
            until("the client is known", lambda: node.metrics().get("narrows_nmea_out_clients") == 1)
            out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            for text in (position(800000001, 26.5, 56.5), name_part_a(800000001, "NORTH STAR"),
                         position(800000001, 26.5, 56.5), position(800000002, 25.5, 56.5),
                         "\\s:x,c:1700000000*6B\\" + position(800000003, 26.9, 56.9)):
                out.sendto(text.encode(), ("127.0.0.1", port))
            out.close()
            got = b""
            while got.count(b"\n") < 3:
                got += client.recv(4096)
            client.close()
            assert got.startswith(b"!AIVDM") and b"\\" not in got, got
            decoded = subprocess.run(["gpsdecode", "-j", "-s"], input=got, capture_output=True, timeout=20).stdout
            ships = [json.loads(line) for line in decoded.splitlines()]
            assert [(s["type"], s["mmsi"]) for s in ships] == [(1, 800000001), (24, 800000001), (1, 800000003)], ships
            assert abs(ships[0]["lat"] - 26.5) < 1e-5 and ships[1]["shipname"] == "NORTH STAR"
            metrics = until("a tick shows it", lambda: (m := node.metrics())[
                'narrows_stage_dropped_total{stage="nmea_out",reason="outside"}'] == 1 and m)
            balances(metrics)
            assert metrics['narrows_stage_dropped_total{stage="duplicates",reason="duplicate"}'] == 1


def test_nmea_out_of_a_simulation_says_so(data):
    with Node(PROGRAM, "--simulate", "hormuz", "--vessels", "50", "--nmea-out", "0", "--data", data,
              stderr=subprocess.PIPE) as node:
        line = until("the port is said", lambda: next(
            (x for x in [node.process.stderr.readline()] if "nmea out" in x), None))
        client = socket.create_connection(("127.0.0.1", int(re.search(r"port=(\d+)", line)[1])), timeout=30)
        got = b""
        while got.count(b"\n") < 5:
            got += client.recv(4096)
        client.close()
        lines = got.splitlines()[:5]
        assert all(x.startswith(b"\\t:exercise ") for x in lines), lines
        if shutil.which("gpsdecode"):
            decoded = subprocess.run(["gpsdecode", "-j"], input=got, capture_output=True, timeout=20).stdout
            assert decoded.count(b'"class":"AIS"') >= 4, (got, decoded)


def test_a_recording_that_repeats_lets_the_history_rest(data):
    with tempfile.TemporaryDirectory() as folder:
        recording = pathlib.Path(folder) / "stamped.nmea"
        stamps = [f"c:{1_700_000_000 + i * 5}" for i in range(30)]
        recording.write_text("".join(f"\\{stamp}*{checksum(stamp)}\\" + position(800000001, 26 + i / 100, 56.5)
                                     for i, stamp in enumerate(stamps)))
        with Node(PROGRAM, "--replay", str(recording), "--loop", "--speed", "200", "--data", data) as node:
            picture = Picture(node.port)
            until("the history rests", lambda: picture.read_tick()["history"]["state"] == "resting")
            assert picture.hello["mode"] == "replay"
            until("and the picture goes on", lambda: picture.read_tick() and picture.vessels())
            picture.close()


def test_real_recording(data):
    if not AISHUB.exists():
        raise Skipped(f"{AISHUB} is absent")
    with Node(PROGRAM, "--replay", str(AISHUB), "--speed", "50", "--data", data) as node:
        def ended():
            tick = picture.read_tick()
            return tick["sources"][0]["state"] == "quiet" and tick
        picture = Picture(node.port)
        tick = until("the recording is played", ended, 60)
        assert tick["sources"][0]["messages"] > 85000, tick
        metrics = until("all is worked off", lambda: [m for m in [node.metrics()]
                        if m['narrows_stage_held{stage="decode_queue"}'] == 0
                        and m['narrows_stage_in_total{stage="decode"}'] > 85000][0:1])[0]
        balances(metrics)
        assert metrics["narrows_picture_vessels"] > 10000
        seen, after = set(), ""
        while after is not None:
            page = node.json(f"/api/v1/tracks?limit=5000{after}")
            seen |= {f["id"] for f in page["features"]}
            after = f"&after={page['next_after']}" if "next_after" in page else None
        now = node.metrics()["narrows_picture_ticks_total"]
        until("the client has read up to now", lambda: picture.read_tick()["seq"] >= now)
        shown = set(picture.vessels())
        assert seen == shown, f"only in the API: {seen - shown}, only in the WebSocket: {shown - seen}"
        assert len(seen) > 9000
        picture.close()


def main():
    failed = 0
    only = sys.argv[2:]
    for name, test in [(n, t) for n, t in globals().items() if n.startswith("test_") and (not only or n in only)]:
        with tempfile.TemporaryDirectory() as data:
            try:
                test(data)
                print(f"ok      {name}", flush=True)
            except Skipped as why:
                print(f"skipped {name}: {why}", flush=True)
            except Exception:
                failed += 1
                print(f"FAILED  {name}", flush=True)
                traceback.print_exc()
    return 1 if failed else 0


sys.exit(main())

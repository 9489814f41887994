#!/usr/bin/env python3
"""The commands over the past, on a raw log written here byte by byte: past.py NARROWS

A second implementation of docs/formats/raw-log.md, so that the page is enough to write one.
"""
import json
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

NARROWS = sys.argv[1]
NOON_US = 1767268800000000  # 2026-01-01T12:00:00Z
BLOCK = 4096
failures = []


def crc32c(data, crc=0):
    crc ^= 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def segment(records, salt=0x0123456789ABCDEF):
    head = b"NARROWSR" + struct.pack("<IIQQq", 1, BLOCK, 1, salt, NOON_US) + bytes(20)
    head = (head + struct.pack("<I", crc32c(head))).ljust(BLOCK, b"\0")
    out = bytearray(head + head)

    def fragment(kind, part, payload):
        rest = struct.pack("<HBB", len(payload), kind, part) + payload
        out.extend(struct.pack("<I", crc32c(struct.pack("<QQ", salt, len(out)) + rest)) + rest)

    for kind, payload in records:
        first = True
        while True:
            room = BLOCK - len(out) % BLOCK
            if room <= 8:
                out.extend(bytes(room))
                continue
            piece, payload = payload[:room - 8], payload[room - 8:]
            fragment(kind, (3 if payload else 4) if not first else (2 if payload else 1), piece)
            first = False
            if not payload:
                break
    return bytes(out)


def source(number, name, exercise=""):
    return 2, struct.pack("<H", number) + bytes([len(name)]) + name.encode() + bytes([len(exercise)]) + exercise.encode()


def received(seconds, number, text):
    return 1, struct.pack("<qH", NOON_US + int(seconds * 1e6), number) + text.encode()


def sentence(payload, fill=0, total=1, part=1, sequence=""):
    body = f"AIVDM,{total},{part},{sequence},A,{payload},{fill}"
    check = 0
    for char in body:
        check ^= ord(char)
    return f"!{body}*{check:02X}\r\n"


def position(mmsi, lat, lon, sog, cog):
    """A message of type 1, by ITU-R M.1371."""
    bits = ""
    for value, width in ((1, 6), (0, 2), (mmsi, 30), (0, 4), (128, 8), (round(sog * 10), 10), (0, 1),
                         (round(lon * 600000) % 2**28, 28), (round(lat * 600000) % 2**27, 27),
                         (round(cog * 10), 12), (511, 9), (30, 6), (0, 2), (0, 3), (0, 1), (0, 19)):
        bits += f"{value:0{width}b}"
    return sentence("".join(chr(v + 48 if v < 40 else v + 56) for v in (int(bits[i:i + 6], 2) for i in range(0, 168, 6))))


def run(*words, code=0):
    done = subprocess.run([NARROWS, *map(str, words)], capture_output=True, text=True, timeout=120)
    if done.returncode != code:
        failures.append(f"{words}: exit {done.returncode}, not {code}: {done.stderr}")
    return done


def check(condition, what):
    if not condition:
        failures.append(what)


def same(got, want, what):
    check(got == want, f"{what}:\n  got  {got!r}\n  want {want!r}")


SHIP, OTHER, SIM = 999000001, 999000002, 999000003
STATIC = [sentence("55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8", 0, 2, 1, "3"),
          sentence("88888888880", 2, 2, 2, "3")]


def write_log(folder):
    lines = [source(0, "mast"), source(1, "trainer", "drill")]
    for i in range(60):
        lines.append(received(i * 10 + 0.000001, 0, position(SHIP, 26.5 + i / 1000, 56.3, 12.3, 0.0)))
        lines.append(received(i * 10 + 1, 0, position(OTHER, 26.1, 56.9, 0.0, 90.0)))
        lines.append(received(i * 10 + 2, 1, position(SIM, 26.5, 56.3, 5.0, 45.0)))
    lines += [received(601, 0, STATIC[0]), received(601, 0, STATIC[1])]
    folder.mkdir()
    (folder / "00000001-20260101T120000Z.raw").write_bytes(segment(lines))


def check_query(data):
    def query(sql, *words, code=0):
        return run("query", "--store", data, *words, sql, code=code)

    same(query("SELECT count(*), min(observed_at), max(lat) FROM positions").stdout,
         "count_star(),min(observed_at),\"max(lat)\"\n".replace('"', "") + "120,2026-01-01T12:00:00.000001Z,26.5590000\n", "csv")
    same(json.loads(query(f"SELECT * FROM positions WHERE mmsi = {SHIP} ORDER BY observed_at LIMIT 1", "-f", "jsonl").stdout),
         {"mmsi": SHIP, "observed_at": "2026-01-01T12:00:00.000001Z", "received_at": "2026-01-01T12:00:00.000001Z",
          "lat": 26.5, "lon": 56.3, "sog_kn": 12.3, "cog_deg": 0.0, "heading_deg": None,
          "nav_status": "under_way_engine", "source": "mast", "exercise": None}, "jsonl, all columns of the contract")
    same(query("SELECT 7 AS n, 'a b' AS t", "-f", "table").stdout, "n  t\n-  ---\n7  a b\n", "table")
    same(query("SELECT DISTINCT exercise FROM positions", "--exercise", "drill").stdout, "exercise\ndrill\n", "the other world")
    same(query("SELECT count(*) FROM all_positions").stdout, "count_star()\n180\n", "both worlds, by name")
    same(query("SELECT count(*) FROM sentences", "--from", "2026-01-01T12:00:10Z", "--to", "2026-01-01T12:00:20Z").stdout,
         "count_star()\n2\n", "sentences of a range")
    same(query("SELECT name FROM vessels WHERE name IS NOT NULL").stdout.splitlines()[0], "name", "vessels")
    for sql in ("SELECT * FROM read_csv('/etc/passwd')", "COPY positions TO '/tmp/narrows-should-not-be'",
                "ATTACH '/tmp/narrows-should-not-be'", "INSTALL httpfs", "DROP TABLE holes", "SELECT 1; SELECT 2",
                "SELECT nothing FROM positions"):
        refused = query(sql, code=2)
        check(refused.stderr.startswith("narrows query: ") and refused.stderr.count("\n") <= 2 and not refused.stdout,
              f"{sql}: {refused.stderr!r} {refused.stdout!r}")
    check("longer than 1 s" in query("SELECT sum(sin(a.i + b.i)) FROM range(1000000000) a(i), range(100000) b(i)",
                                     "--time-limit", "1", code=2).stderr, "the time limit says so")
    check("no history" in run("query", "--store", data / "nowhere", "SELECT 1", code=2).stderr, "no such store")
    run("query", "--store", data, code=2), run("query", "SELECT 1", code=2)


def check_export(data, out):
    def export(name, *words, code=0):
        run("export", "--store", data, "-o", out / name, *words, code=code)
        return out / name

    lines = export("all.csv").read_text().splitlines()
    same(lines[0], "mmsi,observed_at,received_at,lat,lon,sog_kn,cog_deg,heading_deg,nav_status,source,exercise", "CSV header")
    same(lines[1], f"{SHIP},2026-01-01T12:00:00.000001Z,2026-01-01T12:00:00.000001Z,26.5000000,56.3000000,12.3,0,,under_way_engine,mast,",
         "CSV row")
    same(len(lines), 121, "CSV rows: of the real world alone")
    same(len(export("box.csv", "--bbox", "56,26.4,56.5,26.5205", "--from", "2026-01-01T12:00:05Z").read_text().splitlines()), 21, "box and time")
    same(len(export("ship.csv", "--mmsi", f"{OTHER},{SIM}").read_text().splitlines()), 61, "vessels")
    drill = json.loads(export("drill.geojson", "--exercise", "drill").read_text())
    same(len(drill["features"]), 60, "GeoJSON of an exercise")
    same(drill["features"][0]["geometry"], {"type": "Point", "coordinates": [56.3, 26.5]}, "GeoJSON has longitude first")
    same({f["properties"]["exercise"] for f in drill["features"]}, {"drill"}, "the exercise mark")
    same(json.loads(export("none.geojson", "--mmsi", "1").read_text()), {"type": "FeatureCollection", "features": []}, "no feature")
    tree = xml.parse(export("all.kml")).getroot()
    tracks = tree.findall(".//{http://www.google.com/kml/ext/2.2}Track")
    same(len(tracks), 2, "KML tracks")
    same(tracks[0].find("{http://www.google.com/kml/ext/2.2}coord").text, "56.3000000 26.5000000 0", "KML coordinates")
    same(len(tracks[0]), 120, "KML times and coordinates")
    same(export("ship.nmea", "--mmsi", OTHER).read_text(), (position(OTHER, 26.1, 56.9, 0.0, 90.0).strip() + "\n") * 60,
         "NMEA as it came")
    same(len(export("all.nmea").read_text().splitlines()), 122, "NMEA of the real world")
    marked = export("drill.nmea", "--exercise", "drill", "--tag-blocks").read_text().splitlines()
    check(all(re.match(r"\\c:\d{13},t:exercise drill\*[0-9A-F]{2}\\!AIVDM,", line) for line in marked) and len(marked) == 60,
          f"tag blocks: {marked[:1]}")
    again = subprocess.run([NARROWS, "decode", "-q", "-"], input="\n".join(marked), capture_output=True, text=True, timeout=60)
    same(json.loads(again.stdout.splitlines()[0])["observed_at"], "2026-01-01T12:00:02.000000Z", "tag blocks are read again")
    check_parquet(export("all.parquet"), data)
    export("days", "-f", "parquet", "--by-day")
    same([str(p.relative_to(out)) for p in (out / "days").rglob("*.parquet")], ["days/day=2026-01-01/positions.parquet"], "by day")
    for words in (("-f", "xml"), ("-f", "parquet", "-o", "-"), ("--bbox", "1,2,3"), ("--from", "yesterday"), ("--mmsi", "x"),
                  ("-f", "csv", "--by-day"), ("--from", "2026-01-02", "--to", "2026-01-01", "-f", "csv")):
        refused = run("export", "--store", data, *words, code=2)
        check(refused.stderr.startswith("narrows export: ") and not refused.stdout, f"{words}: {refused.stderr!r}")


def check_parquet(file, data):
    """The footer of the file as its own format says: the key geo stands in it as text."""
    raw = file.read_bytes()
    check(raw[:4] == b"PAR1" and raw[-4:] == b"PAR1", "Parquet magic")
    footer = raw[-8 - struct.unpack("<I", raw[-8:-4])[0]:-8]
    at = footer.find(b'{"version":"1.1.0"')
    check(at > 0 and footer[:at].rfind(b"geo") > at - 8, "key geo")
    geo = json.JSONDecoder().raw_decode(footer[at:].decode(errors="replace"))[0]
    column = geo["columns"][geo["primary_column"]]
    same((column["encoding"], column["geometry_types"]), ("WKB", ["Point"]), "GeoParquet")
    same(column["bbox"], [56.3, 26.1, 56.9, 26.559], "GeoParquet's box")
    check("geometry" in footer.decode(errors="replace"), "the column geometry")


def check_history(data):
    info = run("history", "info", "--store", data).stdout
    check(re.search(r"^positions +120 from 2026-01-01T12:00:00.000001Z to ", info, re.M), info)
    check(re.search(r"^exercise +drill: 60 positions", info, re.M), info)
    check(re.search(r"^raw log +1 segments, \d+ bytes", info, re.M), info)
    check("182 records in 1 segments" in run("history", "check", "--store", data).stdout, "check")
    log = next((data / "raw").iterdir())
    good = log.read_bytes()
    log.write_bytes(good[:9000] + bytes([good[9000] ^ 1]) + good[9001:])
    damaged = run("history", "check", "--store", data, code=1).stdout
    check(re.search(r"damage: 00000001-20260101T120000Z.raw: \d+ bytes at \d+ cannot be read: checksum", damaged), damaged)
    run("history", "rebuild", "--store", data, code=1)
    log.write_bytes(good)
    again = run("history", "rebuild", "--store", data).stdout
    check(again.startswith("181 rows from 182 records") and "is now" in again, f"rebuilt again: {again}")
    run("history", code=2), run("history", "burn", "--store", data, code=2)


def main():
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "data"
        data.mkdir()
        write_log(data / "raw")
        rebuilt = run("history", "rebuild", "--store", data)
        if "libduckdb" in rebuilt.stderr:
            print("golden skipped: " + rebuilt.stderr.strip())
            return 0
        same(rebuilt.stdout, "181 rows from 182 records\n", "rebuild")
        check_query(data)
        check_export(data, pathlib.Path(folder))
        check_history(data)
    print("\n".join(failures) or "the past: good")
    return 1 if failures else 0


sys.exit(main())

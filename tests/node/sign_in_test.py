#!/usr/bin/env python3
"""Who a node lets in, from outside: links, cookies, TLS, limits, and what survives kill -9.

sign_in_test.py PROGRAM [TEST…]. Runs from the root of the repository. Prints one line a test; exit 1 when one
fails. TLS is tested with the openssl command; where it is missing that test says so and is skipped.
"""

import hashlib
import http.client
import json
import pathlib
import re
import resource
import shutil
import signal
import socket
import sqlite3
import ssl
import struct
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from node_client import Node, Picture, until  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "build/dev/narrows"
PASSWORD = "correct horse battery"
SENTENCE = b"!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb,0*5F\r\n"


class Skipped(Exception):
    pass


class Client:
    """A browser as far as it matters: keeps its cookie, carries its CSRF token."""

    def __init__(self, port, tls=None):
        self.port, self.tls, self.cookie, self.csrf = port, tls, "", ""

    def send(self, method, path, body=None, **headers):
        connection = (http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=self.tls)
                      if self.tls else http.client.HTTPConnection("127.0.0.1", self.port, timeout=60))
        headers = {"X-Narrows-CSRF": self.csrf, "Cookie": self.cookie, **headers}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, path, None if body is None else json.dumps(body),
                           {k: v for k, v in headers.items() if v})
        response = connection.getresponse()
        text = response.read()
        self.headers = response.headers
        if set_cookie := response.headers["Set-Cookie"]:
            self.cookie = set_cookie.split(";")[0]
        connection.close()
        return response.status, text

    def session(self):
        session = json.loads(self.send("GET", "/api/v1/session")[1])
        self.csrf = session["csrf"]
        return session

    def set_up(self, link, user="sara"):
        self.session()
        status, body = self.send("POST", "/api/v1/setup", {
            "link": link.rpartition("/")[2], "user": user, "display_name": "Sara", "password": PASSWORD})
        assert status == 201, (status, body)
        self.session()

    def sign_in(self, user="sara", password=PASSWORD):
        self.session()
        status, _ = self.send("POST", "/api/v1/session", {"user": user, "password": password})
        if status == 200:
            self.session()
        return status


def set_up_link(node):
    """Printed on standard error after the start."""
    for line in node.process.stderr:
        if found := re.search(r"https?://\S+/sign-in/\S+", line):
            return found[0]
    raise AssertionError("no set-up link was printed")


def ready(node):
    until("a first picture", lambda: node.get("/readyz")[0] == 200)


def test_first_start(data):
    with Node(PROGRAM, "--data", data, sign_in=True) as node:
        link = set_up_link(node)
        secret = link.rpartition("/")[2]
        ready(node)
        assert node.get("/api/v1/tracks")[0] == 401
        assert node.get("/areas/hormuz/pack.json")[0] == 401
        assert node.get("/metrics")[0] == 200, "this machine reads them"
        assert Picture(node.port).status == 401
        kept = b"".join(p.read_bytes() for p in pathlib.Path(data).rglob("*") if p.is_file())
        assert secret.encode() not in kept and link.encode() not in kept
        client = Client(node.port)
        client.set_up(link)
        assert client.send("GET", "/api/v1/tracks")[0] == 200
        for path in pathlib.Path(data, "record").iterdir():
            assert path.stat().st_mode & 0o777 == 0o600, path
    with Node(PROGRAM, "--data", data, sign_in=True) as node:
        ready(node)
        assert Client(node.port).sign_in() == 200
        node.process.terminate()
        assert "/sign-in/" not in node.process.stderr.read(), "there is an administrator"
    with Node(PROGRAM, "--data", data, "--new-administrator", sign_in=True) as node:
        Client(node.port).set_up(set_up_link(node), "omid")


def test_demo_link(data):
    with Node(PROGRAM, "--simulate", "hormuz", "--vessels", "20", "--data", data, sign_in=True) as node:
        for line in node.process.stdout:
            if found := re.match(r"open (http://127\.0\.0\.1:\d+/sign-in/[\w-]{43})$", line):
                break
        ready(node)
        for _ in range(2):
            client = Client(node.port)
            status, _ = client.send("GET", found[1].partition(str(node.port))[2])
            assert status == 303 and client.headers["Location"] == "/"
            assert client.session()["roles"] == ["watch_officer", "trainer"]
            assert client.send("GET", "/api/v1/tracks")[0] == 200


def test_refuses_to_listen_in_the_clear(data):
    def start(*words, config=""):
        file = pathlib.Path(data, "node.toml")
        file.parent.mkdir(exist_ok=True)
        file.write_text(config)
        return subprocess.run([PROGRAM, "node", "--check", "--config", str(file), *words],
                              capture_output=True, text=True)
    beyond = '[http]\naddress = "0.0.0.0"\n'
    refused = start(config=beyond)
    assert refused.returncode == 2 and "http.insecure = true" in refused.stderr, refused.stderr
    assert start(config=beyond + "insecure = true\n").returncode == 0
    assert start(config=beyond + '[tls]\ncertificate = "c.pem"\nkey = "k.pem"\n').returncode == 0
    assert start(config='[http]\naddress = "127.0.0.2"\n').returncode == 0
    for words in (["--no-sign-in"], ["--demo"]):
        refused = start(*words, config=beyond + "insecure = true\n")
        assert refused.returncode == 2 and "loopback" in refused.stderr, refused.stderr
    assert start(config='[http]\naddress = "::"\nsign_in = false\n').returncode == 2
    assert start(config='[tls]\ncertificate = "c.pem"\n').returncode == 2


def make_certificate(folder, name):
    """Self-signed, for 127.0.0.1."""
    certificate, key = pathlib.Path(folder, f"{name}.pem"), pathlib.Path(folder, f"{name}.key")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                    "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", f"/CN={name}",
                    "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    return certificate, key


def test_tls(data):
    if shutil.which("openssl") is None:
        raise Skipped("openssl is absent")
    with tempfile.TemporaryDirectory() as folder:
        first, first_key = make_certificate(folder, "first")
        second, second_key = make_certificate(folder, "second")
        config = pathlib.Path(folder, "node.toml")
        used, used_key = pathlib.Path(folder, "used.pem"), pathlib.Path(folder, "used.key")
        shutil.copy(first, used)
        shutil.copy(first_key, used_key)
        config.write_text(f'[tls]\ncertificate = "{used}"\nkey = "{used_key}"\n')
        with Node(PROGRAM, "--config", str(config), "--data", data, sign_in=True) as node:
            link = set_up_link(node)
            assert link.startswith("https://"), link
            trusted = ssl.create_default_context(cafile=str(first))
            client = Client(node.port, trusted)
            client.set_up(link)
            assert "; Secure" in client.headers["Set-Cookie"] if client.headers["Set-Cookie"] else True
            status, _ = client.send("GET", "/api/v1/session")
            assert status == 200 and "max-age" in client.headers["Strict-Transport-Security"]
            status, body = client.send("POST", "/api/v1/session", {"user": "sara", "password": PASSWORD})
            assert status == 200 and "; Secure" in client.headers["Set-Cookie"], body
            # Nothing old, nothing in the clear.
            for options, good in ((["-tls1_3"], True), (["-tls1_2"], True), (["-tls1_1"], False),
                                  (["-tls1_2", "-cipher", "AES128-SHA"], False),
                                  (["-tls1_2", "-cipher", "ECDHE+AESGCM"], True)):
                talk = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{node.port}", *options],
                                      input=b"", capture_output=True, timeout=30)
                assert (b"Verify return code" in talk.stdout and b"Cipher is (NONE)" not in talk.stdout) == good, (
                    options, talk.stdout[-500:], talk.stderr[-500:])
            with socket.create_connection(("127.0.0.1", node.port), timeout=20) as plain:
                plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert not plain.recv(100).startswith(b"HTTP/1.1 2")
            # The live picture over TLS, read by the same client as without.
            picture = Picture(node.port, tls=trusted, cookie=client.cookie)
            assert picture.status == 101
            picture.read_tick()
            picture.close()
            # A new certificate on SIGHUP; a wrong one changes nothing.
            shutil.copy(second_key, used_key)
            node.process.send_signal(signal.SIGHUP)
            until("the mismatch to be said", lambda: "not read anew" in node.process.stderr.readline())
            assert Client(node.port, trusted).session()["way_in"] == "password"
            shutil.copy(second, used)
            node.process.send_signal(signal.SIGHUP)
            until("the new certificate to be read", lambda: "read anew" in node.process.stderr.readline())
            assert Client(node.port, ssl.create_default_context(cafile=str(second))).session()
            try:
                Client(node.port, trusted).session()
                raise AssertionError("the old certificate is still shown")
            except ssl.SSLError:
                pass


def test_audit_survives_kill(data):
    """Every change that was acknowledged is there after kill -9, and the chain of hashes holds."""
    done, link = [], None
    for round_ in range(3):
        with Node(PROGRAM, "--data", data, sign_in=True) as node:
            ready(node)
            client = Client(node.port)
            if link is None:
                link = set_up_link(node)
                client.set_up(link)
            else:
                assert client.sign_in() == 200
            for i in range(5):
                name = f"user{round_}.{i}"
                status, body = client.send("POST", "/api/v1/invitations", {
                    "name": name, "display_name": name, "roles": ["analyst"]})
                assert status == 201, body
                done.append(name)
            node.process.send_signal(signal.SIGKILL)
            node.process.wait()
    rows = sqlite3.connect(pathlib.Path(data, "record", "record.sqlite")).execute(
        'SELECT seq, at, who, "from", what, subject, outcome, detail, previous, hash FROM audit ORDER BY seq').fetchall()
    assert [row[5] for row in rows if row[4] == "user.invite"] == done
    previous = bytes(32)
    for number, row in enumerate(rows, 1):  # As docs/formats/audit.md lays it down, computed anew.
        seq, at, who, from_, what, subject, outcome, detail, said_previous, said_hash = row
        seconds, micros = divmod(at, 1_000_000)
        when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{micros:06d}Z"
        digest = hashlib.sha256(previous)
        for field in (str(seq), when, who, from_, what, subject, outcome, detail):
            digest.update(struct.pack(">I", len(field.encode())) + field.encode())
        assert (seq, said_previous, said_hash) == (number, previous.hex(), digest.hexdigest()), row
        previous = digest.digest()


def read_until(picture, condition):
    """Frames of any kind until a text message for which `condition` holds, which is returned."""
    for _ in range(10_000):
        opcode, payload = picture.read_frame()
        if opcode == 8:
            raise EOFError(payload[2:].decode())
        if opcode == 1 and condition(message := json.loads(payload)):
            return message
    raise AssertionError("10,000 frames, and not one of the kind")


def is_hello(mode):
    return lambda message: message.get("hello", {}).get("mode") == mode


def test_the_past_is_for_those_who_may_see_it(data):
    """A replay over the WebSocket: refused, then allowed, then taken away while it runs."""
    config = pathlib.Path(data, "node.toml")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config.write_text(f'tick_ms = 100\narea = "none"\n[[source]]\nname = "coast"\ninput = "udp://127.0.0.1:{port}"\n')
    with Node(PROGRAM, "--config", str(config), "--data", data, sign_in=True) as node:
        sara = Client(node.port)
        sara.set_up(set_up_link(node))
        ready(node)

        def recorded():
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
                sender.sendto(SENTENCE, ("127.0.0.1", port))
            return sum(f.stat().st_size for f in pathlib.Path(data, "raw").glob("*.raw")) > 0
        until("something to be recorded", recorded)
        status, body = sara.send("POST", "/api/v1/invitations", {
            "name": "omid", "display_name": "Omid", "roles": ["trainer"]})
        assert status == 201, body
        omid = Client(node.port)
        omid.set_up(json.loads(body)["link"], "omid")
        picture = Picture(node.port, cookie=omid.cookie)
        assert picture.status == 101, "a trainer sees the picture"
        read_until(picture, is_hello("live"))

        def is_refused(message):
            return "do not include a look at the past" in message.get("refused", {}).get("replay", "")

        def give(*roles):
            status, body = sara.send("PATCH", "/api/v1/users/omid", {"roles": list(roles)})
            assert status == 200, body

        def wish(expected):
            # A change of roles holds from the next tick on: wish again until it does.
            end = time.monotonic() + 30
            while time.monotonic() < end:
                picture.send_text('{"replay":{"speed":1}}')
                got = read_until(picture, lambda m: "hello" in m or "refused" in m)
                if expected(got):
                    return
                time.sleep(0.1)
            raise AssertionError(got)
        wish(is_refused)
        assert omid.send("GET", "/api/v1/tracks?at=2026-01-01T00:00:00Z")[0] == 403, "nor by the API"
        give("trainer", "analyst")
        wish(is_hello("replay"))
        give("trainer")
        read_until(picture, is_hello("live"))
        read_until(picture, is_refused)
        tick = read_until(picture, lambda m: "tick" in m)["tick"]
        assert "replay" not in tick, tick
        picture.send_text('{"replay":{"speed":1}}')
        read_until(picture, is_refused)
        picture.close()


def test_limits(data):
    with Node(PROGRAM, "--data", data, sign_in=True) as node:
        ready(node)

        def talk(raw, seconds=30):
            with socket.create_connection(("127.0.0.1", node.port), timeout=seconds) as s:
                s.sendall(raw)
                answer = b""
                while chunk := s.recv(4096):
                    answer += chunk
                    if b"\r\n\r\n" in answer:
                        break
                return answer
        post = "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        assert talk((post + "Content-Length: 70000\r\n\r\n").encode() + b"x" * 70000).startswith(b"HTTP/1.1 413")
        assert talk((post + "Transfer-Encoding: chunked\r\n\r\n").encode() +
                    b"10000\r\n" + b"x" * 65536 + b"\r\n10\r\n" + b"x" * 16 + b"\r\n0\r\n\r\n").startswith(b"HTTP/1.1 413")
        assert talk((post + f"X-Long: {'x' * 9000}\r\n\r\n").encode()).startswith(b"HTTP/1.1 431")
        assert talk((post + "Content-Length: 2\r\n\r\n{}").encode()).startswith(b"HTTP/1.1 403"), "no CSRF token"
        # Drop by drop is not enough to hold a connection.
        begin = time.monotonic()
        with socket.create_connection(("127.0.0.1", node.port), timeout=30) as s:
            try:
                for byte in (post + "Content-Length: 50\r\n\r\n{").encode() * 2:
                    s.sendall(bytes([byte]))
                    time.sleep(0.1)
                    if time.monotonic() - begin > 25:
                        break
                s.settimeout(5)
                gone = s.recv(100) == b""
            except OSError:
                gone = True
        assert gone and time.monotonic() - begin < 20, time.monotonic() - begin


def test_connections_from_one_address(data):
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder, "node.toml")
        config.write_text("[http]\nconnections_per_address_max = 10\n")
        with Node(PROGRAM, "--config", str(config), "--data", data, sign_in=True) as node:
            ready(node)
            held = [socket.create_connection(("127.0.0.1", node.port), timeout=5) for _ in range(10)]
            for s in held:
                s.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert s.recv(20).startswith(b"HTTP/1.1 200")
            with socket.create_connection(("127.0.0.1", node.port), timeout=5) as eleventh:
                try:
                    eleventh.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    assert eleventh.recv(20) == b""
                except ConnectionError:
                    pass
            with socket.create_connection(("127.0.0.1", node.port), timeout=5, source_address=("127.0.0.9", 0)) as other:
                other.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert other.recv(20).startswith(b"HTTP/1.1 200"), "another address is not meant"
            held.pop().close()
            until("room again", lambda: node.get("/healthz")[0] == 200)


def test_a_client_that_does_not_read(data):
    """It costs the node a socket's buffer, not memory: frames are skipped, and reading on gives the newest."""
    config = pathlib.Path(data, "node.toml")
    config.write_text('tick_ms = 100\narea = "none"\n[history]\nenabled = false\n'
                      '[[source]]\nname = "sim"\ninput = "simulate:hormuz?vessels=3000"\n')
    with Node(PROGRAM, "--config", str(config), "--data", data) as node:
        ready(node)

        def resident_mb():
            status = pathlib.Path(f"/proc/{node.process.pid}/status").read_text()
            return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024

        def skipped_and_ticks():
            metrics = node.metrics()
            return metrics["narrows_ws_ticks_skipped_total"], metrics["narrows_picture_ticks_total"]

        def all_skip_each_tick(seconds):
            (skips, ticks), _, (more, later) = skipped_and_ticks(), time.sleep(seconds), skipped_and_ticks()
            return later > ticks and more - skips >= 20 * (later - ticks - 2)
        until("the vessels", lambda: node.metrics()["narrows_picture_vessels"] > 2000, 60)
        stuck = [Picture(node.port, receive_buffer=4096) for _ in range(20)]
        # Once the sockets' own buffers are full each of them skips each tick.
        until("all of them to be stuck", lambda: all_skip_each_tick(2), 90)
        before = resident_mb()
        assert all_skip_each_tick(15)
        after = resident_mb()
        assert after - before < 10, f"{before} MB, then {after} MB with 20 clients that do not read"
        newest = node.metrics()["narrows_picture_ticks_total"]
        until("one that reads again to be up to date", lambda: stuck[0].read_tick()["seq"] >= newest)
        for picture in stuck:
            picture.close()


def main():
    failed = 0
    only = sys.argv[2:]
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, max(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))
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

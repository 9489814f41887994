"""A client of the node that shares no code with it: HTTP and WebSocket by the standard library."""

import base64
import hashlib
import http.client
import json
import os
import re
import socket
import struct
import subprocess
import time


class Node:
    """A running `narrows node`; `with` ends it. Open to all unless `sign_in`: then what it says is kept."""

    def __init__(self, program, *arguments, sign_in=False, stderr=None):
        words = [program, "node", "--port", "0", *arguments, *([] if sign_in else ["--no-sign-in"])]
        self.process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE if sign_in else stderr, text=True)
        first = self.process.stdout.readline()
        match = re.match(r"Console: https?://127\.0\.0\.1:(\d+)/", first)
        if not match:
            raise AssertionError(f"the node did not start: {first!r}, exit {self.process.wait()}")
        self.port = int(match[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)
        self.process.stdout.close()
        if self.process.stderr:
            self.process.stderr.close()

    def get(self, path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, dict(response.getheaders()), body

    def json(self, path):
        status, _, body = self.get(path)
        assert status == 200, f"{path}: {status} {body[:200]!r}"
        return json.loads(body)

    def metrics(self):
        status, _, body = self.get("/metrics")
        assert status == 200
        samples = {}
        for line in body.decode().splitlines():
            if not line.startswith("#"):
                name, value = line.rsplit(" ", 1)
                samples[name] = float(value)
        return samples


def until(what, condition, seconds=30):
    """Polls until `condition()` gives something true, which is returned."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s in vain: {what}")


class Picture:
    """The live picture as a client sees it: docs/formats/picture-websocket.md, read anew."""

    def __init__(self, port, origin=None, tls=None, cookie=None, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(20)
        self.socket.connect(("127.0.0.1", port))
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_hostname="127.0.0.1")
        key = base64.b64encode(os.urandom(16)).decode()
        lines = ["GET /ws/v1/picture HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket",
                 "Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
        if origin:
            lines.append(f"Origin: {origin}")
        if cookie:
            lines.append(f"Cookie: {cookie}")
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            self._fill()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        self.status = int(head.split(b" ", 2)[1])
        self.hello, self.ticks, self.cells, self.identities = None, [], {}, {}
        self.cell_frames = 0
        if self.status == 101:
            digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
            assert base64.b64encode(digest) in head

    def _fill(self):
        data = self.socket.recv(65536)
        if not data:
            raise EOFError
        self.buffer += data

    def _take(self, count):
        while len(self.buffer) < count:
            self._fill()
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def send_text(self, text):
        payload, mask = text.encode(), os.urandom(4)
        assert len(payload) < 126
        self.socket.sendall(bytes([0x81, 0x80 | len(payload)]) + mask +
                            bytes(b ^ mask[i % 4] for i, b in enumerate(payload)))

    def read_frame(self):
        """(opcode, payload) of the next data frame or close; pings are passed over."""
        while True:
            first, length = self._take(2)
            assert first & 0x80, "the server does not fragment"
            if length == 126:
                length, = struct.unpack(">H", self._take(2))
            elif length == 127:
                length, = struct.unpack(">Q", self._take(8))
            payload = self._take(length)
            if first & 15 == 9:  # A ping wants its pong, or the server takes the client for gone.
                self.socket.sendall(bytes([0x8A, 0x80 | len(payload)]) + bytes(4) + payload)
            if first & 15 not in (9, 10):
                return first & 15, payload

    def read_tick(self):
        """Reads up to and with the next tick message."""
        while True:
            opcode, payload = self.read_frame()
            if opcode == 8:
                raise EOFError(payload[2:].decode())
            if opcode == 2:
                self._cell(payload) if payload[0] == 1 else self._identities(payload)
                continue
            message = json.loads(payload)
            if "hello" in message:
                assert self.hello is None
                self.hello = message["hello"]
            else:
                self.ticks.append(message["tick"])
                return message["tick"]

    def _cell(self, frame):
        kind, version, row, column, zero, tick, n, now = struct.unpack_from("<BBHHHIIq", frame)
        assert (kind, version, zero) == (1, 1, 0)
        assert len(frame) == 24 + 20 * n
        self.cell_frames += 1
        vessels, at = [dict() for _ in range(n)], 24
        for name, code in (("mmsi", "I"), ("lat", "H"), ("lon", "H"), ("sog", "H"), ("cog", "H"),
                           ("heading", "H"), ("age", "H"), ("kind", "B"), ("nav_status", "B"),
                           ("ship_type", "B"), ("flags", "B")):
            values = struct.unpack_from(f"<{n}{code}", frame, at)
            at += n * struct.calcsize(code)
            for vessel, value in zip(vessels, values):
                vessel[name] = value
        for vessel in vessels:
            vessel["lat"] = row / 2 - 90 + vessel["lat"] / 131072
            vessel["lon"] = column / 2 - 180 + vessel["lon"] / 131072
            vessel["now"] = now / 1e6
        self.cells[row, column] = {vessel["mmsi"]: vessel for vessel in vessels}

    def _identities(self, frame):
        kind, version, zero, n = struct.unpack_from("<BBHI", frame)
        assert (kind, version, zero) == (2, 1, 0)
        at = 8
        for _ in range(n):
            mmsi, imo, bow, stern, port, starboard, ship_type = struct.unpack_from("<IIHHBBB", frame, at)
            at += 15
            texts = []
            for _ in range(3):
                length = frame[at]
                texts.append(frame[at + 1:at + 1 + length].decode())
                at += 1 + length
            draught, = struct.unpack_from("<H", frame, at)
            at += 2
            self.identities[mmsi] = {"imo": imo, "size": (bow, stern, port, starboard),
                                     "ship_type": ship_type, "call_sign": texts[0],
                                     "name": texts[1], "destination": texts[2], "draught": draught}
        assert at == len(frame)

    def vessels(self):
        return {m: v for cell in self.cells.values() for m, v in cell.items()}

    def close(self):
        self.socket.close()

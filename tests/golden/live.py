#!/usr/bin/env python3
"""What needs a second process: pipes, sockets, signals. live.py NARROWS"""
import gzip
import json
import os
import pty
import signal
import socket
import subprocess
import sys
import tempfile
import time

NARROWS = sys.argv[1]
SHIP = b"!AIVDM,1,1,,A,14M9Ph@P1p40F@0?:MH3Q2lD0000,0*74\r\n"
PARTS = (b"!AIVDM,2,1,9,B,54M9Ph@00001QS40000pu9@R1<Pu8F0tpD0000160000000Ht04kmE284j3l,0*5A\r\n",
         b"!AIVDM,2,2,9,B,Q@000000008,2*37\r\n")


def start(*words, **options):
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen([NARROWS, *map(str, words)], **options)


def finish(process, signal_number=None, timeout=20):
    if signal_number:
        process.send_signal(signal_number)
    out, err = process.communicate(timeout=timeout)
    return process.returncode, out, err


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def is_taken(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        try:
            s.bind(("127.0.0.1", port))
        except OSError:
            return True
        return False


def lines_until(process, count):
    return [process.stdout.readline() for _ in range(count)]


def test_udp_until_ctrl_c():
    """Three datagrams in, three lines out at once; Ctrl-C ends with the statistics and exit 0."""
    port = free_port(socket.SOCK_DGRAM)
    stats = tempfile.NamedTemporaryFile()
    process = start("decode", "-f", "raw", "--stats", stats.name, f"udp://:{port}")
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    while not is_taken(port):
        time.sleep(0.01)
    for datagram in (SHIP, b"UdPbC\0\\s:x*0B\\" + SHIP, PARTS[0] + PARTS[1].rstrip()):
        sender.sendto(datagram, ("127.0.0.1", port))
    got = [json.loads(line)["raw"]["type"] for line in lines_until(process, 3)]
    assert got == [1, 1, 5], got
    code, out, err = finish(process, signal.SIGINT)
    assert (code, out, err) == (0, b"", b""), (code, out, err)
    assert json.load(open(stats.name))["messages"] == 3


def test_tcp_ends_with_the_peer():
    server = socket.create_server(("127.0.0.1", 0))
    process = start("decode", "-f", "raw", f"tcp://127.0.0.1:{server.getsockname()[1]}")
    peer, _ = server.accept()
    peer.sendall(SHIP + PARTS[0] + PARTS[1].rstrip())
    assert json.loads(lines_until(process, 1)[0])["raw"]["type"] == 1
    peer.close()
    code, out, err = finish(process)
    assert code == 0 and json.loads(out)["raw"]["type"] == 5 and err == b"", (code, out, err)


def test_tcp_nobody_there():
    address = f"tcp://127.0.0.1:{free_port(socket.SOCK_STREAM)}"
    code, out, err = finish(start("decode", address))
    assert (code, out, err.decode()) == (2, b"", f"narrows decode: {address}: connection refused\n"), err


def test_udp_port_taken():
    taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    taken.bind(("127.0.0.1", 0))
    address = f"udp://127.0.0.1:{taken.getsockname()[1]}"
    code, _, err = finish(start("decode", address))
    assert (code, err.decode()) == (2, f"narrows decode: {address}: address already in use\n"), err


def test_a_pipe_is_answered_at_once():
    """A line goes out as soon as it came in, though the pipe stays open."""
    process = start("decode", "-f", "raw", stdin=subprocess.PIPE)
    for _ in range(3):
        process.stdin.write(SHIP)
        process.stdin.flush()
        assert json.loads(lines_until(process, 1)[0])["raw"]["type"] == 1
    process.stdin.close()
    assert process.wait(timeout=20) == 0


def test_simulate_sends_live_at_its_pace():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        s.settimeout(20)
        begun = time.time()
        process = start("simulate", "tests/golden/cases/simulate/small.toml", "--to",
                        f"udp://127.0.0.1:{s.getsockname()[1]}", "--speed", "60", "--quiet")
        first = s.recv(4096)
        assert first.startswith(b"\\s:SIM-") and b"!AIVDM" in first and first.endswith(b"\r\n"), first
        stamp = int(first.split(b"c:")[1].split(b"*")[0]) / 1000
        assert abs(stamp - begun) < 20, "the scenario begins now"
        status, _, err = finish(process, timeout=60)
    assert status == 0, err
    assert time.time() - begun > 9, "ten minutes at sixty times their pace"


def test_head_ends_it_silently():
    with tempfile.NamedTemporaryFile() as big:
        big.write(SHIP * 200_000)
        big.flush()
        for threads in (1, 2):
            done = subprocess.run(["bash", "-c", f"{NARROWS} decode -f raw --threads {threads} {big.name} | head -1; "
                                   "echo ${PIPESTATUS[0]}"], capture_output=True, timeout=60)
            assert done.stdout.splitlines()[-1] == b"0" and done.stderr == b"", done


def test_a_polite_kill_in_a_pipe():
    """What was read is finished and counted, the message that was half there too."""
    stats = tempfile.NamedTemporaryFile()
    process = start("decode", "-f", "raw", "--stats", stats.name, stdin=subprocess.PIPE)
    process.stdin.write(PARTS[0] + SHIP)
    process.stdin.flush()
    lines_until(process, 1)
    code, out, err = finish(process, signal.SIGTERM)
    got = json.load(open(stats.name))
    assert (code, got["messages"], got["held"], got["dropped"]["incomplete_group"]) == (0, 1, 0, 1), (code, got)
    assert b"incomplete group" in err, err


def test_a_full_disk_is_no_success():
    if not os.path.exists("/dev/full"):
        return
    process = start("decode", "-f", "raw", "-o", "/dev/full", stdin=subprocess.PIPE)
    _, err = process.communicate(SHIP, timeout=20)
    assert process.returncode == 2 and err == b"narrows decode: /dev/full: no space left on device\n", err


def test_progress_only_on_a_terminal():
    with tempfile.NamedTemporaryFile() as big:
        big.write(gzip.compress(SHIP * 3_000_000, 1))
        big.flush()
        for quiet in (False, True):
            ours, theirs = pty.openpty()
            process = start("decode", "-f", "raw", *(["-q"] if quiet else []), big.name, stdout=subprocess.DEVNULL,
                            stderr=theirs)
            os.close(theirs)
            shown = b""
            while True:
                try:
                    piece = os.read(ours, 4096)
                except OSError:
                    break
                shown += piece
            assert process.wait(timeout=60) == 0
            assert (b"sentences/s" in shown) != quiet, shown
            assert quiet or shown.endswith(b"\r\x1b[K"), "the bar is not cleared away"
        code, _, err = finish(start("decode", "-f", "none", big.name), timeout=60)
        assert (code, err) == (0, b""), err


def give_up(*_):
    raise TimeoutError("it hangs")


signal.signal(signal.SIGALRM, give_up)
failed = 0
for name, test in list(globals().items()):
    if not name.startswith("test_"):
        continue
    signal.alarm(120)
    try:
        test()
        print(f"ok     {name}")
    except Exception as problem:  # Every test is run, whatever happens to another.
        failed += 1
        print(f"FAILED {name}: {type(problem).__name__}: {problem}")
sys.exit(1 if failed else 0)

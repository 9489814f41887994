#!/usr/bin/env python3
"""What /metrics serves is valid Prometheus text, says its units, balances, and is all that the dashboard asks for.

metrics_test.py PROGRAM. Runs from the root of the repository. The format is read here as
https://prometheus.io/docs/instrumenting/exposition_formats/ lays it down (version 0.0.4), by no code of the node.
"""

import json
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from node_client import Node, Picture, until  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "build/dev/narrows"
DASHBOARD = pathlib.Path("packaging/grafana/narrows-node.json")

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)')
# What a name may end with beside _total: its unit, or what is counted.
GAUGE_ENDS = ("_seconds", "_bytes", "_info", "_up", "_running", "_held", "_vessels", "_lost", "_connections",
              "_waiting", "_clients", "_sessions", "_ratio", "_celsius", "_meters", "_positions", "_rows", "_speed")


def parse(text):
    """{family: (type, help, [(labels, value)])}; raises AssertionError with the line that is wrong."""
    families, family, seen = {}, None, set()
    assert text.endswith("\n"), "the last line has no end"
    for number, line in enumerate(text[:-1].split("\n"), 1):
        where = f"line {number}: {line!r}"
        if line.startswith("# HELP "):
            found = re.fullmatch(rf"# HELP ({NAME}) (\S.*)", line)
            assert found, f"{where}: no name or no help"
            assert found[1] not in families, f"{where}: said twice"
            assert not re.search(r"\\(?![\\n])", found[2]), f"{where}: a backslash that is not escaped"
            family = found[1]
            families[family] = [None, found[2], []]
        elif line.startswith("# TYPE "):
            found = re.fullmatch(rf"# TYPE ({NAME}) (counter|gauge|histogram|summary|untyped)", line)
            assert found and found[1] == family and families[family][0] is None, f"{where}: no HELP just before"
            families[family][0] = found[2]
        else:
            found = re.fullmatch(rf"({NAME})(?:\{{(.*)\}})? (\S+)", line)
            assert found, f"{where}: not a sample"
            assert found[1] == family and families[family][0], f"{where}: outside its family"
            labels, rest = {}, found[2] or ""
            while rest:
                label = LABEL.match(rest)
                assert label and label[1] not in labels, f"{where}: labels"
                labels[label[1]] = label[2]
                rest = rest[label.end():]
            assert re.fullmatch(r"[+-]?(\d+(\.\d+)?([eE][+-]?\d+)?|Inf)|NaN", found[3]), f"{where}: the value"
            key = (family, tuple(sorted(labels.items())))
            assert key not in seen, f"{where}: twice"
            seen.add(key)
            families[family][2].append((labels, float(found[3])))
    return families


def check_parser():
    """It notices what it is there to notice."""
    good = "# HELP a_total x\n# TYPE a_total counter\na_total{b=\"c\\\"\"} 1\n"
    assert parse(good)["a_total"][2] == [({"b": 'c\\"'}, 1.0)]
    for bad in ("a_total 1\n", good[:-1], good + "a_total{b=\"c\\\"\"} 2\n", good.replace("# HELP a_total x\n", ""),
                good.replace('{b="c', '{b="c\n'), good.replace(" 1\n", " one\n"), good.replace("counter", "number"),
                good + good, good.replace("HELP a_total x", "HELP a_total"), good.replace('\\"', '"')):
        try:
            parse(bad)
        except AssertionError:
            continue
        raise SystemExit(f"metrics_test: the parser takes {bad!r}")


def check_names(families):
    for name, (kind, help_, samples) in families.items():
        assert name.startswith("narrows_") and name == name.lower(), name
        assert help_.endswith(".") and len(help_) > 10, f"{name}: {help_!r} is no sentence"
        assert name.endswith("_total") == (kind == "counter"), f"{name} is a {kind}"
        assert kind == "counter" or name.endswith(GAUGE_ENDS), f"{name} does not say its unit"
        for labels, value in samples:
            assert value >= 0 or name.endswith("_seconds"), f"{name}{labels} is {value}"


def check_balance(families):
    def of(what):
        return families[f"narrows_stage_{what}"][2]
    into = {labels["stage"]: value for labels, value in of("in_total")}
    assert len(into) >= 6, into
    for stage, value in into.items():
        out = sum(v for what in ("out_total", "dropped_total", "held") for labels, v in of(what) if labels["stage"] == stage)
        assert value == out, f"{stage}: {value} in, {out} out + dropped + held"


WORDS = {"sum", "by", "rate", "increase", "max", "min", "label_values", "without", "avg", "on"}


def check_dashboard(families):
    board = json.loads(DASHBOARD.read_text())
    queries = [t["expr"] for panel in board["panels"] for t in panel["targets"]]
    queries += [v["query"] for v in board["templating"]["list"] if v["type"] == "query"]
    assert len(queries) > 20
    asked = set()
    for query in queries:
        bare = re.sub(r"\[\w+\]", "", query)
        labels = set(re.findall(r'([a-z_]+)\s*(?:=~|!~|!=|=)\s*"', bare))
        for group in re.findall(r"\b(?:by|without|on)\s*\(([^)]*)\)", bare):
            labels |= {one.strip() for one in group.split(",")}
        names = set(re.findall(NAME, re.sub(r"\{[^}]*\}", "", bare))) - WORDS - labels - {"instance"}
        assert names, query
        for name in names:
            assert name in families, f"{query}: {name} is not served"
            asked.add(name)
            served = {label for sample, _ in families[name][2] for label in sample}
            assert labels - {"instance"} <= served, f"{query}: {name} has the labels {served}"
            if families[name][0] == "counter" and "sum by (stage)" not in query:
                assert "rate(" in query or "increase(" in query, f"{query}: a counter as it stands"
    legends = {word for panel in board["panels"] for t in panel["targets"] for word in re.findall(r"{{(\w+)}}", t["legendFormat"])}
    assert legends <= {"source", "stage", "reason"}, legends
    ids = [panel["id"] for panel in board["panels"]]
    assert len(ids) == len(set(ids))
    return len(asked)


def main():
    check_parser()
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder, "node.toml")
        config.write_text('[[source]]\nname = "a \\"quoted\\" \\\\ name"\ninput = "simulate:hormuz?vessels=50"\n')
        with Node(PROGRAM, "--config", str(config), "--data", str(pathlib.Path(folder, "data")), sign_in=True) as node:
            picture = Picture(node.port)
            assert picture.status == 401
            until("vessels", lambda: b"narrows_picture_vessels 0" not in node.get("/metrics")[2]
                  and b"narrows_picture_vessels " in node.get("/metrics")[2])
            until("drops to be shown", lambda: b"narrows_stage_dropped_total{" in node.get("/metrics")[2])
            status, headers, body = node.get("/metrics")
            assert headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8", headers
            families = parse(body.decode())
            check_names(families)
            check_balance(families)
            print(f"ok: {len(families)} families, the dashboard asks for {check_dashboard(families)}")


main()

#!/usr/bin/env python3
"""Feeds tools/tidy.py trees that are wrong in one way each: a check that finds nothing is no check."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import tidy  # noqa: E402

LAYERS = "base :\ngeo : base\nmodel : base geo\nengine : *\n"
CMAKE = """narrows_module(base LIBRARIES fmt::fmt)
narrows_module(geo DEPENDS base LIBRARIES
  ${GeographicLib_LIBRARIES})
narrows_module(model DEPENDS base geo)  # the nouns
narrows_module(engine DEPENDS base model)
"""
GOOD = {
    "src/LAYERS": LAYERS,
    "CMakeLists.txt": CMAKE,
    "src/base/units.hpp": "#pragma once\n// A new day: delete nothing.\nclass A { A(const A&) = delete; };\n",
    "src/geo/frame.cpp": '#include "base/units.hpp"\n#include "geo/frame.hpp"\nconst char* k = "No new picture";\n',
    "src/geo/frame.hpp": "#pragma once\n",
    "src/model/x.cpp": '#include "geo/frame.hpp"\nauto p = std::unique_ptr<X>{new X{1}};\n',
    "src/engine/clock.cpp": '#include "model/x.hpp"\nauto t = std::chrono::system_clock::now();\nstd::jthread thread;\n',
    "src/geo/frame_test.cpp": '#include "geo/frame.hpp"\nint* p = new int{1};\n',
}


class Tidy(unittest.TestCase):
    def findings(self, **changes):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in {**GOOD, **changes.get("files", {})}.items():
                if text is None:
                    continue
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return [f.removeprefix(str(root) + "/") for f in tidy.check(root / "src")]

    def assert_finds(self, what, files):
        found = self.findings(files=files)
        self.assertEqual(len(found), 1, found)
        self.assertIn(what, found[0])

    def test_a_good_tree_has_no_finding(self):
        self.assertEqual(self.findings(), [])

    def test_a_bad_line_is_found_where_it_is(self):
        bad = {
            "auto x = new int[3];": "src/geo/bad.cpp:1: naked new",
            "void f(X* x) { delete x; }": "naked new or delete",
            "void f(X* x) { delete[] x; }": "naked new or delete",
            "std::cout << 1;": "prints",
            "void f() { printf(s); }": "prints",
            "auto t = std::chrono::steady_clock::now();": "reads a clock",
            "auto t = time(nullptr);": "reads a clock",
            "std::thread t;": "starts a thread",
            "auto f = std::async(g);": "starts a thread",
            "struct S { float lat; };": "float holds 24 bits",
            "// TODO later": "TODO",
            '#include "engine/clock.hpp"': "geo may not include engine",
            '#include "model/x.hpp"': "geo may not include model",
            '#include "frame.hpp"': "does not begin with a module",
            "int a" + "a" * 100 + ";": "columns",
        }
        for line, what in bad.items():
            with self.subTest(line):
                self.assert_finds(what, {"src/geo/bad.cpp": line + "\n"})

    def test_a_header_uses_no_namespace(self):
        line = "using namespace geo;\n"
        self.assert_finds("using namespace in a header", {"src/geo/bad.hpp": "#pragma once\n" + line})
        self.assertEqual(self.findings(files={"src/geo/ok.cpp": line}), [])

    def test_todo_may_name_its_issue(self):
        self.assertEqual(self.findings(files={"src/geo/ok.cpp": "// TODO(#12): later\n"}), [])

    def test_bare_numbers_are_found_outside_base_and_geo(self):
        line = "void go(double speed_mps, int n);\n"
        self.assert_finds("bare number", {"src/model/bad.hpp": "#pragma once\n" + line})
        self.assertEqual(self.findings(files={"src/geo/ok.hpp": "#pragma once\n" + line}), [])

    def test_long_files_and_bare_headers_are_found(self):
        self.assert_finds("601 lines", {"src/geo/long.cpp": "\n" * 601})
        self.assert_finds("#pragma once", {"src/geo/bare.hpp": "struct A;\n"})

    def test_files_outside_the_layers_are_found(self):
        self.assert_finds("not in a module", {"src/util/x.cpp": "\n"})
        self.assert_finds("not in a module", {"src/x.cpp": "\n"})

    def test_layers_must_be_in_order(self):
        self.assert_finds("listed below it", {"src/LAYERS": "base : geo\n" + LAYERS.split("\n", 1)[1]})

    def test_depends_must_be_the_layers(self):
        cmake = {
            CMAKE.replace("geo DEPENDS base", "geo"): "geo does not DEPEND on ['base']",
            CMAKE.replace("model DEPENDS base geo", "model DEPENDS base"): "does not DEPEND on ['geo']",
            CMAKE.replace("geo DEPENDS base", "geo DEPENDS base model"): "DEPENDS on ['model'], which LAYERS",
            CMAKE.replace("narrows_module(model DEPENDS base geo)", ""): "no narrows_module(model)",
            CMAKE + "narrows_module(util DEPENDS base)\n": "CMakeLists.txt:6: module util is not in LAYERS",
        }
        for text, what in cmake.items():
            with self.subTest(what):
                self.assert_finds(what, {"CMakeLists.txt": text})

    def test_depends_of_a_module_to_come_is_not_asked_for(self):
        layers = LAYERS.replace("engine", "track : base\nserve : base geo model track\nengine")
        cmake = CMAKE + "narrows_module(serve DEPENDS base geo model)\n"
        files = {"src/LAYERS": layers, "CMakeLists.txt": cmake, "src/serve/x.cpp": "\n"}
        self.assertEqual(self.findings(files=files), [])


if __name__ == "__main__":
    unittest.main()

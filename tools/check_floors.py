"""Fails when a file under src/ includes what its module may not use. The law is src/FLOORS."""
import pathlib, re, sys

OUTSIDE = {"boost/asio": {"net", "live", "critic", "session", "server"}, "openssl": {"crypto", "net"}}

src = pathlib.Path(__file__).resolve().parent.parent / "src"
lines = [line.split("#")[0] for line in (src / "FLOORS").read_text().splitlines()]
uses = {name.strip(): set(below.split()) for name, _, below in (l.partition(":") for l in lines) if name.strip()}

wrong, known = [], set()
for module, below in uses.items():
    wrong += [f"FLOORS: {module} stands on {name}, which is not below it" for name in sorted(below - known)]
    known.add(module)
for file in sorted(src.rglob("*.[hc]*")):
    module = file.relative_to(src).parts[0]
    shared = {path.name for path in (src.parent / "tests").iterdir()} if file.name.endswith("_test.cpp") else set()
    for number, text in enumerate(file.read_text().splitlines(), 1):
        where = f"{file.relative_to(src)}:{number}: {module} may not include"
        if (own := re.match(r'#include "(\w+)/', text)) and own[1] not in uses.get(module, set()) | {module} | shared:
            wrong.append(f"{where} {own[1]}")
        wrong += [f"{where} <{lib}>" for lib, rooms in OUTSIDE.items() if f"#include <{lib}" in text and module not in rooms]

print("\n".join(wrong) or f"{len(uses)} modules, every include looks down")
sys.exit(bool(wrong))

#!/usr/bin/env python3
"""Fails when a source file includes a room that its room does not declare, or a library that another room fences off.

Usage: check_includes.py SOURCE_DIR ROOMS_FILE   (ROOMS_FILE is written when configuring: "room floor dep,dep")
"""
import pathlib
import re
import sys

# Header prefix -> the rooms that may include it (design: one room per outside world). Libsodium is
# arithmetic; the lab has it to read token images with code of its own.
FENCES = {
    "boost/": ("net",),
    "curl/": ("net",),
    "libssh/": ("net",),
    "openssl/ssl": ("net",),
    "libpq-fe": ("database",),
    "sqlite3": ("database",),
    "sodium": ("store", "token", "lab"),
    "CLI/": ("cli",),
}
# These stay out of headers: they cost seconds of compile time in every file that sees them.
HEAVY = ("CLI/", "nlohmann/json.hpp", "spdlog/", "boost/beast", "yaml-cpp/")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def main() -> int:
    source, rooms_file = map(pathlib.Path, sys.argv[1:3])
    allowed = {}
    for row in rooms_file.read_text().splitlines():
        name, _floor, *depends = row.split(" ")
        allowed[name] = {name, *filter(None, ",".join(depends).split(","))}
    faults, checked = [], 0
    for path in sorted(source.glob("src/*/**/*")):
        if path.suffix not in {".h", ".cc"}:
            continue
        room = path.relative_to(source / "src").parts[0]
        if room not in allowed:
            faults.append(f"{path}: folder {room} is not a declared room")
            continue
        checked += 1
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = INCLUDE.match(line)
            if not found:
                continue
            style, header = found.groups()
            where = f"{path.relative_to(source)}:{number}"
            if style == '"':
                target = header.split("/")[0]
                if target in allowed and target not in allowed[room]:
                    faults.append(f"{where}: includes {header}, but room {room} does not depend on {target}")
                if "/" not in header:
                    faults.append(f"{where}: write the room in front: \"{room}/{header}\"")
            for prefix, owners in FENCES.items():
                if header.startswith(prefix) and style == "<" and room not in owners:
                    faults.append(f"{where}: only room {' or '.join(owners)} may include <{header}>")
            if path.suffix == ".h" and header.startswith(HEAVY):
                faults.append(f"{where}: <{header}> is too heavy for a header")
    print("\n".join(faults) or f"{checked} files keep to their rooms")
    return 1 if faults or not checked else 0


if __name__ == "__main__":
    sys.exit(main())

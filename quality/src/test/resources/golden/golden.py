"""Shared by the scripts here: one JSON document a line, the versions first."""
import json
import pathlib
import platform
import random


def write(name, cases, **versions):
    path = pathlib.Path(__file__).with_name(name + ".jsonl")
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(json.dumps({"python": platform.python_version(), **versions}) + "\n")
        for case in cases:
            out.write(json.dumps(case) + "\n")
    print(path.name, len(cases))


def seeded(seed):
    return random.Random(seed)

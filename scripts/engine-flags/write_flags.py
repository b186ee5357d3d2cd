"""What an argument parser takes, as plain JSON: one entry for each option, with its spellings, what it takes and its choices."""
import argparse
import json


def kind_of(action):
    if isinstance(action, argparse.BooleanOptionalAction):
        return "toggle"
    if action.nargs == 0:
        return "switch"
    named = inner_type(action.type)
    if action.nargs in ("+", "*") or isinstance(action.nargs, int):
        return "ints" if named == "int" else "texts"
    if action.nargs == "?":
        return "optional"
    return named


def inner_type(kind, seen=0):
    """`optional_type(int)` and its like close over the type that they wrap."""
    if kind is None:
        return "text"
    name = getattr(kind, "__name__", str(kind))
    if kind in (int, float):
        return name
    lowered = name.lower()
    for part, word in (("human", "size"), ("dataclass", "object"), ("json", "json"), ("loads", "json"), ("int", "int"), ("float", "float")):
        if part in lowered:
            return word
    cells = [cell.cell_contents for cell in (getattr(kind, "__closure__", None) or ())]
    for inner in cells:
        if callable(inner) and seen < 3:
            found = inner_type(inner, seen + 1)
            if found != "text":
                return found
    return "text"


def is_exchange(spelling, flag, action):
    """A toggle may be written with enable and disable exchanged; the tables say so by release and not by flag."""
    pairs = (("--enable-", "--disable-"), ("--disable-", "--enable-"))
    toggles = isinstance(action, argparse.BooleanOptionalAction)
    return toggles and any(flag.startswith(one) and spelling == other + flag[len(one):] for one, other in pairs)


def rows(parser):
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction) or not action.option_strings:
            continue
        spellings = [one for one in action.option_strings if not (one.startswith("--no-") and isinstance(action, argparse.BooleanOptionalAction))]
        longest = [one for one in spellings if one.startswith("--")] or spellings
        choices = None if action.choices is None else sorted(str(one) for one in action.choices)
        flag = longest[0]
        yield {
            "flag": flag,
            "takes": kind_of(action),
            "aliases": [one for one in spellings if one != flag and not is_exchange(one, flag, action)],
            "choices": choices,
            "help": "suppressed" if action.help == argparse.SUPPRESS else "shown",
        }


def write(parser, engine, release, target, used):
    found = sorted(rows(parser), key=lambda row: row["flag"])
    with open(target, "w") as file:
        json.dump({"engine": engine, "release": release, "flags": found}, file, indent=1)
        file.write("\n")
    print(f"{engine} {release}: {len(found)} flags; stood in for {', '.join(sorted(used))}")

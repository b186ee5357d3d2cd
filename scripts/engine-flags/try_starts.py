"""
Gives command lines to the parser of an engine. Arguments: engine, folder with the unpacked wheel, release, file with a JSON list of argument lists, file
to write: for each list what the parser says against it, or null.
"""
import contextlib
import importlib
import io
import json
import sys

engine, folder, release, starts, target = sys.argv[1:6]
parser, _ = importlib.import_module(f"{engine}_parser").build(folder, release)


def complaint(args):
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            parser.parse_args(args)
    except SystemExit:
        return said.getvalue().strip().splitlines()[-1]
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


with open(starts) as file:
    complaints = [complaint(args) for args in json.load(file)]
with open(target, "w") as file:
    json.dump(complaints, file)

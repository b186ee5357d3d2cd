"""Reads which environment variables agent frameworks read, from the sources in their wheels; nothing of them is imported or run.

Usage: read.py <folder> <package==version> ...   (the folder holds the wheels; prints JSON)
"""

import ast
import glob
import json
import re
import sys
import zipfile

READS = re.compile(r"(environ\.get|environ\.setdefault|environ\.pop|getenv|from_env|_env_flag_enabled|get_secret|get_secret_str)$")
NAME = re.compile(r"[A-Z][A-Z0-9_]{2,}")
# What a fleet may have to set: models, keys, stores, telemetry, folders.
KEPT = re.compile(r"^(OPENAI_|REDIS_|POSTGRES|DATABASE_|PG[A-Z]+$|OTEL_|CREWAI_|LANGSMITH_|LANGCHAIN_TRACING|ENABLE_|XDG_|HOME$|MODEL(_NAME)?$|API_BASE$|BASE_URL$)")


def names_in(source):
    tree = ast.parse(source)
    constants, classes, found = {}, {}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            classes[node.name] = [item.target.id for item in node.body if isinstance(item, ast.AnnAssign)]
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            constants.update({target.id: node.value.value for target in node.targets if isinstance(target, ast.Name)})

    def texts(node):
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) else []
        if isinstance(node, ast.Name):
            return [constants[node.id]] if node.id in constants else []
        return [text for item in getattr(node, "elts", []) for text in texts(item)]

    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
            found.update(texts(node.slice))
        if isinstance(node, ast.Compare) and any(ast.unparse(side).endswith("environ") for side in node.comparators):
            found.update(texts(node.left))
        if isinstance(node, ast.Call) and READS.search(ast.unparse(node.func)):
            found.update(text for argument in node.args for text in texts(argument))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("load_settings"):
            prefixes = [text for key in node.keywords if key.arg == "env_prefix" for text in texts(key.value)]
            fields = classes.get(ast.unparse(node.args[0]), []) if node.args else []
            found.update(f"{prefix}{field}".upper() for prefix in prefixes or [""] for field in fields)
    return {name for name in found if NAME.fullmatch(name)}


def reads_of(wheel):
    found = set()
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(".py") and "/tests/" not in name:
                try:
                    found |= names_in(archive.read(name).decode("utf8"))
                except SyntaxError:
                    continue
    return sorted(name for name in found if KEPT.search(name) and not name.startswith("OPENAI_AGENTS_CODEX"))


folder, *packages = sys.argv[1:]
rows = []
for package in packages:
    name, version = package.split("==")
    [wheel] = glob.glob(f"{folder}/{name.replace('-', '_')}-{version}-*.whl")
    rows.append({"package": name, "version": version, "reads": reads_of(wheel)})
print(json.dumps(rows, indent=2))

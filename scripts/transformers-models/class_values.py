"""Writes lib/catalog/hugging-face/class-values.ts: what the configuration classes of transformers say where a file says nothing.

    pip install -r scripts/transformers-models/requirements.txt
    python scripts/transformers-models/class_values.py

Architectures are those of architectures.ts, and those of which they consist; keys are the words in quotes of the files that read a configuration. Values that a
class computes from others are left out: class-rules.ts has them. DeepSeek-V4 is left out: its class and its repository use other words.
"""

import glob
import json
import os
import re

os.environ["TRANSFORMERS_VERBOSITY"] = "error"

import dataclasses

import transformers
from transformers.models.auto.configuration_auto import CONFIG_MAPPING

FOLDER = "lib/catalog/hugging-face"
NESTED = ("text_config", "vision_config", "audio_config", "decoder", "thinker_config")
LISTS = ("deepstack_visual_indexes", "merge_kernel_size")
#: Read where another value is computed, or no value of a model at all.
NOT_READ = {"model_type", "word_embed_proj_dim", "torch_dtype", "dtype", "architectures"}
#: `false` says something for these alone.
FLAGS = {"tie_word_embeddings", "use_sliding_window", "multi_query"}


def words():
    found = set()
    for path in glob.glob(f"{FOLDER}/*.ts"):
        if not path.endswith(("known-configs.ts", "class-values.ts")):
            with open(path) as file:
                quoted = re.findall(r"'([^'\n]*)'", file.read())
            found.update(word for text in quoted for word in text.split() if re.fullmatch(r"_?[a-z][a-z0-9_]+", word))
    return found - NOT_READ


def known():
    with open(f"{FOLDER}/architectures.ts") as file:
        block = re.search(r"new Set\(\s*\[(.*?)\]\s*\.join", file.read(), re.S).group(1)
    return " ".join(re.findall(r"'([^']*)'", block)).split()


def fields(kind):
    return {f.name: None if f.default is dataclasses.MISSING else f.default for f in dataclasses.fields(kind)}


def is_value(value):
    return isinstance(value, (int, float, str, bool))


def values_of(kind, keys, found):
    """Of one class, and of those that it nests."""
    if not kind.model_type or kind.model_type in found:
        return
    values = found[kind.model_type] = {}
    made = kind()
    for key in LISTS:
        if isinstance(getattr(made, key, None), (list, tuple)):
            values[key] = list(getattr(made, key))
    for key, value in fields(kind).items():
        if key in keys and key not in NESTED and is_value(value) and (value is not False or key in FLAGS):
            values[key] = value
    for key in kind.sub_configs or {}:
        part = getattr(made, key, None)
        if getattr(part, "model_type", None):
            if key in NESTED:
                values[key] = {"model_type": part.model_type, **own(part, keys)}
            values_of(type(part), keys, found)


def own(part, keys):
    """What a class sets in the part that it nests, and the class of the part does not."""
    plain = fields(type(part))
    return {k: v for k, v in part.to_dict().items() if k in keys and (v is None or is_value(v)) and plain.get(k) != v}


def main():
    keys, found = words(), {}
    for model_type in known():
        if model_type in CONFIG_MAPPING and model_type != "deepseek_v4":
            values_of(CONFIG_MAPPING[model_type], keys, found)
    rows = "".join(f"  '{json.dumps({'model_type': t, **v}, separators=(',', ':'))}',\n" for t, v in found.items())
    path = f"{FOLDER}/class-values.ts"
    with open(path) as file:
        text = file.read()
    start, end = text.index("const ROWS"), text.index("/** By `model_type`. */")
    with open(path, "w") as file:
        file.write(f"{text[:start]}const ROWS: readonly string[] = [\n{rows}];\n\n{text[end:]}")
    print(f"{len(found)} classes of transformers {transformers.__version__}")


if __name__ == "__main__":
    main()

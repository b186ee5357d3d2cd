"""Reads configurations of LiteLLM, one JSON list on standard input; prints for each the keys that the installed release does not know: it takes them without a word."""

import inspect
import json
import pathlib
import sys

import litellm
from litellm.proxy._types import ConfigGeneralSettings, ConfigYAML
from litellm.router import Router
from litellm.types.router import LiteLLM_Params, ModelInfo
from litellm.types.utils import ModelInfoBase

KNOWN = {
    "": {*ConfigYAML.model_fields, "guardrails"},
    "router_settings": {*inspect.signature(Router.__init__).parameters},
    "general_settings": {*ConfigGeneralSettings.model_fields},
    "litellm_settings": {*dir(litellm)},
    "litellm_params": {*LiteLLM_Params.model_fields},
    "model_info": {*ModelInfo.model_fields, *ModelInfoBase.__annotations__},
}


def parts(config):
    """Every mapping of a configuration that has a table of keys, with its name."""
    yield "", config
    for section in ("router_settings", "general_settings", "litellm_settings"):
        yield section, config.get(section) or {}
    for model in config["model_list"]:
        yield "litellm_params", model["litellm_params"]
        yield "model_info", model["model_info"]


configs = json.load(sys.stdin)
untyped = [{f"{part}.{key}" for part, keys in parts(config) for key in keys if key not in KNOWN[part]} for config in configs]
# Some are read by their name alone.
names = {path.rpartition(".")[2] for paths in untyped for path in paths}
read = set()
for file in pathlib.Path(litellm.__file__).parent.rglob("*.py"):
    text = file.read_text(errors="ignore")
    read |= {name for name in names if f'"{name}"' in text}
print(json.dumps([sorted(path for path in paths if path.rpartition(".")[2] not in read) for paths in untyped]))

"""Measures the models of test/data/transformers-models.json with the real classes, and writes what they hold into the same file.

    pip install -r scripts/transformers-models/requirements.txt
    python scripts/transformers-models/measure.py test/data/transformers-models.json

A row is a `model_type`, a name and what a configuration is made with (`given`): add one with these three and run the script. It fills in
  class    the class of transformers that was made on the meta device, which takes no memory
  saved    what `save_pretrained` writes of the configuration, without keys that say nothing of memory
  parts    parameters by what they belong to, each counted once, tied or not; the pooling head of SigLIP, which engines do not load, is left out
  cache    [layers, values of one token in one layer, window or null], from the cache that a run over 16 tokens filled
  state    [layers, values of the recurrent state, channels of the convolutions times kept inputs], the same
  indexer  [layers, values of one key], the same
"""

import json
import os
import re
import sys
import warnings

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error")
warnings.filterwarnings("ignore")

import torch
import transformers
from transformers import AutoConfig, DynamicCache
from transformers.initialization import no_init_weights
from transformers.models.auto import modeling_auto as auto

TOKENS = 16
TOWER = r"(^|\.)(vision|visual|audio|image|multi_modal|mm_|connector|aligner|embed_vision|embed_audio|img_)"
PARTS = [
    ("notLoaded", r"vision_tower\.head\."),
    ("tower", TOWER),
    ("head", r"lm_head|embed_out"),
    ("embedding", r"^(?!.*\.(layers?|h|blocks)\.\d+\.).*(embed|wte|wpe|shared\.weight)"),
    ("norm", r"norm|(^|\.)ln_"),
    ("shared", r"shared_(expert|mlp)|\.shared_experts"),
    ("experts", r"experts\."),
    ("router", r"router|\.gate\.|gate\.w"),
    ("linear", r"linear_attn|mamba|conv1d|A_log|dt_|forget_gate"),
    ("attention", r"attn|attention"),
    ("feedForward", r"mlp|feed_forward|fc|ffn|intermediate|output"),
]
SILENT = re.compile(
    r"token|dropout|initializer|_eps$|epsilon|act$|_act_|activation|rope_(theta|param|scal|interleave|type|local|fact)|dtype|multiplier|transformers_version|use_cache|output_router|aux_loss"
    r"|logits|scaling|(attention|embedding|residual|layer|value|output)_scale|softcap|pretraining|jitter|norm_topk|time_step|alpha_factor|beta_factor|drop_path|layerdrop|id2label|label2id|chunk_size"
    r"|^(n_group|topk_group|num_channels|in_channels|summary_.*|residual_in_fp32|vision_feature_.*|problem_type)$"
)
THINKERS = {
    "qwen2_5_omni": "Qwen2_5OmniThinkerForConditionalGeneration",
    "qwen3_omni_moe": "Qwen3OmniMoeThinkerForConditionalGeneration",
}


def part_of(name):
    return next((part for part, pattern in PARTS if re.search(pattern, name)), "other")


def class_of(model_type, config):
    """What engines serve: the whole of a multimodal model, the model with its head, or an encoder."""
    if model_type in THINKERS:
        return getattr(transformers, THINKERS[model_type])
    if model_type == "mllama_text_model":
        return transformers.MllamaForCausalLM
    multimodal = [auto.MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES, auto.MODEL_FOR_MULTIMODAL_LM_MAPPING_NAMES]
    encoders = "bert roberta xlm-roberta mpnet distilbert nomic_bert modernbert deberta deberta-v2 gte".split()
    causal = [] if model_type in encoders else [auto.MODEL_FOR_CAUSAL_LM_MAPPING_NAMES]
    both = hasattr(config, "vision_config") or hasattr(config, "audio_config")
    for names in [*(multimodal if both else []), *causal, *multimodal, auto.MODEL_MAPPING_NAMES]:
        if model_type in names:
            name = names[model_type]
            return getattr(transformers, name if isinstance(name, str) else name[0])
    raise ValueError(f"no class for {model_type}")


def told(value):
    """Without keys that say nothing of memory, and without infinities, which JSON does not have."""
    if isinstance(value, dict):
        return {key: told(entry) for key, entry in value.items() if not SILENT.search(str(key))}
    if isinstance(value, (list, tuple)):
        return [told(entry) for entry in value]
    return None if isinstance(value, float) and abs(value) == float("inf") else value


def groups(entries):
    """Layers that are alike, in the order in which they first come."""
    counted = {}
    for entry in entries:
        counted[json.dumps(entry)] = counted.get(json.dumps(entry), 0) + 1
    return [[count, *json.loads(entry)] for entry, count in counted.items()]


def numel(states):
    return sum(state.numel() for state in states if torch.is_tensor(state))


def cache_of(model, config):
    with torch.no_grad():
        ids = torch.zeros((1, TOKENS), dtype=torch.long, device="meta")
        layers = model(input_ids=ids, past_key_values=DynamicCache(config=config), use_cache=True).past_key_values.layers
    cache, state, indexer = [], [], []
    for layer in layers:
        keys, values = getattr(layer, "keys", None), getattr(layer, "values", None)
        if torch.is_tensor(keys):
            window = getattr(layer, "sliding_window", None)
            cache.append([(keys.numel() + values.numel()) // TOKENS, None if window is None else int(window)])
        if isinstance(getattr(layer, "conv_states", None), dict):
            kept = sum(c.shape[1] * (c.shape[2] - 1) for c in layer.conv_states.values() if torch.is_tensor(c))
            state.append([numel(layer.recurrent_states.values()), kept])
        keys = getattr(layer, "indexer_keys", getattr(layer, "index_keys", None))
        if torch.is_tensor(keys):
            indexer.append([keys.shape[-1]])
    return {name: groups(found) for name, found in (("cache", cache), ("state", state), ("indexer", indexer)) if found}


def measured(row):
    whole = AutoConfig.for_model(row["model_type"], **row["given"])
    config = whole.thinker_config if row["model_type"] in THINKERS else whole
    kind = class_of(row["model_type"], config)
    with torch.device("meta"), no_init_weights():
        model = kind._from_config(config, dtype=torch.bfloat16).eval()
    model.tie_weights()
    parts = {}
    for name, parameter in model.named_parameters():
        parts[part_of(name)] = parts.get(part_of(name), 0) + parameter.numel()
    parts.pop("notLoaded", None)
    result = {key: row[key] for key in ("model_type", "name", "given")}
    result.update({"class": kind.__name__, "saved": told(whole.to_diff_dict()), "parts": parts})
    try:
        result.update(cache_of(model, config))
    except Exception as error:  # Encoders have none; a few classes do not run without memory.
        print(f"{row['model_type']} {row['name']}: no cache: {str(error)[:120]}", file=sys.stderr)
    return result


def main(path):
    with open(path) as file:
        data = json.load(file)
    rows = []
    for row in data["rows"]:
        try:
            rows.append(measured(row))
        except Exception as error:
            print(f"{row['model_type']} {row['name']}: left out: {str(error)[:160]}", file=sys.stderr)
    source = f"transformers {transformers.__version__}, the class of each row on the meta device, 2026-11-30"
    lines = ",\n".join("  " + json.dumps(row, separators=(",", ":")) for row in rows)
    with open(path, "w") as file:
        file.write(f'{{\n "source": {json.dumps(source)},\n "script": "scripts/transformers-models/measure.py",\n "rows": [\n{lines}\n ]\n}}\n')


if __name__ == "__main__":
    main(sys.argv[1])

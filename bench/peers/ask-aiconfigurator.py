"""Asks AIConfigurator 0.12.0 (PyPI, Apache-2.0) for the KV cache of every question on standard input, and prints its answers as one JSON file.

    python3.11 -m venv venv && venv/bin/pip install aiconfigurator==0.12.0
    npx tsx --tsconfig tsconfig.dev.json bench/peers/questions.ts | venv/bin/python bench/peers/ask-aiconfigurator.py > test/data/peers-aiconfigurator.json
"""

import json
import logging
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from aiconfigurator_core.sdk.common import DefaultHFModels
from aiconfigurator_core.sdk.memory import estimate_kv_cache

GIB = 2**30
VERSION = "0.12.0"
# Architectures of the start-up rows, whose stored dimensions leave the name of the class out.
ARCHITECTURES = {
    "llama": "LlamaForCausalLM",
    "qwen2": "Qwen2ForCausalLM",
    "qwen3": "Qwen3ForCausalLM",
    "qwen3_moe": "Qwen3MoeForCausalLM",
    "mixtral": "MixtralForCausalLM",
    "deepseek_v2": "DeepseekV2ForCausalLM",
    "kimi_vl": "KimiVLForConditionalGeneration",
    "mistral3": "Mistral3ForConditionalGeneration",
    "gemma2": "Gemma2ForCausalLM",
    "gemma3": "Gemma3ForConditionalGeneration",
    "granite": "GraniteForCausalLM",
    "llava_next": "LlavaNextForConditionalGeneration",
    "phi": "PhiForCausalLM",
    "phi3": "Phi3ForCausalLM",
}


def model_path(question, folder):
    """The tool's own file of a model where it has one, else the dimensions that the question brings; None without either."""
    if question["model"] in DefaultHFModels:
        return question["model"]
    config = question["config"]
    if config is None:
        return None
    config = dict(config)
    config.setdefault("architectures", [ARCHITECTURES.get(config.get("model_type"), config.get("model_type"))])
    quantization = config.get("quantization_config")
    if quantization and quantization.get("quant_method") == "nvfp4":
        config["quantization_config"] = {"quant_method": "modelopt", "quant_algo": "NVFP4"}
    target = Path(folder) / question["id"].replace("/", "--")
    target.mkdir(parents=True, exist_ok=True)
    (target / "config.json").write_text(json.dumps(config))
    return str(target)


def estimate(question, path, **more):
    experts = {"moe_tp_size": question["tensorParallel"], "moe_ep_size": 1} if is_sparse(question) else {}
    return estimate_kv_cache(
        path,
        question["system"],
        question["backend"],
        "current",
        max_num_tokens=question["tokens"],
        max_batch_size=question["sequences"],
        memory_fraction_kind="of_free" if question["backend"] == "trtllm" else "of_total",
        memory_fraction_value=question["fraction"],
        tp_size=question["tensorParallel"],
        pp_size=question["pipelineParallel"],
        gpu_memory_capacity_bytes_override=int(question["memoryGiB"] * GIB) or None,
        kvcache_quant_mode="fp8" if (question["kvCacheDtype"] or "").startswith("fp8") else None,
        **experts,
        **more,
    )


def is_sparse(question):
    config = question["config"] or {}
    return any(key in config for key in ("num_experts", "num_local_experts", "n_routed_experts")) or question["model"] in DefaultHFModels


def answer(question, folder):
    row = {"id": question["id"], "set": question["set"]}
    if question["notAsked"]:
        return {**row, "kvCacheGiB": None, "why": f"not asked: {question['notAsked']}"}
    if question["backend"] is None:
        return {**row, "kvCacheGiB": None, "why": "no such engine"}
    if question["system"] is None:
        return {**row, "kvCacheGiB": None, "why": f"no system for {question['gpu']}"}
    path = model_path(question, folder)
    if path is None:
        return {**row, "kvCacheGiB": None, "why": f"not asked: no config.json of {question['model']} at hand"}
    try:
        said = estimate(question, path)
    except Exception as problem:  # the tool refuses by raising whatever its layers raise
        return {**row, "kvCacheGiB": None, "why": reason(problem), **naive(question, path)}
    return {**row, "kvCacheGiB": round(said["total_kv_size_bytes"] / GIB, 3), "kvTokens": said["total_kv_size_tokens"]}


def naive(question, path):
    """Its rough fallback, which is off unless asked for."""
    try:
        said = estimate(question, path, allow_naive_fallback=True)
    except Exception:
        return {}
    return {"naiveKvCacheGiB": round(said["total_kv_size_bytes"] / GIB, 3)}


def reason(problem):
    text = str(problem).split("\n")[0]
    text = text.split("gpu_sku=")[-1].split(": ", 1)[-1] if "gpu_sku=" in text else text
    return text.split(". Supported")[0][:160]


def main():
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        rows = [answer(json.loads(line), folder) for line in sys.stdin]
    head = {
        "tool": "AIConfigurator",
        "version": VERSION,
        "source": "https://pypi.org/project/aiconfigurator/0.12.0/ (Apache-2.0), aiconfigurator_core.sdk.memory.estimate_kv_cache",
        "asked": datetime.now(timezone.utc).date().isoformat(),
        "note": "GiB of one GPU. The tool was given the memory that the driver reported, the share, the batch and the ranks of the row; it does not read the engine version.",
    }
    print("{")
    for key, value in head.items():
        print(f' "{key}": {json.dumps(value)},')
    print(' "rows": [')
    print(",\n".join("  " + json.dumps(row) for row in rows))
    print(" ]\n}")


if __name__ == "__main__":
    main()

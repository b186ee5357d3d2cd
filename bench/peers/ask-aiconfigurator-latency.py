"""Asks AIConfigurator 0.12.0 for the latency of every sixteenth run of test/data/perf.json that its own sample holds: two seconds a question.

    venv/bin/python bench/peers/ask-aiconfigurator-latency.py > test/data/peers-aiconfigurator-latency.json
"""

import contextlib
import csv
import io
import json
import logging
import sys
from datetime import datetime, timezone
from pathlib import Path

import aiconfigurator_core
from aiconfigurator.cli.api import cli_estimate

EVERY = 16
SAMPLE = Path(aiconfigurator_core.__file__).parent / "systems" / "silicon_sample.csv"
PERF = Path(__file__).parents[2] / "test" / "data" / "perf.json"
GPUS = {"h100_sxm": "h100-sxm-80", "h200_sxm": "h200-sxm-141", "b200_sxm": "b200-sxm", "b300_sxm": "b300-sxm", "gb200": "gb200"}
# Name in the sample, and where it differs the name that the tool has dimensions for.
MODELS = {
    "meta-llama/Llama-3.1-70B": "meta-llama/Meta-Llama-3.1-70B",
    "meta-llama/Llama-3.1-8B-Instruct": "meta-llama/Meta-Llama-3.1-8B",
    "zhipuai/GLM-5": "zai-org/GLM-5",
}


def settings_by_run():
    """The tool's own rows, by what tells a run from another."""
    found = {}
    with SAMPLE.open() as file:
        for row in csv.DictReader(file):
            if row["mode"] == "agg" and row["silicon_tpot_ms"] and row["system"] in GPUS:
                found[key(GPUS[row["system"]], row["tp_size"], row["isl"], row["osl"], row["batch_size"], row["silicon_tpot_ms"])] = row
    return found


def key(gpu, ranks, isl, osl, concurrency, tpot_ms):
    return gpu, int(ranks), int(isl), int(osl), int(float(concurrency)), round(float(tpot_ms), 3)


def ask(run, row):
    share = 0.9 if (run["length_kind"] or "").startswith("range") else 1
    more = {name: int(row[name]) for name in ("moe_tp_size", "moe_ep_size") if row[name] and int(row[name]) > 0}
    if "gpt-oss" not in row["model_path"]:  # its format is that of the checkpoint, which the tool reads itself
        more.update({name: row[name] for name in ("gemm_quant_mode", "moe_quant_mode") if row[name]})
    if run.get("kv_cache_dtype") == "fp8":
        more["kvcache_quant_mode"] = "fp8"
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return cli_estimate(
            MODELS.get(row["model_path"], row["model_path"]),
            row["system"],
            backend_name=row["backend"],
            isl=round(run["isl"] * share),
            osl=round(run["osl"] * share),
            batch_size=int(run["concurrency"]),
            tp_size=run["tp"],
            **more,
        )


def answer(run, row):
    try:
        said = ask(run, row)
    except Exception as problem:  # the tool refuses by raising whatever its layers raise
        return {"id": run["id"], "tpotMs": None, "ttftMs": None, "why": str(problem).split("\n")[0][:140]}
    return {"id": run["id"], "tpotMs": round(said.tpot, 3), "ttftMs": round(said.ttft, 1)}


def main():
    logging.disable(logging.CRITICAL)
    known = settings_by_run()
    runs = [run for run in json.loads(PERF.read_text())["rows"] if run["tp"] is not None]
    pairs = [(run, known.get(key(run["gpu"], run["tp"], run["isl"], run["osl"], run["concurrency"], run["tpot_ms"]))) for run in runs]
    asked = [(run, row) for run, row in pairs if row is not None][::EVERY]
    rows = [answer(run, row) for run, row in asked]
    head = {
        "tool": "AIConfigurator",
        "version": "0.12.0",
        "source": "https://pypi.org/project/aiconfigurator/0.12.0/ (Apache-2.0), aiconfigurator.cli.api.cli_estimate, database mode SILICON",
        "asked": datetime.now(timezone.utc).date().isoformat(),
        "note": f"Every {EVERY}th run of perf.json that the tool's own sample holds, with the sample's formats and ranks.",
    }
    print("{")
    for name, value in head.items():
        print(f' "{name}": {json.dumps(value)},')
    print(' "rows": [')
    print(",\n".join("  " + json.dumps(row) for row in rows))
    print(" ]\n}")


if __name__ == "__main__":
    sys.exit(main())

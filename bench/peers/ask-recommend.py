"""Asks AIConfigurator 0.12.0 and llm-d-planner 0.3.3 (PyPI, Apache-2.0) how many GPUs a rate of requests needs, each in its own environment:

    python3.11 -m venv aic && aic/bin/pip install aiconfigurator==0.12.0
    python3.11 -m venv llmd && llmd/bin/pip install llm-d-planner==0.3.3
    npx tsx --tsconfig tsconfig.dev.json bench/peers/recommend-questions.ts > questions.jsonl
    aic/bin/python bench/peers/ask-recommend.py aiconfigurator < questions.jsonl > aiconfigurator.json
    llmd/bin/python bench/peers/ask-recommend.py llm-d-planner < questions.jsonl > llm-d-planner.json

test/data/peers-recommend.json holds both answers.
"""

import contextlib
import io
import json
import logging
import sys
import time
from datetime import datetime, timezone


def aiconfigurator():
    """The smallest of its aggregated answers: prefill and decode apart is another question."""
    from aiconfigurator.cli.api import cli_recommend

    def ask(question):
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            said = cli_recommend(
                question["aiconfigurator"],
                "h100_sxm",
                target_request_rate=question["requestsPerSecond"],
                backend="vllm",
                isl=question["inputTokens"],
                osl=question["outputTokens"],
                ttft=question["firstTokenMs"],
                tpot=question["tokenMs"],
                strict_sla=True,
            )
        table = said.best_configs["agg"]
        if len(table) == 0:
            return None, "no configuration meets the targets"
        best = table.sort_values("total_gpus_needed").iloc[0]
        gpus, replicas = int(best["total_gpus_needed"]), int(best["replicas_needed"])
        return {"gpus": gpus, "replicas": replicas, "gpusPerReplica": gpus // replicas}, None

    return "AIConfigurator", "0.12.0", "https://pypi.org/project/aiconfigurator/0.12.0/ (Apache-2.0), aiconfigurator.cli.api.cli_recommend", ask


def llm_d_planner():
    """The cheapest of what its bundled benchmarks hold for the model on H100."""
    from planner.planner import Planner
    from planner.shared.schemas import DeploymentIntent

    planner = Planner()
    planner.load_bundled_benchmarks()

    def ask(question):
        intent = DeploymentIntent(
            use_case="chatbot_conversational",
            user_count=1,
            preferred_gpu_types=["H100"],
            preferred_models=[question["llmd"]],
        )
        spec = planner.generate_specification(intent)
        profile, targets = spec.workload_profile, spec.slo_targets
        profile.prompt_tokens, profile.output_tokens = question["inputTokens"], question["outputTokens"]
        profile.expected_qps = question["requestsPerSecond"]
        targets.ttft_target_ms, targets.itl_target_ms = question["firstTokenMs"], question["tokenMs"]
        targets.e2e_target_ms = question["firstTokenMs"] + question["outputTokens"] * question["tokenMs"]
        found = planner.generate_recommendations(spec, include_near_miss=False)
        same = [one for one in found.lowest_cost if one.model_id == question["llmd"]]
        if not same:
            return None, "no benchmark of the model and the lengths meets the targets"
        config = min((one.gpu_config for one in same), key=lambda one: one.tensor_parallel * one.replicas)
        ranks, replicas = config.tensor_parallel, config.replicas
        return {"gpus": ranks * replicas, "replicas": replicas, "gpusPerReplica": ranks}, None

    return "llm-d-planner", "0.3.3", "https://pypi.org/project/llm-d-planner/0.3.3/ (Apache-2.0), planner.planner.Planner, bundled benchmarks", ask


def answer(ask, question):
    started, clock = time.process_time(), time.time()
    try:
        found, why = ask(question)
    except Exception as problem:  # the tools refuse by raising whatever their layers raise
        found, why = None, str(problem).split("\n")[0][:140]
    cpu, wall = time.process_time() - started, time.time() - clock
    row = {"id": question["id"], "cpuSeconds": round(cpu, 2), "seconds": round(wall, 2)}
    return {**row, **(found or {"gpus": None, "why": why})}


def main():
    logging.disable(logging.CRITICAL)
    tool, version, source, ask = {"aiconfigurator": aiconfigurator, "llm-d-planner": llm_d_planner}[sys.argv[1]]()
    questions = [json.loads(line) for line in sys.stdin]
    rows = []
    for question in questions:
        rows.append(answer(ask, question))
        print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    head = {"tool": tool, "version": version, "source": source, "asked": datetime.now(timezone.utc).date().isoformat()}
    print(json.dumps({**head, "rows": rows}, indent=1))


if __name__ == "__main__":
    sys.exit(main())

"""
Gives serve configurations to the classes of Ray that read them. Arguments: folder of the scripts that stand in for packages, folder with the unpacked wheel of
vLLM, its release, file with a JSON list of texts (`serveConfigV2`), file to write: for each text what Ray says against it, or null. vLLM's own classes are real;
torch and the like are not installed.
"""
import inspect
import json
import sys

scripts, wheel, release, asked, answered = sys.argv[1:6]
sys.path.insert(0, scripts)
import vllm_parser  # noqa: E402

vllm_parser.build(wheel, release)

import yaml  # noqa: E402
from ray.llm._internal.serve.core.ingress.builder import LLMServingArgs  # noqa: E402
from ray.llm._internal.serve.engines.vllm.vllm_models import VLLMEngineConfig  # noqa: E402
from ray.serve.deployment import Deployment  # noqa: E402
from ray.serve.schema import ServeDeploySchema  # noqa: E402

KNOWN_OPTIONS = set(inspect.signature(Deployment.options).parameters)


def complaint(text):
    try:
        # What KubeRay sends to the dashboard of Ray, which reads it so.
        deployed = ServeDeploySchema.model_validate(yaml.safe_load(text))
        for application in deployed.applications:
            args = LLMServingArgs.model_validate(application.args)
            # Options are handed on to the deployments, which refuse others.
            options = [args.ingress_deployment_config, *(config.deployment_config for config in args.llm_configs)]
            unknown = {key for given in options for key in given or {}} - KNOWN_OPTIONS
            if unknown:
                return f"no option of a deployment: {', '.join(sorted(unknown))}"
            for config in args.llm_configs:
                # Sorts the keywords of the engine by vLLM's own classes, and refuses those that it has not.
                engine = VLLMEngineConfig.from_llm_config(config)
                engine.get_initialization_kwargs()
                cards = engine.num_devices
                bundles = sum(bundle.get("GPU", 0) for bundle in engine.placement_bundles)
                if cards != bundles:
                    return f"{cards} GPUs by the engine, {bundles} by the placement group"
    except Exception as error:
        return f"{type(error).__name__}: {' '.join(str(error).split())[:400]}"
    return None


with open(asked) as file:
    complaints = [complaint(text) for text in json.load(file)]
with open(answered, "w") as file:
    json.dump(complaints, file)

"""Builds the argument parser of `vllm serve` as its wheel has it."""
import importlib
import importlib.util
import inspect
import sys

import stand_ins

# Packages of other hardware: where they are, the parser takes other defaults.
OTHER_HARDWARE = ["torch_npu", "torch_xla", "habana_frameworks", "intel_extension_for_pytorch", "vllm_ascend", "torch.xpu", "torch.hpu"]
COMPILED = ["vllm._C", "vllm._moe_C", "vllm._C_stable_libtorch", "vllm.vllm_flash_attn", "vllm._flashmla_C", "vllm._version", "vllm._rust"]


def build(folder, release):
    """The parser, and the finder whose `used` names what was stood in for. `folder`: the unpacked wheel."""
    # Help texts, and with them the choices, are only filled in where somebody asks for help.
    sys.argv = ["vllm", "serve", "--help=all"]
    sys.path.insert(0, folder)
    finder = stand_ins.install(OTHER_HARDWARE, {"torch": "2.13.0", "vllm": release, "transformers": "5.5.0", "triton": "3.5.0"}, COMPILED)
    # The package starts its engines when it is imported; its parser needs none of that.
    stand_ins.without_start("vllm", folder, release)
    schemas_by_parameters()
    a_card()
    return the_maker(release)(its_class()(prog="vllm serve")), finder


def schemas_by_parameters():
    """Operators are compared by the text of their schema when they are registered."""
    import torch.library

    def schema_of(operator, **_):
        parameters = inspect.signature(operator).parameters
        outputs = str(operator.__annotations__.get("return", "")).count("Tensor")
        return f"({', '.join(parameters)}) -> ({', '.join(['Tensor'] * outputs)})"

    torch.library.infer_schema = schema_of


def a_card():
    """Defaults depend on the card. It is said, because none is asked: an NVIDIA card of compute capability 9.0 with 80 GiB."""
    import vllm.platforms
    from vllm.platforms.cuda import NonNvmlCudaPlatform
    from vllm.platforms.interface import DeviceCapability

    class Card(NonNvmlCudaPlatform):
        get_device_capability = classmethod(lambda cls, device_id=0: DeviceCapability(9, 0))
        get_device_name = classmethod(lambda cls, device_id=0: "NVIDIA H100 80GB HBM3")
        get_device_total_memory = classmethod(lambda cls, device_id=0: 80 << 30)
        device_count = classmethod(lambda cls: 1)

    vllm.platforms._current_platform = Card()


def the_maker(release):
    for module in ("vllm.entrypoints.common.cli_args", "vllm.entrypoints.launchers.cli_args", "vllm.entrypoints.openai.cli_args"):
        if importlib.util.find_spec(module.rsplit(".", 1)[0]) is not None and importlib.util.find_spec(module) is not None:
            return importlib.import_module(module).make_arg_parser
    raise SystemExit(f"vLLM {release} builds its parser elsewhere")


def its_class():
    utils = "vllm.utils.argparse_utils"
    return importlib.import_module(utils if importlib.util.find_spec(utils) is not None else "vllm.utils").FlexibleArgumentParser

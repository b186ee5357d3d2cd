"""Builds the argument parser of `sglang.launch_server` as its wheel has it."""
import argparse
import sys

import stand_ins

# Packages of other hardware: where they are, the parser takes other defaults.
OTHER_HARDWARE = ["torch_npu", "torch_xla", "torch_musa", "torch_mlu", "habana_frameworks", "mlx", "aiter", "sgl_kernel_npu", "torch.npu", "torch.xpu", "torch.hpu", "torch.musa", "torch.mlu"]


def build(folder, release):
    """The parser, and the finder whose `used` names what was stood in for. `folder`: the unpacked wheel."""
    sys.path.insert(0, folder)
    versions = {"torch": "2.12.0", "sglang": release, "transformers": "5.0.0", "triton": "3.5.0"}
    finder = stand_ins.install(OTHER_HARDWARE, versions, ["sglang.srt.platforms.current_platform"])
    # The package patches other libraries when it is imported; its parser needs none of that.
    stand_ins.without_start("sglang", folder, release)
    from sglang.srt.server_args import ServerArgs

    parser = argparse.ArgumentParser(prog="sglang.launch_server")
    ServerArgs.add_cli_args(parser)
    return parser, finder

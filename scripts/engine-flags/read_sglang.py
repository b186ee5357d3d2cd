"""Reads the flags of SGLang from its own parser. Arguments: folder with the unpacked wheel, release, file to write."""
import argparse
import sys

import stand_ins
import write_flags

folder, release, target = sys.argv[1:4]
sys.path.insert(0, folder)
# Packages of other hardware: where they are, the parser takes other defaults.
OTHER_HARDWARE = ["torch_npu", "torch_xla", "torch_musa", "torch_mlu", "habana_frameworks", "mlx", "aiter", "sgl_kernel_npu", "torch.npu", "torch.xpu", "torch.hpu", "torch.musa", "torch.mlu"]
finder = stand_ins.install(OTHER_HARDWARE, {"torch": "2.12.0", "sglang": release, "transformers": "5.0.0", "triton": "3.5.0"}, ["sglang.srt.platforms.current_platform"])

# The package patches other libraries when it is imported; its parser needs none of that.
stand_ins.without_start("sglang", folder, release)

from sglang.srt.server_args import ServerArgs  # noqa: E402

parser = argparse.ArgumentParser(prog="sglang.launch_server")
ServerArgs.add_cli_args(parser)
write_flags.write(parser, "SGLang", release, target, finder.used)

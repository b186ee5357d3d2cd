"""Reads the flags of vLLM from its own parser. Arguments: folder with the unpacked wheel, release, file to write."""
import sys

import vllm_parser
import write_flags

folder, release, target = sys.argv[1:4]
parser, finder = vllm_parser.build(folder, release)
write_flags.write(parser, "vLLM", release, target, finder.used)

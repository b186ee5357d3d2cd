"""Reads the flags of SGLang from its own parser. Arguments: folder with the unpacked wheel, release, file to write."""
import sys

import sglang_parser
import write_flags

folder, release, target = sys.argv[1:4]
parser, finder = sglang_parser.build(folder, release)
write_flags.write(parser, "SGLang", release, target, finder.used)

"""Writes a GGUF file of one layer without weights of any meaning: enough for Ollama to read, nothing to compute with. Argument: file to write."""
import struct
import sys

TEXT, UINT32, FLOAT32, INT32, ARRAY = 8, 4, 6, 5, 9
HALF = 1


def text(value):
    encoded = value.encode()
    return struct.pack("<Q", len(encoded)) + encoded


WRITE = {TEXT: text, UINT32: lambda v: struct.pack("<I", v), FLOAT32: lambda v: struct.pack("<f", v), INT32: lambda v: struct.pack("<i", v)}


def entry(key, kind, value):
    return text(key) + struct.pack("<I", kind) + WRITE[kind](value)


def entries(key, kind, values):
    head = text(key) + struct.pack("<II", ARRAY, kind) + struct.pack("<Q", len(values))
    return head + b"".join(WRITE[kind](value) for value in values)


FACTS = [
    entry("general.architecture", TEXT, "llama"),
    entry("general.file_type", UINT32, HALF),
    entry("llama.block_count", UINT32, 1),
    entry("llama.context_length", UINT32, 131_072),
    entry("llama.embedding_length", UINT32, 32),
    entry("llama.attention.head_count", UINT32, 4),
    entry("llama.attention.head_count_kv", UINT32, 4),
    entry("llama.feed_forward_length", UINT32, 32),
    entry("llama.attention.layer_norm_rms_epsilon", FLOAT32, 1e-5),
    entry("tokenizer.ggml.model", TEXT, "llama"),
    entries("tokenizer.ggml.tokens", TEXT, ["<s>", "</s>", "a"]),
    entries("tokenizer.ggml.scores", FLOAT32, [0.0, 0.0, 0.0]),
    entries("tokenizer.ggml.token_type", INT32, [3, 3, 1]),
]
SQUARE = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"]
TENSORS = {
    "token_embd.weight": (32, 3),
    "output.weight": (32, 3),
    "output_norm.weight": (32,),
    **{f"blk.0.{name}.weight": (32, 32) for name in SQUARE},
    "blk.0.attn_norm.weight": (32,),
    "blk.0.ffn_norm.weight": (32,),
}

head = b"GGUF" + struct.pack("<IQQ", 3, len(TENSORS), len(FACTS)) + b"".join(FACTS)
offset = 0
for name, shape in TENSORS.items():
    head += text(name) + struct.pack("<I", len(shape)) + b"".join(struct.pack("<Q", size) for size in shape)
    head += struct.pack("<IQ", HALF, offset)
    size = 2
    for length in shape:
        size *= length
    offset += -(-size // 32) * 32

with open(sys.argv[1], "wb") as file:
    file.write(head + b"\0" * (-len(head) % 32) + b"\0" * offset)

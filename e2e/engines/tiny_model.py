"""Writes what vLLM needs of a model, without a network: the shape of two small layers, whose weights it draws by itself, and a tokenizer of bytes. With a number
as third argument it draws weights by it, large enough that answers depend on their prompts."""
import json
import os
import sys

from tokenizers import Tokenizer, decoders, models, pre_tokenizers

folder = sys.argv[1]
SPECIAL = ["<s>", "</s>", "<pad>"]
# Parsers of tool calls ask the tokenizer for these.
OF_PARSERS = ["<tool_call>", "</tool_call>"]
TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}"


def write(name, value):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(value, file)


os.makedirs(folder, exist_ok=True)
tokens = SPECIAL + OF_PARSERS + sorted(pre_tokenizers.ByteLevel.alphabet())
tokenizer = Tokenizer(models.BPE(vocab={token: index for index, token in enumerate(tokens)}, merges=[]))
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.add_special_tokens(SPECIAL)
tokenizer.add_tokens(OF_PARSERS)
tokenizer.save(os.path.join(folder, "tokenizer.json"))
write("config.json", json.loads(sys.argv[2]))
write(
    "tokenizer_config.json",
    {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": "<s>",
        "eos_token": "</s>",
        "pad_token": "<pad>",
        "clean_up_tokenization_spaces": False,
        "chat_template": TEMPLATE,
    },
)


def draw(shape, seed):
    import torch
    from safetensors.torch import save_file

    source = torch.Generator().manual_seed(seed)
    hidden, inner = shape["hidden_size"], shape["intermediate_size"]
    heads, kept = (shape[of] * shape["head_dim"] for of in ("num_attention_heads", "num_key_value_heads"))

    def matrix(rows, columns, deviation=0.08):
        return (torch.randn(rows, columns, generator=source) * deviation).to(torch.bfloat16)

    def ones():
        return torch.ones(hidden, dtype=torch.bfloat16)

    weights = {
        "model.embed_tokens.weight": matrix(shape["vocab_size"], hidden, 1.0),
        "lm_head.weight": matrix(shape["vocab_size"], hidden, 0.1),
        "model.norm.weight": ones(),
    }
    for layer in range(shape["num_hidden_layers"]):
        sizes = {
            "self_attn.q_proj": (heads, hidden),
            "self_attn.k_proj": (kept, hidden),
            "self_attn.v_proj": (kept, hidden),
            "self_attn.o_proj": (hidden, heads),
            "mlp.gate_proj": (inner, hidden),
            "mlp.up_proj": (inner, hidden),
            "mlp.down_proj": (hidden, inner),
        }
        weights.update({f"model.layers.{layer}.{name}.weight": matrix(*size) for name, size in sizes.items()})
        weights.update({f"model.layers.{layer}.{name}.weight": ones() for name in ("input_layernorm", "post_attention_layernorm")})
    save_file(weights, os.path.join(folder, "model.safetensors"), metadata={"format": "pt"})


if len(sys.argv) > 3:
    draw(json.loads(sys.argv[2]), int(sys.argv[3]))

"""Writes what vLLM needs of a model, without a network: the shape of two small layers, whose weights it draws by itself, and a tokenizer of bytes."""
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

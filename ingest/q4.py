"""The packed 4-bit file of multilingual-e5-small, unpacked to a sentence-transformers folder.

The file is little-endian: magic and version, the header of `HEADER`, the vocabulary (offsets,
scores, UTF-8 pieces), the normalisation of single characters, then a directory of tensors that
gives for each its name, type, count and place. Matrices are Q4_0 (see `_matrix`).
"""

import json
import shutil
import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import AddedToken, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

MAGIC, VERSION = b"E5S1", 1
HEADER = ("hidden", "layers", "heads", "inner", "rows", "positions", "types")
PREFIXES = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
NORMALIZER = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC()])
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
PARTS = {
    "word": "word_embeddings",
    "pos": "position_embeddings",
    "type": "token_type_embeddings",
    "ln": "LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        """The next values, by the letters of `struct`; what follows is not aligned."""
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values


def unpack(data: bytes, folder: Path) -> None:
    """Writes the model into `folder`; ValueError, KeyError or struct.error for other formats."""
    cursor = _Cursor(data)
    if cursor.take("4sI") != (MAGIC, VERSION):
        raise ValueError("signature")
    header: dict[str, Any] = dict(zip(HEADER, cursor.take("7i"), strict=True))
    header["epsilon"], _ = cursor.take("fi")
    tokenizer = _tokenizer(cursor)
    tensors = dict(_tensors(cursor, header))
    (folder / "1_Pooling").mkdir(parents=True)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    shutil.copymode(folder / "tokenizer.json", folder / "model.safetensors")  # else owner only
    for name, content in _configuration(header).items():
        (folder / name).write_text(json.dumps(content, indent=2), encoding="utf-8")


def _tokenizer(cursor: _Cursor) -> Tokenizer:
    """XLM-RoBERTa's: Unigram over words that begin with `▁`, between `<s>` and `</s>`."""
    count, first, last, pad, unknown, length = cursor.take("5iQ")
    offsets, scores = cursor.take(f"{count + 1}I"), cursor.take(f"{count}f")
    (blob,) = cursor.take(f"{length}s")
    pieces = [blob[start:end].decode() for start, end in pairwise(offsets)]
    _check_normalization(cursor)
    tokenizer = Tokenizer(Unigram(list(zip(pieces, scores, strict=True)), unk_id=unknown))
    tokenizer.normalizer = NORMALIZER
    words = [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(words)
    tokenizer.decoder = decoders.Metaspace()
    ends = [(pieces[i], i) for i in (first, last)]
    single, pair = "<s> $A </s>", "<s> $A </s> </s> $B </s>"
    tokenizer.post_processor = processors.TemplateProcessing(single, pair, ends)
    special = [pieces[i] for i in (first, pad, last, unknown, count - 1)]
    tokenizer.add_special_tokens([AddedToken(s, normalized=False, special=True) for s in special])
    return tokenizer


def _check_normalization(cursor: _Cursor) -> None:
    """The file lists what its normaliser does to single characters: that of `NORMALIZER`.

    `NORMALIZER` also composes sequences (e + combining accent), as XLM-RoBERTa does.
    """
    count, _ = cursor.take("iI")
    for _ in range(count):
        code, length = cursor.take("IB")
        expected = "".join(map(chr, cursor.take(f"{length}I")))
        if NORMALIZER.normalize_str(chr(code)) != expected:
            raise ValueError(f"normalisation U+{code:04X}")


def _tensors(cursor: _Cursor, header: dict[str, Any]) -> Iterator[tuple[str, NDArray[Any]]]:
    hidden = header["hidden"]
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        name, packed, size, at, _ = cursor.take(f"{length}sBIQQ")
        owner, part, *kind = name.decode().split(".")
        width = header["inner"] if part == "fo" else hidden
        values = (_matrix if packed else _vector)(cursor.data, size, at)
        flat = part in ("ln", "aln", "oln") or kind == ["b"]
        yield _name(owner, part, kind), values if flat else values.reshape(-1, width)
    # BertModel wants a pooler, which mean pooling never looks at.
    yield "pooler.dense.weight", np.zeros((hidden, hidden), np.float16)
    yield "pooler.dense.bias", np.zeros(hidden, np.float16)


def _name(owner: str, part: str, kind: list[str]) -> str:
    """`emb.word` and `l3.q.b`, as BERT calls them."""
    place = "embeddings" if owner == "emb" else f"encoder.layer.{int(owner[1:])}"
    return f"{place}.{PARTS[part]}.{'bias' if kind == ['b'] else 'weight'}"


def _vector(data: bytes, size: int, at: int) -> NDArray[Any]:
    return np.frombuffer(data, "<f4", size, at)


def _matrix(data: bytes, size: int, at: int) -> NDArray[Any]:
    """Q4_0: each 32 values are an fp16 scale and 16 bytes, first the low nibbles of all 16.

    Half precision holds `(nibble - 8) * scale` to 2^-11, far below the 4-bit rounding.
    """
    blocks = np.frombuffer(data, BLOCK, size // 32, at)
    nibbles = np.concatenate((blocks["nibbles"] & 15, blocks["nibbles"] >> 4), axis=1)
    values = (nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
    return values.astype(np.float16)


def _configuration(header: dict[str, Any]) -> dict[str, Any]:
    """The small files that sentence-transformers and transformers expect, by name."""
    modules = "sentence_transformers.models"
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_act": "gelu",
            "hidden_size": header["hidden"],
            "intermediate_size": header["inner"],
            "num_hidden_layers": header["layers"],
            "num_attention_heads": header["heads"],
            "max_position_embeddings": header["positions"],
            "vocab_size": header["rows"],
            "type_vocab_size": header["types"],
            "layer_norm_eps": header["epsilon"],
            "pad_token_id": 1,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": header["positions"],
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{modules}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{modules}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{modules}.Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": header["hidden"],
            "pooling_mode_mean_tokens": True,
        },
        "sentence_bert_config.json": {"max_seq_length": header["positions"]},
        "config_sentence_transformers.json": {
            "prompts": PREFIXES,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }

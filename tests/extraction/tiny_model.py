"""A model folder in the layout of a trained one, its labels looked up in a table: words the tests use, nothing learned.

The graph is real ONNX and runs in onnxruntime: tag logits are a row of one table for the piece's id plus a row of
another for its place in quotation marks.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

from corpus.extraction.tagger.pieces import CLS, SEP, QuoteState
from corpus.extraction.training.manifest import write_manifest

WORDS = "“ ” . , ana kerr tom lind said added told the mayor we waited pier was safe board met never it would not pay a"
LABELS = {"said": 3, "added": 3, "told": 3, "ana": 1, "tom": 1, "kerr": 2, "lind": 2}
SURE = 9.0


def make(folder: Path) -> Path:
    """Write the folder and give it back."""
    folder.mkdir()
    vocabulary = {"[PAD]": 0, "[UNK]": 1, "[CLS]": CLS, "[SEP]": SEP}
    vocabulary |= {word: SEP + 1 + number for number, word in enumerate(WORDS.split())}
    vocabulary |= {f"[{number}]": number for number in range(2, CLS)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))  # noqa: S106 - the name of a piece
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.save(str(folder / "tokenizer.json"))
    by_word = np.zeros((len(vocabulary), 7), np.float32)
    by_word[:, 0] = 1
    for word, label in LABELS.items():
        by_word[vocabulary[word], label] = SURE
    by_quote = np.zeros((len(QuoteState), 7), np.float32)
    by_quote[QuoteState.INSIDE, 5:] = 2 * SURE, 3 * SURE
    onnx.save(_graph(by_word, by_quote), str(folder / "tagger.onnx"))
    stored = {
        "feature": [[25, 0, 0]],
        "threshold": [[0.5, 0, 0]],
        "left": [[1, 1, 2]],
        "right": [[2, 1, 2]],
        "value": [[0.0, -1.0, 2.0]],
        "depth": 1,
        "baseline": 0.0,
    }
    (folder / "linker.json").write_text(json.dumps(stored))
    write_manifest(folder, "tiny-1", {"window": 24, "context": 4, "batch": 2, "quoted_from": 0.5})
    return folder


def _graph(by_word: np.ndarray, by_quote: np.ndarray) -> onnx.ModelProto:
    tables = {
        "by_word": by_word,
        "by_quote": by_quote,
        "no_names": np.eye(7, dtype=np.float32)[[0] * len(QuoteState)],
        "no_pointer": np.zeros((len(QuoteState), 128), np.float32),
    }
    nodes = [
        helper.make_node("Gather", ["by_word", "ids"], ["word_row"]),
        helper.make_node("Gather", ["by_quote", "quote"], ["quote_row"]),
        helper.make_node("Add", ["word_row", "quote_row"], ["tags"]),
        helper.make_node("Gather", ["no_names", "quote"], ["names"]),
        helper.make_node("Gather", ["no_pointer", "quote"], ["query"]),
        helper.make_node("Gather", ["no_pointer", "quote"], ["key"]),
        helper.make_node("Identity", ["shape"], ["shape_seen"]),
        helper.make_node("Identity", ["mask"], ["mask_seen"]),
    ]
    sides = ["windows", "pieces"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, sides) for name in ("ids", "shape", "quote")]
    inputs.append(helper.make_tensor_value_info("mask", TensorProto.FLOAT, sides))
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [*sides, width])
        for name, width in (("tags", 7), ("names", 7), ("query", 128), ("key", 128))
    ]
    initial = [numpy_helper.from_array(table, name) for name, table in tables.items()]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, initial)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)

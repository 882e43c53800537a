"""The model's files: found, checked by their hashes, loaded once a process, and run over one document at a time."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from ..config import ModelError
from .pieces import CLS, SEP, Pieces, PieceShape, QuoteState
from .trees import Trees
from .windows import Window, speaks, windows

Floats = npt.NDArray[np.float32]
MANIFEST = "manifest.json"
ONE_THREAD = 2**18  # multiplications up to which OpenBLAS starts no other thread
OUTSIDE = np.array([[20, 0, 0, 0, 0, 0, 0]], np.float32)  # logits of what is not read
NOWHERE = np.zeros((0, 0), np.float32)
FILES = ("tagger.onnx", "tokenizer.json", "linker.json")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder says of each piece, and of each window the vectors that pointers are made of."""

    tags: Floats  # pieces x 7 logits: outside, then begin/inside of source, cue, content
    names: Floats  # pieces x 7 logits: outside, then begin/inside of person, organisation, place
    window_of: npt.NDArray[np.int64]  # of each piece, the window that it is the core of
    windows: tuple[Window, ...]
    queries: tuple[Floats, ...]  # a window: (its pieces + 2) x 128
    keys: tuple[Floats, ...]

    def pointers(self, stretches: Sequence[tuple[int, int]], most: int = 24) -> Iterator[tuple[int, Floats]]:
        """Where the sources of stretches ``[first, last)`` of pieces stand: the window's first piece, a probability
        for each place.

        Place 0 is "none", place ``p`` the piece ``start + p - 1``. The mean over the pieces that lie in the window of
        the first, of a long stretch its two ends.
        """
        for number, together in groupby(stretches, lambda stretch: int(self.window_of[stretch[0]])):
            window = self.windows[number]
            rows: list[int] = []
            ends: list[int] = []
            for first, last in together:
                own = range(first - window.start + 1, min(last, window.core_end) - window.start + 1)
                rows.extend(own if len(own) <= most else (*own[: most // 2], *own[-most // 2 :]))
                ends.append(len(rows))
            if self.keys[number] is NOWHERE:  # not read: a content of the windows behind begins here
                yield from ((window.start, np.eye(1, window.end - window.start + 2, dtype=np.float32)[0]) for _ in ends)
                continue
            queries, keys = self.queries[number][rows], self.keys[number]
            scores = softmax(_product(queries, keys) / math.sqrt(keys.shape[1]))
            for begin, end in pairwise([0, *ends]):
                yield window.start, scores[begin:end].mean(0)


def _product(queries: Floats, keys: Floats) -> Floats:
    """``queries @ keys.T`` in blocks small enough for BLAS to stay on this thread: to wake others costs far more."""
    rows = max(1, ONE_THREAD // keys.size)
    found = np.empty((len(queries), len(keys)), np.float32)
    for at in range(0, len(queries), rows):
        np.matmul(queries[at : at + rows], keys.T, out=found[at : at + rows])
    return found


def softmax(logits: Floats) -> Floats:
    """Probabilities over the last axis."""
    exponents = np.exp(logits - logits.max(-1, keepdims=True))
    result: Floats = exponents / exponents.sum(-1, keepdims=True)
    return result


class Session(Protocol):
    """What runs the encoder: an onnxruntime session, or the network itself while it is trained."""

    def run(self, outputs: None, inputs: dict[str, npt.NDArray[Any]]) -> Sequence[Floats]:
        """Label logits, name logits, queries and keys of a batch of windows."""


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model. ``settings`` holds what was chosen beside the weights: window lengths, thresholds."""

    name: str
    session: Session
    tokenizer: Tokenizer
    linker: Trees
    settings: dict[str, Any] = field(default_factory=dict)

    def read(self, pieces: Pieces) -> Reading:
        """Run the encoder over one document."""
        return read_windows(self.session, pieces, self.settings)


def read_windows(session: Session, pieces: Pieces, settings: Mapping[str, Any]) -> Reading:
    """Run the encoder over the windows of one document that may hold speech: batches, in the order of the text.

    The int8 scales are taken over a whole batch, so windows of two documents never share one.
    """
    found = windows(pieces, settings["window"], settings["context"])
    tags, names = (np.repeat(OUTSIDE, len(pieces), axis=0) for _ in range(2))
    cores = np.array([window.core_end - window.core_start for window in found], np.int64)
    window_of = np.repeat(np.arange(len(found)), cores)
    queries, keys = [[NOWHERE] * len(found) for _ in range(2)]
    speaking = [number for number, window in enumerate(found) if speaks(pieces, window)]
    size = settings["batch"]
    for at in range(0, len(speaking), size):
        numbers = speaking[at : at + size]
        got = session.run(None, batch_inputs(pieces, [found[number] for number in numbers]))
        for row, number in enumerate(numbers):
            window = found[number]
            core = slice(window.core_start, window.core_end)
            inside = slice(window.core_start - window.start + 1, window.core_end - window.start + 1)
            tags[core], names[core] = got[0][row, inside], got[1][row, inside]
            width = window.end - window.start + 2
            queries[number], keys[number] = got[2][row, :width], got[3][row, :width]
    return Reading(tags, names, window_of, tuple(found), tuple(queries), tuple(keys))


def batch_inputs(pieces: Pieces, batch: Sequence[Window]) -> dict[str, npt.NDArray[Any]]:
    """The encoder's inputs for some windows of one document, padded to the longest."""
    width = max(window.end - window.start for window in batch) + 2
    ids = np.zeros((len(batch), width), np.int64)
    shape = np.full((len(batch), width), PieceShape.SPECIAL, np.int64)
    quote = np.full((len(batch), width), QuoteState.SPECIAL, np.int64)
    mask = np.zeros((len(batch), width), np.float32)
    for row, window in enumerate(batch):
        length = window.end - window.start
        part = slice(window.start, window.end)
        ids[row, 0], ids[row, length + 1] = CLS, SEP
        ids[row, 1 : length + 1] = pieces.ids[part]
        shape[row, 1 : length + 1] = pieces.shape[part]
        quote[row, 1 : length + 1] = pieces.quote[part]
        mask[row, : length + 2] = 1
    return {"ids": ids, "shape": shape, "quote": quote, "mask": mask}


def open_session(encoder: bytes | Path, threads: int) -> Session:
    """An onnxruntime session on the CPU with so many threads."""
    options = onnxruntime.SessionOptions()
    # windows differ in length: what is kept of each for the next costs memory and saves no time
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    source = encoder if isinstance(encoder, bytes) else str(encoder)
    session: Session = onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    return session


@lru_cache(maxsize=4)
def load(folder: Path, threads: int = 1) -> Model:
    """The model of ``folder``, once a process; ModelError where a file is missing or not the one of the manifest."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        contents = {name: (folder / name).read_bytes() for name in FILES}
    except (OSError, ValueError) as error:
        raise ModelError(f"the extraction model in {folder} cannot be read: {error}") from error
    for name, content in contents.items():
        if hashlib.sha256(content).hexdigest() != manifest["sha256"].get(name):
            raise ModelError(f"{folder / name} is not the file that {MANIFEST} names: its sha256 differs")
    tokenizer = Tokenizer.from_buffer(contents["tokenizer.json"])
    tokenizer.no_truncation()
    tokenizer.no_padding()
    session = open_session(contents["tagger.onnx"], threads)
    linker = Trees.from_json(json.loads(contents["linker.json"]))
    return Model(manifest["name"], session, tokenizer, linker, manifest["settings"])

"""``python -m corpus.extraction.training.held_out GOLD_DIR``: do confidences hold on articles they were not fitted on?

The numbers that turn what the reader says into probabilities are fitted on all but one of the folds, and judged on that
one (cross-fitting, as in Platt 1999), so that no article judges numbers that it had a part in.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from tqdm import tqdm

from corpus.records import ArticleRecord

from .. import ExtractionConfig, extract
from ..config import SHIPPED
from ..evaluation.brat import GoldArticle
from ..evaluation.calibration import Part, Reliability, calibration, calibration_table
from ..evaluation.pairing import Judged, judge_article
from ..tagger import load
from ..tagger.model import FILES
from .calibration import calibrate
from .manifest import write_manifest
from .texts import LabelledText, attributed

FOLDS = 5
COLOURS = {Part.SPAN: "#2f6f9f", Part.SPEAKER: "#b5652b", Part.KIND: "#5b7f4b", Part.OVERALL: "#333333"}


def judged(gold: Path, model: Path, folds: int) -> Iterator[Judged]:
    """Each article as read with the numbers that the other folds give."""
    reader = load(model)
    texts = list(tqdm(attributed(gold, reader.tokenizer), desc="reading", unit="article", disable=None))
    for number in range(folds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for file in FILES:
                (folder / file).symlink_to((model / file).resolve())
            others = [text for place, text in enumerate(texts) if place % folds != number]
            write_manifest(folder, reader.name, {**reader.settings, **calibrate(reader, others)})
            yield from _judged(texts[number::folds], ExtractionConfig(model=folder))
            load.cache_clear()  # the folder's name may come again


def _judged(texts: Sequence[LabelledText], config: ExtractionConfig) -> Iterator[Judged]:
    for text in tqdm(texts, desc="judging", unit="article", disable=None):
        gold = text.gold
        assert isinstance(gold, GoldArticle)  # noqa: S101  (these texts come from annotated articles)
        yield judge_article(gold, extract(ArticleRecord(gold.name, "", gold.text), config))


def draw(found: dict[Part, Reliability], path: Path) -> None:
    """A reliability diagram: the share of right ones over the confidence that was given."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, places = pyplot.subplots(1, len(found), figsize=(12, 3.4), sharey=True, layout="constrained")
    for axes, (part, one) in zip_longest(places, found.items()):
        axes.plot([0, 1], [0, 1], color="#bbbbbb", linewidth=1)
        axes.plot(
            [b.confidence for b in one.bins], [b.right for b in one.bins], "o-", color=COLOURS[part], markersize=4
        )
        axes.set_title(f"{part}: error {one.expected_error:.3f}, {len(one.pairs):,} quotations", fontsize=9)
        axes.set_xlabel("confidence given")
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1.02)
    places[0].set_ylabel("share that is right")
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def main() -> None:
    """Read the command line, judge, print."""
    parser = argparse.ArgumentParser(prog="python -m corpus.extraction.training.held_out", description=__doc__)
    parser.add_argument("gold", type=Path, help="a brat folder of articles that the network did not learn from")
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--folds", type=int, default=FOLDS)
    parser.add_argument("--chart", type=Path, help="draw the reliability diagram into this PNG")
    options = parser.parse_args()
    found = calibration(list(judged(options.gold, options.model, options.folds)))
    print(calibration_table(found))  # noqa: T201
    if options.chart:
        draw(found, options.chart)


if __name__ == "__main__":
    main()

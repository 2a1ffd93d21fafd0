"""`make weights`: trains the GPT that `03_real_weights` loads, on Jane Austen's six novels.

    python -m tests.weights [PACKAGE.deb] [--into FOLDER] [--steps N]

One thread and no clock: the same machine writes the same bytes again. Another processor's
rounding differs, and after thousands of steps so do the last digits of the weights. Beside the
weights lies a WEIGHTS.md, written here too, that says what they are and how they were made.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import math
import re
import sys
import time
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from tests import austen
from tests.austen_novel import NUMBER, plain_novel
from tests.gpt_in_batches import Network, Size, Tokens
from tests.simulated import ROOT

PLACE: Final = "09_capstone"
WEIGHTS: Final = "weights.npz"
HELD_OUT: Final = "persuasion"
HEADING: Final = re.compile(r"\n(?:CHAPTER|Chapter|VOLUME) [IVXL\d]+\n")
ENDING: Final = re.compile(r"\n(?:FINIS|THE END|A NOTE ON THE TEXT)\b.*", re.DOTALL)

SEED: Final = 1
STEPS: Final = 16_000
BATCH: Final = 16
PEAK: Final = 4e-3
LEAST: Final = 0.02  # of the peak, at the end
PAGES: Final = (0, 500, 2_000)  # and the last step
PROMPT: Final = "she was "
CHECK: Final = "it is a truth universally acknowledged, that a"
ORDERS: Final = range(1, 9)

Letters = npt.NDArray[np.str_]
Rows = list[tuple[int, float]]

TEXT: Final = """\
# The weights of this assignment

**`{name}`**: the GPT that `03_real_weights` loads, in half precision. `E`, `P`, `gain` and `bias`
are its ends; the arrays of a block have the block's number before their names. `vocabulary` and
`heads` are what it takes to run it, `check` and `check_logits` a sentence with its logits, to
compare. `losses` are the held-out losses of the kept weights with at least 1 and at least {seen}
characters in view, `curve` has rows of step and loss with at least 1, `counts` rows of the longest
sequence counted and the held-out loss of such counts, and `pages` holds what the model wrote after
`page_steps` steps.

| file | bytes | SHA-256 |
|---|---|---|
| `{name}` | {bytes} | `{digest}` |

- **Source**: trained on Jane Austen's six novels as Project Gutenberg gives them, taken from
  Debian's package `{package}` {version}. The last tenth of *Persuasion* is held out.
- **Licence**: the novels are in the public domain, and so are these weights.
- **How**: {steps} steps with {batch} windows of {context} characters each, Adam (0.9, 0.99) with a
  peak of {peak}, a warm-up and a cosine, seed {seed}, single precision, one thread.
- **Held-out loss**: {loss:.3f} nats per character, or {later:.3f} with at least {seen} characters
  in view. The best counts of the same text, of up to {order} characters, have {counted:.3f}.
- **To make it again**: `make weights` in the course's repository (needs Debian's `apt-get`), or
  `python -m tests.weights {package}_{version}_all.deb`. The same machine writes the same bytes.
  On another processor sums may round differently, and then the weights differ.
"""


def main(arguments: list[str] | None = None) -> int:
    """Train, write the weights and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m tests.weights", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("package", nargs="?", type=Path, help="the .deb; else it is downloaded")
    parser.add_argument("--into", type=Path, default=ROOT / "source" / PLACE, metavar="FOLDER")
    parser.add_argument("--steps", type=int, default=STEPS, help=f"{STEPS:,} unless told")
    given = parser.parse_args(arguments)
    package = austen.checked_package(given.package)
    if package is None:
        return 1
    data = trained(austen.novels(package), given.steps)
    (given.into / WEIGHTS).write_bytes(data)
    (given.into / "WEIGHTS.md").write_text(described(data), encoding="utf-8")
    print(f"{len(data):>9,} bytes  {given.into / WEIGHTS}")
    return 0


def texts(novels: dict[str, list[str]]) -> tuple[str, str, str]:
    """Return the characters, what is learned from and what is held out, in lower case.

    The characters are those of *Persuasion*, whose last tenth is held out, as in all notebooks.
    """
    persuasion = plain_novel(novels[HELD_OUT]).lower()
    cut = 9 * len(persuasion) // 10
    vocabulary = "".join(sorted(set(persuasion)))
    others = [plain(lines) for name, lines in sorted(novels.items()) if name != HELD_OUT]
    learned = "".join(others).lower()
    kept = "".join(c for c in learned if c in vocabulary)
    return vocabulary, kept + persuasion[:cut], persuasion[cut:]


def plain(lines: list[str]) -> str:
    """Return the text of any of the novels as `plain_novel` returns that of *Persuasion*."""
    _, *chapters = HEADING.split(ENDING.sub("", "\n".join(lines)))
    paragraphs = (
        " ".join(paragraph.split()) for text in chapters for paragraph in text.split("\n\n")
    )
    text = "".join(f"{paragraph}\n" for paragraph in paragraphs if paragraph)
    return NUMBER.sub("", text).replace("&c", "etc")


def trained(novels: dict[str, list[str]], steps: int) -> bytes:
    """Return the file of a model that took so many steps, on one thread."""
    with threadpool_limits(1):
        return trained_here(novels, steps)


def trained_here(novels: dict[str, list[str]], steps: int) -> bytes:
    """Return the file of a model, with as many threads as there are."""
    vocabulary, learned, held_out = (np.array(list(text)) for text in texts(novels))
    tokens, test = (np.searchsorted(vocabulary, text) for text in (learned, held_out))
    network, curve, pages = train(tokens, test, vocabulary, steps)
    network.weights[...] = network.weights.astype(np.float16)  # measure what is kept
    losses = [held_out_loss(network, test, first) for first in (0, network.size.context // 2)]
    counts = [(order, counted_loss(tokens, test, len(vocabulary), order)) for order in ORDERS]
    return packed(network, vocabulary, curve, pages, losses, counts)


def packed(
    network: Network,
    vocabulary: Letters,
    curve: Rows,
    pages: list[tuple[int, str]],
    losses: list[float],
    counts: Rows,
) -> bytes:
    """Return the file's bytes: the weights in half precision, and what was measured."""
    ends = {name: array for name, array in network.model.items() if name != "blocks"}
    blocks = {
        f"{i} {name}": array
        for i, params in enumerate(network.model["blocks"])
        for name, array in params.items()
    }
    return austen.arrays(
        vocabulary=np.array("".join(vocabulary)),
        heads=np.array(network.size.heads),
        check=np.array(CHECK),
        check_logits=network.logits(np.searchsorted(vocabulary, list(CHECK))[None])[0],
        curve=np.array(curve, np.float32),
        losses=np.array(losses, np.float32),
        counts=np.array(counts, np.float32),
        page_steps=np.array([step for step, _ in pages]),
        pages=np.array([page for _, page in pages]),
        **{name: array.astype(np.float16) for name, array in (ends | blocks).items()},
    )


def train(
    tokens: Tokens, test: Tokens, vocabulary: Letters, steps: int
) -> tuple[Network, Rows, list[tuple[int, str]]]:
    """Return the network, its held-out loss by step, and pages that it wrote on the way."""
    network = Network(Size(len(vocabulary)), SEED)
    rng = np.random.default_rng(SEED)
    mean, spread = np.zeros_like(network.weights), np.zeros_like(network.weights)
    window = np.arange(network.size.context + 1)
    curve, pages = [], []
    for step in range(steps + 1):
        shown = step in PAGES or step == steps
        if shown:
            pages.append((step, written(network, vocabulary)))
        if shown or step % 1_000 == 0:
            curve.append((step, held_out_loss(network, test, 0)))
            print(f"step {step:6,}: {curve[-1][1]:.3f}, {time.process_time():.0f} s", flush=True)
        if step == steps:
            break
        starts = rng.integers(len(tokens) - len(window), size=(BATCH, 1))
        network.learn(tokens[starts + window])
        slopes = network.slopes
        slopes *= min(1.0, 1.0 / float(np.linalg.norm(slopes)))
        # Adam, with β₁ = 0.9 and β₂ = 0.99.
        mean += np.float32(0.1) * (slopes - mean)
        spread += np.float32(0.01) * (slopes * slopes - spread)
        rate = np.float32(learning_rate(step, steps) / (1 - 0.9 ** (step + 1)))
        root = np.sqrt(spread * np.float32(1 / (1 - 0.99 ** (step + 1))))
        network.weights -= rate * mean / (root + np.float32(1e-8))
    return network, curve, pages


def learning_rate(step: int, steps: int) -> float:
    """Return a rate that rises for a twentieth of the steps and falls along a cosine."""
    warmup = steps // 20
    if step < warmup:
        return PEAK * (step + 1) / warmup
    cosine = (1 + math.cos(math.pi * (step - warmup) / (steps - warmup))) / 2
    return PEAK * (LEAST + (1 - LEAST) * cosine)


def held_out_loss(network: Network, test: Tokens, first: int) -> float:
    """Return the mean loss over the held-out text, with `first + 1` characters in view or more."""
    context = network.size.context
    starts = np.arange(0, len(test) - context, context - first)[:, None]
    windows = test[starts + np.arange(context + 1)]
    parts = np.array_split(windows, math.ceil(len(windows) / 64))
    total = sum(len(part) * network.loss(part, first) for part in parts)
    return total / len(windows)


def written(network: Network, vocabulary: Letters) -> str:
    """Return what a network writes after the prompt, at temperature 0.7."""
    rng = np.random.default_rng(SEED)
    page = list(np.searchsorted(vocabulary, list(PROMPT)))
    for _ in range(400):
        seen = np.array(page[-network.size.context :])[None]
        logits = network.logits(seen)[0, -1].astype(float) / 0.7
        p = np.exp(logits - logits.max())
        page.append(rng.choice(len(p), p=p / p.sum()))
    return "".join(vocabulary[page])


def counted_loss(tokens: Tokens, test: Tokens, size: int, order: int) -> float:
    """Return the held-out loss of counts of 1 to `order` characters, as Witten and Bell mix them.

    Source: T. Bell, J. Cleary, I. Witten, Text Compression, Prentice Hall 1990, method C, without
    exclusion. `02_gpt` does the same with one novel.
    """
    p: Any = 1 / size
    for k in range(1, order + 1):
        seen, times = np.unique(_numbered(tokens, k, size), return_counts=True)
        contexts, first = np.unique(seen // size, return_index=True)
        total, kinds = np.add.reduceat(times, first), np.diff(np.append(first, len(seen)))
        asked = _numbered(test, k, size)[order - k :]
        here = _looked_up(seen, times, asked)
        n, t = (_looked_up(contexts, values, asked // size) for values in (total, kinds))
        p = np.where(n > 0, (here + t * p) / np.maximum(n + t, 1), p)
    return float(-np.log(p).mean())


def _numbered(tokens: Tokens, k: int, size: int) -> Any:
    """Return a number for each window of k tokens: its tokens as digits."""
    starts = len(tokens) - k + 1
    return sum(tokens[i : starts + i] * size ** (k - 1 - i) for i in range(k))


def _looked_up(keys: Tokens, values: Tokens, wanted: Tokens) -> Tokens:
    """Return the value of each wanted key, and 0 where it is not among the sorted keys."""
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, values[place], 0)


def described(data: bytes) -> str:
    """Return the WEIGHTS.md of these weights."""
    with np.load(io.BytesIO(data)) as file:
        counts = {int(order): loss for order, loss in file["counts"]}
        order = min(counts, key=counts.__getitem__)
        return TEXT.format(
            name=WEIGHTS,
            bytes=len(data),
            digest=hashlib.sha256(data).hexdigest(),
            steps=f"{file['page_steps'][-1]:,}",
            batch=BATCH,
            context=len(file["P"]),
            peak=PEAK,
            seed=SEED,
            loss=file["losses"][0],
            later=file["losses"][1],
            seen=len(file["P"]) // 2 + 1,
            order=order,
            counted=counts[order],
            package=austen.PACKAGE,
            version=austen.VERSION,
        )


if __name__ == "__main__":
    sys.exit(main())

"""Write how the capstone's GPT reads: weights for `02_attention_spectrum` and `03_heatmap`.

    python -m tests.heads [--into FOLDER]

The GPT is `trained.npz` of `09_capstone`, the text a paragraph of its held-out part. Beside the
weights lies a HEADS.md, written here too, that says what they are.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path
from typing import Final

import numpy as np

import solutions
from tests import austen
from tests.simulated import ROOT

PLACES: Final = ("07_fourier", "08_attention")
HEADS: Final = "heads.npz"
CAPSTONE: Final = ROOT / "source/09_capstone"
BLOCKS: Final = 2
IN_A_BLOCK: Final = 4
CHARACTERS: Final = 64

TEXT: Final = """\
# The heads of a trained model

**`{name}`**: how the heads of a small GPT read a text that it has not seen in training. `weights`:
({heads}, {length}, {length}), float16, the attention weights of {heads} heads, with a row for each
query, first those of the first block, then those of the second. `characters`: the text, {length}
characters of the last tenth of *Persuasion*.

| file | bytes | SHA-256 |
|---|---|---|
| `{name}` | {bytes} | `{digest}` |

- **Source**: computed by the GPT that the solved notebook `02_gpt` of `09_capstone` trains
  (`trained.npz` there) from Jane Austen's *Persuasion*.
- **Licence**: the novel is in the public domain, and so is what is computed from it.
- **To make it again**: `python -m tests.heads` in the course's repository.
"""


def main(arguments: list[str] | None = None) -> int:
    """Write the weights and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m tests.heads", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--into", type=Path, default=ROOT / "source", metavar="FOLDER")
    into = parser.parse_args(arguments).into
    text = (CAPSTONE / "persuasion.txt").read_text(encoding="utf-8").lower()
    begin = text.index("\n", 9 * len(text) // 10) + 1
    read = text[begin : begin + CHARACTERS]
    weights = attention_weights(read, sorted(set(text)))
    data = austen.arrays(characters=np.array(read), weights=weights.astype(np.float16))
    said = {"name": HEADS, "heads": len(weights), "length": CHARACTERS, "bytes": len(data)}
    said["digest"] = hashlib.sha256(data).hexdigest()
    for place in PLACES:
        (into / place).mkdir(exist_ok=True)
        (into / place / HEADS).write_bytes(data)
        (into / place / "HEADS.md").write_text(TEXT.format(**said), encoding="utf-8")
        print(f"{len(data):>9,} bytes  {into / place / HEADS}")
    return 0


def attention_weights(text: str, vocabulary: list[str]) -> np.ndarray:
    """Return the weights of all heads, block by block, (heads, n, n)."""
    with np.load(CAPSTONE / "trained.npz") as file:
        model = {name: file[name].astype(float) for name in file.files}
    tokens = [vocabulary.index(character) for character in text]
    stream = model["0 E"][tokens] + model["0 P"][: len(tokens)]  # (n, d)
    found = []
    for block in range(1, BLOCKS + 1):
        params = {name.split()[1]: array for name, array in model.items() if name[0] == str(block)}
        u = solutions.layer_norm(stream, params["gain_1"], params["bias_1"])
        for columns in np.split(np.arange(u.shape[1]), IN_A_BLOCK):
            Q, K = u @ params["W_q"][:, columns], u @ params["W_k"][:, columns]
            found.append(solutions.causal_attention(Q, K, Q)[1])
        stream = solutions.transformer_block(stream, params, IN_A_BLOCK)
    return np.array(found)


if __name__ == "__main__":
    sys.exit(main())

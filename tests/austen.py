"""`make data`: makes the course's data files again, from Jane Austen's six novels.

    python -m tests.austen [PACKAGE.deb] [--into FOLDER]

The novels are in Debian's package r-cran-janeaustenr. Without an argument it is downloaded with
apt-get and kept in .data/. The same package gives the same bytes. Beside the files of each
assignment lies a DATA.md, written here too, that says what they are and where they are from.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from tests import austen_words as words
from tests.austen_novel import plain_novel
from tests.r_data import read_texts
from tests.simulated import ROOT

PACKAGE: Final = "r-cran-janeaustenr"
VERSION: Final = "1.0.0-1"
DIGEST: Final = "df6bddf211906d1ff404f8ff662c21b34e6660e7f54a311084e749050c019c95"
KEPT: Final = ROOT / ".data" / f"{PACKAGE}_{VERSION}_all.deb"
DATA: Final = "./usr/lib/R/site-library/janeaustenr/data/Rdata"

NOVEL: Final = "persuasion.txt"
VECTORS: Final = "words.npz"
NEXT_WORDS: Final = "next_words.json"
COOCCURRENCES: Final = "cooccurrences.npz"
PLACES: Final = {
    "01_linear_algebra": (VECTORS,),
    "02_probability": (NEXT_WORDS, NOVEL),
    "03_information": (COOCCURRENCES, NOVEL),
    "04_calculus": (NOVEL,),
    "05_optimization": (NOVEL,),
    "06_embeddings": (VECTORS, COOCCURRENCES, NOVEL),
    "08_attention": (VECTORS,),
    "09_capstone": (NOVEL,),
}
"""Which assignment has which files."""

SAID: Final = {
    NOVEL: (
        "The novel *Persuasion*, one paragraph per line, without title page or chapter headings."
        ' Numbers are left out and "&c" is written "etc", so the text in lower case has 39'
        " characters."
    ),
    VECTORS: (
        "`words`: the 1000 commonest words of the six novels, commonest first. `counts`: how often"
        " each occurs. `vectors`: (1000, 50), float16, a vector for each. Made from co-occurrences"
        " of the 3000 commonest words (at distance 1 with twice the weight of distance 2): positive"
        " PMI in bits with context counts to the power 0.75, then U√S of its 50 largest singular"
        " values."
    ),
    NEXT_WORDS: (
        "For each of four contexts: `total`, how often it comes before another word in the six"
        " novels, and the 12 commonest next `words` with their `counts`. Upper and lower case count"
        " as the same, and pairs with punctuation in between are left out."
    ),
    COOCCURRENCES: (
        "`words`: the 1000 commonest words of the six novels, commonest first. `counts`: (1000,"
        " 1000), uint16, symmetric: how often two words are neighbours, times two, plus how often"
        " one word is between them. Punctuation and line ends don't count."
    ),
}

TEXT: Final = """\
# Data of this assignment

{said}

| file | bytes | SHA-256 |
|---|---|---|
{digests}

- **Source**: Jane Austen's six novels as Project Gutenberg gives them, taken from Debian's package
  `{package}` {version} (the R package janeaustenr by Julia Silge).
- **Licence**: the novels are in the public domain, and so is what is counted in them.
- **To make these files again**: `make data` in the course's repository (needs Debian's `apt-get`),
  or `python -m tests.austen {package}_{version}_all.deb`.
"""


def main(arguments: list[str] | None = None) -> int:
    """Write all data files and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m tests.austen", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("package", nargs="?", type=Path, help="the .deb; else it is downloaded")
    parser.add_argument("--into", type=Path, default=ROOT / "source", metavar="FOLDER")
    given = parser.parse_args(arguments)
    package = checked_package(given.package)
    if package is None:
        return 1
    for path, data in placed(files(novels(package))):
        target = given.into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        print(f"{len(data):>9,} bytes  {target}")
    return 0


def checked_package(path: Path | None) -> bytes | None:
    """Return the package's bytes, or None and say why if they are not those of our version."""
    package = (path or downloaded()).read_bytes()
    if hashlib.sha256(package).hexdigest() == DIGEST:
        return package
    print(f"{path or KEPT} is not {PACKAGE} {VERSION}: its SHA-256 differs.", file=sys.stderr)
    return None


def downloaded() -> Path:
    """Return the path of the package, fetched from a Debian mirror the first time."""
    if not KEPT.exists():
        KEPT.parent.mkdir(exist_ok=True)
        command = ["apt-get", "--quiet=2", "download", f"{PACKAGE}={VERSION}"]
        try:
            subprocess.run(command, cwd=KEPT.parent, check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise SystemExit(
                f"{PACKAGE} {VERSION} cannot be downloaded ({error}). Run `apt-get update` first,"
                " or give the path of the .deb."
            ) from error
    return KEPT


def novels(package: bytes) -> dict[str, list[str]]:
    """Return the lines of each novel by its name."""
    with tempfile.NamedTemporaryFile(suffix=".deb") as file:
        file.write(package)
        file.flush()
        command = ["dpkg-deb", "--fsys-tarfile", file.name]
        unpacked = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    with tarfile.open(fileobj=io.BytesIO(unpacked)) as archive:
        rdx, rdb = (member(archive, f"{DATA}{suffix}") for suffix in (".rdx", ".rdb"))
    return read_texts(rdx, rdb)


def member(archive: tarfile.TarFile, name: str) -> bytes:
    """Return the content of a file of an archive."""
    file = archive.extractfile(name)
    if file is None:
        raise ValueError(f"{name} is no file")
    return file.read()


def files(novels: dict[str, list[str]]) -> dict[str, bytes]:
    """Return each data file's content by its name."""
    text = "\n".join("\n".join(lines) for _, lines in sorted(novels.items()))
    tokens = words.tokens(text)
    vocabulary, counts = words.commonest(tokens, words.CONTEXTS)
    table = words.cooccurrences(tokens, vocabulary)
    few = words.KEPT
    kept = np.array(vocabulary[:few])
    vectors = words.vectors(table, words.DIMENSIONS)[:few].astype(np.float16)
    near = table[:few, :few].toarray().astype(np.uint16)
    return {
        NOVEL: plain_novel(novels["persuasion"]).encode(),
        VECTORS: arrays(words=kept, counts=counts[:few].astype(np.uint32), vectors=vectors),
        NEXT_WORDS: json.dumps(words.next_words(text), indent=1).encode() + b"\n",
        COOCCURRENCES: arrays(words=kept, counts=near),
    }


def arrays(**named: np.ndarray) -> bytes:
    """Return an .npz of arrays; NumPy gives its members no date."""
    written = io.BytesIO()
    np.savez_compressed(written, allow_pickle=False, **named)
    return written.getvalue()


def placed(files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield each file's path below the source and its content, and each assignment's DATA.md."""
    for assignment, names in PLACES.items():
        yield from ((f"{assignment}/{name}", files[name]) for name in names)
        yield f"{assignment}/DATA.md", described({name: files[name] for name in names}).encode()


def described(files: dict[str, bytes]) -> str:
    """Return the DATA.md of an assignment."""
    rows = [
        f"| `{name}` | {len(data)} | `{hashlib.sha256(data).hexdigest()}` |"
        for name, data in files.items()
    ]
    said = "\n\n".join(f"**`{name}`**: {SAID[name]}" for name in files)
    return TEXT.format(said=said, digests="\n".join(rows), package=PACKAGE, version=VERSION)


if __name__ == "__main__":
    sys.exit(main())

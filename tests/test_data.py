"""The data files beside the notebooks are declared, readable, small, and at hand when graded."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

import solutions
from grader.plugin import Course
from grader.plugin.course import data_files_in
from grader.workflows import generating, handout
from tests import austen, austen_words, course_map, courses, heads, own_course
from tests.austen_novel import plain_novel
from tests.r_data import RReader
from tests.simulated import ROOT

SOURCE = ROOT / "source"
MOST_BYTES = 2_000_000
ROW = re.compile(r"^\| `([^`]+)` \| (\d+) \| `([0-9a-f]{64})` \|$", re.MULTILINE)
"""A line of the table in which a text beside data files declares one."""

ASSIGNMENTS = sorted(path.name for path in SOURCE.iterdir() if path.is_dir())

RIGHT_ANALOGIES = (
    "he she himself herself",
    "he she his her",
    "brother sister father mother",
    "man woman men women",
    "i me we us",
    "come came go went",
    "is was are were",
    "day days year years",
    "one two two three",
    "captain wentworth colonel brandon",
)
OWN_ANALOGIES = ("brother sister father mother", "i me we us", "come came go went")


def declared(assignment: str) -> dict[str, tuple[int, str]]:
    """Return the size and the digest of each data file that an assignment's texts name."""
    texts = [path.read_text(encoding="utf-8") for path in (SOURCE / assignment).glob("*.md")]
    rows = [row for text in texts for row in ROW.findall(text)]
    return {name: (int(size), digest) for name, size, digest in rows}


def read_arrays(assignment: str, name: str) -> dict[str, np.ndarray]:
    """Return the arrays of a file."""
    with np.load(SOURCE / assignment / name, allow_pickle=False) as file:
        return dict(file)


def fourth(a: str, b: str, c: str, embeddings: dict[str, np.ndarray]) -> str:
    """Return the word that is to `c` as `b` is to `a`."""
    target = solutions.analogy(embeddings[b], embeddings[a], embeddings[c])
    word: str = solutions.nearest_word(target, embeddings, exclude=(a, b, c))
    return word


# What lies beside the notebooks --------------------------------------------------------------


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_data_file_is_declared_with_its_size_and_digest(assignment: str) -> None:
    found = {
        name: (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
        for name, path in Course(ROOT).data_files(assignment).items()
        if not name.endswith(".md")
    }
    said = declared(assignment)
    assert said.items() <= found.items()
    drawn = {course_map.PLACE.name}  # from the notebooks, by `python -m tests.figures`
    assert {name for name in found if not name.endswith(".py")} - drawn <= said.keys()


def test_the_assignments_have_the_files_that_the_script_makes() -> None:
    for assignment, names in austen.PLACES.items():
        assert set(names) <= declared(assignment).keys()


@pytest.mark.parametrize("assignment", ["02_probability", "03_information", "09_capstone"])
def test_the_novel_has_39_characters_in_lower_case(assignment: str) -> None:
    text = (SOURCE / assignment / "persuasion.txt").read_text(encoding="utf-8")
    assert "".join(sorted(set(text.lower()))) == "\n !\"'(),-.:;?abcdefghijklmnopqrstuvwxyz"
    assert len(text) == 462_932
    assert text.startswith("Sir Walter Elliot, of Kellynch Hall,")
    assert text.endswith("in its domestic virtues than in its national importance.\n")
    assert "\n\n" not in text
    assert "  " not in text


def test_a_bigram_model_of_the_novel_has_the_perplexity_that_the_notebooks_tell() -> None:
    text = (SOURCE / "03_information/persuasion.txt").read_text(encoding="utf-8").lower()
    vocabulary = sorted(set(text))
    index = {character: i for i, character in enumerate(vocabulary)}
    cut = len(text) * 9 // 10
    model = solutions.bigram_probabilities(solutions.bigram_counts(text[:cut], vocabulary))
    held_out = [index[character] for character in text[cut:]]
    given = model[held_out[:-1], held_out[1:]]
    assert solutions.perplexity(given) == pytest.approx(10.548, abs=1e-3)


@pytest.mark.parametrize("assignment", ["01_linear_algebra", "06_embeddings", "08_attention"])
def test_a_vector_for_each_of_a_thousand_words(assignment: str) -> None:
    arrays = read_arrays(assignment, "words.npz")
    assert arrays.keys() == {"words", "counts", "vectors"}
    assert arrays["words"].shape == arrays["counts"].shape == (1000,)
    assert arrays["words"].dtype.kind == "U"
    assert len(set(arrays["words"])) == 1000
    assert (np.diff(arrays["counts"].astype(int)) <= 0).all()
    assert arrays["vectors"].shape == (1000, 50)
    assert arrays["vectors"].dtype == np.float16
    assert np.isfinite(arrays["vectors"]).all()


@pytest.mark.parametrize("analogy", RIGHT_ANALOGIES)
def test_the_vectors_hold_the_analogies_that_the_notebooks_tell(analogy: str) -> None:
    arrays = read_arrays("06_embeddings", "words.npz")
    embeddings = dict(zip(arrays["words"].tolist(), arrays["vectors"].astype(float), strict=True))
    a, b, c, d = analogy.split()
    assert fourth(a, b, c, embeddings) == d


def test_vectors_made_of_the_counts_hold_analogies_too() -> None:
    arrays = read_arrays("03_information", "cooccurrences.npz")
    words, counts = arrays["words"].tolist(), arrays["counts"]
    assert words == read_arrays("06_embeddings", "words.npz")["words"].tolist()
    assert counts.shape == (1000, 1000)
    assert (counts == counts.T).all()
    vectors = solutions.low_rank(solutions.positive_pmi(counts), 50)
    embeddings = dict(zip(words, vectors, strict=True))
    for a, b, c, d in map(str.split, OWN_ANALOGIES):
        assert fourth(a, b, c, embeddings) == d


def test_the_trained_gpt_has_the_attention_weights_that_the_notebooks_show(tmp_path: Path) -> None:
    assert heads.main(["--into", str(tmp_path)]) == 0
    for assignment in heads.PLACES:
        there = read_arrays(assignment, heads.HEADS)
        with np.load(tmp_path / assignment / heads.HEADS) as made:
            assert str(made["characters"]) == str(there["characters"])
            np.testing.assert_allclose(made["weights"], there["weights"], rtol=0, atol=1e-3)
        np.testing.assert_allclose(there["weights"].sum(axis=2, dtype=float), 1, rtol=0, atol=1e-2)


def test_next_words_are_the_commonest_of_all_that_follow() -> None:
    text = (SOURCE / "02_probability/next_words.json").read_text(encoding="utf-8")
    contexts = json.loads(text)
    assert list(contexts) == ["she was", "captain", "the young", "i am"]
    for found in contexts.values():
        assert len(set(found["words"])) == len(found["counts"]) == 12
        assert found["counts"] == sorted(found["counts"], reverse=True)
        assert sum(found["counts"]) <= found["total"]
    assert contexts["captain"]["words"][0] == "wentworth"


# What students and graders get ---------------------------------------------------------------


@pytest.mark.parametrize("assignment", sorted(austen.PLACES))
def test_a_zip_holds_the_data_and_stays_small(wheel: Path, assignment: str) -> None:
    """Of the release as it is: `grader pack` would first generate it anew to compare."""
    files = generating.released_files(ROOT / "release" / assignment)
    data = handout.pack_assignment(Course(ROOT), assignment, files, wheel.read_bytes()).data
    assert len(data) < MOST_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, original in Course(ROOT).data_files(assignment).items():
            assert archive.read(f"{assignment}/{name}") == original.read_bytes()


READING = """\
def read():
    ### BEGIN SOLUTION
    import json

    import numpy as np

    with open("persuasion.txt", encoding="utf-8") as file:
        text = file.read().lower()
    with open("next_words.json", encoding="utf-8") as file:
        contexts = json.load(file)
    vectors = np.load("words.npz")["vectors"]
    counts = np.load("cooccurrences.npz")["counts"]
    return [len(set(text)), len(contexts), *vectors.shape, *counts.shape]
    ### END SOLUTION"""
READ = [39, 4, 1000, 50, 1000, 1000]
TESTS = f"""\
from grader.lesson import run_tests


def test_all_files_are_read():
    assert read() == {READ}


### BEGIN HIDDEN TESTS
def test_they_are_read_again():
    assert read() == {READ}
### END HIDDEN TESTS


run_tests(points=4)"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Make a course whose one notebook reads every data file."""
    folder = own_course.make(
        tmp_path / "course", solution=READING, tests=TESTS, config=own_course.CONFIGURED
    )
    for assignment in austen.PLACES:
        for name, path in Course(ROOT).data_files(assignment).items():
            shutil.copy(path, folder / "source/hw1" / name)
    return folder


def test_the_instructors_data_are_at_hand_when_a_submission_is_graded(course: Path) -> None:
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", READING)
    own_course.hand_in(course, "ben", READING)
    (course / "submitted/ben/hw1/persuasion.txt").write_text("mine", encoding="utf-8")
    status, said = own_course.run(course, "autograde")
    assert status == 0, said
    assert own_course.scores(course) == {
        ("ada", "stats"): (4.0, False),
        ("ben", "stats"): (4.0, False),
    }


def test_nbgraders_own_command_releases_the_data(course: Path) -> None:
    courses.nbgrader_here(course, "generate_assignment", "hw1")
    released = data_files_in(course / "release/hw1")
    original = data_files_in(course / "source/hw1")
    assert original.keys() >= {name for names in austen.PLACES.values() for name in names}
    assert released.keys() == original.keys()
    for name, path in released.items():
        assert path.read_bytes() == original[name].read_bytes()


# How the files are made ----------------------------------------------------------------------


@pytest.mark.skipif(
    not austen.KEPT.exists(), reason=f"{austen.KEPT.name} is not in .data/; `make data` fetches it"
)
def test_the_package_gives_the_files_that_are_there(tmp_path: Path) -> None:
    assert austen.main([str(austen.KEPT), "--into", str(tmp_path)]) == 0
    made = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(made) == sum(len(names) + 1 for names in austen.PLACES.values())
    for path in made:
        assert path.read_bytes() == (SOURCE / path.relative_to(tmp_path)).read_bytes(), path.name


def test_another_package_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.deb").write_bytes(b"another")
    assert austen.main([str(tmp_path / "other.deb"), "--into", str(tmp_path)]) == 1
    assert "SHA-256 differs" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["other.deb"]


def test_a_novel_keeps_its_paragraphs_and_loses_title_headings_and_numbers() -> None:
    lines = ["Title", "", "Chapter 1", "", "Born May 1, 1760,", "they  say.", "", "", "Yes, &c."]
    lines += ["", "Chapter 2", "", "The 29th.", "Finis"]
    assert plain_novel(lines) == "Born May, they say.\nYes, etc.\nThe.\n"


def test_words_are_counted_near_each_other_by_distance() -> None:
    tokens = austen_words.tokens("_So_, so it was; it's so!")
    assert tokens == ["so", "so", "it", "was", "it's", "so"]
    vocabulary, counts = austen_words.commonest(tokens, 3)
    assert vocabulary == ["so", "it", "it's"]
    assert counts.tolist() == [3, 1, 1]
    # so so: 2 each way; so it: 2 and 1; it it's: 1, over "was"; it's so: 2.
    expected = [[4, 3, 2], [3, 0, 1], [2, 1, 0]]
    assert austen_words.cooccurrences(tokens, vocabulary).toarray().tolist() == expected


def test_a_next_word_follows_with_nothing_but_space_between() -> None:
    found = austen_words.next_words("She was\nnot. She was, I am sure; I am _not_. Iam so.")
    assert found["she was"] == {"total": 1, "words": ["not"], "counts": [1]}
    assert found["i am"] == {"total": 2, "words": ["not", "sure"], "counts": [1, 1]}


def serialized(*words: int | bytes) -> bytes:
    """Return R's binary serialization, format 2, of these words and texts."""
    parts = [word if isinstance(word, bytes) else struct.pack(">i", word) for word in words]
    return b"X\n" + struct.pack(">3i", 2, 0, 0) + b"".join(parts)


def test_rs_text_is_read_in_utf_8_and_in_latin_1() -> None:
    utf_8, latin_1 = 9 | 1 << 15, 9 | 1 << 14
    data = serialized(16, 2, utf_8, 3, "£1".encode(), latin_1, 2, "£2".encode("latin-1"))
    assert RReader(data).value() == ["£1", "£2"]


def test_a_type_of_r_that_is_not_read_is_an_error() -> None:
    with pytest.raises(ValueError, match="14 is not a valid RType"):
        RReader(serialized(14, 1)).value()

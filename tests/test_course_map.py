"""The map of the course is true: what notebooks need, the fast track, and what is used again."""

from __future__ import annotations

import re
from typing import Final

from grader.site.front_map import course_map as front_map
from grader.site.heads import FAST_TRACK
from tests import course_map, teaching

LESSONS: Final = course_map.lessons_of_course()
HEADS: Final = course_map.heads_of_course()
ORDER: Final = [*HEADS]
WAY: Final = course_map.fast_track(HEADS)

RETURNS: Final = {
    "attention_head": "09_capstone/02_gpt",
    "chain_rule_gradient": "04_calculus/07_network_gradients",
    "cosine_similarity": "06_embeddings/01_arithmetic",
    "cross_entropy_loss": "04_calculus/07_network_gradients",
    "entropy": "03_information/02_divergence",
    "gradient": "04_calculus/05_gradient_check",
    "gradient_descent": "05_optimization/02_adam",
    "linear_layer": "04_calculus/07_network_gradients",
    "loss_function": "04_calculus/05_gradient_check",
    "multi_head_attention": "09_capstone/02_gpt",
    "next_word_predictions": "02_probability/03_sampling",
    "scaled_dot_product_attention": "08_attention/04_causal",
    "sigmoid": "06_embeddings/04_learned",
    "sigmoid_derivative": "06_embeddings/04_learned",
    "simple_attention": "08_attention/01_scaled_attention",
}
"""Functions of the fast track that no later notebook calls, and one in which their rule returns."""

ENDS: Final = {"MomentumOptimizer", "beam_search", "huffman_code", "rotary_positions"}
"""Functions of the fast track after which nothing comes: each stands beside one that is used."""

FINDINGS: Final = {
    *("adam_failures", "causal_failures", "softmax_failures", "tied_layer_gradient"),
    "uphill_input",
}
"""Exercises of the fast track that find a fault in a given function, which is what they teach."""


def test_every_notebook_says_how_long_it_takes_and_where_it_belongs() -> None:
    for path, head in HEADS.items():
        assert head.minutes, path
        assert head.track, path


def test_a_notebook_needs_only_earlier_ones_that_there_are() -> None:
    for path, head in HEADS.items():
        assert all(ORDER.index(need) < ORDER.index(path) for need in head.needs), path


def test_a_notebook_needs_those_from_which_it_takes_functions() -> None:
    for lesson in LESSONS:
        assert lesson.earlier.keys() <= course_map.all_needs(HEADS, lesson.path), lesson.path


def test_the_fast_track_needs_nothing_but_itself_and_the_preparation() -> None:
    within = {*WAY, *course_map.branches(HEADS)["preparation"]}
    assert all(HEADS[path].needs <= within for path in WAY)
    assert len(WAY) <= 18
    assert sum(HEADS[path].minutes for path in WAY) <= 20 * 60


def test_every_function_is_used_again_or_stands_on_a_branch() -> None:
    used = {name for lesson in LESSONS for names in lesson.earlier.values() for name in names}
    written = {
        name: lesson.path
        for lesson in LESSONS
        if lesson.path in WAY[:-1]
        for name in course_map.exercises_in(lesson.cells)
    }
    assert written.keys() - used == RETURNS.keys() | ENDS | FINDINGS
    for name, later in RETURNS.items():
        assert written[name] in course_map.all_needs(HEADS, later), name


def test_a_station_of_the_fast_track_is_needed_by_a_later_one() -> None:
    for number, path in enumerate(WAY[:-1], start=1):
        assert any(path in HEADS[later].needs for later in WAY[number:]), path


def test_the_picture_is_drawn_from_the_heads() -> None:
    drawn = course_map.drawing(HEADS)
    assert course_map.PLACE.read_text(encoding="utf-8") == drawn, "run python -m tests.figures"
    assert drawn.count('class="fast"') == len(WAY)
    assert drawn.count('class="branch"') == len(course_map.branches(HEADS))


def test_the_sites_map_shows_the_same_tracks() -> None:
    shown = front_map(LESSONS)
    fast = re.findall(r'class="station fast" data-notebook="([^"]+)"', shown)
    assert fast == WAY
    for name, paths in course_map.branches(HEADS).items():
        assert shown.count(f'<span class="track">branch: {name}</span>') == len(paths)
    assert shown.count(f'<span class="track">{FAST_TRACK}</span>') == len(WAY)


def test_the_weeks_of_a_term_hold_the_chosen_notebooks_in_their_order() -> None:
    for weeks, names in teaching.SCHEDULES.items():
        chosen = teaching.chosen(HEADS, names)
        shared = teaching.in_weeks(chosen, HEADS, weeks)
        assert [path for week in shared for path in week] == chosen
        assert all(shared), weeks
    assert teaching.chosen(HEADS, teaching.ALL) == ORDER

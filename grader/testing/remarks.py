"""What the failed tests of a cell have in common, in one sentence: the most certain cause found.

    state that is shared     suspected in the source and proved by a replay (see `shared_state`)
    an argument not read     told by the source (see `unread`)
    a general relation       holds in all failing tests that could tell (see `relations`)
    state that may be shared suspected, not proved, where an earlier test passed: told last

Nothing is said beside a known mistake that has a name. The sentence stands at the first failed
test. What is said of visible tests depends on visible tests alone, so a student's notebook says the
same.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

import msgspec

from grader.testing import relations, shared_state, unread
from grader.testing.calls import CallRecord, Calls
from grader.testing.comparison import Relation
from grader.testing.namespace import Namespace, StudentFault
from grader.testing.unread import Unread
from grader.verdict import Outcome, TestResult


class Noticed(msgspec.Struct, frozen=True):
    """What was noticed of one failed test."""

    relations: list[Relation] | None = None
    """None if it can't tell."""
    unread: str = ""
    shared: str = ""
    kept: str = ""
    """The place that keeps something from one call to the next, where no replay proves it."""


def notice(error: BaseException, namespace: Namespace, allowed: Sequence[str]) -> Noticed:
    """Examine a failed test; `allowed` are arguments that a right answer may leave out."""
    calls = namespace.calls
    result = calls.last.result if calls.last else None
    found = Noticed()
    with contextlib.suppress(Exception):  # what can't be examined is not remarked upon
        found = Noticed(relations=relations.find(error, result))
        names = _called_names(calls)
        arguments = [
            one
            for one in unread.find_unread(namespace.cells, names, allowed)
            if any(_is_given(one, record) for record in _records(calls))
        ]
        said = arguments[0].sentence() if arguments else ""
        found = msgspec.structs.replace(found, unread=said)
    return found


def notice_shared(found: Noticed, namespace: Namespace) -> Noticed:
    """Add the place that keeps something from one call to the next, if a replay proves it.

    The replay makes further calls of the student's code.
    """
    calls = namespace.calls
    places = shared_state.suspects(namespace.cells, _called_names(calls))
    if not places:
        return found
    namespace.calls = Calls()
    with contextlib.suppress(Exception, StudentFault):
        call = namespace.call
        if shared_state.replay_differs(calls, call) or shared_state.is_remembered(calls, call):
            return msgspec.structs.replace(found, shared=places[0])
    return msgspec.structs.replace(found, kept=places[0])


def _records(calls: Calls) -> list[CallRecord]:
    return [*calls.all, *([calls.last] if calls.last else [])]


def _called_names(calls: Calls) -> list[str]:
    return list(dict.fromkeys(record.name for record in _records(calls)))


def _is_given(argument: Unread, record: CallRecord) -> bool:
    """Return whether a call hands over an argument, and does not leave it at its default."""
    same = record.name == argument.function
    return same and (argument.argument in record.kwargs or argument.place < len(record.args))


def settle(results: Sequence[TestResult], noticed: Mapping[str, Noticed]) -> list[TestResult]:
    """Return a cell's results with what their failures have in common."""
    seen = [result for result in results if result.visible]
    place, said = _common(seen, noticed)
    if not said and len(seen) < len(results):
        said = _common(results, noticed, values=False)[1]
        place = next((one for one in results if not one.visible and one.name in noticed), None)
    return [
        msgspec.structs.replace(result, remark=said) if result is place and said else result
        for result in results
    ]


def _common(
    results: Sequence[TestResult], noticed: Mapping[str, Noticed], *, values: bool = True
) -> tuple[TestResult | None, str]:
    """Return the result at which a sentence is to stand, and the sentence."""
    failed = [one for one in results if one.outcome is not Outcome.PASSED and one.name in noticed]
    if not failed or any(one.misconception for one in results):
        return None, ""
    place, said = _surely_told(failed, noticed, values=values)
    if said:
        return place, said
    kept = [one for one in failed if noticed[one.name].kept]
    if kept and results[0].outcome is Outcome.PASSED:
        return kept[0], noticed[kept[0].name].kept
    return None, ""


def _surely_told(
    failed: Sequence[TestResult], noticed: Mapping[str, Noticed], *, values: bool
) -> tuple[TestResult | None, str]:
    """Return what is sure of the failed tests."""
    for result in failed:
        if said := noticed[result.name].shared:
            return result, said
    for result in failed:
        if said := noticed[result.name].unread:
            return result, said
    told = [(one, noticed[one.name].relations) for one in failed]
    could_tell = [(one, found) for one, found in told if found is not None]
    if not could_tell:
        return None, ""
    names = set.intersection(*({each.name for each in found} for _, found in could_tell))
    sayable = [
        (one, each)
        for one, found in could_tell
        for each in found
        if each.name in names and not each.supports
    ]
    if len({relation.name for _, relation in sayable}) != 1:
        return None, ""
    first, relation = sayable[0]
    if relation.weak and len(could_tell) < 2:
        return None, ""
    return first, relation.sentence(values=values and first.visible)

"""What the failed tests of a cell have in common, in one sentence: the most certain cause found.

    state that is shared     suspected in the source and proved by a replay (see `shared_state`)
    an argument not read     told by the source (see `unread`)
    a general relation       holds in all failing tests that could tell (see `relations`)
    a symptom                the same, where no relation explains the numbers (see `symptoms`)
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


class Remark(msgspec.Struct, frozen=True):
    """A sentence, and the result at which it is to stand."""

    place: TestResult
    said: str
    explains: bool = True
    """Whether it tells the cause, so that the test's own hint is not needed."""


def settle(results: Sequence[TestResult], noticed: Mapping[str, Noticed]) -> list[TestResult]:
    """Return a cell's results with what their failures have in common."""
    seen = [result for result in results if result.visible]
    remark = _common(seen, noticed)
    if not remark and len(seen) < len(results):
        hidden = next((one for one in results if not one.visible and one.name in noticed), None)
        found = _common(results, noticed, values=False)
        remark = msgspec.structs.replace(found, place=hidden) if found and hidden else None
    return [
        _with_remark(result, remark) if remark and result is remark.place else result
        for result in results
    ]


def _with_remark(result: TestResult, remark: Remark) -> TestResult:
    hint = "" if remark.explains else result.hint
    return msgspec.structs.replace(result, remark=remark.said, hint=hint)


def _common(
    results: Sequence[TestResult], noticed: Mapping[str, Noticed], *, values: bool = True
) -> Remark | None:
    """Return what is to be said, at the result to which it applies."""
    failed = [one for one in results if one.outcome is not Outcome.PASSED and one.name in noticed]
    if not failed or any(one.misconception for one in results):
        return None
    if remark := _of_source(failed, noticed):
        return remark
    told = [(one, noticed[one.name].relations) for one in failed]
    could_tell = [(one, found) for one, found in told if found is not None]
    remark = _of_relations(could_tell, values=values) if could_tell else None
    if remark and remark.explains:
        return remark
    kept = [one for one in failed if noticed[one.name].kept]
    if kept and results[0].outcome is Outcome.PASSED:
        return Remark(kept[0], noticed[kept[0].name].kept)
    return remark


def _of_source(failed: Sequence[TestResult], noticed: Mapping[str, Noticed]) -> Remark | None:
    """Return what the source of the answer tells, and a replay proves where it has to."""
    for result in failed:
        if said := noticed[result.name].shared:
            return Remark(result, said)
    for result in failed:
        if said := noticed[result.name].unread:
            return Remark(result, said)
    return None


def _of_relations(
    could_tell: Sequence[tuple[TestResult, list[Relation]]], *, values: bool
) -> Remark | None:
    """Return the one relation that holds in all tests: one that explains, or else a symptom."""
    names = set.intersection(*({each.name for each in found} for _, found in could_tell))
    sayable = [
        (one, each)
        for one, found in could_tell
        for each in found
        if each.name in names and not each.supports and (not each.weak or len(could_tell) > 1)
    ]
    causes = [(one, each) for one, each in sayable if not each.symptom]
    if len({each.name for _, each in causes}) > 1 or not sayable:
        return None
    place, relation = (causes or sayable)[0]
    said = relation.sentence(values=values and place.visible)
    return Remark(place, said, explains=not relation.symptom)

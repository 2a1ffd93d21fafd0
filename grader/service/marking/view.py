"""What somebody who marks an assignment has to do with: their questions, answers and rubrics."""

from __future__ import annotations

from grader.plugin import Course
from grader.plugin.students import sections_in
from grader.service.marking import marks, rubric, sheets
from grader.service.marking.page_records import progress_of
from grader.service.marking.questions import GradeStates, Question, questions_of
from grader.service.marking.rubric import RubricItem
from grader.service.marking.sheets import MarkingSheet
from grader.service.marking.team import INSTRUCTOR, Agreement, Marker, Team, Work
from grader.service.web.refused import RefusedError


class MarkersView:
    """What the gradebook and the source have for somebody, read anew each time.

    That of second looks has what others marked, without their marks.
    """

    def __init__(
        self,
        course: Course,
        assignment: str,
        marker: Marker,
        team: Team,
        order: bytes,
        *,
        is_second: bool = False,
    ) -> None:
        self.course, self.assignment = course, assignment
        self.marker, self.team, self.is_second = marker, team, is_second
        self.order = order
        """The secret that the order of answers and the choice for second looks depend on."""

    def read_all(self) -> tuple[list[Question], GradeStates, dict[str, str]]:
        """Return the questions, how all answers stand, and the sections of students."""
        with self.course.gradebook() as gradebook:
            keys = self.course.keys(gradebook, self.assignment)
            sections = sections_in(gradebook)
            states = marks.grade_states_of(gradebook, self.assignment)
        return questions_of(keys.values(), states), states, sections

    def read(self) -> tuple[list[Question], GradeStates]:
        """Return what is this marker's, to mark or to look at again."""
        questions, states, sections = self.read_all()
        if self.is_second:
            return questions, self._to_look_at(questions, states)
        return self.marker.share(questions, states, sections)

    def _to_look_at(self, questions: list[Question], states: GradeStates) -> GradeStates:
        """Return how second looks stand, where somebody else marked what is this marker's."""
        me, who = self.marker.name, self.team.who_looks_again
        return {
            one.place: {
                student: state.of_second()
                for student, state in states.get(one.place, {}).items()
                if who(one, student, state, self.order) == me
            }
            for one in questions
        }

    def find(self, notebook: str, cell: str) -> tuple[Question, GradeStates]:
        """Return one of this marker's questions, and how answers stand."""
        questions, states = self.read()
        for question in questions:
            if question.place == (notebook, cell):
                return question, states
        raise RefusedError(
            f"{self.assignment} has no question {notebook}/{cell} that is marked by hand.",
            status=404,
        )

    def sheet(self, question: Question) -> MarkingSheet:
        """Return what a question asks, and how it is to be marked."""
        return sheets.read_marking_sheet(self.course, self.assignment, question)

    def rubric(self, question: Question, sheet: MarkingSheet) -> list[RubricItem]:
        """Return a question's rubric: the one in the gradebook, else the levels of its scheme."""
        if question.kind == "tests":
            return []
        with self.course.gradebook() as gradebook:
            kept = rubric.rubrics_of(gradebook, self.assignment)
        return kept.get(question.place, sheet.levels)

    def team_progress(self) -> tuple[list[Work], list[Agreement]]:
        """Return what each of the team has done, and how second looks agree."""
        questions, states, sections = self.read_all()
        work = [Work(name=one.name, parts=", ".join(one.parts)) for one in self.team.assistants]
        work.append(Work(name=INSTRUCTOR))
        left = {
            (one.place, student)
            for one in questions
            for student, state in states.get(one.place, {}).items()
            if not state.settled
        }
        agreement = [Agreement(question=one, title=self.sheet(one).title) for one in questions]
        by_name = {one.name: one for one in work}
        for marker in self.team.assistants:
            asked, of_class = marker.share(questions, states, sections)
            left -= {(one.place, who) for one in asked for who in of_class.get(one.place, {})}
            count = [progress_of(one, of_class.get(one.place, {})) for one in asked]
            by_name[marker.name].to_mark = sum(one.to_mark for one in count)
            by_name[marker.name].marked = sum(one.marked for one in count)
        by_name[INSTRUCTOR].to_mark = len(left)
        by_name[INSTRUCTOR].marked = sum(states[place][who].marked for place, who in left)
        for about in agreement:
            for student, state in states.get(about.question.place, {}).items():
                if state.marked and state.marker in by_name:
                    by_name[state.marker].by_them += 1
                if who := self.team.who_looks_again(about.question, student, state, self.order):
                    about.add(state)
                    by_name.setdefault(who, Work(name=who)).second += 1
                    by_name[who].second_done += state.second is not None
        return work, [one for one in agreement if one.due]

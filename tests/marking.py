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

    def __init__(self, process: warm.Command | subprocess.Popen[bytes], address: str) -> None:
        self.process, self.address = process, address
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

    def answers(self, question: str) -> list[Shown]:
        """The answers on a question's page, in their order."""
        page = self.ask(f"question/{question}/")
        assert page.status == 200, page.text
        return [shown(html) for html in FORM.findall(page.text)]

    def answer(self, question: str, words: str) -> Shown:
        """The answer on a question's page that has these words."""
        [found] = [one for one in self.answers(question) if words in one.html]
        return found

    def say(
        self, what: str, question: str, answer: Shown, points: str, comment: str = "", **more: Any
    ) -> Reply:
        """Type something for an answer (`draft`), or mark it (`mark`), as the page does."""
        typed = {name: answer.fields[name] for name in ("ident", "answer", "seen")}
        body = json.dumps({**typed, "points": points, "comment": comment, **more}).encode()
        headers = {"Content-Type": "application/json", "Origin": f"http://{self.host}"}
        return self.ask(f"question/{question}/{what}", body, headers)


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
    )


@contextlib.contextmanager
def running(course: Path, *assignment: str) -> Iterator[Marking]:
    """`grader mark` on a course, until it is told to end as by Ctrl+C."""
    output, theirs = os.pipe()
    process = warm.command(["-C", str(course), "mark", *assignment], course, theirs, theirs)
    os.close(theirs)
    with open(output, encoding="utf-8") as printed:
        try:
            line = printed.readline()
            found = re.search(r"http://\S+/", line)
            assert found, line + printed.read()
            yield Marking(process, found[0])
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                said = printed.read()
                assert process.wait(600) == 0, said

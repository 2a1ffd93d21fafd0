"""What commands that serve pages have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from grader.cli.common import print_note

if TYPE_CHECKING:
    from urllib.parse import SplitResult


assistant_option = click.option(
    "--assistant",
    "assistants",
    multiple=True,
    metavar="NAME[=SHARE,...]",
    help="Somebody who marks, with a link of their own. A SHARE is a question or a section; without"
    " one it is everything. Can be repeated.",
)


second_look_option = click.option(
    "--second-look",
    type=click.IntRange(0, 100),
    default=0,
    metavar="PERCENT",
    help="Percentage of the marked answers that another assistant marks, too, for comparison.",
)


def serving_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say where pages are served: `port`, `public` and `host`."""
    port = click.option(
        "--port",
        type=click.IntRange(1, 65535),
        metavar="N",
        help="Port of the page. Default: one that is free.",
    )
    public = click.option(
        "--serve",
        "public",
        default="",
        metavar="URL",
        help="Address by which a reverse proxy or JupyterHub reaches this page, for links and"
        " checks.",
    )
    host = click.option(
        "--host",
        default="127.0.0.1",
        show_default=True,
        metavar="ADDRESS",
        help="Address of this machine to listen at, for a proxy on another one.",
    )
    return port(public(host(command)))


def public_address(text: str) -> SplitResult | None:
    """Read the address of a proxy; None for no text. Note if others can read what passes it."""
    from grader.service.web.entrance import is_open_on_the_way, proxy_at

    address = proxy_at(text)
    if is_open_on_the_way(address):
        print_note(f"{text} is not encrypted: whoever listens on the way can mark, too.")
    return address


def tell_addresses(links: Mapping[str, str], *, lasting: bool) -> None:
    """Print the addresses of a service, by whom they are for."""
    if lasting:
        for who, link in links.items():
            click.echo(f"{who}: {link}")
        click.echo("These links stay the same. Ctrl+C ends the service; what was typed is kept.")
        return
    (link,) = links.values()
    click.echo(f"Open {link} in a browser. Ctrl+C ends it; what you typed is kept.")

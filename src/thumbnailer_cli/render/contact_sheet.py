"""The contact sheet: one HTML file that shows every source with its renditions.

All images are shown in the same size, so that crops can be compared, and link to their files. The
links are relative to the sheet, so you can move it together with the files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from thumbnailer.config.recipe import Recipe
from thumbnailer.results.outcome import Outcome
from thumbnailer_cli.render.table import summary
from thumbnailer_cli.render.worker import Result
from thumbnailer_cli.shared.text import printable

# The colours follow the light or dark theme of the browser; a chequered background shows
# transparency.
_STYLE = """\
:root { color-scheme: light dark; --ink: #1e1e22; --quiet: #6b6b76; --paper: #fafaf8;
  --card: #fff; --line: #dedee3; --red: #b22c2c; --chequer: #e9e9ec }
@media (prefers-color-scheme: dark) { :root { --ink: #ececf1; --quiet: #9c9ca8; --paper: #17171a;
  --card: #212126; --line: #37373e; --red: #ff8a80; --chequer: #33333a } }
body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem; background: var(--paper);
  color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
h1 { font-size: 1.4rem }
article { margin: 1rem 0; padding: 1rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .5rem }
h2 { margin: 0; font-size: 1rem; overflow-wrap: anywhere }
p, figcaption { margin: 0; color: var(--quiet) }
.why { color: var(--red); overflow-wrap: anywhere }
.row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: end; margin-top: .75rem }
figure { margin: 0; max-width: 100% }
figcaption { font-size: .8rem }
a { color: inherit }
img { display: block; width: auto; height: auto; max-width: 14rem; max-height: 12rem;
  outline: 1px solid var(--line);
  background: repeating-conic-gradient(var(--chequer) 0 25%, transparent 0 50%) 0 / 16px 16px }
"""


def contact_sheet(results: Sequence[Result], recipe: Recipe, folder: Path) -> str:
    """The HTML of a sheet that is written to a folder."""
    articles = "".join(line for result in results for line in _article(result, folder))
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>Contact sheet</title>\n<style>\n{_STYLE}</style>\n"
        f"<h1>{escape(summary(results))}</h1>\n<p>recipe {recipe.id}</p>\n{articles}</html>\n"
    )


def _article(result: Result, folder: Path) -> Iterator[str]:
    end = result.end
    path = result.job.source.path
    yield f'<article>\n<h2><a href="{_link(path, folder)}">{_text(path)}</a></h2>\n'
    about = [f"{end.source_bytes:,} bytes"] if end.source_bytes is not None else []
    if end.source_width:
        about.insert(0, f"{end.source_width}×{end.source_height}")  # noqa: RUF001
    if about:
        yield f"<p>{', '.join(about)}</p>\n"
    if end.outcome is not Outcome.SETTLED:
        yield f'<p class="why"><strong>{_text(end.reason)}</strong>: {_text(end.detail)}</p>\n'
    elif not end.outputs:
        yield "<p>no variant applies to this key</p>\n"
    else:
        yield '<div class="row">\n'
        yield from _figures(result, folder)
        yield "</div>\n"
    yield "</article>\n"


def _figures(result: Result, folder: Path) -> Iterator[str]:
    source = result.end
    yield _figure(
        _link(result.job.source.path, folder), source.source_width, source.source_height, "original"
    )
    paths = {output.key: output.path for output in result.job.outputs}
    for written in result.end.outputs:
        about = (
            f"{_text(written.variant)}<br>{written.width}×{written.height}, {written.bytes:,} bytes"  # noqa: RUF001
        )
        link = _link(paths[written.key], folder)
        yield _figure(link, written.width, written.height, about, alt=written.key)


def _figure(
    link: str, width: int | None, height: int | None, about: str, alt: str = "original"
) -> str:
    return (
        f'<figure><a href="{link}"><img src="{link}" width="{width}" height="{height}"'
        f' loading="lazy" alt="{_text(alt)}"></a><figcaption>{about}</figcaption></figure>\n'
    )


def _link(path: Path, folder: Path) -> str:
    relative = Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()
    return escape(quote(relative, errors="surrogateescape"))


def _text(value: object) -> str:
    return escape(printable(value))

"""`thumbnailer render`: local photos, rendered as a deployment would."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from thumbnailer.config.recipe import Recipe
from thumbnailer.results.outcome import Outcome
from thumbnailer_cli.render.contact_sheet import contact_sheet
from thumbnailer_cli.render.document import document
from thumbnailer_cli.render.local import find_photos
from thumbnailer_cli.render.options import check_prefix, parse_focal_point, read_recipe, read_stamp
from thumbnailer_cli.render.plan import Job, output_folders, plan, refuse_collisions
from thumbnailer_cli.render.pool import available_cpus, work_all
from thumbnailer_cli.render.table import summary, table
from thumbnailer_cli.render.worker import Done, Kit
from thumbnailer_cli.shared.errors import CommandError, if_interrupted
from thumbnailer_cli.shared.files import ignores_case, write_whole
from thumbnailer_cli.shared.terminal import CANNOT, FOUND, print_table, problems_told
from thumbnailer_cli.shared.text import counted


def render(
    *,
    photos: Annotated[
        list[Path],
        typer.Argument(
            metavar="PHOTOS",
            help="Files and folders. A file's key is its path below the folder given, after the"
            " uploads prefix.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", help="The outputs' keys are paths below this folder."),
    ],
    recipe: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="The recipe as JSON, - for standard input: terraform output -raw recipe |"
            " thumbnailer render --recipe - ...  [default: one 150x150 thumbnail]",
        ),
    ] = None,
    watermark: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The image that the recipe's watermark names."),
    ] = None,
    focal_point: Annotated[
        str,
        typer.Option(metavar="X,Y", help="What a crop with the gravity focal keeps, 0 to 1 each."),
    ] = "0.5,0.5",
    uploads_prefix: Annotated[
        str,
        typer.Option(metavar="PREFIX", help="What the keys of a deployment's sources begin with."),
    ] = "uploads/",
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="Photos at a time.  [default: one for each processor]"
        ),
    ] = None,
    sheet: Annotated[
        Path | None,
        typer.Option(
            "--contact-sheet", metavar="FILE.html", help="Write a page that shows all results."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Render local photos by the code and the recipe of a deployment.

    Hidden files are skipped, as is the folder that the thumbnails go to. Exit code 0: all rendered;
    1: some were rejected, each with its reason; 2: wrong usage, or something here failed.
    """
    with problems_told():
        made, prefix = read_recipe(recipe), check_prefix(uploads_prefix)
        kit = Kit(made, parse_focal_point(focal_point), read_stamp(made, watermark))
        ours = output_folders(made, out) | ({sheet.resolve()} if sheet else set())
        work = plan(find_photos(photos, ours, out, prefix), made, out, prefix)
        _prepare(work, out, sheet)
        results = _with_progress(work, kit, jobs or available_cpus())
        _report(results, made, as_json)
        if sheet:
            _write_sheet(sheet, contact_sheet(results, made, sheet.parent))
    raise typer.Exit(_exit_code(results))


def _prepare(work: Sequence[Job], out: Path, sheet: Path | None) -> None:
    """Refuse what cannot end well as long as nothing is written."""
    refuse_collisions(work, ignore_case=False)
    if sheet and (sheet.suffix.lower() not in (".html", ".htm") or sheet.is_dir()):
        # The suffix is asked for since `--contact-sheet *.jpg` would overwrite a photo.
        raise CommandError(f"--contact-sheet must name an .html file, not {sheet}")
    try:
        out.mkdir(parents=True, exist_ok=True)
        ignore_case = ignores_case(out)
    except OSError as error:
        raise CommandError(f"--out {out} cannot be written to: {error.strerror}") from None
    if ignore_case:
        refuse_collisions(work, ignore_case=True)


def _with_progress(work: Sequence[Job], kit: Kit, processes: int) -> list[Done]:
    console = Console(stderr=True)
    columns = (
        TextColumn("rendering"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        results: list[Done] = []
        with if_interrupted(
            lambda: (
                f"{len(results):,} of {counted(len(work), 'photo')} done; run it again to render"
                " all of them"
            )
        ):
            for done in progress.track(work_all(work, kit, processes), total=len(work)):
                results.append(done)
        return results


def _write_sheet(sheet: Path, page: str) -> None:
    try:
        sheet.parent.mkdir(parents=True, exist_ok=True)
        write_whole(sheet, page.encode())
    except OSError as error:
        raise CommandError(f"{sheet} cannot be written: {error.strerror}") from None


def _report(results: Sequence[Done], recipe: Recipe, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(document(results, recipe), indent=2))
    else:
        print_table(table(results))
        typer.echo(summary(results))
    failed = sum(done.end.outcome is Outcome.FAILED for done in results)
    if failed:
        typer.echo(f"thumbnailer: {failed} of {len(results)} photos failed", err=True)


def _exit_code(results: Sequence[Done]) -> int:
    outcomes = {done.end.outcome for done in results}
    if Outcome.FAILED in outcomes:
        return CANNOT
    return FOUND if Outcome.REJECTED in outcomes else 0

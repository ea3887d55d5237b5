"""`thumbnailer render`: renders local files as a deployment would."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from thumbnailer.config.recipe import Recipe
from thumbnailer.results.outcome import Outcome
from thumbnailer_cli.render.contact_sheet import contact_sheet
from thumbnailer_cli.render.inputs import check_prefix, parse_focal_point, read_recipe, read_stamp
from thumbnailer_cli.render.json_document import document
from thumbnailer_cli.render.plan import Job, output_folders, plan, refuse_collisions
from thumbnailer_cli.render.pool import available_cpus, work_all
from thumbnailer_cli.render.sources import find_sources
from thumbnailer_cli.render.table import summary, table
from thumbnailer_cli.render.worker import Inputs, Result
from thumbnailer_cli.shared.errors import CommandError, if_interrupted
from thumbnailer_cli.shared.files import ignores_case, write_whole
from thumbnailer_cli.shared.options import AsJson
from thumbnailer_cli.shared.progress import progress
from thumbnailer_cli.shared.terminal import CANNOT, FOUND, exit_on_errors, print_table
from thumbnailer_cli.shared.text import counted


def render(
    *,
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SOURCES",
            help="Files and folders. The key of a file is the uploads prefix and the file's path"
            " below the given folder.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="DIR", help="Write outputs below this folder. Their keys are the paths."
        ),
    ],
    recipe: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Use the recipe (JSON) in this file, - for standard input: terraform output -raw"
            " recipe | thumbnailer render --recipe - ...  [default: one 150x150 thumbnail]",
        ),
    ] = None,
    watermark: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Use this image as the one that watermark.image of the recipe names.",
        ),
    ] = None,
    focal_point: Annotated[
        str,
        typer.Option(
            metavar="X,Y", help="Focal point for variants with the gravity focal; 0 to 1 each."
        ),
    ] = "0.5,0.5",
    uploads_prefix: Annotated[
        str,
        typer.Option(metavar="PREFIX", help="Uploads prefix of the deployment."),
    ] = "uploads/",
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="Render N sources in parallel.  [default: the number of CPUs]"
        ),
    ] = None,
    sheet: Annotated[
        Path | None,
        typer.Option(
            "--contact-sheet",
            metavar="FILE.html",
            help="Write an HTML page that shows all sources with their renditions.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Render local files with the code and the recipe of a deployment.

    Use it to preview a recipe. Skips hidden files and the folder of the outputs. Exit code 0: all
    sources were rendered; 1: some sources were rejected, each with a reason; 2: wrong usage, or an
    operation failed.
    """
    with exit_on_errors():
        made, prefix = read_recipe(recipe), check_prefix(uploads_prefix)
        inputs = Inputs(made, parse_focal_point(focal_point), read_stamp(made, watermark))
        ours = output_folders(made, out) | ({sheet.resolve()} if sheet else set())
        work = plan(find_sources(sources, ours, out, prefix), made, out, prefix)
        _prepare(work, out, sheet)
        results = _with_progress(work, inputs, jobs or available_cpus())
        _report(results, made, as_json)
        if sheet:
            _write_sheet(sheet, contact_sheet(results, made, sheet.parent))
    raise typer.Exit(_exit_code(results))


def _prepare(work: Sequence[Job], out: Path, sheet: Path | None) -> None:
    """Check, before anything is written, that all outputs can be written."""
    refuse_collisions(work, ignore_case=False)
    if sheet and (sheet.suffix.lower() not in (".html", ".htm") or sheet.is_dir()):
        # The suffix is required because `--contact-sheet *.jpg` would overwrite a source.
        raise CommandError(f"--contact-sheet must name an .html file, not {sheet}")
    try:
        out.mkdir(parents=True, exist_ok=True)
        ignore_case = ignores_case(out)
    except OSError as error:
        raise CommandError(f"cannot write to --out {out}: {error.strerror}") from None
    if ignore_case:
        refuse_collisions(work, ignore_case=True)


def _with_progress(work: Sequence[Job], inputs: Inputs, processes: int) -> list[Result]:
    results: list[Result] = []
    with (
        if_interrupted(
            lambda: (
                f"rendered {len(results):,} of {counted(len(work), 'source')}; run the same command"
                " again to render all"
            )
        ),
        progress("rendering", len(work)) as advance,
    ):
        for result in work_all(work, inputs, processes):
            results.append(result)
            advance(1)
    return results


def _write_sheet(sheet: Path, page: str) -> None:
    try:
        sheet.parent.mkdir(parents=True, exist_ok=True)
        write_whole(sheet, page.encode())
    except OSError as error:
        raise CommandError(f"cannot write {sheet}: {error.strerror}") from None


def _report(results: Sequence[Result], recipe: Recipe, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(document(results, recipe), indent=2))
    else:
        print_table(table(results))
        typer.echo(summary(results))
    failed = sum(result.end.outcome is Outcome.FAILED for result in results)
    if failed:
        typer.echo(f"thumbnailer: {failed} of {len(results)} sources failed", err=True)


def _exit_code(results: Sequence[Result]) -> int:
    outcomes = {result.end.outcome for result in results}
    if Outcome.FAILED in outcomes:
        return CANNOT
    return FOUND if Outcome.REJECTED in outcomes else 0

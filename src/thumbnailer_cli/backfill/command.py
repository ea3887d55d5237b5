"""`thumbnailer backfill`: thumbnails for what was uploaded before the module was there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from thumbnailer_cli.backfill.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from thumbnailer_cli.shared.aws import Aws, Listed
from thumbnailer_cli.shared.deployment import Deployment, read_deployment
from thumbnailer_cli.shared.enqueue import enqueue
from thumbnailer_cli.shared.errors import CommandError, if_interrupted
from thumbnailer_cli.shared.options import (
    DEFAULT_RATE,
    AsJson,
    Config,
    DryRun,
    Module,
    Rate,
    Suffixes,
    Yes,
)
from thumbnailer_cli.shared.prices import Work, backfill_estimate, dollars
from thumbnailer_cli.shared.terminal import bar, confirm, print_json, problems_told, say
from thumbnailer_cli.shared.text import counted


@dataclass
class _Count:
    keys: int = 0
    source_bytes: int = 0


def backfill(
    *,
    config: Config,
    module: Module = None,
    prefix: Annotated[
        str | None,
        typer.Option(
            metavar="PREFIX",
            help="Only keys that begin with this.  [default: uploads_prefix of the outputs]",
        ),
    ] = None,
    suffix: Suffixes = None,
    rate: Rate = DEFAULT_RATE,
    max_keys: Annotated[
        int,
        typer.Option(min=1, metavar="N", help="Refuse to begin when there are more keys."),
    ] = 100_000,
    checkpoint: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep how far it is here, and go on from there."),
    ] = None,
    seconds: Annotated[
        float,
        typer.Option(min=0, metavar="N", help="Of the function for each key, to estimate costs."),
    ] = 0.5,
    memory: Annotated[
        int,
        typer.Option(min=128, metavar="MIB", help="Of the function, to estimate costs."),
    ] = 1769,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Send every key that is there already to the queue, as if it had just been uploaded.

    What has its outputs costs the function a look and no more. To send only those keys whose
    outputs are missing or stale, use: thumbnailer audit --fix. With --checkpoint, another run goes
    on where one was interrupted. Exit code 0: all were sent; 2: wrong usage, or something could not
    be done.
    """
    with problems_told():
        deployment = read_deployment(config, tuple(suffix or ()), module)
        run = _Run(Aws(deployment.region), deployment, _prefix(prefix, deployment))
        aws = run.aws
        start = run.start(checkpoint)
        aws.queue(deployment.queue_url)
        if start.finished:
            say(f"{checkpoint} says that this backfill is finished; remove it to begin anew.")
        count = run.count(start, None if dry_run else max_keys)
        estimate = backfill_estimate(count.keys, deployment.recipe, Work(seconds, memory))
        say(
            f"{counted(count.keys, 'key')} to send, {count.source_bytes:,} bytes. If every output"
            f" has to be made: {dollars(estimate.total)} ({dollars(estimate.requests)} for"
            f" requests, {dollars(estimate.function)} for {seconds:g} s of {memory} MiB each)."
            f" At {rate:g} a second it takes {_duration(count.keys / rate)}."
        )
        say(f"Sources are {deployment.sources_in_words(run.prefix)}.")
        end = start
        if not dry_run and count.keys:
            confirm(f"Send {counted(count.keys, 'key')} to the queue?", yes)
        if not dry_run:
            end = run.send(start, checkpoint, rate, count.keys)
            say(f"Sent {counted(end.sent - start.sent, 'key')} to the queue.")
        document: dict[str, Any] = {
            "bucket": deployment.bucket,
            "prefix": run.prefix,
            "suffixes": deployment.suffixes,
            "keys": count.keys,
            "source_bytes": count.source_bytes,
            "dollars": {
                "requests": round(estimate.requests, 6),
                "function": round(estimate.function, 6),
                "total": round(estimate.total, 6),
            },
            "enqueued": end.sent - start.sent,
            "dry_run": dry_run,
        }
        if as_json:
            print_json(document)


@dataclass(frozen=True)
class _Run:
    aws: Aws
    deployment: Deployment
    prefix: str

    def start(self, path: Path | None) -> Checkpoint:
        deployment = self.deployment
        new = Checkpoint(deployment.queue_url, deployment.bucket, self.prefix, deployment.suffixes)
        return read_checkpoint(path, new) if path else new

    def count(self, start: Checkpoint, cap: int | None) -> _Count:
        count = _Count()
        with bar("counting") as progress:
            for listed in self._listed(start):
                count.keys += 1
                count.source_bytes += listed.size
                progress.advance()
                if cap is not None and count.keys > cap:
                    raise CommandError(
                        f"there are more than {cap:,} keys; look at --dry-run, and raise --max-keys"
                        " if they are all meant"
                    )
        return count

    def send(self, start: Checkpoint, path: Path | None, rate: float, many: int) -> Checkpoint:
        """Send what was counted; what was uploaded since has an event of its own."""
        now = start
        if path:
            write_checkpoint(path, now)  # if it cannot be written, nothing is sent
        keys = (listed.key for listed in islice(self._listed(start), many))

        def interrupted() -> str:
            sent = f"{now.sent - start.sent:,} of {counted(many, 'key')} sent"
            if path:
                return f"{sent}; the same command goes on after the last of them"
            return f"{sent}; to send the rest only, use: thumbnailer audit --fix"

        with if_interrupted(interrupted), bar("sending", many) as progress:
            for batch in enqueue(self.aws, self.deployment.queue_url, keys, rate):
                now = now.moved(batch)
                if path:
                    write_checkpoint(path, now)
                progress.advance(len(batch))
        now = replace(now, finished=True)
        if path:
            write_checkpoint(path, now)
        return now

    def _listed(self, start: Checkpoint) -> Iterator[Listed]:
        """The keys to send, in order."""
        if start.finished:
            return
        deployment = self.deployment
        for page in self.aws.list_pages(deployment.bucket, self.prefix, start.after):
            for listed in page:
                if deployment.is_source(listed.key, listed.size) and deployment.recipe.variants_for(
                    listed.key, deployment.uploads_prefix
                ):
                    yield listed


def _prefix(given: str | None, deployment: Deployment) -> str:
    if given is None:
        return deployment.uploads_prefix
    if not given.startswith(deployment.uploads_prefix):
        raise CommandError(
            f'--prefix must begin with "{deployment.uploads_prefix}", the uploads prefix of the'
            f' deployment: the function refuses other keys; not "{given}"'
        )
    return given


def _duration(seconds: float) -> str:
    minutes = seconds / 60
    if minutes < 2:  # noqa: PLR2004
        return f"{seconds:.0f} s"
    return f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.1f} h"  # noqa: PLR2004

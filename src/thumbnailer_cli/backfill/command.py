"""`thumbnailer backfill`: sends the keys of existing sources to the queue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from thumbnailer_cli.backfill.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from thumbnailer_cli.shared.aws.clients import Aws
from thumbnailer_cli.shared.aws.s3 import Listed
from thumbnailer_cli.shared.deployment import Deployment, read_deployment
from thumbnailer_cli.shared.enqueue import enqueue
from thumbnailer_cli.shared.errors import CommandError
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
from thumbnailer_cli.shared.prices import MEMORY, Work, backfill_estimate, dollars
from thumbnailer_cli.shared.progress import count, progress
from thumbnailer_cli.shared.terminal import confirm, exit_on_errors, print_json, say
from thumbnailer_cli.shared.text import counted


@dataclass
class _Total:
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
            help="Only keys with this prefix.  [default: uploads_prefix of the outputs]",
        ),
    ] = None,
    suffix: Suffixes = None,
    rate: Rate = DEFAULT_RATE,
    max_keys: Annotated[
        int,
        typer.Option(min=1, metavar="N", help="Stop before sending if there are more keys."),
    ] = 100_000,
    checkpoint: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Store the progress in this file, and continue from it."),
    ] = None,
    seconds: Annotated[
        float,
        typer.Option(
            min=0, metavar="N", help="Duration of the function for each key, to estimate the cost."
        ),
    ] = 0.5,
    memory: Annotated[
        int,
        typer.Option(min=128, metavar="MIB", help="Memory of the function, to estimate the cost."),
    ] = MEMORY,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Send the keys of existing sources to the queue.

    The function then processes the sources as if they had just been uploaded. Use it for sources
    that were uploaded before the deployment. For a source whose outputs are current, the function
    only checks that. To send only the keys of sources whose outputs are missing or stale, use:
    thumbnailer audit --fix. With --checkpoint, you can continue a backfill that was interrupted.
    Exit code 0: done; 2: wrong usage, or an operation failed.
    """
    with exit_on_errors():
        deployment = read_deployment(config, tuple(suffix or ()), module)
        run = _Run(Aws(deployment.region), deployment, _prefix(prefix, deployment), checkpoint)
        start = run.start()
        run.aws.sqs.attributes(deployment.queue_url)
        if start.finished:
            say(f"The backfill in {checkpoint} is finished; to start over, delete the file.")
        total = run.count(start, None if dry_run else max_keys)
        estimate = backfill_estimate(total.keys, deployment.recipe, Work(seconds, memory))
        keys = counted(total.keys, "key")
        say(
            f"{keys} to send, {total.source_bytes:,} bytes. Estimated cost if the function has to"
            f" create every output: {dollars(estimate.total)} ({dollars(estimate.requests)} for"
            f" requests, {dollars(estimate.function)} for {seconds:g} s of {memory} MiB for each"
            f" key). At {rate:g} keys a second, sending takes {_duration(total.keys / rate)}."
        )
        say(f"Sources: {deployment.sources_in_words(run.prefix)}.")
        sent = 0
        if not dry_run:
            if total.keys:
                confirm(f"Send {keys} to the queue?", yes)
            sent = run.send(start, rate, total.keys)
            say(f"Sent {counted(sent, 'key')} to the queue.")
        document: dict[str, Any] = {
            "bucket": deployment.bucket,
            "prefix": run.prefix,
            "suffixes": deployment.suffixes,
            "keys": total.keys,
            "source_bytes": total.source_bytes,
            "dollars": {
                "requests": round(estimate.requests, 6),
                "function": round(estimate.function, 6),
                "total": round(estimate.total, 6),
            },
            "enqueued": sent,
            "dry_run": dry_run,
        }
        if as_json:
            print_json(document)


@dataclass(frozen=True)
class _Run:
    aws: Aws
    deployment: Deployment
    prefix: str
    checkpoint: Path | None

    def start(self) -> Checkpoint:
        """The checkpoint to continue from."""
        deployment, path = self.deployment, self.checkpoint
        new = Checkpoint(deployment.queue_url, deployment.bucket, self.prefix, deployment.suffixes)
        return read_checkpoint(path, new) if path else new

    def count(self, start: Checkpoint, cap: int | None) -> _Total:
        """Count the keys to send; raises a CommandError if there are more than `cap`."""
        total = _Total()
        with progress("counting") as advance:
            for listed in self._listed(start):
                total.keys += 1
                total.source_bytes += listed.size
                advance(1)
                if cap is not None and total.keys > cap:
                    raise CommandError(
                        f"there are more than {cap:,} keys; check the number with --dry-run, and"
                        " increase --max-keys to send them all"
                    )
        return total

    def send(self, start: Checkpoint, rate: float, many: int) -> int:
        """Send the counted number of keys, and no later uploads: S3 sends events for those.

        Returns:
            The number of keys sent.
        """

        def interrupted(sent: int) -> str:
            done = f"sent {sent:,} of {counted(many, 'key')}"
            if self.checkpoint:
                return f"{done}; run the same command again to send the others"
            return f"{done}; to send only the others, use: thumbnailer audit --fix"

        return count("sending", many, self._sent(start, rate, many), interrupted)

    def _sent(self, start: Checkpoint, rate: float, many: int) -> Iterator[int]:
        """Send, and write the checkpoint after each batch; yields the number of keys in it."""
        now = start
        self._write(now)  # if it cannot be written, nothing is sent
        keys = (listed.key for listed in islice(self._listed(start), many))
        for batch in enqueue(self.aws.sqs, self.deployment.queue_url, keys, rate, "backfill"):
            now = now.moved(batch)
            self._write(now)
            yield len(batch)
        self._write(replace(now, finished=True))

    def _write(self, now: Checkpoint) -> None:
        if self.checkpoint:
            write_checkpoint(self.checkpoint, now)

    def _listed(self, start: Checkpoint) -> Iterator[Listed]:
        """The keys to send, in order."""
        if start.finished:
            return
        deployment = self.deployment
        for page in self.aws.s3.list_pages(deployment.bucket, self.prefix, start.after):
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
            f'--prefix "{given}" must begin with the uploads prefix of the deployment,'
            f' "{deployment.uploads_prefix}": the function does not process other keys'
        )
    return given


def _duration(seconds: float) -> str:
    minutes = seconds / 60
    if minutes < 2:  # noqa: PLR2004
        return f"{seconds:.0f} s"
    return f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.1f} h"  # noqa: PLR2004

"""`thumbnailer dlq`: what the function gave up, why, and another try."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from thumbnailer.cli.aws import Aws, CannotMove, Letter
from thumbnailer.cli.commands.options import AsJson, Config, DryRun
from thumbnailer.cli.deployment import Deployment, read_deployment
from thumbnailer.cli.enqueue import Pace
from thumbnailer.cli.letters import Explained, by_reason
from thumbnailer.cli.redrive import (
    explained,
    held,
    move_all,
    send_back_all,
    send_back_some,
)
from thumbnailer.cli.terminal import bar, print_json, print_table, problems_told, say
from thumbnailer.cli.text import counted, printable

MaxMessages = Annotated[
    int, typer.Option(min=1, metavar="N", help="Stop when so many have been received.")
]


def peek(
    *,
    config: Config,
    max_messages: MaxMessages = 100,
    as_json: AsJson = False,
) -> None:
    """Explain the messages of the dead-letter queue, and leave them there.

    Each is received once more, which shows in its count, and hidden from others meanwhile. Exit
    code 0: there they are, if any; 2: wrong usage, or something could not be done.
    """
    with problems_told():
        deployment = read_deployment(config)
        aws = Aws(deployment.region)
        waiting = _waiting(aws, deployment)
        with _received(aws, deployment, max_messages, waiting) as letters:
            messages = explained(aws, deployment, letters)
        if as_json:
            print_json(_document(deployment, waiting, messages))
        else:
            _show(messages, waiting)


def redrive(
    *,
    config: Config,
    reason: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Only messages that `dlq peek` gives this reason for."),
    ] = None,
    max_messages: Annotated[
        int,
        typer.Option(min=1, metavar="N", help="With --reason: look at so many messages at most."),
    ] = 10_000,
    rate: Annotated[
        int | None, typer.Option(min=1, max=500, metavar="N", help="Messages a second, 1 to 500.")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Send messages of the dead-letter queue back to the queue, all or those with one reason.

    All of them are moved by SQS itself where the endpoint can do that; otherwise each is sent and
    then deleted. Exit code 0: done; 2: wrong usage, or something could not be done.
    """
    with problems_told():
        deployment = read_deployment(config)
        aws = Aws(deployment.region)
        arn = aws.queue(deployment.queue_url)["QueueArn"]
        run = _Redrive(aws, deployment, _waiting(aws, deployment), rate)
        if reason is not None:
            how, moved = run.some(reason, max_messages, dry_run)
        elif dry_run:
            how, moved = "", run.waiting
        else:
            how, moved = run.all(arn)
        about = f' with the reason "{reason}"' if reason is not None else ""
        verb = "Would send" if dry_run else "Sent"
        say(f"{verb} {counted(moved, 'message')}{about} back to the queue.")
        if as_json:
            print_json(
                {
                    "queue": deployment.queue_url,
                    "dead_letter_queue": deployment.dead_letter_queue_url,
                    "reason": reason,
                    "by": how or None,
                    "messages": moved,
                    "dry_run": dry_run,
                }
            )


_BY_SQS, _BY_HAND = "message_move_task", "receive_send_delete"


@dataclass(frozen=True)
class _Redrive:
    """One redrive; its methods give how it was done and how many messages went back."""

    aws: Aws
    deployment: Deployment
    waiting: int
    rate: int | None

    def all(self, queue_arn: str) -> tuple[str, int]:
        aws, deployment = self.aws, self.deployment
        source = aws.queue(deployment.dead_letter_queue_url)["QueueArn"]
        try:
            return _BY_SQS, self._count(move_all(aws, source, queue_arn, self.rate))
        except CannotMove as answer:
            say(f"SQS does not move messages here ({answer}): each is sent and then deleted.")
        return _BY_HAND, self._count(send_back_all(aws, deployment, self._pace()))

    def some(self, reason: str, max_messages: int, dry_run: bool) -> tuple[str, int]:
        aws, deployment = self.aws, self.deployment
        with _received(aws, deployment, max_messages, self.waiting) as letters:
            messages = explained(aws, deployment, letters)
            chosen = [one.letter for one in messages if one.reason == reason]
            if messages and not chosen:
                say(f"The reasons there are: {', '.join(sorted(by_reason(messages)))}.")
            if dry_run:
                return _BY_HAND, len(chosen)
            moved = 0
            with bar("sending", len(chosen)) as progress:
                for many in send_back_some(aws, deployment, letters, chosen, self._pace()):
                    moved += many
                    progress.advance(many)
        return _BY_HAND, moved

    def _count(self, moved: Iterator[int]) -> int:
        total = 0
        with bar("moving", self.waiting) as progress:
            for many in moved:
                total += many
                progress.advance(many)
        return total

    def _pace(self) -> Pace | None:
        return Pace(self.rate) if self.rate else None


def _waiting(aws: Aws, deployment: Deployment) -> int:
    """About how many messages there are; SQS does not know better."""
    return int(aws.queue(deployment.dead_letter_queue_url)["ApproximateNumberOfMessages"])


@contextmanager
def _received(aws: Aws, deployment: Deployment, limit: int, waiting: int) -> Iterator[list[Letter]]:
    with ExitStack() as stack:
        with bar("receiving", min(waiting, limit)) as progress:
            letters = stack.enter_context(
                held(aws, deployment.dead_letter_queue_url, limit, progress.advance)
            )
        yield letters


def _show(messages: Sequence[Explained], waiting: int) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("reason", no_wrap=True)
    table.add_column("source", overflow="fold")
    table.add_column("received", justify="right")
    table.add_column("since (UTC)", no_wrap=True)
    table.add_column("detail", overflow="fold")
    for one in sorted(messages, key=lambda one: (one.reason, one.letter.sent)):
        table.add_row(
            Text(printable(one.reason)),
            Text(printable(", ".join(one.keys) or one.letter.message_id)),
            str(one.letter.received),
            one.letter.sent.strftime("%Y-%m-%d %H:%M:%S"),
            Text(printable(_short(one))),
        )
    if messages:
        print_table(table)
    for reason, number in by_reason(messages).most_common():
        say(f"{number:,} {printable(reason)}")
    if len(messages) < waiting:
        say(f"There are about {waiting:,} messages in all; --max-messages looks at more.")
    if not messages:
        say("There are no messages to be received.")


def _short(one: Explained) -> str:
    """The last line of a detail: of a traceback, that is the exception."""
    lines = one.detail.strip().splitlines()
    return lines[-1] if lines else ""


def _document(
    deployment: Deployment, waiting: int, messages: Sequence[Explained]
) -> dict[str, Any]:
    return {
        "dead_letter_queue": deployment.dead_letter_queue_url,
        "waiting": waiting,
        "totals": dict(by_reason(messages)),
        "messages": [
            {
                "message_id": one.letter.message_id,
                "keys": one.keys,
                "reason": one.reason,
                "detail": one.detail,
                "received": one.letter.received,
                "since": one.letter.sent.isoformat(timespec="milliseconds"),
                "body": one.letter.body,
            }
            for one in messages
        ],
    }

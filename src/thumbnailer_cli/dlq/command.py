"""`thumbnailer dlq`: what the function gave up, why, and another try."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from thumbnailer_cli.dlq.explain import Explained, by_reason
from thumbnailer_cli.dlq.redrive import (
    begin_move,
    delete_letters,
    explained,
    held,
    send_back,
    send_back_all,
    take_out,
    watch_move,
)
from thumbnailer_cli.shared.aws import Aws, CannotMove, Letter
from thumbnailer_cli.shared.deployment import Deployment, read_deployment
from thumbnailer_cli.shared.enqueue import Pace
from thumbnailer_cli.shared.errors import if_interrupted
from thumbnailer_cli.shared.options import AsJson, Config, DryRun, Module, Yes
from thumbnailer_cli.shared.terminal import (
    bar,
    confirm,
    print_json,
    print_table,
    problems_told,
    say,
)
from thumbnailer_cli.shared.text import counted, printable

MaxMessages = Annotated[
    int, typer.Option(min=1, metavar="N", help="Stop when so many have been received.")
]
LookAtMost = Annotated[
    int,
    typer.Option(min=1, metavar="N", help="With --reason: look at so many messages at most."),
]
MOST = 10_000


def peek(
    *,
    config: Config,
    module: Module = None,
    max_messages: MaxMessages = 100,
    as_json: AsJson = False,
) -> None:
    """Explain the messages of the dead-letter queue, and leave them there.

    Each is received once more, which shows in its count, and hidden from others meanwhile. Exit
    code 0: there they are, if any; 2: wrong usage, or something could not be done.
    """
    with problems_told():
        deployment = read_deployment(config, module=module)
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
    module: Module = None,
    reason: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Only messages that `dlq peek` gives this reason for."),
    ] = None,
    max_messages: LookAtMost = MOST,
    rate: Annotated[
        int | None, typer.Option(min=1, max=500, metavar="N", help="Messages a second, 1 to 500.")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Send messages of the dead-letter queue back to the queue, all or those with one reason.

    All of them are moved by SQS itself where the endpoint can do that; otherwise each is sent and
    then deleted. A move by SQS goes on when this command is interrupted: run it again to watch the
    move, or stop it with `dlq cancel`. Exit code 0: done; 2: wrong usage, or something could not be
    done.
    """
    with problems_told():
        deployment = read_deployment(config, module=module)
        aws = Aws(deployment.region)
        arn = aws.queue(deployment.queue_url)["QueueArn"]
        run = _Redrive(aws, deployment, _waiting(aws, deployment), rate, _again(config, module))
        if reason is not None:
            how, moved = run.some(reason, max_messages, dry_run)
        elif dry_run:
            how, moved = "", run.waiting
        else:
            how, moved = run.all(arn)
        verb = "Would send" if dry_run else "Sent"
        say(f"{verb} {counted(moved, 'message')}{_with(reason)} back to the queue.")
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


def cancel(*, config: Config, module: Module = None, as_json: AsJson = False) -> None:
    """Stop the move that `dlq redrive` has SQS make.

    What has been moved stays in the queue, the other messages in the dead-letter queue. Exit code
    0: done, or nothing is being moved; 2: wrong usage, or something could not be done.
    """
    with problems_told():
        deployment = read_deployment(config, module=module)
        aws = Aws(deployment.region)
        move = aws.move(aws.queue(deployment.dead_letter_queue_url)["QueueArn"])
        moved = None
        if move and move.status == "RUNNING" and move.handle:
            moved = aws.cancel_move(move.handle)
            say(f"SQS stops the move. {counted(moved, 'message')} had been moved.")
        else:
            say("SQS moves no messages of the dead-letter queue.")
        if as_json:
            print_json(
                {
                    "dead_letter_queue": deployment.dead_letter_queue_url,
                    "cancelled": moved is not None,
                    "messages": moved,
                }
            )


def discard(
    *,
    config: Config,
    module: Module = None,
    reason: Annotated[
        str,
        typer.Option(metavar="REASON", help="Messages that `dlq peek` gives this reason for."),
    ],
    max_messages: LookAtMost = MOST,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Delete messages of the dead-letter queue for good, those with one reason.

    For what will always fail, such as malformed_event and foreign_source. Exit code 0: done; 2:
    wrong usage, or something could not be done.
    """
    with problems_told():
        deployment = read_deployment(config, module=module)
        aws = Aws(deployment.region)
        waiting = _waiting(aws, deployment)

        def delete(letters: Sequence[Letter]) -> None:
            delete_letters(aws, deployment, letters)

        with _chosen(aws, deployment, reason, max_messages, waiting) as chosen:
            done = len(chosen.letters)
            if done and not dry_run:
                confirm(f"Delete {counted(done, 'message')}{_with(reason)} for good?", yes)
                chosen.take_out(delete, "deleted")
        verb = "Would delete" if dry_run else "Deleted"
        say(f"{verb} {counted(done, 'message')}{_with(reason)}.")
        if as_json:
            print_json(
                {
                    "dead_letter_queue": deployment.dead_letter_queue_url,
                    "reason": reason,
                    "messages": done,
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
    again: str

    def all(self, queue_arn: str) -> tuple[str, int]:
        source = self.aws.queue(self.deployment.dead_letter_queue_url)["QueueArn"]
        go_on = (
            f"watch that with: thumbnailer dlq redrive {self.again}, or stop it with: thumbnailer"
            f" dlq cancel {self.again}"
        )
        try:
            with if_interrupted(lambda: f"SQS may have begun to move the messages; {go_on}"):
                joined = begin_move(self.aws, source, queue_arn, self.rate)
        except CannotMove as answer:
            say(f"SQS does not move messages here ({answer}): each is sent and then deleted.")
            sent = send_back_all(self.aws, self.deployment, self._pace())
            return _BY_HAND, self._count(
                sent, "sent back; the others are still there", self.waiting
            )
        if joined:
            rate = ", at the rate that it began with" if self.rate else ""
            say(f"SQS moves the messages already{rate}: this watches that move.")
        moved = watch_move(self.aws, source)
        # What was moved before does not wait any more.
        total = self.waiting + (joined.moved if joined else 0)
        return _BY_SQS, self._count(
            moved, f"moved so far, and SQS goes on moving the others; {go_on}", total
        )

    def some(self, reason: str, max_messages: int, dry_run: bool) -> tuple[str, int]:
        aws, deployment, pace = self.aws, self.deployment, self._pace()

        def send(letters: Sequence[Letter]) -> None:
            send_back(aws, deployment, letters, pace)

        with _chosen(aws, deployment, reason, max_messages, self.waiting) as chosen:
            if not dry_run:
                chosen.take_out(send, "sent back")
            return _BY_HAND, len(chosen.letters)

    def _count(self, moved: Iterator[int], interrupted: str, expected: int) -> int:
        total = 0
        with (
            if_interrupted(lambda: f"{counted(total, 'message')} {interrupted}"),
            bar("moving", expected) as progress,
        ):
            for many in moved:
                total += many
                progress.advance(many)
        return total

    def _pace(self) -> Pace | None:
        return Pace(self.rate) if self.rate else None


@dataclass(frozen=True)
class _Chosen:
    """The messages with one reason, among those that are held."""

    held: list[Letter]
    letters: Sequence[Letter]

    def take_out(self, act: Callable[[Sequence[Letter]], None], done: str) -> int:
        """Do something with them that takes them out of the queue; gives how many there were."""
        taken = 0
        with (
            if_interrupted(
                lambda: f"{counted(taken, 'message')} {done}; the others are still there"
            ),
            bar("working", len(self.letters)) as progress,
        ):
            for many in take_out(self.held, self.letters, act):
                taken += many
                progress.advance(many)
        return taken


@contextmanager
def _chosen(
    aws: Aws, deployment: Deployment, reason: str, max_messages: int, waiting: int
) -> Iterator[_Chosen]:
    """Receive messages and choose; those that are left in the end can be received again."""
    with _received(aws, deployment, max_messages, waiting) as held:
        messages = explained(aws, deployment, held)
        letters = [one.letter for one in messages if one.reason == reason]
        if messages and not letters:
            say(f"The reasons there are: {', '.join(sorted(by_reason(messages)))}.")
        yield _Chosen(held, letters)


def _again(config: str, module: str | None) -> str:
    """The options by which another command finds the deployment."""
    options = ["--config", config, *(["--module", module] if module else [])]
    return shlex.join(options)


def _with(reason: str | None) -> str:
    return f' with the reason "{reason}"' if reason is not None else ""


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

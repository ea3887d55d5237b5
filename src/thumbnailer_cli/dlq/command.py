"""`thumbnailer dlq`: explains, redrives, and deletes the messages of the dead-letter queue."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from thumbnailer_cli.dlq.explain import Explained, by_reason
from thumbnailer_cli.dlq.receive import chosen, explained, received, waiting
from thumbnailer_cli.dlq.redrive import Redrive
from thumbnailer_cli.dlq.table import table
from thumbnailer_cli.shared.aws.clients import Aws
from thumbnailer_cli.shared.aws.sqs import Message
from thumbnailer_cli.shared.deployment import Deployment, read_deployment
from thumbnailer_cli.shared.errors import CommandError
from thumbnailer_cli.shared.options import AsJson, Config, DryRun, Module, Yes
from thumbnailer_cli.shared.terminal import confirm, exit_on_errors, print_json, print_table, say
from thumbnailer_cli.shared.text import counted, printable

MaxMessages = Annotated[
    int, typer.Option(min=1, metavar="N", help="Receive at most this number of messages.")
]
MaxExamined = Annotated[
    int,
    typer.Option(
        min=1, metavar="N", help="With --reason, receive at most this number of messages."
    ),
]
_MAX_EXAMINED = 10_000


def peek(
    *,
    config: Config,
    module: Module = None,
    max_messages: MaxMessages = 100,
    as_json: AsJson = False,
) -> None:
    """Show the messages of the dead-letter queue, each with the reason for its failure.

    The messages stay in the queue. Each counts as received once more, and other consumers do not
    receive it while the command runs. Exit code 0: done, also if there are no messages; 2: wrong
    usage, or an operation failed.
    """
    with exit_on_errors():
        deployment = read_deployment(config, module=module)
        aws = Aws(deployment.region)
        expected = waiting(aws, deployment)
        with received(aws, deployment, max_messages, expected) as held:
            messages = explained(aws, deployment, held)
        if as_json:
            print_json(_document(deployment, expected, messages))
        else:
            _show(messages, expected)


def redrive(
    *,
    config: Config,
    module: Module = None,
    reason: Annotated[
        str | None,
        typer.Option(
            metavar="REASON", help="Only messages with this reason, as `dlq peek` shows it."
        ),
    ] = None,
    max_messages: MaxExamined = _MAX_EXAMINED,
    rate: Annotated[
        int | None, typer.Option(min=1, max=500, metavar="N", help="Messages a second, 1 to 500.")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Send messages of the dead-letter queue back to the queue: all, or those with one reason.

    Without --reason, SQS moves the messages if the endpoint supports that; otherwise, the command
    sends and then deletes each message. SQS continues to move messages when you interrupt the
    command: run it again to watch the move, or stop the move with `dlq cancel`. Exit code 0: done;
    2: wrong usage, or an operation failed.
    """
    with exit_on_errors():
        deployment = read_deployment(config, module=module)
        aws = Aws(deployment.region)
        arn = aws.sqs.attributes(deployment.queue_url)["QueueArn"]
        run = Redrive(aws, deployment, waiting(aws, deployment), rate, _options(config, module))
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
    """Stop the move of messages that `dlq redrive` started in SQS.

    Messages that SQS has moved stay in the queue; the others stay in the dead-letter queue. Exit
    code 0: done, or SQS is not moving messages; 2: wrong usage, or an operation failed.
    """
    with exit_on_errors():
        deployment = read_deployment(config, module=module)
        aws = Aws(deployment.region)
        task = aws.sqs.move_task(aws.sqs.attributes(deployment.dead_letter_queue_url)["QueueArn"])
        moved = None
        if task and task.status == "RUNNING" and task.handle:
            moved = aws.sqs.cancel_move(task.handle)
            say(f"Canceled the move. SQS has moved {counted(moved, 'message')}.")
        else:
            say("SQS is not moving messages of the dead-letter queue.")
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
        typer.Option(metavar="REASON", help="Messages with this reason, as `dlq peek` shows it."),
    ],
    max_messages: MaxExamined = _MAX_EXAMINED,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Delete the messages of the dead-letter queue with one reason.

    Use it for messages that always fail, such as malformed_event and foreign_source. You cannot
    undo it. Exit code 0: done; 2: wrong usage, or an operation failed.
    """
    with exit_on_errors():
        deployment = read_deployment(config, module=module)
        aws = Aws(deployment.region)
        expected = waiting(aws, deployment)

        def delete(messages: Sequence[Message]) -> None:
            for code in aws.sqs.delete(deployment.dead_letter_queue_url, messages):
                raise CommandError(
                    f"a message was not deleted from {deployment.dead_letter_queue_url}: {code}"
                )

        with chosen(aws, deployment, reason, max_messages, expected) as found:
            done = len(found.messages)
            if done and not dry_run:
                confirm(f"Delete {counted(done, 'message')}{_with(reason)}?", yes)
                found.take_out(delete, "deleted")
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


def _options(config: str, module: str | None) -> str:
    """The options that select the same deployment in another command."""
    options = ["--config", config, *(["--module", module] if module else [])]
    return shlex.join(options)


def _with(reason: str | None) -> str:
    return f' with the reason "{reason}"' if reason is not None else ""


def _show(messages: Sequence[Explained], expected: int) -> None:
    if messages:
        print_table(table(messages))
    for reason, number in by_reason(messages).most_common():
        say(f"{number:,} {printable(reason)}")
    if len(messages) < expected:
        say(f"The queue has about {expected:,} messages in total; increase --max-messages.")
    if not messages:
        say("The dead-letter queue has no messages to receive.")


def _document(
    deployment: Deployment, expected: int, messages: Sequence[Explained]
) -> dict[str, Any]:
    return {
        "dead_letter_queue": deployment.dead_letter_queue_url,
        "waiting": expected,
        "totals": dict(by_reason(messages)),
        "messages": [
            {
                "message_id": one.message.message_id,
                "keys": one.keys,
                "reason": one.reason,
                "detail": one.detail,
                "received": one.message.received,
                "since": one.message.sent.isoformat(timespec="milliseconds"),
                "body": one.message.body,
            }
            for one in messages
        ],
    }

"""A deployment, as described by the outputs of its Terraform configuration.

Supports three documents: `terraform output -json` of a configuration that passes on the module's
outputs under their own names, or as one output (`value = module.thumbnails`), and
`terraform output -json NAME` of such an output. The output of a module with `for_each` or `count`
has several instances; one of them is selected by its address, such as `thumbnails["avatars"]`.
"""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thumbnailer.config.recipe import Recipe
from thumbnailer.config.recipe_json import RecipeError, parse_recipe
from thumbnailer.config.settings import OnDelete
from thumbnailer_cli.shared.errors import CommandError

_REQUIRED = ("bucket_name", "uploads_prefix", "recipe", "queue_url", "dead_letter_queue_url")
# Outputs that older deployments do not have, or that are null if a feature is not used.
_OPTIONAL = (
    "destination_bucket_name",
    "on_delete",
    "rejected_prefix",
    "queue_arn",
    "dead_letter_queue_arn",
    "log_group_name",
)


@dataclass(frozen=True)
class Deployment:
    """One deployment of the module.

    Attributes:
        bucket: the bucket of the sources.
        destination: the bucket of the outputs and reports; often the same.
        uploads_prefix: the prefix of the sources.
        recipe: the recipe.
        on_delete: what becomes of the outputs of a source that is gone.
        rejected_prefix: of the reports on rejected sources; None where none are written.
        suffixes: of the sources, in every letter case that is wired; None when any key is one.
        queue_url: the URL of the queue.
        dead_letter_queue_url: the URL of the dead-letter queue.
        queue_arn: the ARN of the queue; None if it is not among the outputs.
        dead_letter_queue_arn: the ARN of the dead-letter queue; None if it is not among the
            outputs.
        log_group: the log group of the function; None if it is not among the outputs.
    """

    bucket: str
    destination: str
    uploads_prefix: str
    recipe: Recipe
    on_delete: OnDelete
    rejected_prefix: str | None
    suffixes: tuple[str, ...] | None
    queue_url: str
    dead_letter_queue_url: str
    queue_arn: str | None
    dead_letter_queue_arn: str | None
    log_group: str | None

    @property
    def region(self) -> str | None:
        """The Region of the queue; None to use the Region that boto3 finds."""
        return self.queue_arn.split(":")[3] or None if self.queue_arn else None

    def is_source(self, key: str, size: int | None = None) -> bool:
        """Whether the deployment processes a key below the uploads prefix."""
        if is_folder(key, size):
            return False
        return self.suffixes is None or key.endswith(self.suffixes)

    def sources_in_words(self, prefix: str) -> str:
        """A description of the keys below a prefix that are sources."""
        where = f"s3://{self.bucket}/{prefix}"
        if self.suffixes is None:
            return f"every key below {where}, since neither the outputs nor --suffix name suffixes"
        return f"keys below {where} that end with {', '.join(self.suffixes)}"


def is_folder(key: str, size: int | None) -> bool:
    """Whether an object is a folder as the S3 console creates it: empty, with a key ending in /."""
    return key.endswith("/") and not size


def read_deployment(
    given: str, suffixes: tuple[str, ...] = (), module: str | None = None
) -> Deployment:
    """The deployment described by a file, or by standard input for `-`.

    Args:
        given: the file.
        suffixes: the suffixes of the sources, which replace those in the outputs.
        module: the address of one deployment of several, such as `thumbnails["avatars"]`.

    Raises:
        CommandError: if the document is invalid; lists all problems.
    """
    where = "standard input" if given == "-" else given
    try:
        data = sys.stdin.buffer.read() if given == "-" else Path(given).read_bytes()
        document = json.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise CommandError(f"cannot read --config {where}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise CommandError(f"--config {where} is not JSON: {error}; {_HOW}") from None
    try:
        return parse_deployment(document, suffixes, module)
    except CommandError as error:
        raise CommandError(*(f"--config {where}: {p}" for p in error.problems)) from None


_HOW = "create it with: terraform output -json > outputs.json"


def parse_deployment(
    document: Any, suffixes: tuple[str, ...] = (), module: str | None = None
) -> Deployment:
    """The deployment that the outputs describe.

    Raises:
        CommandError: if outputs are missing or invalid; lists all problems with their outputs.
    """
    outputs = _outputs(document, module)
    problems = [
        f'the output "{name}" is missing; {_HOW}' for name in _REQUIRED if outputs.get(name) is None
    ]
    problems += [
        f'the output "{name}" is not a string'
        for name in (*_REQUIRED, *_OPTIONAL)
        if not isinstance(outputs.get(name, ""), str | None)
    ]
    if outputs.get("on_delete") not in (None, *OnDelete):
        problems.append(f'the output "on_delete" must be one of {", ".join(OnDelete)}')
    named = outputs.get("suffixes")
    if named is not None and not (
        isinstance(named, list) and all(isinstance(suffix, str) for suffix in named)
    ):
        problems.append('the output "suffixes" is not a list of strings')
    queue_arn = outputs.get("queue_arn")
    if isinstance(queue_arn, str) and not queue_arn.startswith("arn:"):
        problems.append('the output "queue_arn" is not an ARN')
    recipe = _recipe(outputs.get("recipe"), problems)
    if problems or recipe is None:
        raise CommandError(*problems)
    return Deployment(
        bucket=outputs["bucket_name"],
        destination=outputs.get("destination_bucket_name") or outputs["bucket_name"],
        uploads_prefix=outputs["uploads_prefix"],
        recipe=recipe,
        on_delete=OnDelete(outputs.get("on_delete") or OnDelete.KEEP),
        rejected_prefix=outputs.get("rejected_prefix"),
        suffixes=_letter_cases(suffixes or tuple(named or ())),
        queue_url=outputs["queue_url"],
        dead_letter_queue_url=outputs["dead_letter_queue_url"],
        queue_arn=queue_arn,
        dead_letter_queue_arn=outputs.get("dead_letter_queue_arn"),
        log_group=outputs.get("log_group_name"),
    )


def _outputs(document: Any, module: str | None) -> Mapping[str, Any]:
    """The outputs of one deployment.

    Raises:
        CommandError: if there is no deployment, not the requested one, or several to choose from.
    """
    if not isinstance(document, dict) or not document:
        raise CommandError(f"the document contains no outputs; {_HOW}")
    outputs: dict[str, Any] = document
    if all(isinstance(output, dict) and "value" in output for output in document.values()):
        outputs = {name: output["value"] for name, output in document.items()}
    if "queue_url" in outputs:
        if module is None:
            return outputs
        raise CommandError(
            f"the document contains one deployment without a name; remove --module {module}"
        )
    found = {address: value for name in outputs for address, value in _in(name, outputs[name])}
    if module is not None:
        return _chosen(module, found)
    if len(found) > 1:
        raise CommandError(f"the document contains several deployments; {_choose(found)}")
    return next(iter(found.values()), outputs)


def _in(address: str, value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The deployments in an output, with their addresses."""
    if isinstance(value, dict) and "queue_url" in value:
        yield address, value
    elif isinstance(value, dict):  # of for_each
        for name, member in value.items():
            yield from _in(f"{address}[{json.dumps(name, ensure_ascii=False)}]", member)
    elif isinstance(value, list):  # of count
        for number, member in enumerate(value):
            yield from _in(f"{address}[{number}]", member)


def _chosen(module: str, found: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    # Accepts the address as in a plan or a state list, and without quotes, which shells remove.
    wanted = module.removeprefix("module.").replace('"', "")
    chosen = [outputs for name, outputs in found.items() if name.replace('"', "") == wanted]
    if len(chosen) == 1:
        return chosen[0]
    if not found:
        raise CommandError(f"the document contains no deployment; {_HOW}")
    raise CommandError(f"the document contains no deployment {module}; {_choose(found)}")


def _choose(found: Iterable[str]) -> str:
    return "choose one with " + " or ".join(f"--module {shlex.quote(name)}" for name in found)


def _recipe(text: object, problems: list[str]) -> Recipe | None:
    if not isinstance(text, str):
        return None
    try:
        return parse_recipe(text)
    except RecipeError as error:
        problems += [f'the output "recipe": {problem}' for problem in error.problems]
        return None


def _letter_cases(suffixes: tuple[str, ...]) -> tuple[str, ...] | None:
    """Each suffix as given, in lowercase, and in uppercase, as in the bucket notification."""
    cases = (case for s in suffixes for case in (s, s.lower(), s.upper()))
    return tuple(dict.fromkeys(cases)) or None

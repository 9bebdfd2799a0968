"""What can be read off the URL of an S3 object: whether it is one, its region, its key."""

import re

from . import _arn

# The patterns below serve https URLs only, which are rare: they are compiled when the first one comes.
_ENDPOINT = rf"""
    (?:(?P<bucket>.+)\.)?
    (?:
        (?:s3(?:-website|(?:-accesspoint|-object-lambda|-outposts)?(?:-fips)?)|s3express(?:-fips)?-[a-z0-9-]+)
            (?:\.dualstack)?\.(?P<region>{_arn.REGION})(?:\.vpce)?
      | s3(?:-fips|-website)?-(?P<dashed>{_arn.REGION})
      | s3 | s3-accelerate(?:\.dualstack)? | s3-external-[12] | accesspoint\.s3-global
    )
    \.{_arn.DNS_SUFFIX}
"""


def is_endpoint(url: str) -> bool:
    """Tell whether the host of an https URL is one of S3's: path style, virtual host, access point, website."""
    return _endpoint(url) is not None


def region(url: str) -> str | None:
    """Return the region that a URL proves: that of a regional endpoint, or of an access point's ARN. ``s3://bucket`` tells none."""
    if url.startswith("s3://"):
        return _arn.region(url[5:].partition("/")[0]) if url.startswith("s3://arn:") else None
    found = _endpoint(url)
    return None if found is None else found["region"] or found["dashed"]


def key(url: str) -> str | None:
    """Return the key, or the prefix of keys, that a URL names; empty when it names none, `None` when it cannot be told."""
    if url.startswith("s3://arn:"):
        head, _, rest = url[5:].partition("/")
        return rest.partition("/")[2] if head.endswith(":accesspoint") else None
    if url.startswith("s3://"):
        return url[5:].partition("/")[2]
    found = _endpoint(url)
    if found is None or ".vpce" in found.string:
        return None
    path = re.split(r"[?#]", url, maxsplit=1)[0].removeprefix("https://").partition("/")[2]
    return path.partition("/")[2] if found["bucket"] is None else path


def _endpoint(url: str) -> re.Match[str] | None:
    if not url.startswith("https://"):
        return None
    host = re.split(r"[/?#:]", url[8:], maxsplit=1)[0]
    return re.fullmatch(_ENDPOINT, host.lower(), re.VERBOSE)

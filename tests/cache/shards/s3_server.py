"""A small stand-in for S3 on this machine: objects in memory, as far as Arrow's client asks for them.

Puts in one piece and in parts, whole and partial reads, listings, deletions; requests are not authenticated. An object
shows when its upload is complete, as in S3.
"""

import hashlib
import re
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.serving import LocalServer

LISTED_AT_ONCE = 1000


class S3Server(LocalServer):
    """A server on a free port; `objects` by `bucket/key`, `log` of what was asked, `broken` refuses every put."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}
        self.log: list[tuple[str, str, str]] = []  # method, key, range
        self.broken = False
        super().__init__(_Handler, held=self)

    @property
    def environ(self) -> dict[str, str]:
        """The variables by which a client finds it."""
        return {
            "AWS_ENDPOINT_URL": self.origin, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
        }  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    held: S3Server

    def do_HEAD(self) -> None:
        self._get(with_body=False)

    def do_GET(self) -> None:
        bucket, _, key = self._key.partition("/")
        if key:
            self._get(with_body=True)
        else:
            self._list(bucket)

    def do_PUT(self) -> None:
        content, asked = self._content(), self._asked
        if self.held.broken:
            self._answer(403, b"<Error><Code>AccessDenied</Code><Message>denied</Message></Error>")
            return
        if "uploadId" in asked:
            self.held.uploads[asked["uploadId"]][int(asked["partNumber"])] = content
        elif "/" in self._key:
            self.held.objects[self._key] = content
        self._answer(200, tag=_tag(content))

    def do_POST(self) -> None:
        content, asked, held = self._content(), self._asked, self.held
        if "uploads" in asked:
            upload = f"upload-{len(held.uploads)}"
            held.uploads[upload] = {}
            names = f"<Bucket>b</Bucket><Key>{escape(self._key)}</Key><UploadId>{upload}</UploadId>"
            self._answer(200, f"<InitiateMultipartUploadResult>{names}</InitiateMultipartUploadResult>".encode())
        elif "uploadId" in asked:
            parts = held.uploads.pop(asked["uploadId"])
            held.objects[self._key] = b"".join(parts[number] for number in sorted(parts))
            self._answer(200, b"<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>")
        else:  # delete several
            for key in re.findall(r"<Key>(.*?)</Key>", content.decode()):
                held.objects.pop(f"{self._key.rstrip('/')}/{key}", None)
            self._answer(200, b"<DeleteResult></DeleteResult>")

    def do_DELETE(self) -> None:
        self.held.objects.pop(self._key, None)
        self._answer(204)

    @property
    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).lstrip("/")

    @property
    def _asked(self) -> dict[str, str]:
        query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        return {name: values[0] for name, values in query.items()}

    def _content(self) -> bytes:
        """The body, of which HTTP and Amazon's client may each have made chunks."""
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            body = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return _unchunked(body) if "aws-chunked" in self.headers.get("Content-Encoding", "") else body

    def _get(self, with_body: bool) -> None:
        content = self.held.objects.get(self._key)
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        self.held.log.append((self.command, self._key, self.headers.get("Range") or ""))
        if content is None:
            is_bucket = "/" not in self._key.rstrip("/")
            self._answer(200 if is_bucket else 404)
        elif wanted:
            low, high = int(wanted[1]), min(int(wanted[2] or len(content)), len(content) - 1)
            span = {"Content-Range": f"bytes {low}-{high}/{len(content)}"}
            self._answer(206, content[low : high + 1], _tag(content), span, with_body)
        else:
            self._answer(200, content, _tag(content), {}, with_body)

    def _list(self, bucket: str) -> None:
        asked = self._asked
        prefix, delimiter = asked.get("prefix", ""), asked.get("delimiter", "")
        keys = sorted(key.partition("/")[2] for key in self.held.objects if key.startswith(f"{bucket}/"))
        keys = [key for key in keys if key.startswith(prefix) and key > asked.get("continuation-token", "")]
        page, more = keys[:LISTED_AT_ONCE], len(keys) > LISTED_AT_ONCE
        folders = {prefix + key[len(prefix) :].split(delimiter)[0] + delimiter for key in page
                   if delimiter and delimiter in key[len(prefix) :]}  # fmt: skip
        files = [key for key in page if not (delimiter and delimiter in key[len(prefix) :])]
        told = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(self.held.objects[f'{bucket}/{key}'])}</Size>"
            "<LastModified>2026-11-20T00:00:00.000Z</LastModified></Contents>" for key in files
        )  # fmt: skip
        told += "".join(f"<CommonPrefixes><Prefix>{escape(one)}</Prefix></CommonPrefixes>" for one in sorted(folders))
        told += f"<IsTruncated>{str(more).lower()}</IsTruncated><KeyCount>{len(files)}</KeyCount>"
        told += f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if more else ""
        head = (
            '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        )
        self._answer(200, f"{head}{told}</ListBucketResult>".encode())

    def _answer(
        self, status: int, content: bytes = b"", tag: str = "", heads: dict[str, str] | None = None,
        with_body: bool = True,
    ) -> None:  # fmt: skip
        self.send_response(status)
        heads = {"Content-Length": str(len(content)), **(heads or {})}
        heads["Last-Modified"] = "Fri, 20 Nov 2026 00:00:00 GMT"
        heads |= {"ETag": tag} if tag else {}
        for name, value in heads.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(content)

    def log_message(self, format: str, *values: object) -> None:  # noqa: A002 (the library's name)
        pass


def _tag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _unchunked(body: bytes) -> bytes:
    found, at = b"", 0
    while size := int(body[at : body.index(b"\r\n", at)].split(b";")[0], 16):
        start = body.index(b"\r\n", at) + 2
        found, at = found + body[start : start + size], start + size + 2
    return found

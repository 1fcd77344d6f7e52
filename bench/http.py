"""REST calls over a few connections that are kept open: HTTP/1.1, as little of it as needed."""

import asyncio
import json
from typing import Any

Json = dict[str, Any]


class Http:
    """Calls ``host``:``port``; at most ``connections`` at once, others wait their turn."""

    def __init__(self, host: str, port: int, *, connections: int = 16) -> None:
        self._address = (host, port)
        self._host = f"{host}:{port}"
        self._turns = asyncio.Semaphore(connections)
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def call(
        self, method: str, path: str, body: Json | None = None, *, token: str = ""
    ) -> tuple[int, Json]:
        """Return the status and the JSON; ConnectionError where no answer came."""
        async with self._turns:
            fresh = not self._idle
            connection = await self._connect() if fresh else self._idle.pop()
            request = self._request(method, path, body, token)
            try:
                return await self._exchange(connection, request)
            except (ConnectionError, asyncio.IncompleteReadError) as error:
                connection[1].close()
                if fresh:
                    raise ConnectionError("no answer") from error
            # An idle connection may have been closed by the server: once more on a new one.
            try:
                return await self._exchange(await self._connect(), request)
            except asyncio.IncompleteReadError as error:
                raise ConnectionError("no answer") from error

    def close(self) -> None:
        """Close what is kept open."""
        for _, writer in self._idle:
            writer.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(*self._address, limit=2**22)

    def _request(self, method: str, path: str, body: Json | None, token: str) -> bytes:
        content = json.dumps(body or {}).encode()
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self._host}",
            "Content-Type: application/json",
            f"Content-Length: {len(content)}",
        ]
        if token:
            lines.append(f"Authorization: Token {token}")
        return "\r\n".join([*lines, "", ""]).encode() + content

    async def _exchange(
        self, connection: tuple[asyncio.StreamReader, asyncio.StreamWriter], request: bytes
    ) -> tuple[int, Json]:
        reader, writer = connection
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        fields = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:])
        }
        body = await self._body(reader, fields)
        if fields.get("connection", "").lower() == "close":
            writer.close()
        else:
            self._idle.append(connection)
        return int(head[0].split()[1]), json.loads(body) if body else {}

    async def _body(self, reader: asyncio.StreamReader, fields: dict[str, str]) -> bytes:
        if "chunked" not in fields.get("transfer-encoding", ""):
            return await reader.readexactly(int(fields.get("content-length", 0)))
        body = b""
        while size := int(await reader.readline(), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
        return body

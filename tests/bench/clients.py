"""People without a browser: websocket clients that speak Streamlit's protobuf, in a process of their own.

Run as `python -m tests.bench.clients URL PAGE,PAGE,...`; each line on standard input is a JSON order and gets
one line of JSON back:

    {"open": 10}      all at once open a page, until ten in all are there -> seconds each
    {"active": 30}    for 30 seconds everyone changes the filter at random moments -> seconds each
"""

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

_SUBPROTOCOLS = ["streamlit", "PLACEHOLDER_AUTH_TOKEN"]
_PAUSE_SECONDS = (5.0, 10.0)
_LIMIT_SECONDS = 60.0


@dataclass
class Person:
    """One session. The page's first select box is its filter: the period, or the hello page's only one."""

    socket: ClientConnection
    page: str
    page_hash: str = ""
    filter: Selectbox = field(default_factory=Selectbox)
    chosen: int = 0

    async def open_page(self) -> None:
        message = BackMsg()
        message.rerun_script.page_name = self.page
        await self._run(message)

    async def change_filter(self) -> None:
        """The next option, sent the way the browser does: widget state and address."""
        self.chosen = (self.chosen + 1) % min(len(self.filter.options), 12)
        value = self.filter.options[self.chosen]
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page_hash
        message.rerun_script.widget_states.widgets.append(WidgetState(id=self.filter.id, string_value=value))
        if self.filter.query_param_key:
            message.rerun_script.query_string = urlencode({self.filter.query_param_key: value})
        await self._run(message)

    async def _run(self, message: BackMsg) -> None:
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(_LIMIT_SECONDS):
            while not self._is_end(ForwardMsg.FromString(await self.socket.recv(decode=False))):
                pass

    def _is_end(self, message: ForwardMsg) -> bool:
        """Keeps what the next run needs. Raises where the page failed, so that errors are never fast."""
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "new_session":
            self.page_hash = message.new_session.page_script_hash
        elif kind == "delta":
            self._keep(message.delta.new_element)
        if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            raise RuntimeError(f"/{self.page} ended with status {message.script_finished}")
        return kind == "script_finished"

    def _keep(self, element: object) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(f"/{self.page} shows {element.exception.type}: {element.exception.message}")
        if kind == "selectbox" and not self.filter.id:
            self.filter = element.selectbox


@dataclass
class Crowd:
    """Everyone at one server."""

    url: str
    pages: list[str]
    people: list[Person] = field(default_factory=list)

    async def obey(self, order: dict[str, float]) -> list[float]:
        if "open" in order:
            return await asyncio.gather(*[self._come() for _ in range(int(order["open"]) - len(self.people))])
        if "browse" in order:
            return sum([await _browse(person, int(order["browse"])) for person in self.people], [])
        end = time.monotonic() + order["active"]
        return sum(await asyncio.gather(*[_work(person, end) for person in self.people]), [])

    async def _come(self) -> float:
        begun = time.perf_counter()
        page = self.pages[len(self.people) % len(self.pages)]
        person = Person(None, page)  # type: ignore[arg-type]
        self.people.append(person)
        person.socket = await connect(self.url, subprotocols=_SUBPROTOCOLS, max_size=None, open_timeout=_LIMIT_SECONDS)
        await person.open_page()
        return time.perf_counter() - begun

    async def leave(self) -> None:
        await asyncio.gather(*[person.socket.close() for person in self.people if person.socket])


async def _browse(person: Person, changes: int) -> list[float]:
    """Seconds of filter changes one right after the other."""
    waited = []
    for _ in range(changes):
        begun = time.perf_counter()
        await person.change_filter()
        waited.append(time.perf_counter() - begun)
    return waited


async def _work(person: Person, end: float) -> list[float]:
    """Seconds of each filter change begun before the end."""
    taken = []
    await asyncio.sleep(random.uniform(0, _PAUSE_SECONDS[1]))
    while time.monotonic() < end:
        begun = time.perf_counter()
        await person.change_filter()
        taken.append(time.perf_counter() - begun)
        await asyncio.sleep(random.uniform(*_PAUSE_SECONDS))
    return taken


async def main(url: str, pages: list[str]) -> None:
    crowd = Crowd(url.replace("http", "ws", 1) + "/_stcore/stream", pages)
    try:
        while line := await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps(await crowd.obey(json.loads(line))), flush=True)
    finally:
        await crowd.leave()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2].split(",")))

"""Which tests stay together where several processes share them."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

# Folders whose tests share a server, a browser or workers.
TOGETHER = ("tests/browser/", "tests/clients/", "tests/fleet/")


class ByFile(LoadScopeScheduling):
    """A file goes to one process, which makes once what the file's tests share; some folders go as a whole."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return next((folder for folder in TOGETHER if path.startswith(folder)), path)

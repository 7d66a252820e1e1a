"""Put the serving process together."""

from __future__ import annotations

from yichuang.kernel.live.hub import Hub
from yichuang.kernel.live.stream import Streams
from yichuang.kernel.serve import wsgi
from yichuang.kernel.serve.app import Application, numbers
from yichuang.kernel.serve.lifecycle import Lifecycle
from yichuang.kernel.serve.pool import Pool


def assemble(*, beside: bool = True) -> Application:
    """Return the application with its hub, pool and lifecycle; ``beside`` runs sealer and heartbeat too."""
    bounds = numbers()
    hub = Hub()
    pool = Pool(bounds["threads"], bounds["queue"])
    lifecycle = Lifecycle(hub, pool, beside=beside)
    return Application(wsgi.application(), pool, Streams(hub, pool), lifecycle)

"""Where our requests may lead, checked where nothing can slip past: at the open connection.

Addresses of services come from launches, registrations and other services' answers. Without
a fence, one of them could make this machine read what only its own network should see. How
an address must look is said in `lti_tool.lti.addresses`; a name's meaning can change between
looking it up and asking, so this looks at the other end of the connection itself.
"""

import ipaddress
import socket
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from lti_tool.lti.addresses import AddressRefused

POOL = 10
"""Connections kept open to one host."""


def check_peer(address: str, *, allow_loopback: bool) -> None:
    """Refuse a connection by where it has led, so that no DNS answer can mislead us.

    :raises AddressRefused: the other end is this machine or a private network.
    """
    peer = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(peer, "ipv4_mapped", None)
    peer = mapped or peer
    if peer.is_loopback and allow_loopback:
        return
    if not peer.is_global or peer.is_multicast:
        raise AddressRefused("leads into a private network")


def _checked(connection: socket.socket, *, allow_loopback: bool) -> socket.socket:
    try:
        check_peer(connection.getpeername()[0], allow_loopback=allow_loopback)
    except AddressRefused:
        connection.close()
        raise
    return connection


class _PublicHttp(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn(), allow_loopback=False)


class _PublicHttps(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn(), allow_loopback=False)


class _LoopbackHttp(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn(), allow_loopback=True)


class _LoopbackHttps(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn(), allow_loopback=True)


def _pool(base: type[HTTPConnectionPool], connection: type[HTTPConnection]) -> Any:
    return type(f"Fenced{base.__name__}", (base,), {"ConnectionCls": connection})


PUBLIC = {
    "http": _pool(HTTPConnectionPool, _PublicHttp),
    "https": _pool(HTTPSConnectionPool, _PublicHttps),
}
LOOPBACK = {
    "http": _pool(HTTPConnectionPool, _LoopbackHttp),
    "https": _pool(HTTPSConnectionPool, _LoopbackHttps),
}


class FencedAdapter(HTTPAdapter):
    """Looks at the other end of each new connection before anything is sent to it.

    A proxy named by the environment is the administrator's own fence; its pools are left alone.
    """

    def __init__(self, *, allow_loopback: bool) -> None:
        self._pools = LOOPBACK if allow_loopback else PUBLIC
        super().__init__(pool_connections=POOL, pool_maxsize=POOL, max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the pools that check their peers."""
        super().init_poolmanager(*args, **options)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = self._pools

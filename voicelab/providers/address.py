"""Which addresses may be talked to: public ones over https, and the one practice origin.

A host name is judged by the address that it really led to, after connecting and before a byte is sent: a name
can be pointed at the inside of our network at any moment.
"""

import ipaddress
from collections.abc import Sequence
from typing import Any

import httpx

_DEFAULT_PORTS = {"http": 80, "https": 443}
# Addresses that carry an IPv4 address inside (RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressRefused(Exception):
    """An address that nothing is sent to."""


def origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or _DEFAULT_PORTS.get(url.scheme)


class Guard:
    """Refuses addresses for one provider. `suffixes` are the hosts of downloads; empty means any public one."""

    def __init__(self, *, trusted_origin: str, suffixes: Sequence[str]) -> None:
        self._trusted = origin(httpx.URL(trusted_origin)) if trusted_origin else None
        self._suffixes = [suffix.lstrip(".").lower() for suffix in suffixes]

    def trusts(self, url: httpx.URL) -> bool:
        return origin(url) == self._trusted

    def check_url(self, url: httpx.URL) -> None:
        """Raises AddressRefused for what can be told before connecting."""
        if url.userinfo:
            # httpx would send it in place of the key.
            raise AddressRefused("the address holds a user name")
        if self.trusts(url):
            return
        if url.scheme != "https" or not url.host:
            raise AddressRefused("the address is not https")

    def check_download(self, url: httpx.URL) -> None:
        """As check_url, and the operator's list of hosts. Raises AddressRefused."""
        self.check_url(url)
        if self._suffixes and not self.trusts(url) and not self._is_listed(url.host.lower()):
            raise AddressRefused("the host is not on the list of hosts")

    def _is_listed(self, host: str) -> bool:
        return any(host == suffix or host.endswith(f".{suffix}") for suffix in self._suffixes)

    def check_connection(self, url: httpx.URL, stream: Any) -> None:
        """Close and refuse a connection that led to an address which is not public. Raises AddressRefused."""
        if self.trusts(url):
            return
        peer = stream.get_extra_info("server_addr")
        if not isinstance(peer, tuple) or not is_public(str(peer[0])):
            stream.close()
            raise AddressRefused("the host leads to an address that is not public")


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody on the internet could reach."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        ip = _inner_ipv4(ip) or ip
    return ip.is_global and not ip.is_multicast


def _inner_ipv4(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in _NAT64:
        return ipaddress.IPv4Address(ip.packed[-4:])
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)

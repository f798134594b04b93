"""By which names and addresses other machines of the local network reach this one."""

from __future__ import annotations

import socket
import struct
import sys

SIOCGIFADDR = 0x8915  # Linux: the address of a network interface


def names() -> list[str]:
    """Host names and IPv4 addresses, this machine's own loopback first."""
    host = socket.gethostname()
    found = ["localhost", "127.0.0.1", host, f"{host.split('.')[0]}.local", *_interface_addresses(), *_way_out()]
    try:
        found += socket.gethostbyname_ex(host)[2]
    except OSError:
        pass  # the machine does not know its own name
    return list(dict.fromkeys(name for name in found if name))


def _way_out() -> list[str]:
    """The address from which packets to elsewhere would leave; none is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 9))
            return [probe.getsockname()[0]]
        except OSError:
            return []


def _interface_addresses() -> list[str]:
    if sys.platform != "linux":
        return []
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(asked.fileno(), SIOCGIFADDR, struct.pack("256s", name[:15].encode()))
            except OSError:
                continue  # an interface without an IPv4 address
            found.append(socket.inet_ntoa(answer[20:24]))
    return found

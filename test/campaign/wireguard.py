# python3 wireguard.py DEVICE PRIVATE-KEY PORT [PUBLIC-KEY ADDRESS:PORT NETWORK,...]...: what `wg set` does, whose package a lab has not got. It asks
# the kernel by generic netlink: struct genlmsghdr, and attributes as uapi/linux/wireguard.h numbers them. Keys are in hexadecimal.
import ipaddress, os, socket, struct, sys

def attribute(kind, value):
    return struct.pack("HH", len(value) + 4, kind) + value + b"\0" * (-len(value) % 4)

def nested(kind, *values):
    return attribute(kind | 1 << 15, b"".join(values))

def ask(family, command, version, attributes):
    body = struct.pack("BBH", command, version, 0) + attributes
    # a request that wants an acknowledgement
    kernel.send(struct.pack("IHHII", 16 + len(body), family, 5, 1, 0) + body)
    answer = kernel.recv(65536)
    # an error of 0 is the acknowledgement
    if struct.unpack_from("H", answer, 4)[0] == 2:
        code = -struct.unpack_from("i", answer, 16)[0]
        if code: sys.exit(os.strerror(code))
    return answer

def family_of(name):
    answer = ask(16, 3, 1, attribute(2, name + b"\0"))
    at = 20
    while at < len(answer):
        size, kind = struct.unpack_from("HH", answer, at)
        if kind == 1: return struct.unpack_from("H", answer, at + 4)[0]
        at += size + -size % 4

def peer(key, end, networks):
    address, port = end.split(":")
    ends = struct.pack("H", socket.AF_INET) + struct.pack(">H", int(port)) + socket.inet_aton(address) + b"\0" * 8
    allowed = [ipaddress.ip_network(each) for each in networks.split(",")]
    return nested(0, attribute(1, bytes.fromhex(key)), attribute(3, struct.pack("I", 2)), attribute(4, ends),
        nested(9, *[nested(0, attribute(1, struct.pack("H", socket.AF_INET)), attribute(2, each.network_address.packed), attribute(3, bytes([each.prefixlen]))) for each in allowed]))

device, private, port, *peers = sys.argv[1:]
kernel = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)
kernel.bind((0, 0))
family = family_of(b"wireguard")
kernel.close()
kernel = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)
kernel.bind((0, 0))
# the peers that are given are all: flag 1 of the device, and flag 2 of each peer for its networks
ask(family, 1, 1, attribute(2, device.encode() + b"\0") + attribute(5, struct.pack("I", 1)) + attribute(3, bytes.fromhex(private)) + attribute(6, struct.pack("H", int(port)))
    + nested(8, *[peer(*peers[at : at + 3]) for at in range(0, len(peers), 3)]))

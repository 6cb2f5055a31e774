import { parseAddressLine } from "../host/address-line.ts";
import { parseReceiverLine } from "../host/receiver-line.ts";
import { parseSocketAddress } from "../host/socket-address.ts";
import type {
	Connection,
	Control,
	FrameFilter,
	HostAddress,
	HostLink,
	Neighbour,
	Route,
	Socket,
} from "./evidence.ts";

// Each function reads the lines of one section of a host's answer (look.ts). A line that it does not know is left out.

type Lines = readonly string[];

/** `ip -d -o link show` */
export function parseLinks(lines: Lines): HostLink[] {
	return lines.flatMap((line) => {
		const [, device, lower, flags = ""] =
			/^\d+: ([^:@]+)(?:@([^:]+))?: <([^>]*)>/.exec(line) ?? [];
		if (device === undefined) return [];
		const words = flags.split(",");
		const master = / master (\S+)/.exec(line)?.[1];
		return [
			{
				device,
				mac: /link\/\S+ ([0-9a-f:]{17})/.exec(line)?.[1] ?? "",
				mtu: Number(/ mtu (\d+)/.exec(line)?.[1] ?? 0),
				up: words.includes("UP"),
				carrier: words.includes("LOWER_UP"),
				noArp: words.includes("NOARP"),
				xdp: /\bprog\/xdp\b|\bxdp\w* /.test(line),
				kind:
					/\\\s+(bridge|ipip|gre|sit|gretap|geneve|vxlan) /.exec(line)?.[1] ??
					"",
				...(master === undefined ? {} : { master }),
				// a device in another namespace is only known by its number
				...(lower === undefined || /^(NONE|if\d+)$/.test(lower)
					? {}
					: { lower }),
			},
		];
	});
}

/** `tc qdisc show`. Entries that only share out the link's capacity are left out. */
export function parseControl(lines: Lines): Control[] {
	return lines.flatMap((line) => {
		const [, kind, device] =
			/^qdisc (clsact|ingress|netem) \S+ dev (\S+)/.exec(line) ?? [];
		return device === undefined
			? []
			: [{ device, kind: kind === "netem" ? "netem" : "filter" } as const];
	});
}

/** `arp f|in|rule`, as `framesScript` prints it */
export function parseFrames(lines: Lines): FrameFilter[] {
	return lines.flatMap((line) => {
		const [, family, table, chain, rule = ""] =
			/^(arp|bridge) ([^|]+)\|([^|]*)\|\s*(.*?)\s*$/.exec(line) ?? [];
		if (family === undefined) return [];
		const what = rule.includes("policy drop")
			? "policy drop"
			: `rule "${rule}"`;
		return [
			{
				family: family as FrameFilter["family"],
				place: `${table}, chain ${chain}, ${what}`,
			},
		];
	});
}

/** `ip -o -4 address show` */
export function parseAddresses(lines: Lines): HostAddress[] {
	return lines.flatMap((line) => {
		const found = parseAddressLine(line);
		if (found === undefined) return [];
		const { device, address, prefix } = found;
		return [{ device, address, prefix }];
	});
}

/** `ip -4 neigh show` */
export function parseNeighbours(lines: Lines): Record<string, Neighbour> {
	return Object.fromEntries(
		lines.flatMap((line) => {
			const [, address = "", device, mac, state = ""] =
				/^(\S+) dev (\S+)(?: lladdr (\S+))?.*? ([A-Z]+)\s*$/.exec(line) ?? [];
			return device === undefined
				? []
				: [[address, { device, ...(mac === undefined ? {} : { mac }), state }]];
		}),
	);
}

/** `ip -4 route get`, with its message if there is no route. */
export function parseRoute(lines: Lines): Route {
	const text = lines.join(" ");
	const word = (name: string) =>
		new RegExp(`(?:^| )${name} (\\S+)`).exec(text)?.[1];
	const device = word("dev");
	const gateway = word("via");
	const source = word("src") ?? word("from");
	const table = word("table");
	const none = /^(unreachable|prohibit|blackhole|throw) /.test(text);
	return {
		...(device === undefined || none ? {} : { device }),
		...(gateway === undefined ? {} : { gateway }),
		...(source === undefined ? {} : { source }),
		...(table === undefined ? {} : { table }),
		local: text.startsWith("local ") || text.includes("<local>"),
		redirected: text.includes("redirected"),
		...(device === undefined || none
			? { error: text.replace(/^RTNETLINK answers: /, "") || "no answer" }
			: {}),
	};
}

/** `grep -s .` over files beneath /proc/sys/net: `ipv4/ip_forward:1` */
export function parseSysctls(lines: Lines): Record<string, string> {
	return Object.fromEntries(
		lines.flatMap((line) => {
			const cut = line.lastIndexOf(":");
			return cut === -1 ? [] : [[line.slice(0, cut), line.slice(cut + 1)]];
		}),
	);
}

/** File, local address, remote address and queues of /proc/net/tcp and files like it. A connected UDP socket takes packets only from its peer. */
export function parseSockets(lines: Lines): Socket[] {
	return lines.flatMap((line) => {
		const [file = "", local = "", remote = "", queues = ""] = line.split(" ");
		const [address = "", port = ""] = local.split(":");
		const isUdp = file.includes("udp");
		if (port === "" || (isUdp && !/:0000$/.test(remote))) return [];
		return [
			{
				protocol: isUdp ? "udp" : "tcp",
				family: file.endsWith("6") ? 6 : 4,
				address: parseSocketAddress(address),
				port: Number.parseInt(port, 16),
				waiting: Number.parseInt(queues.split(":")[1] ?? "0", 16),
			} as const,
		];
	});
}

/** `ip fou show` */
export function parseReceivers(lines: Lines): Record<string, string> {
	return Object.fromEntries(
		lines.flatMap((line) => {
			const found = parseReceiverLine(line);
			return found === undefined
				? []
				: [[found.port, found.kind === "gue" ? "gue" : "fou"]];
		}),
	);
}

/** Lines of /proc/net/ip_vs_conn */
export function parseConnections(lines: Lines): Connection[] {
	return lines.flatMap((line) => {
		const [
			protocol = "",
			client = "",
			clientPort = "",
			virtual = "",
			virtualPort = "",
			server = "",
			serverPort = "",
			state = "",
			seconds = "",
		] = line.trim().split(/\s+/);
		if (seconds === "") return [];
		return [
			{
				protocol,
				client: inDots(client),
				clientPort: Number.parseInt(clientPort, 16),
				virtual: inDots(virtual),
				virtualPort: Number.parseInt(virtualPort, 16),
				server: inDots(server),
				serverPort: Number.parseInt(serverPort, 16),
				state,
				seconds: Number(seconds),
			},
		];
	});
}

function inDots(hexadecimal: string): string {
	return (hexadecimal.match(/../g) ?? [])
		.map((byte) => Number.parseInt(byte, 16))
		.join(".");
}

/** One service of a rule file, with its real servers; see `ipvsadm -S`. */
export interface ReadService {
	/** `-t 172.18.0.70:80`, `-f 7` */
	readonly key: string;
	/** Number of its line, from 1. */
	readonly line: number;
	readonly scheduler: string;
	readonly flags: readonly string[];
	readonly persistence:
		| { readonly seconds: number; readonly mask?: string }
		| undefined;
	readonly onePacket: boolean;
	readonly servers: ReadServer[];
}

export interface ReadServer {
	readonly line: number;
	readonly address: string;
	readonly port: number;
	readonly method: "g" | "m" | "i";
	readonly weight: number;
	readonly upper: number;
	readonly lower: number;
	readonly tunnelType: string;
	readonly tunnelPort: number | undefined;
}

/** A line, or a part of one, that cannot be declared. */
export interface Unread {
	readonly line: number;
	readonly text: string;
	readonly reason: string;
}

export interface ReadRules {
	readonly services: readonly ReadService[];
	readonly unread: readonly Unread[];
}

/** Reads what `ipvsadm -Sn` prints, or a rule file. Nothing is left out without a word. */
export function readRules(text: string): ReadRules {
	const services: ReadService[] = [];
	const unread: Unread[] = [];
	for (const [index, raw] of text.split("\n").entries()) {
		const line = index + 1;
		const words = raw.trim().split(/\s+/);
		const refuse = (reason: string) =>
			unread.push({ line, text: raw.trim(), reason });
		if (raw.trim() === "" || raw.trim().startsWith("#")) continue;
		const options = readOptions(words);
		if (options === undefined) {
			refuse("not a rule as ipvsadm -Sn prints it");
			continue;
		}
		const { command, service, unknown, get, has } = options;
		if (unknown.length > 0) {
			refuse(`cannot be declared: ${unknown.join(" ")}`);
			continue;
		}
		if (command === "-A")
			services.push({
				key: service,
				line,
				scheduler: get("-s") ?? "wlc",
				flags: get("-b")?.split(",") ?? [],
				persistence: has("-p")
					? {
							seconds: Number(get("-p")),
							...(has("-M") ? { mask: get("-M") ?? "" } : {}),
						}
					: undefined,
				onePacket: has("-o"),
				servers: [],
			});
		else {
			const owner = services.find(({ key }) => key === service);
			const [, address, port] =
				/^([\d.]+)(?::(\d+))?$/.exec(get("-r") ?? "") ?? [];
			if (owner === undefined)
				refuse("its service is not among the lines above");
			else if (address === undefined) refuse("not an IPv4 real server");
			else
				owner.servers.push({
					line,
					address,
					port: Number(port ?? 0),
					method: has("-m") ? "m" : has("-i") ? "i" : "g",
					weight: Number(get("-w") ?? 1),
					upper: Number(get("-x") ?? 0),
					lower: Number(get("-y") ?? 0),
					tunnelType: get("--tun-type") ?? "ipip",
					tunnelPort: has("--tun-port") ? Number(get("--tun-port")) : undefined,
				});
		}
	}
	return { services, unread };
}

/** Options that take a value, and those that take none. */
const valued = new Set([
	"-s",
	"-p",
	"-M",
	"-b",
	"-r",
	"-w",
	"-x",
	"-y",
	"--tun-type",
	"--tun-port",
]);
const plain = new Set(["-o", "-g", "-m", "-i", "--tun-nocsum"]);

function readOptions(words: readonly string[]) {
	const [command, match = "", target = "", ...rest] =
		words[0] === "ipvsadm" ? words.slice(1) : words;
	if (command !== "-A" && command !== "-a") return undefined;
	if (!/^-[tuf]$/.test(match)) return undefined;
	if (match === "-f" ? !/^\d+$/.test(target) : !/^[\d.]+:\d+$/.test(target))
		return undefined;
	const found = new Map<string, string | undefined>();
	const unknown: string[] = [];
	for (let i = 0; i < rest.length; i++) {
		const word = rest[i] ?? "";
		if (valued.has(word)) found.set(word, rest[++i]);
		else if (plain.has(word)) found.set(word, undefined);
		else unknown.push(word);
	}
	return {
		command,
		service: `${match} ${target}`,
		unknown,
		get: (option: string) => found.get(option),
		has: (option: string) => found.has(option),
	};
}

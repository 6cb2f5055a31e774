import type { Passage } from "../model/passage.ts";
import { passageProtocols } from "./packet.ts";
import type { Ruleset } from "./ruleset.ts";
import type { Place } from "./walk.ts";

/** What must pass, and where it was stopped. */
export interface Stop {
	readonly passage: Passage;
	/** The ports that were stopped, of the side that the passage names; none: any. */
	readonly ports: readonly number[];
	readonly place: Place;
	/** The devices by which the packets come and go; undefined: any. */
	readonly in: string | undefined;
	readonly out: string | undefined;
}

/** How the owner of a filter lets packets through, by its own commands. */
export function wayOut(stop: Stop, { chains }: Ruleset): string {
	const { chain } = stop.place;
	const beside = chains.filter(({ table }) => table === chain.table);
	if (/ firewalld$/.test(chain.table)) return byFirewalld(stop);
	if (beside.some(({ name }) => name.startsWith("ufw-"))) return byUfw(stop);
	if (
		stop.passage.hooks.includes("forward") &&
		beside.some(({ name }) => name === "DOCKER-USER")
	)
		return byIptables(
			stop,
			"DOCKER-USER",
			"docker keeps that chain when it starts again; for the next boot keep the rule with netfilter-persistent save (service iptables save), or in a unit after docker.service.",
		);
	return chain.table.startsWith("iptables")
		? byIptables(
				stop,
				baseName(stop),
				"Keep it: netfilter-persistent save, or service iptables save.",
			)
		: byNft(stop);
}

/** The chain of the hook: a rule there comes before those of every chain that it jumps to. */
function baseName({ place }: Stop): string {
	return place.trail[0] ?? place.chain.name;
}

function side({ passage }: Stop): "dport" | "sport" {
	return passage.fromPorts === undefined ? "dport" : "sport";
}

function byNft(stop: Stop): string {
	const { passage, ports, place } = stop;
	const { protocol, from, to } = passage;
	const list = ports.length === 1 ? ` ${ports[0]}` : ` { ${ports.join(", ")} }`;
	const words = [
		...(from === undefined ? [] : [`ip saddr ${from}`]),
		...(to === undefined ? [] : [`ip daddr ${to}`]),
		ports.length > 0
			? `${protocol} ${side(stop)}${list}`
			: `meta l4proto ${byNumber(protocol)}`,
		"accept",
	].join(" ");
	const table = place.chain.table.replace(/^table /, "");
	return `Let them through: nft insert rule ${table} ${baseName(stop)} ${words}. Write the rule into the file that fills this table too (/etc/nftables.conf), before the one that stops them.`;
}

/** A protocol as every program reads it: what /etc/protocols calls `ipip` is not what the kernel sends. */
function byNumber(protocol: Passage["protocol"]): string {
	return protocol === "ipip" ? String(passageProtocols.ipip) : protocol;
}

/** iptables takes 15 ports in one rule. */
const portsOfRule = 15;

function byIptables(stop: Stop, chain: string, keep: string): string {
	const { passage, ports, place } = stop;
	const program = place.chain.table.split(" ")[0] ?? "iptables";
	const table = place.chain.table.split(" ").at(-1) ?? "filter";
	const rule = (some: readonly number[]) =>
		[
			program,
			...(table === "filter" ? [] : ["-t", table]),
			"-I",
			chain,
			...(passage.from === undefined ? [] : ["-s", passage.from]),
			...(passage.to === undefined ? [] : ["-d", passage.to]),
			"-p",
			byNumber(passage.protocol),
			...(some.length === 0
				? []
				: some.length === 1
					? [`--${side(stop)}`, some[0]]
					: ["-m", "multiport", `--${side(stop)}s`, some.join(",")]),
			"-j",
			"ACCEPT",
		].join(" ");
	const rules =
		ports.length === 0
			? [rule([])]
			: Array.from({ length: Math.ceil(ports.length / portsOfRule) }, (_, at) =>
					rule(ports.slice(at * portsOfRule, (at + 1) * portsOfRule)),
				);
	return `Let them through: ${rules.join("; ")}. ${keep}`;
}

function byUfw(stop: Stop): string {
	const { passage, ports } = stop;
	const { protocol, from = "any", to = "any", hooks } = passage;
	if (protocol === "ipip")
		return `ufw has no rule for ipip: write "-A ufw-before-${hooks.includes("input") ? "input" : "output"} -p ${byNumber(protocol)} -s ${from} -d ${to} -j ACCEPT" into /etc/ufw/before.rules, above its COMMIT, then ufw reload.`;
	const port = ports.length === 0 ? "" : ` port ${ports.join(",")}`;
	const sides =
		side(stop) === "dport"
			? `from ${from} to ${to}${port}`
			: `from ${from}${port} to ${to}`;
	const input = stop.in === undefined ? "" : ` in on ${stop.in}`;
	const output = stop.out === undefined ? "" : ` out on ${stop.out}`;
	const rule = hooks.includes("forward")
		? `route allow${input}${output}`
		: hooks.includes("output")
			? `allow out${output.replace(" out", "")}`
			: `allow in${input.replace(" in", "")}`;
	return `Let them through: ufw ${rule} proto ${protocol} ${sides}.`;
}

function byFirewalld(stop: Stop): string {
	const { passage, ports, place } = stop;
	const { protocol, hooks } = passage;
	const zone = zoneOf(place.trail);
	const inZone = zone === undefined ? "" : ` --zone=${zone}`;
	if (
		hooks.includes("input") ||
		(hooks[0] === "prerouting" && hooks.length === 1)
	) {
		const what =
			protocol === "ipip" || protocol === "gre"
				? [`--add-protocol=${byNumber(protocol)}`]
				: ports.length === 0
					? [`--add-port=1-65535/${protocol}`]
					: ports.map((port) => `--add-port=${port}/${protocol}`);
		return `Let them through: firewall-cmd --permanent${inZone} ${what.join(" ")} && firewall-cmd --reload.`;
	}
	const [from, to] = hooks.includes("forward")
		? ["the zone of the real servers", "the zone of the clients"]
		: ["HOST", "ANY"];
	return `Let them through by a policy: firewall-cmd --permanent --new-policy lvs; firewall-cmd --permanent --policy lvs --add-ingress-zone ${quoted(from)} --add-egress-zone ${quoted(to)} --set-target ACCEPT; firewall-cmd --reload.`;
}

function quoted(words: string): string {
	return words.includes(" ") ? `"${words}"` : words;
}

/** firewalld names its chains after zones: `filter_IN_public`. */
function zoneOf(trail: Place["trail"]): string | undefined {
	return trail.flatMap(
		(name) =>
			/^filter_(?:IN|FWDI|FWD|OUT)_(?!policy_|.*_(?:pre|log|deny|allow|post)$)(.+)$/.exec(
				name,
			)?.[1] ?? [],
	)[0];
}

import type { Desired } from "../../../model/desired.ts";
import { sh } from "../../../ssh/shell.ts";
import type { Fact } from "./fact.ts";

export type ModuleState = "loaded" | "available" | "missing";

/**
 * What ip_vs brings along, in the order of loading. Nobody declares them, but a host that had not got them loaded before
 * us must not have them after us.
 */
const companions = {
	ipvs: ["libcrc32c", "nf_defrag_ipv4", "nf_defrag_ipv6", "nf_conntrack"],
	nftables: [
		"libcrc32c",
		"nfnetlink",
		"nf_tables",
		"nft_ct",
		"nft_exthdr",
		"nf_nat",
		"nft_chain_nat",
		"nft_masq",
	],
	tunnels: ["tunnel4", "ip_tunnel", "udp_tunnel", "ip6_udp_tunnel", "gre"],
};

function namesOf({ modules, devices }: Desired): string[] {
	const names = Object.keys(modules);
	const all = [
		...(names.includes("ip_vs") ? companions.ipvs : []),
		// a change of a scheduler uses nftables for a moment, also where no nftables rule is declared
		...(names.length > 0 ? companions.nftables : []),
		...(Object.keys(devices).length > 0 ? companions.tunnels : []),
		...names,
	];
	return [...new Set(all)];
}

/** Kernel module -> loaded, available to modprobe, or missing from this kernel. */
export const modules: Fact<Record<string, ModuleState>> = {
	probe(desired) {
		const names = Object.keys(desired.modules);
		if (names.length === 0) return "";
		// Only declared modules are asked whether they could be loaded: each question is a process.
		return sh`for name in ${namesOf(desired)}; do
	[ ! -d "/sys/module/$name" ] || echo "loaded $name"
done
for name in ${names}; do
	if [ -d "/sys/module/$name" ]; then continue; fi
	if modprobe -n -q "$name"; then echo "available $name"; else missing=$name; echo "missing $name"; fi
done
[ -z "\${missing-}" ] || for path in /lib/modules/$(uname -r)/kernel/net/netfilter/ipvs/ip_vs_*; do
	name=\${path##*/}
	echo "available \${name%%.*}"
done`;
	},
	parse({ lines }, desired) {
		const found = new Map(
			lines.map((line) => {
				const [state, name] = line.split(" ");
				return [name, state as ModuleState];
			}),
		);
		const asked = namesOf(desired);
		return Object.fromEntries([
			...asked.map((name) => [
				name,
				found.get(name) ?? (name in desired.modules ? "missing" : "available"),
			]),
			// where one is missing, what there is instead
			...[...found].filter(([name = ""]) => !asked.includes(name)),
		]);
	},
};

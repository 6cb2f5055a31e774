import type { Desired } from "../../model/desired.ts";
import { sh } from "../../ssh/shell.ts";
import type { ModuleState } from "../found-state.ts";
import type { Actions, Kind } from "./kind.ts";
import { liveEach } from "./live-each.ts";
import { oneFor } from "./one-for.ts";
import { shellFunction } from "./shell-function.ts";
import { stepsWith } from "./steps-with.ts";

/**
 * Modules that the kernel loads together with ours, in the order of loading. Nobody declares them. But if they were not loaded
 * before us, they must not stay loaded after us.
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
	ftp: ["nft_fib", "nft_fib_ipv4", "nft_objref"],
	tunnels: ["tunnel4", "ip_tunnel", "udp_tunnel", "ip6_udp_tunnel", "gre"],
};

function namesOf({ modules, devices, nftables }: Desired): string[] {
	const names = Object.keys(modules);
	const filters = Object.keys(nftables).length > 0;
	const all = [
		...(names.includes("ip_vs") || filters ? companions.ipvs : []),
		// a change of the scheduler uses nftables for a moment, even if no nftables rule is declared
		...(names.length > 0 || filters ? companions.nftables : []),
		...(names.includes("nf_conntrack_ftp") ? companions.ftp : []),
		...(Object.keys(devices).length > 0 ? companions.tunnels : []),
		...names,
	];
	return [...new Set(all)];
}

/** Kernel modules: loaded, available to modprobe, or why they cannot be loaded. */
export const modules: Kind<"modules"> = {
	title: "module",
	localise: { never: "a kernel module has one name on every distribution" },
	probe(desired) {
		const names = Object.keys(desired.modules);
		if (namesOf(desired).length === 0) return "";
		// only for declared modules do we ask modprobe whether it could load them: each question is a process
		return sh`for name in ${namesOf(desired)}; do
	[ ! -d "/sys/module/$name" ] || echo "loaded $name"
done
for name in ${names}; do
	if [ -d "/sys/module/$name" ]; then continue; fi
	release=/lib/modules/$(uname -r)
	# a module that is part of the kernel and has no parameters has no folder
	if grep -qs "/$name[.]ko" "$release/modules.builtin"; then echo "loaded $name"
	elif loads=$(modprobe -n -v "$name" 2>/dev/null); then
		read -r locked </proc/sys/kernel/modules_disabled || locked=
		case $loads,$locked in
		*'install /bin/true'* | *'install /bin/false'* | *'install /usr/bin/true'* | *'install /usr/bin/false'*) echo "forbidden $name" ;;
		*,1) echo "locked $name" ;;
		*) echo "available $name" ;;
		esac
	# asked last, as a distribution may keep them elsewhere
	elif [ ! -d "$release" ]; then echo "gone $name"
	else missing=$name; echo "missing $name"; fi
done 2>/dev/null
[ -z "\${missing-}" ] || for path in "$release"/kernel/net/netfilter/ipvs/ip_vs_*; do
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
			// if the module of a scheduler is missing, the message names the schedulers that exist
			...[...found].filter(([name = ""]) => !asked.includes(name)),
		]);
	},
	plan({ desired, observed }) {
		const unloaded = Object.keys(desired.modules).filter(
			(name) => observed.modules[name] !== "loaded",
		);
		return {
			steps: {
				load: oneFor(unloaded, (modules) => ({
					kind: "load",
					modules,
					because: "not loaded",
				})),
			},
		};
	},
	noted: {
		things: ({ observed }) => Object.keys(observed.modules),
		found: (name, { observed }) =>
			observed.modules[name] === "loaded" ? "loaded" : "unloaded",
		untilDropped: false,
	},
	takenBackBy: "steps",
	giveBack(found, { observed }) {
		const names = Object.keys(found)
			.filter(
				(name) =>
					// a module of an earlier declaration is no longer looked at and counts as loaded
					found[name] === "unloaded" &&
					(observed.modules[name] ?? "loaded") === "loaded",
			)
			.reverse(); // schedulers before ip_vs
		return {
			unload: oneFor(names, (modules) => ({
				kind: "unload",
				modules,
				because: "as it was found",
			})),
		};
	},
	left: (found, observed) =>
		Object.entries(found)
			.filter(
				([name, was]) =>
					was === "unloaded" && observed.modules[name] === "loaded",
			)
			.map(([name]) => `kernel module ${name}: still in use`),
	live: ({ declared, observed }) =>
		liveEach(declared.modules, (name) =>
			observed.modules[name] === "loaded" ? "loaded" : undefined,
		),
};

const servesOthers = shellFunction(
	"serves_others",
	{},
	() => `# module: whether tunnels or ports that are not ours would go with it. rmmod does not ask
	case $1 in
	ipip) ip -o link show type ipip | grep -qv ': tunl0[@:]' || ip -o address show dev tunl0 | grep -q inet ;;
	ip_gre) { ip -o link show type gre && ip -o link show type gretap; } | grep -qvE ': (gre0|gretap0)[@:]' || ip -o address show dev gre0 | grep -q 'inet ' ;;
	fou) ip fou show | grep -q port ;;
	*) false ;;
	esac 2>/dev/null`,
);

export const moduleSteps: Actions<"load" | "unload"> = stepsWith(
	{ servesOthers },
	(call) => ({
		load: {
			describe: ({ modules }) => `load ${modules.join(" ")}`,
			render: ({ modules }) => sh`modprobe -a ${modules}`,
		},
		unload: {
			describe: ({ modules }) => `unload ${modules.join(" ")}`,
			// rmmod leaves a module that others use and goes on (modprobe -r gives up at the first). Destroy reports those that stay.
			// Three passes, as modules of several declarations may stand in the wrong order.
			render: ({ modules }) =>
				sh`{ set --; for name in ${modules}; do ${call.servesOthers} "$name" || set -- "$@" "$name"; done; for pass in 1 2 3; do ! rmmod "$@" 2>/dev/null || break; done; }`,
		},
	}),
);

import fc from "fast-check";
import type { Observed } from "../../../../src/host/observed.ts";
import type { Desired, KindName } from "../../../../src/model/desired.ts";
import { atRest } from "./example.ts";
import { isAgreement, withoutVip } from "./model-host.ts";

export type Change = (host: Observed) => Observed;

/** Anything that somebody may have done to a host of ours, several at once. */
export function damage(desired: Desired): fc.Arbitrary<Change> {
	const some = Object.values(damages).flatMap((damageOf) => damageOf(desired));
	return fc
		.array(fc.oneof(...some), { maxLength: 4 })
		.map(
			(changes) => (host: Observed) =>
				changes.reduce((changed, change) => change(changed), host),
		);
}

/** One of these things, changed so. None where there are none. */
function one(
	keys: readonly string[],
	change: (key: string) => Change,
): fc.Arbitrary<Change>[] {
	return keys.length === 0 ? [] : [fc.constantFrom(...keys).map(change)];
}

/** Kinds whose things a look tells by their names. */
type Named = Exclude<KindName, "addresses" | "ipvs" | "filters">;

/** One thing of a kind is missing. */
const without = (part: Named, desired: Desired) =>
	one(Object.keys(desired[part]), (key) => (host) => ({
		...host,
		[part]: Object.fromEntries(
			Object.entries(host[part]).filter(([name]) => name !== key),
		),
	}));

/** One thing of a kind is in another state. */
const other = <Part extends Named>(
	part: Part,
	desired: Desired,
	state: Observed[Part][string],
) =>
	one(Object.keys(desired[part]), (key) => (host) => ({
		...host,
		[part]: { ...host[part], [key]: state },
	}));

/** A thing that nobody declared stands in a table of ours. */
const more = <Part extends "nftables" | "routes">(
	part: Part,
	desired: Desired,
	key: string,
	state: Observed[Part][string],
) =>
	one(Object.keys(desired[part]).slice(0, 1), () => (host) => ({
		...host,
		[part]: { ...host[part], [key]: state },
	}));

/** A unit is in another state. Where directors agree by it, the VIP goes with it. */
const unit = (desired: Desired, state: Observed["units"][string]) =>
	one(Object.keys(desired.units), (name) => (host) => ({
		...host,
		units: { ...host.units, [name]: state },
		...(isAgreement(name) && !state.active
			? { addresses: withoutVip(desired, host) }
			: {}),
	}));

/** What somebody may do to each kind of host state. */
const damages: {
	readonly [Name in KindName]: (desired: Desired) => fc.Arbitrary<Change>[];
} = {
	packages: (desired) => other("packages", desired, false),
	modules: (desired) => other("modules", desired, "available"),
	files: (desired) => [
		...other("files", desired, undefined),
		...other("files", desired, {
			mode: "600",
			owner: "root:root 0:0",
			content: "edited\n",
			stock: false,
		}),
	],
	directories: (desired) => [
		...without("directories", desired),
		...other("directories", desired, {
			mode: "700",
			owner: "nobody:nogroup 65534:65534",
		}),
	],
	archives: (desired) => [
		...without("archives", desired),
		...other("archives", desired, { sha256: "f".repeat(64) }),
	],
	units: (desired) => [
		...unit(desired, atRest),
		// running, and not started at boot
		...unit(desired, { ...atRest, active: true, cached: true }),
	],
	sysctls: () => [
		fc.constant((host) => ({
			...host,
			sysctls: Object.fromEntries(
				Object.keys(host.sysctls).map((key) => [key, "0"]),
			),
		})),
	],
	addresses: (desired) => [
		...one(Object.keys(desired.addresses), (address) => (host) => ({
			...host,
			addresses: {
				...host.addresses,
				list: host.addresses.list.filter((found) => found.address !== address),
			},
		})),
		// another link has it instead, or too
		...one(Object.keys(desired.addresses), (address) => (host) => ({
			...host,
			addresses: {
				...host.addresses,
				list: host.addresses.list.map((found) =>
					found.address === address ? { address, device: "eth0" } : found,
				),
			},
		})),
		...one(Object.keys(desired.addresses), (address) => (host) => ({
			...host,
			addresses: {
				...host.addresses,
				list: [...host.addresses.list, { address, device: "eth0" }],
			},
		})),
	],
	ipvs: (desired) => [
		fc.constant((host) => ({ ...host, ipvs: new Map() })),
		...one(Object.keys(desired.ipvs), (key) => (host) => ({
			...host,
			ipvs: new Map([...host.ipvs].filter(([live]) => live !== key)),
		})),
		...one(Object.keys(desired.ipvs), (key) => (host) => ({
			...host,
			ipvs: new Map(
				[...host.ipvs].map(([live, rule]) => [
					live,
					live === key && rule.kind === "server"
						? { ...rule, weight: 77 }
						: rule,
				]),
			),
		})),
	],
	timeouts: (desired) => [
		...without("timeouts", desired),
		...other("timeouts", desired, "7"),
	],
	devices: (desired) => [
		...without("devices", desired),
		...other("devices", desired, "down"),
	],
	receivers: (desired) => [
		...without("receivers", desired),
		...other("receivers", desired, "ipip"),
	],
	syncs: (desired) => [
		...without("syncs", desired),
		...other("syncs", desired, "id 9"),
	],
	nftables: (desired) => [
		...without("nftables", desired),
		...more("nftables", desired, "raw counter accept", "present"),
	],
	routes: (desired) => [
		...without("routes", desired),
		...other("routes", desired, "default via 192.0.2.254"),
		...more("routes", desired, "from all", "default via 192.0.2.254"),
	],
	// somebody takes away rules by which ufw lets in or out
	filters: (desired) =>
		one(
			Object.keys(desired.filters).length === 0
				? []
				: ["ufw-user-input", "ufw-user-output"],
			(name) => (host) => ({
				...host,
				filters: {
					...host.filters,
					chains: host.filters.chains.map((chain) =>
						chain.name === name
							? {
									...chain,
									rules: chain.rules.filter(
										({ text }) => !text.includes("pulumi-lvs"),
									),
								}
							: chain,
					),
				},
			}),
		),
	conditions: (desired) => [
		...without("conditions", desired),
		...other("conditions", desired, "otherwise"),
	],
};

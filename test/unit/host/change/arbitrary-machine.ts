import fc from "fast-check";
import type { Observed } from "../../../../src/host/observed.ts";
import { parseTable } from "../../../../src/ipvs/parse-rule.ts";
import type { Desired } from "../../../../src/model/desired.ts";
import { clean } from "./example.ts";
import { askedFor } from "./look-at.ts";

/** A machine as it may be before a role comes to it, that has nothing of ours: by two declarations, of which it gets one after the other. */
export const arbitraryMachine: fc.Arbitrary<
	(one: Desired, other: Desired) => Observed
> = fc
	.record({
		/** Somebody has it in use already, with files, directories and units of the same names. */
		inUse: fc.boolean(),
		/** IPVS has a service of somebody else. */
		balances: fc.boolean(),
		/** The packages have yet to come. */
		bare: fc.boolean(),
	})
	.map(({ inUse, balances, bare }) => (one: Desired, other: Desired) => {
		const desired = {
			...other,
			...Object.fromEntries(
				([...askedFor, "sysctls", "timeouts", "filters"] as const).map(
					(part) => [part, { ...one[part], ...other[part] }],
				),
			),
		};
		const host = clean(desired);
		return {
			...host,
			...(inUse ? used(desired, host) : {}),
			...(balances ? { ipvs: parseTable(theirs) } : {}),
			...(bare ? { packages: each(host.packages, () => false) } : {}),
		};
	});

const theirs = { "-t 172.18.0.66:8443": "-s rr" };

function used(
	{ files, directories }: Desired,
	{ modules, units }: Observed,
): Partial<Observed> {
	return {
		files: each(files, (path, { block }) =>
			isOurs(path)
				? undefined
				: {
						mode: "640",
						owner: "root:root 0:0",
						content: block === undefined ? "theirs\n" : undefined,
						stock: false,
					},
		),
		directories: each(directories, (path) =>
			isOurs(path) ? undefined : { mode: "755", owner: "root:root 0:0" },
		),
		modules: each(modules, () => "loaded" as const),
		units: each(units, (name, unit) =>
			isOurs(name)
				? unit
				: { ...unit, enabled: true, active: true, held: true, cached: true },
		),
	};
}

/** By its name nobody else can have it. */
function isOurs(name: string): boolean {
	return name.includes("lvs");
}

function each<From, To>(
	found: Readonly<Record<string, From>>,
	change: (key: string, value: From) => To,
): Record<string, To> {
	return Object.fromEntries(
		Object.entries(found).map(([key, value]) => [key, change(key, value)]),
	);
}

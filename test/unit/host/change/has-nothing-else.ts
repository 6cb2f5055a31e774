import assert from "node:assert/strict";
import { deviceFor } from "../../../../src/host/device-for.ts";
import type { FoundAddresses } from "../../../../src/host/found-state.ts";
import { here } from "../../../../src/host/here.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import type {
	AddressPlace,
	Desired,
	KindName,
} from "../../../../src/model/desired.ts";
import { ownLink } from "../../../../src/model/own-link.ts";
import { written } from "../../ipvs/written.ts";
import { atRest } from "./example.ts";

/**
 * Asserts that a host has of each kind what is desired, what it had before us, and nothing else. That it has what is desired `live` tells
 * too; here it is asked of the whole host, and not of what a look asks for.
 *
 * @param desired `nothing` after a removal.
 */
export function hasNothingElse(
	host: Observed,
	before: Observed,
	desired: Desired,
): void {
	const local = here(desired, host);
	for (const has of Object.values(each)) has(host, before, local);
}

const each: {
	readonly [Name in KindName]: (
		host: Observed,
		before: Observed,
		desired: Desired,
	) => void;
} = {
	// they stay when they are no longer wanted
	packages(host, before, desired) {
		for (const [name, there] of Object.entries(before.packages))
			assert.ok(
				host.packages[name] || !(there || name in desired.packages),
				`package ${name}`,
			);
	},
	// they are unloaded with the role
	modules(host, before, desired) {
		if (host.record === undefined)
			assert.deepEqual(host.modules, before.modules);
		for (const [name, state] of Object.entries(before.modules))
			if (state === "loaded" || name in desired.modules)
				assert.equal(host.modules[name], "loaded", name);
	},
	files(host, before, desired) {
		const originals = Object.values(host.record?.files ?? {});
		for (const path of keysOf(host.files, before.files))
			if (!(path in desired.files) && !originals.includes(path))
				assert.deepEqual(host.files[path], before.files[path], path);
	},
	archives(host, before, desired) {
		for (const directory of keysOf(host.archives, before.archives))
			if (!(directory in desired.archives))
				assert.deepEqual(
					host.archives[directory],
					before.archives[directory],
					directory,
				);
	},
	directories(host, before, desired) {
		const stateOf = (found: Observed["directories"][string]) =>
			found && `${found.mode} ${found.owner.split(" ").at(-1)}`;
		for (const path of keysOf(host.directories, before.directories))
			if (!(path in desired.directories))
				assert.equal(
					stateOf(host.directories[path]),
					stateOf(before.directories[path]),
					path,
				);
	},
	units(host, before, desired) {
		const stateOf = ({ enabled, masked, active } = atRest) => ({
			enabled,
			masked,
			active,
		});
		for (const name of keysOf(host.units, before.units))
			if (!(name in desired.units))
				assert.deepEqual(
					stateOf(host.units[name]),
					stateOf(before.units[name]),
					name,
				);
	},
	sysctls(host, before, desired) {
		// what others balance may have come to need its settings
		const shared = before.ipvs.size > 0;
		for (const key of keysOf(host.sysctls, before.sysctls))
			if (key in desired.sysctls || !shared || !key.startsWith("net.ipv4.vs."))
				assert.equal(
					host.sysctls[key],
					desired.sysctls[key] ?? before.sysctls[key],
					key,
				);
	},
	addresses(host, before, desired) {
		const { list } = before.addresses;
		const ours = Object.entries<AddressPlace>({
			...desired.addresses,
			// of several directors, the model's has the VIP
			...(desired.failover === undefined
				? {}
				: { [`${desired.vip}/32`]: ownLink }),
		}).map(([address, where]) => ({
			address,
			device: deviceFor(desired, where, list) ?? "",
		}));
		assert.deepEqual(
			sorted(host.addresses),
			sorted({ list: [...list, ...ours] }),
		);
	},
	ipvs(host, before, desired) {
		assert.deepEqual(written(host.ipvs), {
			...written(before.ipvs),
			...desired.ipvs,
		});
	},
	timeouts(host, before, desired) {
		for (const name of keysOf(host.timeouts, before.timeouts))
			assert.equal(
				host.timeouts[name],
				desired.timeouts[name] ?? before.timeouts[name],
				name,
			);
	},
	nftables(host, _before, desired) {
		assert.deepEqual(host.nftables, desired.nftables);
	},
	devices(host, _before, desired) {
		const up = Object.keys(host.devices).filter(
			(name) => host.devices[name] === "up",
		);
		assert.deepEqual(up, Object.keys(desired.devices));
	},
	receivers(host, _before, desired) {
		assert.deepEqual(host.receivers, desired.receivers);
	},
	syncs(host, _before, desired) {
		assert.deepEqual(host.syncs, desired.syncs);
	},
	routes(host, _before, desired) {
		assert.deepEqual(host.routes, desired.routes);
	},
	filters(host, before, desired) {
		if (Object.keys(desired.filters).length === 0)
			assert.deepEqual(host.filters, before.filters);
		assert.deepEqual(
			Object.keys(host.record?.filters ?? {}).sort(),
			Object.keys(desired.filters).sort(),
		);
	},
	// the script of a role without conditions may leave those of its earlier declaration
	conditions(host, _before, desired) {
		if (desired.script === undefined) assert.deepEqual(host.conditions, {});
		for (const [name, value] of Object.entries(desired.conditions))
			assert.equal(host.conditions[name], value, name);
	},
};

function keysOf(...records: readonly object[]): string[] {
	return [...new Set(records.flatMap((record) => Object.keys(record)))];
}

function sorted({ list }: Pick<FoundAddresses, "list">): string[] {
	return list.map(({ address, device }) => `${address} ${device}`).sort();
}

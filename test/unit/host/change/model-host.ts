import { commentOf } from "../../../../src/filter/opening.ts";
import type { Chain } from "../../../../src/filter/ruleset.ts";
import { deviceFor } from "../../../../src/host/device-for.ts";
import type { FoundAddress } from "../../../../src/host/found-state.ts";
import { here } from "../../../../src/host/here.ts";
import {
	type MadeThing,
	madeFor,
	parseMade,
} from "../../../../src/host/kinds/made-text.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import type { Step } from "../../../../src/host/step.ts";
import type { Command } from "../../../../src/ipvs/command.ts";
import { parseTable } from "../../../../src/ipvs/parse-rule.ts";
import { matchOf, ruleKey, serviceKey } from "../../../../src/ipvs/rule.ts";
import type { AddressPlace, Desired } from "../../../../src/model/desired.ts";
import { ownLink } from "../../../../src/model/own-link.ts";
import { recordDirectory } from "../../../../src/model/record-directory.ts";
import { close, open } from "../../filter/owned-filters.ts";
import { atRest } from "./example.ts";

/** A unit that was enabled while systemd had it in memory. */
interface Linked {
	readonly enabled?: boolean;
	readonly linked?: boolean;
}

type Changing<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/**
 * What a host looks like after steps, by the rules of the real one: `-E` and `-e` replace all attributes, a line that
 * cannot be done is skipped, a unit of ours brings what it establishes on start and reload and takes it away on stop.
 */
export function applyToModel(
	desired: Desired,
	before: Observed,
	steps: readonly Step[],
): Observed {
	const host: Changing<Observed> = structuredClone(before);
	for (const step of steps) applyStep(desired, host, step);
	return host;
}

function applyStep(
	desired: Desired,
	host: Changing<Observed>,
	step: Step,
): void {
	const unit = (name: string, change: object) => {
		host.units = {
			...host.units,
			[name]: {
				...(host.units[name] ?? atRest),
				...change,
			},
		};
	};
	switch (step.kind) {
		case "record":
			host.record = step.record;
			return;
		case "forget":
			host.record = undefined;
			host.files = without(host.files, (path) =>
				path.startsWith(`${recordDirectory(step.recordName)}/`),
			);
			return;
		case "keep": {
			// what an operator drained is no file of the model
			const original = host.files[step.path];
			if (original !== undefined)
				host.files = { ...host.files, [step.as]: original };
			return;
		}
		case "unload":
			for (const name of step.modules)
				host.modules = { ...host.modules, [name]: "available" };
			return;
		case "install":
			for (const name of step.packages)
				host.packages = { ...host.packages, [name]: true };
			return;
		case "load":
			for (const name of step.modules)
				host.modules = { ...host.modules, [name]: "loaded" };
			return;
		case "write": {
			const name = /([^/]+)\.service$/.exec(step.path)?.[1];
			const { content, mode, owner = "root:root", block } = step.file;
			const found = host.files[step.path];
			const fresh = { content, mode, owner: `${owner} 0:0`, stock: false };
			host.files = {
				...host.files,
				[step.path]:
					found === undefined
						? fresh
						: step.edits !== undefined
							? { ...found, content, stock: false }
							: block !== undefined
								? { ...fresh, mode: found.mode }
								: fresh,
			};
			if (name !== undefined)
				unit(name, { exists: true, stale: found !== undefined });
			return;
		}
		case "directory":
			host.directories = {
				...host.directories,
				[step.path]: { mode: step.mode, owner: `${step.owner} 0:0` },
			};
			return;
		case "unpack":
			host.archives = {
				...host.archives,
				[step.directory]: { sha256: step.archive.sha256 },
			};
			return;
		case "remove-directory":
			host.directories = { ...host.directories, [step.path]: undefined };
			return;
		case "restart":
			return;
		case "run":
			host.conditions = { ...host.conditions, ...desired.conditions };
			return;
		case "remove":
			for (const path of step.paths)
				host.files = { ...host.files, [path]: undefined };
			return;
		case "remove-block": {
			const found = host.files[step.path];
			host.files = {
				...host.files,
				[step.path]:
					found === undefined || step.orFile
						? undefined
						: { ...found, content: undefined },
			};
			return;
		}
		case "restore": {
			const original = host.files[step.from];
			if (original !== undefined)
				host.files = {
					...without(host.files, (path) => path === step.from),
					[step.path]: original,
				};
			return;
		}
		case "mask":
			unit(step.unit, {
				masked: true,
				stale: host.units[step.unit]?.active ?? false,
			});
			return;
		case "unmask":
			unit(step.unit, { masked: false, stale: true });
			return;
		case "enable":
			// the link is there; systemd sees it when it reads the unit
			unit(
				step.unit,
				host.units[step.unit]?.cached ? { linked: true } : { enabled: true },
			);
			return;
		case "disable":
			unit(step.unit, { enabled: false });
			return;
		case "reload-systemd":
			for (const name of Object.keys(host.units)) {
				const path = `/etc/systemd/system/${name}.service`;
				const gone = path in host.files && host.files[path] === undefined;
				const { enabled = false, linked = false }: Linked =
					host.units[name] ?? {};
				unit(name, {
					stale: false,
					enabled: enabled || linked,
					held: enabled || linked,
					...(gone ? { exists: false } : {}),
				});
			}
			return;
		case "start":
			for (const name of step.units) {
				unit(name, { active: true, cached: true });
				if (name === desired.establishedBy) establish(desired, host);
				if (name === desired.failover?.unit) putVip(desired, host);
			}
			return;
		case "let-go":
			unit(step.unit, {
				active: false,
				cached: host.units[step.unit]?.held ?? false,
			});
			return;
		case "reload":
			if (step.unit === desired.establishedBy) establish(desired, host);
			return;
		case "stop":
			for (const name of step.units) {
				unit(name, { active: false, cached: host.units[name]?.held ?? false });
				if (name === desired.establishedBy) withdraw(desired, host);
				if (isAgreement(name)) host.addresses = withoutVip(desired, host);
			}
			return;
		case "go-on": {
			const { [step.unit]: _, ...others } = host.standstill;
			host.standstill = others;
			return;
		}
		case "keep-address":
			// with another prefix it is another address, which stays when those who agreed on the VIP stop
			host.addresses = {
				...host.addresses,
				list: [
					...host.addresses.list,
					{ address: kept(step.address), device: step.device },
				],
			};
			return;
		case "withdraw":
			host.addresses = {
				...host.addresses,
				list: host.addresses.list.filter(
					({ address, device }) =>
						address !== step.address || device !== step.device,
				),
			};
			return;
		case "open":
			for (const opening of step.openings)
				filter(host, (chains) =>
					open(chains, opening, commentOf(step.recordName)),
				);
			return;
		case "close":
			for (const closing of step.closings)
				filter(host, (chains) => close(chains, closing));
			return;
		case "sysctl":
			host.sysctls = { ...host.sysctls, [step.key]: step.value };
			return;
		case "drain":
			for (const rule of step.servers) applyRule(host, { verb: "edit", rule });
			return;
		case "lift-drain":
			host.drained = without(host.drained, (address) =>
				step.addresses.includes(address),
			);
			return;
		case "set-timeouts":
			host.timeouts = { ...host.timeouts, ...step.timeouts };
			return;
		case "undo":
			undo(host, step);
			return;
		case "ipvs":
			for (const command of step.commands) applyRule(host, command);
	}
}

function filter(
	host: Changing<Observed>,
	change: (chains: readonly Chain[]) => Chain[],
): void {
	host.filters = { ...host.filters, chains: change(host.filters.chains) };
}

function applyRule(host: Changing<Observed>, { verb, rule }: Command): void {
	const table = new Map(host.ipvs);
	const key = ruleKey(rule);
	const service = serviceKey(matchOf(rule));
	if (verb === "add" && !table.has(key))
		if (rule.kind === "service" || table.has(service)) table.set(key, rule);
	if (verb === "edit" && table.has(key)) table.set(key, rule);
	if (verb === "delete")
		for (const [other, found] of host.ipvs)
			if (
				other === key ||
				(rule.kind === "service" && serviceKey(matchOf(found)) === key)
			)
				table.delete(other);
	host.ipvs = table;
}

function undo(host: Changing<Observed>, { of, name }: MadeThing): void {
	if (of === "nftables") host.nftables = {};
	if (of === "routes") host.routes = {};
	if (of === "devices") host.devices = { ...host.devices, [name]: "down" };
	if (of === "conditions") host.conditions = {};
	const others = <Value>(found: Readonly<Record<string, Value>>) =>
		without(found, (key) => key === name);
	if (of === "archives") host.archives = others(host.archives);
	if (of === "syncs") host.syncs = others(host.syncs);
	if (of === "receivers") host.receivers = others(host.receivers);
}

function establish(desired: Desired, host: Changing<Observed>): void {
	host.timeouts = { ...host.timeouts, ...desired.timeouts };
	host.ipvs = new Map([...host.ipvs, ...parseTable(desired.ipvs)]);
	// a script that wants no table does not know of the one that an earlier script made
	if (Object.keys(desired.nftables).length > 0)
		host.nftables = desired.nftables;
	host.devices = { ...host.devices, ...desired.devices };
	host.receivers = { ...host.receivers, ...desired.receivers };
	host.syncs = { ...host.syncs, ...desired.syncs };
	if (Object.keys(desired.routes).length > 0) host.routes = desired.routes;
	host.sysctls = { ...host.sysctls, ...here(desired, host).sysctls };
	for (const [address, where] of Object.entries(desired.addresses))
		putAddress(desired, host, address, where);
}

function putAddress(
	desired: Desired,
	host: Changing<Observed>,
	address: string,
	where: AddressPlace,
): void {
	const device = deviceFor(desired, where, host.addresses.list) ?? "";
	const is = (found: FoundAddress, text: string) =>
		found.device === device && found.address === text;
	const list = host.addresses.list.filter((found) => !is(found, kept(address)));
	host.addresses = {
		...host.addresses,
		list: list.some((found) => is(found, address))
			? list
			: [...list, { address, device }],
	};
}

/** Of several directors, the model's has the VIP as long as its keepalived runs. */
function putVip(desired: Desired, host: Changing<Observed>): void {
	putAddress(desired, host, `${desired.vip}/32`, ownLink);
}

/** Whether this is the unit by which directors agree on who has the VIP. The declaration that had it may be gone by now. */
export function isAgreement(unit: string): boolean {
	return /^lvs-.*-failover$/.test(unit);
}

/** The addresses of a director whose keepalived has ended. */
export function withoutVip(
	desired: Desired,
	{ addresses }: Observed,
): Observed["addresses"] {
	const device = deviceFor(desired, ownLink, addresses.list);
	return {
		...addresses,
		list: addresses.list.filter(
			(found) =>
				found.address !== `${desired.vip}/32` || found.device !== device,
		),
	};
}

function kept(address: string): string {
	return address.replace(/\/32$/, "/31");
}

function without<Value>(
	found: Readonly<Record<string, Value>>,
	gone: (key: string) => boolean,
): Record<string, Value> {
	return Object.fromEntries(
		Object.entries(found).filter(([key]) => !gone(key)),
	);
}

function withdraw(desired: Desired, host: Changing<Observed>): void {
	for (const made of madeFor(desired)) undo(host, parseMade(made));
	const { list } = host.addresses;
	host.addresses = {
		...host.addresses,
		list: list.filter(({ address, device }) => {
			const where = desired.addresses[address];
			return where === undefined || device !== deviceFor(desired, where, list);
		}),
	};
	host.ipvs = new Map(
		[...host.ipvs].filter(
			([, rule]) => desired.ipvs[serviceKey(matchOf(rule))] === undefined,
		),
	);
}

import ipaddr from "ipaddr.js";
import * as z from "zod";
import { DeclarationError, type Problem } from "../errors.ts";
import type { LabDefinition } from "./define.ts";

/** A checked lab definition, with every default filled in and its links in the declared order. */
export interface Definition {
	readonly name: string;
	readonly links: Readonly<Record<string, string>>;
	readonly machines: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/** Machine -> its units. Machines without units are left out. */
	readonly running: Readonly<Record<string, readonly string[]>>;
	/** Memory of each machine, in megabytes. */
	readonly memory: number;
}

const LabName = z
	.string()
	.regex(
		/^[a-z0-9][a-z0-9-]{0,19}$/,
		"write lower case letters, digits and -, at most 20",
	);
// A machine's name is its host name and part of the names of its sockets. A link's name is part of socket names too.
const Name = z
	.string()
	.regex(
		/^[a-z][a-z0-9-]{0,14}$/,
		"write a lower case letter, then letters, digits and -, at most 15",
	);
// The name becomes a word of a command in the template.
const Unit = z
	.string()
	.regex(/^[A-Za-z][A-Za-z0-9@-]*$/, "write a systemd unit without .service");
const Schema = z.strictObject({
	name: LabName.optional(),
	links: z.record(Name, z.string()),
	machines: z.record(Name, z.record(z.string(), z.string())),
	running: z.record(Name, z.array(Unit)).optional(),
	memory: z.int().min(128).max(65536).optional(),
});

/** The network of every machine's `eth0`, chosen by QEMU's user-mode network. A link cannot have the same network. */
const MANAGEMENT = "10.0.2.0/24";

/** The only way in for lab definitions. Throws {@link DeclarationError} with every problem at once. */
export function parseDefinition(
	value: unknown,
	options: { subject: string; defaultName: string },
): Definition {
	const parsed = Schema.safeParse(value);
	if (!parsed.success) {
		throw new DeclarationError(
			options.subject,
			parsed.error.issues.map((issue) => ({
				path: issue.path.length === 0 ? "lab" : issue.path.join("."),
				message:
					issue.code === "invalid_key"
						? `not a usable name: ${issue.issues.map((inner) => inner.message).join("; ")}`
						: issue.message,
			})),
		);
	}
	const definition: LabDefinition = {
		...parsed.data,
		name: parsed.data.name ?? options.defaultName,
	} as LabDefinition;
	const problems = [
		...linkProblems(definition),
		...machineProblems(definition),
		...runningProblems(definition),
	];
	if (problems.length > 0)
		throw new DeclarationError(options.subject, problems);
	return {
		name: definition.name ?? options.defaultName,
		links: definition.links,
		machines: definition.machines,
		running: definition.running ?? {},
		memory: definition.memory ?? 512,
	};
}

function linkProblems({ links }: LabDefinition): Problem[] {
	const problems: Problem[] = [];
	if (Object.keys(links).length === 0)
		problems.push({ path: "links", message: "a lab needs at least one link" });
	for (const [name, cidr] of Object.entries(links)) {
		const path = `links.${name}`;
		if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr))
			problems.push({
				path,
				message: `${cidr} is not an IPv4 prefix; write e.g. 172.18.0.0/24`,
			});
		else if (
			ipaddr.IPv4.networkAddressFromCIDR(cidr).toString() !== cidr.split("/")[0]
		)
			problems.push({
				path,
				message: `${cidr} has host bits set; write ${ipaddr.IPv4.networkAddressFromCIDR(cidr)}/${cidr.split("/")[1]}`,
			});
		else if (overlap(cidr, MANAGEMENT))
			problems.push({
				path,
				message: `${cidr} overlaps ${MANAGEMENT}, the machines' management network; choose another`,
			});
	}
	return problems;
}

function machineProblems({ links, machines }: LabDefinition): Problem[] {
	const problems: Problem[] = [];
	const owners = new Map<string, string>();
	if (Object.keys(machines).length === 0)
		problems.push({
			path: "machines",
			message: "a lab needs at least one machine",
		});
	for (const [machine, addresses] of Object.entries(machines)) {
		if (Object.keys(addresses).length === 0)
			problems.push({
				path: `machines.${machine}`,
				message: "is on no link; give it an address, e.g. { lan: ... }",
			});
		for (const [link, address] of Object.entries(addresses)) {
			const path = `machines.${machine}.${link}`;
			const cidr = links[link];
			if (cidr === undefined)
				problems.push({
					path,
					message: `there is no link ${link}; links are ${Object.keys(links).join(", ")}`,
				});
			else if (!ipaddr.IPv4.isValidFourPartDecimal(address))
				problems.push({ path, message: `${address} is not an IPv4 address` });
			else if (
				ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr) &&
				!ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parseCIDR(cidr))
			)
				problems.push({ path, message: `${address} is outside ${cidr}` });
			else if (isReserved(address, cidr))
				problems.push({
					path,
					message: `${address} is the network or broadcast address of ${cidr}; choose one between`,
				});
			const owner = owners.get(address);
			if (owner !== undefined)
				problems.push({
					path,
					message: `${address} is the address of ${owner} already`,
				});
			else owners.set(address, machine);
		}
	}
	return problems;
}

function runningProblems({ machines, running = {} }: LabDefinition): Problem[] {
	return Object.keys(running)
		.filter((machine) => machines[machine] === undefined)
		.map((machine) => ({
			path: `running.${machine}`,
			message: `there is no machine ${machine}; machines are ${Object.keys(machines).join(", ")}`,
		}));
}

/** Whether no machine may have this address: the first and the last of a prefix. In /31 and /32 all addresses are usable (RFC 3021). */
function isReserved(address: string, cidr: string): boolean {
	return (
		ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr) &&
		ipaddr.IPv4.parseCIDR(cidr)[1] < 31 &&
		[
			ipaddr.IPv4.networkAddressFromCIDR(cidr),
			ipaddr.IPv4.broadcastAddressFromCIDR(cidr),
		].some((reserved) => reserved.toString() === address)
	);
}

function overlap(one: string, other: string): boolean {
	const [a, aBits] = ipaddr.IPv4.parseCIDR(one);
	const [b, bBits] = ipaddr.IPv4.parseCIDR(other);
	return a.match(b, Math.min(aBits, bBits));
}

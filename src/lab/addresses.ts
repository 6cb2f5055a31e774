import { createHash } from "node:crypto";

/** The MAC address of a machine's network card on a link. It is locally administered and the same at every start. */
export function macAddress(lab: string, machine: string, link: string): string {
	const digest = createHash("sha256")
		.update([lab, machine, link].join("\n"))
		.digest();
	return [0x52, 0x54, ...digest.subarray(0, 4)]
		.map((byte) => byte.toString(16).padStart(2, "0"))
		.join(":");
}

/** The network cards of a machine after the management one, in the order of the lab's links: eth1, eth2, … */
export function machineCards(
	lab: {
		readonly name: string;
		readonly links: Readonly<Record<string, string>>;
	},
	machine: string,
	addresses: Readonly<Record<string, string>>,
): { device: string; link: string; mac: string; cidr: string }[] {
	return Object.entries(lab.links)
		.filter(([link]) => addresses[link] !== undefined)
		.map(([link, prefix], i) => ({
			device: `eth${i + 1}`,
			link,
			mac: macAddress(lab.name, machine, link),
			cidr: `${addresses[link]}/${prefix.split("/")[1]}`,
		}));
}

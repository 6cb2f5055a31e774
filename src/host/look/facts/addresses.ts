import type { Fact } from "./fact.ts";

export interface FoundAddresses {
	/** Names of all network devices. */
	readonly devices: readonly string[];
	/** Every IPv4 address of the host. */
	readonly list: readonly FoundAddress[];
}

export interface FoundAddress {
	readonly device: string;
	/** With prefix: `172.18.0.70/32` */
	readonly address: string;
}

export const addresses: Fact<FoundAddresses> = {
	probe:
		() => `for path in /sys/class/net/*; do echo "device \${path##*/}"; done
ip -o -4 address show`,
	parse: ({ lines }) => ({
		devices: lines.flatMap((line) =>
			line.startsWith("device ") ? [line.slice("device ".length)] : [],
		),
		list: lines.flatMap((line) => {
			const [, device, family, address] = line.trim().split(/\s+/);
			return device === undefined || family !== "inet" || address === undefined
				? []
				: [{ device, address }];
		}),
	}),
};

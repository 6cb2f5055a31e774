import { runToEnd } from "../../ssh/run-to-end.ts";
import type { Session } from "../../ssh/session.ts";
import { parseAddressLine } from "../address-line.ts";

/** A network device of a host. */
export interface Link {
	readonly device: string;
	readonly mac: string;
	/** IPv4 addresses without their prefix. */
	readonly addresses: readonly string[];
}

/** The network devices of a host that have an address. A device without a MAC address (lo, tunl0) has one of zeros. */
export async function readLinks(session: Session): Promise<Link[]> {
	const stdout = await runToEnd(
		session,
		`for path in /sys/class/net/*; do read -r mac <"$path/address"; echo "mac \${path##*/} $mac"; done
ip -o -4 address show`,
		{ doing: "look at the network devices" },
	);
	const macs = new Map<string, string>();
	const addresses = new Map<string, string[]>();
	for (const line of stdout.split("\n")) {
		const [first, device = "", mac = ""] = line.split(" ");
		if (first === "mac") macs.set(device, mac);
		const found = parseAddressLine(line);
		if (found !== undefined)
			addresses.set(found.device, [
				...(addresses.get(found.device) ?? []),
				found.address,
			]);
	}
	return [...addresses].map(([device, addresses]) => ({
		device,
		mac: macs.get(device) ?? "",
		addresses,
	}));
}

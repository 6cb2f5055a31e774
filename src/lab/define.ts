/** The machines of a lab and the links between them, as written in a folder's `lab.ts`. */
export interface LabDefinition {
	/** Shown in tables. Default: the folder's name. Lower case letters, digits and `-`, at most 20. */
	readonly name?: string;
	/** Each link is one switched network: its name and its IPv4 prefix, e.g. `{ lan: "172.18.0.0/24" }`. */
	readonly links: Readonly<Record<string, string>>;
	/**
	 * Host name of each machine -> its IPv4 address on every link that it has a network card on. The first of `links` that a
	 * machine is on is its `eth1`, the next its `eth2`. `eth0` is only for SSH.
	 */
	readonly machines: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/**
	 * Machine -> systemd units that run on it from its first moment, e.g. `{ lb: ["docker"] }`. They are started once, in the
	 * template from which these machines are cloned. The image has `docker`, `nftables`, `firewalld`, `ufw`, and as managers of the network
	 * `systemd-networkd`, `NetworkManager` and `networking` (ifupdown), one of which then keeps the machine's addresses.
	 */
	readonly running?: Readonly<Record<string, readonly string[]>>;
	/** Memory of each machine, in megabytes. Default 512. */
	readonly memory?: number;
}

/**
 * Describes a lab, as the default export of a folder's `lab.ts`. It is checked when the lab is started.
 *
 * @example
 * export default defineLab({
 *   links: { lan: "172.18.0.0/24" },
 *   machines: { lb: { lan: "172.18.0.66" }, client: { lan: "172.18.0.10" } },
 * });
 */
export function defineLab(definition: LabDefinition): LabDefinition {
	return definition;
}

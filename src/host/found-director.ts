/** Programs besides us that write services into the table of IPVS by themselves. */
export interface Keepers {
	/** Program -> the unit, or another group of processes, in which it runs: `keepalived` -> `keepalived.service`. */
	readonly running: Readonly<Record<string, string>>;
	/** What keepalived's configuration has after `virtual_server`: `172.18.0.70 80`, `fwmark 7`, `group NAME`. */
	readonly keepalived: readonly string[];
	/** Whether keepalived.conf is there. Looked at only where the package may have yet to come, and begins with it right away. */
	readonly configured: boolean;
}

/** Places in the configuration of the operator's keepalived: `/etc/keepalived/keepalived.conf:12: virtual_router_id 51`. */
export interface AgreedByOthers {
	/** Places that have the number of our directors, or an address that moves with the VIP. */
	readonly held: readonly string[];
	/** Places whose number is not written there as a number: `$VRID`. */
	readonly unread: readonly string[];
}

/** A machine that answers for the VIP of another cluster. */
export interface FoundVipHolder {
	/** Its link-layer address. */
	readonly hardware: string;
	/** Its name, if it is a director that is changed later in this `up` and does not yet tell others that it has the VIP. */
	readonly director?: string;
}

/** The states that a director can have among several. */
export const directorRoles = ["active", "standby", "fault"] as const;

/** The state of a director among several. */
export interface FoundFailover {
	/** `active`: it has the VIP. `standby`: it waits for it. `fault`: one of its links is down, or its check fails. */
	readonly role: (typeof directorRoles)[number];
	/** Seconds since 1970, by the host's clock. */
	readonly since: number;
	/** Whether an operator wants it to stay without the VIP. */
	readonly takenOut: boolean;
	/** Exit status of the program that was told of this role; 124: it was ended after 30 seconds. Undefined: there is no such program, or it still runs. */
	readonly toldExit?: number;
	/** Why its check fails: what was run, and its exit status; 124: its time was over. Undefined: it passes, or there is none. */
	readonly failedCheck?: string;
}

/** How packets to an address leave, where they are not handed to its host on a link that both are on. */
export type FoundWay =
	/** The router that they go through. Undefined: the host has no route. */
	{ readonly router: string | undefined } | { readonly tunnel: PeerTunnel };

/** A device of a VPN without link addresses: which peer gets a packet is chosen by its destination, and not by the next hop of the route. */
export interface PeerTunnel {
	readonly device: string;
	/** `tun`: one of a program, as of OpenVPN or Tailscale. */
	readonly kind: "wireguard" | "tun";
}

/** Who may lay another weight over the declared one. */
export const layerOwners = ["drain", "check", "sorry", "rise"] as const;

/** What the table has in place of a declared weight, and who wants it so. */
export interface Layer {
	/** `out`: the rule is not in the table. */
	readonly weight: number | "out";
	/** `sorry`: too few real servers pass, or enough of them pass again. `rise`: it passes again, and its weight rises slowly. */
	readonly by: (typeof layerOwners)[number];
}

/** The possible results of a check. */
export const verdicts = ["up", "down", "failed", "untried", "awaited"] as const;

/** The last result of a check. */
export interface Health {
	/**
	 * `failed`: it does not pass. If no other real server of its service has ever passed either, the check may be a mistake, and its result counts for nothing.
	 * `untried`: there is no result yet. `awaited`: there is no result yet either, and it is new beside others that pass.
	 */
	readonly verdict: (typeof verdicts)[number];
	/** Seconds since 1970, by the host's clock; 0: never. */
	readonly since: number;
	/** Why it failed, as the checking program says it. Empty: it passed, or the reason is not known. */
	readonly why: string;
}

/** Programs beside us that write services into the table of IPVS by themselves. */
export interface Keepers {
	/** Program -> the unit, or another group of processes, in which it runs: `keepalived` -> `keepalived.service`. */
	readonly running: Readonly<Record<string, string>>;
	/** What keepalived's configuration has after `virtual_server`: `172.18.0.70 80`, `fwmark 7`, `group NAME`. */
	readonly keepalived: readonly string[];
}

/** Places in the configuration of the operator's keepalived: `/etc/keepalived/keepalived.conf:12: virtual_router_id 51`. */
export interface AgreedByOthers {
	/** They have the number of our directors, or an address that goes with the VIP. */
	readonly held: readonly string[];
	/** They have a number that is not written there as such: `$VRID`. */
	readonly unread: readonly string[];
}

/** A machine that answers for the VIP of others. */
export interface FoundVipHolder {
	/** Its link-layer address. */
	readonly hardware: string;
	/** Its name, where it is a director that is changed later and tells nobody that it has the VIP. */
	readonly director?: string;
}

/** What a director can be among several. */
export const directorRoles = ["active", "standby", "fault"] as const;

/** What a director is among several. */
export interface FoundFailover {
	/** `active`: it has the VIP. `standby`: it waits for it. `fault`: one of its links is down, or its check fails. */
	readonly role: (typeof directorRoles)[number];
	/** Seconds since 1970, by the host's clock. */
	readonly since: number;
	/** Whether an operator wants it to stay without the VIP. */
	readonly takenOut: boolean;
	/** Exit of the program that was told of this role; 124: it was ended after 30 seconds. Undefined: there is none, or it is at work. */
	readonly toldExit?: number;
	/** Why its check fails: what was run, and its exit status; 124: its time was over. Undefined: it passes, or there is none. */
	readonly failedCheck?: string;
}

export interface FoundWay {
	/** The router that the packets go through. Undefined: the host has no route. */
	readonly router: string | undefined;
}

/** Who may lay something over the declared weights. */
export const layerOwners = ["drain", "check", "sorry", "rise"] as const;

/** What the table has in place of a declared weight, and who wants it so. */
export interface Layer {
	/** `out`: the rule is not in the table. */
	readonly weight: number | "out";
	/** `sorry`: too few real servers pass, or enough of them do again. `rise`: it passes again, and its weight rises slowly. */
	readonly by: (typeof layerOwners)[number];
}

/** What a check can have found. */
export const verdicts = ["up", "down", "failed", "untried", "awaited"] as const;

/** What a check found last. */
export interface Health {
	/**
	 * `failed`: it does not pass, and neither has any other real server of its service ever, so that the check may be a mistake:
	 * it counts for nothing. `untried`: nobody has heard of it yet. `awaited`: neither, and it is new beside others that pass.
	 */
	readonly verdict: (typeof verdicts)[number];
	/** Seconds since 1970, by the host's clock; 0: never. */
	readonly since: number;
	/** Why it failed, as the checking program says it. Empty: it passed, or nobody knows. */
	readonly why: string;
}

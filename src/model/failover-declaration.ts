/**
 * How several directors agree on the one that has the VIP: by VRRP version 3, in unicast packets. The other directors hold all rules and know the connections
 * of the one that has it, so that clients notice little when it dies.
 */
export interface FailoverDeclaration {
	/**
	 * Seconds between two adverts of the director that has the VIP: 0.1 to 40, in hundredths. The next director takes over when it has received none for about 3.6
	 * times this time. Default 1.
	 * @example 0.3
	 */
	readonly advertSeconds?: number;
	/**
	 * Number of this group of directors, 1 to 255 (`virtual_router_id`). Two clusters on the same directors need two. Default: a number
	 * that follows from the cluster's name.
	 * @example 51
	 */
	readonly routerId?: number;
	/**
	 * After how many seconds a director takes the VIP from one that is declared after it: 0 to 1000. The time counts from its start, as its peers tell it of
	 * connections only when their packets come by. Default: never; the director that has the VIP keeps it.
	 * @example 300
	 */
	readonly preemptSeconds?: number;
	/**
	 * A program on each director that is called at a change, for clouds whose addresses move by an API: its arguments are `active`, `standby` or `fault`, the
	 * cluster's name and the VIP. It runs as root, 30 seconds at most; nothing waits for it. It is called for one change after the other, and not for a state that
	 * has already ended.
	 * @example "/usr/local/sbin/move-vip"
	 */
	readonly tell?: string;
	/**
	 * A program on each director that decides whether it can have the VIP, for what VRRP does not see: the way to the Internet, a program of yours. If it fails,
	 * the director gives the VIP away, and takes none until it passes. If it fails on all directors, none has the VIP. Default: none; a director that lives, and
	 * whose links are up, can have it.
	 * @example { command: "/usr/local/sbin/way-out-works" }
	 */
	readonly check?: FailoverCheckDeclaration;
	/**
	 * The address to which real servers send answers by `"nat"` and `"fullnat"`: IPv4 on the directors' link, without a prefix, of no machine, also of no router. It moves with the
	 * VIP. Needed if a service is forwarded by `"nat"`. It is also the source address of requests by `"fullnat"`; without it their source is the address of the
	 * director, and connections end when the VIP moves.
	 * @example "10.0.0.250"
	 */
	readonly gateway?: string;
	/**
	 * Other addresses that move with the VIP: IPv4, without a prefix, of no machine, on the directors' link if they belong to its network, else on the link of the
	 * VIP. No service of the cluster has them. They are for programs of yours on the directors, and for routers that send packets of the VIP to an address.
	 * Default: none.
	 * @example ["10.0.0.5"]
	 */
	readonly addresses?: readonly string[];
}

/** How a director finds out whether it can have the VIP. */
export interface FailoverCheckDeclaration {
	/**
	 * The program, by its absolute path. If its exit status is 0, the director can have the VIP. A list is the program and its arguments.
	 * It must belong to root, and nobody else may write it.
	 * @example ["/usr/bin/ping", "-c", "1", "-W", "1", "192.0.2.1"]
	 */
	readonly command: string | readonly string[];
	/** The user who runs it. Default "nobody". */
	readonly runAs?: string;
	/** Whole seconds between two runs, 1 to 3600. Default 2. */
	readonly everySeconds?: number;
	/** How long it may run: whole seconds, 1 to 3600. Then it is ended, and has failed. Default: `everySeconds`. */
	readonly timeoutSeconds?: number;
	/** How many runs must fail, one after the other: 1 to 100. Default 2. One that passes makes it good. */
	readonly failures?: number;
}

/** The group to which a director belongs. One director of the group has the VIP. */
export interface DesiredFailover {
	/** Number of the group, 1 to 255. */
	readonly routerId: number;
	/** The unit that runs our keepalived. It is missing in states of earlier versions, whose records do not note the VIP. */
	readonly unit?: string;
	/** The other directors: name -> address. Each sends adverts to these alone. */
	readonly peers: Readonly<Record<string, string>>;
	/** What the one that has the VIP tells the others. Missing in states of earlier versions: they told of the VIP and the gateway. */
	readonly adverts?: DesiredAdverts;
	/** The other directors that `up` changes after this one. `silentSeconds`: one of them that has the VIP says so at least once in this time. Default: none. */
	readonly later?: {
		readonly names: readonly string[];
		readonly silentSeconds: number;
	};
	/** After how many seconds this director takes the VIP from one of `later`. Default: it does not, or the state is of an earlier version. */
	readonly preemptSeconds?: number;
	/** The address that moves with the VIP, to which real servers send answers. Default: there is none. */
	readonly gateway?: string;
	/** Other addresses that move with the VIP. Default: there are none. */
	readonly addresses?: readonly string[];
	/** The check that decides whether this director can have the VIP. Default: there is none. */
	readonly check?: DesiredFailoverCheck;
	/** Keys of the IPVS services by which directors that are real servers too take what another director hands to them. Default: no director is a real server. */
	readonly handed?: readonly string[];
}

/** What the director that has the VIP tells the others. */
export interface DesiredAdverts {
	/** The VIP alone: a director drops adverts whose list is not its own, and what is not in them can change while directors hear each other. */
	readonly addresses: readonly string[];
	/** One comes in so many seconds. */
	readonly seconds: number;
}

/** A program of the operator that says whether a director can have the VIP. */
export interface DesiredFailoverCheck {
	readonly program: string;
	/** The program and its arguments, for people. */
	readonly words: string;
	/** POSIX shell, run as root, that runs it as its user and ends with its exit status; 124: its time was over. */
	readonly run: string;
}

/**
 * The schedulers of IPVS and the rule each follows, as in the Linux 6.1 sources (net/netfilter/ipvs/ip_vs_*.c).
 * The kernel module of each is `ip_vs_<name>`; a kernel may be built without some of them.
 */
export const schedulers = {
	rr: "the next real server in turn; weights do not matter, except 0",
	wrr: "in turn, each real server as often as its weight says",
	lc: "the real server with the fewest connections",
	wlc: "the real server with the fewest connections for its weight",
	lblc: "the same real server for the same destination address, until it is overloaded",
	lblcr:
		"the same set of real servers for the same destination address, growing under load",
	dh: "a fixed table by destination address",
	sh: "a fixed table by client address",
	sed: "the real server where one more connection waits least for its weight",
	nq: "a real server without connections, else as sed",
	fo: "the real server with the highest weight that is not overloaded",
	ovf: "the real server with the highest weight until it has that many active connections, then the next",
	mh: "a Maglev table by client address; few clients move when the real servers change",
	twos: "the less loaded of two real servers picked at random by weight",
} as const;

/** The name of a scheduler, as `ipvsadm -s` takes it. */
export type Scheduler = keyof typeof schedulers;

/** The names of all schedulers, in the order of the table. */
export const schedulerNames = Object.keys(schedulers) as readonly Scheduler[];

export function isScheduler(name: string): name is Scheduler {
	return Object.hasOwn(schedulers, name);
}

/** An option of ipvsadm 1.31: its short letter, and whether it takes a value. */
interface Option {
	readonly letter?: string;
	readonly value: "no" | "yes" | "perhaps";
}

const plain = (letter?: string): Option => ({
	value: "no",
	...(letter === undefined ? {} : { letter }),
});
const valued = (letter?: string): Option => ({
	...plain(letter),
	value: "yes",
});

/** Long name -> the option. */
export const ipvsadmOptions: Readonly<Record<string, Option>> = {
	"add-service": plain("A"),
	"edit-service": plain("E"),
	"delete-service": plain("D"),
	"add-server": plain("a"),
	"edit-server": plain("e"),
	"delete-server": plain("d"),
	clear: plain("C"),
	restore: plain("R"),
	save: plain("S"),
	list: plain("L"),
	zero: plain("Z"),
	set: plain(),
	help: plain("h"),
	version: plain("v"),
	"start-daemon": valued(),
	"stop-daemon": valued(),
	"tcp-service": valued("t"),
	"udp-service": valued("u"),
	"sctp-service": valued(),
	"fwmark-service": valued("f"),
	scheduler: valued("s"),
	persistent: { letter: "p", value: "perhaps" },
	netmask: valued("M"),
	"sched-flags": valued("b"),
	pe: valued(),
	ops: plain("o"),
	ipv6: plain("6"),
	"real-server": valued("r"),
	gatewaying: plain("g"),
	masquerading: plain("m"),
	ipip: plain("i"),
	weight: valued("w"),
	"u-threshold": valued("x"),
	"l-threshold": valued("y"),
	"tun-type": valued(),
	"tun-port": valued(),
	"tun-nocsum": plain(),
	"tun-csum": plain(),
	"tun-remcsum": plain(),
	"mcast-interface": valued(),
	syncid: valued(),
	"sync-maxlen": valued(),
	"mcast-group": valued(),
	"mcast-port": valued(),
	"mcast-ttl": valued(),
	connection: plain("c"),
	numeric: plain("n"),
	exact: plain("X"),
	timeout: plain(),
	daemon: plain(),
	stats: plain(),
	rate: plain(),
	thresholds: plain(),
	"persistent-conn": plain(),
	nosort: plain(),
	sort: plain(),
};

/** The options that may follow the name of a service. */
export const serviceOptions = [
	...["scheduler", "persistent", "netmask", "ops", "sched-flags"],
] as const;

/** The options that may follow the name of a real server. */
export const serverOptions = [
	...["gatewaying", "masquerading", "ipip", "weight"],
	...["u-threshold", "l-threshold", "tun-type", "tun-port"],
	...["tun-nocsum", "tun-csum", "tun-remcsum"],
] as const;

const byLetter = new Map(
	Object.entries(ipvsadmOptions).flatMap(([name, { letter }]) =>
		letter === undefined ? [] : [[letter, name] as const],
	),
).set("l", "list");

/** The long name of an option that is written by its letter. */
export function nameOfLetter(letter: string): string | undefined {
	return byLetter.get(letter);
}

/** An option as people write it: `-w`, `--tun-type`. */
export function written(name: string): string {
	const letter = ipvsadmOptions[name]?.letter;
	return letter === undefined ? `--${name}` : `-${letter}`;
}

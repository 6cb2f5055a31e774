import { spawnSync } from "node:child_process";
import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inMarkers } from "../../../src/host/block.ts";

/** What `/bin/sh` is: dash in the Debian family, bash in the other. */
export const shells = [["dash"], ["bash", "--posix"]] as const;

/**
 * Enough of a machine to run our scripts on, without root: addresses, the arp settings, an IPVS table, the daemons of its sync, which files
 * nft loaded, and a log of what was changed in which order. The programs are shell, as fast to start as the real ones.
 */
export class FakeKernel implements Disposable {
	readonly root = mkdtempSync(join(tmpdir(), "lvs-kernel-"));
	readonly shell: (typeof shells)[number];

	constructor(
		shell: (typeof shells)[number],
		has: {
			/** `DEVICE ADDRESS/PREFIX` */
			readonly addresses: readonly string[];
			/** Routes that say the VIP is on their link, as `ip` prints them. */
			readonly onLink?: readonly string[];
			/** Lines of `ipvsadm -Sn`; undefined: ip_vs is not loaded. */
			readonly table?: readonly string[];
			/** Lines of the distribution's rule file: `ourLines`, and those of others. */
			readonly rules?: readonly string[];
		},
	) {
		this.shell = shell;
		for (const device of ["all", "lo", "eth1", "eth2"]) {
			mkdirSync(this.path(`conf/${device}`), { recursive: true });
			for (const key of ["arp_ignore", "arp_announce", "rp_filter"])
				this.write(`conf/${device}/${key}`, ["0"]);
		}
		this.write("onlink", has.onLink ?? []);
		this.write("igmp", igmpOf(["lo", "eth1", "eth2"]));
		this.write("addresses", has.addresses);
		this.write("log", []);
		this.write("uptime", ["100000.00 100000.00"]);
		this.write("rules", has.rules ?? []);
		mkdirSync(this.path("lib/web"), { recursive: true });
		mkdirSync(this.path("kept/web-director"), { recursive: true });
		this.write("lib/web/nftables", [
			...["table ip lvs-web", "delete table ip lvs-web", "table ip lvs-web {"],
			...["\tchain raw {", "\t\ttype filter hook prerouting priority raw;"],
			...["\t\tip daddr 172.18.0.70 tcp dport 80 notrack", "\t}", "}"],
		]);
		if (has.table !== undefined) {
			this.write("ip_vs", has.table);
			this.write("proc_ip_vs", [...heading, ...has.table]);
		}
		mkdirSync(this.path("vs"));
		this.write("vs/expire_nodest_conn", ["0"]);
		mkdirSync(this.path("bin"));
		for (const [name, text] of Object.entries(programs))
			this.program(`bin/${name}`, "#!/bin/sh", text);
	}

	/** Runs one of our rendered scripts on this machine. */
	run(text: string, ...words: string[]) {
		this.write("script", [this.#local(text)]);
		const { status, stdout, stderr } = spawnSync(
			this.shell[0],
			[...this.shell.slice(1), this.path("script"), ...words],
			{
				encoding: "utf8",
				env: { PATH: `${this.path("bin")}:/usr/bin:/bin`, ROOT: this.root },
			},
		);
		return { exit: status, stdout, stderr };
	}

	/** Puts one of our rendered scripts where another one calls it, `lib/web/failover`. It runs in the same shell, unless it needs bash. */
	install(name: string, text: string): void {
		const [first = "", ...lines] = this.#local(text).split("\n");
		const shell =
			first === "#!/bin/bash"
				? first
				: `#!/usr/bin/env -S ${this.shell.join(" ")}`;
		this.program(name, shell, ...lines);
	}

	/** Writes a program: `bin/sleep`, in place of the real one. */
	program(name: string, ...lines: readonly string[]): void {
		this.write(name, lines);
		chmodSync(this.path(name), 0o755);
	}

	#local(text: string): string {
		let local = text;
		for (const [path, name] of Object.entries(moved))
			local = local.replaceAll(path, this.path(name));
		return local;
	}

	/** Lines of a file: `addresses`, `ip_vs` (the table), `log`, `rules`, `conf/eth1/arp_ignore`. */
	read(name: string): string[] {
		const text = readFileSync(this.path(name), "utf8");
		return text === "" ? [] : text.replace(/\n$/, "").split("\n");
	}

	write(name: string, lines: readonly string[]): void {
		const text = lines.map((line) => `${line}\n`).join("");
		// to a reader of single bytes, as dash is, the kernel's file ends after the first
		const setting = name.startsWith("conf/") && this.shell[0] === "dash";
		writeFileSync(this.path(name), setting ? text.slice(0, 1) : text);
	}

	/** The values of `arpKeys`. */
	arp(): string[] {
		return arpKeys.flatMap((key) => this.read(`conf/${key}`));
	}

	path(name: string): string {
		return join(this.root, name);
	}

	[Symbol.dispose](): void {
		// the script does not wait for arping, which may still be writing
		rmSync(this.root, { recursive: true, force: true, maxRetries: 20 });
	}
}

/** What /proc/net/igmp has of devices on which nothing but the usual is heard. */
export function igmpOf(devices: readonly string[]): string[] {
	return [
		"Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter",
		...devices.flatMap((device, place) => [
			`${place + 1}\t${device.padEnd(10)}:     1      V3`,
			"\t\t\t\t010000E0     1 0:00000000\t\t0",
		]),
	];
}

/** Lines of a rule file that are ours, between the two that say so. */
export function ourLines(lines: readonly string[], cluster = "web"): string[] {
	const text = lines.map((line) => `${line}\n`).join("");
	return inMarkers(`cluster ${cluster}`, text).trimEnd().split("\n");
}

export const arpKeys = [
	"eth1/arp_ignore",
	"eth1/arp_announce",
	"eth2/arp_ignore",
	"eth2/arp_announce",
];

/** What /proc/net/ip_vs begins with, also where it is empty. */
const heading = [
	"IP Virtual Server version 1.2.1 (size=4096)",
	"Prot LocalAddress:Port Scheduler Flags",
	"  -> RemoteAddress:Port Forward Weight ActiveConn InActConn",
];

/** Path on a host -> file of the fake. */
const moved = {
	"/proc/sys/net/ipv4/conf": "conf",
	"/run/pulumi-lvs": "run",
	"/var/lib/pulumi-lvs": "kept",
	"/proc/sys/$key": "sys/$key",
	"/usr/local/lib/pulumi-lvs": "lib",
	"/proc/net/ip_vs": "proc_ip_vs",
	"/proc/net/igmp": "igmp",
	"/proc/uptime": "uptime",
	"/proc/sys/net/ipv4/vs": "vs",
	"/etc/ipvsadm.rules": "rules",
	"/etc/sysconfig/ipvsadm": "rules",
};

const programs = {
	// ip -o -4 address show [dev D] to A | ip address add A dev D [label L] | ip address del A dev D
	ip: `
case "$*" in
"-o -4 address show dev "*) device=$6 address=$8 ;;
"-o -4 address show to "*) device= address=$6 ;;
"-4 route show table main scope link match "*) cat "$ROOT/onlink"; exit ;;
"-4 neigh show to "*) cat "$ROOT/neighbours" 2>/dev/null; exit ;;
"address add "*)
	grep -qx "$5 $3" "$ROOT/addresses" && { echo "RTNETLINK answers: File exists" >&2; exit 2; }
	echo "$5 $3" >>"$ROOT/addresses"
	echo "ip $* while arp" $(cd "$ROOT/conf" && grep -h . ${arpKeys.join(" ")}) >>"$ROOT/log"
	exit ;;
"address del "*)
	grep -qx "$5 $3" "$ROOT/addresses" || { echo "RTNETLINK answers: Cannot assign requested address" >&2; exit 2; }
	grep -vx "$5 $3" "$ROOT/addresses" >"$ROOT/addresses.new"; mv "$ROOT/addresses.new" "$ROOT/addresses"
	echo "ip $* while arp" $(cd "$ROOT/conf" && grep -h . ${arpKeys.join(" ")}) >>"$ROOT/log"
	exit ;;
*) echo "fake ip: $*" >&2; exit 255 ;;
esac
n=1
while read -r name full; do
	[ "\${full%/*}" != "\${address%/*}" ] || [ "\${device:-$name}" != "$name" ] ||
		echo "$n: $name    inet $full scope global $name\\       valid_lft forever preferred_lft forever"
	n=$((n + 1))
done <"$ROOT/addresses"
`,
	// as ipvsadm 1.31: -R goes on after a line that the kernel refuses, as it has the rule already, and its exit is that of the last line. It ends at a line that it
	// cannot read, as one with a name that nobody knows. The file names, a program of sed, knows some
	ipvsadm: `
case "$*" in
-Sn) sed 's/ -x .*//' "$ROOT/ip_vs" ;;
-R)
	while read -r command rest; do
		echo "ipvsadm $command $rest" >>"$ROOT/log"
		[ ! -e "$ROOT/refuses" ] || ! echo "$command $rest" | grep -qf "$ROOT/refuses" || { echo "Memory allocation problem" >&2; exit=1; continue; }
		exit=0
		[ ! -e "$ROOT/names" ] || rest=$(echo "$rest" | sed -f "$ROOT/names")
		set -- $rest
		case $1$2 in -[tu][a-z]* | -[tu][0-9]*:[a-z]*) echo "illegal virtual server address[:port] specified" >&2; exit 2 ;; esac
		awk -v command="$command" -v rest="$rest" '
			function key(line, words) { split(line, words, " "); return words[1] " " words[2] (words[3] == "-r" ? " " words[4] : "") }
			{ line = $0; sub(/^-[Aa] /, "", line) }
			command ~ /-[Aa]/ && key(line) == key(rest) { print (command == "-A" ? "Service" : "Destination") " already exists" >"/dev/stderr"; known = 1 }
			command ~ /-[EeDd]/ && key(line) == key(rest) { if (command ~ /-[Ee]/) print $1, rest; next }
			command == "-D" && index(key(line), key(rest) " ") == 1 { next }
			{ print }
			END { if (command ~ /-[Aa]/ && !known) print command, rest; exit known }
		' "$ROOT/ip_vs" >"$ROOT/ip_vs.new" || exit=1
		mv "$ROOT/ip_vs.new" "$ROOT/ip_vs"
	done
	{ head -n 3 "$ROOT/proc_ip_vs"; cat "$ROOT/ip_vs"; } >"$ROOT/proc.new" && mv "$ROOT/proc.new" "$ROOT/proc_ip_vs"
	exit $exit ;;
"--set "*) shift; echo "$*" >"$ROOT/timeouts"; echo "ipvsadm --set $*" >>"$ROOT/log" ;;
-Lcn) cat "$ROOT/connections" 2>/dev/null || : ;;
"-L --daemon") cat "$ROOT/daemons" 2>/dev/null || : ;;
"--start-daemon "*)
	# WAY --mcast-interface DEVICE --syncid ID [--sync-maxlen BYTES]
	grep -q "^$4 " "$ROOT/addresses" || { echo "No such device" >&2; exit 255; }
	! grep -q "^$2 " "$ROOT/daemons" 2>/dev/null || { echo "Daemon has already run" >&2; exit 255; }
	echo "$2 sync daemon (mcast=$4, syncid=$6, maxlen=\${8:-1472}, group=224.0.0.81, port=8848, ttl=1)" >>"$ROOT/daemons"
	# the one that hears joins the group
	[ "$2" = master ] || sed -i "s/^[0-9]*\\t$4 *:.*/&\\n\\t\\t\\t\\t510000E0     1 0:00000000\\t\\t0/" "$ROOT/igmp" ;;
"--stop-daemon "*)
	grep -q "^$2 " "$ROOT/daemons" 2>/dev/null || { echo "No such process" >&2; exit 255; }
	grep -v "^$2 " "$ROOT/daemons" >"$ROOT/daemons.new"; mv "$ROOT/daemons.new" "$ROOT/daemons"
	[ "$2" = master ] || sed -i /510000E0/d "$ROOT/igmp" ;;
"-Ln --timeout") echo "Timeout (tcp tcpfin udp): $(cat "$ROOT/timeouts")" ;;
*) echo "fake ipvsadm: $*" >&2; exit 255 ;;
esac
`,
	// two tables of ours: one from a file, in the file nft, and one from standard input, in the file guard; as nft prints them, with a blank
	// line between chains
	nft: `
case "$*" in
"-f -")
	cat >"$ROOT/given"
	# else it is added to what is there
	! grep -q '^delete table ' "$ROOT/given" || : >"$ROOT/guard"
	sed '/^table ip [^ ]*$/d; /^delete table /d' "$ROOT/given" >>"$ROOT/guard" ;;
"list set ip "*) sed -n '/set peers/,/}/p' "$ROOT/guard" 2>/dev/null ;;
"list table ip "*) grep -qsx "table ip $4 {" "$ROOT/guard" ;;
"-f "*) sed 1,2d "$2" >"$ROOT/nft"; echo "$2" >>"$ROOT/loaded" ;;
"-s list table ip "*) [ -s "$ROOT/nft" ] && sed '3,$s/^\\tchain/\\n&/' "$ROOT/nft" ;;
"list tables ip") for each in nft guard; do [ ! -s "$ROOT/$each" ] || sed -n '1s/ {//p' "$ROOT/$each"; done ;;
"delete table ip "*) rm "$(grep -lsx "table ip $4 {" "$ROOT/nft" "$ROOT/guard")" ;;
*) echo "fake nft: $*" >&2; exit 255 ;;
esac
`,
	ping: "",
	modprobe: `
echo "modprobe $*" >>"$ROOT/log"
: >"$ROOT/ip_vs"
printf 'heading\\n\\n\\n' >"$ROOT/proc_ip_vs"
`,
	arping: `
echo "arping $*" >"$ROOT/arping.new" && mv "$ROOT/arping.new" "$ROOT/arping"
`,
};

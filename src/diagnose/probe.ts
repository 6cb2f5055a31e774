import type { DesiredPage } from "../model/desired.ts";
import { raw, sh } from "../ssh/shell.ts";

/** One question of the client's to a service. */
export interface Probe {
	readonly number: number;
	/** `http` and `https` ask for a page, `tcp` only connects, `udp` sends one datagram. */
	readonly kind: "http" | "https" | "tcp" | "udp";
	readonly vip: string;
	readonly port: number;
	/** The client's port. Of UDP it is chosen by the client. */
	readonly clientPort: number;
	/** Bytes that make the request larger than one packet. Default: none. */
	readonly padding?: number;
	/** The page that is asked for. Default: the first one, `/`, of the first site. */
	readonly page?: Pick<DesiredPage, "path" | "hostName">;
}

/** How a probe ended, as the client saw it. */
export interface ProbeResult {
	/** Exit code of curl. */
	readonly exit: number;
	/** Status of HTTP; 0: no answer. */
	readonly status: number;
	/** Whether the connection came about; of UDP, whether an answer came. */
	readonly connected: boolean;
	readonly milliseconds: number;
	/** What curl said. */
	readonly said: string;
	/** Of UDP, the port that the client chose. Default: it is not known. */
	readonly clientPort?: number;
}

/** Whether the client could bind the port that the probe was meant to come from. */
export function wasSent({ exit }: ProbeResult): boolean {
	return exit !== 45;
}

/** Whether a datagram was refused by ICMP: reading ends at once with 1 then, and with more than 128 when the time is over. */
export function wasRefused({ exit, connected }: ProbeResult): boolean {
	return !connected && exit === 1;
}

/** The question of a probe, in words. */
export function askedOf({ kind, vip, port, page }: Probe): string {
	const { path = "/", hostName } = page ?? {};
	return `${kind}://${vip}:${port}${path}${hostName === undefined ? "" : ` as ${hostName}`}`;
}

const seconds = { connect: 3, whole: 5 };

/** How many probes run at a time. */
const atOnce = 8;

/**
 * The script that asks, on the client. It prints `NUMBER EXIT STATUS CONNECTED TOTAL WORDS` for each probe. It waits for each of its own processes, as the
 * shell has one more child, which only ends with the session.
 */
export function probeScript(probes: readonly Probe[]): string {
	const lines = probes.map((probe) =>
		probe.kind === "udp" ? udp(probe) : tcp(probe),
	);
	const groups = Array.from(
		{ length: Math.ceil(lines.length / atOnce) },
		(_, group) => lines.slice(group * atOnce, (group + 1) * atOnce),
	);
	return `command -v curl >/dev/null || exit 127
${groups.map((group) => `asked=\n${group.map((line) => `${line} &\nasked="$asked $!"`).join("\n")}\nwait $asked`).join("\n")}`;
}

function tcp({
	number,
	kind,
	vip,
	port,
	clientPort,
	padding = 0,
	page: { path, hostName } = { path: "/" },
}: Probe): string {
	const url = `${kind === "tcp" ? "telnet" : kind}://${hostName ?? vip}:${port}${kind === "tcp" ? "" : path}`;
	// by its name the site is found in TLS too; a check of the director names no port
	const named =
		hostName === undefined
			? ""
			: sh`--resolve ${`${hostName}:${port}:${vip}`} -H ${`Host: ${hostName}`}`;
	// curl's telnet goes on until the other side closes, so one second must be enough once it is connected
	const most = kind === "tcp" ? seconds.connect : seconds.whole;
	return sh`{ answer=$(curl -q -sSk --noproxy '*' -o /dev/null --connect-timeout ${seconds.connect} -m ${most} --local-port ${clientPort} -H ${"Connection: close"} --path-as-is ${raw(named)} ${raw(padding === 0 ? "" : sh`-H ${`X-Padding: ${"x".repeat(padding)}`}`)} -w ${"%{http_code} %{time_connect} %{time_total}\n"} ${url} 2>&1 </dev/null); echo ${number} $? $(echo "$answer" | tail -n 1) $(echo "$answer" | sed '$d' | head -n 1); }`;
}

/** Every name server answers a question for the root's name servers, at least by refusing. It may not answer other questions. */
const dnsQuestion =
	"\\114\\126\\001\\000\\000\\001\\000\\000\\000\\000\\000\\000\\000\\000\\002\\000\\001";

function udp({ number, vip, port }: Probe): string {
	const text = port === 53 ? dnsQuestion : "lvs";
	// bash cannot choose the port; the kernel's table of sockets has it
	return sh`bash -c ${`exec 3<>/dev/udp/${vip}/${port} || exit 9
socket=$(readlink /proc/$$/fd/3)
while read -r _ own _ _ _ _ _ _ _ inode _; do [ "socket:[$inode]" != "$socket" ] || from=$((16#\${own#*:})); done </proc/net/udp
start=$(date +%s%N); printf '${text}' >&3; IFS= read -r -t 2 -n 1 -u 3 answer; got=$?
echo ${number} $got 000 $((got == 0 ? 1 : 0)) $(( ($(date +%s%N) - start) / 1000000 )).ms $from`} 2>/dev/null`;
}

export function parseProbes(text: string): ReadonlyMap<number, ProbeResult> {
	const results = new Map<number, ProbeResult>();
	for (const line of text.split("\n")) {
		const [, number, exit, status, connect, total, said = ""] =
			/^(\d+) (\d+) (\d+) (\S+) (\S+) ?(.*)$/.exec(line) ?? [];
		if (number === undefined) continue;
		const ended = {
			exit: Number(exit),
			status: Number(status),
			connected: Number(connect) > 0,
		};
		results.set(
			Number(number),
			total?.endsWith(".ms")
				? {
						...ended,
						milliseconds: Number.parseInt(total, 10),
						said: "",
						...(said === "" ? {} : { clientPort: Number(said) }),
					}
				: {
						...ended,
						milliseconds: Math.round(Number(total) * 1000),
						said: said.replace(/^curl: \(\d+\) /, ""),
					},
		);
	}
	return results;
}

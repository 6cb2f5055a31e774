import { forwardings } from "../ipvs/forwarding.ts";
import type { Check, Service } from "./cluster.ts";
import { defaults } from "./defaults.ts";
import { portToAsk } from "./port-to-ask.ts";
import { schedulerFlagNames } from "./scheduler-flags.ts";
import type { ReadDeclaration } from "./schema.ts";
import { usualRetry } from "./usual-retry.ts";

type ReadService = ReadDeclaration["services"][string];

/** Fills in every default of a service. */
export function resolveService(
	name: string,
	service: ReadService,
	{ realServers, forwarding: usual }: ReadDeclaration,
): Service {
	const { persistence, onePacket = false } = service;
	const forwarding = service.forwarding ?? usual;
	const match = resolveMatch(service);
	const overrides = new Map(Object.entries(service.realServers ?? {}));
	const { sorry } = service;
	const sorryName =
		sorry !== undefined && "name" in sorry ? sorry.name : undefined;
	const port =
		match.protocol === "fwmark" || match.port === "all"
			? "as asked"
			: match.port;
	return {
		name,
		match,
		forwarding,
		scheduler: service.scheduler,
		flags: schedulerFlagNames.filter((flag) => service.flags?.includes(flag)),
		persistence,
		onePacket,
		check: service.check && resolveCheck(service.check, match),
		sorry:
			sorry === undefined
				? undefined
				: {
						who: sorry,
						...(service.quorum ?? { below: 1, backFrom: 1 }),
					},
		whenAllFail: service.whenAllFail ?? defaults.whenAllFail,
		servers: Object.entries(realServers)
			.filter(([name]) => overrides.get(name)?.serves !== false)
			.map(([name, { address, weight }]) => {
				const own = overrides.get(name);
				return {
					name,
					address,
					port:
						forwardings[forwarding].rewrites || match.protocol === "fwmark"
							? (service.realServerPort ?? port)
							: port,
					weight: name === sorryName ? 0 : (own?.weight ?? weight),
					upper: own?.upper ?? 0,
					lower: own?.lower ?? 0,
					...(own?.check === undefined
						? {}
						: { check: resolveCheck(own.check, match) }),
				};
			}),
	};
}

/** The rules have made sure that there is exactly one kind, and a port to ask. */
function resolveCheck(
	check: NonNullable<ReadService["check"]>,
	match: Service["match"],
): Check {
	const {
		everySeconds,
		timeoutSeconds = everySeconds,
		failures,
		retrySeconds = usualRetry({ everySeconds, timeoutSeconds }),
		slowStartSeconds = 0,
	} = check;
	const asks = resolveAsks(check);
	const { port = portToAsk(match, asks.kind) } = check;
	if (port === undefined || port === "all")
		throw new Error("a check without a port: the rules have let it pass");
	return {
		asks,
		everySeconds,
		timeoutSeconds,
		failures,
		retrySeconds,
		slowStartSeconds,
		tell: check.tell,
		port,
	};
}

function resolveAsks(check: NonNullable<ReadService["check"]>): Check["asks"] {
	const { tcp, http, https, dns, udp, command } = check;
	if (udp !== undefined) return { kind: "udp", ...udp };
	if (dns !== undefined)
		return { kind: "dns", name: dns, recordType: check.recordType ?? "A" };
	if (command !== undefined)
		return {
			kind: "command",
			path: command,
			runAs: check.runAs ?? defaults.checkUser,
		};
	const path = http ?? https;
	if (path === undefined)
		return { kind: "tcp", talk: tcp === true ? undefined : tcp };
	return {
		kind: http === undefined ? "https" : "http",
		path,
		hostName: check.hostName,
		status: check.status ?? defaults.checkStatus,
		text: check.text,
		digest: check.digest,
		// an empty list counts as none: a state without the key stays as it is
		also: check.also?.length ? check.also : undefined,
		verify: check.verify,
	};
}

function resolveMatch({ tcp, udp, fwmark }: ReadService): Service["match"] {
	const list = (ports: typeof tcp) => (Array.isArray(ports) ? ports : []);
	if (fwmark !== undefined)
		return {
			protocol: "fwmark",
			mark: fwmark,
			tcp: list(tcp),
			udp: list(udp),
		};
	return tcp === undefined
		? { protocol: "udp", port: Number(udp) }
		: { protocol: "tcp", port: tcp === "all" ? tcp : Number(tcp) };
}

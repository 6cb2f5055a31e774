import { asWritten } from "./as-written.ts";
import { type CheckKind, checkKinds } from "./check-declaration.ts";
import {
	type ClusterSketch,
	ownOf,
	type ServiceSketch,
	servesIn,
	weightIn,
} from "./cluster-sketch.ts";
import { defaults } from "./defaults.ts";
import type { Finding } from "./finding.ts";
import { didYouMean } from "./nearest.ts";
import type { Scheduler } from "./schedulers.ts";

/** What must hold within a check, and between a check and its service. */
export const checkRules = [
	oneKind,
	optionsOfTheKind,
	aNameToVerify,
	aPortToAsk,
	timeoutWithinReason,
	sorryIsDeclared,
	aPageIsServedByHttp,
	sorryServesNothingElse,
	quorumCanBeHad,
	allFailNeedsACheck,
	sharesThatCanRise,
];

type CheckSketch = NonNullable<ServiceSketch["values"]["check"]>;

/** Each check with its service. */
function checksOf({
	values: { services = [] },
}: ClusterSketch): (readonly [CheckSketch, ServiceSketch])[] {
	return services.flatMap((service) => {
		const { check } = service.values;
		return check === undefined ? [] : [[check, service] as const];
	});
}

function kindsOf({ given }: CheckSketch): CheckKind[] {
	return checkKinds.filter((kind) => given.includes(kind));
}

function oneKind(cluster: ClusterSketch): Finding[] {
	return checksOf(cluster).flatMap(([check]) => {
		const kinds = kindsOf(check);
		if (kinds.length === 1) return [];
		return [
			{
				path: check.path,
				message:
					kinds.length === 0
						? 'it does not say what to ask; write one of { tcp: true }, { http: "/" }, { https: "/" }, { dns: "www.example.com" }, { udp: { send: "ping", expect: "pong" } }, { command: "/usr/local/bin/check-site" }'
						: `${kinds.join(" and ")} both given; write one: a service has one check`,
			},
		];
	});
}

/** Option -> the kinds that have it. All others are of every kind. */
const options = {
	hostName: ["http", "https"],
	status: ["http", "https"],
	text: ["http", "https"],
	verify: ["https"],
	recordType: ["dns"],
	runAs: ["command"],
} as const satisfies Partial<
	Record<keyof CheckSketch["values"], readonly CheckKind[]>
>;

function optionsOfTheKind(cluster: ClusterSketch): Finding[] {
	return checksOf(cluster).flatMap(([check]) => {
		const [kind, ...more] = kindsOf(check);
		if (kind === undefined || more.length > 0) return [];
		return Object.entries(options).flatMap(([option, having]) =>
			check.given.includes(option as keyof typeof options) &&
			!(having as readonly string[]).includes(kind)
				? [
						{
							path: [...check.path, option],
							message: `a check by ${kind} has no ${option}; leave it out, or ask by ${having.join(" or ")}`,
						},
					]
				: [],
		);
	});
}

/** A certificate is that of a name. */
function aNameToVerify(cluster: ClusterSketch): Finding[] {
	return checksOf(cluster).flatMap(([{ path, given }]) =>
		given.includes("verify") && !given.includes("hostName")
			? [
					{
						path: [...path, "hostName"],
						message:
							'missing: `verify` needs the name that the certificate must be for, like hostName: "www.example.com"',
					},
				]
			: [],
	);
}

/** A check asks one port, over TCP or over UDP as its kind does. */
function aPortToAsk(cluster: ClusterSketch): Finding[] {
	return checksOf(cluster).flatMap(([check, service]) => {
		const [kind] = kindsOf(check);
		if (kind === undefined || check.given.includes("port")) return [];
		const { tcp, udp } = service.values;
		const path = [...check.path, "port"];
		if (tcp === "all")
			return [
				{
					path,
					message: "missing: the service has all ports; write the one to ask",
				},
			];
		const overUdp = kind === "dns" || kind === "udp";
		const onlyUdp =
			service.given.includes("udp") && !service.given.includes("tcp");
		const onlyTcp =
			service.given.includes("tcp") && !service.given.includes("udp");
		if (kind === "command") return [];
		if (onlyUdp && udp !== undefined && !overUdp)
			return [
				{
					path,
					message: `missing: the service is UDP, and ${kind} asks by TCP; write a TCP port of the real servers on the VIP, or take another check`,
				},
			];
		if (onlyTcp && tcp !== undefined && overUdp)
			return [
				{
					path,
					message: `missing: the service is TCP, and ${kind} asks by UDP; write the UDP port, like \`port: 53\``,
				},
			];
		return [];
	});
}

/** Answers would be waited for while the next check begins. */
function timeoutWithinReason(cluster: ClusterSketch): Finding[] {
	return checksOf(cluster).flatMap(([{ path, values }]) => {
		const { everySeconds, timeoutSeconds } = values;
		return everySeconds !== undefined &&
			timeoutSeconds !== undefined &&
			timeoutSeconds > everySeconds
			? [
					{
						path: [...path, "timeoutSeconds"],
						message: `${timeoutSeconds} is more than everySeconds, ${everySeconds}; write at most that`,
					},
				]
			: [];
	});
}

/** The sorry server's place, and what it needs. */
function sorryIsDeclared({
	values: { services = [], realServers },
}: ClusterSketch): Finding[] {
	return services.flatMap(({ path, given, values: { sorry } }) => {
		const problems: Finding[] = [];
		if (given.includes("quorum") && !given.includes("sorry"))
			problems.push({
				path: [...path, "quorum"],
				message:
					"has no effect without `sorry`, who serves below it; write both, or none",
			});
		if (given.includes("sorry") && !given.includes("check"))
			problems.push({
				path: [...path, "sorry"],
				message:
					'needs a `check`, which tells when it shall serve; write one, like { http: "/health" }',
			});
		const name = nameOf(sorry);
		if (name === undefined || realServers === undefined) return problems;
		const names = realServers.map(({ name }) => name);
		return names.includes(name)
			? problems
			: [
					...problems,
					{
						path: [...path, "sorry"],
						message: `no real server ${asWritten(name)} is declared${didYouMean(name, names) || `; declared: ${names.join(", ")}`}`,
					},
				];
	});
}

function nameOf(sorry: ServiceSketch["values"]["sorry"]): string | undefined {
	return sorry !== undefined && "name" in sorry ? sorry.name : undefined;
}

/** The director has no certificate and speaks no other protocol, and its kernel changes no port of what it takes itself. */
function aPageIsServedByHttp({
	values: { services = [] },
}: ClusterSketch): Finding[] {
	return services.flatMap(({ path, given, values: { sorry, tcp, check } }) => {
		if (sorry === undefined || !("page" in sorry)) return [];
		const at = [...path, "sorry", "page"];
		if (
			given.includes("udp") ||
			given.includes("fwmark") ||
			tcp === "all" ||
			Array.isArray(tcp)
		)
			return [
				{
					path: at,
					message:
						'the director serves a page on one TCP port, and this service has others; name a real server, like sorry: "maintenance"',
				},
			];
		return check !== undefined && !check.given.includes("http")
			? [
					{
						path: at,
						message:
							'the director serves a page by plain HTTP, and the check of this service does not ask by it; check by `http`, or name a real server, like sorry: "maintenance"',
					},
				]
			: [];
	});
}

/** People name a real server "so that somebody answers"; it would have to serve and not to serve at once. */
function sorryServesNothingElse({
	values: { services = [] },
}: ClusterSketch): Finding[] {
	return services.flatMap((service) => {
		const sorry = nameOf(service.values.sorry);
		const own = sorry === undefined ? undefined : ownOf(service, sorry);
		return own === undefined
			? []
			: [
					{
						path: own.path,
						message: `${sorry} is the sorry server of this service, and serves only while too few others pass; take another one as sorry server, or leave this out`,
					},
				];
	});
}

function quorumCanBeHad({
	values: { services = [], realServers = [] },
}: ClusterSketch): Finding[] {
	return services.flatMap((service) => {
		const { sorry, quorum } = service.values;
		if (sorry === undefined) return [];
		const pool = realServers.filter(
			(realServer) =>
				realServer.name !== nameOf(sorry) && servesIn(service, realServer),
		);
		if (pool.length === 0)
			return [
				{
					path: [...service.path, "sorry"],
					message: `${nameOf(sorry) ?? "the page"} is the only real server of this service; declare one that serves`,
				},
			];
		const most = Math.max(quorum?.below ?? 1, quorum?.backFrom ?? 1);
		return most > pool.length
			? [
					{
						path: [...service.path, "quorum"],
						message: `${most} can never pass: without the sorry server the service has ${pool.length === 1 ? "1 real server" : `${pool.length} real servers`}`,
					},
				]
			: [];
	});
}

/** `whenAllFail` says what a sorry server says too. */
function allFailNeedsACheck({
	values: { services = [] },
}: ClusterSketch): Finding[] {
	return services.flatMap(({ path, given }): Finding[] => {
		if (!given.includes("whenAllFail")) return [];
		const at = [...path, "whenAllFail"];
		if (!given.includes("check"))
			return [
				{
					path: at,
					message:
						'has no effect without a `check`; write one, like { http: "/health" }, or leave this out',
				},
			];
		return given.includes("sorry")
			? [
					{
						path: at,
						message:
							"has no effect beside `sorry`, who serves while all others fail; write one of both",
					},
				]
			: [];
	});
}

/** The schedulers that give each real server a share by its weight, and move no client when a weight changes. */
const sharing: readonly Scheduler[] = [
	"wrr",
	"wlc",
	"lblc",
	"lblcr",
	"sed",
	"nq",
	"twos",
];

function sharesThatCanRise({
	values: { services = [], realServers = [] },
}: ClusterSketch): Finding[] {
	return services.flatMap((service): Finding[] => {
		const { check, scheduler = defaults.scheduler } = service.values;
		if (!check?.given.includes("slowStartSeconds")) return [];
		const path = [...check.path, "slowStartSeconds"];
		if (!sharing.includes(scheduler))
			return [
				{
					path,
					message: `has no use with the scheduler ${scheduler}, which gives nobody a share by its weight that could rise; take one of ${sharing.join(", ")}, or leave this out`,
				},
			];
		const weights = realServers
			.filter((realServer) => servesIn(service, realServer))
			.map((realServer) => weightIn(service, realServer) ?? defaults.weight);
		return weights.length > 0 && Math.max(...weights) < 2
			? [
					{
						path,
						message:
							"has no use where every weight is 1, as a weight is a whole number: write larger ones, like weight: 10 for each real server",
					},
				]
			: [];
	});
}

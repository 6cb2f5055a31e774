import { type CheckKind, checkKinds } from "./check-declaration.ts";
import {
	type CheckSketch,
	type ClusterSketch,
	checksOf,
} from "./cluster-sketch.ts";
import type { Finding } from "./finding.ts";
import { asksByUdp } from "./port-to-ask.ts";
import { sharesThatCanRise } from "./shares-that-can-rise.ts";
import { sorryRules } from "./sorry-rules.ts";

/** What must hold within a check, and between a check and its service. */
export const checkRules = [
	oneKind,
	optionsOfTheKind,
	aNameToVerify,
	oneWholePageToVerify,
	aPortToAsk,
	timeoutWithinReason,
	retryOfSeveralFailures,
	ownBesideThatOfAll,
	...sorryRules,
	sharesThatCanRise,
];

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

/** Option -> the kinds of checks that have it. All other options belong to every kind. */
const options = {
	hostName: ["http", "https"],
	status: ["http", "https"],
	text: ["http", "https"],
	digest: ["http", "https"],
	also: ["http", "https"],
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

/** A certificate is checked for a name. */
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

/** A program of ours verifies certificates. It can only ask for one page and look for a text. */
function oneWholePageToVerify(cluster: ClusterSketch): Finding[] {
	return checksOf(cluster).flatMap(([{ path, given }]) =>
		given.includes("verify")
			? (["digest", "also"] as const)
					.filter((option) => given.includes(option))
					.map((option) => ({
						path: [...path, option],
						message: `a check with \`verify\` has no ${option}; leave one of the two out${option === "digest" ? ", or write `text`" : ""}`,
					}))
			: [],
	);
}

/** A check asks one port, over TCP or UDP, depending on its kind. */
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
		const overUdp = asksByUdp(kind);
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

/** Otherwise the next check would begin while answers are awaited. */
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

/** With one failure there is no second try. */
function retryOfSeveralFailures(cluster: ClusterSketch): Finding[] {
	return checksOf(cluster).flatMap(([{ path, values }]) =>
		values.retrySeconds !== undefined && values.failures === 1
			? [
					{
						path: [...path, "retrySeconds"],
						message:
							"one failure takes a real server out, so nothing is tried again; leave it out, or write at least `failures: 2`",
					},
				]
			: [],
	);
}

/** If only one real server were checked, it would be open what happens to the others. */
function ownBesideThatOfAll({
	values: { services = [] },
}: ClusterSketch): Finding[] {
	return services.flatMap(({ given, values: { realServers = [] } }) =>
		given.includes("check")
			? []
			: realServers
					.filter((own) => own.given.includes("check"))
					.map(({ path }) => ({
						path: [...path, "check"],
						message:
							"the service has no check, which the other real servers would have; write one for the service too",
					})),
	);
}

import { asWritten } from "./as-written.ts";
import {
	type ClusterSketch,
	ownOf,
	type ServiceSketch,
} from "./cluster-sketch.ts";
import type { Finding } from "./finding.ts";
import { didYouMean } from "./nearest.ts";
import { formatPath } from "./path.ts";

/** What must hold within a service, and between services. */
export const serviceRules = [
	oneMatch,
	listsBelongToMarks,
	oneServicePerPort,
	oneServicePerMark,
	allPortsNeedPersistence,
	declaredRealServers,
	somebodyServes,
];

const isList = (ports: unknown) => Array.isArray(ports);

function oneMatch({ values: { services = [] } }: ClusterSketch): Finding[] {
	return services.flatMap(({ path, isObject, given }) => {
		if (!isObject) return [];
		const has = (key: "tcp" | "udp" | "fwmark") => given.includes(key);
		const problem = (message: string) => [{ path, message }];
		if (has("fwmark"))
			return has("tcp") || has("udp")
				? []
				: problem(
						"a mark needs ports that get it; write them, like { fwmark: 7, tcp: [80, 443] }",
					);
		if (has("tcp") && has("udp"))
			return problem(
				"tcp and udp both given; write a service for each, or join them by a mark: { fwmark: 7, tcp: [53], udp: [53] }",
			);
		return has("tcp") || has("udp")
			? []
			: problem("no port; write one, like { tcp: 80 }");
	});
}

function listsBelongToMarks({
	values: { services = [] },
}: ClusterSketch): Finding[] {
	return services.flatMap(({ path, given, values: ports }) =>
		(["tcp", "udp"] as const)
			.filter(
				(key) =>
					ports[key] !== undefined &&
					isList(ports[key]) !== given.includes("fwmark"),
			)
			.map((key) => ({
				path: [...path, key],
				message: isList(ports[key])
					? "several ports need a mark that joins them; add one, like `fwmark: 7`, or write a service for each"
					: `with a mark, ports are a list; write [${ports[key] === "all" ? "80, 443" : ports[key]}]`,
			})),
	);
}

/** A packet with a mark never reaches the service of its port, so a port in both is a mistake. */
function oneServicePerPort({
	values: { services = [] },
}: ClusterSketch): Finding[] {
	const firsts = new Map<string, ServiceSketch>();
	return services.flatMap((service) =>
		(["tcp", "udp"] as const).flatMap((protocol) =>
			[service.values[protocol] ?? []].flat().flatMap((port): Finding[] => {
				const key = `${protocol} ${port}`;
				const first = firsts.get(key);
				if (first === undefined) firsts.set(key, service);
				return first === undefined || first === service
					? []
					: [
							{
								path: [...service.path, protocol],
								message: `${port === "all" ? "all ports belong" : `port ${port} belongs`} to ${formatPath(first.path)} already; give each service a port of its own`,
							},
						];
			}),
		),
	);
}

function oneServicePerMark({
	values: { services = [] },
}: ClusterSketch): Finding[] {
	return services.flatMap(({ path, values: { fwmark: mark } }, index) => {
		const first = services.find((other) => other.values.fwmark === mark);
		return mark === undefined ||
			first === undefined ||
			services.indexOf(first) === index
			? []
			: [
					{
						path: [...path, "fwmark"],
						message: `mark ${mark} belongs to ${formatPath(first.path)} already; give each service a mark of its own`,
					},
				];
	});
}

/** The kernel: "Zero port specified for non-persistent service". */
function allPortsNeedPersistence({
	values: { services = [] },
}: ClusterSketch): Finding[] {
	return services
		.filter(
			({ given, values }) =>
				values.tcp === "all" &&
				!given.includes("fwmark") &&
				!given.includes("persistence"),
		)
		.map(({ path }) => ({
			path: [...path, "persistence"],
			message:
				'missing: with tcp "all" a client must stay with one real server; write `persistence: { seconds: 360 }`',
		}));
}

function declaredRealServers({
	values: { services = [], realServers },
}: ClusterSketch): Finding[] {
	if (realServers === undefined) return [];
	const names = realServers.map(({ name }) => name);
	return services.flatMap(({ values: { realServers: own = [] } }) =>
		own
			.filter(({ name }) => !names.includes(name))
			.map(({ name, path }) => ({
				path,
				message: `no real server ${asWritten(name)} is declared${didYouMean(name, names) || `; declared: ${names.join(", ")}`}`,
			})),
	);
}

function somebodyServes({
	values: { services = [], realServers = [] },
}: ClusterSketch): Finding[] {
	return services
		.filter(
			(service) =>
				realServers.length > 0 &&
				realServers.every(
					({ name }) => ownOf(service, name)?.values.serves === false,
				),
		)
		.map(({ path }) => ({
			path: [...path, "realServers"],
			message:
				"no real server serves it; let one serve it, or leave the service out",
		}));
}

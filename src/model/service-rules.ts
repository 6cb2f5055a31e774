import type { Problem } from "../errors.ts";
import { quote } from "./describe.ts";
import { didYouMean } from "./nearest.ts";
import { formatPath } from "./path.ts";
import type { ServiceSketch } from "./service-sketch.ts";
import type { Sketch } from "./sketch.ts";

/** What a service must be by itself, and beside the others. */
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

function oneMatch({ services = [] }: Sketch): Problem[] {
	return services.flatMap(({ path, isObject, given }) => {
		if (!isObject) return [];
		const has = (key: string) => given.includes(key);
		const problem = (message: string) => [{ path: formatPath(path), message }];
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

function listsBelongToMarks({ services = [] }: Sketch): Problem[] {
	return services.flatMap(({ path, given, ...ports }) =>
		(["tcp", "udp"] as const)
			.filter(
				(key) =>
					ports[key] !== undefined &&
					isList(ports[key]) !== given.includes("fwmark"),
			)
			.map((key) => ({
				path: formatPath([...path, key]),
				message: isList(ports[key])
					? "several ports need a mark that joins them; add one, like `fwmark: 7`, or write a service for each"
					: `with a mark, ports are a list; write [${ports[key] === "all" ? "80, 443" : ports[key]}]`,
			})),
	);
}

/** A packet with a mark never reaches the service of its port, so a port in both is a mistake. */
function oneServicePerPort({ services = [] }: Sketch): Problem[] {
	const owners = new Map<string, ServiceSketch>();
	return services.flatMap((service) =>
		(["tcp", "udp"] as const).flatMap((protocol) =>
			[service[protocol] ?? []].flat().flatMap((port): Problem[] => {
				const key = `${protocol} ${port}`;
				const owner = owners.get(key);
				if (owner === undefined) owners.set(key, service);
				return owner === undefined || owner === service
					? []
					: [
							{
								path: formatPath([...service.path, protocol]),
								message: `${port === "all" ? "all ports are" : `port ${port} is`} already that of ${formatPath(owner.path)}; give each service a port of its own`,
							},
						];
			}),
		),
	);
}

function oneServicePerMark({ services = [] }: Sketch): Problem[] {
	return services.flatMap(({ path, mark }, index) => {
		const first = services.find((other) => other.mark === mark);
		return mark === undefined ||
			first === undefined ||
			services.indexOf(first) === index
			? []
			: [
					{
						path: formatPath([...path, "fwmark"]),
						message: `mark ${mark} is already that of ${formatPath(first.path)}; give each service a mark of its own`,
					},
				];
	});
}

/** The kernel: "Zero port specified for non-persistent service". */
function allPortsNeedPersistence({ services = [] }: Sketch): Problem[] {
	return services
		.filter(
			({ tcp, given }) =>
				tcp === "all" &&
				!given.includes("fwmark") &&
				!given.includes("persistence"),
		)
		.map(({ path }) => ({
			path: formatPath([...path, "persistence"]),
			message:
				'missing: with tcp "all" a client must stay with one real server; write `persistence: { seconds: 360 }`',
		}));
}

function declaredRealServers({
	services = [],
	realServers,
}: Sketch): Problem[] {
	if (realServers === undefined) return [];
	const names = realServers.map(({ name }) => name);
	return services.flatMap(({ realServers }) =>
		realServers
			.filter(({ name }) => !names.includes(name))
			.map(({ name, path }) => ({
				path: formatPath(path),
				message: `no real server ${quote(name)} is declared${didYouMean(name, names) || `; declared: ${names.join(", ")}`}`,
			})),
	);
}

function somebodyServes({
	services = [],
	realServers = [],
}: Sketch): Problem[] {
	return services
		.filter(
			(service) =>
				realServers.length > 0 &&
				realServers.every(
					({ name }) =>
						service.realServers.find((own) => own.name === name)?.serves ===
						false,
				),
		)
		.map(({ path }) => ({
			path: formatPath([...path, "realServers"]),
			message: "no real server serves it; let one, or leave the service out",
		}));
}

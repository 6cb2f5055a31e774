import type { Problem } from "../errors.ts";
import { addressRules } from "./address-rules.ts";
import { connectionRules } from "./connection-rules.ts";
import { quote, wanted } from "./describe.ts";
import { isName, nameAdvice } from "./name.ts";
import { didYouMean } from "./nearest.ts";
import { formatPath } from "./path.ts";
import type { Sketch } from "./sketch.ts";

/** Everything that must hold between leaves. A rule whose leaves are not all known says nothing. */
export function rules(sketch: Sketch): Problem[] {
	return [
		entryNames,
		emptyRecords,
		oneDirector,
		...addressRules,
		...connectionRules,
		oneServicePerPort,
		noPortMapping,
		declaredRealServers,
	].flatMap((rule) => rule(sketch));
}

/** The name of the cluster itself. */
export function nameProblems(name: unknown): Problem[] {
	return isName(name)
		? []
		: [
				{
					path: "name",
					message:
						typeof name === "string"
							? `${quote(name)} cannot name a cluster; ${nameAdvice}`
							: wanted('the name of a cluster like "web"', name),
				},
			];
}

function entryNames({ directors, realServers, services }: Sketch): Problem[] {
	return [...(directors ?? []), ...(realServers ?? []), ...(services ?? [])]
		.filter(({ name }) => !isName(name))
		.map(({ name, path }) => ({
			path: formatPath(path),
			message: `${quote(name)} cannot be a name; ${nameAdvice}`,
		}));
}

function emptyRecords({ directors, realServers, services }: Sketch): Problem[] {
	const examples = {
		directors: [directors, '{ lb: { host, address: "172.18.0.66/24" } }'],
		realServers: [realServers, '{ rs1: { host, address: "172.18.0.67" } }'],
		services: [services, "{ http: { tcp: 80 } }"],
	} as const;
	return Object.entries(examples)
		.filter(([, [entries]]) => entries?.length === 0)
		.map(([path, [, example]]) => ({
			path,
			message: `empty; declare at least one, like ${example}`,
		}));
}

function oneDirector({ directors = [] }: Sketch): Problem[] {
	return directors.length > 1
		? [
				{
					path: "directors",
					message:
						"more than one director needs VRRP, not supported yet; declare one",
				},
			]
		: [];
}

function oneServicePerPort({ services = [] }: Sketch): Problem[] {
	return services.flatMap(({ path, port }, index) => {
		const first = services.find((other) => other.port === port);
		return port === undefined ||
			first === undefined ||
			services.indexOf(first) === index
			? []
			: [
					{
						path: formatPath([...path, "tcp"]),
						message: `port ${port} is already that of ${formatPath(first.path)}; give each service a port of its own`,
					},
				];
	});
}

/** ipvsadm takes another port and silently uses that of the service: with direct routing the packet is not rewritten. */
function noPortMapping({ services = [] }: Sketch): Problem[] {
	return services.flatMap(({ path, port, realServerPort }) =>
		port === undefined ||
		realServerPort === undefined ||
		port === realServerPort
			? []
			: [
					{
						path: formatPath([...path, "realServerPort"]),
						message: `direct routing cannot change the port; leave it out, or write ${port}`,
					},
				],
	);
}

function declaredRealServers({
	services = [],
	realServers,
}: Sketch): Problem[] {
	if (realServers === undefined) return [];
	const names = realServers.map(({ name }) => name);
	return services.flatMap(({ path, realServers }) =>
		realServers
			.filter((name) => !names.includes(name))
			.map((name) => ({
				path: formatPath([...path, "realServers", name]),
				message: `no real server ${quote(name)} is declared${didYouMean(name, names) || `; declared: ${names.join(", ")}`}`,
			})),
	);
}

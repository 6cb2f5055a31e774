import { asWritten } from "./as-written.ts";
import {
	type ClusterSketch,
	ownOf,
	type ServiceSketch,
	servesIn,
	weightIn,
} from "./cluster-sketch.ts";
import type { Finding } from "./finding.ts";
import { didYouMean } from "./nearest.ts";

/** The rules for what serves while too few real servers pass, or none. */
export const sorryRules = [
	sorryIsDeclared,
	aPageIsServedByHttp,
	sorryServesNothingElse,
	quorumCanBeHad,
	allFailNeedsACheck,
];

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
					"has no effect without `sorry`, which serves below it; write both, or none",
			});
		if (given.includes("sorry") && !given.includes("check"))
			problems.push({
				path: [...path, "sorry"],
				message:
					'needs a `check`, which tells when it must serve; write one, like { http: "/health" }',
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

/** The director has no certificate and speaks no other protocol, and its kernel does not change the port of packets that it takes itself. */
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

/** People name a real server "so that somebody answers"; the same real server would have to serve and not serve at once. */
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
		const without = pool.filter((each) => weightIn(service, each) === 0);
		// if all weights are 0, the sorry server is meant to serve
		return most > pool.length - without.length && without.length < pool.length
			? [
					{
						path: [...service.path, "quorum"],
						message: `${most} can never pass: without the sorry server the service has ${pool.length === 1 ? "1 real server" : `${pool.length} real servers`}${weightless(without)}`,
					},
				]
			: [];
	});
}

function weightless(servers: readonly { readonly name: string }[]): string {
	const names = servers.map(({ name }) => name).join(", ");
	return names === ""
		? ""
		: `, and ${names} with weight 0 ${servers.length === 1 ? "does" : "do"} not count`;
}

/** `whenAllFail` decides what a sorry server decides too. */
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
							"has no effect beside `sorry`, which serves while all others fail; write one of the two",
					},
				]
			: [];
	});
}

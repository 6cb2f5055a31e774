import { type Asked, diagnose } from "../../diagnose/diagnose.ts";
import type { Verdicts } from "../../diagnose/judge.ts";
import { type Target, targetsOf } from "../../diagnose/target.ts";
import { DeclarationError } from "../../errors.ts";
import { didYouMean } from "../../model/nearest.ts";
import { clientOf, whyNoClient } from "../stack/client-of.ts";
import { distinctNames } from "../stack/distinct-names.ts";
import { type Nameable, oneMachine } from "../stack/one-machine.ts";
import type { OpenStack } from "../stack/open-stack.ts";
import { judgeStandby } from "./judge-standby.ts";
import { lookAtDirectors } from "./look-at-directors.ts";

interface Options {
	readonly service?: string;
	readonly realServer?: string;
	readonly from?: string;
	readonly timeout?: number;
}

/**
 * Sends probes to the services of the stack's clusters and says where they ended. Directors to which none goes, as they do not have the VIP, are judged by a look.
 *
 * @throws DeclarationError where there is no such service, real server or client.
 * @throws UsageError where a real server or a client is named by a name that several machines have.
 */
export async function diagnoseCluster(
	cluster: OpenStack,
	options: Options,
): Promise<Verdicts> {
	const { probed, seen } = await lookAtDirectors(
		cluster.directors,
		options.timeout,
	);
	const verdicts = await diagnose(
		asked({ ...cluster, directors: probed }, options),
	);
	// of a real server alone nothing is said of directors
	if (options.realServer !== undefined) return verdicts;
	const { findings, notes, unseen } = judgeStandby(seen, new Set(probed));
	return {
		...verdicts,
		// what the probes met comes first
		findings: [...verdicts.findings, ...findings],
		notes: [...verdicts.notes, ...notes],
		unseen: [...new Set([...verdicts.unseen, ...unseen])],
	};
}

/** The probes that follow from the options. Pure. */
export function asked(
	{ directors, realServers, hosts, smokeTests, stack }: OpenStack,
	{ service, realServer, from, timeout }: Options,
): Asked {
	const wrong = (path: string, word: string, known: readonly string[]) =>
		new DeclarationError(`stack ${stack.name}`, [
			{
				path,
				message: `no ${word}${didYouMean(word, known)}; there are ${known.map((each) => `"${each}"`).join(", ")}`,
			},
		]);
	const machines = toldApart({ directors, realServers });
	const all = machines.directors.flatMap((director) =>
		targetsOf(director, machines.realServers),
	);
	const only = onlyOf(realServer, { all, realServers }, machines.nameOf);
	const named = all.filter(
		({ key, servers }) =>
			(service === undefined || key === service) &&
			(only === undefined || servers.some(({ name }) => name === only)),
	);
	if (service !== undefined && !all.some(({ key }) => key === service))
		throw wrong("--service", service, [...new Set(all.map(({ key }) => key))]);
	if (realServer !== undefined && named.length === 0)
		throw wrong("--real-server", realServer, [
			...new Set(all.flatMap(({ servers }) => servers.map(({ name }) => name))),
		]);
	const client = clientOf({ hosts, smokeTests }, from, (known) =>
		wrong("--from", from ?? "", known),
	);
	return {
		targets: named,
		machines: machinesOf(named),
		...(timeout === undefined ? {} : { connectSeconds: timeout }),
		...(only === undefined ? {} : { only }),
		...(client === undefined ? { client, whyNoClient } : { client }),
	};
}

/** Hosts whose names tell machines apart: what is found is kept, judged and told by name. The checks of a director name its real servers as well. */
function toldApart({
	directors,
	realServers,
}: Pick<OpenStack, "directors" | "realServers">) {
	const nameOf = distinctNames([...directors, ...realServers]);
	const renamed = <Host extends Nameable>(host: Host): Host => ({
		...host,
		name: nameOf(host),
	});
	return {
		nameOf,
		realServers: realServers.map(renamed),
		directors: directors.map((director) => {
			const { checks } = director.desired;
			if (checks === undefined) return renamed(director);
			const here = new Map(
				realServers
					.filter(({ component }) => component === director.component)
					.map((host) => [host.name, nameOf(host)]),
			);
			return {
				...renamed(director),
				desired: {
					...director.desired,
					checks: Object.fromEntries(
						Object.entries(checks).map(([place, check]) => [
							place,
							{
								...check,
								realServer: here.get(check.realServer) ?? check.realServer,
							},
						]),
					),
				},
			};
		}),
	};
}

/** The real server that is asked for, by the name that it has among the targets. One that is not set up by us has its address there. */
function onlyOf(
	word: string | undefined,
	{
		all,
		realServers,
	}: {
		readonly all: readonly Target[];
		readonly realServers: OpenStack["realServers"];
	},
	nameOf: (host: Nameable) => string,
): string | undefined {
	if (word === undefined) return undefined;
	const isTarget = all.some(({ servers }) =>
		servers.some(({ name }) => name === word),
	);
	const [meant] = isTarget ? [] : oneMachine(word, realServers);
	return meant === undefined ? word : nameOf(meant);
}

/** Each machine once, though it may serve several targets. */
function machinesOf(targets: readonly Target[]) {
	const machines = targets.flatMap(({ director, servers }) => [
		director,
		...servers.flatMap(({ machine }) => machine ?? []),
	]);
	return [
		...new Map(machines.map((machine) => [machine.name, machine])).values(),
	];
}

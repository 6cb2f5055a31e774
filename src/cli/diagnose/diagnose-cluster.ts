import { type Asked, diagnose } from "../../diagnose/diagnose.ts";
import type { Verdicts } from "../../diagnose/judge.ts";
import { type Target, targetsOf } from "../../diagnose/target.ts";
import { DeclarationError } from "../../errors.ts";
import { didYouMean } from "../../model/nearest.ts";
import { activeDirectors } from "../stack/active-directors.ts";
import { clientOf, whyNoClient } from "../stack/client-of.ts";
import type { OpenStack } from "../stack/open-stack.ts";

interface Options {
	readonly service?: string;
	readonly realServer?: string;
	readonly from?: string;
	readonly timeout?: number;
}

/**
 * Sends probes to the services of the stack's clusters and says where they ended.
 *
 * @throws DeclarationError where there is no such service, real server or client.
 */
export async function diagnoseCluster(
	cluster: OpenStack,
	options: Options,
): Promise<Verdicts> {
	const directors = await activeDirectors(cluster.directors);
	return diagnose(asked({ ...cluster, directors }, options));
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
	const all = directors.flatMap((director) => targetsOf(director, realServers));
	const named = all.filter(
		({ key, servers }) =>
			(service === undefined || key === service) &&
			(realServer === undefined ||
				servers.some(({ name }) => name === realServer)),
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
		...(realServer === undefined ? {} : { only: realServer }),
		...(client === undefined ? { client, whyNoClient } : { client }),
	};
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

import type { Imported } from "../../import/declare-rules.ts";
import type { DeclaredRules } from "../../import/declare-vip.ts";
import { withStandIns } from "../../import/with-stand-ins.ts";
import {
	chooseAddress,
	formatAddress,
	readAddresses,
} from "./choose-address.ts";
import { declareCluster, portsOf, refuseTaken } from "./declare-cluster.ts";
import {
	type DeclaredSmokeTest,
	declareSmokeTests,
} from "./declare-smoke-tests.ts";
import type { Dialogue } from "./dialogue.ts";
import type { Flags } from "./flags.ts";
import { chooseLogin } from "./login.ts";
import {
	hostWith,
	type LookedAt,
	lookAtHosts,
	throughJump,
} from "./look-at-hosts.ts";
import { namedHost, refuseTwice } from "./named-host.ts";
import type { SeenHost } from "./needs.ts";
import { takenOver } from "./taken-over.ts";

/** What a new project will declare, and for which hosts. */
export interface ClusterPlan {
	readonly clusters: readonly DeclaredRules[];
	/** The clusters as the program will have them. */
	readonly declarations: readonly object[];
	readonly hosts: readonly SeenHost[];
	/** Its name, and its address with the prefix of the link. */
	readonly director: { readonly name: string; readonly address: string };
	/** Whether real servers get a web server with a test page. */
	readonly page: boolean;
	/** The machine from which the smoke tests ask, by its name among the hosts. Undefined: there are no smoke tests. */
	readonly client?: string;
	readonly smokeTests: readonly DeclaredSmokeTest[];
	/** Whether the clusters come from existing rules. */
	readonly takesOver: boolean;
	/** The name of the real server that has an address. Undefined: nothing is set up there. */
	nameOf(address: string): string | undefined;
}

/**
 * Looks at the hosts, and decides what is declared of them. Nothing is changed there.
 *
 * @param file the clusters from the rules in the file that `--from` names, if it names one
 */
export async function planCluster(
	flags: Flags,
	file: Imported | undefined,
	dialogue: Pick<Dialogue, "say" | "accept" | "wantsPage">,
): Promise<ClusterPlan> {
	const { from, user, knownHosts } = flags;
	const { say, accept } = dialogue;
	const pinning = { knownHosts, say, accept };
	const login = {
		...(user === undefined ? {} : { user }),
		...chooseLogin(flags.identity, process.env),
	};
	const connection = await throughJump(flags.jump, login, pinning);
	const asked = namedHost("--director", flags.director ?? from ?? "", {
		name: "lb",
		connection,
	});
	const given = (flags.realServer ?? []).map((text, index) =>
		namedHost("--real-server", text, { name: `rs${index + 1}`, connection }),
	);
	const clients =
		flags.client === undefined
			? []
			: [namedHost("--client", flags.client, { name: "client", connection })];
	const wanted = [asked, ...clients, ...given];
	refuseTwice(wanted);
	const [director, ...others] = await lookAtHosts(wanted, pinning);
	if (director === undefined) throw new Error("a director was looked at");
	const servers = others.slice(clients.length);
	const asking = others.slice(0, clients.length);

	const rules =
		from === undefined
			? undefined
			: await takenOver(from, {
					file,
					director: director.connection,
					markVip: flags.vip,
					say,
				});
	if (rules !== undefined) {
		const more = rules.unreached(servers, connection);
		if (more.length > 0) servers.push(...(await lookAtHosts(more, pinning)));
	}
	if (rules === undefined) refuseTaken(flags.vip ?? "", [director, ...servers]);
	const page = rules === undefined && (await dialogue.wantsPage());
	const named = readAddresses(flags.address ?? []);
	const at = (host: LookedAt, vip: string) =>
		chooseAddress(host.name, host.survey, { vip, named: named[host.name] });
	const clusters =
		rules === undefined
			? [
					declareCluster(flags, servers, {
						page,
						at,
						proven: clients.length > 0,
					}),
				]
			: rules.clusters(servers);
	const [first] = clusters;
	const vip = first?.vip;
	if (vip === undefined) throw new Error("there is a cluster with a VIP");
	const directorAddress = formatAddress(at(director, vip));
	return {
		clusters,
		page,
		...(asking[0] === undefined ? {} : { client: asking[0].name }),
		smokeTests: asking.length === 0 ? [] : declareSmokeTests(clusters, page),
		takesOver: rules !== undefined,
		nameOf: (address) => hostWith(address, servers)?.name,
		director: { name: director.name, address: directorAddress },
		declarations: clusters.map(({ realServers, directors, ...rest }) => ({
			...rest,
			services: withStandIns(rest.services),
			directors: {
				[director.name]: {
					host: director.connection,
					address: directorAddress,
					...directors?.lb,
				},
			},
			realServers: Object.fromEntries(
				Object.entries(realServers).map(([name, server]) => {
					const host = hostWith(server.address, servers)?.connection;
					return [name, host === undefined ? server : { ...server, host }];
				}),
			),
		})),
		hosts: [
			...[director, ...servers].map((host, index) => ({
				...host,
				role: index === 0 ? ("director" as const) : ("real server" as const),
				address: formatAddress(at(host, vip)),
				ports: portsOf(clusters),
			})),
			...asking.map((host) => ({
				...host,
				role: "client" as const,
				address: host.survey.addresses.map(formatAddress).join(", "),
				ports: [],
			})),
		],
	};
}

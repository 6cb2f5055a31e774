import type { DeclaredRules } from "../../import/declare-vip.ts";
import {
	chooseAddress,
	formatAddress,
	readAddresses,
} from "./choose-address.ts";
import { declareCluster, portsOf, refuseTaken } from "./declare-cluster.ts";
import type { Flags } from "./flags.ts";
import type { AcceptKeys } from "./host-keys.ts";
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

/** What is asked and told on the way. */
export interface Dialogue {
	readonly say: (line: string) => void;
	readonly accept: AcceptKeys;
	wantsPage(): Promise<boolean>;
}

/** What a new project will declare, and of which hosts. */
export interface ClusterPlan {
	readonly clusters: readonly DeclaredRules[];
	/** As the program will have them. */
	readonly declarations: readonly object[];
	readonly hosts: readonly SeenHost[];
	/** Its name, and its address with the prefix of the link. */
	readonly director: { readonly name: string; readonly address: string };
	/** Whether real servers get a web server with a test page. */
	readonly page: boolean;
	/** Whether the clusters come from rules that are there already. */
	readonly takesOver: boolean;
	/** The name of the real server that has an address; undefined: nothing is set up there. */
	nameOf(address: string): string | undefined;
}

/** Looks at the hosts, and decides what is declared of them. Nothing is changed there. */
export async function planCluster(
	flags: Flags,
	dialogue: Dialogue,
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
	refuseTwice([asked, ...given]);
	const [director, ...servers] = await lookAtHosts([asked, ...given], pinning);
	if (director === undefined) throw new Error("a director was looked at");

	const rules =
		from === undefined
			? undefined
			: await takenOver(from, director.connection, say);
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
			? [declareCluster(flags, servers, { page, at })]
			: rules.clusters(servers);
	const [first] = clusters;
	if (first === undefined) throw new Error("there is a cluster");
	const directorAddress = formatAddress(at(director, first.vip));
	return {
		clusters,
		page,
		takesOver: rules !== undefined,
		nameOf: (address) => hostWith(address, servers)?.name,
		director: { name: director.name, address: directorAddress },
		declarations: clusters.map(({ realServers, ...rest }) => ({
			...rest,
			directors: {
				[director.name]: {
					host: director.connection,
					address: directorAddress,
				},
			},
			realServers: Object.fromEntries(
				Object.entries(realServers).map(([name, server]) => {
					const host = hostWith(server.address, servers)?.connection;
					return [name, host === undefined ? server : { ...server, host }];
				}),
			),
		})),
		hosts: [director, ...servers].map((host, index) => ({
			...host,
			role: index === 0 ? "director" : "real server",
			address: formatAddress(at(host, first.vip)),
			ports: portsOf(clusters),
		})),
	};
}

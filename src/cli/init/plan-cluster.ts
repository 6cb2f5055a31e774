import { RemoteError } from "../../errors.ts";
import type { Survey } from "../../host/operations/survey.ts";
import { survey } from "../../host/operations/survey.ts";
import type { DeclaredRules } from "../../import/declare-rules.ts";
import type { HostConnection } from "../../model/host.ts";
import { hostLabel } from "../../ssh/host-label.ts";
import { connect } from "../../ssh/ssh.ts";
import { UsageError } from "../usage-error.ts";
import { chooseAddress, namedAddresses } from "./choose-address.ts";
import type { Flags } from "./flags.ts";
import { type AcceptKeys, pinHostKeys } from "./host-keys.ts";
import { chooseLogin } from "./login.ts";
import { type NamedHost, namedHost } from "./named-host.ts";
import type { SeenHost } from "./needs.ts";
import { ofEach } from "./of-each.ts";
import { readServices } from "./read-services.ts";
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
	readonly director: { readonly name: string; readonly address: string };
	readonly page: boolean;
	readonly takesOver: boolean;
	nameOf(address: string): string | undefined;
}
/** Looks at the hosts, and decides what is declared of them. Nothing is changed there. */
export async function planCluster(
	flags: Flags,
	dialogue: Dialogue,
): Promise<ClusterPlan> {
	const { from } = flags;
	const usual = {
		user: flags.user,
		...chooseLogin(flags.identity, process.env),
	};
	const connection = await throughJump(flags, withoutBlanks(usual), dialogue);
	const asked = namedHost("--director", flags.director ?? from ?? "", {
		name: "lb",
		connection,
	});
	const given = (flags.realServer ?? []).map((text, index) =>
		namedHost("--real-server", text, { name: `rs${index + 1}`, connection }),
	);
	refuseTwice([asked, ...given]);
	const [director, ...servers] = await look([asked, ...given], flags, dialogue);
	if (director === undefined) throw new Error("a director was looked at");

	const rules =
		from === undefined
			? undefined
			: await takenOver(from, director.connection, dialogue.say);
	if (rules !== undefined) {
		const more = rules.unreached(servers, connection);
		if (more.length > 0) servers.push(...(await look(more, flags, dialogue)));
	}
	if (rules === undefined) refuseTaken(flags.vip ?? "", [director, ...servers]);
	const page = rules === undefined && (await dialogue.wantsPage());
	const named = namedAddresses(flags.address ?? []);
	const at = (host: LookedAt, vip: string) =>
		chooseAddress(host.name, host.survey, { vip, named: named[host.name] });
	const clusters =
		rules === undefined
			? [declared(flags, servers, { page, at })]
			: rules.clusters(servers);
	const [first] = clusters;
	if (first === undefined) throw new Error("there is a cluster");
	const link = at(director, first.vip);
	const directorAddress = `${link.address}/${link.prefixLength}`;
	const nameOf = (address: string) =>
		servers.find(({ survey: { addresses } }) =>
			addresses.some((one) => one.address === address),
		)?.name;
	const connections = new Map(
		servers.map(({ name, connection }) => [name, connection]),
	);
	return {
		clusters,
		page,
		takesOver: rules !== undefined,
		nameOf,
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
					const host = connections.get(nameOf(server.address) ?? "");
					return [name, host === undefined ? server : { ...server, host }];
				}),
			),
		})),
		hosts: [director, ...servers].map((host, index) => {
			const link = at(host, first.vip);
			return {
				...host,
				role: index === 0 ? "director" : "real server",
				address: `${link.address}/${link.prefixLength}`,
				ports: portsOf(clusters),
			};
		}),
	};
}

/** A VIP that was set up before is there too, as an address alone: /32. */
function refuseTaken(vip: string, hosts: readonly LookedAt[]): void {
	for (const { name, survey } of hosts)
		if (
			survey.addresses.some(
				({ address, prefixLength }) => address === vip && prefixLength < 32,
			)
		)
			throw new UsageError(
				`--vip ${vip}: this is the address of ${name}; a VIP is an address that no host has`,
			);
}

type LookedAt = NamedHost & { readonly survey: Survey };

/** Side by side, first at their keys, then behind them. */
async function look(
	hosts: readonly NamedHost[],
	{ knownHosts }: Flags,
	{ say, accept }: Dialogue,
): Promise<LookedAt[]> {
	const pinned = await pinHostKeys(hosts, { knownHosts, say, accept });
	return ofEach(pinned, async (host) => {
		const session = await connect(host.connection, { connectSeconds: 10 });
		try {
			const found = await survey(session);
			if (found.family === undefined)
				throw new RemoteError({
					host: hostLabel(host.connection),
					doing: "look at the host",
					saw: `the operating system is ${found.system}`,
					advice: "Hosts are of the Debian or the RHEL family.",
				});
			return { ...host, survey: found };
		} finally {
			await session.close();
		}
	});
}

async function throughJump(
	{ jump, knownHosts }: Flags,
	usual: Partial<HostConnection>,
	{ say, accept }: Dialogue,
): Promise<Partial<HostConnection>> {
	if (jump === undefined) return usual;
	const host = namedHost("--jump", jump, { name: "jump", connection: usual });
	const [pinned] = await pinHostKeys([host], { knownHosts, say, accept });
	if (pinned === undefined) throw new Error("a jump host was looked at");
	return { ...usual, jump: pinned.connection };
}

function refuseTwice(hosts: readonly NamedHost[]): void {
	for (const [index, { name, connection }] of hosts.entries())
		for (const other of hosts.slice(0, index))
			if (
				other.name === name ||
				hostLabel(other.connection) === hostLabel(connection)
			)
				throw new UsageError(
					`${name} (${hostLabel(connection)}): named twice, as ${other.name} (${hostLabel(other.connection)}) too`,
				);
}

function declared(
	{ vip = "", forwarding, port = ["80"] }: Flags,
	servers: readonly LookedAt[],
	{
		page,
		at,
	}: {
		readonly page: boolean;
		at(host: LookedAt, vip: string): { readonly address: string };
	},
): DeclaredRules {
	return {
		vip,
		forwarding,
		realServers: Object.fromEntries(
			servers.map((host) => [
				host.name,
				{ address: at(host, vip).address, weight: 1 },
			]),
		),
		services: readServices(port),
		page,
	};
}

/** TCP ports of the clusters' services, as real servers have them. */
function portsOf(clusters: readonly DeclaredRules[]): number[] {
	return clusters.flatMap(({ services }) =>
		Object.values(services).flatMap(({ tcp, realServerPort }) =>
			[realServerPort ?? tcp].filter((port) => typeof port === "number"),
		),
	);
}

function withoutBlanks<Fields extends object>(
	fields: Fields,
): Partial<HostConnection> {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined),
	);
}

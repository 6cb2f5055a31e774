import { createHash } from "node:crypto";
import { ruleKey } from "../ipvs/rule.ts";
import { contains } from "../model/address.ts";
import type { Cluster, Director } from "../model/cluster.ts";
import type { DesiredFailover } from "../model/desired-failover.ts";
import { ownerOf } from "../model/owner.ts";
import { programDirectory } from "../model/program-directory.ts";
import { recordDirectory } from "../model/record-directory.ts";
import { runDirectory } from "../model/run-directory.ts";
import { formatVirtualRouter } from "../model/virtual-router.ts";
import type { Draft } from "./draft.ts";
import { failoverCheck } from "./failover-check.ts";
import { failoverView } from "./failover-view.ts";
import { handedOf } from "./handed.ts";
import { renderTemplate } from "./template.ts";

/** The parts of a director by which it agrees with others on who has the VIP. Empty if it is the only director. */
export type FailoverPart = Required<
	Pick<Draft, "files" | "units" | "packages">
> & {
	readonly sysctls: Readonly<Record<string, string>>;
	/** Number under which directors tell each other of their connections. Undefined: there is no connection sync. */
	readonly syncId: number | undefined;
	readonly sole?: readonly string[];
	readonly failover?: DesiredFailover;
	/** Programs of the operator: path -> the key that names it. */
	readonly programs: Readonly<Record<string, string>>;
};

/**
 * A keepalived of our own only agrees by VRRP who has the VIP: the rules are on all directors all the time, and the kernels tell each other of connections
 * (docs/decisions/0039-several-directors.md).
 */
export function failoverPart(
	cluster: Cluster,
	director: Director,
): FailoverPart {
	const { failover, directors } = cluster;
	if (failover === undefined)
		return {
			files: [],
			units: [],
			packages: [],
			sysctls: {},
			syncId: undefined,
			programs: {},
		};
	const directory = programDirectory(cluster.name);
	const unit = `lvs-${cluster.name}-failover`;
	const owner = ownerOf({ component: cluster.name, role: "director" });
	const peers = directors.filter(({ name }) => name !== director.name);
	const later = directors.slice(directors.indexOf(director) + 1);
	const handed = handedOf(cluster);
	const own = handed.find((each) => each.director.name === director.name);
	const check = failover.check && failoverCheck(failover.check);
	const view = {
		...failoverView(cluster, failover),
		check: check?.view,
		unit,
		directorUnit: `lvs-${cluster.name}-director`,
		directory,
		run: runDirectory(owner),
		kept: recordDirectory(owner),
		address: director.address,
		interface: director.interface ?? "",
		priority: highestPriority - directors.indexOf(director),
		peers: peers.map(({ address }) => address),
		peerSet: peers.map(({ address }) => address).join(", "),
		moved: [
			...(failover.gateway === undefined
				? []
				: [{ address: failover.gateway, link: "OWN_LINK" }]),
			...failover.addresses.map((address) => ({
				address,
				link: contains(director, address) ? "OWN_LINK" : "VIP_LINK",
			})),
		],
		mark: own === undefined ? "" : `0x${own.mark.toString(16)}`,
	};
	const file = (name: string, mode: string) => ({
		path: `${directory}/${name}`,
		content: renderTemplate(`director/usr/local/lib/pulumi-lvs/${name}`, view),
		mode,
		readBy: "others" as const,
	});
	return {
		packages: ["keepalived"],
		files: [
			{ ...file("failover.conf", "644"), reloads: unit },
			{ ...file("failover", "755"), reloads: unit },
			file("failover-hush.nft", "644"),
			{
				path: `/etc/systemd/system/${unit}.service`,
				content: renderTemplate(
					"director/etc/systemd/system/lvs-failover.service",
					view,
				),
				mode: "644",
				readBy: "systemd",
				restarts: unit,
			},
		],
		units: [{ unit, state: "enabled active" }],
		sysctls: {
			// the sync sends a connection as soon as it is open, and again every ten seconds in which it has packets
			"net.ipv4.vs.sync_threshold": "0 0",
			"net.ipv4.vs.sync_refresh_period": "10",
			// a director that receives the connections of others must balance all the same: all directors do, all the time
			"net.ipv4.vs.backup_only": "0",
			// conntrack accepts connections that began on another director, and connections whose addresses and ports it still knows from an earlier one
			...(view.sources === "" && view.servers === ""
				? {}
				: {
						"net.netfilter.nf_conntrack_tcp_loose": "1",
						"net.netfilter.nf_conntrack_tcp_be_liberal": "1",
					}),
		},
		syncId: syncIdOf(directors),
		sole: [formatVirtualRouter(failover.routerId)],
		programs: {
			...(failover.tell === undefined
				? {}
				: { [failover.tell]: "failover.tell" }),
			...(check === undefined
				? {}
				: { [check.desired.program]: "failover.check.command" }),
		},
		failover: {
			routerId: failover.routerId,
			unit,
			peers: Object.fromEntries(
				peers.map(({ name, address }) => [name, address]),
			),
			adverts: {
				addresses: [cluster.vip],
				seconds: failover.advertSeconds,
			},
			...(later.length === 0
				? {}
				: {
						later: {
							names: later.map(({ name }) => name),
							silentSeconds: 2 * failover.advertSeconds + 1,
						},
					}),
			...(failover.preemptSeconds === undefined
				? {}
				: { preemptSeconds: failover.preemptSeconds }),
			...(failover.gateway === undefined ? {} : { gateway: failover.gateway }),
			...(failover.addresses.length === 0
				? {}
				: { addresses: failover.addresses }),
			...(check === undefined ? {} : { check: check.desired }),
			...(handed.length === 0
				? {}
				: {
						handed: handed.flatMap(({ rules }) =>
							rules.flatMap((rule) =>
								rule.kind === "service" ? [ruleKey(rule)] : [],
							),
						),
					}),
		},
	};
}

/** 255 is for a machine whose own address is the virtual one. */
const highestPriority = 200;

/** 1 to 255. Clusters on the same directors get the same number, as a kernel has only one. */
function syncIdOf(directors: readonly Director[]): number {
	const text = directors
		.map(({ address }) => address)
		.sort()
		.join(" ");
	return 1 + (createHash("sha256").update(text).digest().readUInt16BE() % 255);
}

import assert from "node:assert/strict";
import type { DrainEnd } from "../../../../src/host/drain-ends.ts";
import type { Health, Layer } from "../../../../src/host/found-director.ts";
import type { Asked } from "../../../../src/host/out-already.ts";
import { clusterDoor } from "../../../../src/model/cluster-door.ts";
import type { ServiceDeclaration } from "../../../../src/model/service-declaration.ts";
import { renderDirector } from "../../../../src/render/director.ts";

export const http = "-t 172.18.0.70:80";

/** As the declaration calls who has an address. */
export const named = (address: string) =>
	`rs${Number(address.split(".")[3]) - 66}`;

export const ruleOf = (server: number) =>
	`${http} -r 172.18.0.${66 + server}:80`;

/** What a director of a web cluster is to have, whose real servers rs1, rs2, ... have these weights, and addresses from 172.18.0.67 on. */
export function directorOf(
	service: Partial<
		Pick<ServiceDeclaration, "quorum" | "sorry" | "whenAllFail">
	>,
	weights: readonly number[],
) {
	const realServer = (place: number) => ({
		host: { address: `192.0.2.${place}` },
		address: `172.18.0.${place}`,
	});
	const cluster = clusterDoor.parse("web", {
		vip: "172.18.0.70",
		forwarding: "dr",
		directors: { lb: realServer(66) },
		realServers: Object.fromEntries(
			weights.map((weight, place) => [
				`rs${place + 1}`,
				{ ...realServer(67 + place), weight },
			]),
		),
		services: { http: { tcp: 80, check: { http: "/" }, ...service } },
	});
	const [lb] = cluster.directors;
	assert.ok(lb);
	return { desired: renderDirector(cluster, lb) };
}

/** What a director says of real servers by their number: `drained`, or the verdict of their check. */
export function saying(
	{ desired }: Pick<Asked, "desired">,
	said: Readonly<Record<number, "drained" | Health["verdict"]>>,
	name = "lb",
): Asked {
	const drained: Record<string, DrainEnd> = {};
	const layers: Record<string, Layer> = {};
	const health: Record<string, Health> = {};
	for (const [server, what] of Object.entries(said)) {
		const number = Number(server);
		if (what === "drained") {
			drained[`172.18.0.${66 + number}`] = "when lifted";
			continue;
		}
		health[`172.18.0.${66 + number}:80/dr/http`] = {
			verdict: what,
			since: 1_800_000_000,
			why: "Connection failed",
		};
		if (what === "down") layers[ruleOf(number)] = { weight: 0, by: "check" };
	}
	return { name, desired, out: { hasVip: true, drained, layers, health } };
}

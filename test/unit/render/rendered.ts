import type { Desired, Role } from "../../../src/model/desired.ts";
import { type Family, localise } from "../../../src/model/family.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { renderRealServer } from "../../../src/render/real-server.ts";
import { cluster } from "../remote/example.ts";

const lb = first(cluster.directors);
const rs1 = first(cluster.realServers);

/** Experiment 2 as its hosts of one family get it: lb and rs1. */
export function rendered(family: Family): ReadonlyMap<Role, Desired> {
	return new Map([
		["director", localise(renderDirector(cluster, lb), family)],
		["real-server", localise(renderRealServer(cluster, rs1), family)],
	]);
}

/** The text of one rendered script, e.g. `setkernel`, of a host of the Debian family unless another is named. */
export function script(
	role: Role,
	name: string,
	family: Family = "debian",
): string {
	const found = Object.entries(rendered(family).get(role)?.files ?? {}).find(
		([path]) => path.endsWith(`/${name}`),
	);
	if (found === undefined) throw new Error(`${role} has no file ${name}`);
	return found[1].content;
}

function first<Item>([item]: readonly Item[]): Item {
	if (item === undefined) throw new Error("the cluster has no such host");
	return item;
}

import { localise } from "../../../src/host/kinds/localise.ts";
import { fillSecrets } from "../../../src/host/secrets.ts";
import type { Desired, Role } from "../../../src/model/desired.ts";
import type { Family } from "../../../src/model/family.ts";
import { formatPlace } from "../../../src/model/wire-text.ts";
import { renderDatabase } from "../../../src/render/database.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { renderDiscuz, renderDiscuzSite } from "../../../src/render/discuz.ts";
import { renderObjectCache } from "../../../src/render/object-cache.ts";
import { renderRealServer } from "../../../src/render/real-server.ts";
import { renderReplica } from "../../../src/render/replica.ts";
import { renderSessionStore } from "../../../src/render/session-store.ts";
import { renderSetup } from "../../../src/render/setup.ts";
import { renderStorageServer } from "../../../src/render/storage.ts";
import { renderStorageMount } from "../../../src/render/storage-mount.ts";
import { renderWebsite } from "../../../src/render/website.ts";
import { renderWordPress } from "../../../src/render/wordpress.ts";
import { renderWordPressSite } from "../../../src/render/wordpress-site.ts";
import {
	checked,
	cluster,
	paired,
	twoMachines,
} from "../host/change/example.ts";
import * as beside from "./beside.ts";

const lb = first(cluster.directors);
const rs1 = first(cluster.realServers);

/** Experiment 2 as lb and rs1 get it, then what stands beside a cluster. Places for names of families and secrets stand in it. */
export function renderedAnywhere(): ReadonlyMap<Role, Desired> {
	return new Map<Role, Desired>([
		["director", renderDirector(cluster, lb)],
		["real-server", renderRealServer(cluster, rs1)],
		["setup", renderSetup(beside.tools)],
		["website", renderWebsite(beside.website, { name: "rs1" })],
		["storage", renderStorageServer(beside.storage)],
		["mount", renderStorageMount(beside.storage)],
		["database", renderDatabase(beside.database)],
		[
			"replica",
			renderReplica(beside.database, first(beside.database.replicas)),
		],
		["session-store", renderSessionStore(beside.sessions)],
		["object-cache", renderObjectCache(beside.objects)],
		[
			"wordpress",
			renderWordPress(beside.blog, { realServer: "rs1", uploads: "storage" }),
		],
		["wordpress-site", renderWordPressSite(beside.blog, "storage")],
		[
			"discuz",
			renderDiscuz(beside.bbs, { realServer: "rs1", data: "storage" }),
		],
		["discuz-site", renderDiscuzSite(beside.bbs, "storage")],
	]);
}

/** What runs PHP by php-fpm, in the names of the Debian family, which alone gets it so; for each secret stands its place. */
export function renderedByFpm(): ReadonlyMap<string, Desired> {
	return inNamesOf("debian", [
		["website-fpm", renderWebsite(beside.websiteByFpm, { name: "rs1" })],
		[
			"wordpress-fpm",
			renderWordPress(beside.blogByFpm, {
				realServer: "rs1",
				uploads: "storage",
			}),
		],
	]);
}

/** What other clusters than experiment 2 have on a host, in the names of the Debian family. */
export function renderedClusters(): ReadonlyMap<string, Desired> {
	return inNamesOf("debian", [
		["director-checks", renderDirector(checked, first(checked.directors))],
		["director-of-two", renderDirector(paired, first(paired.directors))],
		[
			"director-that-serves",
			renderDirector(twoMachines, first(twoMachines.directors)),
		],
		[
			"real-server-that-directs",
			renderRealServer(twoMachines, first(twoMachines.realServers)),
		],
	]);
}

/** As `renderedAnywhere`, in the names of one family; for each secret stands its place. */
export function rendered(family: Family): ReadonlyMap<Role, Desired> {
	return inNamesOf(family, renderedAnywhere());
}

function inNamesOf<Name>(
	family: Family,
	all: Iterable<readonly [Name, Desired]>,
): ReadonlyMap<Name, Desired> {
	return new Map(
		[...all].map(([name, desired]) => [
			name,
			localise(fillSecrets(desired, formatPlace), family),
		]),
	);
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

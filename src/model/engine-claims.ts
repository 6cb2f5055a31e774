import { type Claim, type EngineClaim, machineNames } from "./claim.ts";
import type { databaseSchema } from "./database-schema.ts";
import { defaults } from "./defaults.ts";
import { plainSetting } from "./engine-settings.ts";
import type { ObjectSketch } from "./sketch.ts";

/** What a database needs from the engines of its machines. Values that are not known yet are left out. */
export function engineClaims({
	given,
	values: { server, replicas, settings, dataDirectory, sharedEngine },
}: ObjectSketch<(typeof databaseSchema)["shape"]>): Claim[] {
	const wanted = engineSettings(settings ?? [], sharedEngine === true);
	const directory = given.includes("dataDirectory")
		? dataDirectory
		: defaults.databaseDirectory;
	const engine = (
		path: Claim["path"],
		machine: EngineClaim["machine"],
		more: Readonly<Record<string, string | undefined>> = {},
	) => ({
		kind: "engine" as const,
		path,
		isCopy: path[0] === "replicas",
		settings: known({ ...wanted, datadir: directory, ...more }),
		machine,
	});
	return [
		...(server === undefined
			? []
			: [
					engine(
						["server"],
						machineNames(server.values.host, server.values.address),
						sharedEngine === true
							? {}
							: { "bind-address": server.values.address },
					),
				]),
		...(replicas ?? []).map(({ path, values }) =>
			engine(path, machineNames(values.host, values.address)),
		),
	];
}

/** The settings in our file. An engine of others has no such file, but it has a port. */
function engineSettings(
	declared: readonly {
		readonly name: string;
		readonly value: string | undefined;
	}[],
	isShared: boolean,
): Readonly<Record<string, string | undefined>> {
	const all = {
		port: String(defaults.databasePort),
		"max-connections": String(defaults.databaseConnections),
		...Object.fromEntries(
			declared.map(({ name, value }) => [plainSetting(name), value]),
		),
	};
	return isShared ? { port: all.port } : all;
}

function known(
	settings: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
	return Object.fromEntries(
		Object.entries(settings).flatMap(([key, value]) =>
			value === undefined ? [] : [[key, value]],
		),
	);
}

import type { Ipv4 } from "./address.ts";
import type { engineSetting, oneDatabase } from "./database-schema.ts";
import { defaults } from "./defaults.ts";
import { plainSetting } from "./engine-settings.ts";
import type { Finding } from "./finding.ts";
import type { realServerSchema } from "./schema.ts";
import type { EntrySketch } from "./sketch.ts";

/** Databases and users that the engine, or this component, needs for itself. */
const engineOwn = {
	databases: ["information_schema", "mysql", "performance_schema", "sys"],
	users: ["lvs-replica"],
};

export function ofTheEngine(
	databases: readonly EntrySketch<typeof oneDatabase>[],
): Finding[] {
	return databases.flatMap(({ name, path, values }) => [
		...(engineOwn.databases.includes(name)
			? [{ path, message: "is the engine's own; write another name" }]
			: []),
		...(engineOwn.users.includes(values.user ?? name)
			? [
					{
						path: [...path, "user"],
						message: `${values.user ?? name} is the user of the replicas; write another one`,
					},
				]
			: []),
	]);
}

/** Each database here has a password of its own, and a user has only one: two databases with the same user would overwrite each other's password. */
export function userEach(
	databases: readonly EntrySketch<typeof oneDatabase>[],
): Finding[] {
	// a value that is no valid name has a finding of its own
	const users = databases.flatMap(({ name, path, given, values }) => {
		const user = given.includes("user") ? values.user : name;
		return user === undefined ? [] : [{ name, path, user }];
	});
	return users.flatMap(({ path, user }, index) =>
		users
			.slice(0, index)
			.filter((other) => other.user === user)
			.slice(0, 1)
			.map(({ name }) => ({
				path: [...path, "user"],
				message: `${user} is the user of database ${name} already, and each has a password of its own; write another user here, or put the tables of both into one database`,
			})),
	);
}

/**
 * The course notes run several engines on one data set and see it break ("inode会崩溃"). Each engine keeps pages, log and locks
 * in its own memory, so two engines on the same files overwrite each other's changes.
 */
export function engineEach(
	address: Ipv4 | undefined,
	replicas: readonly EntrySketch<typeof realServerSchema>[],
): Finding[] {
	return replicas
		.filter(({ values }) => address !== undefined && values.address === address)
		.map(({ path }) => ({
			path: [...path, "address"],
			message: `${address} is already the server's: several engines on one data directory overwrite each other's pages and logs; give the replica a machine, and a copy, of its own`,
		}));
}

/** Options that change the whole engine. They cannot be declared for an operator's engine: they would change it for all its users. */
export function ofItsOwner(
	hasReplicas: boolean,
	settings: readonly EntrySketch<typeof engineSetting>[],
): Finding[] {
	return [
		...(hasReplicas
			? [
					{
						path: ["replicas"],
						message:
							"a replica copies all that an engine has, also what is not yours, and needs settings that `sharedEngine` leaves alone; take one of them out",
					},
				]
			: []),
		...settings
			.filter(
				({ name }) => !["port", "max-connections"].includes(plainSetting(name)),
			)
			.map(({ path }) => ({
				path,
				message:
					"the settings of a `sharedEngine` are its owner's; write it into the engine's own files, and take it out here",
			})),
	];
}

export function lagPortOfItsOwn(
	lagPort: number | undefined,
	hasReplicas: boolean,
	settings: readonly EntrySketch<typeof engineSetting>[],
): Finding[] {
	const path = ["lagPort"];
	if (!hasReplicas)
		return [
			{
				path,
				message:
					"has no effect without `replicas`, which listen on it; declare them, or leave this out",
			},
		];
	const port = settings.find(({ name }) => name === "port")?.value;
	return lagPort !== undefined &&
		lagPort === Number(port ?? defaults.databasePort)
		? [
				{
					path,
					message: `${lagPort} is the port of the engine; write another one`,
				},
			]
		: [];
}

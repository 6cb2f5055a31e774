import * as z from "zod";
import { netmask, parseIpv4, strayBits } from "./address.ts";
import { asWritten } from "./as-written.ts";
import { readDataDirectory } from "./data-directory.ts";
import { isIpv6, noIpv6 } from "./ipv6.ts";
import { leaf, type ReadLeaf } from "./leaf.ts";
import { readBoolean, readDirectorAddress, readPort } from "./leaves.ts";
import { openFilters } from "./open-filters.ts";
import { password } from "./password.ts";
import { type Privilege, readPrivileges } from "./privileges.ts";
import { realServerSchema } from "./schema.ts";
import { serverSchema } from "./server.ts";
import { records, shape } from "./shape.ts";
import { wanted, wantedText } from "./wanted.ts";

const readNetwork: ReadLeaf<string> = (value) => {
	const expected = 'an IPv4 network like "172.18.0.0/24"';
	if (typeof value !== "string") return { problem: wanted(expected, value) };
	if (isIpv6(value)) return { problem: noIpv6(expected) };
	if (parseIpv4(value) !== undefined)
		return {
			problem: `${value} lacks its prefix; write ${expected}`,
		};
	const found = known(value);
	if (found === undefined)
		return {
			problem: `${asWritten(value)} is not an IPv4 network; write ${expected}`,
		};
	const stray = strayBits(found);
	return stray === undefined
		? { value: `${found.address}/${netmask(found)}` }
		: { problem: stray };
};

function known(value: unknown) {
	const found = readDirectorAddress(value);
	return "value" in found ? found.value : undefined;
}

const readUser: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[a-z][a-z0-9_-]{0,31}$/.test(value)
		? { value }
		: { problem: wantedText('a user like "shop"', value) };

const readSetting: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[^\n#]*$/.test(value)
		? { value }
		: { problem: wanted("a value on one line", value) };

/** How a setting of the engine is read. */
export const engineSetting = leaf<string, string>(readSetting);

/** How one of the databases is read. */
export const oneDatabase = z.strictObject(
	{
		user: leaf<string, string>(readUser).optional(),
		privileges: leaf<readonly Privilege[], readonly Privilege[]>(
			readPrivileges,
		).optional(),
		password: password.optional(),
	},
	shape("an object, which may be empty: {}"),
);

/** How a DatabaseDeclaration is read. */
export const databaseSchema = z.strictObject(
	{
		server: serverSchema,
		network: leaf<string, string>(readNetwork),
		databases: records(
			oneDatabase,
			"an object of databases by name, like { shop: {} }",
		),
		replicas: records(
			realServerSchema,
			'an object of machines by name, like { rs1: { host, address: "172.18.0.67" } }',
		).optional(),
		lagPort: leaf<number, number>(readPort).optional(),
		dataDirectory: leaf<string, string>(readDataDirectory).optional(),
		settings: records(
			engineSetting,
			'an object like { innodb_buffer_pool_size: "64M" }',
		).optional(),
		sharedEngine: leaf<boolean, boolean>(readBoolean).default(false),
		replicationPassword: password.optional(),
		deleteData: leaf<boolean, boolean>(readBoolean).default(false),
		openFilters,
	},
	shape("an object with server, network and databases"),
);

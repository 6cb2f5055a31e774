import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { extendRecord } from "../../../../src/host/change/extend-record.ts";
import { refusals } from "../../../../src/host/change/refuse.ts";
import { remarks } from "../../../../src/host/change/remarks.ts";
import type { FoundEngine } from "../../../../src/host/found-applications.ts";
import { localise } from "../../../../src/host/kinds/localise.ts";
import type { Neighbours } from "../../../../src/host/neighbours.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { fillSecrets } from "../../../../src/host/secrets.ts";
import { databaseDoor } from "../../../../src/model/database.ts";
import type { Desired } from "../../../../src/model/desired.ts";
import { formatPlace } from "../../../../src/model/wire-text.ts";
import { renderDatabase } from "../../../../src/render/database.ts";
import { renderReplica } from "../../../../src/render/replica.ts";
import { alone, clean } from "./example.ts";

const server = { host: { address: "192.0.2.5" }, address: "172.18.0.69" };
const good = { server, network: "172.18.0.0/24", databases: { shop: {} } };
const filled = (desired: Desired) => fillSecrets(desired, formatPlace);
const host = (more: object) =>
	localise(
		filled(renderDatabase(databaseDoor.parse("db", { ...good, ...more }))),
		"debian",
	);
const own = host({});
const shared = host({ sharedEngine: true });
const replicated = databaseDoor.parse("db", {
	...good,
	replicas: { rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" } },
});
const [rs1] = replicated.replicas;
assert.ok(rs1);
const copy = localise(filled(renderReplica(replicated, rs1)), "debian");

/** An engine as the distribution brings it, where it listens for us too. */
const asItComes = {
	port: 3306,
	connections: 600,
	directory: "/var/lib/mysql",
	bound: "0.0.0.0",
	listens: true,
	databases: ["information_schema", "mysql", "performance_schema", "sys"],
	users: ["mariadb.sys@localhost", "mysql@localhost", "root@localhost"],
};
const conf = "/etc/mysql/mariadb.conf.d";

type Open = Partial<NonNullable<FoundEngine["open"]>>;

function seen(
	desired: Desired,
	open: Open | undefined,
	more: Partial<FoundEngine> = {},
): Observed {
	return {
		...clean(desired),
		engine: {
			isMysql: false,
			isAway: open === undefined,
			closed: undefined,
			open: open && { ...asItComes, ...open },
			promoted: false,
			made: [],
			written: [],
			besides: [],
			...more,
		},
	};
}

const told = (desired: Desired, observed: Observed) =>
	refusals(desired, observed, { stack: "p/s" }).map(
		({ saw, advice }) => `${saw}\n${advice}`,
	);

const theirs = {
	users: [
		...asItComes.users,
		"app@127.0.0.1",
		"report@client2.lab.test",
		"shop@172.18.0.0/255.255.255.0",
	],
};
/** Users who have nothing to do with ours. */
const ofOthers = {
	users: theirs.users.filter((user) => !user.startsWith("shop@")),
};
const recordOf = (desired: Desired) =>
	extendRecord({
		owner: "db-database",
		desired,
		observed: clean(desired),
	});
/** The engine has a file of settings of another component. */
const beside = (
	neighbours: Partial<Neighbours>,
	name: string,
	value: string,
): Observed => {
	const file = `${conf}/99-lvs-other.cnf`;
	return {
		...seen(own, {}, { besides: [{ place: `${file}:4`, name, value }] }),
		neighbours: {
			...alone,
			fileOwners: { [file]: "other-database" },
			...neighbours,
		},
	};
};
const written = (name: string, value: string) => ({
	written: [{ place: `${conf}/60-own.cnf:4`, name, value }],
});

/** What a host is to have, what its engine has -> what is said before any change. */
const cases: Readonly<Record<string, readonly [Desired, Observed, string?]>> = {
	"no engine yet": [own, seen(own, undefined)],
	"an engine that nobody uses, bound to loopback": [
		own,
		seen(own, { bound: "127.0.0.1", listens: false }),
	],
	"MySQL, in whose place MariaDB would come": [
		own,
		seen(own, undefined, { isMysql: true }),
		"this machine has MySQL, and the package of MariaDB would take its place\nTake another machine for this database.",
	],
	"an engine that does not let root in": [
		shared,
		seen(shared, {}, { closed: "ERROR 1045 (28000): Access denied" }),
		"MariaDB runs here and does not let root in: ERROR 1045 (28000): Access denied\nLet root in by the engine's socket, so that this answers: sudo mariadb -e 'SELECT 1'. For one, ALTER USER root@localhost IDENTIFIED VIA unix_socket.",
	],
	"a copy that somebody made the one that is written to": [
		copy,
		{
			...seen(
				copy,
				{ databases: [...asItComes.databases, "shop"] },
				{ promoted: true },
			),
			record: recordOf(copy),
		},
		"MariaDB here is declared as a copy, and takes writes (read_only is off): what was written here would be lost where the copy is made anew\nWhere it stands in for the first engine, bring what was written here to that one first (mariadb-dump). Then, or where nobody wrote here: mariadb -e 'SET GLOBAL read_only = 1', and run up again.",
	],
	"an engine that others use": [
		own,
		seen(own, theirs),
		"MariaDB here has users of others: app@127.0.0.1, report@client2.lab.test. This component would restart it, let it listen at 172.18.0.69 in place of 0.0.0.0, and let it know nobody by the name of a host\nWrite sharedEngine: true, and its settings stay as they are. Or take another machine for this database; or, if nobody needs these users any more, DROP USER each of them.",
	],
	"an engine that others use, once we have set it up": [
		own,
		{
			...seen(own, theirs),
			record: extendRecord({
				owner: "db-database",
				desired: own,
				observed: clean(own),
			}),
		},
	],
	"an engine that another role of ours has set up": [
		own,
		{
			...seen(own, theirs),
			neighbours: {
				...alone,
				fileOwners: { [`${conf}/99-lvs-other.cnf`]: "other-database" },
			},
		},
	],
	"the same for a replica: it has databases of its own": [
		copy,
		seen(copy, { databases: [...asItComes.databases, "accounts"] }),
		"MariaDB here has databases of its own (accounts), which a copy would replace\nMove them away first, or take another machine for this replica.",
	],
	"a replica whose engine has users without databases": [
		copy,
		seen(copy, theirs),
		"MariaDB here has users of its own (app@127.0.0.1, report@client2.lab.test, shop@172.18.0.0/255.255.255.0), which a copy would replace\nMove them away first (DROP USER for each that nobody needs here any more), or take another machine for this replica.",
	],
	"a replica whose engine has users and databases": [
		copy,
		seen(copy, {
			databases: [...asItComes.databases, "accounts"],
			users: [...asItComes.users, "zabbix@localhost"],
		}),
		"MariaDB here has databases of its own (accounts) and users of its own (zabbix@localhost), which a copy would replace\nMove them away first (DROP USER for each that nobody needs here any more), or take another machine for this replica.",
	],
	"a replica whose engine has what another component of ours made there": [
		copy,
		{
			...seen(copy, { databases: [...asItComes.databases, "blog"] }),
			neighbours: {
				...alone,
				soleOwners: { "database blog": "other-database" },
			},
		},
		"MariaDB here has databases of its own (blog), which a copy would replace\nMove them away first, or take another machine for this replica.",
	],
	"an engine whose user has the name of one of ours, and a domain": [
		own,
		{
			...seen(own, { users: [...asItComes.users, "blog@lab.test@%"] }),
			neighbours: {
				...alone,
				soleOwners: { "database user blog": "other-database" },
			},
		},
		`MariaDB here has users of others: blog@lab.test@%. This component would restart it, let it listen at ${own.engine?.address} in place of ${asItComes.bound}, and let it know nobody by the name of a host\nWrite sharedEngine: true, and its settings stay as they are. Or take another machine for this database; or, if nobody needs these users any more, DROP USER each of them.`,
	],
	"a replica, once it has its copy": [
		copy,
		{ ...seen(copy, theirs), record: recordOf(copy) },
	],
	"an engine that is a replica of another database": [
		own,
		{
			...seen(own, {}),
			neighbours: {
				...alone,
				soleOwners: { "the copy of a database": "other-replica" },
			},
		},
		"MariaDB here is the copy of a database, which other-replica has: it takes no writes, and goes with that\nTake another machine for this database. Or take that replica out of the program, run up, and then declare this one.",
	],
	"a setting of the operator's that ours would change": [
		own,
		seen(own, {}, written("max-connections", "1000")),
		`${conf}/60-own.cnf:4 sets max_connections to 1000, and this component would set it to 600\nTake it out there, or write settings: { max_connections: "1000" }.`,
	],
	"a declared setting that the operator has otherwise": [
		host({ settings: { innodb_buffer_pool_size: "64M" } }),
		seen(own, {}, written("innodb-buffer-pool-size", "4G")),
		`${conf}/60-own.cnf:4 sets innodb_buffer_pool_size to 4G, and this component would set it to 64M\nTake it out there, or out of the declaration.`,
	],
	"the same value in other words": [
		host({
			settings: { innodb_buffer_pool_size: "64M", slow_query_log: "ON" },
		}),
		seen(
			own,
			{},
			{
				written: [
					...written("innodb-buffer-pool-size", "67108864").written,
					...written("slow-query-log", "").written,
				],
			},
		),
	],
	"a setting that is in force by us already": [
		own,
		{
			...seen(own, {}, written("max-connections", "1000")),
			files: {
				[`${conf}/99-lvs-db.cnf`]: {
					mode: "644",
					owner: "root:root 0:0",
					content: "[mysqld]\nmax-connections=600\n",
					stock: false,
				},
			},
		},
	],
	"a setting that a component of another stack has otherwise": [
		own,
		beside(
			{ stacks: { "other-database": "p/other" } },
			"max-connections",
			"1000",
		),
		`other-database has this engine too, with max_connections 1000 (${conf}/99-lvs-other.cnf), and this component would set it to 600: it cannot have both\nWrite the same in both, or take another machine.`,
	],
	"a port that it has where ours has the usual one": [
		own,
		beside({}, "port", "3307"),
		`other-database has this engine too, with port 3307 (${conf}/99-lvs-other.cnf), and this component would set it to 3306: it cannot have both\nWrite the same in both, or take another machine.`,
	],
	"a setting that it has alone": [
		own,
		beside({}, "innodb-buffer-pool-size", "64M"),
	],
	"a setting that a component of the same stack had, which may change in this up":
		[
			own,
			beside(
				{ stacks: { "other-database": "p/s" } },
				"max-connections",
				"1000",
			),
		],
	"shared: an engine that others use": [shared, seen(shared, ofOthers)],
	"shared: one that has our user by another network": [
		shared,
		seen(shared, { users: [...asItComes.users, "shop@%"] }),
		"MariaDB here has accounts of a declared user that this component did not make: shop@%. Of several, the engine takes a client for the one whose host is the narrowest, so whoever uses these could not log in any more\nWrite another name for the user: databases: { …: { user: \"another\" } }. Or, where nobody needs them any more: DROP USER 'shop'@'%'.",
	],
	"shared: one that has the very account": [
		shared,
		seen(shared, theirs),
		"MariaDB here has accounts of a declared user that this component did not make: shop@172.18.0.0/255.255.255.0. Of several, the engine takes a client for the one whose host is the narrowest, so whoever uses these could not log in any more\nWrite another name for the user: databases: { …: { user: \"another\" } }. Or, where nobody needs them any more: DROP USER 'shop'@'172.18.0.0/255.255.255.0'.",
	],
	"shared: once the account is ours": [
		shared,
		seen(shared, theirs, { made: ["shop@172.18.0.0/255.255.255.0"] }),
	],
	"shared: where an earlier version made it, and kept no list": [
		shared,
		seen(shared, theirs, { made: undefined }),
	],
	"shared: one that has the name of a user who is declared later": [
		host({ sharedEngine: true, databases: { shop: {}, blog: {} } }),
		seen(
			shared,
			{ users: [...theirs.users, "blog@localhost"] },
			{ made: ["shop@172.18.0.0/255.255.255.0"] },
		),
		"MariaDB here has accounts of a declared user that this component did not make: blog@localhost. Of several, the engine takes a client for the one whose host is the narrowest, so whoever uses these could not log in any more\nWrite another name for the user: databases: { …: { user: \"another\" } }. Or, where nobody needs them any more: DROP USER 'blog'@'localhost'.",
	],
	"our engine, to which somebody gave a user whom we declare later": [
		host({ databases: { shop: {}, blog: {} } }),
		{
			...seen(
				own,
				{ users: [...theirs.users, "blog@%"] },
				{ made: ["shop@172.18.0.0/255.255.255.0"] },
			),
			record: recordOf(own),
		},
		"MariaDB here has accounts of a declared user that this component did not make: blog@%. Of several, the engine takes a client for the one whose host is the narrowest, so whoever uses these could not log in any more\nWrite another name for the user: databases: { …: { user: \"another\" } }. Or, where nobody needs them any more: DROP USER 'blog'@'%'.",
	],
	"shared: no engine": [
		shared,
		seen(shared, undefined),
		"no MariaDB runs here, and sharedEngine says that one does\nInstall, set up and start it. Or take sharedEngine out: this component then does all of that.",
	],
	"shared: after a change, when nobody is asked": [
		shared,
		seen(shared, undefined, { isAway: false }),
	],
	"shared: one that this component has set up": [
		shared,
		{
			...seen(shared, {}),
			record: extendRecord({
				owner: "db-database",
				desired: own,
				observed: clean(own),
			}),
		},
		`this component has set the engine up (${conf}/99-lvs-db.cnf), and sharedEngine would take its settings away: at its next start it would listen elsewhere\nLeave sharedEngine out. Or take the component out of the program, which leaves the data, run up, set the engine up as you want it, and declare the component again.`,
	],
	"shared: one at another port": [
		shared,
		seen(shared, { port: 3307 }),
		'MariaDB has port 3307, and 3306 is declared\nWrite settings: { port: "3307" }.',
	],
	"shared: one that does not listen for us, by a file of the operator's": [
		shared,
		seen(
			shared,
			{ bound: "127.0.0.1", listens: false },
			written("bind-address", "127.0.0.1"),
		),
		`MariaDB does not listen at 172.18.0.69:3306; its bind-address is 127.0.0.1\nIts settings are yours: write bind-address = 127.0.0.1,172.18.0.69 (before MariaDB 10.11, which takes several: 0.0.0.0), at ${conf}/60-own.cnf:4, restart it when it suits, and run up again.`,
	],
	"shared: one that has its data elsewhere": [
		shared,
		seen(shared, { directory: "/srv/mysql" }),
		'MariaDB has its data in /srv/mysql, and /var/lib/mysql is declared\nWrite dataDirectory: "/srv/mysql".',
	],
	"shared: one that serves fewer clients": [
		shared,
		seen(shared, { connections: 151 }),
		'MariaDB serves 151 clients at once, and applications count on 600\nRaise max_connections, which is yours to set. Or write what it has: settings: { max_connections: "151" }.',
	],
	"shared: as it was declared": [
		host({
			sharedEngine: true,
			dataDirectory: "/srv/mysql",
			settings: { max_connections: "151", port: "3307" },
		}),
		seen(shared, { port: 3307, directory: "/srv/mysql", connections: 151 }),
	],
};

suite("a machine with an engine", () => {
	for (const [name, [desired, observed, expected]] of Object.entries(cases))
		test(name, () => {
			assert.deepEqual(
				told(desired, observed),
				expected === undefined ? [] : [expected],
			);
		});

	test("databases of others that no user comes to: that the engine is restarted is told", () => {
		const observed = seen(own, {
			databases: [...asItComes.databases, "accounts", "shop"],
		});
		assert.deepEqual(told(own, observed), []);
		assert.deepEqual(remarks(own, observed), [
			"MariaDB has databases of others (accounts), and is restarted with the settings of this component; if they must stay as they are, stop here and write sharedEngine: true",
		]);
	});

	test("a declared database that a shared engine has already is told", () => {
		const observed = seen(shared, {
			databases: [...asItComes.databases, "shop", "accounts"],
		});
		assert.deepEqual(remarks(shared, observed), [
			"database shop is in MariaDB already: it is used as it is, and destroy leaves it",
		]);
		assert.deepEqual(
			remarks(shared, { ...observed, record: recordOf(shared) }),
			[],
		);
	});

	test("a shared one gets no file of settings, no package and no drop-in", () => {
		assert.deepEqual(Object.keys(shared.files), [
			"/usr/local/lib/pulumi-lvs/db/database",
		]);
		assert.deepEqual(shared.packages, {});
		assert.deepEqual(shared.directories, {});
	});
});

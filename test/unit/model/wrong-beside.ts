import { databaseDoor } from "../../../src/model/database.ts";
import { discuzDoor } from "../../../src/model/discuz.ts";
import type { Door } from "../../../src/model/door.ts";
import { objectCacheDoor } from "../../../src/model/object-cache.ts";
import { sessionStoreDoor } from "../../../src/model/session-store.ts";
import { setupDoor } from "../../../src/model/setup.ts";
import { storageDoor } from "../../../src/model/storage.ts";
import { websiteDoor } from "../../../src/model/website.ts";
import { wordPressDoor } from "../../../src/model/wordpress.ts";
import { connection } from "./declared.ts";

/** A declaration as a test changes it. */
// biome-ignore lint/suspicious/noExplicitAny: the wrong ones have no type
type Declared = any;

interface Wrong {
	readonly good: Declared;
	/** What is wrong -> the change that makes it so, and what is said. */
	readonly wrong: Readonly<
		Record<
			string,
			readonly [(good: Declared) => unknown, string | readonly string[]]
		>
	>;
}

const realServers = {
	rs1: { host: connection(2202), address: "172.18.0.67" },
	rs2: { host: connection(2203), address: "172.18.0.68", weight: 3 },
};

const server = { host: connection(2205), address: "172.18.0.69" };

const named =
	'write a lower-case letter, then lower-case letters, digits or "-", at most 31 in all';

export const wrongBeside: readonly (readonly [Door<unknown>, Wrong])[] = [
	[
		setupDoor,
		{
			good: {
				hosts: { rs1: connection(2202) },
				packages: ["redis-server"],
				files: {
					"/etc/redis/redis.conf": {
						content: "bind 0.0.0.0",
						owner: "root:redis",
						restarts: "redis-server",
					},
				},
				units: ["redis-server"],
			},
			wrong: {
				"no hosts": [
					(good) => ({ ...good, hosts: {} }),
					'hosts: empty; declare at least one, like { rs1: { address: "192.0.2.10" } }',
				],
				"a host's name that cannot be one": [
					(good) => ({ ...good, hosts: { RS1: good.hosts.rs1 } }),
					`hosts.RS1: "RS1" cannot be a name; ${named}`,
				],
				"an unknown key": [
					(good) => ({ ...good, package: [] }),
					'declaration: unknown key "package"; did you mean "packages"?',
				],
				"a package that is no name": [
					(good) => ({ ...good, packages: ["a; rm"] }),
					'packages: expected the name of a package like "redis-server", got "a; rm"',
				],
				"a path that is not absolute": [
					(good) => ({
						...good,
						files: { "etc/motd": { content: "hello" } },
					}),
					'files: "etc/motd" is no absolute path of plain characters; write one like "/etc/motd"',
				],
				"a path that goes up": [
					(good) => ({
						...good,
						files: { "/etc/../motd": { content: "hello" } },
					}),
					'files: "/etc/../motd" is no absolute path of plain characters; write one like "/etc/motd"',
				],
				"a file without text": [
					(good) => ({ ...good, files: { "/etc/motd": { mode: "644" } } }),
					'files["/etc/motd"].content: missing; write the text of the file',
				],
				"permissions that are none": [
					(good) => ({
						...good,
						files: { "/etc/motd": { content: "hello", mode: "rw" } },
					}),
					'files["/etc/motd"].mode: expected permissions in octal like "644", got "rw"',
				],
				"an owner that is none": [
					(good) => ({
						...good,
						files: { "/etc/motd": { content: "hello", owner: "root" } },
					}),
					'files["/etc/motd"].owner: expected user and group like "root:www-data", got "root"',
				],
				"a unit that is no name": [
					(good) => ({ ...good, units: ["redis server"] }),
					'units: expected a systemd unit like "redis-server", got "redis server"',
				],
			},
		},
	],
	[
		websiteDoor,
		{
			good: {
				realServers,
				sites: {
					vhost1: {
						root: "/www/vhost1",
						files: { "index.html": "<h1>{{realServer}}</h1>" },
					},
					vhost2: { port: 8080, serverName: "centos2.com", php: true },
				},
			},
			wrong: {
				"a filter that is named": [
					(good) => ({ ...good, openFilters: ["ufw"] }),
					"openFilters: expected true or false, got a list",
				],
				"no sites": [
					(good) => ({ ...good, sites: {} }),
					"sites: empty; declare at least one, like { main: { port: 80 } }",
				],
				"a real server that nobody reaches": [
					(good) => ({
						...good,
						realServers: { rs1: { address: "172.18.0.67" } },
					}),
					"realServers.rs1.host: missing; write how the machine is reached: a web site is set up on it",
				],
				"a file of settings that not every PHP reads": [
					(good) => ({
						...good,
						sites: { a: { files: { "app/.user.ini": "memory_limit=1G" } } },
					}),
					'sites.a.files: "app/.user.ini" is read by PHP as a program of its own alone, and not on every distribution; write its lines as phpSettings',
				],
				"two sites in one place": [
					(good) => ({ ...good, sites: { a: {}, b: { port: 80 } } }),
					"sites.b: any name on port 80 is served by a, and this site would never be; give it a port or a serverName of its own",
				],
				"two sites with one name": [
					(good) => ({
						...good,
						sites: {
							a: { serverName: "a.test", aliases: ["www.test"] },
							b: { serverName: "www.test" },
							c: { serverName: "c.test", aliases: ["A.test"] },
							d: { port: 8081, serverName: "www.test" },
							e: {},
						},
					}),
					[
						"sites.b: www.test on port 80 is served by a, and this site would never be; give it a port or a serverName of its own",
						"sites.c: a.test on port 80 is served by a, and this site would never be; give it a port or a serverName of its own",
					],
				],
				"ports of the other protocol": [
					(good) => ({
						...good,
						sites: {
							a: { port: 443, serverName: "a.test" },
							b: { port: 80, tls: { certificate: "PEM", key: "PEM" } },
						},
					}),
					[
						"sites.a.port: 443 is the port of HTTPS, and the site has no certificate; write tls: { certificate, key }, or another port",
						"sites.b.port: 80 is the port of HTTP, and the site has a certificate; leave port out, which is 443 then, write another one, or leave tls out",
					],
				],
				"a port with TLS and without": [
					(good) => ({
						...good,
						sites: {
							a: { port: 8443, serverName: "a.test" },
							b: {
								port: 8443,
								serverName: "b.test",
								tls: { certificate: "PEM", key: "PEM" },
							},
						},
					}),
					"sites.b: has TLS on port 8443, on which a has none; give one of the two another port",
				],
				"a name that is none": [
					(good) => ({ ...good, sites: { a: { serverName: "a b" } } }),
					'sites.a.serverName: expected a host name like "www.example.com", got "a b"',
				],
				"a server name with a *": [
					(good) => ({ ...good, sites: { a: { serverName: "*.a.test" } } }),
					'sites.a.serverName: expected a host name like "www.example.com", got "*.a.test"; a name with a * is written in aliases, beside a serverName without one',
				],
				"further names of a site without one": [
					(good) => ({ ...good, sites: { a: { aliases: ["*.a.test"] } } }),
					"sites.a.aliases: further names of a site that has none; write one of them, without a *, as serverName",
				],
				"a root that says not where": [
					(good) => ({ ...good, sites: { a: { root: "www" } } }),
					'sites.a.root: "www" is no path that can be used here; write an absolute one of letters, digits, ".", "_" and "-", like "/www/vhost1"',
				],
				"a file outside the root": [
					(good) => ({ ...good, sites: { a: { files: { "../x": "x" } } } }),
					'sites.a.files: "../x" is no path below the root; write one like "css/main.css"',
				],
				"pages of PHP, its settings and sessions, of a site without PHP": [
					(good) => ({
						...good,
						sites: {
							...good.sites,
							a: {
								port: 81,
								files: { "app/index.php": "<?php", "page.phps": "x" },
								phpSettings: { memory_limit: "256M" },
								sessions: {},
							},
						},
					}),
					[
						"sites.a.phpSettings: has no effect without PHP; add php: true to the site",
						"sites.a.sessions: has no effect without PHP; add php: true to the site",
						'sites.a.files: "app/index.php" would be sent to visitors as text, without PHP; add php: true to the site',
					],
				],
				"settings of PHP where no site has it": [
					(good) => ({
						...good,
						sites: { a: {} },
						php: { settings: { memory_limit: "256M" } },
					}),
					"php.settings: has no effect, as no site has PHP; add php: true to the sites that need it",
				],
				"a certificate without its key": [
					(good) => ({
						...good,
						sites: { a: { tls: { certificate: "PEM" } } },
					}),
					"sites.a.tls.key: missing; write the text of the file",
				],
				"a header that is none": [
					(good) => ({ ...good, header: "X Real" }),
					'header: expected the name of a header like "X-Real-Server", or false, got "X Real"',
				],
				"a setting of PHP that would end its line": [
					(good) => ({ ...good, php: { settings: { a: 'x"' } } }),
					"php.settings.a: expected a value without quotes and newlines, got a string",
				],
				"settings of PHP that no virtual host can have": [
					(good) => ({
						...good,
						php: { settings: { disable_functions: "exec" } },
						sites: {
							a: {
								php: true,
								phpSettings: { "opcache.memory_consumption": "256" },
							},
						},
					}),
					[
						"php.settings: disable_functions",
						"sites.a.phpSettings: opcache.memory_consumption",
					].map(
						(setting) =>
							`${setting} is taken from php.ini alone, for all sites of a host: here it would do nothing; write it there by other means, and take it out here`,
					),
				],
				"settings that are numbers outside of php.ini": [
					(good) => ({
						...good,
						php: { settings: { output_buffering: "On" } },
						sites: {
							a: {
								php: true,
								phpSettings: { error_reporting: "E_ALL & ~E_DEPRECATED" },
							},
							b: {
								port: 81,
								php: true,
								phpSettings: {
									error_reporting: "24575",
									output_buffering: "Off",
								},
							},
						},
					}),
					[
						'php.settings: output_buffering is a number here: PHP knows words for it in php.ini alone, and would not buffer; write the number of bytes, like "4096", or "0"',
						'sites.a.phpSettings: error_reporting is a number here: PHP knows constants in php.ini alone, and would report nothing; write the number, like "24575" for E_ALL & ~E_DEPRECATED, which `php -r "echo E_ALL & ~E_DEPRECATED;"` prints',
					],
				],
				"php-fpm with no workers": [
					(good) => ({ ...good, php: { fpm: { workers: 0 } } }),
					"php.fpm.workers: expected a whole number from 1 to 10000, got 0",
				],
				"php-fpm with something else": [
					(good) => ({ ...good, php: { fpm: { worker: 4 } } }),
					'php.fpm: unknown key "worker"; did you mean "workers"?',
				],
				"php-fpm in words": [
					(good) => ({ ...good, php: { fpm: "yes" } }),
					"php.fpm: expected true, false or an object like { workers: 40 }, got a string",
				],
				"php-fpm, and the module too": [
					(good) => ({
						...good,
						php: {
							fpm: true,
							packages: ["php-gd", "libapache2-mod-php8.2"],
						},
					}),
					"php.packages: libapache2-mod-php8.2 runs PHP as a module of the web server, and php-fpm is declared: leave one of the two out",
				],
				"a setting of PHP that is none": [
					(good) => ({ ...good, php: { settings: { "a b": "x" } } }),
					'php.settings: "a b" cannot be a setting of PHP; write one like "upload_max_filesize"',
				],
			},
		},
	],
	[
		storageDoor,
		{
			good: {
				server,
				realServers,
				directories: {
					uploads: { path: "/var/lib/wordpress/wp-content/uploads" },
				},
			},
			wrong: {
				"no server": [
					({ server: _, ...rest }) => rest,
					'server: missing; write a machine like { host, address: "172.18.0.69" }',
				],
				"a filter that is named": [
					(good) => ({ ...good, openFilters: ["ufw"] }),
					"openFilters: expected true or false, got a list",
				],
				"root as owner": [
					(good) => ({ ...good, owner: 0 }),
					"owner: expected a whole number from 1 to 65533, got 0",
				],
				"nothing to share": [
					(good) => ({ ...good, directories: {} }),
					'directories: empty; declare at least one, like { uploads: { path: "/srv/uploads" } }',
				],
				"a path that is not absolute": [
					(good) => ({ ...good, directories: { a: { path: "uploads" } } }),
					'directories.a.path: "uploads" is no path that can be used here; write an absolute one of letters, digits, ".", "_" and "-", like "/var/lib/wordpress/wp-content/uploads"',
				],
				...Object.fromEntries(
					["/srv/../a", "/srv/./a", "/srv/a/", "/srv//a", "/"].map((path) => [
						`a path in another than its plain form, ${path}`,
						[
							(good: object) => ({ ...good, directories: { a: { path } } }),
							`directories.a.path: "${path}" is no path that can be used here; write an absolute one of letters, digits, ".", "_" and "-", like "/var/lib/wordpress/wp-content/uploads"`,
						] as const,
					]),
				),
				"a directory within another": [
					(good) => ({
						...good,
						directories: { a: { path: "/srv/a" }, b: { path: "/srv/a/b" } },
					}),
					"directories.b.path: lies within the path of a, or the other way round; give each a place of its own",
				],
				"an address with a prefix": [
					(good) => ({
						...good,
						server: { ...server, address: "172.18.0.69/24" },
					}),
					'server.address: "172.18.0.69/24" has a prefix; write the address without it, like "172.18.0.67": the link is that of the director',
				],
			},
		},
	],
	[
		databaseDoor,
		{
			good: {
				server,
				network: "172.18.0.0/24",
				databases: { shop: {}, blog: { user: "writer" } },
				replicas: realServers,
				// what replicas have from us may be said of the engine that takes writes too
				settings: { innodb_buffer_pool_size: "64M", gtid_strict_mode: "1" },
			},
			wrong: {
				"a filter that is named": [
					(good) => ({ ...good, openFilters: ["ufw"] }),
					"openFilters: expected true or false, got a list",
				],
				"no databases": [
					(good) => ({ ...good, databases: {} }),
					"databases: empty; declare at least one, like { shop: {} }",
				],
				"a network that is an address": [
					(good) => ({ ...good, network: "172.18.0.0" }),
					'network: 172.18.0.0 lacks its prefix; write an IPv4 network like "172.18.0.0/24"',
				],
				"a network of words": [
					(good) => ({ ...good, network: "lan" }),
					'network: "lan" is not an IPv4 network; write an IPv4 network like "172.18.0.0/24"',
				],
				"a network of IPv6": [
					(good) => ({ ...good, network: "2001:db8::/32" }),
					'network: IPv6 is not supported yet; write an IPv4 network like "172.18.0.0/24"',
				],
				"a network with bits behind its prefix": [
					(good) => ({ ...good, network: "172.18.0.5/24" }),
					'network: has bits set behind its prefix; write "172.18.0.0/24"',
				],
				"several engines on one data directory": [
					(good) => ({
						...good,
						replicas: { rs1: { ...realServers.rs1, address: server.address } },
					}),
					"replicas.rs1.address: 172.18.0.69 is already the server's: several engines on one data directory overwrite each other's pages and logs; give the replica a machine, and a copy, of its own",
				],
				"a replica that nobody reaches": [
					(good) => ({
						...good,
						replicas: { rs1: { address: "172.18.0.67" } },
					}),
					"replicas.rs1.host: missing; write how the machine is reached: an engine is set up on it",
				],
				"a port for the lag without replicas": [
					({ replicas: _, ...good }) => ({ ...good, lagPort: 9336 }),
					"lagPort: has no effect without `replicas`, which listen on it; declare them, or leave this out",
				],
				"a port for the lag that is the engine's": [
					(good) => ({ ...good, settings: { port: "3307" }, lagPort: 3307 }),
					"lagPort: 3307 is the port of the engine; write another one",
				],
				"a user that would end its quotes": [
					(good) => ({ ...good, databases: { shop: { user: "a'b" } } }),
					`databases.shop.user: expected a user like "shop", got "a'b"`,
				],
				"two databases with one user": [
					(good) => ({
						...good,
						databases: { shop: { user: "app" }, blog: { user: "app" } },
					}),
					"databases.blog.user: app is the user of database shop already, and each has a password of its own; write another user here, or put the tables of both into one database",
				],
				"a user that is another database's by default": [
					(good) => ({
						...good,
						databases: { shop: {}, blog: { user: "shop" } },
					}),
					"databases.blog.user: shop is the user of database shop already, and each has a password of its own; write another user here, or put the tables of both into one database",
				],
				"a database that the engine has for itself": [
					(good) => ({ ...good, databases: { mysql: {} } }),
					"databases.mysql: is the engine's own; write another name",
				],
				"the user of the replicas": [
					(good) => ({
						...good,
						databases: { shop: { user: "lvs-replica" } },
					}),
					"databases.shop.user: lvs-replica is the user of the replicas; write another one",
				],
				"a right that is none, near one": [
					(good) => ({
						...good,
						databases: { shop: { privileges: ["SELECT", "LOCK TABLE"] } },
					}),
					'databases.shop.privileges: "LOCK TABLE" is no right in one database; did you mean "LOCK TABLES"?',
				],
				"a right that is one of the whole engine": [
					(good) => ({
						...good,
						databases: { shop: { privileges: ["ALL PRIVILEGES"] } },
					}),
					'databases.shop.privileges: "ALL PRIVILEGES" is no right in one database; known are ALTER, ALTER ROUTINE, CREATE, CREATE ROUTINE, CREATE TEMPORARY TABLES, CREATE VIEW, DELETE, DROP, EVENT, EXECUTE, INDEX, INSERT, LOCK TABLES, REFERENCES, SELECT, SHOW VIEW, TRIGGER, UPDATE',
				],
				"no right at all": [
					(good) => ({ ...good, databases: { shop: { privileges: [] } } }),
					'databases.shop.privileges: empty; write a list of rights like ["SELECT", "INSERT"], or leave it out for ALTER, CREATE, DELETE, DROP, INDEX, INSERT, SELECT, UPDATE',
				],
				"a setting of ours": [
					(good) => ({ ...good, settings: { server_id: "1" } }),
					"settings.server_id: is set by the component itself; leave it out",
				],
				"settings that replication has from us": [
					(good) => ({
						...good,
						settings: {
							binlog_format: "STATEMENT",
							"relay-log": "mine",
							gtid_strict_mode: "0",
							report_host: "rs1",
							skip_log_bin: "1",
							loose_read_only: "0",
						},
					}),
					[
						"binlog_format",
						"relay-log",
						"gtid_strict_mode",
						"report_host",
						"skip_log_bin",
						"loose_read_only",
					].map(
						(name) =>
							`settings.${name}: is set by the component itself; leave it out`,
					),
				],
				"settings that cut off who asks the engine": [
					(good) => ({
						...good,
						settings: { socket: "/run/other.sock", skip_networking: "1" },
					}),
					[
						"settings.socket: would leave the component's own scripts, which ask the engine by its usual socket, without an answer; leave it out",
						"settings.skip_networking: decides whether real servers reach the engine, which they do only by the network; leave it out",
					],
				],
				"a port that is none": [
					(good) => ({ ...good, settings: { port: "mysql" } }),
					'settings.port: expected a port from 1 to 65535 like "3307", got "mysql"',
				],
				"a number of connections that is none": [
					(good) => ({ ...good, settings: { max_connections: "many" } }),
					'settings.max_connections: expected a number from 10 to 100000 like "600", got "many"',
				],
				"replicas of an engine that is others' too": [
					(good) => ({
						...good,
						sharedEngine: true,
						settings: undefined,
					}),
					"replicas: a replica copies all that an engine has, also what is not yours, and needs settings that `sharedEngine` leaves alone; take one of them out",
				],
				"settings of an engine that is others' too": [
					(good) => ({
						...good,
						sharedEngine: true,
						replicas: undefined,
						settings: { port: "3307", innodb_buffer_pool_size: "64M" },
					}),
					"settings.innodb_buffer_pool_size: the settings of a `sharedEngine` are its owner's; write it into the engine's own files, and take it out here",
				],
				"a data directory where the engine sees nothing": [
					(good) => ({ ...good, dataDirectory: "/home/mysql" }),
					'dataDirectory: /home/mysql lies in /home: the engine sees no home directories (ProtectHome of its unit); write another one, like "/srv/mysql"',
				],
				"a data directory that a boot empties": [
					(good) => ({ ...good, dataDirectory: "/tmp/mysql" }),
					'dataDirectory: /tmp/mysql lies in /tmp: it is emptied when the machine starts; write another one, like "/srv/mysql"',
				],
				"a setting that would begin a line": [
					(good) => ({ ...good, settings: { a: "1\nskip-grant-tables" } }),
					"settings.a: expected a value on one line, got a string",
				],
			},
		},
	],
	[
		objectCacheDoor,
		{
			good: { server, type: "redis", megabytes: 32 },
			wrong: {
				"a program that compares nothing": [
					(good) => ({ ...good, type: "memcached" }),
					'type: memcached runs no script that compares and writes in one step, so a slow page could bring back what was changed meanwhile, and it has no password; write type: "redis", or leave it out',
				],
				"another program": [
					(good) => ({ ...good, type: "apcu" }),
					'type: expected "redis", or nothing at all, got "apcu"',
				],
				"less memory than it needs": [
					(good) => ({ ...good, megabytes: 15 }),
					"megabytes: expected a whole number from 16 to 65536, got 15",
				],
				"a filter that is named": [
					(good) => ({ ...good, openFilters: ["ufw"] }),
					"openFilters: expected true or false, got a list",
				],
			},
		},
	],
	[
		sessionStoreDoor,
		{
			good: { server, type: "redis", megabytes: 32 },
			wrong: {
				"a filter that is named": [
					(good) => ({ ...good, openFilters: ["ufw"] }),
					"openFilters: expected true or false, got a list",
				],
				"an unknown type": [
					(good) => ({ ...good, type: "memcache" }),
					'type: there is no session store "memcache"; did you mean "memcached"?',
				],
				"a password for memcached": [
					(good) => ({ ...good, type: "memcached", password: "x" }),
					'password: memcached has none: leave it out and keep its network closed, or write type: "redis"',
				],
				"less memory than it needs": [
					(good) => ({ ...good, megabytes: 15 }),
					"megabytes: expected a whole number from 16 to 65536, got 15",
				],
				"locks that live for no time": [
					(good) => ({ ...good, lockSeconds: 0 }),
					"lockSeconds: expected a whole number from 1 to 3600, got 0",
				],
			},
		},
	],
	[
		wordPressDoor,
		{
			good: {
				realServers,
				url: "http://www.lab.test",
				database: {
					address: "172.18.0.69",
					database: "wordpress",
					user: "wordpress",
					password: "x",
				},
				registration: "with-password",
			},
			wrong: {
				"a filter that is named": [
					(good) => ({ ...good, openFilters: ["ufw"] }),
					"openFilters: expected true or false, got a list",
				],
				"an address with a path": [
					(good) => ({ ...good, url: "http://www.lab.test/blog" }),
					'url: expected the address of the site, like "https://www.example.com" (lower case, no path), got "http://www.lab.test/blog"',
				],
				"a port that is none": [
					(good) => ({ ...good, url: "http://www.lab.test:0" }),
					'url: expected the address of the site, like "https://www.example.com" (lower case, no path), got "http://www.lab.test:0"',
				],
				"names of tables that WordPress does not take": [
					(good) => ({ ...good, tablePrefix: "blog-" }),
					'tablePrefix: expected letters, digits and "_", 32 at most, like "blog_", got "blog-"',
				],
				"an administrator whose name WordPress does not take": [
					(good) => ({ ...good, administrator: { user: "管理员" } }),
					'administrator.user: "管理员" is no name that WordPress takes; write letters, digits, ".", "_", "-", "@" and single blanks, 60 at most',
				],
				"no database": [
					({ database: _, ...rest }) => rest,
					'database: missing; write the way to a database, like database.access("wordpress")',
				],
				"more workers than the engine has connections": [
					(good) => ({
						...good,
						database: { ...good.database, maxConnections: 151 },
					}),
					'database: 2 real servers work on up to 300 requests at once (150 each), each with a connection, and the engine serves 151; write settings: { max_connections: "300" } in the Database',
				],
				"more workers of php-fpm than the engine has connections": [
					(good) => ({
						...good,
						phpFpm: { workers: 80 },
						database: { ...good.database, maxConnections: 151 },
					}),
					'database: 2 real servers work on up to 160 requests at once (80 each), each with a connection, and the engine serves 151; write settings: { max_connections: "160" } in the Database',
				],
				"a reader that is no address": [
					(good) => ({
						...good,
						database: { ...good.database, reads: { address: "db" } },
					}),
					'database.reads.address: "db" is not an IPv4 address; write an IPv4 address like "172.18.0.67"',
				],
				"a service of replicas that a real server belongs to": [
					(good) => ({
						...good,
						database: {
							...good.database,
							reads: { address: "172.18.0.71", machines: ["172.18.0.68"] },
						},
					}),
					'realServers.rs2.address: 172.18.0.68 is a machine of the service at 172.18.0.71 in database.reads itself: LVS cannot hand on what it asks there, and its own engine alone would answer, or nobody; put replicas and their director on other machines, forward to the replicas by "fullnat", or leave out `reads`',
				],
				"objects that are no cache": [
					(good) => ({ ...good, objects: "redis" }),
					"objects: expected an ObjectCache, got a string",
				],
				"objects kept by pages that read from replicas": [
					(good) => ({
						...good,
						objects: { name: "objects", address: "172.18.0.69", port: 6380 },
						database: { ...good.database, reads: { address: "172.18.0.71" } },
					}),
					"objects: a page that reads from a replica, by `reads` of the database, may store old data here, and all other pages would show it for minutes; leave out `reads` (with objects kept, a page asks the database little) or `objects`",
				],
				"machines that are no list, and more seconds than an hour": [
					(good) => ({
						...good,
						database: {
							...good.database,
							reads: {
								address: "172.18.0.71",
								machines: "172.18.0.68",
								ownWritesSeconds: 3601,
							},
						},
					}),
					[
						"database.reads.ownWritesSeconds: expected a whole number from 0 to 3600, got 3601",
						'database.reads.machines: expected a list of addresses like ["172.18.0.67"], got a string',
					],
				],
				"a title that would end its quotes": [
					(good) => ({ ...good, title: "it's" }),
					`title: expected text without quotes and backslashes, got "it's"`,
				],
				"an unknown way to register": [
					(good) => ({ ...good, registration: "open" }),
					'registration: expected true, false or "with-password", got "open"',
				],
				"links by mail, and nobody who sends it": [
					(good) => ({ ...good, registration: true }),
					'registration: true sends a link by mail, and nothing here sends mail; declare mail: { host: "smtp.example.com", user, password }',
				],
				"a user of the mail server without a password": [
					(good) => ({
						...good,
						mail: { host: "smtp.lab.test", user: "blog" },
					}),
					"mail: user and password belong together; write both, or none",
				],
				"mail from nobody": [
					(good) => ({
						...good,
						mail: { host: "smtp.lab.test", from: "blog" },
					}),
					'mail.from: expected an address like "blog@example.com", got "blog"',
				],
				"another security of mail": [
					(good) => ({
						...good,
						mail: { host: "smtp.lab.test", security: "ssl" },
					}),
					'mail.security: expected "starttls", "tls" or "none", got "ssl"',
				],
				"https, and no certificate": [
					(good) => ({ ...good, url: "https://www.lab.test" }),
					'url: https needs a certificate: write tls: { certificate, key }, or, where TLS ends before the real servers, behindTls: { from: ["172.18.0.5"] }',
				],
				"a certificate, and no https": [
					(good) => ({ ...good, tls: { certificate: "PEM", key: "PEM" } }),
					"url: http://www.lab.test is no https; write https://www.lab.test, or leave tls out",
				],
				"TLS in two places": [
					(good) => ({
						...good,
						url: "https://www.lab.test",
						tls: { certificate: "PEM", key: "PEM" },
						behindTls: { from: ["172.18.0.5"] },
					}),
					"behindTls: TLS ends on the real servers by `tls`, or before them: leave one of the two out",
				],
				"TLS before, by nobody": [
					(good) => ({
						...good,
						url: "https://www.lab.test",
						behindTls: { from: [] },
					}),
					"behindTls.from: empty; write the addresses of those that end TLS before the real servers",
				],
				"TLS before, by a network that is none": [
					(good) => ({
						...good,
						url: "https://www.lab.test",
						behindTls: { from: ["10.0.7.0/33"] },
					}),
					'behindTls.from: "10.0.7.0/33" is not an IPv4 network; write an IPv4 address or network like "172.18.0.5" or "10.0.0.0/24"',
				],
				"TLS before, by a machine with a prefix": [
					(good) => ({
						...good,
						url: "https://www.lab.test",
						behindTls: { from: ["172.18.0.5", "10.0.7.9/24"] },
					}),
					'behindTls.from: 10.0.7.9/24 has bits set behind its prefix; write "10.0.7.0/24"',
				],
				"TLS before, by everybody": [
					(good) => ({
						...good,
						url: "https://www.lab.test",
						behindTls: { from: ["0.0.0.0/0"] },
					}),
					"behindTls.from: 0.0.0.0/0 is nearly everybody, and a visitor could say himself that he came by HTTPS; write those that end TLS, by /8 or longer",
				],
				"its own name among the others": [
					(good) => ({ ...good, aliases: ["old.lab.test", "www.lab.test"] }),
					"aliases: www.lab.test is the name in url; write the other names alone",
				],
				"uploads of no size": [
					(good) => ({ ...good, uploadMegabytes: 0 }),
					"uploadMegabytes: expected a whole number from 1 to 2048, got 0",
				],
				"the size of uploads in two places": [
					(good) => ({
						...good,
						phpSettings: { upload_max_filesize: "20M" },
					}),
					"phpSettings: upload_max_filesize is set by another option: write uploadMegabytes",
				],
				"constants that are ours": [
					(good) => ({
						...good,
						settings: {
							WP_HOME: "http://other.test",
							DISABLE_WP_CRON: false,
							AUTH_KEY: "x",
							WP_DEBUG: true,
						},
					}),
					[
						"settings: WP_HOME is written by the component itself: it follows from `url`",
						"settings: DISABLE_WP_CRON is written by the component itself: a timer on the real servers runs the scheduled tasks of WordPress",
						"settings: AUTH_KEY is written by the component itself: write it in `keys`",
					],
				],
				"constants of a network of sites": [
					(good) => ({
						...good,
						settings: { WP_ALLOW_MULTISITE: true, MULTISITE: true },
					}),
					"settings: MULTISITE makes a network of sites, and a WordPress serves one site here; declare another WordPress, with a database of its own, for each further one",
				],
				"a constant that is none": [
					(good) => ({ ...good, settings: { "memory limit": "1" } }),
					'settings: "memory limit" cannot be a constant of WordPress; write one like WP_MEMORY_LIMIT',
				],
				"a plug-in without its archive": [
					(good) => ({ ...good, plugins: { mine: "./mine.zip" } }),
					"plugins.mine: expected an object like { path, sha256 }, got a string",
				],
			},
		},
	],
	[
		discuzDoor,
		{
			good: {
				realServers,
				url: "http://bbs.lab.test",
				database: {
					address: "172.18.0.69",
					database: "discuz",
					user: "discuz",
					password: "x",
				},
				archive: { path: "/srv/discuz.zip", sha256: "0".repeat(64) },
			},
			wrong: {
				"a filter that is named": [
					(good) => ({ ...good, openFilters: ["ufw"] }),
					"openFilters: expected true or false, got a list",
				],
				"no archive": [
					({ archive: _, ...rest }) => rest,
					"archive: missing; write an object like { path, sha256 }",
				],
				"more workers than the engine has connections": [
					(good) => ({
						...good,
						database: { ...good.database, maxConnections: 299 },
					}),
					'database: 2 real servers work on up to 300 requests at once (150 each), each with a connection, and the engine serves 299; write settings: { max_connections: "300" } in the Database',
				],
				"more workers of php-fpm than the engine has connections": [
					(good) => ({
						...good,
						phpFpm: { workers: 80 },
						database: { ...good.database, maxConnections: 151 },
					}),
					'database: 2 real servers work on up to 160 requests at once (80 each), each with a connection, and the engine serves 151; write settings: { max_connections: "160" } in the Database',
				],
				"a database at another port": [
					(good) => ({ ...good, database: { ...good.database, port: 3307 } }),
					"database.port: Discuz! asks its database at port 3306 alone, and this engine listens at 3307; let it listen there",
				],
				"reading in the way of WordPress": [
					(good) => ({
						...good,
						database: {
							...good.database,
							reads: { address: "172.18.0.71" },
						},
					}),
					"database.reads: only WordPress has it; Discuz! has its own way to replicas, by which users may miss what they just wrote: write `readFrom`",
				],
				"a checksum that is none": [
					(good) => ({ ...good, archive: { path: "/x", sha256: "abc" } }),
					'archive.sha256: expected 64 hexadecimal digits in lower case, got "abc"',
				],
				"https, and no certificate": [
					(good) => ({ ...good, url: "https://bbs.lab.test" }),
					'url: https needs a certificate: write tls: { certificate, key }, or, where TLS ends before the real servers, behindTls: { from: ["172.18.0.5"] }',
				],
				"a reader that is no address": [
					(good) => ({ ...good, readFrom: "db" }),
					'readFrom: "db" is not an IPv4 address; write an IPv4 address like "172.18.0.67"',
				],
			},
		},
	],
];

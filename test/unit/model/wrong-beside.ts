import type { Door } from "../../../src/model/door.ts";
import { setupDoor } from "../../../src/model/setup.ts";
import { websiteDoor } from "../../../src/model/website.ts";
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
					'packages: expected the name of a package like "redis-server", got a string',
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
					'files["/etc/motd"].mode: expected permissions in octal like "644", got a string',
				],
				"an owner that is none": [
					(good) => ({
						...good,
						files: { "/etc/motd": { content: "hello", owner: "root" } },
					}),
					'files["/etc/motd"].owner: expected user and group like "root:www-data", got a string',
				],
				"a unit that is no name": [
					(good) => ({ ...good, units: ["redis server"] }),
					'units: expected a systemd unit like "redis-server", got a string',
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
				php: { settings: { "session.save_handler": "redis" } },
			},
			wrong: {
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
				"two sites in one place": [
					(good) => ({ ...good, sites: { a: {}, b: { port: 80 } } }),
					"sites.b: has the port and name of a already; give it a port or a serverName of its own",
				],
				"a name that is none": [
					(good) => ({ ...good, sites: { a: { serverName: "a b" } } }),
					'sites.a.serverName: expected a host name like "www.example.com", got a string',
				],
				"a root that says not where": [
					(good) => ({ ...good, sites: { a: { root: "www" } } }),
					'sites.a.root: "www" is no path that can be used here; write an absolute one of letters, digits, ".", "_" and "-", like "/www/vhost1"',
				],
				"a file outside the root": [
					(good) => ({ ...good, sites: { a: { files: { "../x": "x" } } } }),
					'sites.a.files: "../x" is no path below the root; write one like "css/main.css"',
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
					'header: expected the name of a header like "X-Real-Server", or false, got a string',
				],
				"a setting of PHP that would end its line": [
					(good) => ({ ...good, php: { settings: { a: 'x"' } } }),
					"php.settings.a: expected a value without quotes and newlines, got a string",
				],
				"a setting of PHP that is none": [
					(good) => ({ ...good, php: { settings: { "a b": "x" } } }),
					'php.settings: "a b" cannot be a setting of PHP; write one like "upload_max_filesize"',
				],
			},
		},
	],
];

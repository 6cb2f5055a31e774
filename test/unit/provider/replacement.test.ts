import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { HostConnection } from "../../../src/model/host.ts";
import { replacement } from "../../../src/provider/replacement.ts";
import { director, realServer } from "../host/change/example.ts";

const at = (address: string, more: Partial<HostConnection> = {}) => ({
	address,
	...more,
});
const before = {
	component: "web",
	role: "real-server" as const,
	vip: "172.18.0.70",
	connection: at("192.0.2.2"),
	desired: realServer,
};
const { ownAddress, ...anyAddress } = realServer;
const other = { ...realServer, ownAddress: "172.18.0.99" };

const cases: Readonly<
	Record<string, readonly [object, object, readonly string[], boolean]>
> = {
	nothing: [{}, {}, [], false],
	"another port, user, key or jump host: another way to it": [
		{},
		{
			connection: at("192.0.2.2", {
				port: 2222,
				user: "ops",
				hostKey: "ssh-ed25519 B",
				jump: at("192.0.2.9"),
			}),
		},
		[],
		false,
	],
	"another address of SSH, and its own as before": [
		{},
		{ connection: at("192.0.2.99") },
		[],
		false,
	],
	"its own address alone: it got another one": [
		{},
		{ desired: other },
		[],
		false,
	],
	"both addresses: another machine": [
		{},
		{ connection: at("192.0.2.99"), desired: other },
		["connection"],
		false,
	],
	"both addresses, behind forwarded ports": [
		{ connection: at("127.0.0.1", { port: 2201 }) },
		{ connection: at("127.0.0.1", { port: 2202 }), desired: other },
		["connection"],
		false,
	],
	"both addresses, and the same pinned host key": [
		{ connection: at("192.0.2.2", { hostKey: "ssh-ed25519 A" }) },
		{
			connection: at("192.0.2.99", { hostKey: "ssh-ed25519 A" }),
			desired: other,
		},
		[],
		false,
	],
	"another address, where none of its own is declared": [
		{ desired: anyAddress },
		{ desired: anyAddress, connection: at("192.0.2.99") },
		["connection"],
		false,
	],
	"an address that is not known yet": [
		{},
		{ connection: "unknown", desired: "unknown" },
		[],
		false,
	],
	"a director on another machine: the VIP is let go first": [
		{ role: "director", desired: director },
		{
			role: "director",
			connection: at("192.0.2.99"),
			desired: { ...director, ownAddress: "172.18.0.99" },
		},
		["connection"],
		true,
	],
	"another VIP": [{}, { vip: "172.18.0.71" }, ["vip"], true],
	"another VIP of a director": [
		{ role: "director", desired: director },
		{ role: "director", desired: director, vip: "172.18.0.71" },
		["vip"],
		true,
	],
	"a component under a new name, by an alias": [
		{},
		{ component: "shop" },
		["component"],
		false,
	],
};

suite("what makes another resource of a host", () => {
	for (const [what, [was, is, replaces, oldFirst]] of Object.entries(cases))
		test(what, () => {
			const found = replacement({ ...before, ...was }, {
				...before,
				...is,
			} as typeof before);
			assert.deepEqual(found.replaces, replaces);
			assert.equal(found.oldFirst, oldFirst);
			assert.equal(
				found.notes.length,
				replaces.includes("connection") || what === "another VIP of a director"
					? 1
					: 0,
			);
		});

	test("another VIP is said to interrupt, once, at the director, and how it need not", () => {
		const { notes } = replacement(
			{ ...before, role: "director", desired: director },
			{ ...before, role: "director", desired: director, vip: "172.18.0.71" },
		);
		assert.match(
			notes.join(),
			/^the VIP is another one: 172\.18\.0\.70 is taken back here and on all real servers first, .* nobody is served on either address until .*, which knows of no drain .*; to serve on both meanwhile, declare a second cluster/,
		);
	});
});

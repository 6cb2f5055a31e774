import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { lookAt } from "../../src/cli/status/look-at.ts";
import { readDirector } from "../../src/import/read-director.ts";
import type { Desired, Role } from "../../src/model/desired.ts";
import type { HostInputs } from "../../src/provider/host-inputs.ts";
import { hostResource } from "../../src/provider/host-resource.ts";
import { type PlayedHost, playHost } from "../played/played-host.ts";
import { director, realServer } from "../unit/host/change/example.ts";

// What is on a host already, as our own scripts see it on a host that is played, without an engine.

suite("what is on a host already", () => {
	let lb: PlayedHost;
	let rs1: PlayedHost;
	before(async () => {
		[lb, rs1] = await Promise.all([
			playHost("172.18.0.66"),
			playHost("172.18.0.67"),
		]);
	});
	after(async () => {
		await Promise.all([lb?.close(), rs1?.close()]);
	});

	const inputs = (
		host: PlayedHost,
		role: Role,
		desired: Desired,
	): HostInputs => ({
		component: "web",
		role,
		name: "it",
		connection: host.connection,
		desired,
		follows: {},
	});
	const onDirector = () => inputs(lb, "director", director);
	const onRealServer = () => inputs(rs1, "real-server", realServer);
	/** Nothing was changed there, of what we change first. */
	const untouched = async (host: PlayedHost) =>
		assert.doesNotMatch(
			await host.run("ls -d /var/lib/pulumi-lvs/web-* 2>/dev/null; true"),
			/web/,
		);

	test("a web server on the port of the page is refused before a change", async () => {
		await rs1.run(
			`mkdir -p /proc/net /proc/812/fd && echo nginx >/proc/812/comm && ln -s 'socket:[4711]' /proc/812/fd/6
			echo '0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4711 1' >/proc/net/tcp`,
		);
		await assert.rejects(hostResource.create(onRealServer()), /nginx listens/);
		await untouched(rs1);
	});

	test("so is a VIP for which another machine answers", async () => {
		await lb.run(`printf '#!/bin/sh\n[ "$6" != 172.18.0.70 ] || echo icmp_seq=1 ttl=64\n' >/usr/sbin/ping
echo '172.18.0.70 dev eth1 lladdr 52:54:00:12:34:56 REACHABLE' >/played/neighbours`);
		await assert.rejects(
			hostResource.create(onDirector()),
			/another machine has 172\.18\.0\.70 already, and answers for it: 52:54:00:12:34:56/,
		);
		await untouched(lb);
		await lb.run("echo exit 1 >/usr/sbin/ping");
	});

	test("so is a service of another cluster, by the record on the host", async () => {
		await lb.run(`mkdir -p /var/lib/pulumi-lvs/shop-director && cd /var/lib/pulumi-lvs/shop-director
printf '{\n"schemaVersion": 1\n}\n' >record.json
echo '-t 172.18.0.70:80 172.18.0.67:80 172.18.0.68:80' >rules`);
		await assert.rejects(
			hostResource.create(onDirector()),
			/-t 172\.18\.0\.70:80 is a service of shop on this director already/,
		);
		await untouched(lb);
		await lb.run("rm -r /var/lib/pulumi-lvs/shop-director");
	});

	test("so is a service of keepalived, while it runs; import and status say it", async () => {
		await lb.run(`mkdir -p /proc/self/ns /proc/812/ns /etc/keepalived/conf.d
echo >/proc/self/ns/net && ln /proc/self/ns/net /proc/812/ns/net
echo keepalived >/proc/812/comm
echo 0::/system.slice/keepalived.service >/proc/812/cgroup
printf 'virtual_server 172.18.0.70 80 {\n}\n' >/etc/keepalived/conf.d/web.conf`);
		const refusal =
			/keepalived\.service is active here and has -t 172\.18\.0\.70:80 too/;
		await assert.rejects(hostResource.create(onDirector()), refusal);
		await untouched(lb);
		const { refused } = await lookAt(onDirector());
		assert.match(refused.join("\n"), refusal);
		await lb.run(
			`echo '-A -t 172.18.0.71:80 -s rr' >/played/table; mkdir /proc/net && echo >/proc/net/ip_vs`,
		);
		const read = await readDirector(lb.connection);
		assert.deepEqual(
			read.rules.services.map(({ text }) => text),
			["-A -t 172.18.0.71:80 -s rr"],
		);
		assert.deepEqual(read.rules.unread, []);
		assert.match(
			read.remarks.join("\n"),
			/^root@127\.0\.0\.1:\d+: keepalived\.service is active here/,
		);
		assert.equal(read.configuration, undefined);
	});

	test("and its configuration is read in the same look, with what it includes", async () => {
		await lb.run(`cd /etc/keepalived
printf 'global_defs {\n\n}\ninclude conf.d/*.conf\n' >keepalived.conf
printf '/usr/sbin/keepalived\\0-D\\0' >/proc/812/cmdline`);
		const { configuration } = await readDirector(lb.connection);
		assert.equal(configuration?.path, "/etc/keepalived/keepalived.conf");
		assert.match(configuration.text, /^global_defs \{\n\n\}\ninclude/);
		assert.deepEqual(configuration.find?.("conf.d/*.conf", undefined), [
			{
				name: "/etc/keepalived/conf.d/web.conf",
				folder: "/etc/keepalived/conf.d",
				text: "virtual_server 172.18.0.70 80 {\n}",
			},
		]);
	});

	test("a keepalived with other services is told, and no reason to stop", async (context) => {
		await lb.run("sed -i 's/ 80 {/ 81 {/' /etc/keepalived/conf.d/web.conf");
		const told = context.mock.method(console, "log", () => {});
		await hostResource.create(onDirector());
		assert.deepEqual(
			told.mock.calls.map(({ arguments: [line] }) => line),
			[
				"web/director/it: note: keepalived.service is active here and balances too: its services and ours live side by side as long as none is the same",
			],
		);
		// in a network of its own it has a table of its own
		await lb.run("rm /proc/812/ns/net && echo >/proc/812/ns/net");
		assert.deepEqual((await lookAt(onDirector())).remarks, []);
		assert.deepEqual(await hostResource.delete(await made()), []);
	});

	async function made() {
		return hostResource.create(onDirector());
	}
});

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { suite, test } from "node:test";
import { sysctlsHere } from "../../../src/host/here.ts";
import { localise } from "../../../src/host/kinds/localise.ts";
import { ruleLine } from "../../../src/ipvs/command.ts";
import { parseTable } from "../../../src/ipvs/parse-rule.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { clean, director } from "../host/change/example.ts";
import { FakeKernel, ourLines, shells } from "./fake-kernel.ts";

// A director that clients reach by eth2, which has the VIP, and real servers by eth1, which has its address: answers to checks come there.

const cluster = clusterDoor.parse("web", {
	vip: "10.77.0.70",
	forwarding: "tun",
	directors: {
		lb: {
			host: { address: "192.0.2.1" },
			address: "172.18.0.66",
			interface: "eth2",
		},
	},
	realServers: {
		rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
	},
	services: { http: { tcp: 80, check: { http: "/" } } },
});
const [lb] = cluster.directors;
if (lb === undefined) throw new Error("no director");
const desired = localise(renderDirector(cluster, lb), "debian");
const textOf = (end: string) =>
	Object.entries(desired.files).find(([path]) => path.endsWith(end))?.[1]
		.content ?? "";

const addresses = ["eth1 172.18.0.66/24", "eth2 10.77.0.10/24"];

function machine(shell: (typeof shells)[number]): FakeKernel {
	const kernel = new FakeKernel(shell, {
		addresses,
		rules: ourLines([...parseTable(desired.ipvs).values()].map(ruleLine)),
		table: [],
	});
	kernel.write("lib/web/checks", textOf("/checks").trimEnd().split("\n"));
	kernel.install("lib/web/health", textOf("web/health"));
	for (const device of ["eth1", "eth2"]) {
		mkdirSync(kernel.path(`sys/net/ipv4/conf/${device}`), { recursive: true });
		kernel.write(`sys/net/ipv4/conf/${device}/accept_local`, ["0"]);
		kernel.write(`conf/${device}/rp_filter`, ["1"]);
	}
	mkdirSync(kernel.path("sys/net/ipv4/vs"));
	kernel.write("sys/net/ipv4/vs/conntrack", ["0"]);
	return kernel;
}

for (const shell of shells)
	suite(`a director on two links, run by ${shell[0]}`, () => {
		test("start lets answers to checks in where its address is, and takes the VIP where clients are", () => {
			using kernel = machine(shell);
			assert.equal(kernel.run(textOf("/director"), "start").exit, 0);
			const local = (device: string) =>
				kernel.read(`sys/net/ipv4/conf/${device}/accept_local`);
			assert.deepEqual([local("eth1"), local("eth2")], [["1"], ["0"]]);
			assert.deepEqual(kernel.read("addresses"), [
				...addresses,
				"eth2 10.77.0.70/32",
			]);
		});

		test("boot without its own address, to which answers to checks come, puts all else in place, and the watch does the rest", () => {
			using kernel = machine(shell);
			kernel.program("bin/sleep", "#!/bin/sh", 'echo >>"$ROOT/slept"');
			const [, clients = ""] = addresses;
			kernel.write("addresses", [clients]);
			assert.equal(kernel.run(textOf("/director"), "boot").exit, 0);
			assert.equal(kernel.read("slept").length, 300);
			assert.deepEqual(kernel.read("sys/net/ipv4/vs/conntrack"), ["1"]);
			kernel.write("addresses", [...addresses, "eth2 10.77.0.70/32"]);
			assert.equal(kernel.run(textOf("/director"), "heal").exit, 0);
			assert.deepEqual(kernel.read("sys/net/ipv4/conf/eth1/accept_local"), [
				"1",
			]);
		});

		test("neither link drops a packet for its source, and status tells of one that does", () => {
			using kernel = machine(shell);
			kernel.run(textOf("/director"), "start");
			for (const device of ["eth1", "eth2"]) {
				assert.match(kernel.read(`conf/${device}/rp_filter`)[0] ?? "", /^2/);
				kernel.write(`conf/${device}/rp_filter`, ["1"]);
				const { exit, stdout } = kernel.run(textOf("/director"), "status");
				assert.equal(exit, 1);
				assert.match(
					stdout,
					new RegExp(`^source check of ${device}: strict, rp_filter 1$`, "m"),
				);
				kernel.run(textOf("/director"), "heal");
			}
		});
	});

test("up wants the same of these two links", () => {
	const host = clean(director);
	const found = (address: string, device: string) => ({ address, device });
	const wanted = sysctlsHere(desired, {
		...host,
		addresses: {
			...host.addresses,
			list: [found("172.18.0.66/24", "eth1"), found("10.77.0.10/24", "eth2")],
		},
		sysctls: { "net.ipv4.conf.all.rp_filter": "1" },
	});
	const ofLinks = Object.entries(wanted).filter(([key]) => /eth/.test(key));
	assert.deepEqual(Object.fromEntries(ofLinks), {
		"net.ipv4.conf.eth1.accept_local": "1",
		"net.ipv4.conf.eth1.rp_filter": "2",
		"net.ipv4.conf.eth2.rp_filter": "2",
	});
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { neighbours } from "../../../../../src/host/look/facts/neighbours.ts";
import { formatRules } from "../../../../../src/host/record-text.ts";
import { director } from "../../change/example.ts";

const parse = (...lines: string[]) =>
	neighbours.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		director,
	);
const record = (owner: string, value: object) =>
	`owner ${owner} ${JSON.stringify(value)}`;

test("a record of an earlier version, which lacks some parts, holds what it names", () => {
	const found = parse(record("old-director", { units: { apache2: "absent" } }));
	assert.deepEqual(found.units, { apache2: "absent" });
	assert.deepEqual(found.timeouts, {});
	assert.deepEqual(found.establishes, []);
	assert.deepEqual(found.fileOwners, {});
	// nobody noted whose it is
	assert.deepEqual(found.stacks, {});
});

test("a file is held whole by one record alone; of a shared one each holds a block", () => {
	const { files, fileOwners } = parse(
		record("one", {
			files: {
				"/etc/hosts": "present block discuz bbs",
				"/etc/a.conf": "absent",
				"/etc/b.conf": "/var/lib/pulumi-lvs/one/original/etc/b.conf",
			},
		}),
	);
	assert.deepEqual(Object.keys(files), [
		"/etc/hosts",
		"/etc/a.conf",
		"/etc/b.conf",
	]);
	assert.deepEqual(fileOwners, { "/etc/a.conf": "one", "/etc/b.conf": "one" });
});

test("an address is reported with the role that put it there, and not if it was there before", () => {
	const addresses = { "172.18.0.70/32": "absent", "172.18.0.71/32": "lo" };
	const holder = { resource: "web/real-server/rs2", token: "1" };
	assert.deepEqual(
		parse(record("web-real-server", { addresses, holder })).addressOwners,
		{ "172.18.0.70/32": "web/real-server/rs2" },
	);
	// an earlier version did not note its resource
	assert.deepEqual(
		parse(record("web-real-server", { addresses })).addressOwners,
		{ "172.18.0.70/32": "web-real-server" },
	);
});

test("of services that we have too the real servers are read, of others the service alone", () => {
	const { services, sharedRules, drains } = parse(
		"rule shop-director -t 172.18.0.71:80",
		"both shop-director -t 172.18.0.70:80 172.18.0.67:80 172.18.0.68:80",
		"both shop-director -f 7",
		"drains shop-director",
	);
	assert.deepEqual(services, {
		"-t 172.18.0.71:80": "shop-director",
		"-t 172.18.0.70:80": "shop-director",
		"-f 7": "shop-director",
	});
	assert.deepEqual(sharedRules, [
		"-t 172.18.0.70:80",
		"-t 172.18.0.70:80 -r 172.18.0.67:80",
		"-t 172.18.0.70:80 -r 172.18.0.68:80",
		"-f 7",
	]);
	assert.deepEqual(drains, ["shop-director"]);
});

/** What a look finds of another record, where these are our rules and theirs. */
function look(
	ours: readonly string[],
	theirs: readonly string[],
	record = "{}",
) {
	const root = mkdtempSync(join(tmpdir(), "neighbours-"));
	try {
		for (const [owner, rules] of [
			["web-director", ours],
			["shop-director", theirs],
		] as const) {
			mkdirSync(join(root, owner));
			writeFileSync(join(root, owner, "record.json"), `${record}\n`);
			writeFileSync(join(root, owner, "rules"), formatRules(rules));
		}
		const probe = neighbours
			.probe?.(director, "debian", "web-director")
			.replaceAll("/var/lib/pulumi-lvs", root);
		const { stdout } = spawnSync("sh", ["-c", probe ?? ""], {
			encoding: "utf8",
		});
		const lines = stdout.split("\n").filter((line) => line !== "");
		return neighbours.parse(
			{ lines, texts: new Map(), family: "debian", owner: "web-director" },
			director,
		);
	} finally {
		rmSync(root, { recursive: true });
	}
}

test("a mark of IPv6 is another service than the same mark of IPv4", () => {
	const { services, sharedRules } = look(
		["-f 7", "-f 7 -r 172.18.0.67:0"],
		["-f 7 -6", "-f 7 -6 -r [2001:db8::67]:0"],
	);
	assert.deepEqual(services, { "-f 7 -6": "shop-director" });
	assert.deepEqual(sharedRules, []);
});

test("of a service that both have, all real servers are told", () => {
	const both = ["-f 7 -6", "-f 7 -6 -r [2001:db8::67]:0"];
	const sctp = ["--sctp-service 172.18.0.70:80"];
	const { services, sharedRules } = look(both, [...both, ...sctp]);
	assert.deepEqual(
		Object.keys(services).sort(),
		[...both.slice(0, 1), ...sctp].sort(),
	);
	assert.deepEqual(sharedRules, both);
});

test("of which stack another record is, where it tells", () => {
	const stacks = (stack: string) =>
		look([], [], `{"holder": {"stack": "${stack}", "token": "1"}}`).stacks;
	assert.deepEqual(stacks("shop/prod"), { "shop-director": "shop/prod" });
	// an earlier version did not know it
	assert.deepEqual(stacks(""), {});
});

test("of a setting all are told that have it", () => {
	const { settingOwners } = look(
		[],
		[],
		JSON.stringify({
			sysctls: { "net.ipv4.vs.sloppy_tcp": "0" },
			timeouts: { tcp: "900" },
		}),
	);
	assert.deepEqual(settingOwners, {
		"net.ipv4.vs.sloppy_tcp": ["shop-director"],
		tcp: ["shop-director"],
	});
});

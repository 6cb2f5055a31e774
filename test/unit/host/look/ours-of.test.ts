import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { parseKeepers } from "../../../../src/host/keepers.ts";
import { forwarders } from "../../../../src/host/look/facts/forwarders.ts";
import {
	oursByRecords,
	oursOf,
	recordsProbe,
} from "../../../../src/host/look/ours-of.ts";
import { isOurUnit, type Ours } from "../../../../src/host/ours.ts";
import { nothing } from "../../../../src/model/desired.ts";

// What is ours on a host follows from records and from the declaration. An operator may call things as we do.

const units = "/etc/systemd/system";
const files = { mode: "644", readBy: "systemd", content: "" } as const;
const alone = { fileOwners: {}, establishes: [] };

suite("what is ours on a host", () => {
	const ours = oursOf(
		{
			...nothing,
			files: {
				"/declared": files,
				"/etc/ipvsadm.rules": { ...files, block: "cluster web" },
			},
			nftables: { "input drop": "present" },
			tables: { nftables: "lvs-web", routing: 20007 },
		},
		{
			files: {
				[`${units}/lvs-web-health.service`]: "absent",
				"/etc/hosts": "present block cluster web",
			},
			establishes: ["nftables lvs-old", "routing 20007"],
		},
		{
			fileOwners: {
				[`${units}/lvs-shop-failover.service`]: "shop-director",
				"/etc/mysql/mariadb.conf.d/60-own.cnf": "machines-setup",
			},
			establishes: ["nftables lvs-shop"],
		},
	);

	test("is what is declared, and what records have, without files in which we have a block, and those of a HostSetup", () => {
		assert.deepEqual(
			[...ours.files],
			[
				"/declared",
				`${units}/lvs-web-health.service`,
				`${units}/lvs-shop-failover.service`,
			],
		);
		assert.deepEqual(
			[...ours.made],
			[
				"nftables lvs-web",
				"nftables lvs-old",
				"routing 20007",
				"nftables lvs-shop",
			],
		);
	});

	test("a unit is ours by its file", () => {
		assert.ok(isOurUnit(ours, "lvs-web-health.service"));
		assert.ok(isOurUnit(ours, "lvs-shop-failover.service"));
		assert.ok(!isOurUnit(ours, "lvs-corp-health.service"));
		assert.ok(!isOurUnit(ours, ""));
	});

	test("keepalived of the operator is told, whatever its unit is called", () => {
		const running = (...lines: string[]) => parseKeepers(lines, ours).running;
		assert.deepEqual(
			running(
				"runs keepalived lvs-web-health.service",
				"runs keepalived lvs-shop-failover.service",
			),
			{},
		);
		assert.deepEqual(
			running(
				"runs keepalived lvs-web-health.service",
				"runs keepalived lvs-corp-health.service",
			),
			{ keepalived: "lvs-corp-health.service" },
		);
	});

	test("a table of the operator's packet filter forwards, whatever it is called", () => {
		const told = (of: Ours, ...lines: string[]) =>
			forwarders.parse(
				{
					...{ lines, texts: new Map(), family: "debian", ours: of },
					owner: "web-director",
				},
				nothing,
			);
		const lines = [
			"bridge docker0",
			"table inet lvs-web",
			"table ip lvs-corp",
			"table ip lvs-shop",
			"table ip lvs-web",
		];
		assert.deepEqual(told(ours, ...lines), lines.slice(0, 3));
		assert.deepEqual(told(oursOf(nothing, undefined, alone), ...lines), lines);
	});

	test("a host tells by its records alone", () => {
		assert.match(recordsProbe, /pulumi-lvs\/\*\/record\.json/);
		const record = JSON.stringify({
			schemaVersion: 1,
			files: { [`${units}/lvs-web-health.service`]: "absent" },
			establishes: ["nftables lvs-web"],
		});
		const found = oursByRecords([`owner web-director ${record}`]);
		assert.ok(isOurUnit(found, "lvs-web-health.service"));
		assert.deepEqual([...found.made], ["nftables lvs-web"]);
	});
});

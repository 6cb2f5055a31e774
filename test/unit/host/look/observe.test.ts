import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { RemoteError } from "../../../../src/errors.ts";
import { parseLook } from "../../../../src/host/look/observe.ts";
import type { Execution } from "../../../../src/ssh/session.ts";
import { written } from "../../ipvs/written.ts";
import { desiredOf } from "./recorded-case.ts";

// A whole look at the director of labs/02-dr, on which somebody had been at work; recorded by record.ts.
const recorded = readFileSync(
	join(import.meta.dirname, "recorded/look.txt"),
	"utf8",
);
const parse = (execution: Partial<Execution>) =>
	parseLook(
		"root@lb:22",
		"web-director",
		{ exit: 0, stdout: recorded, stderr: "", mark: "", ...execution },
		desiredOf("director").desired,
	);
const refused = (execution: Partial<Execution>, message: string) =>
	assert.throws(
		() => parse(execution),
		(error) => {
			assert.ok(error instanceof RemoteError);
			assert.equal(error.message, message);
			return true;
		},
	);

suite("a look", () => {
	test("tells every fact, in the names of the family that the host is of", () => {
		const observed = parse({});
		assert.equal(observed.family, "debian");
		assert.match(observed.generation, /^[0-9a-f]{16}$/);
		assert.deepEqual(observed.packages, {
			ipvsadm: true,
			"iputils-arping": true,
			nftables: true,
		});
		assert.equal(observed.modules.ip_vs, "loaded");
		assert.equal(observed.modules.nft_exthdr, "available");
		assert.equal(written(observed.ipvs)["-t 172.18.0.70:80"], "-s wrr");
		assert.equal(observed.files["/etc/modules-load.d/lvs-web.conf"], undefined);
		assert.deepEqual(observed.units["lvs-web-director"], {
			exists: true,
			enabled: false,
			masked: false,
			active: true,
			stale: true,
			held: false,
			cached: true,
		});
	});

	test("tells a line of the table of IPVS that is no rule", () => {
		const line = "-A -t [fe80::1%eth1]:80 -s rr";
		const stdout = recorded.replace(/^-A -t /m, `${line}\n$&`);
		assert.notEqual(stdout, recorded);
		assert.deepEqual(parse({ stdout }).unreadRules, [line]);
		assert.deepEqual(parse({}).unreadRules, []);
	});

	test("of a host of the RHEL family tells its facts in that family's names", () => {
		// no such host was recorded: the director of Debian, in the names of model/family.ts
		const observed = parse({
			stdout: recorded
				.replace("@ family\ndebian\n", "@ family\nrhel\n")
				.replaceAll("iputils-arping", "iputils")
				.replaceAll("/etc/ipvsadm.rules", "/etc/sysconfig/ipvsadm"),
		});
		assert.equal(observed.family, "rhel");
		assert.deepEqual(observed.packages, {
			ipvsadm: true,
			iputils: true,
			nftables: true,
		});
		assert.ok("/etc/sysconfig/ipvsadm" in observed.files);
		assert.ok(!("/etc/ipvsadm.rules" in observed.files));
		assert.equal(observed.record?.packages.iputils, "installed");
	});

	test("reads the record of what was found before us", () => {
		const { record } = parse({});
		assert.equal(record?.schemaVersion, 1);
		assert.equal(record?.addresses["172.18.0.70/32"], "absent");
	});

	test("of a host that was never touched has no record", () => {
		const stdout = recorded.replace(
			/^\/var\/lib\/pulumi-lvs\/web-director\/record\.json:.*\n/gm,
			"",
		);
		assert.equal(parse({ stdout }).record, undefined);
	});

	test("that did not come to its end is an error, with what the host said", () => {
		refused(
			{
				exit: 1,
				stdout: recorded.replace("@ end\n", ""),
				stderr: "sh: 1: ipvsadm: not found\n",
			},
			"root@lb:22: observe: exit 1:\n    sh: 1: ipvsadm: not found",
		);
	});

	test("cut off anywhere is an error, never a host with less on it", () => {
		const cuts = [...recorded.matchAll(/\n/g)].map(({ index }) => index + 1);
		for (const cut of cuts.slice(0, -1))
			assert.throws(
				() => parse({ stdout: recorded.slice(0, cut) }),
				RemoteError,
			);
	});

	test("of a host without any answer is an error", () => {
		refused({ exit: 2, stdout: "" }, "root@lb:22: observe: exit 2");
	});

	test("of a host that another operation holds names it", () => {
		refused(
			{
				exit: 65,
				stdout: "@ holder\nshop-director, process 4711\n",
			},
			"root@lb:22: lock the host: another operation holds it: shop-director, process 4711\n  Wait for it to end, then run again. The lock ends with the process that holds it, also after a lost connection.",
		);
	});

	test("of an operating system that is of no family says which are", () => {
		refused(
			{ stdout: "@ generation\n\n@ unsupported\nAlpine Linux v3.20\n@ end\n" },
			"root@lb:22: observe: the operating system is Alpine Linux v3.20\n  Known families: debian, rhel.",
		);
	});
});

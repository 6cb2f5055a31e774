import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { live } from "../../../../src/host/change/live.ts";
import { plan } from "../../../../src/host/change/plan.ts";
import { explain } from "../../../../src/host/kinds/actions.ts";
import { localise } from "../../../../src/host/kinds/localise.ts";
import { parseLook } from "../../../../src/host/look/observe.ts";
import { desiredOf } from "../look/recorded-case.ts";

// Hosts of labs/02-dr that commit 34f80a5 provisioned, with the record that it wrote, as they answer to today's look:
//   bin/lvs up labs/02-dr (there), then: node test/unit/host/look/record.ts ROLE | lvs lab exec HOST -- sh -s

/** What a later version does besides, and so is to be done there. */
const added = {
	director: [
		"note what was found on the host: destroy returns to it",
		"write /usr/local/lib/pulumi-lvs/web/nftables: missing",
		"write /usr/local/lib/pulumi-lvs/web/director: differs",
		"reload lvs-web-director.service: nftables raw ip daddr 172.18.0.70 tcp dport 80 notrack is missing",
	],
	"real-server": [],
} as const;

for (const role of ["director", "real-server"] as const)
	test(`a ${role} of an earlier version is adopted: only what is new is to be done, and nothing else reads as drift`, () => {
		const { desired } = desiredOf(role);
		const stdout = readFileSync(
			join(import.meta.dirname, `adopted/${role}.txt`),
			"utf8",
		);
		const owner = `web-${role}`;
		const observed = parseLook(
			"root@host:22",
			owner,
			{ exit: 0, stdout, stderr: "", mark: "" },
			desired,
		);
		assert.deepEqual(observed.record?.schemaVersion, 1);
		assert.deepEqual(
			plan(owner, localise(desired, "debian"), observed).map(explain),
			added[role],
		);
		// what is new is missing there, and is all that differs
		const found = live(desired, observed);
		if (role === "real-server") assert.deepEqual(found, desired);
		else {
			const { files, nftables, ...rest } = desired;
			const { files: filesFound, nftables: none, ...restFound } = found;
			assert.deepEqual([none, restFound], [{}, rest]);
			const unlike = Object.keys(files).filter(
				(path) => filesFound[path]?.content !== files[path]?.content,
			);
			assert.deepEqual(unlike, [
				"/usr/local/lib/pulumi-lvs/web/nftables",
				"/usr/local/lib/pulumi-lvs/web/director",
			]);
		}
	});

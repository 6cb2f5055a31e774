import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { live } from "../../../../src/host/change/live.ts";
import { plan } from "../../../../src/host/change/plan.ts";
import { describe } from "../../../../src/host/kinds/actions.ts";
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
	test(`a ${role} of an earlier version is adopted: it gets the scripts and the watch of today, and nothing else is touched or reads as drift`, () => {
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
		const lines = plan(owner, localise(desired, "debian"), observed).map(
			describe,
		);
		const unit = `lvs-web-${role}`;
		assert.deepEqual(
			lines.filter((line) => !line.startsWith("write ")),
			[
				"note what was found on the host",
				`enable ${unit}-watch.service`,
				"reload systemd",
				`reload ${unit}.service`,
				`start ${unit}-watch.service`,
			],
		);
		for (const line of lines.filter((line) => line.startsWith("write ")))
			assert.match(
				line,
				/^write (\/usr\/local\/lib\/pulumi-lvs\/web|\/etc\/systemd\/system)\//,
			);
		const scripts = { files: {}, units: {} };
		assert.deepEqual(
			{ ...live(desired, observed), ...scripts },
			{ ...desired, ...scripts },
		);
	});

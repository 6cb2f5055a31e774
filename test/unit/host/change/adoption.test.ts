import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { live } from "../../../../src/host/change/live.ts";
import { plan } from "../../../../src/host/change/plan.ts";
import { localise } from "../../../../src/host/kinds/localise.ts";
import { parseLook } from "../../../../src/host/look/observe.ts";
import type { Step } from "../../../../src/host/step.ts";
import { desiredOf } from "../look/recorded-case.ts";
import { applyToModel } from "./model-host.ts";

// Hosts of labs/02-dr that commit 8340558 provisioned, with the record that it wrote, as they answer to today's look:
//   bin/lvsctl up labs/02-dr (there), then: node test/unit/host/look/record.ts ROLE | lvsctl lab exec HOST -- sh -s

/** What an upgrade may do while clients are served: files, notes and settings of ours, and a reload of our units. */
const harmless: ReadonlySet<Step["kind"]> = new Set([
	"record",
	"write",
	"enable",
	"reload-systemd",
	"start",
	"reload",
	"sysctl",
] as const);

for (const role of ["director", "real-server"] as const)
	suite(`a ${role} of an earlier version is adopted`, () => {
		const { desired: declared } = desiredOf(role);
		const desired = localise(declared, "debian");
		const stdout = readFileSync(
			join(import.meta.dirname, `adopted/${role}.txt`),
			"utf8",
		);
		const owner = `web-${role}`;
		const found = parseLook(
			"root@host:22",
			owner,
			{ exit: 0, stdout, stderr: "", mark: "" },
			declared,
		);

		test("its record is read", () => {
			assert.equal(found.record?.schemaVersion, 1);
		});

		test("nothing that carries packets is taken away, and then nothing is left to do", () => {
			let host = found;
			for (let round = 0; round < 4; round++) {
				const steps = plan(owner, desired, host);
				for (const { kind } of steps)
					assert.ok(harmless.has(kind), `${kind} in round ${round}`);
				// what the VIP needs to stay unknown is in place before anything goes back
				if (steps.some(({ kind }) => kind === "sysctl"))
					assert.ok(steps.every(({ kind }) => kind !== "reload"));
				host = applyToModel(desired, host, steps);
			}
			assert.deepEqual(plan(owner, desired, host), []);
			assert.deepEqual(live(declared, host), declared);
		});
	});

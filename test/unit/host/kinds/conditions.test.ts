import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { describe } from "../../../../src/host/kinds/actions.ts";
import { conditions } from "../../../../src/host/kinds/conditions.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { clean } from "../change/example.ts";
import { runOn } from "./play-host.ts";
import { runSteps } from "./run-steps.ts";

const owner = "web-storage";

suite("conditions", () => {
	const home = mkdtempSync(join(tmpdir(), "lvs-conditions-"));
	after(() => rmSync(home, { recursive: true }));
	const script = join(home, "it's ours");
	const desired: Desired = {
		...nothing,
		script,
		conditions: {
			"export /srv/a": "rw, root is www-data",
			"export /srv/b": "rw",
		},
	};
	const host = (found: Observed["conditions"]): Observed => ({
		...clean(desired),
		conditions: found,
	});
	const has = (text: string) =>
		writeFileSync(script, `#!/bin/sh\n${text}\n`, { mode: 0o755 });

	test("are asked of the role's script, whose lines without a value are left out, and so are its notes", () => {
		const look = () => {
			const probe = conditions.probe?.(desired, "debian", owner) ?? "";
			const { lines } = runOn({}, `${probe}\necho end=1`);
			const answer = {
				lines,
				texts: new Map(),
				family: "debian",
				owner,
			} as const;
			return conditions.parse(answer, desired);
		};
		// it is not there yet
		assert.deepEqual(look(), { end: "1" });
		// its last line has no end
		has(
			`[ "$1" = status ] && printf 'export /srv/a=rw\\nword\\nnote memory=it is full: 3=3\\nurl=http://a/?b=c'`,
		);
		assert.deepEqual(look(), {
			"export /srv/a": "rw",
			url: "http://a/?b=c",
			end: "1",
		});
		has("exit 1");
		assert.deepEqual(look(), { end: "1" });
	});

	test("that do not hold are a reason for the script", () => {
		const reasons = (found: Observed["conditions"]) =>
			conditions.plan({ owner, desired, observed: host(found) }).script;
		assert.deepEqual(reasons(desired.conditions), []);
		assert.deepEqual(reasons({ "export /srv/b": "ro", other: "1" }), [
			"export /srv/a is missing",
			"export /srv/b is ro",
		]);
	});

	test("are brought about and undone by the script, and it is no error where that is gone", () => {
		assert.deepEqual(conditions.made.names(desired), [script]);
		assert.deepEqual(conditions.made.names(nothing), []);
		const run = { kind: "run", script, because: "" } as const;
		const undo = {
			kind: "undo",
			of: "conditions",
			name: script,
			because: "",
		} as const;
		assert.equal(describe(run), `${script} start`);
		has(`[ "$1" = start ] || [ "$1" = remove ]`);
		assert.equal(runSteps(run, undo).status, 0);
		has("exit 3");
		assert.equal(runSteps(undo).status, 1);
		rmSync(script);
		assert.equal(runSteps(undo).status, 0);
	});

	test("are shown as found, those alone that are declared", () => {
		const live = (found: Observed["conditions"]) =>
			conditions.live({
				declared: desired,
				filled: desired,
				observed: host(found),
			});
		assert.deepEqual(live({ "export /srv/a": "ro", other: "1" }), {
			"export /srv/a": "ro",
		});
	});
});

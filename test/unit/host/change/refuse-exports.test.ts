import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { extendRecord } from "../../../../src/host/change/extend-record.ts";
import { refusals } from "../../../../src/host/change/refuse.ts";
import type { FoundExports } from "../../../../src/host/found-applications.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { rendered } from "../../render/rendered.ts";
import { alone, clean } from "./example.ts";

const storage = rendered("debian").get("storage");
assert.ok(storage);
const mount = rendered("debian").get("mount");
assert.ok(mount);

const seen = (
	found: Partial<FoundExports>,
	more: Partial<Observed> = {},
): Observed => ({
	...clean(storage),
	otherExports: { active: false, open: [], written: [], ...found },
	...more,
});
const theirs = { active: true, open: ["/srv/home to 10.0.0.0/24"] };

const cases: Readonly<Record<string, readonly [Observed, string?]>> = {
	"serves nobody": [seen({})],
	"runs the server, and exports nothing": [seen({ active: true })],
	"serves others": [
		seen(theirs),
		"this machine serves NFS to others: /srv/home to 10.0.0.0/24. This component would restart the server, have it serve version 4 alone, and let clients wait 10 s in place of 90 for it: mounts of version 3 would end, and locks be lost\nTake another machine for this storage. Or move those exports away first (exportfs -v shows them).",
	],
	"would serve others as soon as its server starts": [
		seen({ written: ["/etc/exports:3: /srv/home"] }),
		"the NFS server of this machine exports to others when it starts: /etc/exports:3: /srv/home. This component would start it, with settings of its own for all of them\nTake another machine for this storage. Or take those lines out first.",
	],
	"serves many": [
		seen({ active: true, open: ["a", "b", "c", "d", "e", "f", "g"] }),
		"this machine serves NFS to others: a, b, c, d, e and 2 more. This component would restart the server, have it serve version 4 alone, and let clients wait 10 s in place of 90 for it: mounts of version 3 would end, and locks be lost\nTake another machine for this storage. Or move those exports away first (exportfs -v shows them).",
	],
	"serves others too, once we have set it up": [
		seen(theirs, {
			record: extendRecord({
				owner: "files-storage",
				desired: storage,
				observed: clean(storage),
			}),
		}),
	],
	"serves what another component of ours has there": [
		seen(theirs, {
			neighbours: {
				...alone,
				fileOwners: { "/etc/nfs.conf.d/lvs-other.conf": "other-storage" },
			},
		}),
	],
};

suite("a machine for shared storage that", () => {
	for (const [what, [observed, expected]] of Object.entries(cases))
		test(what, () => {
			assert.deepEqual(
				refusals(storage, observed, {}).map(
					({ saw, advice }) => `${saw}\n${advice}`,
				),
				expected === undefined ? [] : [expected],
			);
		});

	test("mounts it alone, is not asked", () => {
		const observed = {
			...clean(mount),
			otherExports: seen(theirs).otherExports,
		};
		assert.deepEqual(refusals(mount, observed, {}), []);
	});
});

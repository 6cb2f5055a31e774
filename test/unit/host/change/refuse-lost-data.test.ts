import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { refusals } from "../../../../src/host/change/refuse.ts";
import type { FoundLostData } from "../../../../src/host/found-applications.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import type { Desired, FormerData } from "../../../../src/model/desired.ts";
import { rendered } from "../../render/rendered.ts";
import { clean } from "./example.ts";

const path = "/srv/lvs/files/uploads";
const note = "/var/lib/pulumi-lvs/files-storage/data";
const storage = desiredOf("storage");
const database = desiredOf("database");

function desiredOf(role: "storage" | "database"): Desired {
	const found = rendered("debian").get(role);
	assert.ok(found);
	return found;
}

function seen(
	desired: Desired,
	lost: Partial<FoundLostData>,
	more: Partial<Observed> = {},
): Observed {
	return {
		...clean(desired),
		lostData: { note, isNoted: true, gone: [], bare: {}, ...lost },
		...more,
	};
}

/** As a host that an earlier version set up, which made no note. */
const unnoted = { isNoted: false };
const missing = { missingData: [path] };
/** What the state has from the last `up`. */
const after = (former: Partial<FormerData>): Desired => ({
	...storage,
	former: { data: { "directory uploads": path }, ...former },
});

const gone = `directory uploads: ${path} had what users made and is not there: is its disk mounted? An empty one would be begun in its place\nMount its disk, or bring the directory back, and run up again. Or, to begin with nothing: mkdir -p ${path} && rm -f ${note}.`;

const cases: Readonly<Record<string, readonly [Desired, Observed, string?]>> = {
	"nothing of it yet": [
		storage,
		seen(storage, { isNoted: false }, { missingData: [path] }),
	],
	"as the script noted it": [storage, seen(storage, {})],
	gone: [storage, seen(storage, { gone: [path] }), gone],
	"gone, and noted of another directory that is declared no more": [
		storage,
		seen(storage, { gone: ["/srv/lvs/files/former"] }),
	],
	"new beside one that is noted": [
		storage,
		seen(storage, {}, { missingData: [path] }),
	],
	"empty beneath a disk that is away": [
		storage,
		seen(storage, { bare: { [path]: "/srv" } }),
		`directory uploads: ${path} is empty, and what users had there lies on what was mounted at /srv, which is away\nMount it, and run up again. Or, to go on with the empty one: rm ${note}.`,
	],
	"gone, after a whole up of an earlier version": [
		after({ whole: true }),
		seen(storage, unnoted, missing),
		gone,
	],
	"there, after a whole up of an earlier version": [
		after({ whole: true }),
		seen(storage, unnoted),
	],
	"not there, after an up that was broken off": [
		after({}),
		seen(storage, unnoted, missing),
	],
	"new, after a whole up without it": [
		after({ whole: true, data: {} }),
		seen(storage, unnoted, missing),
	],
	"a directory that we do not make: a package brings it": [
		{ ...after({ whole: true }), directories: {} },
		seen(storage, unnoted, missing),
	],
	"a database that an operator dropped": [
		{
			...database,
			former: {
				whole: true,
				data: { "database wordpress": "/var/lib/mysql/wordpress" },
			},
		},
		seen(database, {}, { missingData: ["/var/lib/mysql/wordpress"] }),
	],
};

suite("a directory in which users had data is", () => {
	for (const [what, [desired, observed, expected]] of Object.entries(cases))
		test(what, () => {
			assert.deepEqual(
				refusals(desired, observed, {}).map(
					({ saw, advice }) => `${saw}\n${advice}`,
				),
				expected === undefined ? [] : [expected],
			);
		});
});

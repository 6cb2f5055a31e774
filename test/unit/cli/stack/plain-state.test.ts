import assert from "node:assert/strict";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { plainState } from "../../../../src/cli/stack/plain-state.ts";

const latest = { manifest: {}, resources: [{ urn: "a", type: "b" }] };
const usual = JSON.stringify({
	version: 3,
	checkpoint: { stack: "organization/shop/live", latest },
});

/** What is read of stack `live` of project `shop`, whose state is this text. */
async function readOf({
	text = usual,
	program = "name: shop\nruntime: nodejs\n",
	url = (folder: string) => `file://${folder}/kept`,
	name = "live",
}: {
	readonly text?: string;
	readonly program?: string;
	readonly url?: (folder: string) => string | undefined;
	readonly name?: string;
}): Promise<string | undefined> {
	using home = mkdtempDisposableSync(join(tmpdir(), "lvs-plain-"));
	writeFileSync(join(home.path, "Pulumi.yaml"), program);
	const place = join(home.path, "kept/.pulumi/stacks/shop");
	mkdirSync(place, { recursive: true });
	writeFileSync(join(place, "live.json"), text);
	return await plainState({
		folder: home.path,
		name,
		environment: { PULUMI_BACKEND_URL: url(home.path) },
	});
}

suite("the state of a stack, read from pulumi's file", () => {
	for (const [what, given] of Object.entries({
		"where the backend is a folder": {},
		"where Pulumi.yaml names the folder": {
			program: "name: shop\nruntime: nodejs\nbackend:\n  url: file://./kept\n",
			url: () => undefined,
		},
		"with a name in quotes": { program: 'name: "shop"\n' },
		"with a comment behind the name": { program: 'name: "shop" # web\n' },
	}))
		test(what, async () => {
			assert.deepEqual(JSON.parse((await readOf(given)) ?? "null"), {
				version: 3,
				deployment: latest,
			});
		});

	for (const [what, given] of Object.entries({
		"it has a secret": {
			text: usual.replace(
				'"urn":"a"',
				'"urn":"a","outputs":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"v1:a"}',
			),
		},
		"the file has another version": {
			text: usual.replace('"version":3', '"version":4'),
		},
		"nothing is in it yet": {
			text: '{"version":3,"checkpoint":{"stack":"organization/shop/live"}}',
		},
		"the backend is elsewhere": { url: () => "s3://bucket" },
		"the stack is not there": { name: "other" },
		"the stack is that of another project": { program: "name: other\n" },
	}))
		test(`pulumi is asked where ${what}`, async () => {
			assert.equal(await readOf(given), undefined);
		});
});

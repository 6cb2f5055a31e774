import assert from "node:assert/strict";
import { test } from "node:test";
import { websiteDoor } from "../../../src/model/website.ts";
import { collectorSettings } from "../../../src/render/collector-settings.ts";
import { renderWebsite } from "../../../src/render/website.ts";

const on = { "session.gc_probability": "1", "session.gc_divisor": "100" };

// Settings that are declared -> whether PHP must remove old sessions itself.
for (const [declared, expected] of [
	[{ "session.save_path": "/srv/sessions" }, on],
	[{ "session.save_path": "/srv/s", "session.save_handler": "files" }, on],
	[{}, {}],
	[{ "session.save_path": "/var/lib/php/sessions/" }, {}],
	[{ "session.save_path": "2;/srv/sessions" }, {}],
	[{ "session.save_path": "h:11211", "session.save_handler": "memcached" }, {}],
] as const)
	test(`old sessions of ${JSON.stringify(declared)}`, () =>
		assert.deepEqual(collectorSettings(declared), expected));

test("a site has them, unless it declares them otherwise", () => {
	const settings = (php: object, phpSettings: object) => {
		const website = websiteDoor.parse("sites", {
			realServers: {
				rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
			},
			php,
			sites: { main: { php: true, phpSettings } },
		});
		const text = JSON.stringify(renderWebsite(website, { name: "rs1" }).files);
		return [...text.matchAll(/php_value session.(gc_\w+) \W+(\d+)/g)].map(
			([, key, value]) => `${key} ${value}`,
		);
	};
	const path = { "session.save_path": "/srv/sessions" };
	assert.deepEqual(settings({}, path), ["gc_probability 1", "gc_divisor 100"]);
	assert.deepEqual(
		settings({ settings: path }, { "session.gc_probability": "0" }),
		["gc_probability 0", "gc_divisor 100"],
	);
	assert.deepEqual(settings({}, {}), []);
});

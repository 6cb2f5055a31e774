import assert from "node:assert/strict";
import { test } from "node:test";
import { otherSites } from "../../../../../src/host/look/facts/other-sites.ts";
import { nothingOurs, type Ours } from "../../../../../src/host/ours.ts";
import { nothing } from "../../../../../src/model/desired.ts";

const debian = "/etc/apache2/sites-enabled";
const rhel = "/etc/httpd/conf.d";
const ours: Ours = {
	...nothingOurs,
	files: new Set([`${debian}/zz-lvs-site-shop.conf`, `${rhel}/lvs-web.conf`]),
};
const found = (...lines: string[]) =>
	otherSites.parse(
		{
			...{ lines, texts: new Map(), family: "debian", ours },
			owner: "web-real-server",
		},
		nothing,
	);

test("sites of others are those that are neither ours nor the distribution's", () => {
	assert.deepEqual(
		found(
			...["000-default", "default-ssl", "zz-lvs-site-shop", "shop"].map(
				(name) => `${debian}/${name}.conf`,
			),
			...["ssl", "lvs-web", "old-ssl"].map((name) => `${rhel}/${name}.conf`),
		),
		[`${debian}/shop.conf`, `${rhel}/old-ssl.conf`],
	);
});

test("a site of the operator whose file is called as ours are is one of others", () => {
	assert.deepEqual(found(`${rhel}/lvs-status.conf`, `${rhel}/lvs-web.conf`), [
		`${rhel}/lvs-status.conf`,
	]);
});

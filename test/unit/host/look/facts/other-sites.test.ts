import assert from "node:assert/strict";
import { test } from "node:test";
import { otherSites } from "../../../../../src/host/look/facts/other-sites.ts";
import { nothing } from "../../../../../src/model/desired.ts";

test("sites of others are those that are neither ours nor the distribution's", () => {
	const found = (...lines: string[]) =>
		otherSites.parse(
			{ lines, texts: new Map(), family: "debian", owner: "web-real-server" },
			nothing,
		);
	const debian = "/etc/apache2/sites-enabled";
	const rhel = "/etc/httpd/conf.d";
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

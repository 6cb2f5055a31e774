import assert from "node:assert/strict";
import { test } from "node:test";
import { webServer } from "../../../../../src/host/look/facts/web-server.ts";
import { nothingOurs, type Ours } from "../../../../../src/host/ours.ts";
import { nothing } from "../../../../../src/model/desired.ts";

const desired = { ...nothing, web: { answersAll: [80], php: true } };
const ours: Ours = {
	...nothingOurs,
	files: new Set(["/etc/apache2/conf-enabled/lvs-site-sites.conf"]),
};
const parse = (...lines: string[]) =>
	webServer.parse(
		{
			...{ lines, texts: new Map(), family: "debian", ours },
			owner: "sites-website",
		},
		desired,
	);
const hosts = (place: string) => [
	"VirtualHost configuration:",
	"*:80                   is a NameVirtualHost",
	`         default server old.test (${place}:1)`,
	`         port 80 namevhost old.test (${place}:1)`,
	"         port 80 namevhost corp.test (/etc/apache2/sites-enabled/corp.conf:1)",
	"*:8081                 alone.test (/etc/apache2/sites-enabled/alone.conf:3)",
	'ServerRoot: "/etc/apache2"',
];
const stockPlace = "/etc/apache2/sites-enabled/000-default.conf";

test("the operator's first sites are told with their files and lines", () => {
	assert.deepEqual(parse(...hosts(stockPlace)).firstSites, {
		80: `old.test (${stockPlace}:1)`,
		8081: "alone.test (/etc/apache2/sites-enabled/alone.conf:3)",
	});
});

test("the distribution's own as it came, and ours, are nobody's", () => {
	assert.deepEqual(
		parse(...hosts(stockPlace), "stock 000-default.conf").firstSites,
		{ 8081: "alone.test (/etc/apache2/sites-enabled/alone.conf:3)" },
	);
	assert.equal(
		parse(...hosts("/etc/apache2/conf-enabled/lvs-site-sites.conf"))
			.firstSites[80],
		undefined,
	);
	const theirs = "/etc/apache2/sites-enabled/lvs-status.conf";
	assert.equal(
		parse(...hosts(theirs)).firstSites[80],
		`old.test (${theirs}:1)`,
	);
});

test("how it serves, and which ports others have by now", () => {
	assert.deepEqual(parse("mpm event", "http2", "active"), {
		threads: "event",
		php: false,
		http2: true,
		active: true,
		taken: [],
		firstSites: {},
	});
	assert.deepEqual(parse("php", "taken 80", "taken 8080"), {
		threads: undefined,
		php: true,
		http2: false,
		active: false,
		taken: ["80", "8080"],
		firstSites: {},
	});
});

test("a role without sites asks nothing", () => {
	assert.equal(webServer.probe?.(nothing, "debian", "web-director"), "");
});

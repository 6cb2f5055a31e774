import assert from "node:assert/strict";
import { test } from "node:test";
import { websiteDoor } from "../../../src/model/website.ts";
import { renderWebsite } from "../../../src/render/website.ts";

const headers = (header?: string | false) => {
	const website = websiteDoor.parse("sites", {
		realServers: {
			rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
		},
		sites: { main: {} },
		...(header === undefined ? {} : { header }),
	});
	const [realServer] = website.realServers;
	assert.ok(realServer);
	const text = JSON.stringify(renderWebsite(website, realServer).files);
	return [...text.matchAll(/Header always set (\S+ \w+)/g)].map(
		([, set]) => set,
	);
};

test("a website names the real server in a header, or in another one, or in none", () => {
	assert.deepEqual(headers(), ["X-Real-Server rs1"]);
	assert.deepEqual(headers("X-Who"), ["X-Who rs1"]);
	assert.deepEqual(headers(false), []);
});

const configuration = (sites: object, file = "@httpd-conf@/lvs-site-sites") => {
	const website = websiteDoor.parse("sites", {
		realServers: {
			rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
		},
		sites,
	});
	const [realServer] = website.realServers;
	assert.ok(realServer);
	return (
		renderWebsite(website, realServer).files[`${file}.conf`]?.content ?? ""
	);
};

test("a site that brings a .htaccess has it read, with what it may rewrite; others have none read", () => {
	const files = { "data/.htaccess": "Require all denied\n" };
	const text = configuration({ app: { files }, plain: { port: 8080 } });
	const [, app = "", plain = ""] = text.split("<VirtualHost");
	assert.match(app, /Options SymLinksIfOwnerMatch\n\t\tAllowOverride All\n/);
	assert.match(plain, /Options None\n\t\tAllowOverride None\n/);
	assert.match(text, /<IfModule !rewrite_module>\n\tLoadModule rewrite_module/);
	assert.doesNotMatch(configuration({ plain: {} }), /rewrite_module/);
});

test("of two sites that have a name, the one that says it more exactly is read first", () => {
	const text = configuration(
		{
			all: { serverName: "lab.test", aliases: ["*.lab.test"] },
			some: { serverName: "a.test", aliases: ["*.a.lab.test"] },
			one: { serverName: "www.a.lab.test" },
		},
		"@httpd-sites@/zz-lvs-site-sites",
	);
	assert.deepEqual(
		[...text.matchAll(/^# (\w+)$/gm)].map(([, name]) => name),
		["one", "some", "all"],
	);
});

test("a site takes a request as large as PHP does", () => {
	const phpSettings = { post_max_size: "2G" };
	const text = configuration({
		large: { php: true, phpSettings },
		plain: { port: 8080, php: true },
	});
	const [, large = "", plain = ""] = text.split("<VirtualHost");
	assert.match(large, /LimitRequestBody 2147483648\n/);
	assert.doesNotMatch(plain, /LimitRequestBody/);
});

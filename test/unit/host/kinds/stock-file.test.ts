import assert from "node:assert/strict";
import { test } from "node:test";
import { files } from "../../../../src/host/kinds/files.ts";
import { localise } from "../../../../src/host/kinds/localise.ts";
import type { Family } from "../../../../src/model/family.ts";
import { renderRealServer } from "../../../../src/render/real-server.ts";
import { cluster } from "../change/example.ts";

const [rs1] = cluster.realServers;
assert.ok(rs1);
const desired = renderRealServer(cluster, rs1);
const page = "/var/www/html/index.html";

/** Whether a page is the distribution's own, on a host where every file holds the same. */
const isStock = (family: Family) => {
	const local = localise(desired, family);
	const paths = files.reads?.(local, "web-real-server") ?? [];
	const texts = new Map(
		[...paths, "/nonexistent", "none"].map((path) => [path, "x\n"]),
	);
	const lines = [`644 root:root 0:0 ${page}`];
	const found = files.parse(
		{ lines, texts, family, owner: "web-real-server" },
		local,
	);
	return { paths, stock: found[page]?.stock };
};

test("a page of the distribution's is told by its own file", () => {
	const { paths, stock } = isStock("debian");
	assert.ok(paths.includes("/usr/share/apache2/default-site/index.html"));
	assert.equal(stock, true);
});

test("where the distribution has none, no file is read, and every page is the user's", () => {
	const { paths, stock } = isStock("rhel");
	assert.deepEqual(
		paths.filter((path) => !(path in localise(desired, "rhel").files)),
		[],
	);
	assert.equal(stock, false);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { websiteDoor } from "../../../src/model/website.ts";
import { withheld } from "../../../src/model/withheld.ts";
import { changed } from "./declared.ts";

const given = {
	"directors.lb.host.privateKey": withheld,
	"directors.lb.host.privateKeyFile": undefined,
};

test("a secret that travels apart is no problem, and not in the model", () => {
	const { directors } = clusterDoor.parse("web", changed(given));
	assert.equal("privateKey" in (directors[0]?.host ?? {}), false);
});

test("a secret that travels apart was given: a rule counts it", () => {
	assert.deepEqual(
		clusterDoor.check(
			"web",
			changed({ ...given, "directors.lb.host.agent": true }),
		),
		[
			{
				path: "directors.lb.host",
				message:
					"privateKey and agent both given; write only one: it is how we log in",
			},
		],
	);
});

test("what is no secret does not travel apart", () => {
	assert.deepEqual(
		clusterDoor
			.check("web", changed({ vip: withheld }))
			.map(({ path }) => path),
		["vip"],
	);
});

test("a secret is known by its place in the declaration, and not by its name", () => {
	const host = ["realServers", "rs1", "host"];
	assert.deepEqual(
		[
			[...host, "privateKey"],
			[...host, "jump", "privateKey"],
			[...host, "address"],
			["sites", "main", "tls", "key"],
			["sites", "main", "tls", "certificate"],
			["sites", "main", "files", "privateKey"],
			["sites", "main", "nothing", "privateKey"],
			[],
		].map((path) => websiteDoor.isSecret(path)),
		[true, true, false, true, false, false, false, false],
	);
});

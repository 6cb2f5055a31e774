import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { unknown } from "../../../src/model/unknown.ts";
import { type Changes, changed, connection } from "./declared.ts";

// What is allowed, and told.

const drained = {
	"realServers.rs1.weight": 0,
	"realServers.rs2.weight": 0,
};
const remark = {
	path: "services.http",
	message:
		"the weight of every real server is 0, so new connections are refused; give one a weight of 1 or more",
};

/** Two machines that are directors and real servers. */
const both = {
	"directors.lb2": { host: connection(2204), address: "172.18.0.65" },
	"realServers.rs1": { host: connection(2204), address: "172.18.0.65" },
};

const cases: readonly (readonly [string, Changes, readonly object[]])[] = [
	["nothing", {}, []],
	[
		"a director that is a real server too, and no check",
		both,
		[
			{
				path: "services.http",
				message:
					'lb2 is a director and a real server: where it dies, the other director goes on sending clients to it, as nobody looks; write a check, like `check: { http: "/" }`',
			},
		],
	],
	[
		"the same with a check",
		{ ...both, "services.http.check": { http: "/" } },
		[],
	],
	[
		"the only director",
		{
			"realServers.rs1.host": connection(2201),
			"realServers.rs1.address": "172.18.0.66",
		},
		[],
	],
	["one weight of 0", { "realServers.rs1.weight": 0 }, []],
	["every weight 0", drained, [remark]],
	[
		"every weight 0 in one service",
		{
			"services.http.realServers": { rs1: { weight: 0 }, rs2: { weight: 0 } },
			"services.https.tcp": 443,
		},
		[remark],
	],
	[
		"the weight of the only one that serves",
		{
			"realServers.rs1.weight": 0,
			"services.http.realServers": { rs2: { serves: false } },
		},
		[remark],
	],
	[
		"a weight that is not known yet",
		{ ...drained, "realServers.rs2.weight": unknown },
		[],
	],
	[
		"a service that gives one a weight",
		{ ...drained, "services.http.realServers": { rs1: { weight: 5 } } },
		[],
	],
	[
		"a port on real servers that direct routing cannot change, among those of a mark",
		{ "services.web": { fwmark: 7, tcp: [81, 82], realServerPort: 81 } },
		[
			{
				path: "services.web.realServerPort",
				message:
					"it only stands in the table: direct routing changes no port, so 82 stays what it is",
			},
		],
	],
	[
		"the only port of a mark",
		{ "services.web": { fwmark: 7, tcp: [81], realServerPort: 81 } },
		[],
	],
];

for (const [what, changes, expected] of cases)
	test(`remarked: ${what}`, () => {
		const declaration = changed(changes);
		assert.deepEqual(clusterDoor.check("web", declaration), []);
		assert.deepEqual(clusterDoor.remarks(declaration), expected);
	});

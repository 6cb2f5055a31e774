import assert from "node:assert/strict";
import { test } from "node:test";
import { discuzDoor } from "../../../src/model/discuz.ts";
import { unknown } from "../../../src/model/unknown.ts";
import { wordPressDoor } from "../../../src/model/wordpress.ts";

const blog = (network: unknown) => ({
	realServers: {
		rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
		rs3: { host: { address: "192.0.2.4" }, address: "172.19.0.67" },
	},
	url: "http://www.lab.test",
	database: {
		address: "172.18.0.69",
		database: "it",
		user: "it",
		password: "x",
		network,
	},
});

test("a real server outside of the network of its database is told", () => {
	for (const door of [wordPressDoor, discuzDoor])
		assert.deepEqual(door.remarks(blog("172.18.0.0/24")), [
			{
				path: "realServers.rs3.address",
				message:
					"172.19.0.67 is outside of 172.18.0.0/24, from which the database lets clients in; unless this machine reaches it by another address, widen `network` of the Database",
			},
		]);
});

test("nothing is told where all are in it, or it is not known yet", () => {
	for (const network of ["172.16.0.0/12", undefined, unknown])
		assert.deepEqual(wordPressDoor.remarks(blog(network)), []);
});

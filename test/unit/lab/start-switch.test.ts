import assert from "node:assert/strict";
import { test } from "node:test";
import { switchPlan, switchSockets } from "../../../src/lab/start-switch.ts";

const lab = {
	links: { wan: "192.0.2.0/24", lan: "172.18.0.0/24" },
	addresses: {
		router: { wan: "192.0.2.1", lan: "172.18.0.1" },
		rs: { lan: "172.18.0.2" },
	},
};

test("each link has a port for each machine that is on it", () => {
	assert.deepEqual(switchPlan(lab), { wan: ["router"], lan: ["router", "rs"] });
	assert.deepEqual(switchSockets("/d", lab), [
		"/d/switch.control",
		"/d/router.wan.net",
		"/d/router.lan.net",
		"/d/rs.lan.net",
	]);
});

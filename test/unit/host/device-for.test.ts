import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceFor } from "../../../src/host/device-for.ts";
import { nothing } from "../../../src/model/desired.ts";
import { ownLink } from "../../../src/model/own-link.ts";

test("the own link is the one that has the own address, or that is declared, whatever another one is called", () => {
	const on = (device: string, own = "eth1") => [
		{ device, address: "192.0.2.9/24" },
		{ device: own, address: "172.18.0.67/24" },
	];
	const desired = { ...nothing, ownAddress: "172.18.0.67" };
	assert.equal(deviceFor(desired, ownLink, on("link")), "eth1");
	assert.equal(deviceFor(desired, ownLink, on("eth1", "link")), "link");
	assert.equal(
		deviceFor({ ...desired, device: "link" }, ownLink, on("eth0")),
		"link",
	);
	assert.equal(deviceFor(desired, "lo", on("link")), "lo");
});

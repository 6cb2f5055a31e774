import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAddressLine } from "../../../src/host/address-line.ts";
import { parseReceiverLine } from "../../../src/host/receiver-line.ts";

test("an address of ip is read with its device and its prefix, which one with a peer leaves to the peer", () => {
	assert.deepEqual(
		parseAddressLine(
			"3: eth1    inet 172.18.0.70/32 scope global eth1\\       valid_lft forever",
		),
		{
			...{ device: "eth1", address: "172.18.0.70", prefix: 32 },
			written: "172.18.0.70/32",
		},
	);
	assert.deepEqual(
		parseAddressLine("4: ppp0    inet 10.0.0.1 peer 10.0.0.2/30 scope global"),
		{ device: "ppp0", address: "10.0.0.1", prefix: 30, written: "10.0.0.1" },
	);
	for (const line of ["", "device eth1", "3: eth1    inet6 fe80::1/64 scope"])
		assert.equal(parseAddressLine(line), undefined);
});

test("a port at which the kernel unwraps is read with the kernel's word for what it takes", () => {
	assert.deepEqual(parseReceiverLine("port 5555 gue"), {
		port: "5555",
		kind: "gue",
	});
	assert.deepEqual(parseReceiverLine("port 5556 ipproto 4"), {
		port: "5556",
		kind: "ipproto",
	});
	assert.equal(parseReceiverLine(""), undefined);
});

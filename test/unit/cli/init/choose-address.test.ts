import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { chooseAddress } from "../../../../src/cli/init/choose-address.ts";
import { survey } from "./survey.ts";

suite("what a host tells", () => {
	const choose = (vip: string, named?: string) =>
		chooseAddress("rs1", survey, { vip, named }).address;
	test("gives the address on the link of the VIP, or the one that is named", () => {
		assert.equal(choose("172.18.0.70"), "172.18.0.66");
		assert.equal(choose("192.0.2.1", "10.0.2.15"), "10.0.2.15");
	});

	test("asks for an address where it does not tell", () => {
		assert.throws(() => choose("192.0.2.1"), {
			message:
				"rs1: no address on the link of the VIP 192.0.2.1; it has 10.0.2.15/24, 172.18.0.66/24, 172.18.0.70/32\n  say which one the others reach it by: --address rs1=ADDRESS",
		});
		assert.throws(() => choose("172.18.0.70", "10.9.9.9"), {
			message: /^--address rs1=10\.9\.9\.9: the host has no such address/,
		});
	});
});

import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import {
	addressNumber,
	broadcastAddress,
	contains,
	formatNetwork,
	type Ipv4,
	isNetmask,
	type LinkAddress,
	netmask,
	networkAddress,
	parseIpv4,
	parseLinkAddress,
	specialUse,
} from "../../../src/model/address.ts";

const byte = fc.integer({ min: 0, max: 255 });
const address = fc
	.tuple(byte, byte, byte, byte)
	.map((bytes) => bytes.join(".") as Ipv4);
const link: fc.Arbitrary<LinkAddress> = fc
	.tuple(address, fc.integer({ min: 0, max: 32 }))
	.map(([address, prefixLength]) => ({ address, prefixLength }));
/** The address as a number, by arithmetic of our own to compare with. */
const number = (text: Ipv4) =>
	text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const size = ({ prefixLength }: LinkAddress) => 2 ** (32 - prefixLength);
const first = (of: LinkAddress) =>
	Math.floor(number(of.address) / size(of)) * size(of);

test("every dotted quad is an address", () => {
	fc.assert(fc.property(address, (text) => parseIpv4(text) === text));
});

for (const text of [
	"",
	"127.1",
	"1.2.3",
	"1.2.3.4.5",
	"010.0.0.1",
	"1.2.3.04",
	"0x7f.0.0.1",
	"2130706433",
	"1.2.3.256",
	"1.2.3.-4",
	" 1.2.3.4",
	"1.2.3.4\n",
	"1.2.3.4/24",
	"::1",
	"::ffff:1.2.3.4",
	"localhost",
	"1.2.3.٤",
]) {
	test(`${JSON.stringify(text)} is no address`, () => {
		assert.equal(parseIpv4(text), undefined);
	});
}

test("an address with its prefix is read in two parts", () => {
	fc.assert(
		fc.property(link, (of) => {
			assert.deepEqual(
				parseLinkAddress(`${of.address}/${of.prefixLength}`),
				of,
			);
		}),
	);
	for (const text of [
		"1.2.3.4",
		"1.2.3.4/",
		"1.2.3.4/33",
		"1.2.3.4/024",
		"1.2.3.4/-1",
		"1.2.3.4/24/24",
		"1.2.3/24",
		"/24",
	])
		assert.equal(parseLinkAddress(text), undefined, text);
});

test("an address as one number, a link's mask and what is a mask", () => {
	fc.assert(
		fc.property(link, address, (of, other) => {
			assert.equal(addressNumber(other), number(other));
			assert.equal(number(netmask(of)), 2 ** 32 - size(of));
			assert.equal(isNetmask(netmask(of)), of.prefixLength > 0);
			assert.equal(
				isNetmask(other),
				/^1+0*$/.test(number(other).toString(2).padStart(32, "0")),
			);
		}),
	);
});

test("a link contains the addresses between its ends and no other", () => {
	fc.assert(
		fc.property(link, address, (of, other) => {
			assert.equal(number(networkAddress(of)), first(of));
			assert.equal(number(broadcastAddress(of)), first(of) + size(of) - 1);
			assert.equal(
				contains(of, other),
				number(other) >= first(of) && number(other) < first(of) + size(of),
			);
			assert.ok(contains(of, of.address));
		}),
	);
});

test("a neighbour just outside the link is not in it", () => {
	const of = { address: "172.18.0.66" as Ipv4, prefixLength: 26 };
	assert.equal(contains(of, "172.18.0.64" as Ipv4), true);
	assert.equal(contains(of, "172.18.0.127" as Ipv4), true);
	assert.equal(contains(of, "172.18.0.63" as Ipv4), false);
	assert.equal(contains(of, "172.18.0.128" as Ipv4), false);
	assert.equal(formatNetwork(of), "172.18.0.64/26");
});

for (const [text, use] of Object.entries({
	"0.0.0.0": 'in 0.0.0.0/8, which means "this network"',
	"0.1.2.3": 'in 0.0.0.0/8, which means "this network"',
	"127.0.0.1": "a loopback address",
	"224.0.0.81": "a multicast address",
	"239.255.255.255": "a multicast address",
	"240.0.0.1": "in the reserved range 240.0.0.0/4",
	"255.255.255.255": "the broadcast address",
	"10.0.0.0": undefined,
	"126.255.255.255": undefined,
	"128.0.0.1": undefined,
	"192.0.2.1": undefined,
	"203.0.113.9": undefined,
	"223.255.255.255": undefined,
})) {
	test(`${text} is ${use ?? "for a host"}`, () => {
		assert.equal(specialUse(text as Ipv4), use);
	});
}

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { here } from "../../../src/host/here.ts";
import type { Observed } from "../../../src/host/observed.ts";
import { clean, realServer } from "./change/example.ts";

const host = clean(realServer);
const sysctlsOn = (change: Partial<Observed>) =>
	here(realServer, { ...host, ...change }).sysctls;
const ofLink = "net.ipv4.conf.eth1";

suite("the sysctls of a real server on a host", () => {
	test("are those of its own link, and of no other", () => {
		assert.deepEqual(sysctlsOn({}), {
			[`${ofLink}.arp_ignore`]: "1",
			[`${ofLink}.arp_announce`]: "2",
			[`${ofLink}.rp_filter`]: "0",
		});
	});

	test("where another link's network has the VIP, that link is silent too", () => {
		const wanted = sysctlsOn({
			links: { ...host.links, ofVip: ["eth0.10", "eth1"] },
		});
		assert.deepEqual(Object.keys(wanted), [
			"net.ipv4.conf.eth0/10.arp_ignore",
			`${ofLink}.arp_ignore`,
			"net.ipv4.conf.eth0/10.arp_announce",
			`${ofLink}.arp_announce`,
			`${ofLink}.rp_filter`,
		]);
	});

	for (const device of ["$&", "a$'b", "<link>", "link", "not strict"])
		test(`are those of a link that somebody calls ${device}`, () => {
			const wanted = sysctlsOn({
				links: { ...host.links, ofVip: [device, "eth1"] },
				sysctls: { [`net.ipv4.conf.${device}.arp_ignore`]: "2" },
			});
			assert.equal(wanted[`net.ipv4.conf.${device}.arp_ignore`], "2");
			assert.equal(wanted[`net.ipv4.conf.${device}.arp_announce`], "2");
			assert.equal(Object.keys(wanted).length, 5);
		});

	for (const [all, link, wanted] of [
		["0", "0", "0"],
		["0", "1", "2"],
		["1", "0", "2"],
		["1", "2", "2"],
		["2", "1", "1"],
	] as const)
		test(`rp_filter ${link} with ${all} for all becomes ${wanted}`, () => {
			const { [`${ofLink}.rp_filter`]: value } = sysctlsOn({
				sysctls: {
					"net.ipv4.conf.all.rp_filter": all,
					[`${ofLink}.rp_filter`]: link,
				},
			});
			assert.equal(value, wanted);
		});

	test("a stricter arp_ignore stays, a wrong one does not", () => {
		const ignore = (found: string) =>
			sysctlsOn({ sysctls: { [`${ofLink}.arp_ignore`]: found } })[
				`${ofLink}.arp_ignore`
			];
		assert.deepEqual(["0", "1", "2", "8"].map(ignore), ["1", "1", "2", "1"]);
	});
});

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { ModuleState } from "../../../../src/host/found-state.ts";
import { modules } from "../../../../src/host/kinds/modules.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { clean } from "../change/example.ts";

const desired: Desired = {
	...nothing,
	modules: { ip_vs: "loaded", ip_vs_mh: "loaded" },
};
const look = (...lines: string[]) =>
	modules.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		desired,
	);
const host = (found: Readonly<Record<string, ModuleState>>): Observed => ({
	...clean(desired),
	modules: found,
});
const situation = (observed: Observed) => ({
	owner: "web-director",
	desired,
	observed,
});

suite("modules", () => {
	test("what comes along with ip_vs is looked at too, and only what we want can be missing", () => {
		const found = look(
			"loaded nf_conntrack",
			"available ip_vs",
			"missing ip_vs_mh",
		);
		assert.equal(found.ip_vs, "available");
		assert.equal(found.ip_vs_mh, "missing");
		assert.equal(found.nf_conntrack, "loaded");
		assert.equal(found.nft_ct, "available");
	});

	test("where a scheduler is missing, those that there are are told", () => {
		const found = look(
			"loaded ip_vs",
			"missing ip_vs_mh",
			"available ip_vs_rr",
			"available ip_vs_wrr",
		);
		assert.equal(found.ip_vs_rr, "available");
		assert.equal(found.ip_vs_wrr, "available");
	});

	test("those that came along are noted, though nobody declares them", () => {
		const { noted } = modules;
		const observed = host({ ip_vs: "available", nf_conntrack: "loaded" });
		assert.deepEqual(noted.things?.(situation(observed)), [
			"ip_vs",
			"nf_conntrack",
		]);
		assert.equal(noted.found("ip_vs", situation(observed)), "unloaded");
		assert.equal(noted.found("nf_conntrack", situation(observed)), "loaded");
	});

	test("go back the last first; what was loaded before us, or is not loaded, stays", () => {
		const { unload } = modules.giveBack(
			{
				nf_conntrack: "loaded",
				ip_vs: "unloaded",
				ip_vs_mh: "unloaded",
				ip_vs_sh: "unloaded",
				nft_ct: "unloaded",
			},
			// ip_vs_sh is of an earlier declaration, and was not looked at
			situation(
				host({
					nf_conntrack: "loaded",
					ip_vs: "loaded",
					ip_vs_mh: "loaded",
					nft_ct: "available",
				}),
			),
		);
		assert.deepEqual(
			unload?.map((step) => step.kind === "unload" && step.modules),
			[["ip_vs_sh", "ip_vs_mh", "ip_vs"]],
		);
	});

	test("one that stays loaded is told", () => {
		assert.deepEqual(
			modules.left?.(
				{ ip_vs: "unloaded", nf_conntrack: "loaded", nft_ct: "unloaded" },
				host({ ip_vs: "loaded", nf_conntrack: "loaded", nft_ct: "available" }),
				nothing,
			),
			["kernel module ip_vs: still in use"],
		);
	});
});

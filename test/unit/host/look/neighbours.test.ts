import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { neighbours } from "../../../../src/host/look/facts/neighbours.ts";
import { formatRules } from "../../../../src/host/record-text.ts";
import { director } from "../change/example.ts";

/** What a look finds of another record, where these are our rules and theirs. */
function look(
	ours: readonly string[],
	theirs: readonly string[],
	record = "{}",
) {
	const root = mkdtempSync(join(tmpdir(), "neighbours-"));
	try {
		for (const [owner, rules] of [
			["web-director", ours],
			["shop-director", theirs],
		] as const) {
			mkdirSync(join(root, owner));
			writeFileSync(join(root, owner, "record.json"), `${record}\n`);
			writeFileSync(join(root, owner, "rules"), formatRules(rules));
		}
		const probe = neighbours
			.probe?.(director, "debian", "web-director")
			.replaceAll("/var/lib/pulumi-lvs", root);
		const { stdout } = spawnSync("sh", ["-c", probe ?? ""], {
			encoding: "utf8",
		});
		const lines = stdout.split("\n").filter((line) => line !== "");
		return neighbours.parse(
			{ lines, texts: new Map(), family: "debian", owner: "web-director" },
			director,
		);
	} finally {
		rmSync(root, { recursive: true });
	}
}

test("a mark of IPv6 is another service than the same mark of IPv4", () => {
	const { services, sharedRules } = look(
		["-f 7", "-f 7 -r 172.18.0.67:0"],
		["-f 7 -6", "-f 7 -6 -r [2001:db8::67]:0"],
	);
	assert.deepEqual(services, { "-f 7 -6": "shop-director" });
	assert.deepEqual(sharedRules, []);
});

test("of a service that both have, all real servers are told", () => {
	const both = ["-f 7 -6", "-f 7 -6 -r [2001:db8::67]:0"];
	const sctp = ["--sctp-service 172.18.0.70:80"];
	const { services, sharedRules } = look(both, [...both, ...sctp]);
	assert.deepEqual(
		Object.keys(services).sort(),
		[...both.slice(0, 1), ...sctp].sort(),
	);
	assert.deepEqual(sharedRules, both);
});

test("of which stack another record is, where it tells", () => {
	const stacks = (stack: string) =>
		look([], [], `{"holder": {"stack": "${stack}", "token": "1"}}`).stacks;
	assert.deepEqual(stacks("shop/prod"), { "shop-director": "shop/prod" });
	// an earlier version did not know it
	assert.deepEqual(stacks(""), {});
});

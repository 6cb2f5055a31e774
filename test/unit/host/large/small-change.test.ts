import assert from "node:assert/strict";
import { test } from "node:test";
import { smallChange } from "../../../../src/host/large/small-change.ts";
import {
	type Desired,
	type DesiredFile,
	nothing,
} from "../../../../src/model/desired.ts";
import { command } from "../../ipvs/written.ts";

const service = "-t 172.18.0.70:80";
const rs1 = `${service} -r 172.18.0.67:80`;
const rs2 = `${service} -r 172.18.0.68:80`;
const path = "/etc/ipvsadm.rules";

/** A director with two real servers, and their rules in its file. */
function director(
	ipvs: Readonly<Record<string, string>> = {},
	more: Partial<Desired> = {},
): Desired {
	const rules = {
		[service]: "-s wrr",
		[rs1]: "-g -w 2",
		[rs2]: "-g -w 3",
		...ipvs,
	};
	const content = Object.entries(rules)
		.map((rule) => `${rule.join(" ")}\n`)
		.join("");
	return {
		...nothing,
		ipvs: rules,
		files: { [path]: { content, mode: "600", readBy: "others", block: "web" } },
		...more,
	};
}

test("Weights: the file, then the edits with all their attributes", () => {
	const wanted = director({ [rs1]: "-g -w 4", [rs2]: "-g -w 0" });
	assert.deepEqual(smallChange(director(), wanted), [
		{
			kind: "write",
			path,
			file: wanted.files[path],
			because: "declared anew",
		},
		{
			kind: "ipvs",
			commands: [command(`-e ${rs1} -g -w 4`), command(`-e ${rs2} -g -w 0`)],
			because: "declared anew",
		},
	]);
});

/** The director with a file of its own in place of the rules. */
function withFile(weight: number, file: Omit<DesiredFile, "content">): Desired {
	return director(
		{ [rs1]: `-g -w ${weight}` },
		{ files: { [path]: { content: `${weight}\n`, ...file } } },
	);
}

const others: readonly (readonly [string, Desired, Desired])[] = [
	["nothing", director(), director()],
	["a scheduler", director(), director({ [service]: "-s rr" })],
	["another way of forwarding", director(), director({ [rs1]: "-m -w 2" })],
	["a threshold", director(), director({ [rs1]: "-g -w 4 -x 9 -y 5" })],
	[
		"a tunnel that has a kind",
		director({ [rs1]: "-i -w 2 --tun-type gue" }),
		director({ [rs1]: "-i -w 4 --tun-type gue" }),
	],
	[
		"a real server more",
		director(),
		director({ [`${service} -r 172.18.0.69:80`]: "-g -w 1", [rs1]: "-g -w 4" }),
	],
	[
		"a sysctl beside it",
		director(),
		director({ [rs1]: "-g -w 4" }, { sysctls: { "net.ipv4.ip_forward": "1" } }),
	],
	[
		"a file that is ours alone",
		withFile(1, { mode: "755", readBy: "others" }),
		withFile(2, { mode: "755", readBy: "others" }),
	],
	[
		"a file that our unit must read again",
		withFile(1, { mode: "755", readBy: "our unit", block: "web" }),
		withFile(2, { mode: "755", readBy: "our unit", block: "web" }),
	],
	[
		"a file with another mode",
		withFile(1, { mode: "600", readBy: "others", block: "web" }),
		withFile(2, { mode: "644", readBy: "others", block: "web" }),
	],
	[
		"a rule that had gone when it was looked at",
		{ ...director(), ipvs: { [service]: "-s wrr" } },
		director(),
	],
];
for (const [what, before, wanted] of others)
	test(`A look comes first: ${what}`, () => {
		assert.equal(smallChange(before, wanted), undefined);
	});

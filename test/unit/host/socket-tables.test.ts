import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { takenPorts } from "../../../src/diagnose/free-ports.ts";
import { lookScript } from "../../../src/diagnose/look.ts";
import { marks } from "../../../src/host/look/facts/marks.ts";
import { webServer } from "../../../src/host/look/facts/web-server.ts";
import { nothing } from "../../../src/model/desired.ts";

/** /proc/net of a kernel without IPv6: a program that listens on tcp port 80, one on udp port 53. */
const folder = mkdtempSync(join(tmpdir(), "lvs-"));
writeFileSync(join(folder, "tcp"), "0: 00000000:0050 00000000:0000 0A\n");
writeFileSync(join(folder, "udp"), "0: 00000000:0035 00000000:0000 07\n");

const mark = {
	mark: 5,
	to: "172.18.0.70",
	protocol: "udp",
	ports: [53],
} as const;

for (const [what, script, said] of [
	[
		"listeners behind marks",
		marks
			.probe?.(
				{ ...nothing, packets: { marks: { m: mark }, masquerades: {} } },
				"debian",
				"",
			)
			?.split("\n")
			.at(-1) ?? "",
		/^listen .*tcp 00000000:0050\nlisten .*udp 00000000:0035$/,
	],
	[
		"the listeners of diagnose",
		lookScript({ routes: [], clients: [] }, () => "true")
			.split("\n")
			.find((line) => line.includes("/proc/net/udp"))
			?.replace(/^true; /, "") ?? "",
		/tcp 00000000:0050 \S+ *\n.*udp 00000000:0035 \S+ *$/,
	],
	["the free ports of diagnose", takenPorts, /^$/],
	[
		"a port that the web server is to have",
		(
			webServer.probe?.(
				{ ...nothing, web: { answersAll: [], php: false } },
				"debian",
				"",
			) ?? ""
		)
			.split("\n")
			.find((line) => line.includes("/proc/net/tcp")) ?? "",
		/^taken 80$/,
	],
] as const)
	test(`a kernel without IPv6 lacks lists of sockets, and the others are read: ${what}`, () => {
		const printed = execFileSync(
			"sh",
			["-c", `port=80\n${script.replaceAll("/proc/net", folder)}`],
			{ encoding: "utf8" },
		);
		assert.match(printed.trim(), said);
	});

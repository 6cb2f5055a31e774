import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { cutService, serviceInAwk } from "../../../src/ipvs/key.ts";

test("awk on a host names the same service as we do", () => {
	const lines = [
		"-t 172.18.0.70:80 172.18.0.67:80 172.18.0.68:80",
		"--sctp-service [2001:db8::70]:80",
		"-f 7",
		"-f 7 172.18.0.67:0",
		"-f 7 -6 [2001:db8::67]:0",
	];
	const { stdout } = spawnSync("awk", [`{ print ${serviceInAwk} }`], {
		input: lines.join("\n"),
		encoding: "utf8",
	});
	assert.deepEqual(
		stdout.trim().split("\n"),
		lines.map((line) => cutService(line.split(" "))[0].join(" ")),
	);
});

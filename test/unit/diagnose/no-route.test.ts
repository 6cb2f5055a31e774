import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { diagnose } from "../../../src/diagnose/diagnose.ts";
import type { Heard } from "../../../src/diagnose/read-answers.ts";
import { section } from "../../../src/host/sections.ts";
import { startSshServer } from "../ssh/ssh-server.ts";

const unreachable = "RTNETLINK answers: Network is unreachable";

function answer(script: string): string {
	if (script.includes("echo route")) return `echo route; echo '${unreachable}'`;
	if (script.includes("curl")) return "echo 1 7 000 0 0 Could not connect";
	const [mark = ""] = /lvs_mark=\S+/.exec(script) ?? [];
	return `${mark}
${section("route vip")}
echo '${unreachable}'
${section("end")}`;
}

test("a client without a route to the VIP has no address towards it, and is named as the cause", async () => {
	const { targets } = JSON.parse(
		readFileSync(
			new URL("recorded/sound-dr.json", import.meta.url).pathname,
			"utf8",
		),
	) as Heard;
	const client = await startSshServer({
		// such a machine's answers; the scripts themselves are not run here
		edit: (script) =>
			script.replace(/(?<=^lvs_main\(\) \{ :\n).*(?=\n\}\n\{ LC_ALL)/ms, () =>
				answer(script),
			),
	});
	try {
		const { findings } = await diagnose({
			targets,
			machines: [],
			client: { name: "client", connection: client.connection },
		});
		assert.deepEqual(
			findings.map(({ host, cause }) => `${host}: ${cause}`),
			["client: no route to 10.77.0.70: Network is unreachable"],
		);
	} finally {
		await client.close();
	}
});

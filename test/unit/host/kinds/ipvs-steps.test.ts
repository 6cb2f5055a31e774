import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { functionsOf, render } from "../../../../src/host/kinds/actions.ts";
import { active as activeFunction } from "../../../../src/host/kinds/rule-steps.ts";
import { definitions } from "../../../../src/host/kinds/shell-function.ts";
import type { Step } from "../../../../src/host/step.ts";
import { parseRule } from "../../../../src/ipvs/parse-rule.ts";
import type { ServerRule } from "../../../../src/ipvs/rule.ts";

/** The real servers that are busy where ipvsadm lists this. */
function active(...listing: readonly string[]): string[] {
	const { stdout } = spawnSync("sh", [], {
		input: `${definitions([activeFunction])}
ipvsadm() {
	cat <<-end
		IP Virtual Server version 1.2.1 (size=4096)
		Prot LocalAddress:Port Scheduler Flags
		  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
		${listing.join("\n\t\t")}
	end
}
active`,
		encoding: "utf8",
	});
	return stdout.split("\n").filter((line) => line !== "");
}

test("a drain waits for real servers that have active connections", () => {
	assert.deepEqual(
		active(
			"TCP  172.18.0.70:80 wrr persistent 60",
			"  -> 172.18.0.67:80               Route   1      3          0",
			"  -> 172.18.0.68:80               Route   1      0          9",
			"UDP  172.18.0.70:53 rr ops",
			"  -> 172.18.0.67:53               Route   1      1          0",
			"FWM  7 rr",
			"  -> 172.18.0.67:0                Route   1      2          0",
		),
		[
			"-t 172.18.0.70:80 -r 172.18.0.67:80",
			"-u 172.18.0.70:53 -r 172.18.0.67:53",
			"-f 7 -r 172.18.0.67:0",
		],
	);
});

test("it does not wait for the real servers of a service that is none of ours", () => {
	assert.deepEqual(
		active(
			"TCP  172.18.0.70:80 rr",
			"  -> 172.18.0.67:80               Route   1      0          0",
			"SCTP 172.18.0.70:80 rr",
			"  -> 172.18.0.67:80               Route   1      5          0",
			"FWM  7 IPv6 rr",
			"  -> [2001:db8::67]:0             Route   1      5          0",
		),
		[],
	);
});

suite("what a step does beside ipvsadm", () => {
	const folder = mkdtempSync(join(tmpdir(), "lvs-ipvs-steps-"));
	after(() => rmSync(folder, { recursive: true }));
	const setting = join(folder, "expire_nodest_conn");
	const log = join(folder, "log");
	const command = (name: string, text: string) =>
		writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
	command(
		"ipvsadm",
		`while read -r line; do echo "$(cat ${setting}) $line" >>${log}; done; exit $(cat ${folder}/fails)`,
	);
	command("nft", `{ echo nft; cat; } | tr -d '\\t' >>${log}`);
	const run = (step: Step, { was = "0", fails = "0" } = {}) => {
		writeFileSync(setting, `${was}\n`);
		writeFileSync(join(folder, "fails"), fails);
		writeFileSync(log, "");
		const { status, stderr } = spawnSync("sh", [], {
			input:
				`lvs_run=${folder}\n${functionsOf([step])}\n${render(step, "debian")}`.replaceAll(
					"/proc/sys/net/ipv4/vs/expire_nodest_conn",
					setting,
				),
			env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
			encoding: "utf8",
		});
		return {
			status,
			stderr,
			lines: readFileSync(log, "utf8").split("\n").slice(0, -1),
			left: readFileSync(setting, "utf8").trim(),
		};
	};
	const deletion = (endsEntries: boolean): Step => ({
		kind: "ipvs",
		commands: [
			{
				verb: "delete",
				rule: parseRule("-u 172.18.0.70:53 -r 172.18.0.68:53", "-m -w 1"),
			},
		],
		...(endsEntries ? { endsEntries } : {}),
		because: "test",
	});
	const line = "-d -u 172.18.0.70:53 -r 172.18.0.68:53";

	test("a client that keeps its port does not keep its entry when its rule goes, and the setting is as it was", () => {
		assert.deepEqual(run(deletion(true)), {
			...{ status: 0, stderr: "", lines: [`1 ${line}`], left: "0" },
		});
		assert.equal(run(deletion(true), { was: "1" }).left, "1");
		const failed = run(deletion(true), { fails: "3" });
		assert.deepEqual([failed.status, failed.left], [3, "0"]);
	});

	test("where it is not asked for, open connections without a rule may come back", () => {
		assert.deepEqual(run(deletion(false)).lines, [`0 ${line}`]);
	});

	test("a real server by NAT that leaves hears of no shorter way until it has left", () => {
		const leaving = parseRule(
			"-t 172.18.0.70:80 -r 172.18.0.68:80",
			"-m -w 0",
		) as ServerRule;
		const { status, stderr, lines } = run({
			kind: "drain",
			recordName: "web-director",
			seconds: 1,
			servers: [leaving],
			unredirected: { table: "lvs-web", addresses: ["172.18.0.68"] },
			because: "test",
		});
		assert.deepEqual([status, stderr], [0, ""]);
		assert.deepEqual(lines, [
			"0 -e -t 172.18.0.70:80 -r 172.18.0.68:80 -m -w 0",
			...["nft", "table ip lvs-web {", "chain leaving {"],
			"type filter hook output priority filter; policy accept;",
			"ip daddr { 172.18.0.68 } icmp type redirect drop",
			...["}", "}", "nft", "flush chain ip lvs-web leaving"],
			"delete chain ip lvs-web leaving",
		]);
	});
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { declareRules } from "../../../src/import/declare-rules.ts";
import { formatProgram } from "../../../src/import/format-declaration.ts";
import { declareDirector } from "../../../src/import/keepalived/declare-director.ts";
import { readTable } from "../../../src/import/read-director.ts";
import type { Session } from "../../../src/ssh/session.ts";

/** A director that prints this: `@MARK` stands for the mark that the script was given. */
const director = (printed: string): Session => ({
	host: "root@lb:22",
	async run(script) {
		const mark = /^lvs_mark=(\S+)$/m.exec(script)?.[1] ?? "no mark";
		return { exit: 0, stdout: printed.replaceAll("MARK", mark), stderr: "" };
	},
});

test("tells that checks of ldirectord are in its file", async () => {
	const remarksOf = async (program: string) =>
		(
			await readTable(
				director(
					`@MARK table\n-A -t 172.18.0.70:80 -s rr\n@MARK keepers\nruns ${program} ${program}.service\n`,
				),
			)
		).remarks.join();
	const hint = /import a copy of its ldirectord\.cf/;
	assert.match(await remarksOf("ldirectord"), hint);
	assert.doesNotMatch(await remarksOf("kube-proxy"), hint);
});

test("no line that a program on the host prints ends the table", async () => {
	const { rules, remarks } = await readTable(
		director(`@MARK table
-A -t 172.18.0.70:80 -s rr
@keepers
-A -t 172.18.0.71:80 -s rr
@MARK keepers
runs keepalived keepalived.service
virtual_server 172.18.0.70 80 {
`),
	);
	assert.deepEqual(
		rules.services.map(({ text }) => text),
		["-A -t 172.18.0.70:80 -s rr", "-A -t 172.18.0.71:80 -s rr"],
	);
	// what is no rule comes last, and is told as a line that was not read
	assert.deepEqual(
		rules.unread.map(({ line, text }) => [line, text]),
		[[3, "@keepers"]],
	);
	assert.match(remarks.join(), /keepalived\.service is active here/);
});

test("each look has a mark of its own", async () => {
	const marks = new Set<string>();
	for (let look = 0; look < 2; look++)
		await readTable({
			...director(""),
			async run(script) {
				marks.add(/^lvs_mark=(\S+)$/m.exec(script)?.[1] ?? "no mark");
				return { exit: 0, stdout: "", stderr: "" };
			},
		});
	assert.equal(marks.size, 2);
});

suite("what a live director has set besides its rules", () => {
	const rules =
		"-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1\n";
	const timeouts = (seconds: string) =>
		`Timeout (tcp tcpfin udp): ${seconds}\n`;
	const syncs = `master sync daemon (mcast=eth1, syncid=5, maxlen=1472, group=224.0.0.81, port=8848, ttl=1)
backup sync daemon (mcast=eth1, syncid=5, maxlen=1472, group=224.0.0.81, port=8848, ttl=1)
`;

	/** A shell runs the look of a director whose ipvsadm answers so. It fails at all else. */
	const looked = async (answers: Readonly<Record<string, string>>) => {
		using folder = mkdtempDisposableSync(join(tmpdir(), "lvs-look-"));
		mkdirSync(join(folder.path, "net"));
		writeFileSync(join(folder.path, "net/ip_vs"), "");
		let runs = 0;
		const { rules } = await readTable({
			host: "root@lb:22",
			async run(script) {
				runs += 1;
				const cases = Object.entries(answers).map(
					([words, text]) => `'${words}') printf %s '${text}' ;;`,
				);
				const { status, stdout, stderr } = spawnSync("sh", {
					input: `ipvsadm() { case "$*" in ${cases.join(" ")} *) echo no >&2; return 255 ;; esac; }
${script.replaceAll("/proc", folder.path).replaceAll("/etc/keepalived", folder.path)}`,
					encoding: "utf8",
				});
				return { exit: status ?? -1, stdout, stderr };
			},
		});
		assert.equal(runs, 1);
		return rules;
	};
	const table = { "-Sn": rules, "-Ln --thresholds": "" };
	const set = (seconds: string, daemons = "") =>
		looked({
			...table,
			"-Ln --timeout": timeouts(seconds),
			"-L --daemon": daemons,
		});
	const told = (lines: ReturnType<typeof declareRules>["unread"]) =>
		lines.map(
			({ file, line, text, reason }) => `${file}:${line}: ${text}: ${reason}`,
		);

	test("timeouts that are not the kernel's own are declared", async () => {
		const { clusters, unread, remarks } = declareRules(
			await set("7200 120 600"),
		);
		assert.deepEqual(clusters[0]?.ipvs, { timeouts: { tcp: 7200, udp: 600 } });
		assert.match(
			formatProgram(clusters),
			/^\tipvs: \{ timeouts: \{ tcp: 7200, udp: 600 \} \},$/m,
		);
		assert.deepEqual([...unread, ...remarks], []);
	});

	test("those of the kernel are not", async () => {
		const { clusters, unread } = declareRules(await set("900 120 300"));
		assert.deepEqual([clusters[0]?.ipvs, unread], [undefined, []]);
	});

	test("timeouts that cannot be declared are told", async () => {
		const { clusters, unread } = declareRules(await set("900 120 5000000"));
		assert.equal(clusters[0]?.ipvs, undefined);
		assert.deepEqual(told(unread), [
			"ipvsadm -Ln --timeout:1: Timeout (tcp tcpfin udp): 900 120 5000000: expected a whole number from 1 to 2678400, got 5000000",
		]);
	});

	const aboutSyncs =
		"directors tell each other of connections where a cluster has several, and rules name one; declare the second in `directors`";

	test("a director that tells another of its connections is told", async () => {
		assert.deepEqual(
			told(declareRules(await set("900 120 300", syncs)).unread),
			syncs
				.trim()
				.split("\n")
				.map(
					(line, index) =>
						`ipvsadm -L --daemon:${index + 1}: ${line}: ${aboutSyncs}`,
				),
		);
	});

	test("an ipvsadm that does not say it costs no rule", async () => {
		const { clusters, unread } = declareRules(await looked(table));
		assert.deepEqual(Object.keys(clusters[0]?.services ?? {}), ["tcp-80"]);
		assert.deepEqual(unread, []);
	});

	suite("beside a keepalived", () => {
		const configured = async (
			settings: string,
			seconds: string,
			daemons?: string,
		) => {
			const { clusters, unread, remarks } = declareDirector(
				await set(seconds, daemons),
				{
					path: "/k.conf",
					text: `global_defs {\n${settings}\n}
virtual_server 10.0.0.1 80 {
	protocol TCP
	lb_kind DR
	lb_algo rr
	real_server 10.0.0.2 80 {
	}
}
`,
					find: undefined,
				},
				{ markVip: undefined },
			);
			return {
				timeouts: clusters[0]?.ipvs?.timeouts,
				told: told([...remarks, ...unread]),
			};
		};

		test("are declared with what its configuration sets", async () => {
			assert.deepEqual(
				await configured("lvs_timeouts tcp 7200", "7200 120 600"),
				{
					timeouts: { tcp: 7200, udp: 600 },
					told: [],
				},
			);
		});

		test("are told where its configuration says otherwise", async () => {
			assert.deepEqual(
				await configured("lvs_timeouts tcp 7200", "3600 120 300"),
				{
					timeouts: { tcp: 7200 },
					told: [
						"ipvsadm -Ln --timeout:1: Timeout (tcp tcpfin udp): 3600 120 300: the configuration says { tcp: 7200 }, and that is declared, not what the kernel has now",
					],
				},
			);
		});

		test("a sync that its configuration starts is told once", async () => {
			const { told } = await configured(
				"lvs_sync_daemon eth1 A",
				"900 120 300",
				syncs,
			);
			assert.deepEqual(told, [
				"/k.conf:2: lvs_sync_daemon eth1 A: directors tell each other of connections where a cluster has several, and no vrrp_instance here has the VIP of one",
			]);
			const byHand = await configured("", "900 120 300", syncs);
			assert.equal(byHand.told.length, 2);
		});
	});
});

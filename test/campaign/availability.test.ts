import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, describe, test } from "node:test";
import type { Report } from "../../src/cli/drill/report.ts";
import type { HeldLimit } from "../../src/drill/judge-limits.ts";
import { defaults } from "../../src/model/defaults.ts";
import { prepareLoad } from "../lab/load.ts";
import { onLab } from "../lab/on-lab.ts";
import { sharedLab } from "../lab/shared-lab.ts";

// What clients lose of each event, drilled several times on two directors with health checks. With REPORT=docs it writes docs/availability.md.
// EVENTS="director split, up" drills these alone, and leaves the other rows as they are.

const runs = Number(process.env.RUNS ?? 3);
const only = process.env.EVENTS?.split(",").map((event) => event.trim());

/** What befalls whom, and what clients may lose. Seconds by the client's clock. */
interface Row {
	readonly words: readonly string[];
	/** For the table. */
	readonly event: string;
	/** Requests that may be lost, those that begin within `within` left out. */
	readonly lost: number;
	/** No request is lost that began later after the event. */
	readonly within: number;
	/** The limit of held connections, as `--held` takes it. */
	readonly held: HeldLimit;
	/** Done before each run. */
	readonly before?: () => Promise<unknown>;
}

/** A check each second, of which two fail, and a second for the answer. */
const checkSeconds = 3;

describe(`availability, ${runs} runs of each event`, () => {
	const lab = sharedLab("labs/13-failover");
	const { good, edit, status } = onLab(lab);
	/**
	 * Waits until `lvsctl status` has nothing to say: one director has the VIP, the other waits for it, and every real server passes. Else the next drill would be
	 * refused, as no other director is ready.
	 */
	const ready = async () => {
		const until = Date.now() + 120_000;
		for (;;) {
			const { exit, hosts, services, problems } = await status();
			const roles = hosts.flatMap(({ failover }) =>
				failover === undefined ? [] : [failover.found?.role ?? "none"],
			);
			const failing = services.flatMap(({ service, realServers }) =>
				realServers
					.filter(({ health }) => health?.verdict !== "up")
					.map(({ name, health }) => `${service} ${name} ${health?.verdict}`),
			);
			if (
				exit === 0 &&
				failing.length === 0 &&
				roles.toSorted().join() === "active,standby"
			)
				return;
			assert.ok(
				Date.now() < until,
				[`exit ${exit}`, ...roles, ...failing, ...problems].join("; "),
			);
		}
	};

	/** A download names its real server too. */
	const nameItself = (realServer: string) =>
		lab().run(
			realServer,
			"sh",
			"-c",
			`a2enmod -q headers; echo 'Header set ${defaults.header} ${realServer}' >/etc/apache2/conf-enabled/named.conf; systemctl restart apache2`,
		);

	const all: readonly Row[] = [
		{
			event: "a real server's web server is stopped",
			words: ["real-server", "stop", "rs2"],
			lost: 0,
			within: checkSeconds,
			held: "others",
		},
		{
			event: "a real server stands still for 10 s, and goes on",
			words: ["real-server", "freeze", "rs2"],
			lost: 0,
			within: checkSeconds + 1,
			held: "all",
		},
		{
			event: "a real server loses the VIP",
			words: ["real-server", "lose-vip", "rs2"],
			lost: 0,
			within: checkSeconds + 1,
			held: "others",
		},
		{
			event: "the director loses its power, and comes back",
			words: ["director", "power-off"],
			lost: 0,
			within: 0,
			held: "all",
		},
		{
			event: "the director's link is cut, and comes back",
			words: ["director", "link-cut"],
			lost: 0,
			within: 0,
			held: "all",
		},
		{
			event: "the director's units are stopped, and started",
			words: ["director", "stop"],
			lost: 0,
			within: 0,
			held: "all",
		},
		{
			event: "the director gives the VIP away as planned, and comes back",
			words: ["director", "standby"],
			lost: 0,
			within: 0,
			held: "all",
		},
		{
			event: "both directors hear nothing of each other for 30 s",
			words: ["director", "split", "--for", "30s"],
			lost: 1,
			within: 0,
			held: "all",
		},
		{
			event: "what checks and what agrees is killed",
			words: ["agent", "kill"],
			lost: 0,
			within: 0,
			held: "all",
		},
		{
			event: "what checks and what agrees is restarted",
			words: ["agent", "restart"],
			lost: 0,
			within: 0,
			held: "all",
		},
		{
			event: "up with another weight and another scheduler",
			words: ["up"],
			lost: 0,
			within: 0,
			held: "all",
			before: async () => {
				const now = readFileSync(join(lab().folder, "index.ts"), "utf8");
				const [from, to] = now.includes('"wrr"')
					? (["wrr", "rr"] as const)
					: (["rr", "wrr"] as const);
				edit(`scheduler: "${from}"`, `scheduler: "${to}"`);
			},
		},
	];
	const rows = all.filter(
		({ words }) =>
			only === undefined ||
			only.some((event) => words.join(" ").startsWith(event)),
	);
	assert.ok(rows.length > 0, "EVENTS names one");
	const measured = new Map<string, Report[]>();

	test("two directors, with checks", async () => {
		// its own requests would be spread among those of a drill
		edit(/checks: \[.*\]/, "checks: []");
		edit(
			'scheduler: "rr"',
			'scheduler: "rr", check: { http: "/", everySeconds: 1, failures: 2, timeoutSeconds: 1 }',
		);
		await good("up");
		for (const each of ["rs1", "rs2"]) {
			await prepareLoad(lab(), each);
			await nameItself(each);
		}
	});

	for (const { event, words, lost, within, held, before } of rows)
		for (let run = 1; run <= runs; run++)
			test(`${event}: run ${run}`, async () => {
				await ready();
				await before?.();
				const { stdout, stderr } = await lab().lvsctl([
					"drill",
					...words,
					...["--download", "/held", "--held", held, "-o", "json"],
				]);
				const report = JSON.parse(stdout) as Report;
				const { figures } = report;
				assert.ok(figures !== undefined, stdout + stderr);
				measured.set(event, [...(measured.get(event) ?? []), report]);
				const { outFor = 0, backAfter, lost: seen } = figures;
				if (within > 0) assert.ok(outFor <= within, stdout);
				else assert.ok(seen.all <= lost, stdout);
				assert.ok(backAfter <= within, stdout);
				assert.deepEqual(
					report.limits.map(({ kept }) => kept),
					[true],
					stdout,
				);
			});

	after(() => {
		const folder = process.env.REPORT;
		if (folder === undefined) return;
		const file = resolve(folder, "availability.md");
		const earlier = existsSync(file) ? readFileSync(file, "utf8") : "";
		writeFileSync(file, table(all, measured, earlier));
	});
});

function table(
	rows: readonly Row[],
	measured: ReadonlyMap<string, readonly Report[]>,
	earlier: string,
): string {
	const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], {
		encoding: "utf8",
	}).trim();
	const lines = rows.flatMap(({ event, words }) => {
		const begin = `| ${event} (\`lvsctl drill ${words.join(" ")}\`) | `;
		const reports = measured.get(event);
		if (reports === undefined)
			return earlier.split("\n").filter((line) => line.startsWith(begin));
		const figures = reports.flatMap((report) => report.figures ?? []);
		const all = (pick: (one: (typeof figures)[number]) => number | string) =>
			figures.map(pick).join(", ");
		return `${begin}${all(({ lost, sent }) => `${lost.all} of ${sent}`)} | ${all(({ held }) => `${held.survived} of ${held.survived + held.broke}`)} | ${all(({ outFor = 0 }) => outFor.toFixed(1))} | ${all(({ longestWait }) => longestWait.toFixed(1))} | ${commit} |`;
	});
	return `# Availability

What clients lose of each event: labs/13-failover with a health check each second (two must fail, an answer may take one), adverts each 0.3 s, direct routing, on an emulated machine. Four new requests a second, each may take 15 s, and six
slow downloads, while the event lasts and before and after it. One number for each run, and the commit that was drilled. A request that is under way just as a director loses its power may be reset: the kernel keeps a message
to the other director back until it is full, or for two seconds (\`IPVS_SYNC_FLUSH_TIME\`). Messages are short for that reason (\`--sync-maxlen\`), and the last one may still be waiting. Written by \`script/campaign availability\`.

| event | requests lost | downloads that went on | last lost request began after, s | longest wait of one answered, s | commit |
| --- | --- | --- | --- | --- | --- |
${lines.join("\n")}
`;
}

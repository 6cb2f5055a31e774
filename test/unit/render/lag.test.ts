import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { renderReplica } from "../../../src/render/replica.ts";
import { database } from "./beside.ts";
import { shells } from "./fake-kernel.ts";

// What a replica answers to a health check, with a played engine.

const [replica] = database.replicas;
if (replica === undefined) throw new Error("no replica");
const { files } = renderReplica(database, replica);
const script =
	Object.entries(files).find(([path]) => path.endsWith("/lag"))?.[1].content ??
	"";

const status = (io: string, sql: string, lag: string) =>
	`*************************** 1. row ***************************
                Slave_IO_Running: ${io}
               Slave_SQL_Running: ${sql}
           Seconds_Behind_Master: ${lag}
         Slave_SQL_Running_State: Reading event from the relay log`;

/** Request line, what the engine says -> first line of the answer, and its text. */
const answers: readonly (readonly [string, string, string, string])[] = [
	["GET /lag/10", status("Yes", "Yes", "0"), "200 OK", "0 seconds behind"],
	["GET /lag/10", status("Yes", "Yes", "10"), "200 OK", "10 seconds behind"],
	[
		"GET /lag/10",
		status("Yes", "Yes", "11"),
		"503 Service Unavailable",
		"11 seconds behind",
	],
	[
		"GET /lag/10",
		status("Yes", "No", "NULL"),
		"503 Service Unavailable",
		"replication is stopped (receives: Yes, applies: No)",
	],
	[
		"GET /lag/10",
		status("Connecting", "Yes", "0"),
		"503 Service Unavailable",
		"replication is stopped (receives: Connecting, applies: Yes)",
	],
	[
		"GET /lag/10",
		"ERROR 2002 (HY000): Can't connect to local server",
		"503 Service Unavailable",
		"replication is stopped (ERROR 2002 (HY000): Can't connect to local server)",
	],
	["GET /lag/10", "", "503 Service Unavailable", "replication is stopped ()"],
	...[
		"GET /",
		"GET /lag/",
		"GET /lag/-1",
		"GET /lag/1$(id)",
		"GET /lag/9999999",
	].map(
		(asks) =>
			[
				asks,
				"",
				"404 Not Found",
				"ask for /lag/10: whether this copy is at most 10 seconds behind",
			] as const,
	),
	["PUT /lag/1", "", "405 Method Not Allowed", "only GET is answered"],
];

for (const [shell, ...options] of shells)
	suite(`how far a replica is behind, run by ${shell}`, () => {
		for (const [asks, says, first, text] of answers)
			test(`${asks}: ${text}`, () => {
				const bin = mkdtempSync(join(tmpdir(), "lvs-lag-"));
				// a file: with -c bash would take the other end of this pipe for a login
				writeFileSync(join(bin, "lag"), script);
				writeFileSync(join(bin, "said"), `${says}\n`);
				writeFileSync(join(bin, "mariadb"), `#!/bin/sh\ncat ${bin}/said\n`);
				chmodSync(join(bin, "mariadb"), 0o755);
				const { stdout, stderr } = spawnSync(
					shell,
					[...options, join(bin, "lag")],
					{
						input: `${asks} HTTP/1.0\r\nHost: x\r\n\r\n`,
						encoding: "utf8",
						env: { PATH: `${bin}:/usr/bin:/bin` },
					},
				);
				rmSync(bin, { recursive: true });
				assert.equal(stderr, "");
				assert.deepEqual(stdout.split("\r\n\r\n"), [
					[
						`HTTP/1.0 ${first}`,
						"Content-Type: text/plain",
						`Content-Length: ${text.length + 1}`,
						"Connection: close",
					].join("\r\n"),
					`${text}\n`,
				]);
			});
	});

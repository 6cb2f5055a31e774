import assert from "node:assert/strict";
import { test } from "node:test";
import {
	Cluster,
	SmokeTest,
	session,
	spread,
	Website,
} from "../../../src/index.ts";
import type { SessionResolved } from "../../../src/smoke/session.ts";
import type { SpreadResolved } from "../../../src/smoke/spread.ts";
import { find, modes, register } from "./register.ts";

const realServers = {
	rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
	rs2: { host: { address: "192.0.2.3" }, address: "172.18.0.68" },
};

/** A cluster, its checks, and a website for each of the headers. */
function program(...headers: (string | false)[]) {
	const cluster = new Cluster("web", {
		vip: "172.18.0.70",
		forwarding: "dr",
		directors: {
			lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
		},
		realServers,
		services: { http: { tcp: 80, scheduler: "rr" } },
	});
	new SmokeTest("proof", {
		cluster,
		from: { address: "192.0.2.9" },
		checks: [
			spread({ service: "http" }),
			session({
				service: "http",
				app: { kind: "php-session", url: "http://172.18.0.70" },
			}),
		],
	});
	headers.forEach((header, index) => {
		new Website(`site-${index}`, {
			realServers,
			header,
			sites: { main: { port: 80 + index } },
		});
	});
}

for (const mode of modes)
	test(`${mode}: checks tell real servers apart by the headers of the websites`, async () => {
		const headersOf = async (...headers: (string | false)[]) => {
			const registered = await register(mode, () => program(...headers));
			const [first, second] = find(registered, "proof-checks").checks as [
				SpreadResolved,
				SessionResolved,
			];
			return [first.headers, second.way.headers];
		};
		assert.deepEqual(await headersOf("X-Node", "X-Real-Server", "X-Node"), [
			["X-Node"],
			["X-Node"],
		]);
		// nothing to tell: what a state has stays as it is
		assert.deepEqual(await headersOf(false, "X-Real-Server"), [
			undefined,
			undefined,
		]);
	});

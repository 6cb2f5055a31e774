import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { drainRealServer } from "../../../../src/cli/drain/drain-real-server.ts";
import type { DeployedHost } from "../../../../src/cli/stack/deployed.ts";
import type { onHost } from "../../../../src/cli/stack/on-host.ts";
import type { OpenStack } from "../../../../src/cli/stack/open-stack.ts";
import { DeclarationError, RemoteError } from "../../../../src/errors.ts";
import { nothing } from "../../../../src/model/desired.ts";
import type { Session } from "../../../../src/ssh/session.ts";

const host = (
	role: DeployedHost["role"],
	component: string,
	name: string,
	scheduler = "rr",
): DeployedHost => ({
	component,
	role,
	name,
	connection: { address: name },
	desired: {
		...nothing,
		...(role === "director"
			? { ipvs: { "-t 172.18.0.70:80": `-s ${scheduler}` } }
			: { ownAddress: "172.18.0.67" }),
	},
	follows: {},
	urn: name,
});

function stackOf(...directors: DeployedHost[]): OpenStack {
	const realServers = [...new Set(directors.map((each) => each.component))].map(
		(component) => host("real-server", component, "rs1"),
	);
	return {
		stack: { name: "prod" } as OpenStack["stack"],
		hosts: [...directors, ...realServers],
		directors,
		realServers: realServers as unknown as OpenStack["realServers"],
		smokeTests: [],
		smokeTestsToCome: [],
		hasOthers: false,
	};
}

/** Directors that answer but for those that are away, and which of them were asked for a change. */
function reaching(...away: string[]) {
	const asked: string[] = [];
	const drained: Record<string, string[]> = {};
	const on: typeof onHost = async ({ name }, work) => {
		if (away.includes(name))
			throw new RemoteError({ host: name, doing: "connect", saw: "silence" });
		const session: Session = {
			host: name,
			async run(script, { doing }) {
				asked.push(`${name}: ${doing}`);
				const mark = /^lvs_mark=(\S+)/m.exec(script)?.[1];
				return {
					exit: 0,
					stdout:
						doing === "ask who is out"
							? `@${mark} drained\n1000\n${(drained[name] ?? []).map((address) => `${address} 0\n`).join("")}`
							: "now 1000\n",
					stderr: "",
				};
			},
		};
		return work(session);
	};
	return { on, asked, drained };
}

const forEver = { seconds: undefined };

suite("a drain of a real server", () => {
	const both = stackOf(
		host("director", "web", "lb1"),
		host("director", "web", "lb2"),
	);

	for (const [away, there] of [
		["lb1", "lb2"],
		["lb2", "lb1"],
	] as const)
		for (const [how, doing] of [
			[forEver, "drain 172.18.0.67"],
			["lift", "undrain 172.18.0.67"],
		] as const)
			test(`reaches ${there} where ${away} is away: ${doing}`, async () => {
				const { on, asked } = reaching(away);
				const done = await drainRealServer(both, "rs1", how, on);
				assert.ok(asked.includes(`${there}: ${doing}`), asked.join());
				assert.deepEqual(
					done.find(({ director }) => director === away),
					{ cluster: "web", director: away, away: `${away}: connect: silence` },
				);
				assert.equal(done.length, 2);
			});

	test("is an error where all are away", async () => {
		const { on } = reaching("lb1", "lb2");
		await assert.rejects(
			drainRealServer(both, "rs1", forEver, on),
			new RemoteError({ host: "lb1", doing: "connect", saw: "silence" }),
		);
	});

	test("that leaves nobody is refused before anything is done, and done where that is asked for", async () => {
		const served = host("director", "web", "lb1");
		const ipvs = {
			...served.desired.ipvs,
			"-t 172.18.0.70:80 -r 172.18.0.67:80": "-g -w 1",
			"-t 172.18.0.70:80 -r 172.18.0.68:80": "-g -w 1",
		};
		const pair = stackOf(
			...["lb1", "lb2"].map((name) => ({
				...host("director", "web", name),
				desired: { ...served.desired, ipvs },
			})),
		);
		const { on, asked, drained } = reaching();
		await drainRealServer(pair, "rs1", forEver, on);
		drained.lb2 = ["172.18.0.68"];
		asked.length = 0;
		await assert.rejects(
			drainRealServer(pair, "rs1", forEver, on),
			/nobody would be left who serves \(172\.18\.0\.68 is drained on lb2\)/,
		);
		assert.deepEqual(asked, ["lb1: ask who is out", "lb2: ask who is out"]);
		const done = await drainRealServer(
			pair,
			"rs1",
			{ ...forEver, last: true },
			on,
		);
		assert.equal(done.length, 2);
		// the end of a drain asks nobody
		asked.length = 0;
		await drainRealServer(pair, "rs1", "lift", on);
		assert.ok(!asked.some((each) => each.endsWith("who is out")));
	});

	test("is refused for all clusters before anything is done in one", async () => {
		const { on, asked } = reaching();
		await assert.rejects(
			drainRealServer(
				stackOf(
					host("director", "web", "lb1"),
					host("director", "web2", "lb1", "sh"),
				),
				"rs1",
				forEver,
				on,
			),
			DeclarationError,
		);
		assert.deepEqual(asked, []);
	});
});

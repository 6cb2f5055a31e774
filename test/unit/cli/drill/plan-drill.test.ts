import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { planDrill } from "../../../../src/cli/drill/plan-drill.ts";
import { readWords } from "../../../../src/cli/drill/read-words.ts";
import type { DeployedHost } from "../../../../src/cli/stack/deployed.ts";
import type { OpenStack } from "../../../../src/cli/stack/open-stack.ts";
import { DeclarationError, RemoteError } from "../../../../src/errors.ts";
import type { WhoIsOut } from "../../../../src/host/out-already.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";

const host = (
	role: DeployedHost["role"],
	name: string,
	desired: Partial<Desired>,
): DeployedHost => ({
	component: "web",
	role,
	name,
	vip: "172.18.0.70",
	connection: { address: name },
	desired: { ...nothing, ...desired },
	follows: {},
	urn: name,
});
const active = "enabled active";
const http = "-t 172.18.0.70:80";
const https = "-t 172.18.0.70:443";
const director = (name: string, ipvs: Desired["ipvs"]) =>
	host("director", name, {
		ownAddress: "172.18.0.65",
		ipvs,
		establishedBy: "lvs-web-director",
		units: { "lvs-web-director": active, "lvs-web-health": active },
		failover: { routerId: 1, peers: {} },
	});
const tcp = {
	[http]: "-s rr",
	[`${http} -r 172.18.0.67:80`]: "-g -w 1",
	[https]: "-s rr",
	[`${https} -r 172.18.0.67:443`]: "-g -w 1",
};
const lb1 = director("lb1", tcp);
const lb2 = director("lb2", tcp);
const rs1 = host("real-server", "rs1", {
	ownAddress: "172.18.0.67",
	units: { "@httpd@": active },
});
const lab: OpenStack = {
	stack: { name: "lab", machines: new Map() } as unknown as OpenStack["stack"],
	hosts: [lb1, lb2, rs1],
	directors: [lb1, lb2],
	realServers: [rs1] as unknown as OpenStack["realServers"],
	smokeTests: [
		{
			name: "proof",
			connection: { address: "client" },
		} as OpenStack["smokeTests"][number],
	],
	smokeTestsToCome: [],
	hasOthers: false,
};
const own: OpenStack = {
	...lab,
	stack: { name: "prod" } as OpenStack["stack"],
};
type Options = Partial<Parameters<typeof planDrill>[2]>;
/** Director -> what it knows of who is out. */
type Said = Readonly<Record<string, Partial<WhoIsOut>>>;
const plan = (
	text: string,
	options: Options = {},
	stack = lab,
	said: Said = {},
	running = false,
) =>
	planDrill(
		stack,
		readWords(text.split(" ")),
		options as Parameters<typeof planDrill>[2],
		{
			active: async (all) => all.filter(({ name }) => name === "lb2"),
			notDown: async (_, __, { name }) =>
				name === "lb2" ? undefined : { path: name, message: "it is out" },
			whoIsOut: async (all) =>
				all.map(({ name, desired }) => ({
					name,
					desired,
					out: {
						...{ hasVip: name === "lb2", drained: {}, layers: {}, health: {} },
						...said[name],
					},
				})),
			drillRuns: async () => running,
		},
	);
const problem = async (...args: Parameters<typeof plan>) => {
	try {
		await plan(...args);
	} catch (error) {
		assert.ok(error instanceof DeclarationError);
		return error.message.split("\n").at(-1)?.trim();
	}
	return assert.fail("it was not refused");
};

suite("what a drill is about to do", () => {
	test("the machine that is named, asked from the smoke test's client at the first service", async () => {
		const { stage, act, asked, client } = await plan("real-server stop rs1");
		assert.equal(stage?.machine.name, "rs1");
		assert.equal(act?.by, "script");
		assert.deepEqual(asked, {
			url: "http://172.18.0.70/",
			to: "172.18.0.70:80",
			service: http,
		});
		assert.equal(client.connection.address, "client");
	});

	test("without a name: the director that has the VIP, the first real server", async () => {
		assert.equal((await plan("director freeze")).stage?.machine.name, "lb2");
		assert.equal((await plan("agent kill")).stage?.machine.name, "lb2");
		assert.equal((await plan("real-server stop")).stage?.machine.name, "rs1");
	});

	test("not one of two machines that have the name; an address or the component tells which", async () => {
		const second = {
			...rs1,
			component: "api",
			connection: { address: "192.0.2.67" },
		};
		const realServers = [rs1, second];
		const two: OpenStack = {
			...lab,
			directors: [lb1, lb2, { ...lb2, component: "api" }],
			realServers: realServers as unknown as OpenStack["realServers"],
			hosts: [lb1, lb2, ...realServers],
		};
		await assert.rejects(plan("real-server stop rs1", {}, two), {
			name: "UsageError",
			message:
				"rs1 is the name of 2 machines here; name one by its address: rs1:22 (web/rs1), 192.0.2.67:22 (api/rs1)",
		});
		for (const word of ["192.0.2.67", "api/rs1 ."]) {
			const { stage } = await plan(`real-server stop ${word}`, {}, two);
			assert.deepEqual([stage?.machine, stage?.roles], [second, [second]]);
		}
	});

	test("what is asked: another service, a path, a site by its name", async () => {
		const { asked } = await plan("up", { service: https, url: "/health" });
		assert.deepEqual(asked, {
			url: "https://172.18.0.70/health",
			to: "172.18.0.70:443",
			service: https,
		});
		assert.deepEqual(
			(await plan("up", { url: "http://www.lab.test/x" })).asked,
			{ url: "http://www.lab.test/x", to: "172.18.0.70:80", service: http },
		);
	});

	test("on machines of one's own: what can be taken back", async () => {
		for (const event of ["real-server stop rs1", "director stop", "agent kill"])
			assert.ok((await plan(event, {}, own)).act);
		assert.equal(
			await problem("real-server freeze rs1", {}, own),
			"rs1: this is only for machines of a lab: nothing on a machine that stands still could set it going again. lvsctl drill --list says which events are not",
		);
		assert.match(
			(await problem("director power-off lb1", {}, own)) ?? "",
			/^lb1: this is only for machines of a lab/,
		);
	});

	test("no director is taken down where no other one is ready", async () => {
		for (const event of ["standby", "stop", "freeze", "power-off", "link-cut"])
			assert.equal(await problem(`director ${event} lb1`), "lb1: it is out");
		assert.equal(await problem("director split lb1"), "lb1: it is out");
		assert.ok((await plan("director standby")).act);
		assert.ok((await plan("director power-off lb2")).act);
	});

	test("agents that start again take no director down", async () => {
		assert.ok((await plan("agent kill lb1")).act);
	});

	test("the only director of a cluster is taken down, as nobody could serve meanwhile", async () => {
		const { failover, ...desired } = lb1.desired;
		assert.ok(failover);
		const alone = { ...lb1, desired };
		const stack = { ...lab, hosts: [alone, rs1], directors: [alone] };
		for (const event of ["stop", "freeze", "power-off", "link-cut"])
			assert.ok((await plan(`director ${event} lb1`, {}, stack)).act);
	});

	test("a real server that is a director too goes down as both", async () => {
		const both = { ...rs1, connection: lb1.connection };
		const stack = {
			...lab,
			hosts: [lb1, lb2, both],
			realServers: [both] as unknown as OpenStack["realServers"],
		};
		assert.equal(
			await problem("real-server power-off rs1", {}, stack),
			"lb1: it is out",
		);
		assert.ok((await plan("real-server stop rs1", {}, stack)).act);
	});

	const of = (key: string, port: number, ...servers: number[]) => ({
		[key]: "-s rr",
		...Object.fromEntries(
			servers.map((server) => [
				`${key} -r 172.18.0.${66 + server}:${port}`,
				"-g -w 1",
			]),
		),
	});
	const rs2 = host("real-server", "rs2", {
		ownAddress: "172.18.0.68",
		units: { "@httpd@": active },
		establishedBy: "lvs-web-real-server",
		addresses: { "172.18.0.70/32": "lo" },
	});
	/** A cluster of two real servers. rs2 does not serve the second service. */
	const two = (...more: DeployedHost[]): OpenStack => {
		const directors = ["lb1", "lb2"].map((name) =>
			director(name, { ...of(http, 80, 1, 2), ...of(https, 443, 1) }),
		);
		const hosts = [...directors, rs1, rs2, ...more];
		return {
			...lab,
			hosts,
			directors: hosts.filter(({ role }) => role === "director"),
			realServers: hosts.filter(
				({ role }) => role === "real-server",
			) as unknown as OpenStack["realServers"],
		};
	};
	const drained = (...addresses: string[]) => ({
		drained: Object.fromEntries(
			addresses.map((address) => [address, "when lifted" as const]),
		),
	});
	const events = ["stop", "lose-vip", "freeze", "power-off"];

	test("no real server is taken that gets no clients, as nothing would be measured", async () => {
		for (const event of events) {
			assert.equal(
				await problem(`real-server ${event} rs2`, {}, two(), {
					lb2: drained("172.18.0.68"),
				}),
				"rs2: gets no new connections, so nothing would be measured: rs2 is drained on lb2. Mend that first (lvsctl undrain rs2 ends a drain), or take another one",
			);
			assert.ok((await plan(`real-server ${event} rs2`, {}, two())).act);
		}
		assert.match(
			(await problem("real-server stop rs2", { service: https }, two())) ?? "",
			/^rs2: gets no .*: it is no real server of -t 172\.18\.0\.70:443, which is asked\./,
		);
	});

	test("nor the last one that serves, with who is out and why; the only one of a service may be", async () => {
		for (const event of events)
			assert.equal(
				await problem(`real-server ${event} rs2`, {}, two(), {
					lb1: drained("172.18.0.67"),
				}),
				`rs2: of ${http} nobody would be left who serves (rs1 is drained on lb1), and clients would be refused or sent to who fails; mend that first`,
			);
		// rs1 is the only one of https, and one of two of http
		assert.ok((await plan("real-server stop rs1", {}, two())).act);
		assert.equal(
			await problem("real-server stop rs1", { service: https }, two(), {
				lb2: drained("172.18.0.68"),
			}),
			`rs1: of ${http} nobody would be left who serves (rs2 is drained on lb2), and clients would be refused or sent to who fails; mend that first`,
		);
	});

	test("where a drill that was cut off keeps it out, that is told", async () => {
		const said = { lb2: drained("172.18.0.68") };
		await assert.rejects(
			plan("real-server stop rs2", {}, two(), said, true),
			(error) => {
				assert.ok(error instanceof RemoteError);
				assert.match(
					error.message,
					/^rs2: .*a drill runs there already, .*\n.*systemctl start lvs-drill\.service on rs2$/,
				);
				return true;
			},
		);
		// a machine that is off or stands still cannot be asked
		assert.match(
			(await problem("real-server freeze rs2", {}, two(), said, true)) ?? "",
			/^rs2: gets no new connections/,
		);
	});

	test("a director that is a real server too goes down as both, in each of its clusters", async () => {
		const shop = (one: DeployedHost): DeployedHost => ({
			...one,
			component: "shop",
		});
		const stack = two(
			// lb2 is rs1 of another cluster
			{ ...shop(rs1), connection: { address: "lb2" } },
			{ ...shop(rs2), connection: { address: "rs9" } },
			shop(director("lb9", of(http, 80, 1, 2))),
		);
		const said = { lb9: { hasVip: true, ...drained("172.18.0.68") } };
		const last = `rs1: of ${http} nobody would be left who serves (rs2 is drained on lb9), and clients would be refused or sent to who fails; mend that first`;
		for (const event of ["freeze", "power-off"]) {
			const words = `director ${event} lb2`;
			assert.equal(await problem(words, {}, stack, said), last);
			assert.ok((await plan(words, {}, stack)).act);
		}
		// its units alone are stopped
		assert.ok((await plan("director stop lb2", {}, stack, said)).act);
		// where rs2 of this cluster is that machine, its web server serves both
		const both = two(
			{ ...shop(rs1), connection: rs2.connection },
			{ ...shop(rs2), connection: { address: "rs9" } },
			shop(director("lb9", of(http, 80, 1, 2))),
		);
		const its = "web/rs2 .";
		assert.equal(
			await problem(`real-server stop ${its}`, {}, both, said),
			last,
		);
		assert.ok((await plan(`real-server lose-vip ${its}`, {}, both, said)).act);
	});

	test("what is not there", async () => {
		assert.equal(
			await problem("real-server stop rs9"),
			'rs9: no such real server; did you mean "rs1"?',
		);
		assert.equal(
			await problem("director stop rs1"),
			'rs1: no such director; did you mean "lb1"?',
		);
		assert.equal(
			await problem("up", { service: "-t 172.18.0.70:81" }),
			`--service: no -t 172.18.0.70:81; did you mean "${http}"?; there are "${http}", "${https}"`,
		);
		assert.equal(
			await problem("up", { url: "ftp://lab.test/" }),
			"--url: ftp://lab.test/ is neither a path nor a URL of HTTP",
		);
		assert.equal(
			await problem("up", {}, { ...lab, smokeTests: [] }),
			"client: the stack has no SmokeTest, which says where the client is; name a machine with --from",
		);
		for (const event of ["up", "real-server lose-vip rs1", "director stop lb1"])
			assert.equal(
				await problem(event, { unit: "nginx" }),
				`--unit: ${event.replace(/ \w+\d$/, "")} happens to no unit; leave it out`,
			);
		const udp = director("lb1", { "-u 172.18.0.70:53": "-s rr" });
		assert.equal(
			await problem("up", {}, { ...lab, directors: [udp] }),
			"services: the cluster has no service of TCP, and a drill asks by HTTP",
		);
	});
});

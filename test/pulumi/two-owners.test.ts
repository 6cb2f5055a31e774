import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { onlyIn } from "../lab/only-in.ts";
import { type PlayedHost, playHost } from "../played/played-host.ts";
import { type Project, project, repository } from "./project.ts";

// Two owners of one thing on a host, on the real engine: what a cluster was called before, a host under another name, a machine that is
// exchanged. The scripts of our units really run; the kernel's programs note what was done to addresses and rules.

const addresses = {
	lb: "172.18.0.66",
	rs1: "172.18.0.67",
	rs2: "172.18.0.68",
	spare: "172.18.0.65",
} as const;

type Name = keyof typeof addresses;

/** What a cluster differs in from the others of this suite. */
interface Cluster {
	readonly name?: string;
	readonly director?: Partial<Machine>;
	readonly realServers?: Readonly<Record<string, Name>>;
	readonly ports?: readonly number[];
	readonly alias?: string | undefined;
	readonly page?: boolean;
}

interface Machine {
	readonly name: string;
	readonly on: Name;
}

const serving = `address lb eth1 172.18.0.70/32
address rs1 lo 172.18.0.70/32
quiet rs1
rule lb -A -t 172.18.0.70:80 -s wrr
rule lb -a -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 1`;

suite("two owners of one thing on a host", () => {
	let hosts: Record<Name, PlayedHost>;
	let stack: Project;
	before(async () => {
		hosts = Object.fromEntries(
			await Promise.all(
				Object.entries(addresses).map(async ([name, address]) => [
					name,
					await playHost(address),
				]),
			),
		);
		stack = await project();
	});
	after(async () => {
		// one of them is away already
		await Promise.allSettled(
			Object.values(hosts ?? {}).map((host) => host.close()),
		);
		stack?.[Symbol.dispose]();
	});

	const text = ({
		name = "web",
		director: { name: lb = "lb", on = "lb" } = {},
		realServers = { rs1: "rs1" },
		ports = [80],
		alias,
		page = true,
	}: Cluster) => {
		const at = (on: Name) =>
			`{ host: hosts.${on}, address: "${addresses[on]}" }`;
		return `new lvs.Cluster("${name}", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: { ${lb}: ${at(on)} },
	realServers: { ${Object.entries(realServers).map(([key, where]) => `${key}: ${at(where)}`)} },
	services: { ${ports.map((port) => `p${port}: { tcp: ${port}, scheduler: "wrr" }`)} },
	page: ${page},
}${alias === undefined ? "" : `, { aliases: [{ name: "${alias}" }] }`});`;
	};
	const declare = (...components: readonly (Cluster | string)[]) =>
		stack.program(`import * as lvs from "pulumi-lvs";

const hosts = ${JSON.stringify(Object.fromEntries(Object.entries(hosts).map(([name, { connection }]) => [name, { ...connection, connectSeconds: 2 }])))};
${components.map((one) => (typeof one === "string" ? one : text(one))).join("\n")}
`);
	const up = () => stack.pulumi("up", "--yes", "--skip-preview");
	/** @returns what it said */
	const comes = async (...components: readonly (Cluster | string)[]) => {
		declare(...components);
		const { exit, text } = await up();
		assert.equal(exit, 0, text);
		return text;
	};
	/** What serves on each host. */
	const serves = async (...names: Name[]) => {
		const lines = await Promise.all(
			(names.length > 0 ? names : (Object.keys(hosts) as Name[])).map(
				async (name) =>
					(
						await hosts[
							name
						].run(`sed -n 's/^\\(.* 172.18.0.70\\)/address ${name} \\1/p' /played/addresses
sed 's/ *$//; s/^/rule ${name} /' /played/table 2>/dev/null
[ "$(cat /proc/sys/net/ipv4/conf/eth1/arp_ignore)" = 0 ] || echo "quiet ${name}"`)
					).trim(),
			),
		);
		return lines
			.flatMap((one) => one.split("\n"))
			.filter((line) => line !== "")
			.sort()
			.join("\n");
	};
	/** What was taken away on a host since it was last asked. */
	const taken = async (name: Name) =>
		(
			await hosts[name].run(
				"grep -e ' del ' -e ' -[DdEe] ' /played/log 2>/dev/null | cut -d' ' -f2-; : >/played/log",
			)
		).trim();
	const nothingTaken = async (...names: Name[]) => {
		for (const name of names) assert.equal(await taken(name), "", name);
	};
	/** When the kernel was last told so, in seconds since it started. */
	const when = async (name: Name, what: string) => {
		const line = (await hosts[name].run(`grep -e '${what}' /played/log`))
			.trim()
			.split("\n")
			.at(-1);
		return Number(line?.split(" ")[0]);
	};
	/** Of ours, on every host. */
	const left = async () =>
		(
			await Promise.all(
				Object.entries(hosts).map(async ([name, host]) =>
					(
						await host.run(`find /var/lib/pulumi-lvs /usr/local/lib/pulumi-lvs /etc /var/www /run 2>/dev/null | grep -i -e lvs -e /www/html/ -e ipvsadm -e let-go | grep -v -e '^/run/pulumi-lvs'
cat /played/table 2>/dev/null
grep 172.18.0.70 /played/addresses
ls /played/active /sys/module | grep -e lvs -e ip_vs
cat /proc/sys/net/ipv4/conf/*/arp_* | grep -v 0
true`)
					)
						.split("\n")
						.filter((line) => line !== "")
						.map((line) => `${name}: ${line}`),
				),
			)
		).flat();
	const leftOn = async (name: Name) =>
		(await left()).filter((line) => line.startsWith(`${name}: `));
	const destroys = async () => {
		const { exit, text } = await stack.pulumi(
			"destroy",
			...["--yes", "--skip-preview"],
		);
		assert.equal(exit, 0, text);
		assert.deepEqual(await left(), []);
	};
	const settled = async () => {
		const { exit, text } = await stack.pulumi(
			"up",
			...["--refresh", "--yes", "--skip-preview", "--expect-no-changes"],
		);
		assert.equal(exit, 0, text);
	};

	/** Brings this up, then that, and looks at what was taken away on the way. */
	const changes = async (
		before: readonly (Cluster | string)[],
		then: readonly (Cluster | string)[],
	) => {
		await comes(...before);
		for (const name of Object.keys(hosts) as Name[]) await taken(name);
		return comes(...then);
	};

	for (const [how, alias] of [
		["", undefined],
		[", with an alias", "web"],
	] as const)
		test(`a renamed cluster hands over without a gap${how}`, async () => {
			await changes([{}], [{ name: "shop", alias }]);
			assert.equal(await serves(), serving);
			await nothingTaken("lb", "rs1");
			await settled();
			await destroys();
		});

	test("so do hosts that are renamed in the declaration", async () => {
		const said = await changes(
			[{}],
			[
				{
					director: { name: "lb1" },
					realServers: { web1: "rs1" },
				},
			],
		);
		assert.match(
			said,
			/web\/real-server\/rs1: left all of it: web\/real-server\/web1 .*\/test holds it now/,
		);
		await nothingTaken("lb", "rs1");
		assert.equal(await serves(), serving);
		assert.equal(
			await hosts.rs1.run("cat /var/www/html/index.html"),
			"<h1>web1</h1>\n",
		);
		await settled();
		await destroys();
	});

	const two = { name: "two", ports: [81] };

	for (const [which, kept, port] of [
		["the second", {}, 81],
		["the first", two, 80],
	] as const)
		test(`two clusters on one VIP, and ${which} goes: the VIP stays`, async () => {
			await changes([{}, two], [kept]);
			assert.match(
				await taken("lb"),
				new RegExp(`^ipvsadm -D -t 172.18.0.70:${port}[^\n]*$`),
			);
			await nothingTaken("rs1");
			await settled();
			await destroys();
		});

	test("a real server that moves to the other cluster keeps the VIP", async () => {
		const both = { rs1: "rs1", rs2: "rs2" } as const;
		await changes(
			[{ realServers: both }, { ...two, realServers: { rs2: "rs2" } }],
			[{ realServers: { rs2: "rs2" } }, { ...two, realServers: both }],
		);
		await nothingTaken("rs1", "rs2");
		assert.match(
			await taken("lb"),
			/^ipvsadm -e -t \S+ -r 172\.18\.0\.67:80 -g -w 0\nipvsadm -d -t \S+ -r 172\.18\.0\.67:80$/,
		);
		await settled();
		await destroys();
	});

	test("a real server that is another machine: the new one first, then the old one is taken back", async () => {
		const said = await changes([{}], [{ realServers: { rs1: "rs2" } }]);
		assert.match(said, /web\/real-server\/rs1: note: this is another machine/);
		assert.equal(
			await serves(),
			serving.replaceAll("rs1", "rs2").replace("67:80", "68:80"),
		);
		const [added, removed] = [
			await when("lb", "-a .*68:80"),
			await when("rs1", "address del"),
		];
		assert.ok((await when("rs2", "address add")) < added, "new before sent to");
		assert.ok(
			(await when("lb", "-d .*67:80")) < removed,
			"no more sent to before taken back",
		);
		assert.deepEqual(await leftOn("rs1"), []);
		await destroys();
	});

	test("a director that is another machine: the old one lets the VIP go first", async () => {
		const said = await changes([{}], [{ director: { on: "spare" } }]);
		assert.match(said, /172\.18\.0\.70 cannot be on both/);
		assert.ok(
			(await when("lb", "address del")) < (await when("spare", "address add")),
		);
		assert.deepEqual(await leftOn("lb"), []);
		await settled();
		await destroys();
	});

	test("a director that moves to a machine which is a real server: refused before the old one is touched, and done in two steps", async () => {
		const both = { rs1: "rs1", rs2: "rs2" } as const;
		await comes({ realServers: both });
		const asItWas = await serves();
		for (const name of Object.keys(hosts) as Name[]) await taken(name);
		const moved: Cluster = { director: { on: "rs2" } };
		declare(moved);
		const { exit, text } = await up();
		assert.notEqual(exit, 0);
		assert.match(
			text,
			/172\.18\.0\.70\/32 is on lo of this machine for web\/real-server\/rs2.*\n?.*take rs2 out of `realServers` and run up; then move the director here/,
		);
		assert.equal(await serves(), asItWas);
		await nothingTaken("lb", "rs1", "rs2");
		await comes({});
		await comes(moved);
		assert.equal(
			await serves(),
			serving.replaceAll(" lb ", " rs2 ").split("\n").sort().join("\n"),
		);
		assert.deepEqual(await leftOn("lb"), []);
		await settled();
		await destroys();
	});

	test(
		"a director that moves to a machine which does not answer stays where it is",
		onlyIn("every-step"),
		async () => {
			await comes({});
			for (const name of ["lb", "rs1"] as const) await taken(name);
			declare(
				text({ director: { on: "spare" } }).replace(
					"hosts.spare",
					"{ ...hosts.spare, port: 1 }",
				),
			);
			assert.notEqual((await up()).exit, 0);
			assert.equal(await serves(), serving);
			await nothingTaken("lb", "rs1");
			await comes({});
			await settled();
			await destroys();
		},
	);

	test("a host setup under a new name keeps its files, and what was there before us comes back at the end", async () => {
		await hosts.rs1.run("echo before >/etc/motd");
		const setup = (name: string) => `new lvs.HostSetup("${name}", {
	hosts: { it: hosts.rs1 },
	files: { "/etc/motd": { content: "ours\\n" }, "/etc/new": { content: "${name}\\n" } },
});`;
		await changes([setup("tools")], [setup("more")]);
		assert.equal(await hosts.rs1.run("cat /etc/motd /etc/new"), "ours\nmore\n");
		await destroys();
		assert.equal(
			await hosts.rs1.run("cat /etc/motd; ls /etc/new 2>&1 || true"),
			"before\nls: cannot access '/etc/new': No such file or directory\n",
		);
	});

	test("what another stack has is refused before any change", async () => {
		await comes({});
		await stack.good("stack", "init", "other");
		declare({ name: "shop" });
		const { exit, text } = await up();
		assert.notEqual(exit, 0);
		assert.match(
			text,
			/-t 172\.18\.0\.70:80 is a service of web \(stack [^ ]+\/test\) on this director already/,
		);
		assert.equal(await serves(), serving);
		await stack.good("destroy", "--yes", "--skip-preview");
		assert.equal(await serves(), serving);
		await stack.good("stack", "select", "test");
		await destroys();
	});

	test("a component of the same name in another stack does not take the hosts over, and says whose they are", async () => {
		await comes({});
		for (const name of ["lb", "rs1"] as const) await taken(name);
		await stack.good("stack", "init", "staging");
		// the same hosts as they stand in the program, or a part of them with another VIP
		for (const cluster of [text({}), text({}).replace(".70", ".71")]) {
			declare(cluster);
			const { exit, text } = await up();
			assert.notEqual(exit, 0);
			assert.match(
				text,
				/web-real-server on this host is that of web\/real-server\/rs1 of stack [^ ]+\/test\s+Give this component another name/,
			);
		}
		await stack.good("destroy", "--yes", "--skip-preview");
		assert.equal(await serves(), serving);
		await nothingTaken("lb", "rs1");
		await stack.good("stack", "select", "test");
		declare({});
		await settled();
		// under its new name the stack knows its hosts, and its records have that name after the next up
		await stack.good("stack", "rename", "live");
		await comes({});
		await settled();
		assert.match(
			await hosts.lb.run("cat /var/lib/pulumi-lvs/web-director/record.json"),
			/"stack":\s*"[^"]+\/live"/,
		);
		// a host under another name comes with a token of its own
		await comes({ director: { name: "lb1" } });
		assert.equal(await serves(), serving);
		await nothingTaken("lb", "rs1");
		await destroys();
		await stack.good("stack", "rename", "test");
	});

	test(
		"the old machine is away: the new one serves, it is said how the old one is forgotten, and then all is well",
		onlyIn("every-step"),
		async () => {
			await comes({});
			await hosts.rs1.close();
			declare({ realServers: { rs1: "rs2" } });
			const { exit, text } = await up();
			assert.notEqual(exit, 0);
			const { port } = hosts.rs1.connection;
			assert.ok(
				text.includes(
					`lvsctl forget rs1 (or '127.0.0.1:${port}', if another machine now has its name)`,
				),
				text,
			);
			const moved = serving.replaceAll("rs1", "rs2").replace("67:80", "68:80");
			assert.equal(await serves("lb", "rs2"), moved);
			const forgotten = await stack.run(
				"env",
				`LVS_STATE_HOME=${join(stack.folder, "copies")}`,
				...[process.execPath, join(repository, "src/cli/main.ts"), "forget"],
				...[`127.0.0.1:${port}`, "--yes"],
			);
			assert.equal(forgotten.exit, 0, forgotten.text);
			assert.doesNotMatch(forgotten.text, /out of the declaration/);
			await stack.good("up", "--yes", "--skip-preview", "--expect-no-changes");
			await stack.good("destroy", "--yes", "--skip-preview");
			assert.equal(await serves("lb", "rs2"), "");
		},
	);
});

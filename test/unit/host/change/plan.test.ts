import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import fc from "fast-check";
import { live } from "../../../../src/host/change/live.ts";
import { plan } from "../../../../src/host/change/plan.ts";
import {
	planRemoval,
	planResidue,
} from "../../../../src/host/change/plan-removal.ts";
import { describe } from "../../../../src/host/kinds/actions.ts";
import { localise } from "../../../../src/host/kinds/localise.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { withSecrets } from "../../../../src/host/secrets.ts";
import { parseTable } from "../../../../src/ipvs/parse-rule.ts";
import type { Ipv4 } from "../../../../src/model/address.ts";
import type { Cluster } from "../../../../src/model/cluster.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { renderDirector } from "../../../../src/render/director.ts";
import {
	rendered,
	renderedByFpm,
	renderedClusters,
} from "../../render/rendered.ts";
import { damage } from "./damage.ts";
import {
	atRest,
	checked,
	clean,
	cluster,
	director,
	everythingOf,
	realServer,
	risingOf,
} from "./example.ts";
import { applyToModel } from "./model-host.ts";
import { secretsOf } from "./secrets-of.ts";

/** Name of a record -> what is declared for its host. */
const inputs: readonly (readonly [string, Desired])[] = [
	...[...rendered("debian"), ...renderedByFpm(), ...renderedClusters()].map(
		([role, desired]) => [`web-${role}`, desired] as const,
	),
	["all-director", everythingOf.director],
	["all-real-server", everythingOf.realServer],
	["rising-director", risingOf.director],
];

for (const [owner, declared] of inputs) {
	const secrets = secretsOf(declared);
	const desired = withSecrets(declared, secrets);
	const done = (host: Observed) =>
		applyToModel(desired, host, plan(owner, desired, host));
	const good = done(clean(desired));

	suite(owner, () => {
		test("a clean host is brought to what is desired, and then nothing is left to do", () => {
			assert.notDeepEqual(plan(owner, desired, clean(desired)), []);
			assert.deepEqual(plan(owner, desired, good), []);
		});

		test("what is live on a good host is what is desired", () => {
			assert.deepEqual(live(declared, good, secrets), declared);
		});

		test("from any damage, one plan repairs, and what is live shows the damage", () => {
			fc.assert(
				fc.property(damage(desired), (change) => {
					const damaged = change(good);
					const steps = plan(owner, desired, damaged);
					const repaired = applyToModel(desired, damaged, steps);
					assert.deepEqual(plan(owner, desired, repaired), []);
					assert.deepEqual(live(declared, repaired, secrets), declared);
					if (steps.length > 0 && steps.some(({ kind }) => kind !== "record"))
						assert.notDeepEqual(live(declared, damaged, secrets), declared);
				}),
			);
		});

		test("removal ends, and returns what establishes the role to what was found", () => {
			fc.assert(
				fc.property(damage(desired), (change) => {
					let host = change(good);
					const { record } = host;
					assert.ok(record);
					const removal = (now: Observed) =>
						now.record === undefined
							? planResidue(owner, desired, now, record)
							: planRemoval(owner, desired, now);
					// stop, withdraw by hand, remove, clear what is left: as `withdraw` counts them
					for (let round = 0; round < 4; round++) {
						host = applyToModel(desired, host, removal(host));
					}
					assert.deepEqual(removal(host), []);
					const before = clean(desired);
					assert.deepEqual(host.addresses, before.addresses);
					assert.deepEqual(host.ipvs, before.ipvs);
					assert.deepEqual(filesOf(host), filesOf(before));
					assert.deepEqual(host.modules, before.modules);
					assert.deepEqual(host.archives, before.archives);
					assert.deepEqual(host.sysctls, before.sysctls);
					// where ip_vs was unloaded there are none to put back
					assert.deepEqual(
						{ ...before.timeouts, ...host.timeouts },
						before.timeouts,
					);
					for (const part of [
						"nftables",
						"routes",
						"receivers",
						"syncs",
					] as const)
						assert.deepEqual(host[part], {}, part);
					assert.ok(!Object.values(host.devices).includes("up"));
					assert.deepEqual(host.filters, before.filters);
				}),
			);
		});

		test("removal of what was never there is nothing", () => {
			assert.deepEqual(planRemoval(owner, desired, clean(desired)), []);
		});
	});
}

/** The files that are there. */
function filesOf({ files }: Observed): Observed["files"] {
	return Object.fromEntries(
		Object.entries(files).filter(([, found]) => found !== undefined),
	);
}

const lines = (steps: ReturnType<typeof plan>) =>
	steps.map((step) => describe(step));

test("a weight change writes the rule file and edits one line of the table", () => {
	const good = applyToModel(
		director,
		clean(director),
		plan("web-director", director, clean(director)),
	);
	const key = "-t 172.18.0.70:80 -r 172.18.0.68:80";
	const heavier: Desired = {
		...director,
		ipvs: { ...director.ipvs, [key]: "-g -w 5" },
	};
	assert.deepEqual(lines(plan("web-director", heavier, good)), [
		`ipvsadm -e ${key} -g -w 5`,
	]);
});

test("php-fpm runs with its own files before the web server reads whom to ask", () => {
	const desired = renderedByFpm().get("website-fpm") ?? nothing;
	const before = clean(desired);
	// where packages come, units may run that did not
	const steps = lines(
		plan("web-website", desired, {
			...before,
			packages: { ...before.packages, "php-fpm": false },
			units: {
				...before.units,
				apache2: { ...atRest, enabled: true, active: true },
			},
		}),
	);
	const at = (wanted: string) => {
		const found = steps.indexOf(wanted);
		assert.notEqual(found, -1, `${wanted} is among ${steps.join(", ")}`);
		return found;
	};
	assert.ok(
		at("start lvs-sites-php.service") < at("reload apache2.service"),
		steps.join(", "),
	);
	assert.ok(!steps.includes("reload lvs-sites-php.service"));
	assert.ok(!steps.includes("restart lvs-sites-php.service"));
});

test("arp settings that someone undid are set again by the unit, in its order, without a stop", () => {
	const good = applyToModel(
		realServer,
		clean(realServer),
		plan("web-real-server", realServer, clean(realServer)),
	);
	const loud: Observed = {
		...good,
		sysctls: { ...good.sysctls, "net.ipv4.conf.eth1.arp_ignore": "0" },
	};
	assert.deepEqual(plan("web-real-server", realServer, loud), [
		{
			kind: "reload",
			unit: "lvs-web-real-server",
			because: "net.ipv4.conf.eth1.arp_ignore is 0",
		},
	]);
});

test("what was found is noted before anything is touched, and the original of a file is kept", () => {
	const [keep, record] = plan("web-real-server", realServer, clean(realServer));
	assert.deepEqual(keep, {
		kind: "keep",
		path: "/var/www/html/index.html",
		as: "/var/lib/pulumi-lvs/web-real-server/original/var/www/html/index.html",
		because: "destroy puts it back",
	});
	assert.equal(record?.kind, "record");
});

test("what is no longer declared goes back to what was found, and is forgotten", () => {
	const good = applyToModel(
		realServer,
		clean(realServer),
		plan("web-real-server", realServer, clean(realServer)),
	);
	const { apache2, ...units } = realServer.units;
	const { "/var/www/html/index.html": page, ...files } = realServer.files;
	assert.ok(apache2 && page);
	const without: Desired = { ...realServer, units, files, packages: {} };
	const steps = plan("web-real-server", without, good);
	assert.deepEqual(lines(steps), [
		"stop apache2.service",
		"disable apache2.service",
		"restore /var/www/html/index.html",
		"note what was found on the host",
	]);
	const after = applyToModel(without, good, steps);
	assert.deepEqual(plan("web-real-server", without, after), []);
});

function directorOf(declared: Cluster): Desired {
	const [lb] = declared.directors;
	if (lb === undefined) throw new Error("no director");
	return localise(renderDirector(declared, lb), "debian");
}

/** A host of the director after one change. */
const done = (desired: Desired, host: Observed) =>
	applyToModel(desired, host, plan("web-director", desired, host));

suite("what goes from the table goes when what takes its place serves", () => {
	const described = (one: Cluster, other: Cluster) => {
		const [was, is] = [directorOf(one), directorOf(other)];
		return lines(plan("web-director", is, done(was, done(was, clean(was)))));
	};
	const inOrder = (
		all: readonly string[],
		...wanted: readonly (string | RegExp)[]
	) => {
		const places = wanted.map((each) =>
			all.findIndex((line) => line.match(each) !== null),
		);
		assert.ok(!places.includes(-1), `${places} of\n${all.join("\n")}`);
		assert.deepEqual(
			places,
			[...places].sort((a, b) => a - b),
			all.join("\n"),
		);
	};
	const http = "-t 172.18.0.70:80";
	const reload = "reload lvs-web-director.service";
	const [service] = cluster.services;
	if (service === undefined) throw new Error("no service");
	const marked = (mark: number): Cluster => ({
		...cluster,
		services: [
			{ ...service, match: { protocol: "fwmark", mark, tcp: [80], udp: [] } },
		],
	});

	test("a service that becomes a mark, is one no longer, or gets another one: its clients have their mark before the former one is drained", () => {
		for (const [one, other, comes, goes] of [
			[cluster, marked(7), "-f 7", http],
			[marked(7), cluster, http, "-f 7"],
			[marked(7), marked(8), "-f 8", "-f 7"],
		] as const)
			inOrder(
				described(one, other),
				`ipvsadm -A ${comes} `,
				reload,
				`drain ${goes} -r`,
				`ipvsadm -D ${goes}`,
			);
	});

	test("a real server that takes the place of another one: checks judge it before that one is drained", () => {
		const replaced: Cluster = {
			...checked,
			services: checked.services.map((each) => ({
				...each,
				servers: each.servers.map((server) =>
					server.name === "rs2"
						? { ...server, address: "172.18.0.69" as Ipv4 }
						: server,
				),
			})),
		};
		const all = described(checked, replaced);
		inOrder(
			all,
			reload,
			"restart lvs-web-health.service",
			/^drain .*-t 172\.18\.0\.70:80 -r 172\.18\.0\.68:80/,
			/^ipvsadm .*-d -t 172\.18\.0\.70:80 -r 172\.18\.0\.68:80/,
		);
		// with its declared weight it would get clients before
		assert.ok(!all.some((line) => line.includes("-a -t")), all.join("\n"));
	});
});

test("a real server that was deleted is forgotten: the same one of somebody else stays", () => {
	const key = "-t 172.18.0.70:80 -r 172.18.0.68:80";
	const { [key]: gone, ...ipvs } = director.ipvs;
	assert.ok(gone);
	const fewer: Desired = { ...director, ipvs };
	const after = done(fewer, done(fewer, done(director, clean(director))));
	assert.ok(!after.ipvs.has(key));
	assert.deepEqual(plan("web-director", fewer, after), []);
	const foreign = {
		...after,
		ipvs: new Map([...after.ipvs, ...parseTable({ [key]: "-g -w 9" })]),
	};
	assert.deepEqual(plan("web-director", fewer, foreign), []);
});

test("a unit that systemd would keep after its file is gone is dropped in the same change, and all units end in one stop", () => {
	const good = applyToModel(
		realServer,
		clean(realServer),
		plan("web-real-server", realServer, clean(realServer)),
	);
	const removal = (held: boolean) =>
		lines(
			planRemoval("web-real-server", realServer, {
				...good,
				units: Object.fromEntries(
					Object.entries(good.units).map(([name, unit]) => [
						name,
						{ ...unit, held },
					]),
				),
			}),
		);
	assert.ok(removal(true).includes("reload systemd"));
	assert.ok(!removal(false).includes("reload systemd"));
	assert.deepEqual(
		removal(true).filter((line) => line.startsWith("stop")),
		[
			"stop lvs-web-real-server.service apache2.service lvs-web-real-server-watch.service",
		],
	);
});

test("a shared file is never removed whole, whatever state remembers of it", () => {
	const good = applyToModel(
		director,
		clean(director),
		plan("web-director", director, clean(director)),
	);
	const steps = planRemoval("web-director", { ...director, files: {} }, good);
	assert.ok(!lines(steps).includes("remove /etc/ipvsadm.rules"));
	assert.ok(lines(steps).includes("remove our lines from /etc/ipvsadm.rules"));
});

test("the reasons for masking a unit and for stopping ours hold for every role", () => {
	const unit = "lvs-tools";
	const desired: Desired = {
		...nothing,
		establishedBy: unit,
		units: { [unit]: "enabled active", telnet: "masked" },
	};
	const host = clean(desired);
	const steps = plan("tools", desired, host);
	const good = applyToModel(desired, host, steps);
	const reasons = [...steps, ...planRemoval("tools", desired, good)]
		.filter(({ kind }) => kind === "mask" || kind === "stop")
		.map((step) => `${describe(step)}: ${step.because}`);
	assert.deepEqual(reasons, [
		"mask telnet.service: it must not run",
		"stop lvs-tools.service: it takes back what it put in place",
	]);
});

test("a unit that runs and is not started at boot is enabled, and systemd, which has it in memory, reads it again", () => {
	const good = done(director, done(director, clean(director)));
	const name = "lvs-web-director";
	const drifted = {
		...good,
		units: {
			...good.units,
			[name]: { ...clean(director).units[name], active: true, cached: true },
		},
	} as Observed;
	assert.deepEqual(lines(plan("web-director", director, drifted)), [
		`enable ${name}.service`,
		"reload systemd",
	]);
	assert.deepEqual(plan("web-director", director, done(director, drifted)), []);
});

test("what a package starts when it comes reads our files too", () => {
	const path = "/etc/mysql/mariadb.conf.d/99-lvs.cnf";
	const desired: Desired = {
		...nothing,
		packages: { "mariadb-server": "installed" },
		files: {
			[path]: {
				content: "x\n",
				mode: "644",
				readBy: "others",
				restarts: "mariadb",
			},
			"/etc/site.conf": {
				content: "y\n",
				mode: "644",
				readBy: "others",
				reloads: "apache2",
			},
		},
		units: { mariadb: "enabled active", apache2: "enabled active" },
	};
	const steps = (host: Observed) =>
		plan("db", desired, host).map((step) => describe(step));
	const there = clean(desired);
	const bare = { ...there, packages: { "mariadb-server": false } };
	assert.deepEqual(
		steps(bare).filter((step) => /^re(start|load) /.test(step)),
		["restart mariadb.service", "reload apache2.service"],
	);
	assert.deepEqual(
		steps(there).filter((step) => /^re(start|load) /.test(step)),
		[],
	);
});

suite("who runs PHP reads a page again that changed: PHP may look at no file twice", () => {
	for (const [unit, family, roles] of [
		["apache2", "debian", rendered("debian")],
		["php-fpm", "rhel", rendered("rhel")],
		["lvs-blog-php", "debian", renderedByFpm()],
	] as const)
		for (const [role, declared] of roles) {
			const desired = localise(
				withSecrets(declared, secretsOf(declared)),
				family,
			);
			const pages = Object.keys(desired.files).filter(
				(path) => path.endsWith(".php") && !path.startsWith("/usr/local/lib/"),
			);
			const archives = Object.keys(desired.archives);
			if (
				pages.length + archives.length === 0 ||
				(unit === "lvs-blog-php" && desired.units[unit] === undefined)
			)
				continue;
			const bare = { ...clean(desired), family };
			const good = applyToModel(desired, bare, plan("web", desired, bare));
			const reads = (host: Observed) =>
				plan("web", desired, host).filter(
					(step) => step.kind === "reload" && step.unit === unit,
				).length;

			test(`${unit}, ${role}`, () => {
				assert.equal(reads(good), 0);
				for (const path of pages) {
					const found = good.files[path];
					assert.ok(found, path);
					const files = { ...good.files, [path]: { ...found, content: "" } };
					assert.equal(reads({ ...good, files }), 1, path);
				}
				for (const directory of archives) {
					const archives = {
						...good.archives,
						[directory]: { sha256: "1".repeat(64) },
					};
					assert.equal(reads({ ...good, archives }), 1, directory);
				}
			});
		}
});

test("our unit is reloaded where a file changes that it reads, and no other of ours", () => {
	const good = done(director, done(director, clean(director)));
	const edited = (path: string): Observed => {
		const found = good.files[path];
		assert.ok(found);
		return {
			...good,
			files: { ...good.files, [path]: { ...found, content: "edited\n" } },
		};
	};
	const steps = (path: string) =>
		lines(plan("web-director", director, edited(path)));
	const program = "/usr/local/lib/pulumi-lvs/web/director";
	assert.deepEqual(steps(program), [
		`write ${program}`,
		"reload lvs-web-director.service",
	]);
	assert.deepEqual(steps(`${program}-watch`), [
		`write ${program}-watch`,
		"restart lvs-web-director-watch.service",
	]);
});

test("systemd is told of a unit that changes, and of lines for a unit that it may have in memory", () => {
	const path = "/run/a/file";
	for (const [readBy, isNew, told] of [
		["systemd", true, false],
		["systemd", false, true],
		["systemd, as a drop-in", true, true],
		["others", false, false],
	] as const) {
		const desired: Desired = {
			...nothing,
			files: { [path]: { content: "x\n", mode: "644", readBy } },
		};
		const there = {
			content: "y\n",
			mode: "644",
			owner: "root:root 0:0",
			stock: false,
		};
		const host = {
			...clean(desired),
			files: { [path]: isNew ? undefined : there },
		};
		assert.equal(
			lines(plan("tools", desired, host)).includes("reload systemd"),
			told,
			`${readBy}, ${isNew ? "new" : "changed"}`,
		);
	}
});

test("the role's script runs again where a file changes that it reads", () => {
	const script = "/usr/local/lib/pulumi-lvs/bbs/discuz-site";
	const read = "/usr/local/lib/pulumi-lvs/bbs/site.php";
	const file = { content: "x\n", mode: "700" };
	const desired: Desired = {
		...nothing,
		files: {
			[script]: { ...file, readBy: "our script" },
			[read]: { ...file, readBy: "our script" },
		},
		script,
		conditions: { installed: "yes" },
	};
	const host = clean(desired);
	const good = applyToModel(desired, host, plan("bbs", desired, host));
	assert.deepEqual(lines(plan("bbs", desired, good)), []);
	const without = { ...good, files: { ...good.files, [read]: undefined } };
	assert.deepEqual(lines(plan("bbs", desired, without)), [
		`write ${read}`,
		`${script} start`,
	]);
});

test("a directory that must only be there is made, or left as it is, and goes only where it was made", () => {
	const desired: Desired = { ...nothing, directories: { "/www": "any" } };
	const theirs = { mode: "700", owner: "www:www 33:33" };
	for (const [found, made, removed] of [
		[undefined, "directory", "remove-directory"],
		[theirs, undefined, undefined],
	] as const) {
		const before = { ...clean(desired), directories: { "/www": found } };
		const steps = plan("site", desired, before);
		const kind = (all: typeof steps) =>
			all.find(({ kind }) => kind.endsWith("directory"))?.kind;
		assert.equal(kind(steps), made);
		const after = applyToModel(desired, before, steps);
		assert.deepEqual(plan("site", desired, after), []);
		assert.deepEqual(live(desired, after).directories, { "/www": "any" });
		assert.equal(kind(planRemoval("site", desired, after)), removed);
	}
});

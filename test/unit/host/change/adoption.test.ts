import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { live } from "../../../../src/host/change/live.ts";
import { plan } from "../../../../src/host/change/plan.ts";
import { describe } from "../../../../src/host/kinds/actions.ts";
import { localise } from "../../../../src/host/kinds/localise.ts";
import { parseLook } from "../../../../src/host/look/observe.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { formatRecord, formatRules } from "../../../../src/host/record-text.ts";
import { withSecrets } from "../../../../src/host/secrets.ts";
import type { Step } from "../../../../src/host/step.ts";
import type { Desired } from "../../../../src/model/desired.ts";
import { desiredIn } from "../../../../src/provider/desired-in.ts";
import { written } from "../../ipvs/written.ts";
import { renderedAnywhere } from "../../render/rendered.ts";
import { desiredOf } from "../look/recorded-case.ts";
import { type AdoptedHost, adoptedPath } from "./adopted-host.ts";
import { applyToModel } from "./model-host.ts";
import { secretsOf } from "./secrets-of.ts";

const look = (owner: string, stdout: string, desired: Desired) =>
	parseLook(
		"root@host:22",
		owner,
		{ exit: 0, stdout, stderr: "", mark: "" },
		desired,
	);

function isAsDeclared(owner: string, desired: Desired, found: Observed) {
	const steps = plan(owner, localise(desired, "debian"), found);
	assert.deepEqual(steps.map(describe), []);
	assert.deepEqual(live(desired, found), desired);
}

// record-adopted-hosts.ts wrote these. A step here means that users' hosts or states would not be as this code knows them.
// CONTRIBUTING.md tells what to do then.
for (const role of renderedAnywhere().keys())
	suite(`a ${role} as this code leaves it`, () => {
		const { answer, ...state } = JSON.parse(
			readFileSync(adoptedPath(role), "utf8"),
		) as AdoptedHost;
		const desired = desiredIn(state);
		const owner = `web-${role}`;
		const found = look(owner, answer.join("\n"), desired);

		test("is adopted with an empty plan", () =>
			isAsDeclared(owner, desired, found));

		test("has its record in the form in which it is written now", () => {
			const { record } = found;
			assert.ok(record);
			const textOf = (name: string) => {
				const begin = `/var/lib/pulumi-lvs/${owner}/${name}:`;
				return answer
					.filter((line) => line.startsWith(begin))
					.map((line) => `${line.slice(begin.length)}\n`)
					.join("");
			};
			assert.equal(textOf("record.json"), formatRecord(record));
			assert.equal(textOf("rules"), formatRules(record.ipvs));
		});
	});

// What record-adopted-hosts.ts wrote at commit d824d5c: its record has no file of asks, its state no VIP, and its files no readers.
for (const role of ["director", "real-server", "discuz-site"] as const)
	test(`a ${role} of commit d824d5c is adopted with an empty plan`, () => {
		const { answer, ...state } = JSON.parse(
			readFileSync(adoptedPath(`d824d5c-${role}`), "utf8"),
		) as AdoptedHost;
		const desired = desiredIn(state);
		const owner = `web-${role}`;
		isAsDeclared(owner, desired, look(owner, answer.join("\n"), desired));
	});

// What record-adopted-hosts.ts wrote at commit 640df2a. There the web server required the mounts, all users of real servers were one, and a
// session store had no script.
for (const [role, expected] of [
	[
		"mount",
		[
			"remove /etc/systemd/system/apache2.service.d/lvs-files.conf",
			"remove /etc/systemd/system/apache2.service.d",
			"note what was found on the host",
			"write /usr/local/lib/pulumi-lvs/files/mount",
			"write /etc/systemd/system/var-lib-wordpress-wp\\x2dcontent-uploads.mount",
			"write /etc/systemd/system/lvs-files-mount.service",
			"reload systemd",
			"start lvs-files-mount.service",
			"/usr/local/lib/pulumi-lvs/files/mount start",
		],
	],
	[
		"storage",
		[
			"note what was found on the host",
			"make /srv/lvs/files/uploads 750 33:33",
			"make /etc/systemd/system/nfs-server.service.d 755 root:root",
			"write /etc/exports.d/lvs-files.exports",
			"write /usr/local/lib/pulumi-lvs/files/storage",
			"write /etc/systemd/system/nfs-server.service.d/lvs-files.conf",
			"reload systemd",
			"/usr/local/lib/pulumi-lvs/files/storage start",
		],
	],
	// no restart, which would sign everybody out
	[
		"session-store",
		[
			"note what was found on the host",
			"make /etc/systemd/system/lvs-sessions-session-store.service.d 755 root:root",
			"write /etc/pulumi-lvs/sessions-redis.conf",
			"write /etc/systemd/system/lvs-sessions-session-store.service.d/boot.conf",
			"write /usr/local/lib/pulumi-lvs/sessions/session-store",
			"reload systemd",
			"/usr/local/lib/pulumi-lvs/sessions/session-store start",
		],
	],
] as const)
	test(`a ${role} of commit 640df2a: what an upgrade does`, () => {
		const { answer } = JSON.parse(
			readFileSync(adoptedPath(`640df2a-${role}`), "utf8"),
		) as AdoptedHost;
		const rendered = renderedAnywhere().get(role);
		assert.ok(rendered);
		const declared = withSecrets(rendered, secretsOf(rendered));
		const desired = localise(declared, "debian");
		const found = look(`web-${role}`, answer.join("\n"), declared);
		assert.deepEqual(
			plan(`web-${role}`, desired, found).map(describe),
			expected,
		);
	});

// Hosts of labs/02-dr that commit 8340558 provisioned, with the record that it wrote, as they answer to today's look:
//   bin/lvsctl up labs/02-dr (there), then: node test/unit/host/look/record.ts ROLE | lvsctl lab exec HOST -- sh -s
for (const role of ["director", "real-server"] as const)
	suite(`a ${role} of commit 8340558 is adopted`, () => {
		const { desired: declared } = desiredOf(role);
		const desired = localise(declared, "debian");
		const owner = `web-${role}`;
		const stdout = readFileSync(
			join(import.meta.dirname, `adopted/8340558-${role}.txt`),
			"utf8",
		);
		const found = look(owner, stdout, declared);

		test("its record is read", () => {
			assert.equal(found.record?.schemaVersion, 1);
			assert.notDeepEqual(found.record.addresses, {});
		});

		test("scripts and units of ours are written again, nothing that carries traffic is taken away, and then nothing is left to do", () => {
			let host = found;
			const kinds = new Set<string>();
			for (let round = 0; round < 4; round++)
				for (const step of plan(owner, desired, host)) {
					const doing = `${describe(step)} in round ${round}`;
					assert.ok(isHarmless(step, desired, host), doing);
					kinds.add(step.kind);
					const before = host;
					host = applyToModel(desired, host, [step]);
					for (const [name, carried] of Object.entries(carriers(before)))
						for (const each of carried)
							assert.ok(
								carriers(host)[name]?.includes(each),
								`${doing}: ${name} ${each}`,
							);
				}
			assert.ok(kinds.has("write"));
			assert.deepEqual(plan(owner, desired, host), []);
			assert.deepEqual(live(declared, host), declared);
		});
	});

/** What an upgrade may do while clients are served. Any other step may take away what carries traffic: stop, withdraw, drain, `ipvsadm -d`. */
function isHarmless(step: Step, desired: Desired, host: Observed): boolean {
	switch (step.kind) {
		case "record":
		case "reload-systemd":
			return true;
		case "write":
			return /^\/(usr\/local\/lib\/pulumi-lvs\/web|etc\/systemd\/system)\/[\w.-]+$/.test(
				step.path,
			);
		case "enable":
			return isWatch(step.unit);
		case "start":
			return step.units.every(isWatch);
		case "reload":
			// the unit puts in place what is missing, and takes nothing away
			return step.unit === desired.establishedBy;
		case "sysctl":
			// each link keeps silent by itself now: only then what was set for all links goes back
			return (
				/^net\.ipv4\.conf\.(all|lo)\.arp_(ignore|announce)$/.test(step.key) &&
				step.value === host.record?.sysctls[step.key] &&
				host.sysctls["net.ipv4.conf.eth1.arp_ignore"] === "1" &&
				host.sysctls["net.ipv4.conf.eth1.arp_announce"] === "2"
			);
		default:
			return false;
	}
}

/** A watch only puts back what is missing. */
function isWatch(unit: string): boolean {
	return unit.endsWith("-watch");
}

/** What of a host carries traffic, in words. */
function carriers(host: Observed): Readonly<Record<string, readonly string[]>> {
	return {
		address: host.addresses.list.map(
			({ address, device }) => `${address} ${device}`,
		),
		rule: Object.entries(written(host.ipvs)).map((rule) => rule.join(" ")),
		unit: Object.entries(host.units).flatMap(([unit, { active }]) =>
			active ? [unit] : [],
		),
		file: Object.entries(host.files).flatMap(([path, file]) =>
			file === undefined ? [] : [path],
		),
	};
}

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
	lstatSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { remarks } from "../../../../src/host/change/remarks.ts";
import type { FoundUnit } from "../../../../src/host/found-state.ts";
import { describe } from "../../../../src/host/kinds/actions.ts";
import { formatUnit, parseUnit } from "../../../../src/host/kinds/unit-note.ts";
import { unitSteps } from "../../../../src/host/kinds/unit-steps.ts";
import { units } from "../../../../src/host/kinds/units.ts";
import { nothing, type UnitState } from "../../../../src/model/desired.ts";
import { atRest, clean } from "../change/example.ts";

const runs = { ...atRest, active: true };
const good = { ...runs, enabled: true };
const masked = { ...atRest, exists: false, masked: true };
/** What the web server reads. */
const file = {
	content: "now\n",
	mode: "644",
	readBy: "others",
	reloads: "apache2",
} as const;
const situation = (
	wanted: UnitState | undefined,
	found: FoundUnit | undefined,
) => ({
	owner: "web-website",
	desired: {
		...nothing,
		units: wanted === undefined ? {} : { apache2: wanted },
	},
	observed: {
		...clean(nothing),
		units: found === undefined ? {} : { apache2: found },
	},
});

/** What is wanted, what is found, the steps to it. */
const plans: readonly (readonly [UnitState, FoundUnit, readonly string[]])[] = [
	["enabled active", good, []],
	["enabled active", atRest, ["enable", "start"]],
	["enabled active", runs, ["enable"]],
	["enabled active", { ...good, active: false }, ["start"]],
	["enabled active", masked, ["unmask", "enable", "start"]],
	// the script of the role starts it
	["enabled", atRest, ["enable"]],
	["enabled", { ...atRest, enabled: true }, []],
	["masked", good, ["mask"]],
	["masked", masked, []],
];

/** What was found before us, what is there now, the steps back. */
const backs: readonly (readonly [
	string,
	FoundUnit | undefined,
	readonly string[],
])[] = [
	["enabled active", good, []],
	["disabled inactive", good, ["stop", "disable"]],
	["disabled active", good, ["disable"]],
	["enabled inactive", good, ["stop"]],
	["absent", good, ["stop", "disable"]],
	["masked", masked, []],
	["disabled inactive", masked, ["unmask"]],
	["disabled inactive", atRest, ["disable"]],
	// of an earlier declaration: it was not looked at
	["disabled inactive", undefined, ["stop", "disable"]],
];

suite("a unit", () => {
	for (const [wanted, found, steps] of plans)
		test(`that shall be ${wanted}, and is ${words(found)}: ${steps.join(", ") || "nothing to do"}`, () => {
			const planned = units.plan(situation(wanted, found)).steps ?? {};
			assert.deepEqual(
				Object.values(planned)
					.flat()
					.map((step) => describe(step)),
				steps.map((step) => `${step} apache2.service`),
			);
		});

	for (const [was, found, steps] of backs)
		test(`that was ${was}, and is ${found === undefined ? "not looked at" : words(found)}, goes back: ${steps.join(", ") || "nothing to do"}`, () => {
			const back = units.giveBack(
				{ apache2: was },
				situation(undefined, found),
			);
			assert.deepEqual(
				Object.values(back)
					.flat()
					.map((step) => describe(step)),
				steps.map((step) => `${step} apache2.service`),
			);
		});

	for (const [which, was, sites, steps, told] of [
		[
			"with a site of others by now stays as it is, and that is told",
			"disabled inactive",
			["/etc/apache2/sites-enabled/shop.conf"],
			[],
			1,
		],
		[
			"that was not there before, with a site of others by now, stays too",
			"absent",
			["/etc/httpd/conf.d/shop.conf"],
			[],
			1,
		],
		[
			"without a site of others goes back",
			"disabled inactive",
			[],
			["stop", "disable"],
			0,
		],
		[
			"that somebody had started by hand runs on, and is not started at boot, as before",
			"disabled active",
			["/etc/apache2/sites-enabled/shop.conf"],
			["disable"],
			1,
		],
		[
			"that ran before us is none of this",
			"enabled active",
			["/etc/apache2/sites-enabled/shop.conf"],
			[],
			0,
		],
	] as const)
		test(`of the web server ${which}`, () => {
			const seen = situation(undefined, good);
			const observed = { ...seen.observed, otherSites: sites };
			const back = units.giveBack({ apache2: was }, { ...seen, observed });
			assert.deepEqual(
				Object.values(back).flat().map(describe),
				steps.map((step) => `${step} apache2.service`),
			);
			const left = units.left?.({ apache2: was }, observed, nothing) ?? [];
			assert.equal(left.length, told);
			if (told > 0)
				assert.equal(
					left[0],
					`apache2.service: it serves sites that are not ours (${sites}), and ${was === "disabled active" ? "is not started at boot any more, as before us; if it shall be: systemctl enable apache2" : `was ${was} before us; if nobody needs it: systemctl disable --now apache2`}`,
				);
			// another unit is not concerned
			const other = units.giveBack({ php: was }, { ...seen, observed });
			const goes = { "enabled active": 0, "disabled active": 1 };
			assert.equal(
				Object.values(other).flat().length,
				was in goes ? goes[was as keyof typeof goes] : 2,
			);
		});

	test("to which a file leads starts before others read the file again", () => {
		const { desired, observed } = situation("enabled active", {
			...atRest,
			enabled: true,
		});
		const planned = units.plan({
			owner: "web-website",
			desired: {
				...desired,
				units: { ...desired.units, php: "enabled active" },
				files: { "/etc/site.conf": { ...file, leadsTo: "php" } },
			},
			observed: {
				...observed,
				units: { ...observed.units, php: { ...atRest, enabled: true } },
			},
		}).steps;
		assert.deepEqual(planned?.["start before"]?.map(describe), [
			"start php.service",
		]);
		assert.deepEqual(planned?.start?.map(describe), ["start apache2.service"]);
	});

	test("that goes waits until files that may lead to it have their new form", () => {
		const waits = (content: string | undefined) =>
			units.noted.waits?.({
				owner: "web-website",
				desired: { ...nothing, files: { "/etc/site.conf": file } },
				observed: {
					...clean(nothing),
					files: {
						"/etc/site.conf":
							content === undefined
								? undefined
								: {
										content,
										mode: "644",
										owner: "root:root 0:0",
										stock: false,
									},
					},
				},
			});
		assert.equal(waits("before\n"), true);
		assert.equal(waits(file.content), false);
		assert.equal(waits(undefined), false);
	});

	test("is noted in the words that go back", () => {
		for (const [found, noted] of [
			[undefined, "absent"],
			[{ ...atRest, exists: false }, "absent"],
			[masked, "masked"],
			[atRest, "disabled inactive"],
			[good, "enabled active"],
		] as const)
			assert.equal(
				units.noted.found("apache2", situation("enabled active", found)),
				noted,
			);
	});
});

function words({ masked, enabled, active }: FoundUnit): string {
	return masked
		? "masked"
		: `${enabled ? "enabled" : "disabled"} ${active ? "active" : "inactive"}`;
}

test("the words of a record for a unit come back as they were", () => {
	for (const words of [
		"absent",
		"masked",
		"enabled active",
		"enabled inactive",
		"disabled active",
		"disabled inactive",
	])
		assert.equal(formatUnit(parseUnit(words)), words);
	assert.equal(formatUnit(undefined), "absent");
});

test("only an active unit is active", () => {
	const active = (words: string) => parseUnit(words).active;
	assert.ok(active("disabled active"));
	for (const words of ["disabled inactive", "masked", "absent"])
		assert.ok(!active(words), words);
});

suite("what a timer starts", () => {
	const desired = {
		...nothing,
		units: {
			"lvs-blog-cron.timer": "enabled active",
			apache2: "enabled active",
		},
	} as const;
	// as systemd 252 prints them
	const block = (state: string) => [
		"LoadState=loaded",
		`ActiveState=${state}`,
		"UnitFileState=enabled",
		"NeedDaemonReload=no",
		"WantedBy=",
		"",
	];
	const look = (service: string) =>
		units.parse(
			{
				lines: [...["active", "active", service].flatMap(block)],
				texts: new Map(),
				family: "debian",
				owner: "blog-wordpress",
			},
			desired,
		);
	const told = (service: string) =>
		remarks(desired, { ...clean(desired), units: look(service) });

	test("is asked with the units", () => {
		assert.match(
			units.probe?.(desired, "debian", "blog-wordpress") ?? "",
			/ lvs-blog-cron\.timer apache2\.service lvs-blog-cron\.service$/,
		);
	});

	test("and failed is told, though its timer goes on", () => {
		assert.deepEqual(told("failed"), [
			"lvs-blog-cron.service failed when its timer started it last, so what it has to do is not done; why: journalctl -n 20 -u lvs-blog-cron.service",
		]);
		assert.deepEqual(Object.keys(look("failed")), Object.keys(desired.units));
		for (const state of ["inactive", "activating"])
			assert.deepEqual(told(state), []);
	});
});

test("a mask of this boot alone goes too", () => {
	const root = mkdtempSync(join(tmpdir(), "masks-"));
	const script = unitSteps.unmask
		.render({ kind: "unmask", unit: "apache2", because: "masked" }, "debian")
		.replaceAll("/etc/", `${root}/etc/`)
		.replaceAll("/run/", `${root}/run/`);
	const masks = ["etc", "run"].map((above) => {
		const directory = join(root, above, "systemd/system");
		mkdirSync(directory, { recursive: true });
		const mask = join(directory, "apache2.service");
		symlinkSync("/dev/null", mask);
		return mask;
	});
	try {
		assert.equal(spawnSync("sh", ["-c", script]).status, 0);
		assert.deepEqual(
			masks.filter((mask) => lstatSync(mask, { throwIfNoEntry: false })),
			[],
		);
		// what is no mask stays
		const [unit = ""] = masks;
		writeFileSync(unit, "[Unit]\n");
		assert.equal(spawnSync("sh", ["-c", script]).status, 0);
		assert.equal(lstatSync(unit).isFile(), true);
	} finally {
		rmSync(root, { recursive: true });
	}
});

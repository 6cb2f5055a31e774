import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { resourceTypes } from "../../src/model/desired.ts";
import type { Fault } from "../played/played-host.ts";
import { everyKind } from "./every-kind.ts";
import { type PlayedHosts, playHosts } from "./played-hosts.ts";
import { type Project, project } from "./project.ts";

// Every kind of resource, on the real engine, with its first up and a change failing in every way on hosts that are played.

/**
 * Each step fails once. Steps of one resource that begin with the same word (files, directories) count as one, or this would
 * take half an hour: `script/campaign every-step` sets EVERY_STEP, and each of them fails.
 */
export const eachOnce: Fault = {
	eachOnce: (owner, step) =>
		process.env.EVERY_STEP === undefined
			? `${owner} ${/^\W*(\w+ ?\w*)/.exec(step)?.[1]}`
			: `${owner} ${step}`,
};

/** Programs with nothing to do fail in none of them; this many ups in a row would be a circle. */
const mostUps = 60;

/** What the suites of half-made resources do, each with hosts and a stack of its own. */
export function halfMadeStage() {
	let hosts: PlayedHosts;
	let stack: Project;
	let program: (version: 1 | 2) => Promise<void>;
	const inputs = new Map<1 | 2, readonly object[]>();
	before(async () => {
		hosts = await playHosts();
		stack = await project();
		const archive = packArchive(stack.folder);
		program = async (version) => {
			stack.program(everyKind(hosts.connections, archive, version));
			await hosts.foretell(inputs.get(version) ?? []);
		};
	});
	after(async () => {
		await hosts.close();
		stack[Symbol.dispose]();
	});

	/** What `up` says of everything, where all goes well. */
	const up = () =>
		stack.pulumi("up", "--yes", "--skip-preview", "--continue-on-error");
	const completes = async () => {
		hosts.fault(undefined);
		const { exit, text } = await up();
		assert.equal(exit, 0, text);
		await isDone();
	};
	/** As declared, by the state, by the hosts, and by what runs there. */
	async function isDone() {
		assert.deepEqual(await halfMade(), []);
		const again = await stack.pulumi(
			"up",
			...["--refresh", "--yes", "--skip-preview", "--expect-no-changes"],
		);
		assert.equal(again.exit, 0, again.text);
		assert.deepEqual(await hosts.staleServices(), []);
	}
	const halfMade = async () =>
		(await stack.resources()).filter(
			({ type, outputs = {} }) =>
				type.includes("dynamic/lvs:") && outputs.schemaVersion === undefined,
		);
	/** Fails; what is half-made is in the state, looked at by refresh, and no secret of it stands there in clear. */
	async function fails(fault: Fault): Promise<boolean> {
		hosts.fault(fault);
		const failed = await up();
		const met = hosts.takeFaults();
		if (met === 0) {
			assert.equal(failed.exit, 0, failed.text);
			return false;
		}
		assert.notEqual(failed.exit, 0, failed.text);
		assert.doesNotMatch(failed.text, /TypeError|Unexpected struct/);
		const { stdout } = await stack.good("stack", "export");
		for (const secret of [...hosts.privateKeys, "a password of a database"])
			assert.ok(!stdout.includes(secret), "no secret in clear");
		return true;
	}
	/** @param begun whether anything was changed on the hosts. Of what was not, nothing is there, and state forgets it. */
	async function refreshes({ begun }: { readonly begun: boolean }) {
		const before = await halfMade();
		assert.notEqual(before.length, 0);
		hosts.fault(undefined);
		const { exit, text } = await stack.pulumi(
			"refresh",
			...["--yes", "--skip-preview"],
		);
		assert.equal(exit, 0, text);
		assert.doesNotMatch(text, /TypeError|Unexpected struct/);
		const urns = (resources: typeof before) => resources.map(({ urn }) => urn);
		assert.deepEqual(urns(await halfMade()), begun ? urns(before) : []);
	}
	async function failsAtEveryStep() {
		hosts.forget();
		for (let ups = 0; await fails(eachOnce); ups += 1) {
			assert.ok(ups < mostUps, "each up gets one step further");
			if (ups % 4 === 0) await refreshes({ begun: true });
		}
		await isDone();
	}
	async function destroys() {
		hosts.fault(undefined);
		const { exit, text } = await stack.pulumi(
			"destroy",
			...["--yes", "--skip-preview"],
		);
		assert.equal(exit, 0, text);
		assert.deepEqual(await hosts.left(), []);
	}

	test("the programs have a resource of every kind", async () => {
		for (const version of [1, 2] as const) {
			await program(version);
			const { stdout } = await stack.good("preview", "--json");
			const { steps } = JSON.parse(stdout) as {
				steps: { newState: { type: string; inputs?: object } }[];
			};
			const types = new Set(steps.map(({ newState }) => newState.type));
			for (const kind of [
				...Object.values(resourceTypes),
				"Secrets",
				"SmokeTest",
			])
				assert.ok(types.has(`pulumi-nodejs:dynamic/lvs:${kind}`), kind);
			inputs.set(
				version,
				steps.map(({ newState }) => newState.inputs ?? {}),
			);
		}
	});

	return {
		program: (version: 1 | 2) => program(version),
		/** Every step may fail again. */
		forget: () => hosts.forget(),
		completes,
		fails,
		refreshes,
		failsAtEveryStep,
		destroys,
		async destroyFailsAtEveryStep() {
			hosts.forget();
			for (let times = 0; ; times += 1) {
				assert.ok(times < mostUps, "each destroy gets one step further");
				hosts.fault(eachOnce);
				const { exit, text } = await stack.pulumi(
					"destroy",
					...["--yes", "--skip-preview", "--continue-on-error"],
				);
				if (hosts.takeFaults() === 0) {
					assert.equal(exit, 0, text);
					break;
				}
			}
			assert.deepEqual(await hosts.left(), []);
		},
	};
}

function packArchive(folder: string) {
	const tree = join(folder, "archive");
	for (const name of ["data", "config", "uc_client/data", "uc_server/data"])
		mkdirSync(join(tree, "upload", name), { recursive: true });
	writeFileSync(join(tree, "upload/index.php"), "<?php\n");
	const path = join(folder, "discuz.tar");
	execFileSync("tar", ["-cf", path, "-C", tree, "upload"]);
	const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
	return { path, sha256 };
}

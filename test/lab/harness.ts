import { spawn, spawnSync } from "node:child_process";
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { LabDefinition } from "../../src/lab/define.ts";
import { labDirectory } from "../../src/lab/directory.ts";
import { labPaths } from "../../src/lab/paths.ts";
import { type LabState, readLabState } from "../../src/lab/state.ts";
import { quoteWords } from "../../src/model/quote.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** The command line under test. */
export const LVS = join(ROOT, "bin/lvsctl");

/** Two machines on one link, for suites that need no more. */
export const pair = {
	links: { lan: "172.18.0.0/24" },
	machines: { a: { lan: "172.18.0.1" }, b: { lan: "172.18.0.2" } },
} satisfies LabDefinition;

/** What a finished command left behind. */
export interface Outcome {
	readonly exit: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** A lab of one test: its own folder, its own state, so that nothing else on the machine is touched. */
export interface TestLab {
	readonly folder: string;
	/** Where its state is, while it runs. */
	readonly directory: string;
	/** For programs that shall see this lab: `LVS_STATE_HOME` and the folder as PWD is the caller's. */
	readonly environment: NodeJS.ProcessEnv;
	/** Runs `bin/lvsctl` in the folder, to its end. */
	lvsctl(words: readonly string[], input?: string | Buffer): Promise<Outcome>;
	/** Reboots a machine, and waits until all that it starts by itself has started: `lab reboot` waits for the login alone. */
	reboot(machine: string): Promise<void>;
	/** Runs a command on a machine as root. Throws where it does not end with 0. @returns its output without the last newline */
	run(machine: string, ...words: string[]): Promise<string>;
}

/**
 * A folder for one lab, from a definition or as a copy of a lab's folder (`labs/02-dr`), with nothing started. `use` may
 * do what it likes with it: in the end the lab is ended and all is removed.
 */
export async function withFolder<T>(
	source: LabDefinition | string,
	use: (lab: TestLab) => Promise<T>,
): Promise<T> {
	const home = mkdtempSync(join(tmpdir(), "lvs-"));
	const folder = join(home, typeof source === "string" ? "copy" : "lab");
	if (typeof source === "string")
		cpSync(resolve(ROOT, source), folder, { recursive: true });
	else {
		mkdirSync(folder);
		writeDefinition(folder, source);
	}
	// What stands in package.json for a program outside the repository.
	mkdirSync(join(home, "node_modules"));
	symlinkSync(ROOT, join(home, "node_modules/pulumi-lvs"));
	symlinkSync(
		join(ROOT, "node_modules/@pulumi"),
		join(home, "node_modules/@pulumi"),
	);
	writeFileSync(join(home, "package.json"), '{ "type": "module" }\n');

	const environment = { ...process.env, LVS_STATE_HOME: join(home, "s") };
	// Ctrl-C in the middle of a suite leaves no machines: nothing else would find a lab whose state is in here.
	const interrupted = () => {
		spawnSync(LVS, ["lab", "down", "--all"], {
			env: environment,
		});
		process.exit(130);
	};
	process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
	const directory = labDirectory(folder, environment);
	const ways = sshWays(home, directory);
	const lvsctl: TestLab["lvsctl"] = (words, input) => {
		// machines that end or boot take their connections along
		if (words[0] === "lab" && words[1] !== "exec") ways.close();
		return command(LVS, words, { cwd: folder, environment, input });
	};
	const run: TestLab["run"] = async (machine, ...words) => {
		const outcome = await command("ssh", ways.to(machine, words), {
			cwd: home,
			environment,
		});
		if (outcome.exit !== 0)
			throw new Error(
				`${machine}: ${words.join(" ")}: exit ${outcome.exit}\n${outcome.stderr}`,
			);
		return outcome.stdout.replace(/\n$/, "");
	};
	try {
		return await use({
			folder,
			directory,
			environment,
			lvsctl,
			async reboot(machine) {
				const { exit, stderr } = await lvsctl(["lab", "reboot", machine]);
				if (exit !== 0) throw new Error(`lab reboot ${machine}: ${stderr}`);
				// its exit is not 0 also where a unit failed, which is not asked here
				await run(
					machine,
					"sh",
					"-c",
					"systemctl is-system-running --wait || :",
				);
			},
			run,
		});
	} finally {
		process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
		// The folder may have been deleted, and a program has to start somewhere.
		mkdirSync(folder, { recursive: true });
		await lvsctl(["lab", "down", "--all"]);
		rmSync(home, { recursive: true, force: true });
	}
}

/** One connection to each machine for all that a test runs there: a handshake costs an emulated machine half a second. */
function sshWays(home: string, directory: string) {
	const opened = new Set<string>();
	const options = [
		...["-F", labPaths(directory).sshConfig],
		...["-o", `ControlPath=${join(home, "to-%n")}`],
	];
	return {
		to(machine: string, words: readonly string[]): string[] {
			opened.add(machine);
			return [
				...options,
				...["-o", "ControlMaster=auto", "-o", "ControlPersist=yes"],
				...[machine, quoteWords(words)],
			];
		},
		close() {
			for (const machine of opened)
				spawnSync("ssh", [...options, "-O", "exit", machine], {
					stdio: "ignore",
				});
			opened.clear();
		},
	};
}

/** As {@link withFolder}, with the lab started. */
export async function withLab<T>(
	source: LabDefinition | string,
	use: (lab: TestLab) => Promise<T>,
): Promise<T> {
	return await withFolder(source, async (lab) => {
		const { exit, stderr } = await lab.lvsctl(["lab", "up"]);
		if (exit !== 0) throw new Error(`lab up: exit ${exit}\n${stderr}`);
		return await use(lab);
	});
}

export function writeDefinition(
	folder: string,
	definition: LabDefinition,
): void {
	writeFileSync(
		join(folder, "lab.ts"),
		`export default ${JSON.stringify(definition, null, "\t")};\n`,
	);
}

/** Runs a program to its end. */
export function command(
	program: string,
	words: readonly string[],
	options: {
		cwd: string;
		environment: NodeJS.ProcessEnv;
		input?: string | Buffer | undefined;
	},
): Promise<Outcome> {
	const child = spawn(program, words, {
		cwd: options.cwd,
		env: options.environment,
		stdio: ["pipe", "pipe", "pipe"],
	});
	child.stdin.on("error", () => {});
	child.stdin.end(options.input ?? "");
	const text = { stdout: "", stderr: "" };
	for (const stream of ["stdout", "stderr"] as const)
		child[stream].setEncoding("utf8").on("data", (part: string) => {
			text[stream] += part;
		});
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (exit) => resolve({ exit: exit ?? -1, ...text }));
	});
}

/** What is recorded of the lab now. */
export function labState(lab: TestLab): LabState {
	const state = readLabState(lab.directory);
	if (state === undefined) throw new Error(`${lab.folder}: no lab runs`);
	return state;
}

import { execFileSync } from "node:child_process";
import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { execa } from "execa";
import { toolPath } from "../../src/cli/env/tool-path.ts";

export const repository = resolve(import.meta.dirname, "../..");

/** What a finished command left behind. */
export interface Outcome {
	readonly exit: number;
	/** Standard output and error in the order in which they came. */
	readonly text: string;
	readonly stdout: string;
	readonly stderr: string;
}

/** A user's project with a stack of its own, outside of the repository; its state is a directory. */
export interface Project extends Disposable {
	readonly folder: string;
	/** Replaces index.ts. */
	program(text: string): void;
	/** Runs the real Pulumi on the stack. */
	pulumi(...words: string[]): Promise<Outcome>;
	/** As `pulumi`, and throws where it does not end with 0. */
	good(...words: string[]): Promise<Outcome>;
	/** Runs any program in the folder, with the same environment. */
	run(program: string, ...words: string[]): Promise<Outcome>;
	/** What Pulumi keeps. */
	resources(): Promise<Resource[]>;
}

export interface Resource {
	readonly type: string;
	readonly urn: string;
	readonly id?: string;
	readonly outputs?: Readonly<Record<string, unknown>>;
}

/** A project that has pulumi-lvs of this checkout as its dependency, with an empty stack. */
export async function project(): Promise<Project> {
	// the dependency is the compiled library
	execFileSync(join(repository, "script/build"), { stdio: "inherit" });
	const made = emptyProject();
	mkdirSync(join(made.folder, "node_modules"));
	for (const name of ["pulumi-lvs", "@pulumi"])
		symlinkSync(
			name === "@pulumi" ? join(repository, "node_modules", name) : repository,
			join(made.folder, "node_modules", name),
		);
	await made.good("stack", "init", "test");
	return made;
}

/** A project without dependencies and without a stack. */
export function emptyProject(): Project {
	const home = mkdtempSync(join(tmpdir(), "lvs-pulumi-"));
	const folder = join(home, "project");
	for (const name of ["project", "state", "pulumi"])
		mkdirSync(join(home, name));
	const settings = readFileSync(
		join(repository, "labs/02-dr/Pulumi.yaml"),
		"utf8",
	);
	// what pulumi does by itself; tests that are about refreshes ask for them
	writeFileSync(
		join(folder, "Pulumi.yaml"),
		settings.replace(/^options:\n(?: .*\n)+/m, ""),
	);
	writeFileSync(
		join(folder, "package.json"),
		'{ "name": "shop", "private": true, "type": "module" }\n',
	);
	const env = {
		PATH: [...toolPath(process.env), process.env.PATH].join(delimiter),
		PULUMI_BACKEND_URL: `file://${join(home, "state")}`,
		PULUMI_HOME: join(home, "pulumi"),
		PULUMI_CONFIG_PASSPHRASE: "the passphrase of a test",
		PULUMI_SKIP_UPDATE_CHECK: "true",
		PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
		NO_COLOR: "1",
	};
	const run: Project["run"] = async (program, ...words) => {
		const { exitCode, all, stdout, stderr } = await execa(program, words, {
			cwd: folder,
			env,
			stdin: "ignore",
			all: true,
			reject: false,
			maxBuffer: 64 * 1024 * 1024,
		});
		// undefined: it was never started, or killed
		return { exit: exitCode ?? -1, text: all, stdout, stderr };
	};
	const pulumi: Project["pulumi"] = (...words) =>
		run("pulumi", ...words, "--non-interactive");
	const good: Project["good"] = async (...words) => {
		const outcome = await pulumi(...words);
		if (outcome.exit !== 0)
			throw new Error(
				`pulumi ${words.join(" ")}: exit ${outcome.exit}\n${outcome.text}`,
			);
		return outcome;
	};
	return {
		folder,
		program: (text) => writeFileSync(join(folder, "index.ts"), text),
		pulumi,
		good,
		run,
		async resources() {
			const { stdout } = await good("stack", "export");
			const { deployment } = JSON.parse(stdout) as {
				deployment: { resources?: Resource[] };
			};
			return deployment.resources ?? [];
		},
		[Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
	};
}

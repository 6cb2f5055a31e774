import { randomBytes } from "node:crypto";
import { basename, relative, resolve } from "node:path";
import { DeclarationError } from "../../errors.ts";
import { clusterName } from "../../import/format-declaration.ts";
import { clusterDoor } from "../../model/cluster-door.ts";
import { subject } from "../../model/door.ts";
import { quote } from "../../model/quote.ts";
import { hostLabel } from "../../ssh/host-label.ts";
import { printForPrograms } from "../print-answer.ts";
import { ownEnvironment } from "../stack/own-environment.ts";
import { passphraseFile, prepareProjectState } from "../stack/project-state.ts";
import { type Backend, chooseBackend } from "./choose-backend.ts";
import { dialogueOf } from "./dialogue.ts";
import type { Flags } from "./flags.ts";
import { formatIndex } from "./format-index.ts";
import { needsOf } from "./needs.ts";
import { type ClusterPlan, planCluster } from "./plan-cluster.ts";
import { projectDependencies } from "./project-dependencies.ts";
import { projectFiles } from "./project-files.ts";
import { refuseFlags } from "./refuse-flags.ts";
import { refuseOverwriting, writeProject } from "./write-project.ts";

/** `lvsctl init`: looks at the hosts, and writes a project for them. */
export async function runInit(
	folder: string,
	said: Flags,
	output: string,
): Promise<void> {
	const dialogue = dialogueOf(said, output === "json");
	const { say } = dialogue;
	refuseOverwriting(folder, [...projectFiles(blank).keys()]);
	const flags = await dialogue.complete();
	const file = refuseFlags(folder, flags);
	const plan = await planCluster(flags, file, dialogue);
	for (const [index, declaration] of plan.declarations.entries())
		refuseWrong(clusterName(index), declaration);
	say("what will be needed there:");
	for (const host of plan.hosts)
		for (const line of needsOf(host, plan)) say(line);
	const backend = await chooseBackend(process.env);
	const files = filesOf(folder, { flags, plan, backend });
	const names = [...files.keys()];
	await dialogue.confirmWriting(folder, names);
	writeProject(folder, files);
	say(`written to ${folder}: ${names.join(", ")}`);
	const notes = remarks(files, backend, plan);
	for (const line of notes) say(`  ${line}`);
	if (backend.pulumiIsThere && backend.ownState)
		await prepareProjectState(resolve(folder), ownEnvironment(process.env));
	const next = nextSteps(folder, backend);
	say(["next:", ...next.map((line) => `  ${line}`)].join("\n"));
	printForPrograms(output, answer(folder, { names, plan, notes, next }));
}

/** What the rules do not contain is not known yet: the user fills it in. @throws DeclarationError */
function refuseWrong(name: string, declaration: object): void {
	const problems = clusterDoor.check(name, declaration);
	if (problems.length > 0)
		throw new DeclarationError(subject(clusterDoor.what, name), problems);
}

const blank = {
	name: "",
	program: "",
	dependencies: {},
	ownState: true,
	passphrase: "",
};

function filesOf(
	folder: string,
	{
		flags,
		plan,
		backend,
	}: { flags: Flags; plan: ClusterPlan; backend: Backend },
): ReadonlyMap<string, string> {
	const source =
		flags.package === undefined
			? undefined
			: `file:${packageFile(folder, flags.package)}`;
	return projectFiles({
		name: projectName(folder),
		program: formatIndex(plan),
		...projectDependencies(source),
		ownState: backend.ownState,
		passphrase: backend.needsPassphrase
			? randomBytes(24).toString("base64url")
			: undefined,
	});
}

function remarks(
	files: ReadonlyMap<string, string>,
	{ pulumiIsThere }: Backend,
	{ smokeTests }: ClusterPlan,
): string[] {
	return [
		...(files.has(passphraseFile)
			? [
					`${passphraseFile} has the passphrase of the stack's secrets: keep a copy, and out of git`,
				]
			: []),
		...(pulumiIsThere
			? []
			: [
					"pulumi is not on PATH: package.json has its official launcher, which fetches it from get.pulumi.com at its first use",
				]),
		...smokeTests.flatMap(({ lacks }) => lacks ?? []),
	];
}

function nextSteps(folder: string, { ownState }: Backend): string[] {
	const inFolder =
		resolve(folder) === process.cwd() ? "" : `cd ${quote(folder)} && `;
	return [
		`${inFolder}npm install`,
		`${ownState ? "" : "pulumi stack init prod && "}npx lvsctl up`,
	];
}

/** The answer for programs. It contains no secret. */
function answer(
	folder: string,
	{
		names,
		plan,
		notes,
		next,
	}: {
		names: readonly string[];
		plan: ClusterPlan;
		notes: readonly string[];
		next: readonly string[];
	},
): object {
	return {
		folder: resolve(folder),
		files: names,
		clusters: plan.clusters,
		hosts: plan.hosts.map((host) => ({
			name: host.name,
			role: host.role,
			reached: hostLabel(host.connection),
			hostKey: host.connection.hostKey,
			address: host.address,
			system: host.survey.system,
			needs: needsOf(host, plan).map((line) => line.trim()),
		})),
		notes,
		next,
	};
}

/** A name that both Pulumi and npm allow. */
function projectName(folder: string): string {
	return (
		basename(resolve(folder))
			.toLowerCase()
			.replace(/[^a-z0-9-]+/g, "-")
			.replace(/^[^a-z]+|-+$/g, "") || "lvs"
	);
}

function packageFile(folder: string, file: string): string {
	const path = relative(resolve(folder), resolve(file));
	return path.startsWith(".") ? path : `./${path}`;
}

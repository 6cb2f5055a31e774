import { randomBytes } from "node:crypto";
import { basename, relative, resolve } from "node:path";
import { clusterName } from "../../import/format-declaration.ts";
import { clusterDoor } from "../../model/cluster-door.ts";
import { ownEnvironment } from "../stack/own-environment.ts";
import { passphraseFile, prepareProjectState } from "../stack/project-state.ts";
import { UsageError } from "../usage-error.ts";
import { chooseBackend } from "./choose-backend.ts";
import type { Flags } from "./flags.ts";
import { missing } from "./flags.ts";
import { formatIndex } from "./format-program.ts";
import { needsOf } from "./needs.ts";
import { planCluster } from "./plan-cluster.ts";
import { projectDependencies } from "./project-dependencies.ts";
import { projectFiles } from "./project-files.ts";
import { refuseFlags } from "./refuse-flags.ts";
import { refuseOverwriting, writeProject } from "./write-project.ts";

/** Whether questions can be asked. */
function onTerminal(): boolean {
	return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** `lvsctl init`: looks at the hosts, and writes a project for them. */
export async function runInit(folder: string, said: Flags): Promise<void> {
	const names = [...projectFiles(blank).keys()];
	refuseOverwriting(folder, names);
	const flags = await complete(said);
	refuseFlags(folder, flags);
	const plan = await planCluster(flags, {
		say: (line) => console.log(line),
		accept: (unknown) => acceptKeys(unknown, flags),
		wantsPage: () => wantsPage(flags),
	});
	for (const [index, declaration] of plan.declarations.entries())
		clusterDoor.parse(clusterName(index), declaration);
	console.log("what will be needed there:");
	for (const host of plan.hosts)
		for (const line of needsOf(host, plan)) console.log(line);
	const backend = await chooseBackend(process.env);
	const files = projectFiles({
		name: projectName(folder),
		program: formatIndex(plan),
		...projectDependencies(
			flags.package === undefined
				? undefined
				: `file:${packageFile(folder, flags.package)}`,
		),
		ownState: backend.ownState,
		passphrase: backend.needsPassphrase
			? randomBytes(24).toString("base64url")
			: undefined,
	});
	await confirmWriting(folder, [...files.keys()], flags);
	writeProject(folder, files);
	console.log(`written to ${folder}: ${[...files.keys()].join(", ")}`);
	if (files.has(passphraseFile))
		console.log(
			`  ${passphraseFile} has the passphrase of the stack's secrets: keep a copy, and out of git`,
		);
	if (!backend.pulumiIsThere)
		console.log(
			"  pulumi is not on PATH: package.json has its official launcher, which fetches it from get.pulumi.com at its first use",
		);
	else if (backend.ownState)
		await prepareProjectState(resolve(folder), ownEnvironment(process.env));
	const inFolder = resolve(folder) === process.cwd() ? "" : `cd ${folder} && `;
	console.log(`next:
  ${inFolder}npm install
  ${backend.ownState ? "" : "pulumi stack init prod && "}npx lvsctl up`);
}

const blank = {
	name: "",
	program: "",
	dependencies: {},
	ownState: true,
	passphrase: "",
};

async function complete(said: Flags): Promise<Flags> {
	const lacking = missing(said);
	if (lacking.length === 0) return said;
	if (said.yes || !onTerminal())
		throw new UsageError(
			`${lacking.length === 1 ? "one thing is" : "these are"} missing, and nobody can be asked:\n${lacking.map(({ written, example }) => `  ${written}, like ${example.split(" ")[0]}`).join("\n")}`,
		);
	const { askMissing } = await import("./ask-missing.ts");
	return { ...said, ...(await askMissing(lacking)) };
}

async function acceptKeys(
	unknown: readonly string[],
	{ yes, acceptHostKeys }: Flags,
): Promise<void> {
	if (yes || acceptHostKeys) return;
	const where =
		"ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub, on each host's console";
	if (!onTerminal())
		throw new UsageError(
			`nobody has vouched for the keys of ${unknown.join(", ")}: compare them (${where}), then say --accept-host-keys`,
		);
	const { askYes } = await import("../ask-yes.ts");
	if (
		!(await askYes(
			`Are these the keys of ${unknown.join(", ")}? Compare: ${where}`,
		))
	)
		throw new UsageError("the keys were not accepted; nothing was written");
}

async function wantsPage({ page, yes }: Flags): Promise<boolean> {
	if (page !== undefined) return page;
	if (yes || !onTerminal()) return false;
	const { askYes } = await import("../ask-yes.ts");
	return askYes(
		"Set up a web server with a test page on each real server? (No: they have a server of their own.)",
	);
}

async function confirmWriting(
	folder: string,
	names: readonly string[],
	{ yes }: Flags,
): Promise<void> {
	if (yes || !onTerminal()) return;
	const { askYes } = await import("../ask-yes.ts");
	if (
		!(await askYes(`Write ${names.join(", ")} to ${folder}?`, {
			usually: true,
		}))
	)
		throw new UsageError("nothing was written");
}

/** As Pulumi and npm both allow it. */
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

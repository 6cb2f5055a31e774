import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type SshServer, startSshServer } from "../unit/ssh/ssh-server.ts";

/** How a change on a played host goes wrong. Every one of our scripts that changes something is met by it. */
export type Fault =
	/**
	 * The first step that has not failed before is done, and says that it failed. So each change gets one step further. `same` tells
	 * which steps count as one, by their resource and text.
	 */
	| { readonly eachOnce: (owner: string, step: string) => string }
	/** The shell is killed before the first step. */
	| "killed"
	/** All steps are done, and the look after them does not come to its end. */
	| "unseen"
	/** No step does anything, and none says so. */
	| "undone";

/**
 * An SSH server in front of a root directory, in which our scripts run as on a host: see host.sh. The shell and the files are real,
 * the kernel and systemd are played, so that any step can be made to fail on any host within a second.
 */
export interface PlayedHost {
	readonly connection: SshServer["connection"];
	/** Undefined: nothing goes wrong. */
	fault: Fault | undefined;
	/** Forgets which steps have failed. */
	forget(): void;
	/** Changes that met a fault, since it was last asked. */
	takeFaults(): number;
	/** Runs a shell script there. @returns what it printed */
	run(script: string): Promise<string>;
	close(): Promise<void>;
}

export async function playHost(address: string): Promise<PlayedHost> {
	const keeper = spawn(
		"unshare",
		[
			...(process.getuid?.() === 0 ? [] : ["--map-auto", "--map-root-user"]),
			"--mount",
			// it reaches nobody: only what is played answers
			"--net",
			...["sh", join(import.meta.dirname, "host.sh")],
			...[join(import.meta.dirname, "programs"), `${address}/24`, "eth1"],
		],
		{ stdio: ["pipe", "pipe", "inherit"] },
	);
	const ended = once(keeper, "exit");
	await Promise.race([
		once(keeper.stdout, "data"),
		ended.then(() => {
			throw new Error("the played host could not be made");
		}),
	]);
	let faults = 0;
	const failed = new Set<string>();
	const host: Pick<PlayedHost, "fault"> = { fault: undefined };
	const inside = (command: string) => [
		"nsenter",
		...["--target", String(keeper.pid), "--mount", "--net"],
		...(process.getuid?.() === 0 ? [] : ["--user"]),
		...["chroot", "/mnt", "sh", "-c", command],
	];
	const server = await startSshServer({
		program: inside,
		edit(script) {
			const played = script.replace(
				/(\/usr\/local\/lib\/pulumi-lvs\/\S+) (start 9>&-|remove 9>&-)/g,
				"play-script $1 $2",
			);
			const broken =
				host.fault === undefined ? played : inject(played, host.fault, failed);
			if (broken !== played) faults += 1;
			return broken;
		},
	});
	const run: PlayedHost["run"] = async (script) => {
		const [program = "", ...words] = inside(script);
		const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
		let text = "";
		for (const stream of [child.stdout, child.stderr])
			stream.setEncoding("utf8").on("data", (part: string) => {
				text += part;
			});
		const [exit] = await once(child, "close");
		if (exit !== 0) throw new Error(`${script}: exit ${exit}\n${text}`);
		return text;
	};
	return Object.assign(host, {
		connection: server.connection,
		takeFaults: () => {
			const met = faults;
			faults = 0;
			return met;
		},
		forget: () => failed.clear(),
		run,
		close: async () => {
			await server.close();
			keeper.stdin.end();
			await ended;
		},
	});
}

/** A script that changes something, as `apply` renders it, with something wrong in it; others as they are. */
function inject(script: string, fault: Fault, failed: Set<string>): string {
	const step = /^\{\n([\s\S]*?)\n\} \|\| failed (\d+) \$\?$/gm;
	if (typeof fault === "object") {
		// as the lock's holder is named
		const owner = /^echo (\S+), process /m.exec(script)?.[1] ?? "";
		let broken = false;
		return script.replace(step, (group, body: string, index) => {
			const same = fault.eachOnce(owner, body);
			if (broken || failed.has(same)) return group;
			broken = true;
			failed.add(same);
			return `{\n${body}\nfalse\n} || failed ${index} $?`;
		});
	}
	switch (fault) {
		case "killed":
			return script.replace(
				/^\{\n(?=[\s\S]*?\n\} \|\| failed 0 )/m,
				() => "{\nkill -KILL $$\n",
			);
		case "undone":
			return script.replace(step, ":");
		case "unseen":
			return step.test(script)
				? script.replace(/^echo "@\$lvs_mark end"$/m, "exit 1")
				: script;
	}
}

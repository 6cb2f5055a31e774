import { UsageError } from "../usage-error.ts";
import type { Flags } from "./flags.ts";
import { missing, optional } from "./flags.ts";

/** The questions and the messages of `lvsctl init`. If nobody can be asked, the flags must have the answers. */
export interface Dialogue {
	say(line: string): void;
	/** The flags with the missing parts. @throws UsageError that names all missing parts if nobody can be asked */
	complete(): Promise<Flags>;
	/** Accepts the keys of hosts that are not known yet. @throws UsageError if they are not accepted */
	accept(unknown: readonly string[]): Promise<void>;
	/** Whether real servers get a web server with a test page. */
	wantsPage(): Promise<boolean>;
	/** @throws UsageError where the user does not want these files */
	confirmWriting(folder: string, names: readonly string[]): Promise<void>;
}

/** The dialogue on the terminal. For programs nothing is asked, and messages go to standard error. */
export function dialogueOf(flags: Flags, json: boolean): Dialogue {
	const { yes = false, acceptHostKeys = false, page } = flags;
	const terminal =
		!json && process.stdin.isTTY === true && process.stdout.isTTY === true;
	const asks = terminal && !yes;
	const askYes = async (...question: Parameters<AskYes>) =>
		(await import("../ask-yes.ts")).askYes(...question);
	return {
		say: json ? console.error : console.log,
		async complete() {
			const lacking = missing(flags);
			if (lacking.length === 0) return flags;
			if (!asks)
				throw new UsageError(
					`${lacking.length === 1 ? "one thing is" : "these are"} missing, and nobody can be asked:\n${lacking.map(({ written, example }) => `  ${written}, like ${example.split(" ")[0]}`).join("\n")}`,
				);
			const { askMissing } = await import("./ask-missing.ts");
			return {
				...flags,
				...(await askMissing([...lacking, ...optional(flags)])),
			};
		},
		async accept(unknown) {
			if (yes || acceptHostKeys) return;
			const where =
				"ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub, on each host's console";
			if (!terminal)
				throw new UsageError(
					`the host keys are not known yet of ${unknown.join(", ")}: compare them (${where}), then add --accept-host-keys`,
				);
			const question = `Are these the keys of ${unknown.join(", ")}? Compare: ${where}`;
			if (!(await askYes(question)))
				throw new UsageError("the keys were not accepted; nothing was written");
		},
		async wantsPage() {
			if (page !== undefined) return page;
			return (
				asks &&
				askYes(
					"Set up a web server with a test page on each real server? (No: they have a server of their own.)",
				)
			);
		},
		async confirmWriting(folder, names) {
			if (!asks) return;
			const question = `Write ${names.join(", ")} to ${folder}?`;
			if (!(await askYes(question, { usually: true })))
				throw new UsageError("nothing was written");
		},
	};
}

type AskYes = typeof import("../ask-yes.ts").askYes;

/** One thing wrong with a declaration: where, what, and what to write instead. */
export interface Problem {
	/** Path into the declaration, e.g. `realServers.rs1.weight`. */
	readonly path: string;
	/** What is wrong and what to write instead, without the path. */
	readonly message: string;
}

/** The declaration is wrong. Carries every problem at once; printed without a stack. */
export class DeclarationError extends Error {
	override readonly name = "DeclarationError";
	readonly problems: readonly Problem[];

	constructor(subject: string, problems: readonly Problem[]) {
		super(
			[
				`${subject}: ${problems.length === 1 ? "1 problem" : `${problems.length} problems`}`,
				...problems.map(({ path, message }) => `  ${path}: ${message}`),
			].join("\n"),
		);
		this.problems = problems;
	}
}

/** Something failed on the way to a host, or on it. The message tells the host, what was being done, what was seen, what to do. */
export class RemoteError extends Error {
	override readonly name = "RemoteError";
	readonly host: string;
	/** True where no command has run on the host yet, so that trying again is safe. */
	readonly beforeAnythingRan: boolean;

	constructor(options: {
		/** `user@address:port`, or the declared name of the host. */
		host: string;
		/** What was being done, e.g. "log in", "observe", "write /etc/ipvsadm.rules". */
		doing: string;
		/** What was seen: exit or signal, last lines of standard error. Never a secret. */
		saw: string;
		/** What to do next. */
		advice?: string;
		beforeAnythingRan?: boolean;
	}) {
		super(
			`${options.host}: ${options.doing}: ${options.saw}${options.advice ? `\n  ${options.advice}` : ""}`,
		);
		this.host = options.host;
		this.beforeAnythingRan = options.beforeAnythingRan ?? false;
	}
}

/** The user ended what was done on a host before its time, and it is taken back. */
export class EndedEarlyError extends RemoteError {}

/** No connection to the host came about, although it may come about another time. */
export class UnreachableError extends RemoteError {
	readonly #options: ConstructorParameters<typeof RemoteError>[0];
	/** Whether it is only the jump host that was not reached. */
	readonly isJump: boolean;

	constructor(
		options: ConstructorParameters<typeof RemoteError>[0],
		isJump = false,
	) {
		super(options);
		this.#options = options;
		this.isJump = isJump;
	}

	/** The same, for the host behind this one. */
	asJump(): UnreachableError {
		return new UnreachableError(this.#options, true);
	}

	/** The same, with one more line of what to do. */
	advising(line: string): UnreachableError {
		const { advice = "", ...options } = this.#options;
		return new UnreachableError({
			...options,
			advice: [advice, line].filter((text) => text !== "").join("\n  "),
		});
	}
}

/** The host still differs from the declaration, although every step was applied. */
export class DriftError extends Error {
	override readonly name = "DriftError";

	constructor(host: string, remaining: readonly string[]) {
		super(
			`${host}: applied, but the host still differs:\n${remaining.map((line) => `  ${line}`).join("\n")}`,
		);
	}
}

/** A tool, image or machine of the lab is missing or failed. Printed without a stack. */
export class LabError extends Error {
	override readonly name = "LabError";
}

/**
 * The change of a host was begun and not finished, or a proof did not come about. Pulumi's state must then know what was declared:
 * destroy finds the host, `lvsctl check` the checks.
 */
export class HalfDoneError extends Error {
	override readonly name = "HalfDoneError";

	/** What the state must have beside the inputs, so that the next operation finds what was begun. */
	readonly known: Readonly<Record<string, unknown>>;

	constructor(cause: Error, known: Readonly<Record<string, unknown>> = {}) {
		super(cause.message, { cause });
		this.known = known;
	}
}

/** A check of a smoke test failed. */
export class CheckFailedError extends Error {
	override readonly name = "CheckFailedError";
}

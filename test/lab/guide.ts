import { readFileSync } from "node:fs";

/** What a reader of a guide does, one thing after the other. */
export type GuideStep =
	| {
			/** A command, on the reader's machine (`here`) or as root on others, and the exit code that the guide promises. */
			readonly kind: "command";
			readonly on: readonly string[];
			readonly exit: number;
			readonly text: string;
	  }
	| {
			/** Lines of index.ts that become others. */
			readonly kind: "edit";
			readonly before: string;
			readonly after: string;
	  }
	| {
			/** What happens by itself, as in `<!-- here rs3 dies -->`. */
			readonly kind: "event";
			readonly text: string;
	  };

/**
 * Reads a guide: its blocks `sh` (`sh client`, `sh lb,rs1`, `sh exit 3`), each line a command; its blocks `diff`; its comments `here …`.
 * Other blocks, and indented ones, are not for every reader.
 */
export function guideSteps(path: string | URL): GuideStep[] {
	const text = readFileSync(path, "utf8");
	return [
		...text.matchAll(
			/^```(sh|diff)(?: ([a-z][\w,]*))??(?: exit (\d+))?\n([\s\S]*?)^```$|^<!-- here (.*) -->$/gm,
		),
	].flatMap(([, kind, on = "here", exit = "0", block = "", event]) => {
		if (event !== undefined) return [{ kind: "event" as const, text: event }];
		const lines = block.replace(/\n$/, "").split("\n");
		if (kind === "diff") return [edit(lines)];
		return lines.map((line) => ({
			kind: "command" as const,
			on: on.split(","),
			exit: Number(exit),
			text: line,
		}));
	});
}

function edit(lines: readonly string[]): GuideStep {
	const those = (signs: string) =>
		lines
			.filter((line) => signs.includes(line[0] ?? " "))
			.map((line) => line.slice(1))
			.join("\n");
	const [before, after] = [those(" -"), those(" +")];
	// whole lines that go take their end along
	return after === "" && /^-\s/.test(lines[0] ?? "")
		? { kind: "edit", before: `${before}\n`, after }
		: { kind: "edit", before, after };
}

/** Does an edit of a guide. @throws where the text is not there, or not once. */
export function applyEdit(
	text: string,
	{ before, after }: { readonly before: string; readonly after: string },
): string {
	const parts = text.split(before);
	if (parts.length !== 2)
		throw new Error(
			`${parts.length - 1} places in index.ts have\n${before}\n\n${text}`,
		);
	return parts.join(after);
}

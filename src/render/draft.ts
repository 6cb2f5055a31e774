import {
	type Desired,
	type DesiredFile,
	type FileReader,
	type FileTest,
	nothing,
	type UnitState,
} from "../model/desired.ts";
import { formatDirectoryState } from "../model/directory-state.ts";
import type { Text } from "../model/host-text.ts";
import { formatText } from "../model/wire-text.ts";

/**
 * A desired state as a renderer writes it. Parts that are left out are empty. Names and texts are values: a string means itself, and only a `HostText` has
 * places. `formatDraft` writes them in the format of a desired state, so that no renderer can forget it.
 */
export interface Draft
	extends Partial<
		Omit<Desired, "packages" | "files" | "directories" | "units">
	> {
	/** Packages that must be installed. */
	readonly packages?: readonly Text[];
	readonly files?: readonly DraftFile[];
	/** Parents first. */
	readonly directories?: readonly DraftDirectory[];
	readonly units?: readonly DraftUnit[];
}

/** As `DesiredFile`, with its path. */
export interface DraftFile extends FileFields {
	readonly path: Text;
}

interface FileFields {
	readonly content: Text;
	readonly mode: string;
	readonly readBy: FileReader;
	readonly owner?: Text;
	readonly block?: string;
	readonly replacesOnly?: Text;
	readonly reloads?: Text;
	readonly leadsTo?: Text;
	readonly restarts?: Text;
	readonly test?: FileTest;
}

/** `any`: it must exist, whatever its mode and owner. */
export type DraftDirectory =
	| { readonly path: Text; readonly state: "any" }
	| { readonly path: Text; readonly mode: string; readonly owner: Text };

export interface DraftUnit {
	readonly unit: Text;
	readonly state: UnitState;
}

/** Writes a draft in the format of a desired state. */
export function formatDraft({
	packages = [],
	files = [],
	directories = [],
	units = [],
	...others
}: Draft): Desired {
	return {
		...nothing,
		...others,
		packages: Object.fromEntries(
			packages.map((name) => [formatText(name), "installed"]),
		),
		files: Object.fromEntries(
			files.map(({ path, ...file }) => [formatText(path), formatFields(file)]),
		),
		directories: Object.fromEntries(
			directories.map((directory) => [
				formatText(directory.path),
				formatDirectoryState(
					"state" in directory
						? directory.state
						: {
								mode: directory.mode,
								owner: formatText(directory.owner),
							},
				),
			]),
		),
		units: Object.fromEntries(
			units.map(({ unit, state }) => [formatText(unit), state]),
		),
	};
}

function formatFields({
	content,
	mode,
	readBy,
	test,
	...others
}: FileFields): DesiredFile {
	return {
		content: formatText(content),
		mode,
		readBy,
		...Object.fromEntries(
			Object.entries<Text>(others).map(([key, text]) => [
				key,
				formatText(text),
			]),
		),
		...(test === undefined ? {} : { test }),
	};
}

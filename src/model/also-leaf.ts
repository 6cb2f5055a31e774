import {
	readCheckPath,
	readCheckText,
	readDigest,
	readStatuses,
} from "./check-leaves.ts";
import { defaults } from "./defaults.ts";
import type { Leaf, ReadLeaf } from "./leaf.ts";
import { unknownKey } from "./unknown-key.ts";
import { wanted } from "./wanted.ts";

/** An `AlsoPageDeclaration` in the model of a cluster. */
export interface AlsoPage {
	readonly path: string;
	/** At least one. */
	readonly status: readonly number[];
	readonly text: string | undefined;
	/** In hex. */
	readonly digest: string | undefined;
}

/** Each page is asked separately, as often as the first. */
const most = 16;

const readers = {
	status: readStatuses,
	text: readCheckText,
	digest: readDigest,
} as const;

export const readAlso: ReadLeaf<readonly AlsoPage[]> = (value) => {
	if (!Array.isArray(value))
		return {
			problem: wanted('a list of pages like [{ page: "/login" }]', value),
		};
	if (value.length > most)
		return {
			problem: `${value.length} pages; at most ${most} can be asked for beside the first`,
		};
	const found: AlsoPage[] = [];
	for (const [place, each] of value.entries()) {
		const page = readPage(each);
		if ("problem" in page)
			return { ...page, at: [String(place), ...(page.at ?? [])] };
		found.push(page.value);
	}
	return { value: found };
};

function readPage(value: unknown): Leaf<AlsoPage> {
	if (typeof value !== "object" || value === null || Array.isArray(value))
		return { problem: wanted('an object like { page: "/login" }', value) };
	const { page, ...others } = value as Record<string, unknown>;
	const path = readCheckPath(page);
	if ("problem" in path) return { ...path, at: ["page"] };
	const parts: { status?: readonly number[]; text?: string; digest?: string } =
		{};
	for (const [key, given] of Object.entries(others)) {
		if (!isKey(key))
			return { problem: unknownKey(key, ["page", ...Object.keys(readers)]) };
		if (given === undefined) continue;
		const part = readers[key](given);
		if ("problem" in part) return { ...part, at: [key] };
		Object.assign(parts, { [key]: part.value });
	}
	const { status = defaults.checkStatus, text, digest } = parts;
	return { value: { path: path.value, status, text, digest } };
}

function isKey(key: string): key is keyof typeof readers {
	return Object.hasOwn(readers, key);
}

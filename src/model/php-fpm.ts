import { defaults } from "./defaults.ts";
import { fields } from "./fields.ts";
import { leaf, type ReadLeaf } from "./leaf.ts";
import { readWholeNumber } from "./leaves.ts";
import { unknownKey } from "./unknown-key.ts";
import { wanted } from "./wanted.ts";

/** How php-fpm runs PHP. */
export interface PhpFpmDeclaration {
	/**
	 * How many requests for PHP each site handles at once on a real server; other requests wait. Each worker may have a connection to the database, and needs the
	 * memory of one request. Default 150.
	 */
	readonly workers?: number;
}

/** A PhpFpmDeclaration with its defaults. */
export type PhpFpm = Required<PhpFpmDeclaration>;

const readWorkers = readWholeNumber(1, 10_000);

const readPhpFpm: ReadLeaf<PhpFpm | undefined> = (value) => {
	if (value === false) return { value: undefined };
	if (value === true) return { value: { workers: defaults.webWorkers } };
	const found = fields(value);
	if (found === undefined)
		return {
			problem: wanted("true, false or an object like { workers: 40 }", value),
		};
	const [stranger] = Object.keys(found).filter((key) => key !== "workers");
	if (stranger !== undefined)
		return { problem: unknownKey(stranger, ["workers"]) };
	const workers = readWorkers(found.workers ?? defaults.webWorkers);
	return "problem" in workers
		? { ...workers, at: ["workers"] }
		: { value: { workers: workers.value } };
};

/** Undefined: PHP runs as the distribution's web server has it. */
export const phpFpm = leaf<boolean | PhpFpmDeclaration, PhpFpm | undefined>(
	readPhpFpm,
).optional();

import { asWritten } from "./as-written.ts";
import { readBytes } from "./bytes-leaf.ts";
import {
	type DnsRecordType,
	dnsRecordTypes,
	type WhenAllFail,
	whenAllFail,
} from "./check-declaration.ts";
import type { ReadLeaf } from "./leaf.ts";
import { readWholeNumber } from "./leaves.ts";
import { wanted } from "./wanted.ts";

/** A text that matches a pattern. Each value becomes a word in the configuration of the checking program. */
const readMatch =
	(what: string, pattern: RegExp, advice: string): ReadLeaf<string> =>
	(value) =>
		typeof value !== "string"
			? { problem: wanted(what, value) }
			: pattern.test(value)
				? { value }
				: { problem: `${asWritten(value)} is no ${advice}` };

export const readCheckPath = readMatch(
	'the path of a page like "/health"',
	/^\/[A-Za-z0-9._~:/?@!$&()*+,;=%-]*$/,
	'path of a page; write it with its query as it stands in a request, from the first "/", like "/health"',
);

const name = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";

export const readHostName = readMatch(
	'the name of a site like "www.example.com"',
	new RegExp(`^(?=.{1,253}$)${name}(\\.${name})*$`),
	'name of a site; write it without scheme, port and path, like "www.example.com"',
);

export const readDnsName = readMatch(
	'a name like "www.example.com"',
	new RegExp(`^(?=.{1,253}$)(\\.|${name}(\\.${name})*\\.?)$`),
	'name that can be asked for; write it like "www.example.com"',
);

/** The text goes into a regular expression, in quotes. */
export const readCheckText = readMatch(
	'text that stands in the page, like "ready"',
	/^[\x20-\x7e]{1,200}$/,
	"text that can be looked for; write 1 to 200 letters, digits, signs and spaces of ASCII on one line",
);

export const readDigest: ReadLeaf<string> = (value) => {
	const found = readMatch(
		'an MD5 like "640205b7b0fc66c1ea91c463fac6334d"',
		/^[0-9a-f]{32}$/i,
		"MD5 of a page; write its 32 hexadecimal digits, as `genhash` or `md5sum` prints them",
	)(value);
	return "value" in found ? { value: found.value.toLowerCase() } : found;
};

/** The bytes of a datagram, or the bytes with which one begins. */
export const readDatagram: ReadLeaf<readonly number[]> = (value) => {
	const found = readBytes(value);
	return "value" in found && found.value.at(-1) === 255
		? {
				problem:
					"ends with the byte 255, which the checking program (keepalived) cannot read there; write bytes that end otherwise",
			}
		: found;
};

export const readUser = readMatch(
	'the name of a user like "nobody"',
	/^[a-z_][a-z0-9_-]{0,31}$/,
	"name of a user",
);

const readStatus = readWholeNumber(100, 599);

export const readStatuses: ReadLeaf<readonly number[]> = (value) => {
	const list: unknown[] = Array.isArray(value) ? value : [value];
	if (list.length === 0) return { problem: "no status; write one, like 200" };
	const found: number[] = [];
	for (const each of list) {
		const status = readStatus(each);
		if ("problem" in status) return status;
		found.push(status.value);
	}
	return { value: [...new Set(found)].sort((one, other) => one - other) };
};

export const readRecordType: ReadLeaf<DnsRecordType> = (value) => {
	const found = dnsRecordTypes.find((type) => type === value);
	return found === undefined
		? {
				problem: wanted(
					`a type of record: ${dnsRecordTypes.join(", ")}`,
					value,
				),
			}
		: { value: found };
};

export const readFailures = readWholeNumber(1, 100);

export const readWhenAllFail: ReadLeaf<WhenAllFail> = (value) => {
	const found = whenAllFail.find((each) => each === value);
	return found === undefined
		? {
				problem:
					typeof value === "string"
						? `expected "refuse" or "keepAll", got ${asWritten(value)}`
						: wanted('"refuse" or "keepAll"', value),
			}
		: { value: found };
};

/** A `QuorumDeclaration` in the model of a cluster. */
export interface Quorum {
	readonly below: number;
	readonly backFrom: number;
}

const readCount = readWholeNumber(1, 10000);

export const readQuorum: ReadLeaf<Quorum> = (value) => {
	if (typeof value !== "object" || value === null) {
		const count = readCount(value);
		return "problem" in count
			? count
			: { value: { below: count.value, backFrom: count.value } };
	}
	const { below, backFrom = below, ...more } = value as Record<string, unknown>;
	const [unknownKey] = Object.keys(more);
	if (unknownKey !== undefined)
		return {
			problem: `unknown key ${asWritten(unknownKey)}; known here: below, backFrom`,
		};
	const least = readCount(below);
	if ("problem" in least) return { ...least, at: ["below"] };
	const back = readCount(backFrom);
	if ("problem" in back) return { ...back, at: ["backFrom"] };
	return back.value < least.value
		? {
				problem: `${back.value} is less than below, ${least.value}; write at least that`,
				at: ["backFrom"],
			}
		: { value: { below: least.value, backFrom: back.value } };
};

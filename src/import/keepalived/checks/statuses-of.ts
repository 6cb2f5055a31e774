import type { Statement } from "../statement.ts";

/** The statuses of HTTP that are in use, by the list of the IANA. */
const inUse = [
	...[100, 101, 102, 103],
	...[200, 201, 202, 203, 204, 205, 206, 207, 208, 226],
	...[300, 301, 302, 303, 304, 305, 307, 308],
	...[400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413],
	...[414, 415, 416, 417, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451],
	...[500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511],
];

/** The good statuses: as in keepalived, those of 200 to 299 if none is named. A string says why they cannot be declared. */
export function statusesOf(
	statement: Statement | undefined,
): readonly number[] | string {
	const words = statement === undefined ? ["200-299"] : statement.values;
	const found = new Set<number>();
	for (const word of words) {
		const [, first, last = first] = /^(\d{3})(?:-(\d{3}))?$/.exec(word) ?? [];
		if (first === undefined)
			return `status_code takes statuses like 200 or 200-299, and "${word}" is none`;
		if (first === last) found.add(Number(first));
		for (const status of inUse)
			if (status >= Number(first) && status <= Number(last)) found.add(status);
	}
	return found.size === 0
		? "status_code names no status"
		: [...found].sort((one, other) => one - other);
}

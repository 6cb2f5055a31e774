import * as z from "zod";
import { plain } from "./foreign-words.ts";
import { isConnection } from "./host-schema.ts";
import { formatPath } from "./path.ts";
import { unwrapped } from "./schemas-along.ts";

/** Stands for the name of any entry. */
const anyName = "NAME";

/** One kind of object in a declaration that knows the key. */
interface Place {
	readonly path: readonly string[];
	/** What is described there. The connections of all hosts are one kind. */
	readonly schema: z.ZodType;
	/** The key in the spelling of that place. */
	readonly key: string;
}

/**
 * Where in a declaration a misplaced key belongs, as the end of a message: `; it belongs in realServers.NAME`. Empty if no place knows the key.
 *
 * @param at the place where it stands. Of each kind of place the nearest is named, two at most.
 */
export function belongsElsewhere(
	key: string,
	schema: z.ZodType,
	at: readonly PropertyKey[],
): string {
	const here = at.map(String);
	const places = placesOf(key, schema);
	// this place knows it in another spelling: that is reported as a typing mistake
	if (places.some(({ path }) => isAt(path, here))) return "";
	const near = places
		.map((place) => ({ ...place, common: shared(place.path, here) }))
		.sort(
			(one, other) =>
				other.common - one.common || one.path.length - other.path.length,
		);
	const nearest = near.filter(
		(place, index) =>
			near.findIndex(({ schema }) => schema === place.schema) === index,
	);
	if (nearest.length === 0) return "";
	const told = nearest.slice(0, 2).map((place) => {
		const path = place.path.map((step, index) =>
			step === anyName && index < place.common ? (here[index] ?? step) : step,
		);
		const where = path.length === 0 ? "at the top" : `in ${formatPath(path)}`;
		return place.key === key ? where : `${where} as ${place.key}`;
	});
	return `; it belongs ${told.join(" or ")}`;
}

function placesOf(
	key: string,
	schema: z.ZodType | undefined,
	path: readonly string[] = [],
): Place[] {
	const found = schema && unwrapped(schema);
	if (found instanceof z.ZodRecord)
		return placesOf(key, found.valueType as z.ZodType, [...path, anyName]);
	if (!(found instanceof z.ZodObject)) return [];
	const known = Object.keys(found.shape).find(
		(one) => plain(one) === plain(key),
	);
	return [
		...(known === undefined ? [] : [{ path, schema: found, key: known }]),
		// the jump host of a connection has the same keys again
		...(isConnection(found)
			? []
			: Object.entries(found.shape).flatMap(([step, inner]) =>
					placesOf(key, inner as z.ZodType, [...path, step]),
				)),
	];
}

function isAt(path: readonly string[], here: readonly string[]): boolean {
	return path.length === here.length && shared(path, here) === path.length;
}

/** How many steps two paths have in common. */
function shared(path: readonly string[], here: readonly string[]): number {
	const differs = path.findIndex(
		(step, index) =>
			here[index] === undefined || (step !== anyName && step !== here[index]),
	);
	return differs === -1 ? path.length : differs;
}

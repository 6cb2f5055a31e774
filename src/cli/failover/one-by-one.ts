import { withLines } from "./with-lines.ts";

/**
 * Works on one cluster after the other. Where that fails in one, the error tells in which it was done before, and in which nothing was done.
 *
 * @param words says of a cluster what is so where it was done.
 */
export async function oneByOne<Each extends { readonly cluster: string }>(
	all: readonly Each[],
	work: (each: Each) => Promise<unknown>,
	words: (each: Each) => string,
): Promise<void> {
	for (const [place, each] of all.entries())
		try {
			await work(each);
		} catch (error) {
			throw withLines(error, [
				...all
					.slice(0, place)
					.map((done) => `cluster ${done.cluster}: ${words(done)}`),
				...all
					.slice(place + 1)
					.map(({ cluster }) => `cluster ${cluster}: nothing was done`),
			]);
		}
}

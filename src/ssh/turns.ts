import pLimit, { type LimitFunction } from "p-limit";

/** Limits how many run at once, for each key apart. */
export class Turns {
	readonly #atOnce: number;
	readonly #limits = new Map<string, LimitFunction>();

	constructor(atOnce: number) {
		this.#atOnce = atOnce;
	}

	run<T>(key: string, work: () => Promise<T>): Promise<T> {
		const limit = this.#limits.get(key) ?? pLimit(this.#atOnce);
		this.#limits.set(key, limit);
		return limit(work);
	}
}

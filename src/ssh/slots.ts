/** At most `limit` holders at a time; the others wait in the order they came. */
export class Slots {
	readonly #limit: number;
	readonly #waiting: (() => void)[] = [];
	#held = 0;

	constructor(limit: number) {
		this.#limit = limit;
	}

	/** Waits for a slot and returns what gives it back; giving back twice is the same as once. */
	async acquire(): Promise<() => void> {
		if (this.#held < this.#limit) this.#held += 1;
		else await new Promise<void>((resolve) => this.#waiting.push(resolve));
		let given = false;
		return () => {
			if (given) return;
			given = true;
			const next = this.#waiting.shift();
			if (next === undefined) this.#held -= 1;
			else next();
		};
	}

	/** Runs `work` while holding a slot. */
	async hold<T>(work: () => Promise<T>): Promise<T> {
		const release = await this.acquire();
		try {
			return await work();
		} finally {
			release();
		}
	}
}

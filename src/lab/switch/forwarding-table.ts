/** Where a learning switch sends a frame: it remembers behind which port each source address was seen last. */
export class ForwardingTable<Port> {
	readonly #ports = new Set<Port>();
	readonly #learned = new Map<string, Port>();

	plug(port: Port): void {
		this.#ports.add(port);
	}

	unplug(port: Port): void {
		this.#ports.delete(port);
		for (const [address, learned] of this.#learned)
			if (learned === port) this.#learned.delete(address);
	}

	/**
	 * The ports an Ethernet frame goes out of: one where the destination is known, none where that is where it came
	 * from, all others for a group address or an unknown one.
	 */
	forward(frame: Buffer, from: Port): Port[] {
		if (frame.length < 14) return [];
		const group = (frame.readUInt8(0) & 1) === 1;
		const source = frame.toString("latin1", 6, 12);
		if ((frame.readUInt8(6) & 1) === 0) this.#learned.set(source, from);
		const known = group
			? undefined
			: this.#learned.get(frame.toString("latin1", 0, 6));
		if (known !== undefined) return known === from ? [] : [known];
		return [...this.#ports].filter((port) => port !== from);
	}
}

/** Decides where a learning switch sends a frame. It remembers at which port each source address was last seen. */
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
	 * The ports to which an Ethernet frame goes: one port if its destination is known; none if that is the port it came from; all
	 * other ports for a group address or an unknown one.
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

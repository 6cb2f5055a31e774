/**
 * Cuts the byte stream of QEMU's `-netdev stream` into frames: 4 bytes of length, big endian, then the Ethernet frame (QEMU
 * net/stream.c). Each frame is returned with its length, ready to be sent on.
 */
export class FrameReader {
	#rest: Buffer = Buffer.alloc(0);

	/** Adds data and returns the frames that are now complete. */
	push(data: Buffer): Buffer[] {
		const bytes =
			this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
		const frames: Buffer[] = [];
		let at = 0;
		while (bytes.length - at >= 4) {
			const end = at + 4 + bytes.readUInt32BE(at);
			if (end > bytes.length) break;
			frames.push(bytes.subarray(at, end));
			at = end;
		}
		this.#rest = bytes.subarray(at);
		return frames;
	}
}

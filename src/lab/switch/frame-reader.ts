/**
 * Cuts the byte stream of QEMU's `-netdev stream` into frames. Each is 4 bytes of length, big endian, and the Ethernet
 * frame (QEMU net/stream.c). A frame is given with its length, ready to be sent on.
 */
export class FrameReader {
	#rest: Buffer = Buffer.alloc(0);

	/** The frames that are whole now. */
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

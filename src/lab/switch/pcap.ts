/** The header of a capture file: version 2.4, microseconds, Ethernet (pcap-savefile(5)). */
export function pcapHeader(): Buffer {
	const header = Buffer.alloc(24);
	header.writeUInt32LE(0xa1b2c3d4, 0);
	header.writeUInt16LE(2, 4);
	header.writeUInt16LE(4, 6);
	header.writeUInt32LE(65535, 16);
	header.writeUInt32LE(1, 20);
	return header;
}

/** One captured Ethernet frame. @param microseconds since 1970 */
export function pcapRecord(frame: Buffer, microseconds: number): Buffer {
	const header = Buffer.alloc(16);
	header.writeUInt32LE(Math.floor(microseconds / 1e6), 0);
	header.writeUInt32LE(Math.floor(microseconds % 1e6), 4);
	header.writeUInt32LE(frame.length, 8);
	header.writeUInt32LE(frame.length, 12);
	return Buffer.concat([header, frame]);
}

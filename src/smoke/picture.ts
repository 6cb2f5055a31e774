import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";

/**
 * Makes a PNG of 1000 x 700 points and about 50 kB. It is wide enough for applications to derive smaller pictures. Each seed has its own
 * pattern, so no other picture can be taken for it.
 */
export function picture(seed: string): Buffer {
	const [width, height] = [1000, 700];
	const blocks = shades(seed, (width / block) * (height / block));
	const rows = Buffer.alloc(height * (width + 1));
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			const at =
				Math.floor(y / block) * (width / block) + Math.floor(x / block);
			rows[y * (width + 1) + 1 + x] = blocks[at] ?? 0;
		}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 0], 8); // 8 bits, grey
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk("IHDR", header),
		chunk("IDAT", deflateSync(rows)),
		chunk("IEND", Buffer.alloc(0)),
	]);
}

/** Width and height of the squares of one shade, in points. */
const block = 5;

/** One of 32 shades for each square, always the same for the same seed. */
function shades(seed: string, count: number): Buffer {
	const all: Buffer[] = [];
	for (let part = 0; part * 32 < count; part++)
		all.push(createHash("sha256").update(`${seed} ${part}`).digest());
	return Buffer.concat(all).map((byte) => byte & 0xf8) as Buffer;
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const sum = Buffer.alloc(4);
	sum.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, sum]);
}

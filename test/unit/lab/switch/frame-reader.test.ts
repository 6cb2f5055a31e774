import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { FrameReader } from "../../../../src/lab/switch/frame-reader.ts";

function framed(payload: Uint8Array): Buffer {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(payload.length);
	return Buffer.concat([length, payload]);
}

test("however the bytes are cut, the frames come out whole and in order", () => {
	fc.assert(
		fc.property(
			fc.array(fc.uint8Array({ maxLength: 40 })),
			fc.array(fc.nat({ max: 30 }), { minLength: 1 }),
			(payloads, cuts) => {
				const bytes = Buffer.concat(payloads.map(framed));
				const reader = new FrameReader();
				const got: Buffer[] = [];
				for (let at = 0, i = 0; at < bytes.length; i++) {
					const size = (cuts[i % cuts.length] ?? 0) + 1;
					// A copy, as a socket's buffer may be reused once it was handled.
					got.push(
						...reader
							.push(Buffer.from(bytes.subarray(at, at + size)))
							.map((frame) => Buffer.from(frame)),
					);
					at += size;
				}
				assert.deepEqual(got, payloads.map(framed));
			},
		),
	);
});

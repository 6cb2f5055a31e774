import {
	type CheckReader,
	meaninglessInChecks,
	ofEveryCheck,
} from "./check-reader.ts";

/** `UDP_CHECK` */
export const udpCheck: CheckReader = {
	vocabulary: {
		of: "a UDP_CHECK",
		read: [...ofEveryCheck, "payload", "require_reply", "min_reply_length"],
		meaningless: [...meaninglessInChecks, "max_reply_length"],
		refused: {},
		blocks: [],
	},
	usual: { retry: 1, delayBeforeRetry: 1 },
	timeout: "connect_timeout",
	read({ own }) {
		const send = bytesOf(own.last("payload")?.values ?? []);
		const expect = bytesOf(own.last("require_reply")?.values ?? []);
		if (send === undefined || expect === undefined)
			return "payload and require_reply take bytes in hexadecimal";
		if (send.length === 0 || send.includes("any"))
			return 'it sends random bytes, which cannot be declared; write `udp: { send: "ping", expect: "pong" }`';
		// after a byte that may have any value, nothing is compared
		const until = expect.indexOf("any");
		const begins = until < 0 ? expect : expect.slice(0, until);
		if (begins.length === 0)
			return 'it does not say how the answer begins, so a machine that is switched off would pass; write `udp: { send: "ping", expect: "pong" }`';
		const least = Number(own.last("min_reply_length")?.values[0] ?? 0);
		return {
			kind: "udp",
			fields: { udp: { send: readable(send), expect: readable(begins) } },
			remarks: [
				...(until < 0
					? []
					: [
							`of require_reply the first ${begins.length} bytes are declared, which stand before the first X`,
						]),
				...(least > begins.length
					? [
							`an answer of ${begins.length} bytes is enough here, and keepalived wants ${least}`,
						]
					: []),
			],
		};
	},
};

type Byte = number | "any";

/** Bytes as keepalived writes them: in each word pairs of digits, a single one at its end counts as a byte. `x` is any half of a byte. */
function bytesOf(words: readonly string[]): Byte[] | undefined {
	const pairs = words.flatMap((word) => word.match(/..?/g) ?? []);
	return pairs.every((pair) => /^[0-9a-fx]+$/i.test(pair))
		? pairs.map((pair) => (/x/i.test(pair) ? "any" : Number.parseInt(pair, 16)))
		: undefined;
}

/** Bytes as text where they are letters, digits and signs. */
function readable(bytes: readonly Byte[]): string | readonly Byte[] {
	return bytes.every(
		(byte) =>
			byte === 10 || (typeof byte === "number" && byte >= 32 && byte < 127),
	)
		? String.fromCharCode(...(bytes as readonly number[]))
		: bytes;
}

// node download.mjs URL FILE: fetches with a short limit on the connect, and says how far it is every 5 seconds.
// Exit 1 and one line on standard error where the network refuses.
import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

const [, , url, file] = process.argv;
const connect = new AbortController();
const limit = setTimeout(
	() => connect.abort(new Error("no connection within 5 s")),
	5000,
);
try {
	const response = await fetch(url, { signal: connect.signal });
	clearTimeout(limit);
	if (!response.ok) throw new Error(`HTTP status ${response.status}`);
	const total = Number(response.headers.get("content-length") ?? 0);
	let received = 0;
	const timer = setInterval(() => {
		const megabytes = (received / 1e6).toFixed(0);
		console.error(
			total > 0
				? `  ${megabytes} MB, ${((100 * received) / total).toFixed(0)} %`
				: `  ${megabytes} MB`,
		);
	}, 5000);
	const count = new Transform({
		transform(chunk, _encoding, done) {
			received += chunk.length;
			done(null, chunk);
		},
	});
	await pipeline(
		Readable.fromWeb(response.body),
		count,
		createWriteStream(file),
	).finally(() => clearInterval(timer));
	if (total > 0 && received !== total)
		throw new Error(`ended after ${received} of ${total} bytes`);
} catch (error) {
	console.error(
		`${url}: ${error.cause?.code ?? error.cause?.message ?? error.message}`,
	);
	process.exit(1);
}

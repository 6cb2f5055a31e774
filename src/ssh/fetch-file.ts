import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { RemoteError } from "../errors.ts";
import { partSize } from "./parts-of.ts";
import { runToEnd } from "./run-to-end.ts";
import type { Session } from "./session.ts";
import { sh } from "./shell.ts";

/**
 * Copies a file of a host to this machine, part by part.
 *
 * @param sha256 its checksum there.
 * @param to path here; only this user can read the file.
 * @throws RemoteError if the copy differs from the file.
 */
export async function fetchFile(
	session: Session,
	from: string,
	sha256: string,
	to: string,
): Promise<void> {
	const doing = `bring ${from}`;
	const hash = createHash("sha256");
	const opened = openSync(to, "wx", 0o600);
	try {
		for (let part = 0; ; part++) {
			const text = await runToEnd(
				session,
				sh`dd if=${from} bs=${String(partSize)} skip=${String(part)} count=1 2>/dev/null | base64`,
				{ doing, timeoutSeconds: 300 },
			);
			const bytes = Buffer.from(text, "base64");
			hash.update(bytes);
			writeSync(opened, bytes);
			if (bytes.length < partSize) break;
		}
	} finally {
		closeSync(opened);
	}
	const found = hash.digest("hex");
	if (found !== sha256)
		throw new RemoteError({
			host: session.host,
			doing,
			saw: `its checksum there is ${sha256}, and of what came ${found}`,
			advice: "Run it again.",
		});
}

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { RemoteError } from "../../errors.ts";
import type { DesiredArchive } from "../../model/desired.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import type { Session } from "../../ssh/session.ts";
import { sh } from "../../ssh/shell.ts";
import { sentArchive } from "../kinds/archives.ts";

/** Bytes that one execution sends: the shell of a small machine reads them in about a second. */
const partSize = 3 * 1024 * 1024;

/**
 * Sends an archive to the host, part by part. An archive that is there already is not sent again.
 *
 * @throws RemoteError where the file is missing on this machine, has another checksum, or did not arrive whole.
 */
export async function sendArchive(
	session: Session,
	{ file, sha256 }: DesiredArchive,
): Promise<void> {
	const doing = `send ${file}`;
	const path = sentArchive(sha256);
	const there = await session.run(
		sh`sha256sum ${path} 2>/dev/null | grep -q ${`^${sha256} `}`,
		{ doing, timeoutSeconds: 120 },
	);
	if (there.exit === 0) return;
	const bytes = read(session.host, file, sha256);
	const part = `${path}.part`;
	await runToEnd(session, sh`mkdir -p /var/cache/pulumi-lvs && rm -f ${part}`, {
		doing,
	});
	for (let at = 0; at < bytes.length; at += partSize) {
		const text = bytes
			.subarray(at, at + partSize)
			.toString("base64")
			.replace(/(.{76})/g, "$1\n");
		await runToEnd(
			session,
			`${sh`base64 -d >>${part}`} <<'END'\n${text}\nEND`,
			{ doing, timeoutSeconds: 300 },
		);
	}
	await runToEnd(
		session,
		sh`echo ${`${sha256}  ${part}`} | sha256sum -c --quiet && mv ${part} ${path}`,
		{
			doing,
			timeoutSeconds: 120,
			advice: "Run up again: the archive is sent anew.",
		},
	);
}

function read(host: string, file: string, sha256: string): Buffer {
	const wrong = (saw: string) =>
		new RemoteError({
			host,
			doing: `read ${file}`,
			saw,
			advice:
				"The machine that runs `up` needs the archive until every host has got it.",
		});
	let bytes: Buffer;
	try {
		bytes = readFileSync(file);
	} catch (error) {
		throw wrong((error as NodeJS.ErrnoException).code ?? "not readable");
	}
	const found = createHash("sha256").update(bytes).digest("hex");
	if (found !== sha256) throw wrong(`its sha256 is ${found}, not ${sha256}`);
	return bytes;
}

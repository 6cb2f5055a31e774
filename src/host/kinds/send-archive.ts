import { RemoteError } from "../../errors.ts";
import type { DesiredArchive } from "../../model/desired.ts";
import { fileDigest } from "../../ssh/file-digest.ts";
import { sendFile } from "../../ssh/send-file.ts";
import type { Session } from "../../ssh/session.ts";
import { sh } from "../../ssh/shell.ts";
import { sentArchive } from "./sent-archive.ts";

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
	refuseOther(session.host, file, sha256);
	await sendFile(session, {
		file,
		sha256,
		to: path,
		advice: "Run up again: the archive is sent again.",
	});
}

function refuseOther(host: string, file: string, sha256: string): void {
	const wrong = (saw: string) =>
		new RemoteError({
			host,
			doing: `read ${file}`,
			saw,
			advice:
				"The machine that runs `up` needs the archive until every host has got it.",
		});
	let found: string;
	try {
		found = fileDigest(file);
	} catch (error) {
		throw wrong((error as NodeJS.ErrnoException).code ?? "not readable");
	}
	if (found !== sha256) throw wrong(`its sha256 is ${found}, not ${sha256}`);
}

import { dirname } from "node:path/posix";
import { partsOf } from "./parts-of.ts";
import { runToEnd } from "./run-to-end.ts";
import type { Session } from "./session.ts";
import { sh } from "./shell.ts";

/**
 * Sends a file of this machine to a host, part by part. The result is compared with the checksum, and only then gets its name.
 *
 * @param to path on the host; its directory is made.
 * @param advice what the user should do if it did not arrive whole.
 */
export async function sendFile(
	session: Session,
	{
		file,
		sha256,
		to,
		advice,
	}: {
		readonly file: string;
		readonly sha256: string;
		readonly to: string;
		readonly advice: string;
	},
): Promise<void> {
	const doing = `send ${file}`;
	const part = `${to}.part`;
	await runToEnd(session, sh`mkdir -p ${dirname(to)} && rm -f ${part}`, {
		doing,
	});
	for (const bytes of partsOf(file))
		await runToEnd(
			session,
			`${sh`base64 -d >>${part}`} <<'END'\n${bytes.toString("base64").replace(/(.{76})/g, "$1\n")}\nEND`,
			{ doing, timeoutSeconds: 300 },
		);
	await runToEnd(
		session,
		sh`[ -e ${part} ] || : >${part}; echo ${`${sha256}  ${part}`} | sha256sum -c --quiet && mv ${part} ${to}`,
		{ doing, timeoutSeconds: 120, advice },
	);
}

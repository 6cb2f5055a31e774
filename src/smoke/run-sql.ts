import { quote } from "../model/quote.ts";
import { runToEnd } from "../ssh/run-to-end.ts";
import type { Session } from "../ssh/session.ts";
import { sh } from "../ssh/shell.ts";
import { Refusal } from "./visitor.ts";

/** Runs SQL on the client machine. @throws Refusal with the server's message. The password is in a file, never an argument. */
export async function runSql(
	client: Session,
	{
		database,
		user,
		password,
	}: {
		readonly database: string;
		readonly user: string;
		readonly password: string;
	},
	{ address, port }: { readonly address: string; readonly port: number },
	sql: readonly string[],
	/** Whether to go on after a statement that fails. */
	{ goOn = false } = {},
): Promise<string[]> {
	const said = await runToEnd(
		client,
		`command -v mariadb >/dev/null || { echo 'install mariadb-client on the client machine' >&2; exit 127; }
umask 077
options=$(mktemp) || exit
printf '[client]\\nhost=%s\\nport=%s\\nuser=%s\\npassword=%s\\n' ${quote(address)} ${port} ${quote(user)} ${quote(password)} >"$options"
${sh`printf '%s;\\n' ${sql} | mariadb --defaults-extra-file="$options" --connect-timeout=10 --batch --skip-column-names ${goOn ? ["--force"] : []} ${database}`}
exit=$?${goOn ? "\nexit=0" : ""}
rm -f "$options"
exit $exit`,
		{ doing: `ask ${address}:${port}` },
	).catch((error: Error) => {
		if (/ERROR \d+/.test(error.message)) throw new Refusal(error.message);
		throw error;
	});
	return said.trimEnd().split("\n");
}
